package review

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/span"
)

// items draws a coder's work: mentions, some in fragments and some in chains,
// events with fillers, several of which may be on one trigger or on none,
// relations and labels, close together so that they meet and nest. Some began as
// suggestions.
func items(t *rapid.T) []annotate.Item {
	var out []annotate.Item
	var targets []annotate.ID
	id := func() annotate.ID { return annotate.ID(fmt.Sprint("i", len(out))) }
	letter := rapid.SampledFrom([]string{"A", "B"})
	place := rapid.Custom(func(t *rapid.T) []span.Span {
		start := rapid.IntRange(0, 15).Draw(t, "start")
		first := span.Span{Start: start, End: start + rapid.IntRange(1, 6).Draw(t, "length")}
		if rapid.IntRange(0, 4).Draw(t, "fragments") > 0 {
			return []span.Span{first}
		}
		again := first.End + rapid.IntRange(1, 2).Draw(t, "gap")
		return []span.Span{first, {Start: again, End: again + rapid.IntRange(1, 3).Draw(t, "length")}}
	})
	origin := func() annotate.Origin {
		return annotate.Origin{Source: rapid.SampledFrom([]string{"", "", "rules"}).Draw(t, "source")}
	}
	var entities []annotate.ID
	for range rapid.IntRange(0, 2).Draw(t, "entities") {
		entities = append(entities, id())
		out = append(out, &annotate.Entity{ID: id(), Label: letter.Draw(t, "label")})
	}
	for range rapid.IntRange(0, 5).Draw(t, "mentions") {
		m := &annotate.Mention{ID: id(), Label: letter.Draw(t, "label"), Spans: place.Draw(t, "place"), Origin: origin()}
		if len(entities) > 0 && rapid.Bool().Draw(t, "linked") {
			m.Entity = rapid.SampledFrom(entities).Draw(t, "entity")
		}
		targets = append(targets, m.ID)
		out = append(out, m)
	}
	targets = append(targets, entities...)
	triggers := [][]span.Span{nil, {{Start: 4, End: 8}}}
	for range rapid.IntRange(0, 3).Draw(t, "events") {
		triggers = append(triggers, place.Draw(t, "trigger"))
		v := &annotate.Event{ID: id(), Type: letter.Draw(t, "type"), Trigger: rapid.SampledFrom(triggers).Draw(t, "on"), Origin: origin()}
		for range rapid.IntRange(0, 3).Draw(t, "arguments") {
			a := annotate.Argument{Role: letter.Draw(t, "role"), Value: "1"}
			if len(targets) > 0 && rapid.Bool().Draw(t, "targeted") {
				a.Target, a.Value = rapid.SampledFrom(targets).Draw(t, "target"), ""
			}
			v = v.WithArgument(a)
		}
		targets = append(targets, v.ID)
		out = append(out, v)
	}
	for range rapid.IntRange(0, 2).Draw(t, "relations") {
		if len(targets) > 0 {
			end := rapid.SampledFrom(targets)
			out = append(out, &annotate.Relation{ID: id(), Label: letter.Draw(t, "label"), From: end.Draw(t, "from"), To: end.Draw(t, "to")})
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "labels") {
		out = append(out, &annotate.Label{ID: id(), Label: letter.Draw(t, "label"), Value: annotate.ValueOf(letter.Draw(t, "value"))})
	}
	return out
}

func coders(t *rapid.T) []annotate.Layer {
	var out []annotate.Layer
	for i := range rapid.IntRange(1, 5).Draw(t, "coders") {
		out = append(out, layer(annotate.ID(fmt.Sprint("coder", i)), items(t)...))
	}
	return out
}

func TestOrderChangesNoSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		layers := coders(t)
		want := Compare(layers).Sets
		var again []annotate.Layer
		for _, l := range rapid.Permutation(layers).Draw(t, "order of coders") {
			var all []annotate.Item
			l.Each(func(item annotate.Item) { all = append(all, item) })
			again = append(again, annotate.NewLayer(l.ID, rapid.Permutation(all).Draw(t, "order of items")))
		}
		if diff := cmp.Diff(want, Compare(again).Sets); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestEachInOneSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		layers := coders(t)
		c := Compare(layers)
		held := map[unit]int{}
		for n, s := range c.Sets {
			var readers []annotate.ID
			for _, r := range s.Readings {
				readers = append(readers, r.Coders...)
			}
			slices.Sort(readers)
			for i, h := range s.Of {
				if readers[i] != h.Coder || len(readers) != len(layers) {
					t.Fatalf("readers %v", readers)
				}
				for _, id := range h.Items {
					held[unit{h.Coder, id}]++
					if k, ok := c.SetOf(h.Coder, id); !ok || k != n {
						t.Fatalf("%s of %s is in set %d and found in %d", id, h.Coder, n, k)
					}
				}
			}
			if (s.Severity == Agreed) != (len(s.Differs) == 0) {
				t.Fatalf("severity %d of %v", s.Severity, s.Differs)
			}
		}
		total := 0
		for _, l := range layers {
			l.Each(func(item annotate.Item) {
				if item.ItemKind() == annotate.KindHead {
					return
				}
				total++
				if held[unit{l.ID.Annotator, item.ItemID()}] != 1 {
					t.Fatalf("%s %s of %s is in %d sets", item.ItemKind(), item.ItemID(), l.ID.Annotator, held[unit{l.ID.Annotator, item.ItemID()}])
				}
			})
		}
		if len(held) != total {
			t.Fatalf("%d annotations in sets of %d", len(held), total)
		}
	})
}

func TestIdenticalCodersOnlyAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		work := items(t)
		var layers []annotate.Layer
		for i := range rapid.IntRange(2, 5).Draw(t, "coders") {
			layers = append(layers, layer(annotate.ID(fmt.Sprint("coder", i)), work...))
		}
		for _, s := range Compare(layers).Sets {
			if _, ok := Identical.Takes(&s); !ok {
				t.Fatalf("not accepted: %s %v %v", s.Kind, s.Differs, s.Readings)
			}
		}
	})
}

// What identical coders marked comes into gold as it is. Where somebody marked
// the same twice, nothing tells which of the two something refers to.
func TestAcceptedIsWhatCodersSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		work := items(t)
		for i, item := range work {
			switch item.(type) {
			case *annotate.Mention, *annotate.Entity, *annotate.Event:
				work[i] = annotate.WithLabel(item, fmt.Sprint(annotate.LabelOf(item), i))
			}
		}
		layers := []annotate.Layer{layer("ada", work...), layer("ben", work...)}
		k := desk(layers)
		edits, sets, err := k.Accept([]Rule{Identical}, stamps())
		if err != nil {
			t.Fatal(err)
		}
		if len(sets) != len(k.Sets) {
			t.Fatalf("accepted %d of %d", len(sets), len(k.Sets))
		}
		again := desk(layers)
		gold, done, err := again.Gold.Apply(edits)
		if err != nil || len(done) != len(edits)-len(sets) {
			t.Fatalf("%d edits, %d decisions, applied %d: %v", len(edits), len(sets), len(done), err)
		}
		g := gold.Layer
		g.ID.Kind, g.ID.Annotator = annotate.Human, "gold"
		if len(sets) > 0 && g.State() != annotate.Adjudicated {
			t.Fatalf("state %s", g.State())
		}
		for _, s := range Compare([]annotate.Layer{layers[0], g}).Sets {
			if s.Severity != Agreed {
				t.Fatalf("gold differs: %s %v", s.Kind, s.Differs)
			}
		}
	})
}

// Whatever is decided fits gold, and deciding all leaves nothing open.
func TestAnyDecisionFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := desk(coders(t))
		next := stamps()
		for range rapid.IntRange(0, 12).Draw(t, "decisions") {
			if len(k.Sets) == 0 {
				return
			}
			set := rapid.IntRange(0, len(k.Sets)-1).Draw(t, "set")
			s := &k.Sets[set]
			reading := rapid.IntRange(0, len(s.Readings)-1)
			choice := Choice{Act: rapid.SampledFrom([]annotate.Act{annotate.TookReading, annotate.TookFields, annotate.TookBoth, annotate.RejectedAll, annotate.PutOff}).Draw(t, "act")}
			switch choice.Act {
			case annotate.TookReading:
				choice.Readings = []int{reading.Draw(t, "reading")}
			case annotate.TookBoth:
				for r := range s.Readings {
					choice.Readings = append(choice.Readings, r)
				}
			case annotate.TookFields:
				choice.Readings = []int{reading.Draw(t, "reading")}
				choice.Fields = map[int]int{}
				for f := range s.Fields {
					choice.Fields[f] = reading.Draw(t, "field")
				}
			}
			before := k.Gold
			out, err := k.Decide(set, choice, next())
			if err != nil {
				t.Fatal(err)
			}
			var turned []annotate.Edit
			for _, e := range slices.Backward(out.Edits) {
				turned = append(turned, annotate.Edit{Layer: e.Layer, Before: e.After, After: e.Before})
			}
			back, _, err := out.Gold.Apply(turned)
			if err != nil {
				t.Fatalf("taking %s back: %v", choice.Act, err)
			}
			if d := annotate.Between(back.Layer, before.Layer); len(d) > 0 {
				t.Fatalf("taking %s back leaves %d differences", choice.Act, len(d))
			}
			k.Took(set, out)
			if v := k.Verdict(set); v.State == Open || v.State == Stale {
				t.Fatalf("after %s it is %s", choice.Act, v.State)
			}
		}
	})
}
