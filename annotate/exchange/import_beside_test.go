package exchange

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"galley/annotate"
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
