// Package xmi reads and writes CAS XMI of Apache UIMA
// (https://uima.apache.org/d/uimaj-3.5.0/references.html#ugr.ref.xmi): a .xmi
// file for each article, with the types in TypeSystem.xml.
//
// Offsets are UTF-16 units. XML cannot hold control characters other than
// tabs and line breaks: Fit puts blanks in their place.
package xmi

import (
	"bytes"
	"context"
	"path"

	"galley/annotate/format"
	"galley/annotate/format/cas"
)

// Format is CAS XMI.
type Format struct{ variant string }

const extension = ".xmi"

// space is the namespace of XMI itself.
const space = "http://www.omg.org/XMI"

// Info describes the format.
func (Format) Info() format.Info {
	info := cas.Info("xmi", "UIMA CAS XMI")
	info.Holds.NoControls = true
	return info
}

// Variant is the format under the names of layers that another program knows.
func (Format) Variant(id string) format.Format { return Format{id} }

// Sniff is all but sure of a file that begins as XMI of UIMA does, and of a
// folder of .xmi files.
func (Format) Sniff(in format.Input, head []byte) float64 {
	const sure = 0.95
	switch {
	case cas.SniffFolder(in, extension):
		return sure
	case !bytes.Contains(head, []byte(space)):
		return 0
	case path.Ext(in.Name) == extension || bytes.Contains(head, []byte("http:///uima/cas.ecore")):
		return sure
	}
	return 0
}

// Fit cuts rec down to what the CAS says, and to characters that XML can hold.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	return cas.Fit(withoutControls(rec, lost), lost)
}

// Write writes a .xmi file for each article and TypeSystem.xml.
func (f Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return cas.Write(ctx, out, set, f.variant, extension, write)
}
