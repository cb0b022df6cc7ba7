package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/review"
	"galley/store"
)

// childReviews commits acts that change what is in the queue, without end, and
// brings the queue up to date beside them. It prints the number of each act when it is saved.
func childReviews(path string) {
	s, err := Open(context.Background(), path, store.Options{Program: "child"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	failed := make(chan error)
	go func() {
		for {
			if _, err := s.CompareDue(context.Background(), 2); err != nil {
				failed <- err
			}
		}
	}()
	go func() {
		for {
			c, err := s.Counts(context.Background())
			if err == nil {
				err = commitReview(s, c.Transactions)
			}
			if err != nil {
				failed <- err
			}
			fmt.Println(c.Transactions)
		}
	}()
	fmt.Fprintln(os.Stderr, <-failed)
	os.Exit(1)
}

// commitReview changes an article so that its conflicts are others: a label of
// one reader's, a decision, or whether the article is deleted.
func commitReview(s *Store, n int) error {
	ctx := context.Background()
	refs, err := s.Find(ctx, annotate.Query{Deleted: n%5 == 1})
	if err == nil && len(refs) == 0 { // none is deleted, or all are
		refs, err = s.Find(ctx, annotate.Query{Deleted: n%5 != 1})
	}
	if err != nil {
		return err
	}
	rows, err := s.Rows(ctx, "", refs)
	if err != nil {
		return err
	}
	a, err := s.Article(ctx, rows[n%len(rows)].ID)
	if err != nil {
		return err
	}
	layer, err := s.Layer(ctx, annotate.LayerID{Article: a.ID, Annotator: "ada", Kind: annotate.Human})
	if err != nil {
		return err
	}
	mentions := layer.Mentions.All()
	tx := annotate.Transaction{ID: annotate.ID(fmt.Sprintf("review%06d", n)), Author: "ada", At: time.UnixMilli(int64(n))}
	switch {
	case n%5 < 2 || len(mentions) == 0:
		turned := *a
		turned.Deleted = !a.Deleted
		tx.Edits = []annotate.Edit{{Before: a, After: &turned}}
	case n%3 == 0:
		tx.Edits = []annotate.Edit{{After: &annotate.Decision{ID: tx.ID, Article: a.ID, By: "ada", At: "2026-05-04T12:00:00Z", Kind: annotate.KindMention, Act: annotate.RejectedAll,
			Of: []annotate.Held{{Coder: "ada"}, {Coder: "ben", Items: []annotate.ID{"m"}}}}}}
	default:
		m := mentions[n%len(mentions)]
		tx.Edits = []annotate.Edit{{Layer: layer.ID, Before: m, After: annotate.WithLabel(m, fmt.Sprint("L", n%4))}}
	}
	return s.Commit(ctx, tx)
}

// The queue that is kept is what layers and decisions come to, or known to be
// out of date, after kill -9 at any moment; and then it can be brought up to date.
func TestKillQueue(t *testing.T) {
	s := doubledProject(t, 6)
	path := s.path
	compareAll(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	due := 0
	for range 8 {
		s := openSaved(t, path, killed(t, child(t, "review", path), 1+random.IntN(40)))
		sound := func(when string) {
			t.Helper()
			if found, err := s.Check(t.Context(), nil); len(found) > 0 || err != nil {
				t.Errorf("%s: %v, %v", when, found, err)
			}
		}
		sound("killed")
		page, err := s.Conflicts(t.Context(), review.Query{})
		if err != nil {
			t.Fatal(err)
		}
		due += page.Due
		compareAll(t, s)
		sound("brought up to date")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if due == 0 {
		t.Error("it was never killed while the queue was out of date")
	}
}

// compareAll brings the whole queue up to date.
func compareAll(t *testing.T, s *Store) {
	t.Helper()
	for left := 1; left > 0; {
		var err error
		if left, err = s.CompareDue(t.Context(), 64); err != nil {
			t.Fatal(err)
		}
	}
}
