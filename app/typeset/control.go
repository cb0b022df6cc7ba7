package typeset

import (
	"fmt"
	"unicode/utf8"

	"github.com/go-text/typesetting/language"
)

// This file says which characters leave no mark of their own, and so could
// hide what a text says, and under what name each is shown.

// codeNames are the names in the boxes; characters of codeRange not listed
// here show their number.
var codeNames = map[rune]string{
	0x00: "NUL", 0x07: "BEL", 0x08: "BS", 0x1B: "ESC", 0x7F: "DEL",
	0x00AD: "SHY", 0x034F: "CGJ", 0x061C: "ALM", 0x180E: "MVS",
	0x200B: "ZWSP", 0x200C: "ZWNJ", 0x200D: "ZWJ", 0x200E: "LRM", 0x200F: "RLM",
	0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
	0x2060: "WJ", 0x2061: "FA", 0x2062: "IT", 0x2063: "IS", 0x2064: "IP",
	0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
	0x3164: "HF", 0xFEFF: "BOM", 0xFFA0: "HHF",
}

// codeRanges are the characters that would leave no mark: controls, format
// characters, fillers, variation selectors and tags.
var codeRanges = [][2]rune{
	{0x00, 0x1F}, {0x7F, 0x9F}, {0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C}, {0x180B, 0x180F},
	{0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},
	{0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB},
	{0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
}

// codeName is the name under which a character without a mark is shown, and
// empty for all others and for a tab.
func codeName(r rune) string {
	if r >= 0x20 && r < 0x7F || r == '\t' || !inRanges(r, codeRanges) {
		return ""
	}
	if name, ok := codeNames[r]; ok {
		return name
	}
	switch {
	case isSelector(r) && r < 0x10000:
		return fmt.Sprintf("VS%d", r-0xFE00+1)
	case isSelector(r):
		return fmt.Sprintf("VS%d", r-0xE0100+17)
	}
	return fmt.Sprintf("%02X", r)
}

func inRanges(r rune, ranges [][2]rune) bool {
	for _, span := range ranges {
		if r <= span[1] {
			return r >= span[0]
		}
	}
	return false
}

func isSelector(r rune) bool {
	return 0xFE00 <= r && r <= 0xFE0F || 0xE0100 <= r && r <= 0xE01EF
}

func isTag(r rune) bool { return 0xE0020 <= r && r <= 0xE007F }

// isIgnorable reports whether a face need not cover the character.
func isIgnorable(r rune) bool {
	return r >= 0xAD && inRanges(r, codeRanges)
}

// codeAt gives the name under which the character at an offset is shown, or
// nothing if it is to be set as text. Joiners, selectors and tags stay hidden
// where they do their work, in the spelling of a script or in an emoji.
func codeAt(text string, at int) (name string, size int) {
	r, size := utf8.DecodeRuneInString(text[at:])
	if r < 0x7F {
		return codeName(r), size
	}
	if name = codeName(r); name == "" || atWork(text, at, size, r) {
		return "", size
	}
	return name, size
}

// atWork reports whether the joiner, selector or tag r at an offset has the
// effect it was made for.
func atWork(text string, at, size int, r rune) bool {
	switch {
	case r == 0x200D || r == 0x200C:
		base := lastBase(text[:at])
		if usesJoiners(base) {
			return true
		}
		next, _ := utf8.DecodeRuneInString(text[at+size:])
		return r == 0x200D && isPictograph(base) && isPictograph(next)
	case 0xFE00 <= r && r <= 0xFE0F:
		base, _ := utf8.DecodeLastRuneInString(text[:at])
		return base == '#' || base == '*' || '0' <= base && base <= '9' || base == 0xA9 || base == 0xAE ||
			base >= 0x1000 && base != utf8.RuneError && codeName(base) == "" && base != 0x3000
	case 0xE0100 <= r && r <= 0xE01EF:
		base, _ := utf8.DecodeLastRuneInString(text[:at])
		return scriptOf(base) == language.Han
	case 0x180B <= r && r <= 0x180D || r == 0x180F:
		base, _ := utf8.DecodeLastRuneInString(text[:at])
		return scriptOf(base) == language.Mongolian
	case isTag(r):
		return isFlagTag(text[:at])
	}
	return false
}

// isFlagTag reports whether text ends in a black flag and tags, the beginning
// of the flag of a part of a country.
func isFlagTag(text string) bool {
	for range 8 {
		r, n := utf8.DecodeLastRuneInString(text)
		if !isTag(r) {
			return r == 0x1F3F4
		}
		text = text[:len(text)-n]
	}
	return false
}

// lastBase gives the last character of the text that is not a mark, selector
// or skin tone, looking back a little.
func lastBase(text string) rune {
	for range 8 {
		r, n := utf8.DecodeLastRuneInString(text)
		if n == 0 || scriptOf(r) != language.Inherited && !isSelector(r) && (r < 0x1F3FB || r > 0x1F3FF) {
			return r
		}
		if r == 0x200C || r == 0x200D {
			return r
		}
		text = text[:len(text)-n]
	}
	return 0
}

// isPictograph reports whether the character may be part of an emoji joined
// with U+200D.
func isPictograph(r rune) bool {
	return r >= 0x1F000 && r < 0x20000 || 0x2190 <= r && r <= 0x2BFF
}

// usesJoiners reports whether the character's script spells with U+200C and
// U+200D.
func usesJoiners(r rune) bool {
	s := scriptOf(r)
	if joins(s) {
		return true
	}
	switch s {
	case language.Devanagari, language.Bengali, language.Gurmukhi, language.Gujarati, language.Oriya, language.Tamil,
		language.Telugu, language.Kannada, language.Malayalam, language.Sinhala, language.Khmer, language.Myanmar, language.Tibetan:
		return true
	}
	return false
}

// joins reports whether the letters of a script join to their neighbours.
func joins(s language.Script) bool {
	switch s {
	case language.Arabic, language.Syriac, language.Mongolian, language.Nko, language.Mandaic, language.Adlam,
		language.Hanifi_Rohingya, language.Phags_Pa, language.Manichaean, language.Psalter_Pahlavi, language.Sogdian:
		return true
	}
	return false
}

// scriptOf is the script of a character (UAX 24); the commonest are told
// without a search.
func scriptOf(r rune) language.Script {
	switch {
	case r < 0x80:
		if 'a' <= r|0x20 && r|0x20 <= 'z' {
			return language.Latin
		}
		return language.Common
	case 0x0400 <= r && r <= 0x0482:
		return language.Cyrillic
	case 0x4E00 <= r && r <= 0x9FFF:
		return language.Han
	}
	return language.LookupScript(r)
}
