package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Row is what one row of a RowList shows.
type Row struct {
	Mark   Mark // an article's state, a check box
	Second Mark // at the end of the second line: the state of what is made of it
	Chip   ChipData
	Title  string
	Detail string // the second line in rows of 48, else behind the title
	Right  string // at the trailing end: a key, a count
	Dim    bool   // cannot be chosen, or is out of what is looked for
	Flag   bool   // a flag before what is at the trailing end
	Hint   Hint
}

// Cells are rows that draw themselves, in columns, in place of what Row says.
type Cells interface {
	Rows
	// NewCells makes what draws a row; it is used for one row after another.
	NewCells() fyne.CanvasObject
	// SetCells has it show a row.
	SetCells(i int, cells fyne.CanvasObject)
}

// rowView draws a Row. The list uses its views again for other rows.
type rowView struct {
	widget.BaseWidget
	list    *RowList
	index   int
	data    Row
	cells   fyne.CanvasObject // nil unless the rows draw themselves
	current bool
	hovered bool
	target  bool
}

func newRowView(list *RowList) *rowView {
	v := &rowView{list: list, index: -1}
	v.ExtendBaseWidget(v)
	return v
}

// set shows a row of the list.
func (v *rowView) set(index int, data Row, current, hovered, target bool) {
	rows, drawn := v.list.rows.(Cells)
	if !drawn && v.index == index && v.data == data && v.current == current && v.hovered == hovered && v.target == target {
		return
	}
	v.index, v.data, v.current, v.hovered, v.target = index, data, current, hovered, target
	if drawn {
		if v.cells == nil {
			v.cells = rows.NewCells()
		}
		rows.SetCells(index, v.cells)
	}
	v.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (v *rowView) AccessibilityLabel() string {
	label := v.data.Title
	for _, part := range []string{v.data.Chip.Name, string(v.data.Mark), v.data.Detail, v.data.Right, string(v.data.Second)} {
		if part != "" {
			label += ", " + part
		}
	}
	return label
}

// AccessibilityRole implements fyne.Accessible.
func (v *rowView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (v *rowView) CreateRenderer() fyne.WidgetRenderer {
	ground, sign, second, flag, chip := canvas.NewRectangle(color.Transparent), newSign(), newSign(), newSign(), NewChip(ChipData{})
	title, detail, right := NewText("", Type{Fit: true}), NewText("", Type{Fit: true}), NewText("", Type{})
	targetRing := newRing()
	f := &face{of: v, objects: []fyne.CanvasObject{ground, sign, second, chip, title, detail, flag, right, targetRing}}
	f.style = func(l theme.Look) {
		fill := color.Color(color.Transparent)
		switch {
		case v.current:
			fill = l.Color.Selection
		case v.hovered:
			fill = l.Color.Hover
		}
		box(ground, fill, color.Transparent, 0, 0)
		if v.cells != nil {
			f.objects = []fyne.CanvasObject{ground, v.cells}
			v.cells.Refresh()
			return
		}
		drawSign(sign, v.data.Mark, v.data.Mark.tone()(l), l.Color.Background)
		drawSign(second, v.data.Second, v.data.Second.tone()(l), l.Color.Background)
		flagMark := NoMark
		if v.data.Flag {
			flagMark = Flagged
		}
		drawSign(flag, flagMark, l.Color.Warning, l.Color.Background)
		chip.Set(v.data.Chip)
		show(chip, v.data.Chip.Name != "")
		tone := Plain
		if v.data.Dim {
			tone = Muted
		}
		title.Set(v.data.Title, Type{Fit: true, Tone: tone})
		detail.Set(v.data.Detail, Type{Size: l.Type.UI.Small, Fit: true, Tone: Muted})
		right.Set(v.data.Right, Type{Size: l.Type.UI.Small, Tone: Muted})
		chip.Refresh()
	}
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Size.Target, v.list.rowHeight(l)) }
	f.layout = func(l theme.Look, size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		ringInside(targetRing, l, size, v.target)
		if v.cells != nil {
			place(v.cells, 0, 0, size.Width, size.Height)
			return
		}
		rich := v.list.Height >= l.Size.RowRich && v.data.Detail != ""
		line := size.Height
		if rich {
			line = title.MinSize().Height
		}
		top := float32(0)
		if rich {
			top = (size.Height - line - detail.MinSize().Height) / 2
		}
		x, end := l.Space.M, size.Width-l.Space.L
		side := signSize(l)
		if v.data.Mark != NoMark {
			place(sign, x, top+(line-side)/2, side, side)
			x += side + l.Space.M
		}
		if w := right.MinSize().Width; v.data.Right != "" {
			end -= w
			middle(right, end, top, w, line)
			end -= l.Space.M
		}
		if v.data.Flag {
			end -= side
			place(flag, end, top+(line-side)/2, side, side)
			end -= l.Space.S
		}
		start := x
		if v.data.Chip.Name != "" {
			w := chip.MinSize().Width
			middle(chip, x, top, w, line)
			x += w + l.Space.M
		}
		w := max(0, end-x)
		if !rich && v.data.Detail != "" {
			w = min(w, measure(l, v.data.Title, Type{}))
		}
		middle(title, x, top, w, line)
		if rich {
			end, line2 := size.Width-l.Space.L, detail.MinSize().Height
			if v.data.Second != NoMark {
				end -= side
				place(second, end, top+line+(line2-side)/2, side, side)
				end -= l.Space.S
			}
			middle(detail, start, top+line, max(0, end-start), line2)
			return
		}
		x += w + l.Space.M
		middle(detail, x, top, max(0, end-x), line)
	}
	return f.ready()
}
