// Package units finds out what the offsets of a foreign file count. Programs
// count code points, UTF-16 units, clusters, or take CRLF for one; what stands
// beside an offset tells which.
package units

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"galley/annotate/format"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Unit is a way to count offsets, with the way from it to bytes.
type Unit struct {
	Name string // in the plural
	Byte func(offset int) (int, error)
}

// CodePoints is how Python counts.
func CodePoints(t *text.Text) Unit { return Unit{"code points", t.FromCodePoint} }

// UTF16 is how browsers and Java count.
func UTF16(t *text.Text) Unit { return Unit{"UTF-16 units", t.FromUTF16} }

// Graphemes counts what readers take for one character.
func Graphemes(t *text.Text) Unit {
	var starts []int
	for at := 0; at < t.Len(); at = t.NextGrapheme(at) {
		starts = append(starts, at)
	}
	starts = append(starts, t.Len())
	return Unit{"grapheme clusters", func(n int) (int, error) {
		if n < 0 || n >= len(starts) {
			return 0, &text.OffsetError{Unit: "grapheme cluster", Offset: n, Len: len(starts) - 1}
		}
		return starts[n], nil
	}}
}

// Bytes is how programs count that take a file as it is.
func Bytes(t *text.Text) Unit {
	return Unit{"UTF-8 bytes", func(n int) (int, error) { return n, t.Check(n) }}
}

// CRLFAsOne is how Python counts in text that it read with universal newlines.
func CRLFAsOne(t *text.Text) Unit {
	body := t.String()
	short := text.New(strings.ReplaceAll(body, "\r\n", "\n"))
	var cuts []int // offsets in short of the LF of each CRLF
	for i := 0; i+1 < len(body); i++ {
		if body[i] == '\r' && body[i+1] == '\n' {
			cuts = append(cuts, i-len(cuts))
		}
	}
	return Unit{"code points with CRLF as one", func(n int) (int, error) {
		at, err := short.FromCodePoint(n)
		return at + sort.SearchInts(cuts, at), err
	}}
}

// Claim is what a file says of a place: its offsets, and what stands there if
// it quotes that. The texts of fragments are joined by one blank.
type Claim struct {
	Spans [][2]int
	Quote *string
	Mute  bool                        // tells nothing about the unit: where borders of words need not lie, and nothing is quoted
	Same  func(quote, is string) bool // the format's own way to compare a quote; nil is one in which line breaks may differ
}

// Place are the bytes of a claim, in order, counted in u; the error says why
// they are none, or not what is quoted.
func (u Unit) Place(t *text.Text, c Claim) (spans []span.Span, code string, err error) {
	spans = make([]span.Span, len(c.Spans))
	parts := make([]string, len(c.Spans))
	for i, s := range c.Spans {
		start, err := u.Byte(s[0])
		if err != nil {
			return nil, format.CodeSpan, err
		}
		end, err := u.Byte(s[1])
		if err != nil {
			return nil, format.CodeSpan, err
		}
		if start >= end {
			return nil, format.CodeSpan, fmt.Errorf("span %d-%d holds no text", s[0], s[1])
		}
		spans[i], parts[i] = span.Span{Start: start, End: end}, t.Slice(start, end)
	}
	if is := strings.Join(parts, " "); c.Quote != nil && !c.same(is) {
		return nil, format.CodeText, fmt.Errorf("it quotes %q, but at its offsets stands %q", format.Clip(*c.Quote), format.Clip(is))
	}
	slices.SortFunc(spans, span.Compare)
	return spans, "", nil
}

// same tells whether c quotes what stands at its offsets.
func (c Claim) same(is string) bool {
	if c.Same != nil {
		return c.Same(*c.Quote, is)
	}
	a, b := *c.Quote, is
	return a == b || strings.ReplaceAll(a, "\r\n", "\n") == strings.ReplaceAll(b, "\r\n", "\n")
}

// Infer is the unit in which most claims are right. A claim that quotes nothing
// counts as right where it begins and ends as a word does, unless it is mute. Of
// equals the first unit, which is the usual one for the format, is taken.
func Infer(t *text.Text, claims []Claim, units ...func(*text.Text) Unit) (u Unit, usual bool) {
	claims = slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool { return c.Mute })
	most := -1
	for i, unit := range units { // a unit is worked out when those before it were wrong: few files need it
		counted, right := unit(t), 0
		for _, c := range claims {
			if spans, _, err := counted.Place(t, c); err == nil && (c.Quote != nil || words(t, spans)) {
				right++
			}
		}
		if right > most {
			u, usual, most = counted, i == 0, right
		}
		if right == len(claims) {
			break
		}
	}
	return u, usual
}

// words tells whether spans begin and end where words do.
func words(t *text.Text, spans []span.Span) bool {
	for _, s := range spans {
		if t.Trim(s) != s || t.WordAt(s.Start).Start != s.Start || t.WordAt(s.End-1).End != s.End {
			return false
		}
	}
	return true
}
