package span_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"galley/annotate/span"
)

// covered is the set of offsets that spans cover.
func covered(spans []span.Span) map[int]bool {
	out := map[int]bool{}
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			out[i] = true
		}
	}
	return out
}

func drawSpan(t *rapid.T) span.Span {
	start := rapid.IntRange(0, 30).Draw(t, "start")
	return span.Span{Start: start, End: start + rapid.IntRange(0, 8).Draw(t, "length")}
}

func TestUnionAndWithout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans := rapid.SliceOfN(rapid.Custom(drawSpan), 0, 6).Draw(t, "spans")
		union := span.Union(spans...)
		for i, s := range union {
			if s.Len() == 0 || i > 0 && union[i-1].End >= s.Start {
				t.Fatalf("the union %v is empty or touches somewhere", union)
			}
		}
		want := covered(spans)
		if got := covered(union); len(got) != len(want) {
			t.Fatalf("the union of %v is %v", spans, union)
		}
		taken := drawSpan(t)
		left := span.Without(union, taken)
		for i := taken.Start; i < taken.End; i++ {
			delete(want, i)
		}
		if got := covered(left); len(got) != len(want) {
			t.Fatalf("%v without %v is %v", union, taken, left)
		}
		if taken.Len() == 0 && !slices.Equal(left, union) {
			t.Fatalf("taking nothing out of %v leaves %v", union, left)
		}
	})
}
