package conll2003

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Read gives an article for each -DOCSTART-, or one where there is none. Its
// text is made of the tokens, with a blank between them and a line for each
// sentence, and a warning says so. The tag is the last column of the first
// line; BIO, BIOES and BILOU are understood, and a name that begins with I-
// begins all the same, as in the data of the shared task itself.
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
		if r.lenient > 0 {
			r.warn(r.lenientAt, "tags_iob1", fmt.Sprintf("%d names begin with I- where B- is expected; they are taken to begin there", r.lenient))
		}
	}
}

type reader struct {
	path    string
	yield   func(format.Result, error) bool
	stopped bool
	bytes   int64
	warned  bool // that texts are made of tokens

	column             int // of the tag; 0 until a line told
	lenient, lenientAt int // names that begin with I-, and the line of the first

	// the article at hand
	started  bool
	where    string
	body     strings.Builder
	inLine   bool // a token stands before, in this sentence
	mentions []annotate.Item
	name     *annotate.Mention // that may go on
}

func (r *reader) give(res format.Result) {
	res.Bytes = r.bytes
	if !r.stopped {
		r.stopped = !r.yield(res, nil)
	}
}

func (r *reader) place(line int) string { return fmt.Sprintf("%s, line %d", r.path, line) }

func (r *reader) warn(line int, code, message string) {
	r.give(format.Result{Warning: &format.Issue{Item: r.place(line), Code: code, Message: message}})
}

func (r *reader) refuse(line int, code, message string) {
	r.give(format.Result{Refused: &format.Issue{Item: r.place(line), Code: code, Message: message}, Part: true})
}

func (r *reader) line(l format.Line) {
	r.bytes = l.Offset
	columns := strings.FieldsFunc(string(l.Text), text.IsBlank)
	switch {
	case l.TooLong:
		r.refuse(l.Number, format.CodeTooLong, "the line is too long")
	case !utf8.Valid(l.Text) || strings.ContainsRune(string(l.Text), 0):
		r.refuse(l.Number, format.CodeSyntax, "the line is no text in UTF-8")
	case len(columns) == 0:
		r.endSentence()
	case columns[0] == docStart:
		r.finish()
		r.begin(l.Number)
	default:
		if !r.started {
			r.begin(l.Number)
		}
		r.token(l.Number, columns)
	}
}

func (r *reader) begin(line int) {
	r.started, r.where, r.mentions = true, r.place(line), nil
	r.body.Reset()
}

func (r *reader) endSentence() {
	if r.inLine {
		r.body.WriteByte('\n')
	}
	r.inLine, r.name = false, nil
}

// finish gives the article at hand, if any.
func (r *reader) finish() {
	if !r.started {
		return
	}
	r.endSentence()
	if !r.warned {
		r.warned = true
		r.give(format.Result{Warning: &format.Issue{
			Item: r.path, Code: format.CodeTextRebuilt, Message: "the file has tokens, not texts; texts are made of them, with a blank between tokens and a line for each sentence",
		}})
	}
	rec := &format.Record{Article: annotate.NewArticle(annotate.Article{}, strings.TrimSuffix(r.body.String(), "\n")), Where: r.where}
	rec.Article.Title = rec.Article.Text.FirstLine()
	if len(r.mentions) > 0 {
		rec.Layers = []format.Layer{{Layer: annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, r.mentions)}}
	}
	r.give(format.Result{Record: rec})
	r.started = false
}

func (r *reader) token(line int, columns []string) {
	if r.inLine {
		r.body.WriteByte(' ')
	}
	r.inLine = true
	place := span.Span{Start: r.body.Len(), End: r.body.Len() + len(columns[0])}
	r.body.WriteString(columns[0])
	if r.column == 0 {
		r.column = len(columns) - 1
	}
	if len(columns)-1 != r.column || r.column == 0 {
		r.refuse(line, "columns", fmt.Sprintf("%d columns where %d are expected; the token is kept without a tag", len(columns), max(r.column+1, 2)))
		r.name = nil
		return
	}
	m := tag.FindStringSubmatch(columns[r.column])
	if m == nil {
		r.refuse(line, "unknown_tag", fmt.Sprintf("tag %q is neither O nor of the form B-LABEL; the token is kept without it", columns[r.column]))
		r.name = nil
		return
	}
	r.tagged(line, place, m[1], m[2])
}

// tagged goes on with a name or begins one.
func (r *reader) tagged(line int, place span.Span, part, label string) {
	goesOn := r.name != nil && r.name.Label == label && part != "B" && part != "S" && part != "U"
	switch {
	case part == "":
		r.name = nil
		return
	case goesOn:
		r.name.Spans[0].End = place.End
	default:
		if part == "I" || part == "E" || part == "L" {
			if r.lenient++; r.lenient == 1 {
				r.lenientAt = line
			}
		}
		r.name = &annotate.Mention{ID: annotate.ID(fmt.Sprint("m", len(r.mentions)+1)), Label: label, Spans: []span.Span{place}}
		r.mentions = append(r.mentions, r.name)
	}
	if part == "E" || part == "L" || part == "S" || part == "U" {
		r.name = nil
	}
}
