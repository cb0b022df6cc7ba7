package unite

import (
	"reflect"
	"slices"
	"strings"

	"galley/annotate"
)

// mergeSchemas puts together what two copies made of a schema: mine is as it
// stands, and other was made of before (nil: of nothing). What only other
// changed is taken over, what both changed stays as in mine, and nothing that
// one of them has is dropped but what other took out and mine left alone.
func mergeSchemas(mine, before, other *annotate.Schema) *annotate.Schema {
	if before == nil {
		before = &annotate.Schema{}
	}
	s := *mine
	s.Revision = max(mine.Revision, other.Revision) + 1
	pick(&s.Name, before.Name, other.Name)
	pick(&s.Summary, before.Summary, other.Summary)
	pick(&s.Source, before.Source, other.Source)
	pick(&s.Nesting, before.Nesting, other.Nesting)
	pick(&s.Overlap, before.Overlap, other.Overlap)
	pick(&s.Crosswalk, before.Crosswalk, other.Crosswalk)
	s.Entities = mergeLists(mine.Entities, before.Entities, other.Entities, func(t annotate.EntityType) string { return t.Label }, mergeEntities)
	s.Events = mergeLists(mine.Events, before.Events, other.Events, func(t annotate.EventType) string { return t.Label }, mergeEvents)
	s.Relations = mergeLists(mine.Relations, before.Relations, other.Relations, func(t annotate.RelationType) string { return t.Label }, mergeRelations)
	s.EventAttributes = mergeAttributes(mine.EventAttributes, before.EventAttributes, other.EventAttributes)
	s.DocumentAttributes = mergeAttributes(mine.DocumentAttributes, before.DocumentAttributes, other.DocumentAttributes)
	freeKeys(&s, mine)
	return &s
}

// freeKeys takes the keys from types that are not in mine where what is in it
// could not be typed any more.
func freeKeys(s, mine *annotate.Schema) {
	var keys []string
	each := func(do func(t *annotate.Type, isMine bool)) {
		for i := range s.Entities {
			do(&s.Entities[i].Type, mine.Entity(s.Entities[i].Label) != nil)
		}
		for i := range s.Events {
			do(&s.Events[i].Type, mine.Event(s.Events[i].Label) != nil)
		}
	}
	each(func(t *annotate.Type, isMine bool) {
		if isMine && t.Hotkey != "" {
			keys = append(keys, t.Hotkey)
		}
	})
	each(func(t *annotate.Type, isMine bool) {
		clash := func(key string) bool { return strings.HasPrefix(key, t.Hotkey) || strings.HasPrefix(t.Hotkey, key) }
		switch {
		case isMine || t.Hotkey == "":
		case slices.ContainsFunc(keys, clash):
			t.Hotkey = ""
		default:
			keys = append(keys, t.Hotkey)
		}
	})
}

// pick takes other's value where only other changed it. before is what both began with.
func pick[T any](mine *T, before, other T) {
	if reflect.DeepEqual(*mine, before) {
		*mine = other
	}
}

// mergeLists merges lists of named things; what both changed is given to both.
func mergeLists[T any](mine, before, other []T, name func(T) string, both func(mine, before, other T) T) []T {
	find := func(list []T, n string) (T, bool) {
		i := slices.IndexFunc(list, func(x T) bool { return name(x) == n })
		if i < 0 {
			var none T
			return none, false
		}
		return list[i], true
	}
	out := make([]T, 0, len(mine)) // no list and an empty one are written differently
	for _, m := range mine {
		b, was := find(before, name(m))
		o, is := find(other, name(m))
		switch {
		case is:
			out = append(out, both(m, b, o))
		case !was || !reflect.DeepEqual(m, b):
			out = append(out, m)
		}
	}
	for _, o := range other {
		_, there := find(mine, name(o))
		b, was := find(before, name(o))
		if !there && (!was || !reflect.DeepEqual(o, b)) {
			out = append(out, o)
		}
	}
	return out
}

func mergeAttributes(mine, before, other []annotate.AttributeType) []annotate.AttributeType {
	return mergeLists(mine, before, other, func(a annotate.AttributeType) string { return a.Name },
		func(m, b, o annotate.AttributeType) annotate.AttributeType {
			formerly := mergeNames(m.Formerly, o.Formerly)
			pick(&m, b, o)
			m.Formerly = formerly
			return m
		})
}

func mergeTypes(m, b, o annotate.Type) annotate.Type {
	merged := mergeAttributes(m.Attributes, b.Attributes, o.Attributes)
	if len(merged) == 0 {
		merged = nil
	}
	formerly := mergeNames(m.Formerly, o.Formerly)
	m.Attributes, b.Attributes, o.Attributes = nil, nil, nil
	pick(&m, b, o)
	m.Attributes, m.Formerly = merged, formerly
	return m
}

// mergeNames are former names that one of two copies knows, in order.
func mergeNames(mine, other []string) []string {
	all := slices.Concat(mine, other)
	slices.Sort(all)
	return slices.Compact(all)
}

func mergeEntities(m, b, o annotate.EntityType) annotate.EntityType {
	m.Type = mergeTypes(m.Type, b.Type, o.Type)
	pick(&m.Kind, b.Kind, o.Kind)
	return m
}

func mergeEvents(m, b, o annotate.EventType) annotate.EventType {
	m.Type = mergeTypes(m.Type, b.Type, o.Type)
	pick(&m.Group, b.Group, o.Group)
	m.Roles = mergeLists(m.Roles, b.Roles, o.Roles, func(r annotate.Role) string { return r.Name },
		func(m, b, o annotate.Role) annotate.Role {
			formerly := mergeNames(m.Formerly, o.Formerly)
			pick(&m, b, o)
			m.Formerly = formerly
			return m
		})
	return m
}

func mergeRelations(m, b, o annotate.RelationType) annotate.RelationType {
	attributes := mergeAttributes(m.Attributes, b.Attributes, o.Attributes)
	if len(attributes) == 0 {
		attributes = nil
	}
	formerly := mergeNames(m.Formerly, o.Formerly)
	m.Attributes, b.Attributes, o.Attributes = nil, nil, nil
	pick(&m, b, o)
	m.Attributes, m.Formerly = attributes, formerly
	return m
}
