package annotate

import (
	"time"

	"galley/annotate/span"
)

// Ref is the place of an article in an open store: short, valid until it is closed.
type Ref int64

// Order is the order of a list of articles.
type Order string

// The orders of a list.
const (
	ByKey      Order = "key"
	ByDate     Order = "date"     // newest first, undated last
	ByTitle    Order = "title"    // then key
	ByOutlet   Order = "outlet"   // then date
	ByImported Order = "imported" // as they came in
)

// Query chooses articles. Zero fields choose nothing out.
type Query struct {
	Person   ID      // whose states Row and States speak of
	Text     string  // every word of it begins a word of the title, the outlet or the key
	States   []State // of Person's human layer
	Flagged  bool    // only those that Person flagged
	Gold     []State // of the article's gold, as in Row
	Assigned bool    // only those that are assigned to Person
	Outlet   string
	Language string
	Search   string // words and "phrases" of title and text, as a store's search takes them; deleted articles have none
	From, To string // first and last day, month or year that they were published in: "2016-05-02", "2016-05", "2016"
	Deleted  bool   // the deleted ones instead of the others
	Order    Order
}

// Covers tells whether an article that was published at a time is of the days
// from From to To. One that tells no time is of none.
func (q Query) Covers(published string) bool {
	if q.From == "" && q.To == "" {
		return true
	}
	return published != "" && published >= q.From && (q.To == "" || published[:min(len(published), len(q.To))] <= q.To)
}

// Row is what a list shows of an article.
type Row struct {
	Ref       Ref
	ID        ID
	Key       string
	Title     string
	Outlet    string
	Published string
	Language  string
	Bytes     int   // of the body
	State     State // of Query.Person's human layer
	Gold      State // of the article's gold: New where there is none, Stale where it is to be looked at again
	Flagged   bool
	Deleted   bool
}

// Entry is an article with its layers, in order of annotator and kind.
type Entry struct {
	Ref     Ref
	Article *Article
	Layers  []Layer
}

// Known is what an import must know of an article that is there.
type Known struct {
	ID      ID
	Key     string
	Digest  string
	Deleted bool
}

// Hit is a place in an article where a search term was found.
type Hit struct {
	Article ID
	Key     string
	Title   string
	Span    span.Span // in the body, bytes; in the title if InTitle
	InTitle bool
	Snippet string // as it stands in the text
}

// LogQuery chooses transactions; zero fields choose nothing out.
type LogQuery struct {
	Author  ID
	Article ID
	Limit   int
}

// LogEntry is a transaction in the log without its edits.
type LogEntry struct {
	ID      ID
	Author  ID
	At      time.Time
	Title   string
	Reverts ID
}

// Entry is what the log tells of a transaction without its edits.
func (tx Transaction) Entry() LogEntry {
	return LogEntry{tx.ID, tx.Author, tx.At, tx.Title, tx.Reverts}
}
