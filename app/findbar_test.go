package app

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// What is typed narrows the search: the place found must not move on with each letter.
func TestFindStaysWhileTyping(t *testing.T) {
	d := openDesk(t, "One front line. The Harun Front moved. The Harun Front fired. The Harun Front fled.")
	for range 2 {
		d.caretOn("One")
		d.run("find.inArticle")
		d.open.find.entry.SetText("")
		test.Type(d.open.find.entry, "Harun Front")
		want := d.find("Harun Front")
		if got := d.editor.Selection().Span(); got != want {
			t.Errorf("typing finds %v, want the first place, %v", got, want)
		}
		d.run("find.next")
		if got := d.editor.Selection().Span(); got.Start <= want.End {
			t.Errorf("the next place is %v, want one behind %v", got, want)
		}
		d.open.find.hide()
	}
}
