package exchange

import (
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/tokens"
	"galley/annotate/prepare"
	"galley/annotate/review"
)

// wants tells whether a layer is of a state and a kind that the recipe takes.
func (e *export) wants(l *annotate.Layer) bool {
	return !(e.opt.DropSuggestions && l.ID.Kind == annotate.Suggestion) && (len(e.opt.States) == 0 || slices.Contains(e.opt.States, l.State()))
}

// wantsArticle tells whether the recipe takes an article with such layers.
func (e *export) wantsArticle(layers []annotate.Layer) bool {
	return len(e.opt.States) == 0 || slices.ContainsFunc(layers, func(l annotate.Layer) bool { return e.wants(&l) })
}

// whole is what a view shows of an article, prepared as the recipe asks for.
// The article is not wanted where none of its layers is in a state that the recipe takes.
func (e *export) whole(v view, entry annotate.Entry, lost *format.Losses) (rec format.Record, wanted bool, err error) {
	rec.Article = entry.Article
	layers := e.shown(v, entry, lost)
	if !e.wantsArticle(layers) {
		lost.Add("articles without a layer in a state that the recipe takes", entry.Article.Key)
		return rec, false, nil
	}
	if v.majority {
		if layers, err = majority(entry.Article, layers, lost); err != nil {
			return rec, false, err
		}
	}
	for _, l := range layers {
		name := e.names[l.ID.Annotator]
		if v.majority {
			name = v.layer.Annotator
		}
		if !e.format.Info().Holds.Layers && len(rec.Layers) > 0 {
			lost.Add("second layers of an article", fmt.Sprintf("%s: %s", entry.Article.Key, name))
			continue
		}
		if !e.format.Info().Holds.Layers && v.layer.Annotator == "" { // a mix, which has no one name
			lost.Add("names of annotators", fmt.Sprintf("%s: %s", entry.Article.Key, name))
			name = ""
		}
		if l, err = prepare.Layer(entry.Article, l, &e.opt.Recipe, tokens.For(e.format), lost); err != nil {
			return rec, false, err
		}
		rec.Layers = append(rec.Layers, format.Layer{Annotator: name, Layer: l})
	}
	return rec, true, nil
}

// shown are the layers of an article that a view shows and the recipe takes.
func (e *export) shown(v view, entry annotate.Entry, lost *format.Losses) []annotate.Layer {
	var out []annotate.Layer
	for _, l := range entry.Layers {
		switch {
		case !v.shows(l.ID), v.layer.Kind == annotate.Gold && review.Overtaken(&l, entry.Layers):
		case !e.wants(&l):
			lost.Add("layers of a kind or state that the recipe does not take", fmt.Sprintf("%s: %s, %s", entry.Article.Key, e.names[l.ID.Annotator], l.State()))
		default:
			out = append(out, l)
		}
	}
	return out
}

// majorityName is in the place of an annotator's name where the layer is what most say.
const majorityName = "majority"

// majority is the layer that holds what more than half of the people who have
// finished an article say of it, two at least; none where fewer have finished it.
func majority(a *annotate.Article, layers []annotate.Layer, lost *format.Losses) ([]annotate.Layer, error) {
	finished := review.Coders(layers)
	if len(finished) < 2 {
		lost.Add("articles that fewer than two people have finished, without a majority", a.Key)
		return nil, nil
	}
	compared := review.Compare(finished)
	empty := annotate.NewLayer(annotate.LayerID{Article: a.ID, Kind: annotate.Gold}, nil)
	c := review.NewCase(compared, annotate.Document{Article: a, Layer: empty}, nil)
	n := 0
	_, decided, err := c.Accept([]review.Rule{review.Identical, review.Majority}, func() review.Stamp {
		n++
		return review.Stamp{ID: annotate.ID(fmt.Sprint(n))}
	})
	if err != nil {
		return nil, fmt.Errorf("finding the majority on article %s: %w", a.Key, err)
	}
	for i := range compared.Sets {
		if _, ok := slices.BinarySearch(decided, i); !ok {
			s := &compared.Sets[i]
			example := fmt.Sprintf("%s: %s %s", a.Key, s.Kind, s.Label)
			if len(s.Spans) > 0 {
				example += fmt.Sprintf(" %q", format.Clip(a.Quote(s.Spans)))
			}
			lost.Add("mentions, entities, events, relations and labels on which no majority agrees", example)
		}
	}
	return []annotate.Layer{c.Gold.Layer}, nil
}
