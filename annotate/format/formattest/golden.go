package formattest

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"galley/annotate/format"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Golden compares what f makes of the made-up document, its losses and its
// files, with testdata/document.txtar, and in variants with files beside it.
// With -update they are rewritten.
func Golden(t *testing.T, f format.Format) {
	t.Helper()
	for _, variant := range append([]string{""}, f.Info().VariantIDs()...) {
		f, _ := format.Variant(f, variant)
		var lost format.Losses
		rec := f.Fit(Document(), &lost)
		out, err := Write(f, format.Set{Schema: Schema(), Stem: f.Info().Stem}, []format.Record{rec})
		if err != nil {
			t.Fatal(err)
		}
		archive := &txtar.Archive{Comment: []byte("Lost:\n")}
		for _, l := range lost.List() {
			archive.Comment = fmt.Appendf(archive.Comment, "%d %s, such as %s\n", l.Count, l.What, l.Example)
		}
		for _, name := range slices.Sorted(maps.Keys(out.FS)) {
			archive.Files = append(archive.Files, txtar.File{Name: name, Data: out.FS[name].Data})
		}
		name := "testdata/document"
		if variant != "" {
			name += "-" + variant
		}
		CompareGolden(t, name+".txtar", txtar.Format(archive))
	}
}

// CompareGolden compares got with a file. With -update it is rewritten.
func CompareGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got)\n%s", name, diff)
	}
}
