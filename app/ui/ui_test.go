package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/app/job"
	"galley/app/theme"
)

// window shows an object at a size under the light theme.
func window(t testing.TB, o fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	app := test.NewApp()
	app.Settings().SetTheme(theme.New(theme.Light, 1))
	w := test.NewWindow(o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	t.Cleanup(w.Close)
	return w
}

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

// clock fires timers by hand.
type clock struct {
	at     time.Time
	timers []*pending
}

type pending struct {
	at time.Time
	f  func()
}

func (c *clock) timer(d time.Duration, f func()) func() {
	p := &pending{c.at.Add(d), f}
	c.timers = append(c.timers, p)
	return func() { p.f = nil }
}

func (c *clock) now() time.Time { return c.at }

func (c *clock) pass(d time.Duration) {
	c.at = c.at.Add(d)
	due := slices.Clone(c.timers)
	for _, p := range due {
		if p.f != nil && !p.at.After(c.at) {
			f := p.f
			p.f = nil
			f()
		}
	}
}

// counted is a long list that counts how often a row is asked for.
type counted struct {
	n     int
	asked int
}

func (c *counted) Len() int        { return c.n }
func (c *counted) ID(i int) string { return fmt.Sprint("row ", i) }
func (c *counted) Row(i int) Row   { c.asked++; return Row{Title: c.ID(i)} }

func TestLongListDrawsWhatIsInView(t *testing.T) {
	rows := &counted{n: 100_000}
	list := NewRowList(28, rows)
	window(t, list, 300, 280)
	if rows.asked > 40 {
		t.Errorf("asked for %d rows to show 11", rows.asked)
	}
	for _, k := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyUp, fyne.KeyHome} {
		rows.asked = 0
		list.TypedKey(key(k))
		if rows.asked > 60 || len(list.content.views) > 12 {
			t.Errorf("%s asked for %d rows and keeps %d views", k, rows.asked, len(list.content.views))
		}
	}
	rows.asked = 0
	list.SetRows(rows)
	if rows.asked > 60 {
		t.Errorf("SetRows asked for %d rows", rows.asked)
	}
}

func BenchmarkScroll(b *testing.B) {
	list := NewRowList(28, &counted{n: 100_000})
	window(b, list, 300, 800)
	list.SetCurrent(50_000)
	for b.Loop() {
		list.TypedKey(key(fyne.KeyPageDown))
		if list.Current() > 99_000 {
			list.SetCurrent(0)
		}
	}
}

func TestListKeys(t *testing.T) {
	rows := &counted{n: 100}
	list := NewRowList(28, rows)
	var chosen, current []int
	list.OnChosen = func(i int) { chosen = append(chosen, i) }
	list.OnCurrent = func(i int) { current = append(current, i) }
	w := window(t, list, 300, 280)
	var handed []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { handed = append(handed, e.Name) })
	w.Canvas().Focus(list)

	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyEnd, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyHome, fyne.KeyReturn, fyne.KeyF6, fyne.KeyLeft} {
		list.TypedKey(key(k))
	}
	if diff := cmp.Diff([]int{0, 1, 0, 99, 90, 0}, current); diff != "" {
		t.Errorf("current rows (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{0}, chosen); diff != "" {
		t.Errorf("chosen (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]fyne.KeyName{fyne.KeyF6, fyne.KeyLeft}, handed); diff != "" {
		t.Errorf("handed on (-want +got):\n%s", diff)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 3*28+5))
	if list.Current() != 3 || !slices.Equal(chosen, []int{0, 3}) {
		t.Errorf("a click made row %d current and chose %v", list.Current(), chosen)
	}
}

func TestTypeAhead(t *testing.T) {
	c := &clock{at: time.Unix(0, 0)}
	list := NewRowList(28, fixedRows{{Title: "Aid"}, {Title: "Border"}, {Title: "Bombing"}, {Title: "Clash"}})
	list.TypeAhead, list.now = true, c.now
	window(t, list, 300, 280)
	for _, step := range []struct {
		char rune
		wait time.Duration
		want int
	}{{'b', 0, 1}, {'o', 0, 1}, {'m', 0, 2}, {'b', 2 * time.Second, 1}, {'b', 2 * time.Second, 2}, {'z', 2 * time.Second, 2}} {
		c.pass(step.wait)
		list.TypedRune(step.char)
		if list.Current() != step.want {
			t.Errorf("%c made row %d current, want %d", step.char, list.Current(), step.want)
		}
	}
}

type named []string

func (n named) Len() int        { return len(n) }
func (n named) ID(i int) string { return n[i] }
func (n named) Row(i int) Row   { return Row{Title: n[i]} }

// Whatever rows come and go, the current row stays current and the first row in
// view stays where it is, as long as they are there.
func TestListKeepsItsPlace(t *testing.T) {
	list := NewRowList(28, named(nil))
	window(t, list, 300, 280)
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.IntRange(0, 500), 60, 120, rapid.ID[int])
		name := func(ns []int) (list named) {
			for _, n := range ns {
				list = append(list, fmt.Sprint(n))
			}
			return list
		}
		before, after := name(ids.Draw(t, "before")), name(ids.Draw(t, "after"))
		list.current = -1
		list.SetRows(before)
		list.SetCurrent(rapid.IntRange(0, len(before)-1).Draw(t, "current"))
		list.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, float32(rapid.IntRange(-40*28, 40*28).Draw(t, "scrolled")))})
		top := int(list.scroll.Offset.Y / 28)
		current, first, within := before[list.current], before[top], list.scroll.Offset.Y-float32(top)*28

		list.SetRows(after)

		if want := slices.Index(after, current); list.Current() != want {
			t.Fatalf("current is %d, want %d", list.Current(), want)
		}
		if at := slices.Index(after, first); at >= 0 {
			most := float32(len(after))*28 - list.scroll.Size().Height
			if want := min(float32(at)*28+within, most); list.scroll.Offset.Y != want {
				t.Fatalf("offset is %v, want %v: row %s is now at %d", list.scroll.Offset.Y, want, first, at)
			}
		}
	})
}

func TestKeysAreHandedOn(t *testing.T) {
	button, check, entry := NewButton("Go", Normal, nil), NewCheck("On", false, nil), NewEntry("Find")
	choice, pill, bar, slots := NewSelect([]string{"a"}, nil), NewPill(PillData{Text: "x"}, nil, nil, nil), NewLabelBar(nil, nil), NewSlot()
	w := window(t, column(button, check, entry, choice, pill, bar, slots), 400, 400)
	var got fyne.KeyName
	var char rune
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = e.Name })
	w.Canvas().SetOnTypedRune(func(r rune) { char = r })
	for _, o := range []fyne.Focusable{button, check, entry, choice, pill, bar, slots} {
		for _, name := range []fyne.KeyName{fyne.KeyF6, fyne.KeyF1, fyne.KeyEscape} {
			got = ""
			o.TypedKey(key(name))
			if got != name {
				t.Errorf("%T keeps %s", o, name)
			}
		}
		char = 0
		o.TypedRune('p')
		if o == fyne.Focusable(entry) {
			if char != 0 || entry.Text != "p" {
				t.Errorf("the entry handed on a letter, and has %q", entry.Text)
			}
		} else if char != 'p' {
			t.Errorf("%T keeps letters", o)
		}
	}
	got = ""
	if entry.TypedKey(key(fyne.KeyReturn)); got != fyne.KeyReturn {
		t.Error("an entry that nobody waits for keeps Enter")
	}
	submitted := ""
	entry.OnSubmitted = func(s string) { submitted = s }
	if entry.TypedKey(key(fyne.KeyReturn)); submitted != "p" {
		t.Error("an entry that somebody waits for hands on Enter")
	}
}

func TestButton(t *testing.T) {
	n := 0
	b := NewButton("Go", Primary, func() { n++ })
	window(t, b, 100, 40)
	test.Tap(b)
	b.TypedKey(key(fyne.KeyReturn))
	b.TypedKey(key(fyne.KeySpace))
	if n != 3 {
		t.Errorf("pressed %d times, want 3", n)
	}
	b.Disable()
	test.Tap(b)
	b.TypedKey(key(fyne.KeyReturn))
	if n != 3 {
		t.Error("a disabled button does something")
	}
}

func TestLabelBar(t *testing.T) {
	var chosen []string
	more := 0
	bar := NewLabelBar(func(id string) { chosen = append(chosen, id) }, func() { more++ })
	bar.Set("", labelItems())
	w := window(t, bar, 2000, 36)
	if bar.Shown() != 15 {
		t.Errorf("%d of 15 items show at 2000", bar.Shown())
	}
	w.Resize(fyne.NewSize(300, 36))
	shown := bar.Shown()
	if shown == 0 || shown >= 15 {
		t.Fatalf("%d of 15 items show at 300", shown)
	}
	for i, s := range bar.spans {
		if s.to > 300 {
			t.Errorf("item %d ends at %v of 300", i, s.to)
		}
		if s.to-s.from < 24 && i < shown {
			t.Errorf("item %d is %v wide, less than a target", i, s.to-s.from)
		}
	}
	bar.Tapped(&fyne.PointEvent{Position: fyne.NewPos(bar.spans[1].from+2, 18)})
	bar.Tapped(&fyne.PointEvent{Position: fyne.NewPos(bar.spans[shown].from+2, 18)})
	bar.TypedKey(key(fyne.KeyRight))
	bar.TypedKey(key(fyne.KeyRight))
	bar.TypedKey(key(fyne.KeyReturn))
	bar.TypedKey(key(fyne.KeyEnd))
	bar.TypedKey(key(fyne.KeyReturn))
	if diff := cmp.Diff([]string{"PGRP", "ORG"}, chosen); diff != "" || more != 2 {
		t.Errorf("more %d, chosen (-want +got):\n%s", more, diff)
	}
}

func TestFitting(t *testing.T) {
	rest := func(int) float32 { return 30 }
	for _, tt := range []struct {
		width float32
		want  int
	}{{200, 3}, {135, 3}, {134, 2}, {0, 0}, {74, 0}, {75, 1}, {120, 2}} {
		if got := fitting([]float32{40, 40, 45}, 5, tt.width, rest); got != tt.want {
			t.Errorf("at %v fit %d, want %d", tt.width, got, tt.want)
		}
	}
}

func TestSlot(t *testing.T) {
	var did []string
	s := NewSlot()
	s.OnArm = func() { did = append(did, "arm") }
	s.OnShow = func(id string) { did = append(did, "show "+id) }
	s.OnRemove = func(id string) { did = append(did, "remove "+id) }
	s.OnEmpty = func() { did = append(did, "empty") }
	s.Set(SlotData{Digit: 2, Name: "Killed", Fillers: []PillData{{ID: "a", Text: "at least 253 people"}, {ID: "b", Text: "including 49 children"}}, Problem: "needs one"})
	w := window(t, s, 600, 28)
	if s.lines != 1 {
		t.Errorf("%d lines at 600", s.lines)
	}
	w.Resize(fyne.NewSize(300, 100))
	if s.lines != 2 || s.MinSize().Height != 56 {
		t.Errorf("%d lines and height %v at 300, want 2 and 56", s.lines, s.MinSize().Height)
	}
	s.TypedKey(key(fyne.KeyReturn))
	s.TypedKey(key(fyne.KeyBackspace))
	test.Tap(s.pills[0])
	s.pills[1].TypedKey(key(fyne.KeyBackspace))
	test.Tap(s.pills[0].cross)
	if diff := cmp.Diff([]string{"arm", "empty", "show a", "remove b", "remove a"}, did); diff != "" {
		t.Errorf("did (-want +got):\n%s", diff)
	}
	if got, want := s.AccessibilityLabel(), "Killed, at least 253 people, including 49 children, needs one"; got != want {
		t.Errorf("label %q, want %q", got, want)
	}
}

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

func TestStatusLineWaitsToSaySaving(t *testing.T) {
	c := &clock{at: time.Unix(0, 0)}
	s := NewStatusLine(c.timer, nil, nil, nil)
	window(t, s, 800, 24)
	says := func() string { _, text, _ := s.saved(); return text }
	s.Set(Status{Save: Saving})
	if says() != "Saved" {
		t.Errorf("at once: %q", says())
	}
	s.Set(Status{Save: Saved})
	if c.pass(time.Second); says() != "Saved" {
		t.Errorf("after a quick save: %q", says())
	}
	s.Set(Status{Save: Saving})
	c.pass(200 * time.Millisecond)
	s.Set(Status{Save: Saving, Caret: "word 3"})
	if c.pass(100 * time.Millisecond); says() != "Saving" {
		t.Errorf("after 300 ms: %q", says())
	}
	s.Set(Status{Save: NotSaved, Problem: "disk is full"})
	if says() != "Not saved: disk is full" || !s.retry.Visible() {
		t.Errorf("%q, retry shows: %v", says(), s.retry.Visible())
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1204: "1,204", 100000: "100,000", 1234567: "1,234,567", -1204: "-1,204"} {
		if got := Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
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

func TestPanes(t *testing.T) {
	page := canvas.NewRectangle(nil)
	page.SetMinSize(fyne.NewSize(300, 100))
	list, inspector := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	p := NewPanes(list, page, inspector, 264, 344)
	w := window(t, p, 1280, 800)
	widths := func() [3]float32 {
		return [3]float32{list.Size().Width, page.Size().Width, inspector.Size().Width}
	}
	check := func(name string, want [3]float32) {
		t.Helper()
		if got := widths(); got != want {
			t.Errorf("%s: widths %v, want %v", name, got, want)
		}
	}
	check("at first", [3]float32{264, 664, 344})
	w.Resize(fyne.NewSize(1920, 800))
	check("wider", [3]float32{264, 1304, 344})
	w.Resize(fyne.NewSize(880, 800))
	check("narrow", [3]float32{264, 300, 308})
	w.Resize(fyne.NewSize(1280, 800))
	check("back", [3]float32{264, 664, 344})

	told := 0
	p.OnResized = func(left, right float32) { told++ }
	p.grips[0].Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(2+56, 5)}})
	p.grips[1].Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(2+20, 5)}})
	p.grips[1].DragEnd()
	check("dragged", [3]float32{320, 628, 324})
	p.grips[0].Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(-500, 5)}})
	check("not below the least", [3]float32{208, 740, 324})
	p.grips[0].Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(5000, 5)}})
	check("not over the page", [3]float32{648, 300, 324})
	if told != 1 {
		t.Errorf("told %d times of new widths, want once at the end of a drag", told)
	}
	p.ShowPane(ListPane, false)
	check("without the list", [3]float32{0, 952, 324})
}

func TestTexts(t *testing.T) {
	window(t, NewButton("", Normal, nil), 100, 100)
	l := theme.Of()
	for _, tt := range []struct {
		text string
		n    int
		want string
	}{
		{"Wadi Sahl", 24, "Wadi Sahl"},
		{"the spokesman of the ministry of the interior", 24, "the spokesma…he interior"},
		{"e\u0301e\u0301e\u0301e\u0301e\u0301", 4, "e\u0301e\u0301…e\u0301"},
		{"👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2, "👩‍👩‍👧…"},
	} {
		if got := CutMiddle(tt.text, tt.n); got != tt.want {
			t.Errorf("CutMiddle(%q, %d) = %q, want %q", tt.text, tt.n, got, tt.want)
		}
	}
	long := "Talks resume in Oslo after a week of silence"
	for _, width := range []float32{0, 10, 50, 100, 200, 1000} {
		got := fit(l, long, width, Type{})
		if w := measure(l, got, Type{}); w > width || got != long && got != "" && !strings.HasSuffix(got, ellipsis) {
			t.Errorf("fit to %v gives %q of width %v", width, got, w)
		}
	}
	if lines := wrap(l, long, 120, Type{}); strings.Join(lines, " ") != long || len(lines) < 2 {
		t.Errorf("wrapped to %q", lines)
	}
}

func TestRunsStandInReadingOrder(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Oslo", "Oslo"},
		{"وادي سهل", "[سهل] [وادي]"},
		{"北京 and Oslo", "[北京 ]and Oslo"},
		{"Al-Masar: قصف, 30 April", "Al-Masar: 30 ,[قصف] April"},
		{"قصف Oslo بلدة", "[بلدة] Oslo [قصف]"},
		{"بلدة (قصف)", "([قصف]) [بلدة]"},
	} {
		var got strings.Builder
		for _, r := range runs(tt.text, false) {
			if r.font != nil {
				fmt.Fprintf(&got, "[%s]", r.text)
			} else {
				got.WriteString(r.text)
			}
		}
		if got.String() != tt.want {
			t.Errorf("%q stands as %q, want %q", tt.text, got.String(), tt.want)
		}
	}
}

// Everything must be there at 200%: no text may be larger than its place, unless
// it is made to be cut.
func TestTwiceTheSize(t *testing.T) {
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light, theme.MaxScale))
	for _, p := range gallery() {
		o := p.build()
		for range 2 {
			o.Resize(fyne.NewSize(2*p.width, o.MinSize().Height))
		}
		texts := 0
		for _, part := range test.LaidOutObjects(o) {
			text, ok := part.(*Text)
			if !ok || !text.Visible() || text.text == "" {
				continue
			}
			texts++
			size, need := text.Size(), text.MinSize()
			if size.Width < need.Width || size.Height < need.Height {
				t.Errorf("%s: %q has %v and needs %v", p.name, text.text, size, need)
			}
		}
		if texts == 0 {
			t.Errorf("%s has no text", p.name)
		}
	}
}
