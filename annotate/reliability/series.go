package reliability

import (
	"slices"

	"galley/annotate/agree"
)

// key names a measure.
type key struct{ of, label, name string }

// series are measures that can be had of any sample of a study's articles.
// Picks are numbers of articles, as often as they are drawn.
type series struct {
	keys    []key
	measure func(picks []int) []agree.Value
}

// joined are several series as one.
func joined(list ...series) series {
	var out series
	for _, s := range list {
		out.keys = append(out.keys, s.keys...)
	}
	out.measure = func(picks []int) []agree.Value {
		values := make([]agree.Value, 0, len(out.keys))
		for _, s := range list {
			values = append(values, s.measure(picks)...)
		}
		return values
	}
	return out
}

// meanOf is the mean of series with the same keys, measure by measure.
func meanOf(list []series) series {
	if len(list) == 1 {
		return list[0]
	}
	return series{list[0].keys, func(picks []int) []agree.Value {
		rows := make([][]agree.Value, len(list))
		for i, s := range list {
			rows[i] = s.measure(picks)
		}
		out := make([]agree.Value, len(list[0].keys))
		column := make([]agree.Value, len(list))
		for k := range out {
			for i := range rows {
				column[i] = rows[i][k]
			}
			out[k] = agree.Mean(column...)
		}
		return out
	}}
}

// sum adds up what was counted in the articles picked. A list that is nil
// stands for a kind of annotation that nobody made.
func sum[T interface{ Add(T) T }](list []T, picks []int) T {
	var total T
	if list == nil {
		return total
	}
	for _, i := range picks {
		total = total.Add(list[i])
	}
	return total
}

// tally is how many things of a sort A and B marked in an article, and both alike.
type tally struct {
	sort int32 // number of the key
	agree.SetCount
}

// tallied are the F1 of sorts of things, from the tallies of each article.
func tallied(keys []key, perArticle [][]tally, what func(key) string) series {
	return series{keys, func(picks []int) []agree.Value {
		totals := make([]agree.SetCount, len(keys))
		for _, i := range picks {
			for _, t := range perArticle[i] {
				totals[t.sort] = totals[t.sort].Add(t.SetCount)
			}
		}
		out := make([]agree.Value, len(keys))
		for k, total := range totals {
			out[k] = total.F1(what(keys[k]))
			if keys[k].name == "partial_f1" { // counted in halves
				out[k].N /= 2
			}
		}
		return out
	}}
}

// resampled are the intervals of a series over some articles: a stage of the measurement.
func (m *measurer) resampled(s series, articles []int) []agree.Interval {
	defer m.progress.end()
	return agree.Bootstrap(len(articles), m.o.Resamples, m.o.Seed, func(drawn []int) []agree.Value {
		if m.ctx.Err() != nil { // then nobody sees them
			return make([]agree.Value, len(s.keys))
		}
		defer m.progress.step(1)
		picks := make([]int, len(articles))
		for i, k := range drawn {
			picks[i] = articles[k]
		}
		return s.measure(picks)
	})
}

// measured are the measures of a series over some articles, with intervals if there are any.
func (s series) measured(articles []int, intervals []agree.Interval, units func(key) []int) []Measure {
	values := s.measure(articles)
	out := make([]Measure, len(values))
	for i, v := range values {
		k := s.keys[i]
		out[i] = Measure{Of: k.of, Label: k.label, Name: k.name, Value: v, Articles: len(articles)}
		if units != nil {
			out[i].Units = units(k)
		}
		if intervals != nil {
			out[i].Interval = intervals[i]
		} else {
			out[i].Interval.Undefined = notResampled
		}
	}
	return out
}

// notResampled is why a measure has no interval that could have one.
const notResampled = "it is not resampled"

// only are the measures whose names are among some.
func only(list []Measure, keep func(Measure) bool) []Measure {
	return slices.DeleteFunc(slices.Clone(list), func(m Measure) bool { return !keep(m) })
}
