package agree

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"galley/annotate/span"
)

// gaps draws what tells fragments apart; most units are whole.
var gaps = rapid.SampledFrom([]string{"", "", "", "1-2", "2-3"})

// units draws up to n units over a short text, so that they meet, nest and tie.
func units(n int) *rapid.Generator[[]Unit] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Unit {
		start := rapid.IntRange(0, 20).Draw(t, "start")
		length := rapid.IntRange(1, 8).Draw(t, "length")
		return Unit{Span: span.Span{Start: start, End: start + length}, Label: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "label"), Gaps: gaps.Draw(t, "gaps")}
	}), 0, n)
}

func lists(coders, n int) *rapid.Generator[[][]Unit] {
	return rapid.SliceOfN(units(n), coders, coders)
}

// disjoint draws coders who do not overlap themselves.
func disjoint(coders, n int) *rapid.Generator[[][]Unit] {
	return rapid.Map(lists(coders, n), func(lists [][]Unit) [][]Unit {
		out := make([][]Unit, len(lists))
		for i, units := range lists {
			out[i] = apart(units)
		}
		return out
	})
}

func table(coders int, labels ...string) *rapid.Generator[Table[string]] {
	return rapid.Custom(func(t *rapid.T) Table[string] {
		n := rapid.IntRange(0, 12).Draw(t, "items")
		codes := rapid.SliceOfN(rapid.Int32Range(Missing, int32(len(labels)-1)), n*coders, n*coders).Draw(t, "codes")
		return Table[string]{Book: labels, Coders: coders, Codes: codes}
	})
}

func shuffled[T any](t *rapid.T, xs []T) []T {
	return rapid.Permutation(slices.Clone(xs)).Draw(t, "order")
}

// shuffledAll shuffles coders, and the units of each.
func shuffledAll(t *rapid.T, lists [][]Unit) [][]Unit {
	out := shuffled(t, lists)
	for i := range out {
		out[i] = shuffled(t, out[i])
	}
	return out
}

func near(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

func same(a, b Value) bool {
	return a.Undefined == b.Undefined && a.N == b.N && near(a.Number, b.Number)
}

func mustBe(t interface {
	Helper()
	Fatalf(string, ...any)
}, what string, got, want Value) {
	t.Helper()
	if !same(got, want) {
		t.Fatalf("%s = %+v, want %+v", what, got, want)
	}
}

// isOne fails unless a value is 1 or undefined.
func isOne(t *rapid.T, what string, v Value) {
	t.Helper()
	if v.Defined() && !near(v.Number, 1) {
		t.Fatalf("%s of identical coders = %v, want 1", what, v.Number)
	}
}

func TestMean(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []Value
		want   Value
	}{
		{"of none", nil, undefined("there is nothing to take the mean of")},
		{"of undefined ones", []Value{undefined("why"), undefined("what")}, undefined("what")},
		{"leaves undefined ones out", []Value{number(1, 5), undefined("why"), number(0, 3)}, number(0.5, 2)},
	} {
		mustBe(t, c.name, Mean(c.values...), c.want)
	}
}
