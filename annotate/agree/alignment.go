package agree

import (
	"cmp"
	"math"
	"slices"
)

// Dissimilarity says how unlike two units are: Alpha times how far they are
// apart, plus Beta times DeltaEmpty where their labels differ. Being apart is
// DeltaEmpty times the square of the sum of the differences of their ends over
// the sum of their lengths. A unit without a counterpart costs DeltaEmpty.
// Mathet, Widlöcher and Métivier 2015, Computational Linguistics 41(3):437-479,
// section 4.
type Dissimilarity struct{ Alpha, Beta, DeltaEmpty float64 }

// StandardDissimilarity weighs place and label alike.
var StandardDissimilarity = Dissimilarity{Alpha: 1, Beta: 1, DeltaEmpty: 1}

// mark is a unit of some coder; ends that were sampled are not whole numbers.
type mark struct {
	start, end float64
	label      string
	coder, at  int // where the unit is in the list that was given
}

func compareMarks(a, b mark) int {
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.label, b.label))
}

func (d Dissimilarity) apart(a, b *mark) float64 {
	difference := math.Abs(a.start-b.start) + math.Abs(a.end-b.end)
	if difference == 0 || d.Alpha == 0 {
		return 0
	}
	ratio := difference / (a.end - a.start + b.end - b.start)
	return d.Alpha * d.DeltaEmpty * ratio * ratio
}

func (d Dissimilarity) of(a, b *mark) float64 {
	if a.label == b.label {
		return d.apart(a, b)
	}
	return d.apart(a, b) + d.Beta*d.DeltaEmpty
}

// Member is a unit: its coder and its number in that coder's list.
type Member struct{ Coder, Unit int }

// Alignment parts the units of all coders of one article into sets that hold
// at most one unit of each, so that the sum of the disorders of the sets is
// least. The disorder of a set is the mean dissimilarity over all pairs of
// coders, where a pair of which one or both have no unit in the set counts
// DeltaEmpty.
type Alignment struct {
	Sets   [][]Member // in the order of the text
	Sum    float64    // of the disorders of the sets
	Low    float64    // no alignment sums to less; Sum where it is proven to be least
	Coders int
	Units  int

	totals totals
}

// Exact tells whether no alignment has less disorder.
func (a Alignment) Exact() bool { return a.Low == a.Sum }

// Align finds the best alignment of coders' units in one article. States bounds
// its memory and time where much overlaps; 0 is DefaultStates. When it does not
// suffice, the alignment is a good one, and Low says how much better one could be.
func Align(coders [][]Unit, d Dissimilarity, states int) Alignment {
	return newProblem(marks(coders), d).align(states)
}

func marks(coders [][]Unit) [][]mark {
	lists := make([][]mark, len(coders))
	for c, units := range coders {
		lists[c] = make([]mark, len(units))
		for i, u := range units {
			lists[c][i] = mark{float64(u.Start), float64(u.End), u.Label, c, i}
		}
	}
	return lists
}

// align solves the problem.
func (p *problem) align(states int) Alignment {
	sets, low := p.best(states)
	t := p.sum(sets, low)
	out := Alignment{Coders: p.coders, Units: len(p.marks), Sum: t.sum, Low: t.low, totals: t}
	for _, set := range sets {
		members := make([]Member, len(set))
		for i, u := range set {
			members[i] = Member{p.rank[p.marks[u].coder], p.marks[u].at}
		}
		slices.SortFunc(members, func(a, b Member) int { return cmp.Compare(a.Coder, b.Coder) })
		out.Sets = append(out.Sets, members)
	}
	return out
}

// totals solves the problem and tells what gamma takes of it.
func (p *problem) totals(states int) totals { return p.sum(p.best(states)) }

// best are the sets of the best alignment, in the order of the text, and a bound
// below which no alignment comes; +Inf where the alignment is proven best.
func (p *problem) best(states int) (sets [][]int32, low float64) {
	if p.coders == 2 {
		sets, low = p.assign(), math.Inf(1)
	} else {
		sets, low = p.cover(cmp.Or(states, DefaultStates))
	}
	slices.SortFunc(sets, func(a, b []int32) int { return cmp.Compare(a[0], b[0]) })
	return sets, low
}

// sum adds up the sets of an alignment, of which no other comes below low.
func (p *problem) sum(sets [][]int32, low float64) totals {
	t := totals{units: float64(len(p.marks)), sets: float64(len(sets))}
	for _, set := range sets {
		t.sum += p.disorder(set)
		for i, u := range set {
			for _, v := range set[:i] {
				weight := max(0, 1-p.apart(&p.marks[u], &p.marks[v])) / float64(len(set)-1)
				t.weighed += weight
				if p.marks[u].label != p.marks[v].label {
					t.differing += weight
				}
			}
		}
	}
	t.low = min(low, t.sum)
	return t
}

// problem is the search for the best alignment of one article. Coders and
// units are put in an order of their own, so that the order in which they were
// given changes nothing, ties included.
type problem struct {
	Dissimilarity
	coders int
	marks  []mark // of all coders, in the order of the text; coder is the rank in rank
	rank   []int  // the coder given, by the coder's place in the order of what coders marked
	pairs  float64
	more   func(a, b Member) float64 // dissimilarity that marks do not show, if any; 0 or above
}

// of is how unlike two marks of the problem are.
func (p *problem) of(a, b *mark) float64 {
	d := p.Dissimilarity.of(a, b)
	if p.more != nil {
		d += p.more(Member{p.rank[a.coder], a.at}, Member{p.rank[b.coder], b.at})
	}
	return d
}

func newProblem(lists [][]mark, d Dissimilarity) *problem {
	p := &problem{Dissimilarity: d, coders: len(lists), pairs: float64(len(lists)*(len(lists)-1)) / 2}
	lists = slices.Clone(lists)
	for c, list := range lists {
		lists[c] = slices.Clone(list)
		slices.SortStableFunc(lists[c], compareMarks)
		p.rank = append(p.rank, c)
	}
	slices.SortStableFunc(p.rank, func(a, b int) int { return slices.CompareFunc(lists[a], lists[b], compareMarks) })
	for place, c := range p.rank {
		for _, m := range lists[c] {
			m.coder = place
			p.marks = append(p.marks, m)
		}
	}
	slices.SortStableFunc(p.marks, func(a, b mark) int { return cmp.Or(compareMarks(a, b), cmp.Compare(a.coder, b.coder)) })
	return p
}

// disorder is the disorder of a set.
func (p *problem) disorder(set []int32) float64 {
	if p.coders < 2 {
		return 0
	}
	k := float64(len(set))
	sum := p.DeltaEmpty * (p.pairs - k*(k-1)/2)
	for i, u := range set {
		for _, v := range set[:i] {
			sum += p.of(&p.marks[u], &p.marks[v])
		}
	}
	return sum / p.pairs
}

// near lists, for each mark, the later ones of other coders that are less
// dissimilar than limit, in order.
func (p *problem) near(limit float64) [][]int32 {
	// Two units are nearer than that only if they overlap when both are grown
	// about their middles by this factor.
	grow := math.Inf(1)
	if w := p.Alpha * p.DeltaEmpty; w > 0 {
		grow = math.Sqrt(limit / w)
	}
	reach := func(i int32) (from, to float64) {
		m := &p.marks[i]
		if math.IsInf(grow, 1) {
			return math.Inf(-1), math.Inf(1)
		}
		middle, half := (m.start+m.end)/2, grow*(m.end-m.start)/2
		return middle - half, middle + half
	}
	order := make([]int32, len(p.marks))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, _ := reach(a)
		y, _ := reach(b)
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	})
	lists := make([][]int32, len(p.marks))
	var open []int32 // marks whose grown stretch has begun and not ended
	for _, i := range order {
		from, _ := reach(i)
		open = slices.DeleteFunc(open, func(k int32) bool { _, to := reach(k); return to < from })
		for _, k := range open {
			if a, b := min(i, k), max(i, k); p.marks[a].coder != p.marks[b].coder && p.of(&p.marks[a], &p.marks[b]) < limit {
				lists[a] = append(lists[a], b)
			}
		}
		open = append(open, i)
	}
	for _, list := range lists {
		slices.Sort(list)
	}
	return lists
}

// assign solves the problem for two coders.
func (p *problem) assign() [][]int32 {
	partner, _ := p.match(0, 1, p.near(2*p.DeltaEmpty))
	var sets [][]int32
	for i := range p.marks {
		switch k := partner[i]; {
		case k == free:
			sets = append(sets, []int32{int32(i)})
		case k > int32(i):
			sets = append(sets, []int32{int32(i), k})
		}
	}
	return sets
}

// match pairs the marks of two coders for the least dissimilarity, where each
// that stays free costs DeltaEmpty. It gives the partner of each mark, and the cost.
func (p *problem) match(a, b int, near [][]int32) (partner []int32, cost float64) {
	place := make([]int, len(p.marks)) // among the marks of its coder
	var of [2][]int32
	for i := range p.marks {
		for side, coder := range [2]int{a, b} {
			if p.marks[i].coder == coder {
				place[i] = len(of[side])
				of[side] = append(of[side], int32(i))
			}
		}
	}
	g := newGraph(len(of[0]), len(of[1]))
	for i, list := range near {
		for _, k := range list {
			x, y := &p.marks[i], &p.marks[k]
			gain := 2*p.DeltaEmpty - p.of(x, y)
			switch {
			case gain <= 0:
			case x.coder == a && y.coder == b:
				g.add(place[i], place[k], gain)
			case x.coder == b && y.coder == a:
				g.add(place[k], place[i], gain)
			}
		}
	}
	partner = filled(len(p.marks), free)
	cost = p.DeltaEmpty * float64(len(of[0])+len(of[1]))
	for l, r := range g.heaviest() {
		if r != free {
			i, k := of[0][l], of[1][r]
			partner[i], partner[k] = k, i
			cost += p.of(&p.marks[i], &p.marks[k]) - 2*p.DeltaEmpty
		}
	}
	return partner, cost
}
