package app

import (
	"testing"

	"galley/annotate"
)

func TestUndoBackToAnyPoint(t *testing.T) {
	d := openShelled(t)
	d.caretOn("shelled")
	d.label("eva")
	d.key("Enter")
	first := []string{"T1\tARM 16 27\tHarun Front", "T2\tFAC 40 53\tpower station", "T3\tLOC 59 68\tWadi Sahl", "T4\tATTACK 28 35\tshelled", "E1\tATTACK:T4 Attacker:T1"}
	d.exported("a1", first...)
	made := d.doc().Layer.Mentions.All()[0]
	d.key("Esc", "Esc")
	d.click("Harun")
	d.key("Delete")
	d.caretOn("Monday")
	d.label("t")
	now := []string{"T1\tFAC 40 53\tpower station", "T2\tLOC 59 68\tWadi Sahl", "T3\tTIME 72 78\tMonday", "T4\tATTACK 28 35\tshelled", "E1\tATTACK:T4"}
	d.exported("a1", now...)

	d.key("F7")
	history := d.open.timeline
	d.until("the history", func() bool { return history.Len() == 7 }) // three marks, event, role, deletion, mark
	d.key("Down", "Down", "Down", "Enter")                            // from none to the third: the role
	d.until("the past", func() bool { return history.Past() != nil })
	if n := d.editor.State().Docs[0].Layer.Mentions.Len(); n != 3 {
		t.Errorf("the article shows %d mentions", n)
	}
	// The past cannot be changed, only left.
	d.run("pane.page")
	d.label("l")
	d.exported("a1", now...)
	d.key("Enter")
	d.exported("a1", first...)
	if again, ok := d.doc().Layer.Mentions.Get(made.ID); !ok || !annotate.Equal(again, made) {
		t.Errorf("what was deleted came back as %+v, not %+v", again, made)
	}
	d.key("Ctrl+Z")
	d.exported("a1", now...)
}

func TestKeyboardHistoryLeaves(t *testing.T) {
	d := openShelled(t)
	d.key("F7")
	history := d.open.timeline
	d.until("the history", func() bool { return history.Len() == 3 })
	d.key("End", "Enter")
	d.until("the past", func() bool { return history.Past() != nil })
	d.key("Esc")
	if history.Past() != nil || d.editor.State().Docs[0].Layer.Mentions.Len() != 3 {
		t.Error("Esc does not show the article as it is")
	}
	d.key("F7")
	if d.open.historyShown() {
		t.Error("the history stays")
	}
}
