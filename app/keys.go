package app

import (
	"fyne.io/fyne/v2"

	"galley/app/command"
)

// pane is a part of the window that takes the keyboard.
type pane int

const (
	paneList pane = iota
	panePage
	paneInspector
	paneLabels
)

// focus gives a pane the keyboard.
func (w *workspace) focus(p pane) {
	w.agreeing.leave()
	w.leaveSchema()
	w.pane = p
	w.panes.OpenList(p == paneList)
	if !w.reachable(p) {
		w.app.window.Canvas().Unfocus()
		return
	}
	var to fyne.Focusable
	switch p {
	case paneList:
		to = w.list.Focusable()
		if w.review.on {
			to = w.review.queue.Focusable()
		}
	case panePage:
		to = w.page.editor
	case paneInspector:
		switch {
		case w.historyShown():
			to = w.timeline.Focusable()
		case w.beside(w.guideline.Object()):
			to = w.guideline.Focusable()
		case w.review.on:
			to = w.review.card.Comment()
		default:
			to = w.inspector.Focusable()
		}
	case paneLabels:
		to = w.labels
	}
	w.app.window.Canvas().Focus(to)
}

// reachable tells whether a pane shows something that takes the keyboard.
func (w *workspace) reachable(p pane) bool {
	switch reviewed := w.review.on; p {
	case paneList:
		return !reviewed || len(w.review.queue.Rows()) > 0
	case panePage:
		return w.session.Document() != nil
	case paneInspector:
		return !w.beside(w.review.card.Object()) || w.review.set >= 0
	default:
		return !w.review.deciding() // else its keys stand in the place of the labels
	}
}

// focusBack gives the article the keyboard again after a click on a control.
func (w *workspace) focusBack() {
	if w.app.window.Canvas().Overlays().Top() == nil {
		w.focus(panePage)
	}
}

// nextPane gives the next pane the keyboard; on a page without panes the next control.
func (w *workspace) nextPane(step int) {
	switch canvas := w.app.window.Canvas(); {
	case w.schemaShown():
		w.schema.NextPane(step)
	case !w.agreeing.on:
		const panes = 4
		next := w.pane
		for range panes {
			if next = (next + pane(step) + panes) % panes; w.reachable(next) {
				break
			}
		}
		w.focus(next)
	case step > 0:
		canvas.FocusNext()
	default:
		canvas.FocusPrevious()
	}
}

// handleKeys takes the keys that nothing in focus uses. Panes without a text
// field hand letters and commands to the article.
func (a *App) handleKeys() {
	canvas := a.window.Canvas()
	canvas.SetOnTypedKey(func(e *fyne.KeyEvent) { a.unused(a.keyboard.Key(e)) })
	canvas.SetOnTypedRune(func(r rune) { a.unused(a.keyboard.Rune(r)) })
}

func (a *App) unused(ev command.Event) {
	a.watch.Input()
	a.hints.Dismiss()
	if a.open != nil && a.open.schemaShown() {
		a.schemaKey(ev)
		return
	}
	if a.open != nil && a.open.agreeing.on {
		a.open.agreeing.input(ev)
		return
	}
	if a.open != nil && a.open.session.Document() != nil {
		a.open.page.input(ev)
		return
	}
	if a.open != nil && a.open.review.on && a.open.review.input(ev) {
		return
	}
	if c, ok := a.commands.Match(command.Window, a.layout, ev); ok {
		a.run(c.ID)
	}
}
