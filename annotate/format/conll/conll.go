// Package conll has what the formats of CoNLL's shared tasks have in common: a
// token a line with tags in columns beside it, an empty line behind each
// sentence. A format says which columns there are and how articles are parted.
//
// Tags are those of BIO: B begins a name, I goes on, O is outside. BIOES and
// BILOU are understood too, in which E or L ends a name and S or U is one of a
// single token. A name that begins with I begins all the same, as in the data
// of the shared task of 2003 (IOB1).
package conll

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/units"
	"galley/annotate/format/wire"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Outside is the tag of a token that is in no name.
const Outside = "O"

var tag = regexp.MustCompile(`^(?:O|([BIESLU])-(\S+))$`)

// IsTag tells whether s is a tag.
func IsTag(s string) bool { return tag.MatchString(s) }

// Reader makes articles of lines. A format begins articles, puts tokens into
// them and says their tags.
type Reader struct {
	path    string
	yield   func(format.Result, error) bool
	stopped bool
	bytes   int64

	rebuilt            wire.Rebuilt
	lenient, lenientAt int // names that begin with I-, and the line of the first

	article *article // at hand; nil where none is begun
}

// article is what was read of one.
type article struct {
	where     string
	key       string
	body      strings.Builder
	joined    bool // tokens were joined by blanks that the file does not have
	inLine    bool // and one stands before, in this sentence
	sentences int  // that have ended
	mentions  []*annotate.Mention
	open      []*annotate.Mention // by column, the name that may go on
	offsets   []offset
}

// offset is where a file says that a token stands.
type offset struct {
	line  int
	claim units.Claim
	place span.Span // where it stands
}

// Read reads a file. Each line that has something on it is given to line, by
// its number from 1; empty ones end sentences.
func Read(ctx context.Context, in format.Input, line func(r *Reader, number int, text string)) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		f, err := in.FS.Open(in.Name)
		if err != nil {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
			return
		}
		defer f.Close()
		r := &Reader{path: in.Path, yield: yield}
		for l, err := range format.Lines(f) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
				return
			}
			if r.line(l, line); r.stopped {
				return
			}
		}
		r.finish()
		if r.lenient > 0 {
			r.give(format.Result{Warning: &format.Issue{Item: r.place(r.lenientAt), Code: "tags_iob1",
				Message: fmt.Sprintf("%d names begin with I- where B- is expected; they are taken to begin there", r.lenient)}})
		}
	}
}

func (r *Reader) line(l format.Line, line func(r *Reader, number int, text string)) {
	r.bytes = l.Offset
	switch {
	case l.TooLong:
		r.Refuse(l.Number, format.CodeTooLong, errors.New("the line is too long"))
	case !utf8.Valid(l.Text) || strings.ContainsRune(string(l.Text), 0):
		r.Refuse(l.Number, format.CodeSyntax, errors.New("the line is no text in UTF-8"))
	case strings.TrimLeftFunc(string(l.Text), text.IsBlank) == "":
		r.endSentence()
	default:
		line(r, l.Number, string(l.Text))
	}
}

func (r *Reader) give(res format.Result) {
	res.Bytes = r.bytes
	if !r.stopped {
		r.stopped = !r.yield(res, nil)
	}
}

func (r *Reader) place(line int) string { return fmt.Sprintf("%s, line %d", r.path, line) }

// Refuse notes that something on a line was refused.
func (r *Reader) Refuse(line int, code string, err error) {
	r.give(format.Result{Refused: &format.Issue{Item: r.place(line), Code: code, Message: err.Error()}, Part: true})
}

// Begin ends the article at hand and begins another.
func (r *Reader) Begin(line int, key string) {
	r.finish()
	r.article = &article{where: r.place(line), key: key}
}

// at is the article at hand, which begins at a line if there is none.
func (r *Reader) at(line int) *article {
	if r.article == nil {
		r.Begin(line, "")
	}
	return r.article
}

// Sentences are how many have ended in the article at hand.
func (r *Reader) Sentences() int {
	if r.article == nil {
		return 0
	}
	return r.article.sentences
}

func (r *Reader) endSentence() {
	a := r.article
	if a == nil {
		return
	}
	if a.inLine {
		a.body.WriteByte('\n')
	}
	a.inLine = false
	a.sentences++
	clear(a.open)
}

// Join puts a token into the article, with a blank before it if it is not the
// first of its sentence, and tells where it stands.
func (r *Reader) Join(line int, form string) span.Span {
	a := r.at(line)
	before := ""
	if a.inLine {
		before = " "
	}
	a.joined, a.inLine = true, true
	return r.Put(line, before, form, "")
}

// Put puts a token into the article with the white space around it, and tells where it stands.
func (r *Reader) Put(line int, before, form, after string) span.Span {
	a := r.at(line)
	a.body.WriteString(before)
	start := a.body.Len()
	a.body.WriteString(form)
	a.body.WriteString(after)
	return span.Span{Start: start, End: start + len(form)}
}

// Blank begins an article with white space, if nothing is in it.
func (r *Reader) Blank(line int, blanks string) {
	if a := r.at(line); a.body.Len() == 0 {
		a.body.WriteString(blanks)
	}
}

// Offset notes where the file says that the token at a place stands. What does
// not agree is refused when the article is whole; the token stays.
func (r *Reader) Offset(line int, place span.Span, form string, start, end int) {
	r.article.offsets = append(r.article.offsets, offset{line, units.Claim{Spans: [][2]int{{start, end}}, Quote: &form}, place})
}

// Untag ends all names: what the token on hand is in is not known.
func (r *Reader) Untag() { clear(r.article.open) }

// Tag goes on with the name in a column of tags, or begins one, for the token
// at place. What is no tag is refused.
func (r *Reader) Tag(line, column int, place span.Span, s string) {
	a := r.article
	for len(a.open) <= column {
		a.open = append(a.open, nil)
	}
	m := tag.FindStringSubmatch(s)
	if m == nil {
		r.Refuse(line, "unknown_tag", fmt.Errorf("tag %q is neither O nor of the form B-LABEL; the token is kept without it", format.Clip(s)))
		a.open[column] = nil
		return
	}
	part, label := m[1], m[2]
	switch open := a.open[column]; {
	case part == "":
		a.open[column] = nil
		return
	case open != nil && open.Label == label && strings.Contains("IEL", part):
		open.Spans[0].End = place.End
	default:
		if strings.Contains("IEL", part) {
			if r.lenient++; r.lenient == 1 {
				r.lenientAt = line
			}
		}
		a.open[column] = &annotate.Mention{Label: label, Spans: []span.Span{place}}
		a.mentions = append(a.mentions, a.open[column])
	}
	if strings.Contains("ELSU", part) {
		a.open[column] = nil
	}
}

// finish gives the article at hand, if any.
func (r *Reader) finish() {
	r.endSentence()
	a := r.article
	if r.article = nil; a == nil {
		return
	}
	body := a.body.String()
	if a.joined {
		body = strings.TrimSuffix(body, "\n")
	}
	reading, results := wire.NewReading(a.where, body, wire.About{Key: a.key})
	if reading != nil {
		if a.joined {
			r.rebuilt.Warn(reading)
		}
		r.compare(a, reading.Article.Text)
		var items []annotate.Item
		numbers := cut.Numbers{}
		for _, m := range cut.ByPlace(a.mentions) {
			m.ID = numbers.Next("m")
			items = append(items, m)
		}
		results = reading.Done(items)
	}
	for _, res := range results {
		r.give(res)
	}
}

// compare holds the offsets in an article to where its tokens stand.
func (r *Reader) compare(a *article, body *text.Text) {
	claims := make([]units.Claim, len(a.offsets))
	for i, o := range a.offsets {
		claims[i] = o.claim
	}
	count := units.Infer(body, claims, units.CodePoints, units.UTF16, units.CRLFAsOne)
	if !count.Usual {
		r.give(format.Result{Warning: &format.Issue{Item: a.where, Code: format.CodeUnit, Message: "its offsets count " + count.Name + ", as its tokens show"}})
	}
	for _, o := range a.offsets {
		spans, code, err := count.Place(o.claim)
		if err == nil && spans[0] != o.place {
			code, err = format.CodeText, errors.New("the token stands elsewhere in the text")
		}
		if err != nil {
			r.Refuse(o.line, code, fmt.Errorf("its offset: %w; the token stays where it stands", err))
		}
	}
}
