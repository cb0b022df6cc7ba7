package page

import (
	"galley/annotate"
	"galley/annotate/span"
	"galley/app/typeset"
)

// Beside is the caret position one character to the right of pos as it is seen,
// or to the left. At the end of a line it is on the next one.
func (p *Page) Beside(pos typeset.Position, right bool) typeset.Position {
	i, k := p.lineOf(pos)
	line := p.setLine(i, k)
	if c, ok := p.cellBeside(line, pos, right); ok {
		if right != c.RTL() {
			return typeset.Position{Offset: c.End, Affinity: typeset.Upstream}
		}
		return typeset.Position{Offset: c.Start}
	}
	if right != line.RTL {
		i, k, ok := p.lineBelow(i, k)
		if !ok {
			return pos
		}
		return typeset.Position{Offset: int(p.paras[i].lines[k].start)}
	}
	i, k, ok := p.lineAbove(i, k)
	if !ok {
		return pos
	}
	return p.lineEndPosition(i, k)
}

// Backwards tells whether the text to the right of pos (or to its left) is read
// from right to left: a step that way then goes back in it (or forth).
func (p *Page) Backwards(pos typeset.Position, right bool) bool {
	i, k := p.lineOf(pos)
	line := p.setLine(i, k)
	if c, ok := p.cellBeside(line, pos, right); ok {
		return c.RTL()
	}
	return line.RTL
}

// RTL tells whether the paragraph with pos is read from right to left.
func (p *Page) RTL(pos typeset.Position) bool {
	i, k := p.lineOf(pos)
	return p.setLine(i, k).RTL
}

// cellBeside is the cluster that a step from pos passes over.
func (p *Page) cellBeside(line *typeset.Line, pos typeset.Position, right bool) (typeset.Cell, bool) {
	x := line.Caret(pos)
	const near = 0.01
	var best typeset.Cell
	found := false
	for _, c := range line.Cells {
		if c.Left == c.Right || c.Start >= line.End {
			continue
		}
		switch {
		case right && c.Left >= x-near && (!found || c.Left < best.Left):
			best, found = c, true
		case !right && c.Right <= x+near && (!found || c.Right > best.Right):
			best, found = c, true
		}
	}
	return best, found
}

// lineBelow is the line after line k of paragraph i.
func (p *Page) lineBelow(i, k int) (paragraph, line int, ok bool) {
	p.lay(i, func(q *para) bool { return len(q.lines) > k+1 })
	if k+1 < len(p.paras[i].lines) {
		return i, k + 1, true
	}
	if i+1 == len(p.paras) {
		return i, k, false
	}
	p.lay(i+1, func(*para) bool { return true })
	return i + 1, 0, true
}

// lineAbove is the line before line k of paragraph i.
func (p *Page) lineAbove(i, k int) (paragraph, line int, ok bool) {
	if k > 0 {
		return i, k - 1, true
	}
	if i == 0 {
		return i, k, false
	}
	p.hold(p.anchor(), func() { p.lay(i-1, all) })
	return i - 1, len(p.paras[i-1].lines) - 1, true
}

// Vertical is the position some lines below pos, or above for n below 0,
// nearest to an x in the viewport. At the first and last line it is the text's
// start and end.
func (p *Page) Vertical(pos typeset.Position, n int, x float32) typeset.Position {
	i, k := p.lineOf(pos)
	ok := true
	for ; n > 0 && ok; n-- {
		i, k, ok = p.lineBelow(i, k)
	}
	if !ok {
		return typeset.Position{Offset: len(p.text)}
	}
	for ; n < 0 && ok; n++ {
		i, k, ok = p.lineAbove(i, k)
	}
	if !ok {
		return typeset.Position{}
	}
	return p.setLine(i, k).Hit(x - p.geo.left)
}

// LineEnds are the positions at the start and the end of the line with pos.
func (p *Page) LineEnds(pos typeset.Position) (start, end typeset.Position) {
	i, k := p.lineOf(pos)
	return typeset.Position{Offset: int(p.paras[i].lines[k].start)}, p.lineEndPosition(i, k)
}

func (p *Page) lineEndPosition(i, k int) typeset.Position {
	return typeset.Position{Offset: p.setLine(i, k).End, Affinity: typeset.Upstream}
}

// Lines is how many ordinary lines fill the viewport, at least 1.
func (p *Page) Lines() int {
	return max(1, int(p.geo.height-float32(p.covered()))/p.geo.usual()-1)
}

// Next is the mention or event after the one with an id in the order of the
// text, or before it for by below 0. Without an id it is the first that starts
// behind the start of s, or at it if s is empty; backwards it is the last before
// it. It is empty when there is none.
func (p *Page) Next(id annotate.ID, s span.Span, by int) annotate.ID {
	if p.article() == nil {
		return ""
	}
	list := p.marks[0].From(s.Start)
	if by < 0 {
		// Those that start at the same place may come before the one with the id.
		list = p.marks[0].Before(s.Start + 1)
	}
	passed := id == ""
	for e := range list {
		switch here := e.Key.ItemID(); {
		case e.Span != fragments(e.Key)[0]: // a further fragment
		case here == id && e.Start == s.Start:
			passed = true
		case !passed || id == "" && e.Start == s.Start && (by < 0 || s.Len() > 0):
		default:
			return here
		}
	}
	return ""
}
