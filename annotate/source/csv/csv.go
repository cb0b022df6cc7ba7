// Package csv reads articles from tables: a row is an article, the first row
// names the columns.
package csv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/source"
	"galley/annotate/source/decode"
	"galley/annotate/source/fields"
)

// Reader reads tables in one way of writing them.
type Reader struct {
	id, name string
	delim    byte // 0: told by the first line
	suffixes []string
}

// CSV reads cells between commas, semicolons or tabs, whichever the first line
// has most of. TSV reads cells between tabs.
var (
	CSV = Reader{"csv", "CSV", 0, []string{".csv"}}
	TSV = Reader{"tsv", "Tab-separated values", '\t', []string{".tsv", ".tab"}}
)

// Info describes the source.
func (r Reader) Info() format.Info {
	return format.Info{ID: r.id, Name: r.name, Extension: r.suffixes[0], Unit: format.NoOffsets, Holds: source.Holds}
}

// Sniff goes by the name.
func (r Reader) Sniff(in format.Input, _ []byte) float64 {
	for _, s := range r.suffixes {
		if source.Extension(in.Name) == s {
			return 0.5
		}
	}
	return 0
}

// Read gives the articles of the table.
func (r Reader) Read(ctx context.Context, in format.Input, opt format.Options) iter.Seq2[format.Result, error] {
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
		t := &table{in: in, file: f, rows: newScanner(f, r.delim), yield: yield}
		err = t.header(opt)
		for err == nil && !t.stopped {
			if err = ctx.Err(); err == nil {
				err = t.row()
			}
		}
		if err != nil && !errors.Is(err, io.EOF) {
			source.Give(in.Path, err, yield)
			return
		}
		if w := t.dates.Warning(); w != "" && !t.stopped {
			yield(source.Warning(in.Path, "date", w), nil)
		}
	}
}

type table struct {
	in      format.Input
	file    *source.File
	rows    *scanner
	yield   func(format.Result, error) bool
	stopped bool // yield asked for no more
	dates   fields.Dates

	fields []fields.Field // of each column
	names  []string       // of the columns that are metadata
	first  []string       // the first row, where it is data
}

func (t *table) give(r format.Result) {
	r.Bytes = t.file.Bytes()
	t.stopped = t.stopped || !t.yield(r, nil)
}

// header reads the first row and maps the columns. It is a header if it holds
// a name that maps, by itself or by choice. Else it is a row like the others,
// if the columns were chosen by their numbers; if not, nobody can tell where the text is.
func (t *table) header(opt format.Options) error {
	row, err := t.rows.next()
	if bad := new(rowError); errors.As(err, &bad) {
		return &decode.Error{Code: bad.code, Msg: "its first row cannot be read: " + bad.msg}
	}
	if err != nil {
		return err
	}
	for _, cell := range row {
		if err := decode.CheckUTF8(cell); err != nil {
			return err
		}
	}
	isHeader, numbered := false, false
	for _, cell := range row {
		_, chosen := opt.Columns[cell]
		isHeader = isHeader || chosen || fields.Knows(cell)
	}
	for column := range opt.Columns {
		numbered = numbered || strings.HasPrefix(column, "#")
	}
	names := row
	if !isHeader && numbered {
		names, t.first = make([]string, len(row)), row
	}
	m, err := fields.Map(names, opt.Columns)
	if err != nil {
		return &decode.Error{Code: "ambiguous_field", Msg: err.Error()}
	}
	hasBody := false
	for _, f := range m.Fields {
		hasBody = hasBody || f == fields.Body
	}
	if !hasBody {
		return &decode.Error{Code: "no_text_column", Msg: "its first row names no column text, body or content; say which is the text with --map COLUMN=text, or by its number with --map '#2=text'"}
	}
	for _, p := range m.Passed {
		t.give(source.Warning(t.in.Path, "ambiguous_field", p.String()))
	}
	t.fields, t.names = m.Fields, metaNames(names)
	t.rows.want = len(row)
	return nil
}

// metaNames are names under which cells can be kept as metadata: none empty, none twice.
func metaNames(columns []string) []string {
	out := make([]string, len(columns))
	seen := make(map[string]bool, len(columns))
	for i, name := range columns {
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		if seen[name] {
			name = fmt.Sprintf("%s (column %d)", name, i+1)
		}
		out[i], seen[name] = name, true
	}
	return out
}

// row gives the article of the next row. io.EOF ends the table.
func (t *table) row() error {
	cells, err := t.first, error(nil)
	if t.first = nil; cells == nil {
		cells, err = t.rows.next()
	}
	where := fmt.Sprintf("%s, line %d", t.in.Path, t.rows.start)
	if bad := new(rowError); errors.As(err, &bad) {
		t.give(source.Refusal(where, bad.code, bad.msg))
		return nil
	}
	if err != nil {
		return err
	}
	if len(cells) != len(t.fields) {
		t.give(source.Refusal(where, Ragged, fmt.Sprintf("the row has %d cells, the first row has %d", len(cells), len(t.fields))))
		return nil
	}
	t.rows.sound++
	row := &fields.Row{}
	for i, cell := range cells {
		if err := decode.CheckUTF8(cell); err != nil {
			r, _ := source.Refused(where, err)
			t.give(r)
			return nil
		}
		switch {
		case t.fields[i] != fields.Meta:
			row.Set(t.fields[i], cell)
		case cell != "":
			row.Keep(t.names[i], annotate.ValueOf(cell))
		}
	}
	a, err := row.Article(fmt.Sprintf("%s#%d", source.Stem(t.in.Name), t.rows.start), where, &t.dates)
	if err != nil {
		r, _ := source.Refused(where, err)
		t.give(r)
		return nil
	}
	t.give(format.Result{Record: &format.Record{Article: a, Where: where}})
	return nil
}
