package annotate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/span"
)

const renamed = `{"format":"news-schema","version":1,"id":"x","name":"X","nesting":true,"overlap":true,
"entities":[{"label":"ACTOR","formerly":["PERSON","GROUP"],"attributes":[{"name":"level","type":"text","required":false,"formerly":["rank","grade","order","step"]}]},{"label":"GROUP"}],
"events":[{"label":"HIT","formerly":["STRIKE"],"roles":[{"name":"By","fillers":["*"],"min":0,"max":null,"formerly":["Agent"]}]}],
"relations":[{"label":"knows","from":["*"],"to":["*"],"formerly":["met"]}],
"event_attributes":[{"name":"tense","type":"text","required":false,"formerly":["time"]}],
"document_attributes":[{"name":"topic","type":"text","required":false,"formerly":["theme"]}]}`

func TestCurrent(t *testing.T) {
	s, err := annotate.ParseSchema([]byte(renamed))
	if err != nil {
		t.Fatal(err)
	}
	v, w := annotate.ValueOf("v"), annotate.ValueOf("w")
	at := []span.Span{{Start: 0, End: 2}}
	tests := []struct {
		name      string
		was, want annotate.Item
		said      []string
	}{
		{"a renamed label and attribute", &annotate.Mention{Label: "PERSON", Spans: at, Attributes: annotate.Attributes{"rank": v}},
			&annotate.Mention{Label: "ACTOR", Spans: at, Attributes: annotate.Attributes{"level": v}},
			[]string{`attribute "rank" of ACTOR is "level" now`, `label "PERSON" is "ACTOR" now`}},
		{"a name that is there again", &annotate.Mention{Label: "GROUP", Spans: at}, &annotate.Mention{Label: "GROUP", Spans: at}, nil},
		{"a value that both attributes have", &annotate.Mention{Label: "ACTOR", Spans: at, Attributes: annotate.Attributes{"rank": v, "level": w}},
			&annotate.Mention{Label: "ACTOR", Spans: at, Attributes: annotate.Attributes{"rank": v, "level": w}}, nil},
		{"several attributes that became one", &annotate.Mention{Label: "ACTOR", Spans: at, Attributes: annotate.Attributes{"rank": v, "grade": w, "order": v, "step": v}},
			&annotate.Mention{Label: "ACTOR", Spans: at, Attributes: annotate.Attributes{"level": w, "order": v, "rank": v, "step": v}}, []string{`attribute "grade" of ACTOR is "level" now`}},
		{"a name that nobody knows", &annotate.Entity{Label: "SHIP"}, &annotate.Entity{Label: "SHIP"}, nil},
		{"an event with its roles", &annotate.Event{Type: "STRIKE", Trigger: at, Arguments: []annotate.Argument{{Role: "Agent", Target: "m"}, {Role: "Of", Target: "m"}}, Attributes: annotate.Attributes{"time": v}},
			&annotate.Event{Type: "HIT", Trigger: at, Arguments: []annotate.Argument{{Role: "By", Target: "m"}, {Role: "Of", Target: "m"}}, Attributes: annotate.Attributes{"tense": v}},
			[]string{`attribute "time" of HIT is "tense" now`, `event type "STRIKE" is "HIT" now`, `role of HIT "Agent" is "By" now`}},
		{"a relation", &annotate.Relation{Label: "met", From: "a", To: "b"}, &annotate.Relation{Label: "knows", From: "a", To: "b"}, []string{`relation "met" is "knows" now`}},
		{"a label of the article", &annotate.Label{Label: "theme", Value: v}, &annotate.Label{Label: "topic", Value: v}, []string{`label of articles "theme" is "topic" now`}},
		{"an entry of the register", &annotate.Registered{Label: "PERSON", Name: "n"}, &annotate.Registered{Label: "ACTOR", Name: "n"}, []string{`label "PERSON" is "ACTOR" now`}},
		{"a note", &annotate.Note{Text: "PERSON"}, &annotate.Note{Text: "PERSON"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, said := s.Current(tt.was)
			if !annotate.Equal(got, tt.want) {
				t.Errorf("is %+v, want %+v", got, tt.want)
			}
			if diff := cmp.Diff(tt.said, said); diff != "" {
				t.Errorf("said (-want +got)\n%s", diff)
			}
			if again, said := s.Current(got); again != got || said != nil {
				t.Errorf("and then %+v: %q", again, said)
			}
		})
	}
}

// What is here has to be looked through only where something was renamed.
func TestRenames(t *testing.T) {
	tests := []struct {
		name   string
		change func(s *annotate.Schema)
		want   bool
	}{
		{"nothing", func(*annotate.Schema) {}, false},
		{"a label more", func(s *annotate.Schema) {
			s.Entities = append(s.Entities, annotate.EntityType{Type: annotate.Type{Label: "BOAT"}})
		}, false},
		{"a label with a former name more", func(s *annotate.Schema) {
			s.Entities = append(s.Entities, annotate.EntityType{Type: annotate.Type{Label: "BOAT", Formerly: []string{"SHIP"}}})
		}, true},
		{"a label renamed", func(s *annotate.Schema) { s.Entities[1].Label, s.Entities[1].Formerly = "TEAM", []string{"GROUP"} }, true},
		{"a label gone that another one was", func(s *annotate.Schema) { s.Entities = s.Entities[:1] }, true},
		{"a former name is a label again", func(s *annotate.Schema) {
			s.Entities = append(s.Entities, annotate.EntityType{Type: annotate.Type{Label: "PERSON"}})
		}, false},
		{"an attribute renamed", func(s *annotate.Schema) {
			s.Entities[0].Attributes[0].Formerly = append(s.Entities[0].Attributes[0].Formerly, "height")
		}, true},
		{"an attribute of all events renamed", func(s *annotate.Schema) {
			s.EventAttributes[0].Formerly = append(s.EventAttributes[0].Formerly, "when")
		}, true},
		{"a role renamed", func(s *annotate.Schema) { s.Events[0].Roles[0].Formerly = []string{"Agent", "Actor"} }, true},
		{"a relation renamed", func(s *annotate.Schema) { s.Relations[0].Formerly = []string{"met", "saw"} }, true},
		{"a label of articles renamed", func(s *annotate.Schema) { s.DocumentAttributes[0].Formerly = []string{"theme", "about"} }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, err := annotate.ParseSchema([]byte(renamed))
			if err != nil {
				t.Fatal(err)
			}
			s, err := annotate.ParseSchema([]byte(renamed))
			if err != nil {
				t.Fatal(err)
			}
			tt.change(s)
			if got := s.Renames(before); got != tt.want {
				t.Errorf("it renames: %v", got)
			}
		})
	}
	s, err := annotate.ParseSchema([]byte(renamed))
	if err != nil {
		t.Fatal(err)
	}
	if !s.Renames(nil) {
		t.Error("the first schema, which has former names, renames nothing")
	}
}
