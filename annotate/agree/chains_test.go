package agree

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// chains draws chains of some of ten mentions.
func chains() *rapid.Generator[[][]int] {
	return rapid.Custom(func(t *rapid.T) [][]int {
		out := make([][]int, 4)
		for m := range 10 {
			if i := rapid.IntRange(-2, 3).Draw(t, "chain"); i >= 0 {
				out[i] = append(out[i], m)
			}
		}
		return slices.DeleteFunc(out, func(c []int) bool { return len(c) == 0 })
	})
}

func scores(t *rapid.T, a, b [][]int) map[string]Score {
	c, err := CountChains(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]Score{
		"MUC": c.MUC(), "B3": c.B3(), "CEAF-m": c.CEAFM(), "CEAF-e": c.CEAFE(), "BLANC": c.BLANC(), "CoNLL": {F1: c.CoNLL()},
	}
}

func TestChainsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := chains().Draw(t, "a"), chains().Draw(t, "b")
		back := scores(t, shuffled(t, b), shuffled(t, a))
		for name, want := range scores(t, a, b) {
			mustBe(t, name+" F1", back[name].F1, want.F1)
			if name != "CoNLL" {
				mustBe(t, name+" recall", back[name].Precision, want.Recall)
			}
		}
	})
}

func TestChainsOfIdenticalCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := chains().Draw(t, "a")
		for name, s := range scores(t, a, shuffled(t, a)) {
			isOne(t, name, s.F1)
		}
	})
}

// TestCEAFIsOptimal holds the alignment of chains against all alignments.
func TestCEAFIsOptimal(t *testing.T) {
	var best func(a, b [][]int) float64
	best = func(a, b [][]int) float64 {
		if len(a) == 0 {
			return 0
		}
		most := best(a[1:], b)
		for j, other := range b {
			shared := 0
			for _, m := range a[0] {
				if slices.Contains(other, m) {
					shared++
				}
			}
			rest := append(slices.Clone(b[:j]), b[j+1:]...)
			most = max(most, 2*float64(shared)/float64(len(a[0])+len(other))+best(a[1:], rest))
		}
		return most
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := chains().Draw(t, "a"), chains().Draw(t, "b")
		f := scores(t, a, b)["CEAF-e"].F1
		if want := f1(best(a, b), len(a), len(b), ""); f.Defined() != want.Defined() || !near(f.Number, want.Number) {
			t.Fatalf("%+v, want %+v", f, want)
		}
	})
}

// TestBLANCAtItsEdges is as Luo et al. 2014 have it where a kind of link is on neither side.
func TestBLANCAtItsEdges(t *testing.T) {
	one, apart := [][]int{{1, 2, 3}}, [][]int{{1}, {2}, {3}}
	for _, c := range []struct {
		name string
		a, b [][]int
		want Value
	}{
		{"both all in one", one, one, number(1, 6)},
		{"both all apart", apart, apart, number(1, 6)},
		{"all in one against all apart", one, apart, number(0, 6)},
		{"one mention each", [][]int{{1}}, [][]int{{1}}, undefined("there are fewer than two mentions")},
		{"no chain", nil, nil, undefined("there are fewer than two mentions")},
	} {
		for _, swap := range []bool{false, true} {
			if swap {
				c.a, c.b = c.b, c.a
			}
			counts, err := CountChains(c.a, c.b)
			if err != nil {
				t.Fatal(err)
			}
			mustBe(t, c.name, counts.BLANC().F1, c.want)
		}
	}
}

func TestChainsRefuse(t *testing.T) {
	if _, err := CountChains([][]int{{1, 2}, {2}}, nil); err == nil {
		t.Error("a mention in two chains was no error")
	}
}
