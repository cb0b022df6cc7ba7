package agree

import (
	"cmp"
	"slices"
	"sort"
)

// Continuum is a text that coders cut units out of, [Begin, End) in the same
// count as the units. All coders of it are there, those who marked nothing too.
type Continuum struct {
	Begin, End int
	Coders     [][]Unit
}

// UnitizingAlpha is an alpha of units, for all labels and for each.
type UnitizingAlpha struct {
	All    Value
	Labels map[string]Value
}

// AlphaU1995 is Krippendorff's alpha of 1995 for units cut out of a continuum:
// per label, squared differences of beginnings and ends against those of units
// of the same lengths set down anywhere. Over all labels, the disagreements
// are summed before they are divided. Several articles count as one continuum
// in which no unit and no gap goes from one article to the next; their coders
// are the same, in the same order.
//
// A single unit or a shifted boundary moves it far, and it was meant for two
// coders. It is another measure than Alpha2016. It is undefined where two units
// of one coder and label overlap. Krippendorff 1995, Sociological Methodology
// 25:47-76; 2004, Content Analysis, 2nd ed., ch. 11.6.
func AlphaU1995(articles ...Continuum) UnitizingAlpha {
	out := UnitizingAlpha{Labels: map[string]Value{}}
	if reason := unfit(articles, func(u Unit) string { return u.Label }); reason != "" {
		out.All = undefined("%s", reason)
		return out
	}
	var observed, expected float64
	units := 0
	labels := labelsOf(articles)
	for _, label := range labels {
		s := unitizing1995{}
		for _, article := range articles {
			s.add(article, label)
		}
		o, e := s.disagreements()
		out.Labels[label] = oneMinus(o, e, len(s.units))
		observed, expected, units = observed+o, expected+e, units+len(s.units)
	}
	out.All = oneMinus(observed, expected, units)
	if len(labels) == 0 {
		out.All = undefined("nobody marked a unit")
	}
	return out
}

func oneMinus(observed, expected float64, n int) Value {
	if expected <= 0 {
		return undefined("chance leaves the units no room to disagree")
	}
	return number(1-observed/expected, n)
}

func labelsOf(articles []Continuum) []string {
	var all [][]Unit
	for _, a := range articles {
		all = append(all, a.Coders...)
	}
	return Labels(all...)
}

// unfit says why a measure cannot be had of articles: units that overlap within
// one coder and layer, or that lie outside of the text.
func unfit(articles []Continuum, layer func(Unit) string) string {
	clashes, outside, coders := 0, 0, -1
	for _, a := range articles {
		if coders >= 0 && len(a.Coders) != coders {
			return undefined("the articles have %d and %d coders", coders, len(a.Coders)).Undefined
		}
		coders = len(a.Coders)
		for _, units := range a.Coders {
			units = slices.Clone(units)
			slices.SortFunc(units, func(x, y Unit) int {
				return cmp.Or(cmp.Compare(layer(x), layer(y)), compareUnits(x, y))
			})
			end := 0
			for i, u := range units {
				if u.Start < a.Begin || u.End > a.End || u.Len() <= 0 {
					outside++
				}
				if i > 0 && layer(u) == layer(units[i-1]) && u.Start < end {
					clashes++
				} else {
					end = u.End
				}
				end = max(end, u.End)
			}
		}
	}
	switch {
	case coders < 2:
		return "there are fewer than two coders"
	case outside > 0:
		return undefined("%d units are empty or outside of the text", outside).Undefined
	case clashes > 0:
		return undefined("%d units overlap another unit of the same coder, which this measure has no place for", clashes).Undefined
	}
	return ""
}

// unitizing1995 gathers what the alpha of 1995 needs of one label.
type unitizing1995 struct {
	coders   int
	length   float64 // of all articles
	observed float64 // sum of squared differences over unordered pairs of coders
	units    []int   // lengths
	gaps     []int   // lengths
}

func (s *unitizing1995) add(article Continuum, label string) {
	s.coders = len(article.Coders)
	s.length += float64(article.End - article.Begin)
	lists := make([][]Unit, s.coders)
	for i, units := range article.Coders {
		lists[i] = sorted(Only(units, label))
		at := article.Begin
		for _, u := range lists[i] {
			s.units = append(s.units, u.Len())
			if u.Start > at {
				s.gaps = append(s.gaps, u.Start-at)
			}
			at = u.End
		}
		if article.End > at {
			s.gaps = append(s.gaps, article.End-at)
		}
		for _, other := range lists[:i] {
			s.observed += squaredDifferences(lists[i], other)
		}
	}
}

// squaredDifferences sums, over two coders' units of one label, the squared
// differences of the ends of units that overlap, and the squared lengths of
// units that lie wholly in a gap of the other.
func squaredDifferences(a, b []Unit) float64 {
	sum := 0.0
	square := func(n int) float64 { return float64(n) * float64(n) }
	metB := make([]bool, len(b))
	first := 0
	for _, u := range a {
		met := false
		for first < len(b) && b[first].End <= u.Start {
			first++
		}
		for j := first; j < len(b) && b[j].Start < u.End; j++ {
			sum += square(u.Start-b[j].Start) + square(u.End-b[j].End)
			met, metB[j] = true, true
		}
		if !met {
			sum += square(u.Len())
		}
	}
	for j, met := range metB {
		if !met {
			sum += square(b[j].Len())
		}
	}
	return sum
}

func (s *unitizing1995) disagreements() (observed, expected float64) {
	m := float64(s.coders)
	observed = 2 * s.observed / (m * (m - 1) * s.length * s.length)

	slices.Sort(s.gaps)
	above := make([]float64, len(s.gaps)+1) // sum of the gaps from each on
	for i := len(s.gaps) - 1; i >= 0; i-- {
		above[i] = above[i+1] + float64(s.gaps[i])
	}
	slices.Sort(s.units) // so that the sum does not hang on the order of coders
	others := float64(len(s.units) - 1)
	pairs := m * s.length * (m*s.length - 1)
	sum := 0.0
	for _, length := range s.units {
		l := float64(length)
		fit := sort.SearchInts(s.gaps, length) // gaps from here on hold the unit
		places := above[fit] - float64(len(s.gaps)-fit)*(l-1)
		sum += others*(2*l*l*l-3*l*l+l)/3 + l*l*places
		pairs -= l * (l - 1)
	}
	if pairs <= 0 {
		return observed, 0
	}
	return observed, 2 * sum / s.length / pairs
}
