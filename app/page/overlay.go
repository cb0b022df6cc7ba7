package page

import (
	"galley/annotate"
	"galley/annotate/span"
	"galley/app/tokens"
)

// notes are the open notes of all documents: by what they stand on, and those on text alone.
type notes struct {
	on    map[Member]*annotate.Note
	spans span.Set[*annotate.Note]
	open  []*annotate.Note
}

func (p *Page) loadNotes() {
	p.notes = notes{on: map[Member]*annotate.Note{}}
	var list []span.Entry[*annotate.Note]
	for i, d := range p.state.Docs {
		for _, n := range d.Layer.Notes.All() {
			if n.State != annotate.NoteOpen {
				continue
			}
			p.notes.open = append(p.notes.open, n)
			if n.On != "" {
				p.notes.on[Member{i, n.On}] = n
			}
			for _, s := range n.Spans {
				list = append(list, span.Entry[*annotate.Note]{Span: s, Key: n})
			}
		}
	}
	p.notes.spans = span.NewSet(list)
}

// rings draws what stands out over a line's boxes: the selected annotation with
// its handles and the proposed mention. They reach into the lines above and
// below, so they are parts of their own, drawn after all lines.
func (d *drawing) rings() {
	for _, m := range d.on {
		selected := m.member() == d.selection
		if !selected && m.member() != d.proposal {
			continue
		}
		part := partRing
		if !selected {
			part = partProposed
		}
		d.begin(part, int(d.view.start), d.view.y, float64(d.view.height), 0.5*float64(d.geo.u))
		for _, b := range m.boxes {
			d.ring(m, b)
		}
		if selected {
			d.handles(m)
		}
		d.overlays = append(d.overlays, *d.group)
	}
}

func (d *drawing) ring(m onLine, b box) {
	left, right := d.outer(m, b)
	width := d.p.kit.Tokens.Stroke.Focus
	out := 2 + width
	d.add(Op{
		Kind: Frame, X: left - out, Y: float32(d.geo.inset) - out, W: right - left + 2*out, H: float32(d.band-2*d.geo.inset) + 2*out,
		R: d.p.kit.Tokens.Radius.Fill + out, S: width, Color: d.colors.Accent,
	})
}

// handles are the grips at both ends of every fragment.
func (d *drawing) handles(m onLine) {
	for _, b := range m.boxes {
		if b.starts {
			d.handle(b.leading())
		}
		if b.ends {
			d.handle(b.trailing())
		}
	}
}

func (d *drawing) handle(x float32) {
	size := float32(d.geo.of(0.26))
	d.add(Op{Kind: Fill, X: x - 1, W: 2, H: float32(d.band) + 1, Color: d.colors.Accent})
	d.add(Op{Kind: Disc, X: x - size/2, Y: float32(d.band), W: size, H: size, Color: d.colors.Accent})
}

// marks draws the narrow column at the right edge: where in the text labels,
// hits and open notes lie, and which part of it is in view.
func (c *canvas) marks() {
	p := c.p
	width := p.kit.Tokens.Size.Minimap
	left, height := p.geo.width-width, p.geo.height
	c.begin(partMarks, -1, 0, 0, 0)
	g := c.group
	g.Fixed, g.Top, g.Y0, g.Y1 = true, 0, 0, c.list.Height
	g.X0, g.X1 = int(float64(left)*c.scale), c.list.Width
	c.add(Op{Kind: Fill, X: left, W: width, H: height, Color: c.colors.Background})

	total := max(1, float32(len(p.text)))
	in := p.inView
	y := func(offset int) float32 { return float32(offset) / total * height }
	if in.Len() < len(p.text) {
		thumb := Op{Kind: Fill, X: left, Y: y(in.Start), W: width, H: max(8, y(in.End)-y(in.Start)), Color: c.colors.Surface}
		c.add(thumb)
		thumb.Kind, thumb.S, thumb.Color = Frame, 1, c.colors.BorderStrong
		c.add(thumb)
	}

	tick := max(1.5, height/buckets)
	mark := func(x, y, w float32, color tokens.Color) {
		c.add(Op{Kind: Fill, X: left + x, Y: y, W: w, H: tick, Color: color})
	}
	for b, id := range p.ticks.colors() {
		if id != 0 {
			mark(2, float32(b)/buckets*height, 4, p.kit.Tokens.Entry(int(id)).Ink(p.state.Dark).Edge)
		}
	}
	last := float32(-1)
	for i, h := range p.state.Hits {
		color := c.colors.Hit
		if i == p.state.Hit {
			color = c.colors.HitCurrent
		}
		if at := y(h.Start); at >= last+tick || i == p.state.Hit {
			mark(6, at, 3, color)
			last = at
		}
	}
	for _, at := range p.notePlaces() {
		mark(10, y(at), 3, c.colors.Warning)
	}
	c.end()
}

// notePlaces are the offsets of open notes, as far as they stand on text.
func (p *Page) notePlaces() []int {
	var out []int
	for _, n := range p.notes.open {
		spans := n.Spans
		for _, d := range p.state.Docs {
			if n.On != "" && len(spans) == 0 {
				spans = fragments(d.Layer.Find(n.On))
			}
		}
		if len(spans) > 0 {
			out = append(out, spans[0].Start)
		}
	}
	return out
}
