package agree

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"galley/annotate/span"
)

// Event is something that happens in an article, as one coder marked it. An
// event of the article as a whole has the zero trigger.
type Event struct {
	Type       string
	Trigger    span.Span
	Gaps       string // of a trigger in several fragments, as in Unit
	Arguments  []Argument
	Attributes map[string]string // such as tense and polarity
}

// Argument fills a role of an event.
type Argument struct {
	Role   string
	Span   span.Span
	Filler string // what fills the role where it is not a stretch of text, such as a number
}

// SetCount is how many things either coder marked, and both. The same thing
// marked twice by one coder counts once.
type SetCount struct{ A, B, Both int }

// Add is the sum of both counts.
func (c SetCount) Add(d SetCount) SetCount {
	return SetCount{c.A + d.A, c.B + d.B, c.Both + d.Both}
}

// F1 is what both marked against what either did; what names one of the things,
// as in "a span".
func (c SetCount) F1(what string) Value { return f1(float64(c.Both), c.A, c.B, what) }

// EventCounts are what the F1 of two coders' events is made of, in the manner
// of ACE (Li, Ji and Huang 2013, ACL, section 4.1). Counts of articles add up.
type EventCounts struct {
	TriggerID, TriggerType   SetCount // offsets of the trigger; and the type of the event
	ArgumentID, ArgumentRole SetCount // type of event and filler; and the role
	AttachedID, AttachedRole SetCount // the same, on the same trigger
	Articles, Empty          int      // articles counted, and those without any event
}

// CountEvents counts the events of two coders in one article.
func CountEvents(a, b []Event) EventCounts {
	c := EventCounts{Articles: 1}
	if len(a)+len(b) == 0 {
		c.Empty = 1
		return c
	}
	type trigger struct {
		at         span.Span
		gaps, kind string
	}
	triggers := func(key func(Event) trigger) SetCount {
		set := func(events []Event) map[trigger]bool {
			s := map[trigger]bool{}
			for _, e := range events {
				s[key(e)] = true
			}
			return s
		}
		return inCommon(set(a), set(b))
	}
	type argument struct {
		trigger
		role, filler string
		span         span.Span
	}
	arguments := func(key func(Event, Argument) argument) SetCount {
		set := func(events []Event) map[argument]bool {
			s := map[argument]bool{}
			for _, e := range events {
				for _, arg := range e.Arguments {
					k := key(e, arg)
					k.kind, k.filler, k.span = e.Type, arg.Filler, arg.Span
					s[k] = true
				}
			}
			return s
		}
		return inCommon(set(a), set(b))
	}
	c.TriggerID = triggers(func(e Event) trigger { return trigger{e.Trigger, e.Gaps, ""} })
	c.TriggerType = triggers(func(e Event) trigger { return trigger{e.Trigger, e.Gaps, e.Type} })
	c.ArgumentID = arguments(func(Event, Argument) argument { return argument{} })
	c.ArgumentRole = arguments(func(_ Event, arg Argument) argument { return argument{role: arg.Role} })
	c.AttachedID = arguments(func(e Event, _ Argument) argument { return argument{trigger: trigger{at: e.Trigger, gaps: e.Gaps}} })
	c.AttachedRole = arguments(func(e Event, arg Argument) argument {
		return argument{trigger: trigger{at: e.Trigger, gaps: e.Gaps}, role: arg.Role}
	})
	return c
}

func inCommon[K comparable](a, b map[K]bool) SetCount {
	c := SetCount{A: len(a), B: len(b)}
	for k := range a {
		if b[k] {
			c.Both++
		}
	}
	return c
}

// Add is the sum of both counts.
func (c EventCounts) Add(d EventCounts) EventCounts {
	return EventCounts{
		TriggerID: c.TriggerID.Add(d.TriggerID), TriggerType: c.TriggerType.Add(d.TriggerType),
		ArgumentID: c.ArgumentID.Add(d.ArgumentID), ArgumentRole: c.ArgumentRole.Add(d.ArgumentRole),
		AttachedID: c.AttachedID.Add(d.AttachedID), AttachedRole: c.AttachedRole.Add(d.AttachedRole),
		Articles: c.Articles + d.Articles, Empty: c.Empty + d.Empty,
	}
}

const (
	aTrigger   = "an event"
	anArgument = "an argument"
)

// TriggerIDF1 is the F1 of triggers at the right offsets.
func (c EventCounts) TriggerIDF1() Value { return c.TriggerID.F1(aTrigger) }

// TriggerTypeF1 is the F1 of triggers at the right offsets with the right type of event.
func (c EventCounts) TriggerTypeF1() Value { return c.TriggerType.F1(aTrigger) }

// ArgumentIDF1 is the F1 of fillers of events of the right type, whatever the
// event. It takes an argument on the wrong event for right; see AttachedIDF1.
func (c EventCounts) ArgumentIDF1() Value { return c.ArgumentID.F1(anArgument) }

// ArgumentRoleF1 is ArgumentIDF1 with the right role.
func (c EventCounts) ArgumentRoleF1() Value { return c.ArgumentRole.F1(anArgument) }

// AttachedIDF1 is the F1 of fillers of events of the right type on the right
// trigger (Peng et al. 2023, Findings of ACL, on what is lost without).
func (c EventCounts) AttachedIDF1() Value { return c.AttachedID.F1(anArgument) }

// AttachedRoleF1 is AttachedIDF1 with the right role: the number to print.
func (c EventCounts) AttachedRoleF1() Value { return c.AttachedRole.F1(anArgument) }

// PairEvents pairs the events of two coders in one article one to one, so that
// the sum of likenesses is greatest: that of the triggers as in PairSpans, with
// the type for the label, 1 for an equal type, and half the share of arguments
// that are equal. Each event is in one pair, in the order of the text.
func PairEvents(a, b []Event) []Pair {
	return pairUnits(triggerUnits(a), triggerUnits(b), func(i, j int) float64 {
		x, y := a[i], b[j]
		worth := likeness(x.trigger(), y.trigger())
		if x.Type == y.Type {
			worth++
		}
		return worth + 0.5*shareEqual(x.Arguments, y.Arguments)
	})
}

// trigger is the trigger as a unit that is labelled with the type.
func (e *Event) trigger() Unit { return Unit{Span: e.Trigger, Label: e.Type, Gaps: e.Gaps} }

// triggerUnits are the triggers, with all that is known of the events for
// labels, so that their order never hangs on the order given.
func triggerUnits(events []Event) []Unit {
	units := make([]Unit, len(events))
	for i, e := range events {
		var key strings.Builder
		fmt.Fprintf(&key, "%q", e.Type)
		for _, arg := range slices.SortedFunc(slices.Values(e.Arguments), compareArguments) {
			fmt.Fprintf(&key, " %q %d %d %q", arg.Role, arg.Span.Start, arg.Span.End, arg.Filler)
		}
		for _, name := range slices.Sorted(maps.Keys(e.Attributes)) {
			fmt.Fprintf(&key, " %q=%q", name, e.Attributes[name])
		}
		units[i] = Unit{Span: e.Trigger, Label: key.String(), Gaps: e.Gaps}
	}
	return units
}

func compareArguments(x, y Argument) int {
	return cmp.Or(cmp.Compare(x.Role, y.Role), span.Compare(x.Span, y.Span), cmp.Compare(x.Filler, y.Filler))
}

// shareEqual is twice the arguments in common over all arguments; 0 of none.
func shareEqual(a, b []Argument) float64 {
	left := map[Argument]int{}
	for _, arg := range a {
		left[arg]++
	}
	both := 0
	for _, arg := range b {
		if left[arg] > 0 {
			left[arg]--
			both++
		}
	}
	if len(a)+len(b) == 0 {
		return 0
	}
	return 2 * float64(both) / float64(len(a)+len(b))
}

// AttributeAlphas are NominalAlpha of each attribute over the events that
// PairEvents pairs, article by article; N is how many pairs have the attribute
// on both sides.
func AttributeAlphas(a, b [][]Event) map[string]Value {
	rows := map[string][][]*string{}
	for i := range a {
		for _, p := range PairEvents(a[i], b[i]) {
			if p.A == free || p.B == free {
				continue
			}
			x, y := a[i][p.A].Attributes, b[i][p.B].Attributes
			for name, value := range x {
				row := []*string{&value, nil}
				if other, ok := y[name]; ok {
					row[1] = &other
				}
				rows[name] = append(rows[name], row)
			}
			for name, value := range y {
				if _, ok := x[name]; !ok {
					rows[name] = append(rows[name], []*string{nil, &value})
				}
			}
		}
	}
	alphas := map[string]Value{}
	for name, r := range rows {
		t, err := NewTable(r, strings.Compare)
		if err != nil {
			panic(err) // all rows have two cells
		}
		alphas[name] = NominalAlpha(t)
	}
	return alphas
}
