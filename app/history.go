package app

import (
	"context"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/app/command"
	"galley/app/job"
	"galley/app/theme"
	"galley/app/timeline"
	"galley/app/ui"
)

// newTimeline makes the pane with the article's history.
func newTimeline(w *workspace) *timeline.Timeline {
	return timeline.New(timeline.Config{
		Session: w.session, Store: w.store, Post: w.app.cfg.Post, Fail: w.app.fail, Picked: w.page.Picked, Blind: w.blind,
		Run:   func(name string, work func(context.Context, job.Progress) error) { w.app.jobs.Run(name, work) },
		Show:  w.showPast,
		Close: w.hideHistory,
	})
}

// toggleHistory shows the history in the place of the inspector, or the inspector again.
func (w *workspace) toggleHistory() {
	if w.historyShown() {
		w.timeline.Leave()
		w.hideHistory()
		return
	}
	w.marks.Hide()
	w.putBeside(w.timeline.Object())
	w.timeline.Load()
	w.focus(paneInspector)
}

func (w *workspace) historyShown() bool { return w.beside(w.timeline.Object()) }

func (w *workspace) hideHistory() {
	w.putBack()
	w.focus(panePage)
}

// showPast shows the open article as it was under a tint, with the way back to
// it; nil shows it as it is.
func (w *workspace) showPast(past *annotate.Document, about string) {
	w.veil.Objects = nil
	doc := w.session.Document()
	if past != nil {
		doc = past
		w.annotator.Opened() // no slot takes what is clicked in the past
		strip := ui.NewStrip("As it was "+about, "Back to here", true, w.backToPast)
		w.veil.Objects = []fyne.CanvasObject{canvas.NewRectangle(tint(theme.Of().Color.Accent)), container.NewBorder(nil, ui.OverText(strip), nil, nil)}
	}
	if doc != nil {
		w.page.update(doc)
	}
	w.veil.Refresh()
}

// tint is a colour through which text is read as well as without it.
func tint(c color.Color) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = 20
	return n
}

// backToPast makes the article what it was, as a new act.
func (w *workspace) backToPast() {
	if w.review.on {
		w.app.say("Decisions are taken back by " + w.app.commands.KeyLabel("edit.undo") + ": gold follows them.")
		return
	}
	if err := w.timeline.Back(); err != nil {
		w.app.fail(err)
		return
	}
	w.timeline.Load()
	w.focus(panePage)
}

// pastInput takes the keys of the article while it is shown as it was: it can
// be read, searched and gone back to, but not changed.
func (p *pageView) pastInput(ev command.Event) bool {
	c, ok := p.w.app.commands.Match(command.Page, p.w.app.layout, ev)
	if !ok {
		return false
	}
	group, _, _ := strings.Cut(c.ID, ".")
	switch {
	case c.ID == "annotate.back":
		p.w.timeline.Leave()
	case c.ID == "annotate.accept":
		p.w.backToPast()
	case group == "annotate" || group == "event" || group == "entity" || group == "article":
		p.w.app.say("This is the article as it was. Enter takes it back to here, Esc leaves.")
	default:
		p.w.app.run(c.ID)
	}
	return true
}
