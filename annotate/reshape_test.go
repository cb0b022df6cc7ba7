package annotate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/span"
)

// done applies edits, and wants that undoing them gives d again.
func done(t *testing.T, d annotate.Document, edits []annotate.Edit) annotate.Document {
	t.Helper()
	after, all, err := d.Apply(edits)
	if err != nil {
		t.Fatal(err)
	}
	back, _, err := after.Apply(annotate.Transaction{Edits: all}.Inverse())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dump(d), dump(back)); diff != "" {
		t.Errorf("undone: %s", diff)
	}
	return after
}

func dump(d annotate.Document) []annotate.Edit {
	var out []annotate.Edit
	d.Layer.Each(func(item annotate.Item) { out = append(out, annotate.Edit{After: item}) })
	return out
}

func TestSplitAndJoinMention(t *testing.T) {
	d := withEvent(t)
	m, _ := d.Layer.Mentions.Get("m1")
	apart := done(t, d, d.Split(m, at("Front")[0].Start, "m9"))
	first, _ := apart.Layer.Mentions.Get("m1")
	second, _ := apart.Layer.Mentions.Get("m9")
	if apart.Text(first) != "Harun" || apart.Text(second) != "Front" || second.Entity != "e1" {
		t.Errorf("split into %q and %q of %q", apart.Text(first), apart.Text(second), second.Entity)
	}
	if next := apart.NextAlike(first); next != annotate.Item(second) {
		t.Fatalf("next alike is %v", next)
	}
	event, _ := apart.Layer.Events.Get("v2")
	apart = done(t, apart, []annotate.Edit{apart.Put(event.WithArgument(annotate.Argument{Role: "Speaker", Target: "m9"}))})

	whole := done(t, apart, apart.Join(first, second))
	joined, _ := whole.Layer.Mentions.Get("m1")
	event, _ = whole.Layer.Events.Get("v2")
	if whole.Text(joined) != "Harun Front" || whole.Layer.Find("m9") != nil || !event.Holds("m1") {
		t.Errorf("joined is %q, the event has %v", whole.Text(joined), event.Arguments)
	}
	if edits := d.Split(m, m.Spans[0].Start, "m9"); edits != nil {
		t.Errorf("a split at the start gives %v", edits)
	}
}

// What lies apart stays in two fragments.
func TestJoinApart(t *testing.T) {
	d := withEvent(t)
	far := &annotate.Mention{ID: "m9", Label: "ARM", Spans: at("Fighters")}
	d = done(t, d, []annotate.Edit{d.Put(far)})
	m, _ := d.Layer.Mentions.Get("m1")
	d = done(t, d, d.Join(far, m))
	joined, _ := d.Layer.Mentions.Get("m9")
	if diff := cmp.Diff([]span.Span{at("Fighters")[0], at("Harun Front")[0]}, joined.Spans); diff != "" {
		t.Error(diff)
	}
	event, _ := d.Layer.Events.Get("v1")
	relation, _ := d.Layer.Relations.Get("r1")
	if !event.Holds("m9") || relation.From != "m9" || joined.Entity != "e1" {
		t.Errorf("references went astray: %v, %v, %q", event.Arguments, relation, joined.Entity)
	}
}

func TestJoinEvents(t *testing.T) {
	d := withEvent(t)
	second := &annotate.Event{ID: "v3", Type: "ATTACK", Trigger: at("near"), Arguments: []annotate.Argument{{Role: "Place", Target: "m2"}, {Role: "Cause", Target: "v1"}, {Role: "Time", Value: "1"}}}
	d = done(t, d, []annotate.Edit{d.Put(second)})
	v, _ := d.Layer.Events.Get("v1")
	d = done(t, d, d.Join(v, second))
	joined, _ := d.Layer.Events.Get("v1")
	want := []annotate.Argument{{Role: "Attacker", Target: "m1"}, {Role: "Place", Target: "m2"}, {Role: "Time", Value: "1"}}
	if diff := cmp.Diff(want, joined.Arguments); diff != "" {
		t.Error(diff)
	}
}

func TestMergeEntities(t *testing.T) {
	d := withEvent(t)
	other := (&annotate.Entity{ID: "e2", Label: "ARM", Name: "the Front", KB: "Q7"}).WithAliases([]string{"HF", "the Front", ""})
	m := &annotate.Mention{ID: "m9", Label: "ARM", Spans: at("Fighters"), Entity: "e2"}
	link := &annotate.Relation{ID: "r9", Label: "SAME", From: "e1", To: "e2"}
	d = done(t, d, []annotate.Edit{d.Put(other), d.Put(m), d.Put(link)})
	into, _ := d.Layer.Entities.Get("e1")
	d = done(t, d, d.MergeEntities(into, other))
	merged, _ := d.Layer.Entities.Get("e1")
	if diff := cmp.Diff([]string{"the Front", "HF"}, merged.Aliases()); diff != "" || merged.KB != "Q7" {
		t.Errorf("merged has id %q, aliases %s", merged.KB, diff)
	}
	if n := len(d.MentionsOf("e1")); n != 2 || d.Layer.Find("e2") != nil || d.Layer.Find("r9") != nil {
		t.Errorf("%d mentions hang on the merged entity", n)
	}
}
