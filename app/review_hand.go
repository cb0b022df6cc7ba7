package app

import (
	"slices"

	"galley/annotate"
	"galley/annotate/review"
	"galley/annotate/span"
	"galley/app/annotator"
)

// startHand gives the keys to the schema: gold is marked as any article is.
func (r *reviewing) startHand() {
	doc := r.w.session.Document()
	if r.desk == nil || r.set < 0 || doc == nil {
		return
	}
	if r.takeOver != nil {
		if err := r.w.session.Do("take over the gold", r.takeOver); err != nil {
			r.w.app.fail(err)
			return
		}
		doc = r.w.session.Document()
	}
	before := doc.Layer
	r.hand = &before
	r.refreshFoot()
	if there := r.desk.GoldOf(r.set); len(there) > 0 {
		r.w.page.Pick(there[0].ItemID())
	} else if set := &r.desk.Sets[r.set]; len(set.Spans) > 0 {
		r.w.page.selectText(set.Spans[0])
	}
	r.w.refreshState()
}

// endHand makes what was marked by hand a decision on the set.
func (r *reviewing) endHand() {
	if r.hand == nil {
		return
	}
	before := *r.hand
	r.hand = nil
	r.refreshFoot()
	r.w.refreshState()
	doc := r.w.session.Document()
	if r.desk == nil || r.set < 0 || doc == nil || doc.Layer.ID != before.ID {
		return
	}
	var made []annotate.Item
	changed := false
	for _, e := range annotate.Between(before, doc.Layer) {
		changed = changed || e.Kind() != annotate.KindHead
		if e.After != nil && e.Kind() == r.desk.Sets[r.set].Kind {
			made = append(made, e.After)
		}
	}
	if !changed {
		return
	}
	if made == nil {
		made = r.desk.GoldOf(r.set)
	}
	r.decide(review.Choice{Act: annotate.ByHand, Made: made}, "by hand", false)
}

// change decides by hand: what gold has of the set, or else the first reading
// that holds something, as change makes it.
func (r *reviewing) change(title string, on bool, change func(annotate.Item) annotate.Item) {
	choice := review.Choice{Act: annotate.ByHand, Change: change}
	if there := r.desk.GoldOf(r.set); len(there) > 0 {
		choice.Made = []annotate.Item{change(there[0])}
	} else {
		choice.Readings = []int{r.held()}
	}
	r.decide(choice, title, on)
}

// held is the first reading of the set that holds something.
func (r *reviewing) held() int {
	return slices.IndexFunc(r.desk.Sets[r.set].Readings, func(x review.Reading) bool { return len(x.Items) > 0 })
}

// base is what change begins with.
func (r *reviewing) base() annotate.Item {
	if there := r.desk.GoldOf(r.set); len(there) > 0 {
		return there[0]
	}
	return r.desk.Sets[r.set].Readings[r.held()].Items[0]
}

// nudge moves an edge of what the set comes to by a step.
func (r *reviewing) nudge(end, right bool) {
	if r.desk == nil || r.set < 0 {
		return
	}
	spans := annotate.SpansOf(r.base())
	if len(spans) == 0 {
		r.w.app.say("This has no edges.")
		return
	}
	moved := r.w.page.editor.EdgeMoved(spans, end, right)
	if annotate.CheckSpans(r.desk.Gold.Article.Text, moved) != nil {
		return
	}
	r.change("moved an edge", false, func(item annotate.Item) annotate.Item { return annotate.WithSpans(item, moved) })
}

// edges decides by hand that what gold has of the set begins and ends elsewhere.
func (r *reviewing) edges(item annotate.Item, spans []span.Span) {
	if r.desk == nil || r.set < 0 || !slices.ContainsFunc(r.desk.GoldOf(r.set), func(g annotate.Item) bool { return g.ItemID() == item.ItemID() }) {
		return
	}
	r.change("moved an edge", false, func(item annotate.Item) annotate.Item { return annotate.WithSpans(item, spans) })
}

// relabel asks for the label that the set gets.
func (r *reviewing) relabel() {
	if r.desk == nil || r.set < 0 {
		return
	}
	kind := r.desk.Sets[r.set].Kind
	if kind != annotate.KindMention && kind != annotate.KindEntity && kind != annotate.KindEvent {
		r.w.app.say("Its label cannot be changed here.")
		return
	}
	give := func(label string) {
		r.change(label, true, func(item annotate.Item) annotate.Item { return annotate.WithLabel(item, label) })
		r.w.focus(panePage)
	}
	r.w.app.choose("Label", r.w.labelOptions(func(c annotator.Choice) bool { return c.Event == (kind == annotate.KindEvent) }, give), "")
}
