package galley

import (
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
)

// encoding makes one encoding of everything: maps by key, what was kept of a file as it was.
var encoding = json.JoinOptions(json.Deterministic(true), jsontext.PreserveRawStrings(true))

func writeRecord(out io.Writer, rec format.Record) error {
	a := rec.Article
	body := a.Text.String()
	w := wireArticle{
		ID: string(a.ID), Key: a.Key, Title: a.Title, Published: a.Published, Language: a.Language, Outlet: a.Outlet,
		Author: a.Author, URL: a.URL, Meta: a.Meta, Text: &body, Extra: a.Extra,
	}
	e := &encoder{article: a}
	for _, l := range rec.Layers {
		add(&w.Layers, e.layer(l))
	}
	if e.err != nil {
		return e.err
	}
	return json.MarshalEncode(jsontext.NewEncoder(out, encoding), w)
}

func add(list *[]later, v any) { *list = append(*list, later{value: v}) }

func (e *encoder) layer(l format.Layer) wireLayer {
	w := wireLayer{Annotator: l.Annotator, Kind: string(l.ID.Kind), State: string(l.State())}
	if l.Head != nil {
		w.Flagged, w.Extra = l.Head.Flagged, l.Head.Extra
	}
	hanging := map[annotate.ID][]string{}
	for _, m := range l.Mentions.All() {
		if m.Entity != "" {
			hanging[m.Entity] = append(hanging[m.Entity], string(m.ID))
		}
		quote := e.quote(m.Spans)
		add(&w.Mentions, wireMention{string(m.ID), m.Label, quote.Spans, quote.Text, m.Attributes, originOf(m.Origin)})
	}
	for _, x := range l.Entities.All() {
		add(&w.Entities, wireEntity{string(x.ID), x.Label, x.Name, x.KB, hanging[x.ID], x.Attributes, originOf(x.Origin)})
	}
	for _, v := range l.Events.All() {
		add(&w.Events, e.event(v))
	}
	for _, r := range l.Relations.All() {
		add(&w.Relations, wireRelation{string(r.ID), r.Label, string(r.From), string(r.To), r.Attributes, originOf(r.Origin)})
	}
	for _, x := range l.Labels.All() {
		add(&w.Labels, wireLabel{string(x.ID), x.Label, x.Value, originOf(x.Origin)})
	}
	for _, n := range l.Notes.All() {
		note := wireNote{ID: string(n.ID), On: string(n.On), Text: n.Text, State: n.State, Kind: n.Type, wireOrigin: originOf(n.Origin)}
		if q := e.quote(n.Spans); q != nil {
			note.Spans = q.Spans
		}
		add(&w.Notes, note)
	}
	return w
}

// encoder keeps the first error, so that the code above reads as the format does.
type encoder struct {
	article *annotate.Article
	err     error
}

func (e *encoder) event(v *annotate.Event) wireEvent {
	w := wireEvent{
		ID: string(v.ID), Type: v.Type, Trigger: e.quote(v.Trigger), Evidence: e.quote(v.Evidence),
		Attributes: v.Attributes, wireOrigin: originOf(v.Origin),
	}
	for _, a := range v.Arguments {
		w.Arguments = append(w.Arguments, wireArgument{a.Role, string(a.Target), a.Value, a.Extra})
	}
	return w
}

// quote converts spans to code points; nil where there are none.
func (e *encoder) quote(spans []span.Span) *wireQuote {
	if len(spans) == 0 {
		return nil
	}
	q := &wireQuote{}
	for _, s := range spans {
		start, err := e.article.Text.CodePoint(s.Start)
		if e.err == nil {
			e.err = err
		}
		end, err := e.article.Text.CodePoint(s.End)
		if e.err == nil {
			e.err = err
		}
		q.Spans = append(q.Spans, [2]int{start, end})
	}
	is := e.article.Quote(spans)
	q.Text = &is
	return q
}
