package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// StatData says what a Stat shows.
type StatData struct {
	Name     string // "Mentions strict F1"
	Number   string // "0.81"; a dash where there is none
	Interval string // "[0.77, 0.85]"
	Note     string // what it rests on, or why there is no number
}

// Stat is a number with its interval, what it is of, and what it rests on.
type Stat struct {
	widget.BaseWidget
	Hints *Hints // show the whole note where it is cut

	data StatData
}

var _ desktop.Hoverable = (*Stat)(nil)

// NewStat returns a number.
func NewStat(data StatData) *Stat {
	s := &Stat{data: data}
	s.ExtendBaseWidget(s)
	return s
}

// Set changes what the stat shows.
func (s *Stat) Set(data StatData) {
	s.data = data
	s.Refresh()
}

// MouseIn implements desktop.Hoverable.
func (s *Stat) MouseIn(*desktop.MouseEvent) {
	s.Hints.Enter(s, Hint{Title: s.data.Name, Line: s.data.Note})
}

// MouseMoved implements desktop.Hoverable.
func (s *Stat) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (s *Stat) MouseOut() { s.Hints.Leave() }

// AccessibilityLabel implements fyne.Accessible.
func (s *Stat) AccessibilityLabel() string {
	return s.data.Name + " " + s.data.Number + " " + s.data.Interval + ", " + s.data.Note
}

// AccessibilityRole implements fyne.Accessible.
func (s *Stat) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (s *Stat) CreateRenderer() fyne.WidgetRenderer {
	name, number := NewText("", Type{}), NewText("", Type{})
	interval, note := NewText("", Type{}), NewText("", Type{})
	f := &face{of: s, objects: []fyne.CanvasObject{name, number, interval, note}}
	f.style = func(l theme.Look) {
		small := Type{Size: l.Type.UI.Small, Tone: Muted, Fit: true}
		name.Set(s.data.Name, Type{Size: l.Type.UI.Small, Tone: Muted})
		number.Set(s.data.Number, Type{Size: l.Type.UI.Heading, Bold: true})
		interval.Set(s.data.Interval, Type{Size: l.Type.UI.Small})
		note.Set(s.data.Note, small)
		for _, t := range []*Text{name, number, interval, note} {
			t.Refresh() // under another theme the same text is drawn anew
		}
	}
	f.min = func(l theme.Look) fyne.Size {
		line := number.MinSize().Width + interval.MinSize().Width + l.Space.S
		return fyne.NewSize(max(line, name.MinSize().Width)+l.Space.M, name.MinSize().Height+number.MinSize().Height+note.MinSize().Height)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		y, high := name.MinSize().Height, number.MinSize()
		place(name, 0, 0, size.Width, y)
		place(number, 0, y, high.Width, high.Height)
		// The interval stands on the number's line.
		drop := (l.Type.UI.Heading - l.Type.UI.Small) * l.Scale
		place(interval, high.Width+l.Space.S, y+drop, interval.MinSize().Width, interval.MinSize().Height)
		place(note, 0, y+high.Height, size.Width, note.MinSize().Height)
	}
	return f.ready()
}
