package exchange

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/all"
)

// What lies in the folder of an export besides is not passed over in silence: a
// format takes a folder as a whole only where it reads all that is in it.
func TestOthersBesideAnExport(t *testing.T) {
	for _, f := range all.Formats {
		for _, name := range []string{"more.json", "more.md", "below/more.jsonl", "more.csv"} {
			t.Run(f.Info().ID+"/"+name, func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "p")
				opt := ExportOptions{Recipe: annotate.Recipe{Format: f.Info().ID}, Out: dir}
				if _, err := Export(context.Background(), newCorpus(2, "ada"), opt); err != nil {
					t.Fatal(err)
				}
				full := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(full, []byte("no data of any kind"), 0o666); err != nil {
					t.Fatal(err)
				}
				w := &walk{}
				if err := w.find(context.Background(), []string{dir}, ImportOptions{}); err != nil {
					t.Fatal(err)
				}
				for _, j := range w.jobs {
					if j.in.Path == full {
						return // its reader tells
					}
				}
				for _, r := range w.refused {
					if strings.HasPrefix(r.Item, full) {
						return
					}
				}
				t.Errorf("nothing is said of it; %d refused", len(w.refused))
			})
		}
	}
}

// What is cut off is no more known by what is in it; its name says whose it is.
func TestCutOffIsTold(t *testing.T) {
	for name, want := range map[string]string{"x.parquet": "bad_parquet", "x.xlsx": "bad_workbook", "x.spacy": "bad_docbin", "x.conllu": "columns", "x.zip": "bad_archive"} {
		full := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(full, []byte("PK\x03\x04"), 0o666); err != nil {
			t.Fatal(err)
		}
		w := &walk{}
		if err := w.find(context.Background(), []string{full}, ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		refused := w.refused
		for _, j := range w.jobs {
			for r, err := range j.reader.Read(context.Background(), j.in, format.Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				if r.Refused != nil {
					refused = append(refused, *r.Refused)
				}
			}
		}
		if len(refused) == 0 || refused[0].Code != want {
			t.Errorf("%s: %v is refused, want %s", name, refused, want)
		}
	}
}
