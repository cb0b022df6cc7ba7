package merge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/anchor"
)

// carryOver carries work over to corrected texts, as an act of its own: what
// comes in on an article whose text was corrected here meanwhile, and what is
// here on one that was corrected there. What cannot be carried over stays on the
// old text and is counted as not comparable.
func (p *Plan) carryOver(ctx context.Context, opt Options) error {
	touched := map[annotate.LayerID][]annotate.Edit{}
	var order []annotate.LayerID
	var edits []annotate.Edit
	for _, e := range p.changes {
		if a, ok := e.After.(*annotate.Article); ok {
			more, err := p.follow(ctx, e.Before, a)
			if err != nil {
				return err
			}
			edits = append(edits, more...)
		}
		if e.Layer == (annotate.LayerID{}) {
			continue
		}
		if touched[e.Layer] == nil {
			order = append(order, e.Layer)
		}
		touched[e.Layer] = append(touched[e.Layer], e)
	}
	for _, id := range order {
		more, err := p.carryLayer(ctx, id, touched[id])
		if err != nil {
			return err
		}
		edits = append(edits, more...)
	}
	switch {
	case len(edits) > 0:
		return p.add(ctx, "carry over to the corrected text", edits, opt)
	case len(p.replaced) > 0:
		return p.union(ctx) // counts without what stays on the old text
	}
	return nil
}

// follow gives the edits that add, to an article that was corrected in the other
// copy, what only is here on the old text.
func (p *Plan) follow(ctx context.Context, was annotate.Item, old *annotate.Article) ([]annotate.Edit, error) {
	if before, ok := was.(*annotate.Article); !ok || before.Extra[annotate.ReplacedBy] != "" || old.Extra[annotate.ReplacedBy] == "" {
		return nil, nil
	}
	there := map[annotate.LayerID]map[annotate.ID]bool{} // by the correction; a head has an empty id
	var now *annotate.Article
	for _, e := range p.changes {
		if a, ok := e.After.(*annotate.Article); ok && string(a.ID) == old.Extra[annotate.ReplacedBy].Text() {
			now = a
		}
		if e.After != nil && e.Layer.Article != "" {
			if there[e.Layer] == nil {
				there[e.Layer] = map[annotate.ID]bool{}
			}
			there[e.Layer][e.Target()] = true
		}
	}
	here, err := p.target.Article(ctx, old.ID)
	if err != nil || now == nil {
		return nil, missingIsNone(err)
	}
	if now, err = p.withText(ctx, now); err != nil {
		return nil, err
	}
	layers, err := p.target.Layers(ctx, old.ID)
	if err != nil {
		return nil, err
	}
	p.sawReplaced(old.ID)
	change := anchor.Between(here.Text, now.Text)
	var edits []annotate.Edit
	for _, l := range layers {
		id := l.ID
		id.Article = now.ID
		if l.Head != nil && !there[id][l.Head.ItemID()] {
			edits = append(edits, annotate.Edit{Layer: id, After: l.Head})
		}
		for _, x := range change.Carry(l) {
			switch {
			case there[id][x.Was.ItemID()]:
			case x.Now == nil:
				p.lost(here, l.ID, x)
			default:
				edits = append(edits, annotate.Edit{Layer: id, After: x.Now})
			}
		}
	}
	return edits, nil
}

// withText is an article with the text that it has here, or in the act that makes it.
func (p *Plan) withText(ctx context.Context, a *annotate.Article) (*annotate.Article, error) {
	if a.Text != nil {
		return a, nil
	}
	here, err := p.target.Article(ctx, a.ID)
	if !errors.Is(err, annotate.ErrNotFound) {
		return here, err
	}
	if made := makes(a.ID, p.acts...); made != nil {
		return made, nil
	}
	for act, err := range p.target.Acts(ctx, nil) { // it was here once
		if err != nil {
			return nil, err
		}
		if made := makes(a.ID, act); made != nil {
			return made, nil
		}
	}
	return nil, fmt.Errorf("the text of article %s: %w", a.ID, annotate.ErrNotFound)
}

// makes is an article as one of some acts makes it, with its text; nil where none does.
func makes(id annotate.ID, acts ...annotate.Logged) *annotate.Article {
	for _, act := range acts {
		for _, e := range act.Edits {
			if made, ok := e.After.(*annotate.Article); ok && made.ID == id && made.Text != nil {
				return made
			}
		}
	}
	return nil
}

// sawReplaced notes that an article has a corrected text.
func (p *Plan) sawReplaced(id annotate.ID) {
	if p.replaced == nil {
		p.replaced = map[annotate.ID]bool{}
	}
	p.replaced[id] = true
}

// carryLayer gives the edits that do to the layer of the corrected article what
// changes do to that of the old one.
func (p *Plan) carryLayer(ctx context.Context, id annotate.LayerID, changes []annotate.Edit) ([]annotate.Edit, error) {
	old, now, err := p.corrected(ctx, id.Article)
	if err != nil || now == nil {
		return nil, err
	}
	before, err := p.layer(ctx, id)
	if err != nil {
		return nil, err
	}
	there := id
	there.Article = now.ID
	present, err := p.layer(ctx, there)
	if err != nil {
		return nil, err
	}
	p.sawReplaced(old.ID)
	change := anchor.Between(old.Text, now.Text)
	was, is := byID(change.Carry(before)), change.Carry(after(before, changes))
	var edits []annotate.Edit
	seen := map[annotate.ID]bool{}
	for _, x := range is {
		key := x.Was.ItemID()
		seen[key] = true
		switch had := was[key]; {
		case x.Now == nil: // what was carried before stays
			if had.Fate != anchor.Lost || !annotate.Equal(had.Was, x.Was) { // else it was lost before
				p.lost(old, id, x)
			}
		case !annotate.Equal(x.Now, had.Now):
			edits = append(edits, annotate.Edit{Layer: there, Before: had.Now, After: x.Now})
		}
	}
	for key, had := range was { // deleted meanwhile
		if !seen[key] && had.Now != nil {
			edits = append(edits, annotate.Edit{Layer: there, Before: had.Now})
		}
	}
	for _, e := range changes {
		if head, ok := e.After.(*annotate.Head); ok && !annotate.Equal(itemOf(present.Head), head) {
			edits = append(edits, annotate.Edit{Layer: there, Before: itemOf(present.Head), After: head})
		}
	}
	slices.SortStableFunc(edits, func(a, b annotate.Edit) int { return strings.Compare(string(a.Target()), string(b.Target())) })
	return edits, nil
}

// itemOf keeps a nil head from becoming an Item that is not nil.
func itemOf(h *annotate.Head) annotate.Item {
	if h == nil {
		return nil
	}
	return h
}

// corrected is an article with the one that has its corrected text, or nil.
func (p *Plan) corrected(ctx context.Context, id annotate.ID) (old, now *annotate.Article, err error) {
	old, err = p.target.Article(ctx, id)
	if err != nil {
		return nil, nil, missingIsNone(err)
	}
	next := old
	for next.Extra[annotate.ReplacedBy] != "" {
		next, err = p.target.Article(ctx, annotate.ID(next.Extra[annotate.ReplacedBy].Text()))
		if err != nil {
			return nil, nil, missingIsNone(err)
		}
	}
	if next == old {
		return old, nil, nil
	}
	return old, next, nil
}

func (p *Plan) layer(ctx context.Context, id annotate.LayerID) (annotate.Layer, error) {
	layers, err := p.target.Layers(ctx, id.Article)
	for _, l := range layers {
		if l.ID == id {
			return l, err
		}
	}
	return annotate.Layer{ID: id}, err
}

// after is a layer after changes.
func after(l annotate.Layer, changes []annotate.Edit) annotate.Layer {
	items := map[annotate.ID]annotate.Item{}
	l.Each(func(item annotate.Item) { items[item.ItemID()] = item })
	for _, e := range changes {
		if e.After == nil {
			delete(items, e.Target())
		} else {
			items[e.Target()] = e.After
		}
	}
	var all []annotate.Item
	for _, item := range items {
		all = append(all, item)
	}
	return annotate.NewLayer(l.ID, all)
}

func byID(list []anchor.Carried) map[annotate.ID]anchor.Carried {
	out := map[annotate.ID]anchor.Carried{}
	for _, x := range list {
		out[x.Was.ItemID()] = x
	}
	return out
}

// missingIsNone lets what is not there be none: its making may come along.
func missingIsNone(err error) error {
	if errors.Is(err, annotate.ErrNotFound) {
		return nil
	}
	return err
}
