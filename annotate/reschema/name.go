package reschema

import (
	"fmt"
	"slices"

	"galley/annotate"
)

// Part is a part of a schema.
type Part string

// The parts of a schema whose things have names.
const (
	Entity    Part = "entity type"
	Event     Part = "event type"
	Relation  Part = "relation type"
	Role      Part = "role"
	Attribute Part = "attribute"
	Document  Part = "document label"
)

// Name names a thing of a schema.
type Name struct {
	Part  Part
	Label string
	// Of and In say what a role or an attribute belongs to: a Part and the label
	// of a type. An attribute of all events has Of Event and no In.
	Of Part
	In string
}

// TypeName names an entity type, an event type, a relation type or a document label.
func TypeName(part Part, label string) Name { return Name{Part: part, Label: label} }

// RoleName names a role of an event type.
func RoleName(event, role string) Name { return Name{Role, role, Event, event} }

// AttributeName names an attribute of a type, or of all events where in is empty.
func AttributeName(of Part, in, attribute string) Name { return Name{Attribute, attribute, of, in} }

func (n Name) String() string {
	switch {
	case n.In != "":
		return fmt.Sprintf("%s %q of %s", n.Part, n.Label, n.In)
	case n.Part == Attribute:
		return fmt.Sprintf("attribute %q of all events", n.Label)
	}
	return fmt.Sprintf("%s %q", n.Part, n.Label)
}

// Beside is what is called label and of the same part and type as n.
func (n Name) Beside(label string) Name {
	n.Label = label
	return n
}

// Exists tells whether a schema has the thing.
func (n Name) Exists(s *annotate.Schema) bool {
	switch n.Part {
	case Entity:
		return s.Entity(n.Label) != nil
	case Event:
		return s.Event(n.Label) != nil
	case Relation:
		return s.Relation(n.Label) != nil
	case Role:
		return n.role(s) != nil
	}
	return n.attribute(s) != nil
}

// attributes is the list in a schema that an attribute or a document label is in, or nil.
func (n Name) attributes(s *annotate.Schema) *[]annotate.AttributeType {
	switch {
	case n.Part == Document:
		return &s.DocumentAttributes
	case n.Of == Event && n.In == "":
		return &s.EventAttributes
	case n.Of == Entity && s.Entity(n.In) != nil:
		return &s.Entity(n.In).Attributes
	case n.Of == Event && s.Event(n.In) != nil:
		return &s.Event(n.In).Attributes
	case n.Of == Relation && s.Relation(n.In) != nil:
		return &s.Relation(n.In).Attributes
	}
	return nil
}

// attribute is the attribute type or document label with the name, or nil.
func (n Name) attribute(s *annotate.Schema) *annotate.AttributeType {
	list := n.attributes(s)
	if list == nil {
		return nil
	}
	if i := slices.IndexFunc(*list, func(a annotate.AttributeType) bool { return a.Name == n.Label }); i >= 0 {
		return &(*list)[i]
	}
	return nil
}

// role is the role with the name, or nil.
func (n Name) role(s *annotate.Schema) *annotate.Role {
	if t := s.Event(n.In); t != nil {
		return t.Role(n.Label)
	}
	return nil
}

// names are where the name of a thing of the schema and its former ones stand.
func (n Name) names(s *annotate.Schema) (name *string, formerly *[]string) {
	switch n.Part {
	case Entity:
		t := s.Entity(n.Label)
		return &t.Label, &t.Formerly
	case Event:
		t := s.Event(n.Label)
		return &t.Label, &t.Formerly
	case Relation:
		t := s.Relation(n.Label)
		return &t.Label, &t.Formerly
	case Role:
		r := n.role(s)
		return &r.Name, &r.Formerly
	}
	a := n.attribute(s)
	return &a.Name, &a.Formerly
}

// succeeded are the former names of a thing that has taken another's place as well.
func succeeded(name string, formerly []string, other string, othersFormerly []string) []string {
	out := both(both(formerly, othersFormerly), []string{other})
	if out = slices.DeleteFunc(out, func(n string) bool { return n == name }); len(out) == 0 {
		return nil
	}
	return out
}

// AttributeIn is the attribute type or label of articles with the name in a schema, or nil.
func (n Name) AttributeIn(s *annotate.Schema) *annotate.AttributeType { return n.attribute(s) }

// AddAttribute adds an attribute type beside n to a schema that is being made.
func (n Name) AddAttribute(s *annotate.Schema, a annotate.AttributeType) {
	if list := n.attributes(s); list != nil {
		*list = append(*list, a)
	}
}
