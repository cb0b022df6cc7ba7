// Package wikievents writes documents of WikiEvents, which BART-Gen and its
// followers train on (https://github.com/raspberryice/gen-arg), in JSON Lines:
// tokens with their offsets, and mentions and events on them. Arguments may
// stand in any sentence.
package wikievents

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/ie"
	"galley/annotate/format/tokens"
	"galley/annotate/format/units"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Format is WikiEvents'.
type Format struct{}

const extension = ".jsonl"

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "wikievents", Name: "WikiEvents JSON Lines", Extension: extension, Unit: format.Tokens,
		Holds: format.Holds{Text: true, Events: true, Relations: true, Nested: true, Overlapping: true},
	}
}

// Sniff is sure of documents with event mentions and sentences.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if wire.Has(wire.Keys(in, head), "doc_id", "sentences", "event_mentions") {
		return 1
	}
	return 0
}

// Fit cuts rec down to mentions on tokens, relations, and events with a
// trigger. Tokens are numbered through the document, so that sentences part nothing.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	return cut.Record(rec, lost, ie.Rules(tokens.Whole(tokens.Cut(rec.Article.Text).Tokens)))
}

type document struct {
	ID        string     `json:"doc_id"`
	Tokens    []string   `json:"tokens"`
	Text      *string    `json:"text"`
	Sentences []sentence `json:"sentences"`
	ie.Lists
}

// sentence is [[[word, start, end]...], text], with offsets in the document.
type sentence struct {
	Words []word
	Text  string
}

type word struct {
	Text       string
	Start, End int // code points
}

// Write writes one file for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return wire.WriteLines(ctx, out, set, extension, func(rec format.Record) (any, error) {
		text := rec.Article.Text
		body, doc := text.String(), tokens.Cut(text)
		d := document{ID: rec.Article.Key, Text: &body, Tokens: []string{}}
		for _, s := range doc.Sentences() {
			of := doc.Of(s)
			line := sentence{Text: text.Slice(of.Start, of.End)}
			for _, t := range doc.Tokens[s.First:s.End] {
				start, err := text.CodePoint(t.Start)
				end, err2 := text.CodePoint(t.End)
				if err := errors.Join(err, err2); err != nil {
					return nil, err
				}
				line.Words = append(line.Words, word{text.Slice(t.Start, t.End), start, end})
				d.Tokens = append(d.Tokens, text.Slice(t.Start, t.End))
			}
			d.Sentences = append(d.Sentences, line)
		}
		for _, l := range rec.Layers {
			w := &ie.Writer{Article: rec.Article, Doc: doc, Layer: l.Layer}
			d.Lists = w.Lists([]tokens.Range{{First: 0, End: len(doc.Tokens)}})[0]
		}
		return d, nil
	})
}

// Read gives an article for each line.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return wire.Lines(ctx, in, (*document).read)
}

func (d *document) read(where string) []format.Result {
	if d.Text == nil {
		return []format.Result{{Refused: &format.Issue{Item: where, Code: format.CodeMissing, Message: `it has no "text"`}}}
	}
	reading, refused := wire.NewReading(where, *d.Text, wire.About{Key: d.ID})
	if reading == nil {
		return refused
	}
	r := &ie.Reader{Reading: reading}
	var claims []wire.Claim
	for _, s := range d.Sentences {
		for _, w := range s.Words {
			claims = append(claims, wire.Claim{Item: fmt.Sprintf("token %d", len(claims)), Claim: units.Claim{Spans: [][2]int{{w.Start, w.End}}, Quote: &w.Text}})
		}
	}
	places := make([]span.Span, len(claims))
	for i, spans := range r.Places(claims, units.CodePoints, units.UTF16, units.CRLFAsOne) {
		if spans != nil {
			places[i] = spans[0]
		}
	}
	r.Add(&d.Lists, places)
	return r.Done(r.Items)
}

// UnmarshalJSONFrom reads the list that a sentence is.
func (s *sentence) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	return wire.ReadTuple(dec, &s.Words, &s.Text)
}

// MarshalJSONTo writes it.
func (s sentence) MarshalJSONTo(enc *jsontext.Encoder) error {
	return wire.WriteTuple(enc, s.Words, s.Text)
}

// UnmarshalJSONFrom reads the list that a word is.
func (w *word) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	return wire.ReadTuple(dec, &w.Text, &w.Start, &w.End)
}

// MarshalJSONTo writes it.
func (w word) MarshalJSONTo(enc *jsontext.Encoder) error {
	return wire.WriteTuple(enc, w.Text, w.Start, w.End)
}
