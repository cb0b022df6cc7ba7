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
	starts := graphemes(t)
	return Unit{"grapheme clusters", func(n int) (int, error) {
		if n < 0 || n >= len(starts) {
			return 0, &text.OffsetError{Unit: "grapheme cluster", Offset: n, Len: len(starts) - 1}
		}
		return starts[n], nil
	}}
}

// GraphemeOffset is the way back: from bytes to grapheme clusters, with an error
// within one.
func GraphemeOffset(t *text.Text) func(at int) (int, error) {
	starts := graphemes(t)
	return func(at int) (int, error) {
		n, ok := slices.BinarySearch(starts, at)
		if !ok {
			return 0, fmt.Errorf("byte %d is within a grapheme cluster, or outside the text", at)
		}
		return n, nil
	}
}

// graphemes are the bytes at which grapheme clusters begin, and the end.
func graphemes(t *text.Text) []int {
	var starts []int
	for at := 0; at < t.Len(); at = t.NextGrapheme(at) {
		starts = append(starts, at)
	}
	return append(starts, t.Len())
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

// Count is how the offsets of an article count, as its claims show.
type Count struct {
	Unit
	Usual bool // it is the first of the units that were asked for
	text  *text.Text
	also  []Unit // in which quotes are right that are wrong in Unit
}

// Infer is the unit in which most claims are right. A claim that quotes nothing
// counts as right where it begins and ends as a word does, unless it is mute. Of
// equals the first unit, which is the usual one for the format, is taken.
func Infer(t *text.Text, claims []Claim, units ...func(*text.Text) Unit) Count {
	claims = slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool { return c.Mute })
	best := Count{text: t}
	var tried []Unit
	most := -1
	for i, unit := range units { // a unit is worked out when those before it were wrong: few files need it
		counted, right := unit(t), 0
		for _, c := range claims {
			if spans, _, err := counted.Place(t, c); err == nil && (c.Quote != nil || words(t, spans)) {
				right++
			}
		}
		tried = append(tried, counted)
		if right > most {
			best.Unit, best.Usual, most = counted, i == 0, right
		}
		if right == len(claims) {
			return best
		}
	}
	best.also = slices.DeleteFunc(tried, func(u Unit) bool { return u.Name == best.Name || !best.needs(u, claims) })
	return best
}

// needs tells whether a quote is right in u that is wrong in c.
func (c Count) needs(u Unit, claims []Claim) bool {
	return slices.ContainsFunc(claims, func(claim Claim) bool {
		if claim.Quote == nil {
			return false
		}
		_, _, wrong := c.Unit.Place(c.text, claim)
		_, _, err := u.Place(c.text, claim)
		return wrong != nil && err == nil
	})
}

// Place are the bytes of a claim, as Unit.Place has them. Where the quotes of an
// article are right in several units none is believed beyond what is quoted: a
// quote that is right in another unit is refused, and so is a claim without a
// quote whose place hangs on the unit.
func (c Count) Place(claim Claim) (spans []span.Span, code string, err error) {
	spans, code, err = c.Unit.Place(c.text, claim)
	for _, u := range c.also {
		other, _, err2 := u.Place(c.text, claim)
		switch {
		case err2 != nil:
		case claim.Quote != nil && err != nil:
			return nil, format.CodeUnits, fmt.Errorf("its offsets count %s, while those of others in the article count %s", u.Name, c.Name)
		case claim.Quote == nil && !slices.Equal(spans, other):
			return nil, format.CodeUnits, fmt.Errorf("it quotes nothing, and others in the article count %s or %s", c.Name, u.Name)
		}
	}
	return spans, code, err
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
