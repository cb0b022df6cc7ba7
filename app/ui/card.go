package ui

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// CardHead says what stands at the top of a card.
type CardHead struct {
	Chip     ChipData
	Title    string // `"shelled"`, or "no trigger"
	Place    string // "1 of 2"; "" where there is one only
	Problems int    // shown as a count with a warning sign
	Active   bool   // the card that keys belong to
}

// Card is a bordered block: a head, rows, and a foot with problems.
type Card struct {
	widget.BaseWidget
	OnTapped func()
	OnMenu   func() // nil for a card without a menu

	head  CardHead
	title *Text
	foot  string
	menu  *Button
	rows  []fyne.CanvasObject
}

var _ fyne.Tappable = (*Card)(nil)

// NewCard returns a card.
func NewCard(head CardHead) *Card {
	c := &Card{head: head}
	c.menu = NewMarkButton(More, "More for "+head.Title, func() {
		if c.OnMenu != nil {
			c.OnMenu()
		}
	})
	c.ExtendBaseWidget(c)
	return c
}

// SetHead changes the head.
func (c *Card) SetHead(head CardHead) { c.head = head; c.Refresh() }

// SetRows sets what stands below the head, Slots mostly, from above.
func (c *Card) SetRows(rows ...fyne.CanvasObject) { c.rows = rows; c.Refresh() }

// SetFoot sets one line on what is wrong; "" for nothing.
func (c *Card) SetFoot(text string) { c.foot = text; c.Refresh() }

// Tapped implements fyne.Tappable.
func (c *Card) Tapped(*fyne.PointEvent) {
	if c.OnTapped != nil {
		c.OnTapped()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (c *Card) AccessibilityLabel() string {
	label := c.head.Chip.Name + " " + c.head.Title
	if c.head.Problems > 0 {
		label += ", " + strconv.Itoa(c.head.Problems) + " open"
	}
	return label
}

// AccessibilityRole implements fyne.Accessible.
func (c *Card) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	ground, rule, sign, chip := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), newSign(), NewChip(c.head.Chip)
	c.title = NewText("", Type{Fit: true})
	where, problems, foot := NewText("", Type{}), NewText("", Type{}), NewText("", Type{Fit: true})
	f := &face{of: c}
	f.style = func(l theme.Look) {
		frame, width := l.Color.Border, l.Stroke.Hairline
		if c.head.Active {
			frame, width = l.Color.Accent, l.Stroke.Frame
		}
		box(ground, l.Color.Raised, frame, width, l.Radius.Card)
		box(rule, l.Color.Border, color.Transparent, 0, 0)
		show(rule, len(c.rows) > 0)
		chip.Set(c.head.Chip)
		c.title.Set(c.head.Title, Type{Bold: c.head.Active, Fit: true})
		where.Set(c.head.Place, Type{Size: l.Type.UI.Small, Tone: Muted})
		count, mark := "", NoMark
		if c.head.Problems > 0 {
			count, mark = strconv.Itoa(c.head.Problems), Triangle
		}
		problems.Set(count, Type{Size: l.Type.UI.Small, Bold: true, Tone: Warning})
		drawSign(sign, mark, l.Color.Warning, l.Color.Raised)
		foot.Set(c.foot, Type{Size: l.Type.UI.Small, Tone: Warning, Fit: true})
		show(foot, c.foot != "")
		show(c.menu, c.OnMenu != nil)
		f.objects = append([]fyne.CanvasObject{ground, rule, chip, c.title, where, problems, sign, c.menu, foot}, c.rows...)
		for _, o := range []fyne.CanvasObject{chip, c.menu} {
			o.Refresh()
		}
	}
	headHeight := func(l theme.Look) float32 { return (l.Size.Row + l.Space.S) * l.Scale }
	f.min = func(l theme.Look) fyne.Size {
		size := fyne.NewSize(l.Size.ListMin, headHeight(l))
		for _, o := range c.rows {
			if o.Visible() {
				size = fyne.NewSize(max(size.Width, o.MinSize().Width), size.Height+o.MinSize().Height)
			}
		}
		if c.foot != "" {
			size.Height += l.Size.RowDense * l.Scale
		}
		if len(c.rows) > 0 || c.foot != "" {
			size.Height += l.Space.S + l.Stroke.Separator
		}
		return size
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		head := headHeight(l)
		c.layoutHead(l, size.Width, head, chip, where, problems, sign)
		place(rule, l.Stroke.Hairline, head, size.Width-2*l.Stroke.Hairline, l.Stroke.Separator)
		y := head + l.Stroke.Separator + l.Space.XS
		for _, o := range c.rows {
			if o.Visible() {
				h := o.MinSize().Height
				place(o, l.Stroke.Frame, y, size.Width-2*l.Stroke.Frame, h)
				y += h
			}
		}
		middle(foot, l.Space.L, y, size.Width-2*l.Space.L, l.Size.RowDense*l.Scale)
	}
	return f.ready()
}

// layoutHead sets chip and title from the left, the rest from the right.
func (c *Card) layoutHead(l theme.Look, width, height float32, chip *Chip, where, problems *Text, sign *canvas.Image) {
	right := width - l.Space.S
	if c.menu.Visible() {
		side := c.menu.MinSize()
		right -= side.Width
		middle(c.menu, right, 0, side.Width, height)
	}
	if c.head.Problems > 0 {
		side, w := signSize(l), problems.MinSize().Width
		right -= side + l.Space.XS
		place(sign, right, (height-side)/2, side, side)
		right -= w + l.Space.XS
		middle(problems, right, 0, w, height)
	}
	if w := where.MinSize().Width; c.head.Place != "" {
		right -= w + l.Space.S
		middle(where, right, 0, w, height)
	}
	x := l.Space.L
	if c.head.Chip.Name != "" {
		w := chip.MinSize().Width
		middle(chip, x, 0, w, height)
		x += w + l.Space.M
	}
	middle(c.title, x, 0, max(0, right-l.Space.S-x), height)
}
