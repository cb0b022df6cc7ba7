package app

import (
	"context"

	"fyne.io/fyne/v2"

	"galley/annotate/span"
	"galley/app/job"
	"galley/app/markall"
	"galley/app/page"
)

// newMarkBar makes the list of all places that are like an annotation.
func newMarkBar(w *workspace) *markall.Bar {
	return markall.New(markall.Config{
		Session: w.session, Store: w.store, Post: w.app.cfg.Post, Hints: w.app.hints,
		Run:    func(name string, work func(context.Context, job.Progress) error) { w.app.jobs.Run(name, work) },
		Styles: func() *page.Styles { return w.styles },
		Say:    w.app.say, Fail: w.app.fail, KeyOf: w.app.commands.KeyLabel,
		Done: func(text string) { w.app.toasts.Say(text, "Undo", func() { w.app.run("edit.undo") }) },
		Show: func(places []span.Span, at int) {
			w.page.editor.Change(func(s *page.State) { s.Hits, s.Hit = places, at })
			if at >= 0 {
				w.page.Reveal(places[at])
			}
		},
		Focus: func(f fyne.Focusable) {
			if f == nil {
				w.focus(panePage)
			} else {
				w.app.window.Canvas().Focus(f)
			}
		},
		Shown:  func() { w.centre.Refresh() },
		Height: func() float32 { return w.app.window.Canvas().Size().Height },
	})
}

// markIdentical shows what is like the annotation that is picked or at the caret.
func (w *workspace) markIdentical(project bool) {
	w.find.hide()
	w.marks.Show(w.annotator.Here(), project)
}
