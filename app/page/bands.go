package page

import (
	"cmp"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/tokens"
	"galley/app/typeset"
)

// fills draws the grounds of mentions, the longest first.
func (d *drawing) fills() {
	for i, m := range d.on {
		if m.event || !m.filled {
			continue
		}
		inset, crossing := d.nesting(i)
		ink := m.style.Entry.Ink(d.p.state.Dark)
		for _, b := range m.boxes {
			left, right := d.outer(m, b)
			op := Op{Kind: Fill, X: left, Y: float32(inset), W: right - left, H: float32(d.band - 2*inset), Color: ink.Fill, R: d.p.kit.Tokens.Radius.Fill}
			if m.proposed {
				op.Kind, op.Color, op.S, op.R = Hollow, ink.Edge, d.p.kit.Tokens.Stroke.Frame, 0.12*float32(d.geo.u)
			}
			d.add(op)
			if crossing && b.starts && !m.proposed {
				d.add(Op{Kind: Fill, X: b.leading() - 0.5, Y: op.Y, W: 1, H: op.H, Color: ink.Edge})
			}
			if !m.proposed && (m.member() == d.hovered || m.entity != "" && m.entity == d.p.state.Entity) {
				d.add(Op{Kind: Frame, X: left, Y: op.Y, W: op.W, H: op.H, R: op.R, S: 1, Color: ink.Edge})
			}
		}
	}
}

// nesting is how far the fill of mark i lies within the band, and whether it
// crosses one drawn before.
func (d *drawing) nesting(i int) (inset int, crossing bool) {
	depth := 1
	for _, o := range d.on[:i] {
		switch m := d.on[i]; {
		case o.event || !o.filled || o.proposed:
		case o.hull.Covers(m.hull):
			depth++
		case o.hull.Overlaps(m.hull):
			crossing = true
		}
	}
	return min(depth*d.geo.inset, d.band/4), crossing
}

// outer widens a box by 2 dp at the ends of its fragment, but not where another
// mark touches it.
func (d *drawing) outer(m onLine, b box) (left, right float32) {
	left, right = b.left, b.right
	f := m.fragments[b.fragment]
	const over = 2
	if b.starts && !d.touched(m, f.Start) {
		if b.rtl {
			right += over
		} else {
			left -= over
		}
	}
	if b.ends && !d.touched(m, f.End) {
		if b.rtl {
			left -= over
		} else {
			right += over
		}
	}
	return left, right
}

// touched tells whether another mark begins or ends at offset from the other side.
func (d *drawing) touched(m onLine, offset int) bool {
	for _, o := range d.on {
		if d.geo.lanes > 0 && !o.filled {
			continue // it is not in the text
		}
		for _, f := range o.fragments {
			if o.item != m.item && (f.Start == offset || f.End == offset) {
				return true
			}
		}
	}
	return false
}

// text draws the line itself; in focus what does not belong to the event is dim.
func (d *drawing) text() {
	g := d.group
	ink := d.colors.Text
	if d.p.state.Focus.on() {
		ink = d.colors.DimText
		for _, m := range d.on {
			if m.bright {
				for _, f := range m.fragments {
					g.inks = append(g.inks, Ink{f, d.colors.Text})
				}
			}
		}
	}
	for _, m := range d.on {
		if m.style.Residue {
			for _, f := range m.fragments {
				g.inks = append(g.inks, Ink{f, d.colors.DimText})
			}
		}
	}
	for _, run := range d.set.Runs {
		if run.Kind == typeset.Code || run.Kind == typeset.Missing {
			g.inks = append(g.inks, Ink{span.Span{Start: run.Start, End: run.End}, d.colors.Warning})
		}
	}
	slices.SortStableFunc(g.inks, func(a, b Ink) int { return cmp.Compare(a.Start, b.Start) })
	d.add(Op{Kind: Text, X: d.geo.left, Y: float32(d.base), W: d.geo.column, Size: d.geo.size, Color: ink})
}

// residue draws a line beside what is no text of the article.
func (d *drawing) residue() {
	const away, thick = 12, 2
	for _, m := range d.on {
		if m.style.Residue && len(m.boxes) > 0 && d.geo.lanes == 0 {
			d.add(Op{Kind: Fill, X: d.geo.beside(away, thick), W: thick, H: float32(d.view.height), Color: d.colors.DimText})
			return
		}
	}
}

// triggers draws the bar and the line above the words that say it happened.
func (d *drawing) triggers() {
	for _, m := range d.on {
		if !m.event || d.geo.lanes > 0 && !m.filled {
			continue
		}
		edge := d.edge(m)
		for _, b := range m.boxes {
			left, right := b.left, b.right
			if b.starts {
				const bar = 3
				x := b.left - bar
				left = x
				if b.rtl {
					x, left, right = b.right, b.left, b.right+bar
				}
				if !m.proposed {
					d.add(Op{Kind: Fill, X: x, W: bar, H: float32(d.band), Color: edge})
				}
			}
			if m.proposed {
				left, right = d.outer(m, b)
				d.add(Op{Kind: Hollow, X: left, W: right - left, H: float32(d.band), Color: edge, S: d.p.kit.Tokens.Stroke.Frame, R: 0.12 * float32(d.geo.u)})
				continue
			}
			d.add(Op{Kind: Fill, X: left, W: right - left, H: 2, Color: edge})
		}
	}
}

// edge is a mark's line colour.
func (d *drawing) edge(m onLine) tokens.Color {
	if !m.bright && d.geo.lanes > 0 {
		return d.colors.BorderStrong
	}
	if !m.bright {
		return d.colors.Border
	}
	return m.style.Entry.Ink(d.p.state.Dark).Edge
}

// wavesAndNotes draws what is doubtful about marks.
func (d *drawing) wavesAndNotes() {
	for _, m := range d.on {
		for _, b := range m.boxes {
			if m.unsure {
				d.add(Op{Kind: Wave, X: b.left, Y: float32(d.band - 4), W: b.right - b.left, H: 4, S: 1.5, Color: d.colors.Warning})
			}
			if n := d.p.notes.on[m.member()]; n != nil && b.ends && b.fragment == len(m.fragments)-1 {
				d.note(n, b)
			}
		}
	}
	for e := range d.p.notes.spans.Window(span.Span{Start: int(d.view.start), End: d.view.end}) {
		for _, b := range d.boxesOf(e.Span, 0) {
			d.add(Op{Kind: Rule, X: b.left, Y: float32(d.band - 2), W: b.right - b.left, H: 1, Under: tokens.Dotted, Color: d.colors.Warning})
			if b.ends {
				d.note(e.Key, b)
			}
		}
	}
}

func (d *drawing) note(n *annotate.Note, b box) {
	size := float32(d.geo.of(0.2))
	x := b.right
	if b.rtl {
		x = b.left
	}
	op := Op{Kind: Circle, X: x - size/2, Y: -size / 4, W: size, H: size, S: 1.5, Color: d.colors.Warning}
	if n.Type == "question" {
		op.Kind, op.S = Disc, 0
	}
	d.add(op)
}
