package anchor

import (
	"maps"
	"slices"

	"galley/annotate"
)

// Correction is an article with a corrected text, and what became of the
// annotations that were on the old one.
type Correction struct {
	Article *annotate.Article // a new one: a body never changes
	// Edits make the article, put the old one aside and carry its layers over.
	Edits  []annotate.Edit
	Layers []Tally
	// Kept is how much of the old text's words stand in the new one, in their order: from 0 to 1, by their length.
	Kept float64
}

// Another tells whether hardly anything of the old text is in the new one: it is
// another text rather than a corrected one.
func (c *Correction) Another() bool {
	const least = 0.25 // what two articles on one thing may have in common by chance
	return c.Kept < least
}

// Tally tells what became of the annotations of a layer of the old article.
type Tally struct {
	Layer annotate.LayerID
	Moved int
	// Carried are those that were not just moved, in the layer's order.
	Carried []Carried
}

// Count is how many annotations had a fate.
func (t *Tally) Count(fate Fate) int {
	if fate == Moved {
		return t.Moved
	}
	n := 0
	for _, x := range t.Carried {
		if x.Fate == fate {
			n++
		}
	}
	return n
}

// Count is how many annotations of all layers had a fate.
func (c *Correction) Count(fate Fate) int {
	n := 0
	for i := range c.Layers {
		n += c.Layers[i].Count(fate)
	}
	return n
}

// Correct gives an article another text. Its id is made of the old one's and of
// the text, so that two copies of a project that correct alike come to the same.
// Of things about the article it carries assignments and decisions over: a
// decision on a place that was changed is out of date from then on, not lost.
func Correct(old *annotate.Article, body string, layers []annotate.Layer, things []annotate.Thing) *Correction {
	now := annotate.NewArticle(*old, body)
	suffix := "~" + annotate.ID(now.Digest[:12])
	now.ID = old.ID + suffix
	now.Extra = with(old.Extra, annotate.Replaces, old.ID)
	c := &Correction{Article: now, Edits: []annotate.Edit{{After: now}, {Before: old, After: Aside(old, now.ID)}}}
	change := Between(old.Text, now.Text)
	c.Kept = change.kept()
	for _, l := range layers {
		c.layer(change, l)
	}
	for _, t := range things {
		if x := change.Thing(t, now.ID, func(id annotate.ID) annotate.ID { return id + suffix }); x != nil {
			c.Edits = append(c.Edits, annotate.Edit{After: x})
		}
	}
	return c
}

// Thing is a thing about the old article as one about another, which has the new
// text: an assignment or a decision, whose id decision gives; nil for any other thing.
func (c *Change) Thing(t annotate.Thing, article annotate.ID, decision func(annotate.ID) annotate.ID) annotate.Thing {
	switch x := t.(type) {
	case *annotate.Assignment:
		a := *x
		a.Article = article
		return &a
	case *annotate.Decision:
		d := *x
		d.ID, d.Article = decision(d.ID), article
		d.Spans = c.spans(d.Spans, &Carried{})
		d.Over = slices.Clone(d.Over)
		for i := range d.Over {
			d.Over[i] = decision(d.Over[i])
		}
		return &d
	}
	return nil
}

// Aside is an article that another one, which has its corrected text, takes the place of.
func Aside(old *annotate.Article, by annotate.ID) *annotate.Article {
	aside := *old
	aside.Deleted = true
	aside.Extra = with(old.Extra, annotate.ReplacedBy, by)
	return &aside
}

func with(f annotate.Fields, key string, id annotate.ID) annotate.Fields {
	out := maps.Clone(f)
	if out == nil {
		out = annotate.Fields{}
	}
	out[key] = annotate.ValueOf(string(id))
	return out
}

// layer carries a layer over. It is flagged where somebody has to look.
func (c *Correction) layer(change *Change, l annotate.Layer) {
	id := l.ID
	id.Article = c.Article.ID
	tally := Tally{Layer: l.ID}
	var items []annotate.Edit
	for _, x := range change.Carry(l) {
		if x.Fate == Moved {
			tally.Moved++
		} else {
			tally.Carried = append(tally.Carried, x)
		}
		if x.Now != nil {
			items = append(items, annotate.Edit{Layer: id, After: x.Now})
		}
	}
	if l.Head != nil {
		head := *l.Head
		head.Flagged = head.Flagged || len(tally.Carried) > 0
		items = append(items, annotate.Edit{Layer: id, After: &head})
	}
	c.Edits = append(c.Edits, items...)
	c.Layers = append(c.Layers, tally)
}
