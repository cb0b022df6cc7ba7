package reliability

import (
	"fmt"
	"maps"
	"slices"

	"galley/annotate/agree"
	"galley/annotate/internal/disjoint"
)

// extras adds measures that stand beside the main ones: the median over
// articles, tokens as items, and clusters across articles.
func (m *measurer) extras(r *Report, pairs []*pair, shared, people []int) {
	pairs = slices.DeleteFunc(slices.Clone(pairs), func(p *pair) bool { return p.b >= m.people })
	var tokens []series
	for _, p := range pairs {
		tokens = append(tokens, m.tokens(p))
	}
	s := m.median(pairs, shared)
	if len(tokens) > 0 {
		s = joined(s, meanOf(tokens))
	}
	r.Measures = append(r.Measures, s.measured(shared, m.resampled(s, shared), m.units(shared, people))...)
	for _, of := range []string{Clusters, EventClusters} {
		r.Measures = append(r.Measures, m.clusters(pairs, of, shared, people)...)
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
func (m *measurer) tokens(p *pair) series {
	keys := []key{{Mentions, "", "token_kappa_all"}, {Mentions, "", "token_kappa_marked"}, {Mentions, "", "token_percent"}}
	lengths := make([]int, len(m.articles))
	units := [2][][]agree.Unit{make([][]agree.Unit, len(m.articles)), make([][]agree.Unit, len(m.articles))}
	overlapping := 0
	for _, i := range p.articles {
		lengths[i] = m.articles[i].tokens
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
			units[side][i] = list
		}
	}
	of, err := agree.TokensOf(lengths, units[0], units[1])
	if err != nil {
		v := agree.Value{Undefined: fmt.Sprintf("%d units share a token with another unit of the same coder, which this measure has no place for", overlapping)}
		return series{keys, func([]int) []agree.Value { return []agree.Value{v, v, v} }}
	}
	return series{keys, func(picks []int) []agree.Value {
		all, marked, percent := of(picks)
		return []agree.Value{all, marked, percent}
	}}
}

// thing is a set of chains or events of one article that two coders have in common.
type thing struct{ article, set int }

// clusters is the CoNLL mean of what coders put together across articles. Articles
// that a cluster of anybody ties together are not independent of each other, and
// a cluster that is drawn without some of its articles is another cluster: so
// what is resampled are whole groups of articles that clusters tie together.
// Counts add up over groups as no cluster is in two of them.
func (m *measurer) clusters(pairs []*pair, of string, shared, people []int) []Measure {
	found := make([]foundClusters, len(pairs))
	var tied disjoint.Sets
	for range m.articles {
		tied.Add()
	}
	clustered := make([]bool, len(m.articles)) // articles that have something of a cluster
	for k, p := range pairs {
		found[k] = m.found(p, of)
		for _, chains := range found[k] {
			for _, chain := range chains {
				for _, x := range chain {
					tied.Join(int32(chain[0].article), int32(x.article))
					clustered[x.article] = true
				}
			}
		}
	}
	groups := 0
	number := make([]int, len(m.articles)) // of its group
	for i := range number {
		if first := int(tied.First(int32(i))); first < i {
			number[i] = number[first]
		} else if clustered[i] {
			number[i] = groups
			groups++
		}
	}
	list := []series{{[]key{{of, "", "conll_f1"}}, func([]int) []agree.Value {
		return []agree.Value{{Undefined: "nobody put anything together across articles"}}
	}}}
	if groups > 0 {
		list = nil
	}
	for _, f := range found {
		if len(f[0])+len(f[1]) == 0 {
			continue
		}
		perGroup := make([][2][][]thing, groups)
		for side := range f {
			for _, chain := range f[side] {
				g := &perGroup[number[chain[0].article]]
				g[side] = append(g[side], chain)
			}
		}
		counts := make([]agree.ChainCounts, groups)
		for g, sides := range perGroup {
			counts[g] = countChains(sides[0], sides[1])
		}
		list = append(list, series{[]key{{of, "", "conll_f1"}}, func(picks []int) []agree.Value {
			return []agree.Value{sum(counts, picks).CoNLL()}
		}})
	}
	measures := m.among(groups, meanOf(list), shared, people)
	for i := range measures {
		measures[i].Units = m.clustersOf(of, shared, people)
		if groups < agree.MinArticles {
			measures[i].Interval.Undefined = fmt.Sprintf("clusters tie the articles into %d groups, and an interval needs %d", groups, agree.MinArticles)
		}
	}
	return measures
}

// clustersOf is how many clusters each coder has in articles.
func (m *measurer) clustersOf(of string, articles, coders []int) []int {
	out := make([]int, len(coders))
	attributes := m.clusterAttributes()
	for k, c := range coders {
		seen := map[string]bool{"": true}
		for _, i := range articles {
			w := m.articles[i].of(c)
			if w == nil {
				continue
			}
			names := w.kb
			if of == EventClusters {
				names = nil
				for n := range w.events {
					names = append(names, clusterOf(&w.events[n], attributes))
				}
			}
			for _, name := range names {
				seen[name] = true
			}
		}
		out[k] = len(seen) - 1
	}
	return out
}

// foundClusters are the clusters of two coders, each with what is in it.
type foundClusters [2][][]thing

func (m *measurer) found(p *pair, of string) foundClusters {
	by := [2]map[string][]thing{{}, {}}
	for _, i := range p.articles {
		for side, list := range m.clustered(i, p, of) {
			for set, cluster := range list {
				if cluster != "" {
					by[side][cluster] = append(by[side][cluster], thing{i, set})
				}
			}
		}
	}
	var out foundClusters
	for side := range by {
		for _, cluster := range slices.Sorted(maps.Keys(by[side])) {
			out[side] = append(out[side], by[side][cluster])
		}
	}
	return out
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
	attributes := m.clusterAttributes()
	for set, q := range agree.PairEvents(x.eventsThrough(setX), y.eventsThrough(setY)) {
		if q.A != none {
			out[0][set] = clusterOf(&x.events[q.A], attributes)
		}
		if q.B != none {
			out[1][set] = clusterOf(&y.events[q.B], attributes)
		}
	}
	return out
}

// clusterOf is the cluster that one of some attributes puts an event into; empty for none.
func clusterOf(e *event, attributes []string) string {
	for _, name := range attributes {
		if v := e.values[name]; v != "" {
			return name + " " + v.Text()
		}
	}
	return ""
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
