package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/adjudicate"
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
		Changed: func(review.Query) { r.set = -1; r.reload(r.sameRow) },
		Chosen:  func(i int) { r.choose(i); r.leaveOver() },
		Leave:   r.leaveQueue,
	})
	r.card = adjudicate.NewCard(adjudicate.CardConfig{
		Take: func(reading int) { r.take(reading) }, Field: r.takeField, Changed: r.reasonsChanged, Similar: r.showSimilar, Acts: r.buttons,
	})
	return r
}

// buttons are those of the card. The keys mean the same for one person's work, where other words say it.
func (r *reviewing) buttons() []adjudicate.Act {
	act := func(label, id string) adjudicate.Act {
		return adjudicate.Act{Label: label, Key: r.w.app.commands.KeyLabel(id), Do: func() { r.w.app.run(id) }}
	}
	if r.alone != "" {
		return []adjudicate.Act{
			act("Accept", "review.majority"), act("Correct", "review.byHand"), act("Take out", "review.none"),
			act("Label", "review.relabel"), act("Question", "review.discuss"), act("Send back", "review.sendBack"),
		}
	}
	names := "Hide names"
	if r.blind {
		names = "Show names"
	}
	return []adjudicate.Act{
		act("Majority", "review.majority"), act("None", "review.none"), act("Both", "review.both"),
		act("By hand", "review.byHand"), act("Label", "review.relabel"), act("Discuss", "review.discuss"),
		act("Send back", "review.sendBack"), act("Similar", "review.similar"), act(names, "review.names"),
	}
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
	if !r.leaveOver() {
		r.back()
	}
}

// leaveOver goes back to the article where the queue lies over it.
func (r *reviewing) leaveOver() bool {
	over := r.w.panes.ListOver()
	if over {
		r.w.focus(panePage)
	}
	return over
}

// toggleQueue lays the queue over the article, or leaves it.
func (r *reviewing) toggleQueue() {
	if r.w.panes.ListOpen() {
		r.w.focus(panePage)
	} else {
		r.w.focus(paneList)
	}
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
