package assets_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

func TestSampleLayers(t *testing.T) {
	schema := allowedInSample(t)
	for _, a := range sampleArticles(t) {
		for _, l := range a.Layers {
			t.Run(a.Key+"/"+l.Annotator, func(t *testing.T) {
				checkSpans(t, []rune(a.Text), l)
				checkOrder(t, l)
				checkTargets(t, schema, l)
			})
		}
	}
}

// checkSpans requires that every span lies in the text and reads as its text says.
func checkSpans(t *testing.T, body []rune, l sampleLayer) {
	t.Helper()
	check := func(id string, spans [][2]int, want string) {
		var parts []string
		end := 0
		for _, s := range spans {
			if s[0] < end || s[0] >= s[1] || s[1] > len(body) {
				t.Fatalf("%s: span %v", id, s)
			}
			end = s[1]
			parts = append(parts, string(body[s[0]:s[1]]))
		}
		if got := strings.Join(parts, " "); got != want {
			t.Errorf("%s: the article reads %q, the annotation %q", id, got, want)
		}
	}
	for _, m := range l.Mentions {
		check(m.ID, m.Spans, m.Text)
	}
	for _, e := range l.Events {
		if e.Trigger != nil {
			check(e.ID, e.Trigger.Spans, e.Trigger.Text)
		} else if e.Evidence == nil {
			t.Errorf("%s has neither trigger nor evidence", e.ID)
		}
		if e.Evidence != nil {
			check(e.ID, e.Evidence.Spans, e.Evidence.Text)
		}
	}
}

// checkOrder requires the canonical order of annotations.
func checkOrder(t *testing.T, l sampleLayer) {
	t.Helper()
	inPlace := func(a, b [][2]int, labelA, labelB, idA, idB string) int {
		startA, endA := hull(a)
		startB, endB := hull(b)
		return cmp.Or(cmp.Compare(startA, startB), cmp.Compare(endA, endB), cmp.Compare(labelA, labelB), cmp.Compare(idA, idB))
	}
	for what, sorted := range map[string]bool{
		"mentions": slices.IsSortedFunc(l.Mentions, func(a, b sampleMention) int {
			return inPlace(a.Spans, b.Spans, a.Label, b.Label, a.ID, b.ID)
		}),
		"events": slices.IsSortedFunc(l.Events, func(a, b sampleEvent) int {
			return inPlace(a.spans(), b.spans(), a.Type, b.Type, a.ID, b.ID)
		}),
		"entities":  slices.IsSortedFunc(l.Entities, func(a, b sampleEntity) int { return cmp.Compare(a.ID, b.ID) }),
		"relations": slices.IsSortedFunc(l.Relations, func(a, b sampleRelation) int { return cmp.Compare(a.ID, b.ID) }),
		"labels":    slices.IsSortedFunc(l.Labels, func(a, b sampleLabel) int { return cmp.Compare(a.ID, b.ID) }),
		"notes":     slices.IsSortedFunc(l.Notes, func(a, b sampleNote) int { return cmp.Compare(a.ID, b.ID) }),
	} {
		if !sorted {
			t.Errorf("%s are out of order", what)
		}
	}
}

func (e sampleEvent) spans() [][2]int {
	if e.Trigger == nil {
		return nil
	}
	return e.Trigger.Spans
}

// hull is the first start and the last end; without a span it stands before all text.
func hull(spans [][2]int) (start, end int) {
	if len(spans) == 0 {
		return 0, 0
	}
	return spans[0][0], spans[len(spans)-1][1]
}

// checkTargets requires unique ids, references that lead somewhere, and
// labels, roles and fillers that the schema knows.
func checkTargets(t *testing.T, s allowed, l sampleLayer) {
	t.Helper()
	labels := map[string]string{} // of each id; an event's is "event:TYPE"
	add := func(id, label string) {
		if _, taken := labels[id]; taken {
			t.Errorf("id %s is taken", id)
		}
		labels[id] = label
	}
	for _, m := range l.Mentions {
		add(m.ID, m.Label)
		if _, ok := s.entities[m.Label]; !ok {
			t.Errorf("%s: the schema lacks %s", m.ID, m.Label)
		}
		checkValues(t, m.ID, m.Attributes, s.entities[m.Label])
	}
	for _, e := range l.Entities {
		for _, id := range e.Mentions {
			if labels[id] != e.Label {
				t.Errorf("%s: mention %s is %q, want %s", e.ID, id, labels[id], e.Label)
			}
		}
		add(e.ID, e.Label)
		checkValues(t, e.ID, e.Attributes, s.entities[e.Label])
	}
	for _, e := range l.Events {
		add(e.ID, "event:"+e.Type)
		if _, ok := s.events[e.Type]; !ok {
			t.Errorf("%s: the schema lacks %s", e.ID, e.Type)
		}
		checkValues(t, e.ID, e.Attributes, s.events[e.Type])
	}
	for _, e := range l.Events {
		for _, a := range e.Arguments {
			fillers, ok := s.roles[e.Type][a.Role]
			switch {
			case !ok:
				t.Errorf("%s: %s has no role %s", e.ID, e.Type, a.Role)
			case a.Target == "" && a.Value == nil:
				t.Errorf("%s: %s is filled by nothing", e.ID, a.Role)
			case a.Target != "" && !fits(labels[a.Target], fillers):
				t.Errorf("%s: %s takes %v, not %s (%q)", e.ID, a.Role, fillers, a.Target, labels[a.Target])
			}
		}
	}
	for _, r := range l.Relations {
		add(r.ID, r.Label)
		ends := s.relations[r.Label]
		if !fits(labels[r.From], ends.From) || !fits(labels[r.To], ends.To) {
			t.Errorf("%s: no relation %s from %q to %q", r.ID, r.Label, labels[r.From], labels[r.To])
		}
	}
	for _, d := range l.Labels {
		add(d.ID, d.Label)
		checkValues(t, d.ID, map[string]any{d.Label: d.Value}, s.document)
	}
	for _, n := range l.Notes {
		if _, ok := labels[n.On]; !ok || n.State != "open" && n.State != "resolved" {
			t.Errorf("%s stands on %q and is %q", n.ID, n.On, n.State)
		}
		add(n.ID, "")
	}
}

// fits tells whether a label may fill a role or be the end of a relation.
func fits(label string, labels []string) bool {
	return label != "" && (slices.Contains(labels, label) || slices.Contains(labels, "*") ||
		strings.HasPrefix(label, "event:") && slices.Contains(labels, "event:*"))
}

// allowed is the template conflict-news turned into look-ups by label.
type allowed struct {
	entities, events map[string][]attribute
	document         []attribute
	roles            map[string]map[string][]string // fillers by event type and role
	relations        map[string]relation
}

func allowedInSample(t *testing.T) allowed {
	t.Helper()
	file := readTemplate(t, "schemas/conflict-news.json")
	s := allowed{
		entities: map[string][]attribute{}, events: map[string][]attribute{}, document: file.DocumentAttributes,
		roles: map[string]map[string][]string{}, relations: map[string]relation{},
	}
	for _, e := range file.Entities {
		s.entities[e.Label] = e.Attributes
	}
	for _, e := range file.Events {
		s.events[e.Label] = slices.Concat(e.Attributes, file.EventAttributes)
		s.roles[e.Label] = map[string][]string{}
		for _, r := range e.Roles {
			s.roles[e.Label][r.Name] = r.Fillers
		}
	}
	for _, r := range file.Relations {
		s.relations[r.Label] = r
	}
	return s
}

// checkValues requires that each attribute is known and, where it is a choice, has a known value.
func checkValues(t *testing.T, id string, got map[string]any, known []attribute) {
	t.Helper()
	for name, value := range got {
		i := slices.IndexFunc(known, func(a attribute) bool { return a.Name == name })
		if i < 0 {
			t.Errorf("%s: unknown attribute %s", id, name)
			continue
		}
		values, many := value.([]any)
		if !many {
			values = []any{value}
		}
		for _, v := range values {
			if text, _ := v.(string); len(known[i].Options) > 0 && !slices.Contains(known[i].Options, text) {
				t.Errorf("%s: %s is %v, want one of %v", id, name, v, known[i].Options)
			}
		}
	}
}
