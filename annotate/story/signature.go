package story

import (
	"hash/fnv"
	"math"
	"strings"

	"galley/annotate/span"
	"galley/annotate/text"
)

const (
	runLength = 5   // words
	values    = 128 // of a signature
)

// signature holds the least value of each of many hash functions over the runs
// of words of a text. The share of equal values of two signatures estimates the
// share of runs that two texts have in common, with a standard error of 0.04.
type signature [values]uint32

// empty tells whether the text had no word: then it is like no other.
func (s *signature) empty() bool { return s[0] == math.MaxUint32 && s[1] == math.MaxUint32 }

func (s *signature) likeness(t *signature) float64 {
	if s.empty() || t.empty() {
		return 0
	}
	n := 0
	for i := range s {
		if s[i] == t[i] {
			n++
		}
	}
	return float64(n) / values
}

// functions are the hash functions: x -> (a*x+b) >> 32 modulo 2^64, for x that
// are well mixed. They are the same in each run, so that splits are.
var functions = func() (out [values]struct{ a, b uint64 }) {
	x := uint64(0)
	next := func() uint64 { x += 0x9e3779b97f4a7c15; return mix(x) }
	for i := range out {
		out[i].a, out[i].b = next()|1, next()
	}
	return out
}()

// mix spreads the bits of x: the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// signer makes signatures. It remembers the hashes of words.
type signer struct{ words map[string]uint64 }

// mostWords bounds the memory for words: a few megabytes.
const mostWords = 1 << 16

// sign is the signature of t. Words are those of UAX 29, characters of their own
// in scripts that put no blanks between words; case, accents, vowel signs and
// punctuation make no difference. Of fewer words than a run has, all are one run.
func (s *signer) sign(t *text.Text) signature {
	var sig signature
	for i := range sig {
		sig[i] = math.MaxUint32
	}
	var run [runLength]uint64 // the last words; of the n-th word at n modulo its length
	n := 0
	add := func() {
		h := uint64(0)
		for i := range run {
			h = mix(h ^ run[(n+i)%runLength])
		}
		for i := range sig {
			sig[i] = min(sig[i], uint32((functions[i].a*h+functions[i].b)>>32))
		}
	}
	t.EachWord(span.Span{End: t.Len()}, func(w span.Span) bool {
		if t.IsWord(w) {
			run[n%runLength] = s.hash(t.Slice(w.Start, w.End))
			if n++; n >= runLength {
				add()
			}
		}
		return true
	})
	if 0 < n && n < runLength {
		add()
	}
	return sig
}

func (s *signer) hash(word string) uint64 {
	if h, ok := s.words[word]; ok {
		return h
	}
	if len(s.words) >= mostWords || s.words == nil {
		s.words = make(map[string]uint64)
	}
	f := fnv.New64a()
	f.Write([]byte(text.Likeness{}.Key(word)))
	h := f.Sum64()
	s.words[strings.Clone(word)] = h
	return h
}
