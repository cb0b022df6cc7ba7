package unite_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/unite"
)

// TestOnward wants what is told without the history to be what the history tells.
func TestOnward(t *testing.T) {
	told := 0
	rapid.Check(t, func(r *rapid.T) {
		now := map[annotate.ID]annotate.Item{}
		draw := func(fits bool) []annotate.Edit {
			var edits []annotate.Edit
			for range rapid.IntRange(1, 2).Draw(r, "edits") {
				id := rapid.SampledFrom([]annotate.ID{"m", "n", "e"}).Draw(r, "id")
				var after annotate.Item
				label := rapid.SampledFrom([]string{"PER", "ORG"}).Draw(r, "label")
				switch {
				case rapid.Bool().Draw(r, "deleted"):
				case id == "e" && rapid.IntRange(0, 3).Draw(r, "kind") > 0:
					after = &annotate.Entity{ID: id, Label: label}
				default:
					after = mention(id, label, rapid.SampledFrom([]annotate.ID{"", "", "e"}).Draw(r, "entity"))
				}
				before := now[id]
				if !fits && rapid.IntRange(0, 3).Draw(r, "late") == 0 {
					before = mention(id, "LOC", "")
				}
				if before == nil && after == nil {
					continue
				}
				edits = append(edits, edit(before, after))
				if now[id] = after; after == nil {
					delete(now, id)
				}
			}
			return edits
		}
		scope := unite.Scope{Layer: layer}
		var steps []unite.Step
		add := func(n int, fits bool) {
			for range n {
				tx := annotate.ID(rapid.StringMatching(`[a-z]{14}`).Draw(r, "tx"))
				for _, e := range draw(fits) {
					steps = append(steps, unite.Step{Tx: tx, Edit: e})
				}
			}
		}
		add(rapid.IntRange(0, 4).Draw(r, "before"), true)
		before := unite.Of(scope, steps)
		if len(before.Conflicts) > 0 || len(before.Items) != len(now) {
			return // it is not what the steps add up to
		}
		for _, item := range before.Items {
			if !annotate.Equal(item, now[item.ItemID()]) {
				return
			}
		}
		known := len(steps)
		add(rapid.IntRange(0, 3).Draw(r, "more"), false)
		onward, ok := unite.Onward(scope, before.Items, steps[known:])
		if !ok {
			return
		}
		told++
		all := unite.Of(scope, steps)
		if diff := cmp.Diff(all.Items, onward.Items); diff != "" || len(all.Conflicts) > 0 {
			r.Fatalf("the history tells (-) something else: %s, %v", diff, all.Conflicts)
		}
	})
	if told == 0 {
		t.Error("the history was needed always")
	}
}

// TestOnwardSingle is of what there is once.
func TestOnwardSingle(t *testing.T) {
	scope := unite.Scope{Kind: annotate.KindPerson, ID: "p"}
	ada, bea, cea := &annotate.Person{ID: "p", Name: "Ada"}, &annotate.Person{ID: "p", Name: "Bea"}, &annotate.Person{ID: "p", Name: "Cea"}
	for name, tt := range map[string]struct {
		have  []annotate.Item
		steps []unite.Step
		ok    bool
		want  []annotate.Item
		last  annotate.Item
	}{
		"made":                 {nil, []unite.Step{{Tx: "1", Edit: project(nil, ada)}}, true, []annotate.Item{ada}, ada},
		"changed":              {[]annotate.Item{ada}, []unite.Step{{Tx: "1", Edit: project(ada, bea)}, {Tx: "2", Edit: project(bea, cea)}}, true, []annotate.Item{cea}, cea},
		"deleted":              {[]annotate.Item{ada}, []unite.Step{{Tx: "1", Edit: project(ada, nil)}}, true, nil, ada},
		"left alone":           {[]annotate.Item{ada}, nil, true, []annotate.Item{ada}, ada},
		"of something else":    {[]annotate.Item{ada}, []unite.Step{{Tx: "1", Edit: project(bea, cea)}}, false, nil, nil},
		"not there, not known": {nil, nil, false, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r, ok := unite.Onward(scope, tt.have, tt.steps)
			if ok != tt.ok {
				t.Fatalf("it is %v that no history is needed", ok)
			}
			if diff := cmp.Diff(unite.Result{Items: tt.want, Last: tt.last}, r); diff != "" {
				t.Error(diff)
			}
		})
	}
}
