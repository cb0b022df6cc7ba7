package annotate

import "maps"

// versionOf is the id of the annotation that item is a further version of, or empty.
func versionOf(item Item) ID {
	var of ID
	WithOrigin(item, func(o *Origin) { of = ID(o.Extra[VersionOf].Text()) })
	return of
}

// Versions are the other versions of an annotation, which were made of the same
// one in two copies of the project: see VersionOf.
func (d *Document) Versions(item Item) []Item {
	first := item.ItemID()
	if of := versionOf(item); of != "" {
		first = of
	}
	var out []Item
	d.Layer.Each(func(other Item) {
		if other.ItemKind() == item.ItemKind() && other.ItemID() != item.ItemID() && (other.ItemID() == first || versionOf(other) == first) {
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

// versionProblems are the annotations of which there are several versions.
func (d *Document) versionProblems() []Problem {
	var out []Problem
	d.Layer.Each(func(item Item) {
		if of := versionOf(item); of != "" && d.Layer.Get(item.ItemKind(), of) != nil {
			out = append(out, Problem{On: item.ItemID(), Text: "two versions from two copies: keep one"})
		}
	})
	return out
}
