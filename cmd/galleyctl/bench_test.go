package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/format"
	"galley/annotate/format/galley"
	"galley/store"
	"galley/store/open"
	"galley/store/storetest"
	"galley/store/words"
)

// benchArticles is the size of the corpus, about 3 KB an article.
const benchArticles = 10_000

// benchSchema has no labels: the import adds them.
var benchSchema = &annotate.Schema{Format: annotate.SchemaFormat, FileVersion: annotate.SchemaFileVersion, ID: "bench", Name: "Bench"}

// BenchmarkImport imports a corpus from a file as galleyctl does, without and
// with its 320,000 marked spans (mentions, and events with their arguments), beside plain INSERTs of the same into the same SQLite
// with the same index of words, in the same run. of-insert is its rate as a part
// of that of the INSERTs; of-export the size of the project as a part of that of
// its own native export.
func BenchmarkImport(b *testing.B) {
	n := benchArticles
	if testing.Short() {
		n /= 100
	}
	entries := storetest.Corpus(n)
	for _, with := range []struct {
		name   string
		layers bool
	}{{"articles", false}, {"mentions", true}} {
		b.Run(with.name, func(b *testing.B) {
			var imported, inserted time.Duration
			var part float64
			for range b.N {
				dir := b.TempDir()
				file := filepath.Join(dir, "corpus.jsonl")
				exported := writeNative(b, file, entries, with.layers)
				project := filepath.Join(dir, "p.galley")
				inserted += plainInsert(b, filepath.Join(dir, "plain.db"), entries, with.layers)
				imported += importFile(b, project, file)
				part = float64(fileSize(b, project)) / float64(exported)
			}
			total := float64(len(entries) * b.N)
			b.ReportMetric(total/imported.Seconds(), "articles/s")
			b.ReportMetric(total/inserted.Seconds(), "insert-articles/s")
			b.ReportMetric(inserted.Seconds()/imported.Seconds(), "of-insert")
			b.ReportMetric(part, "of-export")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkExport exports the same corpus with its mentions in each format.
func BenchmarkExport(b *testing.B) {
	n := benchArticles
	if testing.Short() {
		n /= 100
	}
	dir := b.TempDir()
	file, project := filepath.Join(dir, "corpus.jsonl"), filepath.Join(dir, "p.galley")
	writeNative(b, file, storetest.Corpus(n), true)
	importFile(b, project, file)
	s, err := open.Project(b.Context(), project, store.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for _, id := range []string{"galley", "brat", "conll2003"} {
		b.Run(id, func(b *testing.B) {
			for i := range b.N {
				out := filepath.Join(b.TempDir(), fmt.Sprint(i))
				if _, err := exchange.Export(b.Context(), s, exchange.ExportOptions{Recipe: annotate.Recipe{Format: id}, Out: out}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// BenchmarkDatasheet exports the same corpus with two finished layers of each
// article, in the native format. agreement-s is what the agreement in its
// datasheet takes of that: the time beyond an export that knows of one person only.
func BenchmarkDatasheet(b *testing.B) {
	n := benchArticles
	if testing.Short() {
		n /= 100
	}
	entries := storetest.Corpus(n)
	for i := range entries {
		entries[i].Layers = twice(entries[i].Layers[0])
	}
	dir := b.TempDir()
	file, project := filepath.Join(dir, "corpus.jsonl"), filepath.Join(dir, "p.galley")
	writeNative(b, file, entries, true)
	importFile(b, project, file)
	s, err := open.Project(b.Context(), project, store.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	export := func(c exchange.Corpus) time.Duration {
		begun := time.Now()
		report, err := exchange.Export(b.Context(), c, exchange.ExportOptions{Recipe: annotate.Recipe{Format: "galley"}, Out: filepath.Join(b.TempDir(), "out")})
		if err != nil || report.Articles != n {
			b.Fatal(report, err)
		}
		return time.Since(begun)
	}
	var with, without time.Duration
	for b.Loop() {
		without += export(alone{s})
		with += export(s)
	}
	b.ReportMetric((with-without).Seconds()/float64(b.N), "agreement-s")
	b.ReportMetric(with.Seconds()/float64(b.N)*1e9, "ns/op")
}

// alone is a project that knows of one person only.
type alone struct{ store.Store }

func (a alone) Project(ctx context.Context) (annotate.Project, error) {
	p, err := a.Store.Project(ctx)
	p.People = p.People[:1]
	return p, err
}

// twice is a layer and another that calls one mention in eight something else, both finished.
func twice(l annotate.Layer) []annotate.Layer {
	var one, other []annotate.Item
	l.Each(func(item annotate.Item) {
		if item.ItemKind() == annotate.KindHead {
			return
		}
		one = append(one, item)
		if m, ok := item.(*annotate.Mention); ok && len(one)%8 == 0 {
			changed := *m
			changed.Label = "OTHER"
			item = &changed
		}
		other = append(other, item)
	})
	id := l.ID
	id.Annotator = "other"
	head := &annotate.Head{State: annotate.Done}
	return []annotate.Layer{annotate.NewLayer(l.ID, append(one, head)), annotate.NewLayer(id, append(other, head))}
}

func fileSize(b *testing.B, path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

// writeNative writes entries in the native format and tells how many bytes that takes.
func writeNative(b *testing.B, path string, entries []annotate.Entry, layers bool) int64 {
	var records iter.Seq2[format.Part, error] = func(yield func(format.Part, error) bool) {
		for _, e := range entries {
			rec := format.Record{Article: e.Article, Layers: []format.Layer{}}
			for i, l := range e.Layers {
				if layers {
					rec.Layers = append(rec.Layers, format.Layer{Annotator: []string{"Ada", "Ben"}[i], Layer: l})
				}
			}
			if !yield(format.Part{Record: rec}, nil) {
				return
			}
		}
	}
	out := diskFolder(filepath.Dir(path))
	set := format.Set{Schema: benchSchema, Single: filepath.Base(path), Records: records}
	if err := (galley.Format{}).Write(context.Background(), out, set); err != nil {
		b.Fatal(err)
	}
	return fileSize(b, path)
}

// diskFolder is where a writer puts its files.
type diskFolder string

// Create implements format.Output.
func (f diskFolder) Create(name string) (io.WriteCloser, error) {
	return os.Create(filepath.Join(string(f), name))
}

// importFile makes a project of a file and tells how long the import took.
func importFile(b *testing.B, project, file string) time.Duration {
	ids := newIDs()
	ctx := b.Context()
	first := annotate.Transaction{ID: ids.Next(), At: time.Now().UTC(), Title: "new", Edits: []annotate.Edit{{After: benchSchema}}}
	if err := open.Create(ctx, project, ids.Next(), "Bench", first); err != nil {
		b.Fatal(err)
	}
	s, err := open.Project(ctx, project, store.Options{Program: "galleyctl"})
	if err != nil {
		b.Fatal(err)
	}
	begun := time.Now()
	report, err := exchange.Import(ctx, s, []string{file}, exchange.ImportOptions{Now: time.Now, IDs: ids})
	took := time.Since(begun)
	if err != nil || report.Articles.New == 0 || len(report.Refused) > 0 {
		b.Fatalf("%d articles came in, refused: %v, error: %v", report.Articles.New, report.Refused, err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return took
}

// plainInsert writes articles and spans as rows of plain tables and tells how long that took.
func plainInsert(b *testing.B, path string, entries []annotate.Entry, layers bool) time.Duration {
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	must := func(_ any, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	must(db.Exec(`PRAGMA page_size = 16384`))
	must(db.Exec(`CREATE TABLE article (id TEXT PRIMARY KEY, title TEXT, published TEXT, outlet TEXT, author TEXT, url TEXT, language TEXT, body TEXT)`))
	must(db.Exec(`CREATE TABLE mention (article TEXT, id TEXT, label TEXT, start INTEGER, stop INTEGER, PRIMARY KEY (article, id)) WITHOUT ROWID`))
	must(db.Exec(`CREATE VIRTUAL TABLE words USING fts5 (title, body, content = '', contentless_delete = 1, tokenize = 'ascii')`))
	begun := time.Now()
	for batch := range slices.Chunk(entries, 250) {
		tx, err := db.Begin()
		must(nil, err)
		article, err := tx.Prepare(`INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
		must(nil, err)
		index, err := tx.Prepare(`INSERT INTO words (title, body) VALUES (?, ?)`)
		must(nil, err)
		mention, err := tx.Prepare(`INSERT INTO mention VALUES (?, ?, ?, ?, ?)`)
		must(nil, err)
		for _, e := range batch {
			a := e.Article
			must(article.Exec(string(a.ID), a.Title, a.Published, a.Outlet, a.Author, a.URL, a.Language, a.Text.String()))
			must(index.Exec(words.Fold(a.Title), words.Fold(a.Text.String())))
			if !layers {
				continue
			}
			for _, m := range e.Layers[0].Mentions.All() {
				must(mention.Exec(string(a.ID), string(m.ID), m.Label, m.Spans[0].Start, m.Spans[0].End))
			}
			for _, v := range e.Layers[0].Events.All() {
				must(mention.Exec(string(a.ID), string(v.ID), v.Type, v.Trigger[0].Start, v.Trigger[0].End))
			}
		}
		must(nil, tx.Commit())
	}
	return time.Since(begun)
}
