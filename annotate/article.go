package annotate

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"strings"

	"galley/annotate/span"
	"galley/annotate/text"
)

// Article is a title, metadata and an immutable body.
type Article struct {
	ID        ID     `json:"id"`
	Key       string `json:"key"`
	Title     string `json:"title"`
	Published string `json:"published,omitempty"` // as its source gives it; ISO 8601 where that could be read
	Language  string `json:"language,omitempty"`  // BCP 47
	Outlet    string `json:"outlet,omitempty"`
	Author    string `json:"author,omitempty"`
	URL       string `json:"url,omitempty"`
	Meta      Fields `json:"meta,omitempty"`
	Extra     Fields `json:"extra,omitempty"` // what a native file said besides
	Deleted   bool   `json:"deleted,omitempty"`
	Digest    string `json:"digest"` // of the body, see Digest

	// Text is the body. It is not part of a transaction: the log names it by Digest.
	Text *text.Text `json:"-"`
}

// Keys of Article.Extra by which a corrected text and the one before it name
// each other: a body never changes, so a correction is another article, and the
// old one is put aside as deleted ones are.
const (
	Replaces   = "replaces"
	ReplacedBy = "replaced_by"
)

// Digest is the name of a body: the SHA-256 of its bytes in hexadecimal.
func Digest(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// NewArticle gives a its body and the digest of it.
func NewArticle(a Article, body string) *Article {
	a.Text, a.Digest = text.New(body), Digest(body)
	return &a
}

// Quote is the text of fragments, joined by one blank.
func (a *Article) Quote(spans []span.Span) string {
	if len(spans) == 1 {
		return a.Text.Slice(spans[0].Start, spans[0].End)
	}
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = a.Text.Slice(s.Start, s.End)
	}
	return strings.Join(parts, " ")
}

// ItemKind is KindArticle.
func (a *Article) ItemKind() Kind { return KindArticle }

// ItemID is the article's id.
func (a *Article) ItemID() ID { return a.ID }

func (a *Article) equal(x Item) bool {
	b := x.(*Article)
	return a.Key == b.Key && a.Title == b.Title && a.Published == b.Published && a.Language == b.Language &&
		a.Outlet == b.Outlet && a.Author == b.Author && a.URL == b.URL && a.Deleted == b.Deleted &&
		a.Digest == b.Digest && maps.Equal(a.Meta, b.Meta) && maps.Equal(a.Extra, b.Extra)
}

// Person is somebody who annotates. Names may change and may be equal; ids not.
type Person struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

// ItemKind is KindPerson.
func (p *Person) ItemKind() Kind { return KindPerson }

// ItemID is the person's id.
func (p *Person) ItemID() ID { return p.ID }

func (p *Person) equal(x Item) bool { return p.Name == x.(*Person).Name }
