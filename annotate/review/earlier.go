package review

import (
	"iter"
	"slices"

	"galley/annotate"
)

// Then and Now are the coders of a comparison of somebody's layer with what it was: see Beside.
const (
	Then annotate.ID = "then"
	Now  annotate.ID = "now"
)

// Earlier is a coder's layer as it was when a decision on a set was made. It goes
// back by the acts on the article, which come newest first, until the layer holds
// what was decided on. It is nil where the coder was none of those decided on, or
// where the acts do not tell.
func (c *Comparison) Earlier(article *annotate.Article, set int, coder annotate.ID, d *annotate.Decision, acts iter.Seq2[annotate.Transaction, error]) (*annotate.Layer, error) {
	at := slices.IndexFunc(d.Of, func(h annotate.Held) bool { return h.Coder == coder })
	now := c.Layer(coder)
	if at < 0 || now == nil {
		return nil, nil
	}
	doc := annotate.Document{Article: article, Layer: *now}
	for tx, err := range acts {
		if err != nil {
			return nil, err
		}
		before, undone, err := doc.Apply(tx.Inverse())
		if err != nil {
			return nil, nil // an act that came to nothing when copies of the project were united
		}
		doc = before
		if len(undone) > 0 && holds(&doc.Layer, d.Kind, &d.Of[at], c.Sets[set].heldBy(coder)) {
			return &doc.Layer, nil
		}
	}
	return nil, nil
}

// holds tells whether a layer has what was held of a set; if that was nothing,
// whether it has nothing of what is held now.
func holds(l *annotate.Layer, kind annotate.Kind, then *annotate.Held, now []annotate.ID) bool {
	if len(then.Items) == 0 {
		return !slices.ContainsFunc(now, func(id annotate.ID) bool { return l.Get(kind, id) != nil })
	}
	var items []annotate.Item
	for _, id := range then.Items {
		item := l.Get(kind, id)
		if item == nil {
			return false
		}
		items = append(items, item)
	}
	own := mentionsKey
	switch kind {
	case annotate.KindEntity:
		c := &Comparison{Layers: []annotate.Layer{*l}}
		own = func(coder int, items []annotate.Item) string { return c.ownChain(coder, items[0].(*annotate.Entity)) }
	case annotate.KindEvent:
		own = ownEvent
	case annotate.KindRelation:
		own = ownRelations
	case annotate.KindLabel:
		own = labelsKey
	}
	return digest(own(0, items)) == then.Digest
}

// Beside compares a coder's layer with what it was, as if two coders had made
// them, Then and Now.
func Beside(then, now annotate.Layer) *Comparison {
	then.ID.Annotator, now.ID.Annotator = Then, Now
	return Compare([]annotate.Layer{then, now})
}
