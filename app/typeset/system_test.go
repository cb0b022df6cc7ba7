package typeset

import (
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// The folder testdata/xdg stands for the system's fonts: it has four
// characters of Noto Sans Cuneiform (SIL Open Font License 1.1), which no
// shipped font covers.
func TestSystemFonts(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the fonts of the test are found by a variable of XDG")
	}
	dir, err := filepath.Abs(filepath.Join("testdata", "xdg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_DATA_HOME", dir)
	fonts := testFonts(t)
	s := NewShaper(fonts)
	const text = "a \U00012000\U00012001 \U000FFFF0"
	if got := fonts.Missing(text, Serif); !slices.Equal(got, []rune{0x12000, 0x12001, 0xFFFF0}) {
		t.Fatalf("missing %U before the system is asked", got)
	}
	if err := fonts.UseSystem(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if got := fonts.Missing(text, Serif); !slices.Equal(got, []rune{0xFFFF0}) {
		t.Errorf("missing %U, want one character that does not exist", got)
	}
	line := s.Line(text, Style{Serif, 17})
	run := line.Runs[2]
	if run.Kind != Glyphs || run.Face < shippedCount || run.Glyphs[0].ID == 0 {
		t.Fatalf("run %+v, want glyphs of a face of the system", run)
	}
	if fonts.Family(run.Face) == "" {
		t.Error("the face has no family")
	}
	if path, scale := fonts.Outline(run.Face, run.Glyphs[0].ID); len(path) == 0 || scale <= 0 {
		t.Errorf("outline of %d segments at %g", len(path), scale)
	}
}
