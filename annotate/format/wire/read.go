package wire

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate/format"
	"galley/annotate/internal/inorder"
)

// Told is what a line came to, and where it ends in its file.
type Told struct {
	Results []format.Result
	Offset  int64
}

// linesAhead is how many lines are in memory beside the one whose results are given.
const linesAhead = 8

// EachLine gives what read makes of the lines of f that are not blank, in their
// order. It is called for several lines at a time. path is what messages call f.
func EachLine(ctx context.Context, f io.Reader, path string, read func(line []byte, where string) []format.Result) iter.Seq2[Told, error] {
	return inorder.Map(filled(ctx, f), linesAhead, func(l format.Line) (Told, error) {
		return Told{readLine(l, path, read), l.Offset}, nil
	})
}

// filled are the lines that are not blank, each with a text of its own.
func filled(ctx context.Context, f io.Reader) iter.Seq2[format.Line, error] {
	return func(yield func(format.Line, error) bool) {
		for line, err := range format.Lines(f) {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil && !line.TooLong && len(bytes.TrimSpace(line.Text)) == 0 {
				continue
			}
			line.Text = bytes.Clone(line.Text)
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

func readLine(l format.Line, path string, read func(line []byte, where string) []format.Result) []format.Result {
	where := fmt.Sprintf("%s, line %d", path, l.Number)
	if l.TooLong {
		return refused(where, format.CodeTooLong, fmt.Errorf("the line is longer than %d MiB", format.MaxLine>>20))
	}
	return read(l.Text, where)
}

// Lines reads JSON Lines: read makes results of what a line says. It is called
// for several lines at a time, so it must not keep anything from one to the next.
func Lines[T any](ctx context.Context, in format.Input, read func(v *T, where string) []format.Result) iter.Seq2[format.Result, error] {
	return file(in, func(f io.Reader, yield func(format.Result, error) bool) error {
		for told, err := range EachLine(ctx, f, in.Path, decoded(read)) {
			if err != nil {
				return err
			}
			if !give(told.Results, told.Offset, yield) {
				return nil
			}
		}
		return nil
	})
}

// LinesInTurn is Lines for a read that is called for one line after the other.
func LinesInTurn[T any](ctx context.Context, in format.Input, read func(v *T, where string) []format.Result) iter.Seq2[format.Result, error] {
	return file(in, func(f io.Reader, yield func(format.Result, error) bool) error {
		for line, err := range filled(ctx, f) {
			if err != nil {
				return err
			}
			if !give(readLine(line, in.Path, decoded(read)), line.Offset, yield) {
				return nil
			}
		}
		return nil
	})
}

// decoded reads the object of a line.
func decoded[T any](read func(v *T, where string) []format.Result) func(line []byte, where string) []format.Result {
	return func(line []byte, where string) []format.Result {
		var v T
		if code, err := Decode(line, &v); err != nil {
			return refused(where, code, err)
		}
		return read(&v, where)
	}
}

// Array reads one JSON array, element by element, or JSON Lines where the file
// is none: read makes results of what an element says. kind is what one is
// called in messages.
func Array[T any](ctx context.Context, in format.Input, kind string, read func(v *T, where string) []format.Result) iter.Seq2[format.Result, error] {
	return file(in, func(f io.Reader, yield func(format.Result, error) bool) error {
		dec := jsontext.NewDecoder(skipMark(f))
		switch dec.PeekKind() {
		case '[':
			dec.ReadToken()
		case '{': // objects one after the other
		default:
			give(refused(in.Path, "bad_json", errors.New("it is neither a JSON array nor an object")), dec.InputOffset(), yield)
			return nil
		}
		for n := 1; dec.PeekKind() != ']'; n++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			where := fmt.Sprintf("%s, %s %d", in.Path, kind, n)
			data, err := dec.ReadValue()
			switch {
			case errors.Is(err, io.EOF) && dec.StackDepth() == 0:
				return nil
			case err != nil: // nothing after it can be read
				code, err := Explain(err)
				give(refused(where, code, err), dec.InputOffset(), yield)
				return nil
			}
			var v T
			results := []format.Result(nil)
			if code, err := Decode(data, &v); err != nil {
				results = refused(where, code, err)
			} else {
				results = read(&v, where)
			}
			if !give(results, dec.InputOffset(), yield) {
				return nil
			}
		}
		return nil
	})
}

func file(in format.Input, read func(io.Reader, func(format.Result, error) bool) error) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		f, err := in.FS.Open(in.Name)
		if err == nil {
			defer f.Close()
			err = read(f, yield)
		}
		if err != nil {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
		}
	}
}

func refused(where, code string, err error) []format.Result {
	return []format.Result{{Refused: &format.Issue{Item: where, Code: code, Message: err.Error()}}}
}

func give(results []format.Result, bytes int64, yield func(format.Result, error) bool) bool {
	for _, r := range results {
		r.Bytes = bytes
		if !yield(r, nil) {
			return false
		}
	}
	return true
}

// skipMark is r without a byte order mark.
func skipMark(r io.Reader) io.Reader {
	in := bufio.NewReaderSize(r, 64<<10)
	if mark, _ := in.Peek(3); string(mark) == "\uFEFF" {
		in.Discard(3)
	}
	return in
}

// WriteLines writes one object a line, a file for each split.
func WriteLines(ctx context.Context, out format.Output, set format.Set, extension string, object func(format.Record) (any, error)) error {
	return writeFiles(ctx, out, set, extension, "", "\n", "", object)
}

// WriteArray writes one array of objects, a file for each split.
func WriteArray(ctx context.Context, out format.Output, set format.Set, extension string, object func(format.Record) (any, error)) error {
	return writeFiles(ctx, out, set, extension, "[\n", ",\n", "\n]\n", object)
}

func writeFiles(ctx context.Context, out format.Output, set format.Set, extension, begin, between, end string, object func(format.Record) (any, error)) error {
	files := format.NewFiles(out, set, extension)
	defer files.Close()
	begun := map[string]bool{}
	put := func(split, before string, v any) error {
		w, err := files.For(split)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, before); err != nil || v == nil {
			return err
		}
		return json.MarshalWrite(w, v, Encoding)
	}
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		v, err := object(part.Record)
		if err == nil {
			before := between
			if !begun[part.Split] {
				before = begin
			}
			begun[part.Split] = true
			err = put(part.Split, before, v)
		}
		if err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
	}
	splits := set.Splits
	if len(splits) == 0 {
		splits = []string{""}
	}
	for _, split := range splits {
		last := end
		switch {
		case begin == "" && begun[split]:
			last = between
		case begin != "" && !begun[split]:
			last = begin + end
		}
		if err := put(split, last, nil); err != nil {
			return err
		}
	}
	return files.Close()
}
