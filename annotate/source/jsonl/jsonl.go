// Package jsonl reads articles from JSON: JSON Lines, one object a line, or a
// .json file that is one object or an array of them. A line with "layers" is
// of Galley's native format and is read as such.
//
// The strict decoder refuses what others repair in silence: a key that stands
// twice, half a surrogate pair, bytes that are no UTF-8, nesting without end.
package jsonl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate/format"
	"galley/annotate/format/galley"
	"galley/annotate/source"
	"galley/annotate/source/decode"
	"galley/annotate/source/fields"
)

// Codes of what is refused, besides those of package decode.
const (
	BadJSON  = "bad_json"
	NoObject = "no_object"
	NoText   = "no_text"
	NoString = "no_string" // a text or an id that is an object, a list ...
)

// Reader reads JSON Lines and JSON.
type Reader struct{}

// Info describes the source.
func (Reader) Info() format.Info {
	return format.Info{ID: "jsonl", Name: "JSON Lines or JSON", Extension: ".jsonl", Unit: format.NoOffsets, Holds: source.Holds}
}

// Sniff goes by the name and by what the file begins with.
func (Reader) Sniff(in format.Input, head []byte) float64 {
	begin := strings.TrimSpace(source.Sample(head))
	object, array := strings.HasPrefix(begin, "{"), strings.HasPrefix(begin, "[")
	switch source.Extension(in.Name) {
	case ".jsonl", ".ndjson":
		return 0.5
	case ".json":
		if object || array {
			return 0.4
		}
		return 0.2
	case "":
		if object {
			return 0.3
		}
	}
	return 0
}

// Read gives the articles of the file.
func (Reader) Read(ctx context.Context, in format.Input, opt format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		f, err := source.Open(in)
		if err != nil {
			source.Give(in.Path, err, yield)
			return
		}
		defer f.Close()
		if !source.WarnCharset(in.Path, f.Charset, yield) {
			return
		}
		r := &reader{in: in, opt: opt, file: f, yield: yield, warned: map[fields.Passed]bool{}}
		read := r.lines
		if source.Extension(in.Name) == ".json" && !startsWithLine(in) {
			read = r.values
		}
		if err := read(ctx); err != nil {
			source.Give(in.Path, err, yield)
			return
		}
		if w := r.dates.Warning(); w != "" && !r.stopped {
			yield(source.Warning(in.Path, "date", w), nil)
		}
	}
}

// startsWithLine tells whether the first line of a .json file is an object of
// its own, so that the file is really JSON Lines.
func startsWithLine(in format.Input) bool {
	f, err := source.Open(in)
	if err != nil {
		return false
	}
	defer f.Close()
	for line, err := range format.Lines(f) {
		if text := bytes.TrimSpace(line.Text); err != nil || line.TooLong || len(text) > 0 {
			return len(text) > 0 && text[0] == '{' && jsontext.Value(text).IsValid()
		}
	}
	return false
}

type reader struct {
	in      format.Input
	opt     format.Options
	file    *source.File
	yield   func(format.Result, error) bool
	stopped bool // yield asked for no more
	dates   fields.Dates
	warned  map[fields.Passed]bool
}

func (r *reader) give(result format.Result) bool {
	result.Bytes = r.file.Bytes()
	r.stopped = r.stopped || !r.yield(result, nil)
	return !r.stopped
}

func (r *reader) lines(ctx context.Context) error {
	for line, err := range format.Lines(r.file) {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		where := fmt.Sprintf("%s, line %d", r.in.Path, line.Number)
		switch {
		case line.TooLong:
			r.give(source.Refusal(where, decode.TooLarge, fmt.Sprintf("the line is longer than %d MiB", format.MaxLine>>20)))
		case len(bytes.TrimSpace(line.Text)) > 0:
			r.record(line.Text, where, fmt.Sprintf("%s#%d", source.Stem(r.in.Name), line.Number))
		}
		if r.stopped {
			return nil
		}
	}
	return nil
}

// values reads objects that follow each other or stand in an array. Where one
// is no JSON, what comes after it cannot be found.
func (r *reader) values(ctx context.Context) error {
	dec := jsontext.NewDecoder(r.file)
	for n := 1; !r.stopped; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if kind := dec.PeekKind(); dec.StackDepth() == 0 && kind == '[' || dec.StackDepth() == 1 && kind == ']' {
			if _, err := dec.ReadToken(); err != nil {
				return notJSON(err)
			}
			continue
		}
		value, err := dec.ReadValue()
		if err == io.EOF {
			return nil
		}
		if syntax := new(jsontext.SyntacticError); errors.As(err, &syntax) {
			r.give(source.Refusal(r.in.Path, BadJSON, fmt.Sprintf("from record %d on it cannot be read: %v", n, notJSON(err))))
			return nil
		}
		if err != nil {
			return err
		}
		r.record(value, fmt.Sprintf("%s, record %d", r.in.Path, n), fmt.Sprintf("%s#%d", source.Stem(r.in.Name), n))
		n++
	}
	return nil
}

// record gives the article that data, one JSON value, is. place becomes its key where it has none.
func (r *reader) record(data []byte, where, place string) {
	obj, err := readObject(data)
	if err != nil {
		r.refuse(where, err)
		return
	}
	if obj.has("layers") {
		for _, result := range galley.ReadLine(data, where) {
			if !r.give(result) {
				return
			}
		}
		return
	}
	m, err := fields.Map(obj.names, r.opt.Columns)
	if err != nil {
		r.give(source.Refusal(where, "ambiguous_field", err.Error()))
		return
	}
	for _, p := range m.Passed {
		if !r.warned[p] {
			r.warned[p] = true
			if !r.give(source.Warning(where, "ambiguous_field", p.String()+"; likewise in what follows")) {
				return
			}
		}
	}
	row, err := obj.row(m)
	if err != nil {
		r.refuse(where, err)
		return
	}
	a, err := row.Article(place, where, &r.dates)
	if err != nil {
		r.refuse(where, err)
		return
	}
	r.give(format.Result{Record: &format.Record{Article: a, Where: where}})
}

func (r *reader) refuse(where string, err error) {
	result, ok := source.Refused(where, err)
	if !ok {
		result = source.Refusal(where, BadJSON, err.Error())
	}
	r.give(result)
}
