// Package chat writes examples for instruction tuning in JSON Lines: messages
// of a system, of a user who gives the article, and of an assistant who answers
// with its mentions, relations and events as JSON.
//
// The answer has no offsets, which models cannot count. It quotes, and where a
// quote stands more than once in the article, says which one is meant.
package chat

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Format is messages in JSON Lines.
type Format struct {
	variant string // whose message of the system it has: one of prompts, or empty
}

const extension = ".jsonl"

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "chat", Name: "Chat messages (JSON Lines)", Extension: extension, Unit: format.NoOffsets, Variants: variants,
		Holds: format.Holds{Text: true, Events: true, Relations: true, Nested: true, Overlapping: true, Discontinuous: true},
	}
}

// Variant is the format with another message of the system.
func (Format) Variant(id string) format.Format { return Format{id} }

// Sniff is all but sure of objects with messages.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if wire.Has(wire.Keys(in, head), "messages") {
		return 0.95
	}
	return 0
}

// Fit cuts rec down to what can be quoted.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	f := newFinder(rec.Article.Text.String())
	quotable := func(nothing string) func([]span.Span) ([]span.Span, string) {
		return func(spans []span.Span) ([]span.Span, string) {
			if got, err := f.find(f.quoteOf(spans)); err != nil || !slices.Equal(got, spans) {
				return nil, nothing
			}
			return spans, ""
		}
	}
	return cut.Record(rec, lost, cut.Rules{
		Article: func(a *annotate.Article) annotate.Article { return annotate.Article{Title: a.Text.FirstLine()} },
		Mention: quotable("mentions whose fragments cannot be told by quoting"), Single: cut.SamePlace,
		Trigger: quotable("events with a trigger whose fragments cannot be told by quoting"),
		Events:  cut.SameEvents, Relations: true, Number: true,
	})
}

type example struct {
	Messages []message `json:"messages"`
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type answer struct {
	Entities  wire.List[entity]   `json:"entities"`
	Relations wire.List[relation] `json:"relations"`
	Events    wire.List[event]    `json:"events"`
}

type entity struct {
	quote
	Type string `json:"type"`
}

type relation struct {
	Type string `json:"type"`
	Head quote  `json:"head"`
	Tail quote  `json:"tail"`
}

type event struct {
	Type       string     `json:"type"`
	Trigger    string     `json:"trigger"`
	Occurrence int        `json:"occurrence,omitzero"` // of the trigger
	Fragments  []string   `json:"fragments,omitzero"`  // of the trigger
	Arguments  []argument `json:"arguments"`
}

type argument struct {
	Role string `json:"role"`
	quote
}

// Write writes one file for each split.
func (f Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	prompt, err := prompt(f.variant, set.Schema)
	if err != nil {
		return err
	}
	return wire.WriteLines(ctx, out, set, extension, func(rec format.Record) (any, error) {
		var a answer
		for _, l := range rec.Layers {
			a.layer(newFinder(rec.Article.Text.String()), l.Layer)
		}
		content, err := json.Marshal(a, wire.Encoding)
		if err != nil {
			return nil, err
		}
		e := example{[]message{{"system", prompt}, {"user", rec.Article.Text.String()}, {"assistant", string(content)}}}
		if prompt == "" {
			e.Messages = e.Messages[1:]
		}
		return e, nil
	})
}

func (a *answer) layer(f *finder, l annotate.Layer) {
	quotes := map[annotate.ID]quote{}
	for _, m := range cut.ByNumber(l.Mentions.All()) {
		quotes[m.ID] = f.quoteOf(m.Spans)
		a.Entities.Items = append(a.Entities.Items, entity{quotes[m.ID], m.Label})
	}
	for _, r := range cut.ByNumber(l.Relations.All()) {
		a.Relations.Items = append(a.Relations.Items, relation{r.Label, quotes[r.From], quotes[r.To]})
	}
	for _, v := range cut.ByNumber(l.Events.All()) {
		q := f.quoteOf(v.Trigger)
		e := event{Type: v.Type, Trigger: q.Text, Occurrence: q.Occurrence, Fragments: q.Fragments}
		for _, arg := range v.Arguments {
			e.Arguments = append(e.Arguments, argument{arg.Role, quotes[arg.Target]})
		}
		a.Events.Items = append(a.Events.Items, e)
	}
}

// Read gives an article for each line: the last message of a user, with what
// the answer to it quotes.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return wire.Lines(ctx, in, (*example).read)
}

func (e *example) read(where string) []format.Result {
	n := len(e.Messages)
	if n < 2 || e.Messages[n-2].Role != "user" || e.Messages[n-1].Role != "assistant" {
		return []format.Result{{Refused: &format.Issue{Item: where, Code: format.CodeMissing, Message: "it does not end with a message of a user and the answer of an assistant"}}}
	}
	r, refused := wire.NewReading(where, e.Messages[n-2].Content, wire.About{})
	if r == nil {
		return refused
	}
	var a answer
	if code, err := wire.Decode([]byte(e.Messages[n-1].Content), &a); err != nil {
		r.Refuse("answer", code, err)
		return r.Done(nil)
	}
	r.Faults("entity", a.Entities.Faults)
	r.Faults("relation", a.Relations.Faults)
	r.Faults("event", a.Events.Faults)
	return r.Done((&reader{Reading: r, finder: newFinder(e.Messages[n-2].Content), ids: map[string]annotate.ID{}}).items(&a))
}

type reader struct {
	*wire.Reading
	*finder
	ids map[string]annotate.ID // of mentions, by place
}

func (r *reader) items(a *answer) []annotate.Item {
	var items []annotate.Item
	numbers := cut.Numbers{}
	for _, e := range a.Entities.Items {
		m := &annotate.Mention{ID: numbers.Next("m"), Label: e.Type, Spans: r.spans(e.quote)}
		if m.Spans == nil {
			continue
		}
		if place := fmt.Sprint(m.Spans); r.ids[place] == "" {
			r.ids[place] = m.ID
		}
		items = append(items, m)
	}
	for _, x := range a.Relations.Items {
		items = append(items, &annotate.Relation{ID: numbers.Next("r"), Label: x.Type, From: r.mention(x.Head), To: r.mention(x.Tail)})
	}
	for _, e := range a.Events.Items {
		v := &annotate.Event{ID: numbers.Next("v"), Type: e.Type, Trigger: r.spans(quote{e.Trigger, e.Occurrence, e.Fragments})}
		if v.Trigger == nil {
			continue
		}
		for _, arg := range e.Arguments {
			v.Arguments = append(v.Arguments, annotate.Argument{Role: arg.Role, Target: r.mention(arg.quote)})
		}
		items = append(items, v)
	}
	return items
}

func (r *reader) spans(q quote) []span.Span {
	spans, err := r.find(q)
	if err != nil {
		r.Refuse(fmt.Sprintf("%q", format.Clip(q.Text)), format.CodeText, err)
		return nil
	}
	return spans
}

// mention is the one that q quotes, or for messages what it quotes.
func (r *reader) mention(q quote) annotate.ID {
	spans, err := r.find(q)
	if id := r.ids[fmt.Sprint(spans)]; err == nil && id != "" {
		return id
	}
	return annotate.ID("“" + format.Clip(q.Text) + "”")
}

// quote says where something stands by what stands there.
type quote struct {
	Text       string   `json:"text"`                // from the first to the last fragment
	Occurrence int      `json:"occurrence,omitzero"` // from 1; 0 is 1
	Fragments  []string `json:"fragments,omitzero"`  // where there are several
}

var errNotThere = errors.New("the article does not say this")

// finder finds quotes in a text.
type finder struct {
	body   string
	places map[string][]int // where a quote stands, as far as it was looked for
}

func newFinder(body string) *finder { return &finder{body, map[string][]int{}} }

// next looks for one more place of a quote; false if there is none.
func (f *finder) next(quote string) bool {
	known := f.places[quote]
	from := 0
	if len(known) > 0 {
		from = known[len(known)-1] + 1
	}
	at := strings.Index(f.body[from:], quote)
	if at >= 0 {
		f.places[quote] = append(known, from+at)
	}
	return at >= 0
}

// quoteOf quotes spans.
func (f *finder) quoteOf(spans []span.Span) quote {
	hull := span.Hull(spans)
	q := quote{Text: f.body[hull.Start:hull.End]}
	for known := f.places[q.Text]; len(known) == 0 || known[len(known)-1] < hull.Start; known = f.places[q.Text] {
		f.next(q.Text)
	}
	if n, _ := slices.BinarySearch(f.places[q.Text], hull.Start); n > 0 {
		q.Occurrence = n + 1
	}
	if len(spans) > 1 {
		for _, s := range spans {
			q.Fragments = append(q.Fragments, f.body[s.Start:s.End])
		}
	}
	return q
}

// find is where q stands. Of fragments the first begins it and the last ends
// it; those between stand as far in front as they can.
func (f *finder) find(q quote) ([]span.Span, error) {
	body := f.body
	if q.Text == "" {
		return nil, errNotThere
	}
	n := max(1, q.Occurrence)
	for len(f.places[q.Text]) < n {
		if !f.next(q.Text) {
			return nil, errNotThere
		}
	}
	at := f.places[q.Text][n-1]
	hull := span.Span{Start: at, End: at + len(q.Text)}
	if len(q.Fragments) < 2 {
		return []span.Span{hull}, nil
	}
	var out []span.Span
	from := hull.Start
	for i, f := range q.Fragments {
		start := strings.Index(body[from:hull.End], f)
		switch {
		case i == len(q.Fragments)-1:
			if !strings.HasSuffix(q.Text, f) || hull.End-len(f) < from {
				return nil, errors.New("its fragments do not make it up")
			}
			start = hull.End - len(f) - from
		case i == 0 && start != 0, start < 0, f == "":
			return nil, errors.New("its fragments do not make it up")
		}
		out = append(out, span.Span{Start: from + start, End: from + start + len(f)})
		from = out[i].End
	}
	return out, nil
}
