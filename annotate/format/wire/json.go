// Package wire has what formats in JSON share: files of one object a line or
// of one array, read strictly, each fault for itself.
package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate/format"
)

// Encoding makes one encoding of everything: maps by key, values that were kept of a file as they were.
var Encoding = json.JoinOptions(json.Deterministic(true), jsontext.PreserveRawStrings(true))

// Decode reads data strictly: keys once, whole characters, the right types.
// The error is a sentence without the name of a Go type.
func Decode(data []byte, into any) (code string, err error) {
	return Explain(json.Unmarshal(data, into))
}

// Explain says in a sentence what is wrong with JSON, by an error of its decoder.
func Explain(err error) (code string, _ error) {
	if err == nil {
		return "", nil
	}
	var syntax *jsontext.SyntacticError
	var semantic *json.SemanticError
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		errors.As(err, &syntax)
		return "duplicate_key", fmt.Errorf("key %q stands twice", syntax.JSONPointer.LastToken())
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "bad_json", errors.New("it is cut off: the JSON ends in the middle")
	case errors.As(err, &syntax):
		return "bad_json", fmt.Errorf("it is no JSON, at byte %d: %v", syntax.ByteOffset+1, syntax.Err)
	case errors.As(err, &semantic) && semantic.JSONPointer == "":
		return format.CodeType, fmt.Errorf("it cannot be %s", kindName(semantic.JSONKind))
	case errors.As(err, &semantic):
		return format.CodeType, fmt.Errorf("%s cannot be %s", strings.TrimPrefix(string(semantic.JSONPointer), "/"), kindName(semantic.JSONKind))
	}
	return "bad_json", err
}

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "true or false"
	case '"':
		return "a string"
	case '0':
		return "this number"
	case '[', ']':
		return "a list of this length"
	case '{':
		return "an object"
	}
	return "what it is"
}

// List is a list whose elements are decoded for themselves, so that the fault
// of one is not that of the others.
type List[T any] struct {
	Items  []T
	Faults []Fault
}

// Fault says what is wrong with one element.
type Fault struct {
	Index int // in the file, from 0
	Code  string
	Err   error
}

// ListOf is a list to be written.
func ListOf[T any](items []T) List[T] { return List[T]{Items: items} }

// UnmarshalJSONFrom reads a list; null is an empty one.
func (l *List[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var raw []jsontext.Value
	if err := json.UnmarshalDecode(dec, &raw); err != nil {
		return err
	}
	*l = List[T]{}
	for i, data := range raw {
		var item T
		if code, err := Decode(data, &item); err != nil {
			l.Faults = append(l.Faults, Fault{i, code, err})
			continue
		}
		l.Items = append(l.Items, item)
	}
	return nil
}

// MarshalJSONTo writes the list.
func (l List[T]) MarshalJSONTo(enc *jsontext.Encoder) error { return json.MarshalEncode(enc, l.Items) }

// Keys are the keys of the first object of a file of JSON Lines or of an
// array; none where head shows that it is neither.
func Keys(in format.Input, head []byte) []string {
	begin := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\uFEFF")), " \t\r\n")
	if len(begin) == 0 || begin[0] != '{' && begin[0] != '[' {
		return nil
	}
	f, err := in.FS.Open(in.Name)
	if err != nil {
		return nil
	}
	defer f.Close()
	dec := jsontext.NewDecoder(skipMark(f), jsontext.AllowDuplicateNames(true))
	if dec.PeekKind() == '[' {
		dec.ReadToken()
	}
	if t, err := dec.ReadToken(); err != nil || t.Kind() != '{' {
		return nil
	}
	var keys []string
	for dec.PeekKind() == '"' {
		key, err := dec.ReadToken()
		if err != nil {
			break
		}
		keys = append(keys, key.String())
		if dec.SkipValue() != nil {
			break
		}
	}
	return keys
}

// Has tells whether all of want are among keys.
func Has(keys []string, want ...string) bool {
	return !slices.ContainsFunc(want, func(k string) bool { return !slices.Contains(keys, k) })
}
