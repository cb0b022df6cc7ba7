package ui

import (
	"cmp"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Column is a column of a Table.
type Column struct {
	Title string
	Width float32 // dp at 100%; 0 takes what the others leave
	// Least is what a column without a width takes at least: the others give it where there is no room.
	Least float32
	Right bool // numbers stand at the trailing side
	// Less orders rows, by number; nil where the table cannot be sorted by the column.
	Less func(a, b int) bool
}

// Table is a RowList with columns below a head; a click on a heading puts the
// rows in order of it.
type Table struct {
	widget.BaseWidget
	// List is what takes the focus.
	List *RowList
	// OnChosen hears of Enter and clicks on a row.
	OnChosen func(row int)
	// Hint is told of when the pointer rests on a row; nil for nothing.
	Hint func(row int) Hint

	columns []Column
	id      func(row int) string
	cell    func(row, column int) Cell
	order   []int // rows as they are shown
	sorted  int   // the column of the order, -1 for that in which rows came
	down    bool  // greatest first
	heads   []*heading
}

// NewTable returns a table of some rows. Id names a row for as long as it lives.
func NewTable(columns []Column, rows int, id func(row int) string, cell func(row, column int) Cell) *Table {
	t := &Table{columns: columns, id: id, cell: cell, sorted: -1}
	for i := range rows {
		t.order = append(t.order, i)
	}
	t.List = NewRowList(theme.Of().Size.RowDense, tableRows{t})
	t.List.OnChosen = func(i int) {
		if t.OnChosen != nil {
			t.OnChosen(t.order[i])
		}
	}
	for c := range columns {
		t.heads = append(t.heads, newHeading(t, c))
	}
	t.ExtendBaseWidget(t)
	return t
}

// Sort puts the rows in order of a column, the greatest first, or turns that order round.
func (t *Table) Sort(column int) {
	less := t.columns[column].Less
	if less == nil {
		return
	}
	t.down = t.sorted != column || !t.down
	t.sorted = column
	slices.SortStableFunc(t.order, func(a, b int) int {
		if t.down {
			a, b = b, a
		}
		switch {
		case less(a, b):
			return -1
		case less(b, a):
			return 1
		}
		return 0
	})
	t.List.SetRows(tableRows{t})
	t.Refresh()
}

// Order are the rows as they are shown.
func (t *Table) Order() []int { return t.order }

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	rule := canvas.NewRectangle(color.Transparent)
	f := &face{of: t, objects: []fyne.CanvasObject{rule, t.List}}
	for _, h := range t.heads {
		f.objects = append(f.objects, h)
	}
	f.style = func(l theme.Look) {
		box(rule, l.Color.Border, color.Transparent, 0, 0)
		for _, h := range t.heads {
			h.Refresh()
		}
	}
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Size.ListMin, 3*l.Size.RowDense*l.Scale) }
	f.layout = func(l theme.Look, size fyne.Size) {
		height := l.Size.RowDense * l.Scale
		t.place(l, size.Width, func(c int, x, w float32) { place(t.heads[c], x, 0, w, height) })
		place(rule, 0, height, size.Width, l.Stroke.Separator)
		y := height + l.Stroke.Separator
		place(t.List, 0, y, size.Width, size.Height-y)
	}
	return f.ready()
}

// place tells where each column stands in a width.
func (t *Table) place(l theme.Look, width float32, at func(column int, x, width float32)) {
	left, flexible, fixed, least := width-2*l.Space.L+l.Space.M, float32(0), float32(0), float32(0)
	for _, c := range t.columns {
		left -= c.Width*l.Scale + l.Space.M
		fixed += c.Width * l.Scale
		if c.Width == 0 {
			flexible++
			least += c.Least * l.Scale
		}
	}
	share := float32(1) // of its width that a column keeps
	if short := least - left; short > 0 && fixed > 0 {
		share = max(0, fixed-short) / fixed
		left = least
	}
	x := l.Space.L
	for i, c := range t.columns {
		w := c.Width * l.Scale * share
		if c.Width == 0 {
			w = max(left/flexible, l.Size.Rail*l.Scale)
		}
		at(i, x, w)
		x += w + l.Space.M
	}
}

// tableRows are the rows of a table for its list.
type tableRows struct{ *Table }

// Len implements Rows.
func (t tableRows) Len() int { return len(t.order) }

// ID implements Rows.
func (t tableRows) ID(i int) string { return t.id(t.order[i]) }

// Row implements Rows: what screen readers and type-ahead know of it.
func (t tableRows) Row(i int) Row {
	var texts []string
	for c := range t.columns {
		cell := t.cell(t.order[i], c)
		if text := cmp.Or(cell.Text, cell.Chip.Name); text != "" {
			texts = append(texts, text)
		}
	}
	r := Row{}
	if len(texts) > 0 {
		r.Title, r.Right = texts[0], strings.Join(texts[1:], " ")
	}
	if t.Hint != nil {
		r.Hint = t.Hint(t.order[i])
	}
	return r
}

// NewCells implements Cells.
func (t tableRows) NewCells() fyne.CanvasObject { return newTableRow(t.Table) }

// SetCells implements Cells.
func (t tableRows) SetCells(i int, o fyne.CanvasObject) { o.(*tableRow).row = t.order[i] }

// tableRow draws the cells of a row.
type tableRow struct {
	widget.BaseWidget
	of    *Table
	row   int // -1 before it is set
	cells []*cellView
}

func newTableRow(t *Table) *tableRow {
	r := &tableRow{of: t, row: -1}
	for range t.columns {
		r.cells = append(r.cells, newCellView())
	}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *tableRow) CreateRenderer() fyne.WidgetRenderer {
	f := &face{of: r}
	for _, c := range r.cells {
		f.objects = append(f.objects, c)
	}
	f.style = func(theme.Look) {
		for c, v := range r.cells {
			if r.row >= 0 {
				v.set(r.of.cell(r.row, c), r.of.columns[c].Right)
			}
		}
	}
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Size.Target, l.Size.RowDense*l.Scale) }
	f.layout = func(l theme.Look, size fyne.Size) {
		r.of.place(l, size.Width, func(c int, x, w float32) { place(r.cells[c], x, 0, w, size.Height) })
	}
	return f.ready()
}

// heading is the head of a column.
type heading struct {
	widget.BaseWidget
	of     *Table
	column int
}

var _ fyne.Tappable = (*heading)(nil)

func newHeading(t *Table, column int) *heading {
	h := &heading{of: t, column: column}
	h.ExtendBaseWidget(h)
	return h
}

// Tapped implements fyne.Tappable.
func (h *heading) Tapped(*fyne.PointEvent) { h.of.Sort(h.column) }

// AccessibilityLabel implements fyne.Accessible.
func (h *heading) AccessibilityLabel() string { return h.of.columns[h.column].Title }

// AccessibilityRole implements fyne.Accessible.
func (h *heading) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget. The column that rows are in order of
// has a line below its name, or above it where the greatest come last.
func (h *heading) CreateRenderer() fyne.WidgetRenderer {
	text, line := NewText("", Type{}), canvas.NewRectangle(color.Transparent)
	f := &face{of: h, objects: []fyne.CanvasObject{text, line}}
	c := h.of.columns[h.column]
	f.style = func(l theme.Look) {
		sorted := h.of.sorted == h.column
		tone := Muted
		if sorted {
			tone = Plain
		}
		text.Set(c.Title, Type{Size: l.Type.UI.Small, Bold: sorted, Tone: tone, Fit: true})
		box(line, l.Color.Accent, color.Transparent, 0, 0)
		show(line, sorted)
	}
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Size.Target, l.Size.RowDense*l.Scale) }
	f.layout = func(l theme.Look, size fyne.Size) {
		w := min(size.Width, measure(l, c.Title, text.how))
		x := float32(0)
		if c.Right {
			x = size.Width - w
		}
		middle(text, x, 0, w, size.Height)
		y := size.Height - l.Stroke.Underline
		if !h.of.down {
			y = 0
		}
		place(line, x, y, w, l.Stroke.Underline)
	}
	return f.ready()
}
