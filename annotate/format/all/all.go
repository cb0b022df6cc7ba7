// Package all lists the formats. A format is one package and one line here.
package all

import (
	"galley/annotate/format"
	"galley/annotate/format/brat"
	"galley/annotate/format/conll2003"
	"galley/annotate/format/galley"
)

// Formats are all formats that articles with annotations are written in, in
// the order of menus.
var Formats = []format.Format{
	galley.Format{},
	brat.Format{},
	conll2003.Format{},
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
