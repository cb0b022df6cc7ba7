package ui

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// SaveState says whether the disk has what the user did.
type SaveState int

// The states of saving.
const (
	Saved SaveState = iota
	Saving
	NotSaved
)

// Status is what the status line shows, from the left.
type Status struct {
	Save    SaveState
	Problem string // why it is not saved: "disk is full"
	Place   string // "3 of 1,204"
	Caret   string // "word 118"
	Step    string // "step: word"
	Mode    string // "ARM locked"
	Hint    string // "F6 next pane"
	// Job is the oldest that runs, "" for none; MoreJobs are the others. Part
	// is how much of it is done, 0 to 1, or less than 0 when nobody knows.
	Job       string
	Part      float32
	Count     string // "412 of 1,000", once it has run for two seconds
	MoreJobs  int
	Annotator string
}

// StatusLine is the line at the foot of the window.
type StatusLine struct {
	widget.BaseWidget
	status  Status
	timer   Timer
	stop    func()
	dot     bool // saving has taken long enough to be shown
	retry   *Button
	jobs    *Button
	someone *Button
}

// NewStatusLine returns a status line. retry saves once more, jobs opens the list
// of jobs, annotator tells who annotates.
func NewStatusLine(timer Timer, retry, jobs, annotator func()) *StatusLine {
	s := &StatusLine{timer: timer, stop: func() {},
		retry: NewButton("Try again", Quiet, retry), jobs: NewButton("", Grey, jobs), someone: NewButton("", Grey, annotator)}
	s.ExtendBaseWidget(s)
	return s
}

// Set changes what the line shows. That something is being saved shows only when
// it takes a while: until then the line says what it said before.
func (s *StatusLine) Set(status Status) {
	if status.Save != Saving {
		s.stop()
		s.dot = false
	} else if s.status.Save != Saving {
		s.stop = s.timer(millis(theme.Of().Motion.BusyShowMS), func() { s.dot = true; s.Refresh() })
	}
	s.status = status
	s.Refresh()
}

// saved returns the mark and the text for the state of saving.
func (s *StatusLine) saved() (Mark, string, Tone) {
	switch {
	case s.status.Save == NotSaved && s.status.Problem != "":
		return Triangle, "Not saved: " + s.status.Problem, Danger
	case s.status.Save == NotSaved:
		return Triangle, "Not saved", Danger
	case s.dot:
		return Dot, "Saving", Muted
	}
	return Done, "Saved", Muted
}

// AccessibilityLabel implements fyne.Accessible.
func (s *StatusLine) AccessibilityLabel() string {
	_, label, _ := s.saved()
	for _, part := range []string{s.status.Place, s.status.Caret, s.status.Step, s.status.Mode, s.status.Job, s.status.Annotator} {
		if part != "" {
			label += ", " + part
		}
	}
	return label
}

// AccessibilityRole implements fyne.Accessible.
func (s *StatusLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// jobText returns what is said of the jobs, "" without any.
func (s *StatusLine) jobText() string {
	text := s.status.Job
	if text == "" {
		return ""
	}
	if s.status.Count != "" {
		text += " " + s.status.Count
	} else if s.status.Part >= 0 {
		text += fmt.Sprintf(" %d%%", int(s.status.Part*100))
	}
	if s.status.MoreJobs > 0 {
		text += fmt.Sprintf("  +%d", s.status.MoreJobs)
	}
	return text
}

// CreateRenderer implements fyne.Widget.
func (s *StatusLine) CreateRenderer() fyne.WidgetRenderer {
	ground, line, sign, saved := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), newSign(), NewText("", Type{})
	track, bar := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	parts := make([]*Text, 5)
	for i := range parts {
		parts[i] = NewText("", Type{})
	}
	f := &face{of: s, objects: []fyne.CanvasObject{ground, line, sign, saved, s.retry, track, bar, s.jobs, s.someone}}
	for _, p := range parts {
		f.objects = append(f.objects, p)
	}
	f.style = func(l theme.Look) {
		box(ground, l.Color.Background, color.Transparent, 0, 0)
		box(line, l.Color.Border, color.Transparent, 0, 0)
		mark, text, tone := s.saved()
		signTone := tone
		if mark == Done {
			signTone = Success
		}
		drawSign(sign, mark, signTone(l), l.Color.Background)
		saved.Set(text, Type{Size: l.Type.UI.Small, Tone: tone})
		for i, text := range []string{s.status.Place, s.status.Caret, s.status.Step, s.status.Mode, s.status.Hint} {
			how := Type{Size: l.Type.UI.Small, Tone: Muted}
			if i == 3 { // a mode changes what keys do
				how = Type{Size: l.Type.UI.Small, Bold: true, Tone: Accent}
			}
			parts[i].Set(text, how)
		}
		box(track, l.Color.Pressed, color.Transparent, 0, l.Space.XS)
		box(bar, l.Color.Accent, color.Transparent, 0, l.Space.XS)
		show(s.retry, s.status.Save == NotSaved)
		s.jobs.SetLabel(s.jobText())
		s.someone.SetLabel(s.status.Annotator)
		show(s.jobs, s.status.Job != "")
		show(s.someone, s.status.Annotator != "")
		show(track, s.status.Job != "" && s.status.Part >= 0)
		show(bar, track.Visible())
	}
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Size.ListMin, l.Size.Status*l.Scale) }
	f.layout = func(l theme.Look, size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(line, 0, 0, size.Width, l.Stroke.Separator)
		right := s.layoutRight(l, size, track, bar)

		side := signSize(l)
		x := l.Space.M
		place(sign, x, (size.Height-side)/2, side, side)
		x += side + l.Space.S
		w := saved.MinSize().Width
		middle(saved, x, 0, w, size.Height)
		x += w
		if s.retry.Visible() {
			own := s.retry.MinSize().Width
			place(s.retry, x+l.Space.S, 0, own, size.Height)
			x += own + l.Space.S
		}
		for _, p := range parts {
			w := p.MinSize().Width
			visible := p.text != "" && x+l.Space.XL+w <= right
			show(p, visible)
			if visible {
				x += l.Space.XL
				middle(p, x, 0, w, size.Height)
				x += w
			}
		}
	}
	return f.ready()
}

// jobBar is the width of the progress bar in dp at 100%.
const jobBar = 64

// layoutRight sets jobs and annotator at the right and returns where they begin.
func (s *StatusLine) layoutRight(l theme.Look, size fyne.Size, track, bar *canvas.Rectangle) float32 {
	right := size.Width - l.Space.S
	for _, b := range []*Button{s.someone, s.jobs} {
		if b.Visible() {
			own := b.MinSize().Width
			right -= own
			place(b, right, 0, own, size.Height)
			right -= l.Space.S
		}
	}
	if track.Visible() {
		w, h := jobBar*l.Scale, l.Space.S
		right -= w
		place(track, right, (size.Height-h)/2, w, h)
		place(bar, right, (size.Height-h)/2, w*min(1, s.status.Part), h)
		right -= l.Space.S
	}
	return right
}
