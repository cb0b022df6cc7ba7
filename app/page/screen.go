package page

import (
	"image"
)

// Screen keeps the pixels of a page and draws only what changed: the lines that
// differ, and on scrolling what comes into view. What it shows is always equal
// to the whole list painted anew.
type Screen struct {
	img  *image.RGBA
	list *List // what img shows
	old  *List // to be used again
}

// Draw brings the picture up to date with the page, at a scale in px per dp and
// a size in px. The picture is valid until the next call.
func (s *Screen) Draw(p *Page, width, height int, scale float64) *image.RGBA {
	if s.list == nil {
		s.list, s.old = &List{}, &List{}
	}
	last, now := s.list, s.old
	p.draw(now, scale)
	now.Width, now.Height = width, height
	s.list, s.old = now, last
	if s.img == nil || s.img.Rect.Dx() != width || s.img.Rect.Dy() != height {
		s.img = image.NewRGBA(image.Rect(0, 0, width, height))
		now.Paint(s.img)
		return s.img
	}
	if last.Ground != now.Ground || last.Scale != now.Scale {
		now.Paint(s.img)
		return s.img
	}
	for _, r := range s.update(last, now) {
		now.paint(s.img, r)
	}
	return s.img
}

// update moves the pixels that only moved and returns what must be painted.
func (s *Screen) update(last, now *List) []image.Rectangle {
	bounds := s.img.Rect
	dy := moved(last, now)
	var dirty []image.Rectangle
	if dy != 0 {
		text := bounds
		text.Max.X = now.textWidth()
		s.shift(text, dy)
		if dy > 0 {
			dirty = append(dirty, image.Rect(text.Min.X, text.Min.Y, text.Max.X, text.Min.Y+dy))
		} else {
			dirty = append(dirty, image.Rect(text.Min.X, text.Max.Y+dy, text.Max.X, text.Max.Y))
		}
	}
	// A group that was there and is there now, moved with the rest, is drawn already.
	kept := make([]bool, len(last.Groups))
	index := make(map[[2]int]int, len(last.Groups))
	for i := range last.Groups {
		index[last.Groups[i].key()] = i
	}
	for i := range now.Groups {
		g := &now.Groups[i]
		if k, ok := index[g.key()]; ok {
			old := &last.Groups[k]
			if old.same(g) && old.Top+old.moves(dy) == g.Top && (dy == 0 || !old.carried()) {
				kept[k] = true
				continue
			}
		}
		dirty = add(dirty, g.box())
	}
	for k := range last.Groups {
		if g := &last.Groups[k]; !kept[k] {
			dirty = add(dirty, g.box().Add(image.Pt(0, g.moves(dy))))
			if g.carried() {
				dirty = add(dirty, g.box().Add(image.Pt(0, dy)))
			}
		}
	}
	return dirty
}

// moves is how far a group moves when the text moves by dy.
func (g *Group) moves(dy int) int {
	if g.Fixed {
		return 0
	}
	return dy
}

// carried tells whether a group stays where it is but lies over the text, so
// that its pixels are moved with it.
func (g *Group) carried() bool { return g.Fixed && g.X0 == 0 }

// key finds a group in another list. No two groups of a list share it.
func (g *Group) key() [2]int { return [2]int{g.Start, g.End} }

// textWidth is where the column of marks begins.
func (l *List) textWidth() int {
	for i := range l.Groups {
		if l.Groups[i].Start == partMarks {
			return l.Groups[i].X0
		}
	}
	return l.Width
}

// moved is how far the text moved down: as far as the first line that both lists have.
func moved(last, now *List) int {
	for i := range now.Groups {
		for k := range last.Groups {
			a, b := &last.Groups[k], &now.Groups[i]
			if a.Start >= 0 && a.key() == b.key() {
				if dy := b.Top - a.Top; dy < now.Height && -dy < now.Height {
					return dy
				}
				return 0
			}
		}
	}
	return 0
}

// shift moves the pixels of r down by dy, as far as they stay within.
func (s *Screen) shift(r image.Rectangle, dy int) {
	n := 4 * r.Dx()
	row := func(y int) []uint8 { at := s.img.PixOffset(r.Min.X, y); return s.img.Pix[at : at+n] }
	if dy > 0 {
		for y := r.Max.Y - 1; y >= r.Min.Y+dy; y-- {
			copy(row(y), row(y-dy))
		}
		return
	}
	for y := r.Min.Y; y < r.Max.Y+dy; y++ {
		copy(row(y), row(y-dy))
	}
}

// add puts r into a list of rectangles, joined with those of the same columns
// that it meets.
func add(list []image.Rectangle, r image.Rectangle) []image.Rectangle {
	for i, o := range list {
		if o.Min.X == r.Min.X && o.Max.X == r.Max.X && o.Min.Y <= r.Max.Y && r.Min.Y <= o.Max.Y {
			rest := append(list[:i:i], list[i+1:]...)
			return add(rest, o.Union(r))
		}
	}
	return append(list, r)
}
