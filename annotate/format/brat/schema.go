package brat

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"galley/annotate"
)

// IsSchema tells whether a file is an annotation.conf: it has one of its sections.
func IsSchema(conf []byte) bool {
	for line := range strings.Lines(string(conf)) {
		if m := section.FindStringSubmatch(strings.TrimRight(line, "\r\n")); m != nil {
			return slices.Contains([]string{"entities", "spans", "events", "relations", "attributes"}, m[1])
		}
	}
	return false
}

// ReadSchema reads a schema from annotation.conf, with the labels and colours
// of visual.conf, which may be empty (https://brat.nlplab.org/configuration.html).
// A type that others stand indented below can be filled by each of them, and is
// their group; Equiv stands for entities and is no relation. What is wrong is
// refused with its line, in a *annotate.SchemaError.
func ReadSchema(name string, conf, visual []byte) (*annotate.Schema, error) {
	r := &confReader{
		lines: map[string][]confLine{}, macros: map[string]string{}, below: map[string][]string{}, abstract: map[string]bool{}, seen: map[string]int{},
		schema: annotate.Schema{Format: annotate.SchemaFormat, FileVersion: annotate.SchemaFileVersion, ID: annotate.ID(name), Name: name,
			Entities: []annotate.EntityType{}, Events: []annotate.EventType{}, Relations: []annotate.RelationType{},
			EventAttributes: []annotate.AttributeType{}, DocumentAttributes: []annotate.AttributeType{}},
	}
	r.settings.readAnnotation(string(conf))
	r.settings.readLabels(string(visual))
	r.cut(string(conf))
	for _, step := range []func(){r.entities, r.events, r.roles, r.relations, r.attributes} {
		step()
	}
	if r.err != nil {
		return nil, r.err
	}
	r.look(string(visual))
	if err := r.schema.Check(); err != nil {
		return nil, err
	}
	return &r.schema, nil
}

// confReader makes a schema of a configuration.
type confReader struct {
	settings settings
	lines    map[string][]confLine // by section
	macros   map[string]string     // "<NAME>" -> what it stands for
	below    map[string][]string   // type -> those indented below it, directly
	abstract map[string]bool       // types that nothing is annotated with
	seen     map[string]int        // type -> the line it stands in
	schema   annotate.Schema
	err      error // the first thing that is wrong
}

// confLine is a line of a section.
type confLine struct {
	number int
	depth  int // tabs before it
	name   string
	rest   string
}

func (r *confReader) fail(number int, format string, args ...any) {
	if r.err == nil {
		r.err = &annotate.SchemaError{Place: fmt.Sprintf("line %d", number), Msg: fmt.Sprintf(format, args...)}
	}
}

var (
	macro     = regexp.MustCompile(`^(<[^>]+>)\s*=\s*(.*)$`)
	separator = regexp.MustCompile(`^-{2,}\s*$`)
)

// cut puts the lines into their sections.
func (r *confReader) cut(conf string) {
	in := ""
	number := 0
	for line := range strings.Lines(conf) {
		number++
		line = strings.TrimRight(line, " \t\r\n")
		text := strings.TrimLeft(line, "\t ")
		if m := section.FindStringSubmatch(line); m != nil {
			in = m[1]
			if in == "spans" {
				in = "entities"
			}
			continue
		}
		switch m := macro.FindStringSubmatch(text); {
		case text == "" || strings.HasPrefix(text, "#") || separator.MatchString(text):
		case m != nil:
			r.macros[m[1]] = m[2]
		case in == "":
			r.fail(number, "%q stands before the first section", text)
		default:
			name, rest := text, ""
			if i := strings.IndexAny(text, " \t"); i >= 0 {
				name, rest = text[:i], strings.TrimSpace(text[i:])
			}
			name, _, _ = strings.Cut(name, "|") // behind it stand ids of an ontology
			l := confLine{number, len(line) - len(strings.TrimLeft(line, "\t")), name, rest}
			r.lines[in] = append(r.lines[in], l)
		}
	}
}

// label is what a name is called in the schema. A configuration that Galley
// wrote bears the real labels; elsewhere annotations bear the names.
func (r *confReader) label(name string) string {
	if r.settings.ours {
		return r.settings.label(name)
	}
	return name
}

// types goes through the types of a section, with the topmost type above each, or "".
func (r *confReader) types(in string, add func(l confLine, label, top string)) {
	var above []string
	for _, l := range r.lines[in] {
		name, abstract := strings.CutPrefix(l.name, "!")
		label := r.label(name)
		if first, twice := r.seen[label]; twice {
			r.fail(l.number, "the label %q is used twice, also in line %d", label, first)
			continue
		}
		r.seen[label], r.abstract[label] = l.number, abstract
		above = append(above[:min(l.depth, len(above))], label)
		top := ""
		if n := len(above); n > 1 {
			r.below[above[n-2]] = append(r.below[above[n-2]], label)
			top = above[0]
		}
		if !abstract {
			add(l, label, top)
		}
	}
}

func (r *confReader) entities() {
	r.types("entities", func(_ confLine, label, _ string) {
		r.schema.Entities = append(r.schema.Entities, annotate.EntityType{Type: annotate.Type{Label: label}})
	})
}

func (r *confReader) events() {
	r.types("events", func(_ confLine, label, top string) {
		r.schema.Events = append(r.schema.Events, annotate.EventType{Type: annotate.Type{Label: label}, Group: top, Roles: []annotate.Role{}})
	})
}

var (
	confRole = regexp.MustCompile(`^([^\s:?*+{}]+)(\?|\*|\+|\{\d+(?:-\d+)?\})?\s*:\s*(\S*)$`)
	counted  = regexp.MustCompile(`^\{(\d+)(?:-(\d+))?\}$`)
)

// arguments cuts what stands behind a name at its commas: "Theme+:Protein, Cause?:<EVENT>".
func (r *confReader) arguments(l confLine, do func(name, count, value string)) {
	if l.rest == "" {
		return
	}
	for _, part := range strings.Split(l.rest, ",") {
		m := confRole.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			r.fail(l.number, "%q is not of the form NAME:TYPES", strings.TrimSpace(part))
			return
		}
		do(m[1], m[2], m[3])
	}
}

func (r *confReader) roles() {
	for _, l := range r.lines["events"] {
		t := r.schema.Event(r.label(l.name))
		if t == nil {
			continue // abstract
		}
		r.arguments(l, func(name, count, value string) {
			if strings.HasPrefix(name, "<") {
				return
			}
			role := annotate.Role{Name: r.label(name), Fillers: r.fillers(l, value)}
			role.Min, role.Max = often(count)
			if t.Role(role.Name) != nil {
				r.fail(l.number, "the role %q stands twice", role.Name)
				return
			}
			t.Roles = append(t.Roles, role)
		})
	}
}

// often is how often a role may be filled; a nil most is any number.
func often(count string) (least int, most *int) {
	one := 1
	switch count {
	case "":
		return 1, &one
	case "?":
		return 0, &one
	case "*":
		return 0, nil
	case "+":
		return 1, nil
	}
	m := counted.FindStringSubmatch(count)
	least, _ = strconv.Atoi(m[1])
	n := least
	if m[2] != "" {
		n, _ = strconv.Atoi(m[2])
	}
	if n >= endless {
		return least, nil
	}
	return least, &n
}

// fillers are the types of the schema that a list in a line names.
func (r *confReader) fillers(l confLine, value string) []string {
	out := []string{}
	add := func(f string) {
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	for _, name := range r.expand(l, value, nil) {
		switch name {
		case "<ANY>":
			add("*")
		case "<EVENT>":
			add("event:*")
		case "<ENTITY>":
			for _, t := range r.schema.Entities {
				add(t.Label)
			}
		default:
			for _, label := range r.withBelow(r.label(name)) {
				switch {
				case r.schema.Event(label) != nil:
					add("event:" + label)
				case r.schema.Entity(label) != nil:
					add(label)
				case !r.abstract[label]:
					r.fail(l.number, "%s does not exist", name)
				}
			}
		}
	}
	return out
}

// withBelow is a type with all those indented below it.
func (r *confReader) withBelow(label string) []string {
	out := []string{label}
	for _, b := range r.below[label] {
		out = append(out, r.withBelow(b)...)
	}
	return out
}

// expand puts in the place of a macro what it stands for. within are the macros that are being expanded.
func (r *confReader) expand(l confLine, value string, within []string) []string {
	var out []string
	for _, name := range strings.Split(value, "|") {
		stands, isMacro := r.macros[name]
		switch {
		case name == "":
		case isMacro && slices.Contains(within, name):
			r.fail(l.number, "%s stands for itself: a cycle", name)
		case isMacro:
			out = append(out, r.expand(l, stands, append(within, name))...)
		default:
			out = append(out, name)
		}
	}
	return out
}

func (r *confReader) relations() {
	for _, l := range r.lines["relations"] {
		if l.name == "<OVERLAP>" {
			r.schema.Nesting, r.schema.Overlap = true, true
			continue
		}
		if l.name == "Equiv" {
			continue
		}
		var t annotate.RelationType
		t.Label = r.label(strings.TrimPrefix(l.name, "!"))
		r.arguments(l, func(name, _, value string) {
			switch name {
			case "Arg1":
				t.From = r.fillers(l, value)
			case "Arg2":
				t.To = r.fillers(l, value)
			case "<REL-TYPE>":
				t.Symmetric = strings.Contains(value, "symmetric")
			}
		})
		if len(t.From) == 0 || len(t.To) == 0 {
			r.fail(l.number, "the relation %s needs Arg1 and Arg2", t.Label)
		}
		known := r.schema.Relation(t.Label)
		if known == nil {
			r.schema.Relations = append(r.schema.Relations, t)
			continue
		}
		// A relation may stand in several lines, each with ends of its own.
		known.From, known.To = union(known.From, t.From), union(known.To, t.To)
	}
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func (r *confReader) attributes() {
	for _, l := range r.lines["attributes"] {
		a := annotate.AttributeType{Name: r.label(strings.TrimPrefix(l.name, "!")), Type: "bool"}
		var on []string
		r.arguments(l, func(name, _, value string) {
			switch name {
			case "Arg":
				on = r.expand(l, value, nil)
			case "Value":
				a.Type, a.Options = "choice", strings.Split(value, "|")
			}
		})
		for _, name := range on {
			r.attribute(l, name, a)
		}
	}
}

// attribute gives the types that a name stands for an attribute.
func (r *confReader) attribute(l confLine, name string, a annotate.AttributeType) {
	if name == "<EVENT>" || name == "<ANY>" {
		r.schema.EventAttributes = with(r.schema.EventAttributes, a)
	}
	for i := range r.schema.Entities {
		if t := &r.schema.Entities[i]; name == "<ENTITY>" || name == "<ANY>" || slices.Contains(r.withBelow(r.label(name)), t.Label) {
			t.Attributes = with(t.Attributes, a)
		}
	}
	for i := range r.schema.Events {
		if t := &r.schema.Events[i]; slices.Contains(r.withBelow(r.label(name)), t.Label) {
			t.Attributes = with(t.Attributes, a)
		}
	}
	for i := range r.schema.Relations {
		if t := &r.schema.Relations[i]; name == "<RELATION>" || r.label(name) == t.Label {
			t.Attributes = with(t.Attributes, a)
		}
	}
	known := strings.HasPrefix(name, "<") || r.seen[r.label(name)] != 0 || r.schema.Relation(r.label(name)) != nil
	if !known {
		r.fail(l.number, "%s does not exist", name)
	}
}

func with(list []annotate.AttributeType, a annotate.AttributeType) []annotate.AttributeType {
	if slices.ContainsFunc(list, func(b annotate.AttributeType) bool { return b.Name == a.Name }) {
		return list
	}
	return append(list, a)
}

var ground = regexp.MustCompile(`bgColor:(#[0-9A-Fa-f]{6})\b`)

// look takes over from visual.conf what types are called in words, and their colours.
func (r *confReader) look(visual string) {
	colours := map[string]string{}
	in := ""
	for line := range strings.Lines(visual) {
		line = strings.TrimSpace(line)
		if m := section.FindStringSubmatch(line); m != nil {
			in = m[1]
			continue
		}
		name, rest, _ := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
		if m := ground.FindStringSubmatch(rest); in == "drawing" && m != nil {
			colours[r.label(name)] = m[1]
		}
	}
	dress := func(t *annotate.Type) {
		t.Colour = colours[t.Label]
		words, _, _ := strings.Cut(r.settings.label(t.Label), "|") // behind it stand shorter names
		if words = strings.TrimSpace(words); !r.settings.ours && words != t.Label {
			t.Display = words
		}
	}
	for i := range r.schema.Entities {
		dress(&r.schema.Entities[i].Type)
	}
	for i := range r.schema.Events {
		dress(&r.schema.Events[i].Type)
	}
}
