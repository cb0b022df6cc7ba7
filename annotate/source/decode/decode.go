// Package decode turns the bytes of a file into text. What it gives is valid
// UTF-8 and holds no character that was not in the file: bytes that cannot be
// read are an error with their place, never a silent U+FFFD.
package decode

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Codes of an Error, stable for scripts.
const (
	Empty    = "empty"            // no bytes
	Blank    = "blank"            // white space only
	Binary   = "binary"           // a picture, an archive, a program
	NUL      = "nul"              // U+0000, which no text holds and no database keeps
	BadUTF8  = "bad_utf8"         // UTF-8 but for some bytes
	Encoding = "unknown_encoding" // text in an encoding that could not be told
	TooLarge = "too_large"
)

// Error says why bytes cannot be read as text.
type Error struct {
	Code string
	Msg  string // a sentence without its full stop
}

func (e *Error) Error() string { return e.Msg }

func errorf(code, format string, args ...any) *Error {
	return &Error{code, fmt.Sprintf(format, args...)}
}

// Charset says how the bytes of a file stand for characters.
type Charset struct {
	Name    string // as IANA names it: "UTF-8", "UTF-16LE", "windows-1251"
	Guessed bool   // told by looking at the text, not by a mark; people should look at it too
	mark    int    // bytes of the byte order mark
	legacy  *charmap.Charmap
}

// Warning says in a sentence what was guessed; empty if nothing was.
func (c Charset) Warning() string {
	if !c.Guessed {
		return ""
	}
	return "the file is not UTF-8; it was read as " + c.Name + ", which its letters suggest"
}

// Reader gives UTF-8 for r, the file from its first byte, without its byte
// order mark. Bytes of a UTF-8 file pass as they are: who reads on checks each
// piece with CheckUTF8. A file in UTF-16 that breaks off gives an *Error.
func (c Charset) Reader(r io.Reader) io.Reader {
	r = &skipper{r: r, n: c.mark}
	switch {
	case c.Name == utf16LE || c.Name == utf16BE:
		return &utf16Reader{r: r, big: c.Name == utf16BE, at: int64(c.mark)}
	case c.legacy != nil:
		return c.legacy.NewDecoder().Reader(r)
	}
	return r
}

// skipper leaves out the first n bytes.
type skipper struct {
	r io.Reader
	n int
}

func (s *skipper) Read(p []byte) (int, error) {
	if s.n > 0 {
		n := s.n
		s.n = 0
		if _, err := io.CopyN(io.Discard, s.r, int64(n)); err != nil {
			return 0, err
		}
	}
	return s.r.Read(p)
}

// Bytes gives the text that data, a whole file, stands for. Text that is blank
// or that holds a NUL is an *Error too.
func Bytes(data []byte) (string, Charset, error) {
	c, err := Detect(bytes.NewReader(data))
	if err != nil {
		return "", c, err
	}
	var text string
	if c.Name == utf8Name {
		text = string(data[c.mark:])
	} else {
		all, err := io.ReadAll(c.Reader(bytes.NewReader(data)))
		if err != nil {
			return "", c, err
		}
		text = string(all)
	}
	if cut(text) {
		return "", c, &Error{BadUTF8, "the file ends in the middle of a character; it may have been cut off"}
	}
	return text, c, CheckText(text)
}

// cut tells whether text is UTF-8 but for a character at its end that has begun.
func cut(text string) bool {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if head, tail := text[:len(text)-n], text[len(text)-n:]; utf8.RuneStart(tail[0]) {
			return !utf8.FullRuneInString(tail) && utf8.ValidString(head)
		}
	}
	return false
}

// CheckText tells what keeps text from being an article's body: bytes that are
// no UTF-8, a NUL, nothing but white space.
func CheckText(text string) error {
	if err := CheckUTF8(text); err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return &Error{Blank, "the text is blank"}
	}
	return nil
}

// CheckUTF8 returns an *Error with the place of the first byte of s that is no UTF-8, or of its first NUL.
func CheckUTF8(s string) error {
	if !utf8.ValidString(s) {
		at := 0
		for at < len(s) {
			r, n := utf8.DecodeRuneInString(s[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		return errorf(BadUTF8, "byte %d (0x%02X) is not valid UTF-8", at+1, s[at])
	}
	if i := strings.IndexByte(s, 0); i >= 0 {
		return errorf(NUL, "byte %d is a NUL, which no text holds", i+1)
	}
	return nil
}
