package annotate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
)

func smallSchema(t *testing.T) *annotate.Schema {
	t.Helper()
	s, err := annotate.ParseSchema([]byte(`{"format":"news-schema","version":1,"id":"x","name":"X","nesting":true,"overlap":true,
		"entities":[{"label":"PER"}],
		"events":[{"label":"ATTACK","roles":[{"name":"Target","fillers":["PER"],"min":0,"max":null}]}],
		"relations":[],"event_attributes":[{"name":"polarity","type":"choice","options":["a","b"],"required":false}],"document_attributes":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestExtenderAdds(t *testing.T) {
	const not = " was not in the schema and was added to it"
	cases := []struct {
		name  string
		item  annotate.Item
		added []string
	}{
		{"a known label", &annotate.Mention{Label: "PER"}, nil},
		{"a new label, once", &annotate.Mention{Label: "SHIP"}, []string{`label "SHIP"` + not}},
		{"the same label of an entity", &annotate.Entity{Label: "SHIP"}, nil},
		{"an attribute", &annotate.Mention{Label: "PER", Attributes: annotate.Attributes{"age": "7"}}, []string{`attribute "age" of "PER"` + not}},
		{"a role and a known attribute", &annotate.Event{Type: "ATTACK", Arguments: []annotate.Argument{{Role: "Target"}, {Role: "Weapon"}},
			Attributes: annotate.Attributes{"polarity": `"a"`}}, []string{`role "Weapon" of "ATTACK"` + not}},
		{"an event type with all it has", &annotate.Event{Type: "FLOOD", Arguments: []annotate.Argument{{Role: "Place"}, {Role: "Place"}},
			Attributes: annotate.Attributes{"polarity": `"a"`, "depth": `{"low":1,"high":null,"approx":false}`}},
			[]string{`event type "FLOOD"` + not, `role "Place" of "FLOOD"` + not, `attribute "depth" of "FLOOD"` + not}},
		{"a relation", &annotate.Relation{Label: "kin"}, []string{`relation "kin"` + not}},
		{"a document label", &annotate.Label{Label: "topic", Value: `"war"`}, []string{`document label "topic"` + not}},
		{"notes need no schema", &annotate.Note{}, nil},
	}
	old := smallSchema(t)
	before := string(old.Encode())
	x := annotate.NewExtender(old)
	for _, c := range cases {
		added, refused := x.Add(c.item, nil)
		if diff := cmp.Diff(c.added, added); diff != "" || refused != nil {
			t.Errorf("%s: %v\n%s", c.name, refused, diff)
		}
		if again, _ := x.Add(c.item, nil); again != nil {
			t.Errorf("%s: added twice: %v", c.name, again)
		}
	}
	s, changed := x.Schema()
	if !changed || s.Revision != 1 {
		t.Errorf("changed %v, revision %d", changed, s.Revision)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	if string(old.Encode()) != before {
		t.Error("the schema that it began with was changed")
	}
	if !s.Entity("SHIP").Imported || s.Entity("PER").Imported || !s.Event("ATTACK").Role("Weapon").Imported || !s.Relation("kin").Imported {
		t.Error("what was added is not marked, or something else is")
	}
	if got := s.Event("FLOOD").Attributes[0].Type; got != "range" {
		t.Errorf("depth is of type %s", got)
	}
	if _, changed := x.Schema(); changed {
		t.Error("the same revision was given out twice")
	}
	given := string(s.Encode())
	x.Add(&annotate.Mention{Label: "PORT"}, nil)
	if next, changed := x.Schema(); !changed || next.Revision != 2 || next == s || string(s.Encode()) != given {
		t.Error("a revision that was given out was changed")
	}
}

func TestExtenderTakesDefinitions(t *testing.T) {
	like, err := annotate.ParseSchema([]byte(`{"format":"news-schema","version":1,"id":"y","name":"Y","nesting":true,"overlap":true,
		"entities":[{"label":"PER"},{"label":"SHIP","description":"A vessel.","hotkey":"s","colour":"#102030"},{"label":"PORT"}],
		"events":[{"label":"SINK","group":"sea","roles":[{"name":"What","fillers":["PER","PORT"],"min":1,"max":1}]}],
		"relations":[],"event_attributes":[],"document_attributes":[{"name":"topic","type":"choice","options":["war"],"required":true}]}`))
	if err != nil {
		t.Fatal(err)
	}
	x := annotate.NewExtender(smallSchema(t))
	for _, item := range []annotate.Item{
		&annotate.Mention{Label: "SHIP"},
		&annotate.Event{Type: "SINK", Arguments: []annotate.Argument{{Role: "What"}}},
		&annotate.Label{Label: "topic", Value: `"war"`},
	} {
		x.Add(item, like)
	}
	s, _ := x.Schema()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	ship := annotate.EntityType{Type: annotate.Type{Label: "SHIP", Description: "A vessel.", Colour: "#102030", Imported: true}}
	if diff := cmp.Diff(&ship, s.Entity("SHIP")); diff != "" {
		t.Error(diff)
	}
	one := 1
	role := annotate.Role{Name: "What", Fillers: []string{"PER"}, Min: 1, Max: &one, Imported: true}
	if diff := cmp.Diff(&role, s.Event("SINK").Role("What")); diff != "" {
		t.Error(diff)
	}
	topic := annotate.AttributeType{Name: "topic", Type: "choice", Options: []string{"war"}, Imported: true}
	if diff := cmp.Diff([]annotate.AttributeType{topic}, s.DocumentAttributes); diff != "" {
		t.Error(diff)
	}
}

func TestExtenderKeepsNamesApart(t *testing.T) {
	x := annotate.NewExtender(smallSchema(t))
	_, mention := x.Add(&annotate.Mention{Label: "ATTACK", Attributes: annotate.Attributes{"a": "1"}}, nil)
	_, event := x.Add(&annotate.Event{Type: "PER", Arguments: []annotate.Argument{{Role: "r"}}}, nil)
	if len(mention) != 1 || len(event) != 1 {
		t.Errorf("%v, %v", mention, event)
	}
	if _, changed := x.Schema(); changed {
		t.Error("the schema was changed")
	}
}
