package reliability

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/span"
)

// week is the Monday, in UTC, of the week of the newest act of people in the
// article; not ok where nothing tells the time.
func (a *article) week(people int) (monday time.Time, ok bool) {
	var newest time.Time
	for _, w := range a.work {
		if w.coder < people && w.newest.After(newest) {
			newest = w.newest
		}
	}
	if newest.IsZero() {
		return time.Time{}, false
	}
	newest = newest.UTC()
	day := time.Date(newest.Year(), newest.Month(), newest.Day(), 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7), true
}

// weeks measures articles week by week.
func (s *Study) weeks(all series, shared []int) []Week {
	articles := map[time.Time][]int{}
	for _, i := range shared {
		if monday, ok := s.articles[i].week(s.people); ok {
			articles[monday] = append(articles[monday], i)
		}
	}
	var out []Week
	for _, monday := range slices.SortedFunc(maps.Keys(articles), time.Time.Compare) {
		w := Week{Monday: monday, Articles: len(articles[monday])}
		for _, i := range articles[monday] {
			for _, x := range s.articles[i].work {
				if x.coder < s.people {
					w.Schema = max(w.Schema, x.schema)
				}
			}
		}
		if len(out) > 0 {
			w.Changed = w.Schema > out[len(out)-1].Schema
			w.Schema = max(w.Schema, out[len(out)-1].Schema)
		}
		values := all.measured(articles[monday], nil, nil)
		w.Measures, w.Labels = byKind(only(values, Measure.Headline)), only(values, perLabel)
		out = append(out, w)
	}
	return out
}

// perArticle measures articles one by one.
func (s *Study) perArticle(all series, shared []int) []Article {
	out := make([]Article, len(shared))
	for k, i := range shared {
		a := &s.articles[i]
		out[k] = Article{ID: a.id, Key: a.key, Title: a.title}
		for _, w := range a.work {
			if w.coder < s.people {
				out[k].Coders = append(out[k].Coders, w.coder)
				out[k].Dependent = out[k].Dependent || w.dependent()
			}
		}
		// Labels of one article alone leave chance nothing to go by.
		out[k].Measures = only(all.measured([]int{i}, nil, nil), func(m Measure) bool { return m.Headline() && m.Of != Labels })
	}
	return out
}

// match is a thing in an article with what two coders call it: the label of a
// mention, the type of an event, the value of a document label; agree.None
// where one of them has none.
type match struct {
	a, b     string
	atA, atB span.Span // code points
}

// matches are the matches of a kind of two coders in an article.
func (s *Study) matches(article, a, b int, of, label string) []match {
	x, y := s.articles[article].of(a), s.articles[article].of(b)
	if x == nil || y == nil {
		return nil
	}
	pairs := agree.PairSpans(x.units, y.units)
	var out []match
	switch of {
	case Mentions:
		for _, p := range pairs {
			m := match{a: agree.None, b: agree.None}
			if p.A != none {
				m.a, m.atA = x.units[p.A].Label, x.units[p.A].Span
			}
			if p.B != none {
				m.b, m.atB = y.units[p.B].Label, y.units[p.B].Span
			}
			out = append(out, m)
		}
	case Events:
		setX, setY := setsOf(x, y, pairs)
		for _, p := range agree.PairEvents(x.eventsThrough(setX), y.eventsThrough(setY)) {
			m := match{a: agree.None, b: agree.None}
			if p.A != none {
				m.a, m.atA = x.events[p.A].Type, x.events[p.A].Trigger
			}
			if p.B != none {
				m.b, m.atB = y.events[p.B].Type, y.events[p.B].Trigger
			}
			out = append(out, m)
		}
	case Labels:
		row := s.documentRow(article, label, []int{a, b})
		if row[0] != nil || row[1] != nil {
			out = append(out, match{a: shown(row[0]), b: shown(row[1])})
		}
	}
	return out
}

func shown(v *annotate.Value) string {
	if v == nil {
		return agree.None
	}
	return valueKey(*v)
}

// confusion are the labels that two coders gave to the same things.
func (s *Study) confusion(p *pair, t *terms) []Confusion {
	var out []Confusion
	count := func(of, label string) {
		type cell struct{ a, b string }
		cells := map[cell]int{}
		for _, i := range p.articles {
			for _, m := range s.matches(i, p.a, p.b, of, label) {
				cells[cell{m.a, m.b}]++
			}
		}
		if len(cells) == 0 {
			return
		}
		c := Confusion{Of: of, Label: label}
		for k, n := range cells {
			c.Cells = append(c.Cells, agree.Confused{A: k.a, B: k.b, Count: n})
		}
		slices.SortFunc(c.Cells, func(x, y agree.Confused) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
		out = append(out, c)
	}
	count(Mentions, "")
	count(Events, "")
	for _, name := range t.documents {
		count(Labels, name)
	}
	return out
}

// Place is where two coders called a thing what a cell of a confusion says.
type Place struct {
	Article annotate.ID
	Key     string
	Title   string
	A, B    span.Span // code points; empty where the coder has none, and of document labels
}

// Places are the places behind a cell of a confusion of two coders, by number.
func (s *Study) Places(a, b int, of, label, labelA, labelB string) []Place {
	var out []Place
	for i := range s.articles {
		for _, m := range s.matches(i, a, b, of, label) {
			if m.a == labelA && m.b == labelB {
				x := &s.articles[i]
				out = append(out, Place{x.id, x.key, x.title, m.atA, m.atB})
			}
		}
	}
	return out
}
