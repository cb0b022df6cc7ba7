package editor

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page"
	"galley/app/typeset"
)

const (
	// clickTime is how soon a click follows another to count with it.
	clickTime = 400 * time.Millisecond
	// dragFrom is how far the pointer moves, in dp, before it drags.
	dragFrom = 4
	// edgeZone is how near to the upper and lower edge, in dp, a drag scrolls.
	edgeZone = 32
	// scrollRate is dp for each unit of the toolkit's wheel, of which a notch has 25.
	scrollRate = 3
)

// clicks counts presses that follow each other at one place. The toolkit would
// hold every single click back to wait for a second.
type clicks struct {
	n    int
	last time.Time
	at   fyne.Position
}

func (c *clicks) press(now time.Time, at fyne.Position) int {
	if now.Sub(c.last) > clickTime || far(at, c.at) {
		c.n = 0
	}
	c.n, c.last, c.at = c.n%3+1, now, at
	return c.n
}

func far(a, b fyne.Position) bool {
	dx, dy := a.X-b.X, a.Y-b.Y
	return dx*dx+dy*dy > dragFrom*dragFrom
}

const ctrl = fyne.KeyModifierControl | fyne.KeyModifierSuper

// MouseDown implements desktop.Mouseable. A press acts at once.
func (e *Editor) MouseDown(ev *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
		c.Focus(e)
	}
	if e.text() == nil || ev.Button != desktop.MouseButtonPrimary {
		return
	}
	e.goal = nan
	e.halt() // what is pressed is what is seen
	at := ev.Position
	e.drag = drag{from: at, at: at, before: e.Selection()}
	if offset, ok := e.page.InMarks(at.X, at.Y); ok {
		e.drag.kind = dragMarks
		e.Reveal(offset)
		return
	}
	if offset, ok := e.page.PillAt(at.X, at.Y); ok {
		e.Reveal(offset)
		return
	}
	if h, ok := e.page.HandleAt(at.X, at.Y); ok && ev.Modifier&fyne.KeyModifierShift == 0 {
		e.drag.kind, e.drag.handle, e.drag.spans = dragHandle, h, slices.Clone(e.page.Fragments(h.Annotation))
		return
	}
	pos := e.page.Hit(at.X, at.Y)
	e.drag.kind, e.drag.origin, e.drag.unit = dragText, pos, e.unitAt(at)
	n := e.clicks.press(e.now(), at)
	switch {
	case ev.Modifier&fyne.KeyModifierShift != 0:
		s := e.Selection()
		e.drag.origin, e.drag.unit = s.Anchor, span.Span{Start: s.Anchor.Offset, End: s.Anchor.Offset}
		e.extend(at, ev.Modifier)
	case n == 2:
		e.choose(page.Range(e.drag.unit))
	case n == 3:
		e.drag.unit = e.text().SentenceAt(e.drag.unit.Start)
		e.choose(page.Range(e.drag.unit))
	default:
		e.click(pos, ev)
	}
}

// click selects the mark under the pointer, the next one if it is selected
// already, or puts the caret there.
func (e *Editor) click(pos typeset.Position, ev *desktop.MouseEvent) {
	marks := e.page.MarksAt(ev.Position.X, ev.Position.Y)
	if len(marks) == 0 {
		e.choose(page.Selection{Anchor: pos, Caret: pos})
		if _, ok := e.page.Over(ev.Position.X, ev.Position.Y); ok && e.OnWord != nil && e.text().IsWord(e.drag.unit) {
			e.OnWord(e.drag.unit, ev.Modifier)
		}
		return
	}
	id := nextOf(marks, e.Selection().Annotation, 1)
	e.choose(whole(id, e.page.Fragments(id)))
	// What the click does comes when the button is let go: it may become a drag.
	e.drag.mark, e.drag.mods = id, ev.Modifier
}

// unitAt is the word, or what stands for it, under the pointer.
func (e *Editor) unitAt(at fyne.Position) span.Span {
	offset, ok := e.page.Over(at.X, at.Y)
	if !ok {
		offset = e.page.Hit(at.X, at.Y).Offset
		if offset > 0 && offset == e.text().ParagraphAt(offset).End {
			offset = e.text().PrevGrapheme(offset) // beyond the end of a paragraph its last word is meant
		}
	}
	return e.unit(offset)
}

// MouseUp implements desktop.Mouseable.
func (e *Editor) MouseUp(*desktop.MouseEvent) { e.DragEnd() }

// Scrolled implements fyne.Scrollable. With Ctrl the wheel zooms.
func (e *Editor) Scrolled(ev *fyne.ScrollEvent) {
	if e.mods()&ctrl != 0 {
		switch {
		case ev.Scrolled.DY > 0:
			e.Zoom(1)
		case ev.Scrolled.DY < 0:
			e.Zoom(-1)
		}
		return
	}
	e.scrollBy(-ev.Scrolled.DY * scrollRate)
}

// TappedSecondary implements fyne.SecondaryTappable: the menu is for what lies
// under the pointer, which is selected unless it is already.
func (e *Editor) TappedSecondary(ev *fyne.PointEvent) {
	if e.text() == nil {
		return
	}
	marks := e.page.MarksAt(ev.Position.X, ev.Position.Y)
	s := e.Selection()
	offset, ok := e.page.Over(ev.Position.X, ev.Position.Y)
	switch {
	case s.Annotation != "" && slices.Contains(marks, s.Annotation), ok && s.Span().Contains(offset):
	case len(marks) > 0:
		e.choose(whole(marks[0], e.page.Fragments(marks[0])))
	default:
		pos := e.page.Hit(ev.Position.X, ev.Position.Y)
		e.choose(page.Selection{Anchor: pos, Caret: pos})
	}
	if e.OnMenu != nil {
		e.OnMenu(ev.AbsolutePosition)
	}
}

// MouseIn implements desktop.Hoverable.
func (e *Editor) MouseIn(ev *desktop.MouseEvent) { e.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (e *Editor) MouseMoved(ev *desktop.MouseEvent) {
	if e.text() == nil {
		return
	}
	e.pointer = e.cursorAt(ev.Position)
	id := annotate.ID("")
	if marks := e.page.MarksAt(ev.Position.X, ev.Position.Y); len(marks) > 0 {
		id = marks[0]
	}
	e.hover(id, ev.AbsolutePosition)
}

// MouseOut implements desktop.Hoverable.
func (e *Editor) MouseOut() { e.hover("", fyne.Position{}) }

func (e *Editor) hover(id annotate.ID, at fyne.Position) {
	if id == e.State().Hovered {
		return
	}
	e.Change(func(s *page.State) { s.Hovered = id })
	if e.OnHover != nil {
		e.OnHover(id, at)
	}
}

// Cursor implements desktop.Cursorable.
func (e *Editor) Cursor() desktop.Cursor { return e.pointer }

func (e *Editor) cursorAt(at fyne.Position) desktop.StandardCursor {
	if _, ok := e.page.HandleAt(at.X, at.Y); ok {
		return desktop.HResizeCursor
	}
	if _, ok := e.page.InMarks(at.X, at.Y); ok {
		return desktop.PointerCursor
	}
	if len(e.page.MarksAt(at.X, at.Y)) > 0 {
		return desktop.PointerCursor
	}
	return desktop.TextCursor
}
