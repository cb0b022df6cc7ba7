package annotate_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/span"
	"galley/annotate/text"
)

const body = "Fighters of the Harun Front shelled the power station near Wadi Sahl."

func newDocument() annotate.Document {
	return annotate.Document{
		Article: annotate.NewArticle(annotate.Article{ID: "a1", Key: "truce"}, body),
		Layer:   annotate.Layer{ID: annotate.LayerID{Article: "a1", Annotator: "ada", Kind: annotate.Human}},
	}
}

func at(quote string) []span.Span {
	for i := range body {
		if len(body[i:]) >= len(quote) && body[i:i+len(quote)] == quote {
			return []span.Span{{Start: i, End: i + len(quote)}}
		}
	}
	panic("not in the text: " + quote)
}

// withEvent has two mentions of one entity, an event that takes both, an
// event that takes the first event, a relation and notes.
func withEvent(t *testing.T) annotate.Document {
	t.Helper()
	d := newDocument()
	var edits []annotate.Edit
	for _, item := range []annotate.Item{
		&annotate.Entity{ID: "e1", Label: "ARM", Name: "Harun Front"},
		&annotate.Mention{ID: "m1", Label: "ARM", Spans: at("Harun Front"), Entity: "e1"},
		&annotate.Mention{ID: "m2", Label: "LOC", Spans: at("Wadi Sahl")},
		&annotate.Event{ID: "v1", Type: "ATTACK", Trigger: at("shelled"), Arguments: []annotate.Argument{{Role: "Attacker", Target: "m1"}, {Role: "Place", Target: "m2"}}},
		&annotate.Event{ID: "v2", Type: "SAY", Arguments: []annotate.Argument{{Role: "Content", Target: "v1"}, {Role: "Speaker", Target: "e1"}}},
		&annotate.Relation{ID: "r1", Label: "PART_OF", From: "m1", To: "m2"},
		&annotate.Note{ID: "n1", On: "r1", Text: "sure?", State: annotate.NoteOpen},
	} {
		edits = append(edits, d.Put(item))
	}
	d, _, err := d.Apply(edits)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func contents(d annotate.Document) []annotate.Item {
	var out []annotate.Item
	d.Layer.Each(func(item annotate.Item) { out = append(out, item) })
	return out
}

func TestApplyCascades(t *testing.T) {
	tests := []struct {
		name   string
		kind   annotate.Kind
		id     annotate.ID
		gone   []annotate.ID // besides id
		events map[annotate.ID][]annotate.Argument
	}{
		{"mention leaves its event, relation and the relation's note", annotate.KindMention, "m1", []annotate.ID{"r1", "n1"},
			map[annotate.ID][]annotate.Argument{"v1": {{Role: "Place", Target: "m2"}}}},
		{"entity leaves its mentions and events", annotate.KindEntity, "e1", nil,
			map[annotate.ID][]annotate.Argument{"v2": {{Role: "Content", Target: "v1"}}}},
		{"event leaves the event that took it", annotate.KindEvent, "v1", nil,
			map[annotate.ID][]annotate.Argument{"v2": {{Role: "Speaker", Target: "e1"}}}},
		{"relation takes its note along", annotate.KindRelation, "r1", []annotate.ID{"n1"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := withEvent(t)
			after, edits, err := before.Apply([]annotate.Edit{before.Delete(before.Layer.Get(tt.kind, tt.id))})
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range append(tt.gone, tt.id) {
				if after.Layer.Find(id) != nil {
					t.Errorf("%s is still there", id)
				}
			}
			for id, want := range tt.events {
				event, _ := after.Layer.Events.Get(id)
				if diff := cmp.Diff(want, event.Arguments); diff != "" {
					t.Errorf("arguments of %s (-want +got):\n%s", id, diff)
				}
			}
			for _, m := range after.Layer.Mentions.All() {
				if m.Entity == tt.id {
					t.Errorf("mention %s still hangs on %s", m.ID, tt.id)
				}
			}
			back, _, err := after.Apply(annotate.Transaction{Edits: edits}.Inverse())
			if err != nil {
				t.Fatalf("undo: %v", err)
			}
			if diff := cmp.Diff(contents(before), contents(back)); diff != "" {
				t.Errorf("undo did not bring everything back:\n%s", diff)
			}
		})
	}
}

func TestApplyRefuses(t *testing.T) {
	put := func(item annotate.Item) func(*annotate.Document) annotate.Edit {
		return func(d *annotate.Document) annotate.Edit { return d.Put(item) }
	}
	tests := []struct {
		name string
		edit func(*annotate.Document) annotate.Edit
		is   error
	}{
		{"span outside the text", put(&annotate.Mention{ID: "x", Label: "LOC", Spans: []span.Span{{Start: 5, End: 500}}}), nil},
		{"empty span", put(&annotate.Mention{ID: "x", Label: "LOC", Spans: []span.Span{{Start: 5, End: 5}}}), nil},
		{"no span", put(&annotate.Mention{ID: "x", Label: "LOC"}), nil},
		{"fragments out of order", put(&annotate.Mention{ID: "x", Label: "LOC", Spans: []span.Span{{Start: 5, End: 8}, {Start: 1, End: 3}}}), nil},
		{"no label", put(&annotate.Mention{ID: "x", Spans: at("Wadi")}), nil},
		{"endless label", put(&annotate.Mention{ID: "x", Label: strings.Repeat("L", 1001), Spans: at("Wadi")}), nil},
		{"unknown entity", put(&annotate.Mention{ID: "x", Label: "LOC", Spans: at("Wadi"), Entity: "e9"}), annotate.ErrNotFound},
		{"id of another kind", put(&annotate.Entity{ID: "m1", Label: "LOC"}), annotate.ErrConflict},
		{"argument to nothing", put(&annotate.Event{ID: "x", Type: "ATTACK", Arguments: []annotate.Argument{{Role: "Place", Target: "m9"}}}), annotate.ErrNotFound},
		{"argument to a relation", put(&annotate.Event{ID: "x", Type: "ATTACK", Arguments: []annotate.Argument{{Role: "Place", Target: "r1"}}}), annotate.ErrNotFound},
		{"empty argument", put(&annotate.Event{ID: "x", Type: "ATTACK", Arguments: []annotate.Argument{{Role: "Place"}}}), nil},
		{"relation to nothing", put(&annotate.Relation{ID: "x", Label: "SAME", From: "m1", To: "m9"}), annotate.ErrNotFound},
		{"note in no state", put(&annotate.Note{ID: "x", Text: "hm"}), nil},
		{"unknown state", put(&annotate.Head{State: "finished"}), nil},
		{"before is another", func(d *annotate.Document) annotate.Edit {
			e := d.Put(&annotate.Mention{ID: "m1", Label: "ORG", Spans: at("Front")})
			e.Before = &annotate.Mention{ID: "m1", Label: "PER", Spans: at("Front")}
			return e
		}, annotate.ErrConflict},
		{"delete what is gone", func(d *annotate.Document) annotate.Edit {
			return d.Delete(&annotate.Mention{ID: "m9", Label: "PER", Spans: at("Front")})
		}, annotate.ErrConflict},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := withEvent(t)
			before := contents(d)
			good := d.Put(&annotate.Mention{ID: "good", Label: "LOC", Spans: at("power station")})
			_, _, err := d.Apply([]annotate.Edit{good, tt.edit(&d)})
			var itemErr *annotate.ItemError
			if !errors.As(err, &itemErr) {
				t.Fatalf("got %v, want an *ItemError", err)
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("got %v, want %v", err, tt.is)
			}
			if diff := cmp.Diff(before, contents(d)); diff != "" {
				t.Errorf("the document changed:\n%s", diff)
			}
		})
	}
}

// drawItem makes any item over a small pool of ids, sound or not.
func drawItem(t *rapid.T) annotate.Item {
	id := annotate.ID(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f"}).Draw(t, "id"))
	other := func(label string) annotate.ID {
		return annotate.ID(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f"}).Draw(t, label))
	}
	start := rapid.IntRange(0, len(body)).Draw(t, "start")
	spans := []span.Span{{Start: start, End: start + rapid.IntRange(0, 9).Draw(t, "len")}}
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		m := &annotate.Mention{ID: id, Label: "LOC", Spans: spans}
		if rapid.Bool().Draw(t, "hangs") {
			m.Entity = other("entity")
		}
		return m
	case 1:
		return &annotate.Entity{ID: id, Label: "LOC", Name: "x"}
	case 2:
		return &annotate.Event{ID: id, Type: "ATTACK", Trigger: spans, Arguments: []annotate.Argument{{Role: "Place", Target: other("target")}}}
	case 3:
		return &annotate.Relation{ID: id, Label: "SAME", From: other("from"), To: other("to")}
	case 4:
		return &annotate.Note{ID: id, On: other("on"), Text: "?", State: annotate.NoteOpen}
	default:
		return &annotate.Head{State: annotate.Started}
	}
}

func TestApplyThenInverseIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDocument()
		var acts [][]annotate.Edit
		states := [][]annotate.Item{contents(d)}
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			item := drawItem(t)
			edit := d.Put(item)
			if old := d.Layer.Get(item.ItemKind(), item.ItemID()); old != nil && rapid.Bool().Draw(t, "delete") {
				edit = d.Delete(old)
			}
			next, edits, err := d.Apply([]annotate.Edit{edit})
			if err != nil {
				continue
			}
			// What the log keeps must do the same as what was done.
			data, err := json.Marshal(edits)
			if err != nil {
				t.Fatal(err)
			}
			var logged []annotate.Edit
			if err := json.Unmarshal(data, &logged); err != nil {
				t.Fatal(err)
			}
			again, _, err := d.Apply(logged)
			if err != nil {
				t.Fatalf("replay: %v", err)
			}
			if diff := cmp.Diff(contents(next), contents(again), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("replay differs:\n%s", diff)
			}
			d = next
			acts, states = append(acts, edits), append(states, contents(d))
		}
		for i, edits := range slices.Backward(acts) {
			var err error
			if d, _, err = d.Apply(annotate.Transaction{Edits: edits}.Inverse()); err != nil {
				t.Fatalf("undo of act %d: %v", i, err)
			}
			if diff := cmp.Diff(states[i], contents(d), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("undo of act %d:\n%s", i, diff)
			}
		}
	})
}

func TestSlots(t *testing.T) {
	schema := &annotate.Schema{
		Entities: []annotate.EntityType{{Type: annotate.Type{Label: "ARM"}}, {Type: annotate.Type{Label: "LOC"}}, {Type: annotate.Type{Label: "WEA"}}},
		Events: []annotate.EventType{{Type: annotate.Type{Label: "ATTACK"}, Roles: []annotate.Role{
			{Name: "Attacker", Fillers: []string{"ARM"}, Min: 1}, {Name: "Victim", Fillers: []string{"ARM"}}, {Name: "Place", Fillers: []string{"LOC"}}}}},
	}
	d := newDocument()
	event := &annotate.Event{ID: "v1", Type: "ATTACK", Trigger: at("shelled")}
	arm := &annotate.Mention{ID: "m1", Label: "ARM", Spans: at("Harun Front")}
	place := &annotate.Mention{ID: "m2", Label: "LOC", Spans: at("Wadi Sahl")}
	weapon := &annotate.Mention{ID: "m3", Label: "WEA", Spans: at("power")}
	d, _, err := d.Apply([]annotate.Edit{d.Put(event), d.Put(arm), d.Put(place), d.Put(weapon)})
	if err != nil {
		t.Fatal(err)
	}
	typ := schema.Event("ATTACK")
	filled := event.WithArgument(annotate.Argument{Role: "Attacker", Target: "m1"})
	tests := []struct {
		name  string
		event *annotate.Event
		armed string
		item  annotate.Item
		want  string
	}{
		{"fits the armed slot", event, "Victim", arm, "Victim"},
		{"goes where it fits", event, "Attacker", place, "Place"},
		{"first empty that fits", filled, "", arm, "Victim"},
		{"fits none: the armed one takes it", event, "Attacker", weapon, "Attacker"},
		{"fits none, none armed", event, "", weapon, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := d.RoleFor(typ, tt.event, tt.armed, tt.item); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := filled.NextRole(typ, "Attacker"); got != "Victim" {
		t.Errorf("next role after Attacker: %q", got)
	}
	if got := filled.NextRole(typ, "Place"); got != "Victim" {
		t.Errorf("next role goes round: %q", got)
	}
	if got := d.Proposals(typ.Role("Place"), event); len(got) != 1 || got[0] != annotate.Item(place) {
		t.Errorf("proposals for Place: %v", got)
	}
	wrong := filled.WithArgument(annotate.Argument{Role: "Place", Target: "m3"})
	var texts []string
	for _, v := range []*annotate.Event{event, wrong} {
		for _, p := range d.EventProblems(schema, v) {
			texts = append(texts, p.Role+": "+p.Text)
		}
	}
	if diff := cmp.Diff([]string{"Attacker: Attacker needs one", "Place: WEA is not expected here"}, texts); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkApply(b *testing.B) {
	for _, n := range []int{50, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var items []annotate.Item
			long := make([]byte, 10*n)
			for i := range long {
				long[i] = 'x'
			}
			for i := range n {
				items = append(items, &annotate.Mention{ID: annotate.ID(fmt.Sprint("m", i)), Label: "LOC", Spans: []span.Span{{Start: 10 * i, End: 10*i + 5}}})
			}
			d := newDocument()
			d.Article = annotate.NewArticle(annotate.Article{ID: "a1"}, string(long))
			d.Layer = annotate.NewLayer(d.Layer.ID, items)
			edit := d.Put(&annotate.Mention{ID: "new", Label: "LOC", Spans: []span.Span{{Start: 7, End: 9}}})
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := d.Apply([]annotate.Edit{edit}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestCheckSpansKnowsCharacters(t *testing.T) {
	tx := text.New("Zoë said")
	if err := annotate.CheckSpans(tx, []span.Span{{Start: 0, End: 3}}); err == nil {
		t.Error("a span that ends inside a character is accepted")
	}
	if err := annotate.CheckSpans(tx, []span.Span{{Start: 0, End: 4}}); err != nil {
		t.Error(err)
	}
}
