package merge

import (
	"context"
	"maps"
	"slices"

	"galley/annotate"
	"galley/annotate/unite"
)

// keys gives articles keys of their own that two copies took in under one: of
// those with a key the one with the smallest id keeps it, so that all copies
// choose alike. It is told as a conflict, since one of them may be too many.
func (p *Plan) keys(ctx context.Context, opt Options) error {
	after := map[annotate.ID]*annotate.Article{} // that merging changes; nil: it goes
	coming := map[string]bool{}                  // keys
	for _, e := range p.changes {
		if e.Kind() != annotate.KindArticle {
			continue
		}
		now, _ := e.After.(*annotate.Article)
		after[e.Target()] = now
		if now != nil && now.Key != "" && !now.Deleted {
			coming[now.Key] = true
		}
	}
	if len(coming) == 0 {
		return nil
	}
	here, err := p.target.Known(ctx, nil, slices.Collect(maps.Keys(coming)))
	if err != nil {
		return err
	}
	for _, k := range here {
		if _, changed := after[k.ID]; changed || k.Deleted {
			continue
		}
		if after[k.ID], err = p.target.Article(ctx, k.ID); err != nil {
			return err
		}
	}
	first := map[string]*annotate.Article{}
	var edits []annotate.Edit
	for _, id := range slices.Sorted(maps.Keys(after)) {
		a := after[id]
		if a == nil || a.Deleted || !coming[a.Key] {
			continue
		}
		if first[a.Key] == nil {
			first[a.Key] = a
			continue
		}
		now := *a
		now.Key = keyBeside(a)
		edits = append(edits, annotate.Edit{Before: a, After: &now})
		p.told = append(p.told, unite.Conflict{Scope: unite.Scope{Kind: annotate.KindArticle, ID: id}, ID: id, Stays: first[a.Key], Other: &now, Beside: id})
	}
	if len(edits) == 0 {
		return nil
	}
	return p.add(ctx, "give two articles of one key each its own", edits, opt)
}

// keyBeside is the key of an article whose own is another one's: the end of its id
// tells it from others, and all copies come to the same.
func keyBeside(a *annotate.Article) string {
	id := string(a.ID)
	return a.Key + "~" + id[max(0, len(id)-8):]
}

// OneKey tells whether the two sides of a conflict are articles that were taken in
// under one key, and gives them: the second has a key of its own now.
func OneKey(c unite.Conflict) (keeps, other *annotate.Article, is bool) {
	keeps, _ = c.Stays.(*annotate.Article)
	other, _ = c.Other.(*annotate.Article)
	return keeps, other, keeps != nil && other != nil && keeps.ID != other.ID
}
