package storetest

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/unite"
	"galley/store"
)

// testUnite is one person's work on two machines.
func testUnite(t *testing.T, m Maker) {
	b := new(Builder)
	layer := human("a", "ada")
	one := start(t, m, b, article("a", body))
	name := &annotate.Mention{ID: "m", Label: "PER", Spans: at(0, 6)}
	commit(t, one, b.Tx(in(layer, name)))
	two := m.New(t)
	unites(t, two, acts(t, one, nil))

	org, longer := *name, *name
	org.Label, longer.Spans = "ORG", at(0, 14)
	commit(t, one, b.Tx(annotate.Edit{Layer: layer, Before: name, After: &org}))
	commit(t, two, b.Tx(annotate.Edit{Layer: layer, Before: name, After: &longer}))

	before := dumpAll(t, one)
	u, err := one.Unite(t.Context(), acts(t, two, nil), true)
	if err != nil || u.Acts != 1 || len(u.Changes) != 1 || len(u.Conflicts) != 1 {
		t.Fatalf("what would be: %+v, %v", u, err)
	}
	if diff := cmp.Diff(before, dumpAll(t, one)); diff != "" {
		t.Fatalf("the trial changed something: %s", diff)
	}
	fromTwo := acts(t, two, nil)
	unites(t, two, acts(t, one, nil))
	unites(t, one, fromTwo)
	after := dumpAll(t, one)
	if diff := cmp.Diff(after, dumpAll(t, two)); diff != "" {
		t.Fatalf("the copies differ: %s", diff)
	}
	mentions := mentionsOf(t, one, layer)
	if len(mentions) != 2 || mentions[0].Extra[annotate.VersionOf]+mentions[1].Extra[annotate.VersionOf] != `"m"` {
		t.Fatalf("not both versions: %+v", mentions)
	}
	if u := unites(t, one, fromTwo); u.Acts+len(u.Changes)+len(u.Conflicts) != 0 {
		t.Errorf("uniting again: %+v", u)
	}
	sound(t, one)

	// Choosing is an act like any other; undoing it too.
	chosen := b.Tx(annotate.Edit{Layer: layer, Before: mentions[1]})
	commit(t, one, chosen)
	if got := mentionsOf(t, one, layer); len(got) != 1 {
		t.Errorf("chosen: %+v", got)
	}
	commit(t, one, b.Undo(chosen))
	if diff := cmp.Diff(after, dumpAll(t, one)); diff != "" {
		t.Errorf("undone: %s", diff)
	}
	sound(t, one)

	testRefusedUnion(t, m, b)
}

func unites(t testing.TB, s store.Store, p parcel) unite.Union {
	t.Helper()
	u, err := s.Unite(t.Context(), p, false)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func testRefusedUnion(t *testing.T, m Maker, b *Builder) {
	one := start(t, m, b, article("a", body))
	before := dumpAll(t, one)
	other := start(t, m, b, article("a", body+" More."), article("b", body))
	var text *unite.TextError
	if _, err := one.Unite(t.Context(), acts(t, other, nil), false); !errors.As(err, &text) || text.Article.ID != "a" {
		t.Errorf("an article with another text: %v", err)
	}
	commit(t, other, b.Tx(in(human("b", "ada"), &annotate.Label{ID: "l", Label: "x"})))
	work := slices.DeleteFunc(acts(t, other, nil), func(a annotate.Logged) bool { return len(a.Edits) > 1 })
	if _, err := one.Unite(t.Context(), work, false); !errors.Is(err, annotate.ErrNotFound) {
		t.Errorf("work on an article that is not here: %v", err)
	}
	if diff := cmp.Diff(before, dumpAll(t, one)); diff != "" {
		t.Errorf("refused, yet changed: %s", diff)
	}
	sound(t, one)
}

func mentionsOf(t testing.TB, s store.Store, id annotate.LayerID) []*annotate.Mention {
	t.Helper()
	l, err := s.Layer(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return l.Mentions.All()
}
