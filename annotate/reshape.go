package annotate

import (
	"cmp"
	"slices"

	"galley/annotate/span"
)

// This file has the edits that cut annotations apart and put them together.

// Innermost is the annotation with the shortest text that covers s, a mention
// before an event; nil if there is none. At a caret, where s is empty, one that
// begins or ends there covers it.
func (d *Document) Innermost(s span.Span) Item {
	var best Item
	length := 0
	try := func(item Item) {
		spans := SpansOf(item)
		if !slices.ContainsFunc(spans, func(f span.Span) bool { return f.Start <= s.Start && s.End <= f.End }) {
			return
		}
		n := span.Hull(spans).Len()
		if best == nil || n < length {
			best, length = item, n
		}
	}
	for _, m := range d.Layer.Mentions.All() {
		try(m)
	}
	for _, v := range d.Layer.Events.All() {
		try(v)
	}
	return best
}

// SplitSpans cuts fragments at an offset, without the blanks at the cut. One
// side is empty where nothing lies there.
func (d *Document) SplitSpans(spans []span.Span, at int) (before, after []span.Span) {
	for _, s := range spans {
		for _, side := range []struct {
			to   *[]span.Span
			part span.Span
		}{
			{&before, span.Span{Start: s.Start, End: min(s.End, at)}},
			{&after, span.Span{Start: max(s.Start, at), End: s.End}},
		} {
			if side.part.Len() <= 0 {
				continue
			}
			if part := d.Article.Text.Trim(side.part); part.Len() > 0 {
				*side.to = append(*side.to, part)
			}
		}
	}
	return before, after
}

// Split is the act that cuts a mention or an event in two at an offset. The
// first part keeps the id and what refers to it; the second is a copy with a new id. There are
// no edits where one side would be empty.
func (d *Document) Split(item Item, at int, id ID) []Edit {
	before, after := d.SplitSpans(SpansOf(item), at)
	if len(before) == 0 || len(after) == 0 {
		return nil
	}
	second := WithSpans(item, after)
	switch x := second.(type) {
	case *Mention:
		x.ID = id
	case *Event:
		x.ID = id
	default:
		return nil
	}
	return []Edit{d.Put(WithSpans(item, before)), {Layer: d.Layer.ID, After: second}}
}

// NextAlike is the first annotation after item, in document order, of its kind and label; nil if there is none.
func (d *Document) NextAlike(item Item) Item {
	var found Item
	after := false
	each := func(x Item) {
		switch {
		case x.ItemID() == item.ItemID():
			after = true
		case after && found == nil && LabelOf(x) == LabelOf(item):
			found = x
		}
	}
	switch item.(type) {
	case *Mention:
		for _, m := range d.Layer.Mentions.All() {
			each(m)
		}
	case *Event:
		for _, v := range d.Layer.Events.All() {
			each(v)
		}
	}
	return found
}

// Together are the fragments that cover all of spans. Those with nothing but
// blanks between become one.
func (d *Document) Together(spans ...span.Span) []span.Span {
	var out []span.Span
	for _, s := range span.Union(spans...) {
		n := len(out)
		if n > 0 && d.Article.Text.Trim(span.Span{Start: out[n-1].End, End: s.Start}).Len() == 0 {
			out[n-1].End = s.End
			continue
		}
		out = append(out, s)
	}
	return out
}

// Join is the act that makes one of two mentions or of two events. The first
// keeps its id and gets what the second has besides, and what refers to the
// second refers to the first.
func (d *Document) Join(first, second Item) []Edit {
	joined := WithSpans(first, d.Together(slices.Concat(SpansOf(first), SpansOf(second))...))
	switch x := joined.(type) {
	case *Mention:
		y := second.(*Mention)
		x.Entity = cmp.Or(x.Entity, y.Entity)
		x.Attributes = y.Attributes.under(x.Attributes)
	case *Event:
		y := second.(*Event)
		x.Attributes = y.Attributes.under(x.Attributes)
		x.Arguments = slices.Clone(x.Arguments)
		for _, a := range y.Arguments {
			x.Arguments = x.WithArgument(a).Arguments
		}
	}
	return d.replace(second, joined)
}

// MergeEntities is the act that makes one entity of two: the mentions of gone
// and all that refers to it go over to into, which also takes its id in the
// knowledge base, if it has none itself, its name and aliases as aliases, and its attributes.
func (d *Document) MergeEntities(into, gone *Entity) []Edit {
	merged := *into
	merged.KB = cmp.Or(into.KB, gone.KB)
	merged.Attributes = gone.Attributes.under(into.Attributes)
	aliases := slices.Concat(into.Aliases(), []string{gone.Name}, gone.Aliases())
	return d.replace(gone, merged.WithAliases(aliases))
}

// replace is the act that puts by, which is of the same kind, in the place of what is gone.
func (d *Document) replace(gone, by Item) []Edit {
	from, to := gone.ItemID(), by.ItemID()
	if v, ok := by.(*Event); ok {
		w := *v
		w.Arguments = slices.DeleteFunc(slices.Clone(v.Arguments), func(a Argument) bool { return a.Target == from || a.Target == to })
		by = &w
	}
	edits := []Edit{d.Put(by)}
	for _, m := range d.Layer.Mentions.All() {
		if m.Entity == from {
			n := *m
			n.Entity = to
			edits = append(edits, d.Put(&n))
		}
	}
	for _, v := range d.Layer.Events.All() {
		if v.Holds(from) && v.ID != from && v.ID != to {
			edits = append(edits, d.Put(v.redirected(from, to)))
		}
	}
	for _, r := range d.Layer.Relations.All() {
		if r.From != from && r.To != from {
			continue
		}
		s := *r
		if s.From == from {
			s.From = to
		}
		if s.To == from {
			s.To = to
		}
		if s.From == s.To {
			edits = append(edits, d.Delete(r))
		} else {
			edits = append(edits, d.Put(&s))
		}
	}
	for _, n := range d.Layer.Notes.All() {
		if n.On == from {
			o := *n
			o.On = to
			edits = append(edits, d.Put(&o))
		}
	}
	return append(edits, d.Delete(gone))
}

// redirected is a copy of v with to wherever from was, once in each role.
func (v *Event) redirected(from, to ID) *Event {
	w := *v
	w.Arguments = nil
	for _, a := range v.Arguments {
		if a.Target == from {
			a.Target = to
		}
		if !slices.ContainsFunc(w.Arguments, a.equal) {
			w.Arguments = append(w.Arguments, a)
		}
	}
	return &w
}

// under is a copy of a with what over has instead of it or besides.
func (a Attributes) under(over Attributes) Attributes {
	out := a
	for name, v := range over {
		out = out.With(name, v)
	}
	return out
}

// aliasesName is the attribute that keeps an entity's other names.
const aliasesName = "aliases"

// Aliases are the other names of the entity.
func (e *Entity) Aliases() []string { return e.Attributes[aliasesName].Texts() }

// WithAliases is a copy of e with other aliases: without its name, empty ones and doubles.
func (e *Entity) WithAliases(names []string) *Entity {
	var kept []string
	for _, n := range names {
		if n != "" && n != e.Name && !slices.Contains(kept, n) {
			kept = append(kept, n)
		}
	}
	f := *e
	var v Value
	if kept != nil {
		v = ValueOf(kept)
	}
	f.Attributes = e.Attributes.With(aliasesName, v)
	return &f
}
