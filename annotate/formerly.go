package annotate

import (
	"fmt"
	"maps"
	"slices"
)

// Current is an annotation, or an entry of the register, under the names that the schema has now. A label, role or
// attribute that the schema lacks, and that it had before another name took its
// place, gets that name. It says so in a phrase each, such as
// `label "PERSON" is "ACTOR" now`, and gives item itself where nothing changes.
func (s *Schema) Current(item Item) (Item, []string) {
	c := &renaming{schema: s}
	now := c.item(item)
	if len(c.said) == 0 {
		return item, nil
	}
	return now, c.said
}

// Renames tells whether Current may give other names to what bears those that
// before gives (nil: none): whether something has a former name that it had not then.
func (s *Schema) Renames(before *Schema) bool {
	known := map[formerName]bool{}
	if before != nil {
		known = before.formerNames()
	}
	for name := range s.formerNames() {
		if !known[name] {
			return true
		}
	}
	return false
}

// formerName is a name that something had, with the one that it has now.
type formerName struct{ of, then, now string }

// formerNames are the names that things had and that nothing else of their kind has now.
func (s *Schema) formerNames() map[formerName]bool {
	out := map[formerName]bool{}
	add := func(of string, list []called) {
		for _, n := range list {
			for _, then := range n.formerly {
				if i := find(list, then); list[i].name != then {
					out[formerName{of, then, list[i].name}] = true
				}
			}
		}
	}
	types := func(of string, list []called) {
		add(of, list)
		for _, n := range list {
			add(of+" "+n.name, attributeNames(n.attributes...))
		}
	}
	types("label", s.entityNames())
	types("event type", s.eventNames())
	types("relation", s.relationNames())
	for i := range s.Events {
		add("role of "+s.Events[i].Label, roleNames(&s.Events[i]))
	}
	add("label of articles", attributeNames(s.DocumentAttributes))
	return out
}

// renaming gathers what was renamed of one annotation.
type renaming struct {
	schema *Schema
	said   []string
}

func (c *renaming) item(item Item) Item {
	s := c.schema
	switch x := item.(type) {
	case *Mention:
		m := *x
		m.Label, m.Attributes = c.typed("label", x.Label, x.Attributes, s.entityNames())
		return &m
	case *Entity:
		e := *x
		e.Label, e.Attributes = c.typed("label", x.Label, x.Attributes, s.entityNames())
		return &e
	case *Event:
		v := *x
		v.Type, v.Attributes = c.typed("event type", x.Type, x.Attributes, s.eventNames())
		if t := s.Event(v.Type); t != nil {
			v.Arguments = c.arguments(t, x.Arguments)
		}
		return &v
	case *Relation:
		r := *x
		r.Label, r.Attributes = c.typed("relation", x.Label, x.Attributes, s.relationNames())
		return &r
	case *Label:
		l := *x
		l.Label = c.name("label of articles", x.Label, attributeNames(s.DocumentAttributes))
		return &l
	case *Registered:
		r := *x
		r.Label = c.name("label", x.Label, s.entityNames())
		return &r
	}
	return item
}

// called is a name of the schema with those that it had, and the attributes of what bears it.
type called struct {
	name       string
	formerly   []string
	attributes [][]AttributeType
}

func (s *Schema) entityNames() []called {
	out := make([]called, len(s.Entities))
	for i := range s.Entities {
		t := &s.Entities[i]
		out[i] = called{t.Label, t.Formerly, [][]AttributeType{t.Attributes}}
	}
	return out
}

func (s *Schema) eventNames() []called {
	out := make([]called, len(s.Events))
	for i := range s.Events {
		t := &s.Events[i]
		out[i] = called{t.Label, t.Formerly, [][]AttributeType{t.Attributes, s.EventAttributes}}
	}
	return out
}

func (s *Schema) relationNames() []called {
	out := make([]called, len(s.Relations))
	for i := range s.Relations {
		t := &s.Relations[i]
		out[i] = called{t.Label, t.Formerly, [][]AttributeType{t.Attributes}}
	}
	return out
}

func attributeNames(lists ...[]AttributeType) []called {
	var out []called
	for _, list := range lists {
		for _, a := range list {
			out = append(out, called{name: a.Name, formerly: a.Formerly})
		}
	}
	return out
}

func roleNames(t *EventType) []called {
	out := make([]called, len(t.Roles))
	for i, r := range t.Roles {
		out[i] = called{name: r.Name, formerly: r.Formerly}
	}
	return out
}

// find is the thing of a name, or else the one that had it formerly; -1 is none.
func find(list []called, name string) int {
	if i := slices.IndexFunc(list, func(n called) bool { return n.name == name }); i >= 0 {
		return i
	}
	return slices.IndexFunc(list, func(n called) bool { return slices.Contains(n.formerly, name) })
}

// name is what a name is called now.
func (c *renaming) name(what, name string, list []called) string {
	i := find(list, name)
	if i < 0 || list[i].name == name {
		return name
	}
	c.said = append(c.said, fmt.Sprintf("%s %q is %q now", what, name, list[i].name))
	return list[i].name
}

// typed are the label and the attributes of an annotation.
func (c *renaming) typed(what, label string, values Attributes, types []called) (string, Attributes) {
	label = c.name(what, label, types)
	i := find(types, label)
	if i < 0 {
		return label, values
	}
	names := attributeNames(types[i].attributes...)
	// In order of name: of two that became one attribute the first value stays, in every copy.
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v, at := values[name], find(names, name)
		if at < 0 || names[at].name == name || values[names[at].name] != "" {
			continue // unknown, current, or both have a value
		}
		c.said = append(c.said, fmt.Sprintf("attribute %q of %s is %q now", name, label, names[at].name))
		values = values.With(name, "").With(names[at].name, v)
	}
	slices.Sort(c.said)
	return label, values
}

func (c *renaming) arguments(t *EventType, args []Argument) []Argument {
	roles := roleNames(t)
	out := slices.Clone(args)
	for i := range out {
		out[i].Role = c.name("role of "+t.Label, out[i].Role, roles)
	}
	return out
}
