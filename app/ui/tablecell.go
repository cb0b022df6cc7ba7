package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Cell is what stands in a row and column of a Table.
type Cell struct {
	Chip  ChipData
	Text  string
	Muted bool
	Bar   *Bar
	Trend []Point
	Part  float64 // of the width that a bar fills, from 0 to 1; 0 for no bar
}

// Bar is a value on a scale from 0 to 1 with its interval. It says how much and
// how sure, and judges nothing.
type Bar struct {
	Value, Low, High float64
	Sure             bool // there is an interval
}

// Point is a value from 0 to 1 of a trend.
type Point struct {
	Value float64
	Known bool
	Mark  bool // something changed here
}

// cellView draws a Cell. It is used for one cell after another.
type cellView struct {
	widget.BaseWidget
	data  Cell
	right bool
}

func newCellView() *cellView {
	v := &cellView{}
	v.ExtendBaseWidget(v)
	return v
}

func (v *cellView) set(data Cell, right bool) {
	v.data, v.right = data, right
	v.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (v *cellView) CreateRenderer() fyne.WidgetRenderer {
	chip, text, graph := NewChip(ChipData{}), NewText("", Type{}), group()
	f := &face{of: v, objects: []fyne.CanvasObject{chip, text, graph}}
	f.style = func(l theme.Look) {
		chip.Set(v.data.Chip)
		show(chip, v.data.Chip.Name != "")
		tone := Plain
		if v.data.Muted {
			tone = Muted
		}
		text.Set(v.data.Text, Type{Size: l.Type.UI.Small, Tone: tone, Fit: true})
		chip.Refresh()
		text.Refresh()
	}
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Size.Target, l.Size.RowDense*l.Scale) }
	f.layout = func(l theme.Look, size fyne.Size) {
		x := float32(0)
		if v.data.Chip.Name != "" {
			own := chip.MinSize()
			middle(chip, 0, 0, own.Width, size.Height)
			x = own.Width + l.Space.S
		}
		w := max(0, size.Width-x)
		if v.right {
			own := min(w, measure(l, v.data.Text, text.how))
			x, w = size.Width-own, own
		}
		middle(text, x, 0, w, size.Height)
		place(graph, 0, 0, size.Width, size.Height)
		graph.Objects = graph.Objects[:0]
		switch {
		case v.data.Part > 0:
			bar := canvas.NewRectangle(l.Color.Accent)
			place(bar, 0, (size.Height-l.Space.M)/2, max(size.Width*float32(min(1, v.data.Part)), l.Stroke.Separator), l.Space.M)
			graph.Objects = []fyne.CanvasObject{bar}
		case v.data.Bar != nil:
			graph.Objects = v.data.Bar.draw(l, size)
		case len(v.data.Trend) > 0:
			graph.Objects = drawTrend(l, v.data.Trend, size)
		}
		graph.Refresh()
	}
	return f.ready()
}

// draw draws the scale, the interval and a dot at the value.
func (b *Bar) draw(l theme.Look, size fyne.Size) []fyne.CanvasObject {
	dot := l.Space.M
	x := func(v float64) float32 { return dot/2 + float32(max(0, min(1, v)))*(size.Width-dot) }
	bar := func(from, to, height float32, c color.Color) fyne.CanvasObject {
		r := canvas.NewRectangle(c)
		r.CornerRadius = height / 2
		place(r, from, (size.Height-height)/2, max(to-from, height), height)
		return r
	}
	out := []fyne.CanvasObject{bar(x(0), x(1), l.Stroke.Hairline, l.Color.BorderStrong)}
	if b.Sure {
		out = append(out, bar(x(b.Low), x(b.High), l.Space.S, l.Color.Accent))
	}
	c := canvas.NewCircle(l.Color.Accent)
	c.StrokeColor, c.StrokeWidth = l.Color.Background, l.Stroke.Hairline
	place(c, x(b.Value)-dot/2, (size.Height-dot)/2, dot, dot)
	return append(out, c)
}

// drawTrend draws a line through the values that are known, with a dot where
// one has no neighbour, and a hairline where something changed.
func drawTrend(l theme.Look, points []Point, size fyne.Size) []fyne.CanvasObject {
	pad := l.Space.S
	step := float32(0)
	if len(points) > 1 {
		step = (size.Width - 2*pad) / float32(len(points)-1)
	}
	at := func(i int) fyne.Position {
		return fyne.NewPos(pad+float32(i)*step, pad+float32(1-max(0, min(1, points[i].Value)))*(size.Height-2*pad))
	}
	var out []fyne.CanvasObject
	for i, p := range points {
		if p.Mark {
			m := canvas.NewRectangle(l.Color.BorderStrong)
			place(m, at(i).X, 0, l.Stroke.Hairline, size.Height)
			out = append(out, m)
		}
		before := i > 0 && points[i-1].Known
		switch {
		case p.Known && before:
			line := canvas.NewLine(l.Color.Accent)
			line.StrokeWidth = l.Stroke.Curve
			line.Position1, line.Position2 = at(i-1), at(i)
			out = append(out, line)
		case p.Known && (i+1 == len(points) || !points[i+1].Known):
			c := canvas.NewCircle(l.Color.Accent)
			place(c, at(i).X-pad/2, at(i).Y-pad/2, pad, pad)
			out = append(out, c)
		}
	}
	return out
}
