package story

import (
	"cmp"
	"slices"

	"galley/annotate"
	"galley/annotate/internal/disjoint"
)

// correct makes links hold.
func (f *Finder) correct(s *disjoint.Sets, links []*annotate.StoryLink) {
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
			s.Join(a, b)
		default:
			parted = append(parted, [2]int32{a, b})
		}
	}
	wrong := map[int32]bool{} // the stories that hold what is to be parted
	for _, p := range parted {
		if s.Same(p[0], p[1]) {
			wrong[s.First(p[0])] = true
		}
	}
	if len(wrong) == 0 {
		return
	}
	for _, members := range s.Members() {
		if wrong[members[0]] {
			f.part(s, members, joined, parted)
		}
	}
}

// part makes a story anew of its members: what is joined first, then the
// likest, unless that would bring together what is parted.
func (f *Finder) part(s *disjoint.Sets, members []int32, joined, parted [][2]int32) {
	s.Break(members)
	for _, j := range joined {
		if slices.Contains(members, j[0]) {
			s.Join(j[0], j[1])
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
		a, b := s.First(p.a), s.First(p.b)
		if !slices.ContainsFunc(parted, func(q [2]int32) bool {
			x, y := s.First(q[0]), s.First(q[1])
			return x == a && y == b || x == b && y == a
		}) {
			s.Join(a, b)
		}
	}
}
