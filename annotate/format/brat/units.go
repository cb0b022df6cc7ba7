package brat

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"galley/annotate/format"
	"galley/annotate/span"
	"galley/annotate/text"
)

// unit is a way to count offsets, with the way from it to bytes.
type unit struct {
	name string
	byte func(int) (int, error)
}

// unitsOf are the units in use in .ann files, the right one first.
func unitsOf(t *text.Text) []unit {
	return []unit{
		{"code points", t.FromCodePoint},
		{"UTF-16 units", t.FromUTF16},
		{"code points with CRLF as one", crlfAsOne(t)},
		{"UTF-8 bytes", func(n int) (int, error) { return n, t.Check(n) }},
	}
}

// crlfAsOne counts as programs do that read text with universal newlines. What
// it needs is worked out when it is first asked: few files do.
func crlfAsOne(t *text.Text) func(int) (int, error) {
	var short *text.Text
	var cuts []int // offsets in short of the LF of each CRLF
	return func(n int) (int, error) {
		if short == nil {
			body := t.String()
			short = text.New(strings.ReplaceAll(body, "\r\n", "\n"))
			for i := 0; i+1 < len(body); i++ {
				if body[i] == '\r' && body[i+1] == '\n' {
					cuts = append(cuts, i-len(cuts))
				}
			}
		}
		at, err := short.FromCodePoint(n)
		return at + sort.SearchInts(cuts, at), err
	}
}

// quoted is the line of a text-bound annotation.
type quoted struct {
	line    int
	id      string
	label   string
	offsets [][2]int
	text    string
}

// place are the spans of q counted in u, in order, and why not if they are not what q quotes.
func (q *quoted) place(t *text.Text, u unit) ([]span.Span, string, error) {
	spans := make([]span.Span, len(q.offsets))
	parts := make([]string, len(q.offsets))
	for i, o := range q.offsets {
		start, err := u.byte(o[0])
		if err != nil {
			return nil, format.CodeSpan, err
		}
		end, err := u.byte(o[1])
		if err != nil {
			return nil, format.CodeSpan, err
		}
		if start >= end {
			return nil, format.CodeSpan, fmt.Errorf("span %d-%d holds no text", o[0], o[1])
		}
		spans[i], parts[i] = span.Span{Start: start, End: end}, t.Slice(start, end)
	}
	if is := strings.Join(parts, " "); !sameQuote(q.text, is) {
		return nil, format.CodeText, fmt.Errorf("it quotes %q, but at its offsets stands %q", format.Clip(q.text), format.Clip(is))
	}
	slices.SortFunc(spans, span.Compare)
	return spans, "", nil
}

// sameQuote compares as .ann files quote: in one line, blanks at the end lost
// by editors, and no quote at all in the oldest files.
func sameQuote(quote, is string) bool {
	trim := func(s string) string { return strings.TrimRight(s, " ") }
	return quote == "" || quote == is || trim(quote) == trim(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(is)) ||
		trim(quote) == trim(strings.NewReplacer("\n", " ", "\r", " ").Replace(is))
}

// infer is the unit in which most quotes are right; of equals the first of unitsOf.
func infer(t *text.Text, quotes []quoted) (unit, bool) {
	units := unitsOf(t)
	best, most := units[0], -1
	for _, u := range units {
		right := 0
		for i := range quotes {
			if _, _, err := quotes[i].place(t, u); err == nil && quotes[i].text != "" {
				right++
			}
		}
		if right > most {
			best, most = u, right
		}
		if right == len(quotes) {
			break
		}
	}
	return best, best.name == units[0].name
}
