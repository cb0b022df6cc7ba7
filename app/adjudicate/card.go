package adjudicate

import (
	"cmp"
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/app/theme"
	"galley/app/ui"
)

// CardConfig is what the card works with.
type CardConfig struct {
	Take    func(reading int)
	Field   func(field, reading int)
	Acts    func() []Act // the buttons below the readings
	Changed func(Reasons)
	Similar func(i int)
}

// Act is a button with the key that does the same.
type Act struct {
	Label, Key string
	Do         func()
}

// Reasons are what an adjudicator says of a decision.
type Reasons struct {
	Cause, Confidence, Comment string
	Guideline                  bool
}

// Card is the pane at the right: what is decided on.
type Card struct {
	cfg     CardConfig
	column  *fyne.Container
	scroll  *container.Scroll
	root    *fyne.Container
	cause   *ui.Select
	sure    *ui.Select
	flag    *ui.Check
	comment *ui.Entry
	reasons fyne.CanvasObject
	setting bool // the fields are being set, not changed by the user
}

const (
	noCause = "no cause given"
	noSure  = "no confidence given"
)

// NewCard makes the pane.
func NewCard(cfg CardConfig) *Card {
	c := &Card{cfg: cfg, column: container.NewVBox()}
	changed := func() {
		if !c.setting {
			cfg.Changed(c.Reasons())
		}
	}
	c.cause = choice(append([]string{noCause}, annotate.Causes...), func(int) { changed() })
	c.sure = choice(append([]string{noSure}, annotate.Confidences...), func(int) { changed() })
	c.flag = ui.NewCheck("The guideline should say more", false, func(bool) { changed() })
	c.comment = ui.NewEntry("Comment")
	c.comment.OnSubmitted = func(string) { changed() }
	c.reasons = container.NewVBox(container.NewGridWithColumns(2, c.cause, c.sure), c.flag, c.comment)
	c.scroll = container.NewVScroll(container.NewPadded(c.column))
	c.root = container.NewStack(c.scroll)
	return c
}

// Object is what the pane shows.
func (c *Card) Object() fyne.CanvasObject { return c.root }

// Comment is the field for a comment, which is sent by Enter.
func (c *Card) Comment() *ui.Entry { return c.comment }

// Reasons are what is chosen and written.
func (c *Card) Reasons() Reasons {
	r := Reasons{Comment: c.comment.Text, Guideline: c.flag.Checked}
	if c.cause.Selected != noCause {
		r.Cause = c.cause.Selected
	}
	if c.sure.Selected != noSure {
		r.Confidence = c.sure.Selected
	}
	return r
}

// SetReasons shows what was said of a decision.
func (c *Card) SetReasons(r Reasons) {
	c.setting = true
	defer func() { c.setting = false }()
	or := func(s, none string) string {
		if s == "" {
			return none
		}
		return s
	}
	c.cause.SetSelected(or(r.Cause, noCause))
	c.sure.SetSelected(or(r.Confidence, noSure))
	c.flag.SetChecked(r.Guideline)
	c.comment.SetText(r.Comment)
}

// Empty shows a sentence in the place of a set.
func (c *Card) Empty(text, action string, do func()) {
	c.root.Objects = []fyne.CanvasObject{ui.NewEmpty(text, action, do)}
	c.root.Refresh()
}

// Set shows a set.
func (c *Card) Set(v View) {
	small := ui.Type{Size: theme.Of().Type.UI.Small, Tone: ui.Muted}
	head := container.NewBorder(nil, nil, ui.NewText(v.Kind, ui.Type{Size: theme.Of().Type.UI.Caption, Bold: true, Tone: ui.Muted}), nil,
		ui.NewText(v.Place, ui.Type{Size: theme.Of().Type.UI.Small, Tone: ui.Muted, Fit: true}))
	title := container.NewBorder(nil, nil, ui.Middle(ui.NewChip(v.Chip)), nil, ui.NewText(v.Title, ui.Type{Bold: true, Size: theme.Of().Type.UI.Subheading, Fit: true}))
	tone := ui.Muted
	if v.Warn {
		tone = ui.Warning
	}
	last := ui.NewText(v.Last, ui.Type{Size: theme.Of().Type.UI.Small, Tone: ui.Success, Fit: true}) // its line is kept, so that nothing moves
	c.column.Objects = []fyne.CanvasObject{last, head, title, ui.NewParagraph(v.State, ui.Type{Tone: tone}), widget.NewSeparator()}
	add := func(o ...fyne.CanvasObject) { c.column.Objects = append(c.column.Objects, o...) }
	if len(v.Changed) > 0 {
		for _, change := range v.Changed {
			add(sides(change))
		}
		add(widget.NewSeparator())
	}
	if len(v.Fields) > 0 {
		add(c.table(v), ui.NewParagraph("1-9 takes a whole reading; Tab, then a digit: one field.", small))
	} else {
		for i, r := range v.Rows {
			add(newChoice(readingRow(i, r), v.Taken == i, func() { c.cfg.Take(i) }))
		}
	}
	if v.Along != "" {
		add(ui.NewParagraph(v.Along, ui.Type{Tone: ui.Accent}))
	}
	add(widget.NewSeparator(), c.buttons(), c.reasons)
	for _, section := range []struct {
		title string
		lines []string
	}{{"Notes", v.Remarks}, {"Guideline", lines(v.Entry)}} {
		if len(section.lines) > 0 {
			add(widget.NewSeparator(), ui.NewText(section.title, ui.Type{Bold: true}))
			for _, line := range section.lines {
				add(ui.NewParagraph(line, ui.Type{Size: theme.Of().Type.UI.Small}))
			}
		}
	}
	if len(v.Similar) > 0 {
		add(widget.NewSeparator(), ui.NewText("Decided before, like this", ui.Type{Bold: true}))
		for i, line := range v.Similar {
			add(newChoice(ui.NewText(line, ui.Type{Size: theme.Of().Type.UI.Small, Fit: true}), false, func() { c.cfg.Similar(i) }))
		}
	}
	c.root.Objects = []fyne.CanvasObject{c.scroll}
	c.scroll.Offset = fyne.Position{}
	c.root.Refresh()
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// buttons are the acts, three in a row.
func (c *Card) buttons() fyne.CanvasObject {
	grid := container.NewGridWithColumns(3)
	for _, a := range c.cfg.Acts() {
		grid.Add(ui.NewButton(strings.TrimSpace(a.Label+"  "+a.Key), ui.Normal, a.Do))
	}
	return grid
}

// sides are what somebody said when it was decided and what they say now, side by side.
func sides(change Change) fyne.CanvasObject {
	small := theme.Of().Type.UI.Small
	grid := container.New(tableLayout{columns: 3})
	row := func(name string, how ui.Type, then, now fyne.CanvasObject) {
		how.Size, how.Fit = small, true
		grid.Add(ui.NewText(name, how))
		grid.Add(then)
		grid.Add(now)
	}
	muted := ui.Type{Size: small, Tone: ui.Muted, Fit: true}
	row(change.Who, ui.Type{Bold: true}, ui.Middle(ui.NewText("when decided", muted)), ui.Middle(ui.NewText("now", muted)))
	then, now := plain(change.Then), plain(change.Now)
	row("", muted, side(change.Then.Chips, then, then != now), side(change.Now.Chips, now, then != now))
	for _, f := range change.Fields {
		row(f.Name, muted, side(nil, cmp.Or(f.Cells[0], none), true), side(nil, cmp.Or(f.Cells[1], none), true))
	}
	return grid
}

// plain is the text of a reading.
func plain(r Row) string {
	text := ""
	for _, p := range r.Pieces {
		text += p.Text
	}
	return strings.TrimSpace(text)
}

// side is one of two sides: its text wraps, so that all of it is there.
func side(chips []ui.ChipData, text string, bold bool) fyne.CanvasObject {
	l := theme.Of()
	column := container.New(layout.NewCustomPaddedVBoxLayout(0))
	if len(chips) > 0 {
		row := container.NewHBox()
		for _, chip := range chips {
			row.Add(ui.NewChip(chip))
		}
		column.Add(row)
	}
	said := ui.NewParagraph(text, ui.Type{Size: l.Type.UI.Small, Bold: bold})
	const share = 1.0 / 3
	said.Resize(fyne.NewSize(l.Size.Card*share, said.MinSize().Height)) // near what it gets, so that its first height is right
	column.Add(said)
	return container.New(layout.NewCustomPaddedLayout(0, l.Space.S, 0, l.Space.M), column)
}

// none stands where a reading says nothing of what another says something of.
const none = "(none)"

// table is the card of an event or a chain: a row for each field, a column for each reading.
func (c *Card) table(v View) fyne.CanvasObject {
	const most = 4 // columns that fit; the rest is taken by digit all the same
	n := min(len(v.Rows), most)
	grid := container.New(tableLayout{columns: n + 1})
	small := theme.Of().Type.UI.Small
	grid.Add(ui.NewText("", ui.Type{}))
	for r := range n {
		head := ui.NewText(strconv.Itoa(r+1)+" "+v.Rows[r].Who, ui.Type{Size: small, Bold: v.Taken == r, Fit: true})
		grid.Add(newChoice(head, v.Taken == r, func() { c.cfg.Take(r) }))
	}
	for i, f := range v.Fields {
		name := ui.Type{Size: small, Tone: ui.Muted, Fit: true}
		if f.Active {
			name.Tone, name.Bold = ui.Accent, true
		}
		grid.Add(ui.NewText(f.Name, name))
		for r := range n {
			text, how := f.Cells[r], ui.Type{Size: small, Fit: true, Bold: f.Differ}
			switch {
			case text == "" && f.Differ:
				text = none
			case text == "":
				text = "–"
			case r > 0 && f.Same[r]:
				text, how.Bold = "=", false
			}
			if !f.Differ {
				how.Tone = ui.Muted
			}
			grid.Add(newChoice(ui.NewText(text, how), f.Differ && f.From == r, func() { c.cfg.Field(i, r) }))
		}
	}
	return grid
}

// tableLayout has a narrow first column and shares the rest.
type tableLayout struct{ columns int }

// MinSize implements fyne.Layout.
func (t tableLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for i := 0; i < len(objects); i += t.columns {
		height += t.height(objects, i)
	}
	return fyne.NewSize(theme.Of().Size.ListMin, height)
}

func (t tableLayout) height(objects []fyne.CanvasObject, from int) float32 {
	h := theme.Of().Size.RowDense * theme.Of().Scale
	for _, o := range objects[from:min(len(objects), from+t.columns)] {
		h = max(h, o.MinSize().Height)
	}
	return h
}

// Layout implements fyne.Layout.
func (t tableLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	first := size.Width / float32(t.columns+1)
	rest := (size.Width - first) / float32(t.columns-1)
	y := float32(0)
	for i := 0; i < len(objects); i += t.columns {
		h := t.height(objects, i)
		for k, o := range objects[i:min(len(objects), i+t.columns)] {
			x, w := float32(0), first
			if k > 0 {
				x, w = first+float32(k-1)*rest, rest
			}
			own := o.MinSize().Height
			if k > 0 {
				own = h
			}
			o.Move(fyne.NewPos(x, y+(h-own)/2))
			o.Resize(fyne.NewSize(w, own))
		}
		y += h
	}
}

// picked is something that a click takes. What is taken has a frame.
type picked struct {
	widget.BaseWidget
	content fyne.CanvasObject
	ground  *canvas.Rectangle
	do      func()
	taken   bool
	hovered bool
}

var (
	_ fyne.Tappable     = (*picked)(nil)
	_ desktop.Hoverable = (*picked)(nil)
)

func newChoice(content fyne.CanvasObject, taken bool, do func()) *picked {
	p := &picked{content: content, do: do, taken: taken, ground: canvas.NewRectangle(color.Transparent)}
	p.ExtendBaseWidget(p)
	return p
}

// Tapped implements fyne.Tappable.
func (p *picked) Tapped(*fyne.PointEvent) { p.do() }

// MouseIn implements desktop.Hoverable.
func (p *picked) MouseIn(*desktop.MouseEvent) { p.hovered = true; p.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (p *picked) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *picked) MouseOut() { p.hovered = false; p.Refresh() }

// Refresh implements fyne.CanvasObject.
func (p *picked) Refresh() {
	p.style()
	p.BaseWidget.Refresh()
}

func (p *picked) style() {
	l := theme.Of()
	p.ground.FillColor, p.ground.StrokeColor, p.ground.StrokeWidth, p.ground.CornerRadius = color.Transparent, color.Transparent, 0, l.Radius.Control
	if p.hovered {
		p.ground.FillColor = l.Color.Hover
	}
	if p.taken {
		p.ground.FillColor, p.ground.StrokeColor, p.ground.StrokeWidth = l.Color.Selection, l.Color.Accent, l.Stroke.Hairline
	}
}

// CreateRenderer implements fyne.Widget.
func (p *picked) CreateRenderer() fyne.WidgetRenderer {
	p.style()
	return widget.NewSimpleRenderer(container.NewStack(p.ground, container.NewPadded(p.content)))
}
