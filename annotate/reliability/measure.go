package reliability

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"galley/annotate/agree"
)

// headline are the measures that are shown first, by kind of annotation.
var headline = []key{
	{Mentions, "", "strict_f1"}, {Mentions, "", "partial_f1"}, {Mentions, "", "gamma"},
	{Events, "", "trigger_cls_f1"}, {Events, "", "arg_cls_attached_f1"},
	{Chains, "", "conll_f1"},
	{Labels, "", "alpha"},
}

// Headline tells whether a measure is one of those that are shown first.
func (m Measure) Headline() bool { return slices.Contains(headline, key{m.Of, m.Label, m.Name}) }

// Leads are the measures to show where there is room for one of each label or
// attribute: its first.
func Leads(list []Measure) []Measure {
	seen := map[key]bool{}
	return only(list, func(m Measure) bool {
		k := key{of: m.Of, label: m.Label}
		first := m.Label != "" && !seen[k]
		seen[k] = true
		return first
	})
}

// perLabel tells whether a measure is of one label.
func perLabel(m Measure) bool {
	return m.Label != "" && (m.Of == Mentions || m.Of == Events || m.Of == Relations)
}

// Measure measures all that there is. The only error is that of ctx.
func (s *Study) Measure(ctx context.Context, o Options) (*Report, error) {
	if o.Resamples == 0 {
		o.Resamples = agree.Resamples
	}
	if o.Samples == 0 {
		o.Samples = agree.DefaultSamples
	}
	m := measurer{Study: s, o: o, t: s.terms(), ctx: ctx}
	m.progress.tell, m.progress.steps = o.Progress, int64(o.Resamples)
	r := &Report{Project: s.name, Options: o, Coders: s.coders, People: s.people, Refused: s.refused()}
	shared := s.shared(r)
	people := make([]int, s.people)
	for c := range people {
		people[c] = c
	}
	pairs := m.pairs(people)
	m.progress.stages = m.stagesOf(pairs)
	all := m.overall(pairs, people)
	r.Measures, r.Labels = m.scope(all, shared, people)
	gamma, err := m.unitized(r, shared, people)
	if err != nil {
		return nil, err
	}
	if !o.First {
		m.extras(r, pairs, shared, people)
	}
	r.Measures = byKind(r.Measures)
	if o.First {
		r.Measures = only(r.Measures, Measure.Headline)
		return r, ctx.Err()
	}
	for _, p := range pairs {
		one := all
		if s.people != 2 || p.b >= s.people {
			one = m.overall([]*pair{p}, []int{p.a, p.b})
		}
		if err := m.pair(r, p, one); err != nil {
			return nil, err
		}
	}
	r.Weeks = s.weeks(joined(all, gamma), shared)
	r.PerArticle = s.perArticle(all, shared)
	r.Others = s.others(m.t, shared, people)
	m.progress.end()
	return r, ctx.Err()
}

// refused says why nothing can be measured, or nothing.
func (s *Study) refused() string {
	switch s.people {
	case 0:
		return "nobody has finished an article: there is nothing to compare"
	case 1:
		return fmt.Sprintf("only %s has finished articles: agreement takes two people", s.coders[0].Name)
	}
	for _, a := range s.articles {
		if a.humans(s.people) >= 2 {
			return ""
		}
	}
	return fmt.Sprintf("no article was finished by two of the %d people: there is nothing to compare", s.people)
}

// shared are the articles that two people or more did, and notes what they are like.
func (s *Study) shared(r *Report) []int {
	var shared []int
	for i := range s.articles {
		a := &s.articles[i]
		n := a.humans(s.people)
		if n < 2 {
			continue
		}
		shared = append(shared, i)
		r.Articles++
		if n == s.people {
			r.Complete++
		}
		count := func(n *int, any bool) {
			if any {
				*n++
			}
		}
		people := a.work[:n]
		count(&r.Empty, !slices.ContainsFunc(people, func(w *work) bool { return len(w.units)+len(w.events) > 0 }))
		count(&r.Suggested, slices.ContainsFunc(people, func(w *work) bool { return w.suggested }))
		count(&r.Open, slices.ContainsFunc(people, func(w *work) bool { return w.open }))
		count(&r.Dependent, slices.ContainsFunc(people, (*work).dependent))
		_, dated := a.week(s.people)
		count(&r.Undated, !dated)
	}
	return shared
}

// measurer is the work of Measure.
type measurer struct {
	*Study
	o        Options
	t        *terms
	ctx      context.Context
	progress progress
}

// pairs are every two people who share an article, and each person with each
// machine and adjudicator who does.
func (m *measurer) pairs(people []int) []*pair {
	var pairs []*pair
	for _, a := range people {
		for b := a + 1; b < len(m.coders); b++ {
			if m.o.First && b >= m.people {
				break
			}
			if p := m.compare(a, b, m.t, m.o.First); len(p.articles) > 0 {
				pairs = append(pairs, p)
			}
		}
	}
	slices.SortStableFunc(pairs, func(p, q *pair) int {
		rank := func(p *pair) int { return max(p.b, m.people-1) }
		return rank(p) - rank(q)
	})
	return pairs
}

// overall are the measures of some coders: F1 as the mean over pairs of them,
// document labels of all at once.
func (m *measurer) overall(pairs []*pair, coders []int) series {
	var list []series
	for _, p := range pairs {
		if !slices.Contains(coders, p.b) {
			continue
		}
		list = append(list, m.ofPair(p))
	}
	if len(list) == 0 {
		list = append(list, m.ofPair(&pair{labels: make([][]tally, len(m.articles)), items: make([][]item, len(m.articles))}))
	}
	return joined(meanOf(list), m.documents(m.t, coders, m.o.First))
}

func (m *measurer) ofPair(p *pair) series {
	first := joined(p.mentionMeasures(), p.eventMeasures(), p.chainMeasures())
	if m.o.First {
		return first
	}
	return joined(first, p.throughMeasures(), p.relationMeasures(), tallied(m.t.sorts, p.labels, what), p.attributes(m.t))
}

func what(k key) string {
	switch {
	case k.of == Mentions:
		return "a span of " + k.label
	case k.of == Relations:
		return "a relation of " + k.label
	case k.name == "trigger_cls_f1":
		return "an event of " + k.label
	}
	return "an argument of " + k.label
}

// scope measures a series over articles that some coders share: over all, and per label.
func (m *measurer) scope(s series, articles []int, coders []int) (measures, labels []Measure) {
	units := m.units(articles, coders)
	all := byKind(s.measured(articles, m.resampled(s, articles), units))
	return only(all, func(x Measure) bool { return !perLabel(x) }), only(all, perLabel)
}

// arguments are counted apart from the events that have them.
const arguments = "arguments"

// units counts what coders marked in articles.
func (m *measurer) units(articles, coders []int) func(key) []int {
	counts := map[key][]int{}
	add := func(of, label string, k int) {
		for _, at := range []key{{of: of}, {of: of, label: label}} {
			if counts[at] == nil {
				counts[at] = make([]int, len(coders))
			}
			counts[at][k]++
			if label == "" {
				break
			}
		}
	}
	for _, i := range articles {
		for k, c := range coders {
			w := m.articles[i].of(c)
			if w == nil {
				continue
			}
			for _, u := range w.units {
				add(Mentions, u.Label, k)
			}
			for n := range w.events {
				add(Events, w.events[n].Type, k)
				for range w.events[n].Arguments {
					add(arguments, w.events[n].Type, k)
				}
			}
			for n := range w.relations {
				add(Relations, w.relations[n].Type, k)
			}
			for range w.chains {
				add(Chains, "", k)
			}
			for _, l := range w.labels {
				add(Labels, l.name, k)
			}
		}
	}
	return func(k key) []int {
		if strings.HasPrefix(k.name, "arg_") {
			k.of = arguments
		}
		if n := counts[key{of: k.of, label: k.label}]; n != nil {
			return n
		}
		if k.of == MentionAttributes || k.of == EventAttributes {
			return nil
		}
		return make([]int, len(coders))
	}
}

// pair measures two coders and adds them to the report.
func (m *measurer) pair(r *Report, p *pair, s series) error {
	out := Pair{A: p.a, B: p.b, Articles: len(p.articles)}
	for _, i := range p.articles {
		if m.articles[i].of(p.a).dependent() || m.articles[i].of(p.b).dependent() {
			out.Dependent++
		}
	}
	coders := []int{p.a, p.b}
	if m.people == 2 && p.b < m.people {
		// They are all people that there are: what was measured of all is theirs.
		out.Measures, out.Labels = r.Measures, r.Labels
	} else {
		out.Measures, out.Labels = m.scope(s, p.articles, coders)
		if p.b < m.people {
			_, _, measures, err := m.gamma(p.articles, coders)
			if err != nil {
				return err
			}
			out.Measures = byKind(append(out.Measures, measures...))
		}
	}
	out.Confusion = m.confusion(p, m.t)
	r.Pairs = append(r.Pairs, out)
	return m.ctx.Err()
}

// unitized adds gamma and the alphas of units, which take articles that all
// people did. The series is gamma of any of the articles.
func (m *measurer) unitized(r *Report, shared, people []int) (gamma series, err error) {
	var complete []int
	for _, i := range shared {
		if m.articles[i].humans(m.people) == m.people {
			complete = append(complete, i)
		}
	}
	g, gamma, measures, err := m.gamma(complete, people)
	if err != nil {
		return series{}, err
	}
	r.Gamma = g
	r.Measures = append(r.Measures, measures...)
	if m.o.First {
		return gamma, nil
	}
	var texts []agree.Continuum
	for _, i := range complete {
		if m.articles[i].length > 0 {
			texts = append(texts, agree.Continuum{End: m.articles[i].length, Coders: m.unitsOf(i, people)})
		}
	}
	for _, x := range m.among(len(texts), alphas(texts, m.t.labels), complete, people) {
		if perLabel(x) {
			r.Labels = append(r.Labels, x)
		} else {
			r.Measures = append(r.Measures, x)
		}
	}
	r.Labels = byKind(r.Labels)
	return gamma, nil
}

// alphas are the alphas of units, of all and of each label; picks are numbers of texts.
func alphas(texts []agree.Continuum, labels []string) series {
	keys := []key{{Mentions, "", "alpha_u_1995"}, {Mentions, "", "alpha16_u_nominal"}, {Mentions, "", "alpha16_u_binary"}, {Mentions, "", "alpha16_cu_nominal"}}
	for _, label := range labels {
		keys = append(keys, key{Mentions, label, "alpha_u_1995"}, key{Mentions, label, "alpha16_ku"})
	}
	var units [][]agree.Unit
	for _, t := range texts {
		units = append(units, t.Coders...)
	}
	number := map[string]int{} // of the labels that the texts have
	for i, label := range agree.Labels(units...) {
		number[label] = i
	}
	nowhere := agree.Value{Undefined: "no article that all of them did has a unit of it"}
	oldOf, familyOf := agree.AlphaU1995Of(texts), agree.Alpha2016Of(texts)
	return series{keys, func(picks []int) []agree.Value {
		all, perLabel := oldOf(picks)
		family := familyOf(picks)
		out := []agree.Value{all, family.Nominal, family.Binary, family.Coded}
		for _, label := range labels {
			if i, ok := number[label]; ok {
				out = append(out, perLabel[i], family.Labels[label])
			} else {
				out = append(out, nowhere, nowhere)
			}
		}
		return out
	}}
}

// among measures a series over articles that coders share; its picks are numbers
// below n, which stand for those of the articles that it takes.
func (m *measurer) among(n int, s series, articles, coders []int) []Measure {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	list := s.measured(all, m.resampled(s, all), m.units(articles, coders))
	for i := range list {
		list[i].Articles = len(articles)
	}
	return list
}

// byKind puts measures in the order of kinds.
func byKind(list []Measure) []Measure {
	slices.SortStableFunc(list, func(a, b Measure) int { return slices.Index(Kinds, a.Of) - slices.Index(Kinds, b.Of) })
	return list
}

// gamma is gamma of coders over articles that all of them did: as a whole, as a
// series of any of the study's articles, and as measures.
func (m *measurer) gamma(articles, coders []int) (agree.Gamma, series, []Measure, error) {
	g := agree.Gamma{Value: agree.Value{Undefined: notAll}}
	g.Category = g.Value
	of := func([]int) (gamma, category agree.Value) { return g.Value, g.Category }
	if len(articles) > 0 && len(coders) > 1 {
		texts := make([][][]agree.Unit, len(articles))
		for k, i := range articles {
			texts[k] = m.unitsOf(i, coders)
		}
		var err error
		o := agree.GammaOptions{Samples: m.o.Samples, Seed: m.o.Seed, Aligned: func() { m.progress.step(m.o.Resamples / m.o.Samples) }}
		if g, of, err = agree.GammaOf(m.ctx, texts, o); err != nil {
			return g, series{}, nil, err
		}
	}
	m.progress.end()
	keys := []key{{Mentions, "", "gamma"}, {Mentions, "", "gamma_cat_paper"}}
	measures := m.among(len(articles), series{keys, func(picks []int) []agree.Value {
		gamma, category := of(picks)
		return []agree.Value{gamma, category}
	}}, articles, coders)
	place := map[int]int{}
	for k, i := range articles {
		place[i] = k
	}
	return g, series{keys, func(picks []int) []agree.Value {
		var some []int
		for _, i := range picks {
			if k, ok := place[i]; ok {
				some = append(some, k)
			}
		}
		if len(some) == 0 {
			none := agree.Value{Undefined: notAll}
			return []agree.Value{none, none}
		}
		gamma, category := of(some)
		return []agree.Value{gamma, category}
	}}, measures, nil
}

const notAll = "no article was done by all of them"

func (m *measurer) unitsOf(article int, coders []int) [][]agree.Unit {
	lists := make([][]agree.Unit, len(coders))
	for k, c := range coders {
		lists[k] = m.articles[article].of(c).units
	}
	return lists
}

// others compares each of three people or more with the majority of the others.
func (s *Study) others(t *terms, shared, people []int) []Other {
	if len(people) < 3 {
		return nil
	}
	var out []Other
	for _, name := range t.documents {
		rows := s.documentRows(name, people)
		table := tableOf(rows, len(people), valueKey, strings.Compare).Pick(shared)
		for _, c := range people {
			v, _, ties := agree.AgainstOthers(table, c)
			out = append(out, Other{Coder: c, Label: name, Value: v, Ties: ties})
		}
	}
	return out
}
