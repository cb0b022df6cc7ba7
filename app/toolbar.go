package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"galley/annotate"
	"galley/app/theme"
	"galley/app/ui"
)

// toolbar is the row above the panes.
type toolbar struct {
	w        *workspace
	left     *fyne.Container
	queue    *ui.Button // of the review page, where it has no room beside the article
	name     *ui.Text
	problems *ui.Button
	done     *ui.Button
	root     fyne.CanvasObject

	// The problems of a document by a schema, neither of which ever changes: to
	// count them takes milliseconds where events are many.
	doc    *annotate.Document
	schema *annotate.Schema
	open   int
}

func newToolbar(w *workspace) *toolbar {
	t := &toolbar{w: w, name: ui.NewText("", ui.Type{Bold: true, Fit: true})}
	run := func(id string) func() { return func() { w.app.run(id); w.focusBack() } }
	t.problems = ui.NewButton("", ui.Quiet, run("view.problems"))
	t.done = ui.NewButton("", ui.Normal, run("article.done"))
	jump := ui.NewButton("Find or jump  "+w.app.commands.KeyLabel("go.article"), ui.Normal, run("go.article"))
	t.queue = ui.NewButton("Queue  "+w.app.commands.KeyLabel("pane.list"), ui.Normal, w.review.toggleQueue)
	t.queue.Hint = ui.Hint{Title: "The conflicts that are listed, over the article", Key: w.app.commands.KeyLabel("pane.list")}
	t.queue.Hide()
	for _, b := range []*ui.Button{t.queue, t.problems, t.done, jump} {
		b.Hints = w.app.hints
	}
	t.done.Hint = ui.Hint{Title: "Done and next open article", Key: w.app.commands.KeyLabel("article.done")}
	t.problems.Hint = ui.Hint{Title: "What is incomplete in this article", Key: w.app.commands.KeyLabel("view.problems")}
	right := container.NewHBox(t.problems, t.done)
	// The name begins where the menus above and the rows below begin.
	name := container.New(layout.NewCustomPaddedLayout(0, 0, theme.Of().Space.M, 0), ui.Middle(t.name))
	// Thirds: the field in the middle stays where it is when the buttons beside it change.
	t.left = container.NewBorder(nil, nil, t.queue, nil, name)
	t.root = container.NewPadded(container.NewGridWithColumns(3, t.left, jump, container.NewBorder(nil, nil, nil, right)))
	return t
}

func (t *toolbar) refresh() {
	t.name.Set(t.w.session.Project().Name, ui.Type{Bold: true, Fit: true})
	if over := t.w.review.on && t.w.panes.ListOver(); over != t.queue.Visible() {
		t.queue.Hidden = !over
		t.left.Refresh()
	}
	doc := t.w.session.Document()
	if doc == nil {
		t.problems.Hide()
		t.done.Disable()
		t.done.SetLabel("Done")
		return
	}
	if schema := t.w.session.Schema(); doc != t.doc || schema != t.schema {
		t.doc, t.schema, t.open = doc, schema, len(doc.Problems(schema))
	}
	t.problems.SetLabel(fmt.Sprintf("%d open", t.open))
	if t.open > 0 {
		t.problems.Show()
	} else {
		t.problems.Hide()
	}
	t.done.Enable()
	if t.w.review.on {
		t.problems.Hide()
		t.done.SetLabel("Next article  " + t.w.app.commands.KeyLabel("review.nextArticle"))
		return
	}
	if doc.Layer.State() == annotate.Done {
		t.done.SetLabel("Done, go on")
	} else {
		t.done.SetLabel("Done  " + t.w.app.commands.KeyLabel("article.done"))
	}
}
