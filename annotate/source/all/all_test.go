package all

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
)

func TestSniff(t *testing.T) {
	cases := []struct{ name, head, want string }{
		{"a.txt", "x", "txt"},
		{"A.TXT", "", "txt"},
		{"note", "Some words", "txt"},
		{"a.html", "x", "html"},
		{"a.htm", "", "html"},
		{"saved", "\n<!DOCTYPE html><p>", "html"},
		{"a.csv", "id,text", "csv"},
		{"a.tsv", "id\ttext", "tsv"},
		{"a.jsonl", `{"text":"x"}`, "jsonl"},
		{"a.jsonl", "no json", "jsonl"},
		{"a.json", "\uFEFF [", "jsonl"},
		{"a.json", "\xff\xfe{\x00", "jsonl"},
		{"lines", `{"text":"x"}`, "jsonl"},
		{"photo.jpg", "\xff\xd8\xff\xe0", ""},
		{"program", "\x7fELF\x02\x01\x01\x00\x00", ""},
		{"empty", "", ""},
		{"a.docx", "PK\x03\x04", ""},
	}
	for _, c := range cases {
		in := format.Input{FS: fstest.MapFS{c.name: {Data: []byte(c.head)}}, Name: c.name, Path: c.name}
		best, sure := "", 0.0
		for _, r := range Sources {
			if s := r.Sniff(in, []byte(c.head)); s > sure {
				best, sure = r.Info().ID, s
			}
		}
		if best != c.want {
			t.Errorf("%s, %q: %q, want %q", c.name, c.head, best, c.want)
		}
	}
}
