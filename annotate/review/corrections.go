package review

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/span"
)

// Released is an article with what became of a coder's work on it, in the order
// of the text: it is adjudicated, and its corrections are released.
type Released struct {
	Article     *annotate.Article
	Corrections []*annotate.Correction
}

// ErrNotReleased says that annotators are not to see yet what became of their work.
var ErrNotReleased = errors.New("the corrections are not released")

// Source is what corrections are gathered from.
type Source interface {
	Article(ctx context.Context, id annotate.ID) (*annotate.Article, error)
	Layers(ctx context.Context, article annotate.ID) ([]annotate.Layer, error)
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
}

// ReleasedTo gathers what became of a person's work, in the order of the ids of
// articles: in a bundle what came with it, and else what is released of the
// articles that are adjudicated. Where nothing is released it is ErrNotReleased.
func ReleasedTo(ctx context.Context, src Source, person annotate.ID) ([]Released, error) {
	came, err := src.Things(ctx, annotate.KindCorrection, "")
	if err != nil {
		return nil, err
	}
	if len(came) > 0 {
		return cameAlong(ctx, src, person, came)
	}
	things, err := src.Things(ctx, annotate.KindRelease, "")
	if err != nil {
		return nil, err
	}
	releases := annotate.NewReleases(things)
	if len(releases) == 0 {
		return nil, ErrNotReleased
	}
	if things, err = src.Things(ctx, annotate.KindDecision, ""); err != nil {
		return nil, err
	}
	by := map[annotate.ID][]*annotate.Decision{}
	var order []annotate.ID
	for _, d := range annotate.Decisions(things) {
		if releases.Covers(d.Article) {
			by[d.Article] = append(by[d.Article], d)
			order = append(order, d.Article)
		}
	}
	slices.Sort(order)
	var out []Released
	for _, id := range slices.Compact(order) {
		a, err := src.Article(ctx, id)
		if errors.Is(err, annotate.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		layers, err := src.Layers(ctx, id)
		if err != nil {
			return nil, err
		}
		if gold := Gold(layers); gold != nil && gold.State() == annotate.Adjudicated {
			out = append(out, Released{a, Corrections(a, layers, by[id], person)})
		}
	}
	return out, nil
}

// cameAlong are the corrections that a bundle holds.
func cameAlong(ctx context.Context, src Source, person annotate.ID, things []annotate.Thing) ([]Released, error) {
	var all []*annotate.Correction
	for _, t := range things {
		if c, ok := t.(*annotate.Correction); ok && c.Person == person {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b *annotate.Correction) int { return cmp.Or(cmp.Compare(a.Article, b.Article), inText(a, b)) })
	var out []Released
	for _, c := range all {
		if n := len(out); n > 0 && out[n-1].Article.ID == c.Article {
			out[n-1].Corrections = append(out[n-1].Corrections, c)
			continue
		}
		a, err := src.Article(ctx, c.Article)
		if err != nil {
			return nil, err
		}
		out = append(out, Released{a, []*annotate.Correction{c}})
	}
	return out, nil
}

// Corrections are what decisions on an article made of what a coder had said, in
// the order of the text. They tell nothing of what others had said, but of what
// is in gold. What another adjudicator overruled is left out, and so is where the
// coder and gold both have nothing.
func Corrections(article *annotate.Article, layers []annotate.Layer, decisions []*annotate.Decision, coder annotate.ID) []*annotate.Correction {
	own, gold := &annotate.Document{Article: article}, &annotate.Document{Article: article}
	for _, l := range layers {
		if l.ID.Kind == annotate.Human && l.ID.Annotator == coder {
			own.Layer = l
		}
	}
	if g := Gold(layers); g != nil {
		gold.Layer = *g
	}
	over := map[annotate.ID]bool{}
	for _, d := range decisions {
		for _, id := range d.Over {
			over[id] = true
		}
	}
	var out []*annotate.Correction
	for _, d := range decisions {
		fate, ok := FateOf(d, coder)
		if !ok || over[d.ID] {
			continue
		}
		at := slices.IndexFunc(d.Of, func(h annotate.Held) bool { return h.Coder == coder })
		held, made := itemsOf(&own.Layer, d.Kind, d.Of[at].Items), itemsOf(&gold.Layer, d.Kind, d.Gold)
		shown, of := held, own
		if len(held) == 0 {
			shown, of = made, gold
		}
		if len(shown) == 0 {
			continue
		}
		c := &annotate.Correction{
			Of: d.ID, Article: article.ID, Person: coder, Kind: d.Kind, Label: annotate.LabelOf(shown[0]), Spans: placeOf(of, shown[0]),
			Fate: string(fate), Cause: d.Cause, Comment: d.Comment, By: d.By, Rule: d.Rule,
		}
		for _, item := range made {
			c.Gold = append(c.Gold, inWords(gold, item))
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, inText)
	return out
}

func inText(a, b *annotate.Correction) int {
	start := func(c *annotate.Correction) int {
		if len(c.Spans) == 0 {
			return -1
		}
		return c.Spans[0].Start
	}
	return cmp.Or(cmp.Compare(start(a), start(b)), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Of, b.Of))
}

// itemsOf are the items of a layer with some ids, those that are gone left out.
func itemsOf(l *annotate.Layer, kind annotate.Kind, ids []annotate.ID) []annotate.Item {
	var out []annotate.Item
	for _, id := range ids {
		if item := l.Get(kind, id); item != nil {
			out = append(out, item)
		}
	}
	return out
}

// placeOf is where an item stands: a chain at its first mention, a relation at its first end.
func placeOf(d *annotate.Document, item annotate.Item) []span.Span {
	switch x := item.(type) {
	case *annotate.Entity:
		if all := d.MentionsOf(x.ID); len(all) > 0 {
			return all[0].Spans
		}
	case *annotate.Relation:
		if end := d.Layer.Find(x.From); end != nil {
			return placeOf(d, end)
		}
	}
	return annotate.SpansOf(item)
}

// inWords says what an item of gold is: its label, what it covers, and what fills
// the roles of an event or a chain.
func inWords(d *annotate.Document, item annotate.Item) string {
	quoted := func(item annotate.Item) string {
		if e, ok := item.(*annotate.Entity); ok {
			if all := d.MentionsOf(e.ID); len(all) > 0 {
				return fmt.Sprintf("“%s”", d.Text(all[0]))
			}
		}
		return fmt.Sprintf("“%s”", d.Text(item))
	}
	words := annotate.LabelOf(item)
	switch x := item.(type) {
	case *annotate.Label:
		return strings.TrimSuffix(words+": "+x.Value.Text(), ": ")
	case *annotate.Entity:
		var members []string
		for _, m := range d.MentionsOf(x.ID) {
			members = append(members, quoted(m))
		}
		return strings.TrimSpace(words + " " + strings.Join(members, ", "))
	case *annotate.Event:
		var roles []string
		for _, a := range x.Arguments {
			filler := a.Value.Text()
			if target := d.Layer.Find(a.Target); target != nil {
				filler = strings.TrimSpace(quoted(target) + " " + filler)
			}
			roles = append(roles, a.Role+": "+filler)
		}
		words += " " + quoted(x)
		if len(roles) > 0 {
			words += " (" + strings.Join(roles, ", ") + ")"
		}
		return words
	}
	return words + " " + quoted(item)
}
