package agree

import (
	"cmp"
	"maps"
	"slices"
)

// None stands in a confusion for a unit that the other coder did not mark.
const None = "(none)"

// Confused is a cell of a confusion: how often one coder said A where the other said B.
type Confused struct {
	A, B  string
	Count int
}

// Pair is a unit of one coder and its counterpart, by number in the lists
// given; -1 is no counterpart.
type Pair struct{ A, B int }

// PairSpans pairs the units of two coders in one article one to one, so that
// the sum of likenesses is greatest: 4 for equal span and label, 3 for equal
// span, 2 for an overlap with equal label, 1 for an overlap, and half the share
// of text in common besides. Each unit is in one pair, in the order of the text.
func PairSpans(a, b []Unit) []Pair {
	return pairUnits(a, b, func(i, j int) float64 { return likeness(a[i], b[j]) })
}

// pairUnits pairs units that are equal in span or overlap for the greatest sum
// of worths, which are above 0 and symmetric.
func pairUnits(a, b []Unit, worth func(i, j int) float64) []Pair {
	orderA, orderB := orderOf(a), orderOf(b)
	sortedA, sortedB := pick(a, orderA), pick(b, orderB)
	// The matching is asked for the same side first whichever is called A, so
	// that ties fall the same way.
	swapped := slices.CompareFunc(sortedA, sortedB, compareUnits) > 0
	if swapped {
		orderA, orderB, sortedA, sortedB = orderB, orderA, sortedB, sortedA
	}
	// Equals are paired first: no sum of worths is lost by it, and of two ways
	// with the same sum it is the one that strict F1 counts.
	partner := filled(len(sortedA), free)
	alone := make([]bool, len(sortedB))
	for j := range alone {
		alone[j] = true
	}
	equal(sortedA, sortedB, compareUnits, func(i, j int) { partner[i], alone[j] = int32(j), false })
	g := newGraph(len(sortedA), len(sortedB))
	overlaps(sortedA, sortedB, func(i, j int) {
		switch {
		case partner[i] != free || !alone[j]:
		case swapped:
			g.add(i, j, worth(orderB[j], orderA[i]))
		default:
			g.add(i, j, worth(orderA[i], orderB[j]))
		}
	})
	for i, j := range g.heaviest() {
		if j != free {
			partner[i], alone[j] = j, false
		}
	}
	var pairs []Pair
	for i, j := range partner {
		p := Pair{orderA[i], free}
		if j != free {
			p.B = orderB[j]
		}
		pairs = append(pairs, p)
	}
	for j := range alone {
		if alone[j] {
			pairs = append(pairs, Pair{free, orderB[j]})
		}
	}
	if swapped {
		for i, p := range pairs {
			pairs[i] = Pair{p.B, p.A}
		}
	}
	slices.SortStableFunc(pairs, func(p, q Pair) int { return compareUnits(p.first(a, b), q.first(a, b)) })
	return pairs
}

func (p Pair) first(a, b []Unit) Unit {
	if p.A == free || p.B != free && compareUnits(b[p.B], a[p.A]) < 0 {
		return b[p.B]
	}
	return a[p.A]
}

func orderOf(units []Unit) []int {
	order := make([]int, len(units))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return compareUnits(units[i], units[j]) })
	return order
}

func pick(units []Unit, order []int) []Unit {
	out := make([]Unit, len(order))
	for i, k := range order {
		out[i] = units[k]
	}
	return out
}

// likeness is the worth of a pair of units that are equal in span or overlap.
func likeness(a, b Unit) float64 {
	worth := 1.0
	switch {
	case a == b:
		worth = 4
	case compareSpans(a, b) == 0:
		worth = 3
	case a.Label == b.Label:
		worth = 2
	}
	if both := max(a.End, b.End) - min(a.Start, b.Start); both > 0 { // overlapping units cover all between their ends
		worth += 0.5 * float64(min(a.End, b.End)-max(a.Start, b.Start)) / float64(both)
	}
	return worth
}

// Confusion counts the labels of the units of two coders that PairSpans pairs,
// article by article, with None where one of them marked nothing. Cells are in
// alphabetical order, and none is 0.
func Confusion(a, b [][]Unit) []Confused {
	type cell struct{ a, b string }
	counts := map[cell]int{}
	for i := range a {
		for _, p := range PairSpans(a[i], b[i]) {
			c := cell{None, None}
			if p.A != free {
				c.a = a[i][p.A].Label
			}
			if p.B != free {
				c.b = b[i][p.B].Label
			}
			counts[c]++
		}
	}
	cells := slices.SortedFunc(maps.Keys(counts), func(x, y cell) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	out := make([]Confused, len(cells))
	for i, c := range cells {
		out[i] = Confused{c.a, c.b, counts[c]}
	}
	return out
}
