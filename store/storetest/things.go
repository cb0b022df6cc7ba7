package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"galley/annotate"
	"galley/annotate/span"
)

func testThings(t *testing.T, m Maker) {
	b := new(Builder)
	s := start(t, m, b, article("a", "text"), article("b", "more text"))
	begin := dumpAll(t, s)
	begun := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	guideline := &annotate.Guideline{Text: "# When is it an *attack*?\n<all> & more"}
	front := &annotate.Registered{ID: "r1", Label: "ARM", Name: "Harun Front", Aliases: []string{"the Front", "جبهة"}, KB: "Q1"}
	inA := &annotate.Stint{ID: "s1", Article: "a", Person: "ada", Begun: begun, Active: 90 * time.Second}
	inB := &annotate.Stint{ID: "s2", Article: "b", Person: "ada", Begun: begun, Active: time.Minute}
	recipe := &annotate.Recipe{Name: "NER, café", Format: "conll2003", Splits: []annotate.Split{{Name: "train", Share: 0.8}, {Name: "test", Share: 0.2}}, Seed: 17}
	link := annotate.NewStoryLink("b", "a\"", true)
	release := &annotate.Release{By: "ada", At: "2026-01-02T03:04:05Z"}
	ofA := &annotate.Release{By: "ada", At: "2026-01-02T03:04:06Z", Article: "a"}
	correction := &annotate.Correction{Of: "d1", Article: "a", Person: "ada", Kind: annotate.KindMention, Label: "ARM", Spans: []span.Span{{Start: 0, End: 4}}, Fate: "accepted", Gold: []string{"ARM “more”"}}
	made := b.Tx(put(guideline), put(front), put(inB), put(inA), put(recipe), put(link), put(release), put(ofA), put(correction))
	commit(t, s, made)
	longer, renamed := *inA, *front
	longer.Active *= 2
	renamed.Aliases = nil
	changed := b.Tx(change(inA, &longer), change(front, &renamed))
	commit(t, s, changed)
	if m.Reopen != nil {
		s = m.Reopen(t, s)
	}

	for _, tt := range []struct {
		kind    annotate.Kind
		article annotate.ID
		want    []annotate.Thing
	}{
		{kind: annotate.KindGuideline, want: []annotate.Thing{guideline}},
		{kind: annotate.KindRegistered, want: []annotate.Thing{&renamed}},
		{kind: annotate.KindRecipe, want: []annotate.Thing{recipe}},
		{kind: annotate.KindStoryLink, want: []annotate.Thing{link}},
		{kind: annotate.KindRelease, want: []annotate.Thing{release, ofA}},
		{kind: annotate.KindRelease, article: "a", want: []annotate.Thing{ofA}},
		{kind: annotate.KindCorrection, article: "a", want: []annotate.Thing{correction}},
		{kind: annotate.KindStint, want: []annotate.Thing{&longer, inB}},
		{kind: annotate.KindStint, article: "b", want: []annotate.Thing{inB}},
		{kind: annotate.KindRegistered, article: "b"},
		{kind: "nothing"},
	} {
		got, err := s.Things(t.Context(), tt.kind, tt.article)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s of %q: %s", tt.kind, tt.article, diff)
		}
	}
	if log, err := s.Log(t.Context(), annotate.LogQuery{Article: "b"}); err != nil || len(log) != 1 {
		t.Errorf("time worked stands in the history of an article: %v, %v", log, err)
	}

	for name, e := range map[string]annotate.Edit{
		"made twice":        put(front),
		"changed meanwhile": change(front, guideline),
		"in a layer":        in(human("a", "ada"), &annotate.Registered{ID: "r2"}),
		"without an id":     put(&annotate.Registered{}),
		"of another":        change(&longer, &annotate.Stint{ID: "s1", Article: "b"}),
	} {
		var refused *annotate.ItemError
		if err := s.Commit(t.Context(), b.Tx(e)); !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	sound(t, s)
	if _, err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	sound(t, s)
	for _, tx := range []annotate.Transaction{changed, made} {
		logged, err := s.Transaction(t.Context(), tx.ID)
		if err != nil {
			t.Fatal(err)
		}
		commit(t, s, b.Undo(logged))
	}
	if diff := cmp.Diff(begin, dumpAll(t, s)); diff != "" {
		t.Errorf("undone: %s", diff)
	}
	sound(t, s)
}
