package session_test

import (
	"context"
	"errors"
	"math/rand"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/session"
)

// fakeStore is a project in memory whose disk can fill up.
type fakeStore struct {
	mu       sync.Mutex
	project  annotate.Project
	articles map[annotate.ID]*annotate.Article
	layers   map[annotate.LayerID]annotate.Layer
	things   map[annotate.ID]annotate.Thing
	log      []annotate.Transaction
	full     error
}

func newStore() *fakeStore {
	s := &fakeStore{articles: map[annotate.ID]*annotate.Article{}, layers: map[annotate.LayerID]annotate.Layer{}, things: map[annotate.ID]annotate.Thing{}}
	s.project.Schema = &annotate.Schema{Revision: 3}
	for _, id := range []annotate.ID{"a1", "a2"} {
		s.articles[id] = annotate.NewArticle(annotate.Article{ID: id, Key: string(id), Title: "Title " + string(id)}, "Talks resume in Osk.")
	}
	return s
}

func (s *fakeStore) setFull(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.full = err
}

func (s *fakeStore) Project(context.Context) (annotate.Project, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.project, nil
}

func (s *fakeStore) Article(_ context.Context, id annotate.ID) (*annotate.Article, error) {
	if a, ok := s.articles[id]; ok {
		return a, nil
	}
	return nil, annotate.ErrNotFound
}

func (s *fakeStore) Layer(_ context.Context, id annotate.LayerID) (annotate.Layer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l, ok := s.layers[id]; ok {
		return l, nil
	}
	return annotate.Layer{}, annotate.ErrNotFound
}

func (s *fakeStore) Things(_ context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []annotate.Thing
	for _, t := range s.things {
		if t.ItemKind() == kind && (article == "" || t.ItemArticle() == article) {
			out = append(out, t)
		}
	}
	return out, nil
}

func (s *fakeStore) Commit(_ context.Context, txs ...annotate.Transaction) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.full != nil {
		return s.full
	}
	for _, tx := range txs {
		for _, e := range tx.Edits {
			if p, ok := e.After.(*annotate.Person); ok {
				s.project.People = append(s.project.People, *p)
				continue
			}
			if t, ok := e.After.(annotate.Thing); ok {
				s.things[t.ItemID()] = t
				continue
			}
			doc := annotate.Document{Article: s.articles[e.Layer.Article], Layer: s.layers[e.Layer]}
			doc.Layer.ID = e.Layer
			next, _, err := doc.Apply([]annotate.Edit{e})
			if err != nil {
				return err
			}
			s.layers[e.Layer] = next.Layer
		}
		s.log = append(s.log, tx)
	}
	return nil
}

func (s *fakeStore) Log(_ context.Context, q annotate.LogQuery) ([]annotate.LogEntry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []annotate.LogEntry
	for _, tx := range slices.Backward(s.log) {
		if tx.Author == q.Author {
			out = append(out, annotate.LogEntry{ID: tx.ID, Author: tx.Author, At: tx.At, Title: tx.Title, Reverts: tx.Reverts})
		}
	}
	return out, nil
}

func (s *fakeStore) Transaction(_ context.Context, id annotate.ID) (annotate.Transaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, tx := range s.log {
		if tx.ID == id {
			return tx, nil
		}
	}
	return annotate.Transaction{}, annotate.ErrNotFound
}

// desk is a session with its queue of posted functions.
type desk struct {
	*session.Session
	t     *testing.T
	posts chan func()
	clock *time.Time
}

func sit(t *testing.T, store session.Store) *desk {
	t.Helper()
	clock := time.Date(2016, 5, 2, 9, 0, 0, 0, time.UTC)
	d := &desk{t: t, posts: make(chan func(), 1000), clock: &clock}
	s, err := session.Open(context.Background(), session.Config{
		Store: store, Post: func(f func()) { d.posts <- f }, Now: func() time.Time { return clock },
		IDs: annotate.NewIDs(func() time.Time { return clock }, rand.New(rand.NewSource(rand.Int63()))),
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Session = s
	if err := s.SetPerson(context.Background(), "ada"); err != nil {
		t.Fatal(err)
	}
	return d
}

// until runs what was posted until cond holds.
func (d *desk) until(cond func() bool) {
	d.t.Helper()
	deadline := time.After(5 * time.Minute)
	for !cond() {
		select {
		case f := <-d.posts:
			f()
		case <-deadline:
			d.t.Fatal("it does not come about")
		}
	}
}

func (d *desk) open(id annotate.ID) {
	d.t.Helper()
	shown := false
	d.Open(id, func(err error) {
		if err != nil {
			d.t.Fatal(err)
		}
		shown = true
	})
	d.until(func() bool { return shown })
}

func (d *desk) mark(id annotate.ID) {
	d.t.Helper()
	m := &annotate.Mention{ID: id, Label: "LOC", Spans: []span.Span{{Start: 16, End: 19}}}
	if err := d.Do("mark Osk as LOC", []annotate.Edit{d.Document().Put(m)}); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) mentions() []string {
	var out []string
	if doc := d.Document(); doc != nil {
		out = append(out, string(doc.Article.ID))
		for _, m := range doc.Layer.Mentions.All() {
			out = append(out, string(m.ID))
		}
	}
	return out
}

func (d *desk) revert(act func(func([]annotate.Edit, error))) {
	d.t.Helper()
	done := false
	act(func(_ []annotate.Edit, err error) {
		if err != nil {
			d.t.Fatal(err)
		}
		done = true
	})
	d.until(func() bool { return done })
}

func want(t *testing.T, d *desk, what string, mentions ...string) {
	t.Helper()
	if diff := cmp.Diff(mentions, d.mentions()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestUndoGoesAcrossArticlesAndRestarts(t *testing.T) {
	store := newStore()
	d := sit(t, store)
	d.open("a1")
	d.mark("m1")
	d.open("a2")
	d.mark("m2")
	if err := d.Close(context.Background()); err != nil {
		t.Fatal(err)
	}

	d = sit(t, store)
	d.open("a2")
	want(t, d, "after a restart", "a2", "m2")
	if title, ok := d.CanUndo(); !ok || title != "mark Osk as LOC" {
		t.Errorf("undo would be %q", title)
	}
	d.revert(d.Undo)
	want(t, d, "first undo", "a2")
	if d.Document().Layer.State() != annotate.New {
		t.Errorf("the first act is undone, but the state is %s", d.Document().Layer.State())
	}
	d.revert(d.Undo)
	want(t, d, "second undo opens the other article", "a1")
	if _, ok := d.CanUndo(); ok {
		t.Error("there is something left to undo")
	}
	d.revert(d.Redo)
	want(t, d, "first redo", "a1", "m1")
	d.revert(d.Redo)
	want(t, d, "second redo", "a2", "m2")
	if _, ok := d.CanRedo(); ok {
		t.Error("there is something left to redo")
	}
}

func TestDoStampsAndStarts(t *testing.T) {
	d := sit(t, newStore())
	d.open("a1")
	if d.Document().Layer.State() != annotate.New {
		t.Fatalf("state is %s", d.Document().Layer.State())
	}
	d.mark("m1")
	if d.Document().Layer.State() != annotate.Started {
		t.Errorf("after an act the state is %s", d.Document().Layer.State())
	}
	m, _ := d.Document().Layer.Mentions.Get("m1")
	if diff := cmp.Diff(annotate.Origin{At: "2016-05-02T09:00:00Z", Schema: 3}, m.Origin); diff != "" {
		t.Error(diff)
	}
}

// An act may make something and change it, as taking mentions and then their chain does.
func TestDoMakesAndChanges(t *testing.T) {
	store := newStore()
	d := sit(t, store)
	d.open("a1")
	layer := d.Document().Layer.ID
	made := &annotate.Mention{ID: "m1", Label: "LOC", Spans: []span.Span{{Start: 0, End: 3}}}
	changed := annotate.WithLabel(made, "FAC")
	if err := d.Do("make and change", []annotate.Edit{{Layer: layer, After: made}, {Layer: layer, Before: made, After: changed}}); err != nil {
		t.Fatal(err)
	}
	m, ok := d.Document().Layer.Mentions.Get("m1")
	if !ok || m.Label != "FAC" || m.Origin.Schema != 3 {
		t.Errorf("made was %+v", m)
	}
	d.until(func() bool { return d.Status().Pending == 0 })
	if err := d.Status().Err; err != nil {
		t.Error(err)
	}
	d.revert(d.Undo)
	if _, ok := d.Document().Layer.Mentions.Get("m1"); ok {
		t.Error("it is there still after undo")
	}
	gone := []annotate.Edit{{Layer: layer, After: made}, {Layer: layer, Before: made}}
	if err := d.Do("make and delete", gone); err != nil {
		t.Error(err)
	}
}

func TestFullDiskKeepsEverything(t *testing.T) {
	store := newStore()
	d := sit(t, store)
	d.open("a1")
	full := errors.New("disk is full")
	store.setFull(full)
	d.mark("m1")
	d.until(func() bool { return d.Status().Err != nil })
	d.mark("m2")
	d.until(func() bool { return d.Status().Err != nil && d.Status().Pending == 2 })
	if !errors.Is(d.Status().Err, full) {
		t.Errorf("status is %v", d.Status())
	}
	d.open("a2")
	d.open("a1")
	want(t, d, "what is not saved is shown again", "a1", "m1", "m2")

	store.setFull(nil)
	d.Retry()
	d.until(func() bool { return d.Status().Err == nil && d.Status().Pending == 0 })
	if err := d.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	d = sit(t, store)
	d.open("a1")
	want(t, d, "after the disk had room", "a1", "m1", "m2")
}

func TestCloseSaysWhatIsNotSaved(t *testing.T) {
	store := newStore()
	d := sit(t, store)
	d.open("a1")
	store.setFull(errors.New("disk is full"))
	d.mark("m1")
	if err := d.Close(context.Background()); err == nil {
		t.Error("closing lost an act without a word")
	}
	store.setFull(nil)
	d.Resume()
	d.Retry()
	d.until(func() bool { return d.Status().Err == nil && d.Status().Pending == 0 })
	if err := d.Close(context.Background()); err != nil {
		t.Errorf("closing again: %v", err)
	}
}

func TestTheLastOpenWins(t *testing.T) {
	d := sit(t, newStore())
	first, second := false, false
	d.Open("a1", func(error) { first = true })
	d.Open("a2", func(error) { second = true })
	d.until(func() bool { return second })
	if first {
		t.Error("the first answer was shown")
	}
	want(t, d, "open article", "a2")
}

func TestRefusedActChangesNothing(t *testing.T) {
	d := sit(t, newStore())
	d.open("a1")
	m := &annotate.Mention{ID: "m1", Label: "LOC", Spans: []span.Span{{Start: 16, End: 190}}}
	if err := d.Do("mark", []annotate.Edit{d.Document().Put(m)}); err == nil {
		t.Error("a span outside the text was taken")
	}
	want(t, d, "after the refusal", "a1")
	if _, ok := d.CanUndo(); ok {
		t.Error("the refused act can be undone")
	}
}

func TestSavedIsSaidOnlyWhenItIs(t *testing.T) {
	store := newStore()
	d := sit(t, store)
	d.open("a1")
	store.mu.Lock() // the disk is slow
	for _, id := range []annotate.ID{"m1", "m2", "m3"} {
		d.mark(id)
		if d.Status().Pending == 0 {
			t.Errorf("%s is said to be saved before it is", id)
		}
	}
	store.mu.Unlock()
	d.until(func() bool { return d.Status().Pending == 0 })
	if got := len(store.log); got != 4 { // one more adds the person
		t.Errorf("%d transactions are in the store", got)
	}
}

// An act on the article that is open while it is being read anew is not lost.
func TestActWhileReading(t *testing.T) {
	d := sit(t, newStore())
	d.open("a1")
	d.mark("m1")
	shown := false
	d.Open("a1", func(err error) {
		if err != nil {
			t.Fatal(err)
		}
		shown = true
	})
	d.mark("m2")
	d.until(func() bool { return shown })
	want(t, d, "read anew", "a1", "m1", "m2")
	d.mark("m3")
	d.open("a2")
	d.open("a1")
	want(t, d, "opened again", "a1", "m1", "m2", "m3")
}
