// Package assign works out who reads which article, and how far they are.
package assign

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"galley/annotate"
)

// Groups are by what an assignment can be spread besides.
const (
	ByNone   = ""
	ByOutlet = "outlet" // each person gets a like share of each outlet
	ByStory  = "story"  // those who read an article read all of its story
)

// Options say how articles are spread over people.
type Options struct {
	PerArticle int    // how many people read each article
	By         string // ByNone, ByOutlet or ByStory
	// Stories are the numbers of the stories that articles belong to, for ByStory. Articles without one stand alone.
	Stories map[annotate.ID]int
	Blind   bool  // nobody sees the others' work
	Seed    int64 // the same seed and the same project give the same assignment
}

// Load is how much a person has to read.
type Load struct {
	Person annotate.Person
	New    int // that would be assigned now
	Total  int // with what was assigned before
}

// Make assigns articles to people: as many to each article as the options say,
// those who read it already included; to each person as many as to any other, or
// one more (with ByStory as nearly as whole stories allow); and to each pair of
// people about as many in common.
func Make(articles []annotate.Row, people []annotate.Person, before []*annotate.Assignment, opt Options) ([]*annotate.Assignment, []Load, error) {
	if err := opt.check(len(people)); err != nil {
		return nil, nil, err
	}
	s := newSpread(people, before, opt)
	articles = slices.Clone(articles)
	slices.SortFunc(articles, func(a, b annotate.Row) int { return cmp.Compare(a.ID, b.ID) })
	s.random.Shuffle(len(articles), func(i, j int) { articles[i], articles[j] = articles[j], articles[i] })
	if opt.By == ByOutlet { // one outlet after the other, so that each is spread evenly
		slices.SortStableFunc(articles, func(a, b annotate.Row) int { return cmp.Compare(a.Outlet, b.Outlet) })
	}
	var out []*annotate.Assignment
	for _, story := range opt.stories(articles) {
		var readers []annotate.ID
		for _, a := range story {
			out = append(out, s.article(a, readers)...)
			readers = s.readers[a.ID]
		}
	}
	loads := make([]Load, len(people))
	for i, p := range people {
		loads[i] = Load{Person: p, New: s.fresh[p.ID], Total: s.total[p.ID]}
	}
	return out, loads, nil
}

// stories puts the articles of a story together, the longest first, since these
// are the hardest to spread. Else each article stands alone.
func (opt Options) stories(articles []annotate.Row) [][]annotate.Row {
	var out [][]annotate.Row
	at := map[int]int{}
	for _, a := range articles {
		story, in := opt.Stories[a.ID]
		i, begun := at[story]
		if opt.By == ByStory && in && begun {
			out[i] = append(out[i], a)
			continue
		}
		if in {
			at[story] = len(out)
		}
		out = append(out, []annotate.Row{a})
	}
	slices.SortStableFunc(out, func(a, b []annotate.Row) int { return cmp.Compare(len(b), len(a)) })
	return out
}

func (opt Options) check(people int) error {
	switch {
	case people == 0:
		return optionf("nobody is named to whom articles could be assigned")
	case opt.PerArticle < 1:
		return optionf("each article is read by one person at least")
	case opt.PerArticle > people:
		return optionf("%d people cannot read each article: %d are named", opt.PerArticle, people)
	case opt.By != ByNone && opt.By != ByOutlet && opt.By != ByStory:
		return optionf("articles are spread by %s, by %s or by nothing, not by %q", ByOutlet, ByStory, opt.By)
	}
	return nil
}

// spread knows who has how much.
type spread struct {
	opt          Options
	random       *rand.Rand
	people       []annotate.ID
	readers      map[annotate.ID][]annotate.ID // by article
	total, fresh map[annotate.ID]int
	ofOutlet     map[string]map[annotate.ID]int
	together     map[[2]annotate.ID]int
}

func newSpread(people []annotate.Person, before []*annotate.Assignment, opt Options) *spread {
	s := &spread{
		opt: opt, random: rand.New(rand.NewPCG(uint64(opt.Seed), 0)),
		readers: map[annotate.ID][]annotate.ID{}, total: map[annotate.ID]int{}, fresh: map[annotate.ID]int{},
		ofOutlet: map[string]map[annotate.ID]int{}, together: map[[2]annotate.ID]int{},
	}
	for _, p := range people {
		s.people = append(s.people, p.ID)
	}
	slices.Sort(s.people)
	for _, a := range before {
		s.take(a.Article, a.Person)
	}
	return s
}

func (s *spread) take(article, person annotate.ID) {
	for _, other := range s.readers[article] {
		s.together[[2]annotate.ID{other, person}]++
		s.together[[2]annotate.ID{person, other}]++
	}
	s.readers[article] = append(s.readers[article], person)
	s.total[person]++
}

// article finds readers for an article, those who are to be preferred first.
func (s *spread) article(a annotate.Row, preferred []annotate.ID) []*annotate.Assignment {
	if s.ofOutlet[a.Outlet] == nil {
		s.ofOutlet[a.Outlet] = map[annotate.ID]int{}
		for _, p := range s.readers[a.ID] {
			s.ofOutlet[a.Outlet][p]++
		}
	}
	var out []*annotate.Assignment
	for len(s.readers[a.ID]) < s.opt.PerArticle {
		next, ok := s.next(a, func(p annotate.ID) bool { return slices.Contains(preferred, p) })
		if !ok {
			next, ok = s.next(a, func(annotate.ID) bool { return true })
		}
		if !ok {
			break
		}
		s.take(a.ID, next)
		s.fresh[next]++
		s.ofOutlet[a.Outlet][next]++
		out = append(out, &annotate.Assignment{Article: a.ID, Person: next, Blind: s.opt.Blind})
	}
	return out
}

// next is who, of those that may, has least to read: in all, then of the outlet, then together with
// those who read the article already; then it is by lot.
func (s *spread) next(a annotate.Row, may func(annotate.ID) bool) (annotate.ID, bool) {
	var best annotate.ID
	var least [3]int
	ties := 0
	for _, p := range s.people {
		if slices.Contains(s.readers[a.ID], p) || !may(p) {
			continue
		}
		common := 0
		for _, other := range s.readers[a.ID] {
			common += s.together[[2]annotate.ID{other, p}]
		}
		load := [3]int{s.total[p], 0, common}
		if s.opt.By == ByOutlet {
			load[1] = s.ofOutlet[a.Outlet][p]
		}
		switch c := slices.Compare(load[:], least[:]); {
		case ties == 0 || c < 0:
			best, least, ties = p, load, 1
		case c == 0:
			ties++
			if s.random.IntN(ties) == 0 {
				best = p
			}
		}
	}
	return best, ties > 0
}
