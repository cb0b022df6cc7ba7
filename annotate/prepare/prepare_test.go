package prepare_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/tokens"
	"galley/annotate/prepare"
	"galley/annotate/span"
)

// show is a layer with one word a thing: its id, label and text.
func show(a *annotate.Article, l annotate.Layer) []string {
	var out []string
	l.Each(func(item annotate.Item) {
		switch x := item.(type) {
		case *annotate.Mention:
			entity := ""
			if x.Entity != "" {
				entity = " of " + string(x.Entity)
			}
			out = append(out, fmt.Sprintf("%s %s %q%s", x.ID, x.Label, parts(a, x.Spans), entity))
		case *annotate.Event:
			var args []string
			for _, arg := range x.Arguments {
				args = append(args, fmt.Sprintf("%s=%s", arg.Role, arg.Target))
			}
			out = append(out, fmt.Sprintf("%s %s %q %s", x.ID, x.Type, parts(a, x.Trigger), strings.Join(args, ",")))
		case *annotate.Head:
		default:
			out = append(out, fmt.Sprintf("%s %s", x.ItemID(), annotate.LabelOf(x)))
		}
	})
	return out
}

func parts(a *annotate.Article, spans []span.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, a.Text.Slice(s.Start, s.End))
	}
	return strings.Join(out, "|")
}

const body = "Police of Lyon and Paris left. The two-day raid ended."

// at are fragments by their texts.
func at(texts ...string) []span.Span {
	var out []span.Span
	for _, t := range texts {
		i := strings.Index(body, t)
		out = append(out, span.Span{Start: i, End: i + len(t)})
	}
	return out
}

func testLayer() (*annotate.Article, annotate.Layer) {
	a := annotate.NewArticle(annotate.Article{ID: "a", Key: "k"}, body)
	l := annotate.NewLayer(annotate.LayerID{Article: "a", Annotator: "ada", Kind: annotate.Human}, []annotate.Item{
		&annotate.Head{State: annotate.Done},
		&annotate.Mention{ID: "m1", Label: "ORG", Spans: at("Police of Lyon"), Entity: "e1"},
		&annotate.Mention{ID: "m2", Label: "LOC", Spans: at("Lyon")},
		&annotate.Mention{ID: "m3", Label: "ORG", Spans: at("Police of ", "Paris"), Origin: annotate.Origin{Unsure: true}},
		&annotate.Mention{ID: "m4", Label: "TIME", Spans: at("day raid")},
		&annotate.Entity{ID: "e1", Label: "ORG", Name: "police"},
		&annotate.Event{ID: "v1", Type: "LEAVE", Trigger: at("lef"), Arguments: []annotate.Argument{{Role: "Who", Target: "m3"}, {Role: "From", Target: "m2"}}},
		&annotate.Event{ID: "v2", Type: "SAY", Arguments: []annotate.Argument{{Role: "What", Target: "v1"}}},
		&annotate.Relation{ID: "r1", Label: "in", From: "m3", To: "m2"},
		&annotate.Label{ID: "l1", Label: "topic"},
		&annotate.Note{ID: "n1", On: "m3", Text: "?", State: annotate.NoteOpen},
	})
	return a, l
}

func TestLayer(t *testing.T) {
	a, l := testLayer()
	all := show(a, l)
	with := func(changes ...string) []string { // "id new line", or "-id"
		out := slices.Clone(all)
		for _, c := range changes {
			id, gone := strings.CutPrefix(c, "-")
			id, _, _ = strings.Cut(id, " ")
			i := slices.IndexFunc(out, func(line string) bool { return strings.HasPrefix(line, id+" ") })
			switch {
			case gone:
				out = slices.Delete(out, i, i+1)
			case i < 0:
				out = append(out, c)
			default:
				out[i] = c
			}
		}
		return slices.Sorted(slices.Values(out))
	}
	const along = "3 arguments, relations, links and notes that went with what the recipe leaves out"
	tests := []struct {
		name   string
		recipe annotate.Recipe
		want   []string
		lost   []string
	}{
		{"nothing", annotate.Recipe{}, with(), nil},
		{"unsure", annotate.Recipe{DropUnsure: true}, with("-m3", "-r1", "-n1", `v1 LEAVE "lef" From=m2`),
			[]string{"1 annotations that somebody was not sure of, left out by the recipe", along}},
		{"coarser", annotate.Recipe{Labels: map[string]string{"LEAVE": "MOVE", "LOC": "PLACE", "ORG": "ORG"}}, with(`m2 PLACE "Lyon"`, `v1 MOVE "lef" Who=m3,From=m2`),
			[]string{"2 labels renamed by the recipe"}},
		{"not wanted", annotate.Recipe{Labels: map[string]string{"LEAVE": "", "topic": ""}}, with("-v1", "-l1", `v2 SAY "" `),
			[]string{"2 annotations with labels that are not wanted, left out by the recipe", "1 arguments, relations, links and notes that went with what the recipe leaves out"}},
		{"hull", annotate.Recipe{Fragments: annotate.FragmentsHull}, with(`m3 ORG "Police of Lyon and Paris"`), []string{"1 gaps between fragments, filled by the recipe"}},
		{"parts", annotate.Recipe{Fragments: annotate.FragmentsParts}, with(`m3 ORG "Police of "`, `m3.2 ORG "Paris"`), []string{"1 links between fragments, each a mention by the recipe"}},
		{"no fragments", annotate.Recipe{Fragments: annotate.FragmentsDrop}, with("-m3", "-r1", "-n1", `v1 LEAVE "lef" From=m2`),
			[]string{"1 mentions in several fragments, left out by the recipe", along}},
		{"snap", annotate.Recipe{Borders: annotate.BordersSnap}, with(`m3 ORG "Police of|Paris"`, `v1 LEAVE "left" Who=m3,From=m2`),
			[]string{"2 places of mentions and triggers off the borders of tokens, moved there by the recipe"}},
		{"outermost", annotate.Recipe{Nested: annotate.NestedOutermost}, with("-m1", `m2 LOC "Lyon"`), []string{"1 mentions inside or across longer ones, left out by the recipe"}},
		{"innermost", annotate.Recipe{Nested: annotate.NestedInnermost}, with("-m1"), []string{"1 mentions around or across shorter ones, left out by the recipe"}},
		{"no nested", annotate.Recipe{Nested: annotate.NestedDrop}, with("-m1", "-m2", "-m3", "-r1", "-n1", `v1 LEAVE "lef" `),
			[]string{"3 mentions that share text with others, left out by the recipe", along}},
		{"one after the other", annotate.Recipe{Fragments: annotate.FragmentsHull, Nested: annotate.NestedOutermost, Labels: map[string]string{"LOC": ""}},
			with("-m1", "-m2", "-r1", `m3 ORG "Police of Lyon and Paris"`, `v1 LEAVE "lef" Who=m3`),
			[]string{"1 annotations with labels that are not wanted, left out by the recipe", "2 arguments, relations, links and notes that went with what the recipe leaves out",
				"1 gaps between fragments, filled by the recipe", "1 mentions inside or across longer ones, left out by the recipe"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var lost format.Losses
			got, err := prepare.Layer(a, l, &tt.recipe, tokens.Cut, &lost)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, slices.Sorted(slices.Values(show(a, got)))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			var lines []string
			for _, x := range lost.List() {
				lines = append(lines, fmt.Sprintf("%d %s", x.Count, x.What))
			}
			if diff := cmp.Diff(tt.lost, lines); diff != "" {
				t.Errorf("losses (-want +got)\n%s", diff)
			}
		})
	}
}

// What comes out keeps what was asked for, whatever went in, and preparing it again changes nothing.
func TestLayerLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rec := formattest.Records(2).Draw(t, "record")
		r := annotate.Recipe{
			DropUnsure: rapid.Bool().Draw(t, "unsure"), Labels: map[string]string{"ORG": "ACTOR", "LOC": ""},
			Fragments: rapid.SampledFrom([]annotate.Fragments{"", annotate.FragmentsHull, annotate.FragmentsParts, annotate.FragmentsDrop}).Draw(t, "fragments"),
			Borders:   rapid.SampledFrom([]annotate.Borders{"", annotate.BordersSnap, annotate.BordersDrop}).Draw(t, "borders"),
			Nested:    rapid.SampledFrom([]annotate.Nested{"", annotate.NestedOutermost, annotate.NestedInnermost, annotate.NestedDrop}).Draw(t, "nested"),
		}
		for _, l := range rec.Layers {
			got, err := prepare.Layer(rec.Article, l.Layer, &r, tokens.Cut, nil)
			if err != nil {
				t.Fatal(err)
			}
			again, err := prepare.Layer(rec.Article, got, &r, tokens.Cut, nil)
			if diff := cmp.Diff(show(rec.Article, got), show(rec.Article, again)); err != nil || diff != "" {
				t.Fatalf("again: %v\n%s", err, diff)
			}
			mentions := got.Mentions.All()
			for i, m := range mentions {
				switch {
				case m.Unsure && r.DropUnsure, m.Label == "ORG", m.Label == "LOC", len(m.Spans) > 1 && r.Fragments != "":
					t.Fatalf("left: %v", m)
				}
				for _, n := range mentions[:i] {
					for _, s := range m.Spans {
						if r.Nested != "" && slices.ContainsFunc(n.Spans, s.Overlaps) {
							t.Fatalf("%v overlaps %v", m, n)
						}
					}
				}
			}
		}
	})
}

func TestSchema(t *testing.T) {
	s := &annotate.Schema{
		Entities: []annotate.EntityType{
			{Type: annotate.Type{Label: "GOV", Attributes: []annotate.AttributeType{{Name: "branch", Type: "text"}}}},
			{Type: annotate.Type{Label: "ORG", Description: "organisations"}}, {Type: annotate.Type{Label: "BOILER"}},
		},
		Events: []annotate.EventType{
			{Type: annotate.Type{Label: "BOMBARD"}, Roles: []annotate.Role{{Name: "By", Fillers: []string{"GOV", "ORG", "BOILER"}}}},
			{Type: annotate.Type{Label: "SHOOT"}, Roles: []annotate.Role{{Name: "At", Fillers: []string{"BOILER"}}, {Name: "Of", Fillers: []string{"event:BOMBARD", "event:*"}}}},
		},
		Relations: []annotate.RelationType{{Label: "PART", From: []string{"GOV"}, To: []string{"ORG"}}},
	}
	before := s.Encode()
	got := prepare.Schema(s, &annotate.Recipe{Labels: map[string]string{"GOV": "ORG", "BOILER": "", "BOMBARD": "ATTACK", "SHOOT": "ATTACK", "PART": ""}})
	want := &annotate.Schema{
		Entities: []annotate.EntityType{{Type: annotate.Type{Label: "ORG", Description: "organisations", Attributes: []annotate.AttributeType{{Name: "branch", Type: "text"}}}}},
		Events: []annotate.EventType{{Type: annotate.Type{Label: "ATTACK"}, Roles: []annotate.Role{
			{Name: "By", Fillers: []string{"ORG"}}, {Name: "At", Fillers: []string{"*"}}, {Name: "Of", Fillers: []string{"event:ATTACK", "event:*"}},
		}}},
	}
	if diff := cmp.Diff(string(want.Encode()), string(got.Encode())); diff != "" {
		t.Error(diff)
	}
	if string(s.Encode()) != string(before) {
		t.Error("the project's schema was changed")
	}
}
