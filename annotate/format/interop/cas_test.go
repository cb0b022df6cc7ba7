//go:build readers

package interop

import (
	"path/filepath"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/filename"
)

// TestCAS lets cassis read both encodings of the CAS: mentions in all their
// fragments, triggers, and what mentions fill in events.
func TestCAS(t *testing.T) {
	for id, extension := range map[string]string{"xmi": ".xmi", "cas-json": ".cas.json"} {
		t.Run(id, func(t *testing.T) {
			dir, fitted := write(t, all.Find(id), records(t))
			var files []string
			for _, r := range fitted {
				files = append(files, filepath.Join(dir, filename.Of(r.Article.Key)+extension))
			}
			docs := readWith(t, "cassis", files...)
			if len(docs) != len(fitted) {
				t.Fatalf("%d documents of %d were read", len(docs), len(fitted))
			}
			for i, rec := range fitted {
				if diff := gocmp.Diff(lines(t, spansOnly(rec)), docs[i].lines(nil)); diff != "" {
					t.Errorf("%s (-written +read)\n%s", rec.Article.Key, diff)
				}
			}
		})
	}
}

// spansOnly is a record with its mentions, and its events with a trigger and the mentions that fill them.
func spansOnly(rec format.Record) format.Record {
	rec.Layers = slices.Clone(rec.Layers)
	for j, l := range rec.Layers {
		var items []annotate.Item
		for _, m := range l.Mentions.All() {
			n := *m
			n.Entity = ""
			items = append(items, &n)
		}
		for _, v := range l.Events.All() {
			if len(v.Trigger) == 0 {
				continue
			}
			w := *v
			w.Arguments = slices.DeleteFunc(slices.Clone(v.Arguments), func(a annotate.Argument) bool {
				_, ok := l.Mentions.Get(a.Target)
				return !ok
			})
			items = append(items, &w)
		}
		rec.Layers[j].Layer = annotate.NewLayer(l.ID, items)
	}
	return rec
}
