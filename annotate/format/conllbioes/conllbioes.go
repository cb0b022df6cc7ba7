// Package conllbioes writes names on tokens in two columns, token and tag, with
// tags in BIOES: B begins a name, I goes on, E ends it, S is a name of one
// token. Articles are parted by -DOCSTART-. What it holds and how it is read is
// as in package conll2003, which understands these tags too.
package conllbioes

import (
	"context"
	"iter"
	"strings"

	"galley/annotate/format"
	"galley/annotate/format/conll"
	"galley/annotate/format/conll2003"
)

// Format is two columns with BIOES.
type Format struct{}

const extension = ".tsv"

var table = conll.Table{Between: "\t", Columns: 1, Scheme: conll.BIOES, Tagged: 1}

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{ID: "conll-bioes", Name: "CoNLL with BIOES tags", Extension: extension, Unit: format.Tokens}
}

// Sniff knows what begins with -DOCSTART- and one tag; else it is no surer than conll2003.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if strings.HasPrefix(string(head), table.Head()) {
		return 0.99
	}
	return conll2003.Format{}.Sniff(in, head) / 2
}

// Fit keeps flat names on whole tokens.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	return conll2003.Format{}.Fit(rec, lost)
}

// Read gives an article for each -DOCSTART-.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return table.Read(ctx, in)
}

// Write writes one file for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return table.Write(ctx, out, set, extension)
}
