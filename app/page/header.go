package page

import (
	"strings"

	"galley/annotate"
	"galley/app/tokens"
	"galley/app/typeset"
)

// header is the title and the line of metadata above the text. When it is
// scrolled out of view a line of 28 dp stands for it.
type header struct {
	height int
	title  []headLine
	meta   headLine
	short  headLine
}

// headLine is a line of the header: its text, and its left edge and baseline.
type headLine struct {
	word  string
	style typeset.Style
	x     float32
	y     int
}

// The header's ops are parts of the page, not of the text.
const (
	partHeader = -1 - iota
	partStrip
	partMarks
	partRing
	partProposed
	partGutter
	partCurve
	partPills
)

func (p *Page) layoutHeader() header {
	t := p.kit.Tokens
	a := p.article()
	style := typeset.Style{Font: typeset.SerifBold, Size: t.Type.Article.Title * p.geo.size / t.Type.Article.Size}
	step := round(style.Size * t.Type.Article.TitleLineHeight)
	h := header{height: int(t.Space.XXL)}
	title := strings.Join(strings.Fields(a.Title), " ")
	par := p.kit.Shaper.NewParagraph(title, 0, len(title), typeset.Options{Style: style, Width: p.geo.column})
	par.Break(8) // no title is longer; the strip and the article list have the rest
	for k := 0; k < min(par.Len(), 8) && title != ""; k++ {
		info := par.Line(k)
		x := p.geo.left
		if info.RTL {
			x += p.geo.column - info.Width
		}
		h.title = append(h.title, headLine{strings.TrimSpace(title[info.Start:info.End]), style, x, h.height + round(0.8*float32(step))})
		h.height += step
	}
	small := typeset.Style{Font: typeset.Sans, Size: t.Type.Article.Meta * p.geo.size / t.Type.Article.Size}
	if meta := metaLine(a); meta != "" {
		h.height += int(t.Space.M)
		h.meta = headLine{p.fit(meta, small, p.geo.column), small, p.geo.left, h.height + round(small.Size)}
		if par.Len() > 0 && par.RTL() {
			h.meta.x += p.geo.column - p.kit.Shaper.Line(h.meta.word, small).Width
		}
		h.height += round(1.4 * small.Size)
	}
	h.height += int(t.Space.XXL)
	strong := typeset.Style{Font: typeset.SansBold, Size: t.Type.UI.Text}
	h.short = headLine{p.fit(title, strong, p.geo.column), strong, p.geo.left, int(t.Size.Row)/2 + round(strong.Size*0.36)}
	if par.Len() > 0 && par.RTL() {
		h.short.x += p.geo.column - p.kit.Shaper.Line(h.short.word, strong).Width
	}
	return h
}

// metaLine says where the article comes from.
func metaLine(a *annotate.Article) string {
	var parts []string
	for _, s := range []string{a.Outlet, a.Published, a.Author, a.Language} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// fit cuts a text that is wider than it may be, at the end.
func (p *Page) fit(text string, style typeset.Style, width float32) string {
	if p.kit.Shaper.Line(text, style).Width <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && p.kit.Shaper.Line(string(runes)+"…", style).Width > width {
		runes = runes[:len(runes)*9/10]
	}
	return strings.TrimSpace(string(runes)) + "…"
}

// collapsed tells whether the strip stands for the header.
func (p *Page) collapsed() bool {
	return p.top > float64(p.head.height)-float64(p.kit.Tokens.Size.Row)
}

// covered is how much of the viewport's top the strip takes.
func (p *Page) covered() float64 {
	if p.collapsed() {
		return float64(p.kit.Tokens.Size.Row)
	}
	return 0
}

func (c *canvas) header() {
	p, colors := c.p, c.colors
	if p.top >= float64(p.head.height) {
		return
	}
	c.begin(partHeader, -1, 0, float64(p.head.height), 0)
	for _, l := range p.head.title {
		c.word(l, colors.Text)
	}
	if p.head.meta.word != "" {
		c.word(p.head.meta, colors.TextMuted)
	}
	c.end()
}

func (c *canvas) strip() {
	if !c.p.collapsed() {
		return
	}
	size := c.p.kit.Tokens.Size
	c.begin(partStrip, -1, c.p.top, float64(size.Row), 0)
	c.group.Fixed = true
	width := c.p.geo.width - size.Minimap
	c.add(Op{Kind: Fill, W: width, H: size.Row, Color: c.colors.Surface})
	c.add(Op{Kind: Fill, Y: size.Row - 1, W: width, H: 1, Color: c.colors.Border})
	c.word(c.p.head.short, c.colors.TextMuted)
	c.end()
}

func (c *canvas) word(l headLine, color tokens.Color) {
	c.add(Op{Kind: Name, X: l.x, Y: float32(l.y), Word: l.word, Font: l.style.Font, Size: l.style.Size, Color: color})
}
