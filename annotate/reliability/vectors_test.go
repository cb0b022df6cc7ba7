package reliability

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"galley/annotate"
	"galley/annotate/span"
)

// vector is one of the published cases that package agree is held to.
type vector struct {
	ID, Kind  string
	Expect    map[string]json.RawMessage
	Rows      [][]*string
	DocsA     [][]json.RawMessage `json:"docs_a"`
	DocsB     [][]json.RawMessage `json:"docs_b"`
	ClustersA [][]int             `json:"clusters_a"`
	ClustersB [][]int             `json:"clusters_b"`
}

// TestProjectsGiveThePublishedValues puts the published cases into projects:
// what a project comes to is what its annotations come to by themselves.
func TestProjectsGiveThePublishedValues(t *testing.T) {
	data, err := os.ReadFile("../agree/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(regexp.MustCompile(`-?\b(NaN|Infinity)\b`).ReplaceAll(data, []byte("null")), &file); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, raw := range file.Cases {
		var head struct{ Kind string }
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		build := map[string]func(*testing.T, vector) (*corpus, string){
			"span_pair": spansProject, "event_pair": eventsProject, "coref": chainsProject, "coding": labelsProject,
		}[head.Kind]
		if build == nil {
			continue
		}
		var v vector
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		t.Run(v.ID, func(t *testing.T) {
			c, of := build(t, v)
			if c == nil {
				t.Skip("it has one coder")
			}
			r := measure(t, c, Options{Resamples: 1, Samples: 2})
			for _, m := range append(r.Measures, r.Labels...) {
				name := m.Name
				if m.Of == Mentions && m.Label != "" {
					name += "[" + m.Label + "]"
				}
				if raw, ok := v.Expect[name]; ok && m.Of == of && (of != Events || m.Label == "") {
					checked++
					compareExpected(t, name, m, raw)
				}
			}
		})
	}
	if checked < 100 {
		t.Errorf("%d values were compared, which is too few", checked)
	}
}

func compareExpected(t *testing.T, name string, m Measure, raw json.RawMessage) {
	t.Helper()
	var want *float64
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	switch {
	case want == nil && m.Defined():
		t.Errorf("%s is %v, want undefined", name, m.Number)
	case want != nil && !m.Defined():
		t.Errorf("%s is undefined (%s), want %v", name, m.Undefined, *want)
	case want != nil && math.Abs(m.Number-*want) > 1e-6:
		t.Errorf("%s is %v, want %v", name, m.Number, *want)
	}
}

// projectOf makes a project of two people with what they marked in articles of one long text.
func projectOf(docsA, docsB [][]json.RawMessage, items func(docs []json.RawMessage) []annotate.Item) *corpus {
	c := newCorpus("ada", "ben")
	for i := range docsA {
		c.articleOf(strings.Repeat("x", 5000), by("ada", items(docsA[i])...), by("ben", items(docsB[i])...))
	}
	return c
}

func spansProject(t *testing.T, v vector) (*corpus, string) {
	return projectOf(v.DocsA, v.DocsB, func(docs []json.RawMessage) []annotate.Item {
		var items []annotate.Item
		for k, raw := range docs {
			var u []any
			if err := json.Unmarshal(raw, &u); err != nil {
				t.Fatal(err)
			}
			items = append(items, mention(fmt.Sprint(k), int(u[0].(float64)), int(u[1].(float64)), u[2].(string)))
		}
		return items
	}), Mentions
}

func eventsProject(t *testing.T, v vector) (*corpus, string) {
	return projectOf(v.DocsA, v.DocsB, func(docs []json.RawMessage) []annotate.Item {
		var items []annotate.Item
		fillers := map[span.Span]string{}
		for k, raw := range docs {
			var e struct {
				Type    string
				Trigger span.Span
				Args    []struct {
					Role string
					Span span.Span
				}
			}
			if err := json.Unmarshal(raw, &e); err != nil {
				t.Fatal(err)
			}
			event := &annotate.Event{ID: annotate.ID(fmt.Sprint("v", k)), Type: e.Type, Trigger: []span.Span{e.Trigger}}
			for _, a := range e.Args {
				if fillers[a.Span] == "" {
					fillers[a.Span] = fmt.Sprint("m", len(fillers))
					items = append(items, mention(fillers[a.Span], a.Span.Start, a.Span.End, "PER"))
				}
				event.Arguments = append(event.Arguments, fills(a.Role, fillers[a.Span]))
			}
			items = append(items, event)
		}
		return items
	}), Events
}

func chainsProject(_ *testing.T, v vector) (*corpus, string) {
	items := func(clusters [][]int) []annotate.Item {
		var items []annotate.Item
		for k, mentions := range clusters {
			id := fmt.Sprint("e", k)
			items = append(items, entity(id))
			for _, m := range mentions {
				items = append(items, on(id, mention(fmt.Sprint("m", m), 3*m, 3*m+2, "PER")))
			}
		}
		return items
	}
	return newCorpus("ada", "ben").articleOf(strings.Repeat("x", 5000), by("ada", items(v.ClustersA)...), by("ben", items(v.ClustersB)...)), Chains
}

func labelsProject(_ *testing.T, v vector) (*corpus, string) {
	if len(v.Rows) == 0 || len(v.Rows[0]) < 2 {
		return nil, ""
	}
	var people []string
	for k := range v.Rows[0] {
		people = append(people, fmt.Sprintf("p%02d", k))
	}
	c := newCorpus(people...)
	for _, row := range v.Rows {
		var layers []layer
		for k, value := range row {
			l := by(people[k])
			if value != nil {
				l.items = append(l.items, says("topic", *value))
			}
			layers = append(layers, l)
		}
		c.article(layers...)
	}
	return c, Labels
}
