package hfparquet_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/hfparquet"
)

func TestLaws(t *testing.T) { formattest.Run(t, hfparquet.Format{}, false) }

func FuzzRead(f *testing.F) {
	out, err := formattest.Write(hfparquet.Format{}, format.Set{}, []format.Record{hfparquet.Format{}.Fit(formattest.Document(), nil)})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(out.FS["articles.parquet"].Data)
	f.Fuzz(func(t *testing.T, file []byte) {
		formattest.Sound(t, hfparquet.Format{}, format.Input{FS: fstest.MapFS{"x.parquet": {Data: file}}, Name: "x.parquet", Path: "x.parquet"})
	})
}
