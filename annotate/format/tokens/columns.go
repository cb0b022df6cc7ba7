package tokens

import (
	"slices"
	"sort"
	"strings"

	"galley/annotate"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Columns puts mentions of one fragment into at most so many columns of tags
// that none shares a token with another in its column, and that one within
// another stands in a later column. Of two of a kind the longer comes first.
// Those without a column did not fit; for package cut.
func Columns(mentions []*annotate.Mention, most int) (column map[annotate.ID]int) {
	longest := slices.Clone(mentions)
	slices.SortStableFunc(longest, func(a, b *annotate.Mention) int { return b.Spans[0].Len() - a.Spans[0].Len() })
	column = make(map[annotate.ID]int, len(mentions))
	placed := make([][]span.Span, most) // by column, in order; in one none overlap
	for _, m := range longest {
		at := most
		for at > 0 && !overlaps(placed[at-1], m.Spans[0]) {
			at--
		}
		if at < most {
			column[m.ID] = at
			i := sort.Search(len(placed[at]), func(i int) bool { return placed[at][i].Start >= m.Spans[0].Start })
			placed[at] = slices.Insert(placed[at], i, m.Spans[0])
		}
	}
	return column
}

// overlaps tells whether s shares a byte with one of spans, which are in order and do not overlap.
func overlaps(spans []span.Span, s span.Span) bool {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].End > s.Start })
	return i < len(spans) && spans[i].Start < s.End
}

// Choose is a rule for package cut by which mentions have to fit into columns.
func Choose(most int, lost string) func([]*annotate.Mention) (map[annotate.ID]bool, string) {
	return func(mentions []*annotate.Mention) (map[annotate.ID]bool, string) {
		column := Columns(mentions, most)
		out := map[annotate.ID]bool{}
		for _, m := range mentions {
			if _, fits := column[m.ID]; !fits {
				out[m.ID] = true
			}
		}
		return out, lost
	}
}

// Label is a label as tags can hold it: without blanks.
func Label(label string) string {
	return strings.Map(func(r rune) rune {
		if text.IsBlank(r) {
			return '_'
		}
		return r
	}, label)
}
