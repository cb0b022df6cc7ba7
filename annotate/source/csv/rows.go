package csv

import (
	"bufio"
	"io"
)

// Rows reads the rows of a table that a format of annotations is made of.
type Rows struct{ s *scanner }

// NewRows reads a table with commas between its cells. A byte order mark is dropped.
func NewRows(r io.Reader) *Rows {
	in := bufio.NewReader(r)
	if mark, _ := in.Peek(3); string(mark) == "\uFEFF" {
		_, _ = in.Discard(3) // they are there
	}
	return &Rows{newScanner(in, ',')}
}

// Next is the next row that is not an empty line; io.EOF after the last.
func (r *Rows) Next() ([]string, error) { return r.s.next() }

// Line is the number of the line, from 1, in which that row began.
func (r *Rows) Line() int { return r.s.start }
