// Package galley is Galley's own format: JSON Lines, one article a line with
// all its layers, offsets in code points, nothing lost. What it does not know
// it keeps. The schema travels beside the data.
package galley

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/wire"
)

// Format is the native format.
type Format struct{}

const (
	extension  = ".jsonl"
	schemaFile = "schema.json"
)

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "galley", Name: "Galley JSON Lines", Extension: extension, Unit: format.CodePoints,
		Holds: format.Holds{
			Text: true, Meta: true, Layers: true, Entities: true, Events: true, Relations: true, Attributes: true,
			Labels: true, Notes: true, Nested: true, Overlapping: true, Discontinuous: true, Origins: true,
		},
	}
}

// Sniff is sure of a file whose first line is an object with layers, and of a
// folder that has such a file and a schema.json.
func (Format) Sniff(in format.Input, head []byte) float64 {
	files, folder, err := dataFiles(in)
	if err != nil || len(files) == 0 {
		return 0
	}
	if !folder && !bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\uFEFF")), " \t\r\n"), []byte("{")) {
		return 0
	}
	if folder {
		if _, err := fs.Stat(in.FS, path.Join(in.Name, schemaFile)); err != nil {
			return 0
		}
		if all, ok := format.FilesOf(in, extension); !ok || len(all) > len(files) { // or there are some below it
			return 0
		}
	}
	if !startsNative(in.FS, files[0]) {
		return 0
	}
	return 1
}

// startsNative looks at the first line that is not empty.
func startsNative(fsys fs.FS, name string) bool {
	f, err := fsys.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	for line, err := range format.Lines(f) {
		if err != nil {
			return false
		}
		if len(bytes.TrimSpace(line.Text)) > 0 {
			return IsNative(line.Text)
		}
	}
	return false
}

// IsNative tells whether line is a JSON object with a key "layers".
func IsNative(line []byte) bool {
	dec := jsontext.NewDecoder(bytes.NewBuffer(line))
	if t, err := dec.ReadToken(); err != nil || t.Kind() != '{' {
		return false
	}
	for dec.PeekKind() == '"' {
		key, err := dec.ReadToken()
		if err != nil {
			return false
		}
		if key.String() == "layers" {
			return true
		}
		if err := dec.SkipValue(); err != nil {
			return false
		}
	}
	return false
}

// dataFiles are the files of in: itself, or the .jsonl files of the folder that it is.
func dataFiles(in format.Input) (files []string, folder bool, err error) {
	info, err := fs.Stat(in.FS, in.Name)
	if err != nil {
		return nil, false, err
	}
	if !info.IsDir() {
		return []string{in.Name}, false, nil
	}
	entries, err := fs.ReadDir(in.FS, in.Name)
	if err != nil {
		return nil, true, err
	}
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasSuffix(e.Name(), extension) {
			files = append(files, path.Join(in.Name, e.Name()))
		}
	}
	return files, true, nil
}

// Read reads a file, or the .jsonl files of a folder by name, after the schema
// that lies with them.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		files, folder, err := dataFiles(in)
		if err != nil {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
			return
		}
		if r := readSchema(in, folder); (r.Schema != nil || r.Refused != nil) && !yield(r, nil) {
			return
		}
		var before int64
		for _, name := range files {
			called := in.Path
			if folder {
				called = path.Join(in.Path, path.Base(name))
			}
			read, more := readFile(ctx, in.FS, name, called, before, yield)
			if !more {
				return
			}
			before += read
		}
	}
}

// readSchema reads the schema beside a file, or in a folder; neither of the two is no fault.
func readSchema(in format.Input, folder bool) format.Result {
	names := []string{path.Join(in.Name, schemaFile)}
	if !folder {
		names = []string{strings.TrimSuffix(in.Name, path.Ext(in.Name)) + "." + schemaFile, path.Join(path.Dir(in.Name), schemaFile)}
	}
	for _, name := range names {
		data, err := fs.ReadFile(in.FS, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		var schema *annotate.Schema
		if err == nil {
			schema, err = annotate.ParseSchema(data)
		}
		if err != nil {
			called := path.Join(in.Path, schemaFile)
			if !folder {
				called = path.Join(path.Dir(in.Path), path.Base(name))
			}
			return format.Result{Refused: &format.Issue{Item: called, Code: "bad_schema", Message: err.Error()}}
		}
		return format.Result{Schema: schema}
	}
	return format.Result{}
}

func readFile(ctx context.Context, fsys fs.FS, name, called string, before int64, yield func(format.Result, error) bool) (int64, bool) {
	f, err := fsys.Open(name)
	if err != nil {
		return 0, yield(format.Result{}, fmt.Errorf("reading %s: %w", called, err))
	}
	defer f.Close()
	var read int64
	for told, err := range wire.EachLine(ctx, f, called, ReadLine) {
		if err != nil {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", called, err))
			return read, false
		}
		read = told.Offset
		for _, r := range told.Results {
			r.Bytes = before + read
			if !yield(r, nil) {
				return read, false
			}
		}
	}
	return read, true
}

// Fit gives rec the one form that reading gives: a layer that says nothing of itself has no head.
func (Format) Fit(rec format.Record, _ *format.Losses) format.Record {
	rec.Layers = slices.Clone(rec.Layers)
	for i, l := range rec.Layers {
		kind := l.ID.Kind
		rec.Layers[i].ID = annotate.LayerID{Kind: kind}
		if l.Head != nil && annotate.Equal(l.Head, &annotate.Head{State: annotate.New}) {
			rec.Layers[i].Head = nil
		}
	}
	slices.SortStableFunc(rec.Layers, func(a, b format.Layer) int {
		return strings.Compare(a.Annotator+"\x00"+string(a.ID.Kind), b.Annotator+"\x00"+string(b.ID.Kind))
	})
	return rec
}

// Write writes one file for each split, and the schema: as schema.json in a
// folder, as NAME.schema.json beside a single file NAME.jsonl.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	files := format.NewFiles(out, set, extension)
	defer files.Close()
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		w, err := files.For(part.Split)
		if err != nil {
			return err
		}
		if err := writeRecord(w, part.Record); err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
	}
	if err := files.Close(); err != nil {
		return err
	}
	if set.Schema == nil {
		return nil
	}
	name := schemaFile
	if set.Single != "" {
		name = strings.TrimSuffix(set.Single, path.Ext(set.Single)) + "." + schemaFile
	}
	return format.WriteFile(out, name, func(w io.Writer) error {
		_, err := w.Write(set.Schema.Encode())
		return err
	})
}
