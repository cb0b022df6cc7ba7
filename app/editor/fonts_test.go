package editor

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"galley/app/page/pagetest"
)

// The test's fonts of the system have some cuneiform, which no shipped font has.
func TestMissingCharacters(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the fonts of the test are found by a variable of XDG")
	}
	dir, err := filepath.Abs(filepath.Join("..", "typeset", "testdata", "xdg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_DATA_HOME", dir)

	k := open(t, pagetest.Doc("", "All of this has a font."))
	var told [][]rune
	k.OnMissing = func(chars []rune, err error) {
		if err != nil {
			t.Error(err)
		}
		told = append(told, chars)
	}
	k.FontIndex = t.TempDir()
	k.SetDocument(styles(), pagetest.Doc("", "Cuneiform \U00012000\U00012001, and \U000FFFF0, which is nothing."))
	boxes := func() int { return strings.Count(k.page.Draw(1).String(), "ink ") }
	if n := boxes(); n != 3 {
		t.Fatalf("%d characters are boxes at first, not 3", n)
	}
	for len(told) == 0 {
		(<-k.posts)()
	}
	if !slices.Equal(told[0], []rune{0xFFFF0}) {
		t.Errorf("no font is said to have %U", told[0])
	}
	if n := boxes(); n != 1 {
		t.Errorf("%d characters are boxes in the end, not 1", n)
	}

	gone := pagetest.Doc("", "Again \U000FFFF0.").Article
	k.checkFonts(gone) // of which the answer comes when another article is open
	for len(k.posts) > 0 {
		(<-k.posts)()
	}
	if len(told) != 1 {
		t.Error("it is told of an article that is not open")
	}
}
