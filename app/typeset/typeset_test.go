package typeset

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/assets"
)

// oneLine lays out a text that fits on one line of 1000.
func oneLine(t *testing.T, text string, dir Direction) *Line {
	t.Helper()
	p := shared().NewParagraph(text, 0, len(text), Options{Style: Style{Serif, 20}, Width: 1000, Direction: dir})
	if !p.Break(1) {
		t.Fatalf("%q takes more than a line", text)
	}
	return p.Layout(0, nil)
}

// visual gives the text of the line's cells from left to right.
func visual(text string, l *Line) string {
	var b strings.Builder
	for _, c := range l.Cells {
		b.WriteString(text[c.Start:c.End])
	}
	return b.String()
}

func TestVisualOrder(t *testing.T) {
	for _, c := range []struct {
		name, text string
		dir        Direction
		want       string
	}{
		{"Latin", "shelled Wadi Sahl", Auto, "shelled Wadi Sahl"},
		{"number in Hebrew", "אב 253 גד", Auto, "דג 253 בא"},
		{"toll in a Hebrew quote in English", `said "אב 253 גד" and`, Auto, `said "דג 253 בא" and`},
		{"the same in a paragraph from right to left", `said "אב 253 גד" and`, RTL, `and "דג 253 בא" said`},
		{"English name with number in Hebrew", "אב Sky News 24 גד", Auto, "דג Sky News 24 בא"},
		{"date in Arabic script", "في 12/5/2016", Auto, "12/5/2016 يف"},
		{"brackets change sides, and are mirrored when drawn", "אב (Wadi) גד", Auto, "דג )Wadi( בא"},
		{"override", "a\u202ebcd\u202ce", Auto, "a\u202edcb\u202ce"},
		{"isolate", "a \u2067אב 1\u2069, 2", Auto, "a \u20671 בא\u2069, 2"},
		{"space at the end keeps the base direction", "ab אב ", Auto, "ab בא "},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := visual(c.text, oneLine(t, c.text, c.dir)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRuns(t *testing.T) {
	type piece struct {
		Kind  RunKind
		Text  string
		Label string
		Face  string
	}
	for _, c := range []struct {
		name, text string
		want       []piece
	}{
		{"one word", "Wadi", []piece{{Glyphs, "Wadi", "", "Noto Serif"}}},
		{"override is shown", "a\u202eb", []piece{{Glyphs, "a", "", "Noto Serif"}, {Code, "\u202e", "RLO", "Noto Sans"}, {Glyphs, "b", "", "Noto Serif"}}},
		{"zero width space in a word", "ad\u200bmin", []piece{{Glyphs, "ad", "", "Noto Serif"}, {Code, "\u200b", "ZWSP", "Noto Sans"}, {Glyphs, "min", "", "Noto Serif"}}},
		{"non-joiner in Latin is shown", "ad\u200cmin", []piece{{Glyphs, "ad", "", "Noto Serif"}, {Code, "\u200c", "ZWNJ", "Noto Sans"}, {Glyphs, "min", "", "Noto Serif"}}},
		{"non-joiner in Persian is spelling", "می\u200cخواهم", []piece{{Glyphs, "می\u200cخواهم", "", "Noto Naskh Arabic"}}},
		{"emoji of several characters", "👨\u200d👩\u200d👧", []piece{{Glyphs, "👨\u200d👩\u200d👧", "", "Noto Emoji"}}},
		{"selector after a letter is shown", "a\ufe0f", []piece{{Glyphs, "a", "", "Noto Serif"}, {Code, "\ufe0f", "VS16", "Noto Sans"}}},
		{"tags that spell nothing are shown", "a\U000e0041", []piece{{Glyphs, "a", "", "Noto Serif"}, {Code, "\U000e0041", "E0041", "Noto Sans"}}},
		{"control", "\x1b[", []piece{{Code, "\x1b", "ESC", "Noto Sans"}, {Glyphs, "[", "", "Noto Serif"}}},
		{"no face covers it", "\U00012000", []piece{{Missing, "\U00012000", "12000", "Noto Sans"}}},
		{"bad byte", "a\xffb", []piece{{Glyphs, "a\xffb", "", "Noto Serif"}}},
		{"tab", "a\tb", []piece{{Glyphs, "a", "", "Noto Serif"}, {Tab, "\t", "", ""}, {Glyphs, "b", "", "Noto Serif"}}},
		{"Chinese by the character", "中国。", []piece{{Glyphs, "中", "", "Noto Serif CJK SC"}, {Glyphs, "国", "", "Noto Serif CJK SC"}, {Glyphs, "。", "", "Noto Serif CJK SC"}}},
		{"Greek beside Latin", "aβ", []piece{{Glyphs, "a", "", "Noto Serif"}, {Glyphs, "β", "", "Noto Serif"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []piece
			for _, r := range oneLine(t, c.text, LTR).Runs {
				p := piece{Kind: r.Kind, Text: c.text[r.Start:r.End], Label: r.Label}
				if r.Kind != Tab {
					p.Face = shared().Fonts().Family(r.Face)
				}
				got = append(got, p)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("runs (-want +got):\n%s", diff)
			}
		})
	}
}

// A ligature has a caret between its letters.
func TestLigatureCarets(t *testing.T) {
	for _, c := range []struct {
		name, text string
		glyphs     int
		cells      int
	}{
		{"ffi", "ffi", 1, 3},
		{"fi", "fi", 1, 2},
		{"letter and marks", "e\u0301\u0302", 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := oneLine(t, c.text, Auto)
			if c.glyphs > 0 && len(l.Runs[0].Glyphs) != c.glyphs {
				t.Fatalf("%d glyphs, want the ligature", len(l.Runs[0].Glyphs))
			}
			if len(l.Cells) != c.cells {
				t.Fatalf("%d cells, want %d", len(l.Cells), c.cells)
			}
			for _, cell := range l.Cells {
				if want := l.Width / float32(c.cells); !near(cell.Right-cell.Left, want, 0.01) {
					t.Errorf("cell of width %g, want %g", cell.Right-cell.Left, want)
				}
			}
		})
	}
}

// At a border of directions the two affinities are at two places, and the
// primary caret is that of the lower level.
func TestCaretAtDirectionBorder(t *testing.T) {
	text := "ab אב cd"
	l := oneLine(t, text, Auto)
	at := strings.Index(text, "א")
	down, up := l.Caret(Position{at, Downstream}), l.Caret(Position{at, Upstream})
	if down <= up {
		t.Errorf("downstream caret at %g, upstream at %g: want it right of the Hebrew word", down, up)
	}
	if got := l.PrimaryCaret(at); got != up {
		t.Errorf("primary caret at %g, want %g", got, up)
	}
	boxes := l.Boxes(nil, strings.Index(text, "b"), at+2)
	if len(boxes) != 2 || boxes[0].RTL || !boxes[1].RTL {
		t.Errorf("boxes %+v, want one from left to right and one from right to left", boxes)
	}
}

func TestParagraphs(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []int
	}{
		{"empty", "", []int{0}},
		{"one", "ab", []int{0}},
		{"newline at the end", "ab\n", []int{0, 3}},
		{"all kinds", "a\nb\r\nc\rd\u2028e\u2029f\u0085g\vh\fi", []int{0, 2, 5, 7, 11, 15, 18, 20, 22}},
		{"empty ones", "\n\n", []int{0, 1, 2}},
		{"cut short", "a\xe2\x80", []int{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Paragraphs(c.text)); diff != "" {
				t.Errorf("starts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLines(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      float32
		dir        Direction
		want       []string
	}{
		{"at spaces", "aaa bbb ccc", 60, Auto, []string{"aaa ", "bbb ", "ccc"}},
		{"spaces hang", "aaa      bbb", 60, Auto, []string{"aaa      ", "bbb"}},
		{"after a hyphen", "well-known", 90, Auto, []string{"well-", "known"}},
		{"within a long word", "mmmmmmmm", 60, Auto, []string{"mmm", "mmm", "mm"}},
		{"at least a cluster", "mmm", 1, Auto, []string{"m", "m", "m"}},
		{"not before a closing mark", "中中中。", 60, Auto, []string{"中中", "中。"}},
		{"not broken", "aaa bbb", 0, Auto, []string{"aaa bbb"}},
		{"not within a cluster", "e\u0301e\u0301", 5, Auto, []string{"e\u0301", "e\u0301"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := shared().NewParagraph(c.text, 0, len(c.text), Options{Style: Style{Serif, 20}, Width: c.width, Direction: c.dir})
			p.Break(-1)
			var got []string
			for i := range p.Len() {
				got = append(got, c.text[p.Line(i).Start:p.Line(i).End])
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

// Lines from right to left end at the column's right edge, and their trailing
// space hangs to the left within the column.
func TestRightToLeftLinesStandAtTheRight(t *testing.T) {
	text := "אבג דהו זחט"
	p := shared().NewParagraph(text, 0, len(text), Options{Style: Style{Serif, 20}, Width: 75})
	if p.Break(-1); p.Len() < 2 {
		t.Fatalf("%d lines, want some", p.Len())
	}
	for i := range p.Len() {
		l := p.Layout(i, nil)
		if last := l.Cells[len(l.Cells)-1]; !near(last.Right, 75, 0.01) || last.Start != l.Start {
			t.Errorf("line %d: the rightmost cell is %+v, want the first at 75", i, last)
		}
		if l.Cells[0].Left < -0.01 {
			t.Errorf("line %d begins at %g, left of the column", i, l.Cells[0].Left)
		}
	}
}

// Letters that join keep their form where a word is cut for its length.
func TestLongArabicWordJoinsAcrossItems(t *testing.T) {
	text := strings.Repeat("ب", maxItem)
	l := shared().Line(text, Style{Serif, 20})
	var ids []uint16
	for _, r := range l.Runs {
		for _, g := range r.Glyphs {
			ids = append(ids, g.ID)
		}
	}
	if len(l.Runs) < 2 {
		t.Fatal("the word was not cut")
	}
	middle := slices.Compact(slices.Clone(l.Runs[0].Glyphs[1:4]))[0].ID
	for i, r := range l.Runs {
		last := r.Glyphs[0] // in visual order the last letter is at the left
		if i > 0 && last.ID != middle {
			t.Errorf("run %d ends in glyph %d, want the medial form %d: %v", i, last.ID, middle, ids)
		}
	}
}

func TestMissing(t *testing.T) {
	got := shared().Fonts().Missing("ok \U00012000中\U00010380\U00012000\u200b\n\tקال", Serif)
	if want := []rune{0x10380, 0x12000}; !slices.Equal(got, want) {
		t.Errorf("missing %U, want %U", got, want)
	}
}

// Every shipped file can be read, and each font has what news is written in.
func TestShippedFonts(t *testing.T) {
	fonts := testFonts(t)
	families := map[string]bool{}
	for id := range FaceID(shippedCount) {
		families[fonts.Family(id)] = true
		if path, _ := fonts.Outline(id, 5); id == faceSerif && len(path) == 0 {
			t.Error("no outline for a letter")
		}
	}
	if len(families) != 16 {
		t.Errorf("%d families, want 16: %v", len(families), families)
	}
	s := NewShaper(fonts)
	for ft := range Font(fontCount) {
		sample := "Łódź Žižek Ελλάδα Україна Қазақ İstanbul Việt العربية فارسی اردو עברית 中国臺灣日本語한국어 हिन्दी বাংলা ไทย አማርኛ မြန်မာ Հայ ქართ €₺₽₪ –—…‹›«»„“” → ≤ ✓ 👍 🇺🇦"
		if missing := s.Fonts().Missing(sample, ft); len(missing) > 0 {
			t.Errorf("font %d lacks %q", ft, string(missing))
		}
	}
	if m := s.Metrics(Style{Serif, 10}); m.Ascent < 8 || m.Descent < 2 || m.XHeight < 4 || m.CapHeight < 6 {
		t.Errorf("metrics %+v", m)
	}
	if fonts.Weight(faceSerifBold) != 700 || !fonts.Italic(faceSerifItalic) {
		t.Errorf("weight %d, italic %v", fonts.Weight(faceSerifBold), fonts.Italic(faceSerifItalic))
	}
	if _, err := assets.Fonts.ReadFile("fonts/OFL.txt"); err != nil {
		t.Error(err)
	}
}

// Goroutines that share a shaper get what one alone gets.
func TestShaperIsSafeForConcurrentUse(t *testing.T) {
	text := news(30000)
	alone := layoutAll(NewShaper(testFonts(t)), text, article)
	s := NewShaper(testFonts(t))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, p := range layoutAll(s, text, article) {
				if p.Len() != alone[i].Len() || p.Line(p.Len()-1) != alone[i].Line(p.Len()-1) {
					t.Errorf("paragraph %d differs", i)
					return
				}
			}
		})
	}
	wg.Wait()
}

// The word cache forgets, and what it kept is bounded.
func TestWordCacheIsBounded(t *testing.T) {
	s := NewShaper(testFonts(t))
	var b strings.Builder
	for i := range 200000 {
		for n := i + 1000; n > 0; n /= 26 {
			b.WriteByte(byte('a' + n%26))
		}
		b.WriteByte(' ')
	}
	layoutAll(s, b.String(), article)
	total := 0
	for i := range s.shards {
		total += s.shards[i].bytes
	}
	if total == 0 || total > cacheBytes/2+shardCount*4096 {
		t.Errorf("young words take %d bytes, want at most %d", total, cacheBytes/2)
	}
}

// Texts made to be slow are laid out in a time that grows with their length
// only: anything quadratic runs into the timeout of go test. Under -short they
// are an eighth as long.
func TestHostileTextTakesNoLonger(t *testing.T) {
	mixed := strings.ReplaceAll(news(3<<20), "\n", " ")
	for _, c := range []struct {
		name, text string
	}{
		{"one letter, no space", strings.Repeat("a", 1<<20)},
		{"words without a space", strings.ReplaceAll(mixed[:1<<20], " ", "")},
		{"spaces", strings.Repeat(" ", 1<<20)},
		{"combining marks", "a" + strings.Repeat("\u0301", 100000)},
		{"zero width spaces", strings.Repeat("\u200b", 100000)},
		{"nested overrides", strings.Repeat("\u202ea\u202db", 2000) + strings.Repeat("c", 1000)},
		{"nested isolates", strings.Repeat("\u2067א", 50000) + strings.Repeat("\u2069", 50000)},
		{"unclosed isolates", strings.Repeat("\u2068", 100000) + "א"},
		{"open brackets", strings.Repeat("א(", 100000) + strings.Repeat(")a", 100000)},
		{"level changes", strings.Repeat("aא1", 200000)},
		{"bad bytes", strings.Repeat("\xff\xe2\x80", 100000)},
		{"joined emoji", strings.Repeat("👨\u200d", 50000)},
		{"flags", strings.Repeat("🇩", 100000)},
		{"missing characters", strings.Repeat("\U00012000", 100000)},
		{"one line of 3 MB", mixed},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if testing.Short() {
				c.text = c.text[:len(c.text)/8]
			}
			p := shared().NewParagraph(c.text, 0, len(c.text), article)
			p.Break(-1)
			for _, i := range []int{0, p.Len() / 2, p.Len() - 1} {
				line := p.Layout(i, nil)
				checkLine(t, line, article)
				if len(line.Cells) > maxLine {
					t.Errorf("line %d has %d cells", i, len(line.Cells))
				}
			}
		})
	}
}

func FuzzLayout(f *testing.F) {
	for _, piece := range pieces {
		f.Add(piece, float32(100))
	}
	f.Add("a\u202eقال 253 "+strings.Repeat("\u0301", 200)+"\xff\r\n", float32(7))
	f.Fuzz(func(t *testing.T, text string, width float32) {
		if !(width >= -1 && width < 1e6) {
			return
		}
		opt := Options{Style: Style{Serif, 17}, Width: width}
		eachParagraph(text, opt, func(p *Paragraph, start, end int) {
			for i := range p.Len() {
				line := p.Layout(i, nil)
				checkLine(t, line, opt)
				line.Boxes(nil, start, end)
				for x := float32(-5); x < 100; x += 13 {
					line.Caret(line.Hit(x))
				}
			}
		})
		shared().Fonts().Missing(text, Serif)
	})
}
