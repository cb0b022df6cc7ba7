package span

import (
	"iter"
	"slices"
	"sort"
)

// Entry is a span and what lies there.
type Entry[K comparable] struct {
	Span
	Key K
}

// Set is an immutable list of spans in the order of Compare; those of one span
// keep the order in which they were given. Its zero value is empty. Sets share
// what they have in common: a change copies one chunk and the list of chunks,
// so it costs hardly more in an article of 50,000 spans than in one of 50.
type Set[K comparable] struct {
	chunks []chunk[K]
	n      int
}

// chunk is a run of entries, never empty and never changed.
type chunk[K comparable] struct {
	entries []Entry[K]
	reach   int // the largest End among them
}

// full is how many entries a chunk has when it is made, twice that when it is cut.
const full = 128

// NewSet makes a set of entries, which it takes over.
func NewSet[K comparable](entries []Entry[K]) Set[K] {
	slices.SortStableFunc(entries, func(a, b Entry[K]) int { return Compare(a.Span, b.Span) })
	s := Set[K]{n: len(entries)}
	for part := range slices.Chunk(entries, full) {
		s.chunks = append(s.chunks, newChunk(slices.Clip(part)))
	}
	return s
}

func newChunk[K comparable](entries []Entry[K]) chunk[K] {
	c := chunk[K]{entries: entries}
	for _, e := range entries {
		c.reach = max(c.reach, e.End)
	}
	return c
}

// Len is the number of entries.
func (s Set[K]) Len() int { return s.n }

// All yields the entries in order.
func (s Set[K]) All() iter.Seq[Entry[K]] {
	return func(yield func(Entry[K]) bool) {
		for _, c := range s.chunks {
			for _, e := range c.entries {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// Window yields, in order, the entries that share a byte with w.
func (s Set[K]) Window(w Span) iter.Seq[Entry[K]] {
	return func(yield func(Entry[K]) bool) {
		for _, c := range s.chunks {
			if c.entries[0].Start >= w.End {
				return
			}
			if c.reach <= w.Start {
				continue
			}
			for _, e := range c.entries {
				if e.Overlaps(w) && !yield(e) {
					return
				}
			}
		}
	}
}

// From yields, in order, the entries that start at or after an offset.
func (s Set[K]) From(offset int) iter.Seq[Entry[K]] {
	return func(yield func(Entry[K]) bool) {
		first := max(0, s.find(Span{offset, 0})-1)
		for _, c := range s.chunks[min(first, len(s.chunks)):] {
			for _, e := range c.entries {
				if e.Start >= offset && !yield(e) {
					return
				}
			}
		}
	}
}

// Before yields, from the last on, the entries that start before an offset.
func (s Set[K]) Before(offset int) iter.Seq[Entry[K]] {
	return func(yield func(Entry[K]) bool) {
		for _, c := range slices.Backward(s.chunks[:s.find(Span{offset, 0})]) {
			for _, e := range slices.Backward(c.entries) {
				if e.Start < offset && !yield(e) {
					return
				}
			}
		}
	}
}

// find is the first chunk whose entries all come after those of span w, or at it.
func (s Set[K]) find(w Span) int {
	return sort.Search(len(s.chunks), func(i int) bool { return Compare(s.chunks[i].entries[0].Span, w) >= 0 })
}

// Replace is the set without removed and with added, each in any order. What
// is removed but not there is passed over. Added entries follow those of the
// same span.
func (s Set[K]) Replace(removed, added []Entry[K]) Set[K] {
	if len(removed)+len(added) > len(s.chunks) {
		return s.rebuilt(removed, added)
	}
	out := Set[K]{slices.Clone(s.chunks), s.n}
	for _, e := range removed {
		out.remove(e)
	}
	for _, e := range added {
		out.add(e)
	}
	return out
}

// rebuilt is Replace for many changes.
func (s Set[K]) rebuilt(removed, added []Entry[K]) Set[K] {
	gone := make(map[Entry[K]]int, len(removed))
	for _, e := range removed {
		gone[e]++
	}
	list := make([]Entry[K], 0, s.n+len(added))
	for e := range s.All() {
		if gone[e] > 0 {
			gone[e]--
			continue
		}
		list = append(list, e)
	}
	return NewSet(append(list, added...))
}

// remove takes an entry out. Entries of one span may lie in several chunks.
func (s *Set[K]) remove(e Entry[K]) {
	for i := max(0, s.find(e.Span)-1); i < len(s.chunks) && Compare(s.chunks[i].entries[0].Span, e.Span) <= 0; i++ {
		old := s.chunks[i].entries
		k := slices.Index(old, e)
		if k < 0 {
			continue
		}
		s.n--
		if len(old) == 1 {
			s.chunks = slices.Delete(s.chunks, i, i+1)
			return
		}
		s.chunks[i] = newChunk(slices.Concat(old[:k], old[k+1:]))
		return
	}
}

// add puts an entry behind those of its span.
func (s *Set[K]) add(e Entry[K]) {
	s.n++
	after := func(f Span) bool { return Compare(f, e.Span) > 0 }
	i := sort.Search(len(s.chunks), func(i int) bool { return after(s.chunks[i].entries[0].Span) }) - 1
	if i < 0 {
		if len(s.chunks) == 0 {
			s.chunks = []chunk[K]{newChunk([]Entry[K]{e})}
			return
		}
		i = 0
	}
	old := s.chunks[i].entries
	k := sort.Search(len(old), func(k int) bool { return after(old[k].Span) })
	list := slices.Insert(slices.Clip(old), k, e)
	if len(list) < 2*full {
		s.chunks[i] = newChunk(list)
		return
	}
	s.chunks[i] = newChunk(slices.Clip(list[:full]))
	s.chunks = slices.Insert(s.chunks, i+1, newChunk(slices.Clip(list[full:])))
}

// Diff is what must be removed from old and added to it to have the entries of
// now, each in order. Entries that changed their place among those of the same
// span are no difference.
func Diff[K comparable](old, now Set[K]) (removed, added []Entry[K]) {
	a, b := slices.Collect(old.All()), slices.Collect(now.All())
	for len(a) > 0 && len(b) > 0 {
		if a[0] == b[0] {
			a, b = a[1:], b[1:]
			continue
		}
		switch c := Compare(a[0].Span, b[0].Span); {
		case c < 0:
			removed, a = append(removed, a[0]), a[1:]
		case c > 0:
			added, b = append(added, b[0]), b[1:]
		default:
			i, j := sameSpan(a), sameSpan(b)
			removed = append(removed, without(a[:i], b[:j])...)
			added = append(added, without(b[:j], a[:i])...)
			a, b = a[i:], b[j:]
		}
	}
	return append(removed, a...), append(added, b...)
}

// sameSpan counts the entries at the head of list that bear its first span.
func sameSpan[K comparable](list []Entry[K]) int {
	n := 1
	for n < len(list) && list[n].Span == list[0].Span {
		n++
	}
	return n
}

// without are the entries of list that others lacks, counting repeated ones.
func without[K comparable](list, others []Entry[K]) []Entry[K] {
	have := make(map[K]int, len(others))
	for _, e := range others {
		have[e.Key]++
	}
	var out []Entry[K]
	for _, e := range list {
		if have[e.Key] > 0 {
			have[e.Key]--
			continue
		}
		out = append(out, e)
	}
	return out
}
