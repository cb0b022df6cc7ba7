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
	most, err := strconv.Atoi(cmp.Or(os.Getenv("GALLEY_BENCH_ARTICLES"), "10000"))
	if err != nil {
		b.Fatal(err)
	}
	for n := 100; n <= most; n *= 10 {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkAct(b, n) })
	}
}

func benchmarkAct(b *testing.B, articles int) {
	path, ids := filepath.Join(b.TempDir(), "big.galley"), newIDs()
	first := firstAct(b, ids, shelled)
	first.Edits = append(first.Edits, annotate.Edit{After: &annotate.Person{ID: "ada", Name: "ada"}})
	if err := sqlite.Create(b.Context(), path, "p", "Big", first); err != nil {
		b.Fatal(err)
	}
	s, err := sqlite.Open(b.Context(), path, store.Options{Program: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	entries := storetest.Corpus(articles)
	for _, tx := range storetest.Imports(entries, true) {
		if err := s.Commit(b.Context(), tx); err != nil {
			b.Fatal(err)
		}
	}
	d := openDeskOn(b, s, ids)
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
