// Package dygie writes documents of DyGIE++
// (https://github.com/dwadden/dygiepp/blob/master/doc/data.md) in JSON Lines:
// sentences of tokens; names, relations and events in lists by sentence.
//
// Token numbers run through the document, ends are inclusive. A trigger is one
// token, and nothing joins two sentences.
package dygie

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/tokens"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Format is DyGIE++'s.
type Format struct{}

const extension = ".jsonl"

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "dygie", Name: "DyGIE++ JSON Lines", Extension: extension, Unit: format.Tokens,
		Holds: format.Holds{Events: true, Relations: true, Nested: true, Overlapping: true},
	}
}

// Sniff is sure of objects with a document key and sentences.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if wire.Has(wire.Keys(in, head), "doc_key", "sentences") {
		return 1
	}
	return 0
}

// Fit cuts rec down to names, relations and events within sentences.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	doc := tokens.Cut(rec.Article.Text)
	return cut.Record(rec, lost, cut.Rules{
		Article: func(a *annotate.Article) annotate.Article { return annotate.Article{Key: a.Key} },
		Mention: doc.Mention, Single: cut.SamePlace, Events: cut.SameEvents, Relations: true, Number: true,
		Trigger: func(spans []span.Span) ([]span.Span, string) {
			place, lost := doc.Trigger(spans)
			if place == nil {
				return nil, lost
			}
			if r := doc.Covered(place[0]); r.End > r.First+1 {
				return []span.Span{doc.Tokens[r.First]}, "triggers of several tokens, of which the first stays"
			}
			return place, lost
		},
		Link: func(from, to []span.Span) string {
			if doc.Sentence(doc.Covered(from[0]).First) != doc.Sentence(doc.Covered(to[0]).First) {
				return "arguments and relations from one sentence to another"
			}
			return ""
		},
	})
}

type document struct {
	Key       string       `json:"doc_key"`
	Dataset   string       `json:"dataset,omitzero"`
	Sentences [][]string   `json:"sentences"`
	Names     [][]name     `json:"ner"`
	Relations [][]relation `json:"relations"`
	Events    [][]event    `json:"events"`
}

// name is [first token, last token, label].
type name struct {
	First, Last int
	Label       string
}

// relation is [first and last token of the head, of the tail, label].
type relation struct {
	Head, Tail [2]int
	Label      string
}

// event is [[trigger, type], [first token, last token, role]...].
type event struct {
	Trigger   int
	Type      string
	Arguments []name
}

// Write writes one file for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return wire.WriteLines(ctx, out, set, extension, func(rec format.Record) (any, error) {
		doc := tokens.Cut(rec.Article.Text)
		d := document{Key: rec.Article.Key, Dataset: "news"}
		for _, s := range doc.Sentences() {
			var words []string
			for _, t := range doc.Tokens[s.First:s.End] {
				words = append(words, rec.Article.Text.Slice(t.Start, t.End))
			}
			d.Sentences = append(d.Sentences, words)
		}
		n := len(d.Sentences)
		d.Names, d.Relations, d.Events = make([][]name, n), make([][]relation, n), make([][]event, n)
		for _, l := range rec.Layers {
			d.layer(doc, l.Layer)
		}
		return d, nil
	})
}

func (d *document) layer(doc *tokens.Document, l annotate.Layer) {
	places := map[annotate.ID][2]int{}
	for _, m := range cut.ByNumber(l.Mentions.All()) {
		r := doc.Covered(m.Spans[0])
		places[m.ID] = [2]int{r.First, r.End - 1}
		s := doc.Sentence(r.First)
		d.Names[s] = append(d.Names[s], name{r.First, r.End - 1, m.Label})
	}
	for _, x := range cut.ByNumber(l.Relations.All()) {
		s := doc.Sentence(places[x.From][0])
		d.Relations[s] = append(d.Relations[s], relation{places[x.From], places[x.To], x.Label})
	}
	for _, v := range cut.ByNumber(l.Events.All()) {
		e := event{Trigger: doc.Covered(v.Trigger[0]).First, Type: v.Type}
		for _, a := range v.Arguments {
			e.Arguments = append(e.Arguments, name{places[a.Target][0], places[a.Target][1], a.Role})
		}
		s := doc.Sentence(e.Trigger)
		d.Events[s] = append(d.Events[s], e)
	}
}

// Read gives an article for each line; its text is its tokens with a blank
// between them and a line for each sentence.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	var rebuilt wire.Rebuilt
	return wire.LinesInTurn(ctx, in, func(d *document, where string) []format.Result { return d.read(where, &rebuilt) })
}

func (d *document) read(where string, rebuilt *wire.Rebuilt) []format.Result {
	var lines []string
	var places []span.Span
	at := 0
	for _, s := range d.Sentences {
		for _, t := range s {
			places = append(places, span.Span{Start: at, End: at + len(t)})
			at += len(t) + 1
		}
		if len(s) == 0 {
			at++
		}
		lines = append(lines, strings.Join(s, " "))
	}
	r, refused := wire.NewReading(where, strings.Join(lines, "\n"), wire.About{Key: d.Key})
	if r == nil {
		return refused
	}
	rebuilt.Warn(r)
	rd := &reader{Reading: r, places: places, ids: map[[2]int]annotate.ID{}, numbers: cut.Numbers{}}
	for _, list := range d.Names {
		for _, n := range list {
			rd.name(n)
		}
	}
	for _, list := range d.Relations {
		for _, x := range list {
			rd.items = append(rd.items, &annotate.Relation{ID: rd.numbers.Next("r"), Label: x.Label, From: rd.id(x.Head), To: rd.id(x.Tail)})
		}
	}
	for _, list := range d.Events {
		for _, e := range list {
			rd.event(e)
		}
	}
	return r.Done(rd.items)
}

type reader struct {
	*wire.Reading
	places  []span.Span
	ids     map[[2]int]annotate.ID
	numbers cut.Numbers
	items   []annotate.Item
}

// place is where tokens stand.
func (r *reader) place(item string, first, last int) []span.Span {
	if first < 0 || first > last || last >= len(r.places) || r.places[first].Start >= r.places[last].End {
		r.Refuse(item, format.CodeSpan, fmt.Errorf("there are no tokens %d to %d", first, last))
		return nil
	}
	return []span.Span{{Start: r.places[first].Start, End: r.places[last].End}}
}

func (r *reader) name(n name) {
	m := &annotate.Mention{ID: r.numbers.Next("m"), Label: n.Label, Spans: r.place("name "+n.Label, n.First, n.Last)}
	if m.Spans == nil {
		return
	}
	if tokens := [2]int{n.First, n.Last}; r.ids[tokens] == "" {
		r.ids[tokens] = m.ID
	}
	r.items = append(r.items, m)
}

// id is the name at tokens, or for messages what it would be called.
func (r *reader) id(tokens [2]int) annotate.ID {
	if id := r.ids[tokens]; id != "" {
		return id
	}
	return annotate.ID(fmt.Sprintf("at tokens %d to %d", tokens[0], tokens[1]))
}

func (r *reader) event(e event) {
	v := &annotate.Event{ID: r.numbers.Next("v"), Type: e.Type, Trigger: r.place("trigger of "+e.Type, e.Trigger, e.Trigger)}
	if v.Trigger == nil {
		return
	}
	for _, a := range e.Arguments {
		v.Arguments = append(v.Arguments, annotate.Argument{Role: a.Label, Target: r.id([2]int{a.First, a.Last})})
	}
	r.items = append(r.items, v)
}

// UnmarshalJSONFrom reads the list that a name is.
func (n *name) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	return wire.ReadTuple(dec, &n.First, &n.Last, &n.Label)
}

// MarshalJSONTo writes it.
func (n name) MarshalJSONTo(enc *jsontext.Encoder) error {
	return wire.WriteTuple(enc, n.First, n.Last, n.Label)
}

// UnmarshalJSONFrom reads the list that a relation is.
func (r *relation) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	return wire.ReadTuple(dec, &r.Head[0], &r.Head[1], &r.Tail[0], &r.Tail[1], &r.Label)
}

// MarshalJSONTo writes it.
func (r relation) MarshalJSONTo(enc *jsontext.Encoder) error {
	return wire.WriteTuple(enc, r.Head[0], r.Head[1], r.Tail[0], r.Tail[1], r.Label)
}

// UnmarshalJSONFrom reads the list that an event is.
func (e *event) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var parts []jsontext.Value
	if err := json.UnmarshalDecode(dec, &parts); err != nil {
		return err
	}
	if len(parts) == 0 {
		return errors.New("an event has no trigger")
	}
	if err := wire.ReadTuple(jsontext.NewDecoder(strings.NewReader(string(parts[0]))), &e.Trigger, &e.Type); err != nil {
		return err
	}
	for _, p := range parts[1:] {
		var a name
		if err := json.Unmarshal(p, &a); err != nil {
			return err
		}
		e.Arguments = append(e.Arguments, a)
	}
	return nil
}

// MarshalJSONTo writes it.
func (e event) MarshalJSONTo(enc *jsontext.Encoder) error {
	parts := []any{[]any{e.Trigger, e.Type}}
	for _, a := range e.Arguments {
		parts = append(parts, a)
	}
	return json.MarshalEncode(enc, parts)
}
