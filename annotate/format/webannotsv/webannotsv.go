// Package webannotsv reads and writes WebAnno TSV 3.3, which WebAnno and
// INCEpTION exchange (https://inception-project.github.io/, "WebAnno TSV 3.3
// File format"): a file for each article, with a row for each token and for each
// part of a token that an annotation takes, and columns for each layer.
//
// Offsets are UTF-16 units. Of the white space between sentences the file says
// only how much of it there is.
package webannotsv

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/filename"
	"galley/annotate/format/tokens"
	"galley/annotate/span"
)

// Format is WebAnno TSV.
type Format struct{}

const (
	extension = ".tsv"
	begin     = "#FORMAT=WebAnno TSV 3"
)

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "webanno-tsv", Name: "WebAnno TSV 3.3", Unit: format.UTF16,
		Holds: format.Holds{Entities: true, Events: true, Relations: true, Nested: true, Overlapping: true},
	}
}

// Sniff is sure of a file with the first line of the format, and of a folder
// that holds such files and nothing of another kind.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if len(head) > 0 {
		if bytes.HasPrefix(bytes.TrimPrefix(head, []byte("\uFEFF")), []byte(begin)) {
			return 1
		}
		return 0
	}
	files, ok := format.FilesOf(in, extension)
	if !ok || len(files) == 0 {
		return 0
	}
	f, err := in.FS.Open(files[0])
	if err != nil {
		return 0
	}
	defer f.Close()
	line := make([]byte, len(begin))
	if n, _ := io.ReadFull(f, line); string(line[:n]) != begin {
		return 0
	}
	return 1
}

// Fit keeps mentions within a sentence, entities as chains of their mentions,
// events with a trigger whose arguments are mentions, and relations of mentions.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	doc := tokens.Cut(rec.Article.Text)
	out := cut.Record(rec, lost, cut.Rules{
		Article: func(a *annotate.Article) annotate.Article {
			return annotate.Article{Key: filename.Fit(strings.ReplaceAll(a.Key, "/", "_")), Title: a.Text.FirstLine()}
		},
		Mention: func(spans []span.Span) ([]span.Span, string) {
			if len(spans) > 1 {
				return nil, "discontinuous mentions"
			}
			return within(doc, spans, "mentions of blanks alone", "mentions over the end of a sentence", "blanks at the ends of spans")
		},
		Trigger: func(spans []span.Span) ([]span.Span, string) {
			place, why := within(doc, spans[:1], "events with a trigger of blanks alone", "events with a trigger over the end of a sentence", "blanks at the ends of spans")
			if len(spans) > 1 && place != nil {
				why = "discontinuous triggers, of which the first fragment stays"
			}
			return place, why
		},
		Single: cut.SameLabel, Number: true, Name: plain,
		Events: cut.SameEvents, Relations: true, Entities: true, ToMentions: true,
	})
	for i, l := range out.Layers {
		out.Layers[i].Layer = numbered(cut.Entities(rec.Article, l.Layer, func(e *annotate.Entity) cut.Group {
			return cut.Group{Key: string(e.ID), KB: plain(e.KB)}
		}, "", lost))
	}
	out.Layers = slices.DeleteFunc(out.Layers, func(l format.Layer) bool { return l.Empty() })
	if rec.Article.ID != "" && !brokenByLF(rec.Article, doc) { // an article without an id was fitted before
		lost.Add("kinds of white space between sentences, such as the CR of CRLF", rec.Article.Key)
	}
	return out
}

// within is a place of one fragment without blanks at its ends, in one sentence.
func within(doc *tokens.Document, spans []span.Span, nothing, across, trimmed string) ([]span.Span, string) {
	s := spans[0]
	r := doc.Covered(s)
	if r.First == r.End {
		return nil, nothing
	}
	if doc.Sentence(r.First) != doc.Sentence(r.End-1) {
		return nil, across
	}
	if of := doc.Of(r); s.Start < of.Start || s.End > of.End {
		return []span.Span{{Start: max(s.Start, of.Start), End: min(s.End, of.End)}}, trimmed
	}
	return spans, ""
}

// plain is a name without the characters that end lines for some reader.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' && r != '\n' || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, name)
}

// numbered is l with relations in an order that the file keeps: by the places of their ends.
func numbered(l annotate.Layer) annotate.Layer {
	var items []annotate.Item
	var relations []*annotate.Relation
	l.Each(func(item annotate.Item) {
		if r, is := item.(*annotate.Relation); is {
			copy := *r
			relations = append(relations, &copy)
			return
		}
		items = append(items, item)
	})
	for _, r := range inOrder(relations) {
		items = append(items, r)
	}
	return annotate.NewLayer(l.ID, items)
}

// inOrder gives relations of numbered mentions their ids.
func inOrder(relations []*annotate.Relation) []*annotate.Relation {
	slices.SortStableFunc(relations, func(a, b *annotate.Relation) int {
		return cmp.Or(cut.CompareIDs(a.From, b.From), cut.CompareIDs(a.To, b.To), cmp.Compare(a.Label, b.Label))
	})
	numbers := cut.Numbers{}
	for _, r := range relations {
		r.ID = numbers.Next("r")
	}
	return relations
}

// brokenByLF tells whether a line feed is all that stands between sentences and at the end.
func brokenByLF(a *annotate.Article, doc *tokens.Document) bool {
	at := 0
	for i, s := range doc.Sentences() {
		of := doc.Of(s)
		if gap := a.Text.Slice(at, of.Start); i == 0 && gap != "" || i > 0 && gap != "\n" {
			return false
		}
		at = of.End
	}
	rest := a.Text.Slice(at, a.Text.Len())
	return rest == "" || rest == "\n"
}

// name is the name of a type without its package.
func name(typ string) string { return typ[strings.LastIndexByte(typ, '.')+1:] }

// unit is a row: a token, or a part of one.
type unit struct {
	sentence, token, part int // from 1; part is 0 for the whole token
}

func (u unit) String() string {
	if u.part > 0 {
		return fmt.Sprintf("%d-%d.%d", u.sentence, u.token, u.part)
	}
	return fmt.Sprintf("%d-%d", u.sentence, u.token)
}
