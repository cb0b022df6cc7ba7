package page

import (
	"image"
	"image/color"

	"galley/app/tokens"
	"galley/app/typeset"
)

// Paint draws the whole list into dst, which is of its size.
func (l *List) Paint(dst *image.RGBA) {
	l.paint(dst, dst.Bounds())
}

// paint draws what of the list lies in clip, over all that was there.
func (l *List) paint(dst *image.RGBA, clip image.Rectangle) {
	clip = clip.Intersect(dst.Bounds())
	if clip.Empty() {
		return
	}
	fillRect(dst, clip, rgba(l.Ground))
	for i := range l.Groups {
		g := &l.Groups[i]
		box := g.box().Intersect(clip)
		if box.Empty() {
			continue
		}
		b := brush{dst: dst.SubImage(box).(*image.RGBA), list: l, group: g, scale: float32(l.Scale)}
		for k := range g.Ops {
			b.op(&g.Ops[k])
		}
	}
}

// box is where the group may draw, in px.
func (g *Group) box() image.Rectangle { return image.Rect(g.X0, g.Y0, g.X1, g.Y1) }

func rgba(c tokens.Color) color.RGBA {
	r, g, b, a := c.RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}
}

// brush draws the ops of one group.
type brush struct {
	dst   *image.RGBA // of the clip
	list  *List
	group *Group
	scale float32
}

func (b *brush) op(op *Op) {
	c := rgba(op.Color)
	switch op.Kind {
	case Fill:
		r := b.rect(op)
		if radius := round(op.R * b.scale); radius > 0 {
			fillRound(b.dst, r, radius, c)
			return
		}
		fillRect(b.dst, r, c)
	case Rule:
		b.rule(b.rect(op), op.Under, c)
	case Frame, Hollow:
		b.outline(op, c)
	case Text:
		b.text(op)
	case Name:
		style := typeset.Style{Font: op.Font, Size: op.Size}
		line := b.list.kit.Shaper.Line(op.Word, style)
		b.list.kit.Atlas.Draw(b.dst, line, op.X*b.scale, float32(b.y(op.Y)), b.scale, typeset.Ink{Color: color.NRGBA(op.Color)})
	case Disc, Circle, Triangle, Wave, Elbow:
		b.shape(op, c)
	}
}

// y is the px of a y in dp.
func (b *brush) y(y float32) int { return b.group.Top + round(y*b.scale) }

// rect is an op's box in whole px, at least one wide and high.
func (b *brush) rect(op *Op) image.Rectangle {
	x0, y0 := round(op.X*b.scale), b.y(op.Y)
	x1, y1 := round((op.X+op.W)*b.scale), b.y(op.Y+op.H)
	return image.Rect(x0, y0, max(x1, x0+1), max(y1, y0+1))
}

// text draws the group's line of article text.
func (b *brush) text(op *Op) {
	ink := typeset.Ink{Color: color.NRGBA(op.Color)}
	if inks := b.group.inks; len(inks) > 0 {
		ink.At = func(offset int) color.NRGBA { return color.NRGBA(colorAt(inks, offset, op.Color)) }
	}
	b.list.kit.Atlas.Draw(b.dst, b.group.line, op.X*b.scale, float32(b.y(op.Y)), b.scale, ink)
}

// rule draws a horizontal line in one of the styles that tell labels apart.
// Dashes begin at whole px of the page, so that a line drawn in two goes is the
// same as one drawn at once.
func (b *brush) rule(r image.Rectangle, under tokens.Underline, c color.RGBA) {
	unit := max(1, round(b.scale))
	switch under {
	case tokens.Double:
		thin := max(1, (r.Dy()+1)/3)
		gap := max(1, r.Dy()-2*thin)
		fillRect(b.dst, image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+thin), c)
		fillRect(b.dst, image.Rect(r.Min.X, r.Min.Y+thin+gap, r.Max.X, r.Min.Y+2*thin+gap), c)
	case tokens.Dashed:
		b.dashes(r, 6*unit, 3*unit, c)
	case tokens.Dotted:
		b.dashes(r, 2*unit, 2*unit, c)
	default:
		fillRect(b.dst, r, c)
	}
}

func (b *brush) dashes(r image.Rectangle, on, off int, c color.RGBA) {
	for x := r.Min.X; x < r.Max.X; x += on + off {
		fillRect(b.dst, image.Rect(x, r.Min.Y, min(x+on, r.Max.X), r.Max.Y), c)
	}
}
