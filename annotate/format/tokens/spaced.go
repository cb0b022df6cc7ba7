package tokens

import (
	"slices"

	"galley/annotate/span"
	"galley/annotate/text"
)

// Spaced is a token as spaCy has them: one blank may follow it, and all other
// white space is tokens of its own, so that they make up the whole text.
type Spaced struct {
	span.Span
	Blank bool // a blank follows
	First bool // it begins a sentence
}

// CutSpaced cuts t into the tokens of package text and the white space between
// them, and tokens at borders besides, which are offsets in order.
func CutSpaced(t *text.Text, borders []int) []Spaced {
	return AppendSpaced(make([]Spaced, 0, t.Len()/5), t, borders)
}

// AppendSpaced appends them to a list.
func AppendSpaced(to []Spaced, t *text.Text, borders []int) []Spaced {
	c := &spacer{text: t, out: to}
	t.EachSentence(span.Span{End: t.Len()}, func(s span.Span) bool {
		c.first = true
		t.EachToken(s, func(word span.Span) bool {
			c.gap(word.Start)
			i, _ := slices.BinarySearch(borders, word.Start+1)
			for ; i < len(borders) && borders[i] < word.End; i++ {
				c.add(borders[i])
			}
			c.add(word.End)
			return true
		})
		return true
	})
	c.gap(t.Len())
	return c.out
}

type spacer struct {
	text  *text.Text
	out   []Spaced
	at    int  // where the next token begins
	first bool // it begins a sentence
}

// add makes a token that ends at an offset.
func (c *spacer) add(end int) {
	if end > c.at {
		c.out = append(c.out, Spaced{Span: span.Span{Start: c.at, End: end}, First: c.first || c.at == 0})
		c.at, c.first = end, false
	}
}

// gap makes a token of the white space up to an offset, but for a blank after a
// token. It belongs to the sentence before it, at the start of the text to the one behind.
func (c *spacer) gap(end int) {
	if c.at < end && c.at > 0 && c.text.Slice(c.at, c.at+1) == " " {
		c.out[len(c.out)-1].Blank = true
		c.at++
	}
	if c.at == end {
		return
	}
	first := c.first && c.at > 0
	c.first = false
	c.add(end)
	c.first = first
}
