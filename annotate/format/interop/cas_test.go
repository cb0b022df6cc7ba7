//go:build readers

package interop

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/cas"
	"galley/annotate/format/filename"
)

// TestCAS lets cassis and Apache UIMA itself read both encodings of the CAS,
// under Galley's names of types and under those of INCEpTION.
func TestCAS(t *testing.T) {
	readers := []struct {
		name string
		read func(*testing.T, ...string) []seen
	}{
		{"cassis", func(t *testing.T, files ...string) []seen { return readWith(t, "cassis", files...) }},
		{"UIMA", readWithUIMA},
	}
	for id, extension := range map[string]string{"xmi": ".xmi", "cas-json": ".cas.json"} {
		for _, variant := range []string{"", cas.INCEpTION} {
			f, _ := format.Variant(all.Find(id), variant)
			dir, fitted := write(t, f, records(t))
			var files []string
			for _, r := range fitted {
				files = append(files, filepath.Join(dir, filename.Of(r.Article.Key)+extension))
			}
			for _, reader := range readers {
				t.Run(strings.TrimSuffix(id+" "+variant, " ")+" by "+reader.name, func(t *testing.T) {
					docs := reader.read(t, files...)
					if len(docs) != len(fitted) {
						t.Fatalf("%d documents of %d were read", len(docs), len(fitted))
					}
					for i, rec := range fitted {
						if diff := gocmp.Diff(lines(t, joined(rec)), docs[i].lines(nil)); diff != "" {
							t.Errorf("%s (-written +read)\n%s", rec.Article.Key, diff)
						}
					}
				})
			}
		}
	}
}

// readWithUIMA lets Apache UIMA read files.
func readWithUIMA(t *testing.T, files ...string) []seen {
	t.Helper()
	folder := filepath.Join(root, ".cache", "interop-java")
	if out, err := exec.Command("sh", filepath.Join("uima", "setup.sh"), folder).CombinedOutput(); err != nil {
		t.Fatalf("installing Apache UIMA: %v\n%s", err, out)
	}
	classpath, err := os.ReadFile(filepath.Join(folder, "classpath.txt"))
	if err != nil {
		t.Fatal(err)
	}
	java := []string{"-cp", strings.TrimSpace(string(classpath)), filepath.Join("uima", "ReadCAS.java")}
	return seenBy(t, exec.Command("java", append(java, files...)...))
}

// joined is a record as a reader sees it that knows spans and what joins them:
// an entity is its first mention, and what has no place is not there.
func joined(rec format.Record) format.Record {
	layers := make([]format.Layer, len(rec.Layers))
	for i, l := range rec.Layers {
		first := map[annotate.ID]annotate.ID{} // of a mention itself, of an entity its first
		var items []annotate.Item
		for _, m := range l.Mentions.All() {
			first[m.ID] = m.ID
			if _, later := first[m.Entity]; m.Entity != "" && !later {
				first[m.Entity] = m.ID
			}
			items = append(items, m)
		}
		for _, v := range l.Events.All() {
			if len(v.Trigger) == 0 {
				continue
			}
			w := *v
			w.Arguments = nil
			for _, a := range v.Arguments {
				if a.Target = first[a.Target]; a.Target != "" {
					w.Arguments = append(w.Arguments, a)
				}
			}
			items = append(items, &w)
		}
		for _, r := range l.Relations.All() {
			s := *r
			if s.From, s.To = first[r.From], first[r.To]; s.From != "" && s.To != "" {
				items = append(items, &s)
			}
		}
		layers[i] = format.Layer{Annotator: l.Annotator, Layer: annotate.NewLayer(l.ID, items)}
	}
	rec.Layers = layers
	return rec
}
