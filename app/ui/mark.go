package ui

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"galley/app/theme"
)

// Mark is a small drawn sign. Marks differ in shape, so that none depends on its
// colour, and are no glyphs, since fonts lack them.
type Mark string

// The marks of an article's state.
const (
	NoMark      Mark = ""
	New         Mark = "new"         // ring
	Started     Mark = "started"     // half disc
	Done        Mark = "done"        // tick
	InReview    Mark = "in review"   // eye
	Adjudicated Mark = "adjudicated" // seal
	Stale       Mark = "stale"       // ring with a bar
	Flagged     Mark = "flagged"     // flag
)

// The other marks.
const (
	Dot       Mark = "dot"
	Triangle  Mark = "triangle" // a warning
	Trigger   Mark = "trigger"  // before a trigger's name
	Checked   Mark = "checked"
	Unchecked Mark = "not checked"
	Close     Mark = "close"
	More      Mark = "more"
	Chevron   Mark = "chevron"
	Note      Mark = "note"
)

// shapes are drawn on 16 by 16; C stands for the colour.
var shapes = map[Mark]string{
	New:         `<circle cx="8" cy="8" r="4.6" fill="none" stroke="C" stroke-width="1.6"/>`,
	Started:     `<circle cx="8" cy="8" r="4.6" fill="none" stroke="C" stroke-width="1.6"/><path d="M8 3.2a4.8 4.8 0 0 0 0 9.6z" fill="C"/>`,
	Done:        `<path d="M3.2 8.4l3.2 3.3 6.4-7.2" fill="none" stroke="C" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/>`,
	InReview:    `<path d="M1.8 8C3.6 5.1 5.7 3.8 8 3.8s4.4 1.3 6.2 4.2C12.4 10.9 10.3 12.2 8 12.2S3.6 10.9 1.8 8z" fill="none" stroke="C" stroke-width="1.4"/><circle cx="8" cy="8" r="2.1" fill="C"/>`,
	Adjudicated: `<circle cx="8" cy="6.3" r="4.3" fill="C"/><path d="M5.2 9.4L4.2 14.4 8 12.4l3.8 2-1-5z" fill="C"/><circle cx="8" cy="6.3" r="1.6" fill="G"/>`,
	Stale:       `<circle cx="8" cy="8" r="4.6" fill="none" stroke="C" stroke-width="1.6"/><path d="M2 14L14 2" fill="none" stroke="C" stroke-width="1.6" stroke-linecap="round"/>`,
	Flagged:     `<path d="M4 2.2v11.8" stroke="C" stroke-width="1.6" stroke-linecap="round" fill="none"/><path d="M4.6 2.8h7.8l-2 2.9 2 2.9H4.6z" fill="C"/>`,
	Dot:         `<circle cx="8" cy="8" r="3.2" fill="C"/>`,
	Triangle:    `<path d="M8 2.4L14.4 13.4H1.6z" fill="none" stroke="C" stroke-width="1.5" stroke-linejoin="round"/><path d="M8 6.2v3.4" stroke="C" stroke-width="1.6" stroke-linecap="round" fill="none"/><circle cx="8" cy="11.5" r="0.9" fill="C"/>`,
	Trigger:     `<path d="M4.5 3.5L12 8l-7.5 4.5z" fill="C"/>`,
	Checked:     `<path d="M3.4 2.6h9.2a.8.8 0 0 1 .8.8v9.2a.8.8 0 0 1-.8.8H3.4a.8.8 0 0 1-.8-.8V3.4a.8.8 0 0 1 .8-.8z" fill="C"/><path d="M5 8.2l2.2 2.2L11.2 6" fill="none" stroke="G" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>`,
	Unchecked:   `<path d="M3.4 2.6h9.2a.8.8 0 0 1 .8.8v9.2a.8.8 0 0 1-.8.8H3.4a.8.8 0 0 1-.8-.8V3.4a.8.8 0 0 1 .8-.8z" fill="none" stroke="C" stroke-width="1.4"/>`,
	Close:       `<path d="M4.5 4.5l7 7M11.5 4.5l-7 7" stroke="C" stroke-width="1.5" stroke-linecap="round" fill="none"/>`,
	More:        `<circle cx="3.5" cy="8" r="1.4" fill="C"/><circle cx="8" cy="8" r="1.4" fill="C"/><circle cx="12.5" cy="8" r="1.4" fill="C"/>`,
	Chevron:     `<path d="M5 6.5l3 3 3-3" stroke="C" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" fill="none"/>`,
	Note:        `<path d="M3 3h10v7.5H8L5 13.2v-2.7H3z" fill="none" stroke="C" stroke-width="1.4" stroke-linejoin="round"/>`,
}

// tone returns the colour a mark has where nothing else is said.
func (m Mark) tone() Tone {
	switch m {
	case Done, Adjudicated:
		return Success
	case Started, InReview, Checked:
		return Accent
	case Stale, Flagged, Triangle:
		return Warning
	}
	return Muted
}

// newSign returns an image for a mark, empty until drawSign.
func newSign() *canvas.Image { return &canvas.Image{FillMode: canvas.ImageFillContain} }

// drawSign sets the mark that an image shows. ground is the colour of holes in
// filled marks.
func drawSign(img *canvas.Image, m Mark, fill, ground color.Color) {
	shape, ok := shapes[m]
	show(img, ok)
	if !ok {
		return
	}
	c, g := hex(fill), hex(ground)
	// The toolkit keeps drawn images by the resource's name.
	name := fmt.Sprintf("%s-%s-%s.svg", strings.ReplaceAll(string(m), " ", "-"), c[1:], g[1:])
	if img.Resource != nil && img.Resource.Name() == name {
		return
	}
	body := strings.NewReplacer(`"C"`, `"`+c+`"`, `"G"`, `"`+g+`"`).Replace(shape)
	img.Resource = fyne.NewStaticResource(name, []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">`+body+`</svg>`))
	img.Refresh()
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02X%02X%02X", r>>8, g>>8, b>>8)
}

// signSize is the side of a mark in a row of text.
func signSize(l theme.Look) float32 { return l.Size.IconInline * l.Scale }
