package annotate

import (
	"cmp"
	"slices"

	"galley/annotate/span"
)

// This file has what several views and commands decide alike: which slot a
// filler goes to, what is proposed next, what stands at a place.

// LabelOf is what item is called in the schema: a mention's or entity's label, an event's type.
func LabelOf(item Item) string {
	switch x := item.(type) {
	case *Mention:
		return x.Label
	case *Entity:
		return x.Label
	case *Event:
		return x.Type
	case *Relation:
		return x.Label
	case *Label:
		return x.Label
	}
	return ""
}

// SpansOf are the fragments that item covers in the text; an event's are those
// of its trigger, or of its evidence where it has none.
func SpansOf(item Item) []span.Span {
	switch x := item.(type) {
	case *Mention:
		return x.Spans
	case *Event:
		if len(x.Trigger) > 0 {
			return x.Trigger
		}
		return x.Evidence
	case *Note:
		return x.Spans
	}
	return nil
}

// WithSpans is a copy of a mention or an event with other fragments: of the
// event's trigger, or of its evidence where it has no trigger.
func WithSpans(item Item, spans []span.Span) Item {
	switch x := item.(type) {
	case *Mention:
		m := *x
		m.Spans = spans
		return &m
	case *Event:
		v := *x
		if len(x.Trigger) > 0 {
			v.Trigger = spans
		} else {
			v.Evidence = spans
		}
		return &v
	}
	return item
}

// WithLabel is a copy of a mention, an entity or an event with another label.
func WithLabel(item Item, label string) Item {
	switch x := item.(type) {
	case *Mention:
		m := *x
		m.Label = label
		return &m
	case *Entity:
		e := *x
		e.Label = label
		return &e
	case *Event:
		v := *x
		v.Type = label
		return &v
	}
	return item
}

// WithAttribute is a copy of a mention, an entity, an event or a relation
// whose attribute has another value; an empty value takes it out.
func WithAttribute(item Item, name string, v Value) Item {
	switch x := item.(type) {
	case *Mention:
		m := *x
		m.Attributes = m.Attributes.With(name, v)
		return &m
	case *Entity:
		e := *x
		e.Attributes = e.Attributes.With(name, v)
		return &e
	case *Event:
		w := *x
		w.Attributes = w.Attributes.With(name, v)
		return &w
	case *Relation:
		r := *x
		r.Attributes = r.Attributes.With(name, v)
		return &r
	}
	return item
}

// Text is how to call item in a sentence: the text it covers, or a name.
func (d *Document) Text(item Item) string {
	switch x := item.(type) {
	case *Entity:
		return x.Name
	case *Event:
		if len(x.Trigger) == 0 {
			return "no trigger"
		}
		return d.SpansText(x.Trigger)
	case *Mention:
		return d.SpansText(x.Spans)
	case *Relation:
		return d.Text(d.Layer.Find(x.From)) + " → " + d.Text(d.Layer.Find(x.To))
	case *Note:
		return x.Text
	}
	return ""
}

// MentionAt is a mention of exactly these fragments, the first by label; nil if there is none.
func (d *Document) MentionAt(spans []span.Span) *Mention {
	for _, m := range d.Layer.Mentions.All() {
		if slices.Equal(m.Spans, spans) {
			return m
		}
	}
	return nil
}

// MentionsOf are the mentions that hang on an entity, in document order.
func (d *Document) MentionsOf(entity ID) []*Mention {
	var out []*Mention
	for _, m := range d.Layer.Mentions.All() {
		if m.Entity == entity {
			out = append(out, m)
		}
	}
	return out
}

// Fills tells whether item is expected in a role by the schema. A mention also
// fits through its entity's label.
func (d *Document) Fills(r *Role, item Item) bool {
	if r.Takes(item.ItemKind(), LabelOf(item)) {
		return true
	}
	m, ok := item.(*Mention)
	if !ok || m.Entity == "" {
		return false
	}
	e, ok := d.Layer.Entities.Get(m.Entity)
	return ok && r.Takes(KindEntity, e.Label)
}

// Holds tells whether an argument of v has this target.
func (v *Event) Holds(target ID) bool {
	return slices.ContainsFunc(v.Arguments, func(a Argument) bool { return a.Target == target })
}

// Filled tells whether a role has an argument.
func (v *Event) Filled(role string) bool {
	return slices.ContainsFunc(v.Arguments, func(a Argument) bool { return a.Role == role })
}

// WithArgument is a copy of v with one more argument, last of its role. One
// that is already there changes nothing.
func (v *Event) WithArgument(a Argument) *Event {
	if slices.ContainsFunc(v.Arguments, a.equal) {
		return v
	}
	w := *v
	at := len(v.Arguments)
	for i, b := range v.Arguments {
		if b.Role == a.Role {
			at = i + 1
		}
	}
	w.Arguments = slices.Insert(slices.Clone(v.Arguments), at, a)
	return &w
}

// WithoutArgument is a copy of v without its i-th argument.
func (v *Event) WithoutArgument(i int) *Event {
	w := *v
	w.Arguments = slices.Delete(slices.Clone(v.Arguments), i, i+1)
	return &w
}

// RoleFor is the role that item goes to when it is picked for v: the armed one
// if it fits there, else the first empty one that it fits, else the first that
// it fits, else the armed one all the same (it will be marked as unexpected).
// It is empty when nothing is armed and nothing fits.
func (d *Document) RoleFor(t *EventType, v *Event, armed string, item Item) string {
	if r := t.Role(armed); r != nil && d.Fills(r, item) {
		return armed
	}
	fits := ""
	for i := range t.Roles {
		r := &t.Roles[i]
		if r.Retired || !d.Fills(r, item) {
			continue
		}
		if !v.Filled(r.Name) {
			return r.Name
		}
		fits = cmp.Or(fits, r.Name)
	}
	return cmp.Or(fits, armed)
}

// NextRole is the first empty role after the one named (from the top if it is
// empty or unknown), going round; empty if every role is filled.
func (v *Event) NextRole(t *EventType, after string) string {
	from := slices.IndexFunc(t.Roles, func(r Role) bool { return r.Name == after }) + 1
	for i := range t.Roles {
		r := t.Roles[(from+i)%len(t.Roles)]
		if !v.Filled(r.Name) && !r.Retired && r.Name != after {
			return r.Name
		}
	}
	return ""
}

// Proposals are the mentions and events that fit a role and that v does not
// hold yet, nearest to its trigger first. Of an event without trigger they are in document order.
func (d *Document) Proposals(r *Role, v *Event) []Item {
	return d.nearest(v, func(item Item) bool {
		return item.ItemID() != v.ID && !v.Holds(item.ItemID()) && d.Fills(r, item)
	})
}

// nearest are the mentions and events that fit, nearest to the text of item first.
func (d *Document) nearest(item Item, fits func(Item) bool) []Item {
	var out []Item
	for _, m := range d.Layer.Mentions.All() {
		if fits(m) {
			out = append(out, m)
		}
	}
	for _, w := range d.Layer.Events.All() {
		if fits(w) {
			out = append(out, w)
		}
	}
	from := SpansOf(item)
	if v, ok := item.(*Event); ok {
		from = v.Trigger
	}
	if len(from) > 0 {
		at := span.Hull(from)
		slices.SortStableFunc(out, func(a, b Item) int {
			return cmp.Compare(distance(at, span.Hull(SpansOf(a))), distance(at, span.Hull(SpansOf(b))))
		})
	}
	return out
}

func distance(a, b span.Span) int { return max(b.Start-a.End, a.Start-b.End, 0) }

// WithOrigin is a copy of an annotation whose origin change has changed, and
// whether item has one: articles, people, heads and schemas have none.
func WithOrigin(item Item, change func(*Origin)) (Item, bool) {
	switch x := item.(type) {
	case *Mention:
		y := *x
		change(&y.Origin)
		return &y, true
	case *Entity:
		y := *x
		change(&y.Origin)
		return &y, true
	case *Event:
		y := *x
		change(&y.Origin)
		return &y, true
	case *Relation:
		y := *x
		change(&y.Origin)
		return &y, true
	case *Label:
		y := *x
		change(&y.Origin)
		return &y, true
	case *Note:
		y := *x
		change(&y.Origin)
		return &y, true
	}
	return item, false
}
