// Package html reads saved web pages: a page is an article. It finds the
// article's text among menus, scripts and forms, and what the page says of
// itself. Nothing is ever fetched or run; addresses are text.
package html

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/source"
	"galley/annotate/source/decode"
	"galley/annotate/source/fields"
)

// Reader reads web pages.
type Reader struct{}

// Info describes the source.
func (Reader) Info() format.Info {
	return format.Info{ID: "html", Name: "Saved web page", Extension: ".html", Unit: format.NoOffsets, Holds: source.Holds}
}

// Sniff goes by the name, and without one by how the file begins.
func (Reader) Sniff(in format.Input, head []byte) float64 {
	switch source.Extension(in.Name) {
	case ".html", ".htm", ".xhtml":
		return 0.9
	case "":
		begin := strings.ToLower(strings.TrimSpace(source.Sample(head)))
		if strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html") {
			return 0.5
		}
	}
	return 0
}

// Read gives the page as one article. Its key is its path without extension.
func (Reader) Read(_ context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		data, err := source.Whole(in)
		if err != nil {
			source.Give(in.Path, err, yield)
			return
		}
		markup, note, err := decodePage(data)
		if err != nil {
			source.Give(in.Path, err, yield)
			return
		}
		if note != "" && !yield(source.Warning(in.Path, "encoding", note), nil) {
			return
		}
		doc, err := html.Parse(strings.NewReader(markup))
		if err != nil {
			// The parser refuses more than 512 elements within each other.
			source.Give(in.Path, &decode.Error{Code: "bad_html", Msg: "its elements are nested too deeply for a web page"}, yield)
			return
		}
		var dates fields.Dates
		a := about(doc, in.Path, &dates) // before newPage takes out what is no text
		body := newPage(doc).text()
		if strings.TrimSpace(body) == "" {
			source.Give(in.Path, &decode.Error{Code: "no_text", Msg: "no text of an article was found in the page"}, yield)
			return
		}
		if n := strings.Count(body, "\uFFFD") - strings.Count(markup, "\uFFFD"); n > 0 &&
			!yield(source.Warning(in.Path, "no_character", fmt.Sprintf("character references that stand for nothing were read as U+FFFD, %d in all", n)), nil) {
			return
		}
		a.Key = source.Stem(in.Name)
		if w := dates.Warning(); w != "" && !yield(source.Warning(in.Path, "date", w), nil) {
			return
		}
		yield(format.Result{
			Record: &format.Record{Article: annotate.NewArticle(a, body), Where: in.Path},
			Bytes:  int64(len(data)),
		}, nil)
	}
}

// decodePage gives the markup of a page. An encoding that the page declares
// goes before what its bytes look like, unless they are UTF-8. note is a
// sentence if that should be looked at.
func decodePage(data []byte) (markup, note string, err error) {
	e, name := declared(data)
	isUTF8 := utf8.Valid(data)
	if e != nil && (!isUTF8 || ascii(data)) {
		out, err := e.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
			return "", "", &decode.Error{Code: decode.Encoding, Msg: fmt.Sprintf("the page says that it is %s, but holds bytes that stand for nothing in it", name)}
		}
		return string(out), "", decode.CheckText(string(out))
	}
	markup, c, err := decode.Bytes(data)
	note = c.Warning()
	if err == nil && e != nil {
		note = fmt.Sprintf("the page says that it is %s, but it is UTF-8 and was read as such", name)
	}
	return markup, note, err
}

// declared is the encoding that a <meta> among the first elements names, nil if
// there is none, or one that nobody has, or UTF-8, or UTF-16, which no page in
// which a <meta> can be read as ASCII is in.
func declared(data []byte) (encoding.Encoding, string) {
	z := html.NewTokenizer(bytes.NewReader(data[:min(len(data), 4096)]))
	for z.Next() != html.ErrorToken {
		t := z.Token()
		if t.DataAtom != atom.Meta {
			continue
		}
		for _, a := range t.Attr {
			label := a.Val
			if a.Key == "content" {
				_, label, _ = strings.Cut(strings.ToLower(a.Val), "charset=")
			} else if a.Key != "charset" {
				continue
			}
			e, err := htmlindex.Get(strings.Trim(label, " \t'\";"))
			if err != nil {
				continue
			}
			name, _ := htmlindex.Name(e)
			if name == "utf-8" || name == "replacement" || strings.HasPrefix(name, "utf-16") {
				return nil, ""
			}
			return e, name
		}
	}
	return nil, ""
}

func ascii(data []byte) bool {
	for _, b := range data {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
