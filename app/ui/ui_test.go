package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

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

	p.SetWidths(280, 400)
	p.LayOver(420)
	if p.ListOver() || !list.Visible() {
		t.Error("in a wide window the list does not stand beside the page")
	}
	check("beside", [3]float32{280, 592, 400})
	w.Resize(fyne.NewSize(1024, 768))
	if !p.ListOver() || list.Visible() {
		t.Error("in a narrow window the list is there before it is opened")
	}
	p.OpenList(true)
	check("over the page", [3]float32{280, 620, 400})
	if !list.Visible() || page.Position().X != 0 {
		t.Errorf("opened, the list is visible %v and the page begins at %v", list.Visible(), page.Position().X)
	}
	w.Resize(fyne.NewSize(1280, 800))
	check("beside again", [3]float32{280, 592, 400})
	w.Resize(fyne.NewSize(1024, 768))
	p.OpenList(false)
	p.LayOver(0)
	if !list.Visible() {
		t.Error("the list does not come back")
	}
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
	arabic := "مرجان تشيّع ضحايا تفجير باب نور والحكومة تتهم جبهة هارون"
	if shown := runs(fit(l, arabic, 120, Type{}), false); shown[0].text != ellipsis {
		t.Errorf("at the left of cut Arabic stands %q", shown[0].text)
	}
	if lines := wrap(l, "one\n\ntwo", 120, Type{}); !slices.Equal(lines, []string{"one", "", "two"}) {
		t.Errorf("line breaks: %q", lines)
	}
	if lines := wrap(l, long, 120, Type{}); strings.Join(lines, " ") != long || len(lines) < 2 {
		t.Errorf("wrapped to %q", lines)
	}
	for _, text := range []string{"停火协议于周一在奥斯陆签署，双方代表出席了仪式。", "https://example.org/2024/04/22/a-very-long-address-without-a-blank"} {
		lines := wrap(l, text, 120, Type{})
		if strings.Join(lines, "") != text || len(lines) < 2 {
			t.Errorf("wrapped to %q", lines)
		}
		for _, line := range lines {
			if w := measure(l, line, Type{}); w > 120 || strings.HasPrefix(line, "，") {
				t.Errorf("the line %q is %v wide", line, w)
			}
		}
	}
}

// What has no bold font is set twice, a little beside itself.
func TestBoldWithoutAFont(t *testing.T) {
	window(t, NewButton("", Normal, nil), 100, 100)
	for text, want := range map[string]int{"Oslo": 1, "قصف": 1, "政府": 2} {
		bold := NewText(text, Type{Bold: true})
		test.WidgetRenderer(bold).Layout(bold.MinSize())
		if n := len(bold.row.Objects); n != want {
			t.Errorf("%s is set %d times, not %d", text, n, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{"": "", "no such file": "No such file.", "Done.": "Done.", "über allem": "Über allem.", "is it?": "Is it?"} {
		if got := Sentence(text); got != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
}

// Where there is no room the columns of numbers give some, so that the first can be read.
func TestLeastColumn(t *testing.T) {
	window(t, NewButton("", Normal, nil), 100, 100)
	tab := NewTable([]Column{{Title: "Week", Least: 76}, {Width: 60}, {Width: 60}}, 0, nil, nil)
	for width, want := range map[float32]float32{400: 400 - 120 - 40, 180: 76} {
		var got, end float32
		tab.place(theme.Of(), width, func(c int, x, w float32) {
			if c == 0 {
				got = w
			}
			end = x + w
		})
		if got < 76 || end > width || width > 200 && got < want-20 {
			t.Errorf("in %v the first column has %v and the last ends at %v", width, got, end)
		}
	}
}

func TestRunsStandInReadingOrder(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Oslo", "Oslo"},
		{"وادي سهل", "[سهل] [وادي]"},
		{"北京 and Oslo", "[北京] and Oslo"},
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
