package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"galley/annotate/span"
)

// Folded is a text without what a search does not look at: case, accents and
// other marks, kinds of quotes. It knows where each place stands in the text.
type Folded struct {
	folded string
	at     []int32 // for each byte of folded, where its character starts in the text
	end    int
}

// Fold makes a text ready to be searched. It costs five bytes for each of the text.
func (t *Text) Fold() *Folded {
	f := &Folded{end: len(t.body), at: make([]int32, 0, len(t.body))}
	var b strings.Builder
	b.Grow(len(t.body))
	for i, r := range t.body {
		n := b.Len()
		foldRune(&b, r)
		for ; n < b.Len(); n++ {
			f.at = append(f.at, int32(i))
		}
	}
	f.folded = b.String()
	return f
}

// foldRune writes what is left of a character: its letter in lower case.
func foldRune(b *strings.Builder, r rune) {
	switch {
	case r < utf8.RuneSelf:
		b.WriteRune(unicode.ToLower(r))
	case r == '‘', r == '’', r == 'ʼ', r == '′':
		b.WriteByte('\'')
	case r == '“', r == '”', r == '„', r == '«', r == '»':
		b.WriteByte('"')
	case r == '\u00a0', r == '\u202f', r == '\u2009':
		b.WriteByte(' ')
	case r == '\u00ad', r == '\u0640', unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		// soft hyphens, the Arabic tatweel, marks and invisible signs stand for nothing
	default:
		var buf [utf8.UTFMax]byte
		for _, d := range string(norm.NFKD.Append(nil, buf[:utf8.EncodeRune(buf[:], r)]...)) {
			if !unicode.Is(unicode.Mn, d) {
				b.WriteRune(unicode.ToLower(d))
			}
		}
	}
}

// Find gives all places of query that do not overlap, in order; marks behind
// the last letter belong to it. Of an empty query, or one of marks alone, there is none.
func (f *Folded) Find(query string) []span.Span {
	var b strings.Builder
	for _, r := range query {
		foldRune(&b, r)
	}
	want := b.String()
	if strings.TrimSpace(want) == "" {
		return nil
	}
	var out []span.Span
	for from := 0; ; {
		i := strings.Index(f.folded[from:], want)
		if i < 0 {
			return out
		}
		start, end := from+i, from+i+len(want)
		s := span.Span{Start: int(f.at[start]), End: f.end}
		if end < len(f.at) {
			s.End = int(f.at[end])
		}
		if s.Len() > 0 {
			out = append(out, s)
		}
		from = end
	}
}
