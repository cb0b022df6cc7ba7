package page

import (
	"galley/annotate/span"
)

// Height is the height of the whole page. Part of it may be an estimate.
func (p *Page) Height() float64 {
	return float64(p.head.height) + float64(p.heights.above(len(p.paras))) + float64(p.foot())
}

// foot is the empty space below the last line.
func (p *Page) foot() int { return 3 * p.geo.u }

// Top is where the viewport begins, below the top of the page.
func (p *Page) Top() float64 { return p.top }

// clamp keeps the viewport within the page.
func (p *Page) clamp() {
	p.top = max(0, min(p.top, p.Height()-float64(p.geo.height)))
}

// paraTop is the y of paragraph i, below the top of the page.
func (p *Page) paraTop(i int) float64 { return float64(p.head.height) + float64(p.heights.above(i)) }

// paraAtY is the paragraph at y, below the top of the page.
func (p *Page) paraAtY(y float64) int {
	i, _ := p.heights.at(int64(max(0, y-float64(p.head.height))))
	return i
}

// lineTop is the y of the line with an offset, as far as it is known.
func (p *Page) lineTop(offset int) float64 {
	i := p.paraAt(offset)
	q := &p.paras[i]
	if len(q.lines) == 0 {
		return p.paraTop(i)
	}
	k := q.lineAt(offset)
	y := p.paraTop(i) + float64(q.lines[k].top)
	if offset >= int(q.known) && !q.done { // further down than is known
		y += float64(p.estimateLines(offset-int(q.known)) * p.geo.usual())
	}
	return y
}

// hold does something that may change heights and keeps the line with an
// offset at its place on the screen.
func (p *Page) hold(offset int, change func()) {
	if p.article() == nil {
		change()
		return
	}
	before := p.lineTop(offset)
	change()
	p.reach(offset)
	p.top += p.lineTop(offset) - before
	p.clamp()
}

// holdPlace sets everything anew and keeps the place: the top of the page if it
// is in view, else a line.
func (p *Page) holdPlace(change func()) {
	if p.top == 0 {
		change()
		return
	}
	p.hold(p.anchor(), change)
}

// anchor is the offset whose line should not move: the caret's when it is in
// view, else the first line's.
func (p *Page) anchor() int {
	if p.article() == nil {
		return 0
	}
	caret := min(p.state.Selection.Caret.Offset, len(p.text))
	if y := p.lineTop(caret) - p.top; y >= 0 && y+float64(p.geo.band) <= float64(p.geo.height) {
		return caret
	}
	return p.firstVisible()
}

// firstVisible is the start of the first line that is wholly or mostly in view.
func (p *Page) firstVisible() int {
	i := p.paraAtY(p.top)
	q := &p.paras[i]
	y := p.top - p.paraTop(i)
	for k, l := range q.lines {
		if float64(l.top)+float64(p.geo.band)/2 >= y {
			return int(l.start)
		}
		if k == len(q.lines)-1 && q.done && i+1 < len(p.paras) {
			return int(p.paras[i+1].start)
		}
	}
	return int(q.start)
}

// reach lays out the lines up to the one with an offset in its paragraph.
func (p *Page) reach(offset int) {
	p.lay(p.paraAt(offset), func(q *para) bool { return int(q.known) > offset })
}

// ScrollBy moves the viewport down by dy, or up by -dy.
func (p *Page) ScrollBy(dy float32) {
	if p.article() == nil {
		return
	}
	if dy < 0 {
		p.hold(p.firstVisible(), func() { p.layAbove(-float64(dy)) })
	}
	p.top += float64(dy)
	p.layView()
	p.clamp()
}

// Moved does something that scrolls and tells how far, as what was in view is
// seen to move up.
func (p *Page) Moved(scroll func()) float32 {
	if p.article() == nil {
		scroll()
		return 0
	}
	at := p.firstVisible()
	before := p.lineTop(at) - p.top
	scroll()
	return float32(before - (p.lineTop(at) - p.top))
}

// layAbove lays out what a step up by dy will show, so that its height is known.
func (p *Page) layAbove(dy float64) {
	i := p.paraAtY(p.top) // whose lines above the view are known
	for dy -= p.top - p.paraTop(i); i > 0 && dy > 0; dy -= float64(p.heights.each[i]) {
		i--
		p.lay(i, all)
	}
}

// layView lays out what is in view.
func (p *Page) layView() {
	bottom := p.top + float64(p.geo.height)
	for i := p.paraAtY(p.top); i < len(p.paras) && p.paraTop(i) < bottom; i++ {
		top := p.paraTop(i)
		p.lay(i, func(q *para) bool { return top+float64(q.lines[len(q.lines)-1].top) > bottom })
	}
}

// ScrollToY puts the y given, below the top of the page, at the top of the
// viewport. Where the lines there are not laid out yet it lands near.
func (p *Page) ScrollToY(y float64) {
	p.top = y
	p.clamp()
	if p.article() != nil {
		p.layView()
		p.clamp()
	}
}

// ScrollTo puts the line with an offset at the top of the viewport.
func (p *Page) ScrollTo(offset int) {
	if p.article() == nil {
		return
	}
	p.reach(offset)
	p.top = 0
	if offset > 0 {
		p.top = p.lineTop(offset) - float64(p.kit.Tokens.Size.Row)
	}
	p.layView()
	p.clamp()
}

// Reveal scrolls as little as shows the line with an offset, with a line to
// spare. What is far away comes to stand a third below the top.
func (p *Page) Reveal(offset int) {
	if p.article() == nil {
		return
	}
	p.reach(offset)
	y, h := p.lineTop(offset), float64(p.geo.height)
	spare := min(float64(p.geo.u), h/4)
	above, below := y-p.covered()-spare, y+2*spare-h
	switch {
	case p.top > above && p.top-above < h:
		if y <= float64(p.head.height) {
			above = 0 // with the first line the title comes into view
		}
		p.ScrollBy(float32(above - p.top))
	case p.top < below && below-p.top < h:
		p.ScrollBy(float32(below - p.top))
	case p.top > above || p.top < below:
		p.ScrollToY(y - h/3)
		// Lines above may have been laid out just now and moved it.
		p.top += p.lineTop(offset) - y
		p.clamp()
	}
}

// Visible is the text that is at least partly in view.
func (p *Page) Visible() span.Span {
	if p.article() == nil {
		return span.Span{}
	}
	var out span.Span
	p.eachLine(func(v lineView) {
		if out.End == 0 {
			out.Start = int(v.start)
		}
		out.End = v.end
	})
	return out
}

// lineView is a line in view.
type lineView struct {
	line
	para, index int
	end         int     // of its text, with its line break
	y           float64 // below the top of the page
	height      int
}

func (p *Page) lineView(i, k int) lineView {
	q := &p.paras[i]
	return lineView{line: q.lines[k], para: i, index: k, end: q.lineEnd(k), y: p.paraTop(i) + float64(q.lines[k].top), height: p.lineHeight(i, k)}
}

// eachLine calls do with every line in view, from above, laying out what is not.
func (p *Page) eachLine(do func(lineView)) {
	bottom := p.top + float64(p.geo.height)
	p.layView()
	for i := p.paraAtY(p.top); i < len(p.paras); i++ {
		top := p.paraTop(i)
		if top >= bottom {
			return
		}
		q := &p.paras[i]
		for k := q.firstBelow(p.top - top); k < len(q.lines); k++ {
			v := p.lineView(i, k)
			if v.y >= bottom {
				return
			}
			do(v)
		}
	}
}

// firstBelow is the line that lies at y below the paragraph's top.
func (q *para) firstBelow(y float64) int {
	lo, hi := 0, len(q.lines)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; float64(q.lines[mid].top) <= y {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}
