package words

import (
	"slices"
	"strings"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/span"
)

// maxWords is how many words of a query count. Nobody types more; a text that
// was pasted must not take forever.
const maxWords = 256

// Phrase is words that must stand one after the other.
type Phrase struct {
	Words  []string
	Prefix bool // the last one may go on
}

// Query is what must all be found, each phrase in the title or in the body.
// A query without phrases finds nothing.
type Query []Phrase

// ParseQuery reads what a user typed; there is no wrong query. Words are
// separated by blanks, "quotes" make a phrase, and so does punctuation inside
// a word (COVID-19, U.S.). A word that ends in * stands for all that begin so.
func ParseQuery(typed string) Query {
	var q Query
	left := maxWords
	add := func(part string) {
		p := Phrase{Prefix: strings.HasSuffix(part, "*")}
		for s := NewScanner(part); left > 0 && s.Next(); left-- {
			p.Words = append(p.Words, string(s.Word))
		}
		if len(p.Words) > 0 && !slices.ContainsFunc(q, p.equal) {
			q = append(q, p)
		}
	}
	for i, part := range strings.Split(typed, `"`) {
		if i%2 == 1 { // between quotes; an open quote goes to the end
			add(part)
			continue
		}
		for word := range strings.FieldsSeq(part) {
			add(word)
		}
	}
	return q
}

func (p Phrase) equal(o Phrase) bool { return p.Prefix == o.Prefix && slices.Equal(p.Words, o.Words) }

// Find gives the first place of a phrase in text.
func (p Phrase) Find(text string) (span.Span, bool) {
	var window []span.Span // of the words that were last seen, as many as the phrase has
	var seen []string
	for s := NewScanner(text); s.Next(); {
		window, seen = append(window, span.Span{Start: s.Start, End: s.End}), append(seen, string(s.Word))
		if len(seen) > len(p.Words) {
			window, seen = window[1:], seen[1:]
		}
		if p.matches(seen) {
			return span.Hull(window), true
		}
	}
	return span.Span{}, false
}

func (p Phrase) matches(seen []string) bool {
	last := len(p.Words) - 1
	if len(seen) != len(p.Words) || !slices.Equal(seen[:last], p.Words[:last]) {
		return false
	}
	return seen[last] == p.Words[last] || p.Prefix && strings.HasPrefix(seen[last], p.Words[last])
}

// Matches tells whether an article holds every phrase.
func (q Query) Matches(title, body string) bool {
	for _, p := range q {
		if _, ok := p.Find(title); ok {
			continue
		}
		if _, ok := p.Find(body); !ok {
			return false
		}
	}
	return len(q) > 0
}

// Hit is an article that matches, at the place to show: where the query
// stands as it was typed, else its first phrase that is found; in the body if
// it is there, else in the title.
func (q Query) Hit(a *annotate.Article) annotate.Hit {
	h := annotate.Hit{Article: a.ID, Key: a.Key, Title: a.Title}
	var in string
	h.Span, in, h.InTitle = q.place(a.Title, a.Text.String())
	h.Snippet = snippet(in, h.Span, around)
	return h
}

// around is how many bytes of text a snippet has on each side.
const around = 60

func (q Query) place(title, body string) (at span.Span, in string, inTitle bool) {
	var whole Phrase
	for _, p := range q {
		whole.Words = append(whole.Words, p.Words...)
		whole.Prefix = p.Prefix
	}
	for _, p := range append(Query{whole}, q...) {
		if at, ok := p.Find(body); ok {
			return at, body, false
		}
		if at, ok := p.Find(title); ok {
			return at, title, true
		}
	}
	return span.Span{}, body, false
}

// snippet is the part of text around a place, as it stands there: of the same
// line and cut between words where that goes, about around bytes on each side.
func snippet(text string, at span.Span, around int) string {
	start, end := max(at.Start-around, 0), min(at.End+around, len(text))
	for start < at.Start && !utf8.RuneStart(text[start]) {
		start++
	}
	for end > at.End && end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	before, after := text[start:at.Start], text[at.End:end]
	if i := strings.LastIndexAny(before, "\r\n"); i >= 0 {
		before = before[i+1:]
	} else if i := strings.IndexByte(before, ' '); start > 0 && i >= 0 {
		before = before[i+1:]
	}
	if i := strings.IndexAny(after, "\r\n"); i >= 0 {
		after = after[:i]
	} else if i := strings.LastIndexByte(after, ' '); end < len(text) && i >= 0 {
		after = after[:i]
	}
	return before + text[at.Start:at.End] + after
}
