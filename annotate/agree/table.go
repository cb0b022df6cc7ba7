package agree

import (
	"fmt"
	"slices"
)

// Missing is the code of a cell in which a coder said nothing.
const Missing = -1

// Table holds what coders said of items that were given to them, such as the
// topics of articles. A cell is an index into Book, or Missing.
type Table[V any] struct {
	Book   []V // the values that codes stand for, each once
	Coders int
	Codes  []int32 // item by item, Coders cells each
}

// NewTable makes a table of rows, one per item, each with a cell per coder; nil
// is missing. The book is in the order of compare. A row of another length than
// the first is an error.
func NewTable[V any](rows [][]*V, compare func(a, b V) int) (Table[V], error) {
	var t Table[V]
	if len(rows) > 0 {
		t.Coders = len(rows[0])
	}
	for i, row := range rows {
		if len(row) != t.Coders {
			return Table[V]{}, fmt.Errorf("row %d has %d cells, not %d", i, len(row), t.Coders)
		}
		for _, v := range row {
			if v != nil {
				t.Book = append(t.Book, *v)
			}
		}
	}
	slices.SortFunc(t.Book, compare)
	t.Book = slices.CompactFunc(t.Book, func(a, b V) bool { return compare(a, b) == 0 })
	t.Codes = make([]int32, 0, len(rows)*t.Coders)
	for _, row := range rows {
		for _, v := range row {
			code := Missing
			if v != nil {
				code, _ = slices.BinarySearchFunc(t.Book, *v, compare)
			}
			t.Codes = append(t.Codes, int32(code))
		}
	}
	return t, nil
}

// Items is the number of items.
func (t Table[V]) Items() int {
	if t.Coders == 0 {
		return 0
	}
	return len(t.Codes) / t.Coders
}

// Row are the codes of one item.
func (t Table[V]) Row(item int) []int32 {
	return t.Codes[item*t.Coders : (item+1)*t.Coders]
}

// Pick is the table of the items listed, as often as they are listed: a sample of the bootstrap.
func (t Table[V]) Pick(items []int) Table[V] {
	codes := make([]int32, 0, len(items)*t.Coders)
	for _, i := range items {
		codes = append(codes, t.Row(i)...)
	}
	t.Codes = codes
	return t
}

// Against is the table in which one code stands against all others.
func (t Table[V]) Against(code int) Table[bool] {
	codes := make([]int32, len(t.Codes))
	for i, c := range t.Codes {
		switch int(c) {
		case Missing:
			codes[i] = Missing
		case code:
			codes[i] = 1
		}
	}
	return Table[bool]{Book: []bool{false, true}, Coders: t.Coders, Codes: codes}
}

// values is the number of cells of a row that are not missing.
func values(row []int32) int {
	n := 0
	for _, c := range row {
		if c != Missing {
			n++
		}
	}
	return n
}

// agreeing is the share of the pairs of values of a row with n of them, two at least, that are equal.
func agreeing(row []int32, n int) float64 {
	pairs := 0
	for i, c := range row {
		if c == Missing {
			continue
		}
		for _, k := range row[i+1:] {
			if c == k {
				pairs++
			}
		}
	}
	return float64(2*pairs) / float64(n*(n-1))
}

// counts are how often each code occurs in the rows that take says.
func (t Table[V]) counts(take func(row []int32) bool) (perCode []int, total int) {
	perCode = make([]int, len(t.Book))
	for i := range t.Items() {
		row := t.Row(i)
		if !take(row) {
			continue
		}
		for _, c := range row {
			if c != Missing {
				perCode[c]++
				total++
			}
		}
	}
	return perCode, total
}

// used is the number of codes that occur.
func used(perCode []int) int {
	n := 0
	for _, count := range perCode {
		if count > 0 {
			n++
		}
	}
	return n
}
