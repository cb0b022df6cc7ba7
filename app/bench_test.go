//go:build sqlite_fts5

package app

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"galley/annotate"
	"galley/app/page"
	"galley/store"
	"galley/store/sqlite"
	"galley/store/storetest"
)

// What an act takes in the window, from the key to when every pane shows it, by
// the articles of the project, each of about 32 mentions: a label on a word, and
// taking that back. The pixels are measured in app/editor, and saving goes on
// while the next frame is shown.
func BenchmarkAct(b *testing.B) {
	bySize(b, benchmarkAct)
}

// What a decision takes on the review page, from the key to when every pane shows
// the next conflict, in a project in which two people read each article.
func BenchmarkDecision(b *testing.B) {
	bySize(b, benchmarkDecision)
}

// bySize runs a benchmark for projects of 100 articles and more.
func bySize(b *testing.B, run func(b *testing.B, articles int)) {
	most, err := strconv.Atoi(cmp.Or(os.Getenv("GALLEY_BENCH_ARTICLES"), "10000"))
	if err != nil {
		b.Fatal(err)
	}
	for n := 100; n <= most; n *= 10 {
		b.Run(fmt.Sprint(n), func(b *testing.B) { run(b, n) })
	}
}

// openBench opens a project of entries in a file, as ada.
func openBench(b *testing.B, entries []annotate.Entry) *desk {
	path, ids := filepath.Join(b.TempDir(), "big.galley"), newIDs()
	first := firstAct(b, ids, shelled)
	first.Edits = append(first.Edits, annotate.Edit{After: &annotate.Person{ID: "ada", Name: "ada"}}, annotate.Edit{After: &annotate.Person{ID: "ben", Name: "ben"}})
	if err := sqlite.Create(b.Context(), path, "p", "Big", first); err != nil {
		b.Fatal(err)
	}
	s, err := sqlite.Open(b.Context(), path, store.Options{Program: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	for _, tx := range storetest.Imports(entries, true) {
		if err := s.Commit(b.Context(), tx); err != nil {
			b.Fatal(err)
		}
	}
	return openDeskOn(b, s, ids)
}

func benchmarkDecision(b *testing.B, articles int) {
	d := openBench(b, storetest.Doubled(articles))
	for left := 1; left > 0; {
		var err error
		if left, err = d.store.CompareDue(b.Context(), 64); err != nil {
			b.Fatal(err)
		}
	}
	if err := d.open.session.SetPerson(b.Context(), "cy"); err != nil {
		b.Fatal(err)
	}
	d.key("Ctrl+R")
	d.onReview()
	r := d.open.review
	decided := 0
	for b.Loop() {
		was := r.want
		d.key("1")
		decided++
		d.until("the next conflict", func() bool { return r.desk != nil && r.set >= 0 && r.desk.Sets[r.set].Key != was })
		b.StopTimer()
		d.settle()
		b.StartTimer()
	}
	things, err := d.store.Things(b.Context(), annotate.KindDecision, "")
	if err != nil || len(things) != decided {
		b.Fatalf("%d decisions, want %d: %v", len(things), decided, err)
	}
}

func benchmarkAct(b *testing.B, articles int) {
	entries := storetest.Corpus(articles)
	d := openBench(b, entries)
	d.load(entries[0].Article.ID)
	before := d.doc().Layer.Mentions.Len()
	if before < 20 {
		b.Fatalf("the article has %d mentions", before)
	}
	d.editor.Select(page.At(d.doc().Article.Text.Len() / 2))
	for b.Loop() {
		d.label("p")
		d.run("edit.undo")
		b.StopTimer()
		d.settle()
		b.StartTimer()
	}
	if n := d.doc().Layer.Mentions.Len(); n != before {
		b.Fatalf("%d mentions, want the %d from before", n, before)
	}
}
