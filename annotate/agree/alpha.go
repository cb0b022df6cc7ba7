package agree

import (
	"cmp"
	"math"
	"slices"
)

// NominalAlpha is Krippendorff's alpha of values that are equal or not. Every
// item with two values or more counts, so that coders may have left items out.
// Krippendorff 2004, Content Analysis, 2nd ed., ch. 11; 2011, Computing
// Krippendorff's Alpha-Reliability.
func NominalAlpha[V any](t Table[V]) Value {
	return alpha(t,
		func(c, k int32) float64 {
			if c == k {
				return 0
			}
			return 1
		},
		func(perCode []int, n int) float64 {
			sum := float64(n) * float64(n)
			for _, count := range perCode {
				sum -= float64(count) * float64(count)
			}
			return sum
		})
}

// LabelAlpha is NominalAlpha of one label against all else, where a coder who
// left an item out counts as not having given the label, as in the peer that
// reports such alphas. NominalAlpha(t.Against(code)) leaves such cells out
// instead. It is undefined where NominalAlpha is.
func LabelAlpha[V any](t Table[V], code int) Value {
	if whole := NominalAlpha(t); !whole.Defined() {
		return whole
	}
	against := t.Against(code)
	for i, c := range against.Codes {
		against.Codes[i] = max(c, 0)
	}
	return NominalAlpha(against)
}

// OrdinalAlpha is Krippendorff's alpha of values of which only the order
// counts: the difference of two values is the number of values between them in
// the data, squared.
func OrdinalAlpha(t Table[float64]) Value {
	perCode, _ := t.counts(pairable)
	order := make([]int, len(t.Book))
	for c := range order {
		order[c] = c
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(t.Book[a], t.Book[b]) })
	rank := make([]float64, len(t.Book)) // the middle of the ranks that a value takes up
	below := 0
	for _, c := range order {
		rank[c] = float64(below) + float64(perCode[c])/2
		below += perCode[c]
	}
	return squaredAlpha(t, rank)
}

// IntervalAlpha is Krippendorff's alpha of numbers whose differences count.
func IntervalAlpha(t Table[float64]) Value { return squaredAlpha(t, t.Book) }

// RatioAlpha is Krippendorff's alpha of numbers whose proportions count, such
// as numbers of people. Two numbers that sum to 0 have no proportion, and make
// it undefined. Its time grows with the square of the number of distinct numbers.
func RatioAlpha(t Table[float64]) Value {
	opposite := false
	difference := func(c, k int32) float64 {
		x, y := t.Book[c], t.Book[k]
		if x == y {
			return 0
		}
		if x+y == 0 {
			opposite = true
			return 0
		}
		d := (x - y) / (x + y)
		return d * d
	}
	a := alpha(t, difference, expectedByPairs(difference))
	if opposite {
		return undefined("two values sum to 0 and have no proportion")
	}
	return a
}

// Set are the labels that a coder gave to one item, each once, in order.
type Set = []string

// SetAlpha is Krippendorff's alpha of sets of labels under a distance from 0 to
// 1, such as JaccardDistance or MASIDistance. Its time grows with the square of
// the number of distinct sets.
func SetAlpha(t Table[Set], distance func(a, b Set) float64) Value {
	difference := func(c, k int32) float64 {
		if c == k {
			return 0
		}
		return distance(t.Book[c], t.Book[k])
	}
	return alpha(t, difference, expectedByPairs(difference))
}

// JaccardDistance is the share of the labels of two sets that they do not have
// in common, and 0 of two empty sets.
func JaccardDistance(a, b Set) float64 {
	both := common(a, b)
	if both == len(a) && both == len(b) {
		return 0
	}
	return 1 - float64(both)/float64(len(a)+len(b)-both)
}

// MASIDistance is 1-JM, where J is what sets have in common as in
// JaccardDistance, and M is 1 of equal sets, two thirds where one holds the
// other, one third where they overlap otherwise, and 0 where they have nothing in
// common. Passonneau 2006, LREC.
func MASIDistance(a, b Set) float64 {
	both := common(a, b)
	m := 1.0 / 3
	switch {
	case both == len(a) && both == len(b):
		return 0
	case both == 0:
		return 1
	case both == len(a), both == len(b):
		m = 2.0 / 3
	}
	return 1 - m*float64(both)/float64(len(a)+len(b)-both)
}

// common is how many labels sets, which are in order, have in common.
func common(a, b Set) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Compare(a[0], b[0]) {
		case -1:
			a = a[1:]
		case 1:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

func pairable(row []int32) bool { return values(row) >= 2 }

// squaredAlpha is alpha with the squared differences of what codes are worth.
func squaredAlpha[V any](t Table[V], worth []float64) Value {
	return alpha(t,
		func(c, k int32) float64 {
			d := worth[c] - worth[k]
			return d * d
		},
		func(perCode []int, n int) float64 { // about the mean, in linear time
			mean := 0.0
			for c, count := range perCode {
				mean += worth[c] * float64(count) / float64(n)
			}
			sum := 0.0
			for c, count := range perCode {
				sum += float64(count) * (worth[c] - mean) * (worth[c] - mean)
			}
			return 2 * float64(n) * sum
		})
}

// expectedByPairs sums a difference over all pairs of values that were given.
func expectedByPairs(difference func(c, k int32) float64) func(perCode []int, n int) float64 {
	return func(perCode []int, _ int) float64 {
		sum := 0.0
		for c, nc := range perCode {
			if nc == 0 {
				continue
			}
			for k, nk := range perCode[:c] {
				if nk > 0 {
					sum += 2 * float64(nc) * float64(nk) * difference(int32(c), int32(k))
				}
			}
		}
		return sum
	}
}

// alpha is 1-Do/De. Expected is the sum of the differences over all ordered
// pairs of the n values given, of which perCode says how many of each.
func alpha[V any](t Table[V], difference func(c, k int32) float64, expected func(perCode []int, n int) float64) Value {
	perCode, n := t.counts(pairable)
	if n == 0 {
		return undefined(noPair)
	}
	if used(perCode) < 2 {
		return undefined(oneValue)
	}
	observed, items := 0.0, 0
	for i := range t.Items() {
		row := t.Row(i)
		m := values(row)
		if m < 2 {
			continue
		}
		items++
		sum := 0.0
		for j, c := range row {
			if c == Missing {
				continue
			}
			for _, k := range row[j+1:] {
				if k != Missing && k != c {
					sum += difference(c, k)
				}
			}
		}
		observed += 2 * sum / float64(m-1)
	}
	a := 1 - float64(n-1)*observed/expected(perCode, n)
	if math.IsNaN(a) || math.IsInf(a, 0) {
		return undefined("the differences between values are too small or too large to be computed with")
	}
	return number(a, items)
}
