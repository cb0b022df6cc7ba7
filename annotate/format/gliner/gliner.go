// Package gliner writes training data of GLiNER
// (https://github.com/urchade/GLiNER) in JSON: tokens, names on them by first
// and last token, and relations between names by their place in the list.
//
// Tokens are those of GLiNER's own splitter, so that what was trained is what
// is predicted. A trigger is a name, and the arguments of its event are
// relations.
package gliner

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/tokens"
	"galley/annotate/format/wire"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Format is GLiNER's.
type Format struct{}

const extension = ".json"

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "gliner", Name: "GLiNER JSON", Extension: extension, Unit: format.Tokens,
		Holds: format.Holds{Relations: true, Nested: true, Overlapping: true},
	}
}

// Sniff is sure of objects with tokenised text and names.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if wire.Has(wire.Keys(in, head), "tokenized_text", "ner") {
		return 1
	}
	return 0
}

// Tokens are those of GLiNER's splitter.
func (Format) Tokens(t *text.Text) []span.Span { return split(t.String()) }

// Fit cuts rec down to names on whole tokens and relations between them.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	doc := tokens.For(Format{})(rec.Article.Text)
	return cut.Record(rec, lost, cut.Rules{
		Mention: doc.Mention, Single: cut.SameLabel, Events: cut.FlatEvents, Relations: true, Number: true,
	})
}

type example struct {
	Text      []string            `json:"tokenized_text"`
	Names     wire.List[name]     `json:"ner"`
	Relations wire.List[relation] `json:"relations"`
}

// name is [first token, last token, label].
type name struct {
	First, Last int
	Label       string
}

// relation is [index of the head among the names, index of the tail, label].
type relation struct {
	Head, Tail int
	Label      string
}

// Write writes one file for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return wire.WriteArray(ctx, out, set, extension, func(rec format.Record) (any, error) {
		body := rec.Article.Text.String()
		doc := tokens.For(Format{})(rec.Article.Text)
		e := example{Text: []string{}}
		for _, t := range doc.Tokens {
			e.Text = append(e.Text, body[t.Start:t.End])
		}
		for _, l := range rec.Layers {
			index := map[annotate.ID]int{}
			for i, m := range cut.ByNumber(l.Mentions.All()) {
				index[m.ID] = i
				r := doc.Covered(m.Spans[0])
				e.Names.Items = append(e.Names.Items, name{r.First, r.End - 1, m.Label})
			}
			for _, r := range cut.ByNumber(l.Relations.All()) {
				e.Relations.Items = append(e.Relations.Items, relation{index[r.From], index[r.To], r.Label})
			}
		}
		return e, nil
	})
}

// Read gives an article for each element; its text is its tokens with a blank
// between them.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	var rebuilt wire.Rebuilt
	return wire.Array(ctx, in, "example", func(e *example, where string) []format.Result { return e.read(where, &rebuilt) })
}

func (e *example) read(where string, rebuilt *wire.Rebuilt) []format.Result {
	places := make([]span.Span, len(e.Text))
	at := 0
	for i, t := range e.Text {
		places[i] = span.Span{Start: at, End: at + len(t)}
		at += len(t) + 1
	}
	r, refused := wire.NewReading(where, strings.Join(e.Text, " "), wire.About{})
	if r == nil {
		return refused
	}
	rebuilt.Warn(r)
	r.Faults("name", e.Names.Faults)
	r.Faults("relation", e.Relations.Faults)
	var items []annotate.Item
	id := func(i int) annotate.ID { return annotate.ID(fmt.Sprint("m", i+1)) }
	for i, n := range e.Names.Items {
		if n.First < 0 || n.First > n.Last || n.Last >= len(places) || places[n.First].Start == places[n.Last].End {
			r.Refuse(fmt.Sprintf("name %d", i+1), format.CodeSpan, fmt.Errorf("there are no tokens %d to %d", n.First, n.Last))
			continue
		}
		items = append(items, &annotate.Mention{ID: id(i), Label: n.Label, Spans: []span.Span{{Start: places[n.First].Start, End: places[n.Last].End}}})
	}
	for i, x := range e.Relations.Items {
		if x.Head < 0 || x.Tail < 0 {
			r.Refuse(fmt.Sprintf("relation %d", i+1), format.CodeReference, errors.New("its ends are no names"))
			continue
		}
		items = append(items, &annotate.Relation{ID: annotate.ID(fmt.Sprint("r", i+1)), Label: x.Label, From: id(x.Head), To: id(x.Tail)})
	}
	return r.Done(items)
}
