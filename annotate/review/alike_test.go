package review

import (
	"testing"

	"galley/annotate"
)

// The same conflict has the same name in another article, and its readings are found there.
func TestAlike(t *testing.T) {
	near := func(from, to annotate.ID) *annotate.Relation {
		return &annotate.Relation{ID: "r", Label: "near", From: from, To: to}
	}
	front := &annotate.Entity{ID: "e", Label: "ARM", Name: "Front"}
	topic := func(value annotate.Value) *annotate.Label {
		return &annotate.Label{ID: "l", Label: "topic", Value: value}
	}
	mentions := func(more ...annotate.Item) []annotate.Item {
		return append([]annotate.Item{mention("1", "ARM", "Fighters"), mention("2", "LOC", "Wadi Sahl"), mention("3", "ARM", "Harun Front")}, more...)
	}
	chain := func(ids ...annotate.ID) []annotate.Item {
		items := []annotate.Item{front}
		for _, m := range mentions() {
			for _, id := range ids {
				if m.ItemID() == id {
					m = linked(m.(*annotate.Mention), "e")
				}
			}
			items = append(items, m)
		}
		return items
	}
	type sides [2][]annotate.Item // of ada and of ben
	tests := map[string]struct {
		kind        annotate.Kind
		here, there sides
		alike       bool
	}{
		"a relation":               {annotate.KindRelation, sides{mentions(near("1", "2")), mentions(near("2", "1"))}, sides{mentions(near("1", "2")), mentions(near("2", "1"))}, true},
		"whoever holds it":         {annotate.KindRelation, sides{mentions(near("1", "2")), mentions(near("2", "1"))}, sides{mentions(near("2", "1")), mentions(near("1", "2"))}, true},
		"a relation of other ends": {annotate.KindRelation, sides{mentions(near("1", "2")), mentions()}, sides{mentions(near("3", "2")), mentions()}, false},
		"a relation the other way": {annotate.KindRelation, sides{mentions(near("1", "2")), mentions()}, sides{mentions(near("2", "1")), mentions()}, false},
		"a chain":                  {annotate.KindEntity, sides{chain("1", "3"), mentions()}, sides{chain("1", "3"), mentions()}, true},
		"a chain of other members": {annotate.KindEntity, sides{chain("1", "3"), mentions()}, sides{chain("1", "2"), mentions()}, false},
		"a label":                  {annotate.KindLabel, sides{mentions(topic(`"war"`)), mentions(topic(`"aid"`))}, sides{mentions(topic(`"war"`)), mentions(topic(`"aid"`))}, true},
		"a label of another value": {annotate.KindLabel, sides{mentions(topic(`"war"`)), mentions(topic(`"aid"`))}, sides{mentions(topic(`"war"`)), mentions(topic(`"talks"`))}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			article := annotate.NewArticle(annotate.Article{ID: "a"}, body)
			compared := func(s sides) (*Comparison, int) {
				c := Compare([]annotate.Layer{layer("ada", s[0]...), layer("ben", s[1]...)})
				for i := range c.Sets {
					if c.Sets[i].Kind == test.kind {
						return c, i
					}
				}
				t.Fatalf("no %s", test.kind)
				return nil, 0
			}
			here, i := compared(test.here)
			there, j := compared(test.there)
			if got := here.Alike(article, i) == there.Alike(article, j); got != test.alike {
				t.Fatalf("alike: %v", got)
			}
			for r := range here.Sets[i].Readings {
				if found := there.ReadingLike(article, j, here.ReadingAlike(article, i, r)); test.alike && found < 0 {
					t.Errorf("reading %d is not found", r)
				}
			}
		})
	}
}
