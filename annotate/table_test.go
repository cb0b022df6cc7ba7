package annotate

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"galley/annotate/span"
)

// TestTableIsASet drives a table and a map through the same changes. Tables
// that were there before stay as they were.
func TestTableIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mention := func(n, at int) *Mention {
			return &Mention{ID: ID(fmt.Sprint("m", n)), Label: "LOC", Spans: []span.Span{{Start: at, End: at + 5}}}
		}
		model := map[ID]*Mention{}
		var items []Item
		for n := range rapid.SampledFrom([]int{0, 1, 300, 1500}).Draw(t, "first") {
			m := mention(n, n*7%1000)
			model[m.ID] = m
			items = append(items, m)
		}
		table := newTable[*Mention](items)
		old, before := table, maps.Clone(model)
		ids := rapid.SampledFrom([]int{20, 2000}).Draw(t, "ids") // few: they come and go; many: runs are cut in two
		for range rapid.IntRange(0, 1200).Draw(t, "changes") {
			n := rapid.IntRange(0, ids).Draw(t, "n")
			if m := mention(n, rapid.IntRange(0, 1000).Draw(t, "at")); rapid.IntRange(0, 3).Draw(t, "out") > 0 {
				table, model[m.ID] = table.with(m), m
			} else {
				table = table.without(m.ID)
				delete(model, m.ID)
			}
		}
		checkTable(t, table, model)
		checkTable(t, old, before)
		removed, added := table.Changes(old)
		for _, m := range removed {
			if before[m.ID] != m || model[m.ID] == m {
				t.Fatalf("%s was not removed", m.ID)
			}
			delete(before, m.ID)
		}
		for _, m := range added {
			if before[m.ID] != nil {
				t.Fatalf("%s was there", m.ID)
			}
			before[m.ID] = m
		}
		if !maps.Equal(before, model) {
			t.Fatal("the changes do not lead from one table to the other")
		}
	})
}

func checkTable(t *rapid.T, table Table[*Mention], model map[ID]*Mention) {
	all := table.All()
	if len(all) != len(model) || table.Len() != len(model) || !slices.IsSortedFunc(all, compareItems[*Mention]) {
		t.Fatalf("of %d items %d are listed, in order: %t", len(model), len(all), slices.IsSortedFunc(all, compareItems[*Mention]))
	}
	for id, want := range model {
		if got, ok := table.Get(id); !ok || got != want {
			t.Fatalf("%s is %v, not %v", id, got, want)
		}
	}
	if _, ok := table.Get("none"); ok {
		t.Fatal("there is an item that nobody put in")
	}
}
