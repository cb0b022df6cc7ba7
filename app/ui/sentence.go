package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence is an error, or another text that begins small and ends without a full
// stop, as a sentence.
func Sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	text = string(unicode.ToUpper(first)) + text[size:]
	if strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}
