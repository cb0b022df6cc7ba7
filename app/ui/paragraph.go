package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Paragraph is text that wraps at its width, in any script.
type Paragraph struct {
	widget.BaseWidget
	text    string
	how     Type
	centred bool
	width   float32 // at which the lines were broken; 0 before the first layout
}

// NewParagraph returns text that wraps.
func NewParagraph(text string, how Type) *Paragraph {
	p := &Paragraph{text: text, how: how}
	p.ExtendBaseWidget(p)
	return p
}

// Centre sets the lines in the middle.
func (p *Paragraph) Centre() *Paragraph { p.centred = true; return p }

// SetText changes the text.
func (p *Paragraph) SetText(text string) {
	if p.text != text {
		p.text = text
		p.Refresh()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (p *Paragraph) AccessibilityLabel() string { return p.text }

// AccessibilityRole implements fyne.Accessible.
func (p *Paragraph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// lines breaks the text at the present width.
func (p *Paragraph) lines(l theme.Look) []string {
	width := p.width
	if width == 0 {
		width = l.Size.ListMin * l.Scale
	}
	return wrap(l, p.text, width, p.how)
}

// CreateRenderer implements fyne.Widget. The least height is that of the lines at
// the width of the last layout, as with the toolkit's labels.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	lines := group()
	f := &face{of: p, objects: []fyne.CanvasObject{lines}}
	f.style = func(theme.Look) {}
	f.min = func(l theme.Look) fyne.Size {
		return fyne.NewSize(l.Size.Target, float32(len(p.lines(l)))*lineHeight(l, p.how))
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		p.width = size.Width
		height := lineHeight(l, p.how)
		lines.Objects = lines.Objects[:0]
		for i, line := range p.lines(l) {
			t := NewText(line, p.how)
			w, x := t.MinSize().Width, float32(0)
			if p.centred {
				x = (size.Width - w) / 2
			}
			place(t, x, float32(i)*height, w, height)
			lines.Objects = append(lines.Objects, t)
		}
		place(lines, 0, 0, size.Width, size.Height)
		lines.Refresh()
	}
	return f.ready()
}
