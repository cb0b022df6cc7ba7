//go:build sqlite_fts5

package schema

import (
	"cmp"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/reschema"
	"galley/store"
	"galley/store/sqlite"
	"galley/store/storetest"
)

const benchSchema = `{"format":"news-schema","version":1,"id":"s","name":"S","revision":1,"nesting":true,"overlap":true,
"entities":[{"label":"PER"},{"label":"ORG"},{"label":"GPE"},{"label":"LOC"},{"label":"DATE"},{"label":"WEAPON"}],
"events":[{"label":"Attack","roles":[{"name":"Attacker","fillers":["*"],"min":0,"max":null},{"name":"Target","fillers":["*"],"min":0,"max":null},{"name":"Place","fillers":["*"],"min":0,"max":null}]}],
"relations":[],"event_attributes":[],"document_attributes":[]}`

// What changes of the schema take in a project of 10,000 articles with 320,000
// annotations: to count what is used, to work out what the merge of a label with
// 43,000 mentions does, and to work it out, write it and write its undo.
func BenchmarkReschema(b *testing.B) {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("GALLEY_BENCH_ARTICLES"), "10000"))
	if err != nil {
		b.Fatal(err)
	}
	schema, err := annotate.ParseSchema([]byte(benchSchema))
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "big.galley")
	setUp := annotate.Transaction{ID: "setup", Edits: []annotate.Edit{{After: &annotate.Person{ID: "ada", Name: "Ada"}}, {After: schema}}}
	if err := sqlite.Create(b.Context(), path, "p", "Big", setUp); err != nil {
		b.Fatal(err)
	}
	s, err := sqlite.Open(b.Context(), path, store.Options{Program: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for _, tx := range storetest.Imports(storetest.Corpus(n), true) {
		if err := s.Commit(b.Context(), tx); err != nil {
			b.Fatal(err)
		}
	}
	plan, err := reschema.New(schema, reschema.Merge{What: reschema.TypeName(reschema.Entity, "PER"), Into: "ORG"})
	if err != nil {
		b.Fatal(err)
	}
	run := func(b *testing.B) *reschema.Outcome {
		out, err := plan.Run(b.Context(), s, nil)
		if err != nil {
			b.Fatal(err)
		}
		return out
	}
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			if _, err := reschema.CountUses(b.Context(), s, schema, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("preview", func(b *testing.B) {
		for b.Loop() {
			run(b)
		}
	})
	turn := 0
	b.Run("merge", func(b *testing.B) {
		for b.Loop() {
			out := run(b)
			turn++
			tx := annotate.Transaction{ID: annotate.ID("merge " + strconv.Itoa(turn)), Author: "ada", At: time.UnixMilli(1e12), Edits: out.Edits}
			if err := s.Commit(b.Context(), tx); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(len(out.Edits)-1), "mentions")
			b.StopTimer()
			undo := annotate.Transaction{ID: "undo " + tx.ID, Author: "ada", At: tx.At, Reverts: tx.ID, Edits: tx.Inverse()}
			if err := s.Commit(b.Context(), undo); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
}
