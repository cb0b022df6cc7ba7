package conllu

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Read gives an article for each "newdoc", or one where there is none. Its text
// is made of the forms and the white space that the last column tells; a word of
// several tokens counts as one. Names are those that NER tells there, in BIO or
// BIOES.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		f, err := in.FS.Open(in.Name)
		if err != nil {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
			return
		}
		defer f.Close()
		r := &reader{path: in.Path, yield: yield}
		for line, err := range format.Lines(f) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
				return
			}
			if r.line(line); r.stopped {
				return
			}
		}
		r.finish()
	}
}

type reader struct {
	path    string
	yield   func(format.Result, error) bool
	stopped bool
	bytes   int64

	// the article at hand
	started  bool
	where    string
	key      string
	body     strings.Builder
	mentions []annotate.Item
	name     *annotate.Mention // that may go on
	numbers  cut.Numbers
	skip     int // words up to this number are within one that was read
}

func (r *reader) give(res format.Result) {
	res.Bytes = r.bytes
	if !r.stopped {
		r.stopped = !r.yield(res, nil)
	}
}

func (r *reader) refuse(line int, code string, err error) {
	r.give(format.Result{Part: true, Refused: &format.Issue{Item: fmt.Sprintf("%s, line %d", r.path, line), Code: code, Message: err.Error()}})
}

func (r *reader) line(l format.Line) {
	r.bytes = l.Offset
	text := string(l.Text)
	switch {
	case l.TooLong:
		r.refuse(l.Number, format.CodeTooLong, errors.New("the line is too long"))
	case !utf8.Valid(l.Text) || strings.ContainsRune(text, 0):
		r.refuse(l.Number, format.CodeSyntax, errors.New("the line is no text in UTF-8"))
	case strings.HasPrefix(text, "#"):
		r.comment(l.Number, strings.TrimSpace(text[1:]))
	case strings.TrimSpace(text) == "":
		r.name, r.skip = nil, 0
	default:
		r.begin(l.Number)
		r.token(l.Number, strings.Split(text, "\t"))
	}
}

func (r *reader) comment(line int, text string) {
	key, value, _ := strings.Cut(text, " = ")
	switch {
	case key == newDoc || key == newDoc+" id":
		r.finish()
		r.begin(line)
		r.key = value
	case key == docSpaces && r.started && r.body.Len() == 0:
		r.body.WriteString(unescape(value))
	}
}

// begin begins an article, unless one is begun.
func (r *reader) begin(line int) {
	if r.started {
		return
	}
	r.started, r.where, r.key, r.mentions, r.name, r.numbers, r.skip = true, fmt.Sprintf("%s, line %d", r.path, line), "", nil, nil, cut.Numbers{}, 0
	r.body.Reset()
}

// finish gives the article at hand, if any.
func (r *reader) finish() {
	if !r.started {
		return
	}
	r.started = false
	reading, refused := wire.NewReading(r.where, r.body.String(), wire.About{Key: r.key})
	if reading != nil {
		refused = reading.Done(r.mentions)
	}
	for _, res := range refused {
		r.give(res)
	}
}

func (r *reader) token(line int, columns []string) {
	if len(columns) != 10 {
		r.refuse(line, "columns", fmt.Errorf("%d columns where 10 are expected; the line is passed over", len(columns)))
		return
	}
	first, last, ok := number(columns[0])
	switch {
	case strings.Contains(columns[0], "."), ok && last <= r.skip: // an empty node, or a part of a word
		return
	case !ok || columns[1] == "":
		r.refuse(line, format.CodeSyntax, fmt.Errorf("%q is no number of a word with a form", columns[0]))
		return
	case last > first:
		r.skip = last
	}
	misc := map[string]string{}
	for part := range strings.SplitSeq(columns[9], "|") {
		key, value, _ := strings.Cut(part, "=")
		misc[key] = value
	}
	r.body.WriteString(unescape(misc["SpacesBefore"]))
	place := span.Span{Start: r.body.Len(), End: r.body.Len() + len(columns[1])}
	r.body.WriteString(columns[1])
	switch {
	case misc["SpacesAfter"] != "":
		r.body.WriteString(unescape(misc["SpacesAfter"]))
	case misc["SpaceAfter"] != "No":
		r.body.WriteByte(' ')
	}
	r.tagged(line, place, misc["NER"])
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

// tagged goes on with a name or begins one.
func (r *reader) tagged(line int, place span.Span, tag string) {
	part, label, named := strings.Cut(tag, "-")
	switch {
	case tag == "" || tag == "O" || tag == "_":
		r.name = nil
		return
	case !named || label == "" || !strings.Contains("BIES", part) || len(part) != 1:
		r.refuse(line, "unknown_tag", fmt.Errorf("tag %q is neither O nor of the form B-LABEL", tag))
		r.name = nil
		return
	case r.name != nil && r.name.Label == label && (part == "I" || part == "E"):
		r.name.Spans[0].End = place.End
	default:
		r.name = &annotate.Mention{ID: r.numbers.Next("m"), Label: label, Spans: []span.Span{place}}
		r.mentions = append(r.mentions, r.name)
	}
	if part == "E" || part == "S" {
		r.name = nil
	}
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
