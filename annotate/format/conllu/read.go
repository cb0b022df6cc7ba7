package conllu

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"galley/annotate/format"
	"galley/annotate/format/conll"
)

// Read gives an article for each "newdoc", or one where there is none. Its text
// is made of the forms and the white space that the last column tells; a word of
// several tokens counts as one. Names are those that NER tells there. Where it
// tells an Offset too, that has to be where the word stands.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	u := &reader{}
	return conll.Read(ctx, in, func(r *conll.Reader, line int, text string) {
		if comment, ok := strings.CutPrefix(text, "#"); ok {
			u.comment(r, line, strings.TrimSpace(comment))
			return
		}
		u.token(r, line, strings.Split(text, "\t"))
	})
}

type reader struct {
	began    bool // an article
	skip     int  // words up to this number are within one that was read,
	sentence int  // in this sentence
}

func (u *reader) comment(r *conll.Reader, line int, text string) {
	key, value, _ := strings.Cut(text, " = ")
	switch {
	case key == newDoc || key == newDoc+" id":
		r.Begin(line, value)
		*u = reader{began: true}
	case key == docSpaces && u.began:
		r.Blank(line, unescape(value))
	}
}

func (u *reader) token(r *conll.Reader, line int, columns []string) {
	if sentence := r.Sentences(); sentence != u.sentence {
		u.sentence, u.skip = sentence, 0
	}
	if len(columns) != 10 {
		r.Refuse(line, "columns", fmt.Errorf("%d columns where 10 are expected; the line is passed over", len(columns)))
		return
	}
	first, last, ok := number(columns[0])
	switch {
	case strings.Contains(columns[0], "."), ok && last <= u.skip: // an empty node, or a part of a word
		return
	case !ok || columns[1] == "":
		r.Refuse(line, format.CodeSyntax, fmt.Errorf("%q is no number of a word with a form", format.Clip(columns[0])))
		return
	case last > first:
		u.skip = last
	}
	misc := map[string]string{}
	for part := range strings.SplitSeq(columns[9], "|") {
		key, value, _ := strings.Cut(part, "=")
		misc[key] = value
	}
	after := ""
	switch {
	case misc["SpacesAfter"] != "":
		after = unescape(misc["SpacesAfter"])
	case misc["SpaceAfter"] != "No":
		after = " "
	}
	u.began = true
	place := r.Put(line, unescape(misc["SpacesBefore"]), columns[1], after)
	if from, to, ok := strings.Cut(misc["Offset"], ":"); ok {
		start, err := strconv.Atoi(from)
		end, err2 := strconv.Atoi(to)
		if err := errors.Join(err, err2); err != nil {
			r.Refuse(line, format.CodeType, fmt.Errorf("its Offset %q is no two numbers; the token stays", format.Clip(misc["Offset"])))
		} else {
			r.Offset(line, place, columns[1], start, end)
		}
	}
	if tag := misc["NER"]; tag == "" || tag == "_" {
		r.Untag()
	} else {
		r.Tag(line, 0, place, tag)
	}
}

// number reads "3", or "3-4" for a word of several tokens.
func number(id string) (first, last int, ok bool) {
	a, b, several := strings.Cut(id, "-")
	first, err := strconv.Atoi(a)
	if last = first; several && err == nil {
		last, err = strconv.Atoi(b)
	}
	return first, last, err == nil && 0 < first && first <= last
}

// unescape is the way back from escape.
func unescape(s string) string {
	var b strings.Builder
	for s != "" {
		n := 1
		switch {
		case s[0] != '\\' || len(s) < 2:
			_, n = utf8.DecodeRuneInString(s)
			b.WriteString(s[:n])
		case s[1] == 'u' && len(s) >= 6:
			if code, err := strconv.ParseUint(s[2:6], 16, 32); err == nil {
				b.WriteRune(rune(code))
				n = 6
			} else {
				b.WriteByte('\\')
			}
		default:
			n = 2
			b.WriteString(meaning(s[:2]))
		}
		s = s[n:]
	}
	return b.String()
}

// meaning is the character that an escape stands for; what is none stands for itself.
func meaning(escaped string) string {
	for r, e := range escapes {
		if e == escaped {
			return string(r)
		}
	}
	return escaped
}
