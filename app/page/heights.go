package page

import "math/bits"

// heights are the heights of all paragraphs with their running sums: a binary
// indexed tree (Fenwick 1994), so that a paragraph that turns out taller than
// was estimated costs no walk over those below it.
type heights struct {
	each []int32
	tree []int64 // tree[i-1] is the sum of the i&-i heights that end with the i-th
}

// reset takes over the heights of all paragraphs.
func (h *heights) reset(each []int32) {
	h.each = each
	h.tree = make([]int64, len(each))
	for i, v := range each {
		h.tree[i] += int64(v)
		if up := i + 1 + (i+1)&-(i+1); up <= len(each) {
			h.tree[up-1] += h.tree[i]
		}
	}
}

// set changes the height of paragraph i.
func (h *heights) set(i int, v int32) {
	d := int64(v - h.each[i])
	h.each[i] = v
	for n := i + 1; d != 0 && n <= len(h.tree); n += n & -n {
		h.tree[n-1] += d
	}
}

// above is the height of all paragraphs before i.
func (h *heights) above(i int) int64 {
	var sum int64
	for n := i; n > 0; n -= n & -n {
		sum += h.tree[n-1]
	}
	return sum
}

// at is the paragraph that lies at y and how far y lies below its top. Of
// paragraphs without height at one place it is the one behind them. What lies
// below all belongs to the last.
func (h *heights) at(y int64) (i int, below int64) {
	for step := 1 << bits.Len(uint(len(h.tree))); step > 0; step >>= 1 {
		if i+step <= len(h.tree) && h.tree[i+step-1] <= y {
			i += step
			y -= h.tree[i-1]
		}
	}
	if i == len(h.tree) {
		i--
		y += int64(h.each[i])
	}
	return i, y
}
