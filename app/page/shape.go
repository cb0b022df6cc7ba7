package page

import (
	"image"
	"image/color"
	"math"
)

// outline draws a Frame or a Hollow.
func (b *brush) outline(op *Op, c color.RGBA) {
	r := b.rect(op)
	s := max(1, float32(round(op.S*b.scale)))
	if op.Kind == Hollow {
		b.open(r, round(s), round(op.R*b.scale), c)
		return
	}
	p := newPath(r)
	w, h := float32(r.Dx()), float32(r.Dy())
	p.round(0, 0, w, h, op.R*b.scale, false)
	p.round(s, s, w-s, h-s, op.R*b.scale-s, true)
	p.fill(b.dst, c)
}

// open draws the four sides of r, s px thick, but for gap px at each corner.
// A box too small for gaps keeps half of each side.
func (b *brush) open(r image.Rectangle, s, gap int, c color.RGBA) {
	gx, gy := min(gap, r.Dx()/4), min(gap, r.Dy()/4)
	fillRect(b.dst, image.Rect(r.Min.X+gx, r.Min.Y, r.Max.X-gx, r.Min.Y+s), c)
	fillRect(b.dst, image.Rect(r.Min.X+gx, r.Max.Y-s, r.Max.X-gx, r.Max.Y), c)
	fillRect(b.dst, image.Rect(r.Min.X, r.Min.Y+gy, r.Min.X+s, r.Max.Y-gy), c)
	fillRect(b.dst, image.Rect(r.Max.X-s, r.Min.Y+gy, r.Max.X, r.Max.Y-gy), c)
}

// shape draws what is round or slanted.
func (b *brush) shape(op *Op, c color.RGBA) {
	x0, top := op.X*b.scale, b.y(op.Y)
	x1, high := x0+op.W*b.scale, op.H*b.scale
	const margin = 1
	box := image.Rect(int(min(x0, x1))-margin, top-margin, int(max(x0, x1))+margin+1, top+ceil(high)+margin)
	if !box.Overlaps(b.dst.Rect) {
		return
	}
	p := newPath(box)
	x0, x1 = x0-float32(box.Min.X), x1-float32(box.Min.X)
	y0, y1 := float32(margin), float32(margin)+high
	switch op.Kind {
	case Disc:
		p.round(x0, y0, x1, y1, (x1-x0)/2, false)
	case Circle:
		s := op.S * b.scale
		p.round(x0, y0, x1, y1, (x1-x0)/2, false)
		p.round(x0+s, y0+s, x1-s, y1-s, (x1-x0)/2-s, true)
	case Triangle:
		p.polygon([2]float32{x0, y0}, [2]float32{x1, (y0 + y1) / 2}, [2]float32{x0, y1})
	case Wave:
		b.wave(p, op, x0, y0, x1, y1)
	case Elbow:
		elbow(p, op.Turn, x0, y0, x1, y1, op.S*b.scale)
	}
	p.fill(b.dst, c)
}

// wave adds dots along a wave.
func (b *brush) wave(p *path, op *Op, x0, y0, x1, y1 float32) {
	dot := op.S * b.scale
	for x := x0; x+dot <= x1; x += 2 * dot {
		phase := float64((x - x0) / (4 * dot) * math.Pi)
		y := y0 + (y1-y0-dot)*(0.5+0.5*float32(math.Sin(phase)))
		p.round(x, y, x+dot, y+dot, dot/2, false)
	}
}

// elbow adds a quarter ring of thickness s round a corner of the box.
func elbow(p *path, turn uint8, x0, y0, x1, y1, s float32) {
	const steps = 8
	cx, cy := x0, y0
	if turn == 1 || turn == 2 {
		cx = x1
	}
	if turn >= 2 {
		cy = y1
	}
	r := min(x1-x0, y1-y0)
	from := float64(turn) * math.Pi / 2 // the box lies on this quarter of the circle
	var points [][2]float32
	arc := func(r float32, i int) {
		sin, cos := math.Sincos(from + math.Pi/2*float64(i)/steps)
		points = append(points, [2]float32{cx + r*float32(cos), cy + r*float32(sin)})
	}
	for i := range steps + 1 {
		arc(r+s/2, i)
	}
	for i := steps; i >= 0; i-- {
		arc(r-s/2, i)
	}
	p.polygon(points...)
}
