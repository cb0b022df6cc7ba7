package agree

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// What an interval rests on.
const (
	Resamples   = 1000 // resamples of an interval, unless somebody asks for another number
	MinArticles = 10   // articles without which there is no interval
	confidence  = 0.95
)

// Interval is where 95 of 100 resamples of the articles put a value.
type Interval struct {
	Low, High float64
	Undefined string // why there is no interval; empty where there is one
	Left      int    // resamples left out, as the value was undefined on them
}

// Bootstrap resamples whole articles, as what is in one article hangs together:
// each resample draws as many articles as there are, with replacement, and
// measure says what one or more measures come to on it. Picks are the numbers
// of the articles drawn, in order; measure must not keep them, and is called for
// several resamples at once. The same seed gives the same intervals. Efron 1979, Annals of Statistics 7(1):1-26, percentile method.
func Bootstrap(articles, resamples int, seed uint64, measure func(picks []int) []Value) []Interval {
	all := make([]int, articles)
	for i := range all {
		all[i] = i
	}
	if articles < MinArticles {
		few := undefined("there are %d articles, and an interval needs %d", articles, MinArticles)
		out := make([]Interval, len(measure(all)))
		for i := range out {
			out[i].Undefined = few.Undefined
		}
		return out
	}
	random := rand.New(rand.NewPCG(seed, 0))
	drawn := make([][]Value, resamples)
	next := 0
	var drawing sync.Mutex // so that one resample is drawn after the other, whoever measures it
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			times, picks := make([]int, articles), make([]int, 0, articles)
			draw := func() (resample int) {
				drawing.Lock()
				defer drawing.Unlock()
				resample, next = next, next+1
				for range articles {
					times[random.IntN(articles)]++
				}
				return resample
			}
			for k := draw(); k < resamples; k = draw() {
				picks = picks[:0]
				for i, n := range times {
					for ; n > 0; n-- {
						picks = append(picks, i)
					}
				}
				clear(times)
				drawn[k] = measure(picks)
			}
		})
	}
	workers.Wait()
	return intervals(drawn)
}

// intervals turns what resamples gave, one value per measure, into an interval per measure.
func intervals(drawn [][]Value) []Interval {
	if len(drawn) == 0 {
		return nil
	}
	out := make([]Interval, len(drawn[0]))
	for i := range out {
		values := make([]Value, len(drawn))
		for k, d := range drawn {
			values[k] = d[i]
		}
		out[i] = NewInterval(values)
	}
	return out
}

// NewInterval is the interval of what a measure came to on resamples. Ends
// between two values are interpolated (Hyndman and Fan 1996, American
// Statistician 50:361-365, definition 7).
func NewInterval(resamples []Value) Interval {
	var numbers []float64
	for _, v := range resamples {
		if v.Defined() {
			numbers = append(numbers, v.Number)
		}
	}
	if len(numbers) == 0 {
		return Interval{Undefined: Mean(resamples...).Undefined, Left: len(resamples)}
	}
	slices.Sort(numbers)
	return Interval{
		Low:  percentile(numbers, (1-confidence)/2),
		High: percentile(numbers, (1+confidence)/2),
		Left: len(resamples) - len(numbers),
	}
}

// percentile is definition 7 of Hyndman and Fan, of numbers in order.
func percentile(numbers []float64, p float64) float64 {
	at := p * float64(len(numbers)-1)
	i := int(math.Floor(at))
	if i+1 >= len(numbers) {
		return numbers[len(numbers)-1]
	}
	return numbers[i] + (at-float64(i))*(numbers[i+1]-numbers[i])
}
