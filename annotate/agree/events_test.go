package agree

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate/span"
)

func eventsOf(n int) *rapid.Generator[[]Event] {
	letter := rapid.SampledFrom([]string{"A", "B"})
	at := rapid.Custom(func(t *rapid.T) span.Span {
		start := rapid.IntRange(0, 6).Draw(t, "start")
		return span.Span{Start: start, End: start + rapid.IntRange(1, 3).Draw(t, "length")}
	})
	argument := rapid.Custom(func(t *rapid.T) Argument {
		return Argument{Role: letter.Draw(t, "role"), Span: at.Draw(t, "filler")}
	})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Event {
		return Event{
			Type: letter.Draw(t, "type"), Trigger: at.Draw(t, "trigger"), Gaps: gaps.Draw(t, "gaps"),
			Arguments:  rapid.SliceOfN(argument, 0, 3).Draw(t, "arguments"),
			Attributes: map[string]string{"tense": letter.Draw(t, "tense")},
		}
	}), 0, n)
}

func eventValues(a, b []Event) map[string]Value {
	c := CountEvents(a, b)
	m := map[string]Value{
		"trigger id": c.TriggerIDF1(), "trigger type": c.TriggerTypeF1(),
		"argument id": c.ArgumentIDF1(), "argument role": c.ArgumentRoleF1(),
		"attached id": c.AttachedIDF1(), "attached role": c.AttachedRoleF1(),
	}
	for name, v := range AttributeAlphas([][]Event{a}, [][]Event{b}) {
		m["attribute "+name] = v
	}
	return m
}

func TestEventsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := eventsOf(6).Draw(t, "a"), eventsOf(6).Draw(t, "b")
		got := eventValues(shuffled(t, b), shuffled(t, a))
		for name, want := range eventValues(a, b) {
			mustBe(t, name, got[name], want)
		}
	})
}

func TestEventsOfIdenticalCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := eventsOf(6).Draw(t, "a")
		for name, v := range eventValues(a, shuffled(t, a)) {
			isOne(t, name, v)
		}
	})
}

// TestEventsContradicted wants roles that two coders give the same spans in
// contradiction to lower the scores that look at roles, and no other.
func TestEventsContradicted(t *testing.T) {
	event := func(roles ...string) []Event {
		e := Event{Type: "Attack", Trigger: span.Span{Start: 10, End: 16}}
		for i, role := range roles {
			e.Arguments = append(e.Arguments, Argument{Role: role, Span: span.Span{Start: 20 * i, End: 20*i + 5}})
		}
		return []Event{e}
	}
	c := CountEvents(event("Attacker", "Target"), event("Target", "Attacker"))
	mustBe(t, "triggers", c.TriggerTypeF1(), number(1, 2))
	mustBe(t, "fillers", c.AttachedIDF1(), number(1, 4))
	mustBe(t, "roles", c.AttachedRoleF1(), number(0, 4))
}

// TestPairEvents tells two events on one word apart by their arguments.
func TestPairEvents(t *testing.T) {
	word := span.Span{Start: 5, End: 11}
	event := func(kind string, filler string) Event {
		return Event{Type: kind, Trigger: word, Arguments: []Argument{{Role: "Victim", Filler: filler}}}
	}
	a := []Event{event("Die", "two"), event("Die", "three"), {Type: "Meet", Trigger: span.Span{Start: 40, End: 44}}}
	b := []Event{event("Die", "three"), event("Die", "two"), event("Attack", "two")}
	got := PairEvents(a, b)
	slices.SortFunc(got, func(p, q Pair) int { return 10*(p.A-q.A) + p.B - q.B })
	if diff := cmp.Diff([]Pair{{-1, 2}, {0, 1}, {1, 0}, {2, -1}}, got); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
}

// Triggers in several fragments are equal only in all of them, and are paired with their equals.
func TestFragmentsOfTriggers(t *testing.T) {
	whole := Event{Type: "A", Trigger: span.Span{Start: 2, End: 9}, Arguments: []Argument{{Role: "R", Span: span.Span{Start: 20, End: 22}}}}
	split := whole
	split.Gaps = "2-4 7-9"
	c := CountEvents([]Event{whole}, []Event{split})
	if c.TriggerID.Both != 0 || c.TriggerType.Both != 0 || c.AttachedID.Both != 0 || c.AttachedRole.Both != 0 {
		t.Errorf("other fragments count as the same trigger: %+v", c)
	}
	if c.ArgumentID.Both != 1 || c.ArgumentRole.Both != 1 {
		t.Errorf("plain arguments hang on the trigger: %+v", c)
	}
	want := []Pair{{0, 1}, {1, 0}}
	if diff := cmp.Diff(want, PairEvents([]Event{whole, split}, []Event{split, whole})); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
}
