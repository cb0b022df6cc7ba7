package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// ChipData says what a chip shows.
type ChipData struct {
	Name    string // the short name
	Color   int    // palette entry, 1 to 24; 0 is plain text without a ground
	Trigger bool   // an event's: inverse colours and a drawn triangle
	Key     string // its key, shown small behind it; "" for none
}

// Chip is the short name of a label in the label's colours.
type Chip struct {
	widget.BaseWidget
	data ChipData
}

// NewChip returns a chip.
func NewChip(data ChipData) *Chip {
	c := &Chip{data: data}
	c.ExtendBaseWidget(c)
	return c
}

// Set changes what the chip shows.
func (c *Chip) Set(data ChipData) {
	if c.data == data {
		return
	}
	c.data = data
	c.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (c *Chip) AccessibilityLabel() string {
	label := c.data.Name
	if c.data.Trigger {
		label += " event"
	}
	if c.data.Key != "" {
		label += ", key " + c.data.Key
	}
	return label
}

// AccessibilityRole implements fyne.Accessible.
func (c *Chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// colors returns the colours of the ground and of the name.
func (c *Chip) colors(l theme.Look) (ground, name color.Color) {
	if c.data.Color == 0 {
		return color.Transparent, l.Color.Text
	}
	ink := l.Ink(c.data.Color)
	if c.data.Trigger {
		return ink.Edge, ink.OnEdge
	}
	return ink.Fill, ink.ChipText
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	ground, sign := canvas.NewRectangle(color.Transparent), newSign()
	name, key := NewText("", Type{}), NewText("", Type{})
	f := &face{of: c, objects: []fyne.CanvasObject{ground, sign, name, key}}
	f.style = func(l theme.Look) {
		fill, text := c.colors(l)
		box(ground, fill, color.Transparent, 0, l.Radius.Chip)
		mark := NoMark
		if c.data.Trigger {
			mark = Trigger
		}
		drawSign(sign, mark, text, fill)
		name.Set(c.data.Name, Type{Size: l.Type.UI.Caption, Bold: c.data.Color != 0, Tone: func(theme.Look) color.Color { return text }})
		key.Set(c.data.Key, Type{Size: l.Type.UI.Caption, Tone: Muted})
		show(key, c.data.Key != "")
	}
	// The parts from the left: pad, triangle, name, pad, gap, key.
	parts := func(l theme.Look) (pad, tri, nameWidth, keyWidth, height float32) {
		if c.data.Color != 0 {
			pad = l.Space.S
		}
		if c.data.Trigger {
			tri = l.Type.UI.Caption * l.Scale * 0.8
		}
		if c.data.Key != "" {
			keyWidth = l.Space.S + key.MinSize().Width
		}
		return pad, tri, name.MinSize().Width, keyWidth, name.MinSize().Height + l.Space.XS
	}
	f.min = func(l theme.Look) fyne.Size {
		pad, tri, nameWidth, keyWidth, height := parts(l)
		return fyne.NewSize(pad+tri+nameWidth+pad+keyWidth, height)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		pad, tri, nameWidth, keyWidth, height := parts(l)
		top := (size.Height - height) / 2
		place(ground, 0, top, pad+tri+nameWidth+pad, height)
		place(sign, pad-1, (size.Height-tri)/2, tri, tri)
		middle(name, pad+tri, top, nameWidth, height)
		middle(key, pad+tri+nameWidth+pad+l.Space.S, top, keyWidth-l.Space.S, height)
	}
	return f.ready()
}
