package sqlite

import (
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/unite"
)

// settlement is what some scopes come to.
type settlement struct {
	changes   []annotate.Edit // from what the tables hold
	conflicts []unite.Conflict
	several   []unite.Scope // whose edits do not simply add up to what they come to
}

// settle compares what the log and further acts come to with what the tables
// hold, in some scopes and what these need. Of most scopes the tables tell it
// (unite.Onward); the log is read for those that several copies changed at the
// same time, and without acts for all.
func (w *writer) settle(touched map[unite.Scope]bool, acts []annotate.Logged) (settlement, error) {
	if err := w.needs(touched); err != nil {
		return settlement{}, err
	}
	s := &settling{w: w, touched: touched, acts: acts, have: map[unite.Scope][]annotate.Item{}, results: map[unite.Scope]unite.Result{}}
	if err := s.onward(); err != nil {
		return settlement{}, err
	}
	if err := s.fromLog(); err != nil {
		return settlement{}, err
	}
	return s.finish()
}

// needs adds to scopes the articles of layers, and the people who are not there:
// who was it?
func (w *writer) needs(touched map[unite.Scope]bool) error {
	var articles []annotate.ID
	for scope := range touched {
		if scope.Kind != "" {
			continue
		}
		touched[unite.Scope{Kind: annotate.KindArticle, ID: scope.Layer.Article}] = true
		articles = append(articles, scope.Layer.Article)
		if w.people[scope.Layer.Annotator] != 0 {
			continue
		}
		person, err := w.Person(scope.Layer.Annotator)
		if err != nil {
			return err
		}
		if person == nil {
			touched[unite.Scope{Kind: annotate.KindPerson, ID: scope.Layer.Annotator}] = true
		}
	}
	_, err := w.Articles(articles) // so that their keys are known
	return err
}

// settling works out what scopes come to.
type settling struct {
	w       *writer
	touched map[unite.Scope]bool
	acts    []annotate.Logged // in order
	have    map[unite.Scope][]annotate.Item
	results map[unite.Scope]unite.Result
	old     []unite.Conflict // that were there before the acts
	several []unite.Scope
}

// onward finds what scopes come to that nobody changed at the same time as the acts.
func (s *settling) onward() error {
	if len(s.acts) == 0 {
		return nil
	}
	steps := unite.Steps(s.acts)
	needsLog, err := s.w.readSeveral()
	if err != nil || needsLog[unknownSeveral] {
		return err
	}
	if err := s.later(needsLog); err != nil {
		return err
	}
	for scope := range s.touched {
		if needsLog[scope] {
			continue
		}
		have, err := s.holds(scope)
		if err != nil {
			return err
		}
		if r, ok := unite.Onward(scope, have, steps[scope]); ok {
			s.results[scope] = r
		}
	}
	return nil
}

// later adds to scopes those that the log goes on with after the first of the acts that touches them.
func (s *settling) later(needsLog map[unite.Scope]bool) error {
	first := map[unite.Scope]annotate.Logged{}
	var about history
	for _, a := range s.acts {
		for _, e := range a.Edits {
			if scope := unite.ScopeOf(e); first[scope].ID == "" {
				first[scope] = a
			}
			about.add(e)
		}
	}
	order, err := readOrder(s.w.ctx, s.w.tx, &about, s.acts[0].Rank)
	if err != nil {
		return err
	}
	for _, l := range order {
		tx, _, err := readLogged(s.w.tx, l.seq)
		if err != nil {
			return err
		}
		for _, e := range tx.Edits {
			scope := unite.ScopeOf(e)
			if a, is := first[scope]; is && unite.Compare(a, l.place()) < 0 {
				needsLog[scope] = true
			}
		}
	}
	return nil
}

// fromLog finds what the other scopes come to from all their edits.
func (s *settling) fromLog() error {
	left := map[unite.Scope]bool{}
	for scope := range s.touched {
		if _, done := s.results[scope]; !done {
			left[scope] = true
		}
	}
	if len(left) == 0 {
		return nil
	}
	about, err := s.about(left)
	if err != nil {
		return err
	}
	before, now, err := s.steps(left, about)
	if err != nil {
		return err
	}
	for scope := range left {
		s.results[scope] = unite.Of(scope, now[scope])
		if len(s.acts) > 0 {
			s.old = append(s.old, unite.Of(scope, before[scope]).Conflicts...)
		}
		if !addUp(now[scope], s.results[scope].Items) {
			s.several = append(s.several, scope)
		}
	}
	return nil
}

// about is what tells which part of the log has the edits of scopes; nil: all of it.
func (s *settling) about(left map[unite.Scope]bool) (*history, error) {
	if len(s.acts) == 0 {
		return nil, nil
	}
	marked, err := s.w.readSeveral()
	if err != nil || marked[unknownSeveral] {
		return nil, err
	}
	about := new(history)
	for scope := range left {
		switch scope.Kind {
		case "":
			about.articles = append(about.articles, scope.Layer.Article)
		case annotate.KindArticle:
			about.articles = append(about.articles, scope.ID)
		default:
			about.things = append(about.things, [2]string{string(scope.Kind), string(scope.ID)})
		}
	}
	for _, a := range s.acts { // of things that are about an article its history tells
		for _, e := range a.Edits {
			if left[unite.ScopeOf(e)] {
				about.add(e)
			}
		}
	}
	return about, nil
}

// addUp tells whether steps come to items by simply adding them up.
func addUp(steps []unite.Step, items []annotate.Item) bool {
	var left sum
	for _, s := range steps {
		if s.Before != nil {
			left = left.minus(sumOf(s.Before))
		}
		if s.After != nil {
			left = left.plus(sumOf(s.After))
		}
	}
	for _, item := range items {
		left = left.minus(sumOf(item))
	}
	return left == sum{}
}

// steps gathers the edits of scopes from the log, and the same with further acts.
func (s *settling) steps(of map[unite.Scope]bool, about *history) (before, now map[unite.Scope][]unite.Step, err error) {
	order, err := readOrder(s.w.ctx, s.w.tx, about, fromBegin)
	if err != nil {
		return nil, nil, err
	}
	before, now = map[unite.Scope][]unite.Step{}, map[unite.Scope][]unite.Step{}
	add := func(to map[unite.Scope][]unite.Step, tx annotate.ID, edits []annotate.Edit) {
		for _, e := range edits {
			if scope := unite.ScopeOf(e); of[scope] {
				to[scope] = append(to[scope], unite.Step{Tx: tx, Edit: e})
			}
		}
	}
	acts := s.acts
	for _, l := range order {
		for len(acts) > 0 && unite.Compare(acts[0], l.place()) < 0 {
			add(now, acts[0].ID, acts[0].Edits)
			acts = acts[1:]
		}
		tx, _, err := readLogged(s.w.tx, l.seq)
		if err != nil {
			return nil, nil, err
		}
		add(before, tx.ID, tx.Edits)
		add(now, tx.ID, tx.Edits)
	}
	for _, a := range acts {
		add(now, a.ID, a.Edits)
	}
	return before, now, nil
}

// finish puts together what the scopes come to, and compares it with the tables.
func (s *settling) finish() (settlement, error) {
	var problem error
	held := func(scope unite.Scope) bool {
		is, err := s.w.held(scope, s.touched)
		problem = errors.Join(problem, err)
		return is
	}
	want, conflicts := unite.Settle(s.results, held)
	if problem != nil {
		return settlement{}, problem
	}
	for scope := range want {
		if article := (unite.Scope{Kind: annotate.KindArticle, ID: scope.Layer.Article}); scope.Kind == "" && s.nowhere(article) {
			if len(s.acts) > 0 {
				return settlement{}, fmt.Errorf("article %s: %w", scope.Layer.Article, annotate.ErrNotFound)
			}
			want[scope] = nil // a log of which something is missing
		}
		if _, err := s.holds(scope); err != nil {
			return settlement{}, err
		}
		if len(want[scope]) != len(s.results[scope].Items) {
			s.several = append(s.several, scope) // it comes back since it is needed
		}
	}
	return settlement{unite.Differences(s.have, want), unite.Fresh(s.old, conflicts), s.several}, nil
}

// nowhere tells whether an article was never made.
func (s *settling) nowhere(article unite.Scope) bool {
	r := s.results[article]
	return len(r.Items) == 0 && r.Last == nil
}

// holds is what the tables hold of a scope.
func (s *settling) holds(scope unite.Scope) ([]annotate.Item, error) {
	have, known := s.have[scope]
	if known {
		return have, nil
	}
	have, err := s.w.have(scope)
	if err == nil {
		s.have[scope] = have
	}
	return have, err
}

// held tells whether a layer of an article or of a person, not among those
// touched, has something in it.
func (w *writer) held(scope unite.Scope, touched map[unite.Scope]bool) (bool, error) {
	column := "a"
	if scope.Kind == annotate.KindPerson {
		column = "p"
	}
	rows, err := readLayerRows(w.ctx, w.tx, column+`.id = ? AND (l.state IS NOT NULL OR EXISTS (SELECT 1 FROM annotation x WHERE x.layer = l.num))`, string(scope.ID))
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(rows, func(r layerRow) bool { return !touched[unite.Scope{Layer: r.id}] }), nil
}

// have is what the tables hold of a scope.
func (w *writer) have(scope unite.Scope) ([]annotate.Item, error) {
	one := func(item annotate.Item, there bool, err error) ([]annotate.Item, error) {
		if err != nil || !there {
			return nil, err
		}
		return []annotate.Item{item}, nil
	}
	switch scope.Kind {
	case "": // its article and its person were looked up before
		return w.whole(scope.Layer)
	case annotate.KindArticle:
		found, err := w.Articles([]annotate.ID{scope.ID})
		if err != nil || len(found) == 0 {
			return nil, err
		}
		return []annotate.Item{found[0]}, nil
	case annotate.KindPerson:
		p, err := w.Person(scope.ID)
		return one(p, p != nil, err)
	case annotate.KindSchema:
		s, err := w.Schema()
		return one(s, s != nil, err)
	}
	t, err := w.Thing(scope.Kind, scope.ID)
	return one(t, t != nil, err)
}
