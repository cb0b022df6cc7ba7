package ui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"galley/app/theme"
)

// Timer runs f on the window's goroutine once d has passed, unless the returned
// function is called before. Windows make it from time.AfterFunc, tests by hand.
type Timer func(d time.Duration, f func()) (stop func())

// face is the renderer of the components: it reads the look each time.
type face struct {
	of      fyne.Widget
	objects []fyne.CanvasObject
	style   func(theme.Look) // sets what is drawn: texts, colours, what is hidden
	min     func(theme.Look) fyne.Size
	layout  func(theme.Look, fyne.Size)
}

// ready styles the face for the first time and returns it.
func (f *face) ready() *face {
	f.style(theme.Of())
	return f
}

func (f *face) Destroy()                     {}
func (f *face) Objects() []fyne.CanvasObject { return f.objects }
func (f *face) MinSize() fyne.Size           { return f.min(theme.Of()) }
func (f *face) Layout(size fyne.Size)        { f.layout(theme.Of(), size) }

func (f *face) Refresh() {
	l := theme.Of()
	f.style(l)
	f.layout(l, f.of.Size())
	canvas.Refresh(f.of)
}

// place moves and resizes an object.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Resize(fyne.NewSize(w, h))
	o.Move(fyne.NewPos(x, y))
}

// middle places an object of its own height in the middle of a row.
func middle(o fyne.CanvasObject, x, top, w, h float32) {
	own := o.MinSize().Height
	place(o, x, top+(h-own)/2, w, own)
}

// show hides or shows without the refresh that Show and Hide bring.
func show(o fyne.CanvasObject, visible bool) {
	if o.Visible() == visible {
		return
	}
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}

// box styles a rectangle.
func box(r *canvas.Rectangle, fill, stroke color.Color, width, radius float32) {
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = fill, stroke, width, radius
}

// newRing returns the frame that shows the focus, hidden.
func newRing() *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.Hide()
	return r
}

// ring draws the focus round a control with corners of a radius: outside of it,
// with a gap, so that the control itself does not change.
func ring(r *canvas.Rectangle, l theme.Look, size fyne.Size, radius float32, focused bool) {
	out := l.Stroke.FocusGap + l.Stroke.Focus
	box(r, color.Transparent, l.Color.FocusRing, l.Stroke.Focus, radius+out)
	place(r, -out, -out, size.Width+2*out, size.Height+2*out)
	show(r, focused)
}

// ringInside draws the focus at the inner edge, for what fills its pane.
func ringInside(r *canvas.Rectangle, l theme.Look, size fyne.Size, focused bool) {
	box(r, color.Transparent, l.Color.FocusRing, l.Stroke.Focus, l.Radius.Chip)
	place(r, 0, 0, size.Width, size.Height)
	show(r, focused)
}

// canvasOf returns the canvas that shows an object, nil if none does.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// handKey hands a key that a component does not use to the window.
func handKey(from fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := canvasOf(from); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

// handRune hands a character that a component does not use to the window.
func handRune(from fyne.CanvasObject, r rune) {
	if c := canvasOf(from); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// focus gives a component the focus.
func focus(o fyne.Focusable) {
	if c := canvasOf(o.(fyne.CanvasObject)); c != nil {
		c.Focus(o)
	}
}
