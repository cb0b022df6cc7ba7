package annotate

import (
	"maps"
	"slices"
	"strings"

	"galley/annotate/span"
)

// versionOf is the id of the annotation that item is a further version of, or empty.
func versionOf(item Item) ID {
	var of ID
	WithOrigin(item, func(o *Origin) { of = ID(o.Extra[VersionOf].Text()) })
	return of
}

// Versions are the other versions of an annotation: those made of the same one in
// two copies of the project (see VersionOf), and those that say the same of the
// same text, as when somebody annotated an article on two machines.
func (d *Document) Versions(item Item) []Item {
	first := item.ItemID()
	if of := versionOf(item); of != "" {
		first = of
	}
	var out []Item
	d.Layer.Each(func(other Item) {
		if other.ItemKind() == item.ItemKind() && other.ItemID() != item.ItemID() && (other.ItemID() == first || versionOf(other) == first || twins(item, other)) {
			out = append(out, other)
		}
	})
	return out
}

// Keep is the act that chooses one of several versions: the others go, and what
// refers to them refers to it. Without other versions there are no edits.
func (d *Document) Keep(item Item) []Edit {
	others := d.Versions(item)
	if len(others) == 0 {
		return nil
	}
	kept, _ := WithOrigin(item, func(o *Origin) {
		o.Extra = maps.Clone(o.Extra)
		delete(o.Extra, VersionOf)
	})
	doc := *d
	var edits []Edit
	for _, other := range others {
		next, done, err := doc.Apply(doc.replace(other, kept))
		if err != nil {
			return nil // it was not sound before
		}
		doc, edits = next, append(edits, done...)
		kept = doc.Layer.Get(kept.ItemKind(), kept.ItemID())
	}
	return edits
}

// twins tells whether two annotations of a layer say the same of the same text:
// mentions whatever their attributes and entities are, events and relations with
// all that belongs to them. Two events of a type on one trigger may differ.
func twins(a, b Item) bool {
	switch x := a.(type) {
	case *Mention:
		y, ok := b.(*Mention)
		return ok && x.Label == y.Label && slices.Equal(x.Spans, y.Spans)
	case *Event:
		y, ok := b.(*Event)
		return ok && x.Type == y.Type && slices.Equal(x.Trigger, y.Trigger) && slices.Equal(x.Evidence, y.Evidence) && maps.Equal(x.Attributes, y.Attributes) &&
			slices.EqualFunc(x.Arguments, y.Arguments, func(a, b Argument) bool {
				return a.Role == b.Role && a.Target == b.Target && a.Value == b.Value
			})
	case *Relation:
		y, ok := b.(*Relation)
		return ok && x.Label == y.Label && x.From == y.From && x.To == y.To && maps.Equal(x.Attributes, y.Attributes)
	}
	return false
}

// versionProblems are the annotations of which there are several versions, and
// labels that an article can have once and has several times.
func (d *Document) versionProblems(s *Schema) []Problem {
	var out []Problem
	d.Layer.Each(func(item Item) {
		if of := versionOf(item); of != "" && d.Layer.Get(item.ItemKind(), of) != nil {
			out = append(out, Problem{On: item.ItemID(), Text: "two versions from two copies: keep one"})
		}
	})
	out = append(out, twinProblems(d.Layer.Mentions.All())...)
	out = append(out, twinProblems(d.Layer.Events.All())...)
	out = append(out, twinProblems(d.Layer.Relations.All())...)
	values := map[string][]string{}
	for _, l := range d.Layer.Labels.All() {
		values[l.Label] = append(values[l.Label], l.Value.Text())
	}
	for _, t := range s.DocumentAttributes {
		// Imported labels may well be there several times: so do formats say which topics a text has.
		if has := values[t.Name]; len(has) > 1 && t.Type != "multi" && !t.Imported {
			out = append(out, Problem{Text: strings.ReplaceAll(t.Name, "_", " ") + " is there as " + strings.Join(has, " and as ") + ": choose one"})
		}
	}
	return out
}

// twinProblems are the items that have a twin before them. Items are in document
// order, so that twins stand among those with the same place and label.
func twinProblems[T Item](items []T) []Problem {
	var out []Problem
	first := 0
	for i, x := range items {
		if LabelOf(x) != LabelOf(items[first]) || span.Compare(span.Hull(SpansOf(x)), span.Hull(SpansOf(items[first]))) != 0 {
			first = i
		}
		if versionOf(x) == "" && slices.ContainsFunc(items[first:i], func(y T) bool { return versionOf(y) == "" && twins(x, y) }) {
			out = append(out, Problem{On: x.ItemID(), Text: "stands here twice: keep one"})
		}
	}
	return out
}
