// Package conll2003 reads and writes the four columns of the CoNLL-2003 shared
// task (https://aclanthology.org/W03-0419): token, part of speech, chunk, tag
// of the name in BIO. It holds flat names on whole tokens and nothing else;
// the text is lost but for its tokens.
package conll2003

import (
	"context"
	"iter"
	"path"
	"slices"
	"strings"

	"galley/annotate/format"
	"galley/annotate/format/conll"
	"galley/annotate/format/cut"
)

// Format is CoNLL-2003.
type Format struct{}

const extension = ".conll"

// table has no parts of speech and no chunks. On reading the tag is in the last column.
var table = conll.Table{Between: " -X- -X- ", Columns: 1, Scheme: conll.BIO, Tagged: 1}

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{ID: "conll2003", Name: "CoNLL-2003", Extension: extension, Unit: format.Tokens}
}

var extensions = []string{extension, ".conll03", ".conll2003", ".bio", ".iob"}

// Sniff is sure of what begins with -DOCSTART-, all but sure where the lines have
// as many columns each, a tag in the last and a name among them, and fairly sure
// where only the first line is a token and ends in a tag.
func (Format) Sniff(in format.Input, head []byte) float64 {
	const few = 20 // lines that are looked at
	width, rows, names, alike := 0, 0, 0, true
	for line := range strings.Lines(strings.TrimPrefix(string(head), "\uFEFF")) {
		columns := strings.Fields(line)
		if len(columns) == 0 {
			continue
		}
		tagged := len(columns) > 1 && conll.IsTag(columns[len(columns)-1])
		switch {
		case rows == 0 && len(columns) > 1 && columns[0] == conll.DocStart:
			return 1
		case rows == 0 && !tagged:
			return 0
		case !tagged || rows > 0 && len(columns) != width:
			alike = false
		case columns[len(columns)-1] != conll.Outside:
			names++
		}
		width = len(columns)
		if rows++; rows == few || !alike {
			break
		}
	}
	switch {
	case rows == 0:
		return 0
	case slices.Contains(extensions, strings.ToLower(path.Ext(in.Name))):
		return 0.9
	case alike && rows > 1 && names > 0:
		return 0.8
	}
	return 0.5
}

// Fit keeps the longest of names that share a token, moves the ends of names
// to the borders of tokens, and counts the rest as lost.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	return table.Fit(rec, lost, cut.SamePlace, "mentions inside or across a longer one")
}

// Write writes one file for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return table.Write(ctx, out, set, extension)
}

// Read gives an article for each -DOCSTART-, or one where there is none. BIO,
// BIOES and BILOU are understood.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return table.Read(ctx, in)
}
