package anchor

import (
	"slices"
	"sort"
)

// maxCells bounds the table of the exact comparison: more takes time and memory
// that grow with the square of the text.
const maxCells = 1 << 20

// match pairs equal words of two texts, in order: for each word of a its place
// in b, or -1. Words that stand once in both are found first (Bram Cohen's
// patience diff), what lies between them is compared exactly where it is short.
func match(a, b []string) []int {
	m := &matcher{a: a, b: b, pairs: make([]int, len(a))}
	for i := range m.pairs {
		m.pairs[i] = -1
	}
	m.between(0, len(a), 0, len(b))
	return m.pairs
}

type matcher struct {
	a, b  []string
	pairs []int
}

// between pairs a[i:j] with b[k:l].
func (m *matcher) between(i, j, k, l int) {
	for i < j && k < l && m.a[i] == m.b[k] {
		m.pairs[i] = k
		i, k = i+1, k+1
	}
	for i < j && k < l && m.a[j-1] == m.b[l-1] {
		j, l = j-1, l-1
		m.pairs[j] = l
	}
	switch {
	case i == j || k == l:
	case (j-i)*(l-k) <= maxCells:
		m.exactly(i, j, k, l)
	default:
		for _, p := range m.unique(i, j, k, l) {
			m.between(i, p[0], k, p[1])
			m.pairs[p[0]] = p[1]
			i, k = p[0]+1, p[1]+1
		}
		if (j-i)*(l-k) <= maxCells { // else nothing tells which belongs to which
			m.between(i, j, k, l)
		}
	}
}

// exactly finds the longest common subsequence.
func (m *matcher) exactly(i, j, k, l int) {
	w := l - k + 1
	longest := make([]int32, (j-i+1)*w)
	for x := j - i - 1; x >= 0; x-- {
		for y := l - k - 1; y >= 0; y-- {
			if m.a[i+x] == m.b[k+y] {
				longest[x*w+y] = longest[(x+1)*w+y+1] + 1
			} else {
				longest[x*w+y] = max(longest[(x+1)*w+y], longest[x*w+y+1])
			}
		}
	}
	for x, y := 0, 0; x < j-i && y < l-k; {
		switch {
		case m.a[i+x] == m.b[k+y]:
			m.pairs[i+x] = k + y
			x, y = x+1, y+1
		case longest[(x+1)*w+y] >= longest[x*w+y+1]:
			x++
		default:
			y++
		}
	}
}

// unique are the pairs of words that stand once in both pieces, as many as stand in the same order.
func (m *matcher) unique(i, j, k, l int) [][2]int {
	type places struct{ inA, inB, a, b int }
	found := map[string]places{}
	for x := i; x < j; x++ {
		p := found[m.a[x]]
		p.inA, p.a = p.inA+1, x
		found[m.a[x]] = p
	}
	for y := k; y < l; y++ {
		p := found[m.b[y]]
		p.inB, p.b = p.inB+1, y
		found[m.b[y]] = p
	}
	var pairs [][2]int
	for x := i; x < j; x++ {
		if p := found[m.a[x]]; p.inA == 1 && p.inB == 1 {
			pairs = append(pairs, [2]int{x, p.b})
		}
	}
	return increasing(pairs)
}

// increasing is the longest run of pairs whose second numbers grow
// (Fredman, "On computing the length of longest increasing subsequences", 1975).
func increasing(pairs [][2]int) [][2]int {
	var tails []int // index of the pair that ends the best run of each length
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n := sort.Search(len(tails), func(n int) bool { return pairs[tails[n]][1] >= p[1] })
		before[i] = -1
		if n > 0 {
			before[i] = tails[n-1]
		}
		tails = append(tails[:n], append([]int{i}, tails[min(n+1, len(tails)):]...)...)
	}
	var out [][2]int
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			out = append(out, pairs[i])
		}
	}
	slices.Reverse(out)
	return out
}
