package annotate

import (
	"maps"
	"slices"
	"strings"
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

// Double is another annotation of l that says the same of the same text as item
// does, or, for a label that an article can have once, that label; else nil.
func (l *Layer) Double(s *Schema, item Item) Item {
	switch x := item.(type) {
	case *Mention:
		return doubleIn(l.Mentions.All(), item)
	case *Event:
		return doubleIn(l.Events.All(), item)
	case *Relation:
		return doubleIn(l.Relations.All(), item)
	case *Label:
		for _, y := range l.Labels.All() {
			if y.ID != x.ID && y.Label == x.Label && s.once(x.Label) {
				return y
			}
		}
	}
	return nil
}

// doubleIn looks among the items with the place and label of x, which stand together.
func doubleIn[T Item](items []T, x Item) Item {
	i, _ := slices.BinarySearchFunc(items, x, func(y T, _ Item) int { return comparePlaces(y, x) })
	for ; i < len(items) && comparePlaces(items[i], x) == 0; i++ {
		if items[i].ItemID() != x.ItemID() && twins(x, items[i]) {
			return items[i]
		}
	}
	return nil
}

// once tells whether an article has a label once at most. Imported ones may well
// be there several times: so do formats say which topics a text has.
func (s *Schema) once(label string) bool {
	i := slices.IndexFunc(s.DocumentAttributes, func(t AttributeType) bool { return t.Name == label })
	return i >= 0 && s.DocumentAttributes[i].Type != "multi" && !s.DocumentAttributes[i].Imported
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
	type ends struct {
		label    string
		from, to ID
	}
	relations := map[ends][]*Relation{}
	for _, r := range d.Layer.Relations.All() {
		key := ends{r.Label, r.From, r.To}
		out = append(out, twinProblem(r, relations[key])...)
		relations[key] = append(relations[key], r)
	}
	values := map[string][]string{}
	for _, l := range d.Layer.Labels.All() {
		values[l.Label] = append(values[l.Label], l.Value.Text())
	}
	for _, t := range s.DocumentAttributes {
		if has := values[t.Name]; len(has) > 1 && s.once(t.Name) {
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
		if comparePlaces(x, items[first]) != 0 {
			first = i
		}
		out = append(out, twinProblem(x, items[first:i])...)
	}
	return out
}

// twinProblem is the problem of x if one of others is its twin. Versions of the
// same annotation are told already.
func twinProblem[T Item](x T, others []T) []Problem {
	if versionOf(x) == "" && slices.ContainsFunc(others, func(y T) bool { return versionOf(y) == "" && twins(x, y) }) {
		return []Problem{{On: x.ItemID(), Text: "stands here twice: keep one"}}
	}
	return nil
}
