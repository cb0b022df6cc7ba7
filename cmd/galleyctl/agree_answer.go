package main

import (
	"galley/annotate/reliability"
)

// agreeAnswer is the answer of agree for a project.
type agreeAnswer struct {
	Annotators []string        `json:"annotators"` // people
	Articles   int             `json:"articles"`   // that two people or more share
	Complete   int             `json:"complete"`   // that all of them share
	Empty      int             `json:"empty"`      // in which nobody marked a mention or an event
	Dependent  int             `json:"dependent"`  // on which work is not independent: suggestions, or others' work seen
	Measures   []measureAnswer `json:"measures"`
	Pairs      []pairAnswer    `json:"pairs"`
	Labels     []measureAnswer `json:"labels"` // per label
	Weeks      []weekAnswer    `json:"weeks"`
	PerArticle []articleAnswer `json:"per_article"`
	Others     []otherAnswer   `json:"against_others,omitempty"`
	Seed       uint64          `json:"seed"`
	Resamples  int             `json:"resamples"`
	Samples    int             `json:"gamma_samples"`
	Precision  float64         `json:"gamma_precision"` // half a 95 % interval of the expected disorder, as a share of it
}

type measureAnswer struct {
	Of        string   `json:"of"`
	Label     string   `json:"label,omitempty"`
	Name      string   `json:"name"`
	Value     *float64 `json:"value"` // null: undefined
	Undefined string   `json:"undefined"`
	Low       *float64 `json:"low"` // null: there is no interval
	High      *float64 `json:"high"`
	NoBounds  string   `json:"no_interval,omitempty"`
	N         int      `json:"n"`               // shared articles
	Units     []int    `json:"units,omitempty"` // annotations of each coder
	Items     int      `json:"items,omitempty"` // of items: those that two coders gave a value
}

type pairAnswer struct {
	Annotators [2]string         `json:"annotators"`
	Kinds      [2]string         `json:"kinds"`
	Articles   int               `json:"articles"`
	Dependent  int               `json:"dependent"`
	Measures   []measureAnswer   `json:"measures"`
	Labels     []measureAnswer   `json:"labels"`
	Confusion  []confusionAnswer `json:"confusion"`
}

type confusionAnswer struct {
	Of    string   `json:"of"`
	Label string   `json:"label,omitempty"`
	Cells [][3]any `json:"cells"` // what the first says, what the second says, how often
}

type weekAnswer struct {
	Monday   string          `json:"monday"`
	Articles int             `json:"articles"`
	Schema   int             `json:"schema"`
	Changed  bool            `json:"schema_changed"`
	Measures []measureAnswer `json:"measures"`
}

type articleAnswer struct {
	ID         string          `json:"id"`
	Key        string          `json:"key"`
	Title      string          `json:"title"`
	Annotators []string        `json:"annotators"`
	Dependent  bool            `json:"dependent"`
	Measures   []measureAnswer `json:"measures"`
}

type otherAnswer struct {
	Annotator string   `json:"annotator"`
	Label     string   `json:"label"`
	Kappa     *float64 `json:"kappa"`
	Undefined string   `json:"undefined"`
	Items     int      `json:"items"`
	Ties      int      `json:"ties"`
}

func answerOf(r *reliability.Report) agreeAnswer {
	a := agreeAnswer{
		Annotators: []string{}, Articles: r.Articles, Complete: r.Complete, Empty: r.Empty, Dependent: r.Dependent,
		Measures: measureAnswers(r.Measures), Labels: measureAnswers(r.Labels),
		Pairs: []pairAnswer{}, Weeks: []weekAnswer{}, PerArticle: []articleAnswer{},
		Seed: r.Options.Seed, Resamples: r.Options.Resamples, Samples: r.Options.Samples, Precision: r.Gamma.Precision,
	}
	for _, c := range r.Coders[:r.People] {
		a.Annotators = append(a.Annotators, c.Name)
	}
	for _, p := range r.Pairs {
		x, y := r.Coders[p.A], r.Coders[p.B]
		pair := pairAnswer{
			Annotators: [2]string{x.Name, y.Name}, Kinds: [2]string{string(x.Kind), string(y.Kind)},
			Articles: p.Articles, Dependent: p.Dependent,
			Measures: measureAnswers(p.Measures), Labels: measureAnswers(p.Labels), Confusion: []confusionAnswer{},
		}
		for _, c := range p.Confusion {
			one := confusionAnswer{Of: c.Of, Label: c.Label}
			for _, cell := range c.Cells {
				one.Cells = append(one.Cells, [3]any{cell.A, cell.B, cell.Count})
			}
			pair.Confusion = append(pair.Confusion, one)
		}
		a.Pairs = append(a.Pairs, pair)
	}
	for _, w := range r.Weeks {
		a.Weeks = append(a.Weeks, weekAnswer{w.Monday.Format("2006-01-02"), w.Articles, w.Schema, w.Changed, measureAnswers(w.Measures)})
	}
	for _, x := range r.PerArticle {
		one := articleAnswer{ID: string(x.ID), Key: x.Key, Title: x.Title, Dependent: x.Dependent, Measures: measureAnswers(x.Measures)}
		for _, c := range x.Coders {
			one.Annotators = append(one.Annotators, r.Coders[c].Name)
		}
		a.PerArticle = append(a.PerArticle, one)
	}
	for _, o := range r.Others {
		one := otherAnswer{Annotator: r.Coders[o.Coder].Name, Label: o.Label, Undefined: o.Undefined, Items: o.N, Ties: o.Ties}
		if o.Defined() {
			one.Kappa = &o.Number
		}
		a.Others = append(a.Others, one)
	}
	return a
}

func measureAnswers(list []reliability.Measure) []measureAnswer {
	out := []measureAnswer{}
	for _, m := range list {
		a := measureAnswer{Of: m.Of, Label: m.Label, Name: m.Name, Undefined: m.Undefined, N: m.Articles, Units: m.Units}
		if m.Defined() {
			a.Value = &m.Number
			if m.Of != reliability.Mentions && m.Of != reliability.Events && m.Of != reliability.Chains {
				a.Items = m.N
			}
			if a.NoBounds = m.Interval.Undefined; a.NoBounds == "" {
				a.Low, a.High = &m.Interval.Low, &m.Interval.High
			}
		}
		out = append(out, a)
	}
	return out
}
