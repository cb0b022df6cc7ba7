// Package hfparquet reads and writes data sets of Hugging Face in Parquet, with
// a card and a Croissant description. Their columns are in package hf: plain
// lists of structs, labels as strings.
package hfparquet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	parquetformat "github.com/parquet-go/parquet-go/format"

	"galley/annotate/format"
	"galley/annotate/format/hf"
	"galley/annotate/internal/inorder"
)

// Format is a data set in Parquet.
type Format struct{}

const (
	extension = ".parquet"
	mediaType = "application/x-parquet"
	magic     = "PAR1"
	group     = 1000 // rows that are kept in memory and written together
)

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{ID: "hf-parquet", Name: "Hugging Face data set (Parquet)", Extension: extension, Unit: format.CodePoints, Holds: hf.Holds}
}

// Sniff is sure of a Parquet file with columns of text, entities and events.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if !bytes.HasPrefix(head, []byte(magic)) {
		return 0
	}
	f, err := in.FS.Open(in.Name)
	if err != nil {
		return 0
	}
	defer f.Close()
	p, err := open(f)
	if err != nil {
		return 0
	}
	for _, column := range []string{"text", "entities", "events"} {
		if !has(p.Schema(), column) {
			return 0
		}
	}
	return 1
}

func has(s *parquet.Schema, column string) bool {
	for _, f := range s.Fields() {
		if f.Name() == column {
			return true
		}
	}
	return false
}

// Fit keeps all but notes and who made what when.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record { return hf.Fit(rec, lost) }

// Card is what README.md says for those who load the data set.
func (Format) Card(set format.Set) format.Card { return hf.CardOf(set, extension) }

// Write writes one file for each split, and croissant.json.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	card := hf.NewCard(out, set, extension, mediaType)
	files := format.NewFiles(card, set, extension)
	defer files.Close()
	writers := map[string]*parquet.GenericWriter[hf.Row]{}
	rows := map[string]int{}
	to := func(split string) (*parquet.GenericWriter[hf.Row], error) {
		if writers[split] == nil {
			w, err := files.For(split)
			if err != nil {
				return nil, err
			}
			writers[split] = parquet.NewGenericWriter[hf.Row](w, parquet.Compression(&parquet.Snappy), parquet.CreatedBy("Galley", "1", "1"))
		}
		return writers[split], nil
	}
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		w, err := to(part.Split)
		if err != nil {
			return err
		}
		row, err := hf.RowOf(part.Record)
		if err == nil {
			_, err = w.Write([]hf.Row{*row})
		}
		if rows[part.Split]++; err == nil && rows[part.Split]%group == 0 {
			err = w.Flush()
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
		w, err := to(split)
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", set.DataName(split, extension), err)
		}
	}
	if err := files.Close(); err != nil {
		return err
	}
	return card.Write()
}

// Read gives an article for each row.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		f, err := in.FS.Open(in.Name)
		if err != nil {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
			return
		}
		defer f.Close()
		var size int64
		if info, err := f.Stat(); err == nil {
			size = info.Size()
		}
		p, err := open(f)
		if err != nil {
			yield(refused(in.Path, err), nil)
			return
		}
		if !has(p.Schema(), "text") {
			yield(format.Result{Refused: &format.Issue{Item: in.Path, Code: format.CodeMissing, Message: `it has no column "text"`}}, nil)
			return
		}
		columns := columnsOf(p.Schema())
		if len(columns.unread) > 0 && !yield(format.Result{Warning: &format.Issue{Item: in.Path, Code: "columns_not_read",
			Message: "these columns are none of Galley's and were not read: " + strings.Join(columns.unread, ", ")}}, nil) {
			return
		}
		where := func(n int64) string { return fmt.Sprintf("%s, row %d", in.Path, n) }
		var n int64
		for told, err := range inorder.Map(rowsOf(p, columns), rowsAhead, func(r row) ([]format.Result, error) { return r.Results(where(r.n)), nil }) {
			if err == nil {
				err = ctx.Err()
			}
			n++
			if err != nil {
				yield(refused(where(n), err), ctx.Err())
				return
			}
			for _, r := range told {
				r.Bytes = size * n / max(p.NumRows(), 1)
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

func refused(where string, err error) format.Result {
	return format.Result{Refused: &format.Issue{Item: where, Code: "bad_parquet", Message: err.Error()}}
}

// open opens a Parquet file. The library panics at some broken files; that is
// an error here, since the file is to blame.
func open(f io.Reader) (p *parquet.File, err error) {
	defer recovered(&err)
	at, ok := f.(io.ReaderAt)
	var size int64
	if s, seeks := f.(io.Seeker); ok && seeks {
		if size, err = s.Seek(0, io.SeekEnd); err != nil {
			return nil, err
		}
	} else {
		data, err := io.ReadAll(f)
		if err != nil {
			return nil, err
		}
		at, size = bytes.NewReader(data), int64(len(data))
	}
	end := make([]byte, len(magic))
	if _, err := at.ReadAt(end, max(size-int64(len(magic)), 0)); err != nil || string(end) != magic {
		return nil, errors.New("it is no Parquet file, or one that was cut off")
	}
	if p, err = parquet.OpenFile(at, size); err != nil {
		return nil, fmt.Errorf("it is no Parquet file that can be read: %w", err)
	}
	for _, group := range p.Metadata().RowGroups {
		for _, column := range group.Columns {
			if values := column.MetaData.NumValues - group.NumRows; values > min(maxValues, minValues+valuesOfByte*size) {
				return nil, fmt.Errorf("%d values stand in the lists of column %s of one group of rows, too many for a file of %d bytes",
					values, strings.Join(column.MetaData.PathInSchema, "."), size)
			}
			if codec := column.MetaData.Codec; !slices.Contains(codecs, codec) {
				return nil, fmt.Errorf("it is compressed by %v, which is not read", codec)
			}
		}
	}
	return p, nil
}

// How many values the lists in a column of a group of rows may hold: in all, and
// by the size of the file. What repeats takes next to no place in a file, but
// memory when it is read; an article has some dozen values to some kilobytes.
const (
	maxValues    = 16 << 20
	minValues    = 1 << 20
	valuesOfByte = 16
)

// codecs are those that are read. Of LZ4 the library takes ever more memory
// where the data are broken.
var codecs = []parquetformat.CompressionCodec{
	parquetformat.Uncompressed, parquetformat.Snappy, parquetformat.Gzip, parquetformat.Brotli, parquetformat.Zstd,
}

// row is a row with its number, from 1.
type row struct {
	hf.Row
	n int64
}

// rowsAhead is how many rows are in memory beside the one whose results are given.
const rowsAhead = 16

func rowsOf(p *parquet.File, columns columns) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		var r *parquet.GenericReader[hf.Row]
		one := make([]hf.Row, 1)
		next := func() (n int, err error) {
			defer recovered(&err)
			if r == nil {
				r = parquet.NewGenericReader[hf.Row](p)
			}
			clear(one)
			return r.Read(one)
		}
		for number := int64(1); ; number++ {
			n, err := next()
			columns.clear(&one[0])
			if n > 0 && !yield(row{one[0], number}, nil) {
				return
			}
			switch {
			case errors.Is(err, io.EOF), err == nil && n == 0:
				return
			case err != nil:
				yield(row{}, err)
				return
			}
		}
	}
}

func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("it is no Parquet file that can be read: %v", r)
	}
}
