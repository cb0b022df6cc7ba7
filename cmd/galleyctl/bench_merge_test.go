package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"galley/annotate"
	"galley/store"
	"galley/store/open"
	"galley/store/storetest"
)

// BenchmarkMerge brings the work of one person on a tenth of a project back, 25
// mentions an article and an act for each: from a bundle, with the copy of the
// project that is made before, and from segments in a folder that holds the whole
// project. The project has 10,000 articles with 26 mentions and 6 events each.
func BenchmarkMerge(b *testing.B) {
	n := benchArticles
	if testing.Short() {
		n /= 100
	}
	entries := storetest.Corpus(n)
	dir := b.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	writeNative(b, at("corpus.jsonl"), entries, true)
	importFile(b, at("p.galley"), at("corpus.jsonl"))
	assignToBen(b, at("p.galley"), entries[:n/10])
	ctl(b, "bundle", at("p.galley"), at("ben.galley"), "--annotator", "ben")
	clean, err := os.ReadFile(at("p.galley"))
	if err = errors.Join(err, os.Mkdir(at("shared"), 0o777), os.WriteFile(at("q.galley"), clean, 0o644)); err != nil {
		b.Fatal(err)
	}
	ctl(b, "exchange", at("p.galley"), at("shared"))
	for _, path := range []string{"ben.galley", "q.galley"} {
		workAsBen(b, at(path), entries[:n/10])
	}
	ctl(b, "exchange", at("q.galley"), at("shared"))
	for name, args := range map[string][]string{"bundle": {"merge", at("now.galley"), at("ben.galley")}, "segments": {"exchange", at("now.galley"), at("shared")}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				if err := os.WriteFile(at("now.galley"), clean, 0o644); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				said := ctl(b, args...)
				if want := fmt.Sprintf(`"new":%d,`, 25*n/10); !bytes.Contains(said, []byte(want)) {
					b.Fatalf("not %s but %s", want, said)
				}
			}
		})
	}
}

// ctl runs galleyctl in this process and gives its answer.
func ctl(b *testing.B, args ...string) []byte {
	b.Helper()
	var answer, said bytes.Buffer
	if code := run(b.Context(), append(args, "--json"), &output{stdout: &answer, stderr: &said, every: time.Hour}); code != exitDone {
		b.Fatalf("%v ends with %d: %s", args, code, said.Bytes())
	}
	return answer.Bytes()
}

// withStore opens a project and does something with it.
func withStore(b *testing.B, path string, do func(store.Store) error) {
	b.Helper()
	s, err := open.Project(b.Context(), path, store.Options{Program: "galleyctl"})
	if err == nil {
		err = errors.Join(do(s), s.Close())
	}
	if err != nil {
		b.Fatal(err)
	}
}

// assignToBen makes ben and assigns articles to him.
func assignToBen(b *testing.B, path string, entries []annotate.Entry) {
	tx := annotate.Transaction{ID: "assign", Title: "assign", Edits: []annotate.Edit{{After: &annotate.Person{ID: "ben", Name: "ben"}}}}
	for _, e := range entries {
		tx.Edits = append(tx.Edits, annotate.Edit{After: &annotate.Assignment{Article: e.Article.ID, Person: "ben", Blind: true}})
	}
	withStore(b, path, func(s store.Store) error { return s.Commit(b.Context(), tx) })
}

// workAsBen adds a label to the schema and marks 25 mentions in each article, one after the other.
func workAsBen(b *testing.B, path string, entries []annotate.Entry) {
	var acts []annotate.Transaction
	for _, e := range entries {
		layer := annotate.LayerID{Article: e.Article.ID, Annotator: "ben", Kind: annotate.Human}
		for n, m := range e.Layers[0].Mentions.All()[:25] {
			acts = append(acts, annotate.Transaction{ID: annotate.ID(fmt.Sprintf("ben-%s-%d", e.Article.ID, n)), Author: "ben", Title: "mark", Edits: []annotate.Edit{{Layer: layer, After: m}}})
		}
	}
	withStore(b, path, func(s store.Store) error {
		p, err := s.Project(b.Context())
		if err != nil {
			return err
		}
		more := *p.Schema
		more.Revision++
		more.Entities = append(slices.Clone(more.Entities), annotate.EntityType{Type: annotate.Type{Label: "VESSEL"}})
		if err := s.Commit(b.Context(), annotate.Transaction{ID: "schema", Author: "ben", Title: "add a label", Edits: []annotate.Edit{{Before: p.Schema, After: &more}}}); err != nil {
			return err
		}
		for some := range slices.Chunk(acts, 1000) {
			if err := s.Commit(b.Context(), some...); err != nil {
				return err
			}
		}
		return nil
	})
}
