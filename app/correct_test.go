package app

import (
	"strings"
	"testing"

	"galley/annotate"
)

// A corrected text takes its annotations along, as an act that undo takes back.
func TestUndoCorrectText(t *testing.T) {
	d := openDesk(t, shelled)
	d.mark("ARM", "Harun Front")
	d.mark("TIME", "Monday")
	d.settle()
	d.run("article.correct")
	d.until("the sheet", func() bool { return strings.Contains(d.overlayText(), "Nothing is changed yet.") })
	text := d.entry(shelled)
	text.SetText("Yesterday fighters of the Harun Front shelled the power station near Wadi Sahl.")
	d.overlays("1 annotation moves, 1 stay on the old text.", "TIME “Monday”", "lost: its words are gone")
	d.pressButton("Correct")
	d.until("the corrected text", func() bool {
		return d.doc() != nil && strings.HasPrefix(d.doc().Article.Text.String(), "Yesterday")
	})
	if all := d.doc().Layer.Mentions.All(); len(all) != 1 || d.doc().Text(all[0]) != "Harun Front" {
		t.Errorf("the corrected text has %v", all)
	}
	d.settle()
	d.load("a1") // from the list of deleted ones
	if d.doc().Layer.Mentions.Len() != 2 || !d.doc().Article.Deleted {
		t.Errorf("the old text has %v", d.doc().Layer.Mentions.All())
	}
	if len(d.open.sent.Objects) != 1 {
		t.Error("it does not say that there is a corrected one")
	}
	d.key("Ctrl+Z")
	d.until("the old text", func() bool { return d.doc() != nil && d.doc().Article.ID == "a1" && !d.doc().Article.Deleted })
	articles, err := d.store.Find(t.Context(), annotate.Query{})
	if err != nil || len(articles) != 1 || d.doc().Article.ID != "a1" || d.doc().Article.Deleted {
		t.Errorf("after undo the articles are %v (%v), and %s is open, deleted %v", articles, err, d.doc().Article.ID, d.doc().Article.Deleted)
	}
	if found, err := d.store.Check(t.Context(), nil); err != nil || len(found) > 0 {
		t.Errorf("%v %v", found, err)
	}
}
