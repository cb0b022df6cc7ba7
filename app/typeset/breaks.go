package typeset

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"
)

// Paragraphs gives the offset at which each paragraph of a text starts, the
// first being 0. Paragraphs end after a hard break: LF, VT, FF, CR, CR LF,
// U+0085, U+2028 or U+2029 (UAX 14, LB4 and LB5). A text that ends in one has
// an empty paragraph more.
func Paragraphs(text string) []int {
	starts := []int{0}
	for at := 0; ; {
		_, next := hardBreak(text, at, len(text))
		if next == at || next == len(text) && !endsHard(text[at:]) {
			return starts
		}
		starts = append(starts, next)
		at = next
	}
}

// endsHard reports whether a text ends in a hard break.
func endsHard(text string) bool {
	r, n := utf8.DecodeLastRuneInString(text)
	_, next := hardBreak(text, len(text)-n, len(text))
	return n > 0 && isHard(r) && next == len(text)
}

func isHard(r rune) bool {
	return '\n' <= r && r <= '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// hardBreak finds the first hard break in text[from:to]: it begins at end, and
// the text goes on at next. Without one both are to.
func hardBreak(text string, from, to int) (end, next int) {
	for i := from; i < to; i++ {
		switch c := text[i]; {
		case c > '\r' && c < 0xC2 || c < '\n':
		case c == '\r' && i+1 < to && text[i+1] == '\n':
			return i, i + 2
		case c <= '\r':
			return i, i + 1
		case c == 0xC2 && strings.HasPrefix(text[i:to], "\u0085"):
			return i, i + 2
		case c == 0xE2 && (strings.HasPrefix(text[i:to], "\u2028") || strings.HasPrefix(text[i:to], "\u2029")):
			return i, i + 3
		}
	}
	return to, to
}

const (
	// chunkRunes is how many characters are looked at for line breaks at once,
	// overlapRunes how many on either side of them are looked at for context:
	// more than any rule of UAX 14 needs in text that is not made to be odd.
	chunkRunes   = 512
	overlapRunes = 64
)

// breaker finds the places where a line may be broken (UAX 14), a chunk at a
// time, so that a paragraph of any length opens at once.
type breaker struct {
	text  string // the paragraph without its hard break
	seg   segmenter.Segmenter
	runes []rune
	at    []int32 // offsets of the runes
	found []int32 // places found
	high  int     // how far the text has been looked at
}

// last gives the last place p with from < p <= to where a line may be broken,
// or 0.
func (b *breaker) last(from, to int) int {
	for b.high < to {
		b.more()
	}
	n, exact := slices.BinarySearch(b.found, int32(to))
	if !exact {
		n--
	}
	if n < 0 || int(b.found[n]) <= from {
		return 0
	}
	return int(b.found[n])
}

// reset prepares to find places after from.
func (b *breaker) reset(text string, from int) {
	b.text, b.high, b.found = text, from, b.found[:0]
}

// more looks at the next chunk.
func (b *breaker) more() {
	start := b.high
	for range overlapRunes {
		_, n := utf8.DecodeLastRuneInString(b.text[:start])
		start -= n
	}
	b.runes, b.at = b.runes[:0], b.at[:0]
	end, beyond := b.high, 0
	for i := start; i < len(b.text) && beyond <= overlapRunes; {
		r, n := utf8.DecodeRuneInString(b.text[i:])
		b.runes, b.at = append(b.runes, r), append(b.at, int32(i))
		i += n
		if len(b.runes) <= chunkRunes+overlapRunes {
			end = i
		} else {
			beyond++
		}
	}
	b.seg.Init(b.runes)
	for lines := b.seg.LineIterator(); lines.Next(); {
		line := lines.Line()
		n := line.Offset + len(line.Text)
		place := len(b.text)
		if n < len(b.at) {
			place = int(b.at[n])
		}
		if place > b.high && place <= end {
			b.found = append(b.found, int32(place))
		}
	}
	b.high = end
}
