package app

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"galley/app/job"
	"galley/app/ui"
)

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
		// What cannot be read does not show; the next act tells what is wrong with the disk.
		if worked, err := w.session.Active(); err == nil && worked >= time.Minute {
			st.Place += "   " + ui.Minutes(worked)
		}
	}
	st.Mode = w.mode()
	st.Hint = w.app.commands.KeyLabel("pane.next") + " next pane"
	if w.agreeing.on { // which says nothing of an article
		st = ui.Status{Save: st.Save, Problem: st.Problem, Annotator: st.Annotator, Part: st.Part, Hint: st.Hint}
	}
	w.app.jobStatus(&st)
	w.status.Set(st)
}

// mode says what the next key or click does that it does not always do.
func (w *workspace) mode() string {
	if w.review.hand != nil {
		return "By hand: mark in the text, Esc comes back"
	}
	if w.review.on {
		return "Review"
	}
	if w.annotator.Relabelling() {
		return "Change label: press its key"
	}
	if l := w.annotator.Linking(); l != "" {
		return l + ": pick the other end, Enter takes what is ringed"
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
	const shownAfter = 300 * time.Millisecond // what is done sooner does not flicker
	for _, j := range a.jobs.Jobs() {
		if j.State != job.Running {
			continue
		}
		if ran := a.cfg.Now().Sub(j.Started); ran < shownAfter {
			if a.stopYoung != nil {
				a.stopYoung()
			}
			a.stopYoung = a.timer(shownAfter-ran, a.refreshStatus)
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
		Body:  ui.NewParagraph("What is finished of it stays; the rest is given up.", ui.Type{}),
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
	if err == nil && len(w.problem.Objects) > 0 {
		// What was written late shows in the list only now.
		if doc := w.session.Document(); doc != nil {
			w.list.Changed(doc.Article.ID)
		}
	}
	w.problem.Objects = nil
	if err != nil {
		text := fmt.Sprintf("%s not saved: %v", ui.Plural(w.session.Status().Pending, "act is", "acts are"), err)
		w.problem.Objects = []fyne.CanvasObject{ui.NewStrip(text, "Try again", true, w.retry)}
	}
	w.problem.Refresh()
	w.refreshStatus()
}

// retry writes again after writing failed.
func (w *workspace) retry() {
	w.session.Retry()
	w.focusBack()
}
