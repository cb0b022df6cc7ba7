package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/review"
	"galley/annotate/span"
	"galley/app/adjudicate"
	"galley/app/annotator"
	"galley/app/command"
	"galley/app/ui"
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
		a.released("review.report", true, notReleased, (*reviewing).askReport),
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
		reviewed("review.discuss", func(r *reviewing) { r.decide(review.Choice{Act: annotate.PutOff}, "put off", true) }),
		reviewed("review.comment", func(r *reviewing) { a.window.Canvas().Focus(r.card.Comment()) }),
		reviewed("review.majority", (*reviewing).majority),
		reviewed("review.none", func(r *reviewing) { r.decide(review.Choice{Act: annotate.RejectedAll}, "none is right", true) }),
		reviewed("review.both", (*reviewing).both),
		reviewed("review.similar", (*reviewing).askSimilar),
		reviewed("review.byHand", (*reviewing).startHand),
		reviewed("review.sendBack", func(r *reviewing) { r.decide(review.Choice{Act: annotate.SentBackTo}, "send back", true) }),
	)
}

const notReleased = "The corrections are not released yet: annotators do not see them."

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
		if r.field >= 0 {
			r.field = -1
			r.refresh()
		} else {
			r.close()
		}
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

// deciding tells whether keys and clicks are about the conflict that is shown.
func (r *reviewing) deciding() bool { return r.on && r.hand == nil }

// forbids tells whether a command would mark what can only be decided or marked by hand.
func (r *reviewing) forbids(id string) bool {
	group, _, _ := strings.Cut(id, ".")
	return r.deciding() && slices.Contains([]string{"annotate", "event", "entity", "go"}, group) &&
		!slices.Contains([]string{"annotate.back", "annotate.step", "go.article"}, id)
}

// clicked shows the set of a mark that was clicked.
func (r *reviewing) clicked(id annotate.ID) {
	if r.desk == nil {
		return
	}
	at := r.w.page.Range()
	for i := range r.desk.Sets {
		s := &r.desk.Sets[i]
		here := slices.ContainsFunc(r.desk.GoldOf(i), func(item annotate.Item) bool { return item.ItemID() == id })
		for _, h := range s.Of {
			here = here || slices.Contains(h.Items, id) && slices.ContainsFunc(s.Spans, at.Overlaps)
		}
		if here {
			r.want = s.Key
			r.show()
			return
		}
	}
}

// edges decides by hand that what gold has of the set begins and ends elsewhere.
func (r *reviewing) edges(item annotate.Item, spans []span.Span) {
	if r.desk == nil || r.set < 0 || !slices.ContainsFunc(r.desk.GoldOf(r.set), func(g annotate.Item) bool { return g.ItemID() == item.ItemID() }) {
		return
	}
	r.change("moved an edge", false, func(item annotate.Item) annotate.Item { return annotate.WithSpans(item, spans) })
}

// decide makes a decision of a choice, and with on goes to the next set.
func (r *reviewing) decide(choice review.Choice, title string, on bool) bool {
	doc := r.w.session.Document()
	if r.desk == nil || r.set < 0 || doc == nil {
		r.w.app.say("No conflict is shown.")
		return false
	}
	reasons := r.card.Reasons()
	choice.Review = r.alone != ""
	choice.Cause, choice.Confidence, choice.Remark, choice.Guideline = reasons.Cause, reasons.Confidence, reasons.Comment, reasons.Guideline
	set := r.set
	out, err := r.desk.Decide(set, choice, r.stamp())
	if err != nil {
		r.w.app.fail(err)
		return false
	}
	s := &r.desk.Sets[set]
	name := s.Label
	if len(s.Spans) > 0 {
		name = ui.CutMiddle(doc.Article.Quote(s.Spans), ui.PillLength)
	}
	r.desk.Took(set, out)
	edits := slices.Concat(r.takeOver, out.Edits, r.desk.Finish())
	r.last = name + ": " + title
	r.goesOn = on
	err = r.w.session.Do("decide on "+name+": "+title, edits)
	r.goesOn = false
	if err != nil {
		r.w.app.fail(err)
		if err := r.arrange(doc); err != nil {
			r.w.app.fail(err)
		}
		return false
	}
	if len(out.Gone) > 0 {
		r.w.app.toasts.Say(fmt.Sprintf("%s: %s changed with it.", r.last, ui.Plural(len(out.Gone), "annotation", "annotations")), "Undo", func() { r.w.app.run("edit.undo") })
	}
	if on {
		r.next(1, false)
	}
	return true
}

// take takes a whole reading.
func (r *reviewing) take(reading int) {
	if r.desk == nil || r.set < 0 {
		return
	}
	s := &r.desk.Sets[r.set]
	if reading >= len(s.Readings) {
		r.w.app.say(fmt.Sprintf("There is no reading %d.", reading+1))
		return
	}
	r.decide(review.Choice{Act: annotate.TookReading, Readings: []int{reading}}, "as "+r.who(s.Readings[reading].Coders[0])+" has it", true)
}

// majority takes what most say, if that is more than half. Of one person's work it takes that.
func (r *reviewing) majority() {
	if r.desk == nil || r.set < 0 {
		return
	}
	s := &r.desk.Sets[r.set]
	if r.alone != "" {
		r.decide(review.Choice{Act: annotate.TookReading, Readings: []int{0}}, "accepted", true)
		return
	}
	reading, ok := s.Majority()
	if !ok {
		r.w.app.say(fmt.Sprintf("There is no majority: no more than %d of %d say the same.", len(s.Readings[0].Coders), len(s.Of)))
		return
	}
	r.decide(review.Choice{Act: annotate.TookReading, Readings: []int{reading}}, "the majority", true)
}

// both takes all readings that hold something: they are different things.
func (r *reviewing) both() {
	if r.desk == nil || r.set < 0 {
		return
	}
	var readings []int
	for i, reading := range r.desk.Sets[r.set].Readings {
		if len(reading.Items) > 0 {
			readings = append(readings, i)
		}
	}
	if len(readings) < 2 {
		r.w.app.say("There is only one reading with something in it.")
		return
	}
	r.decide(review.Choice{Act: annotate.TookBoth, Readings: readings}, "both", true)
}

// nextField goes to the next field in which readings differ, round.
func (r *reviewing) nextField() {
	if r.desk == nil || r.set < 0 {
		return
	}
	fields := r.desk.Sets[r.set].Fields
	for i := range fields {
		at := (r.field + 1 + i) % len(fields)
		if fields[at].Differs() {
			r.field = at
			r.refresh()
			return
		}
	}
	r.w.app.say("There are no fields to take one by one.")
}

// takeField takes one field from a reading. Enter takes all as they are framed then.
func (r *reviewing) takeField(field, reading int) {
	if r.desk == nil || r.set < 0 || reading >= len(r.desk.Sets[r.set].Readings) {
		return
	}
	fields := map[int]int{}
	for k, v := range r.fields {
		fields[k] = v
	}
	fields[field] = reading
	r.fields, r.field = fields, field
	r.refresh()
	r.w.app.say(r.w.app.commands.KeyLabel("review.takeFields") + " takes what is framed.")
}

// takeFields decides on the fields as they are framed.
func (r *reviewing) takeFields() {
	if r.desk == nil || r.set < 0 || len(r.fields) == 0 {
		r.w.app.say("Take a field first: Tab, then the number of a reading.")
		return
	}
	first := r.first
	if len(r.desk.Sets[r.set].Readings[first].Items) == 0 {
		first = r.held()
	}
	r.decide(review.Choice{Act: annotate.TookFields, Readings: []int{first}, Fields: r.fields}, "field by field", true)
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

// toggleNames hides names until a set is decided, or shows them.
func (r *reviewing) toggleNames() {
	r.blind = !r.blind
	r.refresh()
	r.w.app.say(map[bool]string{true: "Names are hidden until it is decided.", false: "Names are shown."}[r.blind])
}

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

// readReasons shows what was said of the decision on the set.
func (r *reviewing) readReasons() {
	reasons := adjudicate.Reasons{}
	if d := r.desk.Verdict(r.set).Decision; d != nil {
		reasons = adjudicate.Reasons{Cause: d.Cause, Confidence: d.Confidence, Comment: d.Comment, Guideline: d.Guideline}
	}
	r.card.SetReasons(reasons)
}

// reasonsChanged changes the reasons of a decision that was made; those of one
// that is to come are read when it comes.
func (r *reviewing) reasonsChanged(now adjudicate.Reasons) {
	r.w.focusBack()
	if r.desk == nil || r.set < 0 {
		return
	}
	d := r.desk.Verdict(r.set).Decision
	if d == nil || d.By != r.w.session.Person().ID {
		return
	}
	e := *d
	e.Cause, e.Confidence, e.Comment, e.Guideline = now.Cause, now.Confidence, now.Comment, now.Guideline
	if annotate.Equal(d, &e) {
		return
	}
	if err := r.w.session.Do("reasons of a decision", []annotate.Edit{{Before: d, After: &e}}); err != nil {
		r.w.app.fail(err)
	}
}

// forget takes away a decision on what is gone, with what it left in gold.
func (r *reviewing) forget(d *annotate.Decision) {
	doc := r.w.session.Document()
	if doc == nil {
		return
	}
	edits := slices.Clone(r.takeOver)
	for _, id := range d.Gold {
		if item := r.desk.Gold.Layer.Find(id); item != nil {
			edits = append(edits, annotate.Edit{Layer: doc.Layer.ID, Before: item})
		}
	}
	edits = append(edits, annotate.Edit{Before: d})
	if err := r.w.session.Do("take away the decision on "+cmp.Or(d.Label, "what is gone"), edits); err != nil {
		r.w.app.fail(err)
		return
	}
	r.next(1, false)
}
