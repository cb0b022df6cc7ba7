package review

import (
	"fmt"
	"strings"
	"testing"

	"galley/annotate"
	"galley/annotate/span"
)

// made are two coders who differ at every fourth of n mentions, with an event to each ten.
func made(n int) (*annotate.Article, []annotate.Layer) {
	a := annotate.NewArticle(annotate.Article{ID: "a"}, strings.Repeat("word ", n+10))
	var layers []annotate.Layer
	for c, coder := range []annotate.ID{"ada", "ben"} {
		var items []annotate.Item
		for i := range n {
			m := &annotate.Mention{ID: annotate.ID(fmt.Sprint("m", i)), Label: "A", Spans: []span.Span{{Start: 5 * i, End: 5*i + 4}}}
			if i%4 == c {
				m.Label = "B"
			}
			items = append(items, m)
			if i%10 == 9 {
				items = append(items, &annotate.Event{ID: annotate.ID(fmt.Sprint("v", i)), Type: "E", Trigger: m.Spans,
					Arguments: []annotate.Argument{{Role: "R", Target: annotate.ID(fmt.Sprint("m", i-c))}, {Role: "S", Target: m.ID}}})
			}
		}
		layers = append(layers, layer(coder, items...))
	}
	return a, layers
}

func BenchmarkCompare(b *testing.B) {
	for _, n := range []int{25, 250, 2500} {
		_, layers := made(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for range b.N {
				Compare(layers)
			}
		})
	}
}

// BenchmarkDecide is what a key costs on the review page before the next frame,
// in an article half of which is decided.
func BenchmarkDecide(b *testing.B) {
	for _, n := range []int{25, 250, 2500} {
		a, layers := made(n)
		c := Compare(layers)
		k := NewCase(c, annotate.Document{Article: a, Layer: annotate.Layer{ID: annotate.LayerID{Article: "a", Annotator: "judge", Kind: annotate.Gold}}}, nil)
		next := stamps()
		var decisions []*annotate.Decision
		take := Choice{Act: annotate.TookReading, Readings: []int{0}}
		for i := range len(k.Sets) / 2 {
			out, err := k.Decide(i, take, next())
			if err != nil {
				b.Fatal(err)
			}
			k.Took(i, out)
			decisions = append(decisions, out.Decision)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for range b.N {
				desk := NewCase(c, k.Gold, decisions)
				out, err := desk.Decide(len(desk.Sets)-1, take, next())
				if err != nil {
					b.Fatal(err)
				}
				desk.Took(len(desk.Sets)-1, out)
				desk.Finish()
				for i := range desk.Sets {
					desk.Verdict(i)
				}
			}
		})
	}
}
