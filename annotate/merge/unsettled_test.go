package merge_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/merge"
)

// What can only be once and was changed on both sides stays to be settled until
// somebody takes the other version; what only one side changed does not.
func TestUnsettled(t *testing.T) {
	here := begin(t)
	there := here.copied("ben", 2)
	rename := func(r *replica, id annotate.ID, to string) {
		r.do(annotate.Edit{Before: &annotate.Person{ID: id, Name: string(id)}, After: &annotate.Person{ID: id, Name: to}})
	}
	rename(here, "ada", "Ada L.")
	rename(there, "ada", "Lovelace")
	rename(there, "ben", "Benjamin")
	for i, r := range []*replica{here, there} {
		was, err := r.Article(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		now := *was
		now.Title = []string{"One", "Two"}[i]
		r.do(annotate.Edit{Before: was, After: &now})
	}
	names := func(r *replica) []string {
		found, err := merge.Unsettled(t.Context(), r.Acts(t.Context(), nil))
		if err != nil {
			t.Fatal(err)
		}
		out := []string{}
		for _, c := range found {
			out = append(out, c.Scope.String())
		}
		return out
	}
	if got := names(here); len(got) > 0 {
		t.Errorf("before: %q", got)
	}
	here.merge(there)
	if diff := cmp.Diff([]string{"article a", "person ada"}, names(here)); diff != "" {
		t.Fatal(diff)
	}
	found, err := merge.Unsettled(t.Context(), here.Acts(t.Context(), nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range found {
		here.do(annotate.Edit{Before: c.Stays, After: c.Other})
	}
	there.merge(here)
	for _, r := range []*replica{here, there} {
		if got := names(r); len(got) > 0 {
			t.Errorf("settled: %q", got)
		}
		a, err := r.Article(t.Context(), "a")
		if err != nil || a.Title != found[0].Other.(*annotate.Article).Title {
			t.Errorf("the title is %q (%v)", a.Title, err)
		}
	}
}
