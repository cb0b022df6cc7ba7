package agree

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// GammaOptions say how gamma is computed. The zero value stands for
// StandardDissimilarity, 30 samples, DefaultStates and no precision asked for.
type GammaOptions struct {
	Dissimilarity Dissimilarity
	Samples       int
	Precision     float64 // if above 0, more samples are drawn until Gamma.Precision is likely to be that small
	Seed          uint64
	States        int // per article and sample
}

// DefaultSamples is the number of samples of chance, as in Mathet et al. 2015.
const DefaultSamples = 30

// Sampler names how samples are drawn; it belongs beside each gamma that is printed.
const Sampler = "statistical"

// Gamma is the agreement of coders on where units are and what they are
// called, with its parts. Units may overlap and nest.
type Gamma struct {
	Value     Value   // undefined, too, where only bounds of it are known
	Low, High float64 // bounds; both the value where it is defined
	Observed  float64 // disorder of the best alignment
	Samples   []float64
	Expected  float64 // mean of Samples
	Precision float64 // half a 95 % interval of Expected, as a share of it
	Sets      int     // of the best alignment
	Category  Value   // gamma-cat: agreement of labels on the units that are aligned
}

// MeasureGamma is gamma over articles, each with the units of the same coders
// in the same order: 1 less the disorder of the best alignment over that of
// units sampled at random. Over several articles the disorders are summed.
// Mathet, Widlöcher and Métivier 2015, Computational Linguistics 41(3):437-479;
// gamma-cat: Mathet 2017, Computational Linguistics 43(3):661-687.
//
// Samples have as many units per coder, as long, as far apart and with such
// labels as a normal distribution of what was observed makes them, as in
// pygamma-agreement: numbers of units article by article, all else over all
// articles. The same seed gives the same value. Articles and samples run in parallel; the
// only error is that of ctx.
func MeasureGamma(ctx context.Context, articles [][][]Unit, o GammaOptions) (Gamma, error) {
	if o.Dissimilarity == (Dissimilarity{}) {
		o.Dissimilarity = StandardDissimilarity
	}
	if o.Samples == 0 {
		o.Samples = DefaultSamples
	}
	lists := canonical(articles)
	s := newSampler(lists)
	if len(s.labels) == 0 {
		return Gamma{Value: undefined(noUnit), Category: undefined(noUnit)}, nil
	}
	observed, err := alignAll(ctx, 1, func(int) [][][]mark { return lists }, o)
	if err != nil {
		return Gamma{}, err
	}
	first := 0
	draw := func(i int) [][][]mark { return s.draw(len(articles[0]), o.Seed, first+i) }
	samples, err := alignAll(ctx, o.Samples, draw, o)
	if err != nil {
		return Gamma{}, err
	}
	g := NewGamma(observed[0], samples)
	if o.Precision > 0 && g.Precision > o.Precision {
		need := g.Precision / o.Precision
		first = len(samples)
		more, err := alignAll(ctx, int(math.Ceil(need*need*float64(first)))-first, draw, o)
		if err != nil {
			return Gamma{}, err
		}
		g = NewGamma(observed[0], append(samples, more...))
	}
	return g, nil
}

const noUnit = "nobody marked a unit"

// alignAll aligns the articles of n draws, in parallel.
func alignAll(ctx context.Context, n int, draw func(int) [][][]mark, o GammaOptions) ([][]Alignment, error) {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	out := make([][]Alignment, n)
	for i := range n {
		group.Go(func() error {
			for _, lists := range draw(i) {
				if err := ctx.Err(); err != nil {
					return fmt.Errorf("aligning units: %w", err)
				}
				out[i] = append(out[i], newProblem(lists, o.Dissimilarity).align(o.States))
			}
			return nil
		})
	}
	return out, group.Wait()
}

// NewGamma puts gamma together from the best alignments of the articles, and of
// each sample of them.
func NewGamma(observed []Alignment, samples [][]Alignment) Gamma {
	var g Gamma
	low, high, units := disorder(observed)
	g.Observed = high
	for _, a := range observed {
		g.Sets += len(a.Sets)
		if a.Coders < 2 {
			return undefinedGamma(g, "there are fewer than two coders")
		}
	}
	if units == 0 {
		return undefinedGamma(g, noUnit)
	}
	expectedLow := 0.0
	for _, s := range samples {
		sampleLow, sampleHigh, _ := disorder(s)
		g.Samples = append(g.Samples, sampleHigh)
		expectedLow += sampleLow / float64(len(samples))
		g.Expected += sampleHigh / float64(len(samples))
	}
	g.Precision = precision(g.Samples, g.Expected)
	g.Category = category(observed, samples, units)
	switch {
	case high == 0:
		g.Low, g.High, g.Value = 1, 1, number(1, units)
	case g.Expected == 0:
		g.Value = undefined("there is no sample with any disorder to compare with")
	default:
		g.Low, g.High = 1-high/expectedLow, 1-low/g.Expected
		g.Value = number(g.Low, units)
		if g.Low != g.High {
			g.Value = undefined("too many units overlap to find the best alignment; gamma is from %.4f to %.4f", g.Low, g.High)
		}
	}
	return g
}

func undefinedGamma(g Gamma, reason string) Gamma {
	g.Value, g.Category = undefined("%s", reason), undefined("%s", reason)
	return g
}

// disorder is the sum of disorders of sets over the mean number of units per
// coder, with a bound below which no alignment comes.
func disorder(alignments []Alignment) (low, sum float64, units int) {
	for _, a := range alignments {
		low, sum, units = low+a.Low, sum+a.Sum, units+a.Units
	}
	if units == 0 {
		return 0, 0, 0
	}
	mean := float64(units) / float64(alignments[0].Coders)
	return low / mean, sum / mean, units
}

// precision is 1.96 standard errors of the mean, as a share of it.
func precision(samples []float64, mean float64) float64 {
	if len(samples) < 2 || mean == 0 {
		return 0
	}
	sum := 0.0
	for _, s := range samples {
		sum += (s - mean) * (s - mean)
	}
	n := float64(len(samples))
	return 1.96 * math.Sqrt(sum/(n-1)/n) / mean
}

// category is gamma-cat.
func category(observed []Alignment, samples [][]Alignment, units int) Value {
	share := func(alignments []Alignment) (share float64, ok bool) {
		differing, weighed := 0.0, 0.0
		for _, a := range alignments {
			differing, weighed = differing+a.differing, weighed+a.weighed
		}
		return differing / weighed, weighed > 0
	}
	found, ok := share(observed)
	if !ok {
		return undefined("no two units are close enough to compare their labels")
	}
	if found == 0 {
		return number(1, units)
	}
	expected, n := 0.0, 0
	for _, s := range samples {
		if e, ok := share(s); ok {
			expected += e
			n++
		}
	}
	if expected == 0 {
		return undefined("no sample has labels that differ")
	}
	return number(1-found/(expected/float64(n)), units)
}
