package reliability

import (
	"fmt"
	"slices"

	"galley/annotate/agree"
)

// extras adds measures that stand beside the main ones: the median over
// articles and, without intervals, tokens as items and clusters across articles.
func (m *measurer) extras(r *Report, pairs []*pair, shared, people []int) {
	pairs = slices.DeleteFunc(slices.Clone(pairs), func(p *pair) bool { return p.b >= m.people })
	units := m.units(shared, people)
	add := func(of, name string, v agree.Value) {
		r.Measures = append(r.Measures, Measure{
			Of: of, Name: name, Value: v, Articles: len(shared), Units: units(key{of: of}), Interval: agree.Interval{Undefined: notResampled},
		})
	}
	s := m.median(pairs, shared)
	r.Measures = append(r.Measures, s.measured(shared, m.resampled(s, shared), units)...)
	var all, marked, percent []agree.Value
	for _, p := range pairs {
		a, b, c := m.tokens(p)
		all, marked, percent = append(all, a), append(marked, b), append(percent, c)
	}
	add(Mentions, "token_kappa_all", agree.Mean(all...))
	add(Mentions, "token_kappa_marked", agree.Mean(marked...))
	add(Mentions, "token_percent", agree.Mean(percent...))
	for _, of := range []string{Clusters, EventClusters} {
		var values []agree.Value
		for _, p := range pairs {
			values = append(values, m.clusters(p, of))
		}
		add(of, "conll_f1", agree.Mean(values...))
	}
}

// median is the median over articles of the mean strict F1 of pairs.
func (m *measurer) median(pairs []*pair, articles []int) series {
	perArticle := make([]agree.Value, len(m.articles))
	for _, i := range articles {
		var of []agree.Value
		for _, p := range pairs {
			if p.spans != nil {
				of = append(of, p.spans[i].StrictF1())
			}
		}
		perArticle[i] = agree.Mean(of...)
	}
	return series{[]key{{Mentions, "", "strict_f1_median"}}, func(picks []int) []agree.Value {
		values := make([]agree.Value, len(picks))
		for k, i := range picks {
			values[k] = perArticle[i]
		}
		return []agree.Value{agree.Median(values...)}
	}}
}

// tokens makes the tokens of articles into items of two coders. A unit has all
// tokens that it touches.
func (m *measurer) tokens(p *pair) (all, marked, percent agree.Value) {
	var lengths []int
	var units [2][][]agree.Unit
	overlapping := 0
	for _, i := range p.articles {
		lengths = append(lengths, m.articles[i].tokens)
		for side, c := range []int{p.a, p.b} {
			w := m.articles[i].of(c)
			list := make([]agree.Unit, len(w.units))
			end := 0
			for k, u := range w.units { // in the order of the text
				list[k] = agree.Unit{Span: w.tokens[k], Label: u.Label}
				if list[k].Start < end {
					overlapping++
				}
				end = max(end, list[k].End)
			}
			units[side] = append(units[side], list)
		}
	}
	a, b, err := agree.TokenTable(lengths, units[0], units[1])
	if err != nil {
		v := agree.Value{Undefined: fmt.Sprintf("%d units share a token with another unit of the same coder, which this measure has no place for", overlapping)}
		return v, v, v
	}
	return agree.CohenKappa(a, 0, 1), agree.CohenKappa(b, 0, 1), agree.Percent(a)
}

// thing is a set of chains or events of one article that two coders have in common.
type thing struct{ article, set int }

// clusters is the CoNLL mean of what two coders put together across articles.
func (m *measurer) clusters(p *pair, of string) agree.Value {
	var by [2]map[string][]thing
	by[0], by[1] = map[string][]thing{}, map[string][]thing{}
	for _, i := range p.articles {
		for side, list := range m.clustered(i, p, of) {
			for set, cluster := range list {
				if cluster != "" {
					by[side][cluster] = append(by[side][cluster], thing{i, set})
				}
			}
		}
	}
	if len(by[0])+len(by[1]) == 0 {
		return agree.Value{Undefined: "nobody put anything together across articles"}
	}
	var chains [2][][]thing
	for side := range by {
		for _, list := range by[side] {
			chains[side] = append(chains[side], list)
		}
	}
	return countChains(chains[0], chains[1]).CoNLL()
}

// clustered are the clusters that two coders put the chains or events of an
// article into, by number of the set that these are in.
func (m *measurer) clustered(article int, p *pair, of string) [2]map[int]string {
	x, y := m.articles[article].of(p.a), m.articles[article].of(p.b)
	out := [2]map[int]string{{}, {}}
	pairs := agree.PairSpans(x.units, y.units)
	setX, setY := setsOf(x, y, pairs)
	if of == Clusters {
		for set, members := range agree.MatchChains([][][]int{numbered(x, setX), numbered(y, setY)}) {
			for _, c := range members {
				out[c.Coder][set] = []*work{x, y}[c.Coder].kb[c.Unit]
			}
		}
		return out
	}
	names := m.clusterAttributes()
	cluster := func(e *event) string {
		for _, name := range names {
			if v := e.values[name]; v != "" {
				return name + " " + v.Text()
			}
		}
		return ""
	}
	for set, q := range agree.PairEvents(x.eventsThrough(setX), y.eventsThrough(setY)) {
		if q.A != none {
			out[0][set] = cluster(&x.events[q.A])
		}
		if q.B != none {
			out[1][set] = cluster(&y.events[q.B])
		}
	}
	return out
}

// clusterAttributes are the attributes of events that name a cluster.
func (s *Study) clusterAttributes() []string {
	var names []string
	for _, a := range attributeTypes(s.schema) {
		if a.Type == "event_cluster" && !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}
