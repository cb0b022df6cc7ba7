package page

import (
	"math"

	"galley/app/tokens"
	"galley/app/typeset"
)

// maxRows is how many rows lie under one line of text; deeper spans share the last.
const maxRows = 4

// sample is ordinary English: the measure counts characters of its mean width.
const sample = "the fighters left the border town on Monday and returned at night, "

// geometry is what follows from the size of the text and the width of the
// page. Heights are whole dp, so that sums of them are exact.
type geometry struct {
	size          float32
	width, height float32 // of the viewport
	names         bool
	lanes         int // of layers under every line, 0 for rows

	u     int // line height with one row, the unit of all drawing
	band  int // height of the text in a line
	row   int // height of one row or lane under the text
	base  int // baseline below the top of the band
	inset int // of a fill from the edges of the band, and of a nested one from the outer
	gap   int // between paragraphs

	body typeset.Style
	name typeset.Style
	hint typeset.Style // names of suggestions

	left, column float32 // where the text begins and how wide it may be
	rtl          bool    // the article is read from right to left: its gutter is at the right
	end          float32 // where the column of marks begins
}

func newGeometry(t *tokens.Tokens, sh *typeset.Shaper, s *State, rtl bool, width, height float32) geometry {
	size, names := s.Size, s.Names
	g := geometry{size: size, width: width, height: height, names: names, lanes: len(s.Lanes), rtl: rtl}
	g.u = round(size * t.Type.Article.LineHeight)
	g.band = round(0.65 * float32(g.u))
	g.row = max(12, g.u-g.band)
	if !names {
		g.row = max(4, round(size*t.Type.Article.LineHeightNamesOff)-g.band)
	}
	if g.lanes > 0 {
		g.row = g.laneHeight(names)
	}
	g.inset = max(1, round(0.03*float32(g.u)))
	g.gap = round(t.Type.Article.ParagraphGap * float32(g.u))
	g.body = typeset.Style{Font: typeset.Serif, Size: size}
	nameSize := max(t.Type.Article.ChipNameMinPx, size*t.Type.Article.ChipName)
	g.name = typeset.Style{Font: typeset.SansBold, Size: nameSize}
	g.hint = typeset.Style{Font: typeset.SerifItalic, Size: nameSize}
	m := sh.Metrics(g.body)
	g.base = round((float32(g.band)-m.Ascent-m.Descent)/2 + m.Ascent)

	measure := sh.Line(sample, g.body).Width / float32(len(sample)) * float32(t.Type.Article.Measure)
	free := width - t.Size.Gutter - t.Size.Minimap
	g.column = max(8*size, min(measure, free-t.Space.L))
	g.left = max(0, floor((free-g.column)/2))
	if !rtl {
		g.left += t.Size.Gutter
	}
	g.end = width - t.Size.Minimap
	return g
}

// beside is the x of something w wide in the gutter, some way from the text.
func (g *geometry) beside(away, w float32) float32 {
	if g.rtl {
		return g.left + g.column + away
	}
	return g.left - away - w
}

// lineHeight is the height of an ordinary line with some rows.
func (g *geometry) lineHeight(rows int) int { return g.band + rows*g.row }

// least is how many rows every line has, and usual the height of a line with those.
func (g *geometry) least() int { return max(1, g.lanes) }
func (g *geometry) usual() int { return g.lineHeight(g.least()) }

// of is a fraction of the line height in whole dp, at least 1.
func (g *geometry) of(fraction float32) int { return max(1, round(fraction*float32(g.u))) }

func round(v float32) int     { return int(math.Round(float64(v))) }
func floor(v float32) float32 { return float32(math.Floor(float64(v))) }
func ceil(v float32) int      { return int(math.Ceil(float64(v))) }
