package theme

import (
	"bytes"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	gofont "github.com/go-text/typesetting/font"

	"galley/app/tokens"
)

func TestModes(t *testing.T) {
	tok := tokens.Default()
	light, dark := color.Color(tok.Themes.Light.Text), color.Color(tok.Themes.Dark.Text)
	for _, tt := range []struct {
		mode    Mode
		variant fyne.ThemeVariant
		want    color.Color
	}{
		{Light, theme.VariantDark, light},
		{Dark, theme.VariantLight, dark},
		{System, theme.VariantLight, light},
		{System, theme.VariantDark, dark},
	} {
		if got := New(tt.mode, 1).Color(theme.ColorNameForeground, tt.variant); got != tt.want {
			t.Errorf("%s with variant %d: text is %v, want %v", tt.mode, tt.variant, got, tt.want)
		}
	}
}

func TestEveryColorIsOurs(t *testing.T) {
	test.AssertAllColorNamesDefined(t, New(Light, 1), "galley")
	ours := make(map[color.Color]bool)
	c := tokens.Default().Themes.Light
	for _, v := range []tokens.Color{c.Background, c.Raised, c.Text, c.TextMuted, c.TextDisabled, c.Accent, c.OnAccent,
		c.Danger, c.OnDanger, c.Warning, c.OnWarning, c.Success, c.OnSuccess, c.Selection, c.Hover,
		c.Pressed, c.Shadow, c.BorderStrong, c.Border} {
		ours[v] = true
	}
	for _, name := range []fyne.ThemeColorName{
		theme.ColorNameBackground, theme.ColorNameButton, theme.ColorNameDisabled, theme.ColorNameDisabledButton,
		theme.ColorNameError, theme.ColorNameFocus, theme.ColorNameForeground, theme.ColorNameForegroundOnError,
		theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning,
		theme.ColorNameHeaderBackground, theme.ColorNameHover, theme.ColorNameHyperlink, theme.ColorNameInputBackground,
		theme.ColorNameInputBorder, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground,
		theme.ColorNamePlaceHolder, theme.ColorNamePressed, theme.ColorNamePrimary, theme.ColorNameScrollBar,
		theme.ColorNameSelection, theme.ColorNameSeparator, theme.ColorNameShadow, theme.ColorNameSuccess, theme.ColorNameWarning,
	} {
		if got := New(Light, 1).Color(name, theme.VariantLight); !ours[got] {
			t.Errorf("%s is %v, which is no token", name, got)
		}
	}
}

// The toolkit writes the text of menus on these grounds.
func TestMenuTextIsReadable(t *testing.T) {
	for mode, text := range map[Mode]tokens.Color{Light: tokens.Default().Themes.Light.Text, Dark: tokens.Default().Themes.Dark.Text} {
		for _, name := range []fyne.ThemeColorName{theme.ColorNameFocus, theme.ColorNameMenuBackground, theme.ColorNameBackground} {
			ground := New(mode, 1).Color(name, 0).(tokens.Color)
			if far := tokens.Contrast(text, ground); far < 4.5 {
				t.Errorf("%s: contrast of text on %s is %.2f, want 4.5", mode, name, far)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	for _, tt := range []struct {
		name       fyne.ThemeSizeName
		at1, at200 float32
	}{
		{theme.SizeNameText, 13, 26},
		{theme.SizeNameCaptionText, 11, 22},
		{theme.SizeNameHeadingText, 18, 36},
		{theme.SizeNameSubHeadingText, 15, 30},
		{theme.SizeNamePadding, 4, 4},
		{theme.SizeNameInnerPadding, 6, 6},
		{theme.SizeNameScrollBar, 10, 10},
		{theme.SizeNameScrollBarSmall, 4, 4},
		{theme.SizeNameInputRadius, 5, 5},
		{theme.SizeNameCardRadius, 8, 8},
		{theme.SizeNameDialogRadius, 10, 10},
		{theme.SizeNameSeparatorThickness, 1, 1},
		{theme.SizeNameModalBlurRadius, 0, 0},
	} {
		if got := New(Light, 1).Size(tt.name); got != tt.at1 {
			t.Errorf("%s is %v, want %v", tt.name, got, tt.at1)
		}
		if got := New(Light, 9).Size(tt.name); got != tt.at200 {
			t.Errorf("%s at 200%% is %v, want %v", tt.name, got, tt.at200)
		}
	}
}

func TestFonts(t *testing.T) {
	th := New(Light, 1)
	if got := th.Font(fyne.TextStyle{}).Name(); got != "NotoSans-Regular.ttf" {
		t.Errorf("regular font is %s", got)
	}
	if got := th.Font(fyne.TextStyle{Bold: true}).Name(); got != "NotoSans-Bold.ttf" {
		t.Errorf("bold font is %s", got)
	}
	if th.Font(fyne.TextStyle{}) != th.Font(fyne.TextStyle{}) {
		t.Error("the font has another resource each time, so the toolkit would load it each time")
	}
	for r, want := range map[rune]string{'a': "", 'ж': "", '–': "", 'ا': "NotoNaskhArabic-Bold.ttf", '中': "NotoSerifCJKsc-Regular.otf", '。': "NotoSerifCJKsc-Regular.otf", 'ไ': "NotoSerifThai-Regular.ttf"} {
		got := ""
		if f := FontFor(r, true); f != nil {
			got = f.Name()
		}
		if got != want {
			t.Errorf("font for %c is %q, want %q", r, got, want)
		}
	}
	for _, s := range scripts { // every file must be there
		for _, name := range []string{s.regular, s.bold} {
			if name == "" {
				continue
			}
			if a := Ascent(font(name)); a < 0.5 || a > 1.5 {
				t.Errorf("%s reaches %v above the baseline", name, a)
			}
		}
	}
}

// The toolkit takes a font's ascent from the parsed face.
func TestAscentIsThatOfTheFace(t *testing.T) {
	for _, s := range scripts {
		face, err := gofont.ParseTTF(bytes.NewReader(font(s.regular).Content()))
		if err != nil {
			t.Fatalf("%s: %v", s.regular, err)
		}
		extents, _ := face.FontHExtents()
		if got, want := Ascent(font(s.regular)), extents.Ascender/float32(face.Upem()); got != want {
			t.Errorf("%s: ascent is %v, want %v", s.regular, got, want)
		}
	}
}
