package casjson

import (
	"fmt"
	"io"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate/format/cas"
)

// write writes one CAS, a structure a line.
func write(out io.Writer, c *cas.CAS) error {
	w := &writer{}
	for _, s := range c.Structures {
		w.last = max(w.last, s.ID)
	}
	w.raw("{\n ").key(typesKey).raw("{")
	for i, t := range c.Types.List {
		w.line(i).key(t.Name).typ(t)
	}
	w.raw("\n },\n ").key(structuresKey).raw("[")
	n := 0
	for _, s := range c.Structures {
		for _, f := range s.Features {
			if f.Kind == cas.References {
				w.line(n).array(f.Refs)
				n++
			}
		}
		w.line(n).structure(s)
		n++
	}
	w.raw("\n ],\n ").key(viewsKey).raw("{")
	for i, v := range c.Views {
		w.line(i).key(nameOf(c, v)).raw("{").field("%SOFA").number(v.Sofa).field("%MEMBERS").numbers(v.Members).raw("}")
	}
	w.raw("\n }\n}\n")
	if w.err != nil {
		return w.err
	}
	_, err := out.Write(w.buf)
	return err
}

// nameOf is the name of the view of a text.
func nameOf(c *cas.CAS, v cas.View) string {
	for _, s := range c.Structures {
		if id, ok := s.Get("sofaID"); ok && s.ID == v.Sofa {
			return id.Text
		}
	}
	return fmt.Sprint("view", v.Sofa)
}

// writer puts JSON together. Arrays are structures of their own here, with ids
// after all others.
type writer struct {
	buf   []byte
	last  int   // id given
	ahead []int // ids of arrays that are written and not yet referred to
	err   error
}

func (w *writer) raw(s string) *writer {
	w.buf = append(w.buf, s...)
	return w
}

// line begins the element of a list or an object with a number from 0.
func (w *writer) line(i int) *writer {
	if i > 0 {
		w.raw(",")
	}
	return w.raw("\n  ")
}

func (w *writer) text(s string) *writer {
	buf, err := jsontext.AppendQuote(w.buf, s)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.buf = buf
	return w
}

func (w *writer) key(name string) *writer { return w.text(name).raw(": ") }

// field begins a field of an object, after a comma if it is not the first.
func (w *writer) field(name string) *writer {
	if w.buf[len(w.buf)-1] != '{' {
		w.raw(", ")
	}
	return w.key(name)
}

func (w *writer) number(n int) *writer {
	w.buf = strconv.AppendInt(w.buf, int64(n), 10)
	return w
}

func (w *writer) numbers(list []int) *writer {
	w.raw("[")
	for i, n := range list {
		if i > 0 {
			w.raw(", ")
		}
		w.number(n)
	}
	return w.raw("]")
}

func (w *writer) typ(t cas.Type) {
	w.raw("{").field("%NAME").text(t.Name).field("%SUPER_TYPE").text(t.Super)
	for _, f := range t.Features {
		rng := f.Range
		if f.Element != "" {
			rng = f.Element + "[]"
		}
		w.field(f.Name).raw("{").field("%NAME").text(f.Name).field("%RANGE").text(rng).raw("}")
	}
	w.raw("}")
}

// array writes an array of structures: of type FSArray, since Java's reader
// fails on those that name what is in them.
func (w *writer) array(elements []int) {
	w.last++
	w.ahead = append(w.ahead, w.last)
	w.raw("{").field("%ID").number(w.last).field("%TYPE").text(cas.Array).field("%ELEMENTS").numbers(elements).raw("}")
}

func (w *writer) structure(s *cas.Structure) {
	w.raw("{").field("%ID").number(s.ID).field("%TYPE").text(s.Type)
	for _, f := range s.Features {
		switch f.Kind {
		case cas.Text:
			w.field(f.Name).text(f.Text)
		case cas.Reference:
			w.field("@" + f.Name).number(f.Refs[0])
		case cas.References:
			w.field("@" + f.Name).number(w.ahead[0])
			w.ahead = w.ahead[1:]
		default:
			w.field(f.Name).raw(f.Text)
		}
	}
	w.raw("}")
}
