package ui

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// SlotData says what a slot shows.
type SlotData struct {
	Digit    int    // its place in the schema's order, shown up to 9; 0 shows none
	Name     string // the role or attribute
	Fillers  []PillData
	Empty    string // what an empty slot says: "-", "(pick or select text)"
	Armed    bool   // takes the next mention
	Problem  string // "needs one"; "" when there is none
	Required bool
	Hint     Hint
}

// Slot is one row of a card: a role with its fillers. A click or Enter arms it.
type Slot struct {
	widget.BaseWidget
	Hints    *Hints
	OnArm    func()
	OnShow   func(filler string)
	OnRemove func(filler string) // nil when nothing can be taken out
	OnEmpty  func()              // Backspace

	data    SlotData
	pills   []*Pill
	lines   int // rows of pills at the present width
	focused bool
	hovered bool
	target  bool // what is dragged would go there
}

var (
	_ fyne.Focusable    = (*Slot)(nil)
	_ fyne.Tappable     = (*Slot)(nil)
	_ desktop.Hoverable = (*Slot)(nil)
)

// NewSlot returns a slot; Set shows something in it.
func NewSlot() *Slot {
	s := &Slot{lines: 1}
	s.ExtendBaseWidget(s)
	return s
}

// Set changes what the slot shows. The callbacks must be set before.
func (s *Slot) Set(data SlotData) {
	s.data = data
	s.pills = s.pills[:0]
	for _, filler := range data.Fillers {
		var remove func()
		if s.OnRemove != nil {
			remove = func() { s.OnRemove(filler.ID) }
		}
		s.pills = append(s.pills, NewPill(filler, s.Hints, func() {
			if s.OnShow != nil {
				s.OnShow(filler.ID)
			}
		}, remove))
	}
	s.Refresh()
}

// SetTarget rings the slot while what is dragged over it would fill it.
func (s *Slot) SetTarget(on bool) {
	if s.target != on {
		s.target = on
		s.Refresh()
	}
}

// Name is the role or attribute that the slot is of.
func (s *Slot) Name() string { return s.data.Name }

// Tapped implements fyne.Tappable.
func (s *Slot) Tapped(*fyne.PointEvent) {
	if s.OnArm != nil {
		s.OnArm()
	}
}

// FocusGained implements fyne.Focusable.
func (s *Slot) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost implements fyne.Focusable.
func (s *Slot) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune implements fyne.Focusable.
func (s *Slot) TypedRune(r rune) { handRune(s, r) }

// TypedKey implements fyne.Focusable.
func (s *Slot) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter:
		s.Tapped(nil)
	case e.Name == fyne.KeyBackspace && s.OnEmpty != nil:
		s.OnEmpty()
	default:
		handKey(s, e)
	}
}

// MouseIn implements desktop.Hoverable.
func (s *Slot) MouseIn(*desktop.MouseEvent) {
	s.hovered = true
	s.Refresh()
	s.Hints.Enter(s, s.data.Hint)
}

// MouseMoved implements desktop.Hoverable.
func (s *Slot) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (s *Slot) MouseOut() { s.hovered = false; s.Refresh(); s.Hints.Leave() }

// AccessibilityLabel implements fyne.Accessible.
func (s *Slot) AccessibilityLabel() string {
	label := s.data.Name
	for _, f := range s.data.Fillers {
		label += ", " + f.Text
	}
	if len(s.data.Fillers) == 0 {
		label += ", empty"
	}
	if s.data.Armed {
		label += ", armed"
	}
	if s.data.Problem != "" {
		label += ", " + s.data.Problem
	}
	return label
}

// AccessibilityRole implements fyne.Accessible.
func (s *Slot) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// slotName is the width of the column of names in dp at 100%.
const slotName = 92

// CreateRenderer implements fyne.Widget.
func (s *Slot) CreateRenderer() fyne.WidgetRenderer {
	ground, bar, caret := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	digit, name := NewText("", Type{}), NewText("", Type{Fit: true})
	empty, problem := NewText("", Type{Fit: true}), NewText("", Type{})
	sign, focusRing := newSign(), newRing()
	f := &face{of: s}
	f.style = func(l theme.Look) {
		fill := color.Color(color.Transparent)
		if s.hovered || s.data.Armed {
			fill = l.Color.Hover
		}
		box(ground, fill, color.Transparent, 0, 0)
		box(bar, l.Color.Accent, color.Transparent, 0, 0)
		box(caret, l.Color.Caret, color.Transparent, 0, 0)
		show(bar, s.data.Armed)
		show(caret, s.data.Armed)
		number := ""
		if s.data.Digit > 0 && s.data.Digit <= 9 {
			number = strconv.Itoa(s.data.Digit)
		}
		digit.Set(number, Type{Size: l.Type.UI.Caption, Tone: Muted})
		name.Set(s.data.Name, Type{Bold: s.data.Armed || s.data.Required, Fit: true})
		empty.Set(s.data.Empty, Type{Tone: Muted, Fit: true})
		show(empty, len(s.pills) == 0)
		problem.Set(s.data.Problem, Type{Size: l.Type.UI.Small, Tone: Warning})
		mark := NoMark
		if s.data.Problem != "" {
			mark = Triangle
		}
		drawSign(sign, mark, l.Color.Warning, l.Color.Raised)
		f.objects = []fyne.CanvasObject{ground, bar, digit, name, empty, caret, sign, problem}
		for _, p := range s.pills {
			f.objects = append(f.objects, p)
		}
		f.objects = append(f.objects, focusRing)
	}
	f.min = func(l theme.Look) fyne.Size {
		return fyne.NewSize((slotName+2*l.Size.Target)*l.Scale, float32(s.lines)*l.Size.Row*l.Scale)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		row := l.Size.Row * l.Scale
		place(ground, 0, 0, size.Width, size.Height)
		place(bar, 0, 0, l.Stroke.Focus, size.Height)
		x := l.Space.M
		middle(digit, x, 0, digit.MinSize().Width, row)
		x += l.Space.L * l.Scale
		middle(name, x, 0, slotName*l.Scale-l.Space.S, row)
		x += slotName * l.Scale
		right := size.Width - l.Space.M
		if s.data.Problem != "" {
			w, side := problem.MinSize().Width, signSize(l)
			middle(problem, right-w, 0, w, row)
			place(sign, right-w-side-l.Space.XS, (row-side)/2, side, side)
			right -= w + side + l.Space.M
		}
		s.wrap(l, x, right, caret, empty)
		ringInside(focusRing, l, size, s.focused || s.target)
	}
	return f.ready()
}

// wrap sets the pills in as many lines as they need.
func (s *Slot) wrap(l theme.Look, left, right float32, caret *canvas.Rectangle, empty *Text) {
	row, gap := l.Size.Row*l.Scale, l.Space.S
	x, line := left, 0
	for _, p := range s.pills {
		w := min(p.MinSize().Width, right-left)
		if x > left && x+w > right {
			x, line = left, line+1
		}
		middle(p, x, float32(line)*row, w, row)
		x += w + gap
	}
	top := float32(line) * row
	place(caret, x, top+row/5, l.Stroke.Focus, row*3/5)
	if s.data.Armed {
		x += l.Stroke.Focus + l.Space.S
	}
	middle(empty, x, top, max(0, right-x), row)
	if s.lines != line+1 {
		s.lines = line + 1 // the canvas asks for the new height before it draws
		canvas.Refresh(s)
	}
}
