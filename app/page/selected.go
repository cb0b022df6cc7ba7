package page

import (
	"cmp"
	"slices"

	"galley/annotate/span"
	"galley/app/typeset"
)

// preview is where the selected annotation's edge is being dragged to.
func (d *drawing) preview() {
	for _, b := range d.boxesOf(d.p.state.Preview, 0) {
		for _, y := range []int{0, d.band - 2} {
			d.add(Op{Kind: Fill, X: b.left, Y: float32(y), W: b.right - b.left, H: 2, Color: d.colors.SelectionEdge})
		}
	}
}

// selectionGround lies under everything, so that fills stay visible on it.
func (d *drawing) selectionGround() {
	for _, b := range d.selected() {
		d.add(Op{Kind: Fill, X: b.left, W: b.right - b.left, H: float32(d.band), Color: d.colors.Selection})
	}
}

func (d *drawing) selectionEdges() {
	for _, b := range d.selected() {
		for _, y := range []int{0, d.band - 2} {
			d.add(Op{Kind: Fill, X: b.left, Y: float32(y), W: b.right - b.left, H: 2, Color: d.colors.SelectionEdge})
		}
	}
}

// selected are the boxes of the selected text. A line break in it shows as a
// short stub behind the text.
func (d *drawing) selected() []box {
	s := d.p.state.Selection.Span()
	if s.Len() == 0 || d.p.state.Selection.Annotation != "" {
		return nil
	}
	out := d.rawBoxes(s, min(s.End, d.view.end), 0)
	if end := d.set.End; s.Start <= end && s.End > end && d.view.end > end {
		x := d.geo.left + d.set.Caret(typeset.Position{Offset: end, Affinity: typeset.Upstream})
		stub := box{left: x, right: x + 0.25*d.geo.size}
		if d.set.RTL {
			stub = box{left: x - 0.25*d.geo.size, right: x}
		}
		out = append(out, stub)
	}
	return out
}

// hits frames what a search found.
func (d *drawing) hits() {
	list := d.p.state.Hits
	from, _ := slices.BinarySearchFunc(list, int(d.view.start), func(s span.Span, at int) int { return cmp.Compare(s.End, at+1) })
	for i := from; i < len(list) && list[i].Start < d.view.end; i++ {
		op := Op{Kind: Frame, S: d.p.kit.Tokens.Stroke.Frame, Color: d.colors.Hit, R: 2}
		if i == d.p.state.Hit {
			op.S, op.Color = d.p.kit.Tokens.Stroke.FrameCurrent, d.colors.HitCurrent
		}
		for _, b := range d.boxesOf(list[i], 0) {
			op.X, op.W, op.H = b.left-op.S/2, b.right-b.left+op.S, float32(d.band)
			d.add(op)
		}
	}
}

// caret stands where typing commands act.
func (d *drawing) caret() {
	s := d.p.state.Selection
	if !d.p.state.Active || !d.holds(s.Caret) {
		return
	}
	x := d.geo.left + d.set.Caret(s.Caret)
	d.add(Op{Kind: Fill, X: x - 1, W: 2, H: float32(d.band), Color: d.colors.Caret})
}

// holds tells whether a position is on this line: at a wrap the affinity decides.
func (d *drawing) holds(pos typeset.Position) bool {
	start, end := int(d.view.start), d.view.end
	if pos.Offset == start && pos.Affinity == typeset.Upstream && d.view.index > 0 {
		return false
	}
	if pos.Offset < start || pos.Offset > end {
		return false
	}
	last := d.view.index == len(d.p.paras[d.view.para].lines)-1 // of its paragraph, or of what is known
	if pos.Offset == end {
		return end == len(d.p.text) && (last && d.view.para == len(d.p.paras)-1) || pos.Affinity == typeset.Upstream && !last
	}
	return true
}
