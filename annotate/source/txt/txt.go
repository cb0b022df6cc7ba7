// Package txt reads plain text: a file is an article, the whole of it its body.
package txt

import (
	"context"
	"iter"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/source"
	"galley/annotate/source/decode"
)

// MaxTitle is the longest title in code points that is taken from a text whose
// first line goes on for longer.
const MaxTitle = 1000

// Reader reads text files.
type Reader struct{}

// Info describes the source.
func (Reader) Info() format.Info {
	return format.Info{ID: "txt", Name: "Plain text", Extension: ".txt", Unit: format.NoOffsets, Holds: source.Holds}
}

// Sniff goes by the name. A file without extension is taken too where it holds text.
func (Reader) Sniff(in format.Input, head []byte) float64 {
	switch source.Extension(in.Name) {
	case ".txt", ".text":
		return 0.9
	case "":
		if strings.TrimSpace(source.Sample(head)) != "" {
			return 0.1
		}
	}
	return 0
}

// Read gives the file as one article: its title the first line that is not
// blank, its key its path without extension. A byte order mark is dropped;
// everything else stays as it is.
func (Reader) Read(_ context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		data, err := source.Whole(in)
		if err != nil {
			source.Give(in.Path, err, yield)
			return
		}
		body, charset, err := decode.Bytes(data)
		if err != nil {
			source.Give(in.Path, err, yield)
			return
		}
		if !source.WarnCharset(in.Path, charset, yield) {
			return
		}
		a := annotate.NewArticle(annotate.Article{Key: source.Stem(in.Name), Title: title(body)}, body)
		yield(format.Result{Record: &format.Record{Article: a, Where: in.Path}, Bytes: int64(len(data))}, nil)
	}
}

// title is the first line that is not blank, without the white space around it.
func title(body string) string {
	for line := range strings.Lines(body) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		n := 0
		for i := range line {
			if n++; n > MaxTitle {
				return line[:i] + "…"
			}
		}
		return line
	}
	return ""
}
