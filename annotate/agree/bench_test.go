package agree

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"galley/annotate/span"
)

var benchLabels = []string{"EVENT", "LOC", "ORG", "PER"}

// textOf makes coders who mark n units each in one text, mostly the same ones.
func textOf(r *rand.Rand, coders, n int) [][]Unit {
	lists := make([][]Unit, coders)
	at := 0
	for range n {
		at += 5 + r.IntN(40)
		length := 2 + r.IntN(24)
		label := benchLabels[r.IntN(len(benchLabels))]
		for c := range lists {
			u := Unit{Span: span.Span{Start: at, End: at + length}, Label: label}
			switch r.IntN(10) {
			case 0:
				continue
			case 1:
				u.Start, u.End = u.Start-min(2, u.Len()-1), u.End+1
			case 2:
				u.Label = benchLabels[r.IntN(len(benchLabels))]
			case 3:
				u.Start += u.Len() / 2
			}
			lists[c] = append(lists[c], u)
		}
		at += length
	}
	return lists
}

func random() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// BenchmarkAlphaItems: 1,000,000 items of 5 coders in 0.2 s.
func BenchmarkAlphaItems(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := random()
			t := Table[string]{Book: benchLabels, Coders: 5, Codes: make([]int32, 5*n)}
			for i := range t.Codes {
				t.Codes[i] = int32(max(Missing, r.IntN(9)-4) % 4)
			}
			for b.Loop() {
				NominalAlpha(t)
			}
		})
	}
}

// BenchmarkAlphaUnits: 10,000 units of two coders together in 20 ms, by the alpha of 1995 and by the family of 2016.
func BenchmarkAlphaUnits(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		lists := textOf(random(), 2, n/2)
		text := Continuum{Begin: 0, End: n * 50, Coders: [][]Unit{apart(lists[0]), apart(lists[1])}}
		b.Run(fmt.Sprintf("1995/%d", n), func(b *testing.B) {
			for b.Loop() {
				AlphaU1995(text)
			}
		})
		b.Run(fmt.Sprintf("2016/%d", n), func(b *testing.B) {
			for b.Loop() {
				Alpha2016(text)
			}
		})
	}
}

// BenchmarkGammaArticles: gamma of two coders over articles of 25 units each.
func BenchmarkGammaArticles(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		articles := articlesOf(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := MeasureGamma(b.Context(), articles, GammaOptions{Seed: 1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkBootstrapUnits: 1000 resamples of the alphas of units and of gamma,
// over articles of 25 units with 10,000 units in all.
func BenchmarkBootstrapUnits(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		articles := articlesOf(n / 25)
		texts := make([]Continuum, len(articles))
		for i, a := range articles {
			texts[i] = Continuum{Begin: 0, End: 3000, Coders: [][]Unit{apart(a[0]), apart(a[1])}}
		}
		b.Run(fmt.Sprintf("1995/%d", n), func(b *testing.B) {
			for b.Loop() {
				of := AlphaU1995Of(texts)
				Bootstrap(len(texts), Resamples, 1, func(picks []int) []Value {
					all, perLabel := of(picks)
					return append(perLabel, all)
				})
			}
		})
		b.Run(fmt.Sprintf("2016/%d", n), func(b *testing.B) {
			for b.Loop() {
				of := Alpha2016Of(texts)
				Bootstrap(len(texts), Resamples, 1, func(picks []int) []Value {
					family := of(picks)
					return []Value{family.Nominal, family.Binary, family.Coded}
				})
			}
		})
		_, of, err := GammaOf(b.Context(), articles, GammaOptions{Seed: 1})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("gamma/%d", n), func(b *testing.B) {
			for b.Loop() {
				Bootstrap(len(articles), Resamples, 1, func(picks []int) []Value {
					gamma, category := of(picks)
					return []Value{gamma, category}
				})
			}
		})
	}
}

// apart leaves out units that overlap one before.
func apart(units []Unit) []Unit {
	var out []Unit
	for _, u := range sorted(units) {
		if len(out) == 0 || out[len(out)-1].End <= u.Start {
			out = append(out, u)
		}
	}
	return out
}

func articlesOf(n int) [][][]Unit {
	r := random()
	articles := make([][][]Unit, n)
	for i := range articles {
		articles[i] = textOf(r, 2, 25)
	}
	return articles
}

// BenchmarkSpans: all four schemes over 10,000 articles of 25 mentions by 2 coders in 0.3 s.
func BenchmarkSpans(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		articles := articlesOf(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				var c SpanCounts
				for _, a := range articles {
					c = c.Add(CountSpans(a[0], a[1]))
				}
				c.StrictF1()
			}
		})
	}
}

// BenchmarkBootstrapSpans: 1000 resamples of all four schemes over 10,000 articles in 1 s.
func BenchmarkBootstrapSpans(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		var counts []SpanCounts
		for _, a := range articlesOf(n) {
			counts = append(counts, CountSpans(a[0], a[1]))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Bootstrap(n, Resamples, 1, func(picks []int) []Value {
					var c SpanCounts
					for _, i := range picks {
						c = c.Add(counts[i])
					}
					return []Value{c.StrictF1(), c.ExactF1(), c.TypeF1(), c.PartialF1()}
				})
			}
		})
	}
}

// BenchmarkGamma: 30 samples over 3 coders of 200 units in 1 s, of 2,000 units in 10 s.
func BenchmarkGamma(b *testing.B) {
	for _, n := range []int{20, 200, 2000} {
		text := textOf(random(), 3, n)
		b.Run(fmt.Sprintf("3x%d", n), func(b *testing.B) {
			for b.Loop() {
				g, err := MeasureGamma(b.Context(), [][][]Unit{text}, GammaOptions{Seed: 1})
				if err != nil || !g.Value.Defined() {
					b.Fatal(g.Value, err)
				}
			}
		})
	}
}
