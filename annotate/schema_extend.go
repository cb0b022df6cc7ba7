package annotate

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Extender adds to a schema what annotations use and it lacks: labels, roles
// and attributes, each marked as imported. The schema that it began with stays
// as it is.
type Extender struct {
	schema  *Schema
	changed bool // schema is a copy of our own, not yet given out
	known   map[[3]string]bool
}

// NewExtender extends s.
func NewExtender(s *Schema) *Extender {
	x := &Extender{schema: s, known: map[[3]string]bool{}}
	for i := range s.Entities {
		t := &s.Entities[i]
		x.know("entity", t.Label, "")
		x.knowAttributes("entity", t.Label, t.Attributes)
	}
	for i := range s.Events {
		t := &s.Events[i]
		x.know("event", t.Label, "")
		x.knowAttributes("event", t.Label, t.Attributes)
		x.knowAttributes("event", t.Label, s.EventAttributes)
		for _, r := range t.Roles {
			x.know("role", t.Label, r.Name)
		}
	}
	for i := range s.Relations {
		x.know("relation", s.Relations[i].Label, "")
		x.knowAttributes("relation", s.Relations[i].Label, s.Relations[i].Attributes)
	}
	for _, a := range s.DocumentAttributes {
		x.know("document", a.Name, "")
	}
	return x
}

// know tells whether a thing is new, and notes it.
func (x *Extender) know(kind, label, name string) bool {
	k := [3]string{kind, label, name}
	if x.known[k] {
		return false
	}
	x.known[k] = true
	return true
}

func (x *Extender) knowAttributes(kind, label string, attrs []AttributeType) {
	for _, a := range attrs {
		x.know(kind+" attribute", label, a.Name)
	}
}

// Schema is the schema as it is now. changed tells whether something was added
// since the last call; then it is a new revision.
func (x *Extender) Schema() (s *Schema, changed bool) {
	changed, x.changed = x.changed, false
	return x.schema, changed
}

// Add adds what item uses. like, if not nil, is a schema that may define it.
// It gives a sentence on each thing that was added, and on each that could not
// be: a label of mentions cannot bear the name of an event type.
func (x *Extender) Add(item Item, like *Schema) (added, refused []string) {
	if like == nil {
		like = &Schema{}
	}
	a := &addition{Extender: x, like: like}
	switch t := item.(type) {
	case *Mention:
		a.entity(t.Label, t.Attributes)
	case *Entity:
		a.entity(t.Label, t.Attributes)
	case *Event:
		a.event(t)
	case *Relation:
		a.relation(t)
	case *Label:
		if x.know("document", t.Label, "") {
			a.say("document label %q", t.Label)
			s := a.edit()
			s.DocumentAttributes = append(s.DocumentAttributes, likeAttribute(like.DocumentAttributes, t.Label, t.Value))
		}
	}
	return a.added, a.refused
}

// addition is what one call of Add does.
type addition struct {
	*Extender
	like           *Schema
	added, refused []string
}

func (a *addition) say(format string, args ...any) {
	a.added = append(a.added, fmt.Sprintf(format, args...)+" was not in the schema and was added to it")
}

// edit is the schema to write to: a copy where the present one is given out.
func (a *addition) edit() *Schema {
	if a.changed {
		return a.schema
	}
	s := a.schema.Clone()
	s.Revision++
	a.schema, a.changed = s, true
	return a.schema
}

func (a *addition) entity(label string, attrs Attributes) {
	if a.know("entity", label, "") {
		if a.schema.Event(label) != nil {
			a.refused = append(a.refused, fmt.Sprintf("label %q of mentions was not added to the schema: it is the name of an event type there", label))
			return
		}
		a.say("label %q", label)
		t := EntityType{Type: Type{Label: label}}
		if l := a.like.Entity(label); l != nil {
			t = *l
			t.Hotkey, t.Attributes = "", nil
		}
		t.Imported = true
		s := a.edit()
		s.Entities = append(s.Entities, t)
	}
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		if a.schema.Entity(label) != nil && a.know("entity attribute", label, name) {
			a.say("attribute %q of %q", name, label)
			t := a.edit().Entity(label)
			var like []AttributeType
			if l := a.like.Entity(label); l != nil {
				like = l.Attributes
			}
			t.Attributes = append(t.Attributes, likeAttribute(like, name, attrs[name]))
		}
	}
}

func (a *addition) event(v *Event) {
	if a.know("event", v.Type, "") {
		if a.schema.Entity(v.Type) != nil {
			a.refused = append(a.refused, fmt.Sprintf("event type %q was not added to the schema: it is the name of a label there", v.Type))
			return
		}
		a.say("event type %q", v.Type)
		t := EventType{Type: Type{Label: v.Type}, Roles: []Role{}}
		if l := a.like.Event(v.Type); l != nil {
			t = *l
			t.Hotkey, t.Attributes, t.Roles = "", nil, []Role{}
		}
		t.Imported = true
		s := a.edit()
		s.Events = append(s.Events, t)
		a.knowAttributes("event", v.Type, s.EventAttributes)
	}
	if a.schema.Event(v.Type) == nil {
		return
	}
	like := a.like.Event(v.Type)
	if like == nil {
		like = &EventType{}
	}
	for _, arg := range v.Arguments {
		if a.know("role", v.Type, arg.Role) {
			a.say("role %q of %q", arg.Role, v.Type)
			r := Role{Name: arg.Role, Fillers: []string{"*"}}
			if l := like.Role(arg.Role); l != nil {
				r = *l
				r.Fillers = a.knownFillers(r.Fillers)
			}
			r.Imported = true
			t := a.edit().Event(v.Type)
			t.Roles = append(t.Roles, r)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v.Attributes)) {
		if a.know("event attribute", v.Type, name) {
			a.say("attribute %q of %q", name, v.Type)
			t := a.edit().Event(v.Type)
			t.Attributes = append(t.Attributes, likeAttribute(append(slices.Clone(like.Attributes), a.like.EventAttributes...), name, v.Attributes[name]))
		}
	}
}

func (a *addition) relation(r *Relation) {
	like := a.like.Relation(r.Label)
	if a.know("relation", r.Label, "") {
		a.say("relation %q", r.Label)
		t := RelationType{Label: r.Label, From: []string{"*"}, To: []string{"*"}}
		if like != nil {
			t = *like
			t.From, t.To, t.Attributes = a.knownFillers(t.From), a.knownFillers(t.To), nil
		}
		t.Imported = true
		s := a.edit()
		s.Relations = append(s.Relations, t)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		if a.know("relation attribute", r.Label, name) {
			a.say("attribute %q of %q", name, r.Label)
			t := a.edit().Relation(r.Label)
			var attrs []AttributeType
			if like != nil {
				attrs = like.Attributes
			}
			t.Attributes = append(t.Attributes, likeAttribute(attrs, name, r.Attributes[name]))
		}
	}
}

// knownFillers are those of fillers that the schema has, or anything if it has none of them.
func (a *addition) knownFillers(fillers []string) []string {
	var out []string
	for _, f := range fillers {
		event, isEvent := strings.CutPrefix(f, "event:")
		if f == "*" || f == "event:*" || isEvent && a.schema.Event(event) != nil || !isEvent && a.schema.Entity(f) != nil {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return []string{"*"}
	}
	return out
}

// likeAttribute is the attribute type with a name among like, or one that holds v.
func likeAttribute(like []AttributeType, name string, v Value) AttributeType {
	a := AttributeType{Name: name, Type: typeOf(v)}
	if i := slices.IndexFunc(like, func(l AttributeType) bool { return l.Name == name }); i >= 0 {
		a = like[i]
		a.Required = false
	}
	a.Imported = true
	return a
}

// typeOf is the type of attribute that a value is of.
func typeOf(v Value) string {
	switch {
	case v == "true" || v == "false":
		return "bool"
	case strings.HasPrefix(string(v), "["):
		return "multi"
	case strings.HasPrefix(string(v), "{"):
		if _, ok := v.Range(); ok {
			return "range"
		}
	case v != "" && strings.Contains("-0123456789", string(v[:1])):
		return "number"
	}
	return "text"
}
