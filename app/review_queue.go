package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/job"
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
	r.list(r.turn, then)
	r.compareSoon(0)
}

// list reads a page of the queue and shows it.
func (r *reviewing) list(turn int, then func() bool) {
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
					r.showQueue(p, titles, then)
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
	note := ""
	if p.Due > 0 {
		note = fmt.Sprintf("%d to compare", p.Due)
	}
	r.titles = titles
	r.queue.Set(p, note)
	r.setChoices()
	if r.set < 0 && (then == nil || !then()) && p.Due == 0 {
		r.nothing()
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
	if r.w.panes.ListOver() {
		r.w.focus(panePage)
	}
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
		r.w.app.toasts.Say(fmt.Sprintf("%d on which all agree are not in gold.", n), "Accept...", r.askRules)
	}
}
