package format

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
)

// Files are the data files of a set: one for each split, or one.
type Files struct {
	out       Output
	set       Set
	extension string
	open      map[string]*dataFile
	order     []string
	err       error
}

type dataFile struct {
	*bufio.Writer
	file io.WriteCloser
	name string
}

// NewFiles names the data files of set in out. Nothing is made yet.
func NewFiles(out Output, set Set, extension string) *Files {
	return &Files{out: out, set: set, extension: extension, open: map[string]*dataFile{}}
}

// For is the file of a split, which is made when it is first asked for.
func (f *Files) For(split string) (io.Writer, error) {
	if d := f.open[split]; d != nil {
		return d, nil
	}
	name := f.set.DataName(split, f.extension)
	file, err := f.out.Create(name)
	if err != nil {
		return nil, fmt.Errorf("making %s: %w", name, err)
	}
	d := &dataFile{bufio.NewWriterSize(file, 256<<10), file, name}
	f.open[split] = d
	f.order = append(f.order, split)
	return d, nil
}

// Close makes the files of splits without articles and closes them all. A second call does nothing.
func (f *Files) Close() error {
	if f.open == nil {
		return f.err
	}
	splits := f.set.Splits
	if len(splits) == 0 {
		splits = []string{""}
	}
	for _, split := range splits {
		if _, err := f.For(split); err != nil {
			f.err = errors.Join(f.err, err)
		}
	}
	for _, split := range f.order {
		d := f.open[split]
		if err := errors.Join(d.Flush(), d.file.Close()); err != nil {
			f.err = errors.Join(f.err, fmt.Errorf("writing %s: %w", d.name, err))
		}
	}
	f.open = nil
	return f.err
}

// WriteEach writes the records of a set one after the other, each into the file
// of its split. It is the Write of formats that need nothing around records.
func WriteEach(ctx context.Context, out Output, set Set, extension string, write func(io.Writer, Record) error) error {
	files := NewFiles(out, set, extension)
	defer files.Close()
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		w, err := files.For(part.Split)
		if err == nil {
			err = write(w, part.Record)
		}
		if err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
	}
	return files.Close()
}

// WriteFile makes a file below out and lets write fill it. Errors name the file.
func WriteFile(out Output, name string, write func(io.Writer) error) error {
	f, err := out.Create(name)
	if err != nil {
		return fmt.Errorf("making %s: %w", name, err)
	}
	w := bufio.NewWriter(f)
	if err := errors.Join(write(w), w.Flush(), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}
