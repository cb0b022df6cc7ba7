package reliability

import (
	"cmp"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/agree"
)

// scale says what differs between two values of an item.
type scale int

const (
	nominal scale = iota // they are equal or not
	numeric              // by how much
	sets                 // in which of several labels
)

// names are the measures of items of each scale, the one for the headline first.
var names = map[scale][]string{
	nominal: {"alpha_nominal", "percent_pairwise", "cohen_kappa", "mean_pairwise_cohen", "scott_pi", "fleiss_kappa", "gwet_ac1"},
	numeric: {"alpha_interval", "alpha_ordinal", "alpha_ratio", "alpha_nominal"},
	sets:    {"alpha_masi", "alpha_jaccard", "alpha_nominal"},
}

// mostValues is how many values an item may have for each to get an alpha of its own.
const mostValues = 24

func keysOf(of, label string, s scale) []key {
	keys := make([]key, len(names[s]))
	for i, name := range names[s] {
		keys[i] = key{of, label, name}
	}
	return keys
}

// typeOf is the type that the schema gives an attribute, or empty.
func typeOf(types []annotate.AttributeType, name string) string {
	if i := slices.IndexFunc(types, func(a annotate.AttributeType) bool { return a.Name == name }); i >= 0 {
		return types[i].Type
	}
	return ""
}

// scaleOf is the scale of values that the schema gives a type.
func scaleOf(types []annotate.AttributeType, name string, values []annotate.Value) scale {
	kind := typeOf(types, name)
	number := func(v annotate.Value) bool { _, ok := numberOf(v); return ok }
	several := func(v annotate.Value) bool { return strings.HasPrefix(string(v), "[") }
	switch {
	case kind == "multi" || slices.ContainsFunc(values, several):
		return sets
	case (kind == "int" || kind == "number") && !slices.ContainsFunc(values, func(v annotate.Value) bool { return !number(v) }):
		return numeric
	}
	return nominal
}

func numberOf(v annotate.Value) (float64, bool) {
	r, ok := v.Range()
	if !ok || r.Low == nil || r.High == nil || *r.Low != *r.High {
		return 0, false
	}
	return *r.Low, true
}

// table measures rows of items, one cell per coder; nil is missing. First is
// the first measure alone.
func table(of, label string, s scale, coders int, rows [][]*annotate.Value, first bool) series {
	keys := keysOf(of, label, s)
	if first {
		keys = keys[:1]
	}
	switch s {
	case numeric:
		t := tableOf(rows, coders, func(v annotate.Value) float64 { x, _ := numberOf(v); return x }, cmp.Compare[float64])
		return measuredItems(keys, t, agree.IntervalAlpha, agree.OrdinalAlpha, agree.RatioAlpha, agree.NominalAlpha)
	case sets:
		t := tableOf(rows, coders, setOf, slices.Compare[agree.Set])
		by := func(distance func(a, b agree.Set) float64) func(agree.Table[agree.Set]) agree.Value {
			return func(t agree.Table[agree.Set]) agree.Value { return agree.SetAlpha(t, distance) }
		}
		return measuredItems(keys, t, by(agree.MASIDistance), by(agree.JaccardDistance), agree.NominalAlpha)
	}
	cohen := func(t agree.Table[string]) agree.Value {
		if t.Coders != 2 {
			return agree.Value{Undefined: "Cohen's kappa is for two coders"}
		}
		return agree.CohenKappa(t, 0, 1)
	}
	return measuredItems(keys, tableOf(rows, coders, valueKey, strings.Compare),
		agree.NominalAlpha, agree.Percent, cohen, agree.MeanCohenKappa, agree.ScottPi, agree.FleissKappa, agree.GwetAC1)
}

// measuredItems has a measure of a table for each key.
func measuredItems[V any](keys []key, t agree.Table[V], measures ...func(agree.Table[V]) agree.Value) series {
	return series{keys, func(picks []int) []agree.Value {
		t := t.Pick(picks)
		out := make([]agree.Value, len(keys))
		for i := range keys {
			out[i] = measures[i](t)
		}
		return out
	}}
}

// perValue are the alphas of each value of a document label against all else
// (see agree.LabelAlpha): who did an article and gave it no value did not give
// this one. Of two values each alpha is that of the label itself, and many are no choice.
func (s *Study) perValue(name string, coders []int, rows [][]*annotate.Value) series {
	t := tableOf(rows, len(coders), valueKey, strings.Compare)
	if len(t.Book) > mostValues || len(t.Book) < 3 {
		return joined()
	}
	var keys []key
	var values []agree.Table[bool]
	for code, v := range t.Book {
		keys = append(keys, key{Labels, name, "alpha_label[" + v + "]"})
		one := t.Against(code)
		for i := range s.articles {
			row := one.Row(i)
			for k, c := range coders {
				if row[k] == agree.Missing && s.articles[i].of(c) != nil {
					row[k] = 0
				}
			}
		}
		values = append(values, one)
	}
	return series{keys, func(picks []int) []agree.Value {
		whole := agree.NominalAlpha(t.Pick(picks))
		out := make([]agree.Value, len(keys))
		for k, one := range values {
			if out[k] = whole; whole.Defined() {
				out[k] = agree.NominalAlpha(one.Pick(picks))
			}
		}
		return out
	}}
}

func setOf(v annotate.Value) agree.Set {
	list := slices.Clone(v.Texts())
	slices.Sort(list)
	return slices.Compact(list)
}

func tableOf[V any](rows [][]*annotate.Value, coders int, of func(annotate.Value) V, compare func(a, b V) int) agree.Table[V] {
	out := make([][]*V, len(rows))
	for i, row := range rows {
		out[i] = make([]*V, len(row))
		for c, v := range row {
			if v != nil {
				x := of(*v)
				out[i][c] = &x
			}
		}
	}
	t, err := agree.NewTable(out, compare)
	if err != nil {
		panic(err) // all rows have a cell per coder
	}
	t.Coders = coders // of no rows too
	return t
}

// documentRows are what coders say of each article by a document label.
func (s *Study) documentRows(name string, coders []int) [][]*annotate.Value {
	rows := make([][]*annotate.Value, len(s.articles))
	for i := range s.articles {
		rows[i] = s.documentRow(i, name, coders)
	}
	return rows
}

// documentRow is what coders say of an article by a document label; nil where
// they say nothing. Several values of one name are a list. A label without a
// value is a tag: who did the article and did not give it said no.
func (s *Study) documentRow(article int, name string, coders []int) []*annotate.Value {
	row := make([]*annotate.Value, len(coders))
	for k, c := range coders {
		w := s.articles[article].of(c)
		if w == nil {
			continue
		}
		var values []annotate.Value
		for _, l := range w.labels {
			if l.name == name {
				values = append(values, l.value)
			}
		}
		var v annotate.Value
		switch {
		case s.tag[name]:
			v = annotate.ValueOf(len(values) > 0)
		case len(values) == 0:
			continue
		case len(values) == 1:
			v = values[0]
		default:
			var list []string
			for _, one := range values {
				list = append(list, one.Texts()...)
			}
			v = annotate.ValueOf(list)
		}
		row[k] = &v
	}
	return row
}

// documents are the measures of document labels: first the mean over labels of
// the alpha of each, then the label's own; of those only the first if that is
// all that is asked for.
func (s *Study) documents(t *terms, coders []int, first bool) series {
	var list []series
	for _, name := range t.documents {
		rows := s.documentRows(name, coders)
		var values []annotate.Value
		for _, row := range rows {
			for _, v := range row {
				if v != nil {
					values = append(values, *v)
				}
			}
		}
		types := s.schema.DocumentAttributes
		one := table(Labels, name, scaleOf(types, name, values), len(coders), rows, first)
		if kind := typeOf(types, name); !first && one.keys[0].name == names[nominal][0] && (kind == "choice" || kind == "") {
			one = joined(one, s.perValue(name, coders, rows))
		}
		list = append(list, one)
	}
	all := joined(list...)
	mean := key{Labels, "", "alpha"}
	return series{append([]key{mean}, all.keys...), func(picks []int) []agree.Value {
		values := all.measure(picks)
		var heads []agree.Value
		at := 0
		for _, one := range list {
			heads = append(heads, values[at])
			at += len(one.keys)
		}
		if len(heads) == 0 {
			heads = append(heads, agree.Value{Undefined: "nobody gave a document label"})
		}
		return append([]agree.Value{agree.Mean(heads...)}, values...)
	}}
}

// attributes are the measures of attributes on what two coders have in common.
func (p *pair) attributes(t *terms) series {
	var list []series
	for n, k := range t.attributes {
		var rows [][]*annotate.Value
		first := make([]int, len(p.items)+1) // row of each article
		for i, items := range p.items {
			first[i] = len(rows)
			for _, it := range items {
				if it.attribute == int32(n) {
					rows = append(rows, []*annotate.Value{&it.a, &it.b})
				}
			}
		}
		first[len(p.items)] = len(rows)
		one := table(k.of, k.label, t.scales[n], 2, rows, false)
		list = append(list, series{one.keys, func(picks []int) []agree.Value {
			var of []int
			for _, i := range picks {
				for r := first[i]; r < first[i+1]; r++ {
					of = append(of, r)
				}
			}
			return one.measure(of)
		}})
	}
	return joined(list...)
}
