package page

import (
	"math"

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

	roles map[annotate.ID]string // of the focused event's arguments
	lines []lineView             // in view

	// What stands out, by the layer it is in.
	selection, proposal, hovered Member

	focused  *annotate.Event // with its trigger and arguments, if there is one
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
	c.selection, c.proposal, c.hovered = p.member(p.state.Selection.Annotation), p.member(p.state.Proposed), p.member(p.state.Hovered)
	p.eachLine(func(v lineView) {
		c.lines = append(c.lines, v)
		c.line(v)
	})
	p.inView = span.Span{}
	if n := len(c.lines); n > 0 { // a header may fill the viewport
		first, last := c.lines[0], c.lines[n-1]
		p.inView = span.Span{Start: int(first.start), End: last.end}
		p.forget(first.para, last.para)
	}
	c.header()
	l.Groups = append(l.Groups, c.overlays...)
	c.curves()
	c.strip()
	c.edgePills(true)
	c.edgePills(false)
	c.marks()
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
	d.laneGrounds()
	d.selectionGround()
	d.residue()
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
