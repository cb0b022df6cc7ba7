package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"galley/app/job"
	"galley/app/theme"
)

func TestSheet(t *testing.T) {
	page := NewButton("Page", Normal, nil)
	w := window(t, page, 800, 600)
	windowKeys := 0
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { windowKeys++ })
	w.Canvas().Focus(page)
	var did []string
	data := func(destroys bool) SheetData {
		return SheetData{Title: "Delete", Body: NewParagraph(strings.Repeat("What goes with it. ", 20), Type{}), Destroys: destroys,
			Primary: Act{Label: "Delete", Do: func() { did = append(did, "delete") }}, Leave: func() { did = append(did, "leave") },
			Others: []Act{{Label: "Show", Stay: true, Do: func() { did = append(did, "show") }}}, First: nil}
	}
	typed := func(name fyne.KeyName) { w.Canvas().OnTypedKey()(key(name)) }

	s := ShowSheet(w, data(false))
	if w.Canvas().Focused() != fyne.Focusable(s.Primary) {
		t.Errorf("focus is on %T", w.Canvas().Focused())
	}
	typed(fyne.KeyF6)
	typed(fyne.KeyReturn)
	if s.Open() || w.Canvas().Focused() != fyne.Focusable(page) {
		t.Errorf("after Enter open is %v and focus on %T", s.Open(), w.Canvas().Focused())
	}
	s = ShowSheet(w, data(true))
	typed(fyne.KeyReturn)
	if !s.Open() {
		t.Error("Enter destroyed something")
	}
	inner := ShowSheet(w, data(false))
	typed(fyne.KeyEscape)
	if inner.Open() || !s.Open() {
		t.Error("Esc must close the upper sheet alone")
	}
	typed(fyne.KeyEscape)
	if diff := cmp.Diff([]string{"delete", "leave", "leave"}, did); diff != "" {
		t.Errorf("did (-want +got):\n%s", diff)
	}
	if windowKeys != 0 {
		t.Errorf("the window got %d keys from under a sheet", windowKeys)
	}
	if typed(fyne.KeyF6); windowKeys != 1 {
		t.Error("the window has lost its keys")
	}
}

func TestFinder(t *testing.T) {
	page := NewButton("Page", Normal, nil)
	w := window(t, page, 800, 600)
	w.Canvas().Focus(page)
	all := named{"Mark all identical", "Mark article done", "Pick entity"}
	var chosen []string
	var f *Finder
	f = NewFinder(w.Canvas(), "Command", 28, func(query string) Rows {
		var found named
		for _, n := range all {
			if strings.HasPrefix(strings.ToLower(n), query) {
				found = append(found, n)
			}
		}
		return found
	})
	f.OnChosen = func(i int, query string) { chosen = append(chosen, fmt.Sprint(f.rows.ID(i), " ", query)) }
	f.Show("")
	test.Type(f.entry, "mark")
	f.entry.TypedKey(key(fyne.KeyDown))
	f.entry.TypedKey(key(fyne.KeyReturn))
	if diff := cmp.Diff([]string{"Mark article done mark"}, chosen); diff != "" {
		t.Errorf("chosen (-want +got):\n%s", diff)
	}
	if w.Canvas().Focused() != fyne.Focusable(page) {
		t.Errorf("focus is on %T after a choice", w.Canvas().Focused())
	}
	f.Show("none such")
	f.entry.TypedKey(key(fyne.KeyReturn)) // nothing to choose
	if w.Canvas().Overlays().Top() == nil {
		t.Error("Enter without a row closed the finder")
	}
	f.entry.TypedKey(key(fyne.KeyEscape))
	if w.Canvas().Overlays().Top() != nil || len(chosen) != 1 {
		t.Errorf("Esc left %v open and chose %q", w.Canvas().Overlays().Top(), chosen)
	}
}

func TestHints(t *testing.T) {
	c := &clock{at: time.Unix(1000, 0)}
	h := NewHints(c.timer, c.now)
	a, b := NewButton("a", Normal, nil), NewButton("b", Normal, nil)
	a.Hints, a.Hint = h, Hint{Title: "A", More: "long"}
	b.Hints, b.Hint = h, Hint{Title: "B"}
	window(t, &fyne.Container{Layout: fill{}, Objects: []fyne.CanvasObject{column(a, b), h}}, 400, 200)

	a.MouseIn(&desktop.MouseEvent{})
	c.pass(349 * time.Millisecond)
	if h.shown {
		t.Error("a hint came too early")
	}
	c.pass(time.Millisecond)
	if !h.shown || h.more {
		t.Errorf("after 350 ms shown is %v, more %v", h.shown, h.more)
	}
	c.pass(700 * time.Millisecond)
	if !h.more {
		t.Error("the guideline did not follow")
	}
	a.MouseOut()
	c.pass(120 * time.Millisecond)
	if h.shown {
		t.Error("the hint stayed")
	}
	b.MouseIn(&desktop.MouseEvent{})
	if !h.shown || h.hint.Title != "B" {
		t.Error("the neighbour's hint did not come at once")
	}
	b.MouseOut()
	c.pass(120 * time.Millisecond)
	c.pass(time.Second)
	a.MouseIn(&desktop.MouseEvent{})
	if h.shown {
		t.Error("a hint came at once after a second")
	}
	a.MouseOut()
	if c.pass(time.Second); h.shown {
		t.Error("a hint came after the pointer had left")
	}
	a.MouseIn(&desktop.MouseEvent{})
	c.pass(350 * time.Millisecond)
	if a.Tapped(nil); h.shown {
		t.Error("the hint stayed after a click")
	}
}

// The hint of a cell stands beside it, and goes with a click.
func TestMatrixHint(t *testing.T) {
	c := &clock{at: time.Unix(1000, 0)}
	h := NewHints(c.timer, c.now)
	m := NewMatrix(MatrixData{
		Rows: []ChipData{{Name: "a"}, {Name: "b"}}, Columns: []ChipData{{Name: "a"}, {Name: "b"}}, Counts: [][]int{{1, 0}, {0, 2}},
		Hint: func(row, column int) Hint { return Hint{Title: "here"} },
	})
	m.Hints = h
	window(t, &fyne.Container{Layout: fill{}, Objects: []fyne.CanvasObject{m, h}}, 400, 400)
	x, y := m.origin(theme.Of())
	w, height := m.cell(theme.Of())
	in := fyne.NewPos(x+1.5*w, y+1.5*height)
	m.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: in}})
	c.pass(350 * time.Millisecond)
	if at := h.panel.Position(); !h.shown || at.X < x+w-1 || at.Y < y+2*height {
		t.Errorf("the hint is shown %v, at %v", h.shown, at)
	}
	if m.Tapped(&fyne.PointEvent{Position: in}); h.shown {
		t.Error("the hint stayed after a click")
	}
}

func TestBeside(t *testing.T) {
	area := func(x, y, w, h float32) Area { return Area{fyne.NewPos(x, y), fyne.NewSize(w, h)} }
	own, win := fyne.NewSize(100, 50), fyne.NewSize(400, 300)
	for _, tt := range []struct {
		name  string
		areas []Area
		want  fyne.Position
	}{
		{"below", []Area{area(10, 10, 50, 20)}, fyne.NewPos(10, 34)},
		{"above at the foot", []Area{area(10, 270, 50, 20)}, fyne.NewPos(10, 216)},
		{"inside at the right", []Area{area(380, 10, 20, 20)}, fyne.NewPos(300, 34)},
		{"not over the caret's line", []Area{area(10, 100, 50, 20), area(0, 125, 400, 20)}, fyne.NewPos(10, 46)},
	} {
		if got := beside(tt.areas, own, win, 4); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestToasts(t *testing.T) {
	c := &clock{at: time.Unix(0, 0)}
	toasts := NewToasts(c.timer)
	w := window(t, &fyne.Container{Layout: fill{}, Objects: []fyne.CanvasObject{NewButton("Page", Normal, nil), toasts}}, 800, 400)
	undone := 0
	toasts.Say("Deleted", "Undo", func() { undone++ })
	c.pass(5 * time.Second)
	toasts.Say("Merged", "Undo", func() { undone += 10 })
	c.pass(5 * time.Second)
	if toasts.Text() != "Merged" {
		t.Errorf("after 5 s: %q", toasts.Text())
	}
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(toasts.action)
	test.TapCanvas(w.Canvas(), pos.AddXY(5, 5))
	if undone != 10 || toasts.Text() != "" {
		t.Errorf("undone %d, still shows %q", undone, toasts.Text())
	}
	toasts.Say("Done", "", nil)
	if c.pass(6 * time.Second); toasts.Text() != "" {
		t.Error("a toast stayed longer than six seconds")
	}
}

func TestJobs(t *testing.T) {
	at := time.Date(2016, 5, 2, 14, 0, 30, 0, time.UTC)
	var cancelled []int
	foot := NewButton("Import 41%", Grey, nil)
	w := window(t, foot, 800, 400)
	closed := 0
	jobs := NewJobs(func(id int) { cancelled = append(cancelled, id) }, func() time.Time { return at })
	jobs.OnClosed = func() { closed++ }
	jobs.Set([]job.Job{{ID: 7, Name: "Import", Done: 1, Of: 4, Started: at.Add(-20 * time.Second)}, {ID: 8, Name: "Index", State: job.Cancelled}})
	jobs.ShowAbove(foot)
	if got, want := jobs.rows[0].AccessibilityLabel(), "Import, 1 of 4, about 60 s left"; got != want {
		t.Errorf("the row says %q, want %q", got, want)
	}
	test.Tap(jobs.rows[0].cancel)
	if !slices.Equal(cancelled, []int{7}) || jobs.rows[1].cancel.Visible() {
		t.Errorf("cancelled %v; a job that has ended can be cancelled: %v", cancelled, jobs.rows[1].cancel.Visible())
	}
	jobs.Set(nil)
	if jobs.Close(); w.Canvas().Overlays().Top() != nil || closed != 1 {
		t.Errorf("closed %d times, overlay %v", closed, w.Canvas().Overlays().Top())
	}
}
