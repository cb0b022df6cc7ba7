package agree

import (
	"cmp"
	"slices"
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
