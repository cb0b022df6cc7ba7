package exchange

import (
	"context"
	"iter"
	"slices"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/datasheet"
	"galley/annotate/internal/inorder"
	"galley/annotate/prepare"
	"galley/annotate/reliability"
)

// agreed is how far people agree on the articles that the recipe takes, in its
// labels and without what it leaves out as unsure; nil where no two finished an
// article. What becomes of fragments, borders and nested mentions is a matter of
// the format, not of the people.
func (e *export) agreed(ctx context.Context) (*datasheet.Agreement, error) {
	if len(e.project.People) < 2 {
		return nil, nil
	}
	opt := reliability.Options{First: true}
	study, err := reliability.Read(ctx, recipeCorpus{e.corpus, e}, opt)
	if err != nil {
		return nil, err
	}
	report, err := study.Measure(ctx, opt)
	if err != nil || report.Refused != "" {
		return nil, err
	}
	a := &datasheet.Agreement{Annotators: report.Names(), Articles: report.Articles, Resamples: agree.Resamples}
	for _, m := range report.Measures {
		told := datasheet.Measure{Of: m.Of, Name: m.Name, Value: m.Number, Undefined: m.Undefined, Units: m.Units}
		if m.Defined() && m.Interval.Undefined == "" {
			told.Low, told.High = &m.Interval.Low, &m.Interval.High
		}
		a.Measures = append(a.Measures, told)
	}
	return a, nil
}

// recipeCorpus is a project as a recipe sees it: with the articles that it takes
// and the labels that it gives.
type recipeCorpus struct {
	Corpus
	e *export
}

// Project has the schema with the labels of the recipe.
func (c recipeCorpus) Project(context.Context) (annotate.Project, error) { return c.e.project, nil }

// Find chooses among the articles of the recipe's query, whatever else is asked for.
func (c recipeCorpus) Find(ctx context.Context, _ annotate.Query) ([]annotate.Ref, error) {
	return c.Corpus.Find(ctx, c.e.opt.Articles.Query())
}

// Each gives the articles that come into a data set. They are made ready while
// the next are read.
func (c recipeCorpus) Each(ctx context.Context, _ annotate.Query) iter.Seq2[annotate.Entry, error] {
	recipe := annotate.Recipe{Labels: c.e.opt.Labels, DropUnsure: c.e.opt.DropUnsure}
	prepared := func(entry annotate.Entry) (annotate.Entry, error) {
		if !slices.ContainsFunc(c.e.views, func(v view) bool { return c.e.wantsArticle(c.e.shown(v, entry, nil)) }) {
			return annotate.Entry{}, nil
		}
		layers := make([]annotate.Layer, len(entry.Layers))
		for i, l := range entry.Layers {
			var err error
			if layers[i], err = prepare.Layer(entry.Article, l, &recipe, nil, nil); err != nil {
				return entry, err
			}
		}
		entry.Layers = layers
		return entry, nil
	}
	return func(yield func(annotate.Entry, error) bool) {
		for entry, err := range inorder.Map(c.Corpus.Each(ctx, c.e.opt.Articles.Query()), ahead, prepared) {
			if err == nil && entry.Article == nil {
				continue
			}
			if !yield(entry, err) || err != nil {
				return
			}
		}
	}
}
