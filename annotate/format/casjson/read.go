package casjson

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate/format"
	"galley/annotate/format/cas"
	"galley/annotate/format/wire"
)

// Read reads a file, or the .cas.json files of a folder and below it.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return cas.Files(ctx, in, extension, func(data []byte, _, called, key string) []format.Result {
		data = bytes.TrimPrefix(data, []byte("\uFEFF"))
		r := &reader{data: data, dec: jsontext.NewDecoder(bytes.NewBuffer(data)), line: 1, cas: &cas.CAS{Types: cas.NewTypes(nil)}}
		broken := r.read()
		return r.cas.Read(called, strings.TrimSuffix(key, ".json"), r.faults, broken)
	})
}

// reader reads one file.
type reader struct {
	data   []byte
	dec    *jsontext.Decoder
	line   int // at byte at
	at     int
	cas    *cas.CAS
	faults []cas.Fault
}

// here is the line that the decoder has come to.
func (r *reader) here() int {
	to := int(r.dec.InputOffset())
	for to < len(r.data) && bytes.IndexByte([]byte(" \t\r\n,:"), r.data[to]) >= 0 { // to where the next value begins
		to++
	}
	r.line += bytes.Count(r.data[r.at:max(to, r.at)], []byte("\n"))
	r.at = max(to, r.at)
	return r.line
}

// read reads the file to its end, or to what is no JSON.
func (r *reader) read() *cas.Fault {
	if err := r.file(); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		code, err := wire.Explain(err)
		return &cas.Fault{Line: r.here(), Code: code, Err: err}
	}
	return nil
}

var errNoCAS = errors.New("it is no CAS: an object was expected")

func (r *reader) file() error {
	if r.dec.PeekKind() != '{' {
		return errNoCAS
	}
	return r.object(func(key string, line int) error {
		switch key {
		case typesKey:
			return r.types()
		case structuresKey:
			return r.structures()
		case viewsKey:
			return r.views()
		}
		return r.dec.SkipValue()
	})
}

// object reads an object, field by field.
func (r *reader) object(field func(key string, line int) error) error {
	if _, err := r.dec.ReadToken(); err != nil {
		return err
	}
	for r.dec.PeekKind() == '"' {
		key, err := r.dec.ReadToken()
		if err != nil {
			return err
		}
		if err := field(key.String(), r.here()); err != nil {
			return err
		}
	}
	_, err := r.dec.ReadToken()
	return err
}

// typeJSON is a type; its features are all keys that do not begin with %.
type typeJSON struct {
	Super    string                    `json:"%SUPER_TYPE"`
	Features map[string]jsontext.Value `json:",embed"`
}

type featureJSON struct {
	Range   string `json:"%RANGE"`
	Element string `json:"%ELEMENT_TYPE"`
}

func (r *reader) types() error {
	if r.dec.PeekKind() != '{' {
		return r.dec.SkipValue()
	}
	return r.object(func(name string, line int) error {
		raw, err := r.dec.ReadValue()
		if err != nil {
			return err
		}
		var in typeJSON
		if code, err := wire.Decode(raw, &in); err != nil {
			r.fault(line, "type "+name, code, err)
			return nil
		}
		t := cas.Type{Name: name, Super: in.Super}
		for feature, raw := range in.Features {
			var f featureJSON
			if strings.HasPrefix(feature, "%") || json.Unmarshal(raw, &f) != nil {
				continue
			}
			t.Features = append(t.Features, cas.FeatureType{Name: feature, Range: f.Range, Element: f.Element})
		}
		r.cas.Types.Merge(t)
		return nil
	})
}

func (r *reader) fault(line int, what, code string, err error) {
	r.faults = append(r.faults, cas.Fault{Line: line, What: what, Code: code, Err: err})
}

// structures reads feature structures: a list, or an object by id.
func (r *reader) structures() error {
	switch r.dec.PeekKind() {
	case '{':
		return r.object(func(id string, line int) error { return r.structure(id, line) })
	case '[':
		r.dec.ReadToken()
		for r.dec.PeekKind() != ']' {
			line := r.here()
			if err := r.structure("", line); err != nil {
				return err
			}
		}
		_, err := r.dec.ReadToken()
		return err
	}
	r.fault(r.here(), structuresKey, format.CodeType, errors.New("they are neither a list nor an object"))
	return r.dec.SkipValue()
}

func (r *reader) structure(id string, line int) error {
	raw, err := r.dec.ReadValue()
	if err != nil {
		return err
	}
	s := &cas.Structure{Line: line}
	if id != "" {
		if s.ID, err = strconv.Atoi(id); err != nil {
			r.fault(line, "structure", format.CodeType, fmt.Errorf("its id is %q, not a number", format.Clip(id)))
			return nil
		}
	}
	if code, err := decode(raw, s); err != nil {
		r.fault(line, cmp.Or(s.Type, "structure"), code, err)
		return nil
	}
	r.cas.Structures = append(r.cas.Structures, s)
	return nil
}

// decode reads the fields of a structure.
func decode(raw jsontext.Value, s *cas.Structure) (code string, err error) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(raw))
	if dec.PeekKind() != '{' {
		return format.CodeType, errors.New("it is no object")
	}
	dec.ReadToken()
	for dec.PeekKind() == '"' {
		key, err := dec.ReadToken()
		if err != nil {
			return wire.Explain(err)
		}
		name := key.String()
		v, err := dec.ReadValue()
		if err != nil {
			return wire.Explain(err)
		}
		if err := field(s, name, v); err != nil {
			_, err = wire.Explain(err)
			return format.CodeType, fmt.Errorf("its %s: %w", name, err)
		}
	}
	switch {
	case s.Type == "":
		return format.CodeMissing, errors.New("it has no type")
	case s.ID == 0:
		return format.CodeMissing, errors.New("it has no id")
	}
	return "", nil
}

// field puts a field on s. What stands for a float that JSON cannot write, and
// places that are said twice, have prefixes that are of no use here.
func field(s *cas.Structure, name string, v jsontext.Value) error {
	switch {
	case name == "%ID":
		return json.Unmarshal(v, &s.ID)
	case name == "%TYPE":
		return json.Unmarshal(v, &s.Type)
	case name == "%ELEMENTS":
		s.Features = append(s.Features, cas.Feature{Name: "elements", Value: elements(v)})
		return nil
	case strings.HasPrefix(name, "%") || strings.HasPrefix(name, "^") || v.Kind() == 'n':
		return nil
	case strings.HasPrefix(name, "@"):
		var id int
		if err := json.Unmarshal(v, &id); err != nil {
			return errors.New("it is no id")
		}
		s.Features = append(s.Features, cas.Feature{Name: name[1:], Value: cas.Value{Kind: cas.Reference, Refs: []int{id}}})
		return nil
	}
	f := cas.Feature{Name: strings.TrimPrefix(name, "#")}
	switch v.Kind() {
	case '"':
		if err := json.Unmarshal(v, &f.Text); err != nil {
			return err
		}
	case '0':
		f.Kind, f.Text = cas.Number, string(v)
	case 't', 'f':
		f.Kind, f.Text = cas.Boolean, string(v)
	default:
		return errors.New("it is no text, number or reference")
	}
	s.Features = append(s.Features, f)
	return nil
}

// elements are those of an array: ids, or values as texts.
func elements(v jsontext.Value) cas.Value {
	var ids []int
	if json.Unmarshal(v, &ids) == nil {
		return cas.Value{Kind: cas.References, Refs: ids}
	}
	out := cas.Value{Kind: cas.Texts}
	var list []any
	if json.Unmarshal(v, &list) == nil {
		for _, x := range list {
			out.Texts = append(out.Texts, fmt.Sprint(x))
		}
	}
	return out
}

// viewJSON is a view.
type viewJSON struct {
	Sofa    int   `json:"%SOFA"`
	Members []int `json:"%MEMBERS"`
}

func (r *reader) views() error {
	if r.dec.PeekKind() != '{' {
		return r.dec.SkipValue()
	}
	return r.object(func(name string, line int) error {
		raw, err := r.dec.ReadValue()
		if err != nil {
			return err
		}
		var v viewJSON
		if code, err := wire.Decode(raw, &v); err != nil {
			r.fault(line, "view "+name, code, err)
			return nil
		}
		r.cas.Views = append(r.cas.Views, cas.View{Sofa: v.Sofa, Members: v.Members, Line: line})
		return nil
	})
}
