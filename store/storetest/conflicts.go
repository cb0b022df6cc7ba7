package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"galley/annotate"
	"galley/annotate/review"
	"galley/annotate/span"
	"galley/store"
)

func testConflicts(t *testing.T, m Maker) {
	b := new(Builder)
	s := start(t, m, b, article("a", body), article("b", body), article("c", body), article("d", body))
	mention := func(id annotate.ID, label string, from, to int) *annotate.Mention {
		return &annotate.Mention{ID: id, Label: label, Spans: []span.Span{{Start: from, End: to}}}
	}
	done := &annotate.Head{State: annotate.Done}
	var edits []annotate.Edit
	for i, a := range []annotate.ID{"a", "b", "c"} {
		adas, bens := human(a, "ada"), human(a, "ben")
		edits = append(edits, in(adas, done), in(adas, mention("1", "PER", 0, 6)), in(adas, mention("2", "LOC", 19, 33)),
			in(bens, mention("1", "ORG", 0, 6+i)), in(bens, mention("2", "LOC", 19, 33)))
		if a != "c" { // there ben is still at work
			edits = append(edits, in(bens, done))
		}
	}
	layers := b.Tx(edits...)
	commit(t, s, layers)
	sameQueue(t, s, "compared", 2)

	layersOf := func(id annotate.ID) []annotate.Layer {
		l, err := s.Layers(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	read := layersOf("a")
	doc := annotate.Document{Article: article("a", body), Layer: annotate.Layer{ID: annotate.LayerID{Article: "a", Annotator: "ben", Kind: annotate.Gold}}}
	k := review.NewCase(review.Compare(read), doc, nil)
	out, err := k.Decide(0, review.Choice{Act: annotate.TookReading, Readings: []int{0}}, review.Stamp{ID: "d1", By: "ben", At: "2026-01-02T00:00:00Z"})
	if err != nil {
		t.Fatal(err)
	}
	decided := b.Tx(out.Edits...)
	commit(t, s, decided)
	p := sameQueue(t, s, "decided", 2)
	if p.Open != 1 || p.All != 2 {
		t.Errorf("after a decision %d of %d are open", p.Open, p.All)
	}
	moved := mention("1", "PER", 0, 14)
	changed := b.Tx(annotate.Edit{Layer: human("a", "ada"), Before: mention("1", "PER", 0, 6), After: moved})
	commit(t, s, changed)
	p = sameQueue(t, s, "stale", 2)
	if got := p.Conflicts[0]; got.State != review.Stale || got.By != "ben" {
		t.Errorf("after a coder's change: %+v", got)
	}
	assigned := &annotate.Assignment{Article: "b", Person: "ada"}
	late := &annotate.Assignment{Article: "b", Person: "ben"}
	commit(t, s, b.Tx(put(assigned), put(late), put(&annotate.Person{ID: "cy", Name: "Cy"}), put(&annotate.Assignment{Article: "b", Person: "cy"})))
	p = sameQueue(t, s, "assigned to somebody who has not begun", 2)
	if got := p.Conflicts[1]; got.Article != "b" || got.Waiting != 1 {
		t.Errorf("with one more who is to read it: %+v", got)
	}
	if m.Reopen != nil {
		s = m.Reopen(t, s)
		sameQueue(t, s, "reopened", 2)
	}

	commit(t, s, b.Tx(annotate.Edit{Layer: human("a", "ada"), Before: moved}, annotate.Edit{Layer: human("a", "ben"), Before: mention("1", "ORG", 0, 6)}))
	sameQueue(t, s, "what was decided on is gone", 2)
	hidden := *article("b", body)
	hidden.Deleted, hidden.Text = true, nil
	commit(t, s, b.Tx(change(article("b", body), &hidden)))
	if p, err := s.Conflicts(t.Context(), review.Query{}); err != nil || p.All != 1 {
		t.Errorf("with an article deleted and not compared again there are %d: %v", p.All, err)
	}
	sameQueue(t, s, "an article is deleted", 1)
	commit(t, s, b.Tx(change(&hidden, article("b", body))))
	sameQueue(t, s, "it is back", 2)
	sound(t, s)
	if _, err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	sameQueue(t, s, "rebuilt", 2)
	sound(t, s)
}

// sameQueue compares all articles that are due and wants any page of the queue
// to be the one that comes of the articles as they are.
func sameQueue(t *testing.T, s store.Store, when string, want int) review.Page {
	t.Helper()
	for left := 1; left > 0; {
		var err error
		if left, err = s.CompareDue(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
	}
	var all []review.Conflict
	gold := map[annotate.State][]annotate.Row{}
	for e, err := range s.Each(t.Context(), annotate.Query{Order: annotate.ByImported}) {
		if err != nil {
			t.Fatal(err)
		}
		decisions, err := s.Things(t.Context(), annotate.KindDecision, e.Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		assigned, err := s.Things(t.Context(), annotate.KindAssignment, e.Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, review.Queue(e.Article, e.Layers, annotate.Decisions(decisions), annotate.Assignments(assigned))...)
		state := review.GoldState(e.Layers, annotate.Decisions(decisions))
		gold[state] = append(gold[state], annotate.Row{ID: e.Article.ID, Gold: state})
	}
	for _, state := range annotate.States {
		refs, err := s.Find(t.Context(), annotate.Query{Gold: []annotate.State{state}, Order: annotate.ByImported})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.Rows(t.Context(), "", refs)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(gold[state], rows, cmpopts.EquateEmpty(), cmp.Transformer("gold", func(r annotate.Row) string { return string(r.ID + " " + annotate.ID(r.Gold)) })); diff != "" {
			t.Errorf("%s: articles whose gold is %s: %s", when, state, diff)
		}
	}
	if len(all) != want {
		t.Errorf("%s: %d conflicts, not %d", when, len(all), want)
	}
	for _, q := range []review.Query{
		{}, {States: review.ToDo}, {States: []review.State{review.Decided}}, {Order: review.ByArticle}, {Order: review.ByLabel}, {Severity: review.Contradiction},
		{Kind: annotate.KindMention}, {Kind: annotate.KindEvent}, {Labels: []string{"PER"}}, {Labels: []string{"ORG"}}, {Labels: []string{"ORG", "PER"}}, {Differs: review.Type}, {Differs: review.Boundary},
		{Pair: review.Pair{A: "ada", B: "ben"}}, {Pair: review.Pair{A: "ben", B: "ada"}}, {Article: "b"}, {Finished: true}, {Quote: "Rebels"},
		{Alike: all[0].Alike}, {Limit: 1}, {Offset: 1, Limit: 1}, {Offset: 9}, {Order: review.ByArticle, Limit: 1, States: review.ToDo, Labels: []string{"ORG"}},
	} {
		got, err := s.Conflicts(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(q.Take(all), got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %+v: %s", when, q, diff)
		}
	}
	p, err := s.Conflicts(t.Context(), review.Query{Order: review.ByArticle})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
