//go:build readers

package interop

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/filename"
	"galley/annotate/format/formattest"
	"galley/annotate/format/spacy"
	"galley/annotate/format/webannotsv"
	"galley/annotate/text"
)

// TestData lets the readers of data sets read what was written: each annotation
// is where it was, with its text, and nothing else is there.
func TestData(t *testing.T) {
	for _, tt := range []struct {
		format, reader string
		folder         bool // the reader takes the folder
	}{
		{format: "hf-jsonl", reader: "hf", folder: true},
		{format: "hf-parquet", reader: "hf", folder: true},
		{format: "labelstudio", reader: "labelstudio"},
		{format: "doccano", reader: "doccano"},
		{format: "prodigy", reader: "prodigy"},
		{format: "spacy", reader: "spacy"},
		{format: "conll-bioes", reader: "bioes"},
		{format: "conll-nested", reader: "nested"},
		{format: "conllu", reader: "conllu"},
		{format: "gliner", reader: "gliner"},
		{format: "dygie", reader: "dygie"},
		{format: "wikievents", reader: "wikievents"},
		{format: "oneie", reader: "oneie"},
		{format: "chat", reader: "chat"},
		{format: "events-csv", reader: "events_csv", folder: true},
		{format: "xlsx", reader: "xlsx"},
	} {
		t.Run(tt.format, func(t *testing.T) {
			f := all.Find(tt.format)
			dir, fitted := write(t, f, records(t))
			if !tt.folder {
				dir = filepath.Join(dir, cmp.Or(f.Info().Stem, "articles")+f.Info().Extension)
			}
			docs := readWith(t, tt.reader, dir)
			if len(docs) != len(fitted) {
				t.Fatalf("%s read %d documents of %d", tt.reader, len(docs), len(fitted))
			}
			for i, d := range docs {
				want := fitted[i]
				if !f.Info().Holds.Text {
					want = format.Blankless(want)
				}
				if diff := gocmp.Diff(lines(t, want), d.lines(nil)); diff != "" {
					t.Errorf("%s, document %d (-written +read)\n%s", want.Article.Key, i, diff)
				}
			}
		})
	}
}

// TestDocBin reads what spaCy loaded of our DocBin and saved as its own.
func TestDocBin(t *testing.T) {
	f := spacy.Format{}
	dir, fitted := write(t, f, records(t))
	readWith(t, "spacy", filepath.Join(dir, "articles.spacy"))
	again, issues, _, err := formattest.Read(f, format.Input{FS: os.DirFS(dir), Name: "roundtrip.spacy", Path: "roundtrip.spacy"})
	if err != nil || len(issues) > 0 {
		t.Fatalf("%v, %v", err, issues)
	}
	if diff := gocmp.Diff(fitted, again, formattest.Compare); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
}

// TestWebAnno compares mentions and tokens; links and events are passed over by the reader.
func TestWebAnno(t *testing.T) {
	dir, fitted := write(t, webannotsv.Format{}, records(t))
	var files []string
	for _, r := range fitted {
		files = append(files, filepath.Join(dir, filename.Of(r.Article.Key)+".tsv"))
	}
	docs := readWith(t, "webanno", files...)
	if len(docs) != len(fitted) {
		t.Fatalf("%d documents of %d were read", len(docs), len(fitted))
	}
	for i, rec := range fitted {
		want := format.Blankless(rec)
		got := bare(docs[i])
		for j, l := range want.Layers {
			var items []annotate.Item
			for _, m := range l.Mentions.All() {
				items = append(items, m)
			}
			want.Layers[j].Layer = annotate.NewLayer(l.ID, items)
		}
		if diff := gocmp.Diff(lines(t, want), got.lines(nil)); diff != "" {
			t.Errorf("%s (-written +read)\n%s", rec.Article.Key, diff)
		}
	}
}

// bare is d without blanks, as format.Blankless has it.
func bare(d seen) seen {
	var kept []int
	body := ""
	for _, r := range d.Text {
		kept = append(kept, len([]rune(body)))
		if !text.IsBlank(r) {
			body += string(r)
		}
	}
	kept = append(kept, len([]rune(body)))
	d.Text = body
	for i, s := range d.Spans {
		a, b := kept[s.Fragments[0][0]], kept[s.Fragments[0][1]]
		d.Spans[i].Fragments, d.Spans[i].Text = [][2]int{{a, b}}, string([]rune(body)[a:b])
	}
	return d
}
