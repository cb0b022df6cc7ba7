package app

import (
	"testing"

	"galley/annotate"
	"galley/app/inspector"
)

// entities are the names of the article's entities with their mentions.
func (d *desk) entities() map[string]int {
	out := map[string]int{}
	for _, e := range d.doc().Layer.Entities.All() {
		out[e.Name] = len(d.doc().MentionsOf(e.ID))
	}
	return out
}

func (d *desk) wantEntities(want map[string]int) {
	d.Helper()
	got := d.entities()
	for name, n := range want {
		if got[name] != n {
			d.Errorf("entities are %v, want %v", got, want)
			return
		}
	}
	if len(got) != len(want) {
		d.Errorf("entities are %v, want %v", got, want)
	}
}

func TestKeyboardEntityOffered(t *testing.T) {
	d := openDesk(t, "Sahl fell. Later Sahl rose.")
	d.caretOn("Sahl fell")
	d.label("l")
	d.key("Ctrl+K", "Enter") // a new entity
	d.wantEntities(map[string]int{"Sahl": 1})
	if len(d.open.offer.Objects) != 0 {
		t.Error("something is offered too early")
	}
	d.caretOn("Sahl rose")
	d.acts = 0
	d.label("l")
	if len(d.open.offer.Objects) == 0 {
		t.Error("the entity is not offered")
	}
	d.key("=")
	d.atMost(2)
	d.wantEntities(map[string]int{"Sahl": 2})
	if len(d.open.offer.Objects) != 0 {
		t.Error("the offer stays")
	}
	d.key("Ctrl+Z")
	d.wantEntities(map[string]int{"Sahl": 1})
}

func TestKeyboardEntityMergeAndSplit(t *testing.T) {
	d := openDesk(t, "Sahl fell. Then the town burned.")
	for _, word := range []string{"Sahl", "town"} {
		d.caretOn(word)
		d.label("l")
		d.key("Ctrl+K", "Enter")
	}
	d.wantEntities(map[string]int{"Sahl": 1, "town": 1})

	d.open.inspector.Open(inspector.Entities)
	d.run("pane.inspector")
	d.key("Down", "Ctrl+K", "Enter")
	d.wantEntities(map[string]int{"Sahl": 2})
	if e := d.doc().Layer.Entities.All()[0]; len(e.Aliases()) != 1 || e.Aliases()[0] != "town" {
		t.Errorf("its aliases are %v", e.Aliases())
	}
	d.run("pane.page")
	d.caretOn("town")
	d.key("Ctrl+K", "Down", "Enter") // off to a new one
	d.wantEntities(map[string]int{"Sahl": 1, "town": 1})
	d.key("Ctrl+Z", "Ctrl+Z")
	d.wantEntities(map[string]int{"Sahl": 1, "town": 1})
}

func TestUndoEntityChange(t *testing.T) {
	d := openDesk(t, "Sahl fell.")
	d.caretOn("Sahl")
	d.label("l")
	d.key("Ctrl+K", "Enter")
	e := d.doc().Layer.Entities.All()[0]
	d.open.annotator.ChangeEntity(e, "Wadi Sahl", "Q42", []string{"Sahl", "", "Wadi Sahl"})
	got := d.doc().Layer.Entities.All()[0]
	want := (&annotate.Entity{ID: e.ID, Label: "LOC", Name: "Wadi Sahl", KB: "Q42", Origin: e.Origin}).WithAliases([]string{"Sahl"})
	if !annotate.Equal(got, want) {
		t.Errorf("changed to %+v, want %+v", got, want)
	}
	d.key("Ctrl+Z")
	if got := d.doc().Layer.Entities.All()[0]; !annotate.Equal(got, e) {
		t.Errorf("undone is %+v", got)
	}
}
