package schema

import (
	"slices"
	"testing"

	"galley/annotate"
	"galley/annotate/reschema"
)

func small(t *testing.T) *annotate.Schema {
	t.Helper()
	s, err := annotate.ParseSchema([]byte(`{"format":"news-schema","version":1,"id":"s","name":"S","revision":3,"nesting":true,"overlap":true,
		"entities":[{"label":"PER","hotkey":"p"},{"label":"ORG","hotkey":"o","examples":["no brackets","the [UN] said"]}],
		"events":[{"label":"ATTACK","group":"Harm","roles":[{"name":"Target","fillers":["PER"],"min":0,"max":null}]},{"label":"SAY","roles":[]}],
		"relations":[],"event_attributes":[],"document_attributes":[{"name":"topic","type":"text","required":false}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDraft(t *testing.T) {
	base := small(t)
	d := newDraft(base)
	d.edit("PER", func(s *annotate.Schema) { s.Entity("PER").Hotkey = "o" })
	d.edit("PER", func(s *annotate.Schema) { s.Entity("PER").Display = "Person" })
	d.edit("ORG", func(s *annotate.Schema) {})
	if d.unsaved() != 1 || base.Entity("PER").Hotkey != "p" {
		t.Errorf("%d things changed, and in force is %q", d.unsaved(), base.Entity("PER").Hotkey)
	}
	if got := d.problems(); len(got) != 1 || got[0].place != `entities "ORG"` {
		t.Errorf("the problems are %v", got)
	}
	if _, err := d.plan(); err == nil {
		t.Error("a draft that is not sound can be saved")
	}
	d.edit("PER", func(s *annotate.Schema) { s.Entity("PER").Hotkey = "h" })
	plan, err := d.plan(reschema.Rename{What: reschema.TypeName(reschema.Entity, "PER"), To: "PERSON"})
	if err != nil {
		t.Fatal(err)
	}
	if p := plan.After.Entity("PERSON"); p == nil || p.Hotkey != "h" || plan.After.Revision != 4 {
		t.Errorf("the plan makes %+v", plan.After)
	}
	if want := "change PER in the schema, rename PER to PERSON"; plan.Title() != want {
		t.Errorf("the title is %q", plan.Title())
	}
}

func TestDraftOfNewThings(t *testing.T) {
	d := newDraft(small(t))
	d.edit("NEW", func(s *annotate.Schema) {
		s.Entities = append(s.Entities, annotate.EntityType{Type: annotate.Type{Label: "NEW"}})
	})
	n := reschema.TypeName(reschema.Entity, "NEW")
	if !d.isNew(n) || d.isNew(reschema.TypeName(reschema.Entity, "PER")) {
		t.Error("what is new is not known")
	}
	if err := d.rework(reschema.Rename{What: n, To: "PER"}); err == nil {
		t.Error("it can be called what another one is called")
	}
	if err := d.rework(reschema.Rename{What: n, To: "SHIP"}); err != nil {
		t.Fatal(err)
	}
	plan, err := d.plan()
	if err != nil || plan.After.Entity("SHIP") == nil || plan.After.Entity("NEW") != nil || plan.After.Revision != 4 {
		t.Errorf("the plan makes %+v, %v", plan, err)
	}
}

func TestDraftIsKept(t *testing.T) {
	base := small(t)
	d := newDraft(base)
	if d.encode() != "" {
		t.Error("a draft without changes is kept")
	}
	d.edit("PER", func(s *annotate.Schema) { s.Entity("PER").Hotkey = "o" }) // it clashes, and is kept all the same
	again := restored(base, d.encode())
	if again.unsaved() != 1 || !annotate.Equal(again.now, d.now) {
		t.Errorf("restored are %d changes: %+v", again.unsaved(), again.now)
	}
	later := base.Clone()
	later.Revision++
	for name, got := range map[string]*draft{"of another version": restored(later, d.encode()), "that is broken": restored(base, "{"), "of nothing": restored(base, "")} {
		if got.unsaved() != 0 {
			t.Errorf("a draft %s was taken", name)
		}
	}
}

func TestNodes(t *testing.T) {
	ids := func(folded map[string]bool) []string {
		var out []string
		for _, n := range nodes(small(t), folded) {
			out = append(out, n.id())
		}
		return out
	}
	want := []string{"section Schema", "section Entities", `entity type "PER"`, `entity type "ORG"`, "section Events: Harm", `event type "ATTACK"`,
		"section Events", `event type "SAY"`, "section Relations", "section Labels of articles", `document label "topic"`}
	if got := ids(nil); !slices.Equal(got, want) {
		t.Errorf("the tree is %q", got)
	}
	if got := ids(map[string]bool{"Entities": true}); slices.Contains(got, `entity type "PER"`) || len(got) != len(want)-2 {
		t.Errorf("with entities folded it is %q", got)
	}
}

func TestSample(t *testing.T) {
	s := small(t)
	text, at := sample(&s.Entity("ORG").Type)
	if text != "the UN said" || text[at.Start:at.End] != "UN" {
		t.Errorf("the sample is %q with %q", text, text[at.Start:at.End])
	}
	if text, at = sample(&s.Entity("PER").Type); text[at.Start:at.End] != "PER" {
		t.Errorf("without an example it is %q", text)
	}
}
