package spacy

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// The limits of DEFLATE (RFC 1951).
const (
	maxMatch = 258   // bytes that a match stands for
	maxBack  = 32768 // bytes that it reaches back

	endOfBlock   = 256
	mostLiterals = 286 // bytes, the end of the block and lengths
	mostBacks    = 30
	longestCode  = 15 // bits
)

// blockSymbols is how many symbols a block has, for which its codes are made.
const blockSymbols = 1 << 15

// symbol is a byte, or a match: so many bytes again that stand so many back.
type symbol struct{ length, back uint16 } // back 0: length is a byte

// blocks writes blocks of DEFLATE, each with codes of its own (RFC 1951, 3.2.7).
type blocks struct {
	bitWriter
	symbols []symbol
}

// number adds the bytes of x, the lowest first.
func (b *blocks) number(x uint64) {
	if len(b.symbols)+wordSize > blockSymbols {
		b.block()
	}
	for range wordSize {
		b.symbols = append(b.symbols, symbol{uint16(x & 0xff), 0})
		x >>= 8
	}
}

// match adds a match, or makes the one before it longer.
func (b *blocks) match(length, back int) {
	if n := len(b.symbols); n > 0 {
		if last := &b.symbols[n-1]; int(last.back) == back && int(last.length)+length <= maxMatch {
			last.length += uint16(length)
			return
		}
	}
	if len(b.symbols) == blockSymbols {
		b.block()
	}
	b.symbols = append(b.symbols, symbol{uint16(length), uint16(back)})
}

// finish ends the last block and fills the last byte up, by an empty stored block.
func (b *blocks) finish() []byte {
	b.block()
	b.bits(0, 3)
	b.pad()
	b.out = append(b.out, 0, 0, 0xff, 0xff)
	return b.out
}

// block writes the symbols.
func (b *blocks) block() {
	var literals [mostLiterals]int
	var backs [mostBacks]int
	literals[endOfBlock] = 1
	backs[0] = 1 // a code of no symbols would be none
	for _, s := range b.symbols {
		if s.back == 0 {
			literals[s.length]++
			continue
		}
		l, _, _ := lengthCode(int(s.length))
		d, _, _ := backCode(int(s.back))
		literals[l]++
		backs[d]++
	}
	lit, back := newCode(literals[:], longestCode), newCode(backs[:], longestCode)
	b.bits(0b100, 3) // not the last block; codes of its own
	b.codes(lit, back)
	for _, s := range b.symbols {
		if s.back == 0 {
			b.bits(lit[s.length].bits, lit[s.length].size)
			continue
		}
		c, extra, size := lengthCode(int(s.length))
		b.bits(lit[c].bits, lit[c].size)
		b.bits(extra, size)
		c, extra, size = backCode(int(s.back))
		b.bits(back[c].bits, back[c].size)
		b.bits(extra, size)
	}
	b.bits(lit[endOfBlock].bits, lit[endOfBlock].size)
	b.symbols = b.symbols[:0]
}

// codes writes how long the codes are, which says what they are.
func (b *blocks) codes(lit, back []code) {
	const zeros = 18  // stands for 11 to 138 times no code
	var list []symbol // a size, or zeros and how many
	var counts [19]int
	for all := append(slices.Clone(lit), back...); len(all) > 0; {
		run := 0
		for run < min(len(all), 138) && all[run].size == 0 {
			run++
		}
		s := symbol{uint16(all[0].size), 1}
		if run >= 11 {
			s = symbol{zeros, uint16(run)}
		}
		list, all = append(list, s), all[s.back:]
		counts[s.length]++
	}
	sizes := newCode(counts[:], 7)
	b.bits(mostLiterals-257, 5)
	b.bits(mostBacks-1, 5)
	b.bits(19-4, 4)
	for _, i := range []int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15} {
		b.bits(uint32(sizes[i].size), 3)
	}
	for _, s := range list {
		b.bits(sizes[s.length].bits, sizes[s.length].size)
		if s.length == zeros {
			b.bits(uint32(s.back)-11, 7)
		}
	}
}

// lengthCode is the symbol of a length of at least 3, with what tells it from others of that symbol.
func lengthCode(length int) (c int, extra uint32, size int) {
	x := length - 3
	switch {
	case length == maxMatch:
		return 285, 0, 0
	case x < 8:
		return 257 + x, 0, 0
	}
	size = bits.Len(uint(x)) - 3
	return 257 + 4*size + x>>size, uint32(x & (1<<size - 1)), size
}

// backCode is the same for how far back a match is.
func backCode(back int) (c int, extra uint32, size int) {
	x := back - 1
	if x < 4 {
		return x, 0, 0
	}
	size = bits.Len(uint(x)) - 2
	return 2*size + x>>size, uint32(x & (1<<size - 1)), size
}

// code is what a symbol is written as: the first bit is the lowest. A size of 0: it is not there.
type code struct {
	bits uint32
	size int
}

// newCode makes Huffman codes for symbols by how often they are, none longer than longest.
func newCode(counts []int, longest int) []code {
	sizes := codeSizes(counts, longest)
	var used, next [longestCode + 1]uint32
	for _, size := range sizes {
		if size > 0 {
			used[size]++
		}
	}
	for size := 1; size < len(next); size++ {
		next[size] = (next[size-1] + used[size-1]) << 1
	}
	codes := make([]code, len(counts))
	for i, size := range sizes {
		if size > 0 {
			codes[i] = code{bits.Reverse32(next[size] << (32 - size)), size}
			next[size]++
		}
	}
	return codes
}

// codeSizes are the sizes of Huffman codes. Where one would be longer than longest
// the counts are made more alike until none is. A lone symbol gets one bit.
func codeSizes(counts []int, longest int) []int {
	sizes := huffman(counts)
	for slices.Max(sizes) > longest {
		counts = slices.Clone(counts)
		for i, n := range counts {
			counts[i] = (n + 1) / 2
		}
		sizes = huffman(counts)
	}
	return sizes
}

// huffman are the sizes of the best codes, which may be long.
func huffman(counts []int) []int {
	type node struct{ count, up int }
	sizes := make([]int, len(counts))
	var leaves []int
	for i, n := range counts {
		if n > 0 {
			leaves = append(leaves, i)
		}
	}
	if len(leaves) == 1 {
		sizes[leaves[0]] = 1
	}
	if len(leaves) < 2 {
		return sizes
	}
	slices.SortStableFunc(leaves, func(a, b int) int { return cmp.Compare(counts[a], counts[b]) })
	nodes := make([]node, 0, 2*len(leaves)-1)
	for _, i := range leaves {
		nodes = append(nodes, node{count: counts[i]})
	}
	leaf, inner := 0, len(leaves) // the next of each, which both are in order of their counts
	for len(nodes) < cap(nodes) {
		least := func() int {
			if leaf < len(leaves) && (inner == len(nodes) || nodes[leaf].count <= nodes[inner].count) {
				leaf++
				return leaf - 1
			}
			inner++
			return inner - 1
		}
		a, b := least(), least()
		nodes[a].up, nodes[b].up = len(nodes), len(nodes)
		nodes = append(nodes, node{count: nodes[a].count + nodes[b].count})
	}
	depth := make([]int, len(nodes))
	for i := len(nodes) - 2; i >= 0; i-- {
		depth[i] = depth[nodes[i].up] + 1
	}
	for n, i := range leaves {
		sizes[i] = depth[n]
	}
	return sizes
}

// bitWriter writes bits, the lowest of a byte first.
type bitWriter struct {
	out  []byte
	held uint64
	n    int // bits of held, less than 32
}

// bits writes the lowest size bits of x, 32 at most.
func (w *bitWriter) bits(x uint32, size int) {
	w.held |= uint64(x) << w.n
	if w.n += size; w.n >= 32 {
		w.out = binary.LittleEndian.AppendUint32(w.out, uint32(w.held))
		w.held >>= 32
		w.n -= 32
	}
}

// pad fills the last byte up.
func (w *bitWriter) pad() {
	for ; w.n > 0; w.n -= 8 {
		w.out = append(w.out, byte(w.held))
		w.held >>= 8
	}
	w.n = 0
}
