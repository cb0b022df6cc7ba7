package memory

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"slices"

	"galley/annotate"
	"galley/annotate/unite"
	"galley/store"
	"galley/store/internal/plan"
)

// Acts gives the transactions of the log in the order in which they take effect.
func (s *Store) Acts(_ context.Context, skip func(annotate.ID) bool) iter.Seq2[annotate.Logged, error] {
	return func(yield func(annotate.Logged, error) bool) {
		s.mu.RLock()
		acts := slices.SortedFunc(slices.Values(s.log), unite.Compare)
		s.mu.RUnlock()
		for _, a := range acts {
			if skip != nil && skip(a.ID) {
				continue
			}
			a.Edits = slices.Clone(a.Edits)
			for i, e := range a.Edits {
				if made, ok := e.After.(*annotate.Article); ok && e.Before == nil {
					a.Edits[i].After = s.withText(made)
				}
			}
			if !yield(a, nil) {
				return
			}
		}
	}
}

// Rank is the highest rank of the log.
func (s *Store) Rank(context.Context) (int64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.rank, nil
}

// Unite takes in acts of other copies of the project.
func (s *Store) Unite(_ context.Context, acts []annotate.Logged, dry bool) (unite.Union, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	acts = slices.DeleteFunc(slices.Clone(acts), func(a annotate.Logged) bool { return s.logged(a.ID) })
	for _, a := range acts {
		for _, e := range a.Edits {
			x, ok := e.After.(*annotate.Article)
			if !ok {
				continue
			}
			if here := s.now.articles[x.ID]; here != nil && here.Digest != x.Digest {
				return unite.Union{}, &unite.TextError{Article: *here}
			}
			if x.Text != nil {
				s.bodies[x.Digest] = x.Text
			}
		}
	}
	before, old := unite.Everything(s.log)
	all, conflicts := unite.Everything(append(slices.Clone(s.log), acts...))
	for _, a := range acts {
		for _, e := range a.Edits {
			id := e.Layer.Article
			if _, ever := all[unite.Scope{Kind: annotate.KindArticle, ID: id}]; id != "" && !ever {
				return unite.Union{}, fmt.Errorf("article %s: %w", id, annotate.ErrNotFound)
			}
		}
	}
	u := unite.Union{Acts: len(acts), Changes: unite.Differences(before, all), Conflicts: unite.Fresh(old, conflicts)}
	if dry {
		return u, nil
	}
	next, err := s.stateOf(all)
	if err != nil {
		return unite.Union{}, err
	}
	s.now = next
	slices.SortFunc(acts, unite.Compare)
	for _, a := range acts {
		s.append(a)
	}
	return u, nil
}

// stateOf is the state that holds what scopes come to.
func (s *Store) stateOf(scopes map[unite.Scope][]annotate.Item) (*state, error) {
	next := newState()
	for scope, items := range scopes {
		if scope.Kind == "" && len(items) > 0 {
			next.layers[scope.Layer] = layer{items: map[annotate.ID]annotate.Item{}}
		}
		for _, item := range items {
			if err := s.put(next, &plan.Change{Layer: scope.Layer, Now: item}); err != nil {
				return nil, err
			}
		}
	}
	for id := range next.refs { // a place that was given stays
		if ref, ok := s.now.refs[id]; ok {
			next.refs[id] = ref
		}
	}
	return next, nil
}

// Check compares the present state with what the log comes to.
func (s *Store) Check(context.Context, store.Progress) ([]store.Finding, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, _ := unite.Everything(s.log)
	replayed, err := s.stateOf(all)
	if err != nil {
		return []store.Finding{{Code: "log_unreadable", Message: err.Error()}}, nil
	}
	var found []store.Finding
	if !reflect.DeepEqual(replayed.articles, s.now.articles) || !reflect.DeepEqual(replayed.people, s.now.people) {
		found = append(found, store.Finding{Code: "table_differs", Message: "articles or people are not what the log comes to"})
	}
	for id, l := range s.now.layers {
		if !l.empty() && !reflect.DeepEqual(replayed.layers[id], l) {
			found = append(found, store.Finding{Code: "table_differs", Message: fmt.Sprintf("layer %v is not what the log comes to", id)})
		}
	}
	return found, nil
}

// Rebuild makes everything anew from the log. There is no copy.
func (s *Store) Rebuild(context.Context, store.Progress) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, _ := unite.Everything(s.log)
	next, err := s.stateOf(all)
	if err == nil {
		s.now = next
	}
	return "", err
}
