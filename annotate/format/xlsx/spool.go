package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// spool keeps what is written to it: a little in memory, more in a temporary file.
type spool struct {
	buffer bytes.Buffer
	file   *os.File
	size   int64 // in bytes
}

// maxBuffer is how many bytes of a spool are in memory.
const maxBuffer = 256 << 10

func (s *spool) Write(p []byte) (int, error) {
	s.size += int64(len(p))
	if s.buffer.Len()+len(p) <= maxBuffer {
		return s.buffer.Write(p)
	}
	if err := s.flush(); err != nil {
		return 0, err
	}
	return s.file.Write(p)
}

// flush moves the buffer to the file.
func (s *spool) flush() error {
	if s.file == nil {
		f, err := os.CreateTemp("", "galley-*.tmp")
		if err != nil {
			return fmt.Errorf("making a temporary file: %w", err)
		}
		s.file = f
	}
	_, err := s.buffer.WriteTo(s.file)
	return err
}

// writeTo writes all of it to w.
func (s *spool) writeTo(w io.Writer) error {
	if s.file != nil {
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if _, err := io.Copy(w, s.file); err != nil {
			return err
		}
	}
	_, err := w.Write(s.buffer.Bytes())
	return err
}

// close takes the file away, if there is one.
func (s *spool) close() error {
	if s.file == nil {
		return nil
	}
	err := errors.Join(s.file.Close(), os.Remove(s.file.Name()))
	s.file = nil
	return err
}
