// Package prodigy reads and writes the tasks of Prodigy
// (https://prodi.gy/docs/api-interfaces) in JSON Lines: tokens, spans on them,
// and relations from token to token.
//
// Offsets are code points. Tokens are cut where spans begin and end, so that
// none falls off them, and make up the whole text with a blank after those
// with "ws", as spaCy has it.
package prodigy

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/graph"
	"galley/annotate/format/tokens"
	"galley/annotate/format/units"
	"galley/annotate/format/wire"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Format is Prodigy's.
type Format struct{}

const extension = ".jsonl"

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "prodigy", Name: "Prodigy JSON Lines", Extension: extension, Unit: format.CodePoints,
		Holds: format.Holds{Text: true, Meta: true, Events: true, Relations: true, Nested: true, Overlapping: true, Discontinuous: true},
	}
}

// Sniff is all but sure of objects with a text and spans, and with tokens or hashes of Prodigy's.
func (Format) Sniff(in format.Input, head []byte) float64 {
	keys := wire.Keys(in, head)
	switch {
	case !wire.Has(keys, "text", "spans"):
		return 0
	case wire.Has(keys, "tokens"), wire.Has(keys, "answer"), wire.Has(keys, "_input_hash"):
		return 0.95
	}
	return 0.6
}

// Fit cuts rec down to spans and relations.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	rules := graph.Rules()
	rules.Article, rules.Layer = wire.KeptOf, true
	rules.Mention = trim(rec.Article.Text, "mentions of blanks alone")
	rules.Trigger = trim(rec.Article.Text, "events with a trigger of blanks alone")
	return cut.Record(rec, lost, rules)
}

// trim takes the blanks off the ends of spans: no token begins or ends with one.
func trim(t *text.Text, nothing string) func([]span.Span) ([]span.Span, string) {
	return func(spans []span.Span) ([]span.Span, string) {
		var out []span.Span
		for _, s := range spans {
			body := t.Slice(s.Start, s.End)
			left := strings.TrimLeftFunc(body, text.IsBlank)
			s.Start += len(body) - len(left)
			s.End = s.Start + len(strings.TrimRightFunc(left, text.IsBlank))
			if s.Len() > 0 {
				out = append(out, s)
			}
		}
		switch {
		case len(out) == 0:
			return nil, nothing
		case !slices.Equal(out, spans):
			return out, "blanks at the ends of spans"
		}
		return spans, ""
	}
}

// The structs below are the format: their order is the order of keys.

type task struct {
	Text      *string             `json:"text"`
	Tokens    []token             `json:"tokens"`
	Spans     wire.List[place]    `json:"spans"`
	Relations wire.List[relation] `json:"relations"`
	Meta      meta                `json:"meta"`
	View      string              `json:"_view_id,omitzero"`
	Answer    string              `json:"answer,omitzero"`
	Who       string              `json:"_annotator_id,omitzero"`
}

type meta struct {
	wire.About
	Other annotate.Fields `json:",embed"`
}

type token struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	ID    int    `json:"id"`
	Blank bool   `json:"ws"` // a blank follows
}

type place struct {
	Start      int     `json:"start"`
	End        int     `json:"end"`
	TokenStart int     `json:"token_start"`
	TokenEnd   int     `json:"token_end"` // the last token, not the one after it
	Label      string  `json:"label"`
	Text       *string `json:"text,omitzero"`
	ID         string  `json:"id,omitzero"`
	Part       int     `json:"part,omitzero"`  // of a span in several fragments, which share an id
	Event      bool    `json:"event,omitzero"` // it is a trigger
}

type relation struct {
	Head      int    `json:"head"` // the last token of the span
	Child     int    `json:"child"`
	Label     string `json:"label"`
	HeadSpan  place  `json:"head_span"`
	ChildSpan place  `json:"child_span"`
	ID        string `json:"id,omitzero"`
}

// Write writes one file for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return wire.WriteLines(ctx, out, set, extension, func(rec format.Record) (any, error) {
		body := rec.Article.Text.String()
		t := task{Text: &body, Meta: meta{About: wire.AboutOf(rec)}, View: "relations", Answer: "accept"}
		var nodes []graph.Node
		var edges []graph.Edge
		for _, l := range rec.Layers {
			nodes, edges = graph.Of(l.Layer)
		}
		w := &writer{article: rec.Article, task: &t, first: map[annotate.ID]place{}}
		w.tokens(nodes)
		w.spans(nodes)
		for _, e := range edges {
			head, child := w.first[e.From], w.first[e.To]
			t.Relations.Items = append(t.Relations.Items, relation{head.TokenEnd, child.TokenEnd, e.Label, head, child, string(e.ID)})
		}
		return t, w.err
	})
}

type writer struct {
	article *annotate.Article
	task    *task
	places  []span.Span // of the tokens
	first   map[annotate.ID]place
	err     error
}

// codePoints converts a span.
func (w *writer) codePoints(s span.Span) (start, end int) {
	start, err := w.article.Text.CodePoint(s.Start)
	end, err2 := w.article.Text.CodePoint(s.End)
	w.err = errors.Join(w.err, err, err2)
	return start, end
}

// tokens cuts the text as spaCy has it, and where spans begin and end.
func (w *writer) tokens(nodes []graph.Node) {
	var borders []int
	for _, n := range nodes {
		for _, s := range n.Spans {
			borders = append(borders, s.Start, s.End)
		}
	}
	slices.Sort(borders)
	for i, t := range tokens.CutSpaced(w.article.Text, borders) {
		start, end := w.codePoints(t.Span)
		w.places = append(w.places, t.Span)
		w.task.Tokens = append(w.task.Tokens, token{w.article.Text.Slice(t.Start, t.End), start, end, i, t.Blank})
	}
}

func (w *writer) spans(nodes []graph.Node) {
	for _, n := range nodes {
		for i, s := range n.Spans {
			quote := w.article.Text.Slice(s.Start, s.End)
			p := place{Label: n.Label, Text: &quote, ID: string(n.ID), Part: i, Event: n.Event}
			p.Start, p.End = w.codePoints(s)
			p.TokenStart, _ = slices.BinarySearchFunc(w.places, s.Start, func(t span.Span, at int) int { return t.Start - at })
			p.TokenEnd, _ = slices.BinarySearchFunc(w.places, s.End, func(t span.Span, at int) int { return t.End - at })
			w.task.Spans.Items = append(w.task.Spans.Items, p)
			if i == 0 {
				p.Text = nil
				w.first[n.ID] = p
			}
		}
	}
}

// Read gives an article for each line. What was rejected or ignored in Prodigy
// comes in without its annotations.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return wire.Lines(ctx, in, (*task).read)
}

func (t *task) read(where string) []format.Result {
	if t.Text == nil {
		return []format.Result{{Refused: &format.Issue{Item: where, Code: format.CodeMissing, Message: `it has no "text"`}}}
	}
	about := t.Meta.About.With(t.Meta.Other)
	if about.Annotator == "" {
		about.Annotator = t.Who
	}
	r, refused := wire.NewReading(where, *t.Text, about)
	if r == nil {
		return refused
	}
	if t.Answer != "" && t.Answer != "accept" {
		r.Refuse("annotations", "not_accepted", fmt.Errorf("its answer is %q", t.Answer))
		return r.Done(nil)
	}
	r.Faults("span", t.Spans.Faults)
	r.Faults("relation", t.Relations.Faults)
	nodes := t.nodes(r)
	return r.Done(graph.Items(nodes, t.edges()))
}

func (t *task) nodes(r *wire.Reading) []graph.Node {
	t.number()
	claims := make([]wire.Claim, len(t.Spans.Items))
	for i, p := range t.Spans.Items {
		claims[i] = wire.Claim{Item: "span " + p.ID, Claim: units.Claim{Spans: [][2]int{{p.Start, p.End}}, Quote: p.Text}}
	}
	var nodes []graph.Node
	at := map[string]int{}
	for i, spans := range r.Places(claims, units.CodePoints, units.UTF16, units.CRLFAsOne) {
		p := t.Spans.Items[i]
		if spans == nil {
			continue
		}
		if first, there := at[p.ID]; there && p.Part > 0 {
			nodes[first].Spans = append(nodes[first].Spans, spans...)
			continue
		} else if !there {
			at[p.ID] = len(nodes)
		}
		nodes = append(nodes, graph.Node{ID: annotate.ID(p.ID), Label: p.Label, Spans: spans, Event: p.Event})
	}
	return nodes
}

// number gives ids to spans that have none.
func (t *task) number() {
	taken := map[annotate.ID]bool{}
	for _, p := range t.Spans.Items {
		taken[annotate.ID(p.ID)] = true
	}
	numbers := cut.Numbers{}
	for i := range t.Spans.Items {
		for p := &t.Spans.Items[i]; p.ID == ""; {
			if id := numbers.Next("m"); !taken[id] {
				p.ID = string(id)
			}
		}
	}
}

// edges are the relations. Their ends are told by id, or by place and label.
func (t *task) edges() []graph.Edge {
	type key struct {
		start, end int
		label      string
	}
	ids := map[key]annotate.ID{}
	for _, p := range t.Spans.Items {
		if k := (key{p.Start, p.End, p.Label}); p.Part == 0 && ids[k] == "" {
			ids[k] = annotate.ID(p.ID)
		}
	}
	var edges []graph.Edge
	for _, x := range t.Relations.Items {
		e := graph.Edge{ID: annotate.ID(x.ID), Label: x.Label}
		for p, end := range map[*place]*annotate.ID{&x.HeadSpan: &e.From, &x.ChildSpan: &e.To} {
			if *end = annotate.ID(p.ID); p.ID == "" {
				*end = ids[key{p.Start, p.End, p.Label}]
			}
		}
		edges = append(edges, e)
	}
	return edges
}
