// Package doccano reads and writes the JSON Lines of doccano
// (https://doccano.github.io/doccano): spans, and relations between them.
//
// Offsets are UTF-16 units, as doccano's page in the browser makes them with
// its grapheme mode off; a variant has grapheme clusters, for its grapheme mode,
// or code points, as programs that read doccano's files in Python count. What
// is read as a variant counts what that says. Else a file of a variant says
// which it is, the texts that our files quote decide it in others, and where
// there are none, where words begin and end. Further fields, by which events and
// articles come back, are passed over by doccano.
package doccano

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/graph"
	"galley/annotate/format/units"
	"galley/annotate/format/wire"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Format is doccano's.
type Format struct {
	variant string // one of counts, or empty
}

// usual is what offsets count but in the variants.
var usual = count{unit: format.UTF16, read: units.UTF16, offset: func(t *text.Text) func(int) (int, error) { return t.UTF16 }}

// counts are what offsets count in the variants, by their names.
var counts = map[string]count{
	"utf-16":      usual,
	"code-points": {unit: format.CodePoints, read: units.CodePoints, offset: func(t *text.Text) func(int) (int, error) { return t.CodePoint }},
	"graphemes":   {unit: format.Graphemes, read: units.Graphemes, offset: units.GraphemeOffset},
}

var variants = []format.Named{
	{ID: "utf-16", Name: "offsets count UTF-16 units, said in each line", Read: true},
	{ID: "code-points", Name: "offsets count code points", Read: true},
	{ID: "graphemes", Name: "offsets count grapheme clusters", Read: true},
}

// count is a way to count offsets: from bytes and to bytes.
type count struct {
	unit   format.Unit
	read   func(*text.Text) units.Unit
	offset func(*text.Text) func(at int) (int, error)
}

func countOf(variant string) count {
	if c, ok := counts[variant]; ok {
		return c
	}
	return usual
}

const extension = ".jsonl"

// Info describes the format.
func (f Format) Info() format.Info {
	return format.Info{
		ID: "doccano", Name: "doccano JSON Lines", Extension: extension, Unit: countOf(f.variant).unit, Variants: variants,
		Holds: format.Holds{Text: true, Meta: true, Events: true, Relations: true, Nested: true, Overlapping: true, Discontinuous: true},
	}
}

// Variant is the format with offsets that count something else.
func (Format) Variant(id string) format.Format { return Format{id} }

// oldLabels are spans as early versions of doccano have them.
var oldLabels = regexp.MustCompile(`"labels"\s*:\s*\[\s*\[\s*\d+\s*,\s*\d+\s*,\s*"`)

// Sniff is all but sure of objects with a text, and entities and relations or labels.
func (Format) Sniff(in format.Input, head []byte) float64 {
	keys := wire.Keys(in, head)
	switch {
	case wire.Has(keys, "events"), !wire.Has(keys, "text") && !wire.Has(keys, "data", "label"): // the former are Hugging Face's rows
		return 0
	case wire.Has(keys, "labels") && oldLabels.Match(head):
		return 0.95
	case wire.Has(keys, "entities", "relations"):
		return 0.95
	case wire.Has(keys, "label"), wire.Has(keys, "entities"):
		return 0.6
	}
	return 0
}

// Fit cuts rec down to spans and relations, which doccano numbers, and in
// grapheme clusters to what begins and ends with one.
func (f Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	rules := graph.Rules()
	offset := countOf(f.variant).offset(rec.Article.Text)
	countable := func(nothing string) func([]span.Span) ([]span.Span, string) {
		return func(spans []span.Span) ([]span.Span, string) {
			for _, s := range spans {
				_, err := offset(s.Start)
				_, err2 := offset(s.End)
				if err != nil || err2 != nil {
					return nil, nothing
				}
			}
			return spans, ""
		}
	}
	rules.Mention = countable("mentions that begin or end within a grapheme cluster")
	rules.Trigger = countable("events with a trigger that begins or ends within a grapheme cluster")
	rules.Article, rules.Layer, rules.Number, rules.Joint = wire.KeptOf, true, true, true
	return cut.Record(rec, lost, rules)
}

// The structs below are the format: their order is the order of keys.

type example struct {
	Text      *string             `json:"text"`
	Variant   string              `json:"offset_unit,omitzero"` // see counts; doccano does not look at it
	Entities  wire.List[entity]   `json:"entities"`
	Relations wire.List[relation] `json:"relations"`
	Label     wire.List[sequence] `json:"label,omitzero"`  // of projects without relations
	Labels    jsontext.Value      `json:"labels,omitzero"` // the same in early versions; may be anything else
	Data      *string             `json:"data,omitzero"`   // the text in some versions
	Comments  wire.List[string]   `json:"Comments,omitzero"`
	Number    jsontext.Value      `json:"id,omitzero"` // doccano's own
	wire.About
	Other annotate.Fields `json:",embed"`
}

// entity is a span. Programs that take after doccano call its ends start and
// end, and often give no id.
type entity struct {
	ID    *int    `json:"id"`
	Label string  `json:"label"`
	Start *int    `json:"start_offset"`
	End   *int    `json:"end_offset"`
	From  *int    `json:"start,omitzero"`
	To    *int    `json:"end,omitzero"`
	Text  *string `json:"text,omitzero"`  // what stands there; doccano does not look at it
	Event bool    `json:"event,omitzero"` // it is a trigger; doccano does not look at it
}

type relation struct {
	ID   int    `json:"id"`
	From int    `json:"from_id"`
	To   int    `json:"to_id"`
	Type string `json:"type"`
	Role bool   `json:"role,omitzero"` // it is an argument of the event at its start; doccano does not look at it
}

// sequence is a span as a list of start, end and label, or the name of a
// category of the article.
type sequence struct {
	entity
	category string
}

// UnmarshalJSONFrom reads either.
func (s *sequence) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() == '"' {
		return json.UnmarshalDecode(dec, &s.category)
	}
	return wire.ReadTuple(dec, &s.Start, &s.End, &s.Label)
}

// Write writes one file for each split.
func (f Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return wire.WriteLines(ctx, out, set, extension, func(rec format.Record) (any, error) {
		body := rec.Article.Text.String()
		e := example{Text: &body, Variant: f.variant, About: wire.AboutOf(rec)}
		offset := countOf(f.variant).offset(rec.Article.Text)
		for _, l := range rec.Layers {
			if err := e.layer(rec.Article, l.Layer, offset); err != nil {
				return nil, err
			}
		}
		return e, nil
	})
}

func (e *example) layer(article *annotate.Article, l annotate.Layer, offset func(int) (int, error)) error {
	nodes, edges := graph.Of(l)
	last := len(nodes)
	nodes, edges = graph.Split(nodes, edges, func(annotate.ID, int) annotate.ID {
		last++
		return annotate.ID(strconv.Itoa(last))
	})
	for _, n := range nodes {
		id, err := strconv.Atoi(string(n.ID))
		start, err2 := offset(n.Spans[0].Start)
		end, err3 := offset(n.Spans[0].End)
		if err := errors.Join(err, err2, err3); err != nil {
			return err
		}
		quote := article.Quote(n.Spans)
		e.Entities.Items = append(e.Entities.Items, entity{ID: &id, Label: n.Label, Start: &start, End: &end, Text: &quote, Event: n.Event})
	}
	free := l.Relations.Len()
	for _, x := range edges {
		from, err := strconv.Atoi(string(x.From))
		to, err2 := strconv.Atoi(string(x.To))
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		r := relation{From: from, To: to, Type: x.Label, Role: x.ID == "" && x.Label != graph.Fragment}
		if number, ok := strings.CutPrefix(string(x.ID), "r"); ok {
			r.ID, err = strconv.Atoi(number)
		} else {
			free++
			r.ID = free
		}
		if err != nil {
			return err
		}
		e.Relations.Items = append(e.Relations.Items, r)
	}
	return nil
}

// Read gives an article for each line.
func (f Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return wire.Lines(ctx, in, func(e *example, where string) []format.Result { return e.read(where, f.variant) })
}

// read reads an example as a variant, or, if that is empty, as what it says itself.
func (e *example) read(where, variant string) []format.Result {
	e.early()
	if e.Text == nil {
		return []format.Result{{Refused: &format.Issue{Item: where, Code: format.CodeMissing, Message: `it has no "text"`}}}
	}
	if _, known := counts[e.Variant]; e.Variant != "" && !known { // another's field of this name
		if e.Other == nil {
			e.Other = annotate.Fields{}
		}
		e.Other["offset_unit"] = annotate.ValueOf(e.Variant)
	}
	r, refused := wire.NewReading(where, *e.Text, e.About.With(e.Other))
	if r == nil {
		return refused
	}
	if variant != "" {
		e.Variant = variant
	}
	r.Faults("entity", e.Entities.Faults)
	r.Faults("relation", e.Relations.Faults)
	r.Faults("label", e.Label.Faults)
	r.Faults("comment", e.Comments.Faults)
	var items []annotate.Item
	for i, s := range e.Label.Items {
		if s.category != "" {
			items = append(items, &annotate.Label{ID: annotate.ID(fmt.Sprint("l", i+1)), Label: "label", Value: annotate.ValueOf(s.category)})
			continue
		}
		e.Entities.Items = append(e.Entities.Items, s.entity)
	}
	e.complete(r)
	for i, text := range e.Comments.Items {
		items = append(items, &annotate.Note{ID: annotate.ID(fmt.Sprint("n", i+1)), Text: text, State: annotate.NoteOpen})
	}
	nodes, edges := graph.Join(e.nodes(r), e.edges(), func(x graph.Edge, err error) { r.Refuse("relation "+x.Label, format.CodeReference, err) })
	return r.Done(append(graph.Items(nodes, edges), items...))
}

// early puts what early versions wrote where it stands now.
func (e *example) early() {
	if e.Text == nil {
		e.Text, e.Data = e.Data, nil
	}
	other := annotate.Fields{}
	if e.Data != nil {
		other["data"] = annotate.ValueOf(*e.Data)
	}
	var spans wire.List[sequence]
	switch {
	case e.Labels == nil:
	case oldLabels.Match(append([]byte(`"labels":`), e.Labels...)) && json.Unmarshal(e.Labels, &spans) == nil:
		e.Label.Items, e.Label.Faults = append(e.Label.Items, spans.Items...), append(e.Label.Faults, spans.Faults...)
	default:
		if v, err := annotate.ParseValue(e.Labels); err == nil {
			other["labels"] = v
		}
	}
	if len(other) > 0 {
		maps.Copy(other, e.Other)
		e.Other = other
	}
}

// complete gives numbers to entities that have none, and refuses those without a place.
func (e *example) complete(r *wire.Reading) {
	last := 0
	for _, x := range e.Entities.Items {
		if x.ID != nil {
			last = max(last, *x.ID)
		}
	}
	kept := e.Entities.Items[:0]
	for _, x := range e.Entities.Items {
		if x.ID == nil {
			last++
			x.ID = new(last)
		}
		x.Start, x.End = cmp.Or(x.Start, x.From), cmp.Or(x.End, x.To)
		switch {
		case x.Start == nil:
			r.Refuse(fmt.Sprint("entity ", *x.ID), format.CodeMissing, errors.New(`it has no "start_offset"`))
		case x.End == nil:
			r.Refuse(fmt.Sprint("entity ", *x.ID), format.CodeMissing, errors.New(`it has no "end_offset"`))
		default:
			kept = append(kept, x)
		}
	}
	e.Entities.Items = kept
}

func (e *example) nodes(r *wire.Reading) []graph.Node {
	claims := make([]wire.Claim, len(e.Entities.Items))
	for i, x := range e.Entities.Items {
		claims[i] = wire.Claim{Item: fmt.Sprint("entity ", *x.ID), Claim: units.Claim{Spans: [][2]int{{*x.Start, *x.End}}, Quote: x.Text}}
	}
	var nodes []graph.Node
	for i, spans := range r.Places(claims, e.possible()...) {
		if x := e.Entities.Items[i]; spans != nil {
			nodes = append(nodes, graph.Node{ID: annotate.ID(strconv.Itoa(*x.ID)), Label: x.Label, Spans: spans, Event: x.Event})
		}
	}
	return nodes
}

// possible is what the offsets may count, the likeliest first: what the file
// says, UTF-16 units in doccano's own, and code points where others wrote it.
func (e *example) possible() []func(*text.Text) units.Unit {
	if c, ok := counts[e.Variant]; ok {
		return []func(*text.Text) units.Unit{c.read}
	}
	if slices.ContainsFunc(e.Entities.Items, func(x entity) bool { return x.From != nil }) {
		return []func(*text.Text) units.Unit{units.CodePoints, units.UTF16, units.Graphemes, units.CRLFAsOne}
	}
	return []func(*text.Text) units.Unit{units.UTF16, units.CodePoints, units.Graphemes, units.CRLFAsOne}
}

func (e *example) edges() []graph.Edge {
	var edges []graph.Edge
	for _, x := range e.Relations.Items {
		edge := graph.Edge{Label: x.Type, From: annotate.ID(strconv.Itoa(x.From)), To: annotate.ID(strconv.Itoa(x.To))}
		if !x.Role {
			edge.ID = annotate.ID(fmt.Sprint("r", x.ID))
		}
		edges = append(edges, edge)
	}
	return edges
}
