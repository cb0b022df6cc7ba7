package app

import (
	"testing"

	"galley/app/page"
)

// What is selected is looked for at first, and gives way to what is typed.
func TestFindTakesTheSelection(t *testing.T) {
	d := openDesk(t, "Sahl fell. Near Sahl the army fell back.")
	d.editor.Select(page.Range(d.find("fell")))
	d.key("Ctrl+F")
	if n := len(d.editor.State().Hits); n != 2 {
		t.Errorf("%d places are marked for what is selected, not 2", n)
	}
	d.enter("Sahl")
	if got := d.open.find.entry.Text; got != "Sahl" {
		t.Errorf("%q is looked for", got)
	}
	if s := d.editor.State(); len(s.Hits) != 2 || s.Hits[0] != d.find("Sahl") {
		t.Errorf("marked are %v", s.Hits)
	}
}
