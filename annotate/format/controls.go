package format

import (
	"strings"
	"unicode/utf8"
)

// WithoutControls is s with blanks in place of the characters that XML 1.0
// cannot hold (https://www.w3.org/TR/xml/#charsets): control characters other
// than TAB, LF and CR, U+FFFE and U+FFFF. There are as many blanks as a character
// has bytes, so that offsets in bytes stay as they are.
func WithoutControls(s string) string {
	if !strings.ContainsFunc(s, isControl) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isControl(r) {
			b.WriteString(strings.Repeat(" ", utf8.RuneLen(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}
