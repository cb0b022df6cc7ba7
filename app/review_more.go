package app

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/adjudicate"
	"galley/app/job"
	"galley/app/theme"
	"galley/app/ui"
)

// findSimilar looks for decided cases like the set that is shown.
func (r *reviewing) findSimilar() {
	const most = 5
	r.similar = nil
	set := &r.desk.Sets[r.set]
	alike, quote := r.comparison.Alike(r.desk.Gold.Article, r.set), ""
	if len(set.Spans) > 0 {
		quote = r.desk.Gold.Article.Quote(set.Spans)
	}
	decided := []review.State{review.Decided, review.Rejected, review.Accepted}
	seen := map[string]bool{string(r.desk.Gold.Article.ID) + set.Key: true}
	for _, q := range []review.Query{{Alike: alike}, {Quote: quote, Kind: set.Kind}} {
		if q.Alike == "" && q.Quote == "" {
			continue
		}
		q.States, q.Limit = decided, most
		p, err := r.w.store.Conflicts(context.Background(), q)
		if err != nil {
			r.w.app.fail(err)
			return
		}
		for _, c := range p.Conflicts {
			if key := string(c.Article) + c.Set; !seen[key] && len(r.similar) < most {
				seen[key] = true
				r.similar = append(r.similar, c)
			}
		}
	}
	if r.similar != nil {
		r.refresh()
	}
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
	rows := make(options, len(same))
	for i, c := range same {
		rows[i] = option{text: string(c.Article) + c.Set, row: ui.Row{Chip: adjudicate.ChipOf(r.w.styles, c.Kind, c.Label), Title: similarTitle(&c), Detail: r.titleOf(c.Article)}}
	}
	list := ui.NewRowList(theme.Of().Size.Row, rows)
	d := r.desk.Verdict(r.set).Decision
	text := fmt.Sprintf("%s with the same text and the same readings. Decide this one first, then they can be decided alike.", ui.Plural(len(same), "open conflict", "open conflicts"))
	data := ui.SheetData{Title: "Conflicts like this one", Primary: ui.Act{Label: "Close"}}
	if d != nil && slices.Contains([]annotate.Act{annotate.TookReading, annotate.TookBoth, annotate.RejectedAll}, d.Act) {
		text = fmt.Sprintf("%s with the same text and the same readings.", ui.Plural(len(same), "open conflict", "open conflicts"))
		data.Primary = ui.Act{Label: fmt.Sprintf("Decide %d alike", len(same)), Do: func() { r.decideAlike(d, same) }}
		data.Others = []ui.Act{{Label: "Cancel"}}
	}
	const shown = 8
	data.Body = container.NewVBox(ui.NewParagraph(text, ui.Type{}), ui.Tall(min(shown, len(same)), list))
	ui.ShowSheet(r.w.app.window, data)
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
	article := r.desk.Gold.Article
	var takes []string // what the readings taken say
	for i := range r.desk.Sets[r.set].Readings {
		if slices.ContainsFunc(d.Took, func(c annotate.ID) bool { return slices.Contains(r.desk.Sets[r.set].Readings[i].Coders, c) }) {
			takes = append(takes, r.comparison.ReadingAlike(article, r.set, i))
		}
	}
	choice := review.Choice{Act: d.Act, Cause: d.Cause, Confidence: d.Confidence, Guideline: d.Guideline, Remark: d.Comment}
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
			choice.Readings = nil
			for _, t := range takes {
				choice.Readings = append(choice.Readings, k.ReadingLike(k.Gold.Article, set, t))
			}
			out, err := k.Decide(set, choice, r.stamp())
			if err != nil {
				r.w.app.fail(err)
				return
			}
			k.Took(set, out)
			made = append(made, out.Edits...)
			done++
		}
		if done > before {
			edits = append(edits, slices.Concat(take, made, k.Finish())...)
		}
	}
	if err := r.w.session.Do(fmt.Sprintf("decide %s alike", ui.Plural(done, "conflict", "conflicts")), edits); err != nil {
		r.w.app.fail(err)
		return
	}
	for id, keys := range by {
		states := map[string]review.State{}
		for _, key := range keys {
			states[key] = review.Decided
		}
		if id != article.ID {
			r.queue.SetStates(id, states)
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

// askPerson asks whose work is to be reviewed alone.
func (r *reviewing) askPerson() {
	var all options
	for _, p := range r.w.session.Project().People {
		all = append(all, option{row: ui.Row{Title: p.Name}, text: p.Name, run: func() { r.open(p.ID) }})
	}
	r.w.app.choose("Whose work?", all, "")
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
	grid := container.NewGridWithColumns(len(review.Fates) + 2)
	small := ui.Type{Size: theme.Of().Type.UI.Small, Fit: true}
	bold := small
	bold.Bold = true
	grid.Add(ui.NewText("label", bold))
	grid.Add(ui.NewText("all", bold))
	for _, f := range review.Fates {
		grid.Add(ui.NewText(string(f), bold))
	}
	for _, p := range review.Profiles(annotate.Decisions(things), person) {
		grid.Add(ui.NewText(p.Label, small))
		grid.Add(ui.NewText(fmt.Sprint(p.All), small))
		for _, f := range review.Fates {
			count := "–"
			if n := p.Count[f]; n > 0 {
				count = fmt.Sprint(n)
			}
			grid.Add(ui.NewText(count, small))
		}
	}
	ui.ShowSheet(r.w.app.window, ui.SheetData{
		Title: "What became of the work of " + r.who(person), Wide: true, Body: container.NewVScroll(grid), Primary: ui.Act{Label: "Close"},
	})
}

// release lets annotators see what became of their work, or lets them no more.
func (r *reviewing) release(on bool) {
	edit, title, said := annotate.Edit{}, "withdraw the corrections", "The corrections are withdrawn: annotators see them no more."
	if there := r.w.session.Release(); there != nil {
		edit.Before = there
	}
	if on {
		edit.After = &annotate.Release{By: r.w.session.Person().ID, At: r.stamp().At}
		title, said = "release the corrections", "The corrections are released: annotators can see what became of their work."
	}
	if err := r.w.session.Do(title, []annotate.Edit{edit}); err != nil {
		r.w.app.fail(err)
		return
	}
	r.w.app.toasts.Say(said, "Undo", func() { r.w.app.run("edit.undo") })
}

// askReport asks whose correction report is written, and where.
func (r *reviewing) askReport() {
	var all options
	for _, p := range r.w.session.Project().People {
		all = append(all, option{row: ui.Row{Title: p.Name}, text: p.Name, run: func() {
			path := filepath.Join(filepath.Dir(r.w.path), "corrections-"+fileName(p.Name)+".html")
			r.w.app.askLine("Correction report of "+p.Name, "File", path, "Save", func(path string) { r.writeReport(p, path) })
		}})
	}
	r.w.app.choose("Whose work?", all, "")
}

// writeReport writes what became of a person's work in the articles that are adjudicated.
func (r *reviewing) writeReport(p annotate.Person, path string) {
	project, release := r.w.session.Project(), r.w.session.Release()
	names := func(id annotate.ID) string {
		if p := project.Person(id); p != nil {
			return p.Name
		}
		return "somebody"
	}
	r.w.session.WhenSaved(func() {
		r.w.app.jobs.Run("Correction report", func(ctx context.Context, _ job.Progress) error {
			things, err := r.w.store.Things(ctx, annotate.KindDecision, "")
			if err != nil {
				return err
			}
			released, err := review.ReleasedOf(release, annotate.Decisions(things), func(id annotate.ID) (*annotate.Article, bool, error) {
				a, err := r.w.store.Article(ctx, id)
				if errors.Is(err, annotate.ErrNotFound) {
					return nil, false, nil
				}
				if err != nil {
					return nil, false, err
				}
				layers, err := r.w.store.Layers(ctx, id)
				gold := review.Gold(layers)
				return a, gold != nil && gold.State() == annotate.Adjudicated, err
			})
			var page bytes.Buffer
			if err == nil {
				err = review.WriteReport(&page, p.ID, released, names)
			}
			if err == nil {
				err = os.WriteFile(path, page.Bytes(), 0o666)
			}
			r.w.app.cfg.Post(func() {
				if err != nil {
					r.w.app.fail(err)
					return
				}
				r.w.app.say(fmt.Sprintf("Saved as %s, with %s.", path, ui.Plural(len(released), "adjudicated article", "adjudicated articles")))
			})
			return err
		})
	})
}
