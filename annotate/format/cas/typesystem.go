package cas

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
)

// The structs below are a type system in a file, as far as it matters here.

type typeSystemXML struct {
	XMLName xml.Name  `xml:"http://uima.apache.org/resourceSpecifier typeSystemDescription"`
	Types   []typeXML `xml:"types>typeDescription"`
}

type typeXML struct {
	Name     string       `xml:"name"`
	Super    string       `xml:"supertypeName"`
	Features []featureXML `xml:"features>featureDescription"`
}

type featureXML struct {
	Name    string `xml:"name"`
	Range   string `xml:"rangeTypeName"`
	Element string `xml:"elementType,omitempty"`
}

func writeTypes(w io.Writer, t *Types) error {
	var doc typeSystemXML
	for _, x := range t.List {
		out := typeXML{Name: x.Name, Super: x.Super}
		for _, f := range x.Features {
			out.Features = append(out.Features, featureXML(f))
		}
		doc.Types = append(doc.Types, out)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := errors.Join(enc.Encode(doc), enc.Close()); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// errNoTypes says that no type system lies beside a file.
var errNoTypes = errors.New("there is no " + TypeSystemFile + " beside it")

// TypesIn reads the type system that lies in a folder, or the nearest above it.
func TypesIn(fsys fs.FS, folder string) (*Types, error) {
	for ; ; folder = path.Dir(folder) {
		for _, called := range []string{TypeSystemFile, "typesystem.xml"} {
			f, err := fsys.Open(path.Join(folder, called))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, err
			}
			defer f.Close()
			t, err := readTypes(f)
			if err != nil {
				return nil, fmt.Errorf("%s cannot be read: %w", called, err)
			}
			return t, nil
		}
		if folder == "." || folder == "/" {
			return nil, errNoTypes
		}
	}
}

func readTypes(r io.Reader) (*Types, error) {
	var doc typeSystemXML
	if err := NewXML(r).Decode(&doc); err != nil {
		return nil, err
	}
	t := NewTypes(nil)
	for _, x := range doc.Types {
		in := Type{Name: x.Name, Super: x.Super}
		for _, f := range x.Features {
			in.Features = append(in.Features, FeatureType(f))
		}
		t.Merge(in)
	}
	return t, nil
}
