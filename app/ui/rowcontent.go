package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// rowContent is what scrolls: as high as all rows, with views for those in view.
type rowContent struct {
	widget.BaseWidget
	list  *RowList
	box   *fyne.Container
	views map[int]*rowView
	spare []*rowView
	drag  *rowDrag // of a row, until the button is let go
}

// rowDrag is where a row is dragged from and to, in the list and in the window.
type rowDrag struct{ from, at, window fyne.Position }

var (
	_ fyne.Tappable          = (*rowContent)(nil)
	_ fyne.SecondaryTappable = (*rowContent)(nil)
	_ fyne.Draggable         = (*rowContent)(nil)
)

func newRowContent(list *RowList) *rowContent {
	c := &rowContent{list: list, box: group(), views: make(map[int]*rowView)}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped implements fyne.Tappable.
func (c *rowContent) Tapped(e *fyne.PointEvent) {
	if i := c.list.at(e.Position.Y - c.list.scroll.Offset.Y); i >= 0 {
		c.list.tapped(i)
	}
}

// dragFrom is how far the pointer moves, in dp, before it drags.
const dragFrom = 4

func (d *rowDrag) far() bool {
	v := d.at.Subtract(d.from)
	return v.X*v.X+v.Y*v.Y > dragFrom*dragFrom
}

// Dragged implements fyne.Draggable.
func (c *rowContent) Dragged(e *fyne.DragEvent) {
	if c.drag == nil {
		c.drag = &rowDrag{from: e.Position.SubtractXY(e.Dragged.DX, e.Dragged.DY)}
	}
	c.drag.at, c.drag.window = e.Position, e.AbsolutePosition
	r := c.list
	if i := r.at(c.drag.from.Y - r.scroll.Offset.Y); i >= 0 && r.OnDrop != nil && r.OnDrag != nil && c.drag.far() {
		r.OnDrag(i, c.drag.window)
	}
}

// DragEnd implements fyne.Draggable. The toolkit tells of no tap where the
// pointer moved at all, but a hand that shakes clicks.
func (c *rowContent) DragEnd() {
	d, r := c.drag, c.list
	c.drag = nil
	if d == nil {
		return
	}
	switch i := r.at(d.from.Y - r.scroll.Offset.Y); {
	case i < 0:
	case !d.far():
		r.tapped(i)
	case r.OnDrop != nil:
		r.OnDrop(i, d.window)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (c *rowContent) TappedSecondary(e *fyne.PointEvent) {
	i := c.list.at(e.Position.Y - c.list.scroll.Offset.Y)
	if i >= 0 && c.list.OnMenu != nil {
		c.list.SetCurrent(i)
		c.list.OnMenu(i, e.AbsolutePosition)
	}
}

// update gives each row in view a view. Rows that stay keep theirs; they are set
// again when all is true.
func (c *rowContent) update(all bool) {
	r := c.list
	l := theme.Of()
	height, n := r.rowHeight(l), r.rows.Len()
	view := r.scroll.Size()
	first := max(0, int(r.scroll.Offset.Y/height))
	last := min(n-1, int((r.scroll.Offset.Y+view.Height)/height))
	for i, v := range c.views {
		if i < first || i > last {
			delete(c.views, i)
			c.spare = append(c.spare, v)
		}
	}
	c.box.Objects = c.box.Objects[:0]
	for i := first; i <= last; i++ {
		v, kept := c.views[i]
		if !kept {
			v = c.take()
			c.views[i] = v
		}
		if all || !kept {
			v.set(i, r.rows.Row(i), i == r.current, i == r.hovered, i == r.target)
		}
		place(v, 0, float32(i)*height, view.Width, height)
		c.box.Objects = append(c.box.Objects, v)
	}
	c.box.Refresh()
	if !all {
		r.remember()
	}
}

func (c *rowContent) take() *rowView {
	if n := len(c.spare); n > 0 {
		v := c.spare[n-1]
		c.spare = c.spare[:n-1]
		v.index = -1
		return v
	}
	return newRowView(c.list)
}

// CreateRenderer implements fyne.Widget.
func (c *rowContent) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	f := &face{of: c, objects: []fyne.CanvasObject{ground, c.box}}
	f.style = func(theme.Look) {
		for _, v := range c.views {
			v.Refresh()
		}
	}
	f.min = func(l theme.Look) fyne.Size {
		return fyne.NewSize(l.Size.Target, float32(c.list.rows.Len())*c.list.rowHeight(l))
	}
	f.layout = func(_ theme.Look, size fyne.Size) { place(c.box, 0, 0, size.Width, size.Height) }
	return f.ready()
}
