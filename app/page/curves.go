package page

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/tokens"
)

// curveEnd is what a curve of the focused event leads to: its trigger or an argument.
type curveEnd struct {
	word string    // what a pill says when it is out of view
	at   span.Span // its first fragment
	line int       // index of its line among those in view, -1 above them, their number below
	x    float32   // where the curve ends, beside its leading edge
}

const (
	maxCurves  = 8
	curveLanes = 5 // dp between two curves in the gutter
	curveAside = 4 // dp from where a curve ends to the name it leads to
	curveFoot  = 1 // dp from curves in a row to the next line
	curveGap   = 4 // dp from the text to where curves turn into the gutter
)

// curves join the focused event's trigger to its arguments. They run below the
// text in the rows and up and down in the gutter, never across text. What is
// out of view is named by a pill at the edge.
func (c *canvas) curves() {
	p := c.p
	p.pills = p.pills[:0]
	v, ok := p.state.own().Layer.Events.Get(p.state.Focus.Event)
	if !ok || len(v.Trigger) == 0 || len(c.lines) == 0 {
		return
	}
	style := p.state.Styles.Event(v.Type)
	from := c.curveEnd(style.Short, v.Trigger[0])
	ends := c.argumentEnds(v)
	slices.SortStableFunc(ends, func(a, b curveEnd) int {
		return cmp.Compare(distance(a.at, from.at), distance(b.at, from.at))
	})
	color := style.Entry.Ink(p.state.Dark).Edge
	c.joinEnds(from, ends, color)
	c.focused, c.ends = v, append([]curveEnd{from}, ends...)
}

func distance(a, b span.Span) int { return max(a.Start-b.Start, b.Start-a.Start) }

// argumentEnds are the arguments that are in the text. Of an entity's mentions
// the one nearest to the trigger counts.
func (c *canvas) argumentEnds(v *annotate.Event) (ends []curveEnd) {
	layer := &c.p.state.own().Layer
	for _, a := range v.Arguments {
		spans := c.p.Fragments(a.Target)
		if _, ok := layer.Entities.Get(a.Target); ok {
			best := span.Span{Start: 1 << 60}
			for _, m := range layer.Mentions.All() {
				if m.Entity == a.Target && distance(m.Spans[0], v.Trigger[0]) < distance(best, v.Trigger[0]) {
					best, spans = m.Spans[0], m.Spans
				}
			}
		}
		if len(spans) > 0 {
			ends = append(ends, c.curveEnd(a.Role, spans[0]))
		}
	}
	return ends
}

// curveEnd finds the line of a fragment and where it begins there.
func (c *canvas) curveEnd(word string, at span.Span) curveEnd {
	end := curveEnd{word: word, at: at}
	end.line, _ = slices.BinarySearchFunc(c.lines, at.Start, func(v lineView, offset int) int { return cmp.Compare(int(v.start), offset+1) })
	end.line--
	if end.line < 0 || end.line == len(c.lines)-1 && at.Start >= c.lines[end.line].end {
		if end.line >= 0 {
			end.line = len(c.lines)
		}
		return end
	}
	v := c.lines[end.line]
	if v.y+float64(c.p.geo.band) < c.p.top+c.p.covered() {
		end.line = -1
		return end
	}
	for _, b := range newDrawing(c, v, c.p.setLine(v.para, v.index), nil).boxesOf(at, 0) {
		if b.starts && b.rtl {
			end.x = b.right + curveAside
		} else if b.starts {
			end.x = b.left - curveAside
		}
	}
	return end
}

// joinEnds draws the curves. Those of one line run under its names; the others
// turn into the gutter, each in a lane of its own.
func (c *canvas) joinEnds(from curveEnd, ends []curveEnd, color tokens.Color) {
	rows := make(map[int][2]float32) // by line: from where to where its curves run
	run := func(line int, x0, x1 float32) {
		old, ok := rows[line]
		if !ok {
			old = [2]float32{x0, x0}
		}
		rows[line] = [2]float32{min(old[0], x0, x1), max(old[1], x0, x1)}
	}
	g := &c.p.geo
	base := c.lines[0]
	c.begin(partGutter, 0, base.y, float64(g.height), float64(g.height))
	if g.rtl {
		c.group.X0 = int(math.Ceil(float64(g.left+g.column) * c.scale))
	} else {
		c.group.X1 = int(float64(g.left) * c.scale)
	}
	side := g.beside(curveGap, 0)
	lane := 0
	for _, to := range ends {
		switch seen := func(e curveEnd) bool { return e.line >= 0 && e.line < len(c.lines) }; {
		case !seen(to):
		case to.line == from.line:
			run(to.line, from.x, to.x)
		case lane < maxCurves:
			c.lane(from, to, lane, color)
			run(to.line, side, to.x)
			if seen(from) {
				run(from.line, side, from.x)
			}
			lane++
		default:
			lane++
		}
	}
	if lane > maxCurves && from.line >= 0 && from.line < len(c.lines) {
		y := float32(c.curveY(from.line) - base.y)
		more := "+" + strconv.Itoa(lane-maxCurves)
		x := float32(2)
		if g.rtl {
			x = g.end - 2 - c.p.nameLine(more, g.name).Width
		}
		c.add(Op{Kind: Name, X: x, Y: y - 2, Word: more, Font: g.name.Font, Size: g.name.Size, Color: color})
	}
	c.end()
	for i, v := range c.lines {
		if x, ok := rows[i]; ok {
			c.begin(partCurve, int(v.start), v.y, float64(v.height), 2)
			y := float32(v.height) - curveFoot
			c.add(Op{Kind: Fill, X: x[0], Y: y, W: x[1] - x[0], H: c.p.kit.Tokens.Stroke.Curve, Color: color})
			for _, e := range append([]curveEnd{from}, ends...) {
				if e.line == i {
					c.add(Op{Kind: Disc, X: e.x - 2.5, Y: y - 2, W: 5, H: 5, Color: color})
				}
			}
			c.end()
		}
	}
}

// curveY is where curves run under a line, below the top of the page. Of lines
// out of view it is beyond the edge of the viewport.
func (c *canvas) curveY(line int) float64 {
	switch {
	case line < 0:
		return c.p.top - 40
	case line >= len(c.lines):
		return c.p.top + float64(c.p.geo.height) + 40
	}
	v := c.lines[line]
	return v.y + float64(v.height) - curveFoot
}

// lane draws a curve's way up or down the gutter in the n-th lane, with its two corners.
func (c *canvas) lane(from, to curveEnd, n int, color tokens.Color) {
	g, s := &c.p.geo, c.p.kit.Tokens.Stroke.Curve
	y0, y1 := float32(c.curveY(from.line)-c.lines[0].y), float32(c.curveY(to.line)-c.lines[0].y)
	up, down := min(y0, y1), max(y0, y1)
	way := float32(curveGap + n*curveLanes) // from where it turns to the lane
	x := g.beside(curveGap+way, 0)
	r := min(float32(g.of(0.3)), (down-up)/2, way)
	mid := s / 2
	c.add(Op{Kind: Fill, X: x, Y: up + r, W: s, H: down - up - 2*r + s, Color: color})
	corner := Op{Kind: Elbow, X: x + mid, Y: up + mid, W: r, H: r, S: s, Color: color, Turn: 2}
	run := Op{Kind: Fill, X: x + mid + r, Y: up, W: way - mid - r, H: s, Color: color}
	if g.rtl {
		corner.X, corner.Turn = x+mid-r, 3
		run.X, run.W = x-way, way+mid-r
	}
	c.add(corner)
	c.add(run)
	corner.Y, run.Y = down+mid-r, down
	corner.Turn = 3 - corner.Turn // the same, upside down
	c.add(corner)
	c.add(run)
}

// pill names a part of the focused event that is out of view.
type pill struct {
	x, y, w, h float32
	offset     int
}

// edgePills draws a pill for everything out of view: in the strip for what is
// above, at the lower edge for what is below.
func (c *canvas) edgePills(above bool) {
	const height, apart = 20, 6
	g, row := &c.p.geo, c.p.kit.Tokens.Size.Row
	y, arrow := float32(0), "↑ "
	if !above {
		y, arrow = g.height-row, "↓ "
	}
	c.begin(partPills, round(y), c.p.top+float64(y), float64(row), 0)
	c.group.Fixed = true
	used := float32(0) // of the line, from the end that titles do not begin at
	for _, e := range slices.Backward(c.ends) {
		if above != (e.line < 0) || !above && e.line < len(c.lines) {
			continue
		}
		word := arrow + e.word
		w := c.p.nameLine(word, g.name).Width + 12
		if used+w > g.column {
			break
		}
		x := g.left + g.column - used - w
		if g.rtl {
			x = g.left + used
		}
		box := Op{Kind: Fill, X: x, Y: (row - height) / 2, W: w, H: height, R: 5, Color: c.colors.Raised}
		c.add(box)
		box.Kind, box.S, box.Color = Frame, 1.5, c.p.state.Styles.Event(c.focused.Type).Entry.Ink(c.p.state.Dark).Edge
		c.add(box)
		c.add(Op{Kind: Name, X: box.X + 6, Y: box.Y + 14, Word: word, Font: g.name.Font, Size: g.name.Size, Color: c.colors.Text})
		c.p.pills = append(c.p.pills, pill{box.X, y + box.Y, w, height, e.at.Start})
		used += w + apart
	}
	if len(c.group.Ops) > 0 {
		c.end()
	}
}

// PillAt is where in the text the pill under a point leads.
func (p *Page) PillAt(x, y float32) (offset int, ok bool) {
	for _, b := range p.pills {
		if x >= b.x && x < b.x+b.w && y >= b.y && y < b.y+b.h {
			return b.offset, true
		}
	}
	return 0, false
}
