package page

import (
	"slices"
	"strings"
	"unicode"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/typeset"
)

// drawing is one line while it is drawn. Lengths are from the line's top and
// the page's left edge.
type drawing struct {
	*canvas
	geo  *geometry
	view lineView
	set  *typeset.Line
	band int // height of the text
	base int
	// inkEnd is where the line's text ends without the white space behind it.
	inkEnd int
	on     []onLine
}

// onLine is a mark on the line.
type onLine struct {
	placed
	row    int // by what overlaps on this line alone
	boxes  []box
	bright bool // in its colours
	filled bool
	role   string
}

// box is a stretch of one fragment on the line.
type box struct {
	left, right float32
	rtl         bool // whether its text is read from right to left
	starts      bool // the fragment begins here
	ends        bool
	fragment    int
}

// leading and trailing are the edges where reading starts and ends.
func (b box) leading() float32 {
	if b.rtl {
		return b.right
	}
	return b.left
}

func (b box) trailing() float32 { return b.left + b.right - b.leading() }

func newDrawing(c *canvas, v lineView, t *typeset.Line, marks []placed) *drawing {
	g := &c.p.geo
	d := &drawing{canvas: c, geo: g, view: v, set: t, band: g.band + int(v.up) + int(v.down), base: g.base + int(v.up)}
	if c.p.blank(v.para) {
		d.band = g.gap
	}
	within := span.Span{Start: int(v.start), End: v.end}
	text := c.p.text[v.start:v.end]
	d.inkEnd = int(v.start) + len(strings.TrimRightFunc(text, unicode.IsSpace))
	rows := c.p.rowsOf(marks, within)
	for k, m := range marks {
		if rows[k] < 0 {
			continue
		}
		o := onLine{placed: m, row: rows[k]}
		o.bright, o.role = c.lit(m)
		o.filled = o.bright && (g.lanes == 0 || len(c.p.state.Set) > 0) && (!m.style.Residue || m.proposed)
		for i, f := range m.fragments {
			o.boxes = append(o.boxes, d.boxesOf(f, i)...)
		}
		d.on = append(d.on, o)
	}
	return d
}

// lit tells whether a mark stays bright beside the focused event or armed slot,
// and the role it has there.
func (c *canvas) lit(m placed) (bright bool, role string) {
	if c.p.geo.lanes > 0 {
		return c.p.state.inSet(m.member()), ""
	}
	f := c.p.state.Focus
	if !f.on() {
		return true, ""
	}
	role = c.roles[m.id]
	if role == "" && m.entity != "" {
		role = c.roles[m.entity]
	}
	bright = role != "" || m.id == f.Event && m.event
	if x, ok := m.item.(*annotate.Mention); ok && slices.Contains(f.Fits, x.Label) {
		bright = true
	}
	return bright, role
}

// boxesOf are the boxes of a range on the line, from left to right.
func (d *drawing) boxesOf(f span.Span, fragment int) []box {
	if f.End >= d.view.end { // what goes on below does not cover the space at the wrap
		return d.rawBoxes(f, min(f.End, d.inkEnd), fragment)
	}
	return d.rawBoxes(f, f.End, fragment)
}

// rawBoxes are the boxes of a range that is drawn up to end only.
func (d *drawing) rawBoxes(f span.Span, end, fragment int) []box {
	start := max(f.Start, int(d.view.start))
	if start >= end {
		return nil
	}
	d.boxes = d.set.Boxes(d.boxes[:0], start, end)
	out := make([]box, 0, len(d.boxes))
	for _, b := range d.boxes {
		if b.Right <= b.Left {
			continue
		}
		next := box{
			left: d.geo.left + b.Left, right: d.geo.left + b.Right, rtl: b.RTL,
			starts: f.Start >= int(d.view.start) && b.Start <= f.Start, ends: f.End <= d.view.end && b.End >= min(f.End, end), fragment: fragment,
		}
		if n := len(out); n > 0 && next.left-out[n-1].right < 0.5 {
			// Runs of both directions side by side are one box, read in the line's direction.
			last := &out[n-1]
			last.right, last.rtl = next.right, d.set.RTL
			last.starts, last.ends = last.starts || next.starts, last.ends || next.ends
			continue
		}
		out = append(out, next)
	}
	return out
}
