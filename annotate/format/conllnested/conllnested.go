// Package conllnested reads and writes names on tokens, nested ones too: a
// column of tokens and five of tags in BIO, the innermost names last. Articles
// are parted by -DOCSTART-. The text is lost but for its tokens.
package conllnested

import (
	"context"
	"iter"
	"strings"

	"galley/annotate/format"
	"galley/annotate/format/conll"
	"galley/annotate/format/cut"
)

// Format is columns of nested tags.
type Format struct{}

const extension = ".tsv"

// table has a fixed number of columns, since rows must be of one width and are
// written before the last article is seen. Any number is read.
var table = conll.Table{Between: "\t", Columns: 5, Scheme: conll.BIO}

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
		if !conll.IsTag(c) {
			return 0
		}
	}
	if cells[0] == conll.DocStart {
		return 1
	}
	return 0.95
}

// Fit keeps mentions on whole tokens that five columns hold.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	return table.Fit(rec, lost, cut.SameLabel, "mentions nested or crossing more than five deep")
}

// Write writes one file for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return table.Write(ctx, out, set, extension)
}

// Read gives an article for each -DOCSTART-, or one where there is none.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return table.Read(ctx, in)
}
