package ui

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// MatrixData says what a Matrix shows.
type MatrixData struct {
	Rows, Columns []ChipData // heads; Name is shown, plain without a colour
	Counts        [][]int    // by row, by column
	// Corner stands over the heads of the rows.
	Corner string
	Hint   func(row, column int) Hint
}

// Matrix is a table of counts. A cell is shaded by its share of its row, in one
// hue, and bears its number. Arrow keys go from cell to cell; Enter and a click open one.
type Matrix struct {
	widget.BaseWidget
	OnChosen func(row, column int)
	Hints    *Hints

	data        MatrixData
	row, column int
	focused     bool
	hovered     [2]int            // -1 for none
	spot        *canvas.Rectangle // where the hovered cell is, for its hint to stand beside
}

var (
	_ fyne.Focusable    = (*Matrix)(nil)
	_ fyne.Tappable     = (*Matrix)(nil)
	_ desktop.Hoverable = (*Matrix)(nil)
)

// NewMatrix returns a table of counts.
func NewMatrix(data MatrixData) *Matrix {
	m := &Matrix{data: data, hovered: [2]int{-1, -1}, spot: canvas.NewRectangle(color.Transparent)}
	m.ExtendBaseWidget(m)
	return m
}

// measures of the matrix in dp under a look.
func (m *Matrix) cell(l theme.Look) (width, height float32) {
	return l.Size.Rail * l.Scale, l.Size.RowDense * l.Scale
}

func (m *Matrix) origin(l theme.Look) (x, y float32) {
	for _, c := range m.data.Rows {
		x = max(x, m.headWidth(l, c))
	}
	x = max(x, measure(l, m.data.Corner, Type{Size: l.Type.UI.Small}))
	return x + l.Space.M, l.Size.RowDense * l.Scale
}

func (m *Matrix) headWidth(l theme.Look, c ChipData) float32 {
	if c.Color == 0 {
		return measure(l, c.Name, Type{Size: l.Type.UI.Small})
	}
	return NewChip(c).MinSize().Width
}

// at is the cell at a place; not ok outside of all cells.
func (m *Matrix) at(p fyne.Position) (row, column int, ok bool) {
	l := theme.Of()
	x, y := m.origin(l)
	w, h := m.cell(l)
	if p.X < x || p.Y < y {
		return 0, 0, false
	}
	row, column = int((p.Y-y)/h), int((p.X-x)/w)
	return row, column, row < len(m.data.Rows) && column < len(m.data.Columns)
}

func (m *Matrix) choose(row, column int) {
	m.Hints.Dismiss()
	if m.data.Counts[row][column] > 0 && m.OnChosen != nil {
		m.OnChosen(row, column)
	}
}

// Tapped implements fyne.Tappable.
func (m *Matrix) Tapped(e *fyne.PointEvent) {
	if row, column, ok := m.at(e.Position); ok {
		focus(m)
		m.row, m.column = row, column
		m.Refresh()
		m.choose(row, column)
	}
}

// FocusGained implements fyne.Focusable.
func (m *Matrix) FocusGained() { m.focused = true; m.Refresh() }

// FocusLost implements fyne.Focusable.
func (m *Matrix) FocusLost() { m.focused = false; m.Refresh() }

// TypedRune implements fyne.Focusable.
func (m *Matrix) TypedRune(r rune) { handRune(m, r) }

// TypedKey implements fyne.Focusable.
func (m *Matrix) TypedKey(e *fyne.KeyEvent) {
	row, column := m.row, m.column
	switch e.Name {
	case fyne.KeyUp:
		row--
	case fyne.KeyDown:
		row++
	case fyne.KeyLeft:
		column--
	case fyne.KeyRight:
		column++
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		m.choose(row, column)
		return
	default:
		handKey(m, e)
		return
	}
	m.row = max(0, min(row, len(m.data.Rows)-1))
	m.column = max(0, min(column, len(m.data.Columns)-1))
	m.Refresh()
}

// MouseIn implements desktop.Hoverable.
func (m *Matrix) MouseIn(e *desktop.MouseEvent) { m.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (m *Matrix) MouseMoved(e *desktop.MouseEvent) {
	now := [2]int{-1, -1}
	if row, column, ok := m.at(e.Position); ok {
		now = [2]int{row, column}
	}
	if now == m.hovered {
		return
	}
	m.hovered = now
	m.Hints.Leave()
	if now[0] >= 0 && m.data.Hint != nil {
		l := theme.Of()
		x, y := m.origin(l)
		w, h := m.cell(l)
		place(m.spot, x+w*float32(now[1]), y+h*float32(now[0]), w, h)
		m.Hints.Enter(m.spot, m.data.Hint(now[0], now[1]))
	}
	m.Refresh()
}

// MouseOut implements desktop.Hoverable.
func (m *Matrix) MouseOut() {
	m.hovered = [2]int{-1, -1}
	m.Hints.Leave()
	m.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (m *Matrix) AccessibilityLabel() string {
	if len(m.data.Rows) == 0 {
		return m.data.Corner
	}
	return m.data.Rows[m.row].Name + ", " + m.data.Columns[m.column].Name + ", " + strconv.Itoa(m.data.Counts[m.row][m.column])
}

// AccessibilityRole implements fyne.Accessible.
func (m *Matrix) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// mostShade is the opacity of a cell that has all of its row; text stays legible on it.
const mostShade = 0.45

// CreateRenderer implements fyne.Widget.
func (m *Matrix) CreateRenderer() fyne.WidgetRenderer {
	cells, focusRing := group(), newRing()
	f := &face{of: m, objects: []fyne.CanvasObject{cells, focusRing, m.spot}}
	f.style = func(theme.Look) {}
	f.min = func(l theme.Look) fyne.Size {
		x, y := m.origin(l)
		w, h := m.cell(l)
		return fyne.NewSize(x+w*float32(len(m.data.Columns))+l.Space.L, y+h*float32(len(m.data.Rows))+l.Space.M)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		cells.Objects = append(m.drawHeads(l), m.drawCells(l)...)
		place(cells, 0, 0, size.Width, size.Height)
		cells.Refresh()
		x, y := m.origin(l)
		w, h := m.cell(l)
		ringInside(focusRing, l, fyne.NewSize(w, h), m.focused)
		focusRing.Move(fyne.NewPos(x+w*float32(m.column), y+h*float32(m.row)))
	}
	return f.ready()
}

func (m *Matrix) drawHeads(l theme.Look) []fyne.CanvasObject {
	x, y := m.origin(l)
	w, h := m.cell(l)
	small := Type{Size: l.Type.UI.Small, Tone: Muted}
	corner := NewText(m.data.Corner, small)
	middle(corner, 0, 0, x, y)
	out := []fyne.CanvasObject{corner}
	head := func(c ChipData, left, top, width float32, trailing bool) {
		own := min(width, m.headWidth(l, c))
		at := left + (width-own)/2
		if trailing {
			at = left + width - own
		}
		var o fyne.CanvasObject = NewChip(c)
		if c.Color == 0 {
			o = NewText(c.Name, Type{Size: l.Type.UI.Small, Tone: Muted, Fit: true})
		}
		middle(o, at, top, own, h)
		out = append(out, o)
	}
	for i, c := range m.data.Rows {
		head(c, 0, y+h*float32(i), x-l.Space.M, true)
	}
	for j, c := range m.data.Columns {
		head(c, x+w*float32(j), 0, w, false)
	}
	return out
}

func (m *Matrix) drawCells(l theme.Look) []fyne.CanvasObject {
	x, y := m.origin(l)
	w, h := m.cell(l)
	var out []fyne.CanvasObject
	for i, row := range m.data.Counts {
		total := 0
		for _, n := range row {
			total += n
		}
		for j, n := range row {
			left, top := x+w*float32(j), y+h*float32(i)
			ground := canvas.NewRectangle(color.Transparent)
			switch share := float32(n) / float32(max(total, 1)); {
			case n > 0:
				ground.FillColor = shaded(color.NRGBA(l.Color.Accent), mostShade*share)
			case i%2 == 1:
				ground.FillColor = l.Color.LaneOdd
			}
			if m.hovered == [2]int{i, j} {
				ground.StrokeColor, ground.StrokeWidth = l.Color.BorderStrong, l.Stroke.Hairline
			}
			place(ground, left, top, w-l.Stroke.Hairline, h-l.Stroke.Hairline)
			out = append(out, ground)
			if n > 0 {
				t := NewText(strconv.Itoa(n), Type{Size: l.Type.UI.Small})
				own := t.MinSize().Width
				middle(t, left+(w-own)/2, top, own, h)
				out = append(out, t)
			}
		}
	}
	return out
}

// shaded is a colour at an opacity.
func shaded(c color.NRGBA, opacity float32) color.NRGBA {
	c.A = uint8(float32(c.A) * opacity)
	return c
}
