package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/app/guideline"
	"galley/app/ui"
)

// texts are all texts that an object shows.
func texts(o fyne.CanvasObject) string {
	var b strings.Builder
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *fyne.Container:
			for _, c := range x.Objects {
				walk(c)
			}
		case *container.Scroll:
			walk(x.Content)
		case *widget.RichText:
			b.WriteString(x.String() + "\n")
		case *ui.Paragraph:
			b.WriteString(x.AccessibilityLabel() + "\n")
		}
	}
	walk(o)
	return b.String()
}

func TestGuideline(t *testing.T) {
	d := openDesk(t, "Rebels shelled Sahl.")
	file := filepath.Join(t.TempDir(), "how.md")
	if err := os.WriteFile(file, []byte("# General\nMark *names*.\n\n# LOC\nTowns, not people.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	d.mark("LOC", "Sahl")
	d.key("F2")
	pane := d.open.guideline
	if !d.open.beside(pane.Object()) {
		t.Fatal("F2 does not show the guideline")
	}
	if strings.Contains(texts(pane.Object()), "names") {
		t.Error("there is a guideline before one was loaded")
	}
	// The same pane with a file that is at hand.
	var saved string
	pane = guideline.New(guideline.Config{
		Window: d.window, Session: d.open.session, Fail: func(err error) { t.Error(err) }, Say: d.say, Close: func() {},
		AskFile: func(then func(string)) { then(file) },
		AskName: func(_, path string, then func(string)) { saved = path; then(filepath.Join(t.TempDir(), "out.md")) },
	})
	d.open.guideline = pane
	d.open.putBeside(pane.Object())
	d.pressIn(pane.Object(), "Load a file...")
	if got := texts(pane.Object()); !strings.Contains(got, "names") || strings.Contains(got, "Towns") {
		t.Errorf("it shows %q", got)
	}
	pane.About("LOC")
	if got := texts(pane.Object()); !strings.Contains(got, "Towns") {
		t.Errorf("about LOC it shows %q", got)
	}
	d.window.Canvas().Focus(pane.Focusable())
	for _, r := range "NAMES" {
		pane.Focusable().TypedRune(r)
	}
	if got := texts(pane.Object()); !strings.Contains(got, "Mark") {
		t.Errorf("a search shows %q", got)
	}
	d.run("edit.undo") // in the field: it undoes what was typed there
	d.run("pane.page")
	d.key("Ctrl+Z")
	if d.open.session.Guideline() != nil {
		t.Error("loading cannot be undone")
	}
	d.key("Ctrl+Y")
	if g := d.open.session.Guideline(); g == nil || g.Name != "how.md" || saved != "" {
		t.Errorf("loaded again is %+v", g)
	}
}
