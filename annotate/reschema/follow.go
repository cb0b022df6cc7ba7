package reschema

import (
	"galley/annotate"
)

// move gives what bears a name another one, of the same part, and tells which
// annotations changed. roles says, of events whose type changes, where the
// fillers of roles go; nil leaves them where they are.
func (f *follower) move(what Name, to string, roles map[string]string) map[annotate.ID]bool {
	changed := map[annotate.ID]bool{}
	put := func(item annotate.Item, one, many string) {
		changed[item.ItemID()] = true
		f.tell(item, one+" becomes "+to, many+" become "+to, false)
		f.put(item)
	}
	l := &f.doc.Layer
	switch what.Part {
	case Entity:
		for _, m := range l.Mentions.All() {
			if m.Label == what.Label {
				put(annotate.WithLabel(m, to), "mention", "mentions")
			}
		}
		for _, e := range l.Entities.All() {
			if e.Label == what.Label {
				put(annotate.WithLabel(e, to), "entity", "entities")
			}
		}
	case Event:
		for _, v := range l.Events.All() {
			if v.Type == what.Label {
				put(f.retyped(v, to, roles), "event", "events")
			}
		}
	case Relation:
		for _, r := range l.Relations.All() {
			if r.Label == what.Label {
				s := *r
				s.Label = to
				put(&s, "relation", "relations")
			}
		}
	case Document:
		for _, x := range l.Labels.All() {
			if x.Label == what.Label {
				y := *x
				y.Label = to
				put(&y, "label of an article", "labels of articles")
			}
		}
	case Role:
		for _, v := range l.Events.All() {
			if v.Type == what.In && v.Filled(what.Label) {
				put(f.rerolled(v, func(a annotate.Argument) string {
					if a.Role == what.Label {
						return to
					}
					return a.Role
				}), "slot", "slots")
			}
		}
	case Attribute:
		f.each(what, func(item annotate.Item, values annotate.Attributes) {
			put(f.revalued(item, values, what, to), "value", "values")
		})
	}
	return changed
}

// retyped is an event as one of another type, with the fillers of roles where roles says.
func (f *follower) retyped(v *annotate.Event, to string, roles map[string]string) *annotate.Event {
	all := make(map[string]string, len(v.Arguments))
	for _, a := range v.Arguments {
		all[a.Role] = a.Role
		if name, said := roles[a.Role]; said {
			all[a.Role] = name
		}
		if all[a.Role] == "" {
			f.tell(v, "argument has no role in "+to, "arguments have no role in "+to, true)
		}
	}
	return v.Retyped(f.schema, f.schema.Event(to), all)
}

// rerolled is an event whose arguments fill other roles; one without a role is taken out.
func (f *follower) rerolled(v *annotate.Event, role func(annotate.Argument) string) *annotate.Event {
	w := *v
	w.Arguments = nil
	for _, a := range v.Arguments {
		if a.Role = role(a); a.Role != "" {
			w.Arguments = w.WithArgument(a).Arguments
		}
	}
	return &w
}

// each calls do with the annotations of the attribute's type that have a value of it.
func (f *follower) each(what Name, do func(annotate.Item, annotate.Attributes)) {
	l := &f.doc.Layer
	switch what.Of {
	case Entity:
		for _, m := range l.Mentions.All() {
			if m.Label == what.In && m.Attributes[what.Label] != "" {
				do(m, m.Attributes)
			}
		}
		for _, e := range l.Entities.All() {
			if e.Label == what.In && e.Attributes[what.Label] != "" {
				do(e, e.Attributes)
			}
		}
	case Event:
		for _, v := range l.Events.All() {
			if (v.Type == what.In || what.In == "" && !ownAttribute(f.before, v.Type, what.Label)) && v.Attributes[what.Label] != "" {
				do(v, v.Attributes)
			}
		}
	case Relation:
		for _, r := range l.Relations.All() {
			if r.Label == what.In && r.Attributes[what.Label] != "" {
				do(r, r.Attributes)
			}
		}
	}
}

// ownAttribute tells whether an event type itself has an attribute, so that
// values of it are not those of the attribute of all events.
func ownAttribute(s *annotate.Schema, event, name string) bool {
	return AttributeName(Event, event, name).Exists(s)
}

// revalued is an annotation whose value of an attribute is one of another attribute.
func (f *follower) revalued(item annotate.Item, values annotate.Attributes, what Name, to string) annotate.Item {
	v, had := values[what.Label], values[to]
	if t := what.Beside(to).attribute(f.schema); t != nil && t.Type == "multi" && had != "" {
		v = annotate.ValueOf(both(had.Texts(), v.Texts()))
	} else if had != "" {
		if had != v {
			f.tell(item, "value is left out, since "+to+" has another", "values are left out, since "+to+" has others", true)
		}
		v = had
	}
	return annotate.WithAttribute(annotate.WithAttribute(item, what.Label, ""), to, v)
}
