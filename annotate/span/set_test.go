package span

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

type entries = []Entry[int]

// genEntries draws up to 200 entries over a text of 300 bytes, many of them overlapping.
var genEntries = rapid.Custom(func(t *rapid.T) entries {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Entry[int] {
		start := rapid.IntRange(0, 300).Draw(t, "start")
		length := rapid.OneOf(rapid.IntRange(1, 12), rapid.IntRange(1, 300)).Draw(t, "length")
		return Entry[int]{Span{start, start + length}, rapid.IntRange(0, 5).Draw(t, "key")}
	}), 0, 200).Draw(t, "entries")
})

func TestSetIsSortedAndStable(t *testing.T) {
	s := NewSet(entries{{Span{5, 9}, 1}, {Span{0, 3}, 2}, {Span{5, 7}, 3}, {Span{5, 9}, 0}})
	want := entries{{Span{0, 3}, 2}, {Span{5, 7}, 3}, {Span{5, 9}, 1}, {Span{5, 9}, 0}}
	if d := cmp.Diff(want, entries(slices.Collect(s.All()))); d != "" {
		t.Error(d)
	}
}

func TestWindowIsEveryOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := NewSet(genEntries.Draw(t, "set"))
		from := rapid.IntRange(0, 400).Draw(t, "from")
		w := Span{from, from + rapid.IntRange(0, 80).Draw(t, "length")}
		var want entries
		for e := range s.All() {
			if w.Len() > 0 && e.Overlaps(w) {
				want = append(want, e)
			}
		}
		if got := slices.Collect(s.Window(w)); w.Len() > 0 && !slices.Equal(got, want) {
			t.Fatalf("window %v is %v, not %v", w, got, want)
		}
	})
}

func TestReplaceByDiffGivesTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := genEntries.Draw(t, "old")
		old := NewSet(slices.Clone(list))
		kept := rapid.IntRange(0, len(list)).Draw(t, "kept")
		now := NewSet(append(slices.Clone(list[:kept]), genEntries.Draw(t, "new")...))
		before := slices.Collect(old.All())

		removed, added := Diff(old, now)
		got := old.Replace(removed, added)
		if r, a := Diff(got, now); len(r)+len(a) > 0 {
			t.Fatalf("after Replace still to remove %v, to add %v", r, a)
		}
		if !slices.IsSortedFunc(slices.Collect(got.All()), func(a, b Entry[int]) int { return Compare(a.Span, b.Span) }) {
			t.Fatal("Replace left the set out of order")
		}
		if !slices.Equal(before, slices.Collect(old.All())) {
			t.Fatal("Replace changed the old set")
		}
		if r, a := Diff(now, now); len(r)+len(a) > 0 {
			t.Fatal("a set differs from itself")
		}
	})
}

func TestOneByOneIsAsANewSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var got Set[int]
		var model entries
		for range rapid.IntRange(0, 600).Draw(t, "steps") {
			if len(model) > 0 && rapid.IntRange(0, 3).Draw(t, "remove") == 0 {
				i := rapid.IntRange(0, len(model)-1).Draw(t, "at")
				got = got.Replace(model[i:i+1], nil)
				model = slices.Delete(model, i, i+1)
				continue
			}
			start := rapid.IntRange(0, 20).Draw(t, "start")
			e := Entry[int]{Span{start, start + rapid.IntRange(1, 3).Draw(t, "length")}, len(model)}
			got = got.Replace(nil, entries{e})
			model = append(model, e)
		}
		if r, a := Diff(got, NewSet(slices.Clone(model))); len(r)+len(a) > 0 || got.Len() != len(model) {
			t.Fatalf("to remove %v, to add %v, %d entries of %d", r, a, got.Len(), len(model))
		}
		at := rapid.IntRange(0, 24).Draw(t, "offset")
		list := append(slices.Collect(got.Before(at)), slices.Collect(got.From(at))...)
		slices.Reverse(list[:len(slices.Collect(got.Before(at)))])
		if !slices.Equal(list, slices.Collect(got.All())) {
			t.Fatalf("what lies before %d and from there on is not the whole set", at)
		}
	})
}

func TestReplaceIsAsANewSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, more := genEntries.Draw(t, "old"), genEntries.Draw(t, "added")
		got := NewSet(slices.Clone(list)).Replace(nil, more)
		want := NewSet(append(slices.Clone(list), more...))
		if d := cmp.Diff(slices.Collect(want.All()), slices.Collect(got.All())); d != "" {
			t.Fatal(d)
		}
	})
}

func TestStackLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var spans []Span
		for _, e := range genEntries.Draw(t, "spans") {
			spans = append(spans, e.Span)
		}
		rows := Stack(spans)
		for i, a := range spans {
			for j, b := range spans[:i] {
				if a.Overlaps(b) && rows[i] == rows[j] {
					t.Fatalf("%v and %v share row %d", a, b, rows[i])
				}
				if a.Covers(b) && a.Len() > b.Len() && rows[i] <= rows[j] {
					t.Fatalf("%v covers %v but lies in row %d, not above %d", a, b, rows[i], rows[j])
				}
			}
		}
		// A span that is longer than all others moves none of them.
		long := Span{0, 1000}
		if more := Stack(append(slices.Clone(spans), long)); !slices.Equal(more[:len(spans)], rows) {
			t.Fatal("a longer span moved shorter ones")
		}
	})
}

func TestStack(t *testing.T) {
	tests := map[string]struct {
		spans []Span
		want  []int
	}{
		"apart":                      {[]Span{{0, 3}, {3, 6}}, []int{0, 0}},
		"nested":                     {[]Span{{0, 10}, {2, 5}}, []int{1, 0}},
		"nested five deep":           {[]Span{{0, 50}, {5, 45}, {10, 40}, {15, 35}, {20, 30}}, []int{4, 3, 2, 1, 0}},
		"crossing":                   {[]Span{{0, 6}, {4, 8}}, []int{1, 0}},
		"same place, first is first": {[]Span{{0, 6}, {0, 6}}, []int{0, 1}},
	}
	for name, tt := range tests {
		if got := Stack(tt.spans); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func BenchmarkWindow50000(b *testing.B) {
	s := big(50000)
	b.ReportAllocs()
	for b.Loop() {
		for range s.Window(Span{4_900_000, 4_902_000}) {
		}
	}
}

func BenchmarkReplace50000(b *testing.B) {
	s := big(50000)
	one := entries{{Span{2_500_001, 2_500_005}, 7}}
	b.ReportAllocs()
	for b.Loop() {
		s.Replace(nil, one)
	}
}

func big(n int) Set[int] {
	list := make(entries, n)
	for i := range list {
		list[i] = Entry[int]{Span{i * 100, i*100 + 12}, i}
	}
	return NewSet(list)
}
