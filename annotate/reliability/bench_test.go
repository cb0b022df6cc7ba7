package reliability

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"galley/annotate"
)

// bench is a corpus of two people with 25 mentions, 6 events and some chains in
// each article, of which one in eight differs.
func bench(articles int) *corpus {
	r := rand.New(rand.NewPCG(1, 2))
	labels := []string{"PER", "ORG", "LOC", "FAC", "TIME", "COUNT"}
	c := newCorpus("ada", "ben")
	for range articles {
		var layers []layer
		seed := r.Uint64()
		for _, name := range []string{"ada", "ben"} {
			own := rand.New(rand.NewPCG(seed, 0))
			items := []annotate.Item{entity("e"), entity("f")}
			for i := range 25 {
				m := mention(fmt.Sprint("m", i), 2+4*i, 4+4*i, labels[own.IntN(len(labels))])
				if i%4 == 0 {
					m.Entity = []annotate.ID{"e", "f"}[own.IntN(2)]
				}
				if r.IntN(8) > 0 {
					items = append(items, m)
				}
			}
			for i := range 6 {
				items = append(items, attack(fmt.Sprint("v", i), 2+15*i, fills("Target", fmt.Sprint("m", own.IntN(25))), fills("Attacker", fmt.Sprint("m", own.IntN(25)))))
			}
			layers = append(layers, by(name, append(items, says("tone", "grim"))...))
		}
		c.article(layers...)
	}
	return c
}

// BenchmarkMeasure measures everything of a project, with intervals and gamma,
// once it is read. units/article is what a read project keeps in memory.
func BenchmarkMeasure(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := bench(n)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			s := study(b, c, Options{})
			runtime.GC()
			runtime.ReadMemStats(&after)
			runtime.KeepAlive(c)
			b.ResetTimer()
			for b.Loop() {
				if _, err := s.Measure(b.Context(), Options{Seed: 1}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/float64(n), "B/article")
		})
	}
}
