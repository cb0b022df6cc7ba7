package reliability

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"galley/annotate"
	"galley/annotate/span"
)

// corpus is a project in memory.
type corpus struct {
	project annotate.Project
	entries []annotate.Entry
	things  []annotate.Thing
}

func (c *corpus) Things(context.Context, annotate.Kind, annotate.ID) ([]annotate.Thing, error) {
	return c.things, nil
}

func (c *corpus) Project(context.Context) (annotate.Project, error) { return c.project, nil }

func (c *corpus) Find(context.Context, annotate.Query) ([]annotate.Ref, error) {
	return make([]annotate.Ref, len(c.entries)), nil
}

func (c *corpus) Each(context.Context, annotate.Query) iter.Seq2[annotate.Entry, error] {
	return func(yield func(annotate.Entry, error) bool) {
		for _, e := range c.entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// body is the text of all articles; its first letter takes two bytes.
var body = "é" + strings.Repeat("abcdefghi ", 10)

// newCorpus makes a project of people with articles of a text.
func newCorpus(people ...string) *corpus {
	c := &corpus{project: annotate.Project{ID: "p", Name: "Test", Schema: &annotate.Schema{
		DocumentAttributes: []annotate.AttributeType{{Name: "deaths", Type: "int"}, {Name: "themes", Type: "multi"}},
	}}}
	for _, name := range people {
		c.project.People = append(c.project.People, annotate.Person{ID: annotate.ID("id-" + name), Name: name})
	}
	return c
}

// layer is a layer by its annotator.
type layer struct {
	by    string
	kind  annotate.LayerKind // empty: human
	state annotate.State     // empty: done
	items []annotate.Item
}

func by(name string, items ...annotate.Item) layer { return layer{by: name, items: items} }

func (l layer) of(kind annotate.LayerKind) layer  { l.kind = kind; return l }
func (l layer) stated(state annotate.State) layer { l.state = state; return l }
func (c *corpus) article(layers ...layer) *corpus { return c.articleOf(body, layers...) }

func (c *corpus) articleOf(body string, layers ...layer) *corpus {
	id := annotate.ID(fmt.Sprintf("a%02d", len(c.entries)))
	e := annotate.Entry{Article: annotate.NewArticle(annotate.Article{ID: id, Key: "key-" + string(id), Title: "Title " + string(id)}, body)}
	for _, l := range layers {
		kind, state := l.kind, l.state
		if kind == "" {
			kind = annotate.Human
		}
		if state == "" {
			state = annotate.Done
		}
		items := append([]annotate.Item{&annotate.Head{State: state}}, l.items...)
		e.Layers = append(e.Layers, annotate.NewLayer(annotate.LayerID{Article: id, Annotator: annotate.ID("id-" + l.by), Kind: kind}, items))
	}
	c.entries = append(c.entries, e)
	return c
}

func mention(id string, start, end int, label string) *annotate.Mention {
	return &annotate.Mention{ID: annotate.ID(id), Label: label, Spans: []span.Span{{Start: start, End: end}}}
}

func on(entity string, m *annotate.Mention) *annotate.Mention {
	m.Entity = annotate.ID(entity)
	return m
}

func entity(id string) *annotate.Entity {
	return &annotate.Entity{ID: annotate.ID(id), Label: "PER", Name: id}
}

func attack(id string, at int, arguments ...annotate.Argument) *annotate.Event {
	return &annotate.Event{ID: annotate.ID(id), Type: "ATTACK", Trigger: []span.Span{{Start: at, End: at + 3}}, Arguments: arguments}
}

func fills(role, target string) annotate.Argument {
	return annotate.Argument{Role: role, Target: annotate.ID(target)}
}

func says(name string, value any) *annotate.Label {
	return &annotate.Label{ID: annotate.ID("l-" + name), Label: name, Value: annotate.ValueOf(value)}
}

func study(t testing.TB, c *corpus, o Options) *Study {
	t.Helper()
	s, err := Read(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func measure(t testing.TB, c *corpus, o Options) *Report {
	t.Helper()
	if o.Resamples == 0 {
		o.Resamples = 20
	}
	r, err := study(t, c, o).Measure(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// named is the measure of a list with a name, such as "mentions strict_f1" or "labels deaths alpha_interval".
func named(t testing.TB, list []Measure, name string) Measure {
	t.Helper()
	for _, m := range list {
		if strings.Join(strings.Fields(m.Of+" "+m.Label+" "+m.Name), " ") == name {
			return m
		}
	}
	t.Fatalf("there is no measure %q", name)
	return Measure{}
}

// is fails unless a measure has a value.
func is(t testing.TB, list []Measure, name string, want float64) {
	t.Helper()
	m := named(t, list, name)
	if !m.Defined() || m.Number < want-1e-9 || m.Number > want+1e-9 {
		t.Errorf("%s is %v %s, want %v", name, m.Number, m.Undefined, want)
	}
}

// isUndefined fails unless a measure is undefined for a reason.
func isUndefined(t testing.TB, list []Measure, name, reason string) {
	t.Helper()
	if m := named(t, list, name); !strings.Contains(m.Undefined, reason) || m.Defined() {
		t.Errorf("%s is %v %q, want undefined for %q", name, m.Number, m.Undefined, reason)
	}
}
