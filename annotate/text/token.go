package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotate/span"
)

// EachToken calls yield with the tokens within, which should be one sentence,
// in order, until yield returns false. Tokens are the words of UAX 29 without
// white space, so that no token holds a blank in any reader's sense, with what
// news needs besides: a full stop belongs to its abbreviation, and English
// clitics ("Sudan's") and French elisions ("l'ONU") are tokens of their own,
// because names end and begin there.
func (t *Text) EachToken(within span.Span, yield func(span.Span) bool) {
	var held span.Span // a word that may yet get its full stop
	more := true
	emit := func(s span.Span) {
		if s.Len() > 0 && more {
			more = yield(s)
		}
	}
	for at := within.Start; at < within.End && more; {
		if n := plainToken(t.body[at:within.End]); n > 0 {
			emit(held)
			held = span.Span{}
			emit(span.Span{Start: at, End: at + n})
			at += n + len(" ")
			continue
		}
		s := span.Span{Start: at, End: at + nextWord(t.body[at:within.End])}
		at = s.End
		word := t.body[held.Start:held.End]
		if word != "" && held.End == s.Start && t.body[s.Start:s.End] == "." && takesStop(word, s.End == within.End) {
			emit(span.Span{Start: held.Start, End: s.End})
			held = span.Span{}
			continue
		}
		emit(held)
		held = span.Span{}
		switch segment := t.body[s.Start:s.End]; {
		case segment == " ":
			continue
		case kindsOf(segment)&(kindSign|kindBlank|kindQuote) == 0: // neither a blank nor a place to cut
			held = s
			continue
		}
		t.eachUnblank(s, func(s span.Span) {
			emit(held)
			held = s
			for cut := clitic(t.body[held.Start:held.End]); cut > 0; cut = clitic(t.body[held.Start:held.End]) {
				emit(span.Span{Start: held.Start, End: held.Start + cut})
				held.Start += cut
			}
		})
	}
	emit(held)
}

// eachUnblank calls yield with the stretches of s between blanks: UAX 29 counts
// the narrow no-break space, as in "10 000", to the word.
func (t *Text) eachUnblank(s span.Span, yield func(span.Span)) {
	start := s.Start
	for i, r := range t.body[s.Start:s.End] {
		if !IsBlank(r) {
			continue
		}
		if at := s.Start + i; at > start {
			yield(span.Span{Start: start, End: at})
		}
		start = s.Start + i + utf8.RuneLen(r)
	}
	if start < s.End {
		yield(span.Span{Start: start, End: s.End})
	}
}

// IsBlank tells whether r parts tokens for some reader of token files: white
// space of Unicode and the separators U+001C to U+001F, which Python adds.
func IsBlank(r rune) bool { return unicode.IsSpace(r) || 0x1C <= r && r <= 0x1F }

// takesStop tells whether a full stop after word belongs to it. The last one
// of a sentence does only where the word has stops inside, as "U.N." has.
func takesStop(word string, last bool) bool {
	first, _ := utf8.DecodeRuneInString(word)
	inner := strings.Contains(word, ".") && unicode.IsLetter(first)
	return inner || !last && isAbbreviation(word)
}

var (
	clitics  = regexp.MustCompile(`(?i)^\pL[\pL\pM.'’]*?(n['’]t|['’](?:s|re|ll|ve|d|m))$`)
	elisions = regexp.MustCompile(`^(?:[ldjmtsnc]|L|(?:[Qq]|jusq|Jusq|lorsq|puisq)u)['’]\pL\pL`)
)

// clitic is where the word falls in two, or 0.
func clitic(word string) int {
	if strings.IndexByte(word, '\'') < 0 && !strings.Contains(word, "’") {
		return 0
	}
	if elisions.MatchString(word) {
		_, size := utf8.DecodeRuneInString(word[strings.IndexAny(word, "'’"):])
		return strings.IndexAny(word, "'’") + size
	}
	if m := clitics.FindStringSubmatchIndex(word); m != nil {
		return m[2]
	}
	return 0
}
