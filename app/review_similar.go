package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/adjudicate"
	"galley/app/job"
	"galley/app/theme"
	"galley/app/ui"
)

// findSimilar looks for decided cases like the set that is shown, which shows meanwhile.
func (r *reviewing) findSimilar() {
	r.similar = nil
	set, article := &r.desk.Sets[r.set], r.desk.Gold.Article
	queries := []review.Query{{Alike: r.comparison.Alike(article, r.set)}, {Kind: set.Kind}}
	if len(set.Spans) > 0 {
		queries[1].Quote = article.Quote(set.Spans)
	}
	own := string(article.ID) + set.Key
	r.findMore("Similar cases", func(ctx context.Context) (func(), error) {
		found, err := similarCases(ctx, r.w.store, queries, own)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		return func() { r.similar = found }, nil
	})
}

// findMore finds in the background what the card says besides of the set that is
// shown. If that is shown still, found sets it; nil where there is nothing to say.
func (r *reviewing) findMore(name string, find func(context.Context) (found func(), err error)) {
	comparison, key := r.comparison, r.want
	r.w.app.jobs.Run(name, func(ctx context.Context, _ job.Progress) error {
		found, err := find(ctx)
		r.w.app.cfg.Post(func() {
			switch {
			case !r.on || r.comparison != comparison || r.want != key || errors.Is(err, context.Canceled):
			case err != nil:
				r.w.app.fail(fmt.Errorf("%s: %w", name, err))
			case found != nil:
				found()
				r.refresh()
			}
		})
		return err
	})
}

// similarCases are some decided cases that one of queries finds, without the
// case with a key, in the order of the queries.
func similarCases(ctx context.Context, s Store, queries []review.Query, own string) ([]review.Conflict, error) {
	const most = 5
	var out []review.Conflict
	seen := map[string]bool{own: true}
	for _, q := range queries {
		if q.Alike == "" && q.Quote == "" {
			continue
		}
		q.States, q.Limit = []review.State{review.Decided, review.Rejected, review.Accepted}, most
		p, err := s.Conflicts(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, c := range p.Conflicts {
			if key := string(c.Article) + c.Set; !seen[key] && len(out) < most {
				seen[key] = true
				out = append(out, c)
			}
		}
	}
	return out, nil
}

// showSimilar goes to a decided case.
func (r *reviewing) showSimilar(i int) {
	c := r.similar[i]
	r.want = c.Set
	if doc := r.w.session.Document(); doc != nil && doc.Article.ID == c.Article {
		r.show()
		return
	}
	r.desk = nil
	r.w.load(c.Article, nil)
}

// askSimilar lists the conflicts with the same text and the same readings, and
// offers to decide them alike.
func (r *reviewing) askSimilar() {
	if r.desk == nil || r.set < 0 {
		return
	}
	alike := r.comparison.Alike(r.desk.Gold.Article, r.set)
	p, err := r.w.store.Conflicts(context.Background(), review.Query{Alike: alike, States: []review.State{review.Open}})
	if err != nil {
		r.w.app.fail(err)
		return
	}
	here := r.desk.Gold.Article.ID
	key := r.desk.Sets[r.set].Key
	same := slices.DeleteFunc(p.Conflicts, func(c review.Conflict) bool {
		if c.Article != here {
			return false
		}
		// What the store has of this article may be older than the last decision.
		at := slices.IndexFunc(r.desk.Sets, func(s review.Set) bool { return s.Key == c.Set })
		return c.Set == key || at < 0 || r.desk.Verdict(at).State != review.Open
	})
	if len(same) == 0 {
		r.w.app.say("No other open conflict is like this one.")
		return
	}
	d := r.desk.Verdict(r.set).Decision
	text := fmt.Sprintf("%s with the same text and the same readings. Decide this one first, then they can be decided alike.", ui.Plural(len(same), "open conflict", "open conflicts"))
	data := ui.SheetData{Title: "Conflicts like this one", Primary: ui.Act{Label: "Close"}}
	if d != nil && slices.Contains(carriable, d.Act) {
		carried, err := r.carried(d, same)
		if err != nil {
			r.w.app.fail(err)
			return
		}
		text = fmt.Sprintf("%s with the same text and the same readings.", ui.Plural(len(same), "open conflict", "open conflicts"))
		if left := len(same) - len(carried); left > 0 {
			text += fmt.Sprintf(" %d cannot be decided alike: other words stand around it, or the decision holds something that is only here.", left)
		}
		if len(carried) > 0 {
			same = carried
			data.Primary = ui.Act{Label: fmt.Sprintf("Decide %d alike", len(same)), Do: func() { r.decideAlike(d, same) }}
			data.Others = []ui.Act{{Label: "Cancel"}}
		}
	}
	rows := make(options, len(same))
	for i, c := range same {
		rows[i] = option{text: string(c.Article) + c.Set, row: ui.Row{Chip: adjudicate.ChipOf(r.w.styles, c.Kind, c.Label), Title: similarTitle(&c), Detail: r.titleOf(c.Article)}}
	}
	list := ui.NewRowList(theme.Of().Size.Row, rows)
	const shown = 8
	data.Body = container.NewVBox(ui.NewParagraph(text, ui.Type{}), ui.Tall(min(shown, len(same)), list))
	ui.ShowSheet(r.w.app.window, data)
}

// carriable are the acts that can be done again on a conflict that is alike.
var carriable = []annotate.Act{annotate.TookReading, annotate.TookBoth, annotate.RejectedAll, annotate.TookFields, annotate.ByHand}

// carried are the conflicts on which the decision on the set that is shown can be made again.
func (r *reviewing) carried(d *annotate.Decision, same []review.Conflict) ([]review.Conflict, error) {
	if d.Act != annotate.TookFields && d.Act != annotate.ByHand {
		return same, nil // readings are found wherever conflicts are alike
	}
	cases := map[annotate.ID]*review.Case{r.desk.Gold.Article.ID: r.desk}
	var out []review.Conflict
	for _, c := range same {
		if cases[c.Article] == nil {
			k, _, err := r.caseOf(c.Article)
			if err != nil {
				return nil, err
			}
			cases[c.Article] = k
		}
		k := cases[c.Article]
		set := slices.IndexFunc(k.Sets, func(s review.Set) bool { return s.Key == c.Set })
		if set < 0 {
			continue
		}
		if _, err := k.Again(set, r.desk, r.set, d); err == nil {
			out = append(out, c)
		}
	}
	return out, nil
}

// similarTitle is what a conflict is called in the list. What has no chip names its label.
func similarTitle(c *review.Conflict) string {
	switch {
	case c.Quote == "":
		return c.Label
	case c.Kind == annotate.KindRelation:
		return c.Label + " “" + ui.CutMiddle(c.Quote, ui.PillLength) + "”"
	}
	return c.Quote
}

// decideAlike makes the decision on the set that is shown on others with the same readings too, as one act.
func (r *reviewing) decideAlike(d *annotate.Decision, same []review.Conflict) {
	article, states := r.desk.Gold.Article, map[annotate.ID]map[string]review.State{}
	by := map[annotate.ID][]string{}
	var order []annotate.ID
	for _, c := range same {
		if by[c.Article] == nil {
			order = append(order, c.Article)
		}
		by[c.Article] = append(by[c.Article], c.Set)
	}
	var edits []annotate.Edit
	done := 0
	for _, id := range order {
		k, take := r.desk, r.takeOver
		if id != article.ID {
			var err error
			if k, take, err = r.caseOf(id); err != nil {
				r.w.app.fail(err)
				return
			}
		}
		before := done
		var made []annotate.Edit
		for _, key := range by[id] {
			set := slices.IndexFunc(k.Sets, func(s review.Set) bool { return s.Key == key })
			if set < 0 || k.Verdict(set).Decision != nil {
				continue
			}
			choice, err := k.Again(set, r.desk, r.set, d)
			if errors.Is(err, review.ErrNotCarried) {
				continue
			}
			if err != nil {
				r.w.app.fail(err)
				return
			}
			out, err := k.Decide(set, choice, r.stamp())
			if err != nil {
				r.w.app.fail(err)
				return
			}
			k.Took(set, out)
			made = append(made, out.Edits...)
			if states[id] == nil {
				states[id] = map[string]review.State{}
			}
			states[id][key] = k.Verdict(set).State
			done++
		}
		if done > before {
			edits = append(edits, slices.Concat(take, made, k.Finish())...)
		}
	}
	if done == 0 {
		r.w.app.say("None of them could be decided alike.")
		return
	}
	if err := r.w.session.Do(fmt.Sprintf("decide %s alike", ui.Plural(done, "conflict", "conflicts")), edits); err != nil {
		r.w.app.fail(err)
		return
	}
	for id, set := range states {
		if id != article.ID {
			r.queue.SetStates(id, set)
		}
	}
	r.w.app.toasts.Say(fmt.Sprintf("Decided %s alike.", ui.Plural(done, "conflict", "conflicts")), "Undo", func() { r.w.app.run("edit.undo") })
}

// caseOf puts together the desk of an article that is not open.
func (r *reviewing) caseOf(id annotate.ID) (*review.Case, []annotate.Edit, error) {
	ctx := context.Background()
	a, err := r.w.store.Article(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	layers, err := r.w.store.Layers(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	things, err := r.w.store.Things(ctx, annotate.KindDecision, id)
	if err != nil {
		return nil, nil, err
	}
	return deskOf(a, layers, annotate.Decisions(things), r.w.session.LayerOf(id))
}

// deskOf puts a case together from what a store has of an article, with the edits
// that make the adjudicator's layer its gold.
func deskOf(a *annotate.Article, layers []annotate.Layer, decisions []*annotate.Decision, own annotate.LayerID) (*review.Case, []annotate.Edit, error) {
	doc := annotate.Document{Article: a, Layer: annotate.Layer{ID: own}}
	for _, l := range layers {
		if l.ID == own {
			doc.Layer = l
		}
	}
	take := review.TakeOver(doc.Layer, layers)
	if take != nil {
		var err error
		if doc, _, err = doc.Apply(take); err != nil {
			return nil, nil, err
		}
	}
	return review.NewCase(review.Compare(review.Coders(layers)), doc, decisions), take, nil
}
