package editor

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page"
	"galley/app/typeset"
)

// dragKind is what is being dragged.
type dragKind uint8

const (
	noDrag dragKind = iota
	dragText
	dragHandle
	dragMarks
	dragOut // an annotation, out of the article
)

// drag is a press that may become a drag, until the button is let go.
type drag struct {
	kind   dragKind
	from   fyne.Position
	moved  bool // beyond dragFrom
	before page.Selection
	origin typeset.Position // where it began
	unit   span.Span        // what lies there: a word, or the sentence of a triple click
	handle page.Handle
	at     fyne.Position // where the pointer was last
	stop   func()        // ends the scrolling at an edge
	spans  []span.Span   // of the annotation whose handle is dragged
	mark   annotate.ID   // that was pressed, if one was
	mods   fyne.KeyModifier
	window fyne.Position // where the pointer was last, in the window
}

// Dragged implements fyne.Draggable.
func (e *Editor) Dragged(ev *fyne.DragEvent) {
	d := &e.drag
	if d.kind == noDrag || e.text() == nil {
		return
	}
	d.at, d.window = ev.Position, ev.AbsolutePosition
	d.moved = d.moved || far(d.at, d.from)
	if d.kind == dragText && d.mark != "" && (d.at.X < 0 || d.at.X > e.Size().Width) {
		e.carry()
	}
	if d.moved {
		e.dragTo(d.at)
		e.scrollAtEdge()
	}
}

func (e *Editor) dragTo(at fyne.Position) {
	switch e.drag.kind {
	case dragMarks:
		if offset, ok := e.page.InMarks(e.Size().Width, at.Y); ok {
			e.ScrollTo(offset)
		}
	case dragText:
		e.extend(at, e.mods())
	case dragHandle:
		e.dragHandle(at)
	case dragOut:
		e.OnCarry(e.drag.mark, &e.drag.window)
	}
}

// extend selects from the origin of the drag to a point: whole words, or
// characters while Ctrl is held.
func (e *Editor) extend(at fyne.Position, mods fyne.KeyModifier) {
	d := &e.drag
	pos := e.page.Hit(at.X, at.Y)
	if mods&ctrl != 0 {
		e.choose(page.Selection{Anchor: d.origin, Caret: pos})
		return
	}
	s := page.Selection{Anchor: typeset.Position{Offset: d.unit.Start}}
	if pos.Offset < d.unit.Start {
		s.Anchor = typeset.Position{Offset: d.unit.End, Affinity: typeset.Upstream}
		s.Caret = typeset.Position{Offset: e.snap(pos.Offset, false)}
	} else {
		s.Caret = typeset.Position{Offset: max(d.unit.End, e.snap(pos.Offset, true)), Affinity: typeset.Upstream}
	}
	e.choose(s)
}

// snap moves the edge of a selection out to that of the word it lies in, and
// back from blanks at the edge.
func (e *Editor) snap(offset int, end bool) int {
	t := e.text()
	blank := func(w span.Span) bool { return strings.TrimSpace(t.Slice(w.Start, w.End)) == "" }
	if w := t.WordAt(offset); t.IsWord(w) && offset > w.Start {
		if end {
			return w.End
		}
		return w.Start
	}
	if end && offset > 0 {
		if w := t.WordAt(offset - 1); blank(w) {
			return w.Start
		}
	}
	if !end && offset < t.Len() {
		if w := t.WordAt(offset); blank(w) {
			return w.End
		}
	}
	return offset
}

// dragHandle shows where the edge would lie.
func (e *Editor) dragHandle(at fyne.Position) {
	d := &e.drag
	offset := e.page.Hit(at.X, at.Y).Offset
	if e.mods()&ctrl == 0 {
		offset = e.snap(offset, d.handle.End)
	}
	f := &d.spans[d.handle.Fragment]
	moved := *f
	if d.handle.End {
		moved.End = offset
	} else {
		moved.Start = offset
	}
	trial := slices.Clone(d.spans)
	trial[d.handle.Fragment] = moved
	if annotate.CheckSpans(e.text(), trial) == nil {
		*f = moved
		e.Change(func(s *page.State) { s.Preview = moved })
	}
}

// DragEnd implements fyne.Draggable.
func (e *Editor) DragEnd() {
	d := e.drag
	e.endDrag()
	switch {
	case d.kind == dragHandle && d.moved:
		e.giveEdges(d.handle.Annotation, d.spans)
	case d.kind == dragOut:
		e.OnDrop(d.mark, d.window)
	case d.mark != "" && !d.moved && e.OnActivate != nil:
		e.OnActivate(d.mark, d.mods)
	}
}

// carry makes of a drag that began on an annotation and leaves the article one
// of that annotation: nothing else can be meant.
func (e *Editor) carry() {
	if e.OnCarry == nil || e.OnDrop == nil {
		return
	}
	d := &e.drag
	if d.stop != nil {
		d.stop()
		d.stop = nil
	}
	d.kind, d.moved = dragOut, true
	e.choose(whole(d.mark, e.page.Fragments(d.mark)))
}

func (e *Editor) endDrag() {
	if e.drag.stop != nil {
		e.drag.stop()
	}
	e.drag = drag{}
	if e.State().Preview != (span.Span{}) {
		e.Change(func(s *page.State) { s.Preview = span.Span{} })
	}
}

// dragBack gives up a drag: what was selected before is selected again.
func (e *Editor) dragBack() bool {
	d := e.drag
	if d.kind == noDrag || !d.moved {
		return false
	}
	e.endDrag()
	if d.kind == dragOut {
		e.OnCarry(d.mark, nil)
	}
	e.choose(d.before)
	return true
}

// scrollAtEdge scrolls while the pointer is held near an edge.
func (e *Editor) scrollAtEdge() {
	d := &e.drag
	if d.stop != nil || d.kind == dragMarks || d.kind == dragOut || e.edgeSpeed() == 0 {
		return
	}
	d.stop = e.tick(30*time.Millisecond, e.scrollOn)
}

// scrollOn goes one tick further.
func (e *Editor) scrollOn() {
	if v := e.edgeSpeed(); v != 0 {
		e.page.ScrollBy(v)
		e.dragTo(e.drag.at)
		e.repaint()
	}
}

// edgeSpeed is how far a tick scrolls, more the nearer the pointer is to the edge.
func (e *Editor) edgeSpeed() float32 {
	y, h := e.drag.at.Y, e.Size().Height
	switch {
	case y < edgeZone:
		return -min(edgeZone, edgeZone-y) / 2
	case y > h-edgeZone:
		return min(edgeZone, y-h+edgeZone) / 2
	}
	return 0
}
