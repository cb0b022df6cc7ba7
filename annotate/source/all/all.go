// Package all lists the sources of articles. A source is one package and one line here.
package all

import (
	"galley/annotate/format"
	"galley/annotate/source/csv"
	"galley/annotate/source/html"
	"galley/annotate/source/jsonl"
	"galley/annotate/source/txt"
)

// Sources are all sources, in the order of menus.
var Sources = []format.Reader{
	txt.Reader{},
	html.Reader{},
	csv.CSV,
	csv.TSV,
	jsonl.Reader{},
}
