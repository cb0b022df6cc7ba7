package report

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"

	"galley/annotate/agree"
	"galley/annotate/reliability"
)

// Sizes of figures in px at 96 to the inch.
const (
	width     = 640
	rowHeight = 18
	textSize  = 11
	leftside  = 150 // for labels
	rightside = 150 // for numbers
)

// The figures are in shades of one hue: they say how much, and judge nothing.
const (
	ink   = "#222222"
	quiet = "#767676"
	line  = "#d0d0d0"
	hue   = "#1f5fa8"
)

// drawing is an SVG in the making.
type drawing struct {
	strings.Builder
	w, h float64
}

func newDrawing(w, h float64) *drawing { return &drawing{w: w, h: h} }

// svg is the whole figure. Title is what it is called by who cannot see it.
func (d *drawing) svg(title string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%g" height="%g" role="img" font-family="Noto Sans, Helvetica, Arial, sans-serif" font-size="%d" fill="%s"><title>%s</title>%s</svg>`,
		d.w, d.h, d.w, d.h, textSize, ink, escape(title), d.String())
}

func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

// text writes a line; anchor is start, middle or end.
func (d *drawing) text(x, y float64, anchor, colour, s string) {
	fmt.Fprintf(d, `<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>`, x, y, anchor, colour, escape(s))
}

func (d *drawing) line(x1, y1, x2, y2, width float64, colour, dash string) {
	fmt.Fprintf(d, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="%g"`, x1, y1, x2, y2, colour, width)
	if dash != "" {
		fmt.Fprintf(d, ` stroke-dasharray="%s"`, dash)
	}
	d.WriteString("/>")
}

func (d *drawing) rect(x, y, w, h float64, colour string, opacity float64) {
	fmt.Fprintf(d, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" fill-opacity="%.2f"/>`, x, y, w, h, colour, opacity)
}

func (d *drawing) dot(x, y float64) {
	fmt.Fprintf(d, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`, x, y, hue)
}

// cut shortens a text to some characters.
func cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// Intervals draws measures as points with their intervals on a scale to 1; it
// begins at 0, or below where a number is. Name is what stands before each.
func Intervals(title string, list []reliability.Measure, name func(reliability.Measure) string) string {
	low := 0.0
	for _, m := range list {
		if m.Defined() {
			low = min(low, m.Number)
			if m.Interval.Undefined == "" {
				low = min(low, m.Interval.Low)
			}
		}
	}
	low = math.Floor(low*2) / 2
	d := newDrawing(width, float64(len(list))*rowHeight+26)
	x := func(v float64) float64 { return leftside + (v-low)/(1-low)*(width-leftside-rightside) }
	bottom := float64(len(list)) * rowHeight
	for v := low; v <= 1.001; v += 0.25 {
		d.line(x(v), 0, x(v), bottom+4, 1, line, "")
		d.text(x(v), bottom+18, "middle", quiet, fmt.Sprintf("%g", v))
	}
	for i, m := range list {
		y := (float64(i) + 0.5) * rowHeight
		d.text(leftside-8, y+4, "end", ink, cut(name(m), 24))
		if !m.Defined() {
			d.text(width-rightside+8, y+4, "start", quiet, cut("- "+m.Undefined, 24))
			continue
		}
		if m.Interval.Undefined == "" {
			d.line(x(m.Interval.Low), y, x(m.Interval.High), y, 3, hue, "")
		}
		d.dot(x(m.Number), y)
		d.text(width-rightside+8, y+4, "start", ink, m.Text())
	}
	return d.svg(title)
}

// Matrix draws a confusion: the rows are what a said, shaded by their share of the row.
func Matrix(title string, c reliability.Confusion, a, b string) string {
	rows, columns, counts := reliability.Grid(c)
	const cell, head, top = 34, 110, 100
	d := newDrawing(float64(head+cell*len(columns)+10), float64(top+20*len(rows)+10))
	d.text(head-8, top-8, "end", quiet, cut(a, 14)+" ↓  "+cut(b, 14)+" →")
	for j, label := range columns {
		x := float64(head + cell*j + cell/2)
		fmt.Fprintf(d, `<text x="%.1f" y="%d" transform="rotate(-45 %.1f %d)">%s</text>`, x, top-8, x, top-8, escape(cut(label, 16)))
	}
	for i, label := range rows {
		y := float64(top + 20*i)
		d.text(head-8, y+14, "end", ink, cut(label, 16))
		total := 0
		for _, n := range counts[i] {
			total += n
		}
		for j, n := range counts[i] {
			share := float64(n) / float64(max(total, 1))
			x := float64(head + cell*j)
			d.rect(x+0.5, y+0.5, cell-1, 19, hue, 0.55*share) // dark text stays legible on it
			if n > 0 {
				d.text(x+cell/2, y+14, "middle", ink, fmt.Sprint(n))
			}
		}
	}
	return d.svg(title)
}

// Weeks draws the headline by week, each measure in its own kind of line, with
// a mark where the schema changed.
func Weeks(title string, weeks []reliability.Week) string {
	const left, top, height = 40, 10, 170
	series := shownByWeek(weeks)
	d := newDrawing(width, float64(top+height+58))
	low := 0.0
	for _, s := range series {
		for _, v := range s.values {
			if v.Defined() {
				low = min(low, math.Floor(v.Number*2)/2)
			}
		}
	}
	y := func(v float64) float64 { return top + (1-v)/(1-low)*height }
	x := func(i int) float64 {
		if len(weeks) == 1 {
			return left + (width-left-20)/2
		}
		return left + 20 + float64(i)*(width-left-60)/float64(len(weeks)-1)
	}
	for v := low; v <= 1.001; v += 0.25 {
		d.line(left, y(v), width-20, y(v), 1, line, "")
		d.text(left-6, y(v)+4, "end", quiet, fmt.Sprintf("%g", v))
	}
	every := (len(weeks) + 7) / 8
	for i, w := range weeks {
		if i%every == 0 {
			d.text(x(i), top+height+16, "middle", quiet, w.Monday.Format("2006-01-02"))
			d.text(x(i), top+height+30, "middle", quiet, fmt.Sprintf("n=%d", w.Articles))
		}
		if w.Changed {
			d.line(x(i), top, x(i), top+height, 1, ink, "2 3")
			d.text(x(i)+3, top+9, "start", ink, fmt.Sprintf("schema %d", w.Schema))
		}
	}
	for k, s := range series {
		d.path(s.values, x, y, dashes[k%len(dashes)])
		at := float64(left + 150*k)
		d.line(at, top+height+46, at+24, top+height+46, 2, hue, dashes[k%len(dashes)])
		d.text(at+30, top+height+50, "start", ink, s.name)
	}
	return d.svg(title)
}

var dashes = []string{"", "6 3", "2 2", "8 2 2 2"}

// weekly is a measure over the weeks.
type weekly struct {
	name   string
	values []agree.Value
}

// shownByWeek are the first measures of each kind that are known in some week.
func shownByWeek(weeks []reliability.Week) []weekly {
	var out []weekly
	for k, first := range weeks[0].Measures {
		s := weekly{name: cut(reliability.KindTitle(first.Of)+" "+first.Title(), 24)}
		known := false
		for _, w := range weeks {
			s.values = append(s.values, w.Measures[k].Value)
			known = known || w.Measures[k].Defined()
		}
		if known && first.Name != "partial_f1" && first.Name != "trigger_cls_f1" {
			out = append(out, s)
		}
	}
	return out
}

// path draws values as dots with lines between neighbours that are known.
func (d *drawing) path(values []agree.Value, x func(int) float64, y func(float64) float64, dash string) {
	for i, v := range values {
		if !v.Defined() {
			continue
		}
		d.dot(x(i), y(v.Number))
		if i > 0 && values[i-1].Defined() {
			d.line(x(i-1), y(values[i-1].Number), x(i), y(v.Number), 2, hue, dash)
		}
	}
}
