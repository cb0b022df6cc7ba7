package command

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
	"github.com/google/go-cmp/cmp"

	"fyne.io/fyne/v2/test"
)

func TestMainMenu(t *testing.T) {
	var ran []string
	r := NewRegistry()
	r.Register(
		Command{ID: "edit.undo", Run: func() {}, Now: func() string { return "Undo: mark 58 x Wadi Sahl" }},
		Command{ID: "project.open", Run: func() {}},
		Command{ID: "app.quit", Run: func() {}},
		Command{ID: "pane.next", Run: func() {}},
		Command{ID: "annotate.repeat", Run: func() {}, Enabled: func() (bool, string) { return false, "No label yet." }},
	)
	menu := r.MainMenu(func(id string) { ran = append(ran, id) })

	var got []string
	for _, m := range menu.Items {
		for _, item := range m.Items {
			line := m.Label + ": " + item.Label
			if s, ok := item.Shortcut.(fyne.KeyboardShortcut); ok {
				line += " | " + s.ShortcutName() + " " + string(s.Key())
			}
			if item.Disabled {
				line += " | disabled"
			}
			got = append(got, line)
		}
	}
	want := []string{
		"File: Open project... | CustomDesktop:Control+O O",
		"File: ",
		"File: Quit | CustomDesktop:Control+Q Q",
		"Edit: Undo: mark 58 x Wadi Sahl | Undo Z",
		"View: Next pane | CustomDesktop:Control+Tab Tab",
		"Annotate: Repeat last label | shown . | disabled",
	}
	if diff := cmp.Diff(want, got); diff != "" && !Mac {
		t.Errorf("menu (-want +got):\n%s", diff)
	}
	menu.Items[1].Items[0].Action()
	if diff := cmp.Diff([]string{"edit.undo"}, ran); diff != "" {
		t.Errorf("ran (-want +got):\n%s", diff)
	}
}

// A shortcut that we make must come back as the event that Match knows.
func TestShortcutRoundTrip(t *testing.T) {
	for _, d := range Defaults() {
		for _, k := range d.Keys {
			s := Shortcut(k)
			if k.Mods&^Shift == 0 {
				if s != nil {
					t.Errorf("%s has shortcut %v", k, s)
				}
				continue
			}
			e, ok := ShortcutEvent(s)
			if !ok || (Key{e.Mods, e.Name}) != k {
				t.Errorf("%s came back as %+v", k, e)
			}
		}
	}
}

func TestKeyboard(t *testing.T) {
	var kb Keyboard
	e := kb.Key(&fyne.KeyEvent{Name: fyne.KeyPageUp, Physical: fyne.HardwareKey{ScanCode: 112}})
	if want := (Event{Name: "PgUp", Scancode: 112}); e != want {
		t.Errorf("Key: %+v, want %+v", e, want)
	}
	if e := kb.Key(&fyne.KeyEvent{Name: desktop.KeyShiftLeft}); e.Name != "" {
		t.Errorf("Shift alone: %+v", e)
	}
	kb.Key(&fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: 34}})
	if want, e := (Event{Rune: 'х', Scancode: 34}), kb.Rune('х'); e != want {
		t.Errorf("Rune: %+v, want %+v", e, want)
	}
}

func TestToTextField(t *testing.T) {
	entry := widget.NewEntry()
	button := widget.NewButton("b", nil)
	w := test.NewTempWindow(t, entry)
	w.Canvas().Focus(entry)
	test.Type(entry, "word")
	if !ToTextField(w.Canvas(), &fyne.ShortcutUndo{}) || entry.Text != "" {
		t.Errorf("undo left %q", entry.Text)
	}
	w.SetContent(button)
	w.Canvas().Focus(button)
	if ToTextField(w.Canvas(), &fyne.ShortcutUndo{}) {
		t.Error("a button took undo")
	}
	article := &readable{}
	article.ExtendBaseWidget(article)
	w.SetContent(article)
	w.Canvas().Focus(article)
	if ToTextField(w.Canvas(), &fyne.ShortcutUndo{}) {
		t.Error("text that can be selected but not typed took undo")
	}
}

// readable is like the article: it has text to select and takes shortcuts, but nothing is typed there.
type readable struct{ widget.BaseWidget }

func (*readable) FocusGained()                {}
func (*readable) FocusLost()                  {}
func (*readable) TypedRune(rune)              {}
func (*readable) TypedKey(*fyne.KeyEvent)     {}
func (*readable) TypedShortcut(fyne.Shortcut) {}
func (*readable) SelectedText() string        { return "text" }
func (*readable) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widget.NewLabel(""))
}
