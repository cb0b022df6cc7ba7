package page

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"galley/annotate"
	"galley/app/tokens"
	"galley/app/typeset"
)

// taken is a stretch of a row with a line in it.
type taken struct {
	left, right float32
	row         int
	id          annotate.ID
}

// rows draws what lies under the text: a line for every mark, the joins of
// fragments, and the names.
func (d *drawing) rows() {
	if d.geo.lanes > 0 {
		d.lanes()
		return
	}
	var used []taken
	for _, m := range d.on {
		if m.row >= maxRows {
			continue
		}
		used = append(used, d.underlines(m)...)
		used = append(used, d.joins(m)...)
	}
	for _, m := range d.on {
		if d.geo.names && m.bright && m.row < maxRows {
			d.name(m, used)
		}
	}
}

// rowTop is the y of a row under the text.
func (d *drawing) rowTop(row int) int { return d.band + row*d.geo.row }

// underlines marks exactly the text of a mark.
func (d *drawing) underlines(m onLine) (used []taken) {
	under := m.style.Entry.Underline
	if m.event {
		under = tokens.Solid
	}
	for _, b := range m.boxes {
		d.add(Op{
			Kind: Rule, X: b.left, Y: float32(d.rowTop(m.row) + 1), W: b.right - b.left, H: float32(max(2, d.geo.of(0.06))),
			Under: under, Color: d.edge(m),
		})
		used = append(used, taken{b.left, b.right, m.row, m.id})
	}
	return used
}

// joins draws a thin line from every fragment to the next. At the end of a
// line it has an arrowhead and goes on at the start of the next.
func (d *drawing) joins(m onLine) (used []taken) {
	for i := 1; i < len(m.fragments); i++ {
		from, to := m.fragments[i-1].End, m.fragments[i].Start
		if from >= d.view.end || to <= int(d.view.start) {
			continue
		}
		lead, trail := d.textEdges()
		x0, x1, wraps := lead, trail, true
		if from >= int(d.view.start) {
			x0 = d.geo.left + d.set.Caret(typeset.Position{Offset: from, Affinity: typeset.Upstream})
		}
		if to < d.view.end {
			x1, wraps = d.geo.left+d.set.Caret(typeset.Position{Offset: to}), false
		}
		y := float32(d.rowTop(m.row)+1) + float32(max(2, d.geo.of(0.06))-1)/2
		left, right := min(x0, x1), max(x0, x1)
		d.add(Op{Kind: Fill, X: left, Y: y, W: right - left, H: 1, Color: d.edge(m)})
		if wraps {
			head := 0.15 * float32(d.geo.u)
			op := Op{Kind: Triangle, X: x1, Y: y + 0.5 - head/2, W: head, H: head, Color: d.edge(m)}
			if d.set.RTL {
				op.W = -head
			}
			d.add(op)
		}
		used = append(used, taken{left, right, m.row, m.id})
	}
	return used
}

// textEdges are where the line's text begins and ends, in its direction.
func (d *drawing) textEdges() (lead, trail float32) {
	if d.set.RTL {
		right := d.geo.left + d.geo.column
		return right, right - d.set.Width
	}
	return d.geo.left, d.geo.left + d.set.Width
}

// name writes what a mark is called at its leading end, if it begins on this
// line, and how many marks share its row. It may run on under text that has no
// mark in the row; where there is no room one letter must do, or the line alone.
func (d *drawing) name(m onLine, used []taken) {
	word, style := d.wordOf(m)
	at := slices.IndexFunc(m.boxes, func(b box) bool { return b.starts && b.fragment == 0 })
	if at < 0 {
		if d.deeper(m) == 0 || len(m.boxes) == 0 {
			return
		}
		at, word = 0, d.more(m)
	}
	room := d.room(m, m.boxes[at], used)
	if d.chipWidth(m, word, style) > room {
		_, n := utf8.DecodeRuneInString(word)
		word = word[:n]
	}
	if d.chipWidth(m, word, style) <= room {
		d.chip(m, m.boxes[at], word, style)
	}
}

const chipPad = 2

// chipWidth is how wide a chip is, with the triangle of a trigger.
func (d *drawing) chipWidth(m onLine, word string, style typeset.Style) float32 {
	width := d.p.nameLine(word, style).Width
	if m.event {
		width += triangleRoom(style) + 3*chipPad
	}
	return width
}

func triangleRoom(style typeset.Style) float32 { return 0.55 * style.Size }

// chip draws a name from the leading edge of a box on. That of a trigger has a
// triangle before it and a ground in the colour of the line.
func (d *drawing) chip(m onLine, b box, word string, style typeset.Style) {
	ink := m.style.Entry.Ink(d.p.state.Dark)
	color := ink.ChipText
	base := d.nameBase(m.row)
	// A selected mark's handle hangs over the place where its name begins.
	grip := float32(0)
	if m.member() == d.selection {
		grip = float32(d.geo.of(0.26))/2 + 1
	}
	width := grip + d.chipWidth(m, word, style)
	// x is the left edge of a stretch of the chip, from its leading edge on.
	x := func(from, wide float32) float32 {
		if b.rtl {
			return b.right - from - wide
		}
		return b.left + from
	}
	if m.event && !m.proposed {
		color = ink.OnEdge
		d.add(Op{Kind: Fill, X: x(0, width), Y: float32(d.rowTop(m.row) + 1), W: width, H: float32(d.geo.row - 1), Color: ink.Edge, R: 2})
	}
	at := grip
	if m.event {
		wide, high := triangleRoom(style)-2, 0.6*style.Size
		tri := Op{Kind: Triangle, X: x(at+chipPad, wide), Y: base - 0.36*style.Size - high/2, W: wide, H: high, Color: color}
		if b.rtl {
			tri.X, tri.W = tri.X+wide, -wide
		}
		d.add(tri)
		at += chipPad + triangleRoom(style)
	}
	d.add(Op{Kind: Name, X: x(at, d.p.nameLine(word, style).Width), Y: base, Word: word, Font: style.Font, Size: style.Size, Color: color})
}

// wordOf is the name of a mark: its label's, its role's beside a focused event,
// its entity's when that is pointed out.
func (d *drawing) wordOf(m onLine) (string, typeset.Style) {
	word, style := m.style.Short, d.geo.name
	switch entity, ok := d.p.state.own().Layer.Entities.Get(m.entity); {
	case m.role != "":
		word = m.role
	case ok && m.entity == d.p.state.Entity:
		word = entity.Name
	}
	if m.proposed {
		word, style = word+"?", d.geo.hint
	}
	if d.deeper(m) > 0 {
		word += " " + d.more(m)
	}
	return word, style
}

func (d *drawing) more(m onLine) string { return "+" + strconv.Itoa(d.deeper(m)) }

// deeper counts the marks over m that have no row of their own, if m lies in the last.
func (d *drawing) deeper(m onLine) int {
	n := 0
	for _, o := range d.on {
		if d.geo.lanes == 0 && m.row == maxRows-1 && o.row >= maxRows && o.hull.Overlaps(m.hull) {
			n++
		}
	}
	return n
}

// room is how far a name that begins at b's leading edge may run.
func (d *drawing) room(m onLine, b box, used []taken) float32 {
	const apart = 4
	const beyond = 24 // the margin may be used a little
	if b.rtl {
		limit := max(0, d.geo.left-beyond)
		for _, t := range used {
			if t.row == m.row && t.id != m.id && t.left < b.left {
				limit = max(limit, t.right+apart)
			}
		}
		return b.right - limit
	}
	limit := min(d.geo.end, d.geo.left+d.geo.column+beyond)
	for _, t := range used {
		if t.row == m.row && t.id != m.id && t.right > b.right {
			limit = min(limit, t.left-apart)
		}
	}
	return limit - b.left
}

// nameKey names a word that was set.
type nameKey struct {
	word  string
	style typeset.Style
}

// nameLine sets a name, once.
func (p *Page) nameLine(word string, style typeset.Style) *typeset.Line {
	key := nameKey{word, style}
	if l := p.names[key]; l != nil {
		return l
	}
	if len(p.names) > 4096 {
		clear(p.names)
	}
	l := p.kit.Shaper.Line(word, style)
	p.names[key] = l
	return l
}
