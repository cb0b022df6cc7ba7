// Package spool keeps what has to wait for its turn: a little in memory, more in
// a temporary file.
package spool

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// Spool is bytes that are written one after the other and then read. Its zero
// value is empty; Close takes its file away.
type Spool struct {
	buffer bytes.Buffer
	file   *os.File
	size   int64 // in bytes
}

// maxBuffer is how many bytes of a spool are in memory.
const maxBuffer = 256 << 10

// Write adds p.
func (s *Spool) Write(p []byte) (int, error) {
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
func (s *Spool) flush() error {
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

// Len is how many bytes were written.
func (s *Spool) Len() int64 { return s.size }

// Reader reads all of it from the start. Nothing may be written meanwhile.
func (s *Spool) Reader() io.Reader {
	held := bytes.NewReader(s.buffer.Bytes())
	if s.file == nil {
		return held
	}
	return io.MultiReader(io.NewSectionReader(s.file, 0, s.size-held.Size()), held)
}

// Close takes the file away, if there is one.
func (s *Spool) Close() error {
	if s.file == nil {
		return nil
	}
	err := errors.Join(s.file.Close(), os.Remove(s.file.Name()))
	s.file = nil
	return err
}
