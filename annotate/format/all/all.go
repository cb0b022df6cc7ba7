// Package all lists the formats. A format is one package and one line here.
package all

import (
	"galley/annotate/format"
	"galley/annotate/format/brat"
	"galley/annotate/format/conll2003"
	"galley/annotate/format/doccano"
	"galley/annotate/format/galley"
	"galley/annotate/format/hfjsonl"
	"galley/annotate/format/hfparquet"
	"galley/annotate/format/labelstudio"
	"galley/annotate/format/prodigy"
)

// Formats are all formats that articles with annotations are written in, in
// the order of menus.
var Formats = []format.Format{
	galley.Format{},
	brat.Format{},
	hfjsonl.Format{},
	hfparquet.Format{},
	conll2003.Format{},
	labelstudio.Format{},
	doccano.Format{},
	prodigy.Format{},
}

// Find is the format with an id, or nil.
func Find(id string) format.Format {
	for _, f := range Formats {
		if f.Info().ID == id {
			return f
		}
	}
	return nil
}
