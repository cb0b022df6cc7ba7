package csv

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate/format"
)

// read gives what a reader makes of a table, a line for each result.
func read(r Reader, data string, columns map[string]string) []string {
	fsys := fstest.MapFS{"dir/n.csv": {Data: []byte(data)}}
	in := format.Input{FS: fsys, Name: "dir/n.csv", Path: "n.csv"}
	var out []string
	for res, err := range r.Read(context.Background(), in, format.Options{Columns: columns}) {
		switch {
		case err != nil:
			out = append(out, "error: "+err.Error())
		case res.Refused != nil:
			out = append(out, fmt.Sprintf("refused %s (%s): %s", res.Refused.Item, res.Refused.Code, res.Refused.Message))
		case res.Warning != nil:
			out = append(out, fmt.Sprintf("warning %s (%s): %s", res.Warning.Item, res.Warning.Code, res.Warning.Message))
		default:
			a := res.Record.Article
			line := fmt.Sprintf("%s: id=%s key=%s text=%q", res.Record.Where, a.ID, a.Key, a.Text.String())
			if len(a.Meta) > 0 {
				line += fmt.Sprint(" ", a.Meta)
			}
			out = append(out, line)
		}
	}
	return out
}

func TestRead(t *testing.T) {
	cases := []struct {
		name    string
		data    string
		columns map[string]string
		want    []string
	}{
		{"quotes, line ends and delimiters in cells", "id,text\r\n1,\"line one\r\nline \"\"two\"\"\"\r\n2,\"x,y\"\r\n", nil,
			[]string{`n.csv, line 2: id=1 key=1 text="line one\r\nline \"two\""`, `n.csv, line 4: id=2 key=2 text="x,y"`}},
		{"semicolons", "id;text\n1;\"a;b\"\n2;c,d\n", nil,
			[]string{`n.csv, line 2: id=1 key=1 text="a;b"`, `n.csv, line 3: id=2 key=2 text="c,d"`}},
		{"tabs", "id\ttext\n1\ta\n", nil, []string{`n.csv, line 2: id=1 key=1 text="a"`}},
		{"one column", "text\na\n\nb\n", nil,
			[]string{`n.csv, line 2: id= key=dir/n#2 text="a"`, `n.csv, line 4: id= key=dir/n#4 text="b"`}},
		{"byte order mark, no final line end", "\uFEFFid,text\n1,a", nil, []string{`n.csv, line 2: id=1 key=1 text="a"`}},
		{"metadata", "id,text,desk,desk,,empty\n1,a,x,\"\"\"y\"\"\",z,\n", nil,
			[]string{`n.csv, line 2: id=1 key=1 text="a" map[column 5:"z" desk:"x" desk (column 4):"\"y\""]`}},
		{"quotes inside a cell without quotes are letters", "id,text\n1,5\" of snow\n", nil,
			[]string{`n.csv, line 2: id=1 key=1 text="5\" of snow"`}},
		{"formulas stay", "id,text\n1,\"\t=1+1\"\n2,=cmd|x\n", nil,
			[]string{`n.csv, line 2: id=1 key=1 text="\t=1+1"`, `n.csv, line 3: id=2 key=2 text="=cmd|x"`}},
		{"ragged rows", "id,text\n1,a\n2\n3,a,b,c\n4,fine\n", nil,
			[]string{`n.csv, line 2: id=1 key=1 text="a"`,
				"refused n.csv, line 3 (ragged_row): the row has 1 cells, the first row has 2",
				"refused n.csv, line 4 (ragged_row): the row has 4 cells, the first row has 2",
				`n.csv, line 5: id=4 key=4 text="fine"`}},
		{"a NUL and a byte of another encoding", "id,text\n1,a\x00b\n2,caf\xc3\xa9\n3,caf\xe9 noir\n4,fine\n", nil,
			[]string{"refused n.csv, line 2 (nul): byte 2 is a NUL, which no text holds",
				`n.csv, line 3: id=2 key=2 text="café"`,
				"refused n.csv, line 4 (bad_utf8): byte 4 (0xE9) is not valid UTF-8",
				`n.csv, line 5: id=4 key=4 text="fine"`}},
		{"another encoding", "id;text\n1;caf\xe9 noir\n", nil,
			[]string{"warning n.csv (encoding): the file is not UTF-8; it was read as windows-1252, which its letters suggest",
				`n.csv, line 2: id=1 key=1 text="café noir"`}},
		{"blank text", "id,text\n1, \n", nil, []string{"refused n.csv, line 2 (blank): the text is blank"}},
		{"a quote that is not closed soundly", "id,text\n1,\"a\" b\n2,c\n", nil,
			[]string{"refused n.csv, line 2 (bad_quote): the quote that opens a cell in line 2 is not closed soundly: ' ' follows where it closes",
				`n.csv, line 3: id=2 key=2 text="c"`}},
		{"a quote that runs into the next row", "id,text\n1,\"a\n2,\"c\"\n3,d\n", nil,
			[]string{"refused n.csv, line 2 (bad_quote): the quote that opens a cell in line 2 is not closed soundly: 'c' follows where it closes",
				`n.csv, line 3: id=2 key=2 text="c"`, `n.csv, line 4: id=3 key=3 text="d"`}},
		{"an unclosed quote among rows", "id,text\n1,a\n2,\"b\n3,c\n4,d\n", nil,
			[]string{`n.csv, line 2: id=1 key=1 text="a"`,
				"refused n.csv, line 3 (bad_quote): the quote that opens a cell in line 3 is never closed",
				`n.csv, line 4: id=3 key=3 text="c"`, `n.csv, line 5: id=4 key=4 text="d"`}},
		{"an unclosed quote and its text", "id,text\n1,a\n2,\"b\nmore of the text, with a comma, and another\nand the end\n", nil,
			[]string{`n.csv, line 2: id=1 key=1 text="a"`,
				"refused n.csv, line 3 (bad_quote): the quote that opens a cell in line 3 is never closed; nothing after it was read"}},
		{"an unclosed quote in the last line", "id,text\n1,a\n2,\"b\n", nil,
			[]string{`n.csv, line 2: id=1 key=1 text="a"`,
				"refused n.csv, line 3 (bad_quote): the quote that opens a cell in line 3 is never closed"}},
		{"two text columns of one name", "id,text,text\n1,a,b\n", nil,
			[]string{`refused n.csv (ambiguous_field): "text" stands twice, so it is not clear which is the body; say which by its number, such as --map '#2=body'`}},
		{"the second of them chosen", "id,text,text\n1,a,b\n", map[string]string{"#3": "text"},
			[]string{`n.csv, line 2: id=1 key=1 text="b" map[text:"a"]`}},
		{"text and body", "id,body,text\n1,a,b\n", nil,
			[]string{`warning n.csv (ambiguous_field): "text" was taken for the body, so "body" is kept as metadata`,
				`n.csv, line 2: id=1 key=1 text="b" map[body:"a"]`}},
		{"no header", "\"Police, in Lyon\"\n\"b\"\n", nil,
			[]string{"refused n.csv (no_text_column): its first row names no column text, body or content; say which is the text with --map COLUMN=text, or by its number with --map '#2=text'"}},
		{"no header, chosen by number", "\"Police, in Lyon\"\n\"b\"\n", map[string]string{"#1": "text"},
			[]string{`n.csv, line 1: id= key=dir/n#1 text="Police, in Lyon"`, `n.csv, line 2: id= key=dir/n#2 text="b"`}},
		{"a chosen column", "nr,Artikel\n1,a\n", map[string]string{"Artikel": "body", "nr": "key"},
			[]string{`n.csv, line 2: id= key=1 text="a"`}},
		{"nothing", "", nil, []string{"refused n.csv (empty): the file is empty"}},
		{"dates", "text,date\na,02.05.2016\nb,5/2/2016\nc,yesterday\n", nil,
			[]string{`n.csv, line 2: id= key=dir/n#2 text="a"`, `n.csv, line 3: id= key=dir/n#3 text="b"`, `n.csv, line 4: id= key=dir/n#4 text="c"`,
				`warning n.csv (date): 2 dates could not be read and are kept as they stand, the first "5/2/2016" of n.csv, line 3`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(CSV, c.data, c.columns)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestTSVDoesNotGuess(t *testing.T) {
	got := read(TSV, "id\ttext, with, commas\ttext\n1\tx\ta\n", nil)
	want := []string{`n.csv, line 2: id=1 key=1 text="a" map[text, with, commas:"x"]`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What is written by the rules is read as it was.
func TestScannerReadsWhatIsWritten(t *testing.T) {
	cell := rapid.StringOfN(rapid.RuneFrom([]rune("ab\",;\t\r\n é")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 5).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 1, 20).Draw(t, "rows")
		delim := rapid.SampledFrom([]byte(",;\t")).Draw(t, "delimiter")
		var b strings.Builder
		for _, row := range rows {
			for i, c := range row {
				if i > 0 {
					b.WriteByte(delim)
				}
				b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
			}
			b.WriteString(rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end"))
		}
		s := newScanner(strings.NewReader(b.String()), delim)
		for i, want := range rows {
			got, err := s.next()
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Fatalf("row %d: %v\n%s", i+1, err, diff)
			}
		}
	})
}

// Broken quotes in each line must not make reading quadratic, which would run
// into the timeout of go test.
func TestBrokenQuotesTakeLinearTime(t *testing.T) {
	got := read(CSV, "id,text\n1,a\n"+strings.Repeat("a\",\"\n", 500_000)+"\"z", nil)
	if last := got[len(got)-1]; !strings.Contains(last, "bad_quote") {
		t.Errorf("ends with %s", last)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "id,text\n1,a\n", "text\n\"a\nb\"\n", "id;text\n1;\"a\n2;b\n3;\"c\" d\n", "\xff\xfei\x00d\x00", "text,text\n", "a\tb\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		for _, r := range []Reader{CSV, TSV} {
			in := format.Input{FS: fstest.MapFS{"n": {Data: []byte(data)}}, Name: "n", Path: "n"}
			for res, err := range r.Read(context.Background(), in, format.Options{Columns: map[string]string{"#1": "body"}}) {
				if err != nil {
					t.Fatalf("%q: %v", data, err)
				}
				if res.Record != nil && (!utf8.ValidString(res.Record.Article.Text.String()) || strings.TrimSpace(res.Record.Article.Text.String()) == "") {
					t.Fatalf("%q gave the text %q", data, res.Record.Article.Text.String())
				}
			}
		}
	})
}
