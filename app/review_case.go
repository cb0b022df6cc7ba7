package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/page"
	"galley/app/ui"
)

// opened compares the coders of the article that has been opened.
func (r *reviewing) opened() {
	doc := r.w.session.Document()
	r.desk, r.hand = nil, nil
	if doc == nil || doc.Layer.ID.Kind != annotate.Gold {
		return
	}
	r.w.session.WhenSaved(func() {
		now := r.w.session.Document()
		if !r.on || now == nil || now.Article.ID != doc.Article.ID {
			return
		}
		switch err := r.compare(now); {
		case errors.Is(err, errBlind):
			r.set, r.desk = -1, nil
			r.card.Empty(ui.Sentence(err.Error()), "", nil)
			return
		case err != nil:
			r.w.app.fail(err)
			return
		}
		if r.alone != "" {
			r.listAlone()
		}
		r.show()
	})
}

var errBlind = errors.New("you are to read this article without seeing what others did: finish it first")

// blinded tells whether a person is still to read an article without seeing others' work.
func blinded(person annotate.ID, layers []annotate.Layer, assigned []*annotate.Assignment) bool {
	return slices.ContainsFunc(assigned, func(a *annotate.Assignment) bool { return a.Person == person && a.Blind }) &&
		slices.Contains(review.Waiting(layers, assigned), person)
}

func (r *reviewing) compare(doc *annotate.Document) error {
	ctx := context.Background()
	layers, err := r.w.store.Layers(ctx, doc.Article.ID)
	if err != nil {
		return err
	}
	things, err := r.w.store.Things(ctx, annotate.KindDecision, doc.Article.ID)
	if err != nil {
		return err
	}
	r.layers, r.decisions = layers, annotate.Decisions(things)
	assigned, err := r.w.store.Things(ctx, annotate.KindAssignment, doc.Article.ID)
	if err != nil {
		return err
	}
	if me := r.w.session.Person().ID; blinded(me, layers, annotate.Assignments(assigned)) {
		return errBlind
	}
	coders := review.Coders(layers)
	if r.alone != "" {
		coders = slices.DeleteFunc(coders, func(l annotate.Layer) bool { return l.ID.Annotator != r.alone })
	}
	r.comparison = review.Compare(coders)
	r.takeOver = review.TakeOver(doc.Layer, layers)
	return r.arrange(doc)
}

// arrange puts the desk together anew after an act, and draws the lanes.
func (r *reviewing) arrange(doc *annotate.Document) error {
	gold := *doc
	if r.takeOver != nil {
		var err error
		if gold, _, err = doc.Apply(r.takeOver); err != nil {
			return fmt.Errorf("taking over the gold of %s: %w", doc.Article.Title, err)
		}
	}
	r.desk = review.NewCase(r.comparison, gold, r.decisions)
	docs, lanes := []annotate.Document{gold}, []string{"gold"}
	for i, l := range r.comparison.Layers {
		docs = append(docs, annotate.Document{Article: doc.Article, Layer: l})
		lanes = append(lanes, r.initials(i))
	}
	r.w.page.editor.Change(func(s *page.State) { s.Docs, s.Lanes = docs, lanes })
	return nil
}

// acted takes over what an act changed of decisions and of gold.
func (r *reviewing) acted(tx *annotate.Transaction) {
	doc := r.w.session.Document()
	if !r.on || doc == nil {
		return
	}
	if tx.Reverts != "" {
		r.undone = decisionOf(tx, doc.Article.ID)
	}
	if r.desk == nil { // the article is being read: read it again with this act
		r.opened()
		return
	}
	for _, e := range tx.Edits {
		if e.Kind() != annotate.KindDecision {
			continue
		}
		r.decisions = slices.DeleteFunc(slices.Clone(r.decisions), func(d *annotate.Decision) bool { return d.ID == e.Target() })
		if d, ok := e.After.(*annotate.Decision); ok && d.Article == doc.Article.ID {
			r.decisions = append(r.decisions, d)
		}
	}
	layers := slices.DeleteFunc(slices.Clone(r.layers), func(l annotate.Layer) bool { return l.ID == doc.Layer.ID })
	r.takeOver = review.TakeOver(doc.Layer, append(layers, doc.Layer))
	if err := r.arrange(doc); err != nil {
		r.w.app.fail(err)
		return
	}
	if r.alone != "" {
		r.listAlone()
	} else {
		states := map[string]review.State{}
		for i := range r.desk.Sets {
			states[r.desk.Sets[i].Key] = r.desk.Verdict(i).State
		}
		r.queue.SetStates(doc.Article.ID, states)
	}
	if tx.Reverts != "" && len(tx.Articles()) > 1 {
		r.turn++
		// Rows of other articles are no more what they were.
		r.list(r.turn, func(p review.Page, titles map[annotate.ID]string) { r.showQueue(p, titles, nil) })
	}
	r.compareSoon(compareRest)
	if r.undone != nil {
		r.show()
		return
	}
	if !r.goesOn {
		r.refresh()
	}
}

// decisionOf is the first decision on an article that an act changed.
func decisionOf(tx *annotate.Transaction, article annotate.ID) *annotate.Decision {
	for _, e := range tx.Edits {
		for _, side := range []annotate.Item{e.Before, e.After} {
			if d, ok := side.(*annotate.Decision); ok && d.Article == article {
				return d
			}
		}
	}
	return nil
}

// initials are what stands beside a coder's lane.
func (r *reviewing) initials(i int) string {
	name := []rune(r.who(r.comparison.Layers[i].ID.Annotator))
	return string(name[:min(2, len(name))])
}

// who is the name of a person, or a letter while names are hidden.
func (r *reviewing) who(id annotate.ID) string {
	if r.blind && r.comparison != nil && (r.desk == nil || r.set < 0 || r.desk.Verdict(r.set).Decision == nil) {
		if i := slices.IndexFunc(r.comparison.Layers, func(l annotate.Layer) bool { return l.ID.Annotator == id }); i >= 0 {
			// In another order in each article, so that nobody is always A.
			turn := int(annotate.Digest(string(r.comparison.Layers[i].ID.Article))[0])
			return string(rune('A' + (i+turn)%len(r.comparison.Layers)))
		}
	}
	project := r.w.session.Project()
	if p := project.Person(id); p != nil {
		return p.Name
	}
	return "somebody"
}
