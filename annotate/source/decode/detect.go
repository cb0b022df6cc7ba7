package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Detect reads r to its end and tells the encoding of the text in it.
//
// A byte order mark decides. Without one, NULs between the bytes mean UTF-16;
// then bytes that are all UTF-8 are; then bytes of which at least half are
// built like UTF-8 are UTF-8 with errors, which the reader of each piece names.
// The rest is an old one-byte encoding, told by the letters.
func Detect(r io.Reader) (Charset, error) {
	s := &survey{}
	buf := make([]byte, 64<<10)
	for {
		n, err := io.ReadFull(r, buf)
		s.add(buf[:n])
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return Charset{}, err
		}
	}
	s.finish()
	return s.verdict()
}

// survey is what one pass over a file learns.
type survey struct {
	size   int64
	counts [256]int64 // of each byte
	head   []byte     // the first bytes
	tail   []byte     // begun character at the end of the last piece
	utf8   int64      // sequences built like UTF-8, well formed or not
	broken int64      // of those, ill formed: overlong, surrogates, too large
	stray  int64      // bytes above 0x7F that are not built like UTF-8
	words  wordSample
}

func (s *survey) add(piece []byte) {
	if s.size == 0 {
		s.head = bytes.Clone(piece)
	}
	s.size += int64(len(piece))
	for _, b := range piece {
		s.counts[b]++
	}
	if len(s.tail) > 0 {
		piece = append(s.tail, piece...)
		s.tail = nil
	}
	s.sequences(piece, false)
}

func (s *survey) finish() { s.sequences(s.tail, true) }

// sequences counts what piece is built of. A character that may go on in the
// next piece is kept for it.
func (s *survey) sequences(piece []byte, last bool) {
	for i := 0; i < len(piece); {
		b := piece[i]
		if b < utf8.RuneSelf {
			s.words.add(b)
			i++
			continue
		}
		need := sequenceLen(b)
		if i+need > len(piece) && !last {
			s.tail = bytes.Clone(piece[i:])
			return
		}
		switch n := builtLikeUTF8(piece[i:], need); {
		case n == 0:
			s.stray++
			s.words.add(b)
			i++
		default:
			s.utf8++
			if r, size := utf8.DecodeRune(piece[i:]); r == utf8.RuneError && size == 1 {
				s.broken++
			}
			for _, c := range piece[i : i+n] {
				s.words.add(c)
			}
			i += n
		}
	}
}

// sequenceLen is the length of the sequence that a lead byte announces, 1 if it leads none.
func sequenceLen(b byte) int {
	switch {
	case b >= 0xF8 || b < 0xC0:
		return 1
	case b >= 0xF0:
		return 4
	case b >= 0xE0:
		return 3
	}
	return 2
}

// builtLikeUTF8 is need if a lead byte and its continuation bytes begin p, else 0.
func builtLikeUTF8(p []byte, need int) int {
	if need == 1 || need > len(p) {
		return 0
	}
	for _, c := range p[1:need] {
		if c&0xC0 != 0x80 {
			return 0
		}
	}
	return need
}

func (s *survey) verdict() (Charset, error) {
	head := s.head
	switch {
	case s.size == 0:
		return Charset{}, &Error{Empty, "the file is empty"}
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		return Charset{Name: utf8Name, mark: 3}, nil
	case bytes.HasPrefix(head, []byte("\xFF\xFE")) && s.looksUTF16(head[2:], binary.LittleEndian):
		return Charset{Name: utf16LE, mark: 2}, nil
	case bytes.HasPrefix(head, []byte("\xFE\xFF")) && s.looksUTF16(head[2:], binary.BigEndian):
		return Charset{Name: utf16BE, mark: 2}, nil
	}
	sound := s.stray == 0 && s.broken == 0
	if sound && s.counts[0] == 0 {
		return Charset{Name: utf8Name}, s.refuseBinary()
	}
	if kind := magic(head); kind != "" {
		return Charset{}, errorf(Binary, "the file is %s, no text", kind)
	}
	if s.counts[0] > 0 && !(sound && s.utf8 > 0) {
		if name := s.utf16(); name != "" {
			return Charset{Name: name, Guessed: true}, nil
		}
	}
	if err := s.refuseBinary(); err != nil {
		return Charset{}, err
	}
	if sound || s.utf8 > 0 && s.utf8 >= s.stray || s.stray == 1 && s.endsInside() {
		return Charset{Name: utf8Name}, nil
	}
	name, m := s.words.legacy(&s.counts)
	if m == nil {
		return Charset{}, errorf(Encoding, "the file is neither UTF-8 nor in an encoding that could be told; save it as UTF-8")
	}
	return Charset{Name: name, Guessed: true, legacy: m}, nil
}

// refuseBinary returns an *Error if more than one byte in ten is a control
// character that no text is laid out with.
func (s *survey) refuseBinary() error {
	var odd int64
	for b := range byte(' ') {
		if !bytes.ContainsRune([]byte("\t\n\v\f\r\b\x1b"), rune(b)) {
			odd += s.counts[b]
		}
	}
	if odd*10 > s.size && odd > 1 {
		return &Error{Binary, "the file is no text: it is full of control characters"}
	}
	return nil
}

// endsInside tells whether the only stray byte is a lead byte at the very end: UTF-8 that was cut off.
func (s *survey) endsInside() bool {
	n := len(s.tail)
	return n > 0 && sequenceLen(s.tail[0]) > n
}

// utf16 tells whether a file without a mark is UTF-16, and which. Every script
// has NULs in UTF-16, from blanks and line ends. A text with few NULs in it is
// told apart by its bytes: in UTF-16 at least a fifth are NUL, control
// characters or above 0x7F.
func (s *survey) utf16() string {
	var odd int64
	for b, n := range s.counts {
		if b >= utf8.RuneSelf || b < ' ' && b != '\t' && b != '\n' && b != '\r' {
			odd += n
		}
	}
	if s.size%2 != 0 || odd*5 < s.size {
		return ""
	}
	le, be := s.looksUTF16(s.head, binary.LittleEndian), s.looksUTF16(s.head, binary.BigEndian)
	switch {
	case le && (!be || ascii16(s.head, binary.LittleEndian) >= ascii16(s.head, binary.BigEndian)):
		return utf16LE
	case be:
		return utf16BE
	}
	return ""
}

// looksUTF16 tells whether head, read as UTF-16, is printable in at least 98 of
// 100 characters, and sound in pairs.
func (s *survey) looksUTF16(head []byte, order binary.ByteOrder) bool {
	good, all := 0, 0
	for i := 0; i+1 < len(head); i += 2 {
		r := rune(order.Uint16(head[i:]))
		if utf16.IsSurrogate(r) && i+3 < len(head) {
			r = utf16.DecodeRune(r, rune(order.Uint16(head[i+2:])))
			i += 2
		}
		all++
		if r != utf8.RuneError && (unicode.IsPrint(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)) {
			good++
		}
	}
	return good*100 >= all*98
}

func ascii16(head []byte, order binary.ByteOrder) int {
	n := 0
	for i := 0; i+1 < len(head); i += 2 {
		if u := order.Uint16(head[i:]); u < utf8.RuneSelf && u != 0 {
			n++
		}
	}
	return n
}

// magic names the kind of file that head begins, if it is a usual one that is no text.
func magic(head []byte) string {
	for _, m := range []struct{ begins, kind string }{
		{"\x89PNG", "a PNG picture"},
		{"\xFF\xD8\xFF", "a JPEG picture"},
		{"GIF8", "a GIF picture"},
		{"%PDF-", "a PDF"},
		{"PK\x03\x04", "a ZIP archive or an office document"},
		{"\x1F\x8B", "a gzip archive"},
		{"\xD0\xCF\x11\xE0", "an old office document"},
		{"SQLite format 3\x00", "a SQLite database"},
		{"\x7FELF", "a program"},
		{"MZ", "a program"},
	} {
		if bytes.HasPrefix(head, []byte(m.begins)) {
			return m.kind
		}
	}
	return ""
}
