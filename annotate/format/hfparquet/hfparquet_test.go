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

func TestRead(t *testing.T) {
	sound := another(t, &parquet.Zstd)
	formattest.Cases(t, hfparquet.Format{}, "x.parquet", []formattest.Case{
		{Name: "fewer columns", File: string(sound), Want: []string{`"Lyon"`}},
		{Name: "no Parquet", File: "PAR1 x", Issues: []string{"x.parquet: bad_parquet: it is no Parquet file"}},
		{Name: "cut off", File: string(sound[:len(sound)-20]), Issues: []string{"x.parquet: bad_parquet"}},
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
