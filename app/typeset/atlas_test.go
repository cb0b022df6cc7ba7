package typeset

import (
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the pictures in testdata anew")

var (
	black = color.NRGBA{A: 0xFF}
	red   = color.NRGBA{R: 0xFF, A: 0xFF}
)

// paper gives a white picture.
func paper(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	return img
}

// setText draws a text from the top of a picture down and gives where it ends.
func setText(at *Atlas, dst *image.RGBA, text string, opt Options, scale float32) (y float32) {
	for _, p := range layoutAll(shared(), text, opt) {
		for i := range p.Len() {
			line := p.Layout(i, nil)
			y += line.Ascent * scale
			at.Draw(dst, line, 10*scale, y, scale, Ink{Color: black})
			y += line.Descent * scale
		}
	}
	return y
}

// TestPictures compares what is drawn with pictures that were looked at.
func TestPictures(t *testing.T) {
	at := NewAtlas(shared().Fonts(), 1<<20)
	for _, c := range []struct {
		name, text string
		scale      float32
	}{
		{"scripts", "Office: “Łódź” naïve Việt. Путин, Ελλάδα\nقالت وزارة الصحة إن 253 شخصًا قُتلوا (Wadi Sahl) في 12/5/2016\nHe said \"قُتل 253 شخصًا\" and left.\nהדובר אמר כי 12 בני אדם (ירושלים)\n据新华社报道，至少有253人丧生。カタカナ 한국어\nनमस्ते ภาษาไทย አማርኛ မြန်မာ Հայ ქართ বাংলা\n", 1},
		{"shown", "a\u202eb\u202cc ad\u200bmin \u2066iso\u2069 \x1b[0m \U00012000 می\u200cخواهم 👨\u200d👩\u200d👧 🇺🇦 → ✓\n", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := paper(int(420*c.scale), int(240*c.scale))
			end := setText(at, got, c.text, Options{Style: Style{Serif, 17}, Width: 400}, c.scale)
			got = got.SubImage(image.Rect(0, 0, got.Rect.Dx(), int(end)+4)).(*image.RGBA)
			name := filepath.Join("testdata", c.name+".png")
			if *update {
				writePicture(t, name, got)
			}
			comparePicture(t, name, got)
		})
	}
}

func writePicture(t *testing.T, name string, img image.Image) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

// comparePicture allows for the last digits of the rasteriser's sums, which
// are not the same on all processors.
func comparePicture(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Bounds() {
		t.Fatalf("picture of %v, want %v", got.Bounds(), want.Bounds())
	}
	different := 0
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			a, _, _, _ := want.At(x, y).RGBA()
			b, _, _, _ := got.At(x, y).RGBA()
			if d := int(a>>8) - int(b>>8); d > 2 || d < -2 {
				different++
			}
		}
	}
	if different > 0 {
		t.Errorf("%d pixels differ from %s; look at what -update writes", different, name)
	}
}

// What is drawn into a part of a picture is what that part shows of the whole.
func TestDrawClips(t *testing.T) {
	at := NewAtlas(shared().Fonts(), 1<<20)
	text := "The quick brown fox \u202e קפץ 𒀀 over."
	line := shared().Line(text, Style{Serif, 30})
	whole, part := paper(500, 60), paper(500, 60)
	at.Draw(whole, line, 5, 40, 1.3, Ink{Color: black})
	window := image.Rect(33, 11, 307, 37)
	at.Draw(part.SubImage(window).(*image.RGBA), line, 5, 40, 1.3, Ink{Color: black})
	inked := 0
	for y := range 60 {
		for x := range 500 {
			want := color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
			if (image.Point{x, y}).In(window) {
				want = whole.RGBAAt(x, y)
			}
			if got := part.RGBAAt(x, y); got != want {
				t.Fatalf("pixel %d, %d is %v, want %v", x, y, got, want)
			}
			if want.R < 0x80 {
				inked++
			}
		}
	}
	if inked < 500 {
		t.Errorf("only %d dark pixels", inked)
	}
}

// Ink.At colours the text by its offset.
func TestInkByOffset(t *testing.T) {
	at := NewAtlas(shared().Fonts(), 1<<20)
	line := shared().Line("mm mm", Style{Serif, 30})
	dst := paper(200, 60)
	at.Draw(dst, line, 0, 40, 1, Ink{At: func(offset int) color.NRGBA {
		if offset < 3 {
			return red
		}
		return black
	}})
	border := int(line.Caret(Position{Offset: 3}))
	for y := range 60 {
		for x := range 200 {
			c := dst.RGBAAt(x, y)
			if isRed := c.R > c.G; isRed && x > border+1 || !isRed && c.G < 0xFF && x < border-1 {
				t.Fatalf("pixel %d, %d is %v, border at %d", x, y, c, border)
			}
		}
	}
}

// The atlas forgets masks rather than grow, and draws the same after that.
func TestAtlasIsBounded(t *testing.T) {
	const limit = 20000
	at := NewAtlas(shared().Fonts(), limit)
	line := shared().Line("Fighters shelled", Style{Serif, 17})
	first := paper(300, 60)
	at.Draw(first, line, 3, 40, 1, Ink{Color: black})
	for scale := float32(1); scale < 4; scale += 0.1 {
		at.Draw(paper(10, 10), line, 0, 5, scale, Ink{Color: black})
		if at.bytes > limit {
			t.Fatalf("young masks take %d bytes, want no more than about %d", at.bytes, limit/2)
		}
	}
	again := paper(300, 60)
	at.Draw(again, line, 3, 40, 1, Ink{Color: black})
	if string(first.Pix) != string(again.Pix) {
		t.Error("the line is drawn otherwise after its masks were forgotten")
	}
}
