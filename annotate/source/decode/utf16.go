package decode

import (
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	utf8Name = "UTF-8"
	utf16LE  = "UTF-16LE"
	utf16BE  = "UTF-16BE"
)

// utf16Reader gives UTF-8 for UTF-16. The decoder of golang.org/x/text puts
// U+FFFD where half a surrogate pair stands; this one gives an *Error.
type utf16Reader struct {
	r   io.Reader
	big bool
	at  int64 // bytes read before raw
	raw []byte
	out []byte
	err error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.fill()
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

// fill decodes the next piece into out, or sets err.
func (u *utf16Reader) fill() {
	chunk := make([]byte, 32<<10)
	n, err := io.ReadFull(u.r, chunk)
	last := err == io.EOF || err == io.ErrUnexpectedEOF
	if err != nil && !last {
		u.err = err
		return
	}
	u.raw = append(u.raw, chunk[:n]...)
	u.out = u.out[:0]
	used, err := u.decode(last)
	u.raw, u.at = u.raw[used:], u.at+int64(used)
	switch {
	case err != nil:
		u.err = err
	case last:
		u.err = io.EOF
	}
}

// decode appends what raw stands for and tells how many of its bytes that took.
// Unless raw is the last, half a pair at its end is left for the next time.
func (u *utf16Reader) decode(last bool) (int, error) {
	i := 0
	for ; i+1 < len(u.raw); i += 2 {
		r := rune(u.unit(i))
		if utf16.IsSurrogate(r) {
			if i+3 >= len(u.raw) && !last {
				return i, nil
			}
			pair := rune(utf8.RuneError)
			if i+3 < len(u.raw) {
				pair = utf16.DecodeRune(r, rune(u.unit(i+2)))
			}
			if pair == utf8.RuneError {
				return i, errorf(Encoding, "byte %d begins half a character; the file is no sound UTF-16", u.at+int64(i)+1)
			}
			r = pair
			i += 2
		}
		u.out = utf8.AppendRune(u.out, r)
	}
	if last && i < len(u.raw) {
		return i, errorf(Encoding, "the file is UTF-16 and ends in half a character; it may have been cut off")
	}
	return i, nil
}

func (u *utf16Reader) unit(i int) uint16 {
	if u.big {
		return binary.BigEndian.Uint16(u.raw[i:])
	}
	return binary.LittleEndian.Uint16(u.raw[i:])
}
