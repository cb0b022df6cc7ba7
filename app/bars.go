package app

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/app/annotator"
	"galley/app/job"
	"galley/app/page"
	"galley/app/theme"
	"galley/app/ui"
)

// toolbar is the row above the panes.
type toolbar struct {
	w        *workspace
	name     *ui.Text
	problems *ui.Button
	done     *ui.Button
	root     fyne.CanvasObject
}

func newToolbar(w *workspace) *toolbar {
	t := &toolbar{w: w, name: ui.NewText("", ui.Type{Bold: true, Fit: true})}
	run := func(id string) func() { return func() { w.app.run(id); w.focusBack() } }
	t.problems = ui.NewButton("", ui.Quiet, run("view.problems"))
	t.done = ui.NewButton("", ui.Normal, run("article.done"))
	jump := ui.NewButton("Find or jump  "+w.app.commands.KeyLabel("go.article"), ui.Normal, run("go.article"))
	for _, b := range []*ui.Button{t.problems, t.done, jump} {
		b.Hints = w.app.hints
	}
	t.done.Hint = ui.Hint{Title: "Done and next open article", Key: w.app.commands.KeyLabel("article.done")}
	t.problems.Hint = ui.Hint{Title: "What is incomplete in this article", Key: w.app.commands.KeyLabel("view.problems")}
	right := container.NewHBox(t.problems, t.done)
	t.root = container.NewPadded(container.NewBorder(nil, nil, nil, right, container.NewGridWithColumns(3, ui.Middle(t.name), jump)))
	return t
}

func (t *toolbar) refresh() {
	t.name.Set(t.w.session.Project().Name, ui.Type{Bold: true, Fit: true})
	doc := t.w.session.Document()
	if doc == nil {
		t.problems.Hide()
		t.done.Disable()
		t.done.SetLabel("Done")
		return
	}
	n := len(doc.Problems(t.w.session.Schema()))
	t.problems.SetLabel(fmt.Sprintf("%d open", n))
	if n > 0 {
		t.problems.Show()
	} else {
		t.problems.Hide()
	}
	t.done.Enable()
	if doc.Layer.State() == annotate.Done {
		t.done.SetLabel("Done, go on")
	} else {
		t.done.SetLabel("Done  " + t.w.app.commands.KeyLabel("article.done"))
	}
}

// refreshLabels shows the labels, or during a sequence what may come next.
func (w *workspace) refreshLabels() {
	pressed, next := w.annotator.Pending()
	schema := w.session.Schema()
	var items []ui.LabelItem
	add := func(c annotator.Choice, key string, apart bool) {
		chip := w.chip(c)
		chip.Key = key
		t := labelType(schema, c)
		items = append(items, ui.LabelItem{ID: c.Label, Chip: chip, Apart: apart,
			Hint: ui.Hint{Title: display(t), Line: t.Description, Key: c.Keys, More: t.Guidelines}})
	}
	choices := annotator.Choices(schema)
	if pressed == "" {
		for i, c := range choices {
			if !c.Event || c.Keys == "" || len(c.Keys) == 1 {
				add(c, c.Keys, i > 0 && c.Event != choices[i-1].Event)
			}
		}
		if shared := sharedPrefix(choices); shared != "" {
			items = append(items, ui.LabelItem{ID: eventsItem, Apart: true, Chip: ui.ChipData{Name: "events", Trigger: true, Key: shared},
				Hint: ui.Hint{Title: "Events", Line: "Select the word that says it happened, then press " + shared + " and the event's keys.", Key: shared}})
		}
	} else {
		for _, c := range next {
			for _, b := range c.Labels {
				for _, choice := range choices {
					if choice.Label == b.Label {
						add(choice, strings.TrimPrefix(b.Keys, pressed), false)
					}
				}
			}
		}
	}
	w.labels.Set(pressed, items)
}

// eventsItem is the label bar's entry for all events whose keys begin alike.
const eventsItem = "\x00events"

// sharedPrefix is the first key that all keys of events begin with, or empty.
func sharedPrefix(choices []annotator.Choice) string {
	first := ""
	for _, c := range choices {
		if !c.Event || c.Keys == "" {
			continue
		}
		if first == "" {
			first = c.Keys[:1]
		}
		if c.Keys[:1] != first || len(c.Keys) == 1 {
			return ""
		}
	}
	return first
}

// labelChosen is a click on the label bar.
func (w *workspace) labelChosen(id string) {
	w.app.watch.Input()
	if id == eventsItem {
		for _, r := range sharedPrefix(annotator.Choices(w.session.Schema())) {
			w.annotator.Type(r)
		}
	} else {
		w.annotator.Give(id)
	}
	w.focus(panePage)
}

func (w *workspace) chip(c annotator.Choice) ui.ChipData {
	style := w.styles.Mention(c.Label)
	if c.Event {
		style = w.styles.Event(c.Label)
	}
	return ui.ChipData{Name: style.Short, Color: style.Entry.ID, Trigger: c.Event}
}

func (a *App) refreshStatus() {
	if a.open != nil {
		a.open.refreshStatus()
	}
}

func (w *workspace) refreshStatus() {
	st := ui.Status{Annotator: w.session.Person().Name, Step: "step: " + w.page.editor.Step().String(), Part: -1}
	saving := w.session.Status()
	switch {
	case saving.Err != nil:
		st.Save, st.Problem = ui.NotSaved, saving.Err.Error()
	case saving.Pending > 0:
		st.Save = ui.Saving
	}
	if doc := w.session.Document(); doc != nil {
		st.Caret = w.page.editor.StatusText()
		st.Place = w.list.Place()
	}
	st.Mode = w.mode()
	st.Hint = w.app.commands.KeyLabel("pane.next") + " next pane"
	w.app.jobStatus(&st)
	w.status.Set(st)
}

// mode says what the next key or click does that it does not always do.
func (w *workspace) mode() string {
	if w.annotator.Relabelling() {
		return "Change label: press its key"
	}
	if _, role := w.annotator.Active(); role != "" {
		return "Fills " + role
	}
	if l := w.annotator.Locked(); l != "" {
		return l + " locked"
	}
	return ""
}

func (a *App) jobStatus(st *ui.Status) {
	for _, j := range a.jobs.Jobs() {
		if j.State != job.Running {
			continue
		}
		if st.Job != "" {
			st.MoreJobs++
			continue
		}
		st.Job = j.Name
		if j.Of > 0 {
			st.Part = float32(j.Done) / float32(j.Of)
			st.Count = fmt.Sprintf("%d of %d", j.Done, j.Of)
		} else if j.Done > 0 {
			st.Count = fmt.Sprint(j.Done)
		}
	}
}

// showJobs lists the work that goes on, each with a way to cancel it, above the status line.
func (a *App) showJobs() {
	if a.open == nil {
		return
	}
	a.jobList = ui.NewJobs(a.jobs.Cancel, a.cfg.Now)
	a.jobList.OnClosed = func() {
		a.jobList = nil
		a.jobs.Seen()
		a.refreshStatus()
	}
	a.jobList.Set(a.jobs.Jobs())
	a.jobList.ShowAbove(a.open.status)
}

// jobsChanged shows how far the work is.
func (a *App) jobsChanged() {
	if a.jobList != nil {
		a.jobList.Set(a.jobs.Jobs())
	}
	a.refreshStatus()
}

// askStopJobs asks what becomes of running jobs before the project is closed.
func (a *App) askStopJobs(then func()) {
	ui.ShowSheet(a.window, ui.SheetData{
		Title: "Work is going on",
		Body:  widget.NewLabel("What is finished of it stays; the rest is given up."),
		Primary: ui.Act{Label: "Cancel it and go on", Do: func() {
			for _, j := range a.jobs.Jobs() {
				a.jobs.Cancel(j.ID)
			}
			a.whenIdle(then)
		}},
		Destroys: true,
		Others:   []ui.Act{{Label: "Wait"}},
	})
}

// whenIdle calls f once no job runs.
func (a *App) whenIdle(f func()) {
	if a.jobs.Running() == 0 {
		f()
		return
	}
	const soon = 50e6 // ns
	a.timer(soon, func() { a.whenIdle(f) })
}

// showSaving shows in the status line, and over the article while acts cannot
// be saved, how the disk stands.
func (w *workspace) showSaving() {
	err := w.session.Status().Err
	w.problem.Objects = nil
	if err != nil {
		text := fmt.Sprintf("%s not saved: %v", plural(w.session.Status().Pending, "act is", "acts are"), err)
		w.problem.Objects = []fyne.CanvasObject{ui.NewStrip(text, "Try again", true, w.session.Retry)}
	}
	w.problem.Refresh()
	w.refreshStatus()
}

// zoom sets the article's text larger or smaller, or with 0 as it was made.
func (w *workspace) zoom(steps int) {
	if steps == 0 {
		w.page.editor.SetSize(theme.Of().Type.Article.Size)
		return
	}
	w.page.editor.Zoom(steps)
}

func (w *workspace) toggleNames() {
	w.page.editor.Change(func(s *page.State) { s.Names = !s.Names })
	w.app.settings.SetNamesOff(!w.page.editor.State().Names)
}
