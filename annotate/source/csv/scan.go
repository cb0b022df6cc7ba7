package csv

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"galley/annotate/source"
)

// scanner splits a table into rows by RFC 4180: cells in quotes may hold
// delimiters, line ends and doubled quotes. encoding/csv is no choice: it drops
// the CR of line ends inside cells, and a stray quote makes it swallow the rest.
//
// Where a quote is not closed soundly, its row is refused and reading goes on
// in the line after the one that opened it.
type scanner struct {
	r     *bufio.Reader
	delim byte
	want  int // cells in a row, 0 until it is known
	sound int // rows given that had so many

	line   int      // number of the line read last, from 1
	start  int      // number of the line in which the row began
	pushed [][]byte // lines to be read again
	retry  int      // bytes that may still be read again, so that no file takes forever
	closed bool     // nothing more can be read
}

// maxRetry is how many bytes of a file are read again after broken quotes.
const maxRetry = 16 << 20

// rowError says why one row is refused. Reading can go on.
type rowError struct{ code, msg string }

func (e *rowError) Error() string { return e.msg }

// Codes of refused rows.
const (
	Ragged  = "ragged_row"
	Quote   = "bad_quote"
	TooLong = "too_large"
)

func newScanner(r io.Reader, delim byte) *scanner {
	s := &scanner{r: bufio.NewReaderSize(r, 64<<10), delim: delim, retry: maxRetry}
	if delim == 0 {
		s.sniff()
	}
	return s
}

// sniff takes the delimiter that stands most often in the first line, the comma if none does.
func (s *scanner) sniff() {
	head, _ := s.r.Peek(64 << 10) // an error comes again when it is read
	counts := map[byte]int{}
	quoted := false
	for _, b := range head {
		if b == '"' {
			quoted = !quoted
		}
		if b == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[b]++
		}
	}
	s.delim = ','
	for _, b := range []byte{';', '\t'} {
		if counts[b] > counts[s.delim] {
			s.delim = b
		}
	}
}

// next is the next row that is not an empty line; io.EOF after the last. A
// *rowError refuses one row only.
func (s *scanner) next() ([]string, error) {
	for {
		row, err := s.row()
		if err == nil && len(row) == 1 && row[0] == "" {
			continue
		}
		return row, err
	}
}

func (s *scanner) row() ([]string, error) {
	rest, err := s.readLine()
	s.start = s.line
	if err != nil {
		return nil, err
	}
	lines := [][]byte{rest}
	size := len(rest)
	var cells []string
	for {
		if len(rest) == 0 || rest[0] != '"' {
			i := bytes.IndexByte(rest, s.delim)
			if i < 0 {
				return append(cells, string(trimEnd(rest))), nil
			}
			cells = append(cells, string(rest[:i]))
			rest = rest[i+1:]
			continue
		}
		opened := len(lines) // lines up to the one with the opening quote
		var cell []byte
		for rest = rest[1:]; ; {
			i := bytes.IndexByte(rest, '"')
			if i >= 0 {
				cell, rest = append(cell, rest[:i]...), rest[i+1:]
				if len(rest) == 0 || rest[0] != '"' {
					break
				}
				cell, rest = append(cell, '"'), rest[1:]
				continue
			}
			cell = append(cell, rest...)
			if rest, err = s.readLine(); err == io.EOF {
				return nil, s.unclosed(lines[opened:])
			}
			if err != nil {
				return nil, err
			}
			if size += len(rest); size > source.MaxText {
				left := s.unread(append(lines[opened:], rest))
				return nil, &rowError{TooLong, fmt.Sprintf("the row is longer than %d MiB; a quote may not be closed", source.MaxText>>20) + left}
			}
			lines = append(lines, rest)
		}
		cells = append(cells, string(cell))
		switch {
		case len(trimEnd(rest)) == 0:
			return cells, nil
		case rest[0] != s.delim:
			at := s.start + opened - 1
			after := rest[0]
			left := s.unread(lines[opened:])
			return nil, &rowError{Quote, fmt.Sprintf("the quote that opens a cell in line %d is not closed soundly: %q follows where it closes", at, after) + left}
		}
		rest = rest[1:]
	}
}

// unclosed deals with a quote that the file ends in. The lines after it are
// read as rows if rows they seem to be: there were sound ones before it, and
// nine in ten of them have as many cells. Else they are the text of the cell,
// which nobody should take for rows.
func (s *scanner) unclosed(after [][]byte) error {
	at := s.line - len(after)
	fit, tried := 0, 0
	for _, line := range after[:min(len(after), 1000)] {
		if len(trimEnd(line)) == 0 {
			continue
		}
		tried++
		if s.cellsIn(line) == s.want {
			fit++
		}
	}
	switch {
	case tried == 0:
		return &rowError{Quote, fmt.Sprintf("the quote that opens a cell in line %d is never closed", at)}
	case s.sound > 0 && fit*10 >= tried*9:
		left := s.unread(after)
		return &rowError{Quote, fmt.Sprintf("the quote that opens a cell in line %d is never closed", at) + left}
	}
	s.closed = true
	return &rowError{Quote, fmt.Sprintf("the quote that opens a cell in line %d is never closed; nothing after it was read", at)}
}

// cellsIn counts the cells of a line that is a whole row.
func (s *scanner) cellsIn(line []byte) int {
	n, quoted := 1, false
	for _, b := range line {
		switch {
		case b == '"':
			quoted = !quoted
		case b == s.delim && !quoted:
			n++
		}
	}
	return n
}

// unread gives lines back, the last ones that were read, to be read again as
// rows of their own. Where that was done too often they are left out, and what
// it returns says so.
func (s *scanner) unread(lines [][]byte) string {
	size := 0
	for _, l := range lines {
		size += len(l)
	}
	if size > s.retry {
		return fmt.Sprintf("; the lines up to %d were left out with it", s.line)
	}
	s.retry -= size
	s.line -= len(lines)
	s.pushed = append(lines[:len(lines):len(lines)], s.pushed...)
	return ""
}

// readLine is the next line with its end, and io.EOF after the last.
func (s *scanner) readLine() ([]byte, error) {
	if len(s.pushed) > 0 {
		line := s.pushed[0]
		s.pushed = s.pushed[1:]
		s.line++
		return line, nil
	}
	if s.closed {
		return nil, io.EOF
	}
	var line []byte
	for long := false; ; {
		piece, err := s.r.ReadSlice('\n')
		if long = long || len(line)+len(piece) > source.MaxText; !long {
			line = append(line, piece...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && err != io.EOF:
			return nil, err
		case err == io.EOF && len(line) == 0 && !long:
			return nil, io.EOF
		}
		s.line++
		if long {
			return nil, &rowError{TooLong, fmt.Sprintf("the line is longer than %d MiB", source.MaxText>>20)}
		}
		return line, nil
	}
}

// trimEnd is line without its line end.
func trimEnd(line []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
}
