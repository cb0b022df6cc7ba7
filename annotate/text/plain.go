package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
)

// nextWord is the length of the segment by the word rules of UAX 29 that s
// begins with. What comes before s makes no difference to it.
func nextWord(s string) int {
	if n := plainWord(s); n > 0 {
		return n
	}
	seg := words.FromString(s)
	seg.Next()
	return len(seg.Value())
}

// nextSentence is the same for sentences. Nothing ends one before the first sign
// that can, but the character before that sign may have a say.
func nextSentence(s string) int {
	from := plainSentence(s)
	seg := sentences.FromString(s[from:])
	seg.Next()
	return from + len(seg.Value())
}

// plainWord is the length of the segment that s begins with where that is seen
// at once, or else 0: letters and digits before a sign that joins nothing, or a
// lone sign. Letters are those of ASCII and of U+00C0 to U+024F.
func plainWord(s string) int {
	n := 0
	for n < len(s) {
		if kinds[s[n]] == kindWord {
			n++
		} else if latin(s[n:]) {
			n += 2
		} else {
			break
		}
	}
	word := n > 0
	var next byte = '\n' // stands for the end
	if n = max(n, 1); n < len(s) {
		next = s[n]
	}
	switch {
	case next >= utf8.RuneSelf || s[0] >= utf8.RuneSelf && !word:
		return 0 // it may be a mark that belongs to what is before it
	case word && kinds[next] == kindSign,
		!word && kinds[s[0]]&kindJoins != 0 && s[0] != '_',
		!word && kinds[s[0]] == kindSign && s[0] != '\r' && (s[0] != ' ' || next != ' '):
		return n
	}
	return 0
}

// plainToken is the length of the word that s begins with where that is a token
// at a glance: letters and digits of ASCII before one blank, which is a segment
// of its own. Otherwise it is 0.
func plainToken(s string) int {
	n := 0
	for n < len(s) && kinds[s[n]] == kindWord {
		n++
	}
	if n == 0 || n+1 >= len(s) || s[n] != ' ' || s[n+1] == ' ' || s[n+1] >= utf8.RuneSelf {
		return 0
	}
	return n
}

// latin tells whether s begins with a letter of U+00C0 to U+024F.
func latin(s string) bool {
	return len(s) > 1 && 0xC3 <= s[0] && s[0] <= 0xC9 && !utf8.RuneStart(s[1]) && s[:2] != "×" && s[:2] != "÷"
}

// plainSentence is how far s has nothing that could end a sentence, but for the
// last character of that: letters as in plainWord, and ASCII without . ! ? and line ends.
func plainSentence(s string) int {
	i, last := 0, 0
	for i < len(s) {
		switch b := s[i]; {
		case b < utf8.RuneSelf && b >= ' ' && b != '.' && b != '!' && b != '?':
			last = i
			i++
		case latin(s[i:]):
			last = i
			i += 2
		default:
			return last
		}
	}
	return last
}

// kindsOf are the kinds of the bytes of s together.
func kindsOf(s string) (all byte) {
	for i := range len(s) {
		all |= kinds[s[i]]
	}
	return all
}

// The kinds of bytes, each a bit.
const (
	kindWord  = 1 << iota // a letter or a digit
	kindJoins             // may stand within a word
	kindSign              // parts words, as blanks do
	kindBlank             // begins a character that is not ASCII and may be a blank
	kindQuote             // is or begins an apostrophe
)

var kinds = func() (kinds [256]byte) {
	for b := range utf8.RuneSelf {
		switch r := rune(b); {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			kinds[b] = kindWord
		case strings.ContainsRune("'.,:;_\"", r):
			kinds[b] = kindJoins
		default:
			kinds[b] = kindSign
		}
	}
	for r := rune(utf8.RuneSelf); r <= 0xFFFF; r++ { // no blank lies beyond
		if IsBlank(r) {
			kinds[string(r)[0]] |= kindBlank
		}
	}
	kinds['\''] |= kindQuote
	kinds["’"[0]] |= kindQuote
	return kinds
}()
