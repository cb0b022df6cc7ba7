package agree

import (
	"math"
	"math/rand/v2"
	"slices"
)

// canonical puts units, coders and articles in an order of their own, so that
// samples do not hang on the order in which they were given. Order are the
// numbers that the articles were given in.
func canonical(articles [][][]Unit) (out [][][]mark, order []int) {
	compareLists := func(a, b []mark) int { return slices.CompareFunc(a, b, compareMarks) }
	given := make([][][]mark, len(articles))
	label := labelNumbers(slices.Concat(articles...)...)
	for i, coders := range articles {
		given[i] = marks(coders, label)
		for _, list := range given[i] {
			sortMarks(list)
		}
		slices.SortFunc(given[i], compareLists)
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int { return slices.CompareFunc(given[a], given[b], compareLists) })
	for _, i := range order {
		out = append(out, given[i])
	}
	return out, order
}

// sampler draws units like those observed.
type sampler struct {
	counts      []normal // units per coder, article by article
	gap, length normal
	labels      []int32 // of each unit, so that a draw has the frequencies
}

type normal struct{ mean, deviation float64 }

func newNormal(xs []float64) normal {
	mean, square := 0.0, 0.0
	for _, x := range xs {
		mean += x / float64(len(xs))
	}
	for _, x := range xs {
		square += (x - mean) * (x - mean) / float64(len(xs))
	}
	return normal{mean, math.Sqrt(square)}
}

func (n normal) draw(r *rand.Rand) float64 { return n.mean + n.deviation*r.NormFloat64() }

func newSampler(articles [][][]mark) *sampler {
	s := &sampler{}
	gaps, lengths := []float64{0}, []float64(nil) // 0 stands for the gaps that a single unit does not have
	for _, coders := range articles {
		var counts []float64
		for _, list := range coders {
			counts = append(counts, float64(len(list)))
			for i, m := range list {
				switch {
				case i > 0:
					gaps = append(gaps, m.start-list[i-1].end)
				case m.start > 0:
					gaps = append(gaps, m.start)
				}
				lengths = append(lengths, m.end-m.start)
				s.labels = append(s.labels, m.label)
			}
		}
		s.counts = append(s.counts, newNormal(counts))
	}
	s.gap, s.length = newNormal(gaps), newNormal(lengths)
	return s
}

// draw draws all articles once; sample is the number of the draw.
func (s *sampler) draw(coders int, seed uint64, sample int) [][][]mark {
	r := rand.New(rand.NewPCG(seed, uint64(sample)))
	out := make([][][]mark, len(s.counts))
	for i, count := range s.counts {
		out[i] = make([][]mark, coders)
		for c := range coders {
			n := int(math.Abs(count.draw(r)))
			if n == 0 && c == 0 && count.mean > 0 { // a sample without any unit has no disorder
				n = 1
			}
			list := make([]mark, n)
			at := 0.0
			for k := range list {
				m := &list[k]
				m.label, m.coder, m.at = s.labels[r.IntN(len(s.labels))], int32(c), int32(k)
				m.start = at + s.gap.draw(r)
				m.end = m.start + max(math.Abs(s.length.draw(r)), shortest)
				at = m.end
			}
			out[i][c] = list
		}
	}
	return out
}

// shortest is the least length of a unit that is drawn.
const shortest = 1e-6
