// Package casjson reads and writes CAS JSON 0.4 of Apache UIMA
// (https://github.com/apache/uima-uimaj-io-jsoncas): a .cas.json file for each
// article, which holds its types; for older readers they lie in TypeSystem.xml too.
//
// Offsets are UTF-16 units.
package casjson

import (
	"context"

	"galley/annotate/format"
	"galley/annotate/format/cas"
	"galley/annotate/format/wire"
)

// Format is CAS JSON.
type Format struct{ variant string }

const extension = ".cas.json"

// The keys of the format.
const (
	typesKey      = "%TYPES"
	structuresKey = "%FEATURE_STRUCTURES"
	viewsKey      = "%VIEWS"
)

// Info describes the format.
func (Format) Info() format.Info { return cas.Info("cas-json", "UIMA CAS JSON") }

// Variant is the format under the names of layers that another program knows.
func (Format) Variant(id string) format.Format { return Format{id} }

// Sniff is sure of a file with feature structures, and all but sure of a folder of .cas.json files.
func (Format) Sniff(in format.Input, head []byte) float64 {
	switch {
	case cas.SniffFolder(in, extension):
		return 0.95
	case wire.Has(wire.Keys(in, head), structuresKey):
		return 1
	}
	return 0
}

// Fit cuts rec down to what the CAS says.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record { return cas.Fit(rec, lost) }

// Write writes a .cas.json file for each article and TypeSystem.xml.
func (f Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return cas.Write(ctx, out, set, f.variant, extension, write)
}
