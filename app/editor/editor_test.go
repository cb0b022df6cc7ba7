package editor

import (
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/command"
	"galley/app/page"
	"galley/app/page/pagetest"
	"galley/app/tokens"
	"galley/app/typeset"
)

// desk is an editor in a window of the test driver, with the commands' keys.
type desk struct {
	*testing.T
	*Editor
	window   fyne.Window
	body     string
	told     []string
	clock    time.Time
	held     fyne.KeyModifier
	posts    chan func()
	commands *command.Registry
}

func open(t *testing.T, d annotate.Document) *desk {
	t.Helper()
	test.NewTempApp(t)
	k := &desk{T: t, body: d.Article.Text.String(), clock: time.Unix(1e9, 0), posts: make(chan func(), 100)}
	k.Editor = New(page.NewKit(fonts(), tokens.Default()), func(f func()) { k.posts <- f }, func() time.Time { return k.clock })
	k.Still = true // but for the tests of motion
	k.mods = func() fyne.KeyModifier { return k.held }
	k.OnActivate = func(id annotate.ID, _ fyne.KeyModifier) { k.told = append(k.told, "activate "+string(id)) }
	k.OnWord = func(w span.Span, _ fyne.KeyModifier) { k.told = append(k.told, "word "+k.body[w.Start:w.End]) }
	k.OnEdges = func(id annotate.ID, s []span.Span) { k.told = append(k.told, "edges "+string(id)+" "+d.SpansText(s)) }
	k.OnHover = func(id annotate.ID, _ fyne.Position) { k.told = append(k.told, "hover "+string(id)) }
	k.commands = command.NewRegistry()
	for id, run := range k.Acts() {
		k.commands.Register(command.Command{ID: id, Run: run})
	}
	k.OnInput = func(ev command.Event) bool {
		c, ok := k.commands.Match(command.Page, command.Layout{}, ev)
		if ok {
			k.commands.Run(c.ID)
		}
		return ok
	}
	k.window = test.NewTempWindow(t, k.Editor)
	k.window.SetPadded(false)
	k.window.Resize(fyne.NewSize(700, 400))
	k.SetDocument(styles(), d)
	k.drain()
	t.Cleanup(k.Close)
	return k
}

// drain runs what was posted until the background has no more to do.
func (k *desk) drain() {
	for k.laying != nil {
		(<-k.posts)()
	}
}

// at is the middle of a word's n-th letter in the editor.
func (k *desk) at(word string, letter int) fyne.Position {
	k.Helper()
	i := strings.Index(k.body, word)
	if i < 0 {
		k.Fatalf("no %q", word)
	}
	x, y, h := k.page.Caret(typeset.Position{Offset: i + letter})
	return fyne.NewPos(x+2, y+h/2)
}

func (k *desk) press(at fyne.Position, mods fyne.KeyModifier) {
	k.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: mods})
}

func (k *desk) click(at fyne.Position) {
	k.press(at, 0)
	k.MouseUp(&desktop.MouseEvent{})
}

func (k *desk) pause() { k.clock = k.clock.Add(time.Second) }

func (k *desk) dragTo(at fyne.Position) {
	k.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at}})
}

func (k *desk) key(keys ...string) {
	for _, s := range keys {
		key := command.Keys(s)[0]
		if sc := command.Shortcut(key); sc != nil {
			k.TypedShortcut(sc)
			continue
		}
		if r := []rune(key.Name); len(r) == 1 {
			k.TypedRune(r[0])
			continue
		}
		name := map[string]fyne.KeyName{"Esc": fyne.KeyEscape, "PgDn": fyne.KeyPageDown, "PgUp": fyne.KeyPageUp}[key.Name]
		if name == "" {
			name = fyne.KeyName(key.Name)
		}
		// Shift is told by the driver, which the test driver cannot.
		if key.Mods&command.Shift != 0 {
			id, _ := k.commands.Match(command.Page, command.Layout{}, command.Event{Name: key.Name, Mods: key.Mods})
			k.commands.Run(id.ID)
			continue
		}
		k.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// selected holds what is selected.
func (k *desk) selected(want string) {
	k.Helper()
	if got := k.SelectedText(); got != want {
		k.Errorf("selected is %q, not %q", got, want)
	}
}

func (k *desk) caretBefore(word string) {
	k.Helper()
	if got, want := k.Selection().Caret.Offset, strings.Index(k.body, word); got != want {
		k.Errorf("the caret is before %q, not %q", k.body[got:min(len(k.body), got+12)], word)
	}
}

const body = "Fighters of the Harun Front shelled the power station near Wadi Sahl on Monday, killing at least 253 people. The army would answer.\n\nA second paragraph says nothing."

func doc() annotate.Document {
	return pagetest.Doc("Title", body, pagetest.Mention("ARM", "Harun Front"), pagetest.Mention("LOC", "Wadi Sahl"),
		pagetest.Event("ATTACK", "shelled", "Attacker=m1", "Place=m2"), pagetest.Mention("FAC", "the power station near Wadi Sahl"), pagetest.Mention("PER", "Sahl"))
}

func TestClicksAreCounted(t *testing.T) {
	k := open(t, doc())
	k.click(k.at("killing", 3))
	k.selected("")
	k.click(k.at("killing", 3))
	k.selected("killing")
	k.click(k.at("killing", 3))
	k.selected("Fighters of the Harun Front shelled the power station near Wadi Sahl on Monday, killing at least 253 people.")
	k.pause()
	k.click(k.at("people", 2))
	k.selected("")
	if want := []string{"word killing", "word people"}; !slices.Equal(k.told, want) {
		t.Errorf("told %q, not %q", k.told, want)
	}
}

func TestAClickSelectsTheSpanAndAgainTheNextOne(t *testing.T) {
	k := open(t, doc())
	for _, want := range []string{"Sahl", "Wadi Sahl", "the power station near Wadi Sahl", "Sahl"} {
		k.click(k.at("Sahl", 2))
		k.pause()
		k.selected(want)
	}
	if want := []string{"activate m5", "activate m2", "activate m4", "activate m5"}; !slices.Equal(k.told, want) {
		t.Errorf("told %q, not %q", k.told, want)
	}
}

func TestDragSnapsToWords(t *testing.T) {
	k := open(t, doc())
	k.press(k.at("killing", 3), 0)
	k.dragTo(k.at("people", 2))
	k.selected("killing at least 253 people")
	k.dragTo(k.at("Monday", 2))
	k.selected("Monday, killing")
	k.held = fyne.KeyModifierControl
	k.dragTo(k.at("at least", 0))
	k.selected("ling ")
	k.held = 0
	k.MouseUp(nil)
	k.DragEnd()
	k.dragTo(k.at("people", 2))
	k.selected("ling ")
}

func TestEscGivesTheOldSelectionBack(t *testing.T) {
	k := open(t, doc())
	k.click(k.at("people", 2))
	k.click(k.at("people", 2))
	k.pause()
	k.press(k.at("killing", 3), 0)
	k.dragTo(k.at("least", 3))
	k.selected("killing at least")
	k.key("Esc")
	k.selected("people")
	k.dragTo(k.at("army", 3))
	k.selected("people")
}

func TestShiftClickExtends(t *testing.T) {
	k := open(t, doc())
	k.click(k.at("killing", 0))
	k.pause()
	k.press(k.at("people", 2), fyne.KeyModifierShift)
	k.selected("killing at least 253 people")
}

func TestAHandleMovesAnEdge(t *testing.T) {
	k := open(t, doc())
	if !k.SelectAnnotation("m1") {
		t.Fatal("no m1")
	}
	k.paint(700, 400)
	x, y, h := k.page.Caret(typeset.Position{Offset: strings.Index(body, " shelled"), Affinity: typeset.Upstream})
	grip := fyne.NewPos(x, y+h+3)
	if c := k.cursorAt(grip); c != desktop.HResizeCursor {
		t.Fatalf("no handle at %v", grip)
	}
	k.press(grip, 0)
	k.dragTo(k.at("shelled", 4))
	if got := k.State().Preview; body[got.Start:got.End] != "Harun Front shelled" {
		t.Errorf("the preview shows %q", body[got.Start:got.End])
	}
	k.MouseUp(nil)
	k.DragEnd()
	if want := []string{"edges m1 Harun Front shelled"}; !slices.Equal(k.told, want) {
		t.Errorf("told %q, not %q", k.told, want)
	}
}

func TestKeysMoveTheCaret(t *testing.T) {
	k := open(t, doc())
	for _, step := range []struct {
		keys   string
		before string
	}{
		{"Right", " of the"}, {"Right Right", " Harun"}, {"Left", "the Harun"}, {"Ctrl+Right", "he Harun"}, {"Ctrl+Left Ctrl+Left", " the Harun"},
		{"Ctrl+Down", "The army"}, {"Ctrl+Down", "A second"}, {"Ctrl+Up Ctrl+Up", "Fighters"}, {"Ctrl+End Home", "A second"},
		{"Up", "\nA second"}, {"Ctrl+Home", "Fighters"}, {"Down End", " people"}, {"PgDn PgUp", "Fighters"},
	} {
		k.key(strings.Fields(step.keys)...)
		if step.before == " people" || step.before == "Fighters" && step.keys == "PgDn PgUp" {
			continue // where a line ends depends on the fonts
		}
		k.caretBefore(step.before)
	}
	k.key("Ctrl+Home", "Shift+Right", "Shift+Right")
	k.selected("Fighters of")
	k.key("Shift+Ctrl+Down")
	k.selected("Fighters of the Harun Front shelled the power station near Wadi Sahl on Monday, killing at least 253 people. ")
}

func TestKeysGoRoundAnnotations(t *testing.T) {
	k := open(t, doc())
	var got []string
	for range 6 {
		k.key("]")
		got = append(got, string(k.Selection().Annotation))
	}
	if d := cmp.Diff([]string{"m1", "v3", "m4", "m2", "m5", "m5"}, got); d != "" {
		t.Error(d)
	}
	k.key("[", "[")
	k.selected("the power station near Wadi Sahl")
	k.click(k.at("Wadi", 1))
	k.key("Tab")
	k.selected("the power station near Wadi Sahl")
}

func TestCtrlASelectsMoreEachTime(t *testing.T) {
	k := open(t, doc())
	k.click(k.at("army", 1))
	for _, want := range []string{"The army would answer.", strings.SplitN(body, "\n", 2)[0], body} {
		k.key("Ctrl+A")
		k.selected(want)
	}
	k.key("Ctrl+C")
	if got := fyne.CurrentApp().Clipboard().Content(); got != body {
		t.Errorf("on the clipboard is %q", got)
	}
}

func TestEdgesMoveByKeys(t *testing.T) {
	k := open(t, doc())
	k.SelectAnnotation("m1")
	k.key("Alt+Right", "Alt+Left", "Alt+Shift+Right", "Alt+Shift+Left", "Ctrl+Alt+Left")
	if want := []string{"edges m1 Front", "edges m1 the Harun Front", "edges m1 Harun Front shelled", "edges m1 Harun", "edges m1  Harun Front"}; !slices.Equal(k.told, want) {
		t.Errorf("told %q, not %q", k.told, want)
	}
}

// In Arabic the key to the left goes forth in the text, and numbers are passed
// from left to right.
func TestArabicCaret(t *testing.T) {
	k := open(t, pagetest.Doc("", "مقتل 253 شخصا في Wadi Sahl أمس"))
	k.key("Left")
	k.caretBefore(" 253")
	k.key("Ctrl+Left") // the blank
	start := k.Selection().Caret
	k.key("Ctrl+Left")
	// The caret now stands behind the number's last digit, which is the first one met from the right.
	if got := k.Selection().Caret; got.Offset != strings.Index(k.body, "3 ") {
		t.Errorf("after %v the caret is at %d", start, got.Offset)
	}
	k.key("Ctrl+Home", "Left", "Left", "Left")
	k.caretBefore(" في")
	k.click(k.at("Wadi", 2))
	k.click(k.at("Wadi", 2))
	k.selected("Wadi")
	k.key("Ctrl+End", "Right")
	k.caretBefore("أمس")
}

func TestChineseIsTakenByCharacters(t *testing.T) {
	k := open(t, pagetest.Doc("", "监测人员说星期一炮击"))
	k.press(k.at("测", 0), 0)
	k.dragTo(k.at("说", 0).AddXY(12, 0))
	k.selected("测人员说")
}

func TestHoverAndStatus(t *testing.T) {
	k := open(t, doc())
	at := k.at("Harun", 2)
	k.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	k.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	if got, want := k.StatusText(), "ARM, Harun Front, Attacker of ATTACK shelled"; got != want {
		t.Errorf("says %q, not %q", got, want)
	}
	k.MouseOut()
	if want := []string{"hover m1", "hover "}; !slices.Equal(k.told, want) {
		t.Errorf("told %q, not %q", k.told, want)
	}
	k.click(k.at("people", 1))
	if got := k.StatusText(); got != "" {
		t.Errorf("says %q of nothing", got)
	}
	k.Select(page.At(strings.Index(body, "Wadi")))
	if got, want := k.StatusText(), "LOC, Wadi Sahl, Place of ATTACK shelled; in FAC, the power station near Wadi Sahl"; got != want {
		t.Errorf("says %q, not %q", got, want)
	}
	k.SelectAnnotation("v3")
	if got, want := k.StatusText(), "ATTACK, shelled, 2 slots filled"; got != want {
		t.Errorf("says %q, not %q", got, want)
	}
}

func TestUpdateKeepsWhatIsStillThere(t *testing.T) {
	d := doc()
	k := open(t, d)
	k.SelectAnnotation("m2")
	m, _ := d.Layer.Mentions.Get("m1")
	next, _, err := d.Apply([]annotate.Edit{d.Delete(m)})
	if err != nil {
		t.Fatal(err)
	}
	k.Update(next)
	k.selected("Wadi Sahl")
	m, _ = d.Layer.Mentions.Get("m2")
	last, _, err := next.Apply([]annotate.Edit{next.Delete(m)})
	if err != nil {
		t.Fatal(err)
	}
	k.Update(last)
	if s := k.Selection(); s.Annotation != "" || s.Caret.Offset != m.Spans[0].End || s.Span().Len() != 0 {
		t.Errorf("of a deleted mention %+v stays selected", s)
	}
}

func TestTheWheelScrollsAndZooms(t *testing.T) {
	k := open(t, pagetest.Long(30_000))
	k.drain()
	wheel := func(dy float32) { k.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)}) }
	wheel(-25)
	if got := k.page.Top(); got != 75 {
		t.Errorf("one notch scrolls %v dp", got)
	}
	wheel(25 * 10)
	if got := k.page.Top(); got != 0 {
		t.Errorf("scrolled beyond the top: %v", got)
	}
	k.ScrollTo(15_000)
	place := k.Place()
	k.held = fyne.KeyModifierControl
	wheel(25)
	if got := k.State().Size; got < 18 || got > 19 {
		t.Errorf("zoomed to %v", got)
	}
	k.drain()
	if got := k.Place(); got > place || place-got > 200 {
		t.Errorf("zooming went from %d to %d", place, got)
	}
	for range 30 {
		wheel(25)
	}
	if got := k.State().Size; got != 44 {
		t.Errorf("zoomed beyond the bounds: %v", got)
	}
}

func TestADragAtTheEdgeScrolls(t *testing.T) {
	k := open(t, pagetest.Long(30_000))
	k.drain()
	k.press(fyne.NewPos(200, 200), 0)
	ended := false
	k.tick = func(time.Duration, func()) func() { return func() { ended = true } }
	k.dragTo(fyne.NewPos(200, 390))
	before := k.Selection().Span().Len()
	for range 20 {
		k.scrollOn()
	}
	if k.page.Top() == 0 || k.Selection().Span().Len() <= before {
		t.Errorf("top %v, %d bytes selected", k.page.Top(), k.Selection().Span().Len())
	}
	if k.DragEnd(); !ended {
		t.Error("it goes on after the drag")
	}
}

func TestPaintTellsTheGeneration(t *testing.T) {
	k := open(t, doc())
	var shown uint64
	k.OnPainted = func(g uint64) { shown = g }
	k.click(k.at("people", 1))
	want := k.Generation()
	img := k.window.Canvas().Capture()
	if shown != want {
		t.Errorf("painted generation %d, not %d", shown, want)
	}
	if img.Bounds().Size() != image.Pt(700, 400) {
		t.Errorf("the picture is %v", img.Bounds())
	}
	if f := k.window.Canvas().Focused(); f != k.Editor {
		t.Errorf("a click gave the focus to %v", f)
	}
}

func TestNothingIsShownWithoutADocument(t *testing.T) {
	k := open(t, doc())
	k.SetDocument(styles())
	k.paint(700, 400)
	k.click(fyne.NewPos(100, 100))
	k.MouseMoved(&desktop.MouseEvent{})
	k.key("Right", "]", "Tab", "Ctrl+A", "Ctrl+C", "Alt+Left", "Ctrl+End", "PgDn")
	k.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	k.TappedSecondary(&fyne.PointEvent{})
	k.Resize(fyne.NewSize(300, 200))
	if k.StatusText() != "" || k.SelectedText() != "" {
		t.Error("something is selected in nothing")
	}
}
