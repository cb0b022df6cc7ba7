package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Pane is one of the three parts of a window.
type Pane int

// The panes from the left.
const (
	NoPane Pane = iota
	ListPane
	PagePane
	InspectorPane
)

// Panes sets the list left, the page in the middle and the inspector right. The
// side panes keep their width when the window changes; only the user changes it,
// by dragging. It is not made from the toolkit's Split, which keeps fractions.
type Panes struct {
	widget.BaseWidget
	// OnResized hears of widths the user has dragged to, in dp, to be
	// remembered.
	OnResized func(list, inspector float32)
	// OnListOver hears that the list has room beside the page no more, or again.
	OnListOver func()

	parts       [3]fyne.CanvasObject
	left, right float32 // widths the user wants
	beside      float32 // width that the page keeps beside the list, 0 for its least: see LayOver
	opened      bool    // the list, where it lies over the page
	over        bool    // what OnListOver was told last
	grips       [2]*grip
	active      Pane
}

// NewPanes returns the panes with the widths of the side panes in dp.
func NewPanes(list, page, inspector fyne.CanvasObject, left, right float32) *Panes {
	p := &Panes{parts: [3]fyne.CanvasObject{list, page, inspector}, left: left, right: right}
	p.grips[0] = newGrip(func(dx float32) { p.drag(dx, 0) }, p.dragged)
	p.grips[1] = newGrip(func(dx float32) { p.drag(0, -dx) }, p.dragged)
	p.ExtendBaseWidget(p)
	return p
}

// Widths returns the widths of the side panes that the user wants, in dp. They
// may be less on the screen where the window is narrow.
func (p *Panes) Widths() (list, inspector float32) { return p.left, p.right }

// SetWidths changes the widths of the side panes.
func (p *Panes) SetWidths(list, inspector float32) {
	p.left, p.right = list, inspector
	p.Refresh()
}

// ShowPane shows or hides a side pane.
func (p *Panes) ShowPane(pane Pane, visible bool) {
	show(p.parts[pane-1], visible)
	p.Refresh()
}

// LayOver has the list lie over the page where the window has no room for it
// beside a page of a width; there it shows only while OpenList has it so. With 0
// it stands beside the page however narrow that is.
func (p *Panes) LayOver(page float32) {
	p.beside, p.opened = page, false
	if page == 0 {
		show(p.parts[0], true)
	}
	p.Refresh()
}

// OpenList shows the list where it lies over the page, or hides it.
func (p *Panes) OpenList(on bool) {
	if p.opened != on {
		p.opened = on
		p.Refresh()
	}
}

// ListOver tells whether the list has no room beside the page and lies over it.
func (p *Panes) ListOver() bool {
	return p.beside > 0 && p.Size().Width > 0 && p.Size().Width < p.left+p.right+p.beside
}

// ListOpen tells whether the list shows where it lies over the page.
func (p *Panes) ListOpen() bool { return p.ListOver() && p.opened }

// SetActive marks the pane that has the focus by a line at its top.
func (p *Panes) SetActive(pane Pane) {
	if p.active != pane {
		p.active = pane
		p.Refresh()
	}
}

func (p *Panes) drag(left, right float32) {
	size := theme.Of().Size
	w := p.widths(theme.Of(), p.Size().Width)
	free := w[1] - p.parts[1].MinSize().Width // what the page can give
	p.left = max(size.ListMin, w[0]+min(left, free))
	p.right = max(size.InspectorMin, w[2]+min(right, free))
	p.Refresh()
}

func (p *Panes) dragged() {
	if p.OnResized != nil {
		p.OnResized(p.left, p.right)
	}
}

// widths returns the widths of the panes. Where they do not fit, the page gives
// up to its least width, then the inspector, then the list.
func (p *Panes) widths(l theme.Look, width float32) (w [3]float32) {
	for i, want := range [3]float32{p.left, 0, p.right} {
		if p.parts[i].Visible() && (i > 0 || !p.ListOver()) {
			w[i] = want
		}
	}
	for _, g := range p.gripsShown() {
		if g {
			width -= l.Space.Unit
		}
	}
	w[1] = width - w[0] - w[2]
	give := func(i int, least float32) {
		if short := p.parts[1].MinSize().Width - w[1]; short > 0 && w[i] > least {
			d := min(short, w[i]-least)
			w[i], w[1] = w[i]-d, w[1]+d
		}
	}
	give(2, l.Size.InspectorMin)
	give(0, l.Size.ListMin)
	w[1] = max(0, w[1])
	return w
}

func (p *Panes) gripsShown() [2]bool {
	return [2]bool{p.parts[0].Visible() && !p.ListOver(), p.parts[2].Visible()}
}

// CreateRenderer implements fyne.Widget.
func (p *Panes) CreateRenderer() fyne.WidgetRenderer {
	top, ground, edge := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	f := &face{of: p, objects: []fyne.CanvasObject{p.parts[1], p.parts[2], p.grips[0], p.grips[1], ground, edge, p.parts[0], top}}
	f.style = func(l theme.Look) {
		box(top, l.Color.Accent, color.Transparent, 0, 0)
		box(ground, l.Color.Background, color.Transparent, 0, 0)
		box(edge, l.Color.BorderStrong, color.Transparent, 0, 0)
		for _, g := range p.grips {
			g.Refresh()
		}
	}
	f.min = func(l theme.Look) fyne.Size {
		size := p.parts[1].MinSize()
		for i, least := range [3]float32{l.Size.ListMin, 0, l.Size.InspectorMin} {
			if p.parts[i].Visible() && (i > 0 || p.beside == 0) {
				size = fyne.NewSize(size.Width+least, max(size.Height, p.parts[i].MinSize().Height))
			}
		}
		return size
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		over := p.ListOver()
		if p.beside > 0 {
			show(p.parts[0], !over || p.opened)
		}
		show(ground, over && p.opened)
		show(edge, over && p.opened)
		if over != p.over {
			p.over = over
			if p.OnListOver != nil {
				p.OnListOver()
			}
		}
		for i, visible := range p.gripsShown() {
			show(p.grips[i], visible)
		}
		x, w := float32(0), p.widths(l, size.Width)
		show(top, p.active != NoPane && p.parts[max(0, p.active-1)].Visible())
		for i, o := range p.parts {
			if i > 0 && p.gripsShown()[i-1] {
				place(p.grips[i-1], x, 0, l.Space.Unit, size.Height)
				x += l.Space.Unit
			}
			width := w[i]
			if i == 0 && over {
				width = p.left
				place(ground, 0, 0, width, size.Height)
				place(edge, width, 0, l.Stroke.Hairline, size.Height)
			}
			place(o, x, 0, width, size.Height)
			if Pane(i+1) == p.active {
				place(top, x, 0, width, l.Stroke.Focus)
			}
			x += w[i]
		}
	}
	return f.ready()
}

// grip is the line between two panes, by which they are dragged.
type grip struct {
	widget.BaseWidget
	moved   func(dx float32)
	done    func()
	hovered bool
}

var (
	_ fyne.Draggable     = (*grip)(nil)
	_ desktop.Cursorable = (*grip)(nil)
	_ desktop.Hoverable  = (*grip)(nil)
)

func newGrip(moved func(dx float32), done func()) *grip {
	g := &grip{moved: moved, done: done}
	g.ExtendBaseWidget(g)
	return g
}

// Dragged implements fyne.Draggable. The grip moves with the pointer, so what
// counts is how far that is from the middle of it.
func (g *grip) Dragged(e *fyne.DragEvent) { g.moved(e.Position.X - g.Size().Width/2) }

// DragEnd implements fyne.Draggable.
func (g *grip) DragEnd() { g.done() }

// Cursor implements desktop.Cursorable.
func (g *grip) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// MouseIn implements desktop.Hoverable.
func (g *grip) MouseIn(*desktop.MouseEvent) { g.hovered = true; g.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (g *grip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (g *grip) MouseOut() { g.hovered = false; g.Refresh() }

// CreateRenderer implements fyne.Widget.
func (g *grip) CreateRenderer() fyne.WidgetRenderer {
	ground, line := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	f := &face{of: g, objects: []fyne.CanvasObject{ground, line}}
	f.style = func(l theme.Look) {
		box(ground, l.Color.Background, color.Transparent, 0, 0)
		box(line, l.Color.Border, color.Transparent, 0, 0)
		if g.hovered {
			line.FillColor = l.Color.Accent
		}
	}
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Space.Unit, l.Space.Unit) }
	f.layout = func(l theme.Look, size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		w := l.Stroke.Separator
		if g.hovered {
			w = l.Stroke.Focus
		}
		place(line, (size.Width-w)/2, 0, w, size.Height)
	}
	return f.ready()
}
