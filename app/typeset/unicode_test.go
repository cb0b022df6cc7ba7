package typeset

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/unicode/bidi"
)

// eachLine calls f with every data line, stripped of comments, of a test file
// of the Unicode Character Database.
func eachLine(t *testing.T, name string, f func(number int, line string)) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name+".txt.zst"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := zstd.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); number++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		if line = strings.TrimSpace(line); line != "" {
			f(number, line)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

var bidiClasses = map[string]bidi.Class{
	"L": bidi.L, "R": bidi.R, "EN": bidi.EN, "ES": bidi.ES, "ET": bidi.ET, "AN": bidi.AN, "CS": bidi.CS,
	"B": bidi.B, "S": bidi.S, "WS": bidi.WS, "ON": bidi.ON, "BN": bidi.BN, "NSM": bidi.NSM, "AL": bidi.AL,
	"LRO": bidi.LRO, "RLO": bidi.RLO, "LRE": bidi.LRE, "RLE": bidi.RLE, "PDF": bidi.PDF,
	"LRI": bidi.LRI, "RLI": bidi.RLI, "FSI": bidi.FSI, "PDI": bidi.PDI,
}

// lineLevels applies the last part of L1 and gives levels and order as the
// Unicode test files write them, with x for what X9 removes.
func lineLevels(b *bidiText) (levels, order string) {
	trimLevels(b.orig, b.levels, b.base)
	var kept []uint8
	var index []int
	words := make([]string, len(b.levels))
	for i, l := range b.levels {
		if b.classes[i] == removed {
			words[i] = "x"
			continue
		}
		words[i] = strconv.Itoa(int(l))
		kept, index = append(kept, l), append(index, i)
	}
	var places []string
	for _, k := range VisualOrder(kept, nil) {
		places = append(places, strconv.Itoa(index[k]))
	}
	return strings.Join(words, " "), strings.Join(places, " ")
}

// trimLevels gives the white space at the end of a line the base level (L1).
func trimLevels(classes []bidi.Class, levels []uint8, base uint8) {
	for i := len(classes) - 1; i >= 0 && isTrailing(classes[i]); i-- {
		levels[i] = base
	}
}

func TestBidiTest(t *testing.T) {
	var b bidiText
	var levels, order string
	cases, failed := 0, 0
	eachLine(t, "BidiTest", func(number int, line string) {
		if rest, ok := strings.CutPrefix(line, "@Levels:"); ok {
			levels = strings.TrimSpace(rest)
			return
		}
		if rest, ok := strings.CutPrefix(line, "@Reorder:"); ok {
			order = strings.TrimSpace(rest)
			return
		}
		input, set, _ := strings.Cut(line, ";")
		directions, err := strconv.Atoi(strings.TrimSpace(set))
		if err != nil {
			t.Fatalf("line %d: %v", number, err)
		}
		for bit, dir := range []Direction{Auto, LTR, RTL} {
			if directions&(1<<bit) == 0 {
				continue
			}
			b.orig = b.orig[:0]
			for _, name := range strings.Fields(input) {
				b.orig = append(b.orig, bidiClasses[name])
			}
			b.resolve(dir)
			cases++
			if l, o := lineLevels(&b); l != levels || o != order {
				if failed++; failed < 20 {
					t.Errorf("line %d: %s, direction %d: levels %s, order %s, want %s, %s", number, input, dir, l, o, levels, order)
				}
			}
		}
	})
	if cases != 770241 {
		t.Errorf("%d cases, want all 770241", cases)
	}
}

func TestBidiCharacterTest(t *testing.T) {
	var b bidiText
	cases, failed := 0, 0
	eachLine(t, "BidiCharacterTest", func(number int, line string) {
		fields := strings.Split(line, ";")
		dir := map[string]Direction{"0": LTR, "1": RTL, "2": Auto}[fields[1]]
		b.setText(decode(t, fields[0]))
		b.resolve(dir)
		cases++
		l, o := lineLevels(&b)
		got := fmt.Sprintf("%d;%s;%s", b.base, l, o)
		if want := strings.Join(fields[2:], ";"); got != want {
			if failed++; failed < 20 {
				t.Errorf("line %d: %s direction %s: got %s, want %s", number, fields[0], fields[1], got, want)
			}
		}
	})
	if cases != 91707 {
		t.Errorf("%d cases, want all 91707", cases)
	}
}

// decode turns "0061 05D0" into text.
func decode(t *testing.T, codes string) string {
	t.Helper()
	var s strings.Builder
	for _, code := range strings.Fields(codes) {
		r, err := strconv.ParseUint(code, 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		s.WriteRune(rune(r))
	}
	return s.String()
}

// breaksOf reads a line such as "÷ 0061 × 0301 ÷" of a break test file: the
// text and the offsets of its ÷, leaving out the first.
func breaksOf(t *testing.T, line string) (text string, breaks []int) {
	t.Helper()
	var s strings.Builder
	for _, field := range strings.Fields(line) {
		switch {
		case field == "÷" && s.Len() > 0:
			breaks = append(breaks, s.Len())
		case field != "÷" && field != "×":
			s.WriteString(decode(t, field))
		}
	}
	return s.String(), breaks
}

func TestGraphemeBreakTest(t *testing.T) {
	var clip clusterIterator
	cases := 0
	eachLine(t, "GraphemeBreakTest", func(number int, line string) {
		text, want := breaksOf(t, line)
		var got []int
		for at := 0; at < len(text); {
			at += clip.next(text[at:])
			got = append(got, at)
		}
		cases++
		if !slices.Equal(got, want) {
			t.Errorf("line %d: breaks of %+q at %v, want %v", number, text, got, want)
		}
	})
	if cases != 766 {
		t.Errorf("%d cases, want all 766", cases)
	}
}

func TestLineBreakTest(t *testing.T) {
	cases := 0
	eachLine(t, "LineBreakTest", func(number int, line string) {
		text, want := breaksOf(t, line)
		cases++
		if got := lineBreaks(text); !slices.Equal(got, want) {
			t.Errorf("line %d: breaks of %+q at %v, want %v", number, text, got, want)
		}
	})
	if cases != 19338 {
		t.Errorf("%d cases, want all 19338", cases)
	}
}

// lineBreaks gives the places where a line of the text may or must end.
func lineBreaks(text string) (places []int) {
	starts := append(Paragraphs(text), len(text))
	for i, start := range starts[:len(starts)-1] {
		if start == len(text) {
			break
		}
		end := contentEnd(text, start, starts[i+1])
		var b breaker
		b.reset(text[start:end], 0)
		for from := 0; from < end-start; {
			from = b.first(from)
			if from < end-start {
				places = append(places, start+from)
			}
		}
		places = append(places, starts[i+1])
	}
	return places
}

// first gives the first place after from.
func (b *breaker) first(from int) int {
	for to := from + 1; ; to++ {
		if place := b.last(from, to); place > 0 || to >= len(b.text) {
			return max(place, to)
		}
	}
}

// The chunks in which a long text is looked at must not show.
func TestBreakerChunks(t *testing.T) {
	for name, text := range map[string]string{
		"words":      news(20000),
		"no spaces":  strings.ReplaceAll(news(20000), " ", ""),
		"flags":      strings.Repeat("🇩🇪", 60) + strings.Repeat("ab🇫🇷", 900),
		"bad bytes":  strings.Repeat("ab\xff\xe2\x80 c\xc2", 700),
		"one letter": strings.Repeat("a", 3000),
	} {
		t.Run(name, func(t *testing.T) {
			text = strings.ReplaceAll(text, "\n", " ")
			var whole segmenter.Segmenter
			whole.InitWithString(text)
			var want []int
			at := 0
			for lines := whole.LineIterator(); lines.Next(); {
				for range lines.Line().Text {
					_, n := utf8.DecodeRuneInString(text[at:])
					at += n
				}
				want = append(want, at)
			}
			if diff := cmp.Diff(want, lineBreaks(text)); diff != "" {
				t.Errorf("breaks (-whole +chunks):\n%s", diff)
			}
		})
	}
}

// The table of brackets must agree with that of x/text, which tells brackets
// but not their pairs.
func TestBracketPairs(t *testing.T) {
	n := 0
	for r := rune(0); r <= 0x10FFFF; r++ {
		p, _ := bidi.LookupRune(r)
		_, open := closingBracket(r)
		if p.IsBracket() != (open || isClosingBracket(canonicalBracket(r))) || p.IsBracket() && p.IsOpeningBracket() != open {
			t.Errorf("U+%04X: opens %v, want %v", r, open, p.IsOpeningBracket())
		}
		if open {
			n++
		}
	}
	if n != 64 {
		t.Errorf("%d opening brackets, want 64", n)
	}
}

// The quick look at a text must not pass over any character that the
// algorithm is needed for.
func TestNeedsBidi(t *testing.T) {
	for r := rune(0x80); r <= utf8.MaxRune; r++ {
		switch classOf(r) {
		case bidi.R, bidi.AL, bidi.AN, bidi.RLE, bidi.RLO, bidi.RLI, bidi.LRE, bidi.LRO, bidi.LRI, bidi.FSI, bidi.PDF, bidi.PDI:
			if !needsBidi("a" + string(r)) {
				t.Errorf("U+%04X of class %d is not noticed", r, classOf(r))
			}
		}
	}
	if plain := "Größe, Łódź, Київ, 中国，カタカナ 👍 “‘…"; needsBidi(plain) {
		t.Errorf("%q is taken for text from right to left", plain)
	}
}
