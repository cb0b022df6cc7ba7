package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// legacies are the one-byte encodings that are recognised, in the order in
// which they win a tie. Arabic pages in windows-1256 hold French letters at
// the places of windows-1252, which must not make a French text Arabic.
//
// Greek and Hebrew read as windows-1251 are small Cyrillic letters too, but
// others: usual are the letters that make up two thirds of running text, and
// at least 45 in 100 must be of them.
var legacies = []struct {
	name   string
	script *unicode.RangeTable
	usual  string
	m      *charmap.Charmap
}{
	{"windows-1252", unicode.Latin, "", charmap.Windows1252},
	{"windows-1251", unicode.Cyrillic, "оеаинтсрвлі", charmap.Windows1251},
	{"windows-1256", unicode.Arabic, "اليمونرتب", charmap.Windows1256},
}

// wordSample keeps words with a byte above 0x7F: all that tells one-byte encodings apart.
type wordSample struct {
	word, kept []byte
	high       bool
}

const (
	maxWord   = 256
	maxSample = 64 << 10
)

func (w *wordSample) add(b byte) {
	letter := b|0x20 >= 'a' && b|0x20 <= 'z' || b >= utf8.RuneSelf
	if letter && len(w.word) < maxWord {
		w.word = append(w.word, b)
		w.high = w.high || b >= utf8.RuneSelf
		return
	}
	w.flush()
}

func (w *wordSample) flush() {
	if w.high && len(w.kept) < maxSample {
		w.kept = append(append(w.kept, w.word...), ' ')
	}
	w.word, w.high = w.word[:0], false
}

// legacy is the encoding in which the words look most like words, or nil if
// they look like words in none. counts are those of all bytes of the file.
func (w *wordSample) legacy(counts *[256]int64) (name string, m *charmap.Charmap) {
	w.flush()
	best := -1
	for _, c := range legacies {
		if undefined(counts, c.m) {
			continue
		}
		s := score{script: c.script, usual: c.usual}
		text, _ := c.m.NewDecoder().Bytes(w.kept) // cannot fail: no byte is undefined
		for word := range strings.FieldsSeq(string(text)) {
			s.word([]rune(word))
		}
		if s.plausible() && s.good-2*s.bad > best {
			best, name, m = s.good-2*s.bad, c.name, c.m
		}
	}
	return name, m
}

// undefined tells whether a byte occurs that stands for nothing, or for a control character.
func undefined(counts *[256]int64, m *charmap.Charmap) bool {
	for b := utf8.RuneSelf; b < 256; b++ {
		if r := m.DecodeByte(byte(b)); counts[b] > 0 && (r == utf8.RuneError || unicode.IsControl(r)) {
			return true
		}
	}
	return false
}

// score judges words as text of a script.
//
// Good are two neighbouring letters of the script, one of them not ASCII. Bad
// are two scripts in one word, a capital after a small letter, a symbol
// between letters, and a third accented Latin letter in a row. Two accented
// letters or two capitals in a row are neither: rare in words, usual in text
// read in the wrong encoding.
type score struct {
	script        *unicode.RangeTable
	usual         string
	good, bad     int
	seen, letters int // letters of the script: usual ones, and all
}

func (s *score) plausible() bool {
	if s.usual != "" && (s.good == 0 || s.seen*100 < s.letters*45) {
		return false
	}
	return s.bad*4 <= s.good
}

func (s *score) word(w []rune) {
	accents := 0 // in a row
	for i, r := range w {
		if !unicode.IsLetter(r) {
			if accents = 0; symbol(r) && i > 0 && i+1 < len(w) && unicode.IsLetter(w[i-1]) && unicode.IsLetter(w[i+1]) {
				s.bad++
			}
			continue
		}
		if accents++; r < utf8.RuneSelf {
			accents = 0
		}
		if unicode.Is(s.script, r) {
			s.letters++
			if strings.ContainsRune(s.usual, r) {
				s.seen++
			}
		}
		if i == 0 || !unicode.IsLetter(w[i-1]) || r < utf8.RuneSelf && w[i-1] < utf8.RuneSelf {
			continue
		}
		prev := w[i-1]
		switch latin := s.script == unicode.Latin; {
		case !unicode.Is(s.script, prev) || !unicode.Is(s.script, r),
			unicode.IsLower(prev) && unicode.IsUpper(r),
			latin && accents > 2:
			s.bad++
		case unicode.IsUpper(r), latin && accents == 2:
		default:
			s.good++
		}
	}
}

// symbol tells whether r does not stand inside words.
func symbol(r rune) bool {
	return r >= utf8.RuneSelf && (unicode.IsSymbol(r) || unicode.Is(unicode.No, r) || r == '¿' || r == '¡')
}
