package all_test

import (
	"cmp"
	"io"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/formattest"
)

// TestSniff writes each format and looks which one would read it: that one, or
// another that understands it as well.
func TestSniff(t *testing.T) {
	for _, f := range all.Formats {
		t.Run(f.Info().ID, func(t *testing.T) {
			set := format.Set{Schema: formattest.Schema(), Stem: f.Info().Stem}
			out, err := formattest.Write(f, set, []format.Record{f.Fit(formattest.Document(), nil)})
			if err != nil {
				t.Fatal(err)
			}
			in := format.Input{FS: out.FS, Name: ".", Path: "out"}
			var head []byte
			if extension := f.Info().Extension; extension != "" {
				in.Name = set.DataName("", extension)
				file, err := in.FS.Open(in.Name)
				if err != nil {
					t.Fatal(err)
				}
				if head, err = io.ReadAll(io.LimitReader(file, 64<<10)); err != nil {
					t.Fatal(err)
				}
			}
			best := slices.MaxFunc(all.Formats, func(a, b format.Format) int { return cmp.Compare(a.Sniff(in, head), b.Sniff(in, head)) })
			if best.Sniff(in, head) < 0.9 {
				t.Errorf("%s is only %v sure", best.Info().ID, best.Sniff(in, head))
			}
			want, _, _, err := formattest.Read(f, in)
			if err != nil {
				t.Fatal(err)
			}
			got, _, _, err := formattest.Read(best, in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(want, got, formattest.Compare); diff != "" {
				t.Errorf("%s reads it otherwise (-want +got)\n%s", best.Info().ID, diff)
			}
		})
	}
}
