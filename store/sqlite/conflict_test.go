package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/review"
	"galley/annotate/span"
	"galley/store"
	"galley/store/storetest"
)

func doubledProject(tb testing.TB, n int) *Store {
	first := setUp
	first.Edits = append(first.Edits[:1:1], annotate.Edit{After: &annotate.Person{ID: "ben", Name: "Ben"}})
	s := newProject(tb, first)
	for _, tx := range imports(storetest.Doubled(n), true) {
		if err := s.Commit(context.Background(), tx); err != nil {
			tb.Fatal(err)
		}
	}
	return s
}

// A queue that is not what layers and decisions come to is found, and rebuilding mends it.
func TestCheckQueue(t *testing.T) {
	s := doubledProject(t, 12)
	compare := func() {
		t.Helper()
		if left, err := s.CompareDue(t.Context(), 100); err != nil || left > 0 {
			t.Fatal(left, err)
		}
	}
	codes := func() []string {
		t.Helper()
		found, err := s.Check(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range found {
			out = append(out, f.Code)
		}
		return out
	}
	compare()
	if found := codes(); found != nil {
		t.Fatalf("found %v", found)
	}
	for name, damage := range map[string]string{
		"a conflict is missing":          `DELETE FROM conflict WHERE (article, n) IN (SELECT article, n FROM conflict LIMIT 1)`,
		"a conflict says something else": `UPDATE conflict SET content = json_set(content, '$.quote', 'x') WHERE (article, n) IN (SELECT article, n FROM conflict LIMIT 1)`,
	} {
		if _, err := s.writer.ExecContext(t.Context(), damage); err != nil {
			t.Fatal(err)
		}
		if found := codes(); !slices.Equal(found, []string{"queue_differs"}) {
			t.Errorf("%s: found %v", name, found)
		}
		if _, err := s.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		compare()
		if found := codes(); found != nil {
			t.Errorf("%s: after rebuilding found %v", name, found)
		}
	}
}

// What was compared while its article was deleted is not kept.
func TestDeletedMeanwhile(t *testing.T) {
	s := doubledProject(t, 3)
	var found []compared
	err := s.snapshot(t.Context(), func(tx *sql.Tx) error {
		var err error
		found, err = compareDue(t.Context(), tx, 3)
		return err
	})
	if err != nil || len(found) != 3 || len(found[0].conflicts) == 0 {
		t.Fatalf("compared %v (%v)", found, err)
	}
	a, err := s.Article(t.Context(), found[0].id)
	if err != nil {
		t.Fatal(err)
	}
	deleted := *a
	deleted.Deleted = true
	if err := s.Commit(t.Context(), annotate.Transaction{ID: "delete", Edits: []annotate.Edit{{Before: a, After: &deleted}}}); err != nil {
		t.Fatal(err)
	}
	if err := s.keepCompared(found); err != nil {
		t.Fatal(err)
	}
	if wrong, err := s.Check(t.Context(), nil); err != nil || len(wrong) > 0 {
		t.Errorf("%v, %v", wrong, err)
	}
}

// The view of decisions tells who decided what, and whose reading was taken.
func TestViewDecisions(t *testing.T) {
	s := doubledProject(t, 1)
	article := storetest.Corpus(1)[0].Article
	first, _ := utf8.DecodeRuneInString(article.Text.String())
	decision := &annotate.Decision{ID: "d1", Article: article.ID, By: "ada", At: "2026-05-04T12:00:00Z", Kind: annotate.KindMention, Label: "PER",
		Spans: []span.Span{{Start: 0, End: utf8.RuneLen(first)}}, Act: annotate.TookReading, Took: []annotate.ID{"ben"}, Right: []annotate.ID{"ben"},
		Of: []annotate.Held{{Coder: "ada"}, {Coder: "ben", Items: []annotate.ID{"m"}}}, Gold: []annotate.ID{"g"}, Cause: "slip", Guideline: true, Comment: "see 3.2"}
	if err := s.Commit(t.Context(), annotate.Transaction{ID: "d", Author: "ada", At: time.UnixMilli(1e12), Edits: []annotate.Edit{{After: decision}}}); err != nil {
		t.Fatal(err)
	}
	var got [12]string
	err := s.readers.QueryRowContext(t.Context(), `SELECT key, decided_by, kind, label, start, "end", act, coders, took, gold, cause, guideline || ' ' || review || ' ' || comment FROM v_decisions`).
		Scan(&got[0], &got[1], &got[2], &got[3], &got[4], &got[5], &got[6], &got[7], &got[8], &got[9], &got[10], &got[11])
	if err != nil {
		t.Fatal(err)
	}
	want := [12]string{article.Key, "Ada", "mention", "PER", "0", "1", "reading", `["Ada","Ben"]`, `["Ben"]`, `["g"]`, "slip", "1 0 see 3.2"}
	if got != want {
		t.Errorf("the view says %q\nwant %q", got, want)
	}
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
