// Package cas is the common analysis structure of Apache UIMA: feature
// structures of types, and what they say of an article
// (https://uima.apache.org/d/uimaj-3.5.0/references.html). The formats xmi and
// casjson are two ways to write it down.
//
// Offsets are UTF-16 units, ends are exclusive. A structure covers one stretch
// of text; the fragments of a mention are structures that share a "uid" and
// count up a "part".
package cas

import (
	"strconv"

	"galley/annotate/format"
)

// Kind is what sort of value a feature has.
type Kind int

// The kinds of value.
const (
	Text       Kind = iota
	Number          // as it is written
	Boolean         // "true" or "false"
	Reference       // to a structure, by its id
	References      // an array of structures
	Texts           // an array of anything else
	Untyped         // a file without a type system does not say
)

// Value is what a feature has.
type Value struct {
	Kind  Kind
	Text  string   // of Text, Number, Boolean, Untyped
	Refs  []int    // of Reference one, of References
	Texts []string // of Texts
}

// Feature is a named value.
type Feature struct {
	Name string
	Value
}

// Structure is a feature structure.
type Structure struct {
	ID       int
	Type     string // with its package, joined by full stops
	Features []Feature
	Line     int // in the file it was read from
}

// View says which structures are indexed for a text.
type View struct {
	Sofa    int // the structure of type Sofa that holds the text
	Members []int
	Line    int
}

// CAS is an article with all that is said of it.
type CAS struct {
	Structures []*Structure
	Views      []View
	Types      *Types
}

// Sofa is the type of the structure that holds the text.
const Sofa = "uima.cas.Sofa"

// The types that UIMA has itself and that are told apart here.
const (
	top                = "uima.cas.TOP"
	annotation         = "uima.tcas.Annotation"
	documentAnnotation = "uima.tcas.DocumentAnnotation"
	stringRange        = "uima.cas.String"
	booleanRange       = "uima.cas.Boolean"
	integerRange       = "uima.cas.Integer"
)

// Array is the type of arrays of structures.
const Array = "uima.cas.FSArray"

// INCEpTION is the variant under the names of layers that INCEpTION knows.
const INCEpTION = "inception"

// Info describes a format that writes a CAS down.
func Info(id, name string) format.Info {
	return format.Info{
		ID: id, Name: name, Unit: format.UTF16, Variants: []format.Named{{ID: INCEpTION, Name: "with INCEpTION's names"}},
		Holds: format.Holds{
			Text: true, Meta: true, Entities: true, Events: true, Relations: true, Attributes: true, Labels: true, Notes: true,
			Nested: true, Overlapping: true, Discontinuous: true,
		},
	}
}

// Get is the value of a feature.
func (s *Structure) Get(name string) (Value, bool) {
	for i := range s.Features {
		if s.Features[i].Name == name {
			return s.Features[i].Value, true
		}
	}
	return Value{}, false
}

// Has tells whether s has a feature that is not null.
func (s *Structure) Has(name string) bool {
	_, ok := s.Get(name)
	return ok
}

// text is the first text among features, or empty.
func (s *Structure) text(names ...string) string {
	for _, name := range names {
		if v, ok := s.Get(name); ok && v.Text != "" && (v.Kind == Text || v.Kind == Untyped) {
			return v.Text
		}
	}
	return ""
}

// number is the value of a feature that counts.
func (s *Structure) number(name string) (int, error) {
	v, _ := s.Get(name)
	return strconv.Atoi(v.Text)
}

// textValue is a text.
func textValue(s string) Value { return Value{Text: s} }

func numberValue(n int) Value { return Value{Kind: Number, Text: strconv.Itoa(n)} }
