package typeset

import "slices"

// Line is a line with its glyphs in place. Runs and Cells are in visual order
// from left to right. All x are from the left edge of the column.
type Line struct {
	LineInfo
	Runs  []Run
	Cells []Cell

	glyphs []Glyph // of all runs
	edge   float32 // where the text begins: x of the caret on an empty line
}

// edge is a border between grapheme clusters of an item: its offset and its
// distance from the side where the item's text begins.
type edge struct {
	at int
	x  float32
}

// edgesOf gives the borders of an item's clusters from its start to its end.
// Clusters that are drawn as one, in a ligature, share its width in equal
// parts.
func (w *setter) edgesOf(it *item) []edge {
	w.edges = append(w.edges[:0], edge{at: it.start})
	if it.kind != Glyphs && it.kind != Space {
		w.edges = append(w.edges, edge{it.end, it.width})
		return w.edges
	}
	for at := it.start; at < it.end; {
		at += w.scan.clip.next(w.scan.text[at:it.end])
		w.edges = append(w.edges, edge{at: at})
	}
	var advance [maxItem + 2*maxGrapheme]int32
	var begins [maxItem + 2*maxGrapheme]bool
	for _, g := range it.word.glyphs {
		advance[g.cluster] += g.advance
		begins[g.cluster] = true
	}
	if it.word.advance == 0 {
		return w.edges
	}
	scale := it.width / float32(it.word.advance)
	n := it.end - it.start
	x := int32(0)
	for k, c := 0, 0; c < n; { // c is where a cluster of the shaper begins, k the first edge not before it
		end := c + 1
		for end < n && !begins[end] {
			end++
		}
		first := k
		for k < len(w.edges) && w.edges[k].at-it.start < end {
			k++
		}
		if parts := k - first; parts > 0 && w.edges[first].at-it.start == c {
			for j := range parts {
				w.edges[first+j].x = scale * (float32(x) + float32(advance[c])*float32(j)/float32(parts))
			}
		} else {
			for j := range parts {
				w.edges[first+j].x = scale * (float32(x) + float32(advance[c])*float32(j+1)/float32(parts+1))
			}
		}
		x += advance[c]
		c = end
	}
	w.edges[len(w.edges)-1].x = it.width
	return w.edges
}

// Layout places the glyphs of a line, breaking lines as far as needed; there
// must be a line i. It writes into the line given, whose former content is
// lost, or a new one for nil.
func (p *Paragraph) Layout(i int, into *Line) *Line {
	p.Break(i + 1)
	if into == nil {
		into = new(Line)
	}
	into.LineInfo = p.Line(i)
	into.Runs, into.Cells = into.Runs[:0], into.Cells[:0]
	w := p.setter()
	defer setters.Put(w)
	w.items = w.items[:0]
	w.scan.seek(into.Start-p.start, into.End-p.start)
	x, glyphs := float32(0), 0
	for {
		it, ok := w.scan.next()
		if !ok {
			break
		}
		p.setTab(&it, x)
		x += it.width
		if it.word != nil {
			glyphs += len(it.word.glyphs)
		}
		w.items = append(w.items, it)
	}
	into.glyphs = slices.Grow(into.glyphs[:0], glyphs)
	p.place(w, into, p.hang(w, x))
	return into
}

// hang lets the white space at the end of a line reach no further than the
// column, gives it the base level (UAX 9, L1) and returns what is left of the
// width x.
func (p *Paragraph) hang(w *setter, x float32) float32 {
	n, spaces := len(w.items), float32(0)
	for n > 0 && w.trailing(&w.items[n-1]) {
		n--
		w.items[n].level = p.base
		if w.items[n].kind != Code {
			spaces += w.items[n].width
		}
	}
	room := max(0, p.opt.Width-(x-spaces))
	if !p.wraps() || spaces <= room {
		return x
	}
	for i := n; i < len(w.items); i++ {
		if w.items[i].kind != Code {
			w.items[i].width *= room / spaces
		}
	}
	return x - spaces + room
}

// trailing reports whether an item counts as white space at a line's end.
func (w *setter) trailing(it *item) bool {
	if it.kind == Glyphs || it.kind == Missing {
		return false
	}
	for _, r := range w.scan.text[it.start:it.end] {
		if r != '\t' && !isTrailing(classOf(r)) {
			return false
		}
	}
	return true
}

// place puts the items in visual order.
func (p *Paragraph) place(w *setter, line *Line, total float32) {
	x := float32(0)
	line.edge = 0
	if line.RTL && p.wraps() {
		x, line.edge = p.opt.Width-total, p.opt.Width
	}
	w.levels = w.levels[:0]
	for i := range w.items {
		w.levels = append(w.levels, w.items[i].level)
	}
	w.order = VisualOrder(w.levels, w.order)
	for _, i := range w.order {
		it := &w.items[i]
		p.addRun(line, it, x)
		p.addCells(w, line, it, x)
		x += it.width
	}
}

// addRun places an item's glyphs from x on.
func (p *Paragraph) addRun(line *Line, it *item, x float32) {
	run := Run{
		Kind: it.kind, Level: it.level, Face: it.face, Size: it.size, Label: it.label,
		Start: p.start + it.start, End: p.start + it.end, X: x, Width: it.width,
	}
	if it.word != nil && it.kind != Space {
		lift := float32(0)
		if it.kind != Glyphs {
			x += labelPad * p.opt.Style.Size
			lift = labelLift * p.opt.Style.Size
		}
		from := len(line.glyphs)
		scale := it.size / p.shaper.fonts.face(it.face).em
		for _, g := range it.word.glyphs {
			cluster := run.Start
			if it.kind == Glyphs {
				cluster += int(g.cluster)
			}
			line.glyphs = append(line.glyphs, Glyph{
				ID: g.id, X: x + float32(g.dx)*scale, Y: -float32(g.dy)*scale - lift, Cluster: cluster,
			})
			x += float32(g.advance) * scale
		}
		run.Glyphs = line.glyphs[from:len(line.glyphs):len(line.glyphs)]
	}
	line.Runs = append(line.Runs, run)
}

// addCells adds an item's grapheme clusters.
func (p *Paragraph) addCells(w *setter, line *Line, it *item, x float32) {
	edges := w.edgesOf(it)
	from := len(line.Cells)
	for k := 1; k < len(edges); k++ {
		c := Cell{Start: p.start + edges[k-1].at, End: p.start + edges[k].at, Level: it.level}
		if c.RTL() {
			c.Left, c.Right = x+it.width-edges[k].x, x+it.width-edges[k-1].x
		} else {
			c.Left, c.Right = x+edges[k-1].x, x+edges[k].x
		}
		line.Cells = append(line.Cells, c)
	}
	if it.level&1 == 1 {
		slices.Reverse(line.Cells[from:])
	}
}
