package spacy

import (
	_ "embed"
	"encoding/binary"
	"maps"
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
func hash(s string) uint64 {
	if n, is := symbols[s]; is {
		return n
	}
	return murmur64A(s, 1)
}

// murmur64A is MurmurHash2 in its variant for 64 bits, by Austin Appleby
// (https://github.com/aappleby/smhasher, MurmurHash2.cpp).
func murmur64A(s string, seed uint64) uint64 {
	const m, r = 0xc6a4a7935bd1e995, 47
	h := seed ^ uint64(len(s))*m
	for ; len(s) >= 8; s = s[8:] {
		k := binary.LittleEndian.Uint64([]byte(s[:8])) * m
		k ^= k >> r
		h = (h ^ k*m) * m
	}
	if len(s) > 0 {
		var tail [8]byte
		copy(tail[:], s)
		h = (h ^ binary.LittleEndian.Uint64(tail[:])) * m
	}
	h ^= h >> r
	h *= m
	return h ^ h>>r
}

// stringStore are the strings of a file, with their hashes.
type stringStore map[string]uint64

// hash is that of s, which the file then has.
func (t stringStore) hash(s string) uint64 {
	h, there := t[s]
	if !there {
		h = hash(s)
		t[s] = h
	}
	return h
}

// merge takes strings in that stand in texts which shall not stay in memory.
func (t stringStore) merge(other stringStore) {
	for s, h := range other {
		if _, there := t[s]; !there {
			t[strings.Clone(s)] = h
		}
	}
}

// sorted are the strings in order.
func (t stringStore) sorted() []string { return slices.Sorted(maps.Keys(t)) }
