package jsonl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
	"galley/annotate/source/decode"
	"galley/annotate/source/fields"
)

// object is a JSON object, its members in their order.
type object struct {
	names  []string
	values []jsontext.Value
}

// readObject reads data, which must be one JSON object and nothing more.
func readObject(data []byte) (object, error) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(data))
	if kind := dec.PeekKind(); kind != '{' && kind != 0 {
		if _, err := dec.ReadValue(); err != nil {
			return object{}, notJSON(err)
		}
		return object{}, &decode.Error{Code: NoObject, Msg: fmt.Sprintf("it is %s, not an object with the fields of an article", kindName(kind))}
	}
	if _, err := dec.ReadToken(); err != nil {
		return object{}, notJSON(err)
	}
	var o object
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return object{}, notJSON(err)
		}
		o.names = append(o.names, name.String())
		value, err := dec.ReadValue()
		if err != nil {
			return object{}, notJSON(err)
		}
		o.values = append(o.values, value.Clone())
	}
	if _, err := dec.ReadToken(); err != nil {
		return object{}, notJSON(err)
	}
	if _, err := dec.ReadToken(); err != io.EOF {
		return object{}, &decode.Error{Code: BadJSON, Msg: "something follows the end of the object"}
	}
	return o, nil
}

// notJSON says in a sentence why a value is no JSON.
func notJSON(err error) error {
	var syntax *jsontext.SyntacticError
	if !errors.As(err, &syntax) {
		return err
	}
	var msg string
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		msg = fmt.Sprintf("the field %q stands twice", syntax.JSONPointer.LastToken())
	case errors.Is(err, io.ErrUnexpectedEOF):
		msg = "it is cut off: the JSON ends in the middle"
	case strings.Contains(syntax.Error(), "max depth"):
		msg = "it is nested too deeply"
	case strings.Contains(syntax.Error(), "surrogate"):
		msg = fmt.Sprintf("a string holds half a surrogate pair at byte %d, which is no character", syntax.ByteOffset+1)
	default:
		msg = fmt.Sprintf("it is no JSON: %v at byte %d", syntax.Err, syntax.ByteOffset+1)
	}
	return &decode.Error{Code: BadJSON, Msg: msg}
}

func kindName(k jsontext.Kind) string {
	switch k {
	case '[':
		return "a list"
	case '{':
		return "an object"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 'n':
		return "null"
	}
	return "true or false"
}

func (o object) has(name string) bool { return slices.Contains(o.names, name) }

// row sorts the members into fields and metadata. null is a field that is not
// there. Members of an object "meta", as the native format has it, are metadata each.
func (o object) row(m fields.Mapping) (*fields.Row, error) {
	row := &fields.Row{}
	for i, v := range o.values {
		f := m.Fields[i]
		switch {
		case v.Kind() == 'n' && f != fields.Meta:
			continue
		case f == fields.Meta && o.names[i] == "meta" && v.Kind() == '{':
			inner, err := readObject(v)
			if err != nil {
				return nil, err
			}
			for j, name := range inner.names {
				if o.has(name) {
					name = "meta." + name
				}
				if err := keep(row, name, inner.values[j]); err != nil {
					return nil, err
				}
			}
			continue
		case f != fields.Meta:
			text, ok := plain(v)
			if must := f == fields.Body || f == fields.ID || f == fields.Key; must && v.Kind() != '"' && (f == fields.Body || v.Kind() != '0') {
				return nil, &decode.Error{Code: NoString, Msg: fmt.Sprintf("its %q is %s, not a string", o.names[i], kindName(v.Kind()))}
			}
			if ok {
				row.Set(f, text)
				continue
			}
		}
		if err := keep(row, o.names[i], v); err != nil {
			return nil, err
		}
	}
	if !row.Has(fields.Body) {
		return nil, &decode.Error{Code: NoText, Msg: `it has no field "text", "body" or "content"`}
	}
	return row, nil
}

// keep puts a value into the metadata.
func keep(row *fields.Row, name string, v jsontext.Value) error {
	if v.Kind() == '"' {
		text, _ := plain(v)
		row.Keep(name, annotate.ValueOf(text))
		return nil
	}
	value, err := annotate.ParseValue(v)
	if err != nil {
		return notJSON(err)
	}
	row.Keep(name, value)
	return nil
}

// plain is the text of a string, of a number as it is written, of a list of strings joined by commas.
func plain(v jsontext.Value) (string, bool) {
	switch v.Kind() {
	case '"':
		text, err := jsontext.AppendUnquote(nil, v)
		return string(text), err == nil
	case '0':
		return string(v), true
	case '[':
		var parts []string
		dec := jsontext.NewDecoder(bytes.NewBuffer(v))
		dec.ReadToken()
		for dec.PeekKind() == '"' {
			t, err := dec.ReadToken()
			if err != nil {
				return "", false
			}
			parts = append(parts, t.String())
		}
		return strings.Join(parts, ", "), dec.PeekKind() == ']' && len(parts) > 0
	}
	return "", false
}
