package reschema

import (
	"slices"

	"galley/annotate"
)

// Union is a schema with what another says: its types, roles, attributes and
// definitions take the place of those of the same name, and what only one of the
// two has stays. So nothing that annotations bear is lost.
func Union(s, other *annotate.Schema) *annotate.Schema {
	u := s.Clone()
	u.Name, u.Summary, u.Source, u.Nesting, u.Overlap = other.Name, other.Summary, other.Source, other.Nesting, other.Overlap
	attributes := func(a, b []annotate.AttributeType) []annotate.AttributeType {
		return overlaid(a, b, func(x annotate.AttributeType) string { return x.Name }, func(_, y annotate.AttributeType) annotate.AttributeType { return y })
	}
	u.Entities = overlaid(u.Entities, other.Entities, func(t annotate.EntityType) string { return t.Label }, func(a, b annotate.EntityType) annotate.EntityType {
		b.Attributes = attributes(a.Attributes, b.Attributes)
		return b
	})
	u.Events = overlaid(u.Events, other.Events, func(t annotate.EventType) string { return t.Label }, func(a, b annotate.EventType) annotate.EventType {
		b.Attributes = attributes(a.Attributes, b.Attributes)
		b.Roles = overlaid(a.Roles, b.Roles, func(r annotate.Role) string { return r.Name }, func(_, y annotate.Role) annotate.Role { return y })
		return b
	})
	u.Relations = overlaid(u.Relations, other.Relations, func(t annotate.RelationType) string { return t.Label }, func(a, b annotate.RelationType) annotate.RelationType {
		b.Attributes = attributes(a.Attributes, b.Attributes)
		return b
	})
	u.EventAttributes = attributes(u.EventAttributes, other.EventAttributes)
	u.DocumentAttributes = attributes(u.DocumentAttributes, other.DocumentAttributes)
	return u
}

// overlaid is a list in which things of the same name are joined, with what the other list has besides.
func overlaid[T any](list, other []T, name func(T) string, join func(a, b T) T) []T {
	out := slices.Clone(list)
	for _, y := range other {
		i := slices.IndexFunc(out, func(x T) bool { return name(x) == name(y) })
		if i < 0 {
			out = append(out, y)
		} else {
			out[i] = join(out[i], y)
		}
	}
	return out
}
