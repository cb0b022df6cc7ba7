package annotator

import (
	"fmt"

	"galley/annotate"
)

// link is a relation whose other end is still to be picked.
type link struct {
	label string
	from  annotate.ID
}

// linking is the annotation where the relation that is being made begins, or
// nil; where it has gone the relation is given up.
func (a *Annotator) linking() annotate.Item {
	doc := a.session.Document()
	if doc == nil || a.link.label == "" || a.session.Schema().Relation(a.link.label) == nil {
		a.link = link{}
		return nil
	}
	from := doc.Layer.Find(a.link.from)
	if from == nil {
		a.link = link{}
	}
	return from
}

// Linking is the label of the relation whose other end is to be picked, or empty.
func (a *Annotator) Linking() string { return a.link.label }

// StartRelation makes a relation from an annotation to the one that is picked
// or accepted next.
func (a *Annotator) StartRelation(from annotate.Item, label string) {
	a.link = link{label, from.ItemID()}
	a.proposals, a.proposal = nil, 0
	a.refresh()
}

// relate makes the relation.
func (a *Annotator) relate(to annotate.Item) {
	doc, from := a.session.Document(), a.linking()
	if from == nil || from.ItemID() == to.ItemID() {
		return
	}
	r := &annotate.Relation{ID: a.session.NewID(), Label: a.link.label, From: from.ItemID(), To: to.ItemID()}
	expected := doc.Joins(a.session.Schema().Relation(r.Label), from, to)
	a.link = link{}
	if !a.do(fmt.Sprintf("%s %s %s", quote(doc.Text(from)), r.Label, quote(doc.Text(to))), []annotate.Edit{doc.Put(r)}) {
		return
	}
	if !expected {
		a.say(fmt.Sprintf("Taken, though %s is not expected from %s to %s.", r.Label, annotate.LabelOf(from), annotate.LabelOf(to)))
	}
}
