// Package hfjsonl reads and writes data sets of Hugging Face in JSON Lines,
// with a card and a Croissant description. Their columns are in package hf.
package hfjsonl

import (
	"context"
	"fmt"
	"iter"
	"maps"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/hf"
	"galley/annotate/format/wire"
)

// Format is a data set in JSON Lines.
type Format struct{}

const (
	extension = ".jsonl"
	mediaType = "application/jsonlines"
)

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{ID: "hf-jsonl", Name: "Hugging Face data set (JSON Lines)", Extension: extension, Unit: format.CodePoints, Holds: hf.Holds}
}

// Sniff is all but sure of objects with a text, entities, relations and events.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if wire.Has(wire.Keys(in, head), "text", "entities", "relations", "events") {
		return 0.95
	}
	return 0
}

// Fit keeps all but notes and who made what when.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record { return hf.Fit(rec, lost) }

// Card is what README.md says for those who load the data set.
func (Format) Card(set format.Set) format.Card { return hf.CardOf(set, extension) }

// Write writes one file for each split, and croissant.json.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	card := hf.NewCard(out, set, extension, mediaType)
	files := format.NewFiles(card, set, extension)
	defer files.Close()
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		w, err := files.For(part.Split)
		if err != nil {
			return err
		}
		row, err := hf.RowOf(part.Record)
		if err == nil {
			err = json.MarshalEncode(jsontext.NewEncoder(w, wire.Encoding), row)
		}
		if err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
	}
	if err := files.Close(); err != nil {
		return err
	}
	return card.Write()
}

// Read gives an article for each line.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return wire.Lines(ctx, in, (*line).results)
}

// line is a row with columns of another program's, which are metadata.
type line struct {
	hf.Row
	Other annotate.Fields `json:",embed"`
}

func (l *line) results(where string) []format.Result {
	results := l.Results(where)
	if len(l.Other) == 0 {
		return results
	}
	for _, r := range results {
		if r.Record == nil {
			continue
		}
		meta := maps.Clone(l.Other)
		maps.Copy(meta, r.Record.Article.Meta)
		r.Record.Article.Meta = meta
	}
	return results
}
