// Package cut fits records to formats that have a place for less than Galley
// can say, by rules, and counts what falls off.
package cut

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
)

// Events says what a format does with events.
type Events int

// The ways with events.
const (
	NoEvents   Events = iota // they are lost
	FlatEvents               // a trigger becomes a mention, its arguments relations
	SameEvents               // they have a trigger, or else their evidence for one
	AllEvents                // also without a trigger
)

// Rules say what a format has a place for. The zero Rules hold mentions, of
// which they keep label, place and id.
type Rules struct {
	// Article is what the format keeps of an article besides its text; nil is nothing.
	Article func(*annotate.Article) annotate.Article
	// Layer: the file says whose layer it is and how far it has come.
	Layer bool

	// Mention and Trigger give the place that stands for spans, and what is lost
	// by that; without a place the whole annotation is. Nil keeps all spans.
	Mention, Trigger func([]span.Span) (place []span.Span, lost string)
	// Single: two mentions of one place and label (Single: SameLabel), or of one place (SamePlace), are one.
	Single Single
	// Choose tells which of the mentions cannot stand beside the others; they are in document order.
	Choose func([]*annotate.Mention) (out map[annotate.ID]bool, lost string)

	Events      Events
	ToEvents    bool // arguments and relations may point at events
	ToMentions  bool // and never at entities, also where there are some: their first mention stands for them
	Values      bool // arguments may have values
	Relations   bool
	Entities    bool // else their first mention stands for them
	Labels      bool
	Notes       bool
	Attributes  func(annotate.Attributes) annotate.Attributes // what is kept of them; nil is nothing
	OfRelations bool                                          // relations have attributes too
	Unsure      bool
	// Link says what is lost where a relation or an argument would join two places; empty: nothing.
	Link func(from, to []span.Span) (lost string)

	// Name is a label, role or attribute name as the format can write it. Nil keeps it.
	Name func(string) string
	// Number gives numbers for ids where the format has a place for none: see ByPlace.
	Number bool
	// Joint: mentions and events have one sequence of numbers, without prefixes.
	Joint bool
}

// Single says when two mentions are one.
type Single int

// When two mentions are one.
const (
	Never Single = iota
	SameLabel
	SamePlace
)

// Record fits rec by rules.
func Record(rec format.Record, lost *format.Losses, rules Rules) format.Record {
	a := rec.Article
	var about annotate.Article
	if rules.Article != nil {
		about = rules.Article(a)
	}
	about.Text, about.Digest = a.Text, a.Digest
	out := format.Record{Where: rec.Where, Article: &about}
	if !sameArticle(a, out.Article) {
		what := "titles, dates, outlets and other metadata of articles"
		if out.Article.Key == "" {
			what = "keys, titles and other metadata of articles"
		}
		lost.Add(what, a.Key)
	}
	for _, l := range rec.Layers {
		c := &cutter{Rules: rules, article: a, from: l.Layer, lost: lost, first: map[annotate.ID]*annotate.Mention{}}
		kept := format.Layer{Layer: c.layer(l)}
		if rules.Layer {
			kept.Annotator = l.Annotator
		} else if l.Annotator != "" {
			lost.Add("names of annotators", fmt.Sprintf("%s: %s", a.Key, l.Annotator))
		}
		if rules.Layer || !kept.Empty() {
			out.Layers = append(out.Layers, kept)
		}
	}
	return out
}

// sameArticle tells whether b says all of a but its id; a title that is the
// first line of the text is said by the text.
func sameArticle(a, b *annotate.Article) bool {
	c := *b
	c.ID, c.Deleted = a.ID, a.Deleted
	if a.Title == "" || b.Title == "" && a.Title == a.Text.FirstLine() {
		c.Title = a.Title
	}
	return annotate.Equal(a, &c)
}

// ByPlace are annotations in the order in which they get numbers: by place,
// label, and then id, so that numbers keep their order as ids.
func ByPlace[T annotate.Item](items []T) []T {
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b T) int {
		return cmp.Or(span.Compare(span.Hull(annotate.SpansOf(a)), span.Hull(annotate.SpansOf(b))),
			cmp.Compare(annotate.LabelOf(a), annotate.LabelOf(b)), CompareIDs(a.ItemID(), b.ItemID()))
	})
	return items
}

// ByNumber are annotations in the order of their numbers.
func ByNumber[T annotate.Item](items []T) []T {
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b T) int { return CompareIDs(a.ItemID(), b.ItemID()) })
	return items
}

// CompareIDs puts 9 before 10.
func CompareIDs(a, b annotate.ID) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// Numbers gives ids to things that a file does not name: a prefix and a number.
type Numbers map[string]int

// Next is the next id with a prefix, from 1.
func (n Numbers) Next(prefix string) annotate.ID {
	n[prefix]++
	return annotate.ID(prefix + strconv.Itoa(n[prefix]))
}
