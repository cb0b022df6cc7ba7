package hf

import (
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/units"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Results is what a row says. where names it in messages.
func (r *Row) Results(where string) []format.Result {
	if r.SHA256 != "" && r.Text == "" {
		return []format.Result{{Refused: &format.Issue{Item: where, Code: format.CodeMissing, Message: "its text was left out; galleyctl join puts it back"}}}
	}
	rd := &reader{row: r}
	about := wire.About{
		ID: r.ID, Key: r.Key, Title: r.Title, Published: r.Published, Language: r.Language, Outlet: r.Outlet,
		Author: r.Author, URL: r.URL, Annotator: r.Annotator, Kind: r.Kind, State: r.State,
	}
	reading, refused := wire.NewReading(where, r.Text, about)
	if reading == nil {
		return refused
	}
	rd.Reading = reading
	rd.Article.Meta = rd.values("article", "", r.Meta)
	return rd.Done(rd.items())
}

type reader struct {
	*wire.Reading
	row *Row
}

// values are named values of an annotation; what is no JSON is refused.
func (r *reader) values(kind, id string, fields []Field) map[string]annotate.Value {
	if len(fields) == 0 {
		return nil
	}
	out := make(map[string]annotate.Value, len(fields))
	for _, f := range fields {
		v, ok := r.value(kind+id+", "+f.Name, f.Value)
		if ok && v != "" {
			out[f.Name] = v
		}
	}
	return out
}

func (r *reader) value(item, s string) (annotate.Value, bool) {
	if s == "" {
		return "", true
	}
	var v annotate.Value
	code, err := wire.Decode([]byte(s), &v)
	if err != nil {
		r.Refuse(item, code, err)
	}
	return v, err == nil
}

// items are the annotations. All places are claimed in one go, since what they
// count is found out from all of them.
func (r *reader) items() []annotate.Item {
	claims := make([]wire.Claim, 0, len(r.row.Entities)+len(r.row.Events))
	claim := func(item string, fragments []Fragment, quote *string) {
		c := wire.Claim{Item: item, Claim: units.Claim{Spans: make([][2]int, 0, len(fragments)), Quote: quote}}
		for _, f := range fragments {
			c.Spans = append(c.Spans, [2]int{int(f.Start), int(f.End)})
		}
		claims = append(claims, c)
	}
	quote := func(s *string) *string {
		if *s == "" {
			return nil
		}
		return s
	}
	for i := range r.row.Entities {
		m := &r.row.Entities[i]
		claim("entity "+m.ID, m.Fragments, quote(&m.Text))
	}
	for i := range r.row.Events {
		v := &r.row.Events[i]
		fragments := v.Trigger.Fragments
		if len(fragments) == 0 {
			fragments = []Fragment{{v.Trigger.Start, v.Trigger.End}}
		}
		claim("trigger of event "+v.ID, fragments, quote(&v.Trigger.Text))
	}
	var evidence []string
	note := func(id string, fragments []Fragment) {
		if len(fragments) > 0 {
			evidence = append(evidence, id)
			claim("evidence of event "+id, fragments, nil)
			claims[len(claims)-1].Mute = true // evidence may be any text, and a row does not quote it
		}
	}
	for _, v := range r.row.Events {
		note(v.ID, v.Evidence)
	}
	for _, v := range r.row.DocumentEvents {
		note(v.ID, v.Evidence)
	}
	places := r.Places(claims, units.CodePoints, units.UTF16, units.CRLFAsOne)
	mentions, rest := places[:len(r.row.Entities)], places[len(r.row.Entities):]
	triggers, rest := rest[:len(r.row.Events)], rest[len(r.row.Events):]
	of := map[string][]span.Span{}
	for i, id := range evidence {
		of[id] = rest[i]
	}
	return append(append(r.mentions(mentions), r.events(triggers, of)...), r.others()...)
}

func (r *reader) mentions(places [][]span.Span) []annotate.Item {
	items := make([]annotate.Item, 0, len(r.row.Entities))
	for i := range r.row.Entities {
		m := &r.row.Entities[i]
		if places[i] != nil {
			items = append(items, &annotate.Mention{ID: annotate.ID(m.ID), Label: m.Label, Spans: places[i], Entity: annotate.ID(m.Cluster),
				Attributes: r.values("entity ", m.ID, m.Attributes), Origin: annotate.Origin{Unsure: m.Unsure}})
		}
	}
	return items
}

func (r *reader) events(triggers [][]span.Span, evidence map[string][]span.Span) []annotate.Item {
	var items []annotate.Item
	for i, v := range r.row.Events {
		if triggers[i] != nil {
			items = append(items, &annotate.Event{ID: annotate.ID(v.ID), Type: v.Type, Trigger: triggers[i], Evidence: evidence[v.ID],
				Arguments: r.arguments(v.ID, v.Arguments, v.OtherArguments), Attributes: r.values("event ", v.ID, v.Attributes), Origin: annotate.Origin{Unsure: v.Unsure}})
		}
	}
	for _, v := range r.row.DocumentEvents {
		items = append(items, &annotate.Event{ID: annotate.ID(v.ID), Type: v.Type, Evidence: evidence[v.ID],
			Arguments: r.arguments(v.ID, v.Arguments, v.OtherArguments), Attributes: r.values("event ", v.ID, v.Attributes), Origin: annotate.Origin{Unsure: v.Unsure}})
	}
	return items
}

func (r *reader) arguments(event string, args []Argument, others []OtherArgument) []annotate.Argument {
	var out []annotate.Argument
	add := func(role, target, value string) {
		if v, ok := r.value(fmt.Sprintf("event %s, argument %s", event, role), value); ok {
			out = append(out, annotate.Argument{Role: role, Target: annotate.ID(target), Value: v})
		}
	}
	for _, a := range args {
		add(a.Role, r.end(a.Cluster, a.Ref), a.Value)
	}
	for _, a := range others {
		add(a.Role, a.Target, a.Value)
	}
	return out
}

// end is a cluster, or the mention that stands for it where the clusters were
// taken out of the data set.
func (r *reader) end(cluster, mention string) string {
	if cluster == "" || mention != "" && !slices.ContainsFunc(r.row.Clusters, func(c Cluster) bool { return c.ID == cluster }) {
		return mention
	}
	return cluster
}

// others are clusters, relations and labels.
func (r *reader) others() []annotate.Item {
	var items []annotate.Item
	for _, e := range r.row.Clusters {
		items = append(items, &annotate.Entity{ID: annotate.ID(e.ID), Label: e.Label, Name: e.Name, KB: e.KB,
			Attributes: r.values("cluster ", e.ID, e.Attributes), Origin: annotate.Origin{Unsure: e.Unsure}})
	}
	for _, x := range r.row.Relations {
		items = append(items, &annotate.Relation{ID: annotate.ID(x.ID), Label: x.Type,
			From: annotate.ID(r.end(x.HeadCluster, x.Head)), To: annotate.ID(r.end(x.TailCluster, x.Tail)),
			Attributes: r.values("relation ", x.ID, x.Attributes), Origin: annotate.Origin{Unsure: x.Unsure}})
	}
	for _, x := range r.row.OtherRelations {
		items = append(items, &annotate.Relation{ID: annotate.ID(x.ID), Label: x.Type, From: annotate.ID(x.From), To: annotate.ID(x.To),
			Attributes: r.values("relation ", x.ID, x.Attributes), Origin: annotate.Origin{Unsure: x.Unsure}})
	}
	for _, x := range r.row.Labels {
		if v, ok := r.value("label "+x.ID, x.Value); ok {
			items = append(items, &annotate.Label{ID: annotate.ID(x.ID), Label: x.Label, Value: v, Origin: annotate.Origin{Unsure: x.Unsure}})
		}
	}
	return items
}
