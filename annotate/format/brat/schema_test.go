package brat

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format/formattest"
)

const conf = "# made by hand\n[entities]\n!Agent\n\tPerson\n\tGroup|GO:1\nPlace\n\n[relations]\n" +
	"Near\tArg1:Place, Arg2:Place, <REL-TYPE>:symmetric\nNear\tArg1:Person, Arg2:Place\nEquiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive\n" +
	"<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n" +
	"[events]\n<WHERE>=Place\n!Harm\n\tAttack\tBy:Agent, At*:<WHERE>\n--------\n\tBomb\tBy?:Person, Part+:<EVENT>, Of{2-3}:Attack\nSay About?:<ANY>\n" +
	"[attributes]\nNegated\tArg:<EVENT>\nSure\tArg:Harm|Person, Value:low|high\n"

func TestReadSchema(t *testing.T) {
	s, err := ReadSchema("own", []byte(conf), []byte("[labels]\nPerson | Human being | Hum\n[drawing]\nPerson bgColor:#ffccaa, borderColor:darken\nPlace\tbgColor:lightgreen\n"))
	if err != nil {
		t.Fatal(err)
	}
	one, three := 1, 3
	sure := []annotate.AttributeType{{Name: "Sure", Type: "choice", Options: []string{"low", "high"}}}
	want := &annotate.Schema{
		Format: annotate.SchemaFormat, FileVersion: 1, ID: "own", Name: "own", Nesting: true, Overlap: true,
		Entities: []annotate.EntityType{
			{Type: annotate.Type{Label: "Person", Display: "Human being", Colour: "#ffccaa", Attributes: sure}},
			{Type: annotate.Type{Label: "Group"}}, {Type: annotate.Type{Label: "Place"}}},
		Events: []annotate.EventType{
			{Type: annotate.Type{Label: "Attack", Attributes: sure}, Group: "Harm", Roles: []annotate.Role{
				{Name: "By", Fillers: []string{"Person", "Group"}, Min: 1, Max: &one}, {Name: "At", Fillers: []string{"Place"}}}},
			{Type: annotate.Type{Label: "Bomb", Attributes: sure}, Group: "Harm", Roles: []annotate.Role{
				{Name: "By", Fillers: []string{"Person"}, Max: &one}, {Name: "Part", Fillers: []string{"event:*"}, Min: 1},
				{Name: "Of", Fillers: []string{"event:Attack"}, Min: 2, Max: &three}}},
			{Type: annotate.Type{Label: "Say"}, Roles: []annotate.Role{{Name: "About", Fillers: []string{"*"}, Max: &one}}}},
		Relations:       []annotate.RelationType{{Label: "Near", From: []string{"Place", "Person"}, To: []string{"Place"}, Symmetric: true}},
		EventAttributes: []annotate.AttributeType{{Name: "Negated", Type: "bool"}}, DocumentAttributes: []annotate.AttributeType{},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadSchemaNamesTheLine(t *testing.T) {
	for _, c := range []struct{ name, conf, want string }{
		{"before a section", "Person\n[entities]\n", `line 1: "Person" stands before the first section`},
		{"label twice", "[entities]\nPerson\nPlace\nPerson\n", `line 4: the label "Person" is used twice, also in line 2`},
		{"entity and event", "[entities]\nPerson\n[events]\nPerson\n", `line 4: the label "Person" is used twice`},
		{"role twice", "[entities]\nPerson\n[events]\nHit By:Person, By:Person\n", `line 4: the role "By" stands twice`},
		{"unknown filler", "[events]\nHit By:Person\n", "line 2: Person does not exist"},
		{"no types", "[events]\nHit By Person\n", `line 2: "By Person" is not of the form`},
		{"relation without ends", "[entities]\nA\n[relations]\nr Arg1:A\n", "line 4: the relation r needs Arg1 and Arg2"},
		{"attribute of nothing", "[entities]\nA\n[attributes]\nx Arg:B\n", "line 4: B does not exist"},
		{"macro of itself", "[entities]\nA\n[events]\n<X>=A|<Y>\n<Y>=<X>\nHit By:<X>\n", "line 6: <X> stands for itself: a cycle"},
		{"required in a circle", "[events]\nA of:B\nB of:A\n", `events "A", role "of": it must be filled, by event:B, which in turn must have another: a cycle`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ReadSchema("x", []byte(c.conf), nil)
			var at *annotate.SchemaError
			if s != nil || !errors.As(err, &at) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// What Galley writes for brat comes back with the labels it had, in any script.
func TestSchemaComesBack(t *testing.T) {
	was := formattest.Schema()
	c := newConfig(was, newNames())
	var conf, visual bytes.Buffer
	if err := errors.Join(c.annotation(&conf, mark{Annotator: "ada", Kind: annotate.Human}), c.visual(&visual)); err != nil {
		t.Fatal(err)
	}
	s, err := ReadSchema("made-up", conf.Bytes(), visual.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range was.Events {
		if diff := cmp.Diff(e.Roles, s.Events[i].Roles); diff != "" || s.Events[i].Label != e.Label {
			t.Errorf("%s came back as %s with other roles (-want +got):\n%s", e.Label, s.Events[i].Label, diff)
		}
	}
	for i, e := range was.Entities {
		if s.Entities[i].Label != e.Label || s.Entities[i].Colour != e.Colour {
			t.Errorf("%s came back as %s", e.Label, s.Entities[i].Label)
		}
	}
	for i, r := range was.Relations {
		if diff := cmp.Diff(r, s.Relations[i]); diff != "" {
			t.Errorf("the relation came back otherwise (-want +got):\n%s", diff)
		}
	}
}

func FuzzReadSchema(f *testing.F) {
	f.Add([]byte(conf), []byte("[labels]\nPerson | P"))
	f.Add([]byte("[entities]\n\t\tA\n\tB\n[events]\n<X>=<X>\nC a{9999999999999}:<X>"), []byte(nil))
	f.Fuzz(func(t *testing.T, conf, visual []byte) {
		s, err := ReadSchema("x", conf, visual)
		if (s == nil) == (err == nil) {
			t.Fatalf("%v and %v", s, err)
		}
		if s != nil {
			if again, err := annotate.ParseSchema(s.Encode()); err != nil || !annotate.Equal(again, s) {
				t.Fatalf("the schema is not sound: %v", err)
			}
		}
	})
}
