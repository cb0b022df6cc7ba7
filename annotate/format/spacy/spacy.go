// Package spacy reads and writes spaCy's DocBin (https://spacy.io/api/docbin),
// the ".spacy" files that it trains on: MessagePack compressed by zlib, with the
// tokens of all documents in one block, and strings by their hash.
//
// Names that do not overlap are doc.ents. The span group "sc" has all mentions
// and triggers, the group "triggers" the triggers once more. Entities are ids of
// a knowledge base at these spans. The tokens make up the whole text, and
// doc.user_data has what is known of the article.
package spacy

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/zlib"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/tokens"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Format is spaCy's DocBin.
type Format struct{}

const (
	extension  = ".spacy"
	configFile = "config.cfg"

	groupSpans    = "sc" // where spaCy's span categorizer looks
	groupTriggers = "triggers"

	userFragments = "fragments" // in doc.user_data: spans of one id are the fragments of one mention
	userAbout     = "about"     // in doc.user_data: metadata, as JSON
)

// The numbers of attributes in spaCy's symbols.pyx.
const (
	attrOrth      = 65
	attrEntIOB    = 77
	attrEntType   = 78
	attrSentStart = 80
	attrKB        = 452
)

// The values of ENT_IOB and SENT_START.
const (
	iobInside  = 1
	iobOutside = 2
	iobBegin   = 3

	sentenceBegins   = 1
	sentenceContinue = 1<<64 - 1 // -1
)

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "spacy", Name: "spaCy DocBin", Extension: extension, Unit: format.Tokens,
		Holds: format.Holds{Text: true, Meta: true, Entities: true, Nested: true, Overlapping: true, Discontinuous: true},
	}
}

// Sniff is sure of a compressed map that begins with a key of a DocBin.
func (Format) Sniff(_ format.Input, head []byte) float64 {
	z, err := zlib.NewReader(bytes.NewReader(head))
	if err != nil {
		return 0
	}
	begin := make([]byte, 64)
	n, _ := io.ReadFull(z, begin)
	for _, key := range []string{"version", "attrs", "tokens"} {
		if at := bytes.Index(begin[:n], []byte(key)); 0 < at && at < 8 {
			return 1
		}
	}
	return 0
}

// Fit keeps mentions and triggers on whole tokens, and the entities of a knowledge base.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	doc := tokens.Cut(rec.Article.Text)
	out := cut.Record(rec, lost, cut.Rules{
		Article: wire.KeptOf, Layer: true,
		Mention:  onTokens(doc, "mentions of blanks alone", "mentions that end inside a token, moved to its border"),
		Trigger:  onTokens(doc, "events with a trigger of blanks alone", "triggers that end inside a token, moved to its border"),
		Events:   cut.SameEvents,
		ToEvents: true, Entities: true,
		Link: func(_, _ []span.Span) string { return "arguments of events" },
	})
	for i, l := range out.Layers {
		out.Layers[i].Layer = cut.Entities(rec.Article, l.Layer, func(e *annotate.Entity) cut.Group { return cut.Group{Key: e.KB, KB: e.KB} },
			"entities without an id of a knowledge base", lost)
	}
	return out
}

// onTokens is a rule by which each fragment stands on whole tokens.
func onTokens(doc *tokens.Document, nothing, moved string) func([]span.Span) ([]span.Span, string) {
	return func(spans []span.Span) ([]span.Span, string) {
		var out []span.Span
		same := true
		for _, s := range spans {
			r := doc.Covered(s)
			if r.First == r.End {
				same = false
				continue
			}
			out = append(out, doc.Of(r))
			same = same && doc.Of(r) == s
		}
		switch {
		case len(out) == 0:
			return nil, nothing
		case !same:
			return span.Union(out...), moved
		}
		return spans, ""
	}
}
