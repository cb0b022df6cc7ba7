package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image/color"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"galley/annotate"
	"galley/annotate/review"
	"galley/annotate/span"
	"galley/app/adjudicate"
	"galley/app/job"
	"galley/app/page"
	"galley/app/theme"
	"galley/app/ui"
)

// reviewing is the review page: the queue in the place of the list, the card in
// the place of the inspector, and each coder's work in a lane of the article.
// What is open meanwhile is the adjudicator's gold layer.
type reviewing struct {
	w     *workspace
	on    bool
	queue *adjudicate.Queue
	card  *adjudicate.Card
	panes [2]float32  // widths of the panes beside, to be put back
	alone annotate.ID // whose work alone is reviewed; empty: that of all, where they differ
	blind bool        // names are hidden until it is decided

	turn   int                    // counts loads of the queue
	titles map[annotate.ID]string // of the articles in the queue
	want   string                 // the set to show when its article is open
	undone *annotate.Decision     // the decision whose set is to be shown instead

	layers     []annotate.Layer // of the open article
	comparison *review.Comparison
	decisions  []*annotate.Decision
	desk       *review.Case    // nil while no article is open on the page
	takeOver   []annotate.Edit // that make the gold layer the article's present one
	set        int             // -1 for none
	first      int             // the reading that fields come from
	fields     map[int]int
	field      int             // takes the next digit, -1 for none
	hand       *annotate.Layer // gold before it was marked by hand; nil where it is not
	last       string          // what became of the last set
	goesOn     bool            // the next set is shown in a moment: the card need not be drawn for this one
	stopSoon   func()          // stops the comparing that is to come
	comparing  *comparing      // what goes on of it
	similar    []review.Conflict
	then       map[annotate.ID]*annotate.Layer // of those who changed what was decided on, as they were
}

func newReviewing(w *workspace) *reviewing {
	r := &reviewing{w: w, set: -1, field: -1, titles: map[annotate.ID]string{}}
	r.queue = adjudicate.NewQueue(adjudicate.QueueConfig{
		Hints:   w.app.hints,
		Chip:    func(kind annotate.Kind, label string) ui.ChipData { return adjudicate.ChipOf(w.styles, kind, label) },
		Title:   func(id annotate.ID) string { return r.titles[id] },
		Changed: func(review.Query) { r.reload(r.firstRow) },
		Chosen:  r.choose,
		Leave:   r.leaveQueue,
	})
	key := w.app.commands.KeyLabel
	run := func(id string) func() { return func() { w.app.run(id) } }
	r.card = adjudicate.NewCard(adjudicate.CardConfig{
		Take: func(reading int) { r.take(reading) }, Field: r.takeField, Changed: r.reasonsChanged, Similar: r.showSimilar,
		Acts: []adjudicate.Act{
			{Label: "Majority", Key: key("review.majority"), Do: run("review.majority")}, {Label: "None", Key: key("review.none"), Do: run("review.none")},
			{Label: "Both", Key: key("review.both"), Do: run("review.both")}, {Label: "By hand", Key: key("review.byHand"), Do: run("review.byHand")},
			{Label: "Label", Key: key("review.relabel"), Do: run("review.relabel")}, {Label: "Discuss", Key: key("review.discuss"), Do: run("review.discuss")},
			{Label: "Send back", Key: key("review.sendBack"), Do: run("review.sendBack")}, {Label: "Similar", Key: key("review.similar"), Do: run("review.similar")},
			{Label: "Hide names", Do: run("review.names")},
		},
	})
	return r
}

// toggle shows the review page, or the article list again.
func (r *reviewing) toggle() {
	r.w.agreeing.leave()
	if r.on {
		r.close()
		return
	}
	r.open("")
}

// openQuery shows the page with what a query chooses.
func (r *reviewing) openQuery(q review.Query) {
	r.w.agreeing.leave()
	r.queue.SetQuery(q)
	r.open("")
}

// open shows the page. With a person it is that person's work alone that is reviewed.
func (r *reviewing) open(person annotate.ID) {
	w := r.w
	if w.readsBlind() {
		return
	}
	w.timeline.Leave()
	w.marks.Hide()
	w.find.hide()
	if !r.on {
		r.panes[0], r.panes[1] = w.panes.Widths()
	}
	r.on, r.alone, r.desk, r.set, r.last = true, person, nil, -1, ""
	w.session.SetKind(annotate.Gold)
	w.annotator.Opened()
	w.left.Objects[0] = r.queue.Object()
	w.left.Refresh()
	w.putBeside(r.card.Object())
	size := theme.Of().Size
	w.panes.SetWidths(size.Queue, size.Card)
	w.panes.LayOver(pageBeside)
	r.refreshFoot()
	r.queue.ShowFilters(person == "")
	r.card.Empty("Comparing...", "", nil)
	r.reload(r.firstRow)
	w.focus(panePage)
	w.refreshState()
}

// legend is what the keys do that no button names.
const legend = "J K  next, previous     Shift+J  next article     1-9  reading     Tab 1-9 Enter  fields     [ ] { }  edges     C  comment     Space  similar     Esc  leave"

// refreshFoot shows the labels while they are what keys mean, else the legend.
func (r *reviewing) refreshFoot() {
	foot := fyne.CanvasObject(r.w.labels)
	if r.deciding() {
		room := canvas.NewRectangle(color.Transparent) // nothing moves when the labels come
		room.SetMinSize(fyne.NewSize(0, r.w.labels.MinSize().Height))
		keys := legend
		if r.w.panes.ListOver() {
			keys = r.w.app.commands.KeyLabel("pane.list") + "  queue     " + legend
		}
		line := ui.NewText(keys, ui.Type{Size: theme.Of().Type.UI.Small, Tone: ui.Muted, Fit: true})
		foot = container.NewStack(room, container.New(layout.NewCustomPaddedLayout(0, 0, theme.Of().Space.L, theme.Of().Space.L), ui.Middle(line)))
	}
	r.w.foot.Objects = []fyne.CanvasObject{foot}
	r.w.foot.Refresh()
}

// pageBeside is how wide the article wants to be for the queue to stand beside it, in dp.
const pageBeside = 420

// leaveQueue leaves the queue by Esc: the page, or first the queue where it lies over the article.
func (r *reviewing) leaveQueue() {
	if r.w.panes.ListOver() {
		r.w.focus(panePage)
		return
	}
	r.close()
}

// nothing says that the queue is empty.
func (r *reviewing) nothing() {
	r.set = -1
	r.card.Empty("No conflict is open.", "Accept what all agree on...", r.askRules)
}

// close shows the article list and the person's own work again.
func (r *reviewing) close() {
	w := r.w
	if !r.on {
		return
	}
	r.endHand()
	r.on, r.desk = false, nil
	r.refreshFoot()
	r.turn++
	w.session.SetKind(annotate.Human)
	w.left.Objects[0] = w.list.Object()
	w.left.Refresh()
	w.panes.LayOver(0)
	w.panes.SetWidths(r.panes[0], r.panes[1])
	w.putBeside(w.inspector.Object())
	if doc := w.session.Document(); doc != nil {
		w.load(doc.Article.ID, nil)
	}
	w.refreshState()
}

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
			r.card.Empty(sentence(err), "", nil)
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

// show shows the set that is wanted.
func (r *reviewing) show() {
	if r.desk == nil {
		return
	}
	at := slices.IndexFunc(r.desk.Sets, func(s review.Set) bool { return s.Key == r.want })
	if r.undone != nil {
		if i := r.comparison.Find(r.undone); i >= 0 {
			at, r.last = i, ""
		}
		r.undone = nil
	}
	if at < 0 && r.showLost() {
		return
	}
	if at < 0 {
		at = r.place()
	}
	switch {
	case at < 0 && r.alone != "":
		r.loadAlone()
		return
	case at < 0:
		r.nothing()
		return
	}
	if at != r.set {
		r.field, r.first, r.fields = -1, 0, nil
	}
	r.set = at
	r.want = r.desk.Sets[at].Key
	if row := slices.IndexFunc(r.queue.Rows(), func(c review.Conflict) bool { return c.Article == r.desk.Gold.Article.ID && c.Set == r.want }); row >= 0 {
		r.queue.SetCurrent(row)
	}
	r.readReasons()
	r.then = nil
	r.findSimilar()
	r.refresh()
	r.findThen()
}

// place is the first set of the article that is to be decided, or -1.
func (r *reviewing) place() int {
	for i := range r.desk.Sets {
		if s := r.desk.Verdict(i).State; slices.Contains(review.ToDo, s) || r.alone != "" && s == review.Settled {
			return i
		}
	}
	return -1
}

// showLost shows a decision on what nobody has marked any more.
func (r *reviewing) showLost() bool {
	i := slices.IndexFunc(r.desk.Lost, func(d *annotate.Decision) bool { return string(d.ID) == r.want })
	if i < 0 {
		return false
	}
	d := r.desk.Lost[i]
	r.set = -1
	text := "What was decided on is gone: those who had marked it have taken it out."
	if len(d.Gold) > 0 {
		text += " Gold still has it."
	}
	r.card.Empty(text, "Take it out of gold, and the decision away", func() { r.forget(d) })
	if annotate.CheckSpans(r.desk.Gold.Article.Text, d.Spans) == nil {
		r.w.page.Reveal(d.Spans[0])
	}
	return true
}

// refresh draws the card, and the set in the text.
func (r *reviewing) refresh() {
	if r.desk == nil || r.set < 0 {
		return
	}
	v := adjudicate.Describe(adjudicate.Subject{
		Case: r.desk, Article: r.desk.Gold.Article, Schema: r.w.session.Schema(), Styles: r.w.styles, Who: r.who,
		Set: r.set, First: r.first, Fields: r.fields, Field: r.field, Then: r.then,
	})
	v.Last = r.last
	v.Along = r.along()
	for _, c := range r.similar {
		v.Similar = append(v.Similar, fmt.Sprintf("%s: %s, %s", cmp.Or(c.Quote, c.Label), c.State, r.titleOf(c.Article)))
	}
	r.card.Set(v)
	members := r.members()
	lanes := []string{"gold"}
	for i := range r.comparison.Layers {
		lanes = append(lanes, r.initials(i))
	}
	r.w.page.editor.Change(func(s *page.State) { s.Set, s.Lanes = members, lanes })
	if set := &r.desk.Sets[r.set]; len(set.Spans) > 0 {
		r.w.page.Reveal(span.Hull(set.Spans))
	}
	r.w.refreshStatus()
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

// along says of each reading what comes into gold with it, and what does not.
func (r *reviewing) along() string {
	var out []string
	say := func(text string, items []annotate.Item, coder annotate.ID, end string) {
		if len(items) == 0 {
			return
		}
		doc := annotate.Document{Article: r.desk.Gold.Article}
		var names []string
		agreed := 0
		for _, item := range items {
			if set, ok := r.desk.SetOf(coder, item.ItemID()); ok && r.desk.Sets[set].Severity == review.Agreed {
				agreed++ // only what differs is told in full
				continue
			}
			names = append(names, annotate.LabelOf(item)+" “"+ui.CutMiddle(doc.Text(item), ui.PillLength)+"”")
		}
		if agreed > 0 {
			names = append(names, fmt.Sprintf("%d on which all agree", agreed))
		}
		out = append(out, text+" "+strings.Join(names, ", ")+end)
	}
	for i := range r.desk.Sets[r.set].Readings {
		coder := r.desk.Sets[r.set].Readings[i].Coders[0]
		preview, err := r.desk.Preview(r.set, review.Choice{Act: annotate.TookReading, Readings: []int{i}})
		if err != nil {
			continue // taking it will tell
		}
		say(fmt.Sprintf("%d brings along", i+1), preview.Along, coder, ".")
		say(fmt.Sprintf("%d does without", i+1), preview.Left, "", ": rejected.")
		say(fmt.Sprintf("%d changes what refers to it:", i+1), preview.Gone, "", ".")
	}
	return strings.Join(out, "\n")
}

// members are the marks of the set in the lanes, with the fillers of an event,
// the mentions of a chain, the ends of a relation.
func (r *reviewing) members() []page.Member {
	var out []page.Member
	add := func(doc int, l *annotate.Layer, item annotate.Item) {
		out = append(out, page.Member{Doc: doc, ID: item.ItemID()})
		switch x := item.(type) {
		case *annotate.Event:
			for _, a := range x.Arguments {
				out = append(out, page.Member{Doc: doc, ID: a.Target})
			}
		case *annotate.Relation:
			out = append(out, page.Member{Doc: doc, ID: x.From}, page.Member{Doc: doc, ID: x.To})
		case *annotate.Entity:
			for _, m := range l.Mentions.All() {
				if m.Entity == x.ID {
					out = append(out, page.Member{Doc: doc, ID: m.ID})
				}
			}
		}
	}
	for _, item := range r.desk.GoldOf(r.set) {
		add(0, &r.desk.Gold.Layer, item)
	}
	for _, h := range r.desk.Sets[r.set].Of {
		i := slices.IndexFunc(r.comparison.Layers, func(l annotate.Layer) bool { return l.ID.Annotator == h.Coder })
		for _, id := range h.Items {
			l := &r.comparison.Layers[i]
			if item := l.Find(id); item != nil {
				add(i+1, l, item)
			}
		}
	}
	if out == nil {
		out = []page.Member{{Doc: -1}} // nothing in the text: all others are grey
	}
	return out
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
		r.list(r.turn, nil) // rows of other articles are no more what they were
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

// stamp is who decides now.
func (r *reviewing) stamp() review.Stamp {
	return review.Stamp{ID: r.w.session.NewID(), By: r.w.session.Person().ID, At: r.w.app.cfg.Now().UTC().Format(time.RFC3339)}
}
