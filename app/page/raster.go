package page

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// fillRect sets all pixels of r in dst. It is the fast way for what is opaque.
func fillRect(dst *image.RGBA, r image.Rectangle, c color.RGBA) {
	r = r.Intersect(dst.Rect)
	if r.Empty() {
		return
	}
	if c.A != 0xff {
		draw.Draw(dst, r, image.NewUniform(c), image.Point{}, draw.Over)
		return
	}
	n := 4 * r.Dx()
	from := dst.PixOffset(r.Min.X, r.Min.Y)
	first := dst.Pix[from : from+n]
	first[0], first[1], first[2], first[3] = c.R, c.G, c.B, c.A
	for done := 4; done < n; done *= 2 {
		copy(first[done:], first[:done])
	}
	for y := 1; y < r.Dy(); y++ {
		at := from + y*dst.Stride
		copy(dst.Pix[at:at+n], first)
	}
}

// fillRound fills r but for what lies outside circles of a radius in px at its corners.
func fillRound(dst *image.RGBA, r image.Rectangle, radius int, c color.RGBA) {
	radius = min(radius, r.Dx()/2, r.Dy()/2)
	fillRect(dst, image.Rect(r.Min.X, r.Min.Y+radius, r.Max.X, r.Max.Y-radius), c)
	fillRect(dst, image.Rect(r.Min.X+radius, r.Min.Y, r.Max.X-radius, r.Min.Y+radius), c)
	fillRect(dst, image.Rect(r.Min.X+radius, r.Max.Y-radius, r.Max.X-radius, r.Max.Y), c)
	for y := range radius {
		for x := range radius {
			// Coverage by the distance of the pixel's centre from the circle.
			dx, dy := float64(radius-x)-0.5, float64(radius-y)-0.5
			cover := float64(radius) - math.Hypot(dx, dy) + 0.5
			if cover <= 0 {
				continue
			}
			a := uint32(255 * min(1, cover))
			mix(dst, r.Min.X+x, r.Min.Y+y, c, a)
			mix(dst, r.Max.X-1-x, r.Min.Y+y, c, a)
			mix(dst, r.Min.X+x, r.Max.Y-1-y, c, a)
			mix(dst, r.Max.X-1-x, r.Max.Y-1-y, c, a)
		}
	}
}

// mix lays an opaque colour over a pixel with a cover of 0 to 255.
func mix(dst *image.RGBA, x, y int, c color.RGBA, cover uint32) {
	if !(image.Point{X: x, Y: y}).In(dst.Rect) {
		return
	}
	p := dst.Pix[dst.PixOffset(x, y):][:4:4]
	over := func(below, above uint8) uint8 {
		return uint8((uint32(below)*(255-cover) + uint32(above)*cover + 127) / 255)
	}
	p[0], p[1], p[2], p[3] = over(p[0], c.R), over(p[1], c.G), over(p[2], c.B), 0xff
}

// path is an outline in px that is filled by the non-zero rule. Its points are
// from the corner of its box: from the picture's they would be rounded otherwise
// at every place that the page scrolls to.
type path struct {
	ras *vector.Rasterizer
	box image.Rectangle
}

// newPath makes an empty path within box.
func newPath(box image.Rectangle) *path {
	return &path{vector.NewRasterizer(box.Dx(), box.Dy()), box}
}

// polygon adds a closed outline of points.
func (p *path) polygon(points ...[2]float32) {
	for i, q := range points {
		if i == 0 {
			p.ras.MoveTo(q[0], q[1])
		} else {
			p.ras.LineTo(q[0], q[1])
		}
	}
	p.ras.ClosePath()
}

// round adds a box with round corners, counter-clockwise if hole.
func (p *path) round(x0, y0, x1, y1, r float32, hole bool) {
	const steps = 6
	r = max(0, min(r, (x1-x0)/2, (y1-y0)/2))
	var points [][2]float32
	corner := func(cx, cy float32, from float64) {
		for i := range steps + 1 {
			sin, cos := math.Sincos(from + math.Pi/2*float64(i)/steps)
			points = append(points, [2]float32{cx + r*float32(cos), cy + r*float32(sin)})
		}
	}
	corner(x1-r, y1-r, 0)
	corner(x0+r, y1-r, math.Pi/2)
	corner(x0+r, y0+r, math.Pi)
	corner(x1-r, y0+r, 3*math.Pi/2)
	if hole {
		for i, j := 0, len(points)-1; i < j; i, j = i+1, j-1 {
			points[i], points[j] = points[j], points[i]
		}
	}
	p.polygon(points...)
}

// fill paints the path into dst.
func (p *path) fill(dst *image.RGBA, c color.RGBA) {
	mask := image.NewAlpha(image.Rectangle{Max: p.box.Size()})
	p.ras.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	r := p.box.Intersect(dst.Rect)
	draw.DrawMask(dst, r, image.NewUniform(c), image.Point{}, mask, r.Min.Sub(p.box.Min), draw.Over)
}
