package span

import (
	"cmp"
	"slices"
	"sort"
)

// Stack places spans that may overlap in rows: spans of one row share no byte,
// and a span that covers a shorter one lies in a higher row. The shortest are
// placed first, each in the lowest row that has room (of one length the first
// to start, then the first given), so the innermost lie in row 0 and a new span
// moves no shorter one. It returns the row of each span.
func Stack(spans []Span) []int {
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(spans[a].Len(), spans[b].Len()), cmp.Compare(spans[a].Start, spans[b].Start))
	})
	var rows [][]Span // each in order, without overlap
	out := make([]int, len(spans))
	for _, i := range order {
		row := 0
		for ; row < len(rows); row++ {
			if at, free := room(rows[row], spans[i]); free {
				rows[row] = slices.Insert(rows[row], at, spans[i])
				break
			}
		}
		if row == len(rows) {
			rows = append(rows, []Span{spans[i]})
		}
		out[i] = row
	}
	return out
}

// room finds the place of s in a row, and whether it is free.
func room(row []Span, s Span) (at int, free bool) {
	at = sort.Search(len(row), func(i int) bool { return row[i].End > s.Start })
	return at, at == len(row) || row[at].Start >= s.End
}
