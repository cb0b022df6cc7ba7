package reliability

import (
	"slices"

	"galley/annotate/agree"
)

// Grid is a confusion as a table: its rows are what the first coder said, its
// columns what the second said, both in alphabetical order with agree.None last.
func Grid(c Confusion) (rows, columns []string, counts [][]int) {
	add := func(list []string, label string) []string {
		if slices.Contains(list, label) {
			return list
		}
		return append(list, label)
	}
	for _, cell := range c.Cells {
		rows, columns = add(rows, cell.A), add(columns, cell.B)
		// A label stands on both sides, so that what is alike is on the diagonal.
		if cell.A != agree.None {
			columns = add(columns, cell.A)
		}
		if cell.B != agree.None {
			rows = add(rows, cell.B)
		}
	}
	order := func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == agree.None:
			return 1
		case b == agree.None:
			return -1
		case a < b:
			return -1
		}
		return 1
	}
	slices.SortFunc(rows, order)
	slices.SortFunc(columns, order)
	counts = make([][]int, len(rows))
	for i := range counts {
		counts[i] = make([]int, len(columns))
	}
	for _, cell := range c.Cells {
		counts[slices.Index(rows, cell.A)][slices.Index(columns, cell.B)] += cell.Count
	}
	return rows, columns, counts
}
