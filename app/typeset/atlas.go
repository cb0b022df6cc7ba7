package typeset

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"
)

// Atlas draws lines into pictures and remembers the coverage mask of every
// glyph it drew, at four places within a pixel. It is safe for concurrent use.
type Atlas struct {
	fonts *Fonts
	limit int

	mu         sync.Mutex
	young, old map[maskKey]*mask
	bytes      int // of the young
	faces      map[FaceID]*font.Face
	raster     vector.Rasterizer
}

// subpixels is how many places within a pixel a glyph may start at.
const subpixels = 4

// maxGlyphPixels bounds the height of a mask; a glyph larger than that is not
// drawn. No zoom comes near it.
const maxGlyphPixels = 2048

// maskKey says of what a mask is: size is in pixels per em.
type maskKey struct {
	face FaceID
	id   uint16
	sub  uint8
	size float32
}

// mask is the coverage of a glyph. Left and top are where it begins as seen
// from the glyph's origin, in pixels, y downwards.
type mask struct {
	left, top     int
	width, height int
	pix           []uint8
}

// NewAtlas makes an atlas that keeps masks of about maxBytes in all.
func NewAtlas(fonts *Fonts, maxBytes int) *Atlas {
	return &Atlas{fonts: fonts, limit: maxBytes, faces: map[FaceID]*font.Face{}}
}

// Ink is what glyphs are drawn with.
type Ink struct {
	// Color is not premultiplied with its alpha.
	Color color.NRGBA
	// At, if not nil, gives the colour for the text at an offset instead.
	At func(offset int) color.NRGBA
}

func (ink Ink) at(offset int) color.NRGBA {
	if ink.At != nil {
		return ink.At(offset)
	}
	return ink.Color
}

// Draw draws a line: x and y are the pixels of the column's left edge and of
// the baseline in dst, scale is the number of pixels per unit of the line.
// What lies outside dst is left out; draw into a sub-image to clip.
func (a *Atlas) Draw(dst *image.RGBA, line *Line, x, y, scale float32, ink Ink) {
	a.mu.Lock()
	defer a.mu.Unlock()
	left, right := float32(dst.Rect.Min.X), float32(dst.Rect.Max.X)
	for i := range line.Runs {
		run := &line.Runs[i]
		reach := run.Size * scale // of glyphs beyond their advance
		if x+(run.X+run.Width)*scale+reach < left || x+run.X*scale-reach > right {
			continue
		}
		for _, g := range run.Glyphs {
			a.drawGlyph(dst, run, g, x+g.X*scale, y+g.Y*scale, scale, ink.at(g.Cluster))
		}
		if run.Kind == Code || run.Kind == Missing {
			drawFrame(dst, run, x, y, scale, ink.at(run.Start))
		}
	}
}

// drawGlyph draws a glyph with its origin at the pixel x, y.
func (a *Atlas) drawGlyph(dst *image.RGBA, run *Run, g Glyph, x, y, scale float32, c color.NRGBA) {
	quarter := int(math.Floor(float64(x)*subpixels + 0.5))
	column := quarter >> 2
	row := int(math.Floor(float64(y) + 0.5))
	m := a.mask(maskKey{face: run.Face, id: g.ID, sub: uint8(quarter & (subpixels - 1)), size: run.Size * scale})
	if m.width > 0 {
		blend(dst, m, column+m.left, row+m.top, c)
	}
}

// mask gives the mask for a key. The caller holds the lock.
func (a *Atlas) mask(key maskKey) *mask {
	m := a.young[key]
	if m != nil {
		return m
	}
	if m = a.old[key]; m == nil {
		m = a.rasterise(key)
	}
	const overhead = 100 // of a map entry and the mask's head
	if a.young == nil || a.bytes > a.limit/2 {
		a.old, a.young, a.bytes = a.young, map[maskKey]*mask{}, 0
	}
	a.young[key] = m
	a.bytes += overhead + len(m.pix)
	return m
}

// rasterise draws the mask of a glyph.
func (a *Atlas) rasterise(key maskKey) *mask {
	loaded := a.fonts.face(key.face)
	face := a.faces[key.face]
	if face == nil {
		face = font.NewFace(loaded.font)
		a.faces[key.face] = face
	}
	outline, _ := face.GlyphDataOutline(key.id)
	scale := key.size / loaded.em
	offset := float32(key.sub) / subpixels
	box := bounds(outline.Segments, scale, offset)
	m := &mask{left: box.Min.X, top: box.Min.Y, width: box.Dx(), height: box.Dy()}
	if box.Empty() || m.width > maxGlyphPixels || m.height > maxGlyphPixels {
		return &mask{}
	}
	r := &a.raster
	r.Reset(m.width, m.height)
	at := func(p opentype.SegmentPoint) (float32, float32) {
		return p.X*scale + offset - float32(box.Min.X), -p.Y*scale - float32(box.Min.Y)
	}
	for i, s := range outline.Segments {
		x, y := at(s.Args[0])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			if i > 0 {
				r.ClosePath()
			}
			r.MoveTo(x, y)
		case opentype.SegmentOpLineTo:
			r.LineTo(x, y)
		case opentype.SegmentOpQuadTo:
			x2, y2 := at(s.Args[1])
			r.QuadTo(x, y, x2, y2)
		case opentype.SegmentOpCubeTo:
			x2, y2 := at(s.Args[1])
			x3, y3 := at(s.Args[2])
			r.CubeTo(x, y, x2, y2, x3, y3)
		}
	}
	r.ClosePath()
	out := image.Alpha{Pix: make([]uint8, m.width*m.height), Stride: m.width, Rect: image.Rect(0, 0, m.width, m.height)}
	r.Draw(&out, out.Rect, image.Opaque, image.Point{})
	m.pix = out.Pix
	return m
}

// bounds gives the pixels that an outline touches, by its control points.
func bounds(path []Segment, scale, offset float32) image.Rectangle {
	if len(path) == 0 {
		return image.Rectangle{}
	}
	inf := float32(math.Inf(1))
	left, top, right, bottom := inf, inf, -inf, -inf
	for i := range path {
		for _, p := range path[i].ArgsSlice() {
			x, y := p.X*scale+offset, -p.Y*scale
			left, right = min(left, x), max(right, x)
			top, bottom = min(top, y), max(bottom, y)
		}
	}
	floor := func(v float32) int { return int(math.Floor(float64(v))) }
	return image.Rect(floor(left), floor(top), floor(right)+1, floor(bottom)+1)
}

// blend lays the colour over dst where the mask, put at x, y, covers it. Red
// with blue and green with alpha are worked out together, each in one half of
// a word.
func blend(dst *image.RGBA, m *mask, x, y int, c color.NRGBA) {
	box := image.Rect(x, y, x+m.width, y+m.height).Intersect(dst.Rect)
	if box.Empty() {
		return
	}
	const halves = 0x00FF00FF
	rb, ga := uint32(c.R)|uint32(c.B)<<16, uint32(c.G)|0xFF<<16
	alpha := uint32(c.A) + uint32(c.A)>>7 // of 256
	for py := box.Min.Y; py < box.Max.Y; py++ {
		from := (py-y)*m.width + box.Min.X - x
		cover := m.pix[from : from+box.Dx()]
		at := dst.PixOffset(box.Min.X, py)
		row := dst.Pix[at : at+4*len(cover)]
		for i, v := range cover {
			if v == 0 {
				continue
			}
			k := (uint32(v) + uint32(v)>>7) * alpha >> 8 // of 256
			p := row[4*i : 4*i+4]
			old := binary.LittleEndian.Uint32(p)
			low := (rb*k + old&halves*(256-k)) >> 8 & halves
			high := (ga*k + old>>8&halves*(256-k)) & (halves << 8)
			binary.LittleEndian.PutUint32(p, low|high)
		}
	}
}

const (
	// frameTop, frameBottom and frameStroke give the frame of a box above and
	// below the baseline and its thickness, frameGap the space beside it, in em
	// of the text.
	frameTop    = 0.62
	frameBottom = 0.08
	frameStroke = 0.05
	frameGap    = 0.04
)

// drawFrame draws the frame round the label of a box.
func drawFrame(dst *image.RGBA, run *Run, x, y, scale float32, c color.NRGBA) {
	round := func(v float32) int { return int(math.Floor(float64(v) + 0.5)) }
	em := run.Size / labelSize
	t := max(1, round(frameStroke*em*scale))
	box := image.Rect(
		round(x+(run.X+frameGap*em)*scale), round(y-frameTop*em*scale),
		round(x+(run.X+run.Width-frameGap*em)*scale), round(y+frameBottom*em*scale))
	for _, side := range [4]image.Rectangle{
		{box.Min, image.Pt(box.Max.X, box.Min.Y+t)},
		{image.Pt(box.Min.X, box.Max.Y-t), box.Max},
		{image.Pt(box.Min.X, box.Min.Y+t), image.Pt(box.Min.X+t, box.Max.Y-t)},
		{image.Pt(box.Max.X-t, box.Min.Y+t), image.Pt(box.Max.X, box.Max.Y-t)},
	} {
		fill(dst, side, c)
	}
}

// fill lays the colour over a rectangle.
func fill(dst *image.RGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(dst.Rect)
	if r.Empty() {
		return
	}
	row := make([]uint8, r.Dx())
	for i := range row {
		row[i] = 255
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		blend(dst, &mask{width: r.Dx(), height: 1, pix: row}, r.Min.X, y, c)
	}
}
