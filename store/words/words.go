// Package words says what a search finds: how text is cut into words, what
// words count as equal, what a query asks for. Stores index the words of this
// package, so that all find the same and every hit has its exact place.
//
// Case, accents, Arabic vowel signs and tatweel make no difference, nor do
// invisible characters inside a word. Each character of a script that puts no
// blanks between words (Chinese, Japanese, Thai ...) is a word of its own; a
// run of them in a query is a phrase, so any part of such a text is found.
package words

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// longest is the length of the longest word in bytes; a longer run is cut into several.
const longest = 256

// Scanner walks over the words of a text.
type Scanner struct {
	Word       []byte // folded; valid until the next call of Next
	Start, End int    // where it stands in the text, in bytes

	text string
	pos  int
}

// NewScanner stands before the first word of text.
func NewScanner(text string) *Scanner { return &Scanner{text: text} }

// Next goes on to the next word and tells whether there is one.
func (s *Scanner) Next() bool {
	s.Word = s.Word[:0]
	s.ascii()
	for s.pos < len(s.text) && len(s.Word) < longest {
		fold, class, size := s.look()
		switch class {
		case separator, single:
			if len(s.Word) > 0 {
				return true
			}
			s.pos += size
			if class == single {
				s.Start, s.End = s.pos-size, s.pos
				s.Word = append(s.Word, fold...)
				return true
			}
		case format:
			s.pos += size
		case mark:
			s.pos += size
			s.End = s.pos
		case letter:
			if len(s.Word) == 0 {
				s.Start = s.pos
			}
			s.pos += size
			s.End = s.pos
			s.Word = append(s.Word, fold...)
		}
	}
	return len(s.Word) > 0
}

// ascii takes in the blanks and the ASCII letters that come first. Most words
// consist of nothing else; this makes them five times as fast.
func (s *Scanner) ascii() {
	i := s.pos
	for i < len(s.text) && s.text[i] < utf8.RuneSelf && asciiClass[s.text[i]] == separator {
		i++
	}
	s.Start = i
	for i < len(s.text) && s.text[i] < utf8.RuneSelf && asciiClass[s.text[i]] == letter && i-s.Start < longest {
		s.Word = append(s.Word, asciiFold[s.text[i]])
		i++
	}
	s.pos, s.End = i, i
}

// look is the character at the present place, folded, with its length in bytes.
func (s *Scanner) look() (fold string, c class, size int) {
	if b := s.text[s.pos]; b < utf8.RuneSelf {
		return asciiFold[b : b+1], asciiClass[b], 1
	}
	r, size := utf8.DecodeRuneInString(s.text[s.pos:])
	switch {
	case r >= 0x4E00 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7A3: // Han, Hangul syllables: most of what is not below
		return s.text[s.pos : s.pos+size], single, size
	case r < tableSize:
		e := table()[r]
		return e.fold, e.class, size
	}
	e := look(r)
	return e.fold, e.class, size
}

// Append appends the words of text to dst, each with a blank before it.
func Append(dst []byte, text string) []byte {
	for s := NewScanner(text); s.Next(); {
		dst = append(dst, ' ')
		dst = append(dst, s.Word...)
	}
	return dst
}

// Fold is the words of text, each with a blank before it.
func Fold(text string) string {
	// One more byte for each word; a word has five.
	return string(Append(make([]byte, 0, len(text)+len(text)/4), text))
}

type class uint8

const (
	separator class = iota
	letter          // goes on with the word
	single          // is a word
	mark            // belongs to the letter before it and makes no difference
	format          // invisible, makes no difference
)

type entry struct {
	fold  string
	class class
}

const tableSize = 0x3100 // everything up to the kana

var table = sync.OnceValue(func() []entry {
	t := make([]entry, tableSize)
	for r := range t {
		t[r] = look(rune(r))
	}
	return t
})

var asciiFold, asciiClass = func() (fold string, class [utf8.RuneSelf]class) {
	for b := range utf8.RuneSelf {
		fold += string(unicode.ToLower(rune(b)))
		if unicode.IsLetter(rune(b)) || unicode.IsDigit(rune(b)) {
			class[b] = letter
		}
	}
	return fold, class
}()

// unspaced are scripts whose characters are words of their own. Korean has
// blanks, but its particles follow the noun without one.
var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Hangul, unicode.Yi,
	unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// vowelless are scripts in which marks may as well be left out. In others,
// such as Devanagari, they are vowels.
var vowelless = []*unicode.RangeTable{unicode.Inherited, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew, unicode.Syriac}

func look(r rune) entry {
	const (
		tatweel    = 0x640
		prolong    = 0x30FC // of kana; its script is "common"
		voiced     = 0x3099 // combining: makes ga of ka
		semiVoiced = 0x309A
	)
	switch {
	case r == voiced || r == semiVoiced || r == prolong:
		return entry{string(r), single}
	case r == tatweel || unicode.Is(unicode.Cf, r):
		return entry{"", format}
	case unicode.Is(unicode.M, r) && unicode.In(r, vowelless...):
		return entry{"", mark}
	case !unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Co):
		return entry{"", separator}
	case unicode.In(r, unspaced...):
		return entry{fold(r), single}
	}
	return entry{fold(r), letter}
}

// fold takes a character apart (NFKD), takes off accents and case, and puts
// together what is left (NFC), so that é is e and the Japanese ga stays ga.
func fold(r rune) string {
	var out []rune
	for _, p := range cases.Fold().String(norm.NFKD.String(string(r))) {
		voicing := p == 0x3099 || p == 0x309A
		accent := unicode.Is(unicode.M, p) && unicode.In(p, vowelless...) && !voicing
		if !accent && unicode.In(p, unicode.L, unicode.N, unicode.M, unicode.Co) {
			out = append(out, p)
		}
	}
	return norm.NFC.String(string(out))
}
