// Package tables lays annotated articles out in flat tables, as statistics
// programs and spreadsheets take them: a row for each event, with its roles side
// by side, and everything in long form beside it. The formats that are made of
// tables share it.
//
// Offsets are code points, ends exclusive. Tables are joined by numbers: layer
// is a layer's, document an article's, both within one file.
package tables

import (
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
)

// The tables.
const (
	Events    = "events"
	Arguments = "arguments"
	Mentions  = "mentions"
	Entities  = "entities"
	Relations = "relations"
	Labels    = "labels"
	Layers    = "layers"
	Documents = "documents"
	Texts     = "texts"
	Codebook  = "codebook" // says what the columns are; it is not read
)

// Names are the tables that are read, in the order in which they stand.
var Names = []string{Events, Arguments, Mentions, Entities, Relations, Labels, Layers, Documents, Texts}

// Column is a column of a table.
type Column struct {
	Name   string
	Number bool   // its cells are numbers, where they are not several joined
	About  string // what it says, for the codebook
	Values string // which values the schema allows, if it says so
}

// Table is a table as it is written: what its columns are, and its rows of one article.
type Table struct {
	Name    string
	Columns []Column
	rows    func(d *document) [][]string
}

// field is a column with what stands in it for an x.
type field[T any] struct {
	Column
	of func(v *view, x T) string
}

// of lays fields out as a table; each gives what has a row of one layer.
func of[T any](name string, fields []field[T], each func(v *view) []T) Table {
	t := Table{Name: name}
	for _, f := range fields {
		t.Columns = append(t.Columns, f.Column)
	}
	t.rows = func(d *document) [][]string {
		var rows [][]string
		for i := range d.views {
			v := &d.views[i]
			for _, x := range each(v) {
				row := make([]string, len(fields))
				for n, f := range fields {
					row[n] = f.of(v, x)
				}
				rows = append(rows, row)
			}
		}
		return rows
	}
	return t
}

// New are all tables of a project with a schema, in the order of Names.
func New(schema *annotate.Schema) []Table {
	if schema == nil {
		schema = new(annotate.Schema)
	}
	out := make([]Table, len(Names))
	for i, name := range Names {
		out[i] = layout(name, wide(schema))
	}
	return out
}

// layout is a table with the columns of an event that hang on the schema.
func layout(name string, wide []field[*annotate.Event]) Table {
	switch name {
	case Events:
		return of(name, append(slices.Clone(eventFields), wide...), func(v *view) []*annotate.Event { return v.Events.All() })
	case Arguments:
		return of(name, argumentFields, (*view).arguments)
	case Mentions:
		return of(name, mentionFields, func(v *view) []*annotate.Mention { return v.Mentions.All() })
	case Entities:
		return of(name, entityFields, func(v *view) []*annotate.Entity { return v.Entities.All() })
	case Relations:
		return of(name, relationFields, func(v *view) []*annotate.Relation { return v.Relations.All() })
	case Labels:
		return of(name, labelFields, func(v *view) []*annotate.Label { return v.Labels.All() })
	case Layers:
		return of(name, layerFields, func(v *view) []*view { return []*view{v} })
	case Documents:
		return ofArticle(name, documentFields, func(d *document) []*document { return []*document{d} })
	case Texts:
		return ofArticle(name, textFields, func(d *document) []part { return d.parts })
	}
	panic("tables: there is no table " + name)
}

// ofArticle lays out a table of articles rather than of layers.
func ofArticle[T any](name string, fields []field[T], each func(*document) []T) Table {
	t := of(name, fields, func(*view) []T { return nil })
	t.rows = func(d *document) [][]string {
		var rows [][]string
		for _, x := range each(d) {
			row := make([]string, len(fields))
			for n, f := range fields {
				row[n] = f.of(&view{document: d}, x)
			}
			rows = append(rows, row)
		}
		return rows
	}
	return t
}

// roleParts are what the columns of a role say, by the end of their names.
var roleParts = []string{"text", "name", "kb", "low", "high", "approx", "norm"}

const (
	rolePrefix      = "role_"
	attributePrefix = "attribute_"
)

// wide are the columns of events that a schema makes: for each attribute one,
// for each role some, whatever the type of event.
func wide(schema *annotate.Schema) []field[*annotate.Event] {
	var out []field[*annotate.Event]
	have := map[string]bool{}
	add := func(f field[*annotate.Event], about, values string) {
		if !have[f.Name] {
			have[f.Name] = true
			f.About, f.Values = about, values
			out = append(out, f)
		}
	}
	attributes := slices.Clone(schema.EventAttributes)
	for _, t := range schema.Events {
		attributes = append(attributes, t.Attributes...)
	}
	for _, a := range attributes {
		add(attributeField(a.Name), sentence(a.Description, "Attribute "+a.Name+" of the event"), strings.Join(a.Options, "; "))
	}
	for _, t := range schema.Events {
		for i := range t.Roles {
			r := &t.Roles[i]
			for _, part := range partsOf(schema, r.Name) {
				add(roleField(r.Name, part), sentence(partAbout[part]+" of who or what is "+r.Name, r.Description), strings.Join(r.Fillers, "; "))
			}
		}
	}
	return out
}

// sentence joins what is known of a column.
func sentence(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, ": ")
}

var partAbout = map[string]string{
	"text": "words", "name": "name of the entity", "kb": "id in a knowledge base", "low": "lower bound of the number", "high": "upper bound of the number",
	"approx": "1 where the number is approximate,", "norm": "date or time span, in EDTF,",
}

// partsOf are the columns that a role of a name has: those that one of its fillers can fill.
func partsOf(schema *annotate.Schema, role string) []string {
	may := map[string]bool{"text": true}
	name := func() { may["name"], may["kb"] = true, true }
	number := func() { may["low"], may["high"], may["approx"] = true, true, true }
	for _, t := range schema.Events {
		r := t.Role(role)
		if r == nil {
			continue
		}
		for _, filler := range r.Fillers {
			e := schema.Entity(filler)
			switch {
			case e == nil && strings.HasPrefix(filler, "event:"):
			case e == nil: // "*", which may be anything
				name()
				number()
				may["norm"] = true
			case e.Kind != annotate.ValueKind:
				name()
			default:
				for _, a := range e.Attributes {
					switch a.Name {
					case "low", "high":
						number()
					case "norm":
						may["norm"] = true
					}
				}
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(roleParts), func(p string) bool { return !may[p] })
}

// WriteCodebook gives the rows of the codebook: its header, then each column of
// each table, then the labels of the schema.
func WriteCodebook(all []Table, schema *annotate.Schema, row func(cells []string) error) error {
	rows := [][]string{{"table", "column", "type", "about", "values"}}
	for _, t := range all {
		for _, c := range t.Columns {
			kind := "text"
			if c.Number {
				kind = "number"
			}
			rows = append(rows, []string{t.Name, c.Name, kind, c.About, c.Values})
		}
	}
	if schema != nil {
		for _, t := range schema.Events {
			rows = append(rows, []string{Events, "type", "label", sentence(t.Label, t.Display, t.Description), ""})
		}
		for _, t := range schema.Entities {
			rows = append(rows, []string{Mentions, "label", "label", sentence(t.Label, t.Display, t.Description), ""})
		}
		for _, t := range schema.Relations {
			rows = append(rows, []string{Relations, "label", "label", sentence(t.Label, t.Display, t.Description), ""})
		}
		for _, a := range schema.DocumentAttributes {
			rows = append(rows, []string{Labels, "label", "label", sentence(a.Name, a.Description), strings.Join(a.Options, "; ")})
		}
	}
	for _, r := range rows {
		if err := row(r); err != nil {
			return fmt.Errorf("writing the codebook: %w", err)
		}
	}
	return nil
}
