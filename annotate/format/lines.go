package format

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
)

// MaxLine is the longest line in bytes that Lines gives. An article of 1 MB
// with 10,000 mentions is a line of about 3 MB.
const MaxLine = 64 << 20

// Line is a line of a file.
type Line struct {
	Number  int    // from 1
	Text    []byte // without its end; valid until the next line. Nil if TooLong
	Offset  int64  // in bytes, of the end of the line
	TooLong bool   // the line is longer than MaxLine and was passed over
}

// Lines are the lines of r, which end at LF or CRLF and nowhere else: U+2028
// and its like may stand inside a JSON string. A byte order mark at the start
// is dropped. An error of r ends them.
func Lines(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		var l Line
		var buf []byte
		for {
			text, n, err := readLine(in, buf[:0])
			buf = text
			l.Number++
			l.Offset += int64(n)
			l.TooLong = n > MaxLine+2
			l.Text = text
			if l.TooLong {
				l.Text = nil
			}
			if l.Number == 1 {
				l.Text = bytes.TrimPrefix(l.Text, []byte("\uFEFF"))
			}
			if err != nil && !errors.Is(err, io.EOF) {
				yield(l, fmt.Errorf("reading line %d: %w", l.Number, err))
				return
			}
			if n > 0 && !yield(l, nil) || err != nil {
				return
			}
		}
	}
}

// readLine reads one line into buf, at most MaxLine bytes of it, and tells how many bytes it took.
func readLine(in *bufio.Reader, buf []byte) ([]byte, int, error) {
	n := 0
	for {
		part, err := in.ReadSlice('\n')
		n += len(part)
		if n <= MaxLine+2 {
			buf = append(buf, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			buf = bytes.TrimSuffix(buf, []byte("\n"))
			return bytes.TrimSuffix(buf, []byte("\r")), n, err
		}
	}
}
