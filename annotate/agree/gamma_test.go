package agree

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// leastDisorder tries all ways to part marks into sets.
func (p *problem) leastDisorder(from int, sets [][]int32) float64 {
	if from == len(p.marks) {
		sum := 0.0
		for _, set := range sets {
			sum += p.disorder(set)
		}
		return sum
	}
	best := p.leastDisorder(from+1, append(slices.Clip(sets), []int32{int32(from)}))
	for i, set := range sets {
		if slices.ContainsFunc(set, func(u int32) bool { return p.marks[u].coder == p.marks[from].coder }) {
			continue
		}
		more := slices.Clone(sets)
		more[i] = append(slices.Clip(set), int32(from))
		best = min(best, p.leastDisorder(from+1, more))
	}
	return best
}

func dissimilarities() *rapid.Generator[Dissimilarity] {
	return rapid.SampledFrom([]Dissimilarity{StandardDissimilarity, {3, 1, 1}, {1, 2, 0.5}, {0, 1, 1}, {1, 0, 2}})
}

// TestAlignIsOptimal holds the search against all partitions, and, with hardly
// any states, its bounds.
func TestAlignIsOptimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "coders")
		coders := lists(n, 8/n).Draw(t, "units")
		d := dissimilarities().Draw(t, "dissimilarity")
		want := newProblem(marks(coders, labelNumbers(coders...)), d).leastDisorder(0, nil)
		a := Align(coders, d, 0)
		if !a.Exact() || !near(a.Sum, want) {
			t.Fatalf("sum %v, low %v, want %v", a.Sum, a.Low, want)
		}
		if hasty := Align(coders, d, 1); hasty.Low > want+1e-9 || hasty.Sum < want-1e-9 {
			t.Fatalf("with one state from %v to %v, and the least is %v", hasty.Low, hasty.Sum, want)
		}
		seen := map[Member]int{}
		for _, set := range a.Sets {
			for i, m := range set {
				seen[m]++
				if i > 0 && set[i-1].Coder >= m.Coder {
					t.Fatalf("set %v has a coder twice or out of order", set)
				}
			}
		}
		for c, units := range coders {
			for i := range units {
				if seen[Member{c, i}] != 1 {
					t.Fatalf("unit %d of coder %d is in %d sets", i, c, seen[Member{c, i}])
				}
			}
		}
	})
}

// TestAlignLongText holds the search, which here keeps few of many states,
// against a text made of pieces that are too far apart to meet.
func TestAlignLongText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(lists(3, 3), 2, 40).Draw(t, "pieces")
		whole, want := make([][]Unit, 3), 0.0
		for i, piece := range pieces {
			want += Align(piece, StandardDissimilarity, 0).Sum
			for c, units := range piece {
				for _, u := range units {
					whole[c] = append(whole[c], unit(u.Start+1000*i, u.End+1000*i, u.Label))
				}
			}
		}
		if a := Align(whole, StandardDissimilarity, 0); !a.Exact() || !near(a.Sum, want) {
			t.Fatalf("sum %v, low %v, want %v", a.Sum, a.Low, want)
		}
	})
}

func TestGammaInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 4).Draw(t, "coders")
		articles := rapid.SliceOfN(lists(n, 6), 1, 3).Draw(t, "articles")
		var others [][][]Unit
		for _, a := range shuffled(t, articles) {
			others = append(others, shuffledAll(t, a))
		}
		o := GammaOptions{Samples: 3, Seed: 1}
		want, err := MeasureGamma(t.Context(), articles, o)
		if err != nil {
			t.Fatal(err)
		}
		got, err := MeasureGamma(t.Context(), others, o)
		if err != nil {
			t.Fatal(err)
		}
		mustBe(t, "gamma", got.Value, want.Value)
		mustBe(t, "gamma-cat", got.Category, want.Category)
		if got.Sets != want.Sets || !slices.EqualFunc(got.Samples, want.Samples, near) {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}

// What is put together for a sample is what comes of aligning the sample anew
// and its samples of chance with it.
func TestGammaOfSamples(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 3).Draw(t, "coders")
		articles := rapid.SliceOfN(lists(n, 4), 1, 5).Draw(t, "articles")
		o := GammaOptions{Samples: 3, Seed: rapid.Uint64().Draw(t, "seed")}
		whole, of, err := GammaOf(t.Context(), articles, o)
		if err != nil {
			t.Fatal(err)
		}
		all := slices.Collect(rangeOf(len(articles)))
		if gamma, category := of(all); gamma != whole.Value || category != whole.Category {
			t.Fatalf("all articles give %+v and %+v, want %+v and %+v", gamma, category, whole.Value, whole.Category)
		}
		picks, picked := sample(t, articles)
		var observed []Alignment
		for _, a := range picked {
			observed = append(observed, Align(a, StandardDissimilarity, 0))
		}
		canonical, order := canonical(articles)
		s := newSampler(canonical)
		var samples [][]Alignment
		for k := range o.Samples {
			drawn := s.draw(n, o.Seed, k)
			var sample []Alignment
			for _, i := range picks {
				sample = append(sample, newProblem(drawn[slices.Index(order, i)], StandardDissimilarity).align(0))
			}
			samples = append(samples, sample)
		}
		want := NewGamma(observed, samples)
		gamma, category := of(picks)
		mustBe(t, "gamma", gamma, want.Value)
		mustBe(t, "gamma-cat", category, want.Category)
	})
}

// Samples of chance stay with their articles in a resample. Drawn anew for each,
// they put the interval where it is anyway.
func TestGammaOfSamplesIsLikeSamplingAnew(t *testing.T) {
	articles := articlesOf(30)
	o := GammaOptions{Samples: 10, Seed: 1}
	_, of, err := GammaOf(t.Context(), articles, o)
	if err != nil {
		t.Fatal(err)
	}
	kept := Bootstrap(len(articles), 100, 2, func(picks []int) []Value {
		gamma, category := of(picks)
		return []Value{gamma, category}
	})
	anew := Bootstrap(len(articles), 100, 2, func(picks []int) []Value {
		o := GammaOptions{Samples: o.Samples, Seed: uint64(picks[0] + 30*picks[1])}
		var picked [][][]Unit
		for _, i := range picks {
			picked = append(picked, articles[i])
		}
		g, err := MeasureGamma(t.Context(), picked, o)
		if err != nil {
			t.Fatal(err)
		}
		return []Value{g.Value, g.Category}
	})
	for i, k := range kept {
		n, width := anew[i], anew[i].High-anew[i].Low
		if math.Abs(k.Low-n.Low) > width/4 || math.Abs(k.High-n.High) > width/4 {
			t.Errorf("the interval is %+v, with samples drawn anew %+v", k, n)
		}
	}
}

func TestGammaOfIdenticalCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := units(8).Draw(t, "units")
		g, err := MeasureGamma(t.Context(), [][][]Unit{{units, shuffled(t, units), units}}, GammaOptions{Samples: 2})
		if err != nil {
			t.Fatal(err)
		}
		if g.Value.Defined() != (len(units) > 0) {
			t.Fatalf("gamma = %+v of %d units", g.Value, len(units))
		}
		isOne(t, "gamma", g.Value)
		isOne(t, "gamma-cat", g.Category)
	})
}

// TestGammaBetween wants bounds, and no number, where the states do not suffice.
func TestGammaBetween(t *testing.T) {
	r := random()
	crowd := make([][]Unit, 3)
	for c := range crowd {
		for range 40 {
			start := r.IntN(60)
			crowd[c] = append(crowd[c], unit(start, start+1+r.IntN(20), benchLabels[r.IntN(4)]))
		}
	}
	g, err := MeasureGamma(t.Context(), [][][]Unit{crowd}, GammaOptions{Samples: 2, States: 5000})
	if err != nil {
		t.Fatal(err)
	}
	if g.Value.Defined() || !(g.Low < g.High) || g.High > 1 || math.IsInf(g.Low, 0) {
		t.Errorf("gamma = %+v from %v to %v, want bounds only", g.Value, g.Low, g.High)
	}
}

func TestGammaPrecision(t *testing.T) {
	text := [][][]Unit{textOf(random(), 3, 30)}
	measure := func(o GammaOptions) Gamma {
		t.Helper()
		g, err := MeasureGamma(t.Context(), text, o)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	plain := measure(GammaOptions{Seed: 7})
	if len(plain.Samples) != DefaultSamples || plain.Precision <= 0 {
		t.Errorf("%d samples, precision %v", len(plain.Samples), plain.Precision)
	}
	if diff := cmp.Diff(plain, measure(GammaOptions{Seed: 7})); diff != "" {
		t.Errorf("the same seed gave another gamma (-first +second):\n%s", diff)
	}
	fine := measure(GammaOptions{Seed: 7, Precision: plain.Precision / 2})
	if n := len(fine.Samples); n < 3*DefaultSamples || n > 5*DefaultSamples {
		t.Errorf("%d samples for twice the precision of %d", n, DefaultSamples)
	}
	if diff := cmp.Diff(plain.Samples, fine.Samples[:DefaultSamples]); diff != "" {
		t.Errorf("the first samples differ (-plain +fine):\n%s", diff)
	}
}

func TestGammaStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := MeasureGamma(ctx, [][][]Unit{textOf(random(), 3, 5)}, GammaOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestGammaUndefined(t *testing.T) {
	for name, articles := range map[string][][][]Unit{
		"no article": nil, "no coder": {{}}, "nobody marked": {{nil, nil, nil}}, "one coder": {{{unit(0, 3, "A")}}},
	} {
		g, err := MeasureGamma(t.Context(), articles, GammaOptions{Samples: 2})
		if err != nil {
			t.Fatal(err)
		}
		if g.Value.Defined() || g.Category.Defined() {
			t.Errorf("%s: %+v, want undefined", name, g)
		}
	}
}
