package theme

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font/opentype"

	"galley/assets"
)

// Font implements fyne.Theme: the toolkit's own Noto Sans. It falls back to that
// anyway, and would hold a file of ours beside it. For other scripts the toolkit
// looks among the fonts of the system, which may have none: FontFor gives ours.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(s) }

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
	{[]*unicode.RangeTable{emoji}, "NotoEmoji-Regular.ttf", ""},
}

// wide is the punctuation and the wide forms that go with Chinese, Japanese and
// Korean.
var wide = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x3000, Hi: 0x303F, Stride: 1}, {Lo: 0xFF00, Hi: 0xFFEF, Stride: 1}}}

// emoji are the pictures that people write in titles. The toolkit's own font for
// them is left out of the program (no_emoji): it takes 10 MB of memory.
var emoji = &unicode.RangeTable{R32: []unicode.Range32{{Lo: 0x1F000, Hi: 0x1FAFF, Stride: 1}}}

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

// HasBold tells whether bold text has a font of its own where regular text has f.
func HasBold(f fyne.Resource) bool {
	if f == nil {
		return true
	}
	for _, s := range scripts {
		if s.bold == "" && s.regular == f.Name() {
			return false
		}
	}
	return true
}

// file is a font file that is built in. It is read when asked for, which is once
// for each face: the 7 MB of the Chinese one need not be held beside the face.
type file string

func font(name string) fyne.Resource { return file(name) }

// Name implements fyne.Resource.
func (f file) Name() string { return string(f) }

// Content implements fyne.Resource.
func (f file) Content() []byte {
	data, err := assets.Fonts.ReadFile("fonts/" + string(f))
	if err != nil {
		panic(fmt.Sprintf("theme: %v", err)) // a file that is built in
	}
	return data
}

var ascents sync.Map // font file name -> float32

// Ascent returns how far a font's line reaches above its baseline, as a multiple
// of the text size. Runs in different fonts stand on one line by it. A nil font
// is that of the interface.
func Ascent(f fyne.Resource) float32 {
	if f == nil {
		f = theme.DefaultTextFont()
	}
	if a, ok := ascents.Load(f.Name()); ok {
		return a.(float32)
	}
	a, err := ascent(open(f))
	if err != nil {
		panic(fmt.Sprintf("theme: %s: %v", f.Name(), err)) // a file that is built in
	}
	ascents.Store(f.Name(), a)
	return a
}

// open gives a font to be read at random, one of ours without a copy of it.
func open(f fyne.Resource) opentype.Resource {
	if ours, ok := f.(file); ok {
		if opened, err := assets.Fonts.Open("fonts/" + string(ours)); err == nil {
			return opened.(opentype.Resource) // as all files of an embed.FS are
		}
	}
	return bytes.NewReader(f.Content())
}

// ascent reads the ascender from the tables head and hhea of a font file, in em.
// To parse all of a Chinese font for one number would take 15 MB.
func ascent(font opentype.Resource) (float32, error) {
	loader, err := opentype.NewLoader(font)
	if err != nil {
		return 0, err
	}
	head, err := loader.RawTable(opentype.MustNewTag("head"))
	if err != nil {
		return 0, err
	}
	hhea, err := loader.RawTable(opentype.MustNewTag("hhea"))
	if err != nil {
		return 0, err
	}
	if len(head) < 20 || len(hhea) < 6 {
		return 0, errors.New("the tables head and hhea are too short")
	}
	em, ascender := binary.BigEndian.Uint16(head[18:]), int16(binary.BigEndian.Uint16(hhea[4:]))
	return float32(ascender) / float32(em), nil
}
