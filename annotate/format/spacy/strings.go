package spacy

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

// symbolsTSV is the symbol table of spaCy 3 (spacy/symbols.pyx): strings that
// have small numbers for hashes.
//
//go:embed symbols.tsv
var symbolsTSV string

var symbols = func() map[string]uint64 {
	out := map[string]uint64{}
	for line := range strings.Lines(symbolsTSV) {
		name, number, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		n, err := strconv.ParseUint(number, 10, 64)
		if err != nil {
			panic("spacy: symbols.tsv: " + err.Error())
		}
		out[name] = n
	}
	return out
}()

// hash is what spaCy's StringStore calls a string by: its number among the
// symbols or else MurmurHash64A of its UTF-8 with the seed 1.
func hash(s string) uint64 { return hashOf(s, murmur64A(s, 1)) }

func hashOf(s string, murmur uint64) uint64 {
	if n, is := symbols[s]; is {
		return n
	}
	return murmur
}

// murmur64A is MurmurHash2 in its variant for 64 bits, by Austin Appleby
// (https://github.com/aappleby/smhasher, MurmurHash2.cpp).
func murmur64A(s string, seed uint64) uint64 {
	const m, r = 0xc6a4a7935bd1e995, 47
	h := seed ^ uint64(len(s))*m
	for ; len(s) >= 8; s = s[8:] {
		k := littleEndian(s[:8]) * m
		k ^= k >> r
		h = (h ^ k*m) * m
	}
	if s != "" {
		h = (h ^ littleEndian(s)) * m
	}
	h ^= h >> r
	h *= m
	return h ^ h>>r
}

// littleEndian is the number whose last bytes are those of s, of which there are at most eight.
func littleEndian(s string) (n uint64) {
	if len(s) == 8 { // which compilers read at once
		return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	}
	for i := len(s) - 1; i >= 0; i-- {
		n = n<<8 | uint64(s[i])
	}
	return n
}

// stringStore are the strings of a file by their MurmurHash64A, which is
// different where strings are, or spaCy could not tell them apart.
type stringStore map[uint64]string

// add takes in strings that stand in texts which shall not stay in memory.
func (t stringStore) add(met []string) {
	for _, s := range met {
		murmur := murmur64A(s, 1)
		if _, there := t[murmur]; !there {
			t[murmur] = strings.Clone(s)
		}
	}
}

// hasher hashes the strings of a file. Most words of a text were there a moment
// ago, so it knows those it met last by heart.
type hasher struct {
	met  []string                               // since they were last taken, each at least once
	last [1 << 16]struct{ murmur, hash uint64 } // by the last bits of murmur
}

func (h *hasher) hash(s string) uint64 {
	murmur := murmur64A(s, 1)
	last := &h.last[murmur%uint64(len(h.last))]
	if last.murmur != murmur || murmur == 0 {
		h.met = append(h.met, s)
		last.murmur, last.hash = murmur, hashOf(s, murmur)
	}
	return last.hash
}

// forget makes it one of another file.
func (h *hasher) forget() {
	h.met = nil
	clear(h.last[:])
}

// take gives the strings that were met since it was called before.
func (h *hasher) take() (met []string) {
	met, h.met = h.met, nil
	return met
}

// sorted are the strings in order, and the empty one.
func (t stringStore) sorted() []string {
	out := []string{""}
	for _, s := range t {
		if s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}
