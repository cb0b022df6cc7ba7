package page_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"galley/app/page"
	"galley/app/page/pagetest"
)

// TestSVG holds what figures are for: well-formed, and the whole text in it as
// text, in reading order within each line of one direction.
func TestSVG(t *testing.T) {
	for _, g := range cases() {
		t.Run(g.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := page.Figure(kit(), g.state, g.width, 1).SVG(&b); err != nil {
				t.Fatal(err)
			}
			if *out != "" {
				write(t, filepath.Join(*out, filepath.Base(g.file(".svg"))), b.Bytes())
			}
			text := charData(t, b.Bytes())
			no := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
			for _, word := range strings.FieldsFunc(g.state.Docs[0].Article.Text.String(), no) {
				if !strings.Contains(text, word) && !unicode.Is(unicode.Han, []rune(word)[0]) { // Chinese is broken anywhere
					t.Errorf("%q is not in the figure", word)
				}
			}
		})
	}
}

// charData is the text of all elements, a line for each text element.
func charData(t *testing.T, svg []byte) string {
	var b strings.Builder
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.CharData:
			b.Write(bytes.Trim(x, "\n"))
		case xml.EndElement:
			if x.Name.Local == "text" {
				b.WriteByte('\n')
			}
		}
	}
}

func TestSVGKeepsBlanks(t *testing.T) {
	var b bytes.Buffer
	if err := page.Figure(kit(), state(truceDoc()), 640, 1).SVG(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(charData(t, b.Bytes()), "Fighters of the Harun Front shelled the power station") {
		t.Error("a line of the figure is not one text")
	}
}

func TestFigureHTML(t *testing.T) {
	var b bytes.Buffer
	if err := page.Figure(kit(), state(arabicDoc()), 640, 1).HTML(&b, `"A" & <B>`, "ar"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<html lang="ar">`, "<title>&#34;A&#34; &amp; &lt;B&gt;</title>", "<svg ", ">هارون</tspan>", "</html>"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("there is no %s", want)
		}
	}
}

// broken is a writer that fails after some bytes.
type broken int

func (b *broken) Write(p []byte) (int, error) {
	if *b -= broken(len(p)); *b < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestFiguresSayWhenTheyCannotBeWritten(t *testing.T) {
	l := page.Figure(kit(), state(truceDoc()), 640, 1)
	for name, save := range map[string]func(io.Writer) error{
		"svg": l.SVG, "png": l.PNG, "html": func(w io.Writer) error { return l.HTML(w, "", "") },
	} {
		for _, room := range []broken{0, 200} {
			if err := save(&room); err == nil {
				t.Errorf("%s: a write that failed is no error", name)
			}
		}
	}
}

// A figure of a long article is no picture, but the file that can hold it.
func TestFigureTooLarge(t *testing.T) {
	body := strings.Repeat("Nothing was heard from the border for the rest of the night.\n", 4000)
	l := page.Figure(kit(), state(pagetest.Doc("", body)), 720, 4)
	if err := l.PNG(io.Discard); !errors.Is(err, page.ErrTooLarge) {
		t.Errorf("a picture of %d by %d pixels gives %v", l.Width, l.Height, err)
	}
}

// TestSVGWordsHaveTheirPlace: a reader with other fonts must not move words off their marks.
func TestSVGWordsHaveTheirPlace(t *testing.T) {
	var b bytes.Buffer
	if err := page.Figure(kit(), state(truceDoc()), 640, 1).SVG(&b); err != nil {
		t.Fatal(err)
	}
	word := regexp.MustCompile(`<tspan x="[\d.]+" textLength="[\d.]+" lengthAdjust="spacingAndGlyphs" fill="#[0-9A-F]{6}">(Harun|Front)</tspan>`)
	if n := len(word.FindAll(b.Bytes(), -1)); n != 3 { // the Front comes twice
		t.Errorf("%d of 3 words have their place", n)
	}
}

func TestFigurePNG(t *testing.T) {
	var b bytes.Buffer
	if err := page.Figure(kit(), state(truceDoc()), 640, 2).PNG(&b); err != nil {
		t.Fatal(err)
	}
	if b.Len() < 20_000 {
		t.Errorf("a picture of %d bytes holds no article", b.Len())
	}
}

// Tints are drawn as such, not as what they are mixed from.
func TestSVGTints(t *testing.T) {
	s := state(truceDoc(), benDoc())
	s.Lanes = []string{"A", "B"}
	var b bytes.Buffer
	if err := page.Figure(kit(), s, 640, 1).SVG(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), ` fill="#1B1F24" fill-opacity="0.0314"/>`) {
		t.Error("there is no tint")
	}
}
