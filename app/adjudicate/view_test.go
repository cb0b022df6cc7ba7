package adjudicate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"galley/annotate"
	"galley/annotate/review"
	"galley/annotate/span"
	"galley/app/page"
	"galley/app/tokens"
)

const body = "Fighters of the Harun Front shelled the power station. Monitors said so."

func at(words string) []span.Span {
	i := strings.Index(body, words)
	return []span.Span{{Start: i, End: i + len(words)}}
}

func layer(coder annotate.ID, items ...annotate.Item) annotate.Layer {
	return annotate.NewLayer(annotate.LayerID{Article: "a", Annotator: coder, Kind: annotate.Human}, append(items, &annotate.Head{State: annotate.Done}))
}

// describe is the view of the first set of a kind.
func describe(t *testing.T, kind annotate.Kind, layers ...annotate.Layer) View {
	t.Helper()
	a := annotate.NewArticle(annotate.Article{ID: "a", Title: "Border towns"}, body)
	k := review.NewCase(review.Compare(layers), annotate.Document{Article: a}, nil)
	schema := &annotate.Schema{Entities: []annotate.EntityType{{Type: annotate.Type{Label: "ARM", Description: "An armed group."}}}}
	for i, s := range k.Sets {
		if s.Kind == kind {
			return Describe(Subject{
				Case: k, Article: a, Schema: schema, Styles: page.NewStyles(schema, tokens.Default()), Set: i, Field: -1,
				Who: func(id annotate.ID) string { return string(id) },
			})
		}
	}
	t.Fatalf("no %s", kind)
	return View{}
}

// bold marks what is bold, as in print.
func bold(pieces []Piece) string {
	out := ""
	for _, p := range pieces {
		if p.Bold {
			out += "*" + p.Text + "*"
		} else {
			out += p.Text
		}
	}
	return out
}

func TestReadingsShowWhatDiffers(t *testing.T) {
	mention := func(label, words string) *annotate.Mention {
		return &annotate.Mention{ID: "1", Label: label, Spans: at(words)}
	}
	tests := map[string]struct {
		layers []annotate.Layer
		want   []string
	}{
		"an article at the start": {
			[]annotate.Layer{layer("ada", mention("ARM", "Harun Front")), layer("ben", mention("ARM", "the Harun Front")), layer("cy", mention("ARM", "Harun Front"))},
			[]string{"ada, cy: Harun Front", "ben: *the *Harun Front"},
		},
		"words at both ends": {
			[]annotate.Layer{layer("ada", mention("ARM", "Front")), layer("ben", mention("ARM", "Harun Front shelled"))},
			[]string{"ben: *Harun *Front* shelled*", "ada: Front"},
		},
		"nothing": {
			[]annotate.Layer{layer("ada", mention("ARM", "Front")), layer("ben")},
			[]string{"ada: Front", "ben: *(nothing)*"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v := describe(t, annotate.KindMention, test.layers...)
			var got []string
			for _, r := range v.Rows {
				got = append(got, r.Who+": "+bold(r.Pieces))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if v.Place != "sentence 1 of Border towns" || v.Entry != "ARM: An armed group." {
				t.Errorf("place %q, entry %q", v.Place, v.Entry)
			}
		})
	}
}

func TestEventFields(t *testing.T) {
	event := func(kind string, arguments ...annotate.Argument) *annotate.Event {
		return &annotate.Event{ID: "9", Type: kind, Trigger: at("shelled"), Arguments: arguments}
	}
	front := &annotate.Mention{ID: "1", Label: "ARM", Spans: at("Harun Front")}
	v := describe(t, annotate.KindEvent,
		layer("ada", front, event("ATTACK", annotate.Argument{Role: "Attacker", Target: "1"}, annotate.Argument{Role: "Killed", Value: "3"})),
		layer("ben", front, event("BOMBARD", annotate.Argument{Role: "Attacker", Target: "1"})))
	want := []Field{
		{Name: "type", Cells: []string{"ATTACK", "BOMBARD"}, Same: []bool{true, false}, Differ: true},
		{Name: "trigger", Cells: []string{"shelled", "shelled"}, Same: []bool{true, true}},
		{Name: "Attacker", Cells: []string{"Harun Front", "Harun Front"}, Same: []bool{true, true}},
		{Name: "Killed", Cells: []string{"3", ""}, Same: []bool{true, false}, Differ: true},
	}
	if diff := cmp.Diff(want, v.Fields); diff != "" {
		t.Error(diff)
	}
}

// What changed since a decision stands beside what was decided on.
func TestChanges(t *testing.T) {
	a := annotate.NewArticle(annotate.Article{ID: "a"}, body)
	schema := &annotate.Schema{}
	mention := func(id annotate.ID, label, words string) *annotate.Mention {
		return &annotate.Mention{ID: id, Label: label, Spans: at(words)}
	}
	event := func(kind string, arguments ...annotate.Argument) *annotate.Event {
		return &annotate.Event{ID: "9", Type: kind, Trigger: at("shelled"), Arguments: arguments}
	}
	front, station := mention("1", "ARM", "Harun Front"), mention("2", "FAC", "the power station")
	tests := map[string]struct {
		kind      annotate.Kind
		then, now annotate.Layer // ada's
		want      string         // then | now
		fields    []Field
	}{
		"a boundary": {annotate.KindMention, layer("ada", front), layer("ada", mention("1", "ARM", "the Harun Front")), "ARM Harun Front | ARM *the *Harun Front", nil},
		"taken out":  {annotate.KindMention, layer("ada", front), layer("ada"), "ARM Harun Front | *(nothing)*", nil},
		"elsewhere":  {annotate.KindMention, layer("ada", front), layer("ada", mention("1", "ARM", "Monitors")), "ARM Harun Front | ARM Monitors", nil},
		"an event": {
			annotate.KindEvent, layer("ada", front, station, event("ATTACK", annotate.Argument{Role: "Attacker", Target: "1"})),
			layer("ada", front, station, event("ATTACK", annotate.Argument{Role: "Attacker", Target: "1"}, annotate.Argument{Role: "Target", Target: "2"})),
			"ATT shelled | ATT shelled", []Field{{Name: "Target", Cells: []string{"", "the power station"}, Differ: true}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ben := layer("ben", mention("x", "ORG", "Harun Front"), &annotate.Event{ID: "y", Type: "BOMBARD", Trigger: at("shelled")})
			set := func(c *review.Comparison) int {
				i, _ := c.SetOf("ben", map[annotate.Kind]annotate.ID{annotate.KindMention: "x", annotate.KindEvent: "y"}[test.kind])
				return i
			}
			doc := annotate.Document{Article: a, Layer: annotate.Layer{ID: annotate.LayerID{Article: "a", Annotator: "cy", Kind: annotate.Gold}}}
			before := review.NewCase(review.Compare([]annotate.Layer{ben, test.then}), doc, nil)
			out, err := before.Decide(set(before.Comparison), review.Choice{Act: annotate.RejectedAll}, review.Stamp{ID: "d", By: "cy"})
			if err != nil {
				t.Fatal(err)
			}
			k := review.NewCase(review.Compare([]annotate.Layer{ben, test.now}), doc, []*annotate.Decision{out.Decision})
			v := Describe(Subject{
				Case: k, Article: a, Schema: schema, Styles: page.NewStyles(schema, tokens.Default()), Set: set(k.Comparison), Field: -1,
				Who: func(id annotate.ID) string { return string(id) }, Then: map[annotate.ID]*annotate.Layer{"ada": &test.then},
			})
			if len(v.Changed) != 1 || v.Changed[0].Who != "ada" {
				t.Fatalf("changed: %+v", v.Changed)
			}
			side := func(r Row) string {
				text := ""
				for _, chip := range r.Chips {
					text += chip.Name + " "
				}
				return text + bold(r.Pieces)
			}
			if got := side(v.Changed[0].Then) + " | " + side(v.Changed[0].Now); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
			if diff := cmp.Diff(test.fields, v.Changed[0].Fields, cmpopts.IgnoreFields(Field{}, "Same")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The sentence is counted over all paragraphs.
func TestPlaceOf(t *testing.T) {
	text := "One here. Two here.\n\nThree here\n\nFour here."
	a := annotate.NewArticle(annotate.Article{ID: "a", Title: "Numbers"}, text)
	for n, word := range []string{"One", "Two", "Three", "Four"} {
		i := strings.Index(text, word)
		set := &review.Set{Spans: []span.Span{{Start: i, End: i + len(word)}}}
		if want := fmt.Sprintf("sentence %d of Numbers", n+1); placeOf(a, set) != want {
			t.Errorf("%s: %s, not %s", word, placeOf(a, set), want)
		}
	}
}

func TestQuarrel(t *testing.T) {
	for _, tt := range []struct {
		list []review.Difference
		want string
	}{
		{[]review.Difference{review.Type}, "They differ in the label."},
		{[]review.Difference{review.Type, review.Boundary, review.Attribute}, "They differ in the label, where it begins or ends and the attributes."},
		{[]review.Difference{review.Role, review.Incomplete}, "They differ in the role. Somebody gave less."},
		{[]review.Difference{review.Missing}, "Somebody marked nothing here."},
	} {
		if got := quarrel(tt.list); got != tt.want {
			t.Errorf("%v: %q, not %q", tt.list, got, tt.want)
		}
	}
	for _, d := range review.Differences {
		if got := quarrel([]review.Difference{d}); strings.Contains(got, " .") || got == "" {
			t.Errorf("%s has no words: %q", d, got)
		}
	}
}
