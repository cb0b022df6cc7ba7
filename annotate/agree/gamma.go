package agree

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

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
	// Aligned, if any, is called after each sample is aligned, by several goroutines.
	Aligned func()
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
	g, _, err := GammaOf(ctx, articles, o)
	return g, err
}

// GammaOf is MeasureGamma, and gamma and gamma-cat of any sample of the articles,
// for resampling. Picks are numbers of articles, as often as they are drawn. An
// article comes with the disorder of its best alignment and with those of its
// samples, so that nothing is aligned anew; what units by chance are like stays
// as all articles have it.
func GammaOf(ctx context.Context, articles [][][]Unit, o GammaOptions) (g Gamma, of func(picks []int) (gamma, category Value), err error) {
	if o.Dissimilarity == (Dissimilarity{}) {
		o.Dissimilarity = StandardDissimilarity
	}
	if o.Samples == 0 {
		o.Samples = DefaultSamples
	}
	lists, order := canonical(articles)
	s := newSampler(lists)
	if len(s.labels) == 0 {
		v := undefined(noUnit)
		return Gamma{Value: v, Category: v}, func([]int) (gamma, category Value) { return v, v }, nil
	}
	d := draws{coders: len(articles[0]), order: order}
	observed, err := alignAll(ctx, 1, func(int) [][][]mark { return lists }, o)
	if err != nil {
		return Gamma{}, nil, err
	}
	d.observed = observed[0]
	draw := func(i int) [][][]mark { return s.draw(d.coders, o.Seed, len(d.samples)+i) }
	if d.samples, err = alignAll(ctx, o.Samples, draw, o); err != nil {
		return Gamma{}, nil, err
	}
	all := slices.Repeat([]float64{1}, len(articles))
	g = d.gamma(all)
	if o.Precision > 0 && g.Precision > o.Precision {
		need := g.Precision / o.Precision
		more, err := alignAll(ctx, int(math.Ceil(need*need*float64(o.Samples)))-o.Samples, draw, o)
		if err != nil {
			return Gamma{}, nil, err
		}
		d.samples = append(d.samples, more...)
		g = d.gamma(all)
	}
	return g, func(picks []int) (gamma, category Value) {
		g := d.gamma(times(picks, len(articles)))
		return g.Value, g.Category
	}, nil
}

// draws are the alignments of articles, and of each sample of them, in an order
// of their own.
type draws struct {
	coders   int
	order    []int // the number of each article among those given
	observed []totals
	samples  [][]totals
}

// gamma is gamma of articles that stand so many times each, by the numbers that were given.
func (d *draws) gamma(times []float64) Gamma {
	var picked []int // articles that stand there, in the order of their own
	var often []float64
	for i, article := range d.order {
		if n := times[article]; n > 0 {
			picked, often = append(picked, i), append(often, n)
		}
	}
	sum := func(perArticle []totals) totals {
		var t totals
		for k, i := range picked {
			t.add(&perArticle[i], often[k])
		}
		return t
	}
	samples := make([]totals, len(d.samples))
	for i := range samples {
		samples[i] = sum(d.samples[i])
	}
	return newGamma(d.coders, sum(d.observed), samples)
}

const noUnit = "nobody marked a unit"

// alignAll aligns the articles of n draws, in parallel.
func alignAll(ctx context.Context, n int, draw func(int) [][][]mark, o GammaOptions) ([][]totals, error) {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	out := make([][]totals, n)
	for i := range n {
		group.Go(func() error {
			for _, lists := range draw(i) {
				if err := ctx.Err(); err != nil {
					return fmt.Errorf("aligning units: %w", err)
				}
				out[i] = append(out[i], newProblem(lists, o.Dissimilarity).totals(o.States))
			}
			if o.Aligned != nil {
				o.Aligned()
			}
			return nil
		})
	}
	return out, group.Wait()
}

// totals is what gamma takes of alignments: sums over articles.
type totals struct {
	low, sum           float64 // of disorders
	units, sets        float64
	differing, weighed float64 // for gamma-cat: pairs with another label, and all, by weight
}

// add adds alignments, so many times.
func (t *totals) add(o *totals, times float64) {
	t.low += times * o.low
	t.sum += times * o.sum
	t.units += times * o.units
	t.sets += times * o.sets
	t.differing += times * o.differing
	t.weighed += times * o.weighed
}

// NewGamma puts gamma together from the best alignments of the articles, and of
// each sample of them.
func NewGamma(observed []Alignment, samples [][]Alignment) Gamma {
	sum := func(alignments []Alignment) totals {
		var t totals
		for _, a := range alignments {
			t.add(&a.totals, 1)
		}
		return t
	}
	coders := 0
	if len(observed) > 0 {
		coders = observed[0].Coders
	}
	var perSample []totals
	for _, s := range samples {
		perSample = append(perSample, sum(s))
	}
	return newGamma(coders, sum(observed), perSample)
}

func newGamma(coders int, observed totals, samples []totals) Gamma {
	g := Gamma{Sets: int(observed.sets)}
	units := int(observed.units)
	switch {
	case units == 0:
		return undefinedGamma(g, noUnit)
	case coders < 2:
		return undefinedGamma(g, "there are fewer than two coders")
	}
	low, high := observed.disorder(coders)
	g.Observed = high
	expectedLow := 0.0
	for _, s := range samples {
		sampleLow, sampleHigh := s.disorder(coders)
		g.Samples = append(g.Samples, sampleHigh)
		expectedLow += sampleLow / float64(len(samples))
		g.Expected += sampleHigh / float64(len(samples))
	}
	g.Precision = precision(g.Samples, g.Expected)
	g.Category = category(observed, samples)
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
func (t *totals) disorder(coders int) (low, sum float64) {
	if t.units == 0 {
		return 0, 0
	}
	mean := t.units / float64(coders)
	return t.low / mean, t.sum / mean
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
func category(observed totals, samples []totals) Value {
	if observed.weighed == 0 {
		return undefined("no two units are close enough to compare their labels")
	}
	if observed.differing == 0 {
		return number(1, int(observed.units))
	}
	expected, n := 0.0, 0
	for _, s := range samples {
		if s.weighed > 0 {
			expected += s.differing / s.weighed
			n++
		}
	}
	if expected == 0 {
		return undefined("no sample has labels that differ")
	}
	found := observed.differing / observed.weighed
	return number(1-found/(expected/float64(n)), int(observed.units))
}
