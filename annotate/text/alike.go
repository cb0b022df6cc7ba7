package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"galley/annotate/span"
)

// Likeness says what of a text must be the same for it to count as another
// occurrence. Quotes, blanks and invisible signs never make a difference.
type Likeness struct {
	Words bool // no letter or digit may come right before or after
	Case  bool // capitals count
	Marks bool // accents, vowel signs and other marks count
}

// FindAlike gives the places of query in t, whose folded form f is, that do not
// overlap, in order.
func (t *Text) FindAlike(f *Folded, query string, like Likeness) []span.Span {
	want := like.Key(query)
	return slices.DeleteFunc(f.Find(query), func(s span.Span) bool {
		if like.Words && (t.insideWord(s.Start) || t.insideWord(s.End)) {
			return true
		}
		return (like.Case || like.Marks) && like.Key(t.Slice(s.Start, s.End)) != want
	})
}

// Same tells whether a and b are the same but for what like does not look at.
func (like Likeness) Same(a, b string) bool { return like.Key(a) == like.Key(b) }

// Key is what of s is compared: two texts are the same where their keys are.
func (like Likeness) Key(s string) string {
	if !like.Case {
		s = strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			if like.Marks {
				b.WriteRune(r)
			}
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// insideWord tells whether letters or digits stand on both sides of an offset.
// In a script that puts no blanks between words any place may be the end of one.
func (t *Text) insideWord(offset int) bool {
	before, _ := utf8.DecodeLastRuneInString(t.body[:offset])
	after, _ := utf8.DecodeRuneInString(t.body[offset:])
	return offset > 0 && offset < len(t.body) && inWord(before) && inWord(after)
}

// inWord tells whether a character belongs to a word whose ends blanks or signs show.
func inWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r)) && !unicode.In(r, unspaced...)
}

// unspaced are the scripts that put no blanks between words; of Korean the
// particles follow a noun without one.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
}
