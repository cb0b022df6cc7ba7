package annotate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestThreads(t *testing.T) {
	note := func(id, on ID) *Note { return &Note{ID: id, On: on, State: NoteOpen} }
	for _, tt := range []struct {
		name  string
		notes []Item
		want  map[ID][]ID
	}{
		{"none", nil, map[ID][]ID{}},
		{"on the article and on a mention", []Item{note("a", ""), note("b", "m")}, map[ID][]ID{"a": nil, "b": nil}},
		{"replies, also to replies", []Item{note("a", "m"), note("b", "a"), note("c", "b"), note("d", "a"), note("e", "")}, map[ID][]ID{"a": {"b", "c", "d"}, "e": nil}},
		{"a reply that is older by its id", []Item{note("b", ""), note("a", "b")}, map[ID][]ID{"b": {"a"}}},
		{"a circle and what hangs on it", []Item{note("a", "b"), note("b", "a"), note("c", "a"), note("d", "d")}, map[ID][]ID{"a": nil, "b": nil, "c": nil, "d": nil}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := NewLayer(LayerID{}, tt.notes)
			got := map[ID][]ID{}
			for _, thread := range l.Threads() {
				got[thread.ID] = nil
				for _, r := range thread.Replies {
					got[thread.ID] = append(got[thread.ID], r.ID)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
