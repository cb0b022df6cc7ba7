package sqlite

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/review"
	"galley/store"
	"galley/store/storetest"
)

// doubled is a corpus in which ben does what ada did, but every third mention and every second event.
func doubled(n int) []annotate.Entry {
	entries := storetest.Corpus(n)
	for i, e := range entries {
		var items []annotate.Item
		count := 0
		e.Layers[0].Each(func(item annotate.Item) {
			count++
			switch x := item.(type) {
			case *annotate.Mention:
				if count%3 == 0 {
					item = annotate.WithLabel(x, "OTHER")
				}
			case *annotate.Event:
				if count%2 == 0 && len(x.Arguments) > 1 {
					item = x.WithoutArgument(0)
				}
			}
			items = append(items, item)
		})
		id := e.Layers[0].ID
		id.Annotator = "ben"
		entries[i].Layers = append(e.Layers, annotate.NewLayer(id, items))
	}
	return entries
}

func doubledProject(tb testing.TB, n int) *Store {
	first := setUp
	first.Edits = append(first.Edits[:1:1], annotate.Edit{After: &annotate.Person{ID: "ben", Name: "Ben"}})
	s := newProject(tb, first)
	for _, tx := range imports(doubled(n), true) {
		if err := s.Commit(context.Background(), tx); err != nil {
			tb.Fatal(err)
		}
	}
	return s
}

// BenchmarkQueue opens the queue of a project in which two people read each
// article, with filters as they are on opening and with the slowest ones.
func BenchmarkQueue(b *testing.B) {
	s := doubledProject(b, corpusSize())
	begun := time.Now()
	for left := 1; left > 0; {
		var err error
		if left, err = s.CompareDue(context.Background(), 64); err != nil {
			b.Fatal(err)
		}
	}
	perArticle := time.Since(begun).Seconds() * 1000 / float64(corpusSize())
	for name, q := range map[string]review.Query{
		"first": {States: review.ToDo, Finished: true, Limit: 100},
		"pair":  {States: review.ToDo, Finished: true, Limit: 100, Pair: review.Pair{A: "ada", B: "ben"}},
		"label": {States: review.ToDo, Finished: true, Limit: 100, Order: review.ByLabel, Labels: []string{"OTHER"}},
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				if err := s.Close(); err != nil { // nothing is read before the first page
					b.Fatal(err)
				}
				s = openProject(b, s.path)
				p, err := s.Conflicts(context.Background(), q)
				if err != nil || len(p.Conflicts) != 100 {
					b.Fatalf("%d conflicts: %v", len(p.Conflicts), err)
				}
			}
			b.ReportMetric(perArticle, "ms-compared/article")
		})
	}
}

// An article that is changed while it is compared stays due.
func TestChangedWhileCompared(t *testing.T) {
	s := doubledProject(t, 1)
	var found []compared
	err := s.snapshot(t.Context(), func(tx *sql.Tx) (err error) {
		found, err = compareDue(t.Context(), tx, 10)
		return err
	})
	if err != nil || len(found) != 1 {
		t.Fatalf("%d due: %v", len(found), err)
	}
	layers, err := s.Layers(t.Context(), found[0].conflicts[0].Article)
	if err != nil {
		t.Fatal(err)
	}
	m := layers[0].Mentions.All()[0]
	change := annotate.Transaction{ID: "change", Author: "ada", Edits: []annotate.Edit{{Layer: layers[0].ID, Before: m, After: annotate.WithLabel(m, "NEW")}}}
	if err := s.Commit(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	if err := s.keepCompared(found); err != nil {
		t.Fatal(err)
	}
	if p, err := s.Conflicts(t.Context(), review.Query{}); err != nil || p.Due != 1 || p.All != 0 {
		t.Errorf("%d due, %d conflicts: %v", p.Due, p.All, err)
	}
	if left, err := s.CompareDue(t.Context(), 1); err != nil || left != 0 {
		t.Errorf("%d left: %v", left, err)
	}
	if p, err := s.Conflicts(t.Context(), review.Query{Labels: []string{"NEW"}}); err != nil || p.All == 0 {
		t.Errorf("%d conflicts of the new label: %v", p.All, err)
	}
}

func TestCompareReadOnly(t *testing.T) {
	s := doubledProject(t, 2)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Open(t.Context(), s.path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.CompareDue(t.Context(), 1); err == nil {
		t.Error("compared in a project opened for reading")
	}
	if p, err := r.Conflicts(t.Context(), review.Query{}); err != nil || p.Due != 2 {
		t.Errorf("%d due: %v", p.Due, err)
	}
}
