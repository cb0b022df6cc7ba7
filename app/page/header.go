package page

import (
	"slices"
	"strings"
	"time"

	"galley/annotate"
	"galley/app/tokens"
	"galley/app/typeset"
)

// header is the title and the line of metadata above the text. When it is
// scrolled out of view a line of 28 dp stands for it.
type header struct {
	height int
	title  []headLine
	meta   []headLine // each part by itself, so that none turns another round
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
	if parts := metaParts(a); len(parts) > 0 {
		h.height += int(t.Space.M)
		h.meta = p.layoutMeta(parts, small, h.height+round(small.Size))
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

// metaParts say where the article comes from.
func metaParts(a *annotate.Article) []string {
	parts := []string{a.Outlet, date(a.Published), a.Author, a.Language}
	return slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// date is an ISO date as people write it; what is none stays as it is.
func date(published string) string {
	t, err := time.Parse(time.DateOnly, published[:min(len(published), len(time.DateOnly))])
	if err != nil {
		return published
	}
	return t.Format("2 January 2006")
}

// layoutMeta sets parts side by side in the direction of the article, as far
// as there is room.
func (p *Page) layoutMeta(parts []string, style typeset.Style, y int) (out []headLine) {
	used := float32(0)
	put := func(word string) {
		width := p.kit.Shaper.Line(word, style).Width
		x := p.geo.left + used
		if p.geo.rtl {
			x = p.geo.left + p.geo.column - used - width
		}
		out = append(out, headLine{word, style, x, y})
		used += width
	}
	gap := 0.26 * style.Size
	for i, part := range parts {
		if i > 0 {
			const least = 4 // em that are worth beginning a part in
			if used+least*style.Size > p.geo.column {
				break
			}
			used += gap
			put("·")
			used += gap
		}
		put(p.fit(part, style, p.geo.column-used))
	}
	return out
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
	for _, l := range p.head.meta {
		c.word(l, colors.TextMuted)
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
