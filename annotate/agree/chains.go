package agree

import (
	"fmt"
	"maps"
	"slices"
)

// ChainCounts are what the scores of two coders' chains of mentions are made
// of. Counts of articles add up. The scores are those of the reference scorer
// of CoNLL (Pradhan et al. 2014, ACL) and BLANC for mentions that only one
// coder has (Luo et al. 2014, LREC-COLING workshop; ACL).
type ChainCounts struct {
	muc, b3, ceafM, ceafE fraction
	together, apart       fraction // pairs of mentions in one chain, and in two
	Articles, Empty       int      // articles counted, and those without any chain
}

// fraction is what is right, of what the key has and of what the response has.
type fraction struct{ rightKey, key, rightResponse, response float64 }

func (f fraction) add(g fraction) fraction {
	return fraction{f.rightKey + g.rightKey, f.key + g.key, f.rightResponse + g.rightResponse, f.response + g.response}
}

// Score is a recall, a precision and their harmonic mean. Of two annotators
// only F1 should be shown, as recall and precision swap with the sides. Where
// one side has nothing to score and the other has, the score is 0; where
// neither has, it is undefined.
type Score struct{ Recall, Precision, F1 Value }

// CountChains counts two coders' chains over the same text, each a list of
// mentions. A mention in two chains, or twice in one, is an error.
func CountChains[M comparable](key, response [][]M) (ChainCounts, error) {
	c := ChainCounts{Articles: 1}
	inKey, err := chainOf(key)
	if err != nil {
		return c, err
	}
	inResponse, err := chainOf(response)
	if err != nil {
		return c, err
	}
	if len(inKey)+len(inResponse) == 0 {
		c.Empty = 1
		return c, nil
	}
	c.score(sizes(key), sizes(response), sharing(key, inResponse), sharing(response, inKey))
	return c, nil
}

func sizes[M any](chains [][]M) []int {
	sizes := make([]int, len(chains))
	for i, chain := range chains {
		sizes[i] = len(chain)
	}
	return sizes
}

// sharing is how many mentions each chain shares with each chain of the other side.
func sharing[M comparable](chains [][]M, inOther map[M]int) []map[int]int {
	shared := make([]map[int]int, len(chains))
	for i, chain := range chains {
		shared[i] = map[int]int{}
		for _, m := range chain {
			if j, ok := inOther[m]; ok {
				shared[i][j]++
			}
		}
	}
	return shared
}

// chainOf says in which chain each mention is.
func chainOf[M comparable](chains [][]M) (map[M]int, error) {
	in := map[M]int{}
	for i, chain := range chains {
		for _, m := range chain {
			if j, ok := in[m]; ok {
				return nil, fmt.Errorf("mention %v is in chain %d and again in chain %d", m, j, i)
			}
			in[m] = i
		}
	}
	return in, nil
}

func (c *ChainCounts) score(key, response []int, shared, sharedBack []map[int]int) {
	c.muc.rightKey, c.muc.key = links(key, shared)
	c.muc.rightResponse, c.muc.response = links(response, sharedBack)
	c.b3.rightKey, c.b3.key = sharePerMention(key, shared)
	c.b3.rightResponse, c.b3.response = sharePerMention(response, sharedBack)
	mentions := func(both, _, _ int) float64 { return float64(both) }
	c.ceafM = fraction{key: c.b3.key, response: c.b3.response}
	c.ceafM.rightKey = aligned(key, response, shared, mentions)
	entities := func(both, x, y int) float64 { return 2 * float64(both) / float64(x+y) }
	c.ceafE = fraction{key: notEmpty(key), response: notEmpty(response)}
	c.ceafE.rightKey = aligned(key, response, shared, entities)
	c.ceafM.rightResponse, c.ceafE.rightResponse = c.ceafM.rightKey, c.ceafE.rightKey
	c.blanc(key, response, shared, sharedBack)
}

// links counts the links that hold chains together, and those that stay when
// the other side cuts the chains up (Vilain et al. 1995, MUC-6).
func links(chains []int, shared []map[int]int) (right, all float64) {
	for i, size := range chains {
		if size == 0 {
			continue
		}
		parts := len(shared[i]) + size // a mention that the other side lacks is a part of its own
		for _, n := range shared[i] {
			parts -= n
		}
		right += float64(size - parts)
		all += float64(size - 1)
	}
	return right, all
}

// sharePerMention sums, over mentions, the share of their chain that is also in
// their chain of the other side (Bagga and Baldwin 1998, LREC).
func sharePerMention(chains []int, shared []map[int]int) (right, all float64) {
	for i, size := range chains {
		squares := 0
		for _, n := range shared[i] {
			squares += n * n
		}
		if size > 0 {
			right += float64(squares) / float64(size)
			all += float64(size)
		}
	}
	return right, all
}

// aligned is the greatest sum of likenesses of chains one to one (Luo 2005, HLT-EMNLP).
func aligned(key, response []int, shared []map[int]int, likeness func(both, key, response int) float64) float64 {
	g := newGraph(len(key), len(response))
	for i := range key {
		for _, j := range slices.Sorted(maps.Keys(shared[i])) {
			g.add(i, j, likeness(shared[i][j], key[i], response[j]))
		}
	}
	sum := 0.0
	for i, j := range g.heaviest() {
		if j != free {
			sum += likeness(shared[i][int(j)], key[i], response[j])
		}
	}
	return sum
}

func notEmpty(chains []int) float64 {
	n := 0
	for _, size := range chains {
		if size > 0 {
			n++
		}
	}
	return float64(n)
}

// blanc counts the pairs of mentions in one chain and in two, and those on
// which both sides are right.
func (c *ChainCounts) blanc(key, response []int, shared, sharedBack []map[int]int) {
	pairs := func(n int) float64 { return float64(n) * float64(n-1) / 2 }
	var togetherKey, togetherResponse, commonKey, commonResponse, both float64
	mentionsKey, mentionsResponse, common := 0, 0, 0
	for i, size := range key {
		mentionsKey += size
		togetherKey += pairs(size)
		here := 0
		for _, n := range shared[i] {
			here += n
			both += pairs(n)
		}
		common += here
		commonKey += pairs(here)
	}
	for j, size := range response {
		mentionsResponse += size
		togetherResponse += pairs(size)
		here := 0
		for _, n := range sharedBack[j] {
			here += n
		}
		commonResponse += pairs(here)
	}
	apart := pairs(common) - commonKey - commonResponse + both
	c.together = fraction{both, togetherKey, both, togetherResponse}
	c.apart = fraction{apart, pairs(mentionsKey) - togetherKey, apart, pairs(mentionsResponse) - togetherResponse}
}

// Add is the sum of both counts.
func (c ChainCounts) Add(d ChainCounts) ChainCounts {
	return ChainCounts{
		muc: c.muc.add(d.muc), b3: c.b3.add(d.b3), ceafM: c.ceafM.add(d.ceafM), ceafE: c.ceafE.add(d.ceafE),
		together: c.together.add(d.together), apart: c.apart.add(d.apart),
		Articles: c.Articles + d.Articles, Empty: c.Empty + d.Empty,
	}
}

// MUC counts links (Vilain et al. 1995, MUC-6). It does not see chains of one mention.
func (c ChainCounts) MUC() Score { return c.muc.score("neither has a chain of two mentions") }

// B3 is by mention (Bagga and Baldwin 1998, LREC).
func (c ChainCounts) B3() Score { return c.b3.score(noChain) }

// CEAFM aligns chains by the mentions they share (Luo 2005, HLT-EMNLP, phi 3).
func (c ChainCounts) CEAFM() Score { return c.ceafM.score(noChain) }

// CEAFE aligns chains by the share of mentions they share (Luo 2005, phi 4).
func (c ChainCounts) CEAFE() Score { return c.ceafE.score(noChain) }

const noChain = "nobody marked a chain"

// BLANC is the mean of the scores of pairs of mentions in one chain and of pairs
// in two (Recasens and Hovy 2011; Luo et al. 2014 for mentions that only one
// side has). Where neither side has pairs of a kind, it is the score of the other kind.
func (c ChainCounts) BLANC() Score {
	together := c.together.score("there are fewer than two mentions")
	apart := c.apart.score("there are fewer than two mentions")
	if !together.F1.Defined() {
		return apart
	}
	if !apart.F1.Defined() {
		return together
	}
	mean := func(x, y Value) Value { return number((x.Number+y.Number)/2, x.N+y.N) }
	return Score{
		Recall:    mean(together.Recall, apart.Recall),
		Precision: mean(together.Precision, apart.Precision),
		F1:        mean(together.F1, apart.F1),
	}
}

// CoNLL is the mean of the F1 of MUC, B3 and CEAFE (Pradhan et al. 2012, CoNLL),
// undefined where one of them is.
func (c ChainCounts) CoNLL() Value {
	sum := 0.0
	for _, f := range []Value{c.MUC().F1, c.B3().F1, c.CEAFE().F1} {
		if !f.Defined() {
			return f
		}
		sum += f.Number
	}
	return number(sum/3, int(c.b3.key+c.b3.response))
}

func (f fraction) score(nothing string) Score {
	if f.key+f.response == 0 {
		v := undefined("%s", nothing)
		return Score{v, v, v}
	}
	share := func(right, all float64) Value {
		if all == 0 {
			return number(0, 0)
		}
		return number(right/all, int(all))
	}
	s := Score{Recall: share(f.rightKey, f.key), Precision: share(f.rightResponse, f.response)}
	s.F1 = number(0, int(f.key+f.response))
	if sum := s.Recall.Number + s.Precision.Number; sum > 0 {
		s.F1.Number = 2 * s.Recall.Number * s.Precision.Number / sum
	}
	return s
}
