package prepare

import (
	"slices"
	"strings"

	"galley/annotate"
)

// Schema is s under the label names of r: types that get one name are one, with
// the attributes and roles of all of them, and what is left out is not there.
func Schema(s *annotate.Schema, r *annotate.Recipe) *annotate.Schema {
	if s == nil || len(r.Labels) == 0 {
		return s
	}
	m := mapping(r.Labels)
	c := s.Clone()
	c.Entities = merge(m, c.Entities, func(t *annotate.EntityType) *string { return &t.Label }, func(t, more *annotate.EntityType) {
		t.Attributes = addAttributes(t.Attributes, more.Attributes)
	})
	c.Events = merge(m, c.Events, func(t *annotate.EventType) *string { return &t.Label }, func(t, more *annotate.EventType) {
		t.Attributes = addAttributes(t.Attributes, more.Attributes)
		for _, role := range more.Roles {
			if t.Role(role.Name) == nil {
				t.Roles = append(t.Roles, role)
			}
		}
	})
	c.Relations = merge(m, c.Relations, func(t *annotate.RelationType) *string { return &t.Label }, func(t, more *annotate.RelationType) {
		t.From, t.To = append(slices.Clone(t.From), more.From...), append(slices.Clone(t.To), more.To...)
		t.Attributes = addAttributes(t.Attributes, more.Attributes)
	})
	c.DocumentAttributes = merge(m, c.DocumentAttributes, func(t *annotate.AttributeType) *string { return &t.Name }, func(*annotate.AttributeType, *annotate.AttributeType) {})
	for i := range c.Events {
		for j := range c.Events[i].Roles {
			c.Events[i].Roles[j].Fillers = m.fillers(c.Events[i].Roles[j].Fillers)
		}
	}
	for i := range c.Relations {
		c.Relations[i].From, c.Relations[i].To = m.fillers(c.Relations[i].From), m.fillers(c.Relations[i].To)
	}
	return c
}

// mapping gives labels their new names.
type mapping map[string]string

func (m mapping) of(label string) string {
	if to, mapped := m[label]; mapped {
		return to
	}
	return label
}

// merge renames types. A type whose new name is taken adds to the one that has it.
func merge[T any](m mapping, types []T, label func(*T) *string, add func(t, more *T)) []T {
	var out []T
	put := func(t T) {
		name := *label(&t)
		if i := slices.IndexFunc(out, func(o T) bool { return *label(&o) == name }); i >= 0 {
			add(&out[i], &t)
			return
		}
		out = append(out, t)
	}
	for _, renamed := range []bool{false, true} { // a type keeps its own definition
		for _, t := range types {
			to := m.of(*label(&t))
			if to == "" || (to != *label(&t)) != renamed {
				continue
			}
			*label(&t) = to
			put(t)
		}
	}
	return out
}

func addAttributes(have, more []annotate.AttributeType) []annotate.AttributeType {
	for _, a := range more {
		if !slices.ContainsFunc(have, func(b annotate.AttributeType) bool { return b.Name == a.Name }) {
			have = append(have, a)
		}
	}
	return have
}

// fillers are fillers under their new names; anything, where none is left.
func (m mapping) fillers(list []string) []string {
	var out []string
	for _, f := range list {
		event, isEvent := strings.CutPrefix(f, "event:")
		to := m.of(event)
		if to == "" {
			continue
		}
		if isEvent {
			to = "event:" + to
		}
		if !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	if len(out) == 0 {
		return []string{"*"}
	}
	return out
}
