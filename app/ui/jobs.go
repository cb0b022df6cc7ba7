package ui

import (
	"fmt"
	"image/color"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/job"
	"galley/app/theme"
)

// Jobs is the list that opens from the status line: a row each with name, bar,
// how far it is, and a way to cancel. It is made from the toolkit's pop-up, so a
// click beside it closes it.
type Jobs struct {
	widget.BaseWidget
	// OnClosed is called when the list is left by Esc or by Close, which is
	// when jobs that have ended have been seen; may be nil.
	OnClosed func()

	cancel func(id int)
	now    func() time.Time
	rows   []*jobRow
	popup  *widget.PopUp
}

// NewJobs returns an empty list. cancel asks a job to stop.
func NewJobs(cancel func(id int), now func() time.Time) *Jobs {
	j := &Jobs{cancel: cancel, now: now}
	j.ExtendBaseWidget(j)
	return j
}

// Set shows jobs. Rows of jobs that stay keep their button, so that a click on
// it is not lost.
func (j *Jobs) Set(jobs []job.Job) {
	for len(j.rows) < len(jobs) {
		j.rows = append(j.rows, newJobRow())
	}
	j.rows = j.rows[:len(jobs)]
	for i, data := range jobs {
		row := j.rows[i]
		row.data, row.detail = data, JobDetail(data, j.now())
		row.cancel.do = func() { j.cancel(data.ID) }
		row.Refresh()
	}
	j.Refresh()
	if j.popup != nil {
		j.popup.Resize(j.MinSize())
	}
}

// ShowAbove opens the list above an object at the foot of a window.
func (j *Jobs) ShowAbove(o fyne.CanvasObject) {
	c := canvasOf(o)
	j.popup = widget.NewPopUp(j, c)
	size := j.MinSize()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	x := max(0, min(at.X, c.Size().Width-size.Width-theme.Of().Space.M))
	j.popup.Resize(size)
	j.popup.ShowAtPosition(fyne.NewPos(x, max(0, at.Y-size.Height-theme.Of().Space.S)))
}

// Close closes the list.
func (j *Jobs) Close() {
	if j.popup == nil {
		return
	}
	j.popup.Hide()
	j.popup = nil
	if j.OnClosed != nil {
		j.OnClosed()
	}
}

// JobDetail says in a few words how far a job is or how it ended.
func JobDetail(j job.Job, now time.Time) string {
	switch j.State {
	case job.Done:
		return "Done"
	case job.Cancelled:
		return "Cancelled"
	case job.Failed:
		return fmt.Sprint(j.Err)
	}
	if j.Of <= 0 {
		if j.Done == 0 {
			return ""
		}
		return Count(j.Done)
	}
	text := Count(j.Done) + " of " + Count(j.Of)
	if left, known := j.Left(now); known {
		text += ", " + about(left)
	}
	return text
}

// about rounds a duration as one says it.
func about(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return "a few seconds left"
	case d < 90*time.Second:
		return fmt.Sprintf("about %d s left", int(d.Round(10*time.Second).Seconds()))
	case d < 90*time.Minute:
		return fmt.Sprintf("about %d min left", int(d.Round(time.Minute).Minutes()))
	}
	return fmt.Sprintf("about %d h left", int(d.Round(time.Hour).Hours()))
}

// Count writes a number as people read it: 1,204.
func Count(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// jobsWidth is the width of the list in dp at 100%.
const jobsWidth = 420

// CreateRenderer implements fyne.Widget.
func (j *Jobs) CreateRenderer() fyne.WidgetRenderer {
	none := NewText("Nothing is running.", Type{Tone: Muted})
	f := &face{of: j}
	f.style = func(theme.Look) {
		f.objects = []fyne.CanvasObject{none}
		show(none, len(j.rows) == 0)
		for _, row := range j.rows {
			f.objects = append(f.objects, row)
		}
	}
	f.min = func(l theme.Look) fyne.Size {
		n := float32(max(1, len(j.rows)))
		return fyne.NewSize(jobsWidth*l.Scale, n*l.Size.RowRich*l.Scale+2*l.Space.S)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		height := l.Size.RowRich * l.Scale
		middle(none, l.Space.L, l.Space.S, size.Width, height)
		for i, row := range j.rows {
			place(row, 0, l.Space.S+float32(i)*height, size.Width, height)
		}
	}
	return f.ready()
}

// jobRow is one job of the list.
type jobRow struct {
	widget.BaseWidget
	data   job.Job
	detail string
	cancel *Button
}

func newJobRow() *jobRow {
	r := &jobRow{cancel: NewButton("Cancel", Quiet, nil)}
	r.ExtendBaseWidget(r)
	return r
}

// AccessibilityLabel implements fyne.Accessible.
func (r *jobRow) AccessibilityLabel() string { return r.data.Name + ", " + r.detail }

// AccessibilityRole implements fyne.Accessible.
func (r *jobRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (r *jobRow) CreateRenderer() fyne.WidgetRenderer {
	name, detail := NewText("", Type{Fit: true}), NewText("", Type{Fit: true})
	track, bar, sign := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), newSign()
	f := &face{of: r, objects: []fyne.CanvasObject{sign, name, detail, track, bar, r.cancel}}
	mark := func() Mark {
		return map[job.State]Mark{job.Done: Done, job.Failed: Triangle, job.Cancelled: Close}[r.data.State]
	}
	f.style = func(l theme.Look) {
		running := r.data.State == job.Running
		name.SetText(r.data.Name)
		tone := Muted
		if r.data.State == job.Failed {
			tone = Danger
		}
		detail.Set(r.detail, Type{Size: l.Type.UI.Small, Tone: tone, Fit: true})
		signTone := tone
		if r.data.State == job.Done {
			signTone = Success
		}
		drawSign(sign, mark(), signTone(l), l.Color.Raised)
		box(track, l.Color.Pressed, color.Transparent, 0, l.Space.XS)
		box(bar, l.Color.Accent, color.Transparent, 0, l.Space.XS)
		show(track, running)
		show(bar, running && r.data.Of > 0)
		show(r.cancel, running)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		x, right := l.Space.L, size.Width-l.Space.L
		if mark() != NoMark {
			side := signSize(l)
			place(sign, x, l.Space.S, side, side)
			x += side + l.Space.S
		}
		if r.cancel.Visible() {
			own := r.cancel.MinSize()
			right -= own.Width
			middle(r.cancel, right, 0, own.Width, size.Height)
			right -= l.Space.S
		}
		line, small := name.MinSize().Height, detail.MinSize().Height
		part := float32(0)
		if r.data.Of > 0 {
			part = min(1, float32(r.data.Done)/float32(r.data.Of))
		}
		detailWidth := min(measure(l, r.detail, Type{Size: l.Type.UI.Small}), (right-x)*2/3)
		if r.data.State != job.Running {
			place(name, x, l.Space.XS, right-x, line)
			place(detail, x, l.Space.XS+line, right-x, small)
			return
		}
		place(name, x, l.Space.S, right-x-detailWidth-l.Space.M, line)
		middle(detail, right-detailWidth, l.Space.S, detailWidth, line)
		y := l.Space.S + line + l.Space.S
		place(track, x, y, right-x, l.Space.S)
		place(bar, x, y, (right-x)*part, l.Space.S)
	}
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Size.ListMin, l.Size.RowRich*l.Scale) }
	return f.ready()
}
