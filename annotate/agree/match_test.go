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

// content is what sets hold, whatever the numbers of coders and units.
func content[T any](coders [][]T, sets [][]Member, compare func(a, b T) int) [][]T {
	out := make([][]T, len(sets))
	for i, set := range sets {
		for _, m := range set {
			out[i] = append(out[i], coders[m.Coder][m.Unit])
		}
		slices.SortFunc(out[i], compare)
	}
	slices.SortFunc(out, func(a, b []T) int { return slices.CompareFunc(a, b, compare) })
	return out
}

// partition fails unless each unit is in one set, and no coder twice in one.
func partition(t *rapid.T, sizes []int, sets [][]Member) {
	t.Helper()
	seen := map[Member]bool{}
	for _, set := range sets {
		coders := map[int]bool{}
		for _, m := range set {
			if seen[m] || coders[m.Coder] {
				t.Fatalf("%v is there twice in %v", m, sets)
			}
			seen[m], coders[m.Coder] = true, true
		}
	}
	total := 0
	for _, n := range sizes {
		total += n
	}
	if len(seen) != total {
		t.Fatalf("%d units are in sets, want %d", len(seen), total)
	}
}

func TestMatchSpans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := lists(rapid.IntRange(0, 4).Draw(t, "coders"), 5).Draw(t, "units")
		sets := MatchSpans(lists)
		var sizes []int
		for _, l := range lists {
			sizes = append(sizes, len(l))
		}
		partition(t, sizes, sets)
		turned := shuffledAll(t, lists)
		if diff := cmp.Diff(content(lists, sets, compareUnits), content(turned, MatchSpans(turned), compareUnits)); diff != "" {
			t.Fatalf("the order of coders and units changes sets:\n%s", diff)
		}
	})
}

func TestMatchSpansOfEqualCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := units(6).Draw(t, "units")
		lists := [][]Unit{one, one, one}[:rapid.IntRange(2, 3).Draw(t, "coders")]
		for _, set := range MatchSpans(lists) {
			if len(set) != len(lists) {
				t.Fatalf("%v lacks a coder, though all have the same units", set)
			}
		}
	})
}

func TestPairsHoldAllThatIsStrict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := lists(2, 12).Draw(t, "units")
		strict := 0
		for _, p := range PairSpans(lists[0], lists[1]) {
			if p.A != free && p.B != free && lists[0][p.A] == lists[1][p.B] {
				strict++
			}
		}
		if want := CountSpans(lists[0], lists[1]).Strict; strict != want {
			t.Fatalf("%d pairs are strict, and the F1 counts %d", strict, want)
		}
	})
}

func TestUnitsThatDoNotTouchArePartedThoughNear(t *testing.T) {
	lists := [][]Unit{{unit(0, 5, "A")}, {unit(5, 10, "A")}, {unit(5, 10, "A")}}
	want := [][]Member{{{0, 0}}, {{1, 0}, {2, 0}}}
	if diff := cmp.Diff(want, MatchSpans(lists)); diff != "" {
		t.Error(diff)
	}
}

func TestGapsPartEqualStretches(t *testing.T) {
	a, b := unit(0, 9, "A"), unit(0, 9, "A")
	b.Gaps = "3-5"
	got := CountSpans([]Unit{a}, []Unit{b})
	want := SpanCounts{A: 1, B: 1, Type: 1, Halves: 1, Articles: 1}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := MatchSpans([][]Unit{{a}, {b}}); len(got) != 1 {
		t.Errorf("sets are %v, want one", got)
	}
}

func drawEvents(t *rapid.T, name string) []Event {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Event {
		at := rapid.IntRange(0, 3).Draw(t, "at")
		return Event{
			Type:    rapid.SampledFrom([]string{"ATTACK", "SAY"}).Draw(t, "type"),
			Trigger: span.Span{Start: at, End: at + 2}, Gaps: gaps.Draw(t, "gaps"),
			Arguments: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Argument {
				return Argument{Role: rapid.SampledFrom([]string{"Agent", "Target"}).Draw(t, "role"), Filler: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "filler")}
			}), 0, 3).Draw(t, "arguments"),
		}
	}), 0, 4).Draw(t, name)
}

func TestMatchEventsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := make([][]Event, rapid.IntRange(0, 4).Draw(t, "coders"))
		var sizes []int
		for c := range lists {
			lists[c] = drawEvents(t, "events")
			sizes = append(sizes, len(lists[c]))
		}
		sets := MatchEvents(lists)
		partition(t, sizes, sets)
		turned := shuffled(t, lists)
		for c := range turned {
			turned[c] = shuffled(t, turned[c])
		}
		keys := func(coders [][]Event, sets [][]Member) [][]Unit {
			of := make([][]Unit, len(coders))
			for c, events := range coders {
				of[c] = triggerUnits(events)
			}
			return content(of, sets, compareUnits)
		}
		if diff := cmp.Diff(keys(lists, sets), keys(turned, MatchEvents(turned))); diff != "" {
			t.Fatalf("the order of coders and events changes sets:\n%s", diff)
		}
	})
}

func TestMatchEventsTellEventsOnOneTriggerApartByArguments(t *testing.T) {
	event := func(filler string) Event {
		return Event{Type: "ATTACK", Trigger: span.Span{Start: 3, End: 9}, Arguments: []Argument{{Role: "Target", Filler: filler}}}
	}
	coders := [][]Event{{event("x"), event("y")}, {event("y"), event("x")}, {event("x"), event("y")}}
	for _, n := range []int{2, 3} {
		for _, set := range MatchEvents(coders[:n]) {
			for _, m := range set {
				if first := set[0]; coders[m.Coder][m.Unit].Arguments[0] != coders[first.Coder][first.Unit].Arguments[0] || len(set) != n {
					t.Errorf("of %d coders, %v holds different events", n, set)
				}
			}
		}
	}
}

// TestMatchChainsTies has two best matchings, and a chain that both coders have
// comes first in the order of chains.
func TestMatchChainsTies(t *testing.T) {
	a, b := [][]int{{1, 2, 3}, {4, 5}, {0}, {6, 7}}, [][]int{{1, 2}, {3, 4, 6}, {5, 7}, {0}}
	ab, ba := [][][]int{a, b}, [][][]int{b, a}
	if diff := cmp.Diff(content(ab, MatchChains(ab), slices.Compare[[]int]), content(ba, MatchChains(ba), slices.Compare[[]int])); diff != "" {
		t.Errorf("the order of coders changes sets:\n%s", diff)
	}
}

func TestMatchChainsLaws(t *testing.T) {
	chains := rapid.Custom(func(t *rapid.T) [][]int {
		in := rapid.SliceOfN(rapid.IntRange(0, 4), 8, 8).Draw(t, "chain of each mention")
		out := make([][]int, 5)
		for mention, chain := range in {
			out[chain] = append(out[chain], mention)
		}
		return slices.DeleteFunc(out, func(c []int) bool { return len(c) == 0 })
	})
	rapid.Check(t, func(t *rapid.T) {
		coders := rapid.SliceOfN(chains, 0, 4).Draw(t, "coders")
		sets := MatchChains(coders)
		var sizes []int
		for _, c := range coders {
			sizes = append(sizes, len(c))
		}
		partition(t, sizes, sets)
		turned := shuffled(t, coders)
		for c := range turned {
			turned[c] = shuffled(t, turned[c])
		}
		if diff := cmp.Diff(content(coders, sets, slices.Compare[[]int]), content(turned, MatchChains(turned), slices.Compare[[]int])); diff != "" {
			t.Fatalf("the order of coders and chains changes sets:\n%s", diff)
		}
		if len(coders) == 2 {
			sum := 0.0
			for _, set := range sets {
				if len(set) == 2 {
					x, y := coders[0][set[0].Unit], coders[1][set[1].Unit]
					for _, m := range x {
						if slices.Contains(y, m) {
							sum += 2 / float64(len(x)+len(y))
						}
					}
				}
			}
			counts, err := CountChains(coders[0], coders[1])
			if err != nil {
				t.Fatal(err)
			}
			if !near(sum, counts.ceafE.rightKey) {
				t.Fatalf("the sets sum to %v, CEAF-e counts %v", sum, counts.ceafE.rightKey)
			}
		}
	})
}
