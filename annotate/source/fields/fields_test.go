package fields

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/source/decode"
)

func TestMap(t *testing.T) {
	cases := []struct {
		name    string
		columns []string
		chosen  map[string]string
		want    []Field
		passed  []string // columns
	}{
		{"every first name", []string{"id", "title", "text", "date", "source", "lang", "author", "url"}, nil,
			[]Field{ID, Title, Body, Date, Outlet, Language, Author, URL}, nil},
		{"every other name, in any case", []string{"KEY", "Headline", " body ", "Published", "OUTLET", "language", "Byline", "link"}, nil,
			[]Field{Key, Title, Body, Date, Outlet, Language, Author, URL}, nil},
		{"the rest is metadata", []string{"text", "section", ""}, nil, []Field{Body, Meta, Meta}, nil},
		{"the first in the order of the names wins", []string{"content", "body", "text"}, nil, []Field{Meta, Meta, Body}, []string{"content", "body"}},
		{"a chosen column goes first", []string{"text", "article"}, map[string]string{"article": "text"}, []Field{Meta, Body}, nil},
		{"by number", []string{"text", "text"}, map[string]string{"#2": "body"}, []Field{Meta, Body}, nil},
		{"kept from mapping", []string{"text", "source"}, map[string]string{"source": "meta"}, []Field{Body, Meta}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, err := Map(c.columns, c.chosen)
			if err != nil {
				t.Fatal(err)
			}
			var passed []string
			for _, p := range m.Passed {
				passed = append(passed, p.Column)
			}
			if diff := cmp.Diff(c.want, m.Fields); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.passed, passed); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMapRefuses(t *testing.T) {
	cases := []struct {
		name    string
		columns []string
		chosen  map[string]string
		want    string
	}{
		{"one name twice", []string{"id", "text", "Text"}, nil, `"Text" stands twice, so it is not clear which is the body; say which by its number, such as --map '#2=body'`},
		{"one chosen name twice", []string{"a", "a"}, map[string]string{"a": "body"}, `"a" stands twice, so it is not clear which is the body; say which by its number, such as --map '#2=body'`},
		{"two chosen for one", []string{"a", "b"}, map[string]string{"a": "body", "b": "text"}, `both "a" and "b" were chosen for the body`},
		{"no such field", []string{"a"}, map[string]string{"a": "colour"}, `"colour" is no field of an article: use id, key, title, body, date, outlet, author, url, language or meta`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Map(c.columns, c.chosen); err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestDates(t *testing.T) {
	cases := map[string]string{
		"":                                 "",
		" 2016-05-02 ":                     "2016-05-02",
		"2016-05-02T10:20:30+02:00":        "2016-05-02T10:20:30+02:00",
		"2016-05-02 10:20":                 "2016-05-02 10:20",
		"2016":                             "2016",
		"20160502":                         "2016-05-02",
		"02.05.2016":                       "2016-05-02",
		"2 May 2016":                       "2016-05-02",
		"May 2, 2016":                      "2016-05-02",
		"Mon, 02 May 2016 10:20:30 GMT":    "2016-05-02T10:20:30Z",
		"Mon, 2 May 2016 10:20:30 +0200":   "2016-05-02T10:20:30+02:00",
		"Mon, 02 May 2016 10:20:30 EST":    "Mon, 02 May 2016 10:20:30 EST",
		"5/2/2016":                         "5/2/2016",
		"0000-00-00":                       "0000-00-00",
		"2026-02-30":                       "2026-02-30",
		"2026-10-25T02:30:00+99:99":        "2026-10-25T02:30:00+99:99",
		"9999999-01-01":                    "9999999-01-01",
		"the day after the fall of Oskar.": "the day after the fall of Oskar.",
	}
	var d Dates
	for in, want := range cases {
		if got := d.Read(in, "row 3"); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if d.unread != 7 {
		t.Errorf("%d unread", d.unread)
	}
	var one Dates
	if one.Warning() != "" {
		t.Errorf("warns of nothing: %s", one.Warning())
	}
	one.Read("5/2/2016", "n.csv, line 3")
	if got, want := one.Warning(), `the date "5/2/2016" of n.csv, line 3 could not be read and is kept as it stands`; got != want {
		t.Errorf("got %s", got)
	}
}

func TestArticle(t *testing.T) {
	row := func(pairs ...string) *Row {
		r := &Row{}
		for i := 0; i < len(pairs); i += 2 {
			r.Set(Field(pairs[i]), pairs[i+1])
		}
		return r
	}
	cases := []struct {
		name    string
		row     *Row
		id, key string
		code    string
	}{
		{"id and key", row("id", "7", "key", "k", "body", "x"), "7", "k", ""},
		{"an id is a key too", row("id", " 7 ", "body", "x"), " 7 ", " 7 ", ""},
		{"a key is no id", row("key", "k", "body", "x"), "", "k", ""},
		{"neither", row("body", "x", "id", ""), "", "news#3", ""},
		{"no text", row("id", "7"), "", "", decode.Blank},
		{"blank text", row("body", " \u00a0\n"), "", "", decode.Blank},
		{"NUL in the text", row("body", "a\x00b"), "", "", decode.NUL},
		{"NUL in the id", row("body", "a", "id", "x\x00"), "", "", decode.NUL},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a, err := c.row.Article("news#3", "news.csv, line 3", &Dates{})
			var e *decode.Error
			if errors.As(err, &e) {
				if e.Code != c.code {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if c.code != "" || a.ID != annotate.ID(c.id) || a.Key != c.key {
				t.Errorf("id %q, key %q", a.ID, a.Key)
			}
		})
	}
}
