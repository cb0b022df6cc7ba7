package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/adjudicate"
	"galley/app/ui"
)

// askPerson asks whose work is to be reviewed alone.
func (r *reviewing) askPerson() {
	r.choosePerson(func(p annotate.Person) { r.open(p.ID) })
}

// choosePerson asks for somebody who has finished articles.
func (r *reviewing) choosePerson(then func(annotate.Person)) {
	finished, err := r.finished()
	if err != nil {
		r.w.app.fail(err)
		return
	}
	if len(finished) == 0 {
		r.w.app.say(nobodyFinished)
		return
	}
	var all options
	for _, p := range finished {
		all = append(all, option{row: ui.Row{Title: p.Name, Right: ui.Plural(p.articles, "finished article", "finished articles")}, text: p.Name, run: func() { then(p.Person) }})
	}
	r.w.app.choose("Whose work?", all, "")
}

const nobodyFinished = "Nobody has finished an article yet."

// finisher is somebody who has finished articles, and how many.
type finisher struct {
	annotate.Person
	articles int
}

// finished are those who have finished articles.
func (r *reviewing) finished() ([]finisher, error) {
	var out []finisher
	for _, p := range r.w.session.Project().People {
		refs, err := r.w.store.Find(context.Background(), annotate.Query{Person: p.ID, States: finishedStates})
		if err != nil {
			return nil, err
		}
		if len(refs) > 0 {
			out = append(out, finisher{p, len(refs)})
		}
	}
	return out, nil
}

// finishedStates are those of work that can be reviewed.
var finishedStates = []annotate.State{annotate.Done, annotate.InReview, annotate.Adjudicated, annotate.Stale}

// loadAlone finds the person's articles, and opens the first that has
// something to look at after the open one.
func (r *reviewing) loadAlone() {
	refs, err := r.w.store.Find(context.Background(), annotate.Query{Person: r.alone, States: finishedStates})
	if err != nil {
		r.w.app.fail(err)
		return
	}
	rows, err := r.w.store.Rows(context.Background(), r.alone, refs)
	if err != nil {
		r.w.app.fail(err)
		return
	}
	here := -1
	if doc := r.w.session.Document(); doc != nil && r.desk != nil {
		here = slices.IndexFunc(rows, func(row annotate.Row) bool { return row.ID == doc.Article.ID })
	}
	if here+1 >= len(rows) {
		r.set = -1
		r.queue.Set(review.Page{}, "")
		r.card.Empty("All finished articles of "+r.who(r.alone)+" are reviewed.", "Errors by label...", func() { r.showProfile(r.alone) })
		return
	}
	r.desk, r.want = nil, ""
	r.w.load(rows[here+1].ID, nil)
}

// listAlone lists what one person did in the open article.
func (r *reviewing) listAlone() {
	a := r.desk.Gold.Article
	r.titles[a.ID] = a.Title
	var p review.Page
	for i := range r.desk.Sets {
		s := &r.desk.Sets[i]
		c := review.Conflict{Article: a.ID, N: i, Set: s.Key, Kind: s.Kind, Label: s.Label, Start: s.Start(), State: r.desk.Verdict(i).State}
		if c.State == review.Settled {
			c.State = review.Open
		}
		if len(s.Spans) > 0 {
			c.Quote = a.Quote(s.Spans)
		}
		if slices.Contains(review.ToDo, c.State) {
			p.Open++
		}
		p.Conflicts = append(p.Conflicts, c)
	}
	p.All, p.Chosen = len(p.Conflicts), len(p.Conflicts)
	r.queue.Set(p, "The work of "+r.who(r.alone))
}

// showProfile shows a person's errors label by label.
func (r *reviewing) showProfile(person annotate.ID) {
	things, err := r.w.store.Things(context.Background(), annotate.KindDecision, "")
	if err != nil {
		r.w.app.fail(err)
		return
	}
	profiles := review.Profiles(annotate.Decisions(things), person)
	const labelWidth, fateWidth, mostRows = 132, 88, 12
	columns := []ui.Column{
		{Title: "Label", Least: labelWidth, Less: func(a, b int) bool { return profiles[a].Label < profiles[b].Label }},
		{Title: "All", Width: fateWidth / 2, Right: true, Less: func(a, b int) bool { return profiles[a].All < profiles[b].All }},
	}
	for _, f := range review.Fates {
		title := strings.Replace(string(f), "to be discussed", "to discuss", 1) // as the queue's filter has it
		columns = append(columns, ui.Column{Title: title, Width: fateWidth, Right: true, Less: func(a, b int) bool { return profiles[a].Count[f] < profiles[b].Count[f] }})
	}
	key := func(i int) string { return string(profiles[i].Kind) + " " + profiles[i].Label }
	table := ui.NewTable(columns, len(profiles), key, func(i, c int) ui.Cell {
		p := &profiles[i]
		switch {
		case c == 0:
			return ui.Cell{Chip: adjudicate.ChipOf(r.w.styles, p.Kind, p.Label), Text: p.Label}
		case c == 1:
			return ui.Cell{Text: fmt.Sprint(p.All)}
		case p.Count[review.Fates[c-2]] == 0:
			return ui.Cell{Text: "–", Muted: true}
		}
		return ui.Cell{Text: fmt.Sprint(p.Count[review.Fates[c-2]])}
	})
	table.Hint = func(i int) ui.Hint { return ui.Hint{Title: key(i)} }
	ui.ShowSheet(r.w.app.window, ui.SheetData{
		Title: "What became of the work of " + r.who(person), Wide: true, Body: ui.Tall(min(mostRows, len(profiles)+2), table), Primary: ui.Act{Label: "Close"},
	})
}
