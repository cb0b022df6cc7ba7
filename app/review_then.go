package app

import (
	"context"
	"iter"

	"galley/annotate"
	"galley/annotate/review"
)

// findThen reads from the log what those said who changed what was decided on, for
// a stale decision to show that beside what they say now.
func (r *reviewing) findThen() {
	verdict := r.desk.Verdict(r.set)
	if verdict.State != review.Stale {
		return
	}
	article, comparison, set := r.desk.Gold.Article, r.comparison, r.set
	r.findMore("Earlier readings", func(ctx context.Context) (func(), error) {
		then := map[annotate.ID]*annotate.Layer{}
		log, err := r.w.store.Log(ctx, annotate.LogQuery{Article: article.ID})
		for _, coder := range verdict.Changed {
			if err == nil {
				then[coder], err = comparison.Earlier(article, set, coder, verdict.Decision, acts(ctx, r.w.store, log))
			}
		}
		return func() { r.then = then }, err
	})
}

// acts are the transactions of a log, in its order.
func acts(ctx context.Context, s Store, log []annotate.LogEntry) iter.Seq2[annotate.Transaction, error] {
	return func(yield func(annotate.Transaction, error) bool) {
		for _, e := range log {
			if tx, err := s.Transaction(ctx, e.ID); !yield(tx, err) {
				return
			}
		}
	}
}
