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
	label      int32 // number of it in alphabetical order
	coder, at  int32 // where the unit is in the list that was given
}

func compareMarks(a, b mark) int {
	switch {
	case a.start != b.start:
		return cmp.Compare(a.start, b.start)
	case a.end != b.end:
		return cmp.Compare(a.end, b.end)
	}
	return cmp.Compare(a.label, b.label)
}

// sortMarks sorts those of one coder.
func sortMarks(list []mark) {
	slices.SortFunc(list, func(a, b mark) int { return cmp.Or(compareMarks(a, b), cmp.Compare(a.at, b.at)) })
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
	return newProblem(marks(coders, labelNumbers(coders...)), d).align(states)
}

// labelNumbers numbers the labels of units in alphabetical order.
func labelNumbers(units ...[]Unit) map[string]int32 {
	number := map[string]int32{}
	for i, label := range Labels(units...) {
		number[label] = int32(i)
	}
	return number
}

func marks(coders [][]Unit, label map[string]int32) [][]mark {
	lists := make([][]mark, len(coders))
	for c, units := range coders {
		lists[c] = make([]mark, len(units))
		for i, u := range units {
			lists[c][i] = mark{float64(u.Start), float64(u.End), label[u.Label], int32(c), int32(i)}
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
			members[i] = p.member(&p.marks[u])
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
		d += p.more(p.member(a), p.member(b))
	}
	return d
}

func newProblem(lists [][]mark, d Dissimilarity) *problem {
	p := &problem{Dissimilarity: d, coders: len(lists), pairs: float64(len(lists)*(len(lists)-1)) / 2}
	n := 0
	for _, list := range lists {
		n += len(list)
	}
	all := make([]mark, 0, n) // coder by coder
	ordered := make([][]mark, len(lists))
	for c, list := range lists {
		all = append(all, list...)
		ordered[c] = all[len(all)-len(list):]
		sortMarks(ordered[c])
		p.rank = append(p.rank, c)
	}
	slices.SortStableFunc(p.rank, func(a, b int) int { return slices.CompareFunc(ordered[a], ordered[b], compareMarks) })
	p.marks = make([]mark, 0, n)
	for { // the first mark that is left, of the first coder who has it
		first := -1
		for place, c := range p.rank {
			if list := ordered[c]; len(list) > 0 && (first < 0 || compareMarks(list[0], ordered[p.rank[first]][0]) < 0) {
				first = place
			}
		}
		if first < 0 {
			return p
		}
		list := &ordered[p.rank[first]]
		m := (*list)[0]
		m.coder = int32(first)
		p.marks, *list = append(p.marks, m), (*list)[1:]
	}
}

// member is the unit that a mark of the problem is of.
func (p *problem) member(m *mark) Member { return Member{p.rank[m.coder], int(m.at)} }

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
	from, to := make([]float64, len(p.marks)), make([]float64, len(p.marks))
	order := make([]int32, len(p.marks))
	for i := range p.marks {
		m := &p.marks[i]
		order[i] = int32(i)
		from[i], to[i] = math.Inf(-1), math.Inf(1)
		if !math.IsInf(grow, 1) {
			middle, half := (m.start+m.end)/2, grow*(m.end-m.start)/2
			from[i], to[i] = middle-half, middle+half
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(from[a], from[b]), cmp.Compare(a, b)) })
	type link struct{ a, b int32 }
	var links []link
	var open []int32 // marks whose grown stretch has begun and not ended
	for _, i := range order {
		open = slices.DeleteFunc(open, func(k int32) bool { return to[k] < from[i] })
		for _, k := range open {
			if a, b := min(i, k), max(i, k); p.marks[a].coder != p.marks[b].coder && p.of(&p.marks[a], &p.marks[b]) < limit {
				links = append(links, link{a, b})
			}
		}
		open = append(open, i)
	}
	slices.SortFunc(links, func(x, y link) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	lists := make([][]int32, len(p.marks))
	later := make([]int32, len(links)) // of all lists
	for i, l := range links {
		later[i] = l.b
		lists[l.a] = later[i-len(lists[l.a]) : i+1]
	}
	return lists
}

// assign solves the problem for two coders.
func (p *problem) assign() [][]int32 {
	partner, _ := p.match(0, 1, p.near(2*p.DeltaEmpty))
	sets := make([][]int32, 0, len(p.marks))
	members := make([]int32, 0, len(p.marks)) // of all sets
	for i := range p.marks {
		first := len(members)
		switch k := partner[i]; {
		case k == free:
			members = append(members, int32(i))
		case k > int32(i):
			members = append(members, int32(i), k)
		default:
			continue
		}
		sets = append(sets, slices.Clip(members[first:]))
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
			if int(p.marks[i].coder) == coder {
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
			case int(x.coder) == a && int(y.coder) == b:
				g.add(place[i], place[k], gain)
			case int(x.coder) == b && int(y.coder) == a:
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
