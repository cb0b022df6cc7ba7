package xmi

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"galley/annotate/format/cas"
)

// write writes one CAS, an element a line, the text last, as UIMA does.
func write(w io.Writer, c *cas.CAS) error {
	out := &writer{Writer: bufio.NewWriter(w), prefixes: map[string]string{}, taken: map[string]bool{"xmi": true, "cas": true}}
	out.print(xml.Header, `<xmi:XMI xmlns:xmi="`, space, `" xmlns:cas="http:///uima/cas.ecore"`)
	for _, s := range c.Structures {
		if pkg, _ := split(s.Type); out.prefixes[pkg] == "" && s.Type != cas.Sofa {
			out.print(" xmlns:", out.prefix(pkg), `="http:///`, strings.ReplaceAll(pkg, ".", "/"), `.ecore"`)
		}
	}
	out.print(" xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>\n")
	out.prefixes["uima.cas"] = "cas"
	for _, s := range c.Structures {
		if s.Type != cas.Sofa {
			out.structure(s)
		}
	}
	for _, s := range c.Structures {
		if s.Type == cas.Sofa {
			out.structure(s)
		}
	}
	for _, v := range c.Views {
		out.print(`<cas:View sofa="`, strconv.Itoa(v.Sofa), `" members="`, ids(v.Members), "\"/>\n")
	}
	out.print("</xmi:XMI>\n")
	return out.Flush()
}

// writer writes elements; bufio keeps the first error.
type writer struct {
	*bufio.Writer
	prefixes map[string]string // of packages
	taken    map[string]bool
}

func (w *writer) print(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
}

// prefix is one for a package: its last part.
func (w *writer) prefix(pkg string) string {
	base := pkg[strings.LastIndexByte(pkg, '.')+1:]
	name := base
	for n := 2; w.taken[name]; n++ {
		name = fmt.Sprint(base, n)
	}
	w.taken[name] = true
	w.prefixes[pkg] = name
	return name
}

// split cuts a type into its package and its name.
func split(typ string) (pkg, name string) {
	i := strings.LastIndexByte(typ, '.')
	return typ[:max(i, 0)], typ[i+1:]
}

func (w *writer) structure(s *cas.Structure) {
	pkg, name := split(s.Type)
	w.print("<", w.prefixes[pkg], ":", name, ` xmi:id="`, strconv.Itoa(s.ID), `"`)
	for _, f := range s.Features {
		w.print(" ", f.Name, `="`)
		if len(f.Refs) > 0 {
			w.print(ids(f.Refs))
		} else {
			xml.EscapeText(w, []byte(f.Text))
		}
		w.print(`"`)
	}
	w.print("/>\n")
}

func ids(list []int) string {
	var b []byte
	for i, id := range list {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(id), 10)
	}
	return string(b)
}
