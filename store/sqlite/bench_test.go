package sqlite

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/galley"
	"galley/store/storetest"
	"galley/store/words"
)

// What importing costs is told beside a plain INSERT of the same articles, or
// articles with 32 mentions each, into the same SQLite with the same index of
// words. It may take twice as long.
func BenchmarkImport(b *testing.B)      { bothWays(b, importInto) }
func BenchmarkPlainInsert(b *testing.B) { bothWays(b, plainInsert) }

func bothWays(b *testing.B, do func(*testing.B, []annotate.Entry, bool)) {
	entries := makeCorpus(corpusSize())
	for _, e := range entries { // mentions only: the plain INSERT has no table for more
		e.Layers[0] = annotate.Layer{ID: e.Layers[0].ID, Mentions: e.Layers[0].Mentions}
	}
	for name, layers := range map[string]bool{"articles": false, "mentions": true} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				do(b, entries, layers)
			}
			b.ReportMetric(float64(len(entries)*b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func importInto(b *testing.B, entries []annotate.Entry, layers bool) {
	b.StopTimer()
	s := newProject(b, setUp)
	txs := imports(entries, layers)
	b.StartTimer()
	for _, tx := range txs {
		if err := s.Commit(context.Background(), tx); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
}

func plainInsert(b *testing.B, entries []annotate.Entry, layers bool) {
	b.StopTimer()
	path := filepath.Join(b.TempDir(), "plain.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		b.Fatal(err)
	}
	db := openDB(path, write)
	defer db.Close()
	must := func(_ any, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	must(db.Exec(`PRAGMA journal_mode = WAL`))
	must(db.Exec(`CREATE TABLE article (id TEXT PRIMARY KEY, title TEXT, published TEXT, outlet TEXT, author TEXT, url TEXT, language TEXT, body TEXT)`))
	must(db.Exec(`CREATE TABLE mention (article TEXT, id TEXT, label TEXT, start INTEGER, stop INTEGER, PRIMARY KEY (article, id)) WITHOUT ROWID`))
	must(db.Exec(`CREATE VIRTUAL TABLE words USING fts5 (title, body, content = '', contentless_delete = 1, tokenize = 'ascii')`))
	b.StartTimer()
	for batch := range slices.Chunk(entries, 250) {
		tx, err := db.Begin()
		must(nil, err)
		for _, e := range batch {
			a := e.Article
			must(tx.Exec(`INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, string(a.ID), a.Title, a.Published, a.Outlet, a.Author, a.URL, a.Language, a.Text.String()))
			must(tx.Exec(`INSERT INTO words (title, body) VALUES (?, ?)`, words.Fold(a.Title), words.Fold(a.Text.String())))
			if !layers {
				continue
			}
			for _, m := range e.Layers[0].Mentions.All() {
				must(tx.Exec(`INSERT INTO mention VALUES (?, ?, ?, ?, ?)`, string(a.ID), string(m.ID), m.Label, m.Spans[0].Start, m.Spans[0].End))
			}
		}
		must(nil, tx.Commit())
	}
}

// The file, with log, index and mentions, is at most twice its native export.
func TestSize(t *testing.T) {
	entries := makeCorpus(corpusSize())
	s := newProject(t, setUp)
	for _, tx := range imports(entries, true) {
		if err := s.Commit(t.Context(), tx); err != nil {
			t.Fatal(err)
		}
	}
	counting := &counter{}
	records := func(yield func(format.Part, error) bool) {
		for e, err := range s.Each(t.Context(), annotate.Query{}) {
			rec := format.Record{Article: e.Article}
			for _, l := range e.Layers {
				rec.Layers = append(rec.Layers, format.Layer{Annotator: "Ada", Layer: l})
			}
			if !yield(format.Part{Record: rec}, err) {
				return
			}
		}
	}
	schema := &annotate.Schema{}
	if err := (galley.Format{}).Write(t.Context(), counting, format.Set{Schema: schema, Single: "x.jsonl", Records: records}); err != nil {
		t.Fatal(err)
	}
	path := s.path
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	ratio := float64(info.Size()) / float64(counting.n)
	t.Logf("%d articles: file %.1f MB, native export %.1f MB, %.2f times", len(entries), float64(info.Size())/1e6, float64(counting.n)/1e6, ratio)
	if ratio > 2 {
		t.Errorf("the file is %.2f times its native export", ratio)
	}
}

type counter struct{ n int64 }

func (c *counter) Create(string) (io.WriteCloser, error) { return c, nil }
func (c *counter) Write(b []byte) (int, error)           { c.n += int64(len(b)); return len(b), nil }
func (c *counter) Close() error                          { return nil }

// bigList is a project of many small articles, for the time of lists.
func bigList(b *testing.B, n int) *Store {
	s := newProject(b, setUp)
	g := storetest.NewGenerator()
	var entries []annotate.Entry
	for i := range n {
		title := fmt.Sprintf("%s %s %s %d", g.Word(), g.Word(), g.Word(), i)
		id := fmt.Sprintf("news-%07d", (i*7919)%n)
		entries = append(entries, annotate.Entry{Article: annotate.NewArticle(annotate.Article{
			ID: annotate.ID(id), Key: id, Title: title, Outlet: fmt.Sprintf("Outlet %d", i%200), Published: fmt.Sprintf("20%02d-01-%02d", i%25, i%28+1),
		}, title+" said the port.")})
	}
	for _, tx := range imports(entries, false) {
		if err := s.Commit(context.Background(), tx); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

func BenchmarkFind(b *testing.B) {
	s := bigList(b, 100*corpusSize())
	for name, q := range map[string]annotate.Query{
		"key": {}, "date": {Order: annotate.ByDate}, "title": {Order: annotate.ByTitle}, "outlet": {Order: annotate.ByOutlet},
		"text": {Text: "sta"}, "state": {Person: "ada", States: []annotate.State{annotate.New}},
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				if _, err := s.Find(context.Background(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("search", func(b *testing.B) {
		for range b.N {
			if _, _, err := s.Search(context.Background(), "said the port", 50); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open", func(b *testing.B) {
		for range b.N {
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			s = openProject(b, s.path)
		}
	})
}
