package page

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/tokens"
	"galley/app/typeset"
)

// canvas makes a List.
type canvas struct {
	p      *Page
	colors *tokens.Colors
	scale  float64
	list   *List
	group  *Group

	roles    map[annotate.ID]string // of the focused event's arguments
	lines    []lineView             // in view
	focused  *annotate.Event        // with its trigger and arguments, if there is one
	ends     []curveEnd
	overlays []Group
	boxes    []typeset.Box // scratch
}

// Draw makes the list of what is in view at a scale in px per dp.
func (p *Page) Draw(scale float64) *List {
	l := &List{}
	p.draw(l, scale)
	return l
}

// draw makes the list in l, whose memory it uses again.
func (p *Page) draw(l *List, scale float64) {
	colors := p.kit.Tokens.Colors(p.state.Dark)
	l.Scale, l.Ground, l.kit, l.text, l.Groups = scale, colors.Surface, p.kit, p.text, l.Groups[:0]
	l.Width = int(math.Ceil(float64(p.geo.width) * scale))
	l.Height = int(math.Ceil(float64(p.geo.height) * scale))
	if p.article() == nil {
		return
	}
	c := &canvas{p: p, colors: colors, scale: scale, list: l, roles: p.state.roles()}
	first, last := len(p.paras), 0
	p.inView = span.Span{Start: -1}
	p.eachLine(func(v lineView) {
		first, last = min(first, v.para), v.para
		if p.inView.Start < 0 {
			p.inView.Start = int(v.start)
		}
		p.inView.End = v.end
		c.lines = append(c.lines, v)
		c.line(v)
	})
	c.header()
	l.Groups = append(l.Groups, c.overlays...)
	c.curves()
	c.strip()
	c.edgePills()
	c.marks()
	p.forget(first, last)
}

// keepNear is how many paragraphs on either side of the view stay set.
const keepNear = 16

// forget drops the working state of paragraphs away from those from first to last.
func (p *Page) forget(first, last int) {
	for i := range p.blocks {
		if (i < first-keepNear || i > last+keepNear) && p.paras[i].done && p.extent(i).Len() < bigParagraph {
			delete(p.blocks, i)
		}
	}
	for i := first; i <= last; i++ {
		if b := p.blocks[i]; b != nil && len(b.lines) > 256 {
			clear(b.lines)
		}
	}
}

// px is a y below the top of the page in px of the viewport. Rounding both
// ends keeps lines at whole px while the page scrolls.
func (c *canvas) px(y float64) int {
	return int(math.Round(y*c.scale)) - int(math.Round(c.p.top*c.scale))
}

// begin starts a group at y below the top of the page, of a height; over is
// how far its ops may reach above and below that.
func (c *canvas) begin(start, end int, y, height, over float64) {
	top := c.px(y)
	c.group = &Group{
		Start: start, End: end, Top: top, X1: int(float64(c.p.geo.width-c.p.kit.Tokens.Size.Minimap) * c.scale),
		Y0: top - int(math.Ceil(over*c.scale)), Y1: top + int(math.Ceil((height+over)*c.scale)),
	}
}

// end adds the group to the list.
func (c *canvas) end() { c.list.Groups = append(c.list.Groups, *c.group) }

func (c *canvas) add(op Op) { c.group.Ops = append(c.group.Ops, op) }

// line draws a line of text with all that lies on it.
func (c *canvas) line(v lineView) {
	b, t := c.p.block(v.para), c.p.setLine(v.para, v.index)
	c.begin(int(v.start), v.end, v.y, float64(v.height), 0.35*float64(c.p.geo.u))
	d := newDrawing(c, v, t, b.marks)
	c.group.line = t
	d.selectionGround()
	d.fills()
	d.text()
	d.triggers()
	d.rows()
	d.wavesAndNotes()
	d.selectionEdges()
	d.preview()
	d.hits()
	d.caret()
	c.end()
	d.rings()
}

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
	bright bool
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
	rows := rowsOn(marks, within)
	for k, m := range marks {
		if rows[k] < 0 {
			continue
		}
		o := onLine{placed: m, row: rows[k]}
		o.bright, o.role = c.lit(m)
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

// fills draws the grounds of mentions, the longest first.
func (d *drawing) fills() {
	for i, m := range d.on {
		if m.event || !m.bright {
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
			if !m.proposed && (m.id == d.p.state.Hovered || m.entity != "" && m.entity == d.p.state.Entity) {
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
		case o.event || !o.bright || o.proposed:
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
	if b.starts && !d.touched(m.id, f.Start) {
		if b.rtl {
			right += over
		} else {
			left -= over
		}
	}
	if b.ends && !d.touched(m.id, f.End) {
		if b.rtl {
			left -= over
		} else {
			right += over
		}
	}
	return left, right
}

// touched tells whether a mark other than id begins or ends at offset from the other side.
func (d *drawing) touched(id annotate.ID, offset int) bool {
	for _, o := range d.on {
		for _, f := range o.fragments {
			if o.id != id && (f.Start == offset || f.End == offset) {
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
	for _, run := range d.set.Runs {
		if run.Kind == typeset.Code || run.Kind == typeset.Missing {
			g.inks = append(g.inks, Ink{span.Span{Start: run.Start, End: run.End}, d.colors.Warning})
		}
	}
	slices.SortStableFunc(g.inks, func(a, b Ink) int { return cmp.Compare(a.Start, b.Start) })
	d.add(Op{Kind: Text, X: d.geo.left, Y: float32(d.base), W: d.geo.column, Size: d.geo.size, Color: ink})
}

// triggers draws the bar and the line above the words that say it happened.
func (d *drawing) triggers() {
	for _, m := range d.on {
		if !m.event {
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
			if n := d.p.notes.on[m.id]; n != nil && b.ends && b.fragment == len(m.fragments)-1 {
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
