// Package plan works out what transactions change in a store, and refuses
// those that do not fit what is there. Every store commits by it, so that all
// refuse the same.
package plan

import (
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/unite"
)

// Source reads what a store holds before the transactions.
type Source interface {
	// Schema is nil where there is none yet.
	Schema() (*annotate.Schema, error)
	// Person is nil where there is none.
	Person(annotate.ID) (*annotate.Person, error)
	// Articles are those with the ids, as far as they are there. They need no Text.
	Articles([]annotate.ID) ([]*annotate.Article, error)
	// Thing is the thing of a kind with an id; nil where there is none.
	Thing(annotate.Kind, annotate.ID) (annotate.Thing, error)
	// Items are, for each layer, its head and its annotations with the ids, as far as they are there.
	Items([]Wanted) ([][]annotate.Item, error)
}

// Wanted are annotations of a layer.
type Wanted struct {
	Layer annotate.LayerID
	IDs   []annotate.ID
}

// Change is what comes of all edits of one thing. Was and Now are nil where it was or is not there.
type Change struct {
	Layer    annotate.LayerID // zero for what stands in no layer
	Was, Now annotate.Item
}

// Item is the side that is there; Now where both are.
func (c *Change) Item() annotate.Item {
	if c.Now != nil {
		return c.Now
	}
	return c.Was
}

// Scope is what the change is part of.
func (c *Change) Scope() unite.Scope {
	return unite.ScopeOf(annotate.Edit{Layer: c.Layer, After: c.Item()})
}

// Make gives the changes that the transactions come to, in the order in which
// they first touch things. What does not fit gives an *annotate.ItemError; it
// wraps annotate.ErrConflict or annotate.ErrNotFound where that is the reason.
func Make(src Source, txs []annotate.Transaction) ([]*Change, error) {
	return newPlanner(src).make(txs)
}

// Fit is Make for one transaction of a log that several copies of a project
// wrote: edits of scopes that are unfit are passed over, and a scope of which
// an edit does not fit what is there becomes unfit. See package unite.
func Fit(src Source, tx annotate.Transaction, unfit map[unite.Scope]bool) ([]*Change, error) {
	p := newPlanner(src)
	p.unfit = unfit
	changes, err := p.make([]annotate.Transaction{tx})
	return slices.DeleteFunc(changes, func(c *Change) bool { return unfit[c.Scope()] }), err
}

func newPlanner(src Source) *planner {
	return &planner{src: src, things: map[thing]*Change{}, layers: map[annotate.LayerID]*layer{}}
}

func (p *planner) make(txs []annotate.Transaction) ([]*Change, error) {
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

// planner knows what was touched so far. It reads from the source once for a
// transaction what that needs; what it then does not know is not there.
type planner struct {
	src    Source
	things map[thing]*Change // what stands in no layer
	layers map[annotate.LayerID]*layer
	ahead  []annotate.LayerID // that are wanted, in the order of their edits
	order  []*Change
	unfit  map[unite.Scope]bool // see Fit; nil: what does not fit is refused
}

// thing names what stands in no layer.
type thing struct {
	kind annotate.Kind
	id   annotate.ID
}

// layer is what is known of a layer. Its annotations share their ids, whatever their kind.
type layer struct {
	head   *Change
	items  map[annotate.ID]*Change
	wanted []annotate.ID // to be read when the first edit comes
}

func (p *planner) add(tx annotate.Transaction) error {
	if tx.ID == "" {
		return fmt.Errorf("transaction %q has no id", tx.Title)
	}
	for _, e := range tx.Edits {
		if e.Before == nil && e.After == nil {
			return fmt.Errorf("transaction %s: an edit with neither before nor after", tx.ID)
		}
	}
	if err := p.readArticles(tx); err != nil {
		return err
	}
	p.want(tx)
	var at annotate.LayerID
	var l *layer
	for _, e := range tx.Edits {
		if p.unfit[unite.ScopeOf(e)] {
			continue
		}
		var err error
		if e.Layer != at {
			l, err = p.layer(e.Layer)
			at = e.Layer
		}
		if err == nil {
			err = p.edit(e, l)
		}
		if err != nil && !p.passOver(unite.ScopeOf(e), err) {
			return refuse(e, err)
		}
	}
	return nil
}

// passOver makes a scope unfit because of an error, where that is wanted.
func (p *planner) passOver(scope unite.Scope, err error) bool {
	does := p.unfit != nil && (errors.Is(err, annotate.ErrConflict) || errors.Is(err, annotate.ErrNotFound))
	if does {
		p.unfit[scope] = true
	}
	return does
}

// readArticles reads the articles that a transaction touches.
func (p *planner) readArticles(tx annotate.Transaction) error {
	ids := tx.Articles()
	ids = slices.DeleteFunc(ids, func(id annotate.ID) bool { return p.things[thing{annotate.KindArticle, id}] != nil })
	if len(ids) == 0 {
		return nil
	}
	there, err := p.src.Articles(ids)
	if err != nil {
		return err
	}
	for _, a := range there {
		p.things[thing{annotate.KindArticle, a.ID}] = p.found(annotate.LayerID{}, a)
	}
	return nil
}

// want notes what of the layers of known articles a transaction is about.
// Layers of new articles have nothing that could be read.
func (p *planner) want(tx annotate.Transaction) {
	for _, e := range tx.Edits {
		if a := p.things[thing{annotate.KindArticle, e.Layer.Article}]; a == nil || a.Was == nil {
			continue
		}
		l := p.layers[e.Layer]
		if l == nil {
			l = &layer{items: map[annotate.ID]*Change{}}
			p.layers[e.Layer] = l
		}
		if l.wanted == nil {
			p.ahead = append(p.ahead, e.Layer)
		}
		l.wanted = append(l.wanted, e.Target())
		for id := range annotate.References(e.After) {
			l.wanted = append(l.wanted, id)
		}
	}
}

func refuse(e annotate.Edit, err error) error {
	return &annotate.ItemError{Kind: e.Kind(), ID: e.Target(), Err: err}
}

func (p *planner) edit(e annotate.Edit, l *layer) error {
	if err := e.Check(); err != nil {
		return err
	}
	c, err := p.change(e, l)
	if err != nil {
		return err
	}
	if !annotate.Equal(c.Now, e.Before) {
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

// layer gives what is known of a layer after reading what is wanted of it;
// nil for what stands in no layer.
func (p *planner) layer(id annotate.LayerID) (*layer, error) {
	if id == (annotate.LayerID{}) {
		return nil, nil
	}
	person, err := p.person(id.Annotator)
	if err != nil {
		return nil, err
	}
	article := p.things[thing{annotate.KindArticle, id.Article}]
	switch {
	case article == nil || article.Now == nil:
		return nil, fmt.Errorf("article %s: %w", id.Article, annotate.ErrNotFound)
	case person.Now == nil:
		return nil, fmt.Errorf("annotator %s: %w", id.Annotator, annotate.ErrNotFound)
	}
	l := p.layers[id]
	if l == nil {
		l = &layer{items: map[annotate.ID]*Change{}}
		p.layers[id] = l
	}
	for l.wanted != nil {
		if err := p.read(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// atOnce is how many layers are read together: enough that queries cost little.
const atOnce = 64

// read reads what is wanted of the next layers and not known yet.
func (p *planner) read() error {
	var wanted []Wanted
	for len(p.ahead) > 0 && len(wanted) < atOnce {
		id := p.ahead[0]
		p.ahead = p.ahead[1:]
		if _, err := p.person(id.Annotator); err != nil {
			return err
		}
		l := p.layers[id]
		ids := slices.DeleteFunc(l.wanted, func(id annotate.ID) bool { return l.items[id] != nil })
		l.wanted = nil
		if len(ids) > 0 {
			wanted = append(wanted, Wanted{id, ids})
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	found, err := p.src.Items(wanted)
	if err != nil {
		return err
	}
	for i, items := range found {
		l, id := p.layers[wanted[i].Layer], wanted[i].Layer
		for _, item := range items {
			_, isHead := item.(*annotate.Head)
			switch {
			case !isHead:
				l.items[item.ItemID()] = p.found(id, item)
			case l.head == nil:
				l.head = p.found(id, item)
			}
		}
	}
	return nil
}

// found takes down what is there, or nil for what is not.
func (p *planner) found(layer annotate.LayerID, item annotate.Item) *Change {
	c := &Change{Layer: layer, Was: item, Now: item}
	p.order = append(p.order, c)
	return c
}

// change is what is known so far of what an edit changes.
func (p *planner) change(e annotate.Edit, l *layer) (c *Change, err error) {
	switch kind, id := e.Kind(), e.Target(); {
	case l != nil && kind == annotate.KindHead:
		if l.head == nil {
			l.head = p.found(e.Layer, nil)
		}
		return l.head, nil
	case l != nil:
		if c = l.items[id]; c == nil {
			c = p.found(e.Layer, nil)
			l.items[id] = c
		}
		return c, nil
	case kind == annotate.KindPerson:
		return p.person(id)
	case kind == annotate.KindSchema:
		return p.schema()
	case kind == annotate.KindArticle:
		t := thing{kind, id}
		if c = p.things[t]; c == nil {
			c = p.found(annotate.LayerID{}, nil)
			p.things[t] = c
		}
		return c, nil
	default:
		return p.thing(kind, id)
	}
}

func (p *planner) person(id annotate.ID) (*Change, error) {
	t := thing{annotate.KindPerson, id}
	if c := p.things[t]; c != nil {
		return c, nil
	}
	person, err := p.src.Person(id)
	if err != nil {
		return nil, err
	}
	p.things[t] = p.found(annotate.LayerID{}, nil)
	if person != nil {
		p.things[t].Was, p.things[t].Now = person, person
	}
	return p.things[t], nil
}

func (p *planner) thing(kind annotate.Kind, id annotate.ID) (*Change, error) {
	t := thing{kind, id}
	if c := p.things[t]; c != nil {
		return c, nil
	}
	there, err := p.src.Thing(kind, id)
	if err != nil {
		return nil, err
	}
	p.things[t] = p.found(annotate.LayerID{}, nil)
	if there != nil {
		p.things[t].Was, p.things[t].Now = there, there
	}
	return p.things[t], nil
}

func (p *planner) schema() (*Change, error) {
	t := thing{kind: annotate.KindSchema}
	if c := p.things[t]; c != nil {
		return c, nil
	}
	s, err := p.src.Schema()
	if err != nil {
		return nil, err
	}
	p.things[t] = p.found(annotate.LayerID{}, nil)
	if s != nil {
		p.things[t].Was, p.things[t].Now = s, s
	}
	return p.things[t], nil
}

// checkReferences finds what was put and refers to what is not there. That
// something deleted is still referred to by what was not touched is for the store to see.
func (p *planner) checkReferences() error {
	for _, c := range p.order {
		if c.Now == c.Was || p.unfit[c.Scope()] {
			continue
		}
		for id := range annotate.References(c.Now) {
			if target := p.layers[c.Layer].items[id]; target == nil || target.Now == nil {
				err := fmt.Errorf("it refers to %s: %w", id, annotate.ErrNotFound)
				if !p.passOver(c.Scope(), err) {
					return &annotate.ItemError{Kind: c.Now.ItemKind(), ID: c.Now.ItemID(), Err: err}
				}
			}
		}
	}
	return nil
}
