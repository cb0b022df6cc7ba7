// Package disjoint parts numbers into sets that do not overlap.
package disjoint

// Sets are sets of the numbers from 0 that were added, at first each in a set of
// its own (Tarjan 1975).
type Sets struct{ parent []int32 }

// Add adds the next number and returns it.
func (s *Sets) Add() int32 {
	n := int32(len(s.parent))
	s.parent = append(s.parent, n)
	return n
}

// First is the smallest number of the set that x is in.
func (s *Sets) First(x int32) int32 {
	for s.parent[x] != x {
		s.parent[x] = s.parent[s.parent[x]]
		x = s.parent[x]
	}
	return x
}

// Same tells whether a and b are in one set.
func (s *Sets) Same(a, b int32) bool { return s.First(a) == s.First(b) }

// Join makes one set of those that a and b are in.
func (s *Sets) Join(a, b int32) {
	a, b = s.First(a), s.First(b)
	s.parent[max(a, b)] = min(a, b)
}

// Break puts each of the members of a set, all of them, into a set of its own.
func (s *Sets) Break(members []int32) {
	for _, m := range members {
		s.parent[m] = m
	}
}

// Members are the sets in order of their first numbers.
func (s *Sets) Members() [][]int32 {
	at := make([]int, len(s.parent))
	var out [][]int32
	for i := range s.parent {
		first := s.First(int32(i))
		if first == int32(i) {
			at[i] = len(out)
			out = append(out, nil)
		}
		out[at[first]] = append(out[at[first]], int32(i))
	}
	return out
}
