package main

import (
	"bytes"
	"io"
	"log"
)

// quietToolkit keeps from the user what the toolkit logs about desktops without
// a session bus: it works without one.
func quietToolkit(out io.Writer) {
	log.SetOutput(&sieve{out: out})
}

// sieve drops a message of the toolkit about the bus. The toolkit logs a
// message in several calls ("Fyne error:", "  Cause:", "  At:"), which go with the first.
type sieve struct {
	out      io.Writer
	dropping bool
}

func (s *sieve) Write(p []byte) (int, error) {
	switch {
	case bytes.Contains(p, []byte("Fyne error:")):
		s.dropping = bytes.Contains(p, []byte("D-Bus")) || bytes.Contains(p, []byte("watch theme settings"))
	case !bytes.Contains(p, []byte("Cause:")) && !bytes.Contains(p, []byte("At:")):
		s.dropping = false
	}
	if s.dropping {
		return len(p), nil
	}
	return s.out.Write(p)
}
