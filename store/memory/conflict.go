package memory

import (
	"context"

	"galley/annotate"
	"galley/annotate/review"
)

// CompareDue does nothing: Conflicts compares when it is asked.
func (s *Store) CompareDue(context.Context, int) (left int, err error) { return 0, nil }

// Conflicts gives a page of the queue.
func (s *Store) Conflicts(ctx context.Context, q review.Query) (review.Page, error) {
	var all []review.Conflict
	for e, err := range s.Each(ctx, annotate.Query{Order: annotate.ByImported}) {
		if err != nil {
			return review.Page{}, err
		}
		decisions, err := s.Things(ctx, annotate.KindDecision, e.Article.ID)
		if err != nil {
			return review.Page{}, err
		}
		assigned, err := s.Things(ctx, annotate.KindAssignment, e.Article.ID)
		if err != nil {
			return review.Page{}, err
		}
		all = append(all, review.Queue(e.Article, e.Layers, annotate.Decisions(decisions), annotate.Assignments(assigned))...)
	}
	return q.Take(all), nil
}
