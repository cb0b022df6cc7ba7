package typeset

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"testing"
)

func TestScratchPicture(t *testing.T) {
	out := os.Getenv("PICTURE")
	if out == "" {
		t.Skip()
	}
	fonts, err := NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	s := NewShaper(fonts)
	at := NewAtlas(fonts, 8<<20)
	data, _ := os.ReadFile(out + ".txt")
	text := string(data)
	img := image.NewRGBA(image.Rect(0, 0, 1000, 1500))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	y := float32(10)
	starts := append(Paragraphs(text), len(text))
	for i := 0; i+1 < len(starts); i++ {
		p := s.NewParagraph(text, starts[i], starts[i+1], Options{Style: Style{Serif, 17}, Width: 480})
		p.Break(-1)
		for k := range p.Len() {
			ln := p.Layout(k, nil)
			y += 1.3 * 17 * 2
			at.Draw(img, ln, 20, y, 2, Ink{Color: color.NRGBA{0x1B, 0x1F, 0x24, 255}})
		}
	}
	f, _ := os.Create(out)
	png.Encode(f, img)
	f.Close()
}
