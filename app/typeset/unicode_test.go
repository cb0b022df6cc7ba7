package typeset

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

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
	for _, k := range visualOrder(kept, nil) {
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
