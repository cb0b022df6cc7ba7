// Package all lists the formats. A format is one package and one line here.
package all

import (
	"galley/annotate/format"
	"galley/annotate/format/brat"
	"galley/annotate/format/casjson"
	"galley/annotate/format/chat"
	"galley/annotate/format/conll2003"
	"galley/annotate/format/conllbioes"
	"galley/annotate/format/conllnested"
	"galley/annotate/format/conllu"
	"galley/annotate/format/doccano"
	"galley/annotate/format/dygie"
	"galley/annotate/format/eventscsv"
	"galley/annotate/format/galley"
	"galley/annotate/format/gliner"
	"galley/annotate/format/hfjsonl"
	"galley/annotate/format/hfparquet"
	"galley/annotate/format/labelstudio"
	"galley/annotate/format/oneie"
	"galley/annotate/format/prodigy"
	"galley/annotate/format/spacy"
	"galley/annotate/format/webannotsv"
	"galley/annotate/format/wikievents"
	"galley/annotate/format/xlsx"
	"galley/annotate/format/xmi"
)

// Formats are all formats that articles with annotations are written in, in
// the order of menus. Where two are as sure of a file, the first reads it.
var Formats = []format.Format{
	galley.Format{},
	brat.Format{},
	hfjsonl.Format{},
	hfparquet.Format{},
	conllnested.Format{},
	conll2003.Format{},
	conllbioes.Format{},
	conllu.Format{},
	xmi.Format{},
	casjson.Format{},
	labelstudio.Format{},
	doccano.Format{},
	prodigy.Format{},
	spacy.Format{},
	webannotsv.Format{},
	dygie.Format{},
	wikievents.Format{},
	oneie.Format{},
	gliner.Format{},
	chat.Format{},
	eventscsv.Format{},
	xlsx.Format{},
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
