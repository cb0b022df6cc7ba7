package txt

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"galley/annotate/format"
)

func TestRead(t *testing.T) {
	long := strings.Repeat("é", MaxTitle+5)
	cases := []struct {
		name, file, data string
		title, key, body string
		warning, refused string
	}{
		{name: "title and key", file: "2016/may/truce.txt", data: "\uFEFF\r\n \t\r\n  A truce \r\nfor two days\r\n",
			title: "A truce", key: "2016/may/truce", body: "\r\n \t\r\n  A truce \r\nfor two days\r\n"},
		{name: "a name with two dots", file: "a.b.txt", data: "x", title: "x", key: "a.b", body: "x"},
		{name: "a first line without end", file: "a.txt", data: long, title: long[:2*MaxTitle] + "…", key: "a", body: long},
		{name: "another encoding", file: "a.txt", data: "caf\xe9 noir", title: "café noir", key: "a", body: "café noir", warning: "encoding"},
		{name: "empty", file: "a.txt", refused: "empty"},
		{name: "blank", file: "a.txt", data: " \n", refused: "blank"},
		{name: "NUL", file: "a.txt", data: "a\x00b", refused: "nul"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := format.Input{FS: fstest.MapFS{c.file: {Data: []byte(c.data)}}, Name: c.file, Path: "given/" + c.file}
			var warning, refused string
			for r, err := range (Reader{}).Read(context.Background(), in, format.Options{}) {
				switch {
				case err != nil:
					t.Fatal(err)
				case r.Refused != nil:
					refused = r.Refused.Code
				case r.Warning != nil:
					warning = r.Warning.Code
				default:
					a := r.Record.Article
					if a.Title != c.title || a.Key != c.key || a.Text.String() != c.body || a.ID != "" || r.Record.Where != in.Path {
						t.Errorf("got title %q, key %q, id %q, body %q of %s", a.Title, a.Key, a.ID, a.Text.String(), r.Record.Where)
					}
				}
			}
			if warning != c.warning || refused != c.refused {
				t.Errorf("warning %q, refused %q", warning, refused)
			}
		})
	}
}

func TestMissingFile(t *testing.T) {
	in := format.Input{FS: fstest.MapFS{}, Name: "a.txt", Path: "a.txt"}
	for _, err := range (Reader{}).Read(context.Background(), in, format.Options{}) {
		if err == nil {
			t.Error("read")
		}
	}
}
