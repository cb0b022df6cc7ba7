package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Toasts is the layer that shows what an act did, at the lower right of a
// window: one at a time, for six seconds, with one action. It never takes the
// focus.
type Toasts struct {
	widget.BaseWidget
	timer Timer

	text   string
	action *Button
	do     func()
	shown  bool
	stop   func()
}

// NewToasts returns an empty layer that keeps the height of the bars below free.
func NewToasts(timer Timer) *Toasts {
	t := &Toasts{timer: timer, stop: func() {}}
	t.action = NewButton("", Quiet, func() {
		do := t.do
		t.Dismiss()
		if do != nil {
			do()
		}
	})
	t.ExtendBaseWidget(t)
	return t
}

// Say shows a text in place of the one before. The action, "Undo", is left out
// when its name is empty.
func (t *Toasts) Say(text, action string, do func()) {
	t.stop()
	t.text, t.do, t.shown = text, do, true
	t.action.SetLabel(action)
	t.stop = t.timer(millis(theme.Of().Motion.ToastMS), t.Dismiss)
	t.Refresh()
}

// Dismiss takes the toast away.
func (t *Toasts) Dismiss() {
	t.stop()
	t.stop, t.shown = func() {}, false
	t.Refresh()
}

// Text returns the text that shows, "" when none does.
func (t *Toasts) Text() string {
	if !t.shown {
		return ""
	}
	return t.text
}

// CreateRenderer implements fyne.Widget.
func (t *Toasts) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	text := NewText("", Type{Fit: true})
	f := &face{of: t, objects: []fyne.CanvasObject{ground, text, t.action}}
	f.style = func(l theme.Look) {
		box(ground, l.Color.Raised, l.Color.BorderStrong, l.Stroke.Hairline, l.Radius.Popup)
		text.SetText(t.text)
		for _, o := range []fyne.CanvasObject{ground, text} {
			show(o, t.shown)
		}
		show(t.action, t.shown && t.action.label != "")
	}
	f.min = func(theme.Look) fyne.Size { return fyne.Size{} }
	f.layout = func(l theme.Look, size fyne.Size) {
		if !t.shown {
			return
		}
		action := float32(0)
		if t.action.Visible() {
			action = t.action.MinSize().Width + l.Space.S
		}
		pad, height := l.Space.L, (l.Size.Button+l.Space.M)*l.Scale
		free := size.Width - 2*l.Space.XL - 2*pad - action
		w := min(measure(l, t.text, Type{}), free)
		x := size.Width - l.Space.XL - 2*pad - w - action
		y := size.Height - (l.Size.LabelBar+l.Size.Status)*l.Scale - l.Space.L - height
		place(ground, x, y, 2*pad+w+action, height)
		middle(text, x+pad, y, w, height)
		middle(t.action, x+pad+w+l.Space.S, y, action-l.Space.S, height)
	}
	return f.ready()
}
