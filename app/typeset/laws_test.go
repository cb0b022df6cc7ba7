package typeset

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// shared is one shaper for all laws: reading the fonts takes most of the time.
var shared = sync.OnceValue(func() *Shaper {
	fonts, err := NewFonts()
	if err != nil {
		panic(err)
	}
	return NewShaper(fonts)
})

// pieces are what hostile text is put together from.
var pieces = []string{
	" ", "  ", "\t", "\n", "\r\n", "\u2028", "\u0085", "\u00a0", "\u3000", "a", "office", "Wadi", "well-known", "1,024.5", "12/5/2016", "(", ")", "[", "»", "“",
	"قال", "السلام", "لا", "قُتِل", "٢٥٣", "،", "ירושלים", "צה\"ל", "שָׁלוֹם", "中国", "カタカナ", "。", "한국어", "नमस्ते", "क्षि", "ภาษาไทย", "မြန်မာ",
	"é", "e\u0301\u0302\u0303", "\u0301", "👨‍👩‍👧", "🇩🇪", "🇩", "👍🏽", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ﬁ", "ffi", "\u200d", "\u200c", "\u200b", "\u00ad", "می‌خواهم",
	"\u202e", "\u202d", "\u202a", "\u202b", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\ufeff", "\x00", "\x1b", "\ufe0f", "\U000e0041",
	"\xff", "\xe2\x80", "\xf0\x9f", "\U00012000", "\U0001d538", "\ufffd", "https://example.org/path?query=1", strings.Repeat("x", 150), strings.Repeat("\u0300", 120),
}

func hostileText() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40), func(s []string) string { return strings.Join(s, "") })
}

func anyOptions() *rapid.Generator[Options] {
	return rapid.Custom(func(t *rapid.T) Options {
		return Options{
			Style:     Style{Font: Font(rapid.IntRange(0, int(fontCount)-1).Draw(t, "font")), Size: rapid.Float32Range(6, 50).Draw(t, "size")},
			Width:     rapid.Float32Range(0, 500).Draw(t, "width"),
			Direction: rapid.SampledFrom([]Direction{Auto, LTR, RTL}).Draw(t, "direction"),
		}
	})
}

// eachParagraph lays out a text and calls f with each paragraph.
func eachParagraph(text string, opt Options, f func(p *Paragraph, start, end int)) {
	starts := append(Paragraphs(text), len(text))
	for i, start := range starts[:len(starts)-1] {
		p := shared().NewParagraph(text, start, starts[i+1], opt)
		p.Break(-1)
		f(p, start, starts[i+1])
	}
}

// sortCells gives the cells in the order of the text.
func sortCells(cells []Cell) []Cell {
	cells = slices.Clone(cells)
	slices.SortFunc(cells, func(a, b Cell) int { return a.Start - b.Start })
	return cells
}

// fataler is what a test, a fuzz test and a check of rapid have in common.
type fataler interface{ Fatalf(string, ...any) }

// checkLine checks that the runs and cells of a line cover its text once and
// stand side by side, and that it keeps to the column.
func checkLine(t fataler, line *Line, opt Options) {
	at := line.Start
	for _, c := range sortCells(line.Cells) {
		if c.Start != at || c.End <= c.Start {
			t.Fatalf("cells leave a gap or overlap at %d: %+v", at, c)
		}
		at = c.End
	}
	if at != line.End {
		t.Fatalf("cells end at %d, the line at %d", at, line.End)
	}
	const slack = 0.05
	runs := 0
	for i, r := range line.Runs {
		runs += r.End - r.Start
		if i > 0 && !near(line.Runs[i-1].X+line.Runs[i-1].Width, r.X, slack) {
			t.Fatalf("run %d begins at %g, the one before ends at %g", i, r.X, line.Runs[i-1].X+line.Runs[i-1].Width)
		}
		for _, g := range r.Glyphs {
			if g.Cluster < r.Start || g.Cluster >= r.End {
				t.Fatalf("glyph of %d in the run from %d to %d", g.Cluster, r.Start, r.End)
			}
		}
	}
	if runs != line.End-line.Start {
		t.Fatalf("runs cover %d bytes of %d", runs, line.End-line.Start)
	}
	for i, c := range line.Cells {
		if i > 0 && !near(line.Cells[i-1].Right, c.Left, slack) {
			t.Fatalf("cell %d begins at %g, the one before ends at %g", i, c.Left, line.Cells[i-1].Right)
		}
		if !(c.Right >= c.Left-slack) || math.IsInf(float64(c.Right), 0) {
			t.Fatalf("cell %d from %g to %g", i, c.Left, c.Right)
		}
	}
	if opt.Width > 0 && line.Width > opt.Width*1.02+slack && len(line.Cells) > 1 {
		t.Fatalf("line of width %g in a column of %g: %+v", line.Width, opt.Width, line.Cells)
	}
}

func near(a, b, slack float32) bool { return max(a-b, b-a) <= slack }

// Lines cover a paragraph, cells and runs cover a line.
func TestLawLinesCoverText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, opt := hostileText().Draw(t, "text"), anyOptions().Draw(t, "options")
		at := 0
		eachParagraph(text, opt, func(p *Paragraph, start, end int) {
			if start != at {
				t.Fatalf("paragraph begins at %d, want %d", start, at)
			}
			for i := range p.Len() {
				line := p.Layout(i, nil)
				if line.Start != at {
					t.Fatalf("line %d begins at %d, want %d", i, line.Start, at)
				}
				checkLine(t, line, opt)
				at = line.Next
			}
			if at != end {
				t.Fatalf("lines end at %d, the paragraph at %d", at, end)
			}
		})
	})
}

// Every offset has a line with a caret, and every border of grapheme clusters
// a caret of its own between two cells.
func TestLawEveryOffsetHasACaret(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, opt := hostileText().Draw(t, "text"), anyOptions().Draw(t, "options")
		eachParagraph(text, opt, func(p *Paragraph, start, end int) {
			borders := map[int]bool{}
			if utf8.ValidString(text[start:end]) { // else each bad byte stands for itself
				for it := graphemes.FromString(text[start:end]); it.Next(); {
					borders[start+it.Start()] = true
				}
			}
			for at := start; at <= end; at++ {
				for _, affinity := range []Affinity{Downstream, Upstream} {
					pos := Position{at, affinity}
					line := p.Layout(p.LineOf(pos), nil)
					x := line.Caret(pos)
					if math.IsNaN(float64(x)) || at < line.Start || at > line.Next {
						t.Fatalf("caret of %v at %g on the line from %d to %d", pos, x, line.Start, line.Next)
					}
					if primary := line.PrimaryCaret(at); math.IsNaN(float64(primary)) {
						t.Fatalf("primary caret of %d at %g", at, primary)
					}
					if !borders[at] || at >= line.End || affinity == Upstream {
						continue
					}
					if !slices.ContainsFunc(line.Cells, func(c Cell) bool { return c.Start == at }) {
						t.Fatalf("no cell begins at %d: %+v", at, line.Cells)
					}
				}
			}
		})
	})
}

// A point turned into a position and back stays where it is from then on.
func TestLawHitIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, opt := hostileText().Draw(t, "text"), anyOptions().Draw(t, "options")
		x := rapid.Float32Range(-50, 600).Draw(t, "x")
		eachParagraph(text, opt, func(p *Paragraph, start, end int) {
			for i := range p.Len() {
				line := p.Layout(i, nil)
				pos := line.Hit(x)
				if pos.Offset < line.Start || pos.Offset > line.End {
					t.Fatalf("hit gives %v on the line from %d to %d", pos, line.Start, line.End)
				}
				if k := p.LineOf(pos); k != i {
					t.Fatalf("hit on line %d gives %v, which is on line %d", i, pos, k)
				}
				once := line.Caret(pos)
				twice := line.Caret(line.Hit(once))
				if !near(once, twice, 0.01) {
					t.Fatalf("point %g goes to %g, then to %g: %v, %v", x, once, twice, pos, line.Hit(once))
				}
			}
		})
	})
}

// The boxes of a range cover the clusters that it touches, each once, and
// nothing else.
func TestLawBoxesCoverClusters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, opt := hostileText().Draw(t, "text"), anyOptions().Draw(t, "options")
		from := rapid.IntRange(0, len(text)).Draw(t, "from")
		to := rapid.IntRange(from, len(text)).Draw(t, "to")
		eachParagraph(text, opt, func(p *Paragraph, start, end int) {
			for i := range p.Len() {
				line := p.Layout(i, nil)
				boxes := line.Boxes(nil, from, to)
				for k, b := range boxes {
					if k > 0 && b.Left < boxes[k-1].Right-0.01 {
						t.Fatalf("boxes overlap: %+v", boxes)
					}
				}
				covered := 0
				for _, c := range line.Cells {
					touched := c.Start < to && c.End > from
					in := 0
					for _, b := range boxes {
						if b.Start <= c.Start && c.End <= b.End {
							in++
							if c.Left < b.Left-0.01 || c.Right > b.Right+0.01 || b.RTL != c.RTL() {
								t.Fatalf("cell %+v is not within box %+v", c, b)
							}
						}
					}
					if touched != (in == 1) {
						t.Fatalf("cell %+v in %d boxes, touched %v: %+v", c, in, touched, boxes)
					}
					if touched {
						covered += c.End - c.Start
					}
				}
				for _, b := range boxes {
					covered -= b.End - b.Start
				}
				if covered != 0 {
					t.Fatalf("boxes have %d bytes more or less than the clusters: %+v", covered, boxes)
				}
			}
		})
	})
}

// Lines asked for one by one are those asked for at once, and a line laid out
// again after others is the same.
func TestLawLazyEqualsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, opt := hostileText().Draw(t, "text"), anyOptions().Draw(t, "options")
		reused := new(Line)
		eachParagraph(text, opt, func(p *Paragraph, start, end int) {
			q := shared().NewParagraph(text, start, end, opt)
			for n := 1; !q.Break(n); n++ {
				if q.Len() != n {
					t.Fatalf("%d lines after asking for %d", q.Len(), n)
				}
			}
			var whole, lazy []LineInfo
			for i := range p.Len() {
				whole = append(whole, p.Line(i))
			}
			for i := range q.Len() {
				lazy = append(lazy, q.Line(i))
			}
			if diff := cmp.Diff(whole, lazy); diff != "" {
				t.Fatalf("lines (-whole +lazy):\n%s", diff)
			}
			for i := q.Len() - 1; i >= 0; i-- {
				fresh := p.Layout(i, nil)
				reused = q.Layout(i, reused)
				if diff := cmp.Diff(fresh.Runs, reused.Runs, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("runs (-fresh +reused):\n%s", diff)
				}
				if diff := cmp.Diff(fresh.Cells, reused.Cells, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("cells (-fresh +reused):\n%s", diff)
				}
			}
		})
	})
}

// Cells have the levels of UAX 9, those of white space at a line's end being
// the base level, and stand in the order of L2.
func TestLawOrderIsThatOfTheLevels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, opt := hostileText().Draw(t, "text"), anyOptions().Draw(t, "options")
		var b bidiText
		eachParagraph(text, opt, func(p *Paragraph, start, end int) {
			content := contentEnd(text, start, end)
			b.setText(text[start:content])
			b.resolve(opt.Direction)
			if p.RTL() != (b.base == 1) {
				t.Fatalf("paragraph runs RTL %v, want %v", p.RTL(), b.base == 1)
			}
			index := map[int]int{} // of the character at an offset
			for at := start; at < content; {
				index[at] = len(index)
				_, n := utf8.DecodeRuneInString(text[at:])
				at += n
			}
			for i := range p.Len() {
				line := p.Layout(i, nil)
				cells := sortCells(line.Cells)
				var levels []uint8
				for _, c := range cells {
					levels = append(levels, b.levels[index[c.Start]])
				}
				blank := func(c Cell) bool {
					return !strings.ContainsFunc(text[c.Start:c.End], func(r rune) bool { return r != '\t' && !isTrailing(classOf(r)) })
				}
				for k := len(levels) - 1; k >= 0 && blank(cells[k]); k-- {
					levels[k] = b.base
				}
				for k, c := range cells {
					if c.Level != levels[k] {
						t.Fatalf("cell %+v has level %d, want %d", c, c.Level, levels[k])
					}
				}
				for place, k := range VisualOrder(levels, nil) {
					if line.Cells[place] != cells[k] {
						t.Fatalf("at place %d stands %+v, want %+v", place, line.Cells[place], cells[k])
					}
				}
			}
		})
	})
}
