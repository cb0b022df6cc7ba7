package ui

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// LabelItem is one entry of a LabelBar: a label, or a group of labels behind one
// key, which has no colour.
type LabelItem struct {
	ID   string // handed to OnChosen
	Chip ChipData
	Hint Hint
	// Apart sets the item off from the one before by a line.
	Apart bool
}

// LabelBar is the row of labels at the foot of the window. During a key sequence
// the window sets the items to what the next key may be. What does not fit ends
// in "+12 Space", which calls OnMore. In focus the arrows move along the row.
type LabelBar struct {
	widget.BaseWidget
	Hints    *Hints
	OnChosen func(id string)
	OnMore   func()

	pressed string
	items   []LabelItem
	chips   []*Chip
	rules   []*canvas.Rectangle // the line before each item
	shown   int                 // how many items fit
	spans   []extent            // where each item that fits is, and what says how many do not
	current int                 // index of the item with the focus
	hovered int                 // index of the item under the pointer, -1 for none
	focused bool
}

// extent is a stretch of a row in dp.
type extent struct{ from, to float32 }

var (
	_ fyne.Focusable    = (*LabelBar)(nil)
	_ fyne.Tappable     = (*LabelBar)(nil)
	_ desktop.Hoverable = (*LabelBar)(nil)
)

// NewLabelBar returns an empty bar.
func NewLabelBar(chosen func(id string), more func()) *LabelBar {
	b := &LabelBar{OnChosen: chosen, OnMore: more, hovered: -1}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows items, with the keys of the sequence that are already pressed before
// them ("" outside of a sequence).
func (b *LabelBar) Set(pressed string, items []LabelItem) {
	b.pressed, b.items = pressed, items
	b.chips, b.rules = b.chips[:0], b.rules[:0]
	for _, item := range items {
		b.chips = append(b.chips, NewChip(item.Chip))
		b.rules = append(b.rules, canvas.NewRectangle(color.Transparent))
	}
	b.current, b.hovered = min(b.current, max(0, len(items)-1)), -1
	b.Refresh()
}

// Shown returns how many items fit.
func (b *LabelBar) Shown() int { return b.shown }

func (b *LabelBar) choose(i int) {
	switch {
	case i >= 0 && i < b.shown && b.OnChosen != nil:
		b.OnChosen(b.items[i].ID)
	case i == b.shown && b.shown < len(b.items) && b.OnMore != nil:
		b.OnMore()
	}
}

// at returns the index of the item at a place, b.shown for what does not fit, -1
// for none.
func (b *LabelBar) at(x float32) int {
	return slices.IndexFunc(b.spans, func(s extent) bool { return s.from <= x && x < s.to })
}

// Tapped implements fyne.Tappable.
func (b *LabelBar) Tapped(e *fyne.PointEvent) { b.choose(b.at(e.Position.X)) }

// MouseIn implements desktop.Hoverable.
func (b *LabelBar) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (b *LabelBar) MouseMoved(e *desktop.MouseEvent) {
	at := b.at(e.Position.X)
	if at == b.hovered {
		return
	}
	b.hovered = at
	b.Refresh()
	if at >= 0 && at < b.shown {
		b.Hints.Enter(b.chips[at], b.items[at].Hint)
	} else {
		b.Hints.Leave()
	}
}

// MouseOut implements desktop.Hoverable.
func (b *LabelBar) MouseOut() {
	b.hovered = -1
	b.Refresh()
	b.Hints.Leave()
}

// FocusGained implements fyne.Focusable.
func (b *LabelBar) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost implements fyne.Focusable.
func (b *LabelBar) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements fyne.Focusable.
func (b *LabelBar) TypedRune(r rune) { handRune(b, r) }

// TypedKey implements fyne.Focusable.
func (b *LabelBar) TypedKey(e *fyne.KeyEvent) {
	last := b.shown - 1
	if b.shown < len(b.items) {
		last++
	}
	switch e.Name {
	case fyne.KeyLeft:
		b.current = max(0, b.current-1)
	case fyne.KeyRight:
		b.current = min(last, b.current+1)
	case fyne.KeyHome:
		b.current = 0
	case fyne.KeyEnd:
		b.current = max(0, last)
	case fyne.KeyReturn, fyne.KeyEnter:
		b.choose(b.current)
		return
	default:
		handKey(b, e)
		return
	}
	b.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (b *LabelBar) AccessibilityLabel() string {
	var names []string
	for _, c := range b.chips {
		names = append(names, c.AccessibilityLabel())
	}
	return "Labels: " + strings.Join(names, "; ")
}

// AccessibilityRole implements fyne.Accessible.
func (b *LabelBar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements fyne.Widget.
func (b *LabelBar) CreateRenderer() fyne.WidgetRenderer {
	ground, line, over := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	focusRing, pressed, more := newRing(), NewText("", Type{}), NewText("", Type{})
	f := &face{of: b}
	f.style = func(l theme.Look) {
		box(ground, l.Color.Background, color.Transparent, 0, 0)
		box(line, l.Color.Border, color.Transparent, 0, 0)
		box(over, l.Color.Hover, color.Transparent, 0, l.Radius.Control)
		pressed.Set(b.pressed, Type{Bold: true, Tone: Accent})
		f.objects = []fyne.CanvasObject{ground, line, over, pressed, more, focusRing}
		for i, c := range b.chips {
			c.Refresh()
			b.rules[i].FillColor = l.Color.Border
			f.objects = append(f.objects, c, b.rules[i])
		}
	}
	f.min = func(l theme.Look) fyne.Size { return fyne.NewSize(l.Size.ListMin, l.Size.LabelBar*l.Scale) }
	f.layout = func(l theme.Look, size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(line, 0, 0, size.Width, l.Stroke.Separator)
		b.flow(l, size, pressed, more)
		b.frame(l, size, over, focusRing)
	}
	return f.ready()
}

// flow sets what fits from the left: chips, and the lines before some of them.
func (b *LabelBar) flow(l theme.Look, size fyne.Size, pressed, more *Text) {
	pad, gap := l.Space.S, l.Space.S
	x := l.Space.M
	show(pressed, b.pressed != "")
	if b.pressed != "" {
		w := pressed.MinSize().Width
		middle(pressed, x, 0, w, size.Height)
		x += w + gap
	}
	apart := 2*gap + l.Stroke.Separator // what a line takes
	widths := make([]float32, len(b.items))
	for i, c := range b.chips {
		widths[i] = c.MinSize().Width + 2*pad
		if b.items[i].Apart {
			widths[i] += apart
		}
	}
	how := Type{Size: l.Type.UI.Small, Tone: Accent}
	b.shown = fitting(widths, gap, size.Width-x, func(rest int) float32 { return measure(l, moreText(rest), how) + 2*pad })
	b.spans = b.spans[:0]
	for i, c := range b.chips {
		visible := i < b.shown
		show(c, visible)
		show(b.rules[i], visible && b.items[i].Apart)
		if !visible {
			continue
		}
		from, to := x, x+widths[i]
		if b.items[i].Apart {
			place(b.rules[i], x+gap, size.Height/4, l.Stroke.Separator, size.Height/2)
			from += apart
		}
		middle(c, from+pad, 0, to-from-2*pad, size.Height)
		b.spans = append(b.spans, extent{from, to})
		x = to + gap
	}
	rest := len(b.items) - b.shown
	show(more, rest > 0)
	if rest > 0 {
		more.Set(moreText(rest), how)
		w := more.MinSize().Width
		middle(more, x+pad, 0, w, size.Height)
		b.spans = append(b.spans, extent{x, x + w + 2*pad})
	}
}

func moreText(rest int) string { return fmt.Sprintf("+%d  Space", rest) }

// fitting returns how many items of the given widths fit a width, with room for
// what says how many do not.
func fitting(widths []float32, gap, width float32, rest func(n int) float32) int {
	x := float32(0)
	fit := 0
	for i, w := range widths {
		x += w
		tail := float32(0)
		if n := len(widths) - i - 1; n > 0 {
			tail = gap + rest(n)
		}
		if x+tail <= width {
			fit = i + 1
		}
		x += gap
	}
	return fit
}

// frame marks the item under the pointer and the one with the focus.
func (b *LabelBar) frame(l theme.Look, size fyne.Size, over, focusRing *canvas.Rectangle) {
	height := l.Size.Target * l.Scale
	put := func(r *canvas.Rectangle, i int, visible bool) {
		visible = visible && i >= 0 && i < len(b.spans)
		show(r, visible)
		if visible {
			s := b.spans[i]
			place(r, s.from, (size.Height-height)/2, s.to-s.from, height)
		}
	}
	box(focusRing, color.Transparent, l.Color.FocusRing, l.Stroke.Focus, l.Radius.Control)
	put(over, b.hovered, true)
	put(focusRing, b.current, b.focused)
}
