//go:build sqlite_fts5

package markall

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"galley/annotate"
	"galley/annotate/text"
	"galley/store"
	"galley/store/sqlite"
	"galley/store/storetest"
)

// What finding all places of a name takes in a project of 10,000 articles with
// 320,000 mentions: of a rare one, of a frequent one, and of a part of words, for
// which every article is read.
func BenchmarkPreview(b *testing.B) {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("GALLEY_BENCH_ARTICLES"), "10000"))
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "big.galley")
	setUp := annotate.Transaction{ID: "setup", Edits: []annotate.Edit{{After: &annotate.Person{ID: "ada", Name: "Ada"}}}}
	if err := sqlite.Create(b.Context(), path, "p", "Big", setUp); err != nil {
		b.Fatal(err)
	}
	s, err := sqlite.Open(b.Context(), path, store.Options{Program: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	entries := storetest.Corpus(n)
	for _, tx := range storetest.Imports(entries, true) {
		if err := s.Commit(b.Context(), tx); err != nil {
			b.Fatal(err)
		}
	}
	first := entries[0]
	rare, frequent := wordsOf(entries)
	for _, c := range []struct {
		name, text string
		like       text.Likeness
	}{{"rare", rare, text.Likeness{Words: true}}, {"frequent", frequent, text.Likeness{Words: true}}, {"part", rare, text.Likeness{}}} {
		b.Run(c.name, func(b *testing.B) {
			model := annotate.Model{Item: &annotate.Mention{Label: "NEW"}, Text: c.text, Where: first.Article.ID}
			found := 0
			for b.Loop() {
				list, err := search(b.Context(), s, annotate.LayerID{Annotator: "ada", Kind: annotate.Human}, model, c.like, func(int64, int64) {})
				if err != nil {
					b.Fatal(err)
				}
				found = len(list)
			}
			b.ReportMetric(float64(found), "places")
		})
	}
}

// wordsOf are words of the corpus, one that is in about sixty articles and one
// in about a tenth of them.
func wordsOf(entries []annotate.Entry) (rare, frequent string) {
	in := map[string]int{}
	for _, e := range entries {
		seen := map[string]bool{}
		for _, w := range strings.Fields(e.Article.Text.String()) {
			if !seen[w] {
				seen[w] = true
				in[w]++
			}
		}
	}
	nearest := func(n int) string {
		best := ""
		for _, w := range slices.Sorted(maps.Keys(in)) {
			if best == "" || abs(in[w]-n) < abs(in[best]-n) {
				best = w
			}
		}
		return best
	}
	return nearest(60), nearest(len(entries) / 10)
}

func abs(n int) int { return max(n, -n) }
