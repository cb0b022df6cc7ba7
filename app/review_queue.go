package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/job"
	"galley/app/ui"
)

// perPage is how many conflicts are listed; as they are decided others follow.
const perPage = 500

// reload asks for the queue anew, once all acts are on disk. Then is called as
// long as nothing is shown of it.
func (r *reviewing) reload(then func() bool) {
	if r.alone != "" {
		r.loadAlone()
		return
	}
	r.turn++
	r.list(r.turn, func(p review.Page, titles map[annotate.ID]string) { r.showQueue(p, titles, then) })
	r.compareSoon(0)
}

// list reads a page of the queue for show.
func (r *reviewing) list(turn int, show func(p review.Page, titles map[annotate.ID]string)) {
	q := r.queue.Query()
	q.Limit = perPage
	r.w.session.WhenSaved(func() {
		r.w.app.jobs.Run("Conflicts", func(ctx context.Context, _ job.Progress) error {
			p, titles, err := readQueue(ctx, r.w.store, q)
			r.w.app.cfg.Post(func() {
				switch {
				case turn != r.turn || !r.on || errors.Is(err, context.Canceled):
				case err != nil:
					r.w.app.fail(err)
				default:
					show(p, titles)
				}
			})
			return err
		})
	})
}

// readQueue reads a page of the queue with the titles of its articles.
func readQueue(ctx context.Context, s Store, q review.Query) (review.Page, map[annotate.ID]string, error) {
	p, err := s.Conflicts(ctx, q)
	titles := map[annotate.ID]string{}
	for _, c := range p.Conflicts {
		if _, ok := titles[c.Article]; ok || err != nil {
			continue
		}
		var a *annotate.Article
		if a, err = s.Article(ctx, c.Article); err == nil {
			titles[c.Article] = a.Title
		}
	}
	return p, titles, err
}

func (r *reviewing) showQueue(p review.Page, titles map[annotate.ID]string, then func() bool) {
	r.titles = titles
	r.queue.Set(p, dueNote(p))
	r.setChoices()
	if r.set < 0 && (then == nil || !then()) && p.Due == 0 {
		r.nothing()
	}
}

// dueNote tells how much is not compared yet.
func dueNote(p review.Page) string {
	if p.Due == 0 {
		return ""
	}
	return fmt.Sprintf("%d to compare", p.Due)
}

// nothing says why no conflict is shown, and what can be done.
func (r *reviewing) nothing() {
	r.set = -1
	switch p := r.queue.Page(); {
	case r.queue.Filtered():
		r.card.Empty("No conflict matches these filters.", "Clear filters", r.queue.ClearFilters)
	case p.All > 0:
		r.card.Empty("No conflict is open.", "Accept what all agree on...", r.askRules)
	default:
		r.nothingShared()
	}
}

// nothingShared says that no article was finished by two people.
func (r *reviewing) nothingShared() {
	finished, err := r.finished()
	const needs = "Review shows where two people differ on the same article. "
	switch {
	case err != nil:
		r.w.app.fail(err)
	case len(finished) == 0:
		r.card.Empty(needs+nobodyFinished, "Assign...", r.w.showPeople)
	case len(finished) == 1:
		r.card.Empty(needs+"Only "+finished[0].Name+" has finished articles.", "Review this work alone", func() { r.open(finished[0].ID) })
	default:
		r.card.Empty(needs+"No article was finished by two.", "Review one person's work...", r.askPerson)
	}
}

// setChoices gives the filters the schema's labels and the pairs of people.
func (r *reviewing) setChoices() {
	schema := r.w.session.Schema()
	var labels []string
	for _, t := range schema.Entities {
		labels = append(labels, t.Label)
	}
	for _, t := range schema.Events {
		labels = append(labels, t.Label)
	}
	people := r.w.session.Project().People
	var pairs []review.Pair
	var names []string
	for i, a := range people {
		for _, b := range people[i+1:] {
			pairs = append(pairs, review.Pair{A: min(a.ID, b.ID), B: max(a.ID, b.ID)})
			names = append(names, a.Name+" and "+b.Name)
		}
	}
	r.queue.SetChoices(labels, pairs, names)
}

// sameRow shows the conflict that was shown, if it is listed, or else the first.
func (r *reviewing) sameRow() bool {
	doc := r.w.session.Document()
	i := slices.IndexFunc(r.queue.Rows(), func(c review.Conflict) bool { return doc != nil && c.Article == doc.Article.ID && c.Set == r.want })
	if i < 0 {
		return r.firstRow()
	}
	r.choose(i)
	return true
}

// firstRow shows the first conflict listed.
func (r *reviewing) firstRow() bool {
	if len(r.queue.Rows()) == 0 {
		return false
	}
	r.choose(0)
	return true
}

// choose shows a conflict of the queue, in whatever article it is.
func (r *reviewing) choose(i int) {
	if i < 0 || i >= len(r.queue.Rows()) {
		return
	}
	r.endHand()
	c := r.queue.Rows()[i]
	r.queue.SetCurrent(i)
	r.want = c.Set
	if doc := r.w.session.Document(); r.desk != nil && doc != nil && doc.Article.ID == c.Article {
		r.show()
		return
	}
	r.desk = nil
	r.w.since = r.w.app.watch.input
	r.w.load(c.Article, nil)
}

// titleOf is the title of an article in the queue, as far as it is known.
func (r *reviewing) titleOf(id annotate.ID) string {
	if t := r.titles[id]; t != "" {
		return t
	}
	if a, err := r.w.store.Article(context.Background(), id); err == nil {
		r.titles[id] = a.Title
		return a.Title
	}
	return string(id)
}

// next shows the next set of the queue that is to be decided, or the one before;
// with article the first of another article.
func (r *reviewing) next(step int, article bool) {
	rows := r.queue.Rows()
	at := r.queue.Current()
	states := r.queue.Query().States
	toDo := r.alone != "" || slices.Contains(states, review.Open) && !slices.Contains(states, review.Decided) // what was decided just now is listed still
	here := annotate.ID("")
	if doc := r.w.session.Document(); doc != nil {
		here = doc.Article.ID
	}
	for i := at + step; i >= 0 && i < len(rows); i += step {
		c := &rows[i]
		if article && c.Article == here || toDo && !slices.Contains(review.ToDo, c.State) {
			continue
		}
		r.choose(i)
		return
	}
	if p := r.queue.Page(); step > 0 && p.Chosen > len(rows) || step > 0 && r.alone != "" {
		r.set = -1
		r.reload(r.firstRow)
		return
	}
	r.refresh()
	r.w.app.say(map[bool]string{true: "No conflict follows in this queue.", false: "No conflict comes before."}[step > 0])
	if step > 0 {
		r.offerAgreed()
	}
}

// offerAgreed offers to accept what all agree on, once nothing else of the article is open.
func (r *reviewing) offerAgreed() {
	n := 0
	if r.desk == nil {
		return
	}
	for i := range r.desk.Sets {
		if _, ok := review.Identical.Takes(&r.desk.Sets[i]); ok && r.desk.Verdict(i).State == review.Settled {
			n++
		}
	}
	if n > 0 {
		r.w.app.toasts.Say(fmt.Sprintf("%s on which all agree: not in gold yet.", ui.Plural(n, "annotation", "annotations")), "Accept...", r.askRules)
	}
}
