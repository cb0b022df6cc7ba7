package typeset

import (
	"cmp"
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// This file resolves one isolating run sequence: the rules W1 to W7 for weak
// types, N0 for paired brackets, N1 and N2 for neutrals, I1 and I2.

// weak applies W1 to W7.
func (b *bidiText) weak() {
	prev, strong := b.sos, b.sos
	for _, i := range b.seq {
		c := b.classes[i]
		if c == bidi.NSM { // W1
			if c = prev; isolating(prev) {
				c = bidi.ON
			}
		}
		switch {
		case c == bidi.L || c == bidi.R || c == bidi.AL:
			strong = c
		case c == bidi.EN && strong == bidi.AL: // W2
			c = bidi.AN
		}
		b.classes[i], prev = c, c
	}
	b.joinNumbers()
	strong = b.sos
	for _, i := range b.seq {
		switch c := b.classes[i]; {
		case c == bidi.L || c == bidi.R:
			strong = c
		case c == bidi.AL: // W3, only now: nothing between asks for it
			strong, b.classes[i] = bidi.R, bidi.R
		case c == bidi.EN && strong == bidi.L: // W7
			b.classes[i] = bidi.L
		}
	}
}

// joinNumbers applies W4 to W6: separators within and terminators beside
// numbers belong to them, others are neutral.
func (b *bidiText) joinNumbers() {
	at := func(k int) bidi.Class {
		if k < 0 || k >= len(b.seq) {
			return bidi.ON
		}
		return b.classes[b.seq[k]]
	}
	for k, i := range b.seq { // W4
		switch c, before := at(k), at(k-1); {
		case before != at(k+1):
		case before == bidi.EN && (c == bidi.ES || c == bidi.CS), before == bidi.AN && c == bidi.CS:
			b.classes[i] = before
		}
	}
	for k := 0; k < len(b.seq); k++ {
		switch at(k) {
		case bidi.ES, bidi.CS: // W6
			b.classes[b.seq[k]] = bidi.ON
		case bidi.ET: // W5, W6
			from := k
			for at(k+1) == bidi.ET {
				k++
			}
			c := bidi.ON
			if at(from-1) == bidi.EN || at(k+1) == bidi.EN {
				c = bidi.EN
			}
			for ; from <= k; from++ {
				b.classes[b.seq[from]] = c
			}
		}
	}
}

func isolating(c bidi.Class) bool { return isInitiator(c) || c == bidi.PDI }

// bracketPair holds the places of a pair within the sequence.
type bracketPair struct{ open, close int }

// brackets applies N0.
func (b *bidiText) brackets() {
	b.findPairs()
	if len(b.pairs) == 0 {
		return
	}
	before, done := b.sos, 0 // the strong direction before place done
	for _, p := range b.pairs {
		for ; done < p.open; done++ {
			if d := strongOf(b.classes[b.seq[done]]); d != bidi.ON {
				before = d
			}
		}
		same, opposite := false, false
		for k := p.open + 1; k < p.close && !same; k++ {
			switch strongOf(b.classes[b.seq[k]]) {
			case bidi.ON:
			case b.embedding:
				same = true
			default:
				opposite = true
			}
		}
		switch {
		case same:
			b.setPair(p, b.embedding)
		case opposite && before != b.embedding:
			b.setPair(p, before)
		case opposite:
			b.setPair(p, b.embedding)
		}
	}
}

// strongOf counts numbers as R, as N0 to N2 do, and gives ON for the rest.
func strongOf(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.AL, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// setPair gives both brackets, and the marks on them, the direction.
func (b *bidiText) setPair(p bracketPair, c bidi.Class) {
	for _, k := range [2]int{p.open, p.close} {
		b.classes[b.seq[k]] = c
		for k++; k < len(b.seq) && b.orig[b.seq[k]] == bidi.NSM; k++ {
			b.classes[b.seq[k]] = c
		}
	}
}

// findPairs finds the bracket pairs of the sequence (BD16), in the order of
// their opening brackets.
func (b *bidiText) findPairs() {
	b.pairs = b.pairs[:0]
	if len(b.runes) == 0 {
		return
	}
	var stack [63]struct {
		close rune
		at    int
	}
	n := 0
	for k, i := range b.seq {
		if b.classes[i] != bidi.ON {
			continue
		}
		r := b.runes[i]
		if closing, ok := closingBracket(r); ok {
			if n == len(stack) {
				break
			}
			stack[n].close, stack[n].at = closing, k
			n++
			continue
		}
		if r = canonicalBracket(r); !isClosingBracket(r) {
			continue
		}
		for m := n - 1; m >= 0; m-- {
			if stack[m].close == r {
				b.pairs = append(b.pairs, bracketPair{stack[m].at, k})
				n = m
				break
			}
		}
	}
	slices.SortFunc(b.pairs, func(x, y bracketPair) int { return cmp.Compare(x.open, y.open) })
}

// neutral applies N1 and N2.
func (b *bidiText) neutral() {
	before := b.sos
	for k := 0; k < len(b.seq); k++ {
		if d := strongOf(b.classes[b.seq[k]]); d != bidi.ON {
			before = d
			continue
		}
		from, after := k, b.eos
		for ; k < len(b.seq); k++ {
			if d := strongOf(b.classes[b.seq[k]]); d != bidi.ON {
				after = d
				break
			}
		}
		c := b.embedding
		if before == after {
			c = before
		}
		for ; from < k; from++ {
			b.classes[b.seq[from]] = c
		}
		before = after
	}
}

// implicit applies I1 and I2.
func (b *bidiText) implicit() {
	for _, i := range b.seq {
		switch c := b.classes[i]; {
		case b.levels[i]&1 == 0 && c == bidi.R:
			b.levels[i]++
		case b.levels[i]&1 == 0 && (c == bidi.AN || c == bidi.EN):
			b.levels[i] += 2
		case b.levels[i]&1 == 1 && c != bidi.R:
			b.levels[i]++
		}
	}
}
