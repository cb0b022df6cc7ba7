package reschema

import (
	"slices"

	"galley/annotate"
)

// both is a list with what another has besides.
func both(list, more []string) []string {
	out := slices.Clone(list)
	for _, x := range more {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// united are the attributes of to with what from has besides. None of those is
// required: the annotations of to lack it.
func united(what Name, to, from []annotate.AttributeType) ([]annotate.AttributeType, error) {
	for _, a := range from {
		i := slices.IndexFunc(to, func(b annotate.AttributeType) bool { return a.Name == b.Name })
		if i < 0 {
			a.Required = false
			to = append(to, a)
			continue
		}
		if err := uniteAttributes(what, &to[i], a); err != nil {
			return nil, err
		}
	}
	return to, nil
}

// uniteAttributes lets an attribute take the values of another.
func uniteAttributes(what Name, to *annotate.AttributeType, from annotate.AttributeType) error {
	if to.Type != from.Type {
		return refused(what, "attribute %q is %s and attribute %q is %s: give them one type first", from.Name, from.Type, to.Name, to.Type)
	}
	if len(from.Options) > 0 {
		to.Options = both(to.Options, from.Options)
	}
	return nil
}

// uniteRoles lets a role take the fillers of another, and as many: of each in
// its own events, or with sum of both in the same one.
func uniteRoles(to *annotate.Role, from annotate.Role, sum bool) {
	to.Fillers = both(to.Fillers, from.Fillers)
	to.Min = min(to.Min, from.Min)
	if to.Max == nil || from.Max == nil {
		to.Max = nil
		return
	}
	n := max(*to.Max, *from.Max)
	if sum {
		n = *to.Max + *from.Max
	}
	to.Max = &n
}

// cut takes a thing out of a schema.
func cut(s *annotate.Schema, n Name) {
	switch n.Part {
	case Entity:
		s.Entities = slices.DeleteFunc(s.Entities, func(t annotate.EntityType) bool { return t.Label == n.Label })
	case Event:
		s.Events = slices.DeleteFunc(s.Events, func(t annotate.EventType) bool { return t.Label == n.Label })
	case Relation:
		s.Relations = slices.DeleteFunc(s.Relations, func(t annotate.RelationType) bool { return t.Label == n.Label })
	case Role:
		t := s.Event(n.In)
		t.Roles = slices.DeleteFunc(t.Roles, func(r annotate.Role) bool { return r.Name == n.Label })
	default:
		list := n.attributes(s)
		*list = slices.DeleteFunc(*list, func(a annotate.AttributeType) bool { return a.Name == n.Label })
	}
}

// refill puts other types in the place of an entity or event type wherever one
// can be a filler or the end of a relation; none takes it out.
func refill(s *annotate.Schema, n Name, with []string) {
	prefix := ""
	switch n.Part {
	case Entity:
	case Event:
		prefix = "event:"
	default:
		return
	}
	each := func(list []string) []string {
		i := slices.Index(list, prefix+n.Label)
		if i < 0 {
			return list
		}
		out := slices.Clone(list[:i])
		for _, label := range with {
			out = both(out, []string{prefix + label})
		}
		return both(out, list[i+1:])
	}
	for i := range s.Events {
		for j := range s.Events[i].Roles {
			r := &s.Events[i].Roles[j]
			r.Fillers = each(r.Fillers)
		}
	}
	for i := range s.Relations {
		s.Relations[i].From, s.Relations[i].To = each(s.Relations[i].From), each(s.Relations[i].To)
	}
}

// unite makes one of annotations that bear a label and have become alike by a
// change of those that changed holds.
func (f *follower) unite(part Part, label string, changed map[annotate.ID]bool) error {
	switch part {
	case Entity:
		return f.uniteMentions(label, changed)
	case Event:
		return uniteAlike(f, f.doc.Layer.Events.All(), changed, func(v *annotate.Event) bool { return v.Type == label }, sameEvent)
	case Relation:
		t := f.schema.Relation(label)
		same := func(a, b *annotate.Relation) bool {
			joined := a.From == b.From && a.To == b.To || t.Symmetric && a.From == b.To && a.To == b.From
			return joined && sameAttributes(a.Attributes, b.Attributes)
		}
		return uniteAlike(f, f.doc.Layer.Relations.All(), changed, func(r *annotate.Relation) bool { return r.Label == label }, same)
	case Document:
		same := func(a, b *annotate.Label) bool { return a.Value == b.Value }
		return uniteAlike(f, f.doc.Layer.Labels.All(), changed, func(l *annotate.Label) bool { return l.Label == label }, same)
	}
	return nil
}

func sameEvent(a, b *annotate.Event) bool {
	same := func(x, y annotate.Argument) bool {
		return x.Role == y.Role && x.Target == y.Target && x.Value == y.Value
	}
	return slices.Equal(a.Trigger, b.Trigger) && slices.Equal(a.Evidence, b.Evidence) && sameAttributes(a.Attributes, b.Attributes) &&
		len(a.Arguments) == len(b.Arguments) && !slices.ContainsFunc(a.Arguments, func(x annotate.Argument) bool {
		return !slices.ContainsFunc(b.Arguments, func(y annotate.Argument) bool { return same(x, y) })
	})
}

func sameAttributes(a, b annotate.Attributes) bool { return a.String() == b.String() }

// uniteMentions makes one of mentions with a label at the same place. Those of
// different entities stay two: which of them is right is not ours to say.
func (f *follower) uniteMentions(label string, changed map[annotate.ID]bool) error {
	all := f.doc.Layer.Mentions.All()
	for i := 0; i < len(all); i++ {
		if all[i].Label != label {
			continue
		}
		first := all[i]
		for i+1 < len(all) && all[i+1].Label == label && slices.Equal(all[i+1].Spans, first.Spans) {
			i++
			second := all[i]
			switch {
			case !changed[first.ID] && !changed[second.ID]:
				first = second
				continue
			case first.Entity != "" && second.Entity != "" && first.Entity != second.Entity:
				f.tell(second, "mention stays beside another at its place, since they hang on different entities", "mentions stay beside others at their places, since they hang on different entities", false)
				continue
			case changed[first.ID] && !changed[second.ID]:
				first, second = second, first
			}
			f.tell(second, "mention becomes one with another at its place", "mentions become one with others at their places", false)
			for name, v := range second.Attributes {
				if had := first.Attributes[name]; had != "" && had != v {
					f.tell(second, "value of an attribute is left out, since the other mention has another", "values of attributes are left out, since the other mentions have others", true)
				}
			}
			if err := f.join(first, second); err != nil {
				return err
			}
			first, _ = f.doc.Layer.Mentions.Get(first.ID)
		}
	}
	return nil
}

// join makes one annotation of two.
func (f *follower) join(first, second annotate.Item) error {
	f.edits = f.doc.Join(first, second)
	return f.apply()
}

// uniteAlike makes one of annotations of a label that say the same.
func uniteAlike[T annotate.Item](f *follower, all []T, changed map[annotate.ID]bool, of func(T) bool, same func(a, b T) bool) error {
	all = slices.DeleteFunc(slices.Clone(all), func(x T) bool { return !of(x) })
	// What had the label before stays.
	slices.SortStableFunc(all, func(a, b T) int { return boolToInt(changed[a.ItemID()]) - boolToInt(changed[b.ItemID()]) })
	var kept []T
	for _, x := range all {
		i := -1
		if changed[x.ItemID()] {
			i = slices.IndexFunc(kept, func(y T) bool { return same(x, y) })
		}
		if i < 0 {
			kept = append(kept, x)
			continue
		}
		f.tell(x, "annotation becomes one with another that says the same", "annotations become one with others that say the same", false)
		now := func(x T) annotate.Item { return f.doc.Layer.Get(x.ItemKind(), x.ItemID()) } // an earlier one may have redirected it
		if err := f.join(now(kept[i]), now(x)); err != nil {
			return err
		}
	}
	return nil
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
