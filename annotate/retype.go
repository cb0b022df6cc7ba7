package annotate

import (
	"maps"
	"slices"
)

// Move says what becomes of the fillers of one role when an event changes its type.
type Move struct {
	Role string   // as it is now
	To   string   // in the new type; empty where the fillers are left over
	Can  []string // the roles of the new type, those that take all fillers first
}

// Moves proposes where the fillers of an event go under another type: to the
// role of the same name if there is one, else to the first that takes them all and gets no
// others. They are in the order of the arguments.
func (d *Document) Moves(v *Event, t *EventType) []Move {
	var out []Move
	used := map[string]bool{}
	for _, a := range v.Arguments {
		if t.Role(a.Role) != nil {
			used[a.Role] = true
		}
	}
	for _, a := range v.Arguments {
		if slices.ContainsFunc(out, func(m Move) bool { return m.Role == a.Role }) {
			continue
		}
		m := Move{Role: a.Role}
		var others []string
		for i := range t.Roles {
			r := &t.Roles[i]
			if r.Retired {
				continue
			}
			if !d.takesAll(r, v, a.Role) {
				others = append(others, r.Name)
				continue
			}
			m.Can = append(m.Can, r.Name)
			if m.To == "" && !used[r.Name] {
				m.To = r.Name
			}
		}
		m.Can = append(m.Can, others...)
		if t.Role(a.Role) != nil {
			m.To = a.Role
		}
		used[m.To] = true
		out = append(out, m)
	}
	return out
}

// takesAll tells whether r takes all that v has in a role.
func (d *Document) takesAll(r *Role, v *Event, role string) bool {
	for _, a := range v.Arguments {
		if a.Role != role {
			continue
		}
		if item := d.Layer.Find(a.Target); item != nil && !d.Fills(r, item) {
			return false
		}
	}
	return true
}

// Retyped is v as an event of type t: the fillers of each role go to the role
// that to names for it, and are taken out where it names none. Attributes that
// the new type does not have are taken out, too.
func (v *Event) Retyped(s *Schema, t *EventType, to map[string]string) *Event {
	w := *v
	w.Type, w.Arguments = t.Label, nil
	for _, a := range v.Arguments {
		if a.Role = to[a.Role]; a.Role != "" {
			w = *w.WithArgument(a)
		}
	}
	old := s.Event(v.Type)
	w.Attributes = maps.Clone(v.Attributes)
	for name := range v.Attributes {
		own := func(a AttributeType) bool { return a.Name == name }
		if old != nil && slices.ContainsFunc(old.Attributes, own) && !slices.ContainsFunc(t.Attributes, own) && !slices.ContainsFunc(s.EventAttributes, own) {
			delete(w.Attributes, name)
		}
	}
	return &w
}
