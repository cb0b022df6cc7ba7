package agree

import (
	"slices"
)

// SpanCounts are what the F1 of two coders' spans is made of. Counts of
// articles add up, which makes micro averages and resamples of articles cheap.
//
// Units are paired one to one so that the score is greatest, each scheme for
// itself, so that the order of units and of coders does not count. The schemes
// are those of SemEval-2013 task 9.1 after MUC-5 (Chinchor and Sundheim 1993).
// There is no kappa of free spans: what nobody marked cannot be counted, and
// with its growth kappa tends to F1 (Hripcsak and Rothschild 2005, JAMIA 12:296).
type SpanCounts struct {
	A, B            int // units of either coder
	Strict          int // pairs with equal span and label
	Exact           int // pairs with equal span
	Type            int // pairs with equal label that overlap
	Halves          int // two for a pair with equal span, one for a pair that overlaps
	Articles, Empty int // articles counted, and those in which neither marked anything
}

// CountSpans counts the units of two coders in one article.
func CountSpans(a, b []Unit) SpanCounts {
	a, b = sorted(a), sorted(b)
	c := SpanCounts{A: len(a), B: len(b), Articles: 1, Strict: equal(a, b, compareUnits, nil)}
	if len(a)+len(b) == 0 {
		c.Empty = 1
		return c
	}
	// Equal spans can be paired first wherever a pair of equals is worth two
	// overlaps, but not for Type, where it is worth as much as one.
	paired := make([]bool, len(a)+len(b))
	c.Exact = equal(a, b, compareSpans, func(i, j int) {
		paired[i], paired[len(a)+j] = true, true
	})
	sameLabel, unpaired := newPairing(len(a), len(b)), newPairing(len(a), len(b))
	overlaps(a, b, func(i, j int) {
		if a[i].Label == b[j].Label {
			sameLabel.add(i, j)
		}
		if !paired[i] && !paired[len(a)+j] {
			unpaired.add(i, j)
		}
	})
	c.Type = sameLabel.most()
	c.Halves = 2*c.Exact + unpaired.most()
	return c
}

// Add is the sum of both counts.
func (c SpanCounts) Add(d SpanCounts) SpanCounts {
	return SpanCounts{
		A: c.A + d.A, B: c.B + d.B,
		Strict: c.Strict + d.Strict, Exact: c.Exact + d.Exact, Type: c.Type + d.Type, Halves: c.Halves + d.Halves,
		Articles: c.Articles + d.Articles, Empty: c.Empty + d.Empty,
	}
}

const aSpan = "a span"

// StrictF1 is the F1 of spans that are right to the letter and in their label.
func (c SpanCounts) StrictF1() Value { return f1(float64(c.Strict), c.A, c.B, aSpan) }

// ExactF1 is the F1 of spans that are right to the letter, whatever their label.
func (c SpanCounts) ExactF1() Value { return f1(float64(c.Exact), c.A, c.B, aSpan) }

// TypeF1 is the F1 of spans that overlap and have the same label.
func (c SpanCounts) TypeF1() Value { return f1(float64(c.Type), c.A, c.B, aSpan) }

// PartialF1 is the F1 in which a span right to the letter counts 1 and an
// overlap one half, whatever the label.
func (c SpanCounts) PartialF1() Value { return f1(float64(c.Halves)/2, c.A, c.B, aSpan) }

// Median is the median of the values that are defined, such as the F1 of each
// article; N is how many those are.
func Median(values ...Value) Value {
	var numbers []float64
	for _, v := range values {
		if v.Defined() {
			numbers = append(numbers, v.Number)
		}
	}
	if len(numbers) == 0 {
		return Mean(values...)
	}
	slices.Sort(numbers)
	return number(percentile(numbers, 0.5), len(numbers))
}

// equal counts the pairs of equals in two lists that are in the order of
// compare, and tells each pair where asked to.
func equal(a, b []Unit, compare func(x, y Unit) int, pair func(i, j int)) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := compare(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			if pair != nil {
				pair(i, j)
			}
			n++
			i++
			j++
		}
	}
	return n
}

// overlaps tells all pairs of units, both lists in order, that are equal in span or share text.
func overlaps(a, b []Unit, pair func(i, j int)) {
	reach := make([]int, len(b)) // the furthest end up to each unit
	for j, u := range b {
		reach[j] = u.End
		if j > 0 {
			reach[j] = max(u.End, reach[j-1])
		}
	}
	first := 0
	for i, u := range a {
		for first < len(b) && reach[first] < u.Start {
			first++
		}
		for j := first; j < len(b) && b[j].Start <= u.End; j++ {
			if u.Span == b[j].Span || u.Overlaps(b[j].Span) {
				pair(i, j)
			}
		}
	}
}

// pairing finds the most pairs one to one, where all pairs are worth the same.
type pairing struct {
	may   []pair  // in the order of the left
	first []int32 // where the pairs of each node on the left begin
	owner []int32 // of each node on the right
	mate  []int32 // of each node on the left
	seen  []bool  // nodes on the right, in this round
	right int
}

type pair struct{ left, right int32 }

func newPairing(left, right int) *pairing {
	return &pairing{first: make([]int32, left+1), right: right}
}

// add says that two nodes may be paired; the left ones come in order.
func (p *pairing) add(left, right int) {
	p.may = append(p.may, pair{int32(left), int32(right)})
	p.first[left+1]++
}

// most is the greatest number of pairs (Kuhn 1955, in rounds as Hopcroft and Karp have them).
func (p *pairing) most() int {
	if len(p.may) == 0 {
		return 0
	}
	left := len(p.first) - 1
	for l := range left {
		p.first[l+1] += p.first[l]
	}
	p.owner, p.mate, p.seen = filled(p.right, free), filled(left, free), make([]bool, p.right)
	total := 0
	for {
		found := 0
		for l := range left {
			if p.mate[l] == free && p.augment(int32(l)) {
				found++
			}
		}
		if found == 0 {
			return total
		}
		total += found
		clear(p.seen)
	}
}

func (p *pairing) augment(left int32) bool {
	may := p.may[p.first[left]:p.first[left+1]]
	for _, e := range may {
		if p.owner[e.right] == free {
			p.owner[e.right], p.mate[left] = left, e.right
			return true
		}
	}
	for _, e := range may {
		if p.seen[e.right] {
			continue
		}
		p.seen[e.right] = true
		if p.augment(p.owner[e.right]) {
			p.owner[e.right], p.mate[left] = left, e.right
			return true
		}
	}
	return false
}
