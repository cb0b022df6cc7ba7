// Package eventscsv writes event tables in CSV (RFC 4180, UTF-8), for R, Stata
// and whatever else reads tables. What they hold is in package tables.
//
// In a folder the tables are events.csv, mentions.csv and so on; with splits, or
// where one file was asked for, the events are in that file and the others
// beside it: train.csv, train.mentions.csv.
package eventscsv

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/tables"
	source "galley/annotate/source/csv"
)

// Format is event tables in CSV.
type Format struct{}

const extension = ".csv"

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{ID: "events-csv", Name: "Event tables (CSV)", Extension: extension, Stem: tables.Stem, Unit: format.CodePoints, Holds: tables.Holds}
}

// begin is how a table of events begins.
const begin = "layer,document,key,annotator,article_id,"

// Sniff is sure of a table of events, and of a folder with one.
func (Format) Sniff(in format.Input, head []byte) float64 {
	info, err := fs.Stat(in.FS, in.Name)
	switch {
	case err != nil:
		return 0
	case info.IsDir():
		return sniffFolder(in)
	case begins(head):
		return 1
	}
	return 0
}

// sniffFolder is sure of a folder with tables of events where every other file
// goes with one of them.
func sniffFolder(in format.Input) float64 {
	events, err := eventFiles(in)
	files, ok := format.FilesOf(in, extension)
	if err != nil || !ok || len(events) == 0 {
		return 0
	}
	known := map[string]bool{beside(path.Join(in.Name, tables.Stem+extension), tables.Codebook): true}
	for _, name := range events {
		for _, table := range append(slices.Clone(tables.Names), tables.Codebook) {
			known[beside(name, table)] = true
		}
	}
	for _, name := range files {
		if !known[name] {
			return 0
		}
	}
	return 1
}

func begins(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(head, []byte("\uFEFF")), []byte(begin))
}

// eventFiles are the tables of events in a folder, by name.
func eventFiles(in format.Input) ([]string, error) {
	entries, err := fs.ReadDir(in.FS, in.Name)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		name := path.Join(in.Name, e.Name())
		if !e.Type().IsRegular() || path.Ext(name) != extension {
			continue
		}
		f, err := in.FS.Open(name)
		if err != nil {
			return nil, err
		}
		head, err := io.ReadAll(io.LimitReader(f, 64))
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		if begins(head) {
			out = append(out, name)
		}
	}
	return out, nil
}

// Fit keeps all but notes and who made what when.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	return cut.Record(rec, lost, tables.Rules())
}

// beside is the name of the file of a table, by that of the events.
func beside(events, table string) string {
	stem := strings.TrimSuffix(events, path.Ext(events))
	switch {
	case table == tables.Events:
		return events
	case path.Base(stem) == tables.Stem:
		return path.Join(path.Dir(events), table+extension)
	}
	return stem + "." + table + extension
}

// tableOutput makes the files of one table.
type tableOutput struct {
	format.Output
	table string
}

func (o tableOutput) Create(name string) (io.WriteCloser, error) {
	return o.Output.Create(beside(name, o.table))
}

// Write writes the tables of each split, and one codebook.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	w := newWriter(out, set)
	defer w.close()
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if err := w.add(part); err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
	}
	splits := set.Splits
	if len(splits) == 0 {
		splits = []string{""}
	}
	for _, split := range splits {
		if _, err := w.book(split); err != nil {
			return err
		}
	}
	if err := w.close(); err != nil {
		return err
	}
	return w.codebook()
}

type writer struct {
	out    format.Output
	set    format.Set
	tables []tables.Table
	files  []*format.Files // of each table
	books  map[string]*book
}

// book are the tables of one split.
type book struct {
	tables.Writer
	rows []*csv.Writer
}

func newWriter(out format.Output, set format.Set) *writer {
	w := &writer{out: out, set: set, tables: tables.New(set.Schema), books: map[string]*book{}}
	for _, t := range w.tables {
		w.files = append(w.files, format.NewFiles(tableOutput{out, t.Name}, set, extension))
	}
	return w
}

// book is that of a split, which begins with the headers.
func (w *writer) book(split string) (*book, error) {
	if b := w.books[split]; b != nil {
		return b, nil
	}
	b := &book{Writer: tables.Writer{Tables: w.tables, Split: func(text string) []string { return []string{text} }}}
	for i, t := range w.tables {
		f, err := w.files[i].For(split)
		if err != nil {
			return nil, err
		}
		header := make([]string, len(t.Columns))
		for n, c := range t.Columns {
			header[n] = c.Name
		}
		b.rows = append(b.rows, csv.NewWriter(f))
		if err := b.rows[i].Write(header); err != nil {
			return nil, err
		}
	}
	w.books[split] = b
	return b, nil
}

func (w *writer) add(part format.Part) error {
	b, err := w.book(part.Split)
	if err != nil {
		return err
	}
	return b.Add(part.Record, func(table int, cells []string) error {
		for i, c := range w.tables[table].Columns {
			if !c.Number {
				cells[i] = disarm(cells[i])
			}
		}
		return b.rows[table].Write(cells)
	})
}

func (w *writer) close() error {
	var err error
	for _, b := range w.books {
		for _, rows := range b.rows {
			rows.Flush()
			err = errors.Join(err, rows.Error())
		}
	}
	w.books = nil
	for _, f := range w.files {
		err = errors.Join(err, f.Close())
	}
	return err
}

func (w *writer) codebook() error {
	name := beside(tables.Stem+extension, tables.Codebook)
	if w.set.Single != "" {
		name = beside(w.set.Single, tables.Codebook)
	}
	return format.WriteFile(w.out, name, func(f io.Writer) error {
		rows := csv.NewWriter(f)
		err := tables.WriteCodebook(w.tables, w.set.Schema, func(cells []string) error {
			for i := range cells {
				cells[i] = disarm(cells[i])
			}
			return rows.Write(cells)
		})
		rows.Flush()
		return errors.Join(err, rows.Error())
	})
}

// formula is what a cell begins with that a spreadsheet takes for a formula
// (https://owasp.org/www-community/attacks/CSV_Injection).
const formula = "=+-@\t\r"

// disarm puts an apostrophe before a cell that would be a formula: articles come
// from anywhere. One that has apostrophes there already gets one more, so that
// arm knows what was put there.
func disarm(cell string) string {
	if armed := strings.TrimLeft(cell, "'"); armed != "" && strings.IndexByte(formula, armed[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

// arm is a cell without what disarm put before it.
func arm(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && disarm(rest) == cell {
		return rest
	}
	return cell
}

// Read reads a table of events, or those of a folder, with the tables beside.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		files := []string{in.Name}
		info, err := fs.Stat(in.FS, in.Name)
		if err == nil && info.IsDir() {
			files, err = eventFiles(in)
		}
		if err != nil {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
			return
		}
		for _, name := range files {
			called := in.Path
			if info.IsDir() {
				called = path.Join(in.Path, path.Base(name))
			}
			if !readBook(ctx, in.FS, name, called, yield) {
				return
			}
		}
	}
}

func readBook(ctx context.Context, fsys fs.FS, name, called string, yield func(format.Result, error) bool) bool {
	var open []fs.File
	defer func() {
		for _, f := range open {
			f.Close()
		}
	}()
	b := tables.Book{
		Path: called,
		Full: true,
		Cell: func(text string) string { return text },
		Open: func(table string) (tables.Rows, error) {
			f, err := fsys.Open(beside(name, table))
			if errors.Is(err, fs.ErrNotExist) {
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			open = append(open, f)
			return &rows{source.NewRows(f), beside(called, table)}, nil
		},
	}
	for r, err := range tables.Read(ctx, b) {
		if !yield(r, err) {
			return false
		}
	}
	return true
}

// rows are those of one file.
type rows struct {
	*source.Rows
	file string
}

// Next is the next row as it was before it was disarmed.
func (r *rows) Next() ([]string, error) {
	cells, err := r.Rows.Next()
	for i, c := range cells {
		cells[i] = arm(c)
	}
	return cells, err
}

// Where is the file and the line.
func (r *rows) Where() string { return fmt.Sprintf("%s, line %d", r.file, r.Line()) }
