package jsonl

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"galley/annotate/format"
)

// read gives what the reader makes of a file, a line for each result.
func read(name, data string, columns map[string]string) []string {
	in := format.Input{FS: fstest.MapFS{name: {Data: []byte(data)}}, Name: name, Path: name}
	var out []string
	for res, err := range (Reader{}).Read(context.Background(), in, format.Options{Columns: columns}) {
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
			if a.Title+a.Author+a.Published != "" {
				line += fmt.Sprintf(" title=%s author=%s published=%s", a.Title, a.Author, a.Published)
			}
			if len(a.Meta) > 0 {
				line += fmt.Sprint(" ", a.Meta)
			}
			for _, l := range res.Record.Layers {
				line += fmt.Sprintf(" layer of %s with %d mentions", l.Annotator, l.Mentions.Len())
			}
			out = append(out, line)
		}
	}
	return out
}

func TestRead(t *testing.T) {
	cases := []struct {
		name, file, data string
		want             []string
	}{
		{"lines", "n.jsonl", "{\"id\":\"a\",\"text\":\"x\"}\r\n\r\n{\"key\":\"b\",\"body\":\"y\"}\n{\"content\":\"z\"}", []string{
			`n.jsonl, line 1: id=a key=a text="x"`, `n.jsonl, line 3: id= key=b text="y"`, `n.jsonl, line 4: id= key=n#4 text="z"`}},
		{"U+2028 ends no line, line ends in texts stay", "n.jsonl", "{\"id\":\"a\",\"text\":\"x\u2028y\\r\\nz\"}\n", []string{
			`n.jsonl, line 1: id=a key=a text="x\u2028y\r\nz"`}},
		{"byte order mark", "n.jsonl", "\uFEFF{\"text\":\"x\"}\n", []string{`n.jsonl, line 1: id= key=n#1 text="x"`}},
		{"numbers keep their digits", "n.jsonl", `{"id":1.50,"text":"x","words":1e3}`, []string{
			`n.jsonl, line 1: id=1.50 key=1.50 text="x" map[words:1e3]`}},
		{"fields", "n.jsonl", `{"headline":"T","byline":["A","B"],"published":"2 May 2016","text":"x","a":{"b": [1]},"url":null}`, []string{
			`n.jsonl, line 1: id= key=n#1 text="x" title=T author=A, B published=2016-05-02 map[a:{"b":[1]}]`}},
		{"the metadata of the native format", "n.jsonl", `{"text":"x","desk":"1","meta":{"desk":"2","page":7}}`, []string{
			`n.jsonl, line 1: id= key=n#1 text="x" map[desk:"1" meta.desk:"2" page:7]`}},
		{"a line with layers is native", "n.jsonl", `{"text":"x"}` + "\n" +
			`{"id":"n","key":"k","text":"Ada Lovelace","layers":[{"annotator":"ada","kind":"human","state":"done","mentions":[{"id":"m","label":"PER","spans":[[0,3]],"text":"Ada"}]}]}`, []string{
			`n.jsonl, line 1: id= key=n#1 text="x"`, `n.jsonl, line 2: id=n key=k text="Ada Lovelace" layer of ada with 1 mentions`}},
		{"bad lines", "n.jsonl", `{"id":"a","text":"x"}
{"id":"b","text":"cut off
{"id":"t","text":"x"} trailing
{"text":"first","text":"second"}
{"text":"abc","n":NaN}
{"text":"a \ud800 b"}
{"text":"a\u0000b"}
{"text":{"a":1}}
{"text":["x"]}
{"text":null}
{"id":"m"}
{"id":true,"text":"x"}
no JSON
1
"x"
null
[]
{"id":"z","text":"y"}`, []string{
			`n.jsonl, line 1: id=a key=a text="x"`,
			`refused n.jsonl, line 2 (bad_json): it is cut off: the JSON ends in the middle`,
			`refused n.jsonl, line 3 (bad_json): something follows the end of the object`,
			`refused n.jsonl, line 4 (bad_json): the field "text" stands twice`,
			`refused n.jsonl, line 5 (bad_json): it is no JSON: invalid character 'N' at start of value at byte 19`,
			`refused n.jsonl, line 6 (bad_json): a string holds half a surrogate pair at byte 12, which is no character`,
			`refused n.jsonl, line 7 (nul): byte 2 is a NUL, which no text holds`,
			`refused n.jsonl, line 8 (no_string): its "text" is an object, not a string`,
			`refused n.jsonl, line 9 (no_string): its "text" is a list, not a string`,
			`refused n.jsonl, line 10 (no_text): it has no field "text", "body" or "content"`,
			`refused n.jsonl, line 11 (no_text): it has no field "text", "body" or "content"`,
			`refused n.jsonl, line 12 (no_string): its "id" is true or false, not a string`,
			`refused n.jsonl, line 13 (bad_json): it is no JSON: invalid character 'o' in literal null (expecting 'u') at byte 2`,
			`refused n.jsonl, line 14 (no_object): it is a number, not an object with the fields of an article`,
			`refused n.jsonl, line 15 (no_object): it is a string, not an object with the fields of an article`,
			`refused n.jsonl, line 16 (no_object): it is null, not an object with the fields of an article`,
			`refused n.jsonl, line 17 (no_object): it is a list, not an object with the fields of an article`,
			`n.jsonl, line 18: id=z key=z text="y"`}},
		{"two fields for the text", "n.jsonl", `{"body":"a","text":"b"}` + "\n" + `{"body":"c","text":"d"}`, []string{
			`warning n.jsonl, line 1 (ambiguous_field): "text" was taken for the body, so "body" is kept as metadata; likewise in what follows`,
			`n.jsonl, line 1: id= key=n#1 text="b" map[body:"a"]`, `n.jsonl, line 2: id= key=n#2 text="d" map[body:"c"]`}},
		{"deep nesting in one line", "n.jsonl", strings.Repeat(`{"a":`, 200_000) + "1" + strings.Repeat("}", 200_000) + "\n" + `{"text":"x"}`, []string{
			`refused n.jsonl, line 1 (bad_json): it is nested too deeply`, `n.jsonl, line 2: id= key=n#2 text="x"`}},
		{"an array", "n.json", `[{"text":"x"}, {"text":"y",
			"id":2}, 3]`, []string{`n.json, record 1: id= key=n#1 text="x"`, `n.json, record 2: id=2 key=2 text="y"`,
			`refused n.json, record 3 (no_object): it is a number, not an object with the fields of an article`}},
		{"one object over several lines", "n.json", "{\n \"text\": \"x\"\n}\n", []string{`n.json, record 1: id= key=n#1 text="x"`}},
		{"lines in a .json file", "n.json", "{\"text\":\"x\"}\n{\"text\n{\"text\":\"z\"}\n", []string{`n.json, line 1: id= key=n#1 text="x"`,
			`refused n.json, line 2 (bad_json): it is cut off: the JSON ends in the middle`, `n.json, line 3: id= key=n#3 text="z"`}},
		{"an array that breaks off", "n.json", `[{"text":"x"}, {"text":`, []string{`n.json, record 1: id= key=n#1 text="x"`,
			`refused n.json (bad_json): from record 2 on it cannot be read: it is cut off: the JSON ends in the middle`}},
		{"deep arrays", "n.json", strings.Repeat("[", 200_000), []string{
			`refused n.json (bad_json): from record 1 on it cannot be read: it is nested too deeply`}},
		{"no bytes", "n.json", "", []string{"refused n.json (empty): the file is empty"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(c.file, c.data, nil)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestChosenFields(t *testing.T) {
	got := read("n.jsonl", `{"article":"x","text":"summary"}`, map[string]string{"article": "body"})
	want := []string{`n.jsonl, line 1: id= key=n#1 text="x" map[text:"summary"]`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", `{"text":"x"}`, `[{"text":"x"},{"text":"y"}]`, `{"text":"x","meta":{"a":[1,{}]}}`, "{\n\"text\":\"a\"}", `{"text":"x","layers":[]}`, "\xff\xfe{\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		for _, name := range []string{"n.jsonl", "n.json"} {
			in := format.Input{FS: fstest.MapFS{name: {Data: []byte(data)}}, Name: name, Path: name}
			for res, err := range (Reader{}).Read(context.Background(), in, format.Options{}) {
				if err != nil {
					t.Fatalf("%q: %v", data, err)
				}
				if res.Record == nil {
					continue
				}
				if text := res.Record.Article.Text.String(); !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
					t.Fatalf("%q gave the text %q", data, text)
				}
			}
		}
	})
}
