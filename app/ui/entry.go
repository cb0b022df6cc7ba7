package ui

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Entry is a field for text. It keeps what is typed and hands on function keys,
// Esc, and in one line Enter when nobody waits for it.
type Entry struct {
	widget.Entry
	// Keys is asked for every key first and returns true for those it used, as
	// a Finder does with Up and Down.
	Keys func(*fyne.KeyEvent) bool
}

// NewEntry returns a field of one line with a placeholder.
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	e.PlaceHolder = placeholder
	return e
}

// NewMultiLineEntry returns a field of several lines that wraps.
func NewMultiLineEntry(placeholder string) *Entry {
	e := NewEntry(placeholder)
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	return e
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(key *fyne.KeyEvent) {
	enter := key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter
	switch {
	case e.Keys != nil && e.Keys(key):
	case isFunction(key.Name), key.Name == fyne.KeyEscape,
		enter && !e.MultiLine && e.OnSubmitted == nil:
		handKey(e, key)
	default:
		e.Entry.TypedKey(key)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (e *Entry) AccessibilityLabel() string { return e.PlaceHolder + " " + e.Text }

// AccessibilityRole implements fyne.Accessible.
func (e *Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func isFunction(name fyne.KeyName) bool {
	return len(name) >= 2 && name[0] == 'F' && name[1] >= '1' && name[1] <= '9'
}

// Check is a box with a text to tick.
type Check struct {
	widget.Check
	focused bool
}

// NewCheck returns a check box.
func NewCheck(label string, on bool, changed func(bool)) *Check {
	c := &Check{}
	c.ExtendBaseWidget(c)
	c.Text, c.Checked, c.OnChanged = label, on, changed
	return c
}

// FocusGained implements fyne.Focusable.
func (c *Check) FocusGained() { c.focused = true; c.Check.FocusGained() }

// FocusLost implements fyne.Focusable.
func (c *Check) FocusLost() { c.focused = false; c.Check.FocusLost() }

// CreateRenderer implements fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(c, c.Check.CreateRenderer(), func() bool { return c.focused })
}

// TypedKey implements fyne.Focusable.
func (c *Check) TypedKey(e *fyne.KeyEvent) { handKey(c, e) }

// TypedRune implements fyne.Focusable.
func (c *Check) TypedRune(r rune) {
	if r == ' ' {
		c.Check.TypedRune(r)
		return
	}
	handRune(c, r)
}

// AccessibilityLabel implements fyne.Accessible.
func (c *Check) AccessibilityLabel() string {
	if c.Checked {
		return c.Text + ", on"
	}
	return c.Text + ", off"
}

// AccessibilityRole implements fyne.Accessible.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Select is a choice of one among few.
type Select struct {
	widget.Select
	focused bool
}

// NewSelect returns a choice; changed hears the option and not its place.
func NewSelect(options []string, changed func(string)) *Select {
	s := &Select{}
	s.ExtendBaseWidget(s)
	s.Options, s.OnChanged = options, changed
	return s
}

// FocusGained implements fyne.Focusable.
func (s *Select) FocusGained() { s.focused = true; s.Select.FocusGained() }

// FocusLost implements fyne.Focusable.
func (s *Select) FocusLost() { s.focused = false; s.Select.FocusLost() }

// CreateRenderer implements fyne.Widget.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	inner := &framed{s.Select.CreateRenderer(), canvas.NewRectangle(color.Transparent)}
	return newRinged(s, inner, func() bool { return s.focused })
}

// framed draws the frame that fields have round what another renderer draws.
type framed struct {
	fyne.WidgetRenderer
	frame *canvas.Rectangle
}

func (f *framed) Objects() []fyne.CanvasObject {
	return append(slices.Clone(f.WidgetRenderer.Objects()), f.frame)
}

func (f *framed) Layout(size fyne.Size) {
	f.WidgetRenderer.Layout(size)
	f.frame.Resize(size)
	f.style()
}

func (f *framed) Refresh() {
	f.style()
	f.WidgetRenderer.Refresh()
}

func (f *framed) style() {
	l := theme.Of()
	f.frame.FillColor, f.frame.StrokeColor, f.frame.StrokeWidth, f.frame.CornerRadius = color.Transparent, l.Color.BorderStrong, l.Stroke.Hairline, l.Radius.Control
}

// TypedKey implements fyne.Focusable.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown:
		s.Select.TypedKey(e)
	default:
		handKey(s, e)
	}
}

// TypedRune implements fyne.Focusable.
func (s *Select) TypedRune(r rune) {
	if r != ' ' {
		handRune(s, r)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (s *Select) AccessibilityLabel() string { return s.Selected }

// AccessibilityRole implements fyne.Accessible.
func (s *Select) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// ringed draws the focus round one of the toolkit's own components.
type ringed struct {
	fyne.WidgetRenderer
	of      fyne.Widget
	ring    *canvas.Rectangle
	focused func() bool
}

func newRinged(of fyne.Widget, r fyne.WidgetRenderer, focused func() bool) *ringed {
	return &ringed{r, of, newRing(), focused}
}

// Objects implements fyne.WidgetRenderer.
func (r *ringed) Objects() []fyne.CanvasObject { return append(r.WidgetRenderer.Objects(), r.ring) }

// Layout implements fyne.WidgetRenderer.
func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.draw()
}

// Refresh implements fyne.WidgetRenderer.
func (r *ringed) Refresh() {
	r.WidgetRenderer.Refresh()
	r.draw()
}

func (r *ringed) draw() {
	l := theme.Of()
	ring(r.ring, l, r.of.Size(), l.Radius.Control, r.focused())
}
