package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/span"
)

func TestLaws(t *testing.T) { formattest.Run(t, Format{}, false) }

// TestFullSheets has sheets of few rows, so that tables go on in further ones.
func TestFullSheets(t *testing.T) {
	for rows, last := range map[int]int{5: 8, 6: 6} { // of 30 mentions, 4 or 5 beside each header
		var records []format.Record
		for range 3 {
			records = append(records, Format{}.Fit(formattest.Document(), nil))
		}
		out, err := formattest.Write(Format{rows: rows}, format.Set{Schema: formattest.Schema()}, records)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(out.FS["articles.xlsx"].Data))
		if err != nil {
			t.Fatal(err)
		}
		sheets := f.GetSheetList()
		if !slices.Contains(sheets, fmt.Sprint("mentions ", last)) || slices.Contains(sheets, fmt.Sprint("mentions ", last+1)) {
			t.Errorf("with %d rows the sheets are %v", rows, sheets)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		got, issues, _, err := formattest.Read(Format{}, format.Input{FS: out.FS, Name: "articles.xlsx", Path: "x"})
		if err != nil || len(issues) > 0 {
			t.Fatal(issues, err)
		}
		if diff := cmp.Diff(records, got, formattest.Compare); diff != "" {
			t.Errorf("(-written +read)\n%s", diff)
		}
	}
}

// TestTemporaryFiles writes more than is kept in memory: what waits on the disk
// is gone when it is written, and when writing fails.
func TestTemporaryFiles(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir) // of Windows
	failed := errors.New("no more")
	for _, end := range []error{nil, failed} {
		most := 0
		noise := rand.New(rand.NewPCG(1, 2))
		set := format.Set{Records: func(yield func(format.Part, error) bool) {
			for i := range 200 {
				body := make([]byte, 4000)
				for n := range body {
					body[n] = byte('a' + noise.IntN(26))
				}
				a := annotate.NewArticle(annotate.Article{Key: fmt.Sprint(i)}, string(body))
				if !yield(format.Part{Record: format.Record{Article: a}}, nil) {
					return
				}
				most = max(most, len(entries(t, dir)))
			}
			if end != nil {
				yield(format.Part{}, end)
			}
		}}
		if err := (Format{}).Write(t.Context(), &formattest.Folder{}, set); !errors.Is(err, end) {
			t.Fatal(err)
		}
		if left := entries(t, dir); most == 0 || len(left) > 0 {
			t.Errorf("there were %d temporary files, and %v are left", most, left)
		}
	}
}

func entries(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	out, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func BenchmarkWrite(b *testing.B) { formattest.BenchmarkWrite(b, Format{}) }

// TestLimits writes what is longer than a cell of Excel.
func TestLimits(t *testing.T) {
	body := strings.Repeat("1 rebel 😀 ", maxCell/4)
	name := strings.Repeat("n", maxCell+1)
	long := annotate.ValueOf(name)
	a := annotate.NewArticle(annotate.Article{ID: "a", Key: "k", Title: name, Meta: annotate.Fields{"x": long}}, body)
	rec := format.Record{Article: a, Layers: []format.Layer{{Annotator: "ada", Layer: annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, []annotate.Item{
		&annotate.Mention{ID: "m1", Label: "ORG", Spans: []span.Span{{Start: 2, End: len(body) - 1}}, Attributes: annotate.Attributes{"x": long}},
		&annotate.Entity{ID: "e1", Label: "ORG", Name: name},
		&annotate.Event{ID: "v1", Type: "ATTACK", Arguments: []annotate.Argument{{Role: "Killed", Value: long}, {Role: "Target", Target: "m1"}}},
	})}}}
	var lost format.Losses
	fitted := Format{}.Fit(rec, &lost)
	var losses []string
	for _, l := range lost.List() {
		losses = append(losses, fmt.Sprint(l.Count, " ", l.What))
	}
	want := []string{
		"1 titles, dates, outlets and other metadata of articles", "1 attributes",
		"1 names of entities beyond what a cell holds", "1 values of arguments beyond what a cell holds",
	}
	if diff := cmp.Diff(want, losses); diff != "" {
		t.Errorf("lost (-want +got)\n%s", diff)
	}
	out, err := formattest.Write(Format{}, format.Set{}, []format.Record{fitted})
	if err != nil {
		t.Fatal(err)
	}
	got, issues, _, err := formattest.Read(Format{}, format.Input{FS: out.FS, Name: "articles.xlsx", Path: "x"})
	if err != nil || len(issues) > 0 {
		t.Fatal(issues, err)
	}
	if diff := cmp.Diff([]format.Record{fitted}, got, formattest.Compare); diff != "" {
		t.Errorf("(-written +read)\n%.2000s", diff)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.FS["articles.xlsx"].Data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for n, cell := range row {
				if units := len(utf16.Encode([]rune(cell))); units > maxCell {
					t.Errorf("sheet %s, row %d, column %d has %d units", sheet, i+1, n+1, units)
				}
			}
		}
	}
}

// TestEscapes reads with excelize what cells hold.
func TestEscapes(t *testing.T) {
	for name, cell := range map[string]string{
		"a control character":         "\x01",
		"what looks like an escape":   "_x0001_",
		"an escape closed by another": "_x005F\x01",
		"closed by a long one":        "_x0001\uFFFF",
		"two that share an underline": "_x0041_x0042_",
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff([][]string{{cell}}, readBack(t, []string{cell})); diff != "" {
				t.Errorf("(-written +read)\n%s", diff)
			}
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"_", "x", "005F", "0001", "_x0041_", "_x000d_", "a", "=", "\x01", "\r", "\n", "\t", " ", "\uFFFF", "&", "<", "😀"})
		cells := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 1, 8).Draw(t, "pieces"), "") }), 1, 30).Draw(t, "cells")
		if diff := cmp.Diff([][]string{cells}, readBack(t, cells)); diff != "" {
			t.Fatalf("(-written +read)\n%s", diff)
		}
	})
}

// CRLF must be two characters for readers that do not undo escapes, or their
// offsets are wrong.
func TestCarriageReturnIsNotEscaped(t *testing.T) {
	if got := escape("a\r\nb"); got != "a\r\nb" {
		t.Errorf("it is written as %q", got)
	}
}

// readBack writes a sheet of one row and answers what excelize finds in it.
func readBack(t rapid.TB, cells []string) [][]string {
	s, err := beginSheet("x", cells, make([]bool, len(cells)))
	if err == nil {
		err = s.end()
	}
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (&workbook{sheets: []*sheet{s}}).writeTo(&out); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("x")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestColumnName(t *testing.T) {
	for _, i := range []int{0, 25, 26, 51, 52, 701, 702, 16383} {
		want, err := excelize.ColumnNumberToName(i + 1)
		if got := columnName(i); got != want || err != nil {
			t.Errorf("column %d is %s, want %s (%v)", i, got, want, err)
		}
	}
}

// TestBomb reads a small workbook that would fill the disk.
func TestBomb(t *testing.T) {
	book := formattest.Seed(t, Format{}, "events.xlsx")
	file := withParts(t, book, map[string][]byte{"xl/worksheets/sheet9.xml": bytes.Repeat([]byte(" "), 200<<20)})
	in := format.Input{FS: fstest.MapFS{"x.xlsx": {Data: file}}, Name: "x.xlsx", Path: "x.xlsx"}
	records, issues, _, err := formattest.Read(Format{}, in)
	if err != nil || len(records) > 0 || len(issues) != 1 || issues[0].Code != "bad_workbook" || !strings.Contains(issues[0].Message, "limit") {
		t.Errorf("of a file of %d bytes: %d records, %v, %v", len(file), len(records), issues, err)
	}
}

// FuzzRead changes sheets within a sound archive.
func FuzzRead(f *testing.F) {
	book := formattest.Seed(f, Format{}, "events.xlsx")
	const events, mentions, documents = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml", "xl/worksheets/sheet9.xml"
	f.Add(partOf(f, book, events), partOf(f, book, mentions), partOf(f, book, documents))
	f.Fuzz(func(t *testing.T, first, second, third []byte) {
		file := withParts(t, book, map[string][]byte{events: first, mentions: second, documents: third})
		formattest.Sound(t, Format{}, format.Input{FS: fstest.MapFS{"x.xlsx": {Data: file}}, Name: "x.xlsx", Path: "x.xlsx"})
	})
}

// FuzzArchive changes the archive.
func FuzzArchive(f *testing.F) {
	f.Add(formattest.Seed(f, Format{}, "events.xlsx"))
	f.Fuzz(func(t *testing.T, file []byte) {
		formattest.Sound(t, Format{}, format.Input{FS: fstest.MapFS{"x.xlsx": {Data: file}}, Name: "x.xlsx", Path: "x.xlsx"})
	})
}

func partOf(t testing.TB, book []byte, name string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(r, name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// withParts is a book with some of its files replaced.
func withParts(t testing.TB, book []byte, parts map[string][]byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range r.File {
		data, replaced := parts[part.Name]
		if !replaced {
			data = partOf(t, book, part.Name)
		}
		to, err := w.Create(part.Name)
		if err == nil {
			_, err = to.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
