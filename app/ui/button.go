package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Kind says how much a button asks for attention.
type Kind int

// The kinds of buttons.
const (
	Normal  Kind = iota
	Primary      // the one that goes on
	Quiet        // without a frame, in a line of text
	Destroy      // takes something away that cannot be undone
	Grey         // as Quiet, small and grey like the text beside it
)

// Button does one thing when clicked, or pressed with Space or Enter. Unlike the
// toolkit's it does not animate.
type Button struct {
	widget.BaseWidget
	// Hint is told of when the pointer rests on the button.
	Hint  Hint
	Hints *Hints

	label    string
	mark     Mark
	kind     Kind
	do       func()
	disabled bool
	focused  bool
	hovered  bool
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Disableable  = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

// NewButton returns a button with a text.
func NewButton(label string, kind Kind, do func()) *Button {
	b := &Button{label: label, kind: kind, do: do}
	b.ExtendBaseWidget(b)
	return b
}

// NewMarkButton returns a button with a mark in place of a text; the label is
// for its Hint and for screen readers.
func NewMarkButton(mark Mark, label string, do func()) *Button {
	b := NewButton(label, Quiet, do)
	b.mark, b.Hint.Title = mark, label
	return b
}

// SetKind changes how much the button asks for attention.
func (b *Button) SetKind(kind Kind) { b.kind = kind; b.Refresh() }

// SetLabel changes the text.
func (b *Button) SetLabel(label string) {
	b.label = label
	b.Refresh()
}

// Enable implements fyne.Disableable.
func (b *Button) Enable() { b.disabled = false; b.Refresh() }

// Disable implements fyne.Disableable.
func (b *Button) Disable() { b.disabled = true; b.Refresh() }

// Disabled implements fyne.Disableable.
func (b *Button) Disabled() bool { return b.disabled }

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	b.Hints.Dismiss()
	if !b.disabled && b.do != nil {
		b.do()
	}
}

// FocusGained implements fyne.Focusable.
func (b *Button) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		handKey(b, e)
	}
}

// TypedRune implements fyne.Focusable.
func (b *Button) TypedRune(r rune) {
	if r != ' ' {
		handRune(b, r)
	}
}

// MouseIn implements desktop.Hoverable.
func (b *Button) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
	b.Hints.Enter(b, b.Hint)
}

// MouseMoved implements desktop.Hoverable.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *Button) MouseOut() {
	b.hovered = false
	b.Refresh()
	b.Hints.Leave()
}

// AccessibilityLabel implements fyne.Accessible.
func (b *Button) AccessibilityLabel() string { return b.label }

// AccessibilityRole implements fyne.Accessible.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// flat reports whether the button has no frame.
func (b *Button) flat() bool { return b.kind == Quiet || b.kind == Grey }

// colors returns the colours of ground, frame and text.
func (b *Button) colors(l theme.Look) (ground, frame, text color.Color) {
	c := l.Color
	switch {
	case b.kind == Primary && b.disabled:
		return c.Pressed, color.Transparent, c.TextDisabled
	case b.kind == Primary:
		return c.Accent, color.Transparent, c.OnAccent
	case b.disabled && b.flat():
		return color.Transparent, color.Transparent, c.TextDisabled
	case b.disabled:
		return color.Transparent, c.Border, c.TextDisabled
	case b.kind == Grey, b.mark != NoMark:
		return color.Transparent, color.Transparent, c.TextMuted
	case b.kind == Quiet:
		return color.Transparent, color.Transparent, c.Accent
	case b.kind == Destroy:
		return c.Raised, c.Danger, c.Danger
	}
	return c.Raised, c.BorderStrong, c.Text
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	ground, over := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	focusRing, sign := newRing(), newSign()
	text := NewText(b.label, Type{})
	f := &face{of: b, objects: []fyne.CanvasObject{ground, over, sign, text, focusRing}}
	how := func() Type {
		size := float32(0)
		if b.kind == Grey {
			size = theme.Of().Type.UI.Small
		}
		return Type{Size: size, Bold: b.kind == Primary, Tone: func(l theme.Look) color.Color { _, _, c := b.colors(l); return c }}
	}
	f.style = func(l theme.Look) {
		fill, frame, c := b.colors(l)
		box(ground, fill, frame, l.Stroke.Hairline, l.Radius.Control)
		box(over, l.Color.Hover, color.Transparent, 0, l.Radius.Control)
		show(over, b.hovered && !b.disabled)
		drawSign(sign, b.mark, c, l.Color.Raised)
		label := b.label
		if b.mark != NoMark {
			label = ""
		}
		text.Set(label, how())
	}
	f.min = func(l theme.Look) fyne.Size {
		if b.mark != NoMark {
			side := max(l.Size.Target, signSize(l)+2*l.Space.S)
			return fyne.NewSize(side, side)
		}
		pad, height := l.Space.L, l.Size.Button
		if b.flat() {
			pad, height = l.Space.M, l.Size.Target
		}
		return fyne.NewSize(max(l.Size.Target, measure(l, b.label, how())+2*pad), height*l.Scale)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(over, 0, 0, size.Width, size.Height)
		side := signSize(l)
		place(sign, (size.Width-side)/2, (size.Height-side)/2, side, side)
		w := text.MinSize().Width
		middle(text, (size.Width-w)/2, 0, w, size.Height)
		ring(focusRing, l, size, l.Radius.Control, b.focused)
	}
	return f.ready()
}
