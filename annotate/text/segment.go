package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"galley/annotate/span"
)

// window is how far around an offset words are looked for: segmenting a whole
// article for one double click would make the click as slow as the article is long.
const window = 512

// WordAt is the word of UAX 29 that holds the byte at offset. Where the
// offset lies in white space or punctuation it is that run alone. Scripts
// written without spaces give one character cluster: word borders cannot be
// known from the text.
func (t *Text) WordAt(offset int) span.Span {
	var found span.Span
	t.EachWord(t.lineAround(offset), func(s span.Span) bool {
		found = s
		return s.End <= offset
	})
	return found
}

// EachWord calls yield with the segments of UAX 29 (words, blanks, punctuation)
// that make up within, in order, until yield returns false.
func (t *Text) EachWord(within span.Span, yield func(span.Span) bool) {
	for rest := t.body[within.Start:within.End]; rest != ""; {
		n, at := nextWord(rest), within.End-len(rest)
		if !yield(span.Span{Start: at, End: at + n}) {
			return
		}
		rest = rest[n:]
	}
}

// lineAround is a stretch around offset that begins and ends at a line break,
// or, in a very long line, at a blank or about window bytes away.
func (t *Text) lineAround(offset int) span.Span {
	offset = min(max(offset, 0), len(t.body))
	start, end := offset, offset
	for start > 0 && t.body[start-1] != '\n' && (offset-start < window || t.body[start-1] != ' ') && offset-start < 8*window {
		start--
	}
	for end < len(t.body) && t.body[end] != '\n' && (end-offset < window || t.body[end] != ' ') && end-offset < 8*window {
		end++
	}
	if end < len(t.body) {
		end++ // the break itself, so that an offset on it has a segment
	}
	for start > 0 && !t.boundary(start) {
		start--
	}
	return span.Span{Start: start, End: t.runeStart(end)}
}

// IsWord tells whether the text of s holds a letter or a digit.
func (t *Text) IsWord(s span.Span) bool {
	return strings.IndexFunc(t.body[s.Start:s.End], func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsNumber(r)
	}) >= 0
}

// ParagraphAt is the line of the body that holds the byte at offset, without its line break.
func (t *Text) ParagraphAt(offset int) span.Span {
	offset = min(max(offset, 0), len(t.body))
	start := strings.LastIndexByte(t.body[:offset], '\n') + 1
	end := strings.IndexByte(t.body[offset:], '\n')
	if end < 0 {
		end = len(t.body)
	} else {
		end += offset
	}
	if end > start && t.body[end-1] == '\r' {
		end--
	}
	return span.Span{Start: start, End: end}
}

// FirstLine is the first line that holds anything, without the white space
// around it: the title of an article that brings none.
func (t *Text) FirstLine() string {
	for line := range strings.Lines(t.body) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

// SentenceAt is the sentence of UAX 29 that holds the byte at offset, without
// the white space around it.
func (t *Text) SentenceAt(offset int) span.Span {
	var found span.Span
	t.EachSentence(t.ParagraphAt(offset), func(s span.Span) bool {
		found = s
		return s.End <= offset
	})
	return found
}

// EachSentence calls yield with the sentences within, in order, without the
// white space around them, until yield returns false. A line break always
// ends a sentence: scraped paragraphs lack full stops.
func (t *Text) EachSentence(within span.Span, yield func(span.Span) bool) {
	for at := within.Start; at < within.End; {
		line := t.ParagraphAt(at)
		line.Start, line.End = max(line.Start, at), min(line.End, within.End)
		pos := line.Start
		joined := span.Span{Start: pos, End: pos}
		for pos < line.End {
			pos += nextSentence(t.body[pos:line.End])
			joined.End = pos
			if endsInAbbreviation(t.body[joined.Start:pos]) && pos < line.End {
				continue
			}
			if s := t.Trim(joined); s.Len() > 0 && !yield(s) {
				return
			}
			joined.Start = pos
		}
		at = line.End
		for at < within.End && (t.body[at] == '\n' || t.body[at] == '\r') {
			at++
		}
	}
}

// Trim is s without the white space at its ends.
func (t *Text) Trim(s span.Span) span.Span {
	body := t.body[s.Start:s.End]
	s.Start += len(body) - len(strings.TrimLeftFunc(body, unicode.IsSpace))
	s.End = s.Start + len(strings.TrimSpace(body))
	return s
}

// abbreviations end in a full stop that ends no sentence when more text follows.
var abbreviations = map[string]bool{}

func init() {
	for _, a := range strings.Fields(`mr mrs ms mx messrs dr prof gen col lt cpl pvt capt cmdr adm brig sgt insp supt maj rev hon sen rep
		gov st jr sr no nos vol fig inc corp co ltd bros ave blvd
		jan feb mar apr jun jul aug sept oct nov dec mon tue tues wed thu thurs fri sat sun
		vs etc e.g i.e u.n u.s u.k e.u a.m p.m ph.d approx dept est
		m mme mlle mm mgr sra ee.uu nr z.b г гг ул им т.е тыс млн млрд руб др`) {
		abbreviations[a] = true
	}
}

// endsInAbbreviation looks at the last word before the trailing white space:
// a known abbreviation or a single capital (an initial).
func endsInAbbreviation(sentence string) bool {
	s, stop := strings.CutSuffix(strings.TrimRightFunc(sentence, unicode.IsSpace), ".")
	return stop && isAbbreviation(s[strings.LastIndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '(' })+1:])
}

// isAbbreviation tells whether a full stop after word, which may begin with a quote, belongs to it.
func isAbbreviation(word string) bool {
	word = strings.TrimLeft(word, "“\"'‘")
	if first, size := utf8.DecodeRuneInString(word); size == len(word) && unicode.IsUpper(first) {
		return true
	}
	return abbreviations[strings.ToLower(word)]
}

// NextGrapheme is the end of the character cluster (UAX 29) that starts at
// offset; at the end of the text it is that end.
func (t *Text) NextGrapheme(offset int) int {
	if seg := graphemes.FromString(t.body[offset:]); seg.Next() {
		return offset + len(seg.Value())
	}
	return len(t.body)
}

// PrevGrapheme is the start of the character cluster that ends at offset.
func (t *Text) PrevGrapheme(offset int) int {
	if offset <= 0 {
		return 0
	}
	line := t.lineAround(offset - 1)
	at := line.Start
	for seg := graphemes.FromString(t.body[line.Start:offset]); seg.Next(); {
		next := at + len(seg.Value())
		if next >= offset {
			return at
		}
		at = next
	}
	return at
}
