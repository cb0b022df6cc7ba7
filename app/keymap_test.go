package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"galley/app/command"
)

// enter types text into the field in focus.
func (d *desk) enter(text string) {
	for _, r := range text {
		d.focused().TypedRune(r)
	}
	d.queue.run()
}

func TestKeyboardRebinding(t *testing.T) {
	d := openDesk(t, "Sahl fell and Sahl burned.")
	keys := func(id string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(command.Keys(want...), d.commands.Keys(id)); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	d.caretOn("Sahl fell")
	d.label("l")

	d.run("help.keys")
	d.enter("repeat last label")
	d.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	d.key("*")
	keys("annotate.repeat", "*")

	// A letter is refused; a key of another command has to be moved.
	d.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	d.key("x")
	keys("annotate.repeat", "*")
	d.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	d.key("Ctrl+H") // which the menu bar takes first
	keys("annotate.repeat", "*")
	keys("annotate.markIdentical", "Ctrl+H")
	if d.open.marks.Visible() {
		t.Error("the command ran")
	}
	d.key("Esc")

	d.caretOn("Sahl burned")
	d.key("*")
	d.exported("a1", "T1\tLOC 0 4\tSahl", "T2\tLOC 14 18\tSahl")
	if diff := cmp.Diff(map[string][]command.Key{"annotate.repeat": command.Keys("*")}, d.settings.Keys()); diff != "" {
		t.Errorf("kept for the user: %s", diff)
	}
}
