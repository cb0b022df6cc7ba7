// Package textless takes the texts out of data sets in JSON Lines, for articles
// that may not be passed on, and puts them back. What is left are offsets,
// annotations and, of each text, its SHA-256 and its length.
//
// A line without its text keeps everything else byte for byte, so that with its
// text again it is the line that it was.
package textless

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
	"galley/annotate/text"
)

// Layout says where a format quotes its text.
type Layout struct {
	nothing string                             // what stands in the place of a text
	quotes  func(line *node) []*node           // the objects with a text and its place
	place   func(quote *node) ([][2]int, bool) // code points
}

// Of is the layout of the format with an id, or nil if it is not known.
func Of(format string) *Layout {
	switch format {
	case "galley":
		return native
	case "hf-jsonl":
		return huggingFace
	}
	return nil
}

// Detect is the layout of a line, or nil.
func Detect(line []byte) *Layout {
	n, err := parse(line)
	switch {
	case err != nil:
		return nil
	case n.get("layers") != nil:
		return native
	case n.get("entities") != nil && n.get("document_events") != nil:
		return huggingFace
	}
	return nil
}

var native = &Layout{
	nothing: "null",
	quotes: func(line *node) []*node {
		var out []*node
		for _, layer := range line.get("layers").list() {
			out = append(out, layer.get("mentions").list()...)
			for _, v := range layer.get("events").list() {
				out = append(out, v.get("trigger"), v.get("evidence"))
			}
		}
		return out
	},
	place: func(quote *node) (spans [][2]int, ok bool) {
		return spans, json.Unmarshal(quote.get("spans").encode(nil), &spans) == nil
	},
}

var huggingFace = &Layout{
	nothing: `""`,
	quotes: func(line *node) []*node {
		out := line.get("entities").list()
		for _, v := range line.get("events").list() {
			out = append(out, v.get("trigger"))
		}
		return out
	},
	place: func(quote *node) (spans [][2]int, ok bool) {
		var fragments []struct {
			Start int `json:"start"`
			End   int `json:"end"`
		}
		err := json.Unmarshal(quote.get("fragments").encode(nil), &fragments)
		for _, f := range fragments {
			spans = append(spans, [2]int{f.Start, f.End})
		}
		return spans, err == nil
	},
}

// Line is a line without its text: what names the article, and its text.
type Line struct {
	ID, Key string
	SHA256  string
}

const (
	textKey   = "text"
	digestKey = "sha256"
	lengthKey = "length"
)

// Strip is a line without its text and the quotes of it.
func (l *Layout) Strip(line []byte) ([]byte, error) {
	n, err := parse(line)
	if err != nil {
		return nil, err
	}
	body, ok := n.get(textKey).string()
	if !ok {
		return nil, errors.New("the line has no text")
	}
	for _, q := range l.quotes(n) {
		q.put(textKey, jsontext.Value(l.nothing))
	}
	n.put(textKey, jsontext.Value(l.nothing))
	n.insertAfter(textKey, digestKey, quoted(annotate.Digest(body)))
	n.insertAfter(digestKey, lengthKey, jsontext.Value(fmt.Sprint(text.New(body).CodePoints())))
	return n.encode(nil), nil
}

// About tells of which article and text a line is; an error if it has its text.
func About(line []byte) (Line, error) {
	n, err := parse(line)
	if err != nil {
		return Line{}, err
	}
	var out Line
	out.ID, _ = n.get("id").string()
	out.Key, _ = n.get("key").string()
	if out.SHA256, _ = n.get(digestKey).string(); out.SHA256 == "" {
		return out, errors.New("it is not without its text")
	}
	return out, nil
}

// Join is a stripped line with its text, which must be the one that it tells of.
func (l *Layout) Join(line []byte, body string) ([]byte, error) {
	n, err := parse(line)
	if err != nil {
		return nil, err
	}
	if want, _ := n.get(digestKey).string(); want != annotate.Digest(body) {
		return nil, errors.New("the text is another one")
	}
	n.remove(digestKey)
	n.remove(lengthKey)
	n.put(textKey, quoted(body))
	t := text.New(body)
	for _, q := range l.quotes(n) {
		if q.get(textKey) == nil {
			continue
		}
		spans, ok := l.place(q)
		if !ok {
			return nil, errors.New("a place is not of the format")
		}
		var parts []string
		for _, s := range spans {
			start, err := t.FromCodePoint(s[0])
			end, err2 := t.FromCodePoint(s[1])
			if err := errors.Join(err, err2); err != nil {
				return nil, err
			}
			if start > end {
				return nil, fmt.Errorf("span %d-%d ends before it starts", s[0], s[1])
			}
			parts = append(parts, t.Slice(start, end))
		}
		q.put(textKey, quoted(strings.Join(parts, " ")))
	}
	return n.encode(nil), nil
}

func quoted(s string) jsontext.Value {
	b, err := jsontext.AppendQuote(nil, s)
	if err != nil {
		return jsontext.Value(`""`) // texts are valid UTF-8
	}
	return b
}

// node is a JSON value with its order and its spelling. A nil *node is none.
type node struct {
	raw     jsontext.Value // of what is neither an object nor a list
	object  bool
	members []member
	items   []*node
}

type member struct {
	name  jsontext.Value // as it is spelt
	value *node
}

func parse(line []byte) (*node, error) {
	dec := jsontext.NewDecoder(bytes.NewReader(line))
	n, err := readNode(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the object")
	}
	return n, nil
}

func readNode(dec *jsontext.Decoder) (*node, error) {
	n := &node{}
	end := jsontext.Kind(']')
	switch dec.PeekKind() {
	case '{':
		n.object, end = true, '}'
	case '[':
	default:
		v, err := dec.ReadValue()
		n.raw = v.Clone()
		return n, err
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, err
	}
	for dec.PeekKind() != end {
		var name jsontext.Value
		if n.object {
			v, err := dec.ReadValue()
			if err != nil {
				return nil, err
			}
			name = v.Clone()
		}
		x, err := readNode(dec)
		if err != nil {
			return nil, err
		}
		if n.object {
			n.members = append(n.members, member{name, x})
		} else {
			n.items = append(n.items, x)
		}
	}
	_, err := dec.ReadToken()
	return n, err
}

// encode appends the value as it was spelt, without white space.
func (n *node) encode(to []byte) []byte {
	switch {
	case n == nil:
		return append(to, "null"...)
	case n.raw != nil:
		return append(to, n.raw...)
	case n.object:
		to = append(to, '{')
		for i, m := range n.members {
			if i > 0 {
				to = append(to, ',')
			}
			to = append(append(to, m.name...), ':')
			to = m.value.encode(to)
		}
		return append(to, '}')
	}
	to = append(to, '[')
	for i, x := range n.items {
		if i > 0 {
			to = append(to, ',')
		}
		to = x.encode(to)
	}
	return append(to, ']')
}

func (n *node) at(name string) int {
	if n != nil {
		for i, m := range n.members {
			if string(m.name) == `"`+name+`"` {
				return i
			}
		}
	}
	return -1
}

func (n *node) get(name string) *node {
	if i := n.at(name); i >= 0 {
		return n.members[i].value
	}
	return nil
}

// put changes a member that is there.
func (n *node) put(name string, value jsontext.Value) {
	if i := n.at(name); i >= 0 {
		n.members[i].value = &node{raw: value}
	}
}

func (n *node) insertAfter(before, name string, value jsontext.Value) {
	i := n.at(before) + 1
	n.members = append(n.members[:i:i], append([]member{{quoted(name), &node{raw: value}}}, n.members[i:]...)...)
}

func (n *node) remove(name string) {
	if i := n.at(name); i >= 0 {
		n.members = append(n.members[:i:i], n.members[i+1:]...)
	}
}

func (n *node) list() []*node {
	if n == nil {
		return nil
	}
	return n.items
}

func (n *node) string() (string, bool) {
	if n == nil || n.raw.Kind() != '"' {
		return "", false
	}
	s, err := jsontext.AppendUnquote(nil, n.raw)
	return string(s), err == nil
}
