package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/span"
)

func (c *Comparison) mentions() {
	units := make([][]agree.Unit, len(c.Layers))
	for i := range c.Layers {
		for _, m := range c.Layers[i].Mentions.All() {
			units[i] = append(units[i], unitOf(m.Spans, m.Label))
		}
	}
	sets := split(units, agree.MatchSpans(units))
	for _, members := range sets {
		g := make(group, len(c.Layers))
		for _, m := range members {
			g[m.Coder] = append(g[m.Coder], c.Layers[m.Coder].Mentions.All()[m.Unit])
		}
		s := c.add(annotate.KindMention, g, mentionsKey, mentionsKey)
		s.compare(func(a, b int) { s.differ(mentionsDiffer(s.Readings[a].Items, s.Readings[b].Items)...) })
	}
}

// unitOf is the unit of fragments.
func unitOf(fragments []span.Span, label string) agree.Unit {
	u := agree.Unit{Span: span.Hull(fragments), Label: label}
	if len(fragments) > 1 {
		u.Gaps = fmt.Sprint(fragments)
	}
	return u
}

// split puts what a coder marked besides, where others have one long mention,
// into the set of the long one: a mention that is alone joins a set in which its
// coder has another, where both lie apart in a mention of somebody else.
func split(units [][]agree.Unit, sets [][]agree.Member) [][]agree.Member {
	at := func(m agree.Member) span.Span { return units[m.Coder][m.Unit].Span }
	home := map[agree.Member]int{}
	for i, set := range sets {
		for _, m := range set {
			home[m] = i
		}
	}
	joined := slices.Clone(sets)
	for i, set := range sets {
		if len(set) > 1 {
			continue
		}
		alone := set[0]
		for _, long := range around(units, alone) {
			to := home[long]
			fits := len(sets[to]) > 1 && slices.ContainsFunc(sets[to], func(m agree.Member) bool {
				return m.Coder == alone.Coder && !at(m).Overlaps(at(alone)) && at(long).Covers(at(m))
			})
			if fits {
				joined[to] = append(slices.Clone(joined[to]), alone)
				joined[i] = nil
				break
			}
		}
	}
	joined = slices.DeleteFunc(joined, func(set []agree.Member) bool { return set == nil })
	for _, set := range joined {
		slices.SortFunc(set, func(a, b agree.Member) int {
			if a.Coder != b.Coder {
				return a.Coder - b.Coder
			}
			return span.Compare(at(a), at(b))
		})
	}
	return joined
}

// around are the mentions of other coders that cover one and more, the shortest first.
func around(units [][]agree.Unit, of agree.Member) []agree.Member {
	here := units[of.Coder][of.Unit].Span
	var out []agree.Member
	for c := range units {
		if c == of.Coder {
			continue
		}
		for i, u := range units[c] {
			if u.Start > here.Start {
				break // mentions are in order
			}
			if u.Covers(here) && u.Len() > here.Len() {
				out = append(out, agree.Member{Coder: c, Unit: i})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b agree.Member) int { return units[a.Coder][a.Unit].Len() - units[b.Coder][b.Unit].Len() })
	return out
}

// mentionsKey is what mentions say: their labels, places and attributes. The
// entity is a matter of chains.
func mentionsKey(_ int, items []annotate.Item) string {
	var b strings.Builder
	for _, item := range items {
		m := item.(*annotate.Mention)
		fmt.Fprintf(&b, "%q %v %s\n", m.Label, m.Spans, attributesKey(m.Attributes))
	}
	return b.String()
}

func attributesKey(a annotate.Attributes) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(a)) {
		fmt.Fprintf(&b, "%q=%s ", name, a[name])
	}
	return b.String()
}

func mentionsDiffer(a, b []annotate.Item) []Difference {
	if len(a) != len(b) {
		return []Difference{Split}
	}
	var out []Difference
	for i := range a {
		x, y := a[i].(*annotate.Mention), b[i].(*annotate.Mention)
		if x.Label != y.Label {
			out = append(out, Type)
		}
		if !slices.Equal(x.Spans, y.Spans) {
			out = append(out, Boundary)
		}
		if !maps.Equal(x.Attributes, y.Attributes) {
			out = append(out, Attribute)
		}
	}
	return out
}
