// Package memory keeps a project in memory, for tests and for models of other stores.
package memory

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"galley/annotate"
	"galley/annotate/text"
	"galley/store"
	"galley/store/internal/plan"
)

// Store is a store.Store. Copy is not supported.
type Store struct {
	mu   sync.RWMutex
	id   annotate.ID
	name string
	now  *state
	log  []annotate.Logged // in the order in which they came
	rank int64             // the highest of the log
	next annotate.Ref
	// bodies by digest; they stay when an article is taken out.
	bodies map[string]*text.Text
}

var _ store.Store = (*Store)(nil)

// state is what the log comes to. Its layers are never changed in place.
type state struct {
	schema   *annotate.Schema
	people   map[annotate.ID]*annotate.Person
	articles map[annotate.ID]*annotate.Article // without Text
	refs     map[annotate.ID]annotate.Ref
	layers   map[annotate.LayerID]layer
	things   map[thing]annotate.Thing
}

// thing names a thing.
type thing struct {
	kind annotate.Kind
	id   annotate.ID
}

type layer struct {
	head  *annotate.Head
	items map[annotate.ID]annotate.Item
}

func newState() *state {
	return &state{
		people: map[annotate.ID]*annotate.Person{}, articles: map[annotate.ID]*annotate.Article{},
		refs: map[annotate.ID]annotate.Ref{}, layers: map[annotate.LayerID]layer{},
		things: map[thing]annotate.Thing{},
	}
}

// New makes a project with its first transactions.
func New(id annotate.ID, name string, first ...annotate.Transaction) (*Store, error) {
	s := &Store{id: id, name: name, now: newState(), bodies: map[string]*text.Text{}}
	return s, s.Commit(context.Background(), first...)
}

// Close does nothing.
func (s *Store) Close() error { return nil }

// Commit writes transactions, all of them or none.
func (s *Store) Commit(ctx context.Context, txs ...annotate.Transaction) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, tx := range txs {
		if s.logged(tx.ID) || slices.ContainsFunc(txs[:i], func(old annotate.Transaction) bool { return old.ID == tx.ID }) {
			return fmt.Errorf("transaction %s is there already: %w", tx.ID, annotate.ErrConflict)
		}
	}
	for _, tx := range txs {
		if _, err := annotate.MarshalEdits(tx.Edits); err != nil { // it could not be kept elsewhere
			return fmt.Errorf("transaction %s: %w", tx.ID, err)
		}
	}
	next, err := s.after(s.now, txs)
	if err != nil {
		return err
	}
	s.now = next
	for _, tx := range txs {
		s.append(annotate.Logged{Transaction: tx, Rank: s.rank + 1})
	}
	return nil
}

func (s *Store) logged(id annotate.ID) bool {
	return slices.ContainsFunc(s.log, func(a annotate.Logged) bool { return a.ID == id })
}

func (s *Store) append(a annotate.Logged) {
	a.Edits = slices.Clone(a.Edits)
	for i := range a.Edits {
		a.Edits[i].Before, a.Edits[i].After = withoutText(a.Edits[i].Before), withoutText(a.Edits[i].After)
	}
	s.log = append(s.log, a)
	s.rank = max(s.rank, a.Rank)
}

func withoutText(item annotate.Item) annotate.Item {
	a, ok := item.(*annotate.Article)
	if !ok || a.Text == nil {
		return item
	}
	b := *a
	b.Text = nil
	return &b
}

// after is the state that comes of transactions; old stays as it is.
func (s *Store) after(old *state, txs []annotate.Transaction) (*state, error) {
	changes, err := plan.Make(old, txs)
	if err != nil {
		return nil, err
	}
	next := &state{old.schema, maps.Clone(old.people), maps.Clone(old.articles), maps.Clone(old.refs), maps.Clone(old.layers), maps.Clone(old.things)}
	changed := map[annotate.LayerID]bool{}
	for _, c := range changes {
		if c.Layer != (annotate.LayerID{}) && !changed[c.Layer] {
			changed[c.Layer] = true
			l := next.layers[c.Layer]
			l.items = maps.Clone(l.items)
			if l.items == nil {
				l.items = map[annotate.ID]annotate.Item{}
			}
			next.layers[c.Layer] = l
		}
		if err := s.put(next, c); err != nil {
			return nil, &annotate.ItemError{Kind: c.Item().ItemKind(), ID: c.Item().ItemID(), Err: err}
		}
	}
	return next, next.sound(changes, changed)
}

func (s *Store) put(next *state, c *plan.Change) error {
	switch item := c.Item().(type) {
	case *annotate.Schema:
		next.schema, _ = c.Now.(*annotate.Schema)
	case *annotate.Person:
		if c.Now == nil {
			delete(next.people, item.ID)
		} else {
			next.people[item.ID] = item
		}
	case *annotate.Article:
		if c.Now == nil {
			delete(next.articles, item.ID)
			delete(next.refs, item.ID)
			return nil
		}
		return s.putArticle(next, c.Was != nil, item)
	case annotate.Thing:
		if c.Now == nil {
			delete(next.things, thing{item.ItemKind(), item.ItemID()})
		} else {
			next.things[thing{item.ItemKind(), item.ItemID()}] = item
		}
	case *annotate.Head:
		l := next.layers[c.Layer]
		l.head, _ = c.Now.(*annotate.Head)
		next.layers[c.Layer] = l
	default:
		if c.Now == nil {
			delete(next.layers[c.Layer].items, item.ItemID())
		} else {
			next.layers[c.Layer].items[item.ItemID()] = item
		}
	}
	return nil
}

func (s *Store) putArticle(next *state, known bool, a *annotate.Article) error {
	if a.Text != nil {
		s.bodies[a.Digest] = a.Text
	}
	if s.bodies[a.Digest] == nil {
		return fmt.Errorf("its text: %w", annotate.ErrNotFound)
	}
	if !known {
		s.next++
		next.refs[a.ID] = s.next
	}
	next.articles[a.ID] = withoutText(a).(*annotate.Article)
	return nil
}

// sound tells whether everything that the changed layers refer to is there,
// and whether articles and people that went have nothing left.
func (st *state) sound(changes []*plan.Change, changed map[annotate.LayerID]bool) error {
	for id := range changed {
		l := st.layers[id]
		for _, item := range l.items {
			for target := range annotate.References(item) {
				if l.items[target] == nil {
					return fmt.Errorf("something else refers to what is deleted: %w", annotate.ErrConflict)
				}
			}
		}
	}
	for _, c := range changes {
		kind := c.Item().ItemKind()
		if c.Now != nil || kind != annotate.KindArticle && kind != annotate.KindPerson {
			continue
		}
		for id, l := range st.layers {
			mine := kind == annotate.KindArticle && id.Article == c.Was.ItemID() || kind == annotate.KindPerson && id.Annotator == c.Was.ItemID()
			if mine && !l.empty() {
				return &annotate.ItemError{Kind: kind, ID: c.Was.ItemID(), Err: fmt.Errorf("there still are annotations of it: %w", annotate.ErrConflict)}
			}
		}
	}
	return nil
}

func (l layer) empty() bool { return l.head == nil && len(l.items) == 0 }

// Schema is for package plan.
func (st *state) Schema() (*annotate.Schema, error) { return st.schema, nil }

// Person is for package plan.
func (st *state) Person(id annotate.ID) (*annotate.Person, error) { return st.people[id], nil }

// Thing is for package plan.
func (st *state) Thing(kind annotate.Kind, id annotate.ID) (annotate.Thing, error) {
	return st.things[thing{kind, id}], nil
}

// Articles is for package plan.
func (st *state) Articles(ids []annotate.ID) ([]*annotate.Article, error) {
	var out []*annotate.Article
	for _, id := range ids {
		if a := st.articles[id]; a != nil {
			out = append(out, a)
		}
	}
	return out, nil
}

// Items is for package plan.
func (st *state) Items(wanted []plan.Wanted) ([][]annotate.Item, error) {
	out := make([][]annotate.Item, len(wanted))
	for i, w := range wanted {
		l := st.layers[w.Layer]
		if l.head != nil {
			out[i] = append(out[i], l.head)
		}
		for _, id := range w.IDs {
			if item := l.items[id]; item != nil {
				out[i] = append(out[i], item)
			}
		}
	}
	return out, nil
}
