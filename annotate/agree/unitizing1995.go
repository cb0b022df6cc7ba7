package agree

import (
	"slices"
	"sort"
)

// AlphaU1995 is Krippendorff's alpha of 1995 for units cut out of a continuum:
// per label, squared differences of beginnings and ends against those of units
// of the same lengths set down anywhere. Over all labels, the disagreements
// are summed before they are divided. Several articles count as one continuum
// in which no unit and no gap goes from one article to the next; their coders
// are the same, in the same order.
//
// A single unit or a shifted boundary moves it far, and it was meant for two
// coders. It is another measure than Alpha2016. It is undefined where two units
// of one coder and label overlap, but for the labels of which none do. Krippendorff 1995, Sociological Methodology
// 25:47-76; 2004, Content Analysis, 2nd ed., ch. 11.6.
func AlphaU1995(articles ...Continuum) UnitizingAlpha {
	out := UnitizingAlpha{Labels: map[string]Value{}}
	u := newUnitizing1995(articles)
	all, perLabel := u.alphas(slices.Repeat([]float64{1}, len(articles)))
	for i, v := range perLabel {
		out.Labels[u.labels[i].name] = v
	}
	out.All = all
	return out
}

// AlphaU1995Of is AlphaU1995 of any sample of articles, for resampling, with the
// labels in the order of Labels. Picks are numbers of articles, as often as they are drawn. What
// is expected does not add up over articles, as each unit is set down in the
// gaps of all of them. But it asks only how many units there are of each length,
// and how many gaps hold them, and those add up.
func AlphaU1995Of(articles []Continuum) func(picks []int) (all Value, perLabel []Value) {
	u := newUnitizing1995(articles)
	return func(picks []int) (all Value, perLabel []Value) {
		return u.alphas(times(picks, len(articles)))
	}
}

// times is how often each of some articles is picked.
func times(picks []int, articles int) []float64 {
	out := make([]float64, articles)
	for _, i := range picks {
		out[i]++
	}
	return out
}

func oneMinus(observed, expected float64, n int) Value {
	if expected <= 0 {
		return undefined("chance leaves the units no room to disagree")
	}
	return number(1-observed/expected, n)
}

// unitizing1995 is what the alpha of 1995 needs of articles.
type unitizing1995 struct {
	refused string // why there is no alpha; empty where there is
	coders  int
	lengths []int // of articles
	labels  []label1995
}

// label1995 is what articles have of one label.
type label1995 struct {
	name    string
	refused string // why there is no alpha of it; empty where there is
	lengths []int  // of units, each once, in order
	parts   []part1995
	units   []group1995 // of all parts, one after the other
	gaps    []group1995
}

// part1995 is what an article has of a label besides one gap for each coder that
// holds every unit, which is all that most articles have of most labels.
type part1995 struct {
	article     int
	observed    float64 // sum of squared differences over unordered pairs of coders
	units, gaps int     // where its groups end; the one gap for each coder counts below 0
}

// group1995 are units of the same length, or gaps that hold the same units.
type group1995 struct {
	at            int // the number of the length; how many of the lengths the gaps hold
	count, length float64
}

func newUnitizing1995(articles []Continuum) *unitizing1995 {
	u := &unitizing1995{refused: unfit(articles, func(u Unit) string { return u.Label })}
	for _, a := range articles {
		u.coders = len(a.Coders)
		u.lengths = append(u.lengths, a.End-a.Begin)
	}
	for _, label := range labelsOf(articles) {
		refused := ""
		if u.refused != "" {
			refused = unfit(onlyLabel(articles, label), func(Unit) string { return label })
		}
		if refused != "" {
			u.labels = append(u.labels, label1995{name: label, refused: refused})
			continue
		}
		u.labels = append(u.labels, newLabel1995(articles, label))
	}
	return u
}

// onlyLabel are articles with the units of a label alone.
func onlyLabel(articles []Continuum, label string) []Continuum {
	out := slices.Clone(articles)
	for i, a := range articles {
		out[i].Coders = nil
		for _, units := range a.Coders {
			out[i].Coders = append(out[i].Coders, Only(units, label))
		}
	}
	return out
}

func newLabel1995(articles []Continuum, label string) label1995 {
	l := label1995{name: label}
	coders := make([][][]Unit, len(articles))
	for i, a := range articles {
		for _, units := range a.Coders {
			coders[i] = append(coders[i], sorted(Only(units, label)))
		}
		for _, units := range coders[i] {
			for _, u := range units {
				l.lengths = append(l.lengths, u.Len())
			}
		}
	}
	slices.Sort(l.lengths)
	l.lengths = slices.Compact(l.lengths)
	for i, a := range articles {
		l.add(i, a, coders[i])
	}
	return l
}

// add adds what an article has of the label, by the units of each coder in order.
func (l *label1995) add(article int, a Continuum, coders [][]Unit) {
	p := part1995{article: article, units: len(l.units), gaps: len(l.gaps)}
	var units, gaps []int
	for i, list := range coders {
		at := a.Begin
		for _, u := range list {
			units = append(units, u.Len())
			if u.Start > at {
				gaps = append(gaps, u.Start-at)
			}
			at = u.End
		}
		if a.End > at {
			gaps = append(gaps, a.End-at)
		}
		for _, other := range coders[:i] {
			p.observed += squaredDifferences(list, other)
		}
	}
	all, m, length := len(l.lengths), len(coders), a.End-a.Begin
	if units == nil && length >= l.lengths[all-1] {
		return
	}
	slices.Sort(units)
	slices.Sort(gaps)
	for _, x := range units {
		l.units = grouped(l.units, p.units, sort.SearchInts(l.lengths, x), 1, x)
	}
	for _, x := range gaps {
		l.gaps = grouped(l.gaps, p.gaps, sort.SearchInts(l.lengths, x+1), 1, x)
	}
	l.gaps = grouped(l.gaps, p.gaps, all, -m, -m*length)
	p.units, p.gaps = len(l.units), len(l.gaps)
	l.parts = append(l.parts, p)
}

// grouped adds so many of one length in all to the groups of a part, which begin
// at first and come in order.
func grouped(groups []group1995, first, at, count, length int) []group1995 {
	if n := len(groups); n == first || groups[n-1].at != at {
		groups = append(groups, group1995{at: at})
	}
	g := &groups[len(groups)-1]
	g.count, g.length = g.count+float64(count), g.length+float64(length)
	return groups
}

// alphas are those of a sample in which each article stands so many times.
func (u *unitizing1995) alphas(times []float64) (all Value, perLabel []Value) {
	var articles, length, units, observed, expected float64
	for i, n := range times {
		articles, length = articles+n, length+n*float64(u.lengths[i])
	}
	m := float64(u.coders)
	for i := range u.labels {
		if reason := u.labels[i].refused; reason != "" {
			perLabel = append(perLabel, undefined("%s", reason))
			continue
		}
		s := u.labels[i].sum(times, m*articles, m*length)
		o := 2 * s.observed / (m * (m - 1) * length * length)
		e := 0.0
		if s.pairs > 0 {
			e = 2 * s.placed / length / s.pairs
		}
		perLabel = append(perLabel, oneMinus(o, e, int(s.units)))
		observed, expected, units = observed+o, expected+e, units+s.units
	}
	switch {
	case u.refused != "":
		return undefined("%s", u.refused), perLabel
	case units == 0:
		return undefined(noUnit), perLabel
	}
	return oneMinus(observed, expected, int(units)), perLabel
}

// sums1995 are what the disagreements of a label are made of.
type sums1995 struct {
	observed float64
	units    float64
	placed   float64 // squared differences of all units set down anywhere
	pairs    float64 // of positions of all coders
}

// sum adds up the label over articles, each so many times. Lanes and length are
// the number and the length of the stretches that one coder has in one article.
func (l *label1995) sum(times []float64, lanes, length float64) sums1995 {
	var s sums1995
	units := make([]float64, len(l.lengths))
	gaps := make([]group1995, len(l.lengths)+1)
	gaps[len(l.lengths)] = group1995{count: lanes, length: length}
	var from part1995 // where the groups of a part begin
	for _, p := range l.parts {
		if n := times[p.article]; n > 0 {
			s.observed += n * p.observed
			for _, g := range l.units[from.units:p.units] {
				units[g.at] += n * g.count
				s.units += n * g.count
			}
			for _, g := range l.gaps[from.gaps:p.gaps] {
				gaps[g.at].count += n * g.count
				gaps[g.at].length += n * g.length
			}
		}
		from = p
	}
	s.pairs = length * (length - 1)
	var room group1995 // the gaps that hold a unit of the length
	for i := len(l.lengths) - 1; i >= 0; i-- {
		room.count, room.length = room.count+gaps[i+1].count, room.length+gaps[i+1].length
		x := float64(l.lengths[i])
		places := room.length - room.count*(x-1)
		s.placed += units[i] * ((s.units-1)*(2*x*x*x-3*x*x+x)/3 + x*x*places)
		s.pairs -= units[i] * x * (x - 1)
	}
	return s
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
