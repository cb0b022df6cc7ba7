package reschema

import (
	"iter"

	"galley/annotate"
)

// Names are the names of all things of a schema, in its order: each type before its roles and attributes.
func Names(s *annotate.Schema) []Name {
	var out []Name
	attributes := func(of Part, in string, list []annotate.AttributeType) {
		for _, a := range list {
			out = append(out, AttributeName(of, in, a.Name))
		}
	}
	for _, t := range s.Entities {
		out = append(out, TypeName(Entity, t.Label))
		attributes(Entity, t.Label, t.Attributes)
	}
	for _, t := range s.Events {
		out = append(out, TypeName(Event, t.Label))
		for _, r := range t.Roles {
			out = append(out, RoleName(t.Label, r.Name))
		}
		attributes(Event, t.Label, t.Attributes)
	}
	for _, t := range s.Relations {
		out = append(out, TypeName(Relation, t.Label))
		attributes(Relation, t.Label, t.Attributes)
	}
	attributes(Event, "", s.EventAttributes)
	for _, a := range s.DocumentAttributes {
		out = append(out, TypeName(Document, a.Name))
	}
	return out
}

// uses are the annotations of a layer that bear a name, that fill a role or
// that have a value of an attribute.
func uses(l *annotate.Layer, s *annotate.Schema, n Name) iter.Seq[annotate.Item] {
	return func(yield func(annotate.Item) bool) {
		l.Each(func(item annotate.Item) {
			if bears(s, n, item) {
				yield(item) // no caller ends early
			}
		})
	}
}

func bears(s *annotate.Schema, n Name, item annotate.Item) bool {
	label := annotate.LabelOf(item)
	part := partOf(item)
	switch n.Part {
	case Role:
		v, ok := item.(*annotate.Event)
		return ok && v.Type == n.In && v.Filled(n.Label)
	case Attribute:
		if part != n.Of || n.In != "" && label != n.In || n.In == "" && ownAttribute(s, label, n.Label) {
			return false
		}
		return attributesOf(item)[n.Label] != ""
	}
	return part == n.Part && label == n.Label
}

// partOf is the part of the schema that names an annotation; empty for notes and heads.
func partOf(item annotate.Item) Part {
	switch item.(type) {
	case *annotate.Mention, *annotate.Entity:
		return Entity
	case *annotate.Event:
		return Event
	case *annotate.Relation:
		return Relation
	case *annotate.Label:
		return Document
	}
	return ""
}

func attributesOf(item annotate.Item) annotate.Attributes {
	switch x := item.(type) {
	case *annotate.Mention:
		return x.Attributes
	case *annotate.Entity:
		return x.Attributes
	case *annotate.Event:
		return x.Attributes
	case *annotate.Relation:
		return x.Attributes
	}
	return nil
}

// Count is how often a thing of the schema is used, and by how many people.
type Count struct {
	Uses     int // mentions, events, relations or labels that bear the name; arguments in a role; values of an attribute
	Entities int // that bear the name
	people   map[annotate.ID]bool
}

// People is how many people's layers use it; suggestions are nobody's.
func (c Count) People() int { return len(c.people) }

// Counts says how often the things of a schema are used. Things that are not used are left out.
type Counts map[Name]*Count

// Of is the count of a thing.
func (c Counts) Of(n Name) Count {
	if x := c[n]; x != nil {
		return *x
	}
	return Count{}
}

// Add counts what a layer uses of a schema.
func (c Counts) Add(l *annotate.Layer, s *annotate.Schema) {
	l.Each(func(item annotate.Item) {
		part := partOf(item)
		if part == "" {
			return
		}
		label := annotate.LabelOf(item)
		x := c.at(TypeName(part, label), l.ID)
		if _, entity := item.(*annotate.Entity); entity {
			x.Entities++
		} else {
			x.Uses++
		}
		if v, ok := item.(*annotate.Event); ok {
			for _, a := range v.Arguments {
				c.at(RoleName(label, a.Role), l.ID).Uses++
			}
		}
		for name := range attributesOf(item) {
			n := AttributeName(part, label, name)
			if part == Event && !n.Exists(s) {
				n.In = ""
			}
			c.at(n, l.ID).Uses++
		}
	})
}

func (c Counts) at(n Name, layer annotate.LayerID) *Count {
	x := c[n]
	if x == nil {
		x = &Count{people: map[annotate.ID]bool{}}
		c[n] = x
	}
	if layer.Kind != annotate.Suggestion {
		x.people[layer.Annotator] = true
	}
	return x
}
