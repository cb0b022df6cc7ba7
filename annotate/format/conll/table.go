package conll

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/tokens"
	"galley/annotate/text"
)

// DocStart is the token of the line that parts articles.
const DocStart = "-DOCSTART-"

// Scheme is the tag of token i of a name at r, without the label.
type Scheme func(i int, r tokens.Range) string

// BIO is B for the first token of a name and I for the others.
func BIO(i int, r tokens.Range) string {
	if i == r.First {
		return "B-"
	}
	return "I-"
}

// BIOES is S for a name of one token, and E for the last one of several.
func BIOES(i int, r tokens.Range) string {
	switch {
	case r.End-r.First == 1:
		return "S-"
	case i == r.End-1:
		return "E-"
	}
	return BIO(i, r)
}

// Tags are the tags of each token of a layer that fits into a number of
// columns; see tokens.Columns.
func Tags(doc *tokens.Document, l annotate.Layer, columns int, scheme Scheme) [][]string {
	tags := make([][]string, len(doc.Tokens))
	all := slices.Repeat([]string{Outside}, len(tags)*columns)
	for i := range tags {
		tags[i] = all[i*columns : (i+1)*columns]
	}
	mentions := cut.ByPlace(l.Mentions.All())
	column := tokens.Columns(mentions, columns)
	for _, m := range mentions {
		r := doc.Covered(m.Spans[0])
		for i := r.First; i < r.End; i++ {
			tags[i][column[m.ID]] = scheme(i, r) + m.Label
		}
	}
	return tags
}

// Table is a format of tokens with tags in the last columns, in which a line
// that begins with DocStart parts articles and nothing else is held of these.
type Table struct {
	Between string // stands between the token and its tags
	Columns int    // of tags, when it is written
	Scheme  Scheme
	Tagged  int // columns of tags that are read, the last ones; 0: all behind the token
}

// Fit keeps names on whole tokens that go into the columns; lost says what those that do not are.
func (t Table) Fit(rec format.Record, losses *format.Losses, single cut.Single, lost string) format.Record {
	return cut.Record(rec, losses, cut.Rules{
		Mention: tokens.Cut(rec.Article.Text).Mention, Single: single, Name: tokens.Label, Number: true,
		Choose: tokens.Choose(t.Columns, lost),
	})
}

// Head is the line with which an article begins.
func (t Table) Head() string {
	return DocStart + t.Between + strings.Join(slices.Repeat([]string{Outside}, t.Columns), "\t") + "\n"
}

// Write writes one file for each split.
func (t Table) Write(ctx context.Context, out format.Output, set format.Set, extension string) error {
	return format.WriteEach(ctx, out, set, extension, func(w io.Writer, rec format.Record) error {
		_, err := io.WriteString(w, t.rows(rec))
		return err
	})
}

func (t Table) rows(rec format.Record) string {
	doc := tokens.Cut(rec.Article.Text)
	var layer annotate.Layer
	for _, l := range rec.Layers {
		layer = l.Layer
	}
	tags := Tags(doc, layer, t.Columns, t.Scheme)
	var b strings.Builder
	b.WriteString(t.Head() + "\n")
	for _, s := range doc.Sentences() {
		for i := s.First; i < s.End; i++ {
			b.WriteString(rec.Article.Text.Slice(doc.Tokens[i].Start, doc.Tokens[i].End) + t.Between + strings.Join(tags[i], "\t") + "\n")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Read gives an article for each DocStart, or one where there is none. Its text
// is made of the tokens, with a blank between them and a line for each sentence,
// and a warning says so. All lines must have as many columns as the first has.
func (t Table) Read(ctx context.Context, in format.Input) iter.Seq2[format.Result, error] {
	width := 0
	return Read(ctx, in, func(r *Reader, line int, s string) {
		cells := strings.FieldsFunc(s, text.IsBlank)
		if cells[0] == DocStart {
			r.Begin(line, "")
			return
		}
		place := r.Join(line, cells[0])
		if width == 0 {
			width = len(cells)
		}
		if len(cells) != width || width == 1 {
			r.Refuse(line, "columns", fmt.Errorf("%d columns where %d are expected; the token is kept without tags", len(cells), max(width, 2)))
			r.Untag()
			return
		}
		tags := cells[1:]
		if t.Tagged > 0 {
			tags = cells[width-t.Tagged:]
		}
		for i, cell := range tags {
			r.Tag(line, i, place, cell)
		}
	})
}
