package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"galley/annotate"
	"galley/annotate/reliability"
	"galley/annotate/review"
	"galley/annotate/span"
	"galley/app/adjudicate"
	"galley/app/agreement"
	"galley/app/ui"
	"galley/store/memory"
)

// openReviewed opens a project whose article a1, and a2 with the same text, ada
// and ben have read; cy, who adjudicates, is at the desk.
func openReviewed(t *testing.T) *desk {
	t.Helper()
	return openReviewedWith(t, nil, nil)
}

// openReviewedWith does so with more of what ada and ben marked in each article.
func openReviewedWith(t *testing.T, adas, bens []annotate.Item) *desk {
	t.Helper()
	ids := newIDs()
	first := firstAct(t, ids, shelled, shelled)
	for _, name := range []annotate.ID{"ada", "ben", "cy"} {
		first.Edits = append(first.Edits, annotate.Edit{After: &annotate.Person{ID: name, Name: string(name)}})
	}
	at := func(words string) []span.Span {
		i := strings.Index(shelled, words)
		return []span.Span{{Start: i, End: i + len(words)}}
	}
	for _, article := range []annotate.ID{"a1", "a2"} {
		in := func(who annotate.ID, items ...annotate.Item) {
			id := annotate.LayerID{Article: article, Annotator: who, Kind: annotate.Human}
			for _, item := range append([]annotate.Item{&annotate.Head{State: annotate.Done}}, items...) {
				first.Edits = append(first.Edits, annotate.Edit{Layer: id, After: item})
			}
		}
		in("ada", append(adas,
			&annotate.Mention{ID: "1", Label: "ARM", Spans: at("Harun Front")}, &annotate.Mention{ID: "2", Label: "LOC", Spans: at("Wadi Sahl")},
			&annotate.Mention{ID: "3", Label: "TIME", Spans: at("Monday")},
			&annotate.Event{ID: "4", Type: "ATTACK", Trigger: at("shelled"), Arguments: []annotate.Argument{{Role: "Attacker", Target: "1"}, {Role: "Place", Target: "2"}}})...)
		in("ben", append(bens,
			&annotate.Mention{ID: "1", Label: "ARM", Spans: at("the Harun Front")}, &annotate.Mention{ID: "2", Label: "FAC", Spans: at("Wadi Sahl")},
			&annotate.Mention{ID: "3", Label: "TIME", Spans: at("Monday")},
			&annotate.Event{ID: "4", Type: "BOMBARD", Trigger: at("shelled"), Arguments: []annotate.Argument{{Role: "Attacker", Target: "1"}}})...)
	}
	s, err := memory.New("project", "Test", first)
	if err != nil {
		t.Fatal(err)
	}
	d := openDeskOn(t, s, ids)
	if err := d.open.session.SetPerson(t.Context(), "cy"); err != nil {
		t.Fatal(err)
	}
	d.key("Ctrl+R")
	d.onReview()
	return d
}

// onReview waits until a set is shown.
func (d *desk) onReview() {
	d.Helper()
	d.until("a conflict", func() bool { return d.open.review.desk != nil && d.open.review.set >= 0 })
	d.run("pane.page")
}

// deciding is the set that is shown.
func (d *desk) deciding() string {
	r := d.open.review
	s := &r.desk.Sets[r.set]
	return string(r.desk.Gold.Article.ID) + " " + string(s.Kind) + " " + r.desk.Gold.Article.Quote(s.Spans)
}

// gold is what an article's gold has, on disk.
func (d *desk) gold(article annotate.ID) string {
	d.Helper()
	d.settle()
	layers, err := d.store.Layers(d.Context(), article)
	if err != nil {
		d.Fatal(err)
	}
	gold := review.Gold(layers)
	if gold == nil {
		return ""
	}
	a, err := d.store.Article(d.Context(), article)
	if err != nil {
		d.Fatal(err)
	}
	doc := annotate.Document{Article: a, Layer: *gold}
	var out []string
	for _, m := range gold.Mentions.All() {
		out = append(out, m.Label+" "+doc.Text(m))
	}
	for _, v := range gold.Events.All() {
		line := v.Type + " " + doc.Text(v)
		for _, x := range v.Arguments {
			line += " " + x.Role + "=" + doc.Text(gold.Find(x.Target))
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

func (d *desk) wantGold(article annotate.ID, want string) {
	d.Helper()
	if got := d.gold(article); got != want {
		d.Errorf("gold of %s:\n%s\nnot\n%s", article, got, want)
	}
}

func (d *desk) wantDeciding(want string) {
	d.Helper()
	if got := d.deciding(); got != want {
		d.Errorf("shown is %s, not %s", got, want)
	}
}

func TestReviewByKeyboard(t *testing.T) {
	d := openReviewed(t)
	d.wantDeciding("a1 mention Wadi Sahl") // contradictions first
	lanes := d.editor.State().Lanes
	if !slices.Equal(lanes, []string{"gold", "ad", "be"}) {
		t.Errorf("lanes %v", lanes)
	}
	d.key("1") // ben's FAC
	d.wantGold("a1", "FAC Wadi Sahl")
	d.wantDeciding("a1 event shelled")
	d.key("1")
	d.wantGold("a1", "ARM Harun Front; FAC Wadi Sahl; ATTACK shelled Attacker=Harun Front Place=Wadi Sahl")
	d.onReview()
	d.wantDeciding("a2 mention Wadi Sahl")
	d.key("Ctrl+Z")
	d.until("the article of what is undone", func() bool { return d.doc().Article.ID == "a1" })
	d.onReview()
	d.wantDeciding("a1 event shelled")
	d.wantGold("a1", "FAC Wadi Sahl")
	d.key("Ctrl+Shift+Z")
	if n := d.open.review.queue.Page().Open; n != 4 {
		t.Errorf("%d of 6 are open after two decisions", n)
	}
	for _, article := range []annotate.ID{"a1", "a2"} {
		layers, err := d.store.Layers(t.Context(), article)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range layers {
			if l.ID.Kind == annotate.Human && l.State() != annotate.Done {
				t.Errorf("the layer of %s changed", l.ID.Annotator)
			}
		}
	}
}

func TestReviewActs(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	d.key("A")
	d.wantDeciding("a1 mention Wadi Sahl") // there is no majority of two
	d.key("R")
	d.wantGold("a1", "")
	if v := r.desk.Verdict(slices.IndexFunc(r.desk.Sets, func(s review.Set) bool { return s.Label == "FAC" })); v.State != review.Rejected {
		t.Errorf("after R it is %s", v.State)
	}
	d.key("Tab", "2", "Esc", "Enter") // the type as ben has it, the rest as ada, but for what was rejected
	d.wantGold("a1", "ARM Harun Front; BOMBARD shelled Attacker=Harun Front")
	d.onReview()
	d.wantDeciding("a2 mention Wadi Sahl")
	d.run("review.previousSet") // nothing is open before
	d.wantDeciding("a2 mention Wadi Sahl")
	d.key("F")
	d.wantDeciding("a2 event shelled")
	d.key("K")
	d.wantDeciding("a2 mention Wadi Sahl")
	d.wantGold("a2", "")
	d.run("review.nextArticle")
	d.onReview()
	d.wantDeciding("a1 mention the Harun Front")
}

func TestReviewBoundaries(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	show := func() { d.show("a1", "the Harun Front") }
	show()
	d.key("B")
	d.wantGold("a1", "ARM the Harun Front; ARM Harun Front")
	for _, step := range []struct{ key, want string }{
		{"1", "ARM the Harun Front"}, {"[", "ARM of the Harun Front"}, {"]", "ARM the Harun Front"}, {"]", "ARM Harun Front"},
		{"{", "ARM Harun"}, {"}", "ARM Harun Front"}, {"Alt+Left", "ARM the Harun Front"},
	} {
		show()
		d.key(step.key)
		d.wantGold("a1", step.want)
	}
	if a := r.desk.Verdict(r.set).Decision.Act; a != annotate.ByHand {
		t.Errorf("the act is %s", a)
	}
	d.key("L")
	d.focused().(interface{ SetText(string) }).SetText("person")
	d.key("Enter")
	d.queue.run()
	if got := d.gold("a1"); !strings.HasPrefix(got, "PER") {
		t.Errorf("after another label gold is %s", got)
	}
}

func TestReviewByHand(t *testing.T) {
	d := openReviewed(t)
	d.key("M")
	d.caretOn("Sahl")
	d.label("l")
	d.wantGold("a1", "LOC Sahl")
	d.key("Esc")
	d.queue.run()
	r := d.open.review
	if v := r.desk.Verdict(r.set); v.State != review.Decided || v.Decision.Act != annotate.ByHand || len(v.Decision.Gold) != 1 {
		t.Errorf("by hand: %s %+v", v.State, v.Decision)
	}
	d.key("1") // ben's reading in its place
	d.wantGold("a1", "FAC Wadi Sahl")
}

// Where the window is narrow the queue lies over the article while it has the keyboard.
func TestReviewNarrow(t *testing.T) {
	d := openReviewed(t)
	at := func(o fyne.CanvasObject) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	}
	beside, queue := at(d.editor).X, d.open.review.queue.Object()
	check := func(when string, over bool) {
		t.Helper()
		if d.open.left.Visible() != over || at(d.editor).X >= beside {
			t.Errorf("%s: the queue is visible %v, the article at %v", when, d.open.left.Visible(), at(d.editor).X)
		}
	}
	d.window.Resize(fyne.NewSize(1024, 768))
	check("narrow", false)
	d.key("Ctrl+1")
	check("with the keyboard in the queue", true)
	if got := d.open.left.Objects[0]; got != queue || d.open.left.Size().Width != 280 {
		t.Errorf("over the article lies %T, %v wide", got, d.open.left.Size().Width)
	}
	d.key("Down", "Enter")
	d.queue.run()
	check("after a conflict is chosen", false)
	d.key("Ctrl+1")
	d.typed("Escape")
	check("after Esc", false)
	if !d.open.review.on {
		t.Error("Esc in the queue left the page too")
	}
	d.key("Ctrl+1")
	d.click("Monday")
	check("after a click on the article", false)
	button := d.open.tools.queue
	if !button.Visible() {
		t.Error("no button opens the queue")
	}
	button.Tapped(nil)
	check("after a click on its button", true)
	for _, o := range test.LaidOutObjects(d.open.left) {
		if s, ok := o.(*ui.Select); ok && s.Selected == "all kinds" {
			s.SetSelected("events")
		}
	}
	d.until("events alone", func() bool {
		return !slices.ContainsFunc(d.open.review.queue.Rows(), func(c review.Conflict) bool { return c.Kind != annotate.KindEvent })
	})
	check("after a filter is chosen", true)
	button.Tapped(nil)
	check("after another click on its button", false)
	d.window.Resize(fyne.NewSize(1280, 800))
	if button.Visible() || !d.open.left.Visible() {
		t.Error("where there is room the queue does not stand beside the article, or its button shows still")
	}
	d.window.Resize(fyne.NewSize(1024, 768))
	d.key("Ctrl+R")
	d.until("the article list", func() bool { return d.open.left.Visible() })
	if button.Visible() {
		t.Error("the button shows beside the article list")
	}
	if at(d.editor).X <= beside-280 {
		t.Errorf("the list lies over the article, which begins at %v", at(d.editor).X)
	}
}

// F6 goes round what shows: the queue, the article and the card.
func TestReviewPanes(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	for _, step := range []struct {
		key  string
		want fyne.Focusable
	}{{"F6", r.card.Comment()}, {"F6", r.queue.Focusable()}, {"F6", d.editor}} {
		d.typed(step.key)
		if got := d.window.Canvas().Focused(); got != step.want {
			t.Errorf("%T has the keyboard, not %T", got, step.want)
		}
	}
	d.run("pane.labels") // whose place the keys of the page have
	d.key("Ctrl+1")
	if d.window.Canvas().Focused() != r.queue.Focusable() {
		t.Error("the queue does not have the keyboard")
	}
}

// cardSays waits until the card says something.
func (d *desk) cardSays(words string) {
	d.Helper()
	d.until(words, func() bool { return strings.Contains(d.card(), words) })
}

// A filter shows the conflict that was shown, or the first that it leaves; one that leaves none says so and is cleared.
func TestReviewFilters(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	choose := func(was, now string) {
		t.Helper()
		for _, o := range test.LaidOutObjects(d.open.left) {
			if s, ok := o.(*ui.Select); ok && s.Selected == was {
				s.SetSelected(now)
				return
			}
		}
		t.Fatalf("no filter is %q", was)
	}
	choose("all kinds", "events")
	d.onReview()
	d.wantDeciding("a1 event shelled")
	choose("severity", "article")
	d.onReview()
	d.wantDeciding("a1 event shelled")
	choose("events", "relations")
	d.cardSays("No conflict matches these filters.")
	if r.set >= 0 {
		t.Error("a conflict is shown that the filters leave out")
	}
	d.pressIn(r.card.Object(), "Clear filters")
	d.onReview()
	if n := len(r.queue.Rows()); n != 6 || r.queue.Filtered() {
		t.Errorf("%d conflicts after the filters are cleared", n)
	}
}

// Without work to compare the page says what it needs, and Esc leaves it.
func TestReviewOfNothing(t *testing.T) {
	d := openEmptyDesk(t)
	d.key("Ctrl+R")
	d.cardSays("Nobody has finished an article yet.")
	d.window.Canvas().Unfocus() // nothing of an article has the keyboard
	d.typed("Escape")
	if d.open.review.on {
		t.Error("Esc does not leave the page")
	}
	d.run("review.person")
	d.toast("Nobody has finished an article yet.")
}

func TestReviewOfOneAnnotator(t *testing.T) {
	d := openDesk(t, shelled)
	d.mark("LOC", "Wadi Sahl")
	d.key("Ctrl+Enter")
	d.key("Ctrl+R")
	d.cardSays("Only ada has finished articles.")
	d.pressIn(d.open.review.card.Object(), "Review this work alone")
	d.onReview()
	d.cardSays("The work of ada, not reviewed yet.")
	for _, label := range []string{"Accept  A", "Correct  M", "Take out  R", "Question  F", "Send back  S"} {
		if !d.hasButton(label) {
			t.Errorf("no button %q", label)
		}
	}
	if d.hasButton("Majority  A") {
		t.Error("a majority of one is offered")
	}
}

// hasButton tells whether the card has a button.
func (d *desk) hasButton(label string) bool {
	return slices.ContainsFunc(test.LaidOutObjects(d.open.review.card.Object()), func(o fyne.CanvasObject) bool {
		b, ok := o.(*ui.Button)
		return ok && b.AccessibilityLabel() == label
	})
}

func TestReviewReasons(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	d.key("C")
	r.card.Comment().SetText("a place that was built")
	d.key("Enter")
	d.key("1")
	d.show("a1", "Wadi Sahl")
	decision := r.desk.Verdict(r.set).Decision
	if decision.Comment != "a place that was built" || decision.By != "cy" || r.card.Reasons().Comment != decision.Comment {
		t.Errorf("decision %+v", decision)
	}
	decided := r.card.Reasons()
	decided.Cause = "edge case"
	r.card.SetReasons(decided)
	r.reasonsChanged(decided)
	d.settle()
	if got := r.desk.Verdict(r.set).Decision; got.Cause != "edge case" || got.ID != decision.ID {
		t.Errorf("decision %+v", got)
	}
	d.key("Ctrl+Z")
	d.queue.run()
	if got := r.desk.Verdict(r.set).Decision; got == nil || got.Cause != "" {
		t.Errorf("after undo %+v", got)
	}
}

func TestReviewSimilar(t *testing.T) {
	d := openReviewed(t)
	d.key("1")
	d.show("a1", "Wadi Sahl")
	r := d.open.review
	d.key("Space")
	d.typed("Enter") // the sheet's button
	d.until("the decision on the other article", func() bool { return d.gold("a2") != "" })
	d.wantGold("a2", "FAC Wadi Sahl")
	d.until("both rows decided", func() bool {
		return !slices.ContainsFunc(r.queue.Rows(), func(c review.Conflict) bool { return c.Quote == "Wadi Sahl" && c.State != review.Decided })
	})
	d.key("Ctrl+Z")
	d.until("the article of what is undone", func() bool { return d.doc().Article.ID == "a2" })
	d.wantGold("a2", "")
}

// What was decided by hand or field by field is done again too, as one act.
func TestReviewSimilarByHand(t *testing.T) {
	for name, tt := range map[string]struct {
		words  string
		decide func(d *desk)
		want   string
	}{
		"a label": {"Wadi Sahl", func(d *desk) {
			d.open.review.change("GEO", true, func(item annotate.Item) annotate.Item { return annotate.WithLabel(item, "GEO") })
		}, "GEO Wadi Sahl"},
		"an edge": {"Wadi Sahl", func(d *desk) { d.key("Alt+Left") }, "FAC near Wadi Sahl"},
		"fields": {"shelled", func(d *desk) {
			r := d.open.review
			set := &r.desk.Sets[r.set]
			r.takeField(0, set.ReadingOf("ben"))
			for i, f := range set.Fields {
				if f.Name == "Place" {
					r.takeField(i, set.ReadingOf("ada"))
				}
			}
			r.takeFields()
		}, "BOMBARD shelled Attacker=Harun Front Place=Wadi Sahl"},
	} {
		t.Run(name, func(t *testing.T) {
			d := openReviewed(t)
			d.show("a1", tt.words)
			tt.decide(d)
			d.show("a1", tt.words)
			d.key("Space")
			d.overlays("1 open conflict with the same text and the same readings.", "Decide 1 alike")
			if d.gold("a2") != "" {
				t.Error("it was decided before it was shown")
			}
			d.typed("Enter")
			d.until("the decision on the other article", func() bool { return d.gold("a2") != "" })
			if got := d.gold("a2"); !strings.Contains(got, tt.want) || got != d.gold("a1") {
				t.Errorf("the other article has %q, want %q in it, as in %q", got, tt.want, d.gold("a1"))
			}
			d.key("Ctrl+Z")
			d.until("the article of what is undone", func() bool { return d.doc().Article.ID == "a2" })
			d.wantGold("a2", "")
		})
	}
}

// What is only here is not done again elsewhere, and the list says so.
func TestReviewSimilarOnlyHere(t *testing.T) {
	d := openReviewed(t)
	d.show("a1", "shelled")
	d.open.review.change("a number", false, func(item annotate.Item) annotate.Item {
		return item.(*annotate.Event).WithArgument(annotate.Argument{Role: "Killed", Value: "253"})
	})
	d.key("Space")
	d.overlays("1 open conflict with the same text and the same readings. 1 cannot be decided alike: other words stand around it, or the decision holds something that is only here.", "Close")
	if text := d.overlayText(); strings.Contains(text, "Decide 1 alike") {
		t.Errorf("it is offered: %s", text)
	}
	d.typed("Enter")
	if d.gold("a2") != "" {
		t.Error("it was decided elsewhere")
	}
}

// What is no span is decided alike as spans are.
func TestReviewSimilarKinds(t *testing.T) {
	mention := func(id annotate.ID, words string, entity annotate.ID) annotate.Item {
		i := strings.Index(shelled, words)
		return &annotate.Mention{ID: id, Label: "PER", Spans: []span.Span{{Start: i, End: i + len(words)}}, Entity: entity}
	}
	near := func(from, to annotate.ID) annotate.Item {
		return &annotate.Relation{ID: "r", Label: "near", From: from, To: to}
	}
	topic := func(value annotate.Value) annotate.Item {
		return &annotate.Label{ID: "l", Label: "topic", Value: value}
	}
	adas := []annotate.Item{&annotate.Entity{ID: "e", Label: "PER", Name: "people"}, mention("5", "Fighters", "e"), mention("6", "people", "e"), near("5", "6"), topic(`"war"`)}
	bens := []annotate.Item{mention("5", "Fighters", ""), mention("6", "people", ""), near("6", "5"), topic(`"aid"`)}
	for _, kind := range []annotate.Kind{annotate.KindRelation, annotate.KindEntity, annotate.KindLabel} {
		t.Run(string(kind), func(t *testing.T) {
			d := openReviewedWith(t, adas, bens)
			r := d.open.review
			at := slices.IndexFunc(r.desk.Sets, func(s review.Set) bool { return s.Kind == kind })
			key := r.desk.Sets[at].Key
			show := func() {
				r.choose(slices.IndexFunc(r.queue.Rows(), func(c review.Conflict) bool { return c.Article == "a1" && c.Set == key }))
				d.until("the conflict", func() bool { return r.desk != nil && r.set == at && d.doc().Article.ID == "a1" })
			}
			show()
			d.key("Space")
			d.overlays("1 open conflict with the same text and the same readings. Decide this one first, then they can be decided alike.")
			d.typed("Enter")
			d.key("1")
			show()
			d.key("Space")
			d.overlays("1 open conflict with the same text and the same readings.", "Decide 1 alike")
			if d.gold("a2") != "" {
				t.Error("it was decided before it was shown")
			}
			d.typed("Enter")
			var other []annotate.Thing
			d.until("the decision on the other article", func() bool {
				var err error
				if other, err = d.store.Things(t.Context(), annotate.KindDecision, "a2"); err != nil {
					t.Fatal(err)
				}
				return len(other) == 1
			})
			mine, its := r.desk.Verdict(at).Decision, other[0].(*annotate.Decision)
			if its.Kind != kind || its.Act != mine.Act || !slices.Equal(its.Took, mine.Took) {
				t.Errorf("decided %+v like %+v", its, mine)
			}
		})
	}
}

func TestReviewBlind(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	d.run("review.names")
	if !d.hasButton("Show names") {
		t.Error("no button shows the names again")
	}
	if got := d.editor.State().Lanes; slices.Contains(got, "ad") {
		t.Errorf("lanes %v", got)
	}
	d.key("1")
	d.show("a1", "Wadi Sahl")
	d.until("the name after the decision", func() bool { return r.who("ada") == "ada" })
}

func TestAcceptByRule(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	r.acceptHere([]review.Rule{review.Identical})
	d.wantGold("a1", "TIME Monday")
	r.acceptAll([]review.Rule{review.Identical})
	d.until("acceptance", func() bool { return d.gold("a2") != "" })
	d.wantGold("a2", "TIME Monday")
	things, err := d.store.Things(t.Context(), annotate.KindDecision, "a2")
	if err != nil || len(things) != 1 || things[0].(*annotate.Decision).Rule != string(review.Identical) {
		t.Errorf("decisions %v, %v", things, err)
	}
}

// Chains are accepted with their mentions, which come into gold by the same act.
func TestAcceptChainsByRule(t *testing.T) {
	chain := func() []annotate.Item {
		items := []annotate.Item{&annotate.Entity{ID: "e", Label: "PER", Name: "people"}}
		for id, words := range map[annotate.ID]string{"5": "Fighters", "6": "people"} {
			i := strings.Index(shelled, words)
			items = append(items, &annotate.Mention{ID: id, Label: "PER", Spans: []span.Span{{Start: i, End: i + len(words)}}, Entity: "e"})
		}
		return items
	}
	d := openReviewedWith(t, chain(), chain())
	r := d.open.review
	r.acceptHere([]review.Rule{review.Identical})
	d.wantGold("a1", "PER Fighters; TIME Monday; PER people")
	r.acceptAll([]review.Rule{review.Identical})
	d.until("acceptance", func() bool { return d.gold("a2") != "" })
	for _, article := range []annotate.ID{"a1", "a2"} {
		layers, err := d.store.Layers(t.Context(), article)
		if err != nil {
			t.Fatal(err)
		}
		gold := review.Gold(layers)
		for _, m := range gold.Mentions.All() {
			if (m.Entity != "") != (m.Label == "PER") {
				t.Errorf("%s: %s is of %q", article, m.Label, m.Entity)
			}
		}
	}
}

// A project in which all is decided is adjudicated, until a coder changes something.
func TestReviewStale(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	r.acceptHere([]review.Rule{review.Identical})
	for _, words := range []string{"the Harun Front", "Wadi Sahl", "shelled"} {
		d.show("a1", words)
		d.key("1")
	}
	d.show("a1", "shelled")
	if state := r.desk.Gold.Layer.State(); state != annotate.Adjudicated {
		t.Errorf("all is decided and gold is %s", state)
	}
	d.key("Esc")
	if d.toast(""); !r.on {
		t.Fatal("Esc leaves the page at once, with something said")
	}
	d.key("Esc")
	if d.toast("Keys mark your own work again. Ctrl+R goes back to the review."); r.on {
		t.Fatal("Esc does not leave the page")
	}
	d.until("cy's own layer", func() bool { return d.doc().Layer.ID.Kind == annotate.Human })
	d.lists("Title a1, done, a1, adjudicated")
	d.settle()
	layer := annotate.LayerID{Article: "a1", Annotator: "ben", Kind: annotate.Human}
	layers, err := d.store.Layers(t.Context(), "a1")
	if err != nil {
		t.Fatal(err)
	}
	ben := layers[slices.IndexFunc(layers, func(l annotate.Layer) bool { return l.ID == layer })]
	item, _ := ben.Mentions.Get("2")
	change := annotate.Transaction{ID: "late", Author: "ben", At: noon, Title: "late", Edits: []annotate.Edit{{Layer: layer, Before: item, After: annotate.WithLabel(item, "LOC")}}}
	if err := d.store.Commit(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	d.key("Ctrl+R")
	d.onReview()
	d.show("a1", "Wadi Sahl")
	if v := r.desk.Verdict(r.set); v.State != review.Stale || v.Decision == nil {
		t.Errorf("after ben's change it is %s", v.State)
	}
	d.until("what ben had and what he has", func() bool {
		return strings.Contains(d.card(), "ben when decided now FAC Wadi Sahl LOC Wadi Sahl")
	})
	d.wantGold("a1", "ARM the Harun Front; FAC Wadi Sahl; TIME Monday; ATTACK shelled Attacker=the Harun Front Place=Wadi Sahl")
	d.key("Esc")
	d.lists("Title a1, done, a1, stale")
	d.run("data.people")
	d.overlays("Gold of 2 articles: 1 stale")
}

// card are the words on the card.
func (d *desk) card() string {
	var out []string
	for _, o := range test.LaidOutObjects(d.open.review.card.Object()) {
		if text, ok := o.(*ui.Text); ok {
			out = append(out, strings.Fields(text.AccessibilityLabel())...)
		}
	}
	return strings.Join(out, " ")
}

// lists waits until a row of the article list says something.
func (d *desk) lists(words string) {
	d.Helper()
	d.until(words+" in the list", func() bool {
		return slices.ContainsFunc(test.LaidOutObjects(d.open.list.Object()), func(o fyne.CanvasObject) bool {
			row, ok := o.(interface{ AccessibilityLabel() string })
			return ok && strings.Contains(row.AccessibilityLabel(), words)
		})
	})
}

func TestReviewOnePerson(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	r.open("ada")
	d.until("ada's work", func() bool { return r.set >= 0 && len(r.comparison.Layers) == 1 })
	d.run("pane.page")
	if n := len(r.queue.Rows()); n != 4 {
		t.Errorf("%d rows", n)
	}
	for range 2 {
		d.key("A")
	}
	d.key("R", "S")
	d.until("the next article", func() bool { return d.doc().Article.ID == "a2" })
	d.wantGold("a1", "ARM Harun Front; LOC Wadi Sahl")
	things, err := d.store.Things(t.Context(), annotate.KindDecision, "")
	if err != nil {
		t.Fatal(err)
	}
	count := map[review.Fate]int{}
	for _, p := range review.Profiles(annotate.Decisions(things), "ada") {
		for f, n := range p.Count {
			count[f] += n
		}
	}
	if count[review.Kept] != 2 || count[review.TakenOut] != 1 || count[review.Returned] != 1 {
		t.Errorf("profile %v", count)
	}
	r.showProfile("ada")
	d.overlays("What became of the work of ada", "taken out", "TIME", "LOC", "ARM", "ATTACK") // all of it shows
}

// Who is still to read an article without seeing others' work does not see it here.
func TestReviewOfABlindReader(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	d.settle()
	blind := annotate.Transaction{ID: "blind", At: noon, Edits: []annotate.Edit{{After: &annotate.Assignment{Article: "a2", Person: "cy", Blind: true}}}}
	if err := d.store.Commit(t.Context(), blind); err != nil {
		t.Fatal(err)
	}
	r.choose(slices.IndexFunc(r.queue.Rows(), func(c review.Conflict) bool { return c.Article == "a2" }))
	d.until("the article", func() bool { return d.doc().Article.ID == "a2" })
	d.settle()
	d.queue.run()
	if r.desk != nil || len(d.editor.State().Docs) != 1 {
		t.Error("others' work is shown to a blind reader")
	}
	d.run("pane.page")
	d.key("1")
	d.wantGold("a2", "")
}

// What a cell of the agreement page counts can be decided on from there.
func TestConflictsOfACell(t *testing.T) {
	d := openReviewed(t)
	d.key("Esc")
	d.until("the list", func() bool { return !d.open.review.on && d.doc().Layer.ID.Kind == annotate.Human })
	ada, ben := reliability.Coder{ID: "ada", Kind: annotate.Human}, reliability.Coder{ID: "ben", Kind: annotate.Human}
	g := &agreeing{w: d.open}
	for _, tt := range []struct {
		cell agreement.Cell
		want int
	}{
		{agreement.Cell{Of: reliability.Mentions, A: ben, B: ada, SaidA: "FAC", SaidB: "LOC"}, 2},
		{agreement.Cell{Of: reliability.Events, A: ben, B: ada, SaidA: "BOMBARD", SaidB: "ATTACK"}, 2},
	} {
		q, ok := g.conflicts(tt.cell)
		if !ok {
			t.Errorf("%+v has no conflicts", tt.cell)
			continue
		}
		d.open.review.openQuery(q)
		d.onReview()
		if n := len(d.open.review.queue.Rows()); n != tt.want {
			t.Errorf("%+v: %d conflicts", tt.cell, n)
		}
	}
	for _, cell := range []agreement.Cell{
		{Of: reliability.Mentions, A: ada, B: ben, SaidA: "LOC", SaidB: "LOC"}, {Of: reliability.Labels, A: ada, B: ben, SaidA: "x", SaidB: "y"},
		{Of: reliability.Mentions, A: ada, B: reliability.Coder{ID: "cy", Kind: annotate.Gold}, SaidA: "LOC", SaidB: "FAC"},
	} {
		if _, ok := g.conflicts(cell); ok {
			t.Errorf("%+v has conflicts", cell)
		}
	}
}

// What an adjudicator sends back is said to the annotator until they change it.
func TestSentBack(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	d.key("C")
	r.card.Comment().SetText("is it a place?")
	d.key("Enter", "S")
	d.settle()
	d.key("Esc")
	d.until("the list", func() bool { return !r.on && d.doc().Layer.ID.Kind == annotate.Human })
	if n := len(d.open.sent.Objects); n != 0 {
		t.Errorf("cy, who marked nothing, is told of %d", n)
	}
	if err := d.open.session.SetPerson(t.Context(), "ben"); err != nil {
		t.Fatal(err)
	}
	d.load("a1")
	if len(d.open.sent.Objects) != 1 {
		t.Fatal("ben is told nothing")
	}
	if text := d.open.sent.Objects[0].(*ui.Strip).AccessibilityLabel(); text != "cy sent back “Wadi Sahl”: is it a place?" {
		t.Errorf("ben is told: %s", text)
	}
	d.editor.SelectAnnotation("2")
	d.key(";", "l")
	if n := len(d.open.sent.Objects); n != 0 {
		t.Errorf("ben changed it and is told of %d", n)
	}
}

func TestCorrectionReport(t *testing.T) {
	d := openReviewed(t)
	r := d.open.review
	r.acceptHere([]review.Rule{review.Identical})
	for _, words := range []string{"the Harun Front", "Wadi Sahl", "shelled"} {
		d.show("a1", words)
		r.card.SetReasons(adjudicate.Reasons{Cause: "slip"})
		d.key("1")
	}
	d.settle()
	file := filepath.Join(t.TempDir(), "ada.html")
	write := func() { r.writeReport(annotate.Person{ID: "ada", Name: "ada"}, file) }
	d.notReleased(write, file)
	d.run("review.release")
	d.toast("The corrections are released: annotators can see what became of their work.")
	d.key("Ctrl+Z")
	d.notReleased(write, file)
	d.run("review.release")
	d.run("review.withdraw")
	d.notReleased(write, file)
	d.run("review.release")
	d.settle()
	things, err := d.store.Things(t.Context(), annotate.KindRelease, "")
	if err != nil || len(things) != 1 || things[0].(*annotate.Release).By != "cy" {
		t.Errorf("released: %v, %v", things, err)
	}
	write()
	var data []byte
	d.until("the report", func() bool {
		data, _ = os.ReadFile(file) // it is not there at first
		return len(data) > 0
	})
	write()
	d.overlays(file + " is there already; choose another place.")
	d.window.Canvas().Overlays().Remove(d.window.Canvas().Overlays().Top())
	if free, want := freePath(file), strings.TrimSuffix(file, ".html")+" 2.html"; free != want {
		t.Errorf("offered is %s, not %s", free, want)
	}
	for _, want := range []string{
		"<td>Harun Front<td>ARM (mention)<td>other reading<td>ARM “the Harun Front”<td>slip<td>cy", "<td>Wadi Sahl<td>LOC (mention)<td>other reading<td>FAC “Wadi Sahl”<td>slip<td>cy",
		"<td>shelled<td>ATTACK (event)<td>accepted<td>ATTACK “shelled” (Attacker: “the Harun Front”, Place: “Wadi Sahl”)<td>slip<td>cy",
		"<td>Monday<td>TIME (mention)<td>accepted<td>TIME “Monday”<td><td>rule: all identical",
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %q in the report:\n%s", want, data)
		}
	}
}

// Without an adjudicated article there is nothing to write.
func TestCorrectionReportOfNothing(t *testing.T) {
	d := openReviewed(t)
	d.run("review.release")
	file := filepath.Join(t.TempDir(), "ada.html")
	d.open.review.writeReport(annotate.Person{ID: "ada", Name: "ada"}, file)
	d.until("the reason", func() bool {
		return d.toasts.Text() == "None of the articles of ada is adjudicated: in these nothing is open or stale."
	})
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a report was written: %v", err)
	}
}

// toast wants something to be said.
func (d *desk) toast(want string) {
	d.Helper()
	if got := d.toasts.Text(); got != want {
		d.Errorf("said %q, not %q", got, want)
	}
}

// notReleased wants no correction report, by the command or by write, which would write it to a file.
func (d *desk) notReleased(write func(), file string) {
	d.Helper()
	d.run("review.report")
	d.toast(notReleased)
	if top := d.overlayText(); top != "" {
		d.Errorf("over the window stands %q", top)
	}
	write()
	d.overlays("The corrections are not released.")
	d.window.Canvas().Overlays().Remove(d.window.Canvas().Overlays().Top())
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		d.Errorf("the report is there: %v", err)
	}
}

// show goes to a set by its place and words.
func (d *desk) show(article annotate.ID, words string) {
	d.Helper()
	r, i := d.open.review, -1
	d.until(fmt.Sprintf("a conflict about %q in the queue", words), func() bool {
		i = slices.IndexFunc(r.queue.Rows(), func(c review.Conflict) bool { return c.Article == article && c.Quote == words })
		return i >= 0
	})
	r.choose(i)
	d.onReview()
}

// typed presses a key that nothing in focus uses, as on a sheet.
func (d *desk) typed(name string) {
	d.Helper()
	if f := d.window.Canvas().Focused(); f != nil {
		f.TypedKey(keyEvent(name))
		return
	}
	d.window.Canvas().OnTypedKey()(keyEvent(name))
}
