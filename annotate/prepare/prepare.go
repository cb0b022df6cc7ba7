// Package prepare makes records what a recipe asks for: labels renamed, what is
// unsure left out, mentions in the shape that a model can learn. What that takes
// away is counted in its own lines of the report of losses. A format cuts down
// what comes out of here to what it can hold.
package prepare

import (
	"fmt"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/tokens"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Layer is l, a layer on an article, as r asks for; cut gives the tokens of the
// format. The states of layers and splits are no matter of one layer.
func Layer(a *annotate.Article, l annotate.Layer, r *annotate.Recipe, cut func(*text.Text) *tokens.Document, lost *format.Losses) (annotate.Layer, error) {
	p := &layer{Document: annotate.Document{Article: a, Layer: l}, recipe: r, cut: cut, lost: lost}
	for _, step := range []struct {
		asked bool
		do    func()
	}{
		{r.DropUnsure, p.unsure},
		{len(r.Labels) > 0, p.labels},
		{r.Fragments != "", p.fragments},
		{r.Borders != "", p.borders},
		{r.Nested != "", p.nested},
	} {
		if !step.asked {
			continue
		}
		step.do()
		if err := p.take(); err != nil {
			return annotate.Layer{}, fmt.Errorf("preparing article %s: %w", a.Key, err)
		}
	}
	return p.Layer, nil
}

// layer is one that is being prepared, with the edits of the present step.
type layer struct {
	annotate.Document
	recipe *annotate.Recipe
	cut    func(*text.Text) *tokens.Document
	lost   *format.Losses
	edits  []annotate.Edit
}

// take makes the edits of a step, and counts what goes along.
func (p *layer) take() error {
	next, done, err := p.Apply(p.edits)
	if err != nil {
		return err
	}
	for _, e := range done[len(p.edits):] {
		p.lost.AddItem("arguments, relations, links and notes that went with what the recipe leaves out", p.Article, e.Before)
	}
	p.Document, p.edits = next, nil
	return nil
}

func (p *layer) drop(why string, item annotate.Item) {
	p.lost.AddItem(why+", left out by the recipe", p.Article, item)
	p.edits = append(p.edits, p.Delete(item))
}

func (p *layer) unsure() {
	p.Layer.Each(func(item annotate.Item) {
		unsure := false
		if annotate.WithOrigin(item, func(o *annotate.Origin) { unsure = o.Unsure }); unsure {
			p.drop("annotations that somebody was not sure of", item)
		}
	})
}

func (p *layer) labels() {
	p.Layer.Each(func(item annotate.Item) {
		label := annotate.LabelOf(item)
		switch to, mapped := p.recipe.Labels[label]; {
		case label == "" || !mapped || to == label:
		case to == "":
			p.drop("annotations with labels that are not wanted", item)
		default:
			p.lost.AddItem("labels renamed by the recipe", p.Article, item)
			p.edits = append(p.edits, p.Put(withLabel(item, to)))
		}
	})
}

// withLabel is a copy of item with another label.
func withLabel(item annotate.Item, label string) annotate.Item {
	switch x := item.(type) {
	case *annotate.Mention:
		y := *x
		y.Label = label
		return &y
	case *annotate.Entity:
		y := *x
		y.Label = label
		return &y
	case *annotate.Event:
		y := *x
		y.Type = label
		return &y
	case *annotate.Relation:
		y := *x
		y.Label = label
		return &y
	case *annotate.Label:
		y := *x
		y.Label = label
		return &y
	}
	return item
}

func (p *layer) fragments() {
	hull := func(item annotate.Item, spans []span.Span) {
		if len(spans) > 1 && p.recipe.Fragments == annotate.FragmentsHull {
			p.lost.AddItem("gaps between fragments, filled by the recipe", p.Article, item)
			p.edits = append(p.edits, p.Put(annotate.WithSpans(item, []span.Span{span.Hull(spans)})))
		}
	}
	for _, m := range p.Layer.Mentions.All() {
		hull(m, m.Spans)
		switch {
		case len(m.Spans) < 2:
		case p.recipe.Fragments == annotate.FragmentsDrop:
			p.drop("mentions in several fragments", m)
		case p.recipe.Fragments == annotate.FragmentsParts:
			p.parts(m)
		}
	}
	for _, v := range p.Layer.Events.All() {
		hull(v, v.Trigger)
	}
}

// parts makes a mention of each fragment of m.
func (p *layer) parts(m *annotate.Mention) {
	p.lost.AddItem("links between fragments, each a mention by the recipe", p.Article, m)
	p.edits = append(p.edits, p.Put(annotate.WithSpans(m, m.Spans[:1])))
	n := 1
	for _, s := range m.Spans[1:] {
		part := annotate.WithSpans(m, []span.Span{s}).(*annotate.Mention)
		for part.ID = m.ID; p.Layer.Find(part.ID) != nil; {
			n++
			part.ID = annotate.ID(fmt.Sprintf("%s.%d", m.ID, n))
		}
		p.edits = append(p.edits, annotate.Edit{Layer: p.Layer.ID, After: part})
	}
}

func (p *layer) borders() {
	cut := p.cut(p.Article.Text)
	check := func(item annotate.Item, spans []span.Span) {
		at := make([]span.Span, 0, len(spans))
		same := true
		for _, s := range spans {
			r := cut.Covered(s)
			if r.First == r.End {
				same = false // white space alone
				continue
			}
			at = append(at, cut.Of(r))
			same = same && cut.Of(r) == s
		}
		switch {
		case same:
		case len(at) == 0 || p.recipe.Borders == annotate.BordersDrop:
			p.drop("mentions and events off the borders of tokens", item)
		default:
			p.lost.AddItem("places of mentions and triggers off the borders of tokens, moved there by the recipe", p.Article, item)
			p.edits = append(p.edits, p.Put(annotate.WithSpans(item, span.Union(at...))))
		}
	}
	for _, m := range p.Layer.Mentions.All() {
		check(m, m.Spans)
	}
	for _, v := range p.Layer.Events.All() {
		check(v, v.Trigger)
	}
}
