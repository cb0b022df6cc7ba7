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
	for _, l := range rec.Layers {
		raw, err := encodeLayer(a, l)
		if err != nil {
			return err
		}
		w.Layers = append(w.Layers, raw)
	}
	enc := jsontext.NewEncoder(out, encoding)
	return json.MarshalEncode(enc, w)
}

func encodeLayer(a *annotate.Article, l format.Layer) (jsontext.Value, error) {
	e := &encoder{article: a}
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
		e.add(&w.Mentions, wireMention{string(m.ID), m.Label, quote.Spans, quote.Text, m.Attributes, originOf(m.Origin)})
	}
	for _, x := range l.Entities.All() {
		e.add(&w.Entities, wireEntity{string(x.ID), x.Label, x.Name, x.KB, hanging[x.ID], x.Attributes, originOf(x.Origin)})
	}
	for _, v := range l.Events.All() {
		e.add(&w.Events, e.event(v))
	}
	for _, r := range l.Relations.All() {
		e.add(&w.Relations, wireRelation{string(r.ID), r.Label, string(r.From), string(r.To), r.Attributes, originOf(r.Origin)})
	}
	for _, x := range l.Labels.All() {
		e.add(&w.Labels, wireLabel{string(x.ID), x.Label, x.Value, originOf(x.Origin)})
	}
	for _, n := range l.Notes.All() {
		w2 := wireNote{ID: string(n.ID), On: string(n.On), Text: n.Text, State: n.State, Kind: n.Type, wireOrigin: originOf(n.Origin)}
		if q := e.quote(n.Spans); q != nil {
			w2.Spans = q.Spans
		}
		e.add(&w.Notes, w2)
	}
	raw := e.marshal(w)
	return raw, e.err
}

// encoder keeps the first error, so that the code above reads as the format does.
type encoder struct {
	article *annotate.Article
	err     error
}

func (e *encoder) marshal(v any) jsontext.Value {
	raw, err := json.Marshal(v, encoding)
	if e.err == nil {
		e.err = err
	}
	return raw
}

func (e *encoder) add(list *[]jsontext.Value, v any) { *list = append(*list, e.marshal(v)) }

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
	is := (&annotate.Document{Article: e.article}).SpansText(spans)
	q.Text = &is
	return q
}
