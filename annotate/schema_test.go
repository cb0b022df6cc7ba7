package annotate_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
)

func TestTemplatesAreSound(t *testing.T) {
	files, err := filepath.Glob("../assets/schemas/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates found: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, err := annotate.ParseSchema(data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		again, err := annotate.ParseSchema(s.Encode())
		if err != nil {
			t.Errorf("%s, written and read again: %v", file, err)
		} else if diff := cmp.Diff(s, again); diff != "" {
			t.Errorf("%s changed on the way (-before +after):\n%s", file, diff)
		}
	}
}

func TestParseSchemaNamesThePlace(t *testing.T) {
	const frame = `{"format":"news-schema","version":1,"id":"x","name":"X","nesting":true,"overlap":true,
"entities":[{"label":"PER","hotkey":"p"}%s],
"events":[%s],"relations":[],"event_attributes":[],"document_attributes":[]%s}`
	tests := []struct {
		name                    string
		entities, events, after string
		want                    string
	}{
		{name: "sound"},
		{name: "unknown field", after: `,"colour":"red"`, want: `line 3: unknown field "colour"`},
		{name: "label twice", entities: `,{"label":"PER"}`, want: `entities "PER": the label is used twice`},
		{name: "key twice", entities: `,{"label":"ORG","hotkey":"p"}`, want: `entities "ORG": key "p" is also that of entities "PER"`},
		{name: "key begins another", entities: `,{"label":"ORG","hotkey":"po"}`, want: `key "po" begins with "p"`},
		{name: "unknown filler", events: `{"label":"A","roles":[{"name":"R","fillers":["LOC"],"min":0,"max":null}]}`, want: `events "A", role "R": filler "LOC" does not exist`},
		{name: "unknown event filler", events: `{"label":"A","roles":[{"name":"R","fillers":["event:B"],"min":0,"max":null}]}`, want: `filler "event:B" does not exist`},
		{name: "event key", events: `{"label":"A","hotkey":"x","roles":[]}`, want: `events "A": key "x" does not begin with "e"`},
		{name: "key that opens events", entities: `,{"label":"EVT","hotkey":"e"}`, events: `{"label":"A","hotkey":"ea","roles":[]}`,
			want: `events "A": key "ea" begins with "e", the key of entities "EVT"`},
		{name: "key twice but for its case", entities: `,{"label":"ORG","hotkey":"P"}`, want: `key "p" is also that of entities "PER"`},
		{name: "long key", entities: `,{"label":"ORG","hotkey":"oooo"}`, want: "longer than 3"},
		{name: "key of a sign", entities: `,{"label":"ORG","hotkey":"o-"}`, want: "letters and digits only"},
		{name: "key of a retired label", entities: `,{"label":"ORG","hotkey":"p","retired":true}`},
		{name: "cycle", events: `{"label":"A","roles":[{"name":"R","fillers":["event:B"],"min":1,"max":null}]},{"label":"B","roles":[{"name":"S","fillers":["event:A"],"min":1,"max":null}]}`,
			want: `events "A", role "R": it must be filled, by event:B, which in turn must have another: a cycle`},
		{name: "cycle of one", events: `{"label":"A","roles":[{"name":"R","fillers":["event:*"],"min":1,"max":null}]}`, want: "a cycle"},
		{name: "cycle that may be left", events: `{"label":"A","roles":[{"name":"R","fillers":["event:B"],"min":1,"max":null}]},{"label":"B","roles":[{"name":"S","fillers":["event:A"],"min":0,"max":null}]}`},
		{name: "bad colour", entities: `,{"label":"ORG","colour":"red"}`, want: "not of the form #rrggbb"},
		{name: "wrong kind", entities: `,{"label":"ORG","kind":"thing"}`, want: "neither name nor value"},
		{name: "min above max", events: `{"label":"A","roles":[{"name":"R","fillers":["PER"],"min":2,"max":1}]}`, want: "contradict"},
		{name: "wrong type", after: `,"nesting":"yes"`, want: "nesting cannot be a string"},
		{name: "cut off", after: `,"x`, want: "line 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := strings.Replace(frame, "%s", tt.entities, 1)
			file = strings.Replace(file, "%s", tt.events, 1)
			file = strings.Replace(file, "%s", tt.after, 1)
			_, err := annotate.ParseSchema([]byte(file))
			if tt.want == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				return
			}
			var schemaErr *annotate.SchemaError
			if !errors.As(err, &schemaErr) {
				t.Fatalf("got %v, want a *SchemaError", err)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestResidue(t *testing.T) {
	data, err := os.ReadFile("../assets/schemas/conflict-news.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := annotate.ParseSchema(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range s.Entities {
		if want := e.Label == "BOILER"; e.Residue() != want {
			t.Errorf("%s is no text of the article: %t", e.Label, !want)
		}
	}
}
