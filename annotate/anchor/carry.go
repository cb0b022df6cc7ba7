package anchor

import (
	"slices"

	"galley/annotate"
	"galley/annotate/span"
)

// Carried is what became of one annotation.
type Carried struct {
	Was    annotate.Item
	Now    annotate.Item // nil: it is lost
	Fate   Fate
	Reason string // where it was not just moved
}

// Carry carries the annotations of a layer over, in the layer's order. What is
// unsure is marked so. What refers to something lost loses the reference, or
// goes along.
func (c *Change) Carry(l annotate.Layer) []Carried {
	var out []Carried
	l.Each(func(item annotate.Item) {
		if item.ItemKind() != annotate.KindHead {
			out = append(out, c.carry(item))
		}
	})
	dropReferences(out)
	for i, x := range out {
		if x.Fate == Unsure {
			out[i].Now, _ = annotate.WithOrigin(x.Now, func(o *annotate.Origin) { o.Unsure = true })
		}
	}
	return out
}

// carry moves the places of one annotation.
func (c *Change) carry(item annotate.Item) Carried {
	x := Carried{Was: item, Now: item, Fate: Moved}
	switch item := item.(type) {
	case *annotate.Mention:
		moved := *item
		if moved.Spans = c.spans(item.Spans, &x); len(moved.Spans) == 0 {
			return lost(item)
		}
		x.Now = &moved
	case *annotate.Event:
		moved := *item
		moved.Trigger = c.spans(item.Trigger, &x)
		moved.Evidence = c.spans(item.Evidence, &x)
		if len(item.Trigger) > 0 && len(moved.Trigger) == 0 || len(item.Trigger) == 0 && len(item.Evidence) > 0 && len(moved.Evidence) == 0 {
			return lost(item)
		}
		x.Now = &moved
	case *annotate.Note:
		moved := *item
		moved.Spans = c.spans(item.Spans, &x) // without a place it is on the article
		x.Now = &moved
	}
	return x
}

func lost(item annotate.Item) Carried { return Carried{Was: item, Fate: Lost, Reason: Gone} }

// spans moves fragments and notes what became of them.
func (c *Change) spans(old []span.Span, x *Carried) []span.Span {
	var out []span.Span
	for _, s := range old {
		moved, fate, reason := c.Span(s)
		if fate == Lost {
			fate, reason = Unsure, Partly
		} else {
			out = append(out, moved)
		}
		if fate == Unsure {
			x.Fate, x.Reason = fate, reason
		}
	}
	slices.SortFunc(out, span.Compare)
	var apart []span.Span
	for _, s := range out {
		if n := len(apart); n > 0 && s.Start < apart[n-1].End { // fragments that came together
			apart[n-1].End = max(apart[n-1].End, s.End)
			x.Fate, x.Reason = Unsure, Changed
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

// dropReferences frees what is there of references to what is lost.
func dropReferences(list []Carried) {
	gone := map[annotate.ID]bool{}
	for _, x := range list {
		gone[x.Was.ItemID()] = x.Now == nil
	}
	for again := true; again; {
		again = false
		for i := range list {
			x := &list[i]
			if x.Now == nil || !refersTo(x.Now, gone) {
				continue
			}
			again = true
			if x.Now = without(x.Now, gone); x.Now == nil {
				x.Fate, x.Reason = Lost, "what it refers to is lost"
				gone[x.Was.ItemID()] = true
			} else {
				x.Fate, x.Reason = Unsure, "something that it refers to is lost"
			}
		}
	}
}

func refersTo(item annotate.Item, gone map[annotate.ID]bool) bool {
	for id := range annotate.References(item) {
		if gone[id] {
			return true
		}
	}
	return false
}

// without is an annotation without references to what is gone; nil where it cannot do without.
func without(item annotate.Item, gone map[annotate.ID]bool) annotate.Item {
	switch x := item.(type) {
	case *annotate.Mention:
		y := *x
		y.Entity = ""
		return &y
	case *annotate.Event:
		y := *x
		y.Arguments = slices.DeleteFunc(slices.Clone(x.Arguments), func(a annotate.Argument) bool { return gone[a.Target] })
		return &y
	}
	return nil // a relation, a note on something
}
