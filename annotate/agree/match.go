package agree

import (
	"cmp"
	"maps"
	"slices"
)

// MatchSpans parts the units of the coders of one article into sets of what they
// take for the same thing: at most one unit of each coder, equal in span or
// overlapping. The sets of two coders are the pairs of PairSpans; those of more
// are the best alignment of gamma (see Align), less what does not touch, and of
// several best ones one in which fragments are equal. Sets are in the order of
// the text, their members in the order of coders.
func MatchSpans(coders [][]Unit) [][]Member {
	unit := func(m Member) Unit { return coders[m.Coder][m.Unit] }
	if len(coders) == 2 {
		return membersOf(PairSpans(coders[0], coders[1]))
	}
	if !slices.ContainsFunc(slices.Concat(coders...), func(u Unit) bool { return u.Gaps != "" }) {
		return parted(Align(coders, StandardDissimilarity, 0).Sets, unit)
	}
	return parted(alignKeyed(coders, coders, func(a, b Member) float64 { return otherFragments(unit(a), unit(b)) }), unit)
}

// MatchEvents parts the events of the coders of one article as MatchSpans parts
// units: by triggers, types and equal arguments, so that two events on one
// trigger are told apart. The sets of two coders are the pairs of PairEvents. Of
// more coders, events are as unlike as their triggers and types are, with half
// the share of arguments that are not equal besides. Events without a trigger
// are one place.
func MatchEvents(coders [][]Event) [][]Member {
	if len(coders) == 2 {
		return membersOf(PairEvents(coders[0], coders[1]))
	}
	keys, triggers := make([][]Unit, len(coders)), make([][]Unit, len(coders))
	for c, events := range coders {
		keys[c] = triggerUnits(events)
		for i := range events {
			triggers[c] = append(triggers[c], events[i].trigger())
		}
	}
	trigger := func(m Member) Unit { return triggers[m.Coder][m.Unit] }
	return parted(alignKeyed(triggers, keys, func(a, b Member) float64 {
		x, y := coders[a.Coder][a.Unit].Arguments, coders[b.Coder][b.Unit].Arguments
		unlike := otherFragments(trigger(a), trigger(b))
		if len(x)+len(y) > 0 {
			unlike += 0.5 * (1 - shareEqual(x, y))
		}
		return unlike
	}), trigger)
}

// otherFragments is how unlike two units are that have other fragments: less
// than any difference in place or label, so that it decides only between equals.
func otherFragments(a, b Unit) float64 {
	if a.Gaps == b.Gaps {
		return 0
	}
	return 1e-6
}

// alignKeyed are the sets of the best alignment of units that are more unlike
// than their marks show. Ties are broken by what marks show and then by the order
// given: so that order is made to tell all that is known of the units, which is
// what keys do.
func alignKeyed(units, keys [][]Unit, more func(a, b Member) float64) [][]Member {
	order := make([][]int, len(units)) // of the units of each coder, by key
	rank := make([]int, len(units))
	inOrder := make([][]Unit, len(units))
	for c := range units {
		order[c] = orderOf(keys[c])
		inOrder[c] = pick(keys[c], order[c])
		rank[c] = c
	}
	slices.SortStableFunc(rank, func(a, b int) int { return slices.CompareFunc(inOrder[a], inOrder[b], compareUnits) })
	ranked := make([][]Unit, len(units))
	for place, c := range rank {
		ranked[place] = pick(units[c], order[c])
	}
	given := func(m Member) Member { return Member{rank[m.Coder], order[rank[m.Coder]][m.Unit]} }
	p := newProblem(marks(ranked, labelNumbers(ranked...)), StandardDissimilarity)
	p.more = func(a, b Member) float64 { return more(given(a), given(b)) }
	sets := p.align(0).Sets
	for _, set := range sets {
		for i, m := range set {
			set[i] = given(m)
		}
		slices.SortFunc(set, compareMembers)
	}
	return sets
}

// MatchChains does the same for chains of mentions, by the share of mentions in
// common (Luo 2005, phi 4): for two coders as CEAFE pairs their chains, for more
// the likest chains first. A mention is in one chain of a coder.
func MatchChains[M cmp.Ordered](coders [][][]M) [][]Member {
	sorted := make([][][]M, len(coders))
	sizes := make([]int, len(coders))
	var all []Member
	for c, chains := range coders {
		sizes[c] = len(chains)
		for i, chain := range chains {
			sorted[c] = append(sorted[c], slices.Sorted(slices.Values(chain)))
			all = append(all, Member{c, i})
		}
	}
	content := func(m Member) []M { return sorted[m.Coder][m.Unit] }
	// Of equal chains the one comes first whose coder does by all chains, so that
	// the number of a coder decides nothing.
	rank := coderRanks(sorted)
	slices.SortStableFunc(all, func(a, b Member) int {
		return cmp.Or(slices.Compare(content(a), content(b)), cmp.Compare(rank[a.Coder], rank[b.Coder]))
	})
	links := chainLinks(all, content)
	if len(coders) == 2 {
		links = heaviestLinks(all, links)
	} else {
		slices.SortStableFunc(links, func(x, y link) int { return cmp.Compare(y.likeness, x.likeness) })
	}
	return joined(sizes, links)
}

// coderRanks order coders by their chains. Coders with the same chains are
// ranked as they are numbered, which makes no difference to what is found.
func coderRanks[M cmp.Ordered](coders [][][]M) []int {
	lists := make([][][]M, len(coders))
	order := make([]int, len(coders))
	for c, chains := range coders {
		order[c] = c
		lists[c] = slices.SortedFunc(slices.Values(chains), slices.Compare[[]M])
	}
	slices.SortStableFunc(order, func(a, b int) int { return slices.CompareFunc(lists[a], lists[b], slices.Compare[[]M]) })
	rank := make([]int, len(coders))
	for i, c := range order {
		rank[c] = i
	}
	return rank
}

// chainLinks are the links of chains that share mentions, in the order of the chains.
func chainLinks[M comparable](all []Member, content func(Member) []M) []link {
	with := map[M][]int{} // the chains so far of each mention
	var links []link
	for i, b := range all {
		shared := map[int]int{}
		for _, m := range content(b) {
			for _, k := range with[m] {
				if all[k].Coder != b.Coder {
					shared[k]++
				}
			}
			with[m] = append(with[m], i)
		}
		for _, k := range slices.Sorted(maps.Keys(shared)) {
			size := len(content(all[k])) + len(content(b))
			links = append(links, link{all[k], b, 2 * float64(shared[k]) / float64(size)})
		}
	}
	return links
}

// heaviestLinks are the links of the best matching of two coders. The coder of
// the first unit is the left side, whichever number that coder has.
func heaviestLinks(all []Member, links []link) []link {
	place := map[Member]int{}
	for i, m := range all {
		place[m] = i
	}
	g := newGraph(len(all), len(all))
	for _, l := range links {
		if l.a.Coder != all[0].Coder {
			l.a, l.b = l.b, l.a
		}
		g.add(place[l.a], place[l.b], l.likeness)
	}
	var best []link
	for a, b := range g.heaviest() {
		if b != free {
			best = append(best, link{a: all[a], b: all[b]})
		}
	}
	return best
}

// link says that the units of two coders may be one.
type link struct {
	a, b     Member
	likeness float64
}

// joined makes sets of units by links, the first link first. A link that would
// put two units of one coder into a set is passed over. Sets are in order of
// their first unit, and units in order of coder.
func joined(sizes []int, links []link) [][]Member {
	set := map[Member]*[]Member{}
	var order []*[]Member
	for c, n := range sizes {
		for i := range n {
			m := Member{c, i}
			set[m] = &[]Member{m}
			order = append(order, set[m])
		}
	}
	for _, l := range links {
		a, b := set[l.a], set[l.b]
		if a == b || slices.ContainsFunc(*a, func(m Member) bool {
			return slices.ContainsFunc(*b, func(n Member) bool { return m.Coder == n.Coder })
		}) {
			continue
		}
		*a = append(*a, *b...)
		for _, m := range *b {
			set[m] = a
		}
		*b = nil
	}
	var sets [][]Member
	for _, s := range order {
		if *s != nil {
			slices.SortFunc(*s, compareMembers)
			sets = append(sets, *s)
		}
	}
	slices.SortFunc(sets, func(x, y []Member) int { return compareMembers(x[0], y[0]) })
	return sets
}

func compareMembers(a, b Member) int {
	return cmp.Or(cmp.Compare(a.Coder, b.Coder), cmp.Compare(a.Unit, b.Unit))
}

// membersOf are pairs of the coders 0 and 1 as sets.
func membersOf(pairs []Pair) [][]Member {
	sets := make([][]Member, len(pairs))
	for i, p := range pairs {
		if p.A != free {
			sets[i] = append(sets[i], Member{0, p.A})
		}
		if p.B != free {
			sets[i] = append(sets[i], Member{1, p.B})
		}
	}
	return sets
}

// parted are the sets, each in as many parts as do not touch: gamma may align
// units that are near each other, which are not the same thing for that.
func parted(sets [][]Member, unit func(Member) Unit) [][]Member {
	var out [][]Member
	for _, set := range sets {
		for len(set) > 0 {
			part, rest := []Member{set[0]}, set[1:]
			for i := 0; i < len(part); i++ {
				var apart []Member
				for _, m := range rest {
					if a, b := unit(part[i]).Span, unit(m).Span; a == b || a.Overlaps(b) {
						part = append(part, m)
					} else {
						apart = append(apart, m)
					}
				}
				rest = apart
			}
			slices.SortFunc(part, compareMembers)
			out = append(out, part)
			set = rest
		}
	}
	first := func(set []Member) Unit {
		u := unit(set[0])
		for _, m := range set[1:] {
			if v := unit(m); compareUnits(v, u) < 0 {
				u = v
			}
		}
		return u
	}
	slices.SortStableFunc(out, func(a, b []Member) int { return compareUnits(first(a), first(b)) })
	return out
}
