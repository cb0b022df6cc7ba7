package page

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"galley/app/tokens"
	"galley/app/typeset"
)

// SVG writes the list as SVG 1.1, in dp. Text is text: it can be searched,
// copied and edited, and is set in the same fonts where the reader has them.
func (l *List) SVG(w io.Writer) error {
	b := bufio.NewWriter(w)
	s := svg{Writer: b, list: l}
	width, height := float64(l.Width)/l.Scale, float64(l.Height)/l.Scale
	s.put(`<svg xmlns="http://www.w3.org/2000/svg" width="%.4g" height="%.6g" viewBox="0 0 %.4g %.6g">`+"\n", width, height, width, height)
	s.put(`<rect width="100%%" height="100%%" fill="%s"/>`+"\n", hex(l.Ground))
	for i := range l.Groups {
		g := &l.Groups[i]
		s.put(`<g transform="translate(0 %.6g)">`+"\n", float64(g.Top)/l.Scale)
		for k := range g.Ops {
			s.op(g, &g.Ops[k])
		}
		s.put("</g>\n")
	}
	s.put("</svg>\n")
	return b.Flush()
}

// svg writes elements. Errors stay in the buffered writer until its Flush.
type svg struct {
	*bufio.Writer
	list *List
}

func (s svg) put(format string, args ...any) { fmt.Fprintf(s, format, args...) }

// hex is a colour without its alpha.
func hex(c tokens.Color) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

func (s svg) op(g *Group, op *Op) {
	c := hex(op.Color)
	switch op.Kind {
	case Fill:
		opacity := ""
		if op.Color.A != 0xFF {
			opacity = fmt.Sprintf(` fill-opacity="%.3g"`, float64(op.Color.A)/0xFF)
		}
		s.put(`<rect x="%.5g" y="%.5g" width="%.5g" height="%.5g" rx="%g" fill="%s"%s/>`+"\n", op.X, op.Y, op.W, op.H, op.R, c, opacity)
	case Rule:
		s.rule(op, c)
	case Frame:
		s.put(`<rect x="%.5g" y="%.5g" width="%.5g" height="%.5g" rx="%g" fill="none" stroke="%s" stroke-width="%g"/>`+"\n",
			op.X+op.S/2, op.Y+op.S/2, op.W-op.S, op.H-op.S, max(0, op.R-op.S/2), c, op.S)
	case Hollow:
		gx, gy := min(op.R, op.W/4), min(op.R, op.H/4)
		x0, y0, x1, y1 := op.X+op.S/2, op.Y+op.S/2, op.X+op.W-op.S/2, op.Y+op.H-op.S/2
		s.put(`<path d="M%.5g %.5gH%.5gM%.5g %.5gH%.5gM%.5g %.5gV%.5gM%.5g %.5gV%.5g" fill="none" stroke="%s" stroke-width="%g"/>`+"\n",
			x0+gx, y0, x1-gx, x0+gx, y1, x1-gx, x0, y0+gy, y1-gy, x1, y0+gy, y1-gy, c, op.S)
	case Text:
		s.line(g.line, s.list.text, op, g.inks)
	case Name:
		s.line(s.list.kit.Shaper.Line(op.Word, typeset.Style{Font: op.Font, Size: op.Size}), op.Word, op, nil)
	case Disc, Circle:
		paint := `fill="` + c + `"`
		if op.Kind == Circle {
			paint = fmt.Sprintf(`fill="none" stroke="%s" stroke-width="%g"`, c, op.S)
		}
		s.put(`<circle cx="%.5g" cy="%.5g" r="%.5g" %s/>`+"\n", op.X+op.W/2, op.Y+op.H/2, (op.W-op.S)/2, paint)
	case Triangle:
		s.put(`<path d="M%.5g %.5gL%.5g %.5gL%.5g %.5gZ" fill="%s"/>`+"\n", op.X, op.Y, op.X+op.W, op.Y+op.H/2, op.X, op.Y+op.H, c)
	case Wave:
		s.wave(op, c)
	case Elbow:
		s.elbow(op, c)
	}
}

func (s svg) rule(op *Op, c string) {
	y := op.Y + op.H/2
	stroke := func(y, thick float32, dashes string) {
		s.put(`<path d="M%.5g %.5gh%.5g" stroke="%s" stroke-width="%.3g"%s/>`+"\n", op.X, y, op.W, c, thick, dashes)
	}
	switch op.Under {
	case tokens.Double:
		thin := op.H / 3
		stroke(op.Y+thin/2, thin, "")
		stroke(op.Y+op.H+thin/2, thin, "")
	case tokens.Dashed:
		stroke(y, op.H, ` stroke-dasharray="6 3"`)
	case tokens.Dotted:
		stroke(y, op.H, ` stroke-dasharray="2 2"`)
	default:
		stroke(y, op.H, "")
	}
}

// wave is a row of dots: dashes of no length with round ends.
func (s svg) wave(op *Op, c string) {
	var d strings.Builder
	for x := op.X; x+op.S <= op.X+op.W; x += 2 * op.S {
		phase := float64((x - op.X) / (4 * op.S) * math.Pi)
		fmt.Fprintf(&d, "M%.5g %.5gh0", x+op.S/2, float64(op.Y+op.S/2)+float64(op.H-op.S)*(0.5+0.5*math.Sin(phase)))
	}
	s.put(`<path d="%s" stroke="%s" stroke-width="%g" stroke-linecap="round"/>`+"\n", d.String(), c, op.S)
}

func (s svg) elbow(op *Op, c string) {
	x0, y0, x1, y1 := op.X, op.Y, op.X+op.W, op.Y+op.H
	// From the corner beside the centre to the one across, round the centre.
	from := [4][2]float32{{x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}[op.Turn]
	to := [4][2]float32{{x0, y1}, {x0, y0}, {x1, y0}, {x1, y1}}[op.Turn]
	s.put(`<path d="M%.5g %.5gA%.5g %.5g 0 0 1 %.5g %.5g" fill="none" stroke="%s" stroke-width="%g"/>`+"\n",
		from[0], from[1], op.W, op.H, to[0], to[1], c, op.S)
}

// line writes a typeset line of text: an element for each stretch in one font
// and direction, blanks included, so that copied text has them.
func (s svg) line(l *typeset.Line, text string, op *Op, inks []Ink) {
	runs := l.Runs
	for len(runs) > 0 {
		n := stretch(runs)
		part := runs[:n:n]
		runs = runs[n:]
		switch run := part[0]; run.Kind {
		case typeset.Glyphs:
			s.words(part, text, op, inks)
		case typeset.Code, typeset.Missing:
			x, c := op.X+run.X, hex(colorAt(inks, run.Start, op.Color))
			s.put(`<rect x="%.5g" y="%.5g" width="%.5g" height="%.5g" fill="none" stroke="%s"/>`+"\n",
				x+0.5, op.Y-1.4*run.Size, run.Width-1, 1.8*run.Size, c)
			s.open(&run, op.Y-run.Size/3)
			s.put(`<tspan x="%.6g" fill="%s">%s</tspan></text>`+"\n", x+run.Size/4, c, escape(run.Label))
		}
	}
}

// stretch counts the first runs of a line that one text element can hold.
func stretch(runs []typeset.Run) int {
	first, words := runs[0], 1
	if first.Kind != typeset.Glyphs {
		return 1
	}
	for i, next := range runs[1:] {
		last := runs[i]
		joined := next.Level == first.Level && (next.Start == last.End || next.End == last.Start)
		if !joined || next.Kind != typeset.Space && (next.Kind != typeset.Glyphs || next.Face != first.Face) {
			break
		}
		if next.Kind == typeset.Glyphs {
			words = i + 2
		}
	}
	return words
}

// words writes the runs of a stretch in the order of reading. Each word stands
// at its place and is as wide as it should be, so that a reader whose fonts
// differ still sees it on its mark.
func (s svg) words(runs []typeset.Run, text string, op *Op, inks []Ink) {
	s.open(&runs[0], op.Y)
	if rtl(&runs[0]) {
		runs = slices.Clone(runs) // they belong to the line
		slices.Reverse(runs)
	}
	for i := range runs {
		run := &runs[i]
		if run.Kind != typeset.Glyphs {
			s.put("%s", escape(text[run.Start:run.End]))
			continue
		}
		x := op.X + run.X
		if rtl(run) {
			x += run.Width
		}
		s.put(`<tspan x="%.6g" textLength="%.5g" lengthAdjust="spacingAndGlyphs"`, x, run.Width)
		if len(inks) == 0 {
			s.put(` fill="%s">%s</tspan>`, hex(op.Color), escape(text[run.Start:run.End]))
			continue
		}
		s.put(">")
		s.inked(text, run.Start, run.End, op.Color, inks)
		s.put("</tspan>")
	}
	s.put("</text>\n")
}

func rtl(run *typeset.Run) bool { return run.Level&1 == 1 }

// open begins a text element in the font of a run.
func (s svg) open(run *typeset.Run, y float32) {
	fonts := s.list.kit.Fonts
	family, kind := fonts.Family(run.Face), "serif"
	if strings.Contains(family, "Sans") {
		kind = "sans-serif"
	}
	s.put(`<text y="%.5g" font-family="'%s', %s" font-size="%.4g"`, y, escape(family), kind, run.Size)
	if w := fonts.Weight(run.Face); w != 400 {
		s.put(` font-weight="%d"`, w)
	}
	if fonts.Italic(run.Face) {
		s.put(` font-style="italic"`)
	}
	if rtl(run) {
		s.put(` direction="rtl" unicode-bidi="embed"`)
	}
	s.put(` xml:space="preserve">`)
}

// inked writes text in pieces of one colour.
func (s svg) inked(text string, start, end int, base tokens.Color, inks []Ink) {
	for at := start; at < end; {
		c, next := colorAt(inks, at, base), end
		for _, ink := range inks {
			for _, edge := range []int{ink.Start, ink.End} {
				if edge > at {
					next = min(next, edge)
				}
			}
		}
		s.put(`<tspan fill="%s">%s</tspan>`, hex(c), escape(text[at:next]))
		at = next
	}
}

// colorAt is the colour of the text at an offset. Inks may overlap; the last
// that holds the offset counts.
func colorAt(inks []Ink, offset int, base tokens.Color) tokens.Color {
	for i := len(inks) - 1; i >= 0; i-- {
		if inks[i].Contains(offset) {
			return inks[i].Color
		}
	}
	return base
}

// escape makes text safe in XML. What XML cannot hold becomes U+FFFD.
func escape(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // a Builder does not fail
	return b.String()
}
