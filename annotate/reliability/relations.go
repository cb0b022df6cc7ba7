package reliability

import (
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/text"
)

// relation reads a relation as an event without a trigger whose two ends are its
// arguments, so that both are told apart by the same rules.
func (r *reader) relation(t *text.Text, l *annotate.Layer, x *annotate.Relation, number, first map[annotate.ID]int) (event, error) {
	ends := []annotate.Argument{{Role: "from", Target: x.From}, {Role: "to", Target: x.To}}
	return r.event(t, l, &annotate.Event{Type: x.Label, Arguments: ends}, number, first)
}

// relationCounts are what two coders' relations have in common: a relation is
// the same where both of its ends are, and for all but joined its label. The ends
// of a symmetric one may stand either way.
type relationCounts struct {
	joined agree.SetCount // labels aside
	same   agree.SetCount
	// through is same with mentions told apart by the sets that they are in, so
	// that a quarrel about a boundary is none about the relation.
	through agree.SetCount
}

// Add is the sum of counts.
func (c relationCounts) Add(d relationCounts) relationCounts {
	return relationCounts{c.joined.Add(d.joined), c.same.Add(d.same), c.through.Add(d.through)}
}

func (p *pair) countRelations(i int, x, y *work, t *terms, pairs []agree.Pair) {
	setX, setY := setsOf(x, y, pairs)
	placed := func(e *event) agree.Event { return e.Event }
	name := func(e agree.Event, labelled bool) string {
		ends := []string{fmt.Sprint(e.Arguments[0].Span, e.Arguments[0].Filler), fmt.Sprint(e.Arguments[1].Span, e.Arguments[1].Filler)}
		if t.symmetric[e.Type] {
			slices.Sort(ends)
		}
		if !labelled {
			slices.Sort(ends) // which way it goes is what the label says
			return fmt.Sprintf("%q", ends)
		}
		return fmt.Sprintf("%q %q", e.Type, ends)
	}
	names := func(w *work, as func(*event) agree.Event, labelled bool, only string) []string {
		var out []string
		for k := range w.relations {
			if e := as(&w.relations[k]); only == "" || e.Type == only {
				out = append(out, name(e, labelled))
			}
		}
		return out
	}
	p.relations[i] = relationCounts{
		joined:  common(names(x, placed, false, ""), names(y, placed, false, "")),
		same:    common(names(x, placed, true, ""), names(y, placed, true, "")),
		through: common(names(x, func(e *event) agree.Event { return e.through(setX) }, true, ""), names(y, func(e *event) agree.Event { return e.through(setY) }, true, "")),
	}
	for _, label := range t.relations {
		if c := common(names(x, placed, true, label), names(y, placed, true, label)); c != (agree.SetCount{}) {
			p.tally(i, t, key{Relations, label, "rel_f1"}, c)
		}
	}
}

// common counts what two lists have in common; what stands several times in one
// has as many partners.
func common(a, b []string) agree.SetCount {
	left := map[string]int{}
	for _, x := range a {
		left[x]++
	}
	c := agree.SetCount{A: len(a), B: len(b)}
	for _, y := range b {
		if left[y] > 0 {
			left[y]--
			c.Both++
		}
	}
	return c
}

// relationMeasures are the F1 of relations, where anybody marked one.
func (p *pair) relationMeasures() series {
	if p.relations == nil {
		return series{measure: func([]int) []agree.Value { return nil }}
	}
	keys := []key{{Relations, "", "rel_f1"}, {Relations, "", "rel_id_f1"}, {Relations, "", "rel_matched_f1"}}
	return series{keys, func(picks []int) []agree.Value {
		c := sum(p.relations, picks)
		return []agree.Value{c.same.F1("a relation"), c.joined.F1("a relation"), c.through.F1("a relation")}
	}}
}
