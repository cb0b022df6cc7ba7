package agree

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// DefaultStates is how many states the search for an alignment may go through;
// it is plenty unless dozens of units of many coders lie on the same text.
const DefaultStates = 2_000_000

// candidate is a set that may be part of the best alignment.
type candidate struct {
	set  []int32
	cost float64 // disorder, less the prices of its members
}

// cover finds the best alignment of three coders or more, and a bound below
// which no alignment comes; the bound is +Inf where the alignment is proven best.
//
// Only sets that cost less than any two parts of them can be in the best
// alignment with the most sets, and those hold units that are near each other.
// Over the units in the order of the text, the search takes for the first unit
// that is not yet covered each candidate that begins with it. Its state are the
// units covered further on, which are few: the best way to each state suffices.
func (p *problem) cover(states int) (sets [][]int32, low float64) {
	if len(p.marks) == 0 {
		return nil, 0
	}
	byFirst, complete := p.candidates(states)
	number := 0
	for _, list := range byFirst {
		number += len(list)
	}
	s := newSearch(byFirst)
	// A narrow search suffices for most texts. Where it does not, its cost, with
	// better prices, leaves few states that a better alignment can go through.
	least, proven := math.Inf(1), false
	for _, try := range []struct{ rounds, width int }{
		{20, 50},
		{min(500, 25*states/number), max(1, states/number)},
		{1, math.MaxInt},
	} {
		low += p.price(byFirst, try.rounds)
		found, spent, all := s.run(try.width, least-low, states)
		if found != nil && low+spent < least {
			sets, least = found, low+spent
		}
		if proven = all; proven {
			break
		}
	}
	switch {
	case !complete:
		low = p.pairwise()
	case proven:
		low = math.Inf(1)
	default:
		low = max(low, p.pairwise())
	}
	return sets, low
}

// candidates lists the sets that cannot be parted without loss, by their first
// mark. It is not complete where there are too many.
func (p *problem) candidates(states int) (byFirst [][]candidate, complete bool) {
	e := enumeration{problem: p, complete: true}
	e.near = p.near(p.DeltaEmpty * (p.pairs + float64(p.coders) - 1))
	left := states
	for i := range p.marks {
		allowed := max(100, min(left, states/10))
		e.found, e.steps = nil, allowed
		e.extend([]int32{int32(i)}, e.near[i])
		byFirst = append(byFirst, e.found)
		left -= allowed - e.steps
	}
	return byFirst, e.complete
}

type enumeration struct {
	*problem
	near     [][]int32
	found    []candidate
	steps    int // left for this first mark
	complete bool
}

// extend adds the set, if it may stand, and all sets that go on from it with
// some of the marks next, which are near each member.
func (e *enumeration) extend(set, next []int32) {
	if e.steps--; e.steps < 0 && len(set) > 1 {
		e.complete = false
		return
	}
	if !e.hopeful(set) {
		return
	}
	if !e.splits(set) {
		e.found = append(e.found, candidate{slices.Clone(set), e.disorder(set)})
	}
	for i, u := range next {
		if slices.ContainsFunc(set, func(v int32) bool { return e.marks[v].coder == e.marks[u].coder }) {
			continue
		}
		e.extend(append(slices.Clip(set), u), both(next[i+1:], e.near[u]))
	}
}

// both are the numbers in two lists that are in order.
func both(a, b []int32) []int32 {
	if len(a) > len(b) {
		a, b = b, a
	}
	var in []int32
	for _, x := range a {
		at, found := slices.BinarySearch(b, x)
		if found {
			in = append(in, x)
		}
		b = b[at:]
	}
	return in
}

// excess is how much more two marks cost together than a mark without a counterpart.
func (e *enumeration) excess(u, v int32) float64 {
	return e.of(&e.marks[u], &e.marks[v]) - e.DeltaEmpty
}

// hopeful tells whether the set, or one that goes on from it, may be worth
// keeping its members together: another mark can make up for DeltaEmpty at most.
func (e *enumeration) hopeful(set []int32) bool {
	for _, u := range set {
		sum := -e.DeltaEmpty * float64(e.coders-len(set))
		for _, v := range set {
			if u != v {
				sum += e.excess(u, v)
			}
		}
		if len(set) > 1 && sum >= e.DeltaEmpty*e.pairs {
			return false
		}
	}
	return true
}

// splits tells whether some two parts of the set cost no more than the set.
func (e *enumeration) splits(set []int32) bool {
	limit := e.DeltaEmpty * e.pairs
	for part := 1; part < 1<<(len(set)-1); part++ { // the last member stays in the other part
		sum := 0.0
		for i, u := range set {
			if part>>i&1 == 0 {
				continue
			}
			for j, v := range set {
				if part>>j&1 == 0 {
					sum += e.excess(u, v)
				}
			}
		}
		if sum >= limit {
			return true
		}
	}
	return false
}

// price gives each mark a price such that no candidate costs less than its
// members together, and takes the prices off the costs. The prices sum to a
// bound of any alignment: it is the dual of the set partition. They are raised
// and lowered mark by mark, halfway between the cheapest and the next candidate
// of the mark, which never lowers the bound that the best partition of each mark
// gives by itself, and at last so far that no candidate is below 0.
func (p *problem) price(byFirst [][]candidate, rounds int) (total float64) {
	with := make([][]*candidate, len(p.marks)) // the candidates of each mark
	for first := range byFirst {
		for k := range byFirst[first] {
			c := &byFirst[first][k]
			for _, u := range c.set {
				with[u] = append(with[u], c)
			}
		}
	}
	for round := range rounds {
		for _, list := range with {
			least, next := math.Inf(1), math.Inf(1)
			for _, c := range list {
				if c.cost < least {
					least, next = c.cost, least
				} else {
					next = min(next, c.cost)
				}
			}
			if round < rounds-1 && !math.IsInf(next, 1) {
				least = (least + next) / 2
			}
			for _, c := range list {
				c.cost -= least
			}
			total += least
		}
	}
	return total
}

// pairwise is a bound of any alignment: the best alignments of each two coders
// by themselves.
func (p *problem) pairwise() float64 {
	near := p.near(2 * p.DeltaEmpty)
	sum := 0.0
	for a := range p.coders {
		for b := range a {
			_, cost := p.match(a, b, near)
			sum += cost
		}
	}
	return sum / p.pairs
}

// search goes over the marks in order. A layer holds the states in which a
// mark is the first that is not covered.
type search struct {
	byFirst [][]candidate
	words   int // of a state: bits of marks covered, from the word of the layer's mark on
	layers  []layer
	trail   []step
	pushed  int
}

type layer struct {
	covered []uint64
	states  []state
}

// state is a way to cover some marks.
type state struct {
	covered int32 // where its words begin in the layer
	cost    float64
	step
}

// step is a candidate taken, and the step before; -1 is the beginning.
type step struct {
	before int32
	first  int32
	number int32 // among the candidates of first
}

func newSearch(byFirst [][]candidate) *search {
	wide := 0
	for first, list := range byFirst {
		for _, c := range list {
			wide = max(wide, int(c.set[len(c.set)-1])-first)
		}
	}
	return &search{byFirst: byFirst, words: wide/64 + 2}
}

// run finds the cheapest way to the end that keeps at most width states per
// layer, and spends no more than limit above the prices; nil if there is none.
// All tells that no state was left out for width. A search of any width ends
// with nothing after that many states.
func (s *search) run(width int, limit float64, states int) (sets [][]int32, spent float64, all bool) {
	n := len(s.byFirst)
	s.layers, s.trail, s.pushed = make([]layer, n+1), nil, 0
	limit += 1e-9 * (1 + math.Abs(limit)) // what rounding may do to sums
	s.push(0, make([]uint64, s.words), state{step: step{before: free, first: free}})
	all = true
	for i := range n {
		l := &s.layers[i]
		kept := l.distinct(s.words)
		if len(kept) > width {
			all = false
			slices.SortStableFunc(kept, func(a, b state) int { return cmp.Compare(a.cost, b.cost) })
			kept = kept[:width]
		}
		for _, from := range kept {
			s.advance(i, l.covered[from.covered:][:s.words], from, limit)
			if width == math.MaxInt && s.pushed > states {
				return nil, 0, false
			}
		}
		*l = layer{}
	}
	end := s.layers[n].distinct(s.words)
	if len(end) == 0 {
		return nil, 0, all
	}
	for at := end[0].step; at.first != free; at = s.trail[at.before] {
		sets = append(sets, s.byFirst[at.first][at.number].set)
	}
	return sets, end[0].cost, all
}

// advance goes on from a state of layer i with each candidate that fits.
func (s *search) advance(i int, covered []uint64, from state, limit float64) {
	before := int32(len(s.trail))
	s.trail = append(s.trail, from.step)
	base := i / 64
	next := make([]uint64, s.words, 64)
candidates:
	for k, c := range s.byFirst[i] {
		cost := from.cost + c.cost
		if cost > limit {
			continue
		}
		copy(next, covered)
		for _, u := range c.set {
			word, bit := int(u)/64-base, uint64(1)<<(u%64)
			if next[word]&bit != 0 {
				continue candidates
			}
			next[word] |= bit
		}
		shift := 0 // words that are covered all over; words has room for one that is not
		for next[shift] == math.MaxUint64 {
			shift++
		}
		first := 64*(base+shift) + bits.TrailingZeros64(^next[shift])
		s.push(first, next[shift:], state{cost: cost, step: step{before, int32(i), int32(k)}})
	}
}

// push adds a state to a layer, filling its words up.
func (s *search) push(first int, covered []uint64, st state) {
	s.pushed++
	l := &s.layers[first]
	st.covered = int32(len(l.covered))
	l.covered = append(l.covered, covered...)
	l.covered = append(l.covered, make([]uint64, s.words-len(covered))...)
	l.states = append(l.states, st)
}

// distinct are the states that differ in what they cover, each at the least cost.
func (l *layer) distinct(words int) []state {
	covered := func(st state) []uint64 { return l.covered[st.covered:][:words] }
	slices.SortFunc(l.states, func(a, b state) int {
		return cmp.Or(
			slices.Compare(covered(a), covered(b)),
			cmp.Compare(a.cost, b.cost),
			cmp.Compare(a.before, b.before),
			cmp.Compare(a.number, b.number))
	})
	return slices.CompactFunc(l.states, func(a, b state) bool { return slices.Equal(covered(a), covered(b)) })
}
