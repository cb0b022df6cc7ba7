package app

import (
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/command"
)

// registerReview makes the commands of the review page.
func (a *App) registerReview() {
	reviewed := func(id string, run func(*reviewing)) command.Command {
		return command.Command{ID: id, Run: func() { run(a.open.review) }, Enabled: func() (bool, string) {
			return a.open != nil && a.open.review.on && a.open.review.hand == nil, "Open the review page first."
		}}
	}
	a.commands.Register(
		a.inProject("review.open", func(w *workspace) { w.review.toggle() }),
		a.inProject("review.person", func(w *workspace) { w.review.askPerson() }),
		a.inProject("review.rules", func(w *workspace) { w.review.askRules() }),
		a.released("review.release", false, "The corrections are released already.", func(r *reviewing) { r.release(true) }),
		a.released("review.withdraw", true, notReleased, func(r *reviewing) { r.release(false) }),
		a.corrected("review.report", (*reviewing).askReport),
		reviewed("review.names", (*reviewing).toggleNames),
		reviewed("review.nextSet", func(r *reviewing) { r.next(1, false) }),
		reviewed("review.previousSet", func(r *reviewing) { r.next(-1, false) }),
		reviewed("review.nextArticle", func(r *reviewing) { r.next(1, true) }),
		reviewed("review.previousArticle", func(r *reviewing) { r.next(-1, true) }),
		reviewed("review.edgeStartLeft", func(r *reviewing) { r.nudge(false, false) }),
		reviewed("review.edgeStartRight", func(r *reviewing) { r.nudge(false, true) }),
		reviewed("review.edgeEndLeft", func(r *reviewing) { r.nudge(true, false) }),
		reviewed("review.edgeEndRight", func(r *reviewing) { r.nudge(true, true) }),
		reviewed("review.field", (*reviewing).nextField),
		reviewed("review.takeFields", (*reviewing).takeFields),
		reviewed("review.relabel", (*reviewing).relabel),
		reviewed("review.discuss", func(r *reviewing) {
			r.decide(review.Choice{Act: annotate.PutOff}, r.inWords("to be discussed", "questioned"), true)
		}),
		reviewed("review.comment", func(r *reviewing) { a.window.Canvas().Focus(r.card.Comment()) }),
		reviewed("review.majority", (*reviewing).majority),
		reviewed("review.none", func(r *reviewing) {
			r.decide(review.Choice{Act: annotate.RejectedAll}, r.inWords("none is right", "taken out"), true)
		}),
		reviewed("review.both", (*reviewing).both),
		reviewed("review.similar", (*reviewing).askSimilar),
		reviewed("review.byHand", (*reviewing).startHand),
		reviewed("review.sendBack", func(r *reviewing) { r.decide(review.Choice{Act: annotate.SentBackTo}, "sent back", true) }),
	)
}

const notReleased = "The corrections are not released yet: annotators do not see them."

// corrected makes a command that runs only where annotators may see what became of their work.
func (a *App) corrected(id string, run func(*reviewing)) command.Command {
	c := a.inProject(id, func(w *workspace) { run(w.review) })
	open := c.Enabled
	c.Enabled = func() (bool, string) {
		if ok, why := open(); !ok {
			return ok, why
		}
		return a.open.session.Corrected(), notReleased
	}
	return c
}

// released makes a command that runs only while the corrections are released, or only while they are not.
func (a *App) released(id string, on bool, reason string, run func(*reviewing)) command.Command {
	c := a.inProject(id, func(w *workspace) { run(w.review) })
	open := c.Enabled
	c.Enabled = func() (bool, string) {
		if ok, why := open(); !ok {
			return ok, why
		}
		return (a.open.session.Release() != nil) == on, reason
	}
	return c
}

// input takes the keys of the article on the review page, where letters are commands.
func (r *reviewing) input(ev command.Event) bool {
	a := r.w.app
	if r.hand != nil {
		if ev.Name == "Esc" && !r.w.annotator.Back() {
			r.endHand()
			return true
		}
		return false
	}
	if n := ev.Rune - '1'; ev.Rune != 0 && n >= 0 && n < 9 && ev.Mods&(command.Ctrl|command.Alt) == 0 {
		if r.field >= 0 {
			r.takeField(r.field, int(n))
		} else {
			r.take(int(n))
		}
		return true
	}
	if ev.Name == "Esc" {
		r.back()
		return true
	}
	if c, ok := a.commands.Match(command.Review, a.layout, ev); ok {
		a.run(c.ID)
		return true
	}
	if c, ok := a.commands.Match(command.Page, a.layout, ev); ok {
		a.run(c.ID)
		return true
	}
	return false
}

// back leaves one level: a field, what is said, and then the page.
func (r *reviewing) back() {
	a := r.w.app
	switch {
	case r.field >= 0:
		r.field = -1
		r.refresh()
	case a.toasts.Text() != "":
		a.toasts.Dismiss()
	default:
		r.close()
		if r.w.session.Document() != nil {
			a.say("Keys mark your own work again. " + a.commands.KeyLabel("review.open") + " goes back to the review.")
		}
	}
}

// deciding tells whether keys and clicks are about the conflict that is shown.
func (r *reviewing) deciding() bool { return r.on && r.hand == nil }

// forbids tells whether a command would mark what can only be decided or marked by hand.
func (r *reviewing) forbids(id string) bool {
	group, _, _ := strings.Cut(id, ".")
	return r.deciding() && slices.Contains([]string{"annotate", "event", "entity", "go"}, group) &&
		!slices.Contains([]string{"annotate.back", "annotate.step", "go.article"}, id)
}
