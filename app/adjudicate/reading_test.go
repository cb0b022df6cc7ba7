package adjudicate

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"galley/app/theme"
)

// linesOf are the words of a reading as they stand from left to right, bold ones with stars.
func linesOf(t *testing.T, width float32, pieces ...Piece) string {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light, 1))
	f := flow{}
	objects := f.add(nil, pieces)
	f.Layout(objects, fyne.NewSize(width, 100))
	out, y := "", float32(0)
	left := map[fyne.Position]fyne.CanvasObject{}
	for _, o := range objects {
		left[o.Position()] = o
	}
	for len(left) > 0 {
		var first fyne.CanvasObject
		for at, o := range left {
			if p := at; first == nil || p.Y < first.Position().Y || p.Y == first.Position().Y && p.X < first.Position().X {
				first = o
			}
		}
		at := first.Position()
		delete(left, at)
		if at.Y > y {
			out, y = strings.TrimSpace(out)+"\n", at.Y
		}
		if end := at.X; out != "" && !strings.HasSuffix(out, "\n") && end > ends(objects, at) {
			out += " "
		}
		out += f[first].text.AccessibilityLabel()
	}
	return out
}

// ends is where the object before a place ends.
func ends(objects []fyne.CanvasObject, at fyne.Position) float32 {
	end := float32(0)
	for _, o := range objects {
		if p := o.Position(); p.Y == at.Y && p.X < at.X {
			end = max(end, p.X+o.Size().Width)
		}
	}
	return end
}

func TestWordsOfAReading(t *testing.T) {
	tests := map[string]struct {
		pieces []Piece
		width  float32
		want   string // from left to right
	}{
		"English":                   {[]Piece{{"the ", true}, {"Harun Front", false}}, 300, "the Harun Front"},
		"a line is broken":          {[]Piece{{"the ", true}, {"Harun Front", false}}, 70, "the Harun\nFront"},
		"Arabic":                    {[]Piece{{"محطة ", true}, {"حافلات باب نور", false}}, 300, "نور باب حافلات محطة"},
		"Arabic, broken":            {[]Piece{{"محطة ", true}, {"حافلات باب نور", false}}, 60, "محطة\nباب حافلات\nنور"},
		"a name in Arabic":          {[]Piece{{"مارتا فيلين (Marta Vellin) التفجير", false}}, 400, "التفجير (Marta Vellin) فيلين مارتا"},
		"Arabic in English":         {[]Piece{{"the paper صدى المرج said", false}}, 400, "the paper المرج صدى said"},
		"a number in Arabic":        {[]Piece{{"بعد 16 أبريل", false}}, 300, "أبريل 16 بعد"},
		"Chinese has no blanks":     {[]Piece{{"塔赫马尔", true}, {"政府", false}}, 300, "塔赫马尔政府"},
		"a word of which is a part": {[]Piece{{"un", true}, {"known", false}}, 300, "unknown"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := linesOf(t, tt.width, tt.pieces...); got != tt.want {
				t.Errorf("%q, not %q", got, tt.want)
			}
		})
	}
}

// Letters that join are not torn apart by what is bold.
func TestBoldWords(t *testing.T) {
	test.NewTempApp(t)
	for _, tt := range []struct {
		pieces []Piece
		want   int
	}{
		{[]Piece{{"un", true}, {"known", false}}, 2},
		{[]Piece{{"ال", true}, {"جيش", false}}, 1},
		{[]Piece{{"Harun ", false}, {"Front", true}}, 2},
	} {
		if got := words(tt.pieces); len(got) != tt.want {
			t.Errorf("%v: %d words", tt.pieces, len(got))
		}
	}
}
