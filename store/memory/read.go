package memory

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"galley/annotate"
	"galley/annotate/review"
	"galley/store"
	"galley/store/words"
)

// present is the state to read from.
func (s *Store) present() *state {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.now
}

// Project is the project with its newest schema and its people.
func (s *Store) Project(context.Context) (annotate.Project, error) {
	st := s.present()
	p := annotate.Project{ID: s.id, Name: s.name, Schema: st.schema}
	for _, x := range st.people {
		p.People = append(p.People, *x)
	}
	slices.SortFunc(p.People, func(a, b annotate.Person) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return p, nil
}

// Find gives all articles that a query chooses, in its order.
func (s *Store) Find(_ context.Context, q annotate.Query) ([]annotate.Ref, error) {
	st := s.present()
	articles, err := s.find(st, q)
	var out []annotate.Ref
	for _, a := range articles {
		out = append(out, st.refs[a.ID])
	}
	return out, err
}

// find gives the articles that a query chooses, of which bodies are looked at only if it searches.
func (s *Store) find(st *state, q annotate.Query) ([]*annotate.Article, error) {
	articles, err := st.find(q)
	if err != nil || strings.TrimSpace(q.Search) == "" {
		return articles, err
	}
	search := words.ParseQuery(q.Search)
	return slices.DeleteFunc(articles, func(a *annotate.Article) bool {
		return a.Deleted || !search.Matches(a.Title, s.withText(a).Text.String())
	}), nil
}

func (st *state) find(q annotate.Query) ([]*annotate.Article, error) {
	byKey := func(a, b *annotate.Article) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.ID, b.ID)) }
	byRef := func(a, b *annotate.Article) int { return cmp.Compare(st.refs[a.ID], st.refs[b.ID]) }
	then := func(a, b *annotate.Article) int { return cmp.Or(cmp.Compare(a.Key, b.Key), byRef(a, b)) }
	byDate := func(a, b *annotate.Article) int { return cmp.Or(cmp.Compare(b.Published, a.Published), then(a, b)) }
	order := map[annotate.Order]func(a, b *annotate.Article) int{
		"":               byKey,
		annotate.ByKey:   byKey,
		annotate.ByDate:  byDate,
		annotate.ByTitle: func(a, b *annotate.Article) int { return cmp.Or(compareASCII(a.Title, b.Title), then(a, b)) },
		annotate.ByOutlet: func(a, b *annotate.Article) int {
			return cmp.Or(compareASCII(a.Outlet, b.Outlet), byDate(a, b))
		},
		annotate.ByImported: byRef,
	}[q.Order]
	if order == nil {
		return nil, fmt.Errorf("unknown order %q", q.Order)
	}
	var out []*annotate.Article
	for _, a := range st.articles {
		if st.chosen(q, a) {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, order)
	return out, nil
}

// compareASCII passes over the case of ASCII letters, as SQLite's NOCASE does.
func compareASCII(a, b string) int {
	lower := func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	return cmp.Compare(strings.Map(lower, a), strings.Map(lower, b))
}

func (st *state) chosen(q annotate.Query, a *annotate.Article) bool {
	heading := words.Fold(a.Title + " " + a.Outlet + " " + a.Key)
	for word := range strings.FieldsSeq(q.Text) {
		if !strings.Contains(heading, words.Fold(word)) {
			return false
		}
	}
	if q.Assigned && st.things[thing{annotate.KindAssignment, annotate.AssignmentID(a.ID, q.Person)}] == nil {
		return false
	}
	h := st.head(a.ID, q.Person)
	return a.Deleted == q.Deleted && q.Covers(a.Published) &&
		(q.Outlet == "" || a.Outlet == q.Outlet) && (q.Language == "" || a.Language == q.Language) &&
		(len(q.States) == 0 || slices.Contains(q.States, h.State)) && (!q.Flagged || h.Flagged) &&
		(len(q.Gold) == 0 || slices.Contains(q.Gold, st.gold(a)))
}

// head is the head of a person's human layer.
func (st *state) head(article, person annotate.ID) annotate.Head {
	if h := st.layers[annotate.LayerID{Article: article, Annotator: person, Kind: annotate.Human}].head; h != nil {
		return *h
	}
	return annotate.Head{State: annotate.New}
}

// gold is the state of an article's gold. What is deleted is not compared.
func (st *state) gold(a *annotate.Article) annotate.State {
	var decisions []*annotate.Decision
	layers := st.layersOf(a.ID)
	if a.Deleted {
		layers = slices.DeleteFunc(layers, func(l annotate.Layer) bool { return l.ID.Kind != annotate.Gold })
	} else {
		for _, t := range st.things {
			if d, ok := t.(*annotate.Decision); ok && d.Article == a.ID {
				decisions = append(decisions, d)
			}
		}
	}
	return review.GoldState(layers, decisions)
}

// Rows gives what a list shows of articles.
func (s *Store) Rows(_ context.Context, person annotate.ID, refs []annotate.Ref) ([]annotate.Row, error) {
	st := s.present()
	byRef := map[annotate.Ref]*annotate.Article{}
	for id, ref := range st.refs {
		byRef[ref] = st.articles[id]
	}
	var out []annotate.Row
	for _, ref := range refs {
		a := byRef[ref]
		if a == nil {
			continue
		}
		h := st.head(a.ID, person)
		out = append(out, annotate.Row{
			Ref: ref, ID: a.ID, Key: a.Key, Title: a.Title, Outlet: a.Outlet, Published: a.Published, Language: a.Language,
			Bytes: s.withText(a).Text.Len(), State: h.State, Gold: st.gold(a), Flagged: h.Flagged, Deleted: a.Deleted,
		})
	}
	return out, nil
}

// Ref is the place of an article in the lists of this store.
func (s *Store) Ref(_ context.Context, article annotate.ID) (annotate.Ref, error) {
	ref, ok := s.present().refs[article]
	if !ok {
		return 0, fmt.Errorf("article %s: %w", article, annotate.ErrNotFound)
	}
	return ref, nil
}

// Article is an article with its body.
func (s *Store) Article(_ context.Context, id annotate.ID) (*annotate.Article, error) {
	a := s.present().articles[id]
	if a == nil {
		return nil, fmt.Errorf("article %s: %w", id, annotate.ErrNotFound)
	}
	return s.withText(a), nil
}

func (s *Store) withText(a *annotate.Article) *annotate.Article {
	s.mu.RLock()
	defer s.mu.RUnlock()
	b := *a
	b.Text = s.bodies[a.Digest]
	return &b
}

// ArticleByKey is the article with a key that is not deleted; of several the one with the smallest id.
func (s *Store) ArticleByKey(_ context.Context, key string) (*annotate.Article, error) {
	var found *annotate.Article
	for _, a := range s.present().articles {
		if a.Key == key && !a.Deleted && (found == nil || a.ID < found.ID) {
			found = a
		}
	}
	if found == nil {
		return nil, fmt.Errorf("article %s: %w", key, annotate.ErrNotFound)
	}
	return s.withText(found), nil
}

// Known tells of each article that has one of the ids or one of the keys.
func (s *Store) Known(_ context.Context, ids []annotate.ID, keys []string) ([]store.Known, error) {
	var out []store.Known
	for _, a := range s.present().articles {
		if slices.Contains(ids, a.ID) || slices.Contains(keys, a.Key) {
			out = append(out, store.Known{ID: a.ID, Key: a.Key, Digest: a.Digest, Deleted: a.Deleted})
		}
	}
	slices.SortFunc(out, func(a, b store.Known) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// Layers are the layers of an article that hold something.
func (s *Store) Layers(_ context.Context, article annotate.ID) ([]annotate.Layer, error) {
	return s.present().layersOf(article), nil
}

func (st *state) layersOf(article annotate.ID) []annotate.Layer {
	var out []annotate.Layer
	for id, l := range st.layers {
		if id.Article == article && !l.empty() {
			out = append(out, l.layer(id))
		}
	}
	slices.SortFunc(out, func(a, b annotate.Layer) int { return a.ID.Compare(b.ID) })
	return out
}

func (l layer) layer(id annotate.LayerID) annotate.Layer {
	items := slices.Collect(maps.Values(l.items))
	if l.head != nil {
		items = append(items, l.head)
	}
	return annotate.NewLayer(id, items)
}

// Layer is one layer; one that nobody touched is empty.
func (s *Store) Layer(_ context.Context, id annotate.LayerID) (annotate.Layer, error) {
	return s.present().layers[id].layer(id), nil
}

// Each gives all articles that a query chooses with body and layers.
func (s *Store) Each(ctx context.Context, q annotate.Query) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		st := s.present()
		articles, err := s.find(st, q)
		if err != nil {
			yield(store.Entry{}, err)
			return
		}
		for _, a := range articles {
			if err := ctx.Err(); err != nil {
				yield(store.Entry{}, err)
				return
			}
			if !yield(store.Entry{Ref: st.refs[a.ID], Article: s.withText(a), Layers: st.layersOf(a.ID)}, nil) {
				return
			}
		}
	}
}

// Heads gives the same without bodies and, of layers, with nothing but their heads.
func (s *Store) Heads(ctx context.Context, q annotate.Query) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		for e, err := range s.Each(ctx, q) {
			if err == nil {
				a := *e.Article
				a.Text = nil
				e.Article = &a
				for i, l := range e.Layers {
					e.Layers[i] = annotate.Layer{ID: l.ID, Head: l.Head}
				}
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// Things are the things of a kind, of one article where one is given.
func (s *Store) Things(_ context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error) {
	var out []annotate.Thing
	for t, x := range s.present().things {
		if t.kind == kind && (article == "" || x.ItemArticle() == article) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b annotate.Thing) int { return cmp.Compare(a.ItemID(), b.ItemID()) })
	return out, nil
}

// Counts tells how much the articles that are not deleted hold.
func (s *Store) Counts(context.Context) (store.Counts, error) {
	s.mu.RLock()
	c := store.Counts{Transactions: len(s.log)}
	s.mu.RUnlock()
	st := s.present()
	for _, a := range st.articles {
		if a.Deleted {
			c.Deleted++
			continue
		}
		c.Articles++
		for _, l := range st.layersOf(a.ID) {
			c.Layers++
			c.Mentions += l.Mentions.Len()
			c.Entities += l.Entities.Len()
			c.Events += l.Events.Len()
			c.Relations += l.Relations.Len()
			c.Labels += l.Labels.Len()
			c.Notes += l.Notes.Len()
		}
	}
	return c, nil
}

// Search finds articles by words of title and body, newest first.
func (s *Store) Search(_ context.Context, query string, limit int) ([]annotate.Hit, int, error) {
	q := words.ParseQuery(query)
	articles, err := s.present().find(annotate.Query{Order: annotate.ByDate})
	if err != nil {
		return nil, 0, err
	}
	var hits []annotate.Hit
	total := 0
	for _, a := range articles {
		if a = s.withText(a); !q.Matches(a.Title, a.Text.String()) {
			continue
		}
		total++
		if len(hits) < limit {
			hits = append(hits, q.Hit(a))
		}
	}
	return hits, total, nil
}

// Log gives transactions without their edits, newest first.
func (s *Store) Log(_ context.Context, q annotate.LogQuery) ([]annotate.LogEntry, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []annotate.LogEntry
	for _, tx := range slices.Backward(s.log) {
		chosen := (q.Author == "" || tx.Author == q.Author) && (q.Article == "" || slices.Contains(tx.Articles(), q.Article))
		if chosen && (q.Limit <= 0 || len(out) < q.Limit) {
			out = append(out, annotate.LogEntry{ID: tx.ID, Author: tx.Author, At: tx.At, Title: tx.Title, Reverts: tx.Reverts})
		}
	}
	return out, nil
}

// Newest is the time of the newest act on each article.
func (s *Store) Newest(context.Context) (map[annotate.ID]time.Time, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := map[annotate.ID]time.Time{}
	for _, tx := range s.log {
		for _, id := range tx.Articles() {
			if tx.At.After(out[id]) {
				out[id] = tx.At
			}
		}
	}
	return out, nil
}

// Transaction is a transaction with its edits.
func (s *Store) Transaction(_ context.Context, id annotate.ID) (annotate.Transaction, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, tx := range s.log {
		if tx.ID == id {
			return tx.Transaction, nil
		}
	}
	return annotate.Transaction{}, fmt.Errorf("transaction %s: %w", id, annotate.ErrNotFound)
}

// Copy is not supported.
func (s *Store) Copy(context.Context, string, store.Progress) error {
	return fmt.Errorf("copying a project in memory: %w", store.ErrUnsupported)
}
