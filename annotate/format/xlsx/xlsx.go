// Package xlsx writes event tables as a workbook of Excel, a sheet for each
// table. What they hold is in package tables.
//
// Every text is a cell of text, so that none is ever taken for a formula. Where
// a sheet is full another follows it, and a text that is longer than a cell
// stands in several, so that nothing is lost by the limits of Excel.
package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/tables"
	"galley/annotate/span"
)

// Format is event tables in a workbook.
type Format struct {
	rows int // of a sheet; 0 is what Excel takes
}

const extension = ".xlsx"

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{ID: "xlsx", Name: "Event tables (Excel)", Extension: extension, Stem: tables.Stem, Unit: format.CodePoints, Holds: tables.Holds}
}

// Sniff is sure of a workbook with sheets of events, documents and texts.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if !bytes.HasPrefix(head, []byte("PK")) {
		return 0
	}
	f, err := open(in)
	if err != nil {
		return 0
	}
	defer f.Close()
	for _, name := range []string{tables.Events, tables.Documents, tables.Texts} {
		if i, err := f.GetSheetIndex(name); err != nil || i < 0 {
			return 0
		}
	}
	return 1
}

func open(in format.Input) (*excelize.File, error) {
	f, err := in.FS.Open(in.Name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(f, excelize.Options{UnzipSizeLimit: maxUnpacked + maxRatio*info.Size()})
	if errors.Is(err, zip.ErrFormat) {
		err = errors.New("it is no workbook, or one that was cut off")
	}
	return book, err
}

// A workbook may unpack to so many bytes, and so many times its size: sheets of
// real tables come to some twenty times theirs.
const (
	maxUnpacked = 64 << 20
	maxRatio    = 100
)

// Fit keeps all but notes and who made what when, and what no cell can hold.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	rules := tables.Rules()
	article := rules.Article
	rules.Article = func(a *annotate.Article) annotate.Article {
		b := article(a)
		for _, s := range []*string{&b.Key, &b.Title, &b.Outlet, &b.Author, &b.Published, &b.Language, &b.URL} {
			*s = fit(*s)
		}
		if tooLong(b.Meta) {
			b.Meta = nil
		}
		return b
	}
	rules.Name = fit
	rules.Attributes = func(a annotate.Attributes) annotate.Attributes {
		if tooLong(a) {
			return nil
		}
		return a
	}
	pieces := func(what string) func([]span.Span) ([]span.Span, string) {
		return func(spans []span.Span) ([]span.Span, string) {
			const most = 1000 // of some 20 characters each, as JSON
			if len(spans) > most {
				return nil, what
			}
			return spans, ""
		}
	}
	rules.Mention = pieces("mentions in more pieces than a cell can list")
	rules.Trigger = pieces("events whose trigger is in more pieces than a cell can list")
	return shorten(cut.Record(rec, lost, rules), lost)
}

// shorten cuts the names of entities to what a cell holds and takes out values of arguments that are longer.
func shorten(rec format.Record, lost *format.Losses) format.Record {
	for i, l := range rec.Layers {
		var items []annotate.Item
		l.Each(func(item annotate.Item) {
			switch x := item.(type) {
			case *annotate.Entity:
				if fit(x.Name) != x.Name || fit(x.KB) != x.KB {
					lost.AddItem("names of entities beyond what a cell holds", rec.Article, x)
					e := *x
					e.Name, e.KB = fit(x.Name), fit(x.KB)
					item = &e
				}
			case *annotate.Event:
				long := func(a annotate.Argument) bool { return fit(string(a.Value)) != string(a.Value) }
				if slices.ContainsFunc(x.Arguments, long) {
					lost.AddItem("values of arguments beyond what a cell holds", rec.Article, x)
					v := *x
					v.Arguments = slices.DeleteFunc(slices.Clone(x.Arguments), long)
					item = &v
				}
			}
			items = append(items, item)
		})
		rec.Layers[i].Layer = annotate.NewLayer(l.ID, items)
	}
	return rec
}

// tooLong tells whether values do not go into a cell as JSON.
func tooLong[M ~map[string]annotate.Value](m M) bool {
	text := string(annotate.ValueOf(m))
	return fit(text) != text
}

// Write writes a workbook for each split.
func (x Format) Write(ctx context.Context, out format.Output, set format.Set) (err error) {
	if x.rows == 0 {
		x.rows = maxRows
	}
	all := tables.New(set.Schema)
	books := map[string]*book{}
	defer func() {
		for _, b := range books {
			err = errors.Join(err, b.close())
		}
	}()
	splits := set.Splits
	if len(splits) == 0 {
		splits = []string{""}
	}
	for _, split := range splits {
		books[split] = newBook(all, x.rows)
	}
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		b := books[part.Split]
		if err := b.Add(part.Record, b.row); err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
	}
	files := format.NewFiles(out, set, extension)
	defer files.Close()
	for _, split := range splits {
		f, err := files.For(split)
		if err == nil {
			err = books[split].finish(f, set.Schema)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", set.DataName(split, extension), err)
		}
	}
	return files.Close()
}

// book is the workbook of a split.
type book struct {
	tables.Writer
	rows   int        // of a sheet
	sheets [][]*sheet // of each table, the last of which is written to
}

func newBook(all []tables.Table, rows int) *book {
	return &book{Writer: tables.Writer{Tables: all, Split: pieces}, rows: rows, sheets: make([][]*sheet, len(all))}
}

// sheet is the one that the next row of a table goes to.
func (b *book) sheet(table int) (*sheet, error) {
	list := b.sheets[table]
	name := b.Tables[table].Name
	if n := len(list); n > 0 {
		last := list[n-1]
		if last.rows < b.rows {
			return last, nil
		}
		if err := last.end(); err != nil {
			return nil, err
		}
		name = fmt.Sprintf("%s %d", name, n+1)
	}
	s, err := newSheet(name, b.Tables[table].Columns)
	if err != nil {
		return nil, err
	}
	b.sheets[table] = append(list, s)
	return s, nil
}

func newSheet(name string, columns []tables.Column) (*sheet, error) {
	header := make([]string, len(columns))
	numbers := make([]bool, len(columns))
	for i, c := range columns {
		header[i], numbers[i] = c.Name, c.Number
	}
	return beginSheet(name, header, numbers)
}

func (b *book) row(table int, cells []string) error {
	s, err := b.sheet(table)
	if err != nil {
		return err
	}
	return s.row(cells, false)
}

// finish writes the workbook, with the codebook as its second sheet.
func (b *book) finish(out io.Writer, schema *annotate.Schema) error {
	codebook, err := b.codebook(schema)
	if err != nil {
		return err
	}
	defer codebook.data.Close()
	var w workbook
	for table := range b.Tables {
		if len(b.sheets[table]) == 0 {
			if _, err := b.sheet(table); err != nil {
				return err
			}
		}
		if err := b.sheets[table][len(b.sheets[table])-1].end(); err != nil {
			return err
		}
		w.sheets = append(w.sheets, b.sheets[table]...)
		if table == 0 {
			w.sheets = append(w.sheets, codebook)
		}
	}
	return w.writeTo(out)
}

func (b *book) codebook(schema *annotate.Schema) (s *sheet, err error) {
	err = tables.WriteCodebook(b.Tables, schema, func(cells []string) error {
		if s != nil {
			return s.row(cells, false)
		}
		var err error
		s, err = beginSheet(tables.Codebook, cells, make([]bool, len(cells)))
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, s.end()
}

// close takes away what is left in temporary files.
func (b *book) close() error {
	var err error
	for _, list := range b.sheets {
		for _, s := range list {
			err = errors.Join(err, s.data.Close())
		}
	}
	return err
}

// Read reads a workbook.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		f, err := open(in)
		if err != nil {
			yield(format.Result{Refused: &format.Issue{Item: in.Path, Code: "bad_workbook", Message: err.Error()}}, nil)
			return
		}
		defer f.Close()
		b := tables.Book{Path: in.Path, Cell: fit, Open: func(table string) (tables.Rows, error) {
			if i, err := f.GetSheetIndex(table); err != nil || i < 0 {
				return nil, err
			}
			return &rows{file: f, path: in.Path, table: table}, nil
		}}
		for r, err := range tables.Read(ctx, b) {
			if !yield(r, err) {
				return
			}
		}
	}
}

// rows are those of a table, which goes on in further sheets.
type rows struct {
	file   *excelize.File
	path   string
	table  string
	sheets int // opened so far
	rows   *excelize.Rows
	n      int // of the row given last, in its sheet
}

func (r *rows) sheet() string {
	if r.sheets < 2 {
		return r.table
	}
	return fmt.Sprintf("%s %d", r.table, r.sheets)
}

// Where is the file, the sheet and the row.
func (r *rows) Where() string { return fmt.Sprintf("%s, sheet %s, row %d", r.path, r.sheet(), r.n) }

// Next is the next row; the header of a further sheet is none.
func (r *rows) Next() ([]string, error) {
	for {
		if r.rows == nil {
			r.sheets++
			if i, err := r.file.GetSheetIndex(r.sheet()); err != nil || i < 0 {
				return nil, cmp.Or(err, io.EOF)
			}
			var err error
			if r.rows, err = r.file.Rows(r.sheet()); err != nil {
				return nil, err
			}
			r.n = 0
		}
		if !r.rows.Next() {
			err := errors.Join(r.rows.Error(), r.rows.Close())
			if r.rows = nil; err != nil {
				return nil, err
			}
			continue
		}
		r.n++
		cells, err := r.rows.Columns(excelize.Options{RawCellValue: true})
		switch {
		case err != nil:
			return nil, err
		case r.n == 1 && r.sheets > 1, strings.Join(cells, "") == "":
			continue
		}
		return cells, nil
	}
}
