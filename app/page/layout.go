package page

import (
	"slices"
	"sort"
	"strings"

	"galley/annotate/span"
	"galley/app/typeset"
)

// para is a paragraph: where it starts and what is known of its lines.
type para struct {
	start int32
	known int32 // offset up to which it is broken into lines
	done  bool  // whether that is all of it
	lines []line
}

// line is a line of text as it is kept for the whole article: 12 bytes.
type line struct {
	start    int32
	top      int32 // below the paragraph's top
	up, down uint8 // what a script taller than the body's asks for above and below
	rows     uint8
}

// block is what is kept of a paragraph while it is in view or unfinished.
type block struct {
	setter *typeset.Paragraph
	marks  []placed
	lines  map[int]*typeset.Line
}

// bigParagraph is the length in bytes from which a paragraph is broken in steps
// and kept broken.
const bigParagraph = 16 << 10

// reset forgets every line: the text, its size or the width changed.
func (p *Page) reset() {
	clear(p.blocks)
	p.next = 0
	each := make([]int32, len(p.paras))
	for i := range p.paras {
		p.paras[i] = para{start: p.paras[i].start, known: p.paras[i].start}
		each[i] = p.estimate(i)
	}
	p.heights.reset(each)
}

// extent is the text of paragraph i with its line break.
func (p *Page) extent(i int) span.Span {
	end := len(p.text)
	if i+1 < len(p.paras) {
		end = int(p.paras[i+1].start)
	}
	return span.Span{Start: int(p.paras[i].start), End: end}
}

// paraAt is the paragraph that holds the byte at offset.
func (p *Page) paraAt(offset int) int {
	return max(0, sort.Search(len(p.paras), func(i int) bool { return int(p.paras[i].start) > offset })-1)
}

// blank tells whether paragraph i is an empty line, which is set as a gap.
func (p *Page) blank(i int) bool {
	e := p.extent(i)
	return e.Len() <= 2 && strings.Trim(p.text[e.Start:e.End], "\r\n") == ""
}

// gapAfter is the space below paragraph i. An empty line is itself such a space.
func (p *Page) gapAfter(i int) int {
	if i+1 >= len(p.paras) || p.blank(i) || p.blank(i+1) {
		return 0
	}
	return p.geo.gap
}

// estimate is the height that paragraph i will have, more or less.
func (p *Page) estimate(i int) int32 {
	if p.blank(i) {
		return int32(p.geo.gap)
	}
	return int32(p.estimateLines(p.extent(i).Len())*p.geo.usual() + p.gapAfter(i))
}

// estimateLines is how many lines some bytes will fill: a byte of Latin, Arabic
// or Chinese text takes half an em, a quarter, a third.
func (p *Page) estimateLines(bytes int) int {
	return max(1, ceil(float32(bytes)*0.48*p.geo.size/p.geo.column))
}

// block is the working state of paragraph i.
func (p *Page) block(i int) *block {
	if b := p.blocks[i]; b != nil {
		return b
	}
	e := p.extent(i)
	b := &block{
		setter: p.kit.Shaper.NewParagraph(p.text, e.Start, e.End, typeset.Options{
			Style: p.geo.body, Width: p.geo.column, TabWidth: 4 * p.geo.size,
		}),
		marks: p.place(e),
		lines: map[int]*typeset.Line{},
	}
	p.blocks[i] = b
	return b
}

// setLine is the typeset line k of paragraph i, which must be known.
func (p *Page) setLine(i, k int) *typeset.Line {
	b := p.block(i)
	l := b.lines[k]
	if l == nil {
		if b.setter.Len() <= k {
			b.setter.Break(len(p.paras[i].lines)) // the paragraph was out of view and is set again
		}
		l = b.setter.Layout(k, nil)
		b.lines[k] = l
	}
	return l
}

// lay breaks paragraph i until enough says so or it is done.
func (p *Page) lay(i int, enough func(*para) bool) {
	q := &p.paras[i]
	if q.done || len(q.lines) > 0 && enough(q) {
		return
	}
	b := p.block(i)
	step := 1 << 30
	if p.extent(i).Len() >= bigParagraph {
		step = 64
	}
	for !q.done {
		from := len(q.lines)
		q.done = b.setter.Break(min(from+step, 1<<30))
		for k := from; k < b.setter.Len(); k++ {
			q.lines = append(q.lines, p.newLine(b.setter.Line(k)))
			q.known = int32(b.setter.Line(k).Next)
		}
		step *= 2
		p.pile(i, from, b.marks)
		if enough(q) {
			break
		}
	}
	p.measure(i)
}

func (p *Page) newLine(info typeset.LineInfo) line {
	g := &p.geo
	return line{
		start: int32(info.Start),
		up:    uint8(max(0, min(255, ceil(info.Ascent-g.ascent())))),
		down:  uint8(max(0, min(255, ceil(info.Descent-g.descent())))),
		rows:  uint8(g.least()),
	}
}

// ascent and descent are the room for text above and below the baseline in an
// ordinary line. Faces of nearly its height do not make a line taller.
func (g *geometry) ascent() float32  { return float32(g.base + 1) }
func (g *geometry) descent() float32 { return float32(g.band - g.base + 1) }

// pile counts the rows of paragraph i's lines from one on and sets their tops.
func (p *Page) pile(i, from int, marks []placed) {
	q := &p.paras[i]
	on := make([][]span.Span, len(q.lines)) // the marks on each line, the shortest first
	for _, m := range slices.Backward(marks) {
		for k := max(from, q.lineAt(m.hull.Start)); k < len(q.lines) && int(q.lines[k].start) < m.hull.End; k++ {
			if cut := m.within(int(q.lines[k].start), q.lineEnd(k)); cut.Len() > 0 {
				on[k] = append(on[k], cut)
			}
		}
	}
	for k := from; k < len(q.lines); k++ {
		q.lines[k].rows = uint8(p.geo.least())
		if len(on[k]) > 1 && p.geo.lanes == 0 {
			q.lines[k].rows = uint8(min(maxRows, 1+slices.Max(span.Stack(on[k]))))
		}
		if k > 0 {
			q.lines[k].top = q.lines[k-1].top + int32(p.lineHeight(i, k-1))
		}
	}
}

// lineAt is the last known line that starts at or before offset.
func (q *para) lineAt(offset int) int {
	return max(0, sort.Search(len(q.lines), func(k int) bool { return int(q.lines[k].start) > offset })-1)
}

// lineEnd is where the text of line k ends, with its line break.
func (q *para) lineEnd(k int) int {
	if k+1 < len(q.lines) {
		return int(q.lines[k+1].start)
	}
	return int(q.known)
}

// lineHeight is the height of line k of paragraph i.
func (p *Page) lineHeight(i, k int) int {
	if p.blank(i) {
		return p.geo.gap
	}
	l := p.paras[i].lines[k]
	return int(l.up) + int(l.down) + p.geo.lineHeight(int(l.rows))
}

// measure tells the running sums how tall paragraph i is.
func (p *Page) measure(i int) {
	q := &p.paras[i]
	h := p.gapAfter(i)
	if n := len(q.lines); n > 0 {
		h += int(q.lines[n-1].top) + p.lineHeight(i, n-1)
	}
	if !q.done {
		h += p.estimateLines(p.extent(i).End-int(q.known)) * p.geo.usual()
	}
	p.heights.set(i, int32(h))
}

// restack places the marks of paragraph i anew, after some were added or removed.
func (p *Page) restack(i int) {
	q := &p.paras[i]
	b := p.blocks[i]
	if b == nil && len(q.lines) == 0 {
		return // it will be placed when it is laid out
	}
	marks := p.place(p.extent(i))
	if b != nil {
		b.marks = marks
	}
	p.pile(i, 0, marks)
	p.measure(i)
}

func all(*para) bool { return false }

// LayoutSome breaks paragraphs that were not yet in view, as many as hold about
// a number of bytes, and tells whether all are done. What is in view stays
// where it is.
func (p *Page) LayoutSome(bytes int) (done bool) {
	p.hold(p.anchor(), func() {
		for bytes > 0 && p.next < len(p.paras) {
			q := &p.paras[p.next]
			if q.done {
				p.next++
				continue
			}
			_, kept := p.blocks[p.next]
			from := int(q.known)
			p.lay(p.next, func(q *para) bool { return int(q.known)-from >= bytes })
			bytes -= int(q.known) - from + 16
			if q.done && !kept && p.extent(p.next).Len() < bigParagraph {
				delete(p.blocks, p.next)
			}
		}
	})
	return p.next >= len(p.paras)
}
