package story

import (
	"cmp"
	"slices"

	"galley/annotate"
)

// sets parts numbers into sets that do not overlap (Tarjan 1975).
type sets struct{ parent []int32 }

func newSets(n int) *sets {
	s := &sets{make([]int32, n)}
	for i := range s.parent {
		s.parent[i] = int32(i)
	}
	return s
}

// first is the smallest number of the set that x is in.
func (s *sets) first(x int32) int32 {
	for s.parent[x] != x {
		s.parent[x] = s.parent[s.parent[x]]
		x = s.parent[x]
	}
	return x
}

func (s *sets) same(a, b int32) bool { return s.first(a) == s.first(b) }

func (s *sets) join(a, b int32) {
	a, b = s.first(a), s.first(b)
	s.parent[max(a, b)] = min(a, b)
}

// members are the sets in order of their first members.
func (s *sets) members() [][]int32 {
	at := make([]int, len(s.parent))
	var out [][]int32
	for i := range s.parent {
		first := s.first(int32(i))
		if first == int32(i) {
			at[i] = len(out)
			out = append(out, nil)
		}
		out[at[first]] = append(out[at[first]], int32(i))
	}
	return out
}

// correct makes links hold.
func (f *Finder) correct(s *sets, links []*annotate.StoryLink) {
	number := make(map[annotate.ID]int32, len(f.ids))
	for i, id := range f.ids {
		number[id] = int32(i)
	}
	var joined, parted [][2]int32
	for _, l := range links {
		a, known := number[l.A]
		b, both := number[l.B]
		switch {
		case !known || !both:
		case l.Same:
			joined = append(joined, [2]int32{a, b})
			s.join(a, b)
		default:
			parted = append(parted, [2]int32{a, b})
		}
	}
	wrong := map[int32]bool{} // the stories that hold what is to be parted
	for _, p := range parted {
		if s.same(p[0], p[1]) {
			wrong[s.first(p[0])] = true
		}
	}
	if len(wrong) == 0 {
		return
	}
	for _, members := range s.members() {
		if wrong[members[0]] {
			f.part(s, members, joined, parted)
		}
	}
}

// part makes a story anew of its members: what is joined first, then the
// likest, unless that would bring together what is parted.
func (f *Finder) part(s *sets, members []int32, joined, parted [][2]int32) {
	for _, m := range members {
		s.parent[m] = m
	}
	for _, j := range joined {
		if slices.Contains(members, j[0]) {
			s.join(j[0], j[1])
		}
	}
	type pair struct {
		a, b     int32
		likeness float64
	}
	var pairs []pair
	for i, b := range members {
		for _, a := range members[:i] {
			if like := f.likeness(a, b); like >= Threshold {
				pairs = append(pairs, pair{a, b, like})
			}
		}
	}
	slices.SortStableFunc(pairs, func(x, y pair) int { return cmp.Compare(y.likeness, x.likeness) })
	for _, p := range pairs {
		a, b := s.first(p.a), s.first(p.b)
		if !slices.ContainsFunc(parted, func(q [2]int32) bool {
			x, y := s.first(q[0]), s.first(q[1])
			return x == a && y == b || x == b && y == a
		}) {
			s.join(a, b)
		}
	}
}
