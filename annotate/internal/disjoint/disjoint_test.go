package disjoint

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSets(t *testing.T) {
	var s Sets
	for range 7 {
		s.Add()
	}
	s.Join(5, 2)
	s.Join(6, 3)
	s.Join(6, 5)
	s.Join(2, 3)
	if !s.Same(3, 5) || s.Same(3, 4) || s.First(6) != 2 {
		t.Errorf("3 and 5: %v, 3 and 4: %v, first of 6: %d", s.Same(3, 5), s.Same(3, 4), s.First(6))
	}
	if diff := cmp.Diff([][]int32{{0}, {1}, {2, 3, 5, 6}, {4}}, s.Members()); diff != "" {
		t.Error(diff)
	}
	s.Break([]int32{2, 3, 5, 6})
	s.Join(0, 6)
	if diff := cmp.Diff([][]int32{{0, 6}, {1}, {2}, {3}, {4}, {5}}, s.Members()); diff != "" {
		t.Error(diff)
	}
}
