package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// PillLength is how many characters of a filler show.
const PillLength = 24

// PillData says what a pill shows.
type PillData struct {
	ID      string // handed to the callbacks of the Slot
	Text    string // cut in the middle to PillLength characters
	Color   int    // palette entry of its label; 0 draws a neutral edge
	Problem string // why it does not belong, "" if it does
	Hint    Hint
}

// Pill is a filler of a slot. A click shows it in the text; the cross, Backspace
// or Delete takes it out.
type Pill struct {
	widget.BaseWidget
	data    PillData
	hints   *Hints
	show    func()
	remove  func()
	cross   *Button
	focused bool
	hovered bool
}

var (
	_ fyne.Focusable    = (*Pill)(nil)
	_ fyne.Tappable     = (*Pill)(nil)
	_ desktop.Hoverable = (*Pill)(nil)
)

// NewPill returns a pill; without remove it has no cross.
func NewPill(data PillData, hints *Hints, show, remove func()) *Pill {
	p := &Pill{data: data, hints: hints, show: show, remove: remove}
	p.cross = NewMarkButton(Close, "Take out "+data.Text, remove)
	p.cross.Hints = hints
	p.ExtendBaseWidget(p)
	return p
}

// Tapped implements fyne.Tappable.
func (p *Pill) Tapped(*fyne.PointEvent) {
	if p.show != nil {
		p.show()
	}
}

// FocusGained implements fyne.Focusable.
func (p *Pill) FocusGained() { p.focused = true; p.Refresh() }

// FocusLost implements fyne.Focusable.
func (p *Pill) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune implements fyne.Focusable.
func (p *Pill) TypedRune(r rune) { handRune(p, r) }

// TypedKey implements fyne.Focusable.
func (p *Pill) TypedKey(e *fyne.KeyEvent) {
	switch {
	case (e.Name == fyne.KeyBackspace || e.Name == fyne.KeyDelete) && p.remove != nil:
		p.remove()
	case e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter:
		p.Tapped(nil)
	default:
		handKey(p, e)
	}
}

// MouseIn implements desktop.Hoverable.
func (p *Pill) MouseIn(*desktop.MouseEvent) {
	p.hovered = true
	p.Refresh()
	hint := p.data.Hint
	if hint == (Hint{}) && p.text() != p.data.Text {
		hint.Title = p.data.Text
	}
	p.hints.Enter(p, hint)
}

// MouseMoved implements desktop.Hoverable.
func (p *Pill) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *Pill) MouseOut() { p.hovered = false; p.Refresh(); p.hints.Leave() }

func (p *Pill) text() string { return CutMiddle(p.data.Text, PillLength) }

// AccessibilityLabel implements fyne.Accessible.
func (p *Pill) AccessibilityLabel() string {
	if p.data.Problem != "" {
		return p.data.Text + ", " + p.data.Problem
	}
	return p.data.Text
}

// AccessibilityRole implements fyne.Accessible.
func (p *Pill) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer {
	ground, edge, over := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	text, sign, focusRing := NewText(p.text(), Type{Fit: true}), newSign(), newRing()
	f := &face{of: p, objects: []fyne.CanvasObject{ground, over, edge, sign, text, p.cross, focusRing}}
	f.style = func(l theme.Look) {
		box(ground, l.Color.Surface, l.Color.Border, l.Stroke.Hairline, l.Radius.Chip)
		box(over, l.Color.Hover, color.Transparent, 0, l.Radius.Chip)
		show(over, p.hovered)
		bar := l.Color.BorderStrong
		if p.data.Color != 0 {
			bar = l.Ink(p.data.Color).Edge
		}
		box(edge, bar, color.Transparent, 0, 0)
		mark := NoMark
		if p.data.Problem != "" {
			mark = Triangle
		}
		drawSign(sign, mark, l.Color.Warning, l.Color.Surface)
		show(p.cross, p.remove != nil)
		p.cross.Refresh()
		text.Refresh()
	}
	// parts returns the widths before and behind the text.
	parts := func(l theme.Look) (lead, tail float32) {
		lead, tail = l.Stroke.Underline+l.Space.S, l.Space.S
		if p.data.Problem != "" {
			lead += signSize(l) + l.Space.XS
		}
		if p.remove != nil {
			tail = p.cross.MinSize().Width
		}
		return lead, tail
	}
	f.min = func(l theme.Look) fyne.Size {
		lead, tail := parts(l)
		return fyne.NewSize(lead+measure(l, p.text(), Type{})+tail, l.Size.Target*l.Scale)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		lead, tail := parts(l)
		place(ground, 0, 0, size.Width, size.Height)
		place(over, 0, 0, size.Width, size.Height)
		place(edge, 0, 0, l.Stroke.Underline, size.Height)
		side := signSize(l)
		place(sign, l.Stroke.Underline+l.Space.XS, (size.Height-side)/2, side, side)
		middle(text, lead, 0, size.Width-lead-tail, size.Height)
		place(p.cross, size.Width-tail, 0, tail, size.Height)
		ring(focusRing, l, size, l.Radius.Chip, p.focused)
	}
	return f.ready()
}
