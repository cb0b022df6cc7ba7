// Package span holds ranges of text and what can be computed from them alone.
// Offsets are bytes into an article's UTF-8 body.
package span

import (
	"cmp"
	"encoding/json"
	"fmt"
)

// Span is the half-open range of bytes [Start, End).
type Span struct{ Start, End int }

// Len is the number of bytes covered.
func (s Span) Len() int { return s.End - s.Start }

// Contains tells whether the byte at offset lies in s.
func (s Span) Contains(offset int) bool { return s.Start <= offset && offset < s.End }

// Covers tells whether t lies wholly in s.
func (s Span) Covers(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps tells whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// MarshalJSON writes the span as [start,end], the form of the transaction log.
func (s Span) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%d,%d]", s.Start, s.End), nil
}

// UnmarshalJSON reads the form that MarshalJSON writes.
func (s *Span) UnmarshalJSON(data []byte) error {
	var pair []int
	if err := json.Unmarshal(data, &pair); err != nil {
		return fmt.Errorf("a span is [start,end]: %w", err)
	}
	if len(pair) != 2 {
		return fmt.Errorf("a span is [start,end], not %d numbers", len(pair))
	}
	s.Start, s.End = pair[0], pair[1]
	return nil
}

// Compare orders by start, then the shorter first.
func Compare(a, b Span) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// Hull is the smallest span that covers all fragments, which are in order.
// Of no fragments it is the zero span.
func Hull(fragments []Span) Span {
	if len(fragments) == 0 {
		return Span{}
	}
	return Span{fragments[0].Start, fragments[len(fragments)-1].End}
}
