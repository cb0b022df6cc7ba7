// Package session is one open project as the window works with it: who
// annotates, which article is open, what was done, and whether the disk has it.
//
// Everything here is called on the window's goroutine, except where it says
// otherwise; what comes back from the disk is handed over by the Post function.
// An act shows at once and is written behind: see writer.
package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"galley/annotate"
	"galley/annotate/history"
	"galley/annotate/register"
)

// Store is what a session needs of a project's store.
type Store interface {
	Project(ctx context.Context) (annotate.Project, error)
	Article(ctx context.Context, id annotate.ID) (*annotate.Article, error)
	Layer(ctx context.Context, id annotate.LayerID) (annotate.Layer, error)
	// Things are the things of a kind; with an article those about it.
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
	Commit(ctx context.Context, txs ...annotate.Transaction) error
	Log(ctx context.Context, q annotate.LogQuery) ([]annotate.LogEntry, error)
	Transaction(ctx context.Context, id annotate.ID) (annotate.Transaction, error)
}

// Config is what a session is made of.
type Config struct {
	Store Store
	Post  func(func()) // runs a function on the window's goroutine, later
	Now   func() time.Time
	IDs   *annotate.IDs
}

// Event says what changed; listeners ask the session for the rest.
type Event struct {
	Kind EventKind
	// Acted is the transaction that was just done, with Kind Acted.
	Acted *annotate.Transaction
}

// EventKind tells events apart.
type EventKind int

// The kinds of event.
const (
	Opened  EventKind = iota // another article is open, or none
	Acted                    // a transaction was done: the document, the project or both are new
	Saved                    // the saved mark changed
	Changed                  // articles, people or schema changed other than by an act: an import
)

// Session is one open project.
type Session struct {
	cfg     Config
	project annotate.Project
	things  map[thingID]annotate.Thing
	known   *register.Index // of the register, made when it is asked for
	person  annotate.Person
	kind    annotate.LayerKind // of the layers that are opened; empty is Human
	doc     *annotate.Document
	stack   history.Stack
	recent  map[annotate.ID]annotate.Transaction // done in this session
	writer  *writer
	status  Status
	clock   clock
	opening int                    // counts calls of Open: an answer to an older one is dropped
	since   []annotate.Transaction // done since the last call of Open, while it is not answered
	loading bool
	watch   []func(Event)
}

// Open loads the project's description. Nobody annotates yet: call SetPerson.
func Open(ctx context.Context, cfg Config) (*Session, error) {
	project, err := cfg.Store.Project(ctx)
	if err != nil {
		return nil, err
	}
	s := &Session{cfg: cfg, project: project, recent: map[annotate.ID]annotate.Transaction{}}
	if err := s.loadThings(ctx); err != nil {
		return nil, err
	}
	s.writer = newWriter(cfg.Store, func(st Status) {
		cfg.Post(func() {
			st.Pending = s.writer.waiting() // more may have been done since
			s.status = st
			s.tell(Event{Kind: Saved})
		})
	})
	return s, nil
}

// Close waits until everything is written, or fails with what was not.
func (s *Session) Close(ctx context.Context) error {
	s.endStint()
	return s.writer.close(ctx)
}

// Watch calls f after every change.
func (s *Session) Watch(f func(Event)) { s.watch = append(s.watch, f) }

func (s *Session) tell(e Event) {
	for _, f := range s.watch {
		f(e)
	}
}

// Project is the project's description as it stands.
func (s *Session) Project() annotate.Project { return s.project }

// Schema is the schema in force.
func (s *Session) Schema() *annotate.Schema { return s.project.Schema }

// Person is who annotates; the zero Person before SetPerson.
func (s *Session) Person() annotate.Person { return s.person }

// Document is the open document, or nil. It must not be changed.
func (s *Session) Document() *annotate.Document { return s.doc }

// Status is the state of saving.
func (s *Session) Status() Status { return s.status }

// NewID makes an id for an annotation.
func (s *Session) NewID() annotate.ID { return s.cfg.IDs.Next() }

// SetPerson makes the person with a name the annotator; one who is new to the
// project is added. What that person did before can be undone.
func (s *Session) SetPerson(ctx context.Context, name string) error {
	if p := s.project.PersonNamed(name); p != nil {
		s.person = *p
	} else {
		person := annotate.Person{ID: s.cfg.IDs.Next(), Name: name}
		tx := s.transaction("add "+name, "", []annotate.Edit{{After: &person}})
		tx.Author = "" // nobody's act: it is not undone
		if err := s.cfg.Store.Commit(ctx, tx); err != nil {
			return fmt.Errorf("adding %s: %w", name, err)
		}
		s.person = person
		if err := s.Reload(ctx); err != nil {
			return err
		}
	}
	log, err := s.cfg.Store.Log(ctx, annotate.LogQuery{Author: s.person.ID})
	if err != nil {
		return fmt.Errorf("reading what %s did: %w", name, err)
	}
	s.stack = history.Stack{}
	for _, e := range slices.Backward(log) {
		s.stack.Add(e)
	}
	return nil
}

// Reload reads the project's description anew, after something other than an
// act changed it.
func (s *Session) Reload(ctx context.Context) error {
	project, err := s.cfg.Store.Project(ctx)
	if err != nil {
		return err
	}
	s.project = project
	if err := s.loadThings(ctx); err != nil {
		return err
	}
	s.tell(Event{Kind: Changed})
	return nil
}

// LayerOf is the id of the person's layer on an article: what they annotate,
// or as an adjudicator the gold.
func (s *Session) LayerOf(article annotate.ID) annotate.LayerID {
	return annotate.LayerID{Article: article, Annotator: s.person.ID, Kind: cmp.Or(s.kind, annotate.Human)}
}

// SetKind says which of the person's layers Open opens from now on: Human, or
// Gold for adjudication.
func (s *Session) SetKind(kind annotate.LayerKind) { s.kind = kind }

// Open loads an article with the annotator's layer in the background, shows
// it, and calls then. Where another Open came after it, nothing happens.
func (s *Session) Open(article annotate.ID, then func(error)) {
	s.opening++
	s.loading, s.since = true, nil
	turn := s.opening
	layer := s.LayerOf(article)
	s.writer.load(layer, func(doc *annotate.Document, err error) {
		s.cfg.Post(func() {
			if turn != s.opening {
				return
			}
			if err == nil {
				doc, err = s.caughtUp(doc)
			}
			s.loading, s.since = false, nil
			if err == nil {
				s.endStint()
				s.doc = doc
				s.tell(Event{Kind: Opened})
			}
			then(err)
		})
	})
}

// caughtUp is a document that was read with the acts that were done after it
// had been asked for: they may have been on this very layer.
func (s *Session) caughtUp(doc *annotate.Document) (*annotate.Document, error) {
	for _, tx := range s.since {
		next, _, err := doc.Apply(tx.Edits)
		if err != nil {
			return nil, fmt.Errorf("opening %s: %w", doc.Article.Title, err)
		}
		next.Article = articleAfter(next.Article, tx.Edits)
		doc = &next
	}
	return doc, nil
}

// Leave closes the article that is open.
func (s *Session) Leave() {
	s.opening++
	s.loading, s.since = false, nil
	s.endStint()
	s.doc = nil
	s.tell(Event{Kind: Opened})
}

// ErrNoPerson says that an act needs an annotator.
var ErrNoPerson = errors.New("nobody annotates yet: give your name first")

// Do makes edits one act called title. It shows at once and is written
// behind. Edits that do not fit change nothing and give an error.
func (s *Session) Do(title string, edits []annotate.Edit) error {
	if len(edits) == 0 {
		return nil
	}
	return s.do(title, "", s.stamp(edits))
}

// Restore is Do for edits that bring back what was there: its origin stays as it was.
func (s *Session) Restore(title string, edits []annotate.Edit) error {
	if len(edits) == 0 {
		return nil
	}
	return s.do(title, "", edits)
}

func (s *Session) do(title string, reverts annotate.ID, edits []annotate.Edit) error {
	if s.person.ID == "" {
		return ErrNoPerson
	}
	var next *annotate.Document
	if s.doc != nil {
		begun := edits
		if reverts == "" {
			begun = s.begin(edits)
		}
		doc, completed, err := s.doc.Apply(begun)
		if err != nil {
			return fmt.Errorf("%s: %w", title, err)
		}
		edits = append(completed, others(edits, s.doc.Layer.ID)...)
		doc.Article = articleAfter(doc.Article, edits)
		next = &doc
	}
	if len(edits) == 0 {
		return nil
	}
	tx := s.transaction(title, reverts, edits)
	s.doc = next
	s.projectAfter(edits)
	s.thingsAfter(edits)
	s.recent[tx.ID] = tx
	s.stack.Add(annotate.LogEntry{ID: tx.ID, Author: tx.Author, At: tx.At, Title: tx.Title, Reverts: tx.Reverts})
	s.writer.commit(tx)
	if s.loading {
		s.since = append(s.since, tx)
	}
	s.status.Pending = s.writer.waiting()
	s.tell(Event{Kind: Acted, Acted: &tx})
	return nil
}

func (s *Session) transaction(title string, reverts annotate.ID, edits []annotate.Edit) annotate.Transaction {
	return annotate.Transaction{
		ID: s.cfg.IDs.Next(), Author: s.person.ID, At: s.cfg.Now().UTC().Truncate(time.Millisecond),
		Title: title, Reverts: reverts, Edits: edits,
	}
}

// begin adds to the first act on a new layer that the work has started.
func (s *Session) begin(edits []annotate.Edit) []annotate.Edit {
	if slices.ContainsFunc(edits, func(e annotate.Edit) bool { return e.Kind() == annotate.KindSchema }) {
		return edits // what follows a change of the schema is no work on the article
	}
	mine := slices.ContainsFunc(edits, func(e annotate.Edit) bool { return e.Layer == s.doc.Layer.ID })
	head := slices.ContainsFunc(edits, func(e annotate.Edit) bool { return e.Kind() == annotate.KindHead })
	if !mine || head || s.doc.Layer.State() != annotate.New {
		return edits
	}
	started := annotate.Head{}
	if s.doc.Layer.Head != nil {
		started = *s.doc.Layer.Head
	}
	started.State = annotate.Started
	if s.doc.Layer.ID.Kind == annotate.Gold {
		started.State = annotate.InReview
	}
	return append(slices.Clone(edits), s.doc.Put(&started))
}

// others are the edits that the open document passes over.
func others(edits []annotate.Edit, layer annotate.LayerID) []annotate.Edit {
	return slices.DeleteFunc(slices.Clone(edits), func(e annotate.Edit) bool { return e.Layer == layer })
}

// articleAfter is the open article after edits of its metadata.
func articleAfter(a *annotate.Article, edits []annotate.Edit) *annotate.Article {
	for _, e := range edits {
		if after, ok := e.After.(*annotate.Article); ok && after.ID == a.ID {
			changed := *after
			changed.Text = a.Text
			a = &changed
		}
	}
	return a
}

// projectAfter takes over edits of the schema and of people.
func (s *Session) projectAfter(edits []annotate.Edit) {
	for _, e := range edits {
		switch after := e.After.(type) {
		case *annotate.Schema:
			s.project.Schema = after
		case *annotate.Person:
			if p := s.project.Person(after.ID); p != nil {
				*p = *after
			} else {
				s.project.People = append(s.project.People, *after)
			}
		}
	}
}

// stamp notes on new annotations when and under which schema they were made, also
// where the same act changes them again.
func (s *Session) stamp(edits []annotate.Edit) []annotate.Edit {
	now := s.cfg.Now().UTC().Format(time.RFC3339)
	stamped := func(item annotate.Item) annotate.Item {
		if item == nil {
			return nil
		}
		out, _ := annotate.WithOrigin(item, func(o *annotate.Origin) { o.At, o.Schema = now, s.project.Schema.Revision })
		return out
	}
	type place struct {
		layer annotate.LayerID
		kind  annotate.Kind
		id    annotate.ID
	}
	fresh := map[place]bool{}
	out := slices.Clone(edits)
	for i, e := range out {
		at := place{e.Layer, e.Kind(), e.Target()}
		if e.Before == nil {
			fresh[at] = true
		}
		if fresh[at] {
			out[i].Before, out[i].After = stamped(e.Before), stamped(e.After)
		}
	}
	return out
}

// CanUndo is the title of the act that Undo takes back.
func (s *Session) CanUndo() (string, bool) {
	e, ok := s.stack.Undo()
	return e.Title, ok
}

// CanRedo is the title of the act that Redo does again.
func (s *Session) CanRedo() (string, bool) {
	e, ok := s.stack.Redo()
	return e.Title, ok
}

// Undo takes back the annotator's last act that is not taken back yet, in
// whatever article it was: that article is opened first. then gets the
// edits made.
func (s *Session) Undo(then func([]annotate.Edit, error)) {
	if e, ok := s.stack.Undo(); ok {
		s.revert(e, "undo "+e.Title, then)
	}
}

// Redo does again what was undone last.
func (s *Session) Redo(then func([]annotate.Edit, error)) {
	if e, ok := s.stack.Redo(); ok {
		s.revert(e, "redo "+e.Title, then)
	}
}

func (s *Session) revert(e annotate.LogEntry, title string, then func([]annotate.Edit, error)) {
	tx, ok := s.recent[e.ID]
	if !ok {
		var err error
		if tx, err = s.cfg.Store.Transaction(context.Background(), e.ID); err != nil {
			then(nil, fmt.Errorf("%s: %w", title, err))
			return
		}
	}
	edits := tx.Inverse()
	apply := func() { then(edits, s.do(title, e.ID, edits)) }
	article, elsewhere := s.elsewhere(tx)
	if !elsewhere {
		apply()
		return
	}
	s.Open(article, func(err error) {
		if err != nil {
			then(nil, fmt.Errorf("%s: %w", title, err))
			return
		}
		apply()
	})
}

// elsewhere is the first article of whose layers tx changes something, unless
// the open one is among them.
func (s *Session) elsewhere(tx annotate.Transaction) (annotate.ID, bool) {
	var first annotate.ID
	for _, e := range tx.Edits {
		switch {
		case e.Layer.Article == "":
		case s.doc != nil && e.Layer == s.doc.Layer.ID:
			return "", false
		case first == "":
			first = e.Layer.Article
		}
	}
	return first, first != ""
}

// Retry writes again after writing failed.
func (s *Session) Retry() { s.writer.retry() }

// Resume makes a session that could not be closed go on: its acts are kept.
func (s *Session) Resume() {
	s.writer.resume()
}

// WhenSaved calls f once every act done so far is on disk, or writing has stopped.
func (s *Session) WhenSaved(f func()) {
	s.writer.put(job{load: func([]annotate.Transaction) { s.cfg.Post(f) }})
}
