package agree

import (
	"maps"
	"slices"
)

// UnitizingFamily are the alphas of Krippendorff, Mathet, Bouvry and Widlöcher
// 2016, Quality & Quantity 50:2347-2364, in the form of Krippendorff 2019,
// Content Analysis, 4th ed., section 12.6, equations 32 to 38.
type UnitizingFamily struct {
	Nominal Value            // u-alpha: cutting out and labelling at once
	Binary  Value            // |u-alpha: marked or not marked
	Coded   Value            // cu-alpha: labels within what two coders marked
	Labels  map[string]Value // (k)u-alpha: one label within what two coders marked
}

const overlapFree = ""

// Alpha2016 is the family of alphas of 2016, which weigh how much text coders
// gave to labels, and to none, alike. They do not see a boundary between two
// units that touch and bear the same label, as AlphaU1995 does. Articles count
// as one continuum, with the same coders in the same order. They are undefined
// where two units of one coder overlap, whatever their labels.
//
// Where chance leaves coders who marked something no room to disagree, as when
// all that two of them marked bears one label, these alphas are 1, and not
// undefined: so have it the sources and the values published with them.
func Alpha2016(articles ...Continuum) UnitizingFamily {
	labels := labelsOf(articles)
	if reason := unfit(articles, func(Unit) string { return overlapFree }); reason != "" {
		return undefinedFamily(labels, reason)
	}
	s := newCoincidences(labels)
	for _, article := range articles {
		s.add(article)
	}
	return s.family(labels)
}

// Alpha2016Of is Alpha2016 of any sample of articles, for resampling. What each
// article comes to is worked out once; it adds up. Picks are numbers of
// articles, as often as they are drawn.
func Alpha2016Of(articles []Continuum) func(picks []int) UnitizingFamily {
	labels := labelsOf(articles)
	if reason := unfit(articles, func(Unit) string { return overlapFree }); reason != "" {
		family := undefinedFamily(labels, reason)
		return func([]int) UnitizingFamily { return family }
	}
	number := newCoincidences(labels).number
	parts := make([]articleCoincidences, len(articles))
	for i, article := range articles {
		few := labelsOf(articles[i : i+1])
		own := newCoincidences(few)
		own.add(article)
		parts[i].coincidences, parts[i].number = own, []int{0}
		for _, label := range few {
			parts[i].number = append(parts[i].number, number[label])
		}
	}
	return func(picks []int) UnitizingFamily {
		total := newCoincidences(labels)
		for _, i := range picks {
			total.addArticle(&parts[i])
		}
		return total.family(labels)
	}
}

// articleCoincidences are those of an article, which has few of many labels.
type articleCoincidences struct {
	*coincidences
	number []int // of each of its labels among all
}

// addArticle adds what an article comes to.
func (s *coincidences) addArticle(a *articleCoincidences) {
	for c, at := range a.number {
		for k, x := range a.length[c] {
			s.length[at][a.number[k]] += x
		}
		s.self[at] += a.self[c]
		s.common[at] += a.common[c]
	}
	s.units += a.units
}

func undefinedFamily(labels []string, reason string) UnitizingFamily {
	v := undefined("%s", reason)
	family := UnitizingFamily{Nominal: v, Binary: v, Coded: v, Labels: map[string]Value{}}
	for _, label := range labels {
		family.Labels[label] = v
	}
	return family
}

// family are the alphas of what was added.
func (s *coincidences) family(labels []string) UnitizingFamily {
	family := UnitizingFamily{Labels: map[string]Value{}}
	family.Nominal, family.Binary = s.alphas()
	common := s.inCommon()
	family.Coded = s.coded(&common)
	for i, label := range labels {
		family.Labels[label] = s.label(i+1, &common)
	}
	return family
}

// coincidences are the lengths of text that pairs of coders gave to pairs of
// labels. Label 0 is a gap.
type coincidences struct {
	number map[string]int // of a label, from 1
	length [][]float64
	self   []float64 // per label, what units have to be paired with themselves
	common []float64 // the same within what two coders marked; nothing for gaps
	units  int
}

func newCoincidences(labels []string) *coincidences {
	n := len(labels) + 1
	s := &coincidences{number: map[string]int{}, self: make([]float64, n), common: make([]float64, n)}
	for i, label := range labels {
		s.number[label] = i + 1
	}
	for range n {
		s.length = append(s.length, make([]float64, n))
	}
	return s
}

func (s *coincidences) add(article Continuum) {
	lists := make([][]Unit, len(article.Coders))
	cuts := map[int]bool{article.Begin: true, article.End: true}
	for i, units := range article.Coders {
		lists[i] = sorted(units)
		s.units += len(units)
		gap := article.End - article.Begin
		for _, u := range units {
			cuts[u.Start], cuts[u.End] = true, true
			gap -= u.Len()
			s.self[s.number[u.Label]] += float64(u.Len()) * float64(u.Len())
		}
		s.self[0] += float64(gap)
	}
	at := slices.Sorted(maps.Keys(cuts))
	next := make([]int, len(lists))   // the first unit of each coder that ends after the cut
	shared := make([]int, len(lists)) // how much of that unit somebody else marked too
	codes := make([]int, len(lists))
	for k := range len(at) - 1 {
		marked := 0
		for i, units := range lists {
			if next[i] < len(units) && units[next[i]].End <= at[k] {
				s.close(units[next[i]], shared[i])
				next[i], shared[i] = next[i]+1, 0
			}
			codes[i] = 0
			if next[i] < len(units) && units[next[i]].Start <= at[k] {
				codes[i] = s.number[units[next[i]].Label]
				marked++
			}
		}
		s.stretch(codes, at[k+1]-at[k])
		for i, c := range codes {
			if c > 0 && marked > 1 {
				shared[i] += at[k+1] - at[k]
			}
		}
	}
	for i, units := range lists {
		if next[i] < len(units) {
			s.close(units[next[i]], shared[i])
		}
	}
}

func (s *coincidences) close(u Unit, shared int) {
	s.common[s.number[u.Label]] += float64(shared) * float64(shared)
}

// stretch counts a stretch of text in which each coder has one code.
func (s *coincidences) stretch(codes []int, length int) {
	weight := float64(length) / float64(len(codes)-1)
	for i, c := range codes {
		for _, k := range codes[:i] {
			s.length[c][k] += weight
			s.length[k][c] += weight
		}
	}
}

// margins are the row sums of the labels from first on, and their sum.
func (s *coincidences) margins(first int) (rows []float64, total float64) {
	rows = make([]float64, len(s.length))
	for c := first; c < len(rows); c++ {
		for k := first; k < len(rows); k++ {
			rows[c] += s.length[c][k]
		}
		total += rows[c]
	}
	return rows, total
}

func sum(xs []float64) float64 {
	total := 0.0
	for _, x := range xs {
		total += x
	}
	return total
}

// alphas are u-alpha (equations 32-34) and |u-alpha (35).
func (s *coincidences) alphas() (nominal, binary Value) {
	rows, total := s.margins(0)
	scale := total - sum(s.self)/total // of the products of margins to expected lengths
	if !(scale > 0) {
		v := undefined("there is too little text")
		return v, v
	}
	observed, expected := 0.0, 0.0
	for c, row := range rows {
		observed += row - s.length[c][c]
		expected += row * (total - row) / scale
	}
	nominal = s.value(observed, expected)
	binary = s.value(2*(rows[0]-s.length[0][0]), 2*rows[0]*(total-rows[0])/scale)
	return nominal, binary
}

func (s *coincidences) value(observed, expected float64) Value {
	if s.units == 0 {
		return undefined(noUnit)
	}
	if expected == 0 {
		return number(1, s.units)
	}
	return number(1-observed/expected, s.units)
}

const nothingCommon = "no two coders marked the same text"

// matter is what two coders marked.
type matter struct {
	rows         []float64 // margins
	total, scale float64   // scale is what products of margins are divided by for expected lengths
	reason       string    // why there are none; empty where there are
}

// inCommon is the matter that all articles added have in common.
func (s *coincidences) inCommon() matter {
	var c matter
	c.rows, c.total = s.margins(1)
	if c.total == 0 {
		c.reason = nothingCommon
		return c
	}
	if c.scale = c.total - sum(s.common)/c.total; c.scale <= 0 {
		c.reason = "too little text was marked by two coders"
	}
	return c
}

// coded is cu-alpha (equations 36 and 37).
func (s *coincidences) coded(in *matter) Value {
	if in.reason != "" {
		return undefined("%s", in.reason)
	}
	observed, expected := 0.0, 0.0
	for c := 1; c < len(in.rows); c++ {
		observed += in.rows[c] - s.length[c][c]
		expected += in.rows[c] * (in.total - in.rows[c]) / in.scale
	}
	return s.value(observed, expected)
}

// label is (k)u-alpha (equation 38).
func (s *coincidences) label(k int, in *matter) Value {
	if in.reason != "" {
		return undefined("%s", in.reason)
	}
	row := in.rows[k]
	if row == 0 {
		return undefined(nothingCommon + " with this label")
	}
	observed := row - s.length[k][k]
	expected := row * (in.total - row) / in.scale
	margin := (row*in.total - s.common[k]) / in.scale
	return s.value(margin/row*observed, expected)
}
