package gliner

import (
	"unicode"
	"unicode/utf8"

	"galley/annotate/span"
	"galley/annotate/text"
)

// split cuts as GLiNER's WordsSplitter does, by Python's regular expression
// \w+(?:[-_]\w+)*|\S.
func split(body string) []span.Span {
	var out []span.Span
	for at := 0; at < len(body); {
		r, n := utf8.DecodeRuneInString(body[at:])
		switch {
		case text.IsBlank(r):
			at += n
			continue
		case word(r):
			n = words(body[at:])
		}
		out = append(out, span.Span{Start: at, End: at + n})
		at += n
	}
	return out
}

// word is Python's \w.
func word(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// words is the length in bytes of the words that s begins with, joined by
// single hyphens. An underscore is a part of a word already.
func words(s string) int {
	end := 0
	for i, r := range s {
		switch {
		case word(r):
			end = i + utf8.RuneLen(r)
		case r == '-' && i == end:
		default:
			return end
		}
	}
	return end
}
