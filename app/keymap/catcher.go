package keymap

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/command"
	"galley/app/theme"
)

// catcher is a line that takes the next key, whatever it is. Keys that the menu
// bar takes first must be handed to caught by the window.
type catcher struct {
	widget.BaseWidget
	caught func(command.Key)
	leave  func()

	keyboard command.Keyboard
	layout   command.Layout
	ground   *canvas.Rectangle
	text     *canvas.Text
}

var (
	_ fyne.Focusable    = (*catcher)(nil)
	_ fyne.Shortcutable = (*catcher)(nil)
	_ fyne.Tabbable     = (*catcher)(nil)
)

func newCatcher(layout command.Layout) *catcher {
	l := theme.Of()
	c := &catcher{layout: layout, ground: canvas.NewRectangle(l.Color.Hover), text: canvas.NewText("", l.Color.Text)}
	c.text.TextSize = l.Type.UI.Text * l.Scale
	c.text.Alignment = fyne.TextAlignCenter
	c.ground.StrokeColor, c.ground.StrokeWidth, c.ground.CornerRadius = l.Color.FocusRing, l.Stroke.Focus, l.Radius.Control
	c.ExtendBaseWidget(c)
	return c
}

// ask shows what the next key is for.
func (c *catcher) ask(text string) {
	c.text.Text = text
	c.Show()
	c.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (c *catcher) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{Layout: lineLayout{}, Objects: []fyne.CanvasObject{c.ground, c.text}})
}

// lineLayout sets all objects over the whole of a line.
type lineLayout struct{}

// MinSize implements fyne.Layout.
func (lineLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	l := theme.Of()
	return fyne.NewSize(l.Size.ListMin, l.Size.Row*l.Scale)
}

// Layout implements fyne.Layout.
func (lineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// FocusGained implements fyne.Focusable.
func (c *catcher) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (c *catcher) FocusLost() {}

// AcceptsTab implements fyne.Tabbable.
func (c *catcher) AcceptsTab() bool { return true }

// TypedKey implements fyne.Focusable.
func (c *catcher) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		c.leave()
		return
	}
	c.take(c.keyboard.Key(e))
}

// TypedRune implements fyne.Focusable.
func (c *catcher) TypedRune(r rune) { c.take(c.keyboard.Rune(r)) }

// TypedShortcut implements fyne.Shortcutable.
func (c *catcher) TypedShortcut(s fyne.Shortcut) {
	if ev, ok := command.ShortcutEvent(s); ok {
		c.take(ev)
	}
}

func (c *catcher) take(ev command.Event) {
	if keys := c.layout.Candidates(ev); len(keys) > 0 {
		c.caught(keys[0])
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (c *catcher) AccessibilityLabel() string { return c.text.Text }

// AccessibilityRole implements fyne.Accessible.
func (c *catcher) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
