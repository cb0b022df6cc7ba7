package ui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Hint is what shows when the pointer rests on something.
type Hint struct {
	Title string
	Line  string // one line of definition
	Key   string
	// More follows when the pointer stays: the guideline entry.
	More string
}

// maxHint is the width of the widest hint in dp at 100%.
const maxHint = 360

// Hints is the layer that shows hints over the content of a window. It never
// takes the focus nor the pointer. A nil *Hints shows nothing.
type Hints struct {
	widget.BaseWidget
	timer Timer
	now   func() time.Time

	over   fyne.CanvasObject
	hint   Hint
	shown  bool
	more   bool
	left   time.Time // when a hint was last taken away
	stop   func()    // stops what is to come
	panel  *panel
	avoids func() []Area
}

// Area is a rectangle of the window, in dp.
type Area struct {
	fyne.Position
	fyne.Size
}

// NewHints returns an empty layer.
func NewHints(timer Timer, now func() time.Time) *Hints {
	h := &Hints{timer: timer, now: now, stop: func() {}, panel: newPanel()}
	h.ExtendBaseWidget(h)
	return h
}

// Avoid sets what tells which areas a hint must not cover, such as the caret's
// line.
func (h *Hints) Avoid(areas func() []Area) { h.avoids = areas }

// Enter tells that the pointer is on an object. The hint comes after a moment, at
// once when another has just gone.
func (h *Hints) Enter(over fyne.CanvasObject, hint Hint) {
	if h == nil || hint == (Hint{}) {
		return
	}
	motion := theme.Of().Motion
	h.stop()
	h.over, h.hint, h.more = over, hint, false
	wait := motion.HoverMS
	if h.shown || h.now().Sub(h.left) < millis(motion.HoverNextWindowMS) {
		wait = motion.HoverNextMS
	}
	if wait == 0 {
		h.ShowNow(over, hint)
		return
	}
	h.stop = h.timer(millis(wait), func() { h.ShowNow(over, hint) })
}

// ShowNow shows a hint at once, as F1 does.
func (h *Hints) ShowNow(over fyne.CanvasObject, hint Hint) {
	if h == nil {
		return
	}
	h.stop()
	h.over, h.hint, h.shown, h.more, h.stop = over, hint, true, false, func() {}
	h.Refresh()
	if hint.More != "" {
		h.stop = h.timer(millis(theme.Of().Motion.GuidelineHoverMS), func() { h.more = true; h.Refresh() })
	}
}

// Leave tells that the pointer has left.
func (h *Hints) Leave() {
	if h == nil {
		return
	}
	h.stop()
	h.stop = func() {}
	if h.shown {
		h.stop = h.timer(millis(theme.Of().Motion.HoverLeaveMS), h.Dismiss)
	}
}

// Dismiss takes the hint away now, as a key or a click does.
func (h *Hints) Dismiss() {
	if h == nil {
		return
	}
	h.stop()
	if h.stop = func() {}; h.shown {
		h.shown, h.left = false, h.now()
		h.Refresh()
	}
}

func millis(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// CreateRenderer implements fyne.Widget.
func (h *Hints) CreateRenderer() fyne.WidgetRenderer {
	f := &face{of: h, objects: []fyne.CanvasObject{h.panel}}
	f.style = func(theme.Look) {
		show(h.panel, h.shown)
		if h.shown {
			h.panel.set(h.hint, h.more)
		}
	}
	f.min = func(theme.Look) fyne.Size { return fyne.Size{} }
	f.layout = func(l theme.Look, size fyne.Size) {
		if !h.shown {
			return
		}
		own := h.panel.MinSize()
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(h.over).
			Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(h))
		avoid := []Area{{at, h.over.Size()}}
		if h.avoids != nil {
			avoid = append(avoid, h.avoids()...)
		}
		h.panel.Resize(own)
		h.panel.Move(beside(avoid, own, size, l.Space.S))
	}
	return f.ready()
}

// beside returns a place for a box below or above the first area that meets none
// of the areas, inside of a window; below when none is free.
func beside(areas []Area, own, window fyne.Size, gap float32) fyne.Position {
	first := areas[0]
	x := max(0, min(first.X, window.Width-own.Width))
	below, above := first.Y+first.Height+gap, first.Y-gap-own.Height
	for _, y := range []float32{below, above} {
		free := y >= 0 && y+own.Height <= window.Height
		for _, a := range areas {
			free = free && (x+own.Width <= a.X || a.X+a.Width <= x || y+own.Height <= a.Y || a.Y+a.Height <= y)
		}
		if free {
			return fyne.NewPos(x, y)
		}
	}
	if below+own.Height > window.Height {
		return fyne.NewPos(x, max(0, above))
	}
	return fyne.NewPos(x, below)
}

// panel draws one hint.
type panel struct {
	widget.BaseWidget
	hint Hint
	more bool
}

func newPanel() *panel {
	p := &panel{}
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

func (p *panel) set(h Hint, more bool) {
	p.hint, p.more = h, more
	p.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (p *panel) AccessibilityLabel() string { return p.hint.Title + ". " + p.hint.Line }

// AccessibilityRole implements fyne.Accessible.
func (p *panel) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (p *panel) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	title, key := NewText("", Type{}), NewText("", Type{})
	f := &face{of: p}
	var lines []*Text
	f.style = func(l theme.Look) {
		box(ground, l.Color.Raised, l.Color.BorderStrong, l.Stroke.Hairline, l.Radius.Control)
		title.Set(p.hint.Title, Type{Bold: true})
		key.Set(p.hint.Key, Type{Size: l.Type.UI.Caption, Tone: Muted})
		f.objects = []fyne.CanvasObject{ground, title, key}
		lines = lines[:0]
		add := func(text string, tone Tone) {
			how := Type{Size: l.Type.UI.Small, Tone: tone}
			for _, line := range wrap(l, text, maxHint*l.Scale, how) {
				lines = append(lines, NewText(line, how))
			}
		}
		add(p.hint.Line, Plain)
		if p.more {
			add(p.hint.More, Muted)
		}
		for _, t := range lines {
			f.objects = append(f.objects, t)
		}
	}
	f.min = func(l theme.Look) fyne.Size {
		size := title.MinSize()
		if p.hint.Key != "" {
			size.Width += l.Space.L + key.MinSize().Width
		}
		for _, t := range lines {
			own := t.MinSize()
			size = fyne.NewSize(max(size.Width, own.Width), size.Height+own.Height)
		}
		return size.AddWidthHeight(2*l.Space.M, 2*l.Space.S)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		x, y := l.Space.M, l.Space.S
		own := title.MinSize()
		place(title, x, y, own.Width, own.Height)
		w := key.MinSize().Width
		middle(key, size.Width-x-w, y, w, own.Height)
		y += own.Height
		for _, t := range lines {
			own := t.MinSize()
			place(t, x, y, own.Width, own.Height)
			y += own.Height
		}
	}
	return f.ready()
}
