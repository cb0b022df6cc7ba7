package agree

import (
	"cmp"
	"maps"
	"slices"
)

// MatchSpans parts the units of all coders of one article into sets that hold
// at most one unit of each, in the order of the text: for two coders as
// PairSpans pairs them, for more by the best alignment of gamma. So places at
// which coders differ are those that the numbers speak of.
func MatchSpans(coders [][]Unit) [][]Member {
	if len(coders) == 2 {
		return membersOf(PairSpans(coders[0], coders[1]))
	}
	return Align(coders, StandardDissimilarity, 0).Sets
}

// MatchEvents does for events what MatchSpans does for spans: for two coders as
// PairEvents pairs them. For more, the pairs that PairEvents finds of every two
// coders make sets, the likest first, where no set gets two events of one coder.
func MatchEvents(coders [][]Event) [][]Member {
	if len(coders) == 2 {
		return membersOf(PairEvents(coders[0], coders[1]))
	}
	units := make([][]Unit, len(coders))
	sizes := make([]int, len(coders))
	for c, events := range coders {
		units[c], sizes[c] = triggerUnits(events), len(events)
	}
	var links []link
	for b := range coders {
		for a := range b {
			for _, p := range PairEvents(coders[a], coders[b]) {
				if p.A != free && p.B != free {
					links = append(links, link{Member{a, p.A}, Member{b, p.B}, likenessOfEvents(coders[a][p.A], coders[b][p.B])})
				}
			}
		}
	}
	unit := func(m Member) Unit { return units[m.Coder][m.Unit] }
	slices.SortStableFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.likeness, x.likeness), compareUnits(unit(x.a), unit(y.a)), compareUnits(unit(x.b), unit(y.b)))
	})
	sets := joined(sizes, links)
	slices.SortStableFunc(sets, func(x, y []Member) int { return compareUnits(unit(x[0]), unit(y[0])) })
	return sets
}

// MatchChains does the same for chains of mentions, by the share of mentions in
// common (Luo 2005, phi 4), as CEAFE pairs the chains of two coders. A mention
// is in one chain of a coder.
func MatchChains[M comparable](coders [][][]M) [][]Member {
	all := make([]int, len(coders))
	in := make([]map[M]int, len(coders))
	for c, chains := range coders {
		all[c], in[c] = len(chains), map[M]int{}
		for i, chain := range chains {
			for _, m := range chain {
				in[c][m] = i
			}
		}
	}
	var links []link
	for b := range coders {
		for a := range b {
			shared := sharing(coders[a], in[b])
			g := newGraph(all[a], all[b])
			likeness := func(i, j int) float64 {
				return 2 * float64(shared[i][j]) / float64(len(coders[a][i])+len(coders[b][j]))
			}
			for i := range shared {
				for _, j := range slices.Sorted(maps.Keys(shared[i])) {
					g.add(i, j, likeness(i, j))
				}
			}
			for i, j := range g.heaviest() {
				if j != free {
					links = append(links, link{Member{a, i}, Member{b, int(j)}, likeness(i, int(j))})
				}
			}
		}
	}
	slices.SortStableFunc(links, func(x, y link) int { return cmp.Compare(y.likeness, x.likeness) })
	return joined(all, links)
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
