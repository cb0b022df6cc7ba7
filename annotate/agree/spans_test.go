package agree

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// bestSum is the greatest sum of worths of units one to one, by trying all ways.
func bestSum(a, b []Unit, worth func(x, y Unit) float64) float64 {
	if len(a) == 0 {
		return 0
	}
	best := bestSum(a[1:], b, worth)
	for j, y := range b {
		if w := worth(a[0], y); w > 0 {
			rest := append(slices.Clone(b[:j]), b[j+1:]...)
			best = max(best, w+bestSum(a[1:], rest, worth))
		}
	}
	return best
}

func when(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func meet(x, y Unit) bool { return x.Span == y.Span || x.Overlaps(y.Span) }

func TestCountSpansIsOptimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := units(6).Draw(t, "a"), units(6).Draw(t, "b")
		c := CountSpans(a, b)
		for _, s := range []struct {
			name  string
			got   float64
			worth func(x, y Unit) float64
		}{
			{"strict", float64(c.Strict), func(x, y Unit) float64 { return when(x == y) }},
			{"exact", float64(c.Exact), func(x, y Unit) float64 { return when(compareSpans(x, y) == 0) }},
			{"type", float64(c.Type), func(x, y Unit) float64 { return when(x.Label == y.Label && meet(x, y)) }},
			{"partial", float64(c.Halves) / 2, func(x, y Unit) float64 { return (when(compareSpans(x, y) == 0) + when(meet(x, y))) / 2 }},
		} {
			if want := bestSum(a, b, s.worth); s.got != want {
				t.Fatalf("%s pairs %v, want %v", s.name, s.got, want)
			}
		}
	})
}

func TestSpansInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := units(12).Draw(t, "a"), units(12).Draw(t, "b")
		c, back := CountSpans(a, b), CountSpans(shuffled(t, b), shuffled(t, a))
		c.A, c.B = c.B, c.A
		if c != back {
			t.Fatalf("%+v, turned round and shuffled %+v", c, back)
		}
		confusion, turned := Confusion([][]Unit{a}, [][]Unit{b}), Confusion([][]Unit{shuffled(t, b)}, [][]Unit{shuffled(t, a)})
		for _, cell := range confusion {
			if !slices.Contains(turned, Confused{cell.B, cell.A, cell.Count}) {
				t.Fatalf("%v is not in %v", cell, turned)
			}
		}
	})
}

func TestSpansOfIdenticalCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := units(12).Draw(t, "a")
		c := CountSpans(a, shuffled(t, a))
		for name, v := range map[string]Value{"strict": c.StrictF1(), "exact": c.ExactF1(), "type": c.TypeF1(), "partial": c.PartialF1()} {
			if v.Defined() != (len(a) > 0) {
				t.Fatalf("%s = %+v of %d units", name, v, len(a))
			}
			isOne(t, name, v)
		}
	})
}

func TestPairSpansIsOptimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := units(6).Draw(t, "a"), units(6).Draw(t, "b")
		var seenA, seenB []int
		sum := 0.0
		for _, p := range PairSpans(a, b) {
			if p.A != free {
				seenA = append(seenA, p.A)
			}
			if p.B != free {
				seenB = append(seenB, p.B)
			}
			if p.A != free && p.B != free {
				sum += likeness(a[p.A], b[p.B])
			}
		}
		slices.Sort(seenA)
		slices.Sort(seenB)
		if !slices.Equal(seenA, slices.Collect(rangeOf(len(a)))) || !slices.Equal(seenB, slices.Collect(rangeOf(len(b)))) {
			t.Fatalf("units in pairs: %v and %v, want each once", seenA, seenB)
		}
		want := bestSum(a, b, func(x, y Unit) float64 {
			if !meet(x, y) {
				return 0
			}
			return likeness(x, y)
		})
		if !near(sum, want) {
			t.Fatalf("likeness %v, want %v", sum, want)
		}
	})
}

func TestMedian(t *testing.T) {
	mustBe(t, "median", Median(number(3, 1), undefined("empty"), number(1, 1), number(2, 1), number(10, 1)), number(2.5, 4))
	mustBe(t, "median of nothing", Median(undefined("empty")), undefined("empty"))
}

func TestTokenTableRefuses(t *testing.T) {
	for name, a := range map[string][]Unit{
		"overlap": {unit(0, 3, "A"), unit(2, 4, "B")},
		"outside": {unit(3, 6, "A")},
	} {
		if _, _, err := TokenTable([]int{5}, [][]Unit{a}, [][]Unit{nil}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
