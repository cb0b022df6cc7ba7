package page

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/span"
)

// Member is an annotation of one of several layers: an id alone may stand in
// more than one of them.
type Member struct {
	Doc int // index in State.Docs
	ID  annotate.ID
}

// inSet tells whether a mark is of the set that is decided on, or of any where
// none is.
func (s *State) inSet(m Member) bool { return len(s.Set) == 0 || slices.Contains(s.Set, m) }

// laneHeight is that of a lane with names in it or without. Below a certain
// size of the text it is what a name needs.
func (g *geometry) laneHeight(names bool) int {
	least := 4
	if names {
		least = 12
	}
	return max(least, round(0.24*float32(g.u)))
}

// rowsOf is the row of every mark on a line, -1 for marks that are not on it:
// by what overlaps there, or the lane of the mark's layer.
func (p *Page) rowsOf(marks []placed, line span.Span) []int {
	if p.geo.lanes == 0 {
		return rowsOn(marks, line)
	}
	rows := make([]int, len(marks))
	for i, m := range marks {
		rows[i] = -1
		if m.hull.Overlaps(line) {
			rows[i] = m.doc
		}
	}
	return rows
}

// laneGrounds tints every other lane and says at its side whose it is.
func (d *drawing) laneGrounds() {
	if d.p.blank(d.view.para) {
		return
	}
	const room, apart = 36, 8 // for the initials, and between them and the text
	for lane, who := range d.p.state.Lanes {
		y := d.rowTop(lane)
		color := d.colors.LaneEven
		if lane%2 == 1 {
			color = d.colors.LaneOdd
		}
		left := d.geo.left - room
		if d.geo.rtl {
			left = d.geo.left - apart
		}
		d.add(Op{Kind: Fill, X: left, Y: float32(y), W: room + d.geo.column + apart, H: float32(d.geo.row), Color: color})
		style := d.geo.name
		style.Size = min(style.Size, 0.8*float32(d.geo.row)) // names may be off, whose the lanes are is not
		x := d.geo.beside(apart, d.p.nameLine(who, style).Width)
		d.add(Op{Kind: Name, X: x, Y: d.nameBase(lane), Word: who, Font: style.Font, Size: style.Size, Color: d.colors.TextMuted})
	}
}

// lanes draws a line for every mark in the lane of its layer. Within a lane
// what is longer is interrupted by what lies in it, and marks of the same text
// share the length.
func (d *drawing) lanes() {
	for i, m := range d.on {
		var inner []box
		k, n := 0, 1 // its place among the marks of its text, and their number
		for j, o := range d.on {
			switch {
			case o.doc != m.doc || i == j:
			case o.hull == m.hull:
				n++
				if j < i {
					k++
				}
			case j > i:
				inner = append(inner, o.boxes...)
			}
		}
		whole := m.boxes
		m.boxes = nil
		for _, b := range whole {
			m.boxes = append(m.boxes, b.part(k, n).without(inner)...)
		}
		d.underlines(m)
		d.joins(m)
	}
	if d.geo.names {
		d.laneNames()
	}
}

// part is the k-th of n parts of a box.
func (b box) part(k, n int) box {
	step := (b.right - b.left) / float32(n)
	b.left += float32(k) * step
	b.right = b.left + step
	return b
}

// without are the parts of a box beside others, with a little room between.
func (b box) without(others []box) []box {
	const apart = 1.5
	parts := []box{b}
	for _, o := range others {
		var left []box
		for _, p := range parts {
			if o.right <= p.left || o.left >= p.right {
				left = append(left, p)
				continue
			}
			before, after := p, p
			before.right, after.left = o.left-apart, o.right+apart
			for _, q := range []box{before, after} {
				if q.right > q.left {
					left = append(left, q)
				}
			}
		}
		parts = left
	}
	return parts
}

// laneNames writes the names of marks at their leading ends, the foremost
// first. Where another's name stands already a name comes behind it, as long as
// it still begins on its own line.
func (d *drawing) laneNames() {
	type start struct {
		mark onLine
		at   box
	}
	var list []start
	for _, m := range d.on {
		i := slices.IndexFunc(m.boxes, func(b box) bool { return b.starts && b.fragment == 0 })
		if m.bright && i >= 0 {
			list = append(list, start{m, m.boxes[i]})
		}
	}
	slices.SortStableFunc(list, func(a, b start) int {
		return cmp.Or(cmp.Compare(a.mark.hull.Start, b.mark.hull.Start), cmp.Compare(a.mark.hull.Len(), b.mark.hull.Len()))
	})
	var used []taken
	for _, s := range list {
		word, style := d.wordOf(s.mark)
		for _, t := range used {
			if t.row == s.mark.row && t.left < s.at.right && t.right > s.at.left {
				s.at = s.at.behind(t)
			}
		}
		if s.at.right <= s.at.left {
			continue
		}
		room := d.laneRoom(s.mark, s.at)
		if d.chipWidth(s.mark, word, style) > room {
			_, n := utf8.DecodeRuneInString(word)
			word = word[:n]
		}
		if width := d.chipWidth(s.mark, word, style); width <= room {
			d.chip(s.mark, s.at, word, style)
			used = append(used, s.at.chip(width, s.mark))
		}
	}
}

// behind is the part of a box that is read after a name.
func (b box) behind(t taken) box {
	const apart = 4
	if b.rtl {
		b.right = t.left - apart
	} else {
		b.left = t.right + apart
	}
	return b
}

// chip is what a name takes that begins at the box's leading edge.
func (b box) chip(width float32, m onLine) taken {
	if b.rtl {
		return taken{b.right - width, b.right, m.row, m.id}
	}
	return taken{b.left, b.left + width, m.row, m.id}
}

// laneRoom is how far a name may run from b's leading edge on: to the next mark
// of its lane that lies beyond.
func (d *drawing) laneRoom(m onLine, b box) float32 {
	var others []taken
	for _, o := range d.on {
		for _, x := range o.boxes {
			if o.id != m.id && o.doc == m.doc {
				others = append(others, taken{x.left, x.right, o.row, o.id})
			}
		}
	}
	return d.room(m, b, slices.DeleteFunc(others, func(t taken) bool { return t.left < b.right && t.right > b.left }))
}

// nameBase is the baseline of names in a row.
func (d *drawing) nameBase(row int) float32 {
	return float32(d.rowTop(row) + d.geo.row - max(1, round(0.1*float32(d.geo.row))))
}
