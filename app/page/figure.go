package page

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
)

// Figure is a picture of the whole article, as wide as given in dp and as high
// as it must be. It has no caret and no marks at its side.
func Figure(kit *Kit, s State, width float32, scale float64) *List {
	s.Active = false
	p := New(kit, width, 1)
	p.Set(s)
	for p.article() != nil && !p.LayoutSome(1<<30) {
	}
	p.Resize(width, float32(p.Height())-float32(p.foot()))
	p.top = 0
	l := p.Draw(scale)
	kept := l.Groups[:0]
	for _, g := range l.Groups {
		if g.Start != partMarks {
			kept = append(kept, g)
		}
	}
	l.Groups = kept
	return l
}

// maxPixels bounds the pictures that are made: 4 bytes a pixel are held at once.
const maxPixels = 1 << 27

// ErrTooLarge says that a picture would have more pixels than can be drawn.
var ErrTooLarge = errors.New("the picture is too large")

// PNG writes the list as a PNG picture, or gives ErrTooLarge.
func (l *List) PNG(w io.Writer) error {
	if l.Width*l.Height > maxPixels {
		return fmt.Errorf("%d by %d pixels: %w", l.Width, l.Height, ErrTooLarge)
	}
	img := image.NewRGBA(image.Rect(0, 0, l.Width, l.Height))
	l.Paint(img)
	return png.Encode(w, img)
}

// HTML writes the list as a page with the SVG in it, under a title and in a
// language (BCP 47, may be empty).
func (l *List) HTML(w io.Writer, title, language string) error {
	if _, err := fmt.Fprintf(w, "<!DOCTYPE html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n<title>%s</title>\n<body style=\"margin:0;background:%s\">\n",
		escape(language), escape(title), hex(l.Ground)); err != nil {
		return err
	}
	if err := l.SVG(w); err != nil {
		return err
	}
	_, err := io.WriteString(w, "</body>\n</html>\n")
	return err
}
