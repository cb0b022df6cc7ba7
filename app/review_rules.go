package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/job"
	"galley/app/ui"
)

// askRules asks which rules shall accept what nobody has decided, and where.
func (r *reviewing) askRules() {
	about := map[review.Rule]string{
		review.Identical: "all say the same (two people at least)", review.Majority: "more than half say the same (two people at least)",
		review.SingleCoder: "only one person has worked on the article",
	}
	body := container.NewVBox(ui.NewParagraph("Accept into gold, where nobody has decided, what these rules choose. Each decision names its rule and can be undone.", ui.Type{}))
	chosen := map[review.Rule]bool{}
	for _, rule := range review.Rules {
		body.Add(ui.NewCheck(about[rule], false, func(on bool) { chosen[rule] = on }))
	}
	everywhere := ui.NewCheck("in all articles on which nobody is at work, not only in this one", false, nil)
	body.Add(everywhere)
	ui.ShowSheet(r.w.app.window, ui.SheetData{
		Title: "Accept by rule", Body: body, Others: []ui.Act{{Label: "Cancel"}},
		Primary: ui.Act{Label: "Accept", Do: func() {
			var rules []review.Rule
			for _, rule := range review.Rules {
				if chosen[rule] {
					rules = append(rules, rule)
				}
			}
			switch {
			case rules == nil:
				r.w.app.say("No rule was chosen.")
			case everywhere.Checked:
				r.acceptAll(rules)
			default:
				r.acceptHere(rules)
			}
		}},
	})
}

// acceptHere accepts by rule in the open article.
func (r *reviewing) acceptHere(rules []review.Rule) {
	if r.desk == nil {
		r.w.app.say("Open the review page first.")
		return
	}
	edits, sets, err := r.desk.Accept(rules, r.stamp)
	if err != nil {
		r.w.app.fail(err)
		return
	}
	if len(sets) == 0 {
		r.w.app.say("The rules accept nothing more in this article.")
		return
	}
	if err := r.w.session.Do(fmt.Sprintf("accept %d by rule", len(sets)), slices.Concat(r.takeOver, edits)); err != nil {
		r.w.app.fail(err)
		return
	}
	r.w.app.toasts.Say(fmt.Sprintf("Accepted %d by rule.", len(sets)), "Undo", func() { r.w.app.run("edit.undo") })
}

// acceptAll accepts by rule in all articles, some of them in an act.
func (r *reviewing) acceptAll(rules []review.Rule) {
	const perAct = 50
	me := r.w.session.Person().ID
	total := r.w.list.Total()
	r.w.session.WhenSaved(func() {
		r.w.app.jobs.Run("Accept by rule", func(ctx context.Context, progress job.Progress) error {
			var edits []annotate.Edit
			articles, sets, accepted := 0, 0, 0
			flush := func() error {
				if len(edits) == 0 {
					return nil
				}
				done := make(chan error, 1)
				act, n := edits, sets
				edits, sets = nil, 0
				r.w.app.cfg.Post(func() { done <- r.w.session.Do(fmt.Sprintf("accept %d by rule", n), act) })
				select {
				case err := <-done:
					return err
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			for e, err := range r.w.store.Each(ctx, annotate.Query{}) {
				if err = cmp.Or(err, ctx.Err()); err != nil {
					return err
				}
				articles++
				assigned, err := r.w.store.Things(ctx, annotate.KindAssignment, e.Article.ID)
				if err != nil {
					return err
				}
				if len(review.Coders(e.Layers)) == 0 || len(review.Waiting(e.Layers, annotate.Assignments(assigned))) > 0 {
					continue
				}
				things, err := r.w.store.Things(ctx, annotate.KindDecision, e.Article.ID)
				if err != nil {
					return err
				}
				k, take, err := deskOf(e.Article, e.Layers, annotate.Decisions(things), annotate.LayerID{Article: e.Article.ID, Annotator: me, Kind: annotate.Gold})
				if err != nil {
					return err
				}
				stamp := func() review.Stamp {
					return review.Stamp{ID: r.w.app.cfg.IDs.Next(), By: me, At: r.w.app.cfg.Now().UTC().Format(time.RFC3339)}
				}
				made, chosen, err := k.Accept(rules, stamp)
				if err != nil {
					return err
				}
				if len(chosen) > 0 {
					edits = append(edits, slices.Concat(take, made)...)
					sets, accepted = sets+len(chosen), accepted+len(chosen)
				}
				if articles%perAct == 0 {
					if err := flush(); err != nil {
						return err
					}
				}
				progress(int64(articles), int64(total))
			}
			if err := flush(); err != nil {
				return err
			}
			r.w.app.cfg.Post(func() {
				r.w.app.say(fmt.Sprintf("Accepted %d by rule.", accepted))
				if r.on {
					r.set = -1
					r.reload(r.firstRow)
				}
			})
			return nil
		})
	})
}
