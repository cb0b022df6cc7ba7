package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Finder is a field with a list below it, in the top third of the window: the
// command palette, the label picker, the jump to an article. Esc leaves it and
// gives the focus back.
type Finder struct {
	// Find returns the rows for what is typed, best first.
	Find func(query string) Rows
	// OnChosen is called after the finder has closed; query is what was typed.
	OnChosen func(i int, query string)
	// OnClosed is called when it is left without a choice; may be nil.
	OnClosed func()
	// About returns what stands beside the list for a row; nil for nothing.
	About func(i int) (title, text string)

	canvas fyne.Canvas
	before fyne.Focusable
	popup  *widget.PopUp
	entry  *Entry
	list   *RowList
	rows   Rows
}

// maxFinder is the height of the tallest finder in dp.
const maxFinder = 420

// NewFinder returns a finder of a window; Show opens it.
func NewFinder(c fyne.Canvas, placeholder string, height float32, find func(query string) Rows) *Finder {
	f := &Finder{Find: find, canvas: c, entry: NewEntry(placeholder)}
	f.rows = noRows{}
	f.list = NewRowList(height, f.rows)
	f.entry.OnChanged = func(string) { f.search() }
	f.entry.Keys = f.key
	f.list.OnChosen = func(int) { f.choose() }
	return f
}

type noRows struct{}

func (noRows) Len() int      { return 0 }
func (noRows) ID(int) string { return "" }
func (noRows) Row(int) Row   { return Row{} }

// Show opens the finder with a query.
func (f *Finder) Show(query string) {
	f.before = f.canvas.Focused()
	body := newFinderBody(f)
	f.popup = widget.NewPopUp(body, f.canvas)
	f.entry.SetText(query)
	f.entry.CursorColumn = len([]rune(query))
	f.search()
	l := theme.Of()
	size := f.canvas.Size()
	w := min(l.Size.Palette*l.Scale, size.Width-2*l.Space.L)
	h := min(maxFinder*l.Scale, size.Height*2/3)
	f.popup.Resize(fyne.NewSize(w, h))
	f.popup.ShowAtPosition(fyne.NewPos((size.Width-w)/2, size.Height/12))
	f.canvas.Focus(f.entry)
}

// Hide closes the finder and gives the focus back.
func (f *Finder) Hide() {
	if f.popup == nil {
		return
	}
	f.popup.Hide()
	f.popup = nil
	if f.before != nil {
		f.canvas.Focus(f.before)
	}
}

// search shows what is found, with the best as the current row.
func (f *Finder) search() {
	f.rows = f.Find(f.entry.Text)
	f.list.current = -1
	f.list.SetRows(f.rows)
	f.list.SetCurrent(0)
	if f.popup != nil {
		f.popup.Content.Refresh()
	}
}

func (f *Finder) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyEscape:
		f.Hide()
		if f.OnClosed != nil {
			f.OnClosed()
		}
		return true
	case fyne.KeyHome, fyne.KeyEnd: // these move in the field
		return false
	}
	return f.list.Key(e.Name)
}

func (f *Finder) choose() {
	i, query := f.list.Current(), f.entry.Text
	if i < 0 {
		return
	}
	f.Hide()
	if f.OnChosen != nil {
		f.OnChosen(i, query)
	}
}

// finderBody lays out field, list and what stands beside it.
type finderBody struct {
	widget.BaseWidget
	of *Finder
}

func newFinderBody(f *Finder) *finderBody {
	b := &finderBody{of: f}
	b.ExtendBaseWidget(b)
	f.list.OnCurrent = func(int) { b.Refresh() }
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *finderBody) CreateRenderer() fyne.WidgetRenderer {
	rule, none := canvas.NewRectangle(color.Transparent), NewText("Nothing found", Type{Tone: Muted})
	title, about := NewText("", Type{Bold: true, Fit: true}), NewParagraph("", Type{})
	scroll := container.NewVScroll(about) // a definition may be longer than the list
	f := &face{of: b, objects: []fyne.CanvasObject{b.of.entry, rule, b.of.list, none, title, scroll}}
	f.style = func(l theme.Look) {
		box(rule, l.Color.Border, color.Transparent, 0, 0)
		show(none, b.of.rows.Len() == 0)
		show(title, b.of.About != nil)
		show(scroll, b.of.About != nil)
		if i := b.of.list.Current(); b.of.About != nil && i >= 0 && i < b.of.rows.Len() {
			head, text := b.of.About(i)
			title.SetText(head)
			about.SetText(text)
			scroll.ScrollToTop()
		}
	}
	f.min = func(l theme.Look) fyne.Size {
		return fyne.NewSize(l.Size.ListMin, b.of.entry.MinSize().Height+2*l.Size.Row*l.Scale)
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		pad := l.Space.M
		own := b.of.entry.MinSize().Height
		place(b.of.entry, pad, pad, size.Width-2*pad, own)
		y := own + 2*pad
		place(rule, 0, y, size.Width, l.Stroke.Separator)
		y += l.Stroke.Separator
		w := size.Width
		if b.of.About != nil {
			w = size.Width * 3 / 5
			line := title.MinSize().Height
			place(title, w+pad, y+pad, size.Width-w-2*pad, line)
			place(scroll, w+pad, y+2*pad+line, size.Width-w-2*pad, size.Height-y-2*pad-line)
		}
		place(b.of.list, 0, y, w, size.Height-y-pad)
		middle(none, pad+l.Space.S, y, none.MinSize().Width, l.Size.Row*l.Scale)
	}
	return f.ready()
}
