// Package labelstudio reads and writes tasks of Label Studio in JSON
// (https://labelstud.io/guide/task_format) with config.xml, the labelling
// configuration that goes with them.
//
// Offsets are code points. A trigger is a region of the control "trigger", and
// the relations that go out from it are the arguments of its event.
package labelstudio

import (
	"context"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/graph"
	"galley/annotate/format/wire"
)

// Format is Label Studio's.
type Format struct{}

const (
	extension  = ".json"
	configFile = "config.xml"
)

// The controls of the configuration.
const (
	labelControl    = "label"
	triggerControl  = "trigger"
	textObject      = "text"
	documentControl = "document." // and the name of the label of the article
)

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "labelstudio", Name: "Label Studio JSON", Extension: extension, Unit: format.CodePoints,
		Holds: format.Holds{
			Text: true, Meta: true, Events: true, Relations: true, Attributes: true, Labels: true,
			Nested: true, Overlapping: true, Discontinuous: true,
		},
	}
}

// Sniff is all but sure of objects with data and annotations or predictions.
func (Format) Sniff(in format.Input, head []byte) float64 {
	keys := wire.Keys(in, head)
	if wire.Has(keys, "data", "annotations") || wire.Has(keys, "data", "predictions") {
		return 0.95
	}
	return 0
}

// Fit cuts rec down to regions, relations and choices.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	rules := graph.Rules()
	rules.Article, rules.Layer, rules.Labels, rules.Attributes = wire.KeptOf, true, true, texts
	return cut.Record(rec, lost, rules)
}

// texts keeps of attributes texts and lists of them; all else becomes a text.
func texts(attrs annotate.Attributes) annotate.Attributes {
	out := annotate.Attributes{}
	for name, v := range attrs {
		if slices.Contains([]string{labelControl, triggerControl, textObject}, name) {
			name += "_"
		}
		if v = valueOf(v.Texts()); v != "" {
			out[name] = v
		}
	}
	return out
}

// valueOf is the value that choices make.
func valueOf(choices []string) annotate.Value {
	choices = slices.DeleteFunc(slices.Clone(choices), func(s string) bool { return s == "" })
	switch len(choices) {
	case 0:
		return ""
	case 1:
		return annotate.ValueOf(choices[0])
	}
	return annotate.ValueOf(choices)
}

// The structs below are the format: their order is the order of keys.

type task struct {
	ID          int                   `json:"id"`
	Data        data                  `json:"data"`
	Annotations wire.List[annotation] `json:"annotations"`
	Predictions wire.List[annotation] `json:"predictions"`
}

type data struct {
	Text *string `json:"text"`
	wire.About
	Other annotate.Fields `json:",embed"`
}

type annotation struct {
	ID           any               `json:"id,omitzero"`
	CompletedBy  any               `json:"completed_by,omitzero"`
	Cancelled    bool              `json:"was_cancelled"`
	GroundTruth  bool              `json:"ground_truth"`
	ModelVersion string            `json:"model_version,omitzero"`
	Result       wire.List[result] `json:"result"`
}

// result is a region, what is said of one, what is said of the article, or a relation.
type result struct {
	ID       string   `json:"id,omitzero"`
	FromName string   `json:"from_name,omitzero"`
	ToName   string   `json:"to_name,omitzero"`
	Type     string   `json:"type"`
	Value    *value   `json:"value,omitzero"`
	Origin   string   `json:"origin,omitzero"`
	FromID   string   `json:"from_id,omitzero"`
	ToID     string   `json:"to_id,omitzero"`
	Ways     string   `json:"direction,omitzero"`
	Labels   []string `json:"labels,omitzero"`
}

type value struct {
	Start   *int     `json:"start,omitzero"`
	End     *int     `json:"end,omitzero"`
	Text    any      `json:"text,omitzero"` // of a region what stands there; of a text area what was written, a list
	Labels  []string `json:"labels,omitzero"`
	Choices []string `json:"choices,omitzero"`
}

// Write writes one file of tasks for each split, and config.xml.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	c := newConfig(set.Schema)
	n := 0
	err := wire.WriteArray(ctx, out, set, extension, func(rec format.Record) (any, error) {
		n++
		return taskOf(n, rec, c)
	})
	if err != nil || set.Single != "" { // a single file stands alone
		return err
	}
	return format.WriteFile(out, configFile, c.write)
}

func taskOf(n int, rec format.Record, c *config) (task, error) {
	body := rec.Article.Text.String()
	t := task{ID: n, Data: data{Text: &body, About: wire.AboutOf(rec)}}
	for _, l := range rec.Layers {
		results, err := resultsOf(rec.Article, l.Layer, c)
		if err != nil {
			return t, err
		}
		if a := (annotation{ID: n, Result: wire.ListOf(results)}); l.ID.Kind == annotate.Suggestion {
			a.ModelVersion = l.Annotator
			t.Predictions.Items = append(t.Predictions.Items, a)
		} else {
			a.CompletedBy, a.GroundTruth = 1, l.ID.Kind == annotate.Gold
			t.Annotations.Items = append(t.Annotations.Items, a)
		}
	}
	return t, nil
}

func resultsOf(article *annotate.Article, l annotate.Layer, c *config) ([]result, error) {
	nodes, edges := graph.Of(l)
	nodes, edges = graph.Split(nodes, edges, func(of annotate.ID, part int) annotate.ID {
		id := annotate.ID(fmt.Sprintf("%s.%d", of, part))
		for l.Find(id) != nil {
			id += "_"
		}
		return id
	})
	var out []result
	for _, n := range nodes {
		start, err := article.Text.CodePoint(n.Spans[0].Start)
		if err != nil {
			return nil, err
		}
		end, err := article.Text.CodePoint(n.Spans[0].End)
		if err != nil {
			return nil, err
		}
		r := result{ID: string(n.ID), FromName: labelControl, ToName: textObject, Type: "labels", Origin: "manual",
			Value: &value{Start: &start, End: &end, Text: article.Quote(n.Spans), Labels: []string{n.Label}}}
		if n.Event {
			r.FromName = triggerControl
		}
		c.use(r.FromName, n.Label)
		out = append(out, r)
		for _, said := range c.choices(n.Attributes) {
			said.ID, said.Value.Start, said.Value.End = string(n.ID), &start, &end
			out = append(out, said)
		}
	}
	for _, x := range l.Labels.All() {
		said := c.choice(documentControl+x.Label, x.Value)
		said.ID = string(x.ID)
		out = append(out, said)
	}
	for _, e := range edges {
		c.relation(e.Label)
		out = append(out, result{ID: string(e.ID), Type: "relation", FromID: string(e.From), ToID: string(e.To), Ways: "right", Labels: []string{e.Label}})
	}
	return out, nil
}
