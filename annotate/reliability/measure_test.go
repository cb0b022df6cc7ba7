package reliability

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/span"
)

func TestMentions(t *testing.T) {
	c := newCorpus("ada", "ben")
	c.article(
		by("ada", mention("1", 2, 5, "PER"), mention("2", 10, 20, "ORG"), mention("3", 30, 33, "PER")),
		by("ben", mention("1", 2, 5, "PER"), mention("2", 12, 20, "ORG"), mention("4", 30, 33, "LOC")))
	c.article(by("ada"), by("ben"))
	r := measure(t, c, Options{})
	is(t, r.Measures, "mentions strict_f1", 1.0/3)
	is(t, r.Measures, "mentions exact_f1", 2.0/3)
	is(t, r.Measures, "mentions partial_f1", 2.5/3)
	is(t, r.Measures, "mentions type_f1", 2.0/3)
	is(t, r.Labels, "mentions PER strict_f1", 2.0/3)
	is(t, r.Labels, "mentions LOC strict_f1", 0)
	is(t, r.Labels, "mentions ORG strict_f1", 0)
	is(t, r.Labels, "mentions ORG partial_f1", 0.5)
	if r.Articles != 2 || r.Empty != 1 {
		t.Errorf("%d articles, %d of them empty; want 2 and 1", r.Articles, r.Empty)
	}
	m := named(t, r.Measures, "mentions strict_f1")
	if m.Articles != 2 || !slices.Equal(m.Units, []int{3, 3}) {
		t.Errorf("n is %d, units are %v; want 2 and 3 each", m.Articles, m.Units)
	}
	if !strings.Contains(m.Interval.Undefined, "an interval needs 10") {
		t.Errorf("the interval of two articles is %+v", m.Interval)
	}
	isUndefined(t, r.Measures, "events trigger_cls_f1", "nobody marked an event")
	isUndefined(t, r.Measures, "chains conll_f1", "neither has a chain")
	isUndefined(t, r.Measures, "labels alpha", "nobody gave a document label")
}

func TestFragmentsAreEqualOnlyInAll(t *testing.T) {
	split := &annotate.Mention{ID: "1", Label: "PER", Spans: []span.Span{{Start: 2, End: 4}, {Start: 7, End: 9}}}
	c := newCorpus("ada", "ben").article(by("ada", split), by("ben", mention("1", 2, 9, "PER")))
	r := measure(t, c, Options{})
	is(t, r.Measures, "mentions strict_f1", 0)
	is(t, r.Measures, "mentions type_f1", 1)
}

func TestEvents(t *testing.T) {
	x, y := mention("x", 40, 45, "PER"), mention("y", 50, 55, "PER")
	for _, tt := range []struct {
		name     string
		ada, ben []annotate.Item
		want     map[string]float64
	}{
		{"a role is contradicted", []annotate.Item{x, attack("v", 10, fills("Target", "x"))}, []annotate.Item{x, attack("v", 10, fills("Attacker", "x"))},
			map[string]float64{"trigger_cls_f1": 1, "arg_id_attached_f1": 1, "arg_cls_attached_f1": 0, "arg_cls_f1": 0}},
		{"an argument hangs on the wrong event",
			[]annotate.Item{x, attack("v", 10, fills("Target", "x")), attack("w", 20)}, []annotate.Item{x, attack("v", 10), attack("w", 20, fills("Target", "x"))},
			map[string]float64{"trigger_cls_f1": 1, "arg_cls_f1": 1, "arg_cls_attached_f1": 0}},
		{"a boundary of a filler",
			[]annotate.Item{x, attack("v", 10, fills("Target", "x"))}, []annotate.Item{mention("x", 42, 45, "PER"), attack("v", 10, fills("Target", "x"))},
			map[string]float64{"arg_cls_attached_f1": 0, "arg_cls_attached_matched_f1": 1}},
		{"an entity stands for its first mention",
			[]annotate.Item{entity("e"), on("e", mention("x", 40, 45, "PER")), on("e", mention("y", 50, 55, "PER")), attack("v", 10, fills("Target", "e"))},
			[]annotate.Item{x, y, attack("v", 10, fills("Target", "x"))},
			map[string]float64{"arg_cls_attached_f1": 1, "arg_cls_attached_matched_f1": 1}},
		{"values",
			[]annotate.Item{attack("v", 10, annotate.Argument{Role: "Killed", Value: "3"})},
			[]annotate.Item{attack("v", 10, annotate.Argument{Role: "Killed", Value: `{"low":3,"high":3,"approx":false}`})},
			map[string]float64{"arg_cls_attached_f1": 1}},
		{"a trigger in fragments against all between them",
			[]annotate.Item{x, attack("v", 10, fills("Target", "x"))},
			[]annotate.Item{x, &annotate.Event{ID: "v", Type: "ATTACK", Trigger: []span.Span{{Start: 10, End: 11}, {Start: 12, End: 13}}, Arguments: []annotate.Argument{fills("Target", "x")}}},
			map[string]float64{"trigger_id_f1": 0, "trigger_cls_f1": 0, "arg_cls_f1": 1, "arg_cls_attached_f1": 0}},
		{"a trigger of which types differ",
			[]annotate.Item{x, attack("v", 10, fills("Target", "x"))},
			[]annotate.Item{x, &annotate.Event{ID: "v", Type: "BOMBARD", Trigger: []span.Span{{Start: 10, End: 13}}, Arguments: []annotate.Argument{fills("Target", "x")}}},
			map[string]float64{"trigger_id_f1": 1, "trigger_cls_f1": 0, "arg_id_f1": 0, "arg_cls_attached_f1": 0}},
		{"a role that two fill, of which one is the same",
			[]annotate.Item{x, y, attack("v", 10, fills("Target", "x"), fills("Target", "y"))},
			[]annotate.Item{x, y, attack("v", 10, fills("Target", "y"))},
			map[string]float64{"arg_cls_attached_f1": 2.0 / 3}},
		{"without a trigger",
			[]annotate.Item{&annotate.Event{ID: "v", Type: "ATTACK"}}, []annotate.Item{&annotate.Event{ID: "v", Type: "ATTACK"}},
			map[string]float64{"trigger_cls_f1": 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := measure(t, newCorpus("ada", "ben").article(by("ada", tt.ada...), by("ben", tt.ben...)), Options{})
			for name, want := range tt.want {
				is(t, r.Measures, "events "+name, want)
			}
		})
	}
}

func TestChains(t *testing.T) {
	marks := func(entities string) []annotate.Item {
		items := []annotate.Item{entity("e"), entity("f")}
		for i, e := range strings.Fields(entities) {
			items = append(items, on(e, mention(fmt.Sprint(i), 2+10*i, 6+10*i, "PER")))
		}
		return items
	}
	c := newCorpus("ada", "ben").article(by("ada", marks("e e f f")...), by("ben", marks("e e e f")...))
	r := measure(t, c, Options{})
	is(t, r.Measures, "chains muc_f1", 0.5)
	is(t, r.Measures, "chains conll_f1", named(t, r.Measures, "chains conll_matched_f1").Number)
}

// Of two mentions in one place each is the same as the one with its label.
func TestChainsOfMentionsInOnePlace(t *testing.T) {
	ada := []annotate.Item{entity("e"), mention("1", 2, 6, "ORG"), on("e", mention("2", 2, 6, "PER")), on("e", mention("3", 12, 16, "PER"))}
	ben := []annotate.Item{entity("e"), on("e", mention("2", 2, 6, "PER")), on("e", mention("3", 12, 16, "PER"))}
	r := measure(t, newCorpus("ada", "ben").article(by("ada", ada...), by("ben", ben...)), Options{})
	is(t, r.Measures, "chains conll_f1", 1)
}

func TestItems(t *testing.T) {
	c := newCorpus("ada", "ben", "cy")
	c.article(by("ada", says("tone", "grim"), says("deaths", 3)), by("ben", says("tone", "grim"), says("deaths", 4)), by("cy", says("tone", "grim")))
	c.article(by("ada", says("tone", "calm"), says("deaths", 30)), by("ben", says("tone", "grim"), says("deaths", 30)))
	c.article(by("ada", says("themes", []string{"war", "aid"})), by("ben", says("themes", []string{"aid"})), by("cy", says("themes", []string{"war"})))
	c.article(by("ada", &annotate.Label{ID: "1", Label: "urgent"}), by("ben"), by("cy", says("themes", []string{"war"})))
	r := measure(t, c, Options{})
	is(t, r.Measures, "labels tone alpha_nominal", 0)
	is(t, r.Measures, "labels tone percent_pairwise", 0.5)
	if m := named(t, r.Measures, "labels deaths alpha_interval"); !m.Defined() || m.Number < 0.99 || m.N != 2 {
		t.Errorf("alpha of numbers is %+v, want almost 1 of 2 items", m)
	}
	if m := named(t, r.Measures, "labels themes alpha_masi"); m.N != 1 {
		t.Errorf("alpha of sets rests on %d items, want 1: who gave none is missing", m.N)
	}
	// A tag that was not given is a no.
	if m := named(t, r.Measures, "labels urgent alpha_nominal"); m.N != 4 {
		t.Errorf("alpha of a tag rests on %d items, want 4", m.N)
	}
	if len(r.Others) == 0 {
		t.Error("nobody is compared with the others")
	}
}

func TestAttributesOfWhatBothMarked(t *testing.T) {
	is := is
	with := func(level, tense string, start int) []annotate.Item {
		m, v := mention("m", start, 9, "PER"), attack("v", 20)
		m.Attributes = annotate.Attributes{"level": annotate.ValueOf(level)}
		v.Attributes = annotate.Attributes{"tense": annotate.ValueOf(tense)}
		return []annotate.Item{m, v}
	}
	c := newCorpus("ada", "ben")
	c.article(by("ada", with("name", "past", 2)...), by("ben", with("name", "past", 4)...))
	c.article(by("ada", with("noun", "past", 2)...), by("ben", with("noun", "future", 2)...))
	c.article(by("ada", with("noun", "past", 2)...), by("ben"))
	r := measure(t, c, Options{})
	is(t, r.Measures, "mention_attributes level alpha_nominal", 1)
	is(t, r.Measures, "event_attributes tense percent_pairwise", 0.5)
}

func TestOnlyFinishedWorkOfPeopleCounts(t *testing.T) {
	m := mention("1", 2, 5, "PER")
	c := newCorpus("ada", "ben", "rules", "eve")
	c.article(by("ada", m), by("ben", m), by("rules").of(annotate.Suggestion), by("eve", m).of(annotate.Gold))
	c.article(by("ada", m), by("ben").stated(annotate.Started))
	r := measure(t, c, Options{})
	is(t, r.Measures, "mentions strict_f1", 1)
	if diff := cmp.Diff([]string{"ada", "ben"}, r.Names()); diff != "" {
		t.Error(diff)
	}
	var pairs []string
	for _, p := range r.Pairs {
		m := named(t, p.Measures, "mentions strict_f1")
		pairs = append(pairs, fmt.Sprintf("%s x %s %v", r.Coders[p.A], r.Coders[p.B], m.Number))
	}
	want := []string{"ada x ben 1", "ada x rules (suggestions) 0", "ben x rules (suggestions) 0", "ada x eve (gold) 1", "ben x eve (gold) 1"}
	if diff := cmp.Diff(want, pairs); diff != "" {
		t.Error(diff)
	}
	r = measure(t, c, Options{Unfinished: true})
	is(t, r.Measures, "mentions strict_f1", 2.0/3)
	if r.Articles != 2 {
		t.Errorf("%d articles in any state, want 2", r.Articles)
	}
}

func TestSuggestedWorkIsMarked(t *testing.T) {
	began := mention("1", 2, 5, "PER")
	began.Source = "rules"
	spread := mention("1", 2, 5, "PER")
	spread.Source = annotate.Propagated
	c := newCorpus("ada", "ben").article(by("ada", began), by("ben", spread)).article(by("ada", spread), by("ben", spread))
	r := measure(t, c, Options{})
	if r.Dependent != 1 || r.Pairs[0].Dependent != 1 || !r.PerArticle[0].Dependent || r.PerArticle[1].Dependent {
		t.Errorf("%d articles are marked, want the first", r.Dependent)
	}
	if notes := strings.Join(r.Notes(), " "); !strings.Contains(notes, "1 of 2 articles somebody began with suggestions") {
		t.Errorf("the notes are %q", notes)
	}
	if r := measure(t, c, Options{Independent: true}); r.Articles != 1 || r.Dependent != 0 {
		t.Errorf("%d articles are independent, want 1", r.Articles)
	}
}

func TestWorkThatWasAssignedOpenlyIsMarked(t *testing.T) {
	m := mention("1", 2, 5, "PER")
	c := newCorpus("ada", "ben").article(by("ada", m), by("ben", m)).article(by("ada", m), by("ben", m))
	c.things = []annotate.Thing{
		&annotate.Assignment{Article: "a00", Person: "id-ada", Blind: true}, &annotate.Assignment{Article: "a01", Person: "id-ben"},
	}
	r := measure(t, c, Options{})
	if r.Open != 1 || r.Dependent != 1 || r.Pairs[0].Dependent != 1 {
		t.Errorf("%d articles are open and %d dependent, want 1", r.Open, r.Dependent)
	}
	if notes := strings.Join(r.Notes(), " "); !strings.Contains(notes, "on 1 of 2 articles somebody could see the work of others") {
		t.Errorf("the notes are %q", notes)
	}
	if r := measure(t, c, Options{Independent: true}); r.Articles != 1 {
		t.Errorf("%d articles are independent, want 1", r.Articles)
	}
}

func TestRefusals(t *testing.T) {
	m := mention("1", 2, 5, "PER")
	for _, tt := range []struct {
		name   string
		corpus *corpus
		o      Options
		want   string
	}{
		{"nobody", newCorpus(), Options{}, "nobody has finished an article"},
		{"one person", newCorpus("ada").article(by("ada", m)), Options{}, "only ada has finished articles: agreement takes two people"},
		{"one person and a machine", newCorpus("ada", "rules").article(by("ada", m), by("rules", m).of(annotate.Suggestion)), Options{}, "only ada"},
		{"one of two was asked for", newCorpus("ada", "ben").article(by("ada", m), by("ben", m)), Options{Annotators: []string{"ada"}}, "only ada"},
		{"nothing shared", newCorpus("ada", "ben").article(by("ada", m)).article(by("ben", m)), Options{}, "no article was finished by two of the 2 people"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := measure(t, tt.corpus, tt.o)
			if !strings.Contains(r.Refused, tt.want) {
				t.Errorf("refused for %q, want %q", r.Refused, tt.want)
			}
			for _, m := range r.Measures {
				if m.Defined() {
					t.Errorf("%s is %v, want undefined", m, m.Number)
				}
			}
		})
	}
}

func TestUnknownAnnotators(t *testing.T) {
	c := newCorpus("ada", "ben")
	c.project.People = append(c.project.People, annotate.Person{ID: "other", Name: "ben"})
	for name, want := range map[string]string{"cy": `there is no annotator "cy"; there are ada, ben`, "ben": `2 annotators are called "ben"`} {
		_, err := Read(t.Context(), c, Options{Annotators: []string{"ada", name}})
		var unknown *NoAnnotatorError
		if !errors.As(err, &unknown) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	if _, err := Read(t.Context(), c, Options{Annotators: []string{"ada", "other"}}); err != nil {
		t.Errorf("an id is refused: %v", err)
	}
}

func TestOverlapIsRefusedWithCountWhereAMeasureForbidsIt(t *testing.T) {
	c := newCorpus("ada", "ben").article(by("ada", mention("1", 2, 9, "PER"), mention("2", 4, 6, "PER")), by("ben", mention("1", 2, 9, "PER")))
	r := measure(t, c, Options{})
	isUndefined(t, r.Measures, "mentions alpha_u_1995", "1 units overlap another")
	isUndefined(t, r.Measures, "mentions alpha16_u_nominal", "1 units overlap another")
	is(t, r.Measures, "mentions strict_f1", 2.0/3)
	if m := named(t, r.Measures, "mentions gamma"); !m.Defined() {
		t.Errorf("gamma is undefined: %s", m.Undefined)
	}
}

func TestWeeks(t *testing.T) {
	at := func(day string, schema int) *annotate.Mention {
		m := mention("1", 2, 5, "PER")
		m.At, m.Schema = day+"T10:00:00Z", schema
		return m
	}
	c := newCorpus("ada", "ben")
	c.article(by("ada", at("2016-05-01", 1)), by("ben", at("2016-05-02", 1))) // a Sunday, a Monday
	c.article(by("ada", at("2016-05-08", 1)), by("ben"))
	c.article(by("ada", at("2016-05-09", 2)), by("ben", at("2016-05-10", 1)))
	c.article(by("ada", mention("1", 2, 5, "PER")), by("ben"))
	r := measure(t, c, Options{})
	var got []string
	for _, w := range r.Weeks {
		got = append(got, fmt.Sprintf("%s n=%d changed=%v f1=%.2f", w.Monday.Format("2006-01-02"), w.Articles, w.Changed, named(t, w.Measures, "mentions strict_f1").Number))
	}
	want := []string{"2016-05-02 n=2 changed=false f1=0.67", "2016-05-09 n=1 changed=true f1=1.00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r.Undated != 1 {
		t.Errorf("%d articles are without a time, want 1", r.Undated)
	}
	// Gamma of a week takes what is expected from that week's articles.
	is(t, r.Weeks[1].Measures, "mentions gamma", 1)
	if m := named(t, r.Weeks[0].Measures, "mentions gamma"); !m.Defined() || m.Number >= 1 {
		t.Errorf("gamma of a week in which one marked nothing is %v %s", m.Number, m.Undefined)
	}
}

func TestPlacesOfACell(t *testing.T) {
	c := newCorpus("ada", "ben")
	c.article(by("ada", mention("1", 2, 5, "PER"), mention("2", 10, 20, "ORG")), by("ben", mention("1", 2, 5, "LOC")))
	c.article(by("ada", mention("1", 3, 6, "PER")), by("ben", mention("1", 2, 6, "LOC")))
	s := study(t, c, Options{})
	r, err := s.Measure(t.Context(), Options{Resamples: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, conf := range r.Pairs[0].Confusion {
		for _, cell := range conf.Cells {
			if n := len(s.Places(0, 1, conf.Of, conf.Label, cell.A, cell.B)); n != cell.Count {
				t.Errorf("%s: %d places of %s and %s, the cell says %d", conf.Of, n, cell.A, cell.B, cell.Count)
			}
		}
	}
	want := []Place{
		{"a00", "key-a00", "Title a00", span.Span{Start: 1, End: 4}, span.Span{Start: 1, End: 4}}, // code points
		{"a01", "key-a01", "Title a01", span.Span{Start: 2, End: 5}, span.Span{Start: 1, End: 5}},
	}
	if diff := cmp.Diff(want, s.Places(0, 1, Mentions, "", "PER", "LOC")); diff != "" {
		t.Error(diff)
	}
}

// drawLayer draws work in which much meets and ties.
func drawLayer(t *rapid.T) []annotate.Item {
	items := []annotate.Item{entity("e"), entity("f")}
	n := rapid.IntRange(0, 4).Draw(t, "mentions")
	for i := range n {
		start := rapid.IntRange(2, 12).Draw(t, "start")
		m := mention(fmt.Sprint("m", i), start, start+rapid.IntRange(1, 4).Draw(t, "length"), rapid.SampledFrom([]string{"PER", "ORG"}).Draw(t, "label"))
		m.Entity = annotate.ID(rapid.SampledFrom([]string{"", "e", "f"}).Draw(t, "entity"))
		items = append(items, m)
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "events") {
		v := attack(fmt.Sprint("v", i), rapid.IntRange(20, 21).Draw(t, "trigger"))
		for range rapid.IntRange(0, 2).Draw(t, "arguments") {
			target := rapid.SampledFrom([]string{"m0", "m1", "e", "v0"}).Draw(t, "target")
			v.Arguments = append(v.Arguments, fills(rapid.SampledFrom([]string{"Target", "Attacker"}).Draw(t, "role"), target))
		}
		v.Attributes = annotate.Attributes{"tense": annotate.ValueOf(rapid.SampledFrom([]string{"past", "future", "present", "timeless"}).Draw(t, "tense"))}
		items = append(items, v)
	}
	if rapid.Bool().Draw(t, "labelled") {
		items = append(items, says("tone", rapid.SampledFrom([]string{"grim", "calm"}).Draw(t, "tone")))
	}
	return items
}

// numbers are the values of measures by name, with their intervals, without sides.
func numbers(list []Measure) map[string]string {
	number := func(x float64) string { return fmt.Sprintf("%.9f", math.Round(x*1e9)/1e9+0) }
	out := map[string]string{}
	for _, m := range list {
		v := m.Undefined
		if m.Defined() {
			v = number(m.Number)
		}
		if m.Interval.Undefined == "" {
			v += fmt.Sprintf(" [%s, %s] less %d", number(m.Interval.Low), number(m.Interval.High), m.Interval.Left)
		} else {
			v += " " + m.Interval.Undefined
		}
		out[m.Of+" "+m.Label+" "+m.Name] = v
	}
	return out
}

func TestOrderChangesNoValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := []string{"ada", "ben", "cy"}[:rapid.IntRange(2, 3).Draw(t, "people")]
		names := rapid.Permutation(slices.Clone(people)).Draw(t, "names")
		var work [][][]annotate.Item // by article, by person
		for range rapid.IntRange(1, 3).Draw(t, "articles") {
			var row [][]annotate.Item
			for range people {
				row = append(row, drawLayer(t))
			}
			work = append(work, row)
		}
		build := func(order []int, names []string) *corpus {
			c := newCorpus(people...)
			for _, i := range order {
				var layers []layer
				for k, items := range work[i] {
					layers = append(layers, by(names[k], items...))
				}
				c.article(layers...)
			}
			return c
		}
		order := make([]int, len(work))
		for i := range order {
			order[i] = i
		}
		turned := rapid.Permutation(slices.Clone(order)).Draw(t, "order")
		o := Options{Resamples: 1, Samples: 2}
		got := func(c *corpus) *Report {
			s, err := Read(t.Context(), c, o)
			if err != nil {
				t.Fatal(err)
			}
			r, err := s.Measure(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		a, b := got(build(order, people)), got(build(turned, names))
		if diff := cmp.Diff(numbers(a.Measures), numbers(b.Measures)); diff != "" {
			t.Fatalf("measures change with the order:\n%s", diff)
		}
		if diff := cmp.Diff(numbers(a.Labels), numbers(b.Labels)); diff != "" {
			t.Fatalf("measures of labels change with the order:\n%s", diff)
		}
	})
}

// Resamples are the same whatever order people, their annotations and articles are in.
func TestOrderChangesNoInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := []string{"ada", "ben", "cy"}[:rapid.IntRange(2, 3).Draw(t, "people")]
		names := rapid.Permutation(slices.Clone(people)).Draw(t, "names")
		a, b := newCorpus(people...), newCorpus(people...)
		known := rapid.SampledFrom([]string{"", "", "Q1", "Q2", "Q3"})
		for i := range 12 {
			var layers, turned []layer
			for k := range people {
				items := drawLayer(t)
				items[0].(*annotate.Entity).KB = known.Draw(t, "known")
				if i < 10 { // so that there are groups enough of what is known
					items[1].(*annotate.Entity).KB = fmt.Sprint("X", i)
					items = append(items, on("f", mention("of f", 30, 33, "PER")), on("e", mention("of e", 40, 43, "PER")))
				}
				if rapid.Bool().Draw(t, "did it") || k == 0 {
					layers = append(layers, by(people[k], items...))
					turned = append(turned, by(names[k], rapid.Permutation(items).Draw(t, "order of annotations")...))
				}
			}
			a.article(layers...)
			b.article(rapid.Permutation(turned).Draw(t, "order of people")...)
		}
		b.entries = rapid.Permutation(b.entries).Draw(t, "order of articles")
		o := Options{Resamples: 5, Samples: 2}
		of := func(c *corpus) *Report {
			s, err := Read(t.Context(), c, o)
			if err != nil {
				t.Fatal(err)
			}
			r, err := s.Measure(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		x, y := of(a), of(b)
		if diff := cmp.Diff(numbers(x.Measures), numbers(y.Measures)); diff != "" {
			t.Fatalf("measures change with the order:\n%s", diff)
		}
		if diff := cmp.Diff(numbers(x.Labels), numbers(y.Labels)); diff != "" {
			t.Fatalf("measures of labels change with the order:\n%s", diff)
		}
	})
}

func TestEqualPeopleAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newCorpus("ada", "ben", "cy")
		for range rapid.IntRange(1, 3).Draw(t, "articles") {
			items := drawLayer(t)
			c.article(by("ada", items...), by("ben", items...), by("cy", items...))
		}
		s, err := Read(t.Context(), c, Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Measure(t.Context(), Options{Resamples: 1, Samples: 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range slices.Concat(r.Measures, r.Labels) {
			if m.Defined() && math.Abs(m.Number-1) > 1e-9 {
				t.Fatalf("%s of people who marked the same", m)
			}
		}
		for _, p := range r.Pairs {
			for _, conf := range p.Confusion {
				for _, cell := range conf.Cells {
					if cell.A != cell.B {
						t.Fatalf("%v of people who marked the same", cell)
					}
				}
			}
		}
	})
}

func TestIntervals(t *testing.T) {
	c := newCorpus("ada", "ben")
	for i := range 12 {
		label := "PER"
		if i%3 == 0 {
			label = "ORG"
		}
		c.article(by("ada", mention("1", 2, 5, "PER")), by("ben", mention("1", 2, 5, label)))
	}
	o := Options{Seed: 7, Resamples: 200}
	a, b := measure(t, c, o), measure(t, c, o)
	m := named(t, a.Measures, "mentions strict_f1")
	if v := m.Interval; v.Undefined != "" || v.Low >= m.Number || v.High <= m.Number {
		t.Errorf("the interval of %v is %+v", m.Number, v)
	}
	for _, name := range []string{"gamma", "gamma_cat_paper", "alpha_u_1995", "alpha16_u_nominal", "strict_f1_median"} {
		m := named(t, a.Measures, "mentions "+name)
		if v := m.Interval; v.Undefined != "" || v.Low >= m.Number || v.High < m.Number || m.Articles != 12 {
			t.Errorf("the interval of %s, %v of %d articles, is %+v", name, m.Number, m.Articles, v)
		}
	}
	if diff := cmp.Diff(a, b, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Progress" }, cmp.Ignore())); diff != "" {
		t.Errorf("the same seed gives other numbers:\n%s", diff)
	}
}

func TestProgress(t *testing.T) {
	c := newCorpus("ada", "ben", "cy")
	for range 12 {
		c.article(by("ada", mention("1", 2, 5, "PER")), by("ben", mention("1", 2, 6, "PER")), by("cy"), by("rules").of(annotate.Suggestion))
	}
	s := study(t, c, Options{})
	for _, first := range []bool{false, true} {
		told, last, of := 0, int64(0), int64(0)
		if _, err := s.Measure(t.Context(), Options{Resamples: 100, First: first, Progress: func(done, total int64) {
			if done < last || done > total || of != 0 && total != of {
				t.Errorf("%d of %d after %d of %d", done, total, last, of)
			}
			told, last, of = told+1, done, total
		}}); err != nil {
			t.Fatal(err)
		}
		if last != of || told < 200 {
			t.Errorf("first %v: told %d times, at last %d of %d", first, told, last, of)
		}
	}
}

func TestMeasuringStops(t *testing.T) {
	c := newCorpus("ada", "ben")
	for range 12 {
		c.article(by("ada", mention("1", 2, 5, "PER")), by("ben", mention("1", 2, 6, "PER")))
	}
	s := study(t, c, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	most := int64(0)
	_, err := s.Measure(ctx, Options{Resamples: 1000, Progress: func(done, total int64) {
		if most = max(most, done); done > 10 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || most > 1000 {
		t.Errorf("cancelled after ten steps it went on to %d, with error %v", most, err)
	}
}

func TestTokensAreExtras(t *testing.T) {
	c := newCorpus("ada", "ben")
	c.article(by("ada", mention("1", 2, 6, "PER"), mention("2", 12, 15, "ORG")), by("ben", mention("1", 4, 6, "PER")))
	r := measure(t, c, Options{})
	// Of ten tokens one is marked by both, one by ada alone.
	is(t, r.Measures, "mentions token_percent", 0.9)
	is(t, r.Measures, "mentions token_kappa_marked", 1.0/3)
	c = newCorpus("ada", "ben").article(by("ada", mention("1", 2, 6, "PER"), mention("2", 4, 6, "ORG")), by("ben"))
	isUndefined(t, measure(t, c, Options{}).Measures, "mentions token_kappa_all", "1 units share a token")
}

func TestMedianOfArticles(t *testing.T) {
	m := mention("1", 2, 5, "PER")
	c := newCorpus("ada", "ben").article(by("ada", m), by("ben", m)).article(by("ada", m), by("ben")).article(by("ada"), by("ben"))
	if m := named(t, measure(t, c, Options{}).Measures, "mentions strict_f1_median"); m.Number != 0.5 || m.N != 2 {
		t.Errorf("the median is %v of %d articles, want 0.5 of 2", m.Number, m.N)
	}
}

func TestClustersAcrossArticles(t *testing.T) {
	known := func(id, kb string, start int) []annotate.Item {
		e := entity(id)
		e.KB = kb
		return []annotate.Item{e, on(id, mention("m-"+id, start, start+3, "PER"))}
	}
	both := func(a, b []annotate.Item) []annotate.Item { return slices.Concat(a, b) }
	c := newCorpus("ada", "ben")
	c.article(by("ada", known("e", "Q1", 2)...), by("ben", known("f", "Q9", 2)...))
	c.article(by("ada", both(known("e", "Q1", 2), known("g", "Q2", 12))...), by("ben", both(known("f", "Q9", 2), known("h", "Q2", 12))...))
	r := measure(t, c, Options{})
	is(t, r.Measures, "clusters conll_f1", 1) // ids may differ, what they put together may not
	if m := named(t, r.Measures, "clusters conll_f1"); !slices.Equal(m.Units, []int{2, 2}) {
		t.Errorf("they have %v clusters, want 2 each", m.Units)
	}
	isUndefined(t, r.Measures, "event_clusters conll_f1", "nobody put anything together")
	c.article(by("ada", known("e", "Q1", 2)...), by("ben", known("f", "Q3", 2)...))
	if m := named(t, measure(t, c, Options{}).Measures, "clusters conll_f1"); !m.Defined() || m.Number >= 1 {
		t.Errorf("clusters that differ agree by %v %s", m.Number, m.Undefined)
	}
}

// Whole groups of articles that clusters tie together are resampled, and need to be enough.
func TestIntervalsOfClusters(t *testing.T) {
	build := func(kb func(i int) string) *corpus {
		c := newCorpus("ada", "ben")
		for i := range 24 {
			mine, theirs := entity("e"), entity("e")
			mine.KB, theirs.KB = kb(i), kb(i)
			if i == 3 { // where ben knows another
				theirs.KB = "Q999"
			}
			c.article(by("ada", mine, on("e", mention("m", 2, 5, "PER"))), by("ben", theirs, on("e", mention("m", 2, 5, "PER"))))
		}
		return c
	}
	inTwos := named(t, measure(t, build(func(i int) string { return fmt.Sprint("Q", i/2) }), Options{Resamples: 200}).Measures, "clusters conll_f1")
	if i := inTwos.Interval; i.Undefined != "" || i.Low >= inTwos.Number || i.High < inTwos.Number || i.High > 1 {
		t.Errorf("the interval of twelve groups is %+v about %v", i, inTwos.Number)
	}
	inOne := named(t, measure(t, build(func(int) string { return "Q1" }), Options{}).Measures, "clusters conll_f1")
	if !inOne.Defined() || inOne.Interval.Undefined != "clusters tie the articles into 1 groups, and an interval needs 10" {
		t.Errorf("the interval of one group is %+v", inOne.Interval)
	}
}

func TestMeasuresThatAreResampled(t *testing.T) {
	c := newCorpus("ada", "ben")
	for i := range 12 {
		c.article(by("ada", mention("1", 2, 6, "PER"), mention("2", 12, 15, "ORG")), by("ben", mention("1", 2, 6-i%2, "PER")))
	}
	r := measure(t, c, Options{})
	for _, name := range []string{
		"mentions token_kappa_all", "mentions token_kappa_marked", "mentions token_percent", "mentions strict_f1_median",
		"mentions PER alpha_u_1995", "mentions ORG alpha_u_1995", "mentions PER strict_f1",
	} {
		m := named(t, slices.Concat(r.Measures, r.Labels), name)
		if m.Interval.Undefined != "" || m.Interval.Low > m.Number || m.Interval.High < m.Number {
			t.Errorf("%s is %v in %+v", name, m.Number, m.Interval)
		}
	}
	isUndefined(t, r.Labels, "mentions ORG alpha16_ku", "no two coders marked the same text with this label")
	is(t, r.Labels, "mentions PER alpha16_ku", 1)
}

// An alpha of a label is that of the units with the label, in the articles that all did.
func TestAlphasOfLabels(t *testing.T) {
	ada := []annotate.Item{mention("1", 2, 8, "PER"), mention("2", 12, 19, "ORG"), mention("3", 22, 28, "PER")}
	ben := []annotate.Item{mention("1", 2, 9, "PER"), mention("2", 12, 19, "PER")}
	r := measure(t, newCorpus("ada", "ben", "cy").article(by("ada", ada...), by("ben", ben...), by("cy", ben...)).article(by("ada", mention("1", 2, 8, "LOC")), by("ben")), Options{})
	units := func(items []annotate.Item) []agree.Unit {
		var out []agree.Unit
		for _, item := range items {
			m := item.(*annotate.Mention)
			out = append(out, agree.Unit{Span: span.Span{Start: m.Spans[0].Start - 1, End: m.Spans[0].End - 1}, Label: m.Label}) // code points
		}
		return out
	}
	text := agree.Continuum{End: len(body) - 1, Coders: [][]agree.Unit{units(ada), units(ben), units(ben)}}
	old, family := agree.AlphaU1995(text), agree.Alpha2016(text)
	for label, v := range old.Labels {
		is(t, r.Labels, "mentions "+label+" alpha_u_1995", v.Number)
	}
	for label, v := range family.Labels {
		is(t, r.Labels, "mentions "+label+" alpha16_ku", v.Number)
	}
	isUndefined(t, r.Labels, "mentions LOC alpha_u_1995", "no article that all of them did has a unit of it")
	if r.Pairs[0].Labels == nil || strings.Contains(fmt.Sprint(r.Pairs[0].Labels), "alpha_u_1995") {
		t.Error("alphas of units take all people, and stand at a pair of three")
	}
}

func TestAlphaOfEachValue(t *testing.T) {
	c := newCorpus("ada", "ben")
	for _, row := range [][2]string{{"grim", "grim"}, {"calm", "calm"}, {"dry", "calm"}, {"dry", "dry"}} {
		c.article(by("ada", says("tone", row[0])), by("ben", says("tone", row[1])))
	}
	r := measure(t, c, Options{})
	is(t, r.Measures, "labels tone alpha_label[grim]", 1)
	if m := named(t, r.Measures, "labels tone alpha_label[dry]"); m.Number >= 1 {
		t.Errorf("alpha of dry is %v", m.Number)
	}
}
