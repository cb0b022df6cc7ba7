package merge_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/merge"
)

// Two copies take in articles under one key: both stay, each under a key of its
// own, the same in both copies, and that is told once.
func TestOneKey(t *testing.T) {
	for name, tt := range map[string]struct{ one, two string }{
		"other texts":   {"ee ff", "gg hh"},
		"the same text": {"ee ff", "ee ff"},
	} {
		t.Run(name, func(t *testing.T) {
			here := begin(t)
			there := here.copied("ben", 2)
			here.do(annotate.Edit{After: annotate.NewArticle(annotate.Article{ID: "0001-first", Key: "k"}, tt.one)})
			there.do(annotate.Edit{After: annotate.NewArticle(annotate.Article{ID: "0002-second", Key: "k"}, tt.two)})
			before := here.copied("ada", 3)

			report := here.merge(there)
			if report.Conflicting != 1 || len(report.Conflicts) != 1 {
				t.Fatalf("it tells of %+v", report.Conflicts)
			}
			keeps, other, is := merge.OneKey(report.Conflicts[0])
			if !is || keeps.ID != "0001-first" || keeps.Key != "k" || other.ID != "0002-second" || other.Key != "k~2-second" {
				t.Errorf("%+v keeps the key, and there is %+v", keeps, other)
			}
			there.merge(before)
			for _, r := range []*replica{here, there} {
				if diff := cmp.Diff(map[annotate.ID]string{"a": "a", "0001-first": "k", "0002-second": "k~2-second"}, r.keys()); diff != "" {
					t.Error(diff)
				}
			}
			if again := here.merge(there); again.Conflicting != 0 {
				t.Errorf("again it tells of %+v", again.Conflicts)
			}
			if diff := cmp.Diff(here.keys(), there.keys()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// keys are those of the articles that are not put aside.
func (r *replica) keys() map[annotate.ID]string {
	r.Helper()
	out := map[annotate.ID]string{}
	for e, err := range r.Each(r.Context(), annotate.Query{}) {
		if err != nil {
			r.Fatal(err)
		}
		out[e.Article.ID] = e.Article.Key
	}
	return out
}
