package hfparquet_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/hf"
	"galley/annotate/format/hfparquet"
)

func TestLaws(t *testing.T) { formattest.Run(t, hfparquet.Format{}, false) }

// another is a file of another program's with fewer columns.
func another(t *testing.T, codec compress.Codec) []byte {
	t.Helper()
	type row struct {
		Text     string `parquet:"text"`
		ID       int64  `parquet:"number"`
		Entities []struct {
			ID        string `parquet:"id"`
			Label     string `parquet:"label"`
			Fragments []struct {
				Start int64 `parquet:"start"`
				End   int64 `parquet:"end"`
			} `parquet:"fragments,list"`
		} `parquet:"entities,list"`
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b, parquet.Compression(codec))
	if _, err := w.Write([]row{{Text: "Lyon", ID: 7}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fewer is a file as pandas and datasets write them, in which everything may be
// null, that lacks lists and has columns of its own.
func fewer(t *testing.T) string {
	t.Helper()
	type fragment struct {
		Start *int64 `parquet:"start,optional"`
		End   *int64 `parquet:"end,optional"`
	}
	type entity struct {
		ID        *string    `parquet:"id,optional"`
		Label     *string    `parquet:"label,optional"`
		Fragments []fragment `parquet:"fragments,list,optional"`
	}
	type event struct {
		ID      *string  `parquet:"id,optional"`
		Type    *string  `parquet:"type,optional"`
		Trigger fragment `parquet:"trigger,optional"`
		Realis  *string  `parquet:"realis,optional"`
		// a list that is empty in every row
		Evidence []*int32 `parquet:"evidence,list,optional"`
	}
	type row struct {
		Text     *string  `parquet:"text,optional"`
		Topic    *string  `parquet:"topic,optional"`
		Entities []entity `parquet:"entities,list,optional"`
		Events   []event  `parquet:"events,list,optional"`
	}
	of := func(start, end int64) fragment { return fragment{&start, &end} }
	is := func(s string) *string { return &s }
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b)
	if _, err := w.Write([]row{
		{is("Lyon and Nice"), nil, []entity{{is("a"), is("LOC"), []fragment{of(0, 4)}}, {is("b"), is("LOC"), []fragment{of(9, 13)}}},
			[]event{{is("v"), is("X"), of(5, 8), is("real"), nil}, {is("w"), is("Y"), of(0, 4), nil, []*int32{}}}},
		{is("Oslo"), is("cities"), nil, nil},
		{is("Rome"), nil, []entity{{is("c"), is("LOC"), []fragment{of(0, 4)}}}, nil},
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// foreign is a table of something else.
func foreign(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := parquet.Write(&b, []struct {
		Price float64 `parquet:"price"`
	}{{1}, {2}}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRead(t *testing.T) {
	sound := another(t, &parquet.Zstd)
	formattest.Cases(t, hfparquet.Format{}, "x.parquet", []formattest.Case{
		{Name: "fewer columns", File: string(sound), Want: []string{`"Lyon"`}, Issues: []string{"x.parquet: columns_not_read: these columns are none of Galley's and were not read: number"}},
		{Name: "fewer columns of lists", File: fewer(t), Want: []string{`"Lyon and Nice"`, `a LOC "Lyon"`, `b LOC "Nice"`, `w Y "Lyon"`, `v X "and"`, `"Oslo"`, `"Rome"`, `c LOC "Rome"`},
			Issues: []string{"x.parquet: columns_not_read: these columns are none of Galley's and were not read: events.realis, topic"}},
		{Name: "no Parquet", File: "PAR1 x", Issues: []string{"x.parquet: bad_parquet: it is no Parquet file"}},
		{Name: "cut off", File: string(sound[:len(sound)-20]), Issues: []string{"x.parquet: bad_parquet: it is no Parquet file, or one that was cut off"}},
		{Name: "no text", File: foreign(t), Issues: []string{`x.parquet: missing: it has no column "text"`}},
		{Name: "broken LZ4 takes all memory", File: string(another(t, &parquet.Lz4Raw)), Issues: []string{"x.parquet: bad_parquet: it is compressed by LZ4_RAW"}},
	})
}

// TestBomb reads a small file with a row whose list would take much memory.
func TestBomb(t *testing.T) {
	var file bytes.Buffer
	if err := parquet.Write(&file, []hf.Row{{Text: "x", Labels: make([]hf.Label, 4<<20)}}, parquet.Compression(&parquet.Snappy)); err != nil {
		t.Fatal(err)
	}
	in := format.Input{FS: fstest.MapFS{"x.parquet": {Data: file.Bytes()}}, Name: "x.parquet", Path: "x.parquet"}
	records, issues, _, err := formattest.Read(hfparquet.Format{}, in)
	if err != nil || len(records) > 0 || len(issues) != 1 || issues[0].Code != "bad_parquet" || !strings.Contains(issues[0].Message, "too many") {
		t.Errorf("of a file of %d bytes: %d records, %v, %v", file.Len(), len(records), issues, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(formattest.Seed(f, hfparquet.Format{}, "articles.parquet"))
	f.Fuzz(func(t *testing.T, file []byte) {
		formattest.Sound(t, hfparquet.Format{}, format.Input{FS: fstest.MapFS{"x.parquet": {Data: file}}, Name: "x.parquet", Path: "x.parquet"})
	})
}
