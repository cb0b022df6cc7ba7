package assets_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"galley/assets"
)

// The structs mirror the format of a template by hand, apart from the reader in
// package annotate, so that they fail on a key that a template spells wrongly.
type (
	template struct {
		Format             string
		Version            int
		ID, Name, Summary  string
		Source             []string
		Nesting, Overlap   bool
		Entities           []typ
		Events             []typ
		Relations          []relation
		EventAttributes    []attribute `json:"event_attributes"`
		DocumentAttributes []attribute `json:"document_attributes"`
		Crosswalk          json.RawMessage
	}
	typ struct {
		Label, Display, Short, Group string
		Description, Guidelines      string
		Examples                     []string
		CounterExamples              []string `json:"counter_examples"`
		Kind, Colour, Hotkey         string
		Retired                      bool
		Attributes                   []attribute
		Roles                        []role
	}
	role struct {
		Name, Description string
		Fillers           []string
		Min               int
		Max               *int
	}
	relation struct {
		Label, Description string
		From, To           []string
		Symmetric          bool
		Subtypes           []string
	}
	attribute struct {
		Name, Type, Description string
		Options                 []string
		Default                 any
		Required                bool
	}
)

// minDescription is the length in bytes below which a description says nothing
// that the label does not.
const minDescription = 15

var (
	colour         = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	attributeTypes = map[string]bool{
		"choice": true, "multi": true, "text": true, "int": true, "number": true, "bool": true, "date": true,
		"range": true, "span": true, "geo": true, "entity_link": true, "event_cluster": true, "document": true,
	}
)

func TestTemplates(t *testing.T) {
	files, err := fs.Glob(assets.Schemas, "schemas/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 9 {
		t.Errorf("%d templates are embedded, want 9: %v", len(files), files)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(file, "schemas/"), ".json"), func(t *testing.T) {
			s := readTemplate(t, file)
			checkHead(t, s, file)
			checkTypes(t, s)
			checkRoles(t, s)
			checkRelations(t, s)
			checkAttributes(t, "event_attributes", s.EventAttributes)
			checkAttributes(t, "document_attributes", s.DocumentAttributes)
			checkHotkeys(t, s)
		})
	}
}

func TestConflictNewsHasExamples(t *testing.T) {
	s := readTemplate(t, "schemas/conflict-news.json")
	for _, x := range slices.Concat(s.Entities, s.Events) {
		if len(x.Examples) == 0 {
			t.Errorf("%s has no example", x.Label)
		}
		for _, phrase := range slices.Concat(x.Examples, x.CounterExamples) {
			open, shut := strings.Index(phrase, "["), strings.Index(phrase, "]")
			if open < 0 || shut < open+2 {
				t.Errorf("%s: example %q marks no words in square brackets", x.Label, phrase)
			}
		}
	}
}

func readTemplate(t *testing.T, file string) template {
	t.Helper()
	data, err := assets.Schemas.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var s template
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		t.Fatalf("reading %s: %v", file, err)
	}
	return s
}

func checkHead(t *testing.T, s template, file string) {
	t.Helper()
	if s.Format != "news-schema" || s.Version != 1 {
		t.Errorf("format is %q version %d, want news-schema version 1", s.Format, s.Version)
	}
	if want := "schemas/" + s.ID + ".json"; file != want {
		t.Errorf("id %q does not fit the file name %s", s.ID, file)
	}
	if s.Name == "" || s.Summary == "" || len(s.Source) == 0 {
		t.Errorf("name, summary and source must be given: %q, %q, %q", s.Name, s.Summary, s.Source)
	}
	if strings.Contains(s.Summary, "to be written") {
		t.Errorf("summary is a placeholder: %q", s.Summary)
	}
}

func checkTypes(t *testing.T, s template) {
	t.Helper()
	seen := map[string]bool{}
	for _, x := range slices.Concat(s.Entities, s.Events) {
		if x.Label == "" || x.Display == "" {
			t.Errorf("type %q has display %q, want both", x.Label, x.Display)
		}
		if seen[x.Label] {
			t.Errorf("label %s is there twice", x.Label)
		}
		seen[x.Label] = true
		checkDescription(t, x.Label, x.Description, minDescription)
		if !colour.MatchString(x.Colour) {
			t.Errorf("%s: colour %q is not #rrggbb", x.Label, x.Colour)
		}
		if x.Kind != "" && x.Kind != "name" && x.Kind != "value" {
			t.Errorf("%s: kind %q is neither name nor value", x.Label, x.Kind)
		}
		checkAttributes(t, x.Label, x.Attributes)
	}
}

func checkRoles(t *testing.T, s template) {
	t.Helper()
	known := fillers(s)
	for _, e := range s.Events {
		seen := map[string]bool{}
		for _, r := range e.Roles {
			at := e.Label + "." + r.Name
			if seen[r.Name] {
				t.Errorf("role %s is there twice", at)
			}
			seen[r.Name] = true
			checkDescription(t, at, r.Description, 1)
			if r.Min < 0 || r.Max != nil && *r.Max < max(r.Min, 1) {
				t.Errorf("%s: min %d and max %v do not fit", at, r.Min, r.Max)
			}
			checkFillers(t, at, r.Fillers, known)
		}
	}
}

func checkRelations(t *testing.T, s template) {
	t.Helper()
	known := fillers(s)
	seen := map[string]bool{}
	for _, r := range s.Relations {
		if seen[r.Label] {
			t.Errorf("relation %s is there twice", r.Label)
		}
		seen[r.Label] = true
		checkDescription(t, r.Label, r.Description, minDescription)
		checkFillers(t, r.Label, r.From, known)
		checkFillers(t, r.Label, r.To, known)
	}
}

// fillers lists what a role or an end of a relation may name.
func fillers(s template) map[string]bool {
	known := map[string]bool{"*": true, "event:*": true}
	for _, x := range s.Entities {
		known[x.Label] = true
	}
	for _, x := range s.Events {
		known["event:"+x.Label] = true
	}
	return known
}

func checkFillers(t *testing.T, at string, labels []string, known map[string]bool) {
	t.Helper()
	if len(labels) == 0 {
		t.Errorf("%s takes nothing", at)
	}
	for _, l := range labels {
		if !known[l] {
			t.Errorf("%s takes %q, which the schema lacks", at, l)
		}
	}
}

func checkAttributes(t *testing.T, at string, attributes []attribute) {
	t.Helper()
	seen := map[string]bool{}
	for _, a := range attributes {
		at := at + "." + a.Name
		if seen[a.Name] {
			t.Errorf("attribute %s is there twice", at)
		}
		seen[a.Name] = true
		if !attributeTypes[a.Type] {
			t.Errorf("%s: unknown type %q", at, a.Type)
		}
		checkDescription(t, at, a.Description, 1)
		if choice := a.Type == "choice" || a.Type == "multi"; choice != (len(a.Options) > 0) {
			t.Errorf("%s: type %s has %d options", at, a.Type, len(a.Options))
		}
		if a.Type == "choice" && a.Default != nil && !slices.Contains(a.Options, fmt.Sprint(a.Default)) {
			t.Errorf("%s: default %v is not among its options", at, a.Default)
		}
	}
}

// checkDescription wants a sentence or a question of at least the given length
// in bytes.
func checkDescription(t *testing.T, at, text string, atLeast int) {
	t.Helper()
	if len(text) < atLeast || !strings.ContainsAny(text[len(text)-1:], ".?") || text != strings.TrimSpace(text) {
		t.Errorf("%s: description %q is not a sentence of %d characters or more", at, text, atLeast)
	}
}

// checkHotkeys wants that no key sequence is the beginning of another, since a
// sequence has no time limit, and that "e" opens the events of a schema whose
// entities have keys too.
func checkHotkeys(t *testing.T, s template) {
	t.Helper()
	owner := map[string]string{}
	letters := false
	for _, x := range slices.Concat(s.Entities, s.Events) {
		if x.Hotkey == "" {
			continue
		}
		if other, ok := owner[x.Hotkey]; ok {
			t.Errorf("%s and %s have the same key %q", other, x.Label, x.Hotkey)
		}
		owner[x.Hotkey] = x.Label
	}
	for key, label := range owner {
		for n := 1; n < len(key); n++ {
			if other, ok := owner[key[:n]]; ok {
				t.Errorf("key %q of %s is the beginning of %q of %s", key[:n], other, key, label)
			}
		}
	}
	for _, x := range s.Entities {
		letters = letters || x.Hotkey != ""
	}
	for _, x := range s.Events {
		if letters && x.Hotkey != "" && !strings.HasPrefix(x.Hotkey, "e") {
			t.Errorf("%s: key %q of an event does not begin with e", x.Label, x.Hotkey)
		}
	}
}
