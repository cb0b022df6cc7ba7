package page

import (
	"slices"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/typeset"
)

// Points are in dp from the viewport's top left corner.

// Hit is the caret position nearest to a point.
func (p *Page) Hit(x, y float32) typeset.Position {
	if p.article() == nil {
		return typeset.Position{}
	}
	i, k := p.lineAtY(p.top + float64(y))
	return p.setLine(i, k).Hit(x - p.geo.left)
}

// Over is the offset of the character under a point, and whether the point is
// on text at all, not beside, above or below it.
func (p *Page) Over(x, y float32) (offset int, ok bool) {
	if p.article() == nil {
		return 0, false
	}
	at := p.top + float64(y)
	i, k := p.lineAtY(at)
	cell, ok := p.setLine(i, k).CellAt(x - p.geo.left)
	below := at - p.paraTop(i) - float64(p.paras[i].lines[k].top)
	return cell.Start, ok && below >= 0 && below < float64(p.lineHeight(i, k))
}

// lineAtY is the line nearest to a y below the top of the page.
func (p *Page) lineAtY(y float64) (i, k int) {
	i, below := p.heights.at(int64(max(0, y-float64(p.head.height))))
	p.lay(i, func(q *para) bool { return int64(q.lines[len(q.lines)-1].top) > below })
	return i, p.paras[i].firstBelow(float64(below))
}

// MarksAt are the mentions and events under a point, innermost first. A point
// on a line under the text finds the mark of that row first.
func (p *Page) MarksAt(x, y float32) []annotate.ID {
	offset, ok := p.Over(x, y)
	if !ok {
		return nil
	}
	list := p.MarksOn(span.Span{Start: offset, End: offset + 1})
	if id := p.rowMark(y, offset); id != "" {
		k := slices.Index(list, id)
		list = slices.Insert(slices.Delete(list, k, k+1), 0, id)
	}
	return list
}

// rowMark is the mark over an offset in whose row under the text y lies, if any.
func (p *Page) rowMark(y float32, offset int) annotate.ID {
	i := p.paraAt(offset)
	q := &p.paras[i]
	k := q.lineAt(offset)
	below := p.top + float64(y) - p.lineTop(offset) - float64(p.geo.band+int(q.lines[k].up)+int(q.lines[k].down))
	if below < 0 {
		return ""
	}
	marks := p.block(i).marks
	for m, row := range p.rowsOf(marks, span.Span{Start: int(q.lines[k].start), End: q.lineEnd(k)}) {
		holds := func(s span.Span) bool { return s.Contains(offset) }
		if row == int(below)/p.geo.row && slices.ContainsFunc(marks[m].fragments, holds) {
			return marks[m].id
		}
	}
	return ""
}

// MarksOn are the mentions and events that share text with s, the shortest first.
func (p *Page) MarksOn(s span.Span) []annotate.ID {
	var out []annotate.ID
	for _, m := range slices.Backward(p.place(s)) {
		if slices.ContainsFunc(m.fragments, s.Overlaps) {
			out = append(out, m.id)
		}
	}
	return out
}

// Handle is a grip at one end of a fragment of the selected annotation.
type Handle struct {
	Annotation annotate.ID
	Fragment   int
	End        bool // its end in the text, not its start
}

// gripSize is the least size of what can be pointed at, see WCAG 2.5.8.
const gripSize = 24

// HandleAt is the handle under a point. Where the two of a short fragment
// overlap the nearer one counts.
func (p *Page) HandleAt(x, y float32) (Handle, bool) {
	id := p.state.Selection.Annotation
	if p.article() == nil || id == "" {
		return Handle{}, false
	}
	best, found := float32(gripSize/2), Handle{}
	for i, f := range p.Fragments(id) {
		for _, end := range []bool{false, true} {
			cx, top, height, ok := p.grip(f, i, end)
			if !ok || y < top || y > top+height+gripSize/2 {
				continue
			}
			if d := max(x-cx, cx-x); d < best {
				best, found = d, Handle{id, i, end}
			}
		}
	}
	return found, found.Annotation != ""
}

// grip is where the handle of a fragment stands: its x, and the top and height
// of the text. It is false where it is out of view.
func (p *Page) grip(f span.Span, fragment int, end bool) (x, top, height float32, ok bool) {
	pos := typeset.Position{Offset: f.Start}
	if end {
		pos = typeset.Position{Offset: f.End, Affinity: typeset.Upstream}
	}
	if !p.near(pos.Offset) {
		return 0, 0, 0, false
	}
	i, k := p.lineOf(pos)
	v := p.lineView(i, k)
	d := newDrawing(&canvas{p: p}, v, p.setLine(i, k), nil)
	for _, b := range d.boxesOf(f, fragment) {
		if b.starts && !end {
			return b.leading(), float32(v.y - p.top), float32(d.band), true
		}
		if b.ends && end {
			return b.trailing(), float32(v.y - p.top), float32(d.band), true
		}
	}
	return 0, 0, 0, false
}

// near tells whether an offset may be in view, without laying anything out.
func (p *Page) near(offset int) bool {
	return offset >= p.inView.Start && offset <= p.inView.End
}

// Fragments are the spans of a mention or of an event's trigger, in any of the documents.
func (p *Page) Fragments(id annotate.ID) []span.Span {
	return fragments(p.find(id))
}

// find is the mention or event with an id, or nil.
func (p *Page) find(id annotate.ID) annotate.Item {
	m := p.member(id)
	if m.ID == "" {
		return nil
	}
	return markIn(&p.state.Docs[m.Doc].Layer, id)
}

// member finds the layer of a mention or event: the first that has its id.
func (p *Page) member(id annotate.ID) Member {
	for i := range p.state.Docs {
		if id != "" && markIn(&p.state.Docs[i].Layer, id) != nil {
			return Member{i, id}
		}
	}
	return Member{Doc: -1}
}

// markIn is the mention or event of a layer with an id, or nil.
func markIn(l *annotate.Layer, id annotate.ID) annotate.Item {
	if m, ok := l.Mentions.Get(id); ok {
		return m
	}
	if v, ok := l.Events.Get(id); ok {
		return v
	}
	return nil
}

// InMarks tells whether a point is on the column of marks at the right, and
// which offset lies there.
func (p *Page) InMarks(x, y float32) (offset int, ok bool) {
	if p.article() == nil || x < p.geo.width-p.kit.Tokens.Size.Minimap {
		return 0, false
	}
	at := min(len(p.text), max(0, int(y/p.geo.height*float32(len(p.text)))))
	for at > 0 && at < len(p.text) && !utf8.RuneStart(p.text[at]) {
		at--
	}
	return at, true
}

// Caret is where a caret stands: its x, its top and its height.
func (p *Page) Caret(pos typeset.Position) (x, top, height float32) {
	i, k := p.lineOf(pos)
	l := p.paras[i].lines[k]
	x = p.geo.left + p.setLine(i, k).Caret(pos)
	band := p.geo.band + int(l.up) + int(l.down)
	return x, float32(p.paraTop(i) + float64(l.top) - p.top), float32(min(band, p.lineHeight(i, k)))
}

// lineOf is the line that a position is on. At a wrap its affinity decides.
func (p *Page) lineOf(pos typeset.Position) (i, k int) {
	p.reach(pos.Offset)
	i = p.paraAt(pos.Offset)
	k = p.paras[i].lineAt(pos.Offset)
	if k > 0 && pos.Affinity == typeset.Upstream && int(p.paras[i].lines[k].start) == pos.Offset {
		k--
	}
	return i, k
}
