package xmi

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strconv"
	"strings"
	"sync"

	"galley/annotate/format"
	"galley/annotate/format/cas"
)

// Read reads a .xmi file, or those of a folder and below it. The type system
// is looked for beside each file and above it.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	systems := map[string]func() (*cas.Types, error){} // by folder
	return cas.Files(ctx, in, extension, func(data []byte, name, called, key string) []format.Result {
		folder := path.Dir(name)
		if systems[folder] == nil {
			systems[folder] = sync.OnceValues(func() (*cas.Types, error) { return cas.TypesIn(in.FS, folder) })
		}
		types, err := systems[folder]()
		var results []format.Result
		if err != nil {
			types = cas.KnownTypes()
			results = append(results, format.Result{Warning: &format.Issue{Item: called, Code: "no_types", Message: err.Error() + "; what features hold is guessed by their names"}})
		}
		r := &reader{dec: cas.NewXML(bytes.NewReader(data)), cas: &cas.CAS{Types: types}}
		broken := r.read()
		return append(results, r.cas.Read(called, key, r.faults, broken)...)
	})
}

// reader reads one file.
type reader struct {
	dec    *xml.Decoder
	cas    *cas.CAS
	faults []cas.Fault
}

// read reads elements to the end, or to what is no XML.
func (r *reader) read() *cas.Fault {
	root := false
	for {
		token, err := r.dec.Token()
		line, _ := r.dec.InputPos()
		switch {
		case errors.Is(err, io.EOF) && root:
			return nil
		case errors.Is(err, io.EOF):
			return &cas.Fault{Line: line, Code: format.CodeSyntax, Err: errors.New("it holds no element")}
		case err != nil:
			return &cas.Fault{Line: line, Code: "bad_xml", Err: plain(err)}
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case !root && start.Name == xml.Name{Space: space, Local: "XMI"}:
			root = true
		case !root:
			return &cas.Fault{Line: line, Code: format.CodeSyntax, Err: fmt.Errorf("it is no XMI: it begins with %s", start.Name.Local)}
		default:
			if err := r.element(start, line); err != nil {
				line, _ := r.dec.InputPos()
				return &cas.Fault{Line: line, Code: "bad_xml", Err: plain(err)}
			}
		}
	}
}

// plain is a fault of XML in words, without the name of a package.
func plain(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.Msg == "unexpected EOF", errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it is cut off: the XML ends in the middle")
	case errors.As(err, &syntax):
		return fmt.Errorf("it is no XML: %s", syntax.Msg)
	}
	return fmt.Errorf("it is no XML: %s", strings.TrimPrefix(err.Error(), "xml: "))
}

// element reads a structure or a view with what is in it.
func (r *reader) element(start xml.StartElement, line int) error {
	s := &cas.Structure{Type: typeOf(start.Name), Line: line}
	id := ""
	for _, a := range start.Attr {
		switch {
		case a.Name.Space == space && a.Name.Local == "id":
			id = a.Value
		case a.Name.Space == "":
			s.Features = append(s.Features, cas.Feature{Name: a.Name.Local, Value: r.value(s, a)})
		}
	}
	if err := r.children(s); err != nil {
		return err
	}
	switch s.Type {
	case "uima.cas.NULL":
		return nil
	case "uima.cas.View":
		r.view(s)
		return nil
	}
	n, err := strconv.Atoi(id)
	if err != nil {
		r.fault(s, format.CodeMissing, fmt.Errorf("its id is %q, not a number", format.Clip(id)))
		return nil
	}
	s.ID = n
	r.cas.Structures = append(r.cas.Structures, s)
	return nil
}

func (r *reader) fault(s *cas.Structure, code string, err error) {
	r.faults = append(r.faults, cas.Fault{Line: s.Line, What: s.Type, Code: code, Err: err})
}

// typeOf is the type that an element names: its namespace is the package.
func typeOf(n xml.Name) string {
	pkg := strings.TrimPrefix(n.Space, "http:///")
	pkg = strings.ReplaceAll(strings.TrimSuffix(pkg, ".ecore"), "/", ".")
	if pkg == "" || pkg == "uima.noNamespace" {
		return n.Local
	}
	return pkg + "." + n.Local
}

// value is what an attribute says of a structure.
func (r *reader) value(s *cas.Structure, a xml.Attr) cas.Value {
	kind := r.cas.Types.KindOf(s.Type, a.Name.Local)
	switch {
	case a.Name.Local == "sofa":
		kind = cas.Reference
	case a.Name.Local == "begin" || a.Name.Local == "end":
		kind = cas.Number
	case s.Type == cas.Array && a.Name.Local == "elements":
		kind = cas.References
	case s.Type == cas.Sofa || a.Name.Local == "language" && kind == cas.Untyped:
		kind = cas.Text
	}
	switch kind {
	case cas.Reference, cas.References:
		ids, err := numbers(a.Value)
		if err != nil {
			r.fault(s, format.CodeType, fmt.Errorf("its %s: %w", a.Name.Local, err))
		}
		return cas.Value{Kind: kind, Refs: ids}
	case cas.Texts:
		return cas.Value{Kind: kind, Texts: strings.Fields(a.Value)}
	}
	return cas.Value{Kind: kind, Text: a.Value}
}

// numbers are the ids in a list of them.
func numbers(list string) ([]int, error) {
	var out []int
	for _, field := range strings.Fields(list) {
		id, err := strconv.Atoi(field)
		if err != nil {
			return nil, fmt.Errorf("%q is no id", format.Clip(field))
		}
		out = append(out, id)
	}
	return out, nil
}

func (r *reader) view(s *cas.Structure) {
	v := cas.View{Line: s.Line}
	if sofa, ok := s.Get("sofa"); ok && len(sofa.Refs) == 1 {
		v.Sofa = sofa.Refs[0]
	}
	members, _ := s.Get("members")
	var err error
	if v.Members, err = numbers(members.Text); err != nil {
		r.fault(s, format.CodeType, err)
	}
	r.cas.Views = append(r.cas.Views, v)
}

// children reads to the end of an element; elements in it are values of arrays of texts.
func (r *reader) children(s *cas.Structure) error {
	name, text := "", ""
	for depth := 0; ; {
		token, err := r.dec.Token()
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			name, text = t.Name.Local, ""
		case xml.CharData:
			text += string(t)
		case xml.EndElement:
			if depth--; depth < 0 {
				return nil
			}
			addText(s, name, text)
		}
	}
}

// addText adds a text to the array that a feature is.
func addText(s *cas.Structure, name, text string) {
	for i := range s.Features {
		if s.Features[i].Name == name {
			s.Features[i].Texts = append(s.Features[i].Texts, text)
			return
		}
	}
	s.Features = append(s.Features, cas.Feature{Name: name, Value: cas.Value{Kind: cas.Texts, Texts: []string{text}}})
}
