// Package conllbioes writes names on tokens in two columns, token and tag, with
// tags in BIOES: B begins a name, I goes on, E ends it, S is a name of one
// token. Articles are parted by -DOCSTART-. What it holds and how it is read is
// as in package conll2003, which understands these tags too.
package conllbioes

import (
	"context"
	"io"
	"iter"
	"strings"

	"galley/annotate/format"
	"galley/annotate/format/conll2003"
	"galley/annotate/format/tokens"
)

// Format is two columns with BIOES.
type Format struct{}

const (
	extension = ".tsv"
	docStart  = "-DOCSTART-"
)

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{ID: "conll-bioes", Name: "CoNLL with BIOES tags", Extension: extension, Unit: format.Tokens}
}

// Sniff knows what begins with -DOCSTART- and one tag; else it is no surer than conll2003.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if strings.HasPrefix(string(head), docStart+"\tO\n") {
		return 0.99
	}
	return conll2003.Format{}.Sniff(in, head) / 2
}

// Fit keeps flat names on whole tokens.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	return conll2003.Format{}.Fit(rec, lost)
}

// Read gives an article for each -DOCSTART-.
func (Format) Read(ctx context.Context, in format.Input, opt format.Options) iter.Seq2[format.Result, error] {
	return conll2003.Format{}.Read(ctx, in, opt)
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
	tags := make([]string, len(doc.Tokens))
	for _, l := range rec.Layers {
		for _, m := range l.Mentions.All() {
			r := doc.Covered(m.Spans[0])
			for i := r.First; i < r.End; i++ {
				tags[i] = prefix(i, r) + m.Label
			}
		}
	}
	var b strings.Builder
	b.WriteString(docStart + "\tO\n\n")
	for _, s := range doc.Sentences() {
		for i := s.First; i < s.End; i++ {
			tag := tags[i]
			if tag == "" {
				tag = "O"
			}
			b.WriteString(rec.Article.Text.Slice(doc.Tokens[i].Start, doc.Tokens[i].End) + "\t" + tag + "\n")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// prefix is what token i of a name at r is to it.
func prefix(i int, r tokens.Range) string {
	switch {
	case r.End-r.First == 1:
		return "S-"
	case i == r.First:
		return "B-"
	case i == r.End-1:
		return "E-"
	}
	return "I-"
}
