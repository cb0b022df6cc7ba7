package typeset

import (
	"slices"
	"sort"
)

// Hit gives the place for a caret nearest to x: the edge of the cluster there
// that x is closer to.
func (l *Line) Hit(x float32) Position {
	if len(l.Cells) == 0 {
		return Position{Offset: l.Start}
	}
	c := l.Cells[l.cellAt(x)]
	if before := x < (c.Left+c.Right)/2; before != c.RTL() {
		return Position{Offset: c.Start}
	}
	return Position{Offset: c.End, Affinity: Upstream}
}

// CellAt gives the cluster under x, and false beside the text.
func (l *Line) CellAt(x float32) (Cell, bool) {
	if len(l.Cells) == 0 {
		return Cell{}, false
	}
	c := l.Cells[l.cellAt(x)]
	return c, c.Left <= x && x < c.Right
}

// cellAt gives the cell that x lies in, or the outermost on its side.
func (l *Line) cellAt(x float32) int {
	i := sort.Search(len(l.Cells), func(i int) bool { return l.Cells[i].Right > x })
	return min(i, len(l.Cells)-1)
}

// Caret gives x for a caret: at the edge of the cluster its affinity names, or
// of the other where there is none on this line.
func (l *Line) Caret(pos Position) float32 {
	before, after := l.around(pos.Offset)
	switch {
	case before == nil && after == nil:
		return l.edge
	case after == nil || before != nil && pos.Affinity == Upstream:
		return trailingEdge(before)
	}
	return leadingEdge(after)
}

// PrimaryCaret gives x for a caret at an offset where text of the lower of the
// two levels beside it would go on.
func (l *Line) PrimaryCaret(offset int) float32 {
	before, after := l.around(offset)
	if before != nil && after != nil && before.Level < after.Level {
		return l.Caret(Position{offset, Upstream})
	}
	return l.Caret(Position{offset, Downstream})
}

// around finds the clusters that end and that begin at an offset. An offset
// within a cluster counts as its beginning.
func (l *Line) around(offset int) (before, after *Cell) {
	for i := range l.Cells {
		c := &l.Cells[i]
		if c.Start <= offset && offset < c.End {
			after = c
			offset = c.Start
			break
		}
	}
	for i := range l.Cells {
		if l.Cells[i].End == offset {
			before = &l.Cells[i]
			break
		}
	}
	if before == nil && after == nil { // beyond the line, or in its hard break
		for i := range l.Cells {
			c := &l.Cells[i]
			if offset <= l.Start && c.Start == l.Start {
				after = c
			}
			if offset > l.Start && c.End == l.End {
				before = c
			}
		}
	}
	return before, after
}

func leadingEdge(c *Cell) float32 {
	if c.RTL() {
		return c.Right
	}
	return c.Left
}

func trailingEdge(c *Cell) float32 {
	if c.RTL() {
		return c.Left
	}
	return c.Right
}

// Boxes appends the boxes that cover the clusters which the text from start to
// end touches, from left to right. In mixed text one range can take several.
func (l *Line) Boxes(dst []Box, start, end int) []Box {
	first := len(dst)
	for _, c := range l.Cells {
		if c.End <= start || c.Start >= end {
			continue
		}
		if k := len(dst) - 1; k >= first && dst[k].RTL == c.RTL() && l.joins(dst[k], c) {
			dst[k].Right = c.Right
			dst[k].Start, dst[k].End = min(dst[k].Start, c.Start), max(dst[k].End, c.End)
			continue
		}
		dst = append(dst, Box{Left: c.Left, Right: c.Right, Start: c.Start, End: c.End, RTL: c.RTL()})
	}
	return slices.Clip(dst)
}

// joins reports whether the cell goes on with the box, in the text and so on
// the line.
func (l *Line) joins(b Box, c Cell) bool {
	if c.RTL() {
		return c.End == b.Start
	}
	return c.Start == b.End
}
