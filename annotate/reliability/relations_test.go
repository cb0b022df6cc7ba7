package reliability

import (
	"testing"

	"galley/annotate"
)

func related(id, label, from, to string) *annotate.Relation {
	return &annotate.Relation{ID: annotate.ID(id), Label: label, From: annotate.ID(from), To: annotate.ID(to)}
}

func TestRelations(t *testing.T) {
	x, y, z := mention("x", 2, 5, "PER"), mention("y", 10, 20, "ORG"), mention("z", 30, 33, "LOC")
	wide := mention("y", 8, 20, "ORG") // the same thing, another boundary
	for _, tt := range []struct {
		name     string
		ada, ben []annotate.Item
		want     map[string]float64 // all of "relations"
	}{
		{"alike", []annotate.Item{x, y, related("r", "MEMBER", "x", "y")}, []annotate.Item{x, y, related("s", "MEMBER", "x", "y")},
			map[string]float64{"rel_f1": 1, "rel_id_f1": 1, "rel_matched_f1": 1}},
		{"another label", []annotate.Item{x, y, related("r", "MEMBER", "x", "y")}, []annotate.Item{x, y, related("s", "LEADS", "x", "y")},
			map[string]float64{"rel_f1": 0, "rel_id_f1": 1, "rel_matched_f1": 0}},
		{"turned round", []annotate.Item{x, y, related("r", "MEMBER", "x", "y")}, []annotate.Item{x, y, related("s", "MEMBER", "y", "x")},
			map[string]float64{"rel_f1": 0, "rel_id_f1": 1, "rel_matched_f1": 0}},
		{"turned round, which is the same of a symmetric one", []annotate.Item{x, y, related("r", "NEAR", "x", "y")}, []annotate.Item{x, y, related("s", "NEAR", "y", "x")},
			map[string]float64{"rel_f1": 1, "rel_id_f1": 1, "rel_matched_f1": 1}},
		{"another boundary", []annotate.Item{x, y, related("r", "MEMBER", "x", "y")}, []annotate.Item{x, wide, related("s", "MEMBER", "x", "y")},
			map[string]float64{"rel_f1": 0, "rel_id_f1": 0, "rel_matched_f1": 1}},
		{"one of two", []annotate.Item{x, y, z, related("r", "MEMBER", "x", "y"), related("q", "MEMBER", "x", "z")}, []annotate.Item{x, y, z, related("s", "MEMBER", "x", "y")},
			map[string]float64{"rel_f1": 2.0 / 3, "rel_id_f1": 2.0 / 3, "rel_matched_f1": 2.0 / 3}},
		{"twice and once", []annotate.Item{x, y, related("r", "MEMBER", "x", "y"), related("q", "MEMBER", "x", "y")}, []annotate.Item{x, y, related("s", "MEMBER", "x", "y")},
			map[string]float64{"rel_f1": 2.0 / 3, "rel_id_f1": 2.0 / 3, "rel_matched_f1": 2.0 / 3}},
		{"between events", []annotate.Item{attack("v", 40), attack("w", 50), related("r", "CAUSES", "v", "w")}, []annotate.Item{attack("1", 40), attack("2", 50), related("s", "CAUSES", "1", "2")},
			map[string]float64{"rel_f1": 1, "rel_id_f1": 1, "rel_matched_f1": 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, sides := range [][2][]annotate.Item{{tt.ada, tt.ben}, {tt.ben, tt.ada}} {
				c := newCorpus("ada", "ben").article(by("ada", sides[0]...), by("ben", sides[1]...))
				c.project.Schema.Relations = []annotate.RelationType{{Label: "MEMBER"}, {Label: "NEAR", Symmetric: true}}
				r := measure(t, c, Options{})
				for name, want := range tt.want {
					is(t, r.Measures, "relations "+name, want)
				}
			}
		})
	}
}

func TestRelationsPerLabel(t *testing.T) {
	x, y := mention("x", 2, 5, "PER"), mention("y", 10, 20, "ORG")
	c := newCorpus("ada", "ben").article(
		by("ada", x, y, related("r", "MEMBER", "x", "y"), related("q", "LEADS", "x", "y")), by("ben", x, y, related("s", "MEMBER", "x", "y")))
	r := measure(t, c, Options{})
	is(t, r.Labels, "relations MEMBER rel_f1", 1)
	is(t, r.Labels, "relations LEADS rel_f1", 0)
	none := measure(t, newCorpus("ada", "ben").article(by("ada", x), by("ben", x)), Options{})
	for _, m := range none.Measures {
		if m.Of == Relations {
			t.Errorf("nobody made a relation, yet there is %v", m)
		}
	}
}
