package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/span"
)

// body is what the tests' annotations are in; at finds words of it.
const body = "Fighters of the Harun Front shelled the power station near Wadi Sahl on Monday, monitors said."

func at(words ...string) []span.Span {
	var out []span.Span
	for _, w := range words {
		i := strings.Index(body, w)
		if i < 0 {
			panic(w)
		}
		out = append(out, span.Span{Start: i, End: i + len(w)})
	}
	return out
}

func mention(id annotate.ID, label, words string) *annotate.Mention {
	return &annotate.Mention{ID: id, Label: label, Spans: at(words)}
}

func linked(m *annotate.Mention, to annotate.ID) *annotate.Mention {
	m.Entity = to
	return m
}

func event(id annotate.ID, kind, words string, arguments ...annotate.Argument) *annotate.Event {
	return &annotate.Event{ID: id, Type: kind, Trigger: at(words), Arguments: arguments}
}

func role(name string, target annotate.ID) annotate.Argument {
	return annotate.Argument{Role: name, Target: target}
}

// layer is a coder's finished work.
func layer(coder annotate.ID, items ...annotate.Item) annotate.Layer {
	items = append(items, &annotate.Head{State: annotate.Done})
	return annotate.NewLayer(annotate.LayerID{Article: "a", Annotator: coder, Kind: annotate.Human}, items)
}

// told is a set in a line: its kind, in what readings differ, and who says what.
func told(s *Set) string {
	out := fmt.Sprint(s.Kind, " ", s.Differs)
	for _, r := range s.Readings {
		out += " |"
		for i, c := range r.Coders {
			if i > 0 {
				out += ","
			}
			out += " " + string(c)
		}
		out += ":"
		for _, item := range r.Items {
			out += " " + annotate.LabelOf(item)
			if sp := annotate.SpansOf(item); len(sp) > 0 {
				out += " " + body[sp[0].Start:sp[0].End]
			}
			if l, ok := item.(*annotate.Label); ok {
				out += " " + l.Value.Text()
			}
		}
		if len(r.Items) == 0 {
			out += " -"
		}
	}
	return out
}

func TestSets(t *testing.T) {
	tests := map[string]struct {
		layers []annotate.Layer
		want   []string
	}{
		"all say the same": {
			[]annotate.Layer{layer("ada", mention("1", "ARM", "Harun Front")), layer("ben", mention("x", "ARM", "Harun Front"))},
			[]string{"mention [] | ada, ben: ARM Harun Front"},
		},
		"other ends": {
			[]annotate.Layer{layer("ada", mention("1", "ARM", "Harun Front")), layer("ben", mention("x", "ARM", "the Harun Front")), layer("cy", mention("y", "ARM", "Harun Front"))},
			[]string{"mention [boundary] | ada, cy: ARM Harun Front | ben: ARM the Harun Front"},
		},
		"another label, and nothing": {
			[]annotate.Layer{layer("ada", mention("1", "ARM", "monitors")), layer("ben", mention("x", "ORG", "monitors")), layer("cy")},
			[]string{"mention [type missing] | ada: ARM monitors | ben: ORG monitors | cy: -"},
		},
		"one long against two short": {
			[]annotate.Layer{
				layer("ada", mention("1", "FAC", "the power station near Wadi Sahl")),
				layer("ben", mention("x", "FAC", "power station"), mention("y", "LOC", "Wadi Sahl")),
			},
			[]string{"mention [split] | ada: FAC the power station near Wadi Sahl | ben: FAC power station LOC Wadi Sahl"},
		},
		"nested ones stay apart": {
			[]annotate.Layer{
				layer("ada", mention("1", "FAC", "power station near Wadi Sahl"), mention("2", "LOC", "Wadi Sahl")),
				layer("ben", mention("x", "FAC", "power station near Wadi Sahl")),
			},
			[]string{
				"mention [] | ada, ben: FAC power station near Wadi Sahl",
				"mention [missing] | ada: LOC Wadi Sahl | ben: -",
			},
		},
		"a quarrel about a filler's boundary is none of the event": {
			[]annotate.Layer{
				layer("ada", mention("1", "ARM", "Harun Front"), event("2", "ATTACK", "shelled", role("Attacker", "1"))),
				layer("ben", mention("x", "ARM", "the Harun Front"), event("y", "ATTACK", "shelled", role("Attacker", "x"))),
			},
			[]string{
				"mention [boundary] | ben: ARM the Harun Front | ada: ARM Harun Front",
				"event [] | ada, ben: ATTACK shelled",
			},
		},
		"roles that contradict each other over equal spans": {
			[]annotate.Layer{
				layer("ada", mention("1", "ARM", "Harun Front"), mention("2", "PER", "monitors"), event("3", "ATTACK", "shelled", role("Attacker", "1"), role("Target", "2"))),
				layer("ben", mention("x", "ARM", "Harun Front"), mention("y", "PER", "monitors"), event("z", "ATTACK", "shelled", role("Target", "x"), role("Attacker", "y"))),
			},
			[]string{
				"mention [] | ada, ben: ARM Harun Front",
				"mention [] | ada, ben: PER monitors",
				"event [role] | ada: ATTACK shelled | ben: ATTACK shelled",
			},
		},
		"an event with another filler, one less and another type": {
			[]annotate.Layer{
				layer("ada", mention("1", "LOC", "Wadi Sahl"), mention("2", "FAC", "power station"), mention("3", "TIME", "Monday"), event("4", "ATTACK", "shelled", role("Place", "1"), role("Time", "3"))),
				layer("ben", mention("1", "LOC", "Wadi Sahl"), mention("2", "FAC", "power station"), mention("3", "TIME", "Monday"), event("4", "BOMBARD", "shelled", role("Place", "2"))),
			},
			[]string{
				"mention [] | ada, ben: FAC power station",
				"mention [] | ada, ben: LOC Wadi Sahl",
				"mention [] | ada, ben: TIME Monday",
				"event [type filler incomplete] | ada: ATTACK shelled | ben: BOMBARD shelled",
			},
		},
		"a value": {
			[]annotate.Layer{
				layer("ada", event("1", "ATTACK", "shelled", annotate.Argument{Role: "Killed", Value: "3"})),
				layer("ben", event("1", "ATTACK", "shelled", annotate.Argument{Role: "Killed", Value: "4"})),
			},
			[]string{"event [value] | ada: ATTACK shelled | ben: ATTACK shelled"},
		},
		"an event as a filler": {
			[]annotate.Layer{
				layer("ada", event("1", "ATTACK", "shelled"), event("2", "SAY", "said", role("Content", "1"))),
				layer("ben", event("8", "ATTACK", "shelled"), event("9", "SAY", "said", role("Content", "8"))),
			},
			[]string{"event [] | ada, ben: ATTACK shelled", "event [] | ada, ben: SAY said"},
		},
		"one chain against two": {
			[]annotate.Layer{
				layer("ada", &annotate.Entity{ID: "e", Label: "ARM", Name: "Front"}, linked(mention("1", "ARM", "Fighters"), "e"), linked(mention("2", "ARM", "Harun Front"), "e")),
				layer("ben", &annotate.Entity{ID: "e", Label: "ARM", Name: "the Front"}, mention("1", "ARM", "Fighters"), linked(mention("2", "ARM", "Harun Front"), "e")),
			},
			[]string{
				"mention [] | ada, ben: ARM Fighters",
				"mention [] | ada, ben: ARM Harun Front",
				"entity [chain] | ada: ARM | ben: ARM",
			},
		},
		"a chain that lacks what its coder did not mark": {
			[]annotate.Layer{
				layer("ada", &annotate.Entity{ID: "e", Label: "ARM", Name: "Front"}, linked(mention("1", "ARM", "Fighters"), "e"), linked(mention("2", "ARM", "Harun Front"), "e")),
				layer("ben", &annotate.Entity{ID: "e", Label: "ARM", Name: "the Front"}, linked(mention("2", "ARM", "Harun Front"), "e")),
			},
			[]string{
				"mention [missing] | ada: ARM Fighters | ben: -",
				"mention [] | ada, ben: ARM Harun Front",
				"entity [] | ada, ben: ARM",
			},
		},
		"a chain of one mention is none": {
			[]annotate.Layer{
				layer("ada", &annotate.Entity{ID: "e", Label: "ARM", Name: "Front"}, linked(mention("1", "ARM", "Fighters"), "e")),
				layer("ben", mention("1", "ARM", "Fighters")),
			},
			[]string{"mention [] | ada, ben: ARM Fighters", "entity [] | ada, ben: ARM"},
		},
		"relations": {
			[]annotate.Layer{
				layer("ada", mention("1", "FAC", "power station"), mention("2", "LOC", "Wadi Sahl"), &annotate.Relation{ID: "r", Label: "near", From: "1", To: "2"}),
				layer("ben", mention("1", "FAC", "power station"), mention("2", "LOC", "Wadi Sahl"), &annotate.Relation{ID: "r", Label: "in", From: "2", To: "1"}),
				layer("cy", mention("1", "FAC", "power station"), mention("2", "LOC", "Wadi Sahl")),
			},
			[]string{
				"mention [] | ada, ben, cy: FAC power station",
				"mention [] | ada, ben, cy: LOC Wadi Sahl",
				"relation [type direction missing] | ben: in | ada: near | cy: -",
			},
		},
		"labels of the article": {
			[]annotate.Layer{
				layer("ada", &annotate.Label{ID: "1", Label: "topic", Value: `"war"`}, &annotate.Label{ID: "2", Label: "relevant", Value: "true"}),
				layer("ben", &annotate.Label{ID: "1", Label: "topic", Value: `"flood"`}, &annotate.Label{ID: "2", Label: "relevant", Value: "true"}),
			},
			[]string{"label [] | ada, ben: relevant true", "label [value] | ben: topic flood | ada: topic war"},
		},
		"attributes": {
			[]annotate.Layer{
				layer("ada", &annotate.Mention{ID: "1", Label: "CNT", Spans: at("Monday"), Attributes: annotate.Attributes{"low": "3"}}),
				layer("ben", &annotate.Mention{ID: "1", Label: "CNT", Spans: at("Monday")}),
			},
			[]string{"mention [attribute] | ben: CNT Monday | ada: CNT Monday"},
		},
		"one in fragments and one over all of them": {
			[]annotate.Layer{
				layer("ada", &annotate.Mention{ID: "1", Label: "ARM", Spans: at("Fighters", "Harun Front")}, mention("2", "ARM", "Fighters of the Harun Front")),
				layer("ben", mention("1", "ARM", "Fighters of the Harun Front"), &annotate.Mention{ID: "2", Label: "ARM", Spans: at("Fighters", "Harun Front")}),
			},
			[]string{"mention [] | ada, ben: ARM Fighters of the Harun Front", "mention [] | ada, ben: ARM Fighters"},
		},
		"the same of three": {
			[]annotate.Layer{
				layer("ada", &annotate.Mention{ID: "1", Label: "ARM", Spans: at("Fighters", "Harun Front")}, mention("2", "ARM", "Fighters of the Harun Front")),
				layer("ben", mention("1", "ARM", "Fighters of the Harun Front"), &annotate.Mention{ID: "2", Label: "ARM", Spans: at("Fighters", "Harun Front")}),
				layer("cy", mention("1", "ARM", "Fighters of the Harun Front"), &annotate.Mention{ID: "2", Label: "ARM", Spans: at("Fighters", "Harun Front")}),
			},
			[]string{"mention [] | ada, ben, cy: ARM Fighters of the Harun Front", "mention [] | ada, ben, cy: ARM Fighters"},
		},
		"triggers in fragments and over all of them": {
			[]annotate.Layer{
				layer("ada", &annotate.Event{ID: "1", Type: "SAY", Trigger: at("Monday", "said")}, event("2", "SAY", "Monday, monitors said")),
				layer("ben", event("1", "SAY", "Monday, monitors said"), &annotate.Event{ID: "2", Type: "SAY", Trigger: at("Monday", "said")}),
			},
			[]string{"event [] | ada, ben: SAY Monday, monitors said", "event [] | ada, ben: SAY Monday"},
		},
		"triggers of three": {
			[]annotate.Layer{
				layer("ada", &annotate.Event{ID: "1", Type: "SAY", Trigger: at("Monday", "said")}, event("2", "SAY", "Monday, monitors said")),
				layer("ben", event("1", "SAY", "Monday, monitors said"), &annotate.Event{ID: "2", Type: "SAY", Trigger: at("Monday", "said")}),
				layer("cy", event("1", "SAY", "Monday, monitors said"), &annotate.Event{ID: "2", Type: "SAY", Trigger: at("Monday", "said")}),
			},
			[]string{"event [] | ada, ben, cy: SAY Monday, monitors said", "event [] | ada, ben, cy: SAY Monday"},
		},
		"one coder": {
			[]annotate.Layer{layer("ada", mention("1", "ARM", "Harun Front"))},
			[]string{"mention [] | ada: ARM Harun Front"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			c := Compare(test.layers)
			for i := range c.Sets {
				got = append(got, told(&c.Sets[i]))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A chain's card has a row for each mention, with what each reading says of it.
func TestChainFields(t *testing.T) {
	ada := layer("ada", &annotate.Entity{ID: "e", Label: "ARM"}, linked(mention("1", "ARM", "Fighters"), "e"), linked(mention("2", "ARM", "Harun Front"), "e"), linked(mention("3", "ARM", "monitors"), "e"))
	ben := layer("ben", &annotate.Entity{ID: "e", Label: "ARM"}, &annotate.Entity{ID: "f", Label: "ARM"}, linked(mention("1", "ARM", "Fighters"), "f"), linked(mention("2", "ARM", "Harun Front"), "e"), linked(mention("4", "ARM", "Wadi Sahl"), "e"))
	c := Compare([]annotate.Layer{ben, ada})
	i := slices.IndexFunc(c.Sets, func(s Set) bool { return s.Kind == annotate.KindEntity })
	got := map[string][]string{}
	for _, f := range c.Sets[i].Fields {
		sp := c.Sets[f.Set].Spans[0]
		got[body[sp.Start:sp.End]] = f.Keys
	}
	want := map[string][]string{"Fighters": {In, In}, "Harun Front": {In, Other}, "monitors": {In, Unmarked}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEventFields(t *testing.T) {
	ada := layer("ada", mention("1", "LOC", "Wadi Sahl"), event("2", "ATTACK", "shelled", role("Place", "1"), annotate.Argument{Role: "Killed", Value: "3"}))
	ben := layer("ben", mention("1", "LOC", "Wadi Sahl"), event("2", "BOMBARD", "shelled", role("Place", "1")))
	c := Compare([]annotate.Layer{ada, ben})
	s := c.Sets[1]
	got := map[string]bool{}
	for _, f := range s.Fields {
		got[string(f.Kind)+" "+f.Name] = f.Differs()
	}
	want := map[string]bool{"type ": true, "trigger ": false, "role Place": false, "role Killed": true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
