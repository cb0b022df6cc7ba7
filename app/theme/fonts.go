package theme

import (
	"bytes"
	"fmt"
	"sync"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	gofont "github.com/go-text/typesetting/font"

	"galley/assets"
)

// Font implements fyne.Theme: Noto Sans from the program's own files. Italics
// and fixed width come with the toolkit. For other scripts the toolkit looks
// among the fonts of the system, which may have none: FontFor gives ours.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Monospace, s.Symbol, s.Italic:
		return theme.DefaultTheme().Font(s)
	case s.Bold:
		return font("NotoSans-Bold.ttf")
	}
	return font("NotoSans-Regular.ttf")
}

// scripts are those that Noto Sans lacks, each with its font files.
var scripts = []struct {
	tables        []*unicode.RangeTable
	regular, bold string
}{
	{[]*unicode.RangeTable{unicode.Arabic}, "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf"},
	{[]*unicode.RangeTable{unicode.Hebrew}, "NotoSerifHebrew-Regular.ttf", "NotoSerifHebrew-Bold.ttf"},
	{[]*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, wide}, "NotoSerifCJKsc-Regular.otf", ""},
	{[]*unicode.RangeTable{unicode.Devanagari}, "NotoSerifDevanagari-Regular.ttf", ""},
	{[]*unicode.RangeTable{unicode.Bengali}, "NotoSerifBengali-Regular.ttf", ""},
	{[]*unicode.RangeTable{unicode.Thai}, "NotoSerifThai-Regular.ttf", ""},
	{[]*unicode.RangeTable{unicode.Armenian}, "NotoSerifArmenian-Regular.ttf", ""},
	{[]*unicode.RangeTable{unicode.Georgian}, "NotoSerifGeorgian-Regular.ttf", ""},
	{[]*unicode.RangeTable{unicode.Ethiopic}, "NotoSerifEthiopic-Regular.ttf", ""},
	{[]*unicode.RangeTable{unicode.Myanmar}, "NotoSansMyanmar-Regular.ttf", ""},
}

// wide is the punctuation and the wide forms that go with Chinese, Japanese and
// Korean.
var wide = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x3000, Hi: 0x303F, Stride: 1}, {Lo: 0xFF00, Hi: 0xFFEF, Stride: 1}}}

// FontFor returns the font for a character's script, and nil where the theme's
// own serves or nothing better is known.
func FontFor(r rune, bold bool) fyne.Resource {
	if r < 0x0530 { // Latin, Greek, Cyrillic
		return nil
	}
	for _, s := range scripts {
		if unicode.In(r, s.tables...) {
			if bold && s.bold != "" {
				return font(s.bold)
			}
			return font(s.regular)
		}
	}
	return nil
}

var fonts sync.Map // font file name -> fyne.Resource

// font returns a font that is built in. The toolkit keeps faces by the address
// of their resource, so each file must have one resource only.
func font(name string) fyne.Resource {
	if r, ok := fonts.Load(name); ok {
		return r.(fyne.Resource)
	}
	data, err := assets.Fonts.ReadFile("fonts/" + name)
	if err != nil {
		panic(fmt.Sprintf("theme: %v", err)) // a file that is built in
	}
	r, _ := fonts.LoadOrStore(name, fyne.NewStaticResource(name, data))
	return r.(fyne.Resource)
}

var ascents sync.Map // font file name -> float32

// Ascent returns how far a font's line reaches above its baseline, as a multiple
// of the text size. Runs in different fonts stand on one line by it. A nil font
// is that of the interface.
func Ascent(f fyne.Resource) float32 {
	if f == nil {
		f = font("NotoSans-Regular.ttf")
	}
	if a, ok := ascents.Load(f.Name()); ok {
		return a.(float32)
	}
	face, err := gofont.ParseTTF(bytes.NewReader(f.Content()))
	if err != nil {
		panic(fmt.Sprintf("theme: %s: %v", f.Name(), err)) // a file that is built in
	}
	extents, _ := face.FontHExtents()
	a := extents.Ascender / float32(face.Upem())
	ascents.Store(f.Name(), a)
	return a
}
