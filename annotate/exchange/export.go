package exchange

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"galley/annotate"
	"galley/annotate/datasheet"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/textless"
	"galley/annotate/internal/inorder"
	"galley/annotate/prepare"
	"galley/annotate/story"
)

// Corpus is what an export needs of a project.
type Corpus interface {
	Project(ctx context.Context) (annotate.Project, error)
	// Find gives the articles that a query chooses; here it only tells how many.
	Find(ctx context.Context, q annotate.Query) ([]annotate.Ref, error)
	// Each gives articles with their layers; of a zero query all that are not deleted, by key.
	Each(ctx context.Context, q annotate.Query) iter.Seq2[annotate.Entry, error]
	// Heads gives the same without bodies and, of layers, with nothing but their heads.
	Heads(ctx context.Context, q annotate.Query) iter.Seq2[annotate.Entry, error]
	// Things are the things of a kind in order of id.
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
	// Newest is the time of the newest act on each article.
	Newest(ctx context.Context) (map[annotate.ID]time.Time, error)
}

// ExportOptions say what is exported, and how.
type ExportOptions struct {
	annotate.Recipe
	Out   string // a file, where it ends in the format's extension, or a folder
	Force bool   // Out may exist and is replaced
	// Stories, if any, remembers from one preview to the next what makes articles
	// copies of a story.
	Stories *story.Memory
	// Progress, if any, is told now and then how far the export is.
	Progress func(done, total int64)
}

// ExportReport tells what was written.
type ExportReport struct {
	Files       []string       `json:"files"`
	Articles    int            `json:"articles"`
	Annotations Counts         `json:"annotations"`
	Splits      map[string]int `json:"splits"` // articles
	Losses      []format.Loss  `json:"losses"`
	Unfinished  int            `json:"unfinished"` // of the articles: see datasheet.Counts
}

// Preview tells what an export would write.
type Preview struct {
	Articles    int
	Unfinished  int // of the articles: see datasheet.Counts
	Annotations Counts
	Splits      map[string]int
	Labels      []LabelCount // by kind (mentions, entities, events, relations, labels), most frequent first
	Losses      []format.Loss
	Stories     []Story // where the recipe groups articles by story
}

// kindOrder is the order in which kinds of annotation are shown.
var kindOrder = []annotate.Kind{annotate.KindMention, annotate.KindEntity, annotate.KindEvent, annotate.KindRelation, annotate.KindLabel}

// LabelCount is how often a label is used, in all and in each split.
type LabelCount struct {
	Kind   annotate.Kind
	Label  string
	Count  int
	Splits map[string]int
}

// Export writes a data set, reads it back, compares every span with its
// article, and only then gives it the name that was asked for. A *UsageError
// says that the options do not fit. After any error nothing stands under that
// name that did not stand there before.
func Export(ctx context.Context, corpus Corpus, opt ExportOptions) (*ExportReport, error) {
	f, err := formatOf(opt)
	if err != nil {
		return nil, err
	}
	return exportAs(ctx, corpus, f, opt)
}

func formatOf(opt ExportOptions) (format.Format, error) {
	f := all.Find(opt.Format)
	if f == nil {
		return nil, &UsageError{fmt.Sprintf("there is no format %q", opt.Format)}
	}
	as, ok := format.Variant(f, opt.Variant)
	if !ok {
		return nil, &UsageError{fmt.Sprintf("%s has no variant %q; it has %s", f.Info().Name, opt.Variant, cmp.Or(strings.Join(f.Info().VariantIDs(), ", "), "none"))}
	}
	return as, nil
}

func exportAs(ctx context.Context, corpus Corpus, f format.Format, opt ExportOptions) (*ExportReport, error) {
	e, err := plan(ctx, corpus, f, opt)
	if err != nil {
		return nil, err
	}
	out, err := newOutput(opt.Out, e.single != "", opt.Force)
	if err != nil {
		return nil, err
	}
	defer out.discard()
	if err := e.beginSheets(ctx); err != nil {
		return nil, err
	}
	var lost format.Losses
	for _, v := range e.views {
		if err := e.write(ctx, out.below(v.folder), v); err != nil {
			return nil, fmt.Errorf("exporting to %s: %w", opt.Out, err)
		}
		if opt.WithoutTexts {
			e.lost = e.lost.WithoutExamples()
		}
		lost.Merge(&e.lost)
		e.lost = format.Losses{}
	}
	e.lost = lost
	if e.single == "" && len(e.lost.List()) > 0 {
		if err := out.json(lossesFile, e.lost.List()); err != nil {
			return nil, err
		}
	}
	files, err := out.publish()
	if err != nil {
		return nil, err
	}
	return &ExportReport{files, e.articles, e.counts, e.bySplit, e.lost.List(), e.unfinished}, nil
}

// PreviewExport tells what Export would write. opt.Out need not be set.
func PreviewExport(ctx context.Context, corpus Corpus, opt ExportOptions) (*Preview, error) {
	f, err := formatOf(opt)
	if err != nil {
		return nil, err
	}
	e, err := plan(ctx, corpus, f, opt)
	if err != nil {
		return nil, err
	}
	labels := map[labelKey]map[string]int{}
	for _, v := range e.views {
		for part, err := range e.parts(ctx, v, nil) {
			if err != nil {
				return nil, err
			}
			for _, l := range part.Record.Layers {
				l.Each(func(item annotate.Item) { count(labels, item, part.Split) })
			}
		}
	}
	p := &Preview{Articles: e.articles, Unfinished: e.unfinished, Annotations: e.counts, Splits: e.bySplit, Losses: e.lost.List(), Stories: e.stories}
	for of, splits := range labels {
		c := LabelCount{Kind: of.kind, Label: of.label, Splits: splits}
		for _, n := range splits {
			c.Count += n
		}
		p.Labels = append(p.Labels, c)
	}
	slices.SortFunc(p.Labels, func(a, b LabelCount) int {
		return cmp.Or(cmp.Compare(slices.Index(kindOrder, a.Kind), slices.Index(kindOrder, b.Kind)), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Label, b.Label))
	})
	return p, nil
}

// export is an export under way.
type export struct {
	corpus  Corpus
	opt     ExportOptions
	format  format.Format
	project annotate.Project
	names   map[annotate.ID]string // of people, no two alike
	single  string                 // name of the one file
	views   []view
	splitOf func(annotate.ID) string
	stories []Story

	done, total int64
	lost        format.Losses
	articles    int // of the view at hand, as the next
	unfinished  int
	counts      Counts
	bySplit     map[string]int

	newest    map[annotate.ID]time.Time // of the acts on each article
	agreement *datasheet.Agreement
	sheet     *datasheet.Builder // of the view that is written
}

// plan checks the options against each other and the project.
func plan(ctx context.Context, corpus Corpus, f format.Format, opt ExportOptions) (*export, error) {
	e := &export{corpus: corpus, opt: opt, format: f, bySplit: map[string]int{}}
	if err := opt.Check(); err != nil {
		return nil, &UsageError{err.Error()}
	}
	var err error
	if e.project, err = corpus.Project(ctx); err != nil {
		return nil, err
	}
	e.project.Schema = prepare.Schema(e.project.Schema, &opt.Recipe)
	e.names = distinctNames(e.project.People)
	e.single = singleName(opt.Out, e.format.Info().Extension)
	survey, err := e.survey(ctx)
	if err != nil {
		return nil, err
	}
	if e.views, err = e.chooseViews(survey); err != nil {
		return nil, err
	}
	switch {
	case opt.WithoutTexts && textless.Of(f.Info().ID) == nil:
		return nil, &UsageError{fmt.Sprintf("%s cannot be written without texts; galley and hf-jsonl can", f.Info().Name)}
	case e.single != "" && len(opt.Splits) > 0:
		return nil, &UsageError{fmt.Sprintf("%s is one file, but splits make several; name a folder", opt.Out)}
	case e.single != "" && len(e.views) > 1:
		return nil, &UsageError{fmt.Sprintf("%s is one file, but each layer makes one of its own; name a folder or one annotator", opt.Out)}
	}
	for _, s := range opt.Splits {
		e.bySplit[s.Name] = 0
	}
	e.splitOf, e.stories = assign(opt.Recipe, survey.groups), survey.stories
	for i := range e.stories {
		e.stories[i].Split = e.splitOf(e.stories[i].Members[0].Article)
	}
	refs, err := corpus.Find(ctx, opt.Articles.Query())
	if err != nil {
		return nil, err
	}
	e.total = int64(2 * len(refs) * len(e.views))
	return e, nil
}

// step tells how far the export is.
func (e *export) step() {
	const often = 64
	if e.done++; e.opt.Progress != nil && (e.done%often == 0 || e.done == e.total) {
		e.opt.Progress(e.done, e.total)
	}
}

// ahead is how many articles are made ready beside the one that is written or
// compared: twice as many as a store reads at a time, so that it reads on meanwhile.
const ahead = 128

// fitted is an article on its way into a data set.
type fitted struct {
	format.Part
	whole    format.Record
	expected expected
	wanted   bool
	lost     format.Losses
}

// fit makes an article what a view shows of it and the format can hold. It may
// be called for several articles at a time.
func (e *export) fit(v view, entry annotate.Entry, verified bool) (x fitted, err error) {
	if x.whole, x.wanted, err = e.whole(v, entry, &x.lost); err != nil || !x.wanted {
		return x, err
	}
	x.Part = format.Part{Split: e.splitOf(entry.Article.ID), Record: e.format.Fit(x.whole, &x.lost)}
	if err = sameText(e.format, x.Record, entry.Article); err == nil && verified {
		x.expected = expected{entry.Article.ID, digest(e.format, x.Record)}
	}
	return x, err
}

// parts are the fitted records of a view; expect, if any, is told of each.
func (e *export) parts(ctx context.Context, v view, expect *expectations) iter.Seq2[format.Part, error] {
	return func(yield func(format.Part, error) bool) {
		e.articles, e.unfinished = 0, 0
		clear(e.bySplit)
		for _, s := range e.opt.Splits {
			e.bySplit[s.Name] = 0
		}
		entries := e.corpus.Each(ctx, e.opt.Articles.Query())
		for x, err := range inorder.Map(entries, ahead, func(entry annotate.Entry) (fitted, error) { return e.fit(v, entry, expect != nil) }) {
			if err = cmp.Or(err, ctx.Err()); err != nil {
				yield(format.Part{}, err)
				return
			}
			e.lost.Merge(&x.lost)
			if !x.wanted {
				e.total -= 2
				continue
			}
			e.count(x, expect)
			if !yield(x.Part, nil) {
				return
			}
		}
	}
}

// count takes an article that is written into account.
func (e *export) count(x fitted, expect *expectations) {
	if expect != nil {
		expect.add(x.Split, x.expected)
	}
	if e.sheet != nil {
		e.sheet.Add(x.Split, x.whole, x.Record, e.newest[x.whole.Article.ID])
	}
	e.articles++
	if !datasheet.Finished(x.whole) {
		e.unfinished++
	}
	if x.Split != "" {
		e.bySplit[x.Split]++
	}
	for _, l := range x.Record.Layers {
		e.counts.Add(l.Layer)
	}
	e.step()
}

// write writes a view and reads it back.
func (e *export) write(ctx context.Context, out *output, v view) error {
	expected := newExpectations(e.format)
	e.sheet = datasheet.NewBuilder(e.splits())
	set := format.Set{Schema: e.project.Schema, Stem: e.format.Info().Stem, Layer: v.layer, Single: e.single, Splits: e.splits(), WithoutTexts: e.opt.WithoutTexts, Records: e.parts(ctx, v, expected)}
	if err := e.format.Write(ctx, out, set); err != nil {
		return err
	}
	err := expected.compare(ctx, out, set, e.step)
	var differs *differsError
	if errors.As(err, &differs) {
		return e.explain(ctx, v, differs)
	}
	if err == nil && e.opt.WithoutTexts {
		err = e.withhold(out, set)
	}
	if err != nil || e.single != "" {
		return err
	}
	return e.describe(out, set)
}

type labelKey struct {
	kind  annotate.Kind
	label string
}

func count(labels map[labelKey]map[string]int, item annotate.Item, split string) {
	of := labelKey{item.ItemKind(), annotate.LabelOf(item)}
	if of.label == "" {
		return
	}
	if labels[of] == nil {
		labels[of] = map[string]int{}
	}
	labels[of][split]++
}
