package typeset

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// This file holds the Unicode Bidirectional Algorithm (UAX 9): resolve finds
// the embedding level of every character of a paragraph by the rules P2 to I2
// and the first three parts of L1; VisualOrder is rule L2. The last part of
// L1, white space at the end of a line, is for those who know the lines.

// maxDepth is the deepest explicit level (BD2).
const maxDepth = 125

// removed is the class given to the characters that X9 takes out: explicit
// embeddings, overrides, their ends and boundary neutrals. They take no part in
// the rules and get a level from their neighbours.
const removed = bidi.Class(0xFF)

// bidiText is a paragraph in the making. Its slices have one element per
// character and are used again for the next paragraph.
type bidiText struct {
	runes   []rune
	orig    []bidi.Class // as looked up
	classes []bidi.Class // as changed by the rules
	levels  []uint8
	match   []int32 // of an isolate initiator its PDI and the reverse, or -1
	base    uint8

	runs []levelSpan

	// One isolating run sequence: the indexes of its characters, its borders
	// (X10), its level's direction and its bracket pairs.
	seq                 []int32
	sos, eos, embedding bidi.Class
	pairs               []bracketPair
}

// levelSpan is a level run (BD7): the indexes of its first and last character
// that X9 leaves, and its explicit level.
type levelSpan struct {
	first, last int32
	level       uint8
	used        bool
}

// setText takes the paragraph's characters; bad bytes count as U+FFFD.
func (b *bidiText) setText(text string) {
	n := utf8.RuneCountInString(text)
	b.runes, b.orig = slices.Grow(b.runes[:0], n), slices.Grow(b.orig[:0], n)
	for _, r := range text {
		b.runes = append(b.runes, r)
		b.orig = append(b.orig, classOf(r))
	}
}

// release gives up the memory of a long paragraph.
func (b *bidiText) release() {
	if cap(b.runes) > 1<<16 {
		*b = bidiText{}
	}
}

// classOf is the bidi class of a character. ASCII letters, the most of many
// texts, are told without a table.
func classOf(r rune) bidi.Class {
	if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
		return bidi.L
	}
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// resolve computes the levels of the characters set.
func (b *bidiText) resolve(dir Direction) {
	n := len(b.orig)
	b.classes = append(b.classes[:0], b.orig...)
	b.levels = slices.Grow(b.levels[:0], n)[:n]
	clear(b.levels)
	b.matchIsolates()
	switch dir {
	case LTR:
		b.base = 0
	case RTL:
		b.base = 1
	default:
		b.base = b.firstStrong(0, n, 0)
	}
	b.explicit()
	b.levelRuns()
	for i := range b.runs {
		if b.sequence(i) {
			b.weak()
			b.brackets()
			b.neutral()
			b.implicit()
		}
	}
	b.fillRemoved()
	b.separators()
}

// matchIsolates finds for every isolate initiator the PDI that ends it (BD9).
func (b *bidiText) matchIsolates() {
	b.match = slices.Grow(b.match[:0], len(b.orig))
	open := b.seq[:0] // borrowed: no sequence is in the making yet
	for i, c := range b.orig {
		b.match = append(b.match, -1)
		switch c {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			open = append(open, int32(i))
		case bidi.PDI:
			if len(open) > 0 {
				from := open[len(open)-1]
				open = open[:len(open)-1]
				b.match[from], b.match[i] = int32(i), from
			}
		case bidi.B:
			open = open[:0]
		}
	}
	b.seq = open[:0]
}

// firstStrong gives the level that the first strong character asks for (P2
// and P3), leaving out what is isolated.
func (b *bidiText) firstStrong(from, to int, otherwise uint8) uint8 {
	for i := from; i < to; i++ {
		switch b.orig[i] {
		case bidi.L:
			return 0
		case bidi.R, bidi.AL:
			return 1
		case bidi.LRI, bidi.RLI, bidi.FSI:
			if b.match[i] < 0 {
				return otherwise
			}
			i = int(b.match[i])
		case bidi.B:
			return otherwise
		}
	}
	return otherwise
}

// status is an entry of the directional status stack of X1.
type status struct {
	level    uint8
	override bidi.Class // L, R, or ON for none
	isolate  bool
}

// explicit applies X1 to X8 and marks what X9 removes.
func (b *bidiText) explicit() {
	var stack [maxDepth + 2]status
	stack[0] = status{level: b.base, override: bidi.ON}
	top, overIsolates, overEmbeddings, validIsolates := 0, 0, 0, 0
	next := func(rtl bool) uint8 {
		if rtl {
			return (stack[top].level + 1) | 1
		}
		return (stack[top].level + 2) &^ 1
	}
	for i, c := range b.orig {
		switch c {
		case bidi.RLE, bidi.LRE, bidi.RLO, bidi.LRO: // X2 to X5
			b.classes[i] = removed
			level := next(c == bidi.RLE || c == bidi.RLO)
			if level > maxDepth || overIsolates > 0 || overEmbeddings > 0 {
				if overIsolates == 0 {
					overEmbeddings++
				}
				continue
			}
			top++
			stack[top] = status{level: level, override: overrideOf(c)}
		case bidi.RLI, bidi.LRI, bidi.FSI: // X5a to X5c
			b.levels[i] = stack[top].level
			b.overrule(i, stack[top])
			rtl := c == bidi.RLI
			if c == bidi.FSI {
				end := len(b.orig)
				if b.match[i] >= 0 {
					end = int(b.match[i])
				}
				rtl = b.firstStrong(i+1, end, 0) == 1
			}
			level := next(rtl)
			if level > maxDepth || overIsolates > 0 || overEmbeddings > 0 {
				overIsolates++
				continue
			}
			validIsolates++
			top++
			stack[top] = status{level: level, override: bidi.ON, isolate: true}
		case bidi.PDI: // X6a
			switch {
			case overIsolates > 0:
				overIsolates--
			case validIsolates > 0:
				overEmbeddings = 0
				for !stack[top].isolate {
					top--
				}
				top--
				validIsolates--
			}
			b.levels[i] = stack[top].level
			b.overrule(i, stack[top])
		case bidi.PDF: // X7
			b.classes[i] = removed
			switch {
			case overIsolates > 0:
			case overEmbeddings > 0:
				overEmbeddings--
			case !stack[top].isolate && top > 0:
				top--
			}
		case bidi.B: // X8
			b.levels[i] = b.base
			stack[0] = status{level: b.base, override: bidi.ON}
			top, overIsolates, overEmbeddings, validIsolates = 0, 0, 0, 0
		case bidi.BN:
			b.classes[i] = removed
		default: // X6
			b.levels[i] = stack[top].level
			b.overrule(i, stack[top])
		}
	}
}

func overrideOf(c bidi.Class) bidi.Class {
	switch c {
	case bidi.RLO:
		return bidi.R
	case bidi.LRO:
		return bidi.L
	}
	return bidi.ON
}

func (b *bidiText) overrule(i int, s status) {
	if s.override != bidi.ON {
		b.classes[i] = s.override
	}
}

// levelRuns cuts the kept characters into runs of one level (BD7).
func (b *bidiText) levelRuns() {
	b.runs = b.runs[:0]
	for i, c := range b.classes {
		if c == removed {
			continue
		}
		if k := len(b.runs) - 1; k >= 0 && b.runs[k].level == b.levels[i] {
			b.runs[k].last = int32(i)
		} else {
			b.runs = append(b.runs, levelSpan{first: int32(i), last: int32(i), level: b.levels[i]})
		}
	}
}

// sequence gathers the isolating run sequence (BD13) that begins with run k,
// and reports whether one begins there.
func (b *bidiText) sequence(k int) bool {
	if b.runs[k].used {
		return false
	}
	level := b.runs[k].level
	before, after := b.base, b.base
	if k > 0 {
		before = b.runs[k-1].level
	}
	b.seq = b.seq[:0]
	for {
		run := &b.runs[k]
		run.used = true
		b.seq = slices.Grow(b.seq, int(run.last-run.first)+1)
		for i := run.first; i <= run.last; i++ {
			if b.classes[i] != removed {
				b.seq = append(b.seq, i)
			}
		}
		if !isInitiator(b.orig[run.last]) {
			if k+1 < len(b.runs) {
				after = b.runs[k+1].level
			}
			break
		}
		end := b.match[run.last]
		if end < 0 {
			break
		}
		k = b.runAt(end, k)
	}
	b.embedding = direction(level)
	b.sos, b.eos = direction(max(level, before)), direction(max(level, after))
	return true
}

// runAt finds the run that begins with character i, after run k.
func (b *bidiText) runAt(i int32, k int) int {
	n, _ := slices.BinarySearchFunc(b.runs[k:], i, func(run levelSpan, i int32) int {
		return cmp.Compare(run.first, i)
	})
	return k + n
}

func isInitiator(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// direction is the strong class that a level stands for.
func direction(level uint8) bidi.Class {
	if level&1 == 1 {
		return bidi.R
	}
	return bidi.L
}

// fillRemoved gives the characters that X9 removed the lower of the levels on
// either side, so that what opens and what ends an embedding, when shown,
// enclose it (UAX 9, 5.2, leaves the choice).
func (b *bidiText) fillRemoved() {
	before := b.base
	for i := 0; i < len(b.classes); i++ {
		if b.classes[i] != removed {
			before = b.levels[i]
			continue
		}
		from, after := i, b.base
		for i < len(b.classes) && b.classes[i] == removed {
			i++
		}
		if i < len(b.classes) {
			after = b.levels[i]
		}
		for k := from; k < i; k++ {
			b.levels[k] = min(before, after)
		}
		before = after
	}
}

// separators applies L1, 1 to 3: tabs, paragraph ends and white space before
// them go back to the paragraph's level.
func (b *bidiText) separators() {
	for i, c := range b.orig {
		if c != bidi.S && c != bidi.B {
			continue
		}
		b.levels[i] = b.base
		for k := i - 1; k >= 0 && isTrailing(b.orig[k]); k-- {
			b.levels[k] = b.base
		}
	}
}

// isTrailing reports whether L1 counts the class as white space.
func isTrailing(c bidi.Class) bool {
	switch c {
	case bidi.WS, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI,
		bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.BN:
		return true
	}
	return false
}

// VisualOrder gives the order, from left to right, of pieces of a line with the
// levels given, by rule L2 of UAX 9: order[k] is the piece at place k. What order
// holds is overwritten; it may be nil.
func VisualOrder(levels []uint8, order []int) []int {
	order = order[:0]
	highest, lowestOdd := uint8(0), uint8(maxDepth+2)
	for i, l := range levels {
		order = append(order, i)
		highest = max(highest, l)
		if l&1 == 1 {
			lowestOdd = min(lowestOdd, l)
		}
	}
	for level := highest; level >= lowestOdd && level > 0; level-- {
		for i := 0; i < len(order); i++ {
			if levels[order[i]] < level {
				continue
			}
			from := i
			for i < len(order) && levels[order[i]] >= level {
				i++
			}
			for a, z := from, i-1; a < z; a, z = a+1, z-1 {
				order[a], order[z] = order[z], order[a]
			}
		}
	}
	return order
}
