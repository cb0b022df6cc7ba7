package typeset

import (
	"sort"
	"sync"
	"unicode/utf8"
)

// Options say how a paragraph is set.
type Options struct {
	Style Style
	// Width is that of the column. Lines are not broken if it is 0 or less.
	Width     float32
	Direction Direction
	// TabWidth is the distance of the tab stops, that of 8 spaces if it is 0.
	TabWidth float32
}

// Paragraph is a paragraph broken into lines, as far as asked. It keeps 16
// bytes a line; glyphs are placed when a line is laid out. It is not safe for
// concurrent use, but different paragraphs are.
type Paragraph struct {
	shaper *Shaper
	opt    Options
	text   string // without the hard break
	start  int    // of text in the article
	next   int    // of the next paragraph in the article

	ready  bool // base and levels are known
	base   uint8
	levels []levelRun
	lines  []lineRecord
	broken int // how much of text is in lines
}

// lineRecord is what is kept of a line.
type lineRecord struct {
	start                  int32
	width, ascent, descent float32
}

// maxLine bounds the bytes on a line that is broken to a width, so that text
// without any advance cannot pile up on one.
const maxLine = 4096

// NewParagraph prepares the paragraph text[start:end] of an article. It lays
// out nothing yet. Offsets in what the paragraph gives count from the
// beginning of the article.
func (s *Shaper) NewParagraph(text string, start, end int, opt Options) *Paragraph {
	content := contentEnd(text, start, end)
	return &Paragraph{shaper: s, opt: opt, text: text[start:content], start: start, next: end}
}

// contentEnd is where the hard break at the end of a paragraph begins.
func contentEnd(text string, start, end int) int {
	r, n := utf8.DecodeLastRuneInString(text[start:end])
	if n == 0 || !isHard(r) {
		return end
	}
	end -= n
	if r == '\n' && end > start && text[end-1] == '\r' {
		end--
	}
	return end
}

// Line sets a text on one line that is not broken, hard breaks in it being
// shown as codes. It serves for labels.
func (s *Shaper) Line(text string, st Style) *Line {
	p := &Paragraph{shaper: s, opt: Options{Style: st}, text: text, next: len(text)}
	return p.Layout(0, nil)
}

// setter is what is needed to break and lay out lines, used again and again.
type setter struct {
	bidi   bidiText
	scan   scanner
	breaks breaker
	items  []item
	levels []uint8
	order  []int
	edges  []edge
}

var setters = sync.Pool{New: func() any { return new(setter) }}

// prepare finds the base direction and the levels.
func (p *Paragraph) prepare() {
	if p.ready {
		return
	}
	p.ready = true
	if p.opt.TabWidth <= 0 {
		p.opt.TabWidth = p.shaper.tabWidth(p.opt.Style)
	}
	if p.opt.Direction != RTL && !needsBidi(p.text) {
		return
	}
	w := setters.Get().(*setter)
	defer setters.Put(w)
	b := &w.bidi
	b.setText(p.text)
	b.resolve(p.opt.Direction)
	p.base = b.base
	i := 0
	for at := range p.text {
		if k := len(p.levels); k == 0 || p.levels[k-1].level != b.levels[i] {
			if k > 0 {
				p.levels[k-1].end = int32(at)
			}
			p.levels = append(p.levels, levelRun{level: b.levels[i]})
		}
		i++
	}
	if k := len(p.levels); k == 1 && p.levels[0].level == p.base {
		p.levels = nil
	} else if k > 0 {
		p.levels[k-1].end = int32(len(p.text))
	}
	b.release()
}

// needsBidi reports whether a text has anything but characters that run from
// left to right, judged by the first bytes of characters.
func needsBidi(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c < 0xD6:
		case c <= 0xDF: // U+0580 to 07FF
			return true
		case i+2 >= len(text):
		case c == 0xE0 && text[i+1] < 0xA4: // U+0800 to 08FF
			return true
		case c == 0xE2 && isBidiControl(text[i+1], text[i+2]):
			return true
		case c == 0xEF && text[i+1] >= 0xAC && text[i+1] <= 0xBB: // U+FB00 to FEFF
			return true
		case c == 0xF0 && (text[i+1] == 0x90 || text[i+1] == 0x9E): // U+10000 to 10FFF, 1E000 to 1EFFF
			return true
		}
	}
	return false
}

// isBidiControl tells U+200F, U+202A to 202E and U+2066 to 2069 by the last
// two bytes of their three.
func isBidiControl(b, c byte) bool {
	return b == 0x80 && (c == 0x8F || c >= 0xAA && c <= 0xAE) || b == 0x81 && c >= 0xA6 && c <= 0xA9
}

// RTL reports whether the paragraph's base direction is from right to left.
func (p *Paragraph) RTL() bool {
	p.prepare()
	return p.base == 1
}

// Done reports whether all lines are known.
func (p *Paragraph) Done() bool { return len(p.lines) > 0 && p.broken == len(p.text) }

// Len is the number of lines known.
func (p *Paragraph) Len() int { return len(p.lines) }

// Break breaks lines until n are known, or all if n is negative, and reports
// whether that was all there are. The time it takes depends on the text it
// reads, not on the length of the paragraph, save that the levels of a
// paragraph with text from right to left are found for all of it at once.
func (p *Paragraph) Break(n int) bool {
	if p.Done() || n >= 0 && len(p.lines) >= n {
		return p.Done()
	}
	p.prepare()
	w := p.setter()
	defer setters.Put(w)
	for !p.Done() && (n < 0 || len(p.lines) < n) {
		p.breakLine(w)
	}
	return p.Done()
}

// setter gives what is needed to set the paragraph's lines.
func (p *Paragraph) setter() *setter {
	w := setters.Get().(*setter)
	w.scan.shaper, w.scan.style, w.scan.text = p.shaper, p.opt.Style, p.text
	w.scan.base, w.scan.levels, w.scan.pos, w.scan.run = p.base, p.levels, 0, 0
	w.breaks.reset(p.text, p.broken)
	return w
}

// breakLine adds a line.
func (p *Paragraph) breakLine(w *setter) {
	start, end := p.broken, len(p.text)
	w.items = w.items[:0]
	w.scan.seek(start, len(p.text))
	x := float32(0)
	for {
		it, ok := w.scan.next()
		if !ok {
			break
		}
		p.setTab(&it, x)
		if p.wraps() && (x+it.width > p.opt.Width && it.kind != Space && it.kind != Tab || it.end-start > maxLine) {
			end = p.cut(w, start, x, it)
			w.trim(end)
			break
		}
		x += it.width
		w.items = append(w.items, it)
	}
	p.lines = append(p.lines, p.record(w, start))
	p.broken = end
}

// wraps reports whether lines are broken to a width.
func (p *Paragraph) wraps() bool { return p.opt.Width > 0 }

// setTab gives a tab at x its width.
func (p *Paragraph) setTab(it *item, x float32) {
	if it.kind != Tab {
		return
	}
	it.width = p.opt.TabWidth - mod(x, p.opt.TabWidth)
	if p.wraps() {
		it.width = max(0, min(it.width, p.opt.Width-x))
	}
}

func mod(x, y float32) float32 { return x - y*float32(int(x/y)) }

// cut finds where to end a line that has no room for it, an item at x: at the
// last place UAX 14 allows, else after as many clusters as fit, but one.
func (p *Paragraph) cut(w *setter, start int, x float32, it item) int {
	room := p.opt.Width - x
	edges := w.edgesOf(&it)[1:]
	fits := func(e edge) bool {
		return e.x <= room && e.at-start <= maxLine && w.widthOf(it.start, e.at) <= room
	}
	for k := len(edges) - 1; k >= 0; k-- {
		if at := edges[k].at; at < it.end && w.breaks.last(at-1, at) == at && fits(edges[k]) {
			return at
		}
	}
	for place := w.breaks.last(start, it.start); place > 0; place = w.breaks.last(start, place-1) {
		if w.isEdge(place) {
			return place
		}
	}
	for k := len(edges) - 1; k >= 0; k-- {
		if fits(edges[k]) {
			return edges[k].at
		}
	}
	if it.start > start {
		return it.start
	}
	return edges[0].at
}

// widthOf measures a stretch of text set by itself.
func (w *setter) widthOf(from, to int) float32 {
	w.scan.seek(from, to)
	x := float32(0)
	for it, ok := w.scan.next(); ok; it, ok = w.scan.next() {
		x += it.width
	}
	return x
}

// isEdge reports whether a grapheme cluster of the line begins at an offset.
func (w *setter) isEdge(at int) bool {
	k := sort.Search(len(w.items), func(k int) bool { return w.items[k].end > at })
	if k == len(w.items) || w.items[k].start == at {
		return true
	}
	for _, e := range w.edgesOf(&w.items[k]) {
		if e.at == at {
			return true
		}
	}
	return false
}

// trim shortens the items to those of a line that ends at end.
func (w *setter) trim(end int) {
	n := len(w.items)
	for n > 0 && w.items[n-1].start >= end {
		n--
	}
	from := end
	if n > 0 && w.items[n-1].end > end {
		n--
		from = w.items[n].start
	} else if n > 0 {
		from = w.items[n-1].end
	}
	w.items = w.items[:n]
	w.scan.seek(from, end)
	for {
		it, ok := w.scan.next()
		if !ok {
			return
		}
		w.items = append(w.items, it)
	}
}

// record measures the line in the making.
func (p *Paragraph) record(w *setter, start int) lineRecord {
	first := p.shaper.fonts.face(chains[p.opt.Style.Font][0])
	size := p.opt.Style.Size
	rec := lineRecord{start: int32(start), ascent: first.ascent * size, descent: first.descent * size}
	x := float32(0)
	for i := range w.items {
		it := &w.items[i]
		x += it.width
		if it.kind != Space && it.kind != Tab {
			rec.width = x
		}
		if it.kind == Glyphs {
			f := p.shaper.fonts.face(it.face)
			rec.ascent, rec.descent = max(rec.ascent, f.ascent*size), max(rec.descent, f.descent*size)
		}
	}
	return rec
}

// Line describes a line that is known: i is below Len.
func (p *Paragraph) Line(i int) LineInfo {
	rec := p.lines[i]
	info := LineInfo{
		Start: p.start + int(rec.start), End: p.start + p.broken, Width: rec.width,
		Ascent: rec.ascent, Descent: rec.descent, RTL: p.base == 1,
	}
	if i+1 < len(p.lines) {
		info.End = p.start + int(p.lines[i+1].start)
	}
	if info.Next = info.End; info.End == p.start+len(p.text) {
		info.Next = p.next
	}
	return info
}

// LineOf gives the line on which a caret is shown, breaking lines as far as
// needed. An upstream caret where a line wraps is at the end of the earlier
// one.
func (p *Paragraph) LineOf(pos Position) int {
	at := min(max(pos.Offset-p.start, 0), len(p.text))
	for n := 1; !p.Done() && p.broken <= at; n *= 2 {
		p.Break(len(p.lines) + n)
	}
	i := sort.Search(len(p.lines), func(i int) bool { return int(p.lines[i].start) > at }) - 1
	if pos.Affinity == Upstream && i > 0 && int(p.lines[i].start) == at {
		i--
	}
	return i
}
