package annotate

import (
	"testing"

	"galley/annotate/span"
)

func TestVersions(t *testing.T) {
	a := NewArticle(Article{ID: "a"}, "Rebels shelled Elmira.")
	first := &Mention{ID: "m", Label: "PER", Spans: []span.Span{{Start: 0, End: 6}}, Entity: "e"}
	second := &Mention{ID: "m~1", Label: "ARM", Spans: []span.Span{{Start: 0, End: 6}}, Origin: Origin{Extra: Fields{VersionOf: `"m"`, "x": "1"}}}
	third := &Mention{ID: "m~2", Label: "ORG", Spans: []span.Span{{Start: 0, End: 6}}, Origin: Origin{Extra: Fields{VersionOf: `"m"`}}}
	alone := &Mention{ID: "n", Label: "LOC", Spans: []span.Span{{Start: 15, End: 21}}}
	event := &Event{ID: "v", Type: "ATTACK", Arguments: []Argument{{Role: "By", Target: "m"}}}
	doc := Document{Article: a, Layer: NewLayer(LayerID{Article: "a", Annotator: "ada", Kind: Human},
		[]Item{first, second, third, alone, event, &Entity{ID: "e", Label: "PER"}})}

	if got := doc.Keep(alone); got != nil {
		t.Errorf("of one version: %v", got)
	}
	problems := 0
	for _, p := range doc.Problems(&Schema{}) {
		if p.Text == "two versions from two copies: keep one" {
			problems++
		}
	}
	if problems != 2 {
		t.Errorf("%d problems", problems)
	}
	for _, chosen := range []Item{first, second} {
		after, _, err := doc.Apply(doc.Keep(chosen))
		if err != nil {
			t.Fatal(err)
		}
		kept, ok := after.Layer.Mentions.Get(chosen.ItemID())
		if !ok || after.Layer.Mentions.Len() != 2 || versionOf(kept) != "" || kept.Label != LabelOf(chosen) {
			t.Errorf("kept %+v of %v", kept, after.Layer.Mentions.All())
		}
		if v, _ := after.Layer.Events.Get("v"); len(v.Arguments) != 1 || v.Arguments[0].Target != chosen.ItemID() {
			t.Errorf("the event refers to %v", v.Arguments)
		}
		if len(after.versionProblems(&Schema{})) > 0 {
			t.Error("it still asks")
		}
	}
	if kept, _, _ := doc.Apply(doc.Keep(second)); kept.Layer.Find("m~1").(*Mention).Extra["x"] != "1" {
		t.Error("what else a file said is gone")
	}
}
