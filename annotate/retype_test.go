package annotate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
)

func TestRetype(t *testing.T) {
	d := withEvent(t)
	v, _ := d.Layer.Events.Get("v1") // Attacker: ARM, Place: LOC
	w := *v
	w.Attributes = annotate.Attributes{"means": `"air"`, "tense": `"past"`}
	schema := &annotate.Schema{
		Events: []annotate.EventType{
			{Type: annotate.Type{Label: "ATTACK", Attributes: []annotate.AttributeType{{Name: "means"}}}},
			{Type: annotate.Type{Label: "SEIZE"}, Roles: []annotate.Role{
				{Name: "Weapon", Fillers: []string{"WEA"}}, {Name: "Place", Fillers: []string{"LOC"}}, {Name: "Taker", Fillers: []string{"ARM"}},
			}},
			{Type: annotate.Type{Label: "RAIN"}, Roles: []annotate.Role{{Name: "Place", Fillers: []string{"LOC"}}}},
		},
		EventAttributes: []annotate.AttributeType{{Name: "tense"}},
	}
	for _, c := range []struct {
		to    string
		moves []annotate.Move
		want  []annotate.Argument
	}{
		{"SEIZE", []annotate.Move{
			{Role: "Attacker", To: "Taker", Can: []string{"Taker", "Weapon", "Place"}},
			{Role: "Place", To: "Place", Can: []string{"Place", "Weapon", "Taker"}},
		}, []annotate.Argument{{Role: "Taker", Target: "m1"}, {Role: "Place", Target: "m2"}}},
		{"RAIN", []annotate.Move{
			{Role: "Attacker", Can: []string{"Place"}},
			{Role: "Place", To: "Place", Can: []string{"Place"}},
		}, []annotate.Argument{{Role: "Place", Target: "m2"}}},
	} {
		t.Run(c.to, func(t *testing.T) {
			moves := d.Moves(&w, schema.Event(c.to))
			if diff := cmp.Diff(c.moves, moves); diff != "" {
				t.Fatal(diff)
			}
			to := map[string]string{}
			for _, m := range moves {
				to[m.Role] = m.To
			}
			got := w.Retyped(schema, schema.Event(c.to), to)
			if diff := cmp.Diff(c.want, got.Arguments); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(annotate.Attributes{"tense": `"past"`}, got.Attributes); diff != "" || got.Type != c.to {
				t.Errorf("type %s, attributes %s", got.Type, diff)
			}
		})
	}
}

func TestRelationEnds(t *testing.T) {
	d := withEvent(t)
	schema := &annotate.Schema{Relations: []annotate.RelationType{
		{Label: "PART_OF", From: []string{"ARM"}, To: []string{"LOC", "ARM"}},
		{Label: "CAUSES", From: []string{"event:*"}, To: []string{"event:*"}},
	}}
	m, _ := d.Layer.Mentions.Get("m1")
	v, _ := d.Layer.Events.Get("v1")
	if got := d.RelationsFrom(schema, m); len(got) != 1 || got[0].Label != "PART_OF" {
		t.Errorf("relations from a mention: %v", got)
	}
	if got := d.Ends(&schema.Relations[0], m); len(got) != 0 { // r1 joins it with m2
		t.Errorf("ends of what is joined already: %v", got)
	}
	if got := d.Ends(&schema.Relations[1], v); len(got) != 1 || got[0].ItemID() != "v2" {
		t.Errorf("ends of an event: %v", got)
	}
	if got := d.RelationsOf("m2"); len(got) != 1 || got[0].ID != "r1" {
		t.Errorf("relations of m2: %v", got)
	}
}
