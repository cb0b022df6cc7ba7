package annotate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SchemaError is something wrong in a schema file, with its place.
type SchemaError struct {
	Place string // such as "line 12" or `events "ATTACK", role "Killed"`
	Msg   string
}

func (e *SchemaError) Error() string { return fmt.Sprintf("schema, %s: %s", e.Place, e.Msg) }

// ParseSchema reads a schema file. It refuses unknown fields, labels or keys
// used twice, keys of which one begins another, keys of events that do not
// begin with EventKey, roles whose filler does not exist, and events that can
// never be complete because each requires another, with all of them in one
// error of joined *SchemaError.
func ParseSchema(data []byte) (*Schema, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	s := new(Schema)
	if err := dec.Decode(s); err != nil {
		return nil, &SchemaError{lineOf(data, dec.InputOffset(), err), readable(err)}
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, &SchemaError{lineOf(data, dec.InputOffset(), nil), "something follows the end of the schema"}
	}
	s.tidy()
	if err := s.Check(); err != nil {
		return nil, err
	}
	return s, nil
}

func lineOf(data []byte, offset int64, err error) string {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &typ):
		offset = typ.Offset
	case errors.Is(err, io.ErrUnexpectedEOF):
		offset = int64(len(data))
	}
	offset = min(max(offset, 0), int64(len(data)))
	return fmt.Sprintf("line %d", 1+bytes.Count(data[:offset], []byte("\n")))
}

func readable(err error) string {
	var typ *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return "the file is empty"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the file ends in the middle"
	case errors.As(err, &typ):
		return fmt.Sprintf("%s cannot be a %s", typ.Field, typ.Value)
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// tidy gives lists that a file always has, or leaves out when empty, one form,
// so that a schema written and read again is equal.
func (s *Schema) tidy() {
	s.Entities = notNil(s.Entities)
	s.Events = notNil(s.Events)
	s.Relations = notNil(s.Relations)
	s.EventAttributes = notNil(s.EventAttributes)
	s.DocumentAttributes = notNil(s.DocumentAttributes)
	for i := range s.Entities {
		s.Entities[i].tidy()
	}
	for i := range s.Events {
		s.Events[i].tidy()
		s.Events[i].Roles = notNil(s.Events[i].Roles)
	}
}

func (t *Type) tidy() {
	if len(t.Attributes) == 0 {
		t.Attributes = nil
	}
}

func notNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

var hexColour = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// Check tells everything that is wrong with the schema, each a *SchemaError, joined; nil if it is sound.
func (s *Schema) Check() error {
	c := &schemaCheck{schema: s, labels: map[string]string{}, keys: map[string]string{}}
	if s.Format != SchemaFormat {
		c.add("the top", "format is %q, not %q", s.Format, SchemaFormat)
	}
	if s.FileVersion != SchemaFileVersion {
		c.add("the top", "version %d is not known; this program reads version %d", s.FileVersion, SchemaFileVersion)
	}
	if s.Name == "" {
		c.add("the top", "the schema has no name")
	}
	for _, t := range s.Entities {
		place := fmt.Sprintf("entities %q", t.Label)
		c.typ(place, t.Type)
		if !slices.Contains([]string{"", NameKind, ValueKind}, t.Kind) {
			c.add(place, "kind %q is neither name nor value", t.Kind)
		}
	}
	for _, t := range s.Events {
		c.event(t)
	}
	for _, t := range s.Relations {
		place := fmt.Sprintf("relations %q", t.Label)
		c.label(place, "relation "+t.Label)
		c.fillers(place, t.From)
		c.fillers(place, t.To)
		c.attributes(place, t.Attributes)
	}
	c.attributes("event_attributes", s.EventAttributes)
	c.attributes("document_attributes", s.DocumentAttributes)
	c.prefixes()
	c.cycles()
	return errors.Join(c.found...)
}

type schemaCheck struct {
	schema *Schema
	labels map[string]string // label -> place
	keys   map[string]string // hotkey -> place
	found  []error
}

func (c *schemaCheck) add(place, format string, args ...any) {
	c.found = append(c.found, &SchemaError{place, fmt.Sprintf(format, args...)})
}

func (c *schemaCheck) label(place, label string) {
	if strings.TrimSpace(strings.TrimPrefix(label, "relation ")) == "" {
		c.add(place, "the label is empty")
	}
	if other, twice := c.labels[label]; twice {
		c.add(place, "the label is used twice, also in %s", other)
	}
	c.labels[label] = place
}

func (c *schemaCheck) typ(place string, t Type) {
	c.label(place, t.Label)
	if t.Hotkey != "" && !t.Retired {
		c.key(place, strings.ToLower(t.Hotkey))
	}
	if t.Colour != "" && !hexColour.MatchString(t.Colour) {
		c.add(place, "colour %q is not of the form #rrggbb", t.Colour)
	}
	c.attributes(place, t.Attributes)
}

// EventKey is what the keys of event types begin with: the label bar has one
// entry for all of them.
const EventKey = "e"

// MaxKeys is the most keys that a label may take, pressed in turn.
const MaxKeys = 3

func (c *schemaCheck) key(place, key string) {
	if utf8.RuneCountInString(key) > MaxKeys {
		c.add(place, "key %q is longer than %d", key, MaxKeys)
	}
	if strings.ContainsFunc(key, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		c.add(place, "key %q may have letters and digits only", key)
	}
	if other, twice := c.keys[key]; twice {
		c.add(place, "key %q is also that of %s", key, other)
	}
	c.keys[key] = place
}

func (c *schemaCheck) event(t EventType) {
	place := fmt.Sprintf("events %q", t.Label)
	c.typ(place, t.Type)
	if key := strings.ToLower(t.Hotkey); key != "" && !t.Retired && !strings.HasPrefix(key, EventKey) {
		c.add(place, "key %q does not begin with %q, as those of events do", key, EventKey)
	}
	seen := map[string]bool{}
	for _, r := range t.Roles {
		at := fmt.Sprintf("%s, role %q", place, r.Name)
		switch {
		case r.Name == "":
			c.add(at, "the role has no name")
		case seen[r.Name]:
			c.add(at, "the role stands twice")
		case r.Min < 0 || r.Max != nil && *r.Max < max(r.Min, 1):
			c.add(at, "min and max contradict each other")
		}
		seen[r.Name] = true
		c.fillers(at, r.Fillers)
	}
}

func (c *schemaCheck) fillers(place string, fillers []string) {
	for _, f := range fillers {
		event, isEvent := strings.CutPrefix(f, "event:")
		known := f == "*" || f == "event:*" || isEvent && c.schema.Event(event) != nil || !isEvent && c.schema.Entity(f) != nil
		if !known {
			c.add(place, "filler %q does not exist", f)
		}
	}
}

func (c *schemaCheck) attributes(place string, attrs []AttributeType) {
	seen := map[string]bool{}
	for _, a := range attrs {
		at := fmt.Sprintf("%s, attribute %q", place, a.Name)
		switch {
		case a.Name == "":
			c.add(at, "the attribute has no name")
		case seen[a.Name]:
			c.add(at, "the attribute stands twice")
		case !slices.Contains(AttributeTypes, a.Type):
			c.add(at, "type %q is not known", a.Type)
		}
		seen[a.Name] = true
	}
}

// prefixes finds keys of which one begins another: the longer could never be typed.
func (c *schemaCheck) prefixes() {
	keys := make([]string, 0, len(c.keys))
	for k := range c.keys {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for i := 1; i < len(keys); i++ {
		if strings.HasPrefix(keys[i], keys[i-1]) {
			c.add(c.keys[keys[i]], "key %q begins with %q, the key of %s", keys[i], keys[i-1], c.keys[keys[i-1]])
		}
	}
}

// cycles finds event types that can never be complete: each has a role that
// must be filled and takes only events that cannot be complete either.
func (c *schemaCheck) cycles() {
	complete := map[string]bool{}
	fills := func(f string) bool {
		event, isEvent := strings.CutPrefix(f, "event:")
		return !isEvent || event == "*" && len(complete) > 0 || complete[event]
	}
	stuck := func(t EventType) *Role {
		for i, r := range t.Roles {
			if r.Min > 0 && !r.Retired && len(r.Fillers) > 0 && !slices.ContainsFunc(r.Fillers, fills) {
				return &t.Roles[i]
			}
		}
		return nil
	}
	for found := true; found; {
		found = false
		for _, t := range c.schema.Events {
			if !complete[t.Label] && stuck(t) == nil {
				complete[t.Label], found = true, true
			}
		}
	}
	for _, t := range c.schema.Events {
		r := stuck(t)
		unknown := func(f string) bool { return c.schema.Event(strings.TrimPrefix(f, "event:")) == nil && f != "event:*" }
		if r == nil || slices.ContainsFunc(r.Fillers, unknown) { // what does not exist was found before
			continue
		}
		c.add(fmt.Sprintf("events %q, role %q", t.Label, r.Name),
			"it must be filled, by %s, which in turn must have another: a cycle that no event can complete", strings.Join(r.Fillers, " or "))
	}
}

// Encode writes the schema as a file, the form that ParseSchema reads.
func (s *Schema) Encode() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(s); err != nil {
		panic("annotate: a schema that is no JSON: " + err.Error())
	}
	return b.Bytes()
}

// ParseSchemas reads all schema files (*.json) of a folder, in order of name.
func ParseSchemas(folder fs.FS) ([]*Schema, error) {
	files, err := fs.Glob(folder, "*.json")
	if err != nil {
		return nil, err
	}
	var out []*Schema
	for _, file := range files {
		data, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, err
		}
		s, err := ParseSchema(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		out = append(out, s)
	}
	return out, nil
}
