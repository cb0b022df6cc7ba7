package labelstudio

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/graph"
	"galley/annotate/format/units"
	"galley/annotate/format/wire"
)

// Read gives an article for each task, and a layer for each annotation and
// prediction of it. The field that holds the text is the one that config.xml
// beside the file names, or "text".
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	field := textObject
	if c, err := fs.ReadFile(in.FS, path.Join(path.Dir(in.Name), configFile)); err == nil {
		field = textField(c)
	}
	return wire.Array(ctx, in, "task", func(t *task, where string) []format.Result { return t.read(where, field) })
}

func (t *task) read(where, field string) []format.Result {
	body := t.Data.Text
	if v, ok := t.Data.Other[field]; ok && field != textObject {
		text := v.Text()
		body = &text
		delete(t.Data.Other, field)
	}
	if body == nil {
		return []format.Result{{Refused: &format.Issue{Item: where, Code: format.CodeMissing, Message: fmt.Sprintf("its data has no %q", field)}}}
	}
	about := t.Data.About.With(t.Data.Other)
	r, refused := wire.NewReading(where, *body, about)
	if r == nil {
		return refused
	}
	r.Faults("annotation", t.Annotations.Faults)
	r.Faults("prediction", t.Predictions.Faults)
	all := append(t.Annotations.Items, t.Predictions.Items...)
	if about.Kind != "" && len(all) < 2 {
		var items []annotate.Item
		for _, a := range all {
			items = a.items(r)
		}
		return r.Done(items)
	}
	var layers []format.Layer
	for i, a := range all {
		if a.Cancelled {
			r.Refuse(fmt.Sprintf("annotation %d", i+1), "cancelled", errors.New("it was skipped in Label Studio"))
			continue
		}
		l := format.Layer{Annotator: a.annotator(), Layer: r.Layer(a.items(r))}
		l.ID.Kind = annotate.Human
		switch {
		case i >= len(t.Annotations.Items):
			l.ID.Kind = annotate.Suggestion
		case a.GroundTruth:
			l.ID.Kind = annotate.Gold
		}
		l.Annotator = distinct(l, layers)
		layers = append(layers, l)
	}
	return r.DoneAs(layers)
}

// annotator is a name for who made a, empty if nothing tells.
func (a *annotation) annotator() string {
	switch by := a.CompletedBy.(type) {
	case float64:
		return fmt.Sprintf("user %v", by)
	case map[string]any:
		for _, key := range []string{"email", "username", "first_name", "id"} {
			if v := by[key]; v != nil && v != "" {
				return fmt.Sprint(v)
			}
		}
	}
	return a.ModelVersion
}

// distinct is the annotator of l, numbered where layers have one like it.
func distinct(l format.Layer, layers []format.Layer) string {
	name := l.Annotator
	for n := 2; ; n++ {
		taken := false
		for _, other := range layers {
			taken = taken || other.Annotator == name && other.ID.Kind == l.ID.Kind
		}
		if !taken {
			return name
		}
		name = fmt.Sprintf("%s (%d)", l.Annotator, n)
	}
}

// items are the annotations of one annotation of Label Studio's.
func (a *annotation) items(r *wire.Reading) []annotate.Item {
	r.Faults("result", a.Result.Faults)
	var claims []wire.Claim
	var regions []result
	for _, res := range a.Result.Items {
		if res.Type != "labels" {
			continue
		}
		if res.Value == nil || res.Value.Start == nil || res.Value.End == nil {
			r.Refuse("region "+res.ID, format.CodeMissing, errors.New("it does not say where it is"))
			continue
		}
		c := wire.Claim{Item: "region " + res.ID, Claim: units.Claim{Spans: [][2]int{{*res.Value.Start, *res.Value.End}}}}
		if quote, ok := res.Value.Text.(string); ok {
			c.Quote = &quote
		}
		claims, regions = append(claims, c), append(regions, res)
	}
	var nodes []graph.Node
	for i, spans := range r.Places(claims, units.CodePoints, units.UTF16, units.CRLFAsOne) {
		if res := regions[i]; spans != nil {
			n := graph.Node{ID: annotate.ID(res.ID), Spans: spans, Event: res.FromName == triggerControl}
			if len(res.Value.Labels) > 0 {
				n.Label = res.Value.Labels[0]
			}
			if len(res.Value.Labels) > 1 {
				r.Refuse("region "+res.ID, "labels", fmt.Errorf("it has %d labels, of which the first is taken", len(res.Value.Labels)))
			}
			nodes = append(nodes, n)
		}
	}
	said, labels := a.said(r, nodes)
	nodes, edges := graph.Join(said, a.edges(r), func(e graph.Edge, err error) { r.Refuse("relation "+e.Label, format.CodeReference, err) })
	return append(graph.Items(nodes, edges), labels...)
}

// said puts on nodes what is said of them, and gives what is said of the article.
func (a *annotation) said(r *wire.Reading, nodes []graph.Node) ([]graph.Node, []annotate.Item) {
	at := map[string]int{}
	for i, n := range nodes {
		if _, twice := at[string(n.ID)]; !twice {
			at[string(n.ID)] = i
		}
	}
	var labels []annotate.Item
	for _, res := range a.Result.Items {
		var v annotate.Value
		switch {
		case res.Type == "labels" || res.Type == "relation":
			continue
		case res.Type == "choices" && res.Value != nil:
			v = valueOf(res.Value.Choices)
		case res.Type == "textarea" && res.Value != nil:
			v = valueOf(textsOf(res.Value.Text))
		default:
			r.Refuse(fmt.Sprintf("result %s", res.ID), "unknown_type", fmt.Errorf("results of type %q are not read", res.Type))
			continue
		}
		i, region := at[res.ID]
		switch {
		case res.Value.Start == nil:
			name := res.FromName
			if len(name) > len(documentControl) && name[:len(documentControl)] == documentControl {
				name = name[len(documentControl):]
			}
			labels = append(labels, &annotate.Label{ID: annotate.ID(res.ID), Label: name, Value: v})
		case !region:
			r.Refuse(fmt.Sprintf("%s of region %s", res.FromName, res.ID), format.CodeReference, errors.New("there is no such region"))
		case v != "":
			nodes[i].Attributes = nodes[i].Attributes.With(res.FromName, v)
		}
	}
	return nodes, labels
}

func textsOf(v any) []string {
	switch x := v.(type) {
	case string:
		return []string{x}
	case []any:
		var out []string
		for _, one := range x {
			if s, ok := one.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// edges are the relations. One that goes both ways or left is taken as it goes.
func (a *annotation) edges(r *wire.Reading) []graph.Edge {
	var out []graph.Edge
	for _, res := range a.Result.Items {
		if res.Type != "relation" {
			continue
		}
		e := graph.Edge{ID: annotate.ID(res.ID), From: annotate.ID(res.FromID), To: annotate.ID(res.ToID), Label: "related"}
		if res.Ways == "left" {
			e.From, e.To = e.To, e.From
		}
		if len(res.Labels) > 0 {
			e.Label = res.Labels[0]
		}
		out = append(out, e)
	}
	return out
}
