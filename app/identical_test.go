package app

import (
	"testing"

	"galley/annotate"
)

func TestActsMarkAllHere(t *testing.T) {
	d := openDesk(t, "Sahl fell. Shells hit SAHL and Sahli; Sahl road is shut.")
	d.mark("FAC", "Sahl road")
	d.caretOn("Sahl fell")
	d.label("l")
	before := d.editor.Size()
	d.key("Ctrl+H")
	if d.editor.Size().Height >= before.Height {
		t.Error("the list has no room")
	}
	d.key("Enter")
	d.atMost(3)
	if d.editor.Size() != before {
		t.Errorf("the article has %v, before it had %v", d.editor.Size(), before)
	}
	d.exported("a1", "T1\tLOC 0 4\tSahl", "T2\tLOC 22 26\tSAHL", "T3\tFAC 38 47\tSahl road")
	made := d.doc().Layer.Mentions.All()[1]
	if made.Source != annotate.Propagated || made.Schema == 0 {
		t.Errorf("its origin is %+v", made.Origin)
	}
	d.key("Ctrl+Z")
	d.exported("a1", "T1\tLOC 0 4\tSahl", "T2\tFAC 38 47\tSahl road")
}

func TestKeyboardMarkAllLeavesOut(t *testing.T) {
	d := openDesk(t, "Sahl and Sahl and Sahl road")
	d.mark("FAC", "Sahl road")
	d.caretOn("Sahl and")
	d.label("l")
	// The second is left out, the third, which was as part of FAC, is taken in.
	d.key("Ctrl+H", "Space", "Down", "Space", "Enter")
	d.exported("a1", "T1\tLOC 0 4\tSahl", "T2\tLOC 18 22\tSahl", "T3\tFAC 18 27\tSahl road")
}

func TestUndoMarkAllInProject(t *testing.T) {
	d := openDesk(t, "Sahl fell.", "Near Sahl, sahl.", "None here.", "To Sahl!")
	d.caretOn("Sahl")
	d.label("l")
	d.key("Ctrl+Shift+H")
	d.until("the places", func() bool { return d.open.marks.Places() == 3 })
	d.key("Enter")
	d.exported("a2", "T1\tLOC 5 9\tSahl", "T2\tLOC 11 15\tsahl")
	d.exported("a4", "T1\tLOC 3 7\tSahl")
	if log, err := d.store.Log(t.Context(), annotate.LogQuery{Author: d.open.session.Person().ID}); err != nil || len(log) != 2 {
		t.Fatalf("it was %d acts, not 2: %v", len(log), err)
	}

	d.load("a3")
	d.key("Ctrl+Z")
	d.until("the undo", func() bool { title, _ := d.open.session.CanRedo(); return title != "" })
	d.exported("a2", "")
	d.exported("a4", "")
	d.key("Ctrl+Y")
	d.exported("a4", "T1\tLOC 3 7\tSahl")
	d.load("a2")
	if n := d.doc().Layer.Mentions.Len(); n != 2 {
		t.Errorf("the window shows %d mentions, not 2", n)
	}
}
