package exchange_test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/formattest"
	"galley/annotate/format/galley"
	"galley/store/memory"
)

// TestImportOfExport exports random projects in any format and imports what came
// of it into an empty one: that has what the format holds of the other.
func TestImportOfExport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(all.Formats).Draw(t, "format")
		dir, err := os.MkdirTemp("", "again")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		records := rapid.SliceOfN(formattest.Records(1), 1, 3).Draw(t, "records")
		if f.Info().ID != "galley" {
			for _, rec := range records { // loops do not come in from elsewhere
				for i := range rec.Layers {
					rec.Layers[i].Layer, _ = rec.Layers[i].Unloop()
				}
			}
		}
		p := projectOf(t, dir, records)

		out := filepath.Join(dir, "out")
		if _, err := exchange.Export(context.Background(), p, exchange.ExportOptions{Recipe: annotate.Recipe{Format: f.Info().ID}, Out: out}); err != nil {
			t.Fatalf("exporting to %s: %v", f.Info().ID, err)
		}
		opt := options()
		opt.Format, opt.Annotator, opt.Strict = f.Info().ID, "ada", true
		again := empty(t)
		if _, err := exchange.Import(context.Background(), again, []string{out}, opt); err != nil {
			t.Fatalf("importing from %s: %v", f.Info().ID, err)
		}
		want, got := recordsOf(t, p), recordsOf(t, again)
		for i := range want {
			want[i] = f.Fit(want[i], nil)
		}
		if diff := gocmp.Diff(comparable(f, want, want), comparable(f, got, want), formattest.Compare); diff != "" {
			t.Fatalf("%s (-exported +imported)\n%s", f.Info().ID, diff)
		}
	})
}

// empty is a project with a schema and nothing else.
func empty(t *rapid.T) *memory.Store {
	s, err := memory.New("p", "test", annotate.Transaction{ID: "first", Edits: []annotate.Edit{{After: formattest.Schema()}}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// projectOf is a project of records, each with a layer of ada's or none.
func projectOf(t *rapid.T, dir string, records []format.Record) *memory.Store {
	for i := range records {
		records[i].Article.ID, records[i].Article.Key = annotate.ID(fmt.Sprint("id-", i)), fmt.Sprintf("%d %s", i, records[i].Article.Key)
		for n := range records[i].Layers {
			l := &records[i].Layers[n]
			l.Annotator, l.ID.Kind = "ada", annotate.Human
		}
		records[i] = galley.Format{}.Fit(records[i], nil)
	}
	out, err := formattest.Write(galley.Format{}, format.Set{Single: "p.jsonl"}, records)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "p.jsonl")
	if err := os.WriteFile(file, out.FS["p.jsonl"].Data, 0o600); err != nil {
		t.Fatal(err)
	}
	s := empty(t)
	opt := options()
	opt.Strict = true
	if _, err := exchange.Import(context.Background(), s, []string{file}, opt); err != nil {
		t.Fatal(err)
	}
	return s
}

// recordsOf are the articles of a project with their layers, by name.
func recordsOf(t *rapid.T, s *memory.Store) (out []format.Record) {
	p, err := s.Project(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range s.Each(context.Background(), annotate.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		rec := format.Record{Article: e.Article}
		for _, l := range e.Layers {
			name := p.Person(l.ID.Annotator).Name
			l.ID = annotate.LayerID{Kind: l.ID.Kind}
			rec.Layers = append(rec.Layers, format.Layer{Annotator: name, Layer: l})
		}
		out = append(out, rec)
	}
	return out
}

// comparable are records without what a project has of itself and like's format
// does not hold: ids and keys, and empty layers; whose a layer is was told to the import.
func comparable(f format.Format, records, like []format.Record) []format.Record {
	records = slices.Clone(records)
	for i, r := range records {
		a := *r.Article
		if i < len(like) && like[i].Article.ID == "" {
			a.ID = ""
		}
		if i < len(like) && like[i].Article.Key == "" {
			a.Key = ""
		}
		rec := format.Record{Article: &a}
		for _, l := range r.Layers {
			if l.Empty() {
				continue
			}
			l.Annotator = cmp.Or(l.Annotator, "ada")
			rec.Layers = append(rec.Layers, l)
		}
		if !f.Info().Holds.Text {
			rec = format.Blankless(rec)
		}
		records[i] = rec
	}
	slices.SortStableFunc(records, func(a, b format.Record) int { return cmp.Compare(a.Article.Key, b.Article.Key) })
	return records
}
