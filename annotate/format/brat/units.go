package brat

import (
	"strings"

	"galley/annotate/format/units"
	"galley/annotate/text"
)

// counts are the units in use in .ann files, the right one first.
var counts = []func(*text.Text) units.Unit{units.CodePoints, units.UTF16, units.CRLFAsOne, units.Bytes}

// quoted is the line of a text-bound annotation.
type quoted struct {
	line    int
	id      string
	label   string
	offsets [][2]int
	text    string
}

// claim is what q says of its place; the oldest files quote nothing.
func (q *quoted) claim() units.Claim {
	c := units.Claim{Spans: q.offsets, Same: sameQuote}
	if q.text != "" {
		c.Quote = &q.text
	}
	return c
}

// sameQuote compares as .ann files quote: in one line, blanks at the end lost by editors.
func sameQuote(quote, is string) bool {
	trim := func(s string) string { return strings.TrimRight(s, " ") }
	return quote == is || trim(quote) == trim(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(is)) ||
		trim(quote) == trim(strings.NewReplacer("\n", " ", "\r", " ").Replace(is))
}

// infer is the unit in which most quotes are right; of equals the first of counts.
func infer(t *text.Text, quotes []quoted) units.Count {
	var claims []units.Claim
	for i := range quotes {
		if quotes[i].text != "" {
			claims = append(claims, quotes[i].claim())
		}
	}
	return units.Infer(t, claims, counts...)
}
