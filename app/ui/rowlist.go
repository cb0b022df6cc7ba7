package ui

import (
	"math"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Rows is what a RowList shows.
type Rows interface {
	Len() int
	// ID names the row at an index for as long as it lives, so that the list
	// keeps its place when rows come and go.
	ID(i int) string
	Row(i int) Row
}

// RowList is a list of any length that draws what is in view only. It is not made
// from the toolkit's List, which keeps dead space between rows, moves the current
// row with the pointer and knows Up, Down and Space alone.
//
// In focus Up, Down, Home, End and the page keys move the current row, Enter
// chooses it; with TypeAhead letters go to the next row that begins with them.
type RowList struct {
	widget.BaseWidget
	// Height is that of a row in dp at 100%: 24, 28 or 48.
	Height    float32
	TypeAhead bool
	Hints     *Hints
	// OnCurrent hears of another current row, OnChosen of Enter and clicks.
	OnCurrent func(i int)
	OnChosen  func(i int)
	// OnMenu opens a menu at a place of the window.
	OnMenu func(i int, at fyne.Position)
	// OnDrag tells where a row is that the pointer drags, in the window; OnDrop
	// where it was let go. Without OnDrop rows cannot be dragged.
	OnDrag, OnDrop func(i int, at fyne.Position)
	// Keys is asked for every key first and returns true for those it used; may be nil.
	Keys func(*fyne.KeyEvent) bool

	rows    Rows
	scroll  *container.Scroll
	content *rowContent
	current int // -1 for none
	hovered int
	target  int // row that what is dragged would go to, -1 for none
	focused bool
	used    fyne.KeyName // the last key, if Keys used it

	anchor anchor
	typed  string
	last   time.Time
	now    func() time.Time
}

// anchor is what keeps its place when rows change.
type anchor struct {
	current string // id of the current row
	top     string // id of the first row in view
	within  float32
	at      int
}

var (
	_ fyne.Focusable    = (*RowList)(nil)
	_ desktop.Hoverable = (*RowList)(nil)
)

// NewRowList returns a list with rows of a height.
func NewRowList(height float32, rows Rows) *RowList {
	r := &RowList{Height: height, rows: rows, current: -1, hovered: -1, target: -1, now: time.Now}
	r.content = newRowContent(r)
	r.scroll = container.NewVScroll(r.content)
	r.scroll.OnScrolled = func(fyne.Position) { r.content.update(false) }
	r.ExtendBaseWidget(r)
	r.remember()
	return r
}

func (r *RowList) rowHeight(l theme.Look) float32 {
	return float32(math.Round(float64(r.Height * l.Scale)))
}

// SetRows shows other rows and keeps the current row and what is in view, as far
// as it is still there. It must also be called when rows have changed.
func (r *RowList) SetRows(rows Rows) {
	was := r.anchor // a shorter list scrolls, which would set another anchor
	r.rows = rows
	top := r.find(was.top, was.at)
	r.current = r.find(was.current, r.current)
	r.content.Refresh()
	r.scroll.Refresh()
	if top >= 0 {
		r.scroll.ScrollToOffset(fyne.NewPos(0, float32(top)*r.rowHeight(theme.Of())+was.within))
	}
	r.content.update(true)
	r.remember()
}

// find returns the index of a row that was at an index, -1 when it has gone. It
// looks from there to both sides, since most changes are near.
func (r *RowList) find(id string, was int) int {
	n := r.rows.Len()
	if id == "" || n == 0 {
		return -1
	}
	was = max(0, min(was, n-1))
	for d := 0; d <= max(was, n-1-was); d++ {
		if was-d >= 0 && r.rows.ID(was-d) == id {
			return was - d
		}
		if was+d < n && r.rows.ID(was+d) == id {
			return was + d
		}
	}
	return -1
}

// remember notes what is to keep its place.
func (r *RowList) remember() {
	n, height := r.rows.Len(), r.rowHeight(theme.Of())
	top := int(r.scroll.Offset.Y / height)
	r.anchor = anchor{within: r.scroll.Offset.Y - float32(top)*height, at: top}
	if top < n {
		r.anchor.top = r.rows.ID(top)
	}
	if r.current >= 0 && r.current < n {
		r.anchor.current = r.rows.ID(r.current)
	}
}

// Current returns the index of the current row, -1 for none.
func (r *RowList) Current() int { return r.current }

// SetCurrent makes a row the current one and brings it into view.
func (r *RowList) SetCurrent(i int) {
	n := r.rows.Len()
	if n == 0 || i < 0 {
		i = -1
	} else {
		i = min(i, n-1)
	}
	changed := i != r.current
	r.current = i
	r.reveal(i)
	r.content.update(true)
	r.remember()
	if changed && r.OnCurrent != nil {
		r.OnCurrent(i)
	}
}

// reveal brings a row into view: the next row by as little as does it, one
// farther away into the middle, with what is around it.
func (r *RowList) reveal(i int) {
	if i < 0 {
		return
	}
	height, view := r.rowHeight(theme.Of()), r.scroll.Size().Height
	y := float32(i) * height
	above, below := r.scroll.Offset.Y-y, y+height-r.scroll.Offset.Y-view
	switch {
	case view <= 0 || above <= 0 && below <= 0:
	case above > height || below > height:
		most := float32(r.rows.Len())*height - view
		r.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(most, y-(view-height)/2))))
	case above > 0:
		r.scroll.ScrollToOffset(fyne.NewPos(0, y))
	default:
		r.scroll.ScrollToOffset(fyne.NewPos(0, y+height-view))
	}
}

// FocusGained implements fyne.Focusable.
func (r *RowList) FocusGained() { r.focused = true; r.Refresh() }

// FocusLost implements fyne.Focusable.
func (r *RowList) FocusLost() { r.focused = false; r.Refresh() }

// TypedKey implements fyne.Focusable.
func (r *RowList) TypedKey(e *fyne.KeyEvent) {
	r.Hints.Dismiss()
	if r.Keys != nil && r.Keys(e) {
		r.used = e.Name
		return
	}
	r.used = ""
	if !r.Key(e.Name) {
		handKey(r, e)
	}
}

// Key does what a key means for the list and reports whether it means anything,
// for the entry of a Finder.
func (r *RowList) Key(name fyne.KeyName) bool {
	page := max(1, int(r.scroll.Size().Height/r.rowHeight(theme.Of()))-1)
	to := r.current
	switch name {
	case fyne.KeyUp:
		to--
	case fyne.KeyDown:
		to++
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = r.rows.Len() - 1
	case fyne.KeyReturn, fyne.KeyEnter:
		r.choose(r.current)
		return true
	default:
		return false
	}
	r.SetCurrent(max(0, to))
	return true
}

func (r *RowList) choose(i int) {
	if i >= 0 && i < r.rows.Len() && r.OnChosen != nil {
		r.OnChosen(i)
	}
}

// typeAheadPause is the time after which typing begins anew.
const typeAheadPause = time.Second

// TypedRune implements fyne.Focusable.
func (r *RowList) TypedRune(char rune) {
	if char == ' ' && r.used == fyne.KeySpace {
		return // it came as a key already
	}
	if !r.TypeAhead {
		handRune(r, char)
		return
	}
	if now := r.now(); now.Sub(r.last) > typeAheadPause {
		r.typed = ""
	}
	r.last = r.now()
	r.typed += strings.ToLower(string(char))
	from := r.current
	if len(r.typed) == len(string(char)) {
		from++ // another first letter goes on, more letters stay
	}
	n := r.rows.Len()
	for i := range n {
		at := (max(0, from) + i) % n
		if strings.HasPrefix(strings.ToLower(r.rows.Row(at).Title), r.typed) {
			r.SetCurrent(at)
			return
		}
	}
}

// Tapped implements fyne.Tappable for the rows.
func (r *RowList) tapped(i int) {
	r.Hints.Dismiss()
	focus(r)
	r.SetCurrent(i)
	r.choose(i)
}

// hover marks the row under the pointer.
func (r *RowList) hover(i int) {
	if i == r.hovered {
		return
	}
	r.hovered = i
	r.content.update(true)
	v := r.content.views[i]
	if v == nil {
		r.Hints.Leave()
		return
	}
	r.Hints.Enter(v, v.data.Hint)
}

// MouseIn implements desktop.Hoverable.
func (r *RowList) MouseIn(e *desktop.MouseEvent) { r.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (r *RowList) MouseMoved(e *desktop.MouseEvent) { r.hover(r.at(e.Position.Y)) }

// MouseOut implements desktop.Hoverable.
func (r *RowList) MouseOut() { r.hover(-1) }

// at returns the index of the row at a height, -1 for none.
func (r *RowList) at(y float32) int {
	i := int((y + r.scroll.Offset.Y) / r.rowHeight(theme.Of()))
	if i < 0 || i >= r.rows.Len() {
		return -1
	}
	return i
}

// RowAt is the row at a place of the window, -1 for none.
func (r *RowList) RowAt(at fyne.Position) int {
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(r))
	if at.X < 0 || at.Y < 0 || at.X >= r.Size().Width || at.Y >= r.Size().Height {
		return -1
	}
	return r.at(at.Y)
}

// SetTarget rings a row while what is dragged over it would go to it; -1 rings none.
func (r *RowList) SetTarget(i int) {
	if i != r.target {
		r.target = i
		r.content.update(true)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (r *RowList) AccessibilityLabel() string {
	if r.current < 0 || r.current >= r.rows.Len() {
		return "List"
	}
	return r.rows.Row(r.current).Title
}

// AccessibilityRole implements fyne.Accessible.
func (r *RowList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements fyne.Widget.
func (r *RowList) CreateRenderer() fyne.WidgetRenderer {
	focusRing := newRing()
	f := &face{of: r, objects: []fyne.CanvasObject{r.scroll, focusRing}}
	f.style = func(theme.Look) { r.content.Refresh() }
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Size.Target, r.rowHeight(l)) }
	f.layout = func(l theme.Look, size fyne.Size) {
		place(r.scroll, 0, 0, size.Width, size.Height)
		r.content.update(true)
		ringInside(focusRing, l, size, r.focused)
	}
	return f.ready()
}
