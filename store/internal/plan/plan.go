// Package plan works out what transactions change in a store, and refuses
// those that do not fit what is there. Every store commits by it, so that all
// refuse the same.
package plan

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
)

// Source reads what a store holds before the transactions.
type Source interface {
	// Schema is nil where there is none yet.
	Schema() (*annotate.Schema, error)
	// Person is nil where there is none.
	Person(annotate.ID) (*annotate.Person, error)
	// Article is nil where there is none. It needs no Text.
	Article(annotate.ID) (*annotate.Article, error)
	// Items are the head of a layer and its annotations with the ids, as far as they are there.
	Items(annotate.LayerID, []annotate.ID) ([]annotate.Item, error)
}

// Change is what comes of all edits of one thing. Was and Now are nil where it was or is not there.
type Change struct {
	Layer    annotate.LayerID // zero for articles, people and schema
	Was, Now annotate.Item
}

// Item is the side that is there; Now where both are.
func (c *Change) Item() annotate.Item {
	if c.Now != nil {
		return c.Now
	}
	return c.Was
}

// Make gives the changes that the transactions come to, in the order in which
// they first touch things. What does not fit gives an *annotate.ItemError; it
// wraps annotate.ErrConflict or annotate.ErrNotFound where that is the reason.
func Make(src Source, txs []annotate.Transaction) ([]*Change, error) {
	p := &planner{src: src, things: map[thing]*Change{}}
	for _, tx := range txs {
		if err := p.add(tx); err != nil {
			return nil, err
		}
	}
	if err := p.checkReferences(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(p.order, func(c *Change) bool { return c.Was == c.Now }), nil
}

// thing names what an edit changes. The annotations of a layer share their
// ids whatever their kind, so kind tells them from the head only.
type thing struct {
	layer annotate.LayerID
	kind  annotate.Kind
	id    annotate.ID
}

const annotation annotate.Kind = "annotation"

func nameOf(e annotate.Edit) thing {
	kind := e.Kind()
	if e.Layer != (annotate.LayerID{}) && kind != annotate.KindHead {
		kind = annotation
	}
	return thing{e.Layer, kind, e.Target()}
}

type planner struct {
	src    Source
	things map[thing]*Change
	order  []*Change
}

func (p *planner) add(tx annotate.Transaction) error {
	if tx.ID == "" {
		return fmt.Errorf("transaction %q has no id", tx.Title)
	}
	wanted := map[annotate.LayerID][]annotate.ID{}
	var layers []annotate.LayerID
	for _, e := range tx.Edits {
		if e.Before == nil && e.After == nil {
			return fmt.Errorf("transaction %s: an edit with neither before nor after", tx.ID)
		}
		if e.Layer == (annotate.LayerID{}) {
			continue
		}
		if _, ok := wanted[e.Layer]; !ok {
			layers = append(layers, e.Layer)
		}
		wanted[e.Layer] = append(wanted[e.Layer], append(References(e.After), e.Target())...)
	}
	loaded := map[annotate.LayerID]bool{}
	for _, e := range tx.Edits {
		// A layer is read when its first edit comes: the article and the
		// person may be made by an edit before.
		if l := e.Layer; l != (annotate.LayerID{}) && !loaded[l] {
			loaded[l] = true
			if err := p.loadLayer(l, wanted[l]); err != nil {
				return refuse(e, err)
			}
		}
		if err := p.edit(e); err != nil {
			return refuse(e, err)
		}
	}
	return nil
}

func refuse(e annotate.Edit, err error) error {
	return &annotate.ItemError{Kind: e.Kind(), ID: e.Target(), Err: err}
}

func (p *planner) edit(e annotate.Edit) error {
	if err := wellFormed(e); err != nil {
		return err
	}
	c, err := p.change(nameOf(e))
	if err != nil {
		return err
	}
	if !same(c.Now, e.Before) {
		return annotate.ErrConflict
	}
	before, _ := e.Before.(*annotate.Article)
	after, _ := e.After.(*annotate.Article)
	if before != nil && after != nil && before.Digest != after.Digest {
		return errors.New("its text cannot change")
	}
	c.Now = e.After
	return nil
}

func wellFormed(e annotate.Edit) error {
	kind := e.Kind()
	inProject := slices.Contains([]annotate.Kind{annotate.KindArticle, annotate.KindPerson, annotate.KindSchema}, kind)
	switch {
	case e.Before != nil && e.After != nil && (e.Before.ItemKind() != e.After.ItemKind() || e.Before.ItemID() != e.After.ItemID()):
		return errors.New("before and after are different things")
	case inProject != (e.Layer == annotate.LayerID{}):
		return errors.New("it is in the wrong place")
	case digestWrong(e.After):
		return errors.New("its digest is not that of its text")
	case e.Target() == "" && kind != annotate.KindHead && kind != annotate.KindSchema:
		return errors.New("it has no id")
	}
	return nil
}

func digestWrong(item annotate.Item) bool {
	a, ok := item.(*annotate.Article)
	return ok && a.Text != nil && annotate.Digest(a.Text.String()) != a.Digest
}

// same compares like annotate.Equal. Of a schema it compares the file that it
// makes, in which no list and an empty list are the same.
func same(a, b annotate.Item) bool {
	s, ok1 := a.(*annotate.Schema)
	t, ok2 := b.(*annotate.Schema)
	if ok1 && ok2 {
		return bytes.Equal(s.Encode(), t.Encode())
	}
	return annotate.Equal(a, b)
}

// loadLayer reads what the store has of a layer's annotations.
func (p *planner) loadLayer(id annotate.LayerID, ids []annotate.ID) error {
	article, err := p.change(thing{kind: annotate.KindArticle, id: id.Article})
	if err != nil {
		return err
	}
	person, err := p.change(thing{kind: annotate.KindPerson, id: id.Annotator})
	if err != nil {
		return err
	}
	switch {
	case article.Now == nil:
		return fmt.Errorf("article %s: %w", id.Article, annotate.ErrNotFound)
	case person.Now == nil:
		return fmt.Errorf("annotator %s: %w", id.Annotator, annotate.ErrNotFound)
	case !slices.Contains([]annotate.LayerKind{annotate.Human, annotate.Gold, annotate.Suggestion}, id.Kind):
		return fmt.Errorf("unknown kind of layer %q", id.Kind)
	}
	missing := ids[:0:0]
	for _, annotationID := range ids {
		if p.things[thing{id, annotation, annotationID}] == nil {
			p.set(thing{id, annotation, annotationID}, nil)
			missing = append(missing, annotationID)
		}
	}
	head := thing{layer: id, kind: annotate.KindHead}
	if p.things[head] == nil {
		p.set(head, nil)
	} else if len(missing) == 0 {
		return nil
	}
	if article.Was == nil || person.Was == nil {
		return nil // the store cannot have anything of it
	}
	items, err := p.src.Items(id, missing)
	if err != nil {
		return err
	}
	for _, item := range items {
		c := p.things[nameOf(annotate.Edit{Layer: id, After: item})]
		if c.Was == nil && c.Now == nil {
			c.Was, c.Now = item, item
		}
	}
	return nil
}

// change is what is known so far of a thing; articles, people and the schema are read where they are not known.
func (p *planner) change(t thing) (*Change, error) {
	if c := p.things[t]; c != nil {
		return c, nil
	}
	var item annotate.Item
	switch t.kind {
	case annotate.KindArticle:
		a, err := p.src.Article(t.id)
		if err != nil {
			return nil, err
		}
		if a != nil {
			item = a
		}
	case annotate.KindPerson:
		x, err := p.src.Person(t.id)
		if err != nil {
			return nil, err
		}
		if x != nil {
			item = x
		}
	case annotate.KindSchema:
		s, err := p.src.Schema()
		if err != nil {
			return nil, err
		}
		if s != nil {
			item = s
		}
	}
	return p.set(t, item), nil
}

func (p *planner) set(t thing, item annotate.Item) *Change {
	c := &Change{Layer: t.layer, Was: item, Now: item}
	p.things[t] = c
	p.order = append(p.order, c)
	return c
}

// checkReferences finds what was put and refers to what is not there. That
// something deleted is still referred to by what was not touched is for the store to see.
func (p *planner) checkReferences() error {
	for _, c := range p.order {
		for _, id := range References(c.Now) {
			if c.Now == c.Was {
				break
			}
			if target := p.things[thing{c.Layer, annotation, id}]; target == nil || target.Now == nil {
				return &annotate.ItemError{Kind: c.Now.ItemKind(), ID: c.Now.ItemID(), Err: fmt.Errorf("it refers to %s: %w", id, annotate.ErrNotFound)}
			}
		}
	}
	return nil
}

// References are the ids of the annotations that an item refers to.
func References(item annotate.Item) []annotate.ID {
	var out []annotate.ID
	switch x := item.(type) {
	case *annotate.Mention:
		out = append(out, x.Entity)
	case *annotate.Event:
		for _, a := range x.Arguments {
			out = append(out, a.Target)
		}
	case *annotate.Relation:
		out = append(out, x.From, x.To)
	case *annotate.Note:
		out = append(out, x.On)
	}
	return slices.DeleteFunc(out, func(id annotate.ID) bool { return id == "" })
}
