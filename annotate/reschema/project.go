package reschema

import (
	"context"
	"iter"

	"galley/annotate"
)

// Corpus is what is needed of a project's store.
type Corpus interface {
	// Find gives the articles that a query chooses; here it only tells how many.
	Find(ctx context.Context, q annotate.Query) ([]annotate.Ref, error)
	// Each gives articles with all their layers.
	Each(ctx context.Context, q annotate.Query) iter.Seq2[annotate.Entry, error]
	// Things are the things of a kind; with an article those about it.
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
}

// Outcome is what a plan does to a whole project.
type Outcome struct {
	Edits    []annotate.Edit // of one transaction: the schema, then layer by layer
	Effects  []Effect
	Articles int // that have edits
}

// Run works out what the plan does to a project: to the layers of all
// annotators, to gold and to suggestions, of deleted articles too. Nothing is
// written: committing the edits is the act. progress, which may be nil, hears
// how many articles are done.
func (p *Plan) Run(ctx context.Context, corpus Corpus, progress func(done, total int64)) (*Outcome, error) {
	out := &Outcome{Edits: p.Schema()}
	effects := &Effects{}
	err := each(ctx, corpus, progress, func(e annotate.Entry) error {
		before := len(out.Edits)
		for _, l := range e.Layers {
			edits, err := p.Layer(&annotate.Document{Article: e.Article, Layer: l}, effects)
			if err != nil {
				return err
			}
			out.Edits = append(out.Edits, edits...)
		}
		if len(out.Edits) > before {
			out.Articles++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	things, err := corpus.Things(ctx, annotate.KindRegistered, "")
	if err != nil {
		return nil, err
	}
	var entries []*annotate.Registered
	for _, t := range things {
		entries = append(entries, t.(*annotate.Registered))
	}
	out.Edits = append(out.Edits, p.Register(entries, effects)...)
	out.Effects = effects.List()
	return out, nil
}

// CountUses counts how often the things of a schema are used in a project.
func CountUses(ctx context.Context, corpus Corpus, s *annotate.Schema, progress func(done, total int64)) (Counts, error) {
	counts := Counts{}
	err := each(ctx, corpus, progress, func(e annotate.Entry) error {
		for i := range e.Layers {
			counts.Add(&e.Layers[i], s)
		}
		return nil
	})
	return counts, err
}

// FindUses lists the first uses of a thing in a project, at most so many.
func FindUses(ctx context.Context, corpus Corpus, s *annotate.Schema, n Name, most int, progress func(done, total int64)) ([]Place, error) {
	var out []Place
	err := each(ctx, corpus, progress, func(e annotate.Entry) error {
		for i := range e.Layers {
			doc := &annotate.Document{Article: e.Article, Layer: e.Layers[i]}
			for item := range uses(&doc.Layer, s, n) {
				if len(out) < most {
					out = append(out, Place{Layer: doc.Layer.ID, Item: item.ItemID(), Title: e.Article.Title, Text: doc.Text(item)})
				}
			}
		}
		return nil
	})
	return out, err
}

// each goes through all articles of a project, deleted ones too.
func each(ctx context.Context, corpus Corpus, progress func(done, total int64), do func(annotate.Entry) error) error {
	var total, done int64
	queries := []annotate.Query{{}, {Deleted: true}}
	for _, q := range queries {
		refs, err := corpus.Find(ctx, q)
		if err != nil {
			return err
		}
		total += int64(len(refs))
	}
	for _, q := range queries {
		for e, err := range corpus.Each(ctx, q) {
			if err != nil {
				return err
			}
			if err := do(e); err != nil {
				return err
			}
			if done++; progress != nil {
				progress(done, total)
			}
		}
	}
	return nil
}
