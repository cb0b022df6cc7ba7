// Package conllnested reads and writes names on tokens, nested ones too: a
// column of tokens and five of tags in BIO, the innermost names last. Articles
// are parted by -DOCSTART-. The text is lost but for its tokens.
package conllnested

import (
	"context"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/tokens"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Format is columns of nested tags.
type Format struct{}

const (
	extension = ".tsv"
	docStart  = "-DOCSTART-"
	// columns is fixed, since rows must be of one width and are written before
	// the last article is seen.
	columns = 5
)

var tag = regexp.MustCompile(`^(?:O|([BIES])-(\S+))$`)

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "conll-nested", Name: "CoNLL with nested columns", Extension: extension, Unit: format.Tokens,
		Holds: format.Holds{Nested: true, Overlapping: true},
	}
}

// Sniff is sure of what begins with -DOCSTART- and several tags, and all but
// sure of a token with several tags.
func (Format) Sniff(_ format.Input, head []byte) float64 {
	first, _, _ := strings.Cut(strings.TrimLeft(strings.TrimPrefix(string(head), "\uFEFF"), "\r\n"), "\n")
	cells := strings.Split(strings.TrimSuffix(first, "\r"), "\t")
	if len(cells) < 3 {
		return 0
	}
	for _, c := range cells[1:] {
		if !tag.MatchString(c) {
			return 0
		}
	}
	if cells[0] == docStart {
		return 1
	}
	return 0.95
}

// Fit keeps mentions on whole tokens that five columns hold.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	return cut.Record(rec, lost, cut.Rules{
		Mention: tokens.Cut(rec.Article.Text).Mention, Single: cut.SameLabel, Name: tokens.Label, Number: true,
		Choose: tokens.Choose(columns, "mentions nested or crossing more than five deep"),
	})
}

// Write writes one file for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return format.WriteEach(ctx, out, set, extension, func(w io.Writer, rec format.Record) error {
		_, err := io.WriteString(w, table(rec))
		return err
	})
}

func table(rec format.Record) string {
	doc := tokens.Cut(rec.Article.Text)
	rows := make([][columns]string, len(doc.Tokens))
	for _, l := range rec.Layers {
		mentions := cut.ByPlace(l.Mentions.All())
		column := tokens.Columns(mentions, columns)
		for _, m := range mentions {
			r := doc.Covered(m.Spans[0])
			for i := r.First; i < r.End; i++ {
				rows[i][column[m.ID]] = "I-" + m.Label
			}
			rows[r.First][column[m.ID]] = "B-" + m.Label
		}
	}
	var b strings.Builder
	b.WriteString(docStart + strings.Repeat("\tO", columns) + "\n\n")
	for _, s := range doc.Sentences() {
		for i := s.First; i < s.End; i++ {
			b.WriteString(rec.Article.Text.Slice(doc.Tokens[i].Start, doc.Tokens[i].End))
			for _, tag := range rows[i] {
				if tag == "" {
					tag = "O"
				}
				b.WriteString("\t" + tag)
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Read gives an article for each -DOCSTART-, or one where there is none. Its
// text is made of the tokens, with a blank between them and a line for each
// sentence. Any number of columns of tags is read.
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
	warned  bool // that texts are made of tokens
	width   int  // columns of tags; 0 until a line told

	// the article at hand
	started  bool
	where    string
	body     strings.Builder
	inLine   bool // a token stands before, in this sentence
	mentions []*annotate.Mention
	open     []*annotate.Mention // by column, the name that may go on
}

func (r *reader) give(res format.Result) {
	res.Bytes = r.bytes
	if !r.stopped {
		r.stopped = !r.yield(res, nil)
	}
}

func (r *reader) refuse(line int, code, message string) {
	r.give(format.Result{Part: true, Refused: &format.Issue{Item: fmt.Sprintf("%s, line %d", r.path, line), Code: code, Message: message}})
}

func (r *reader) line(l format.Line) {
	r.bytes = l.Offset
	cells := strings.FieldsFunc(string(l.Text), text.IsBlank)
	switch {
	case l.TooLong:
		r.refuse(l.Number, format.CodeTooLong, "the line is too long")
	case !utf8.Valid(l.Text) || strings.ContainsRune(string(l.Text), 0):
		r.refuse(l.Number, format.CodeSyntax, "the line is no text in UTF-8")
	case len(cells) == 0:
		r.endSentence()
	case cells[0] == docStart:
		r.finish()
		r.begin(l.Number)
	default:
		if !r.started {
			r.begin(l.Number)
		}
		r.token(l.Number, cells)
	}
}

func (r *reader) begin(line int) {
	r.started, r.where, r.mentions = true, fmt.Sprintf("%s, line %d", r.path, line), nil
	r.body.Reset()
}

func (r *reader) endSentence() {
	if r.inLine {
		r.body.WriteByte('\n')
	}
	r.inLine = false
	clear(r.open)
}

// finish gives the article at hand, if any.
func (r *reader) finish() {
	if !r.started {
		return
	}
	r.endSentence()
	r.started = false
	if !r.warned {
		r.warned = true
		r.give(format.Result{Warning: &format.Issue{
			Item: r.path, Code: format.CodeTextRebuilt, Message: "the file has tokens, not texts; texts are made of them, with a blank between tokens and a line for each sentence",
		}})
	}
	rec := &format.Record{Article: annotate.NewArticle(annotate.Article{}, strings.TrimSuffix(r.body.String(), "\n")), Where: r.where}
	rec.Article.Title = rec.Article.Text.FirstLine()
	var items []annotate.Item
	numbers := cut.Numbers{}
	for _, m := range cut.ByPlace(r.mentions) {
		m.ID = numbers.Next("m")
		items = append(items, m)
	}
	if len(items) > 0 {
		rec.Layers = []format.Layer{{Layer: annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, items)}}
	}
	r.give(format.Result{Record: rec})
}

func (r *reader) token(line int, cells []string) {
	if r.inLine {
		r.body.WriteByte(' ')
	}
	r.inLine = true
	place := span.Span{Start: r.body.Len(), End: r.body.Len() + len(cells[0])}
	r.body.WriteString(cells[0])
	if r.width == 0 {
		r.width = len(cells) - 1
		r.open = make([]*annotate.Mention, r.width)
	}
	if len(cells)-1 != r.width || r.width == 0 {
		r.refuse(line, "columns", fmt.Sprintf("%d columns where %d are expected; the token is kept without tags", len(cells), max(r.width+1, 2)))
		clear(r.open)
		return
	}
	for i, cell := range cells[1:] {
		m := tag.FindStringSubmatch(cell)
		if m == nil {
			r.refuse(line, "unknown_tag", fmt.Sprintf("tag %q is neither O nor of the form B-LABEL", cell))
			r.open[i] = nil
			continue
		}
		r.tagged(i, place, m[1], m[2])
	}
}

// tagged goes on with the name in a column or begins one.
func (r *reader) tagged(column int, place span.Span, part, label string) {
	switch open := r.open[column]; {
	case part == "":
		r.open[column] = nil
		return
	case open != nil && open.Label == label && (part == "I" || part == "E"):
		open.Spans[0].End = place.End
	default:
		r.open[column] = &annotate.Mention{Label: label, Spans: []span.Span{place}}
		r.mentions = append(r.mentions, r.open[column])
	}
	if part == "E" || part == "S" {
		r.open[column] = nil
	}
}
