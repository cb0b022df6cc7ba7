package review

import (
	"cmp"
	"slices"

	"galley/annotate"
)

// State is how far a set is from being decided.
type State string

// The states.
const (
	Open     State = "open"      // coders differ and nobody decided
	Settled  State = "agreed"    // coders agree and nobody decided
	Decided  State = "decided"   // an adjudicator took or made something
	Rejected State = "rejected"  // an adjudicator found that there is nothing
	Accepted State = "accepted"  // a rule decided, which the decision names
	Discuss  State = "discuss"   // put off
	SentBack State = "sent back" // the coder shall look at it again
	Stale    State = "stale"     // what was decided on is no more as it was; the decision is kept
	Differ   State = "differ"    // two adjudicators decided differently, neither knowing of the other
)

// States are all states, those with work in them first.
var States = []State{Open, Stale, Differ, Discuss, SentBack, Decided, Rejected, Accepted, Settled}

// Verdict is what became of a set.
type Verdict struct {
	State    State
	Decision *annotate.Decision // the newest; nil where there is none
	Changed  []annotate.ID      // coders who say something else than when it was decided
	Others   []*annotate.Decision
}

// Verdicts tells of each set what became of it, and which decisions are about
// nothing that is still there: their annotations are all gone.
func (c *Comparison) Verdicts(decisions []*annotate.Decision) (verdicts []Verdict, lost []*annotate.Decision) {
	bySet, lost := c.assign(decisions)
	verdicts = make([]Verdict, len(c.Sets))
	for i := range c.Sets {
		verdicts[i] = c.Sets[i].verdict(bySet[i])
	}
	return verdicts, lost
}

// assign finds the decisions on each set, the newest first.
func (c *Comparison) assign(decisions []*annotate.Decision) (bySet [][]*annotate.Decision, lost []*annotate.Decision) {
	decisions = slices.Clone(decisions)
	slices.SortFunc(decisions, func(a, b *annotate.Decision) int { return cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(b.ID, a.ID)) })
	bySet = make([][]*annotate.Decision, len(c.Sets))
	for _, d := range decisions {
		if i := c.Find(d); i >= 0 {
			bySet[i] = append(bySet[i], d)
		} else {
			lost = append(lost, d)
		}
	}
	return bySet, lost
}

// Find is the number of the set with most of what a decision is about, or -1.
func (c *Comparison) Find(d *annotate.Decision) int {
	votes := map[int]int{}
	for _, h := range d.Of {
		for _, id := range h.Items {
			if i, ok := c.SetOf(h.Coder, id); ok && c.Sets[i].Kind == d.Kind {
				votes[i]++
			}
		}
	}
	best := -1
	for i, n := range votes {
		if best < 0 || n > votes[best] || n == votes[best] && i < best {
			best = i
		}
	}
	if best < 0 && d.Kind == annotate.KindLabel { // what is said of the article has a name, whoever says it
		best = slices.IndexFunc(c.Sets, func(s Set) bool { return s.Kind == d.Kind && s.Label == d.Label })
	}
	return best
}

func (s *Set) verdict(decisions []*annotate.Decision) Verdict {
	if len(decisions) == 0 {
		if s.Severity == Agreed {
			return Verdict{State: Settled}
		}
		return Verdict{State: Open}
	}
	v := Verdict{Decision: decisions[0], Others: decisions[1:]}
	v.Changed = s.changed(v.Decision)
	switch d := v.Decision; {
	case d.Act == annotate.PutOff:
		v.State = Discuss
	case len(v.Changed) > 0:
		v.State = Stale
	case d.Act == annotate.SentBackTo:
		v.State = SentBack
	case slices.ContainsFunc(v.Others, func(o *annotate.Decision) bool { return unaware(d, o) }):
		v.State = Differ
	case d.Act == annotate.RejectedAll:
		v.State = Rejected
	case d.Rule != "":
		v.State = Accepted
	default:
		v.State = Decided
	}
	return v
}

// changed are the coders who say something else than what was decided on: who
// changed it, and who came later with a reading that was not there.
func (s *Set) changed(d *annotate.Decision) []annotate.ID {
	var out []annotate.ID
	seen := map[int]bool{} // readings that were there
	known := map[annotate.ID]bool{}
	for _, then := range d.Of {
		known[then.Coder] = true
		now := s.Held(then.Coder)
		if now == nil {
			continue // they are at work on it again: what they say is not known
		}
		if now.Digest != then.Digest {
			out = append(out, then.Coder)
			continue
		}
		seen[s.ReadingOf(then.Coder)] = true
	}
	for _, now := range s.Of {
		if !known[now.Coder] && !seen[s.ReadingOf(now.Coder)] {
			out = append(out, now.Coder)
		}
	}
	return out
}

// unaware tells whether two adjudicators decided differently and neither knew of the other.
func unaware(a, b *annotate.Decision) bool {
	return a.By != b.By && b.Act != annotate.PutOff && !slices.Contains(a.Over, b.ID) && !slices.Contains(b.Over, a.ID) &&
		(a.Act != b.Act || !slices.Equal(a.Took, b.Took) || a.Act == annotate.ByHand)
}

// GoldState is how far the gold of an article has come: New where there is none,
// Stale where a decision is about what was changed since or, although all was
// decided, something waits to be decided again, and else what its layer says.
func GoldState(layers []annotate.Layer, decisions []*annotate.Decision) annotate.State {
	gold := Gold(layers)
	if gold == nil {
		return annotate.New
	}
	verdicts, lost := Compare(Coders(layers)).Verdicts(decisions)
	waits := func(v Verdict) bool {
		return v.State == Stale || gold.State() == annotate.Adjudicated && slices.Contains(ToDo, v.State)
	}
	if len(lost) > 0 || slices.ContainsFunc(verdicts, waits) {
		return annotate.Stale
	}
	return gold.State()
}

// Rule accepts sets without a person's decision. Rules are off until somebody
// chooses one, and every decision of theirs names them.
type Rule string

// The rules.
const (
	Identical   Rule = "all identical"   // all of two coders or more say the same
	Majority    Rule = "strict majority" // more than half of the coders, and two at least, say the same
	SingleCoder Rule = "single coder"    // only one person has worked on the article
)

// Rules are all rules, the surest first.
var Rules = []Rule{Identical, Majority, SingleCoder}

// Takes is the reading of a set that the rule accepts, and whether it accepts any.
func (r Rule) Takes(s *Set) (reading int, ok bool) {
	switch r {
	case Identical:
		ok = s.Severity == Agreed && len(s.Of) > 1
	case Majority:
		reading, ok = s.Majority()
	case SingleCoder:
		ok = len(s.Of) == 1
	}
	return reading, ok
}

// Majority is the reading that more than half of the coders hold, two at least.
func (s *Set) Majority() (reading int, ok bool) {
	n := len(s.Readings[0].Coders)
	return 0, n > 1 && 2*n > len(s.Of)
}
