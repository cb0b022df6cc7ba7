package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Strip is a quiet line inside a pane that says one thing and has one action.
// The pane keeps its space, so that nothing moves when it comes.
type Strip struct {
	widget.BaseWidget
	text    *Text
	action  *Button
	warning bool
}

// NewStrip returns a strip. The action is left out when its name is empty; a
// warning bears a sign.
func NewStrip(text, action string, warning bool, do func()) *Strip {
	s := &Strip{text: NewText(text, Type{Fit: true}), action: NewButton(action, Quiet, do), warning: warning}
	s.ExtendBaseWidget(s)
	return s
}

// AccessibilityLabel implements fyne.Accessible.
func (s *Strip) AccessibilityLabel() string { return s.text.text }

// AccessibilityRole implements fyne.Accessible.
func (s *Strip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer {
	ground, line, sign := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), newSign()
	f := &face{of: s, objects: []fyne.CanvasObject{ground, line, sign, s.text, s.action}}
	f.style = func(l theme.Look) {
		box(ground, l.Color.Hover, color.Transparent, 0, 0)
		box(line, l.Color.Border, color.Transparent, 0, 0)
		mark := NoMark
		if s.warning {
			mark = Triangle
		}
		drawSign(sign, mark, l.Color.Warning, l.Color.Background)
		show(s.action, s.action.label != "")
		s.text.Refresh()
		s.action.Refresh()
	}
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Size.Target, l.Size.Row*l.Scale) }
	f.layout = func(l theme.Look, size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(line, 0, size.Height-l.Stroke.Separator, size.Width, l.Stroke.Separator)
		x, right := l.Space.L, size.Width-l.Space.S
		if s.warning {
			side := signSize(l)
			place(sign, x, (size.Height-side)/2, side, side)
			x += side + l.Space.S
		}
		if s.action.Visible() {
			own := s.action.MinSize()
			right -= own.Width
			middle(s.action, right, 0, own.Width, size.Height)
		}
		middle(s.text, x, 0, max(0, right-l.Space.S-x), size.Height)
	}
	return f.ready()
}

// Empty is what a pane shows that has nothing: one sentence and one action.
type Empty struct {
	widget.BaseWidget
	sentence string
	action   *Button
}

// NewEmpty returns the view of a pane without content. The action is left out
// when its name is empty.
func NewEmpty(sentence, action string, do func()) *Empty {
	e := &Empty{sentence: sentence, action: NewButton(action, Normal, do)}
	e.ExtendBaseWidget(e)
	return e
}

// AccessibilityLabel implements fyne.Accessible.
func (e *Empty) AccessibilityLabel() string { return e.sentence }

// AccessibilityRole implements fyne.Accessible.
func (e *Empty) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (e *Empty) CreateRenderer() fyne.WidgetRenderer {
	text := NewParagraph(e.sentence, Type{Tone: Muted}).Centre()
	f := &face{of: e, objects: []fyne.CanvasObject{text, e.action}}
	f.style = func(theme.Look) {
		show(e.action, e.action.label != "")
		text.Refresh()
		e.action.Refresh()
	}
	f.min = func(l theme.Look) fyne.Size {
		return fyne.NewSize(l.Size.ListMin, text.MinSize().Height+3*l.Space.L+e.action.MinSize().Height)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		w := min(size.Width-2*l.Space.L, maxHint*l.Scale)
		text.Resize(fyne.NewSize(w, 0))
		height, button := text.MinSize().Height, e.action.MinSize()
		y := max(l.Space.L, size.Height/3-height)
		place(text, (size.Width-w)/2, y, w, height)
		place(e.action, (size.Width-button.Width)/2, y+height+l.Space.L, button.Width, button.Height)
	}
	return f.ready()
}

// OverText puts a ground under what lies over text.
func OverText(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(canvas.NewRectangle(theme.Of().Color.Raised), o)
}
