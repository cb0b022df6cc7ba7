package agree

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate/span"
)

func TestMatchEvents(t *testing.T) {
	at := func(start, end int) span.Span { return span.Span{Start: start, End: end} }
	says := func(role, filler string) []Argument { return []Argument{{Role: role, Filler: filler}} }
	fire, shell := Event{Type: "ATTACK", Trigger: at(0, 4), Arguments: says("Place", "m1")}, Event{Type: "ATTACK", Trigger: at(0, 4), Arguments: says("Place", "m2")}
	damage := Event{Type: "DAMAGE", Trigger: at(0, 4)}
	late := Event{Type: "ATTACK", Trigger: at(20, 24)}
	tests := map[string]struct {
		coders [][]Event
		want   [][]Member
	}{
		"two events on one word are told apart by their arguments": {
			[][]Event{{fire, shell}, {shell, fire}, {fire}},
			[][]Member{{{0, 0}, {1, 1}, {2, 0}}, {{0, 1}, {1, 0}}},
		},
		"by their type": {
			[][]Event{{damage, fire}, {fire}, {damage}},
			[][]Member{{{0, 1}, {1, 0}}, {{0, 0}, {2, 0}}},
		},
		"what nobody else marked is alone": {
			[][]Event{{late}, {fire}, {}},
			[][]Member{{{1, 0}}, {{0, 0}}},
		},
		"one coder": {[][]Event{{fire, late}}, [][]Member{{{0, 0}}, {{0, 1}}}},
		"nobody":    {nil, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, MatchEvents(test.coders)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMatchChains(t *testing.T) {
	a, b, c := [][]string{{"x", "y", "z"}, {"u"}}, [][]string{{"u", "v"}, {"x", "y"}}, [][]string{{"z"}, {"x", "u"}}
	want := [][]Member{{{0, 0}, {1, 1}, {2, 0}}, {{0, 1}, {1, 0}, {2, 1}}}
	if diff := cmp.Diff(want, MatchChains([][][]string{a, b, c})); diff != "" {
		t.Error(diff)
	}
}

// Whatever coders marked, each unit is in one set, and no set has two of one coder.
func TestMatchLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders := lists(rapid.IntRange(0, 4).Draw(t, "coders"), 6).Draw(t, "units")
		events := make([][]Event, len(coders))
		chains := make([][][]int, len(coders))
		sizes := make([]int, len(coders))
		for c, units := range coders {
			sizes[c] = len(units)
			for i, u := range units {
				events[c] = append(events[c], Event{Type: u.Label, Trigger: u.Span})
				chains[c] = append(chains[c], []int{i, 10 + i*u.Len()})
			}
		}
		for name, sets := range map[string][][]Member{"spans": MatchSpans(coders), "events": MatchEvents(events), "chains": MatchChains(chains)} {
			seen := map[Member]bool{}
			for _, set := range sets {
				for i, m := range set {
					if seen[m] || i > 0 && set[i-1].Coder >= m.Coder {
						t.Fatalf("%s: %v of %v", name, m, sets)
					}
					seen[m] = true
				}
			}
			total := 0
			for _, n := range sizes {
				total += n
			}
			if len(seen) != total {
				t.Fatalf("%s: %d of %d units", name, len(seen), total)
			}
		}
		if len(coders) == 2 && !slices.Equal(PairSpans(coders[0], coders[1]), pairsOf(MatchSpans(coders))) {
			t.Fatal("two coders are not paired as PairSpans pairs them")
		}
	})
}

func pairsOf(sets [][]Member) []Pair {
	var pairs []Pair
	for _, set := range sets {
		p := Pair{free, free}
		for _, m := range set {
			if m.Coder == 0 {
				p.A = m.Unit
			} else {
				p.B = m.Unit
			}
		}
		pairs = append(pairs, p)
	}
	return pairs
}
