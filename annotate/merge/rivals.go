package merge

import (
	"context"
	"maps"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/anchor"
	"galley/annotate/unite"
)

// InTwoWays tells whether what stays of a conflict and what does not are an
// article whose text was corrected in two ways, and by which articles.
func InTwoWays(stays, other annotate.Item) (a, b annotate.ID, is bool) {
	one, _ := stays.(*annotate.Article)
	two, _ := other.(*annotate.Article)
	if one == nil || two == nil {
		return "", "", false
	}
	a, b = annotate.ID(one.Extra[annotate.ReplacedBy].Text()), annotate.ID(two.Extra[annotate.ReplacedBy].Text())
	return a, b, a != "" && b != "" && a != b
}

// rivals leaves one text of each article that was corrected in two ways, in two
// copies: the one that the old text names, or where it names none that is there
// the one with the largest id, so that all copies choose alike. The others are
// put aside, and what is only on them is carried over, as an act of its own.
func (p *Plan) rivals(ctx context.Context, opt Options) error {
	t := &texts{ctx: ctx, plan: p, after: map[annotate.ID]*annotate.Article{}}
	for _, e := range p.changes {
		if e.Kind() == annotate.KindArticle {
			a, _ := e.After.(*annotate.Article)
			t.after[e.Target()] = a
		}
	}
	families, err := t.families()
	if err != nil {
		return err
	}
	var edits []annotate.Edit
	for _, root := range slices.Sorted(maps.Keys(families)) {
		more, err := t.settle(root, families[root])
		if err != nil {
			return err
		}
		edits = append(edits, more...)
	}
	if len(edits) == 0 {
		return nil
	}
	return p.add(ctx, "keep one of two corrected texts", edits, opt)
}

// texts are the articles of the project as they are after merging.
type texts struct {
	ctx   context.Context
	plan  *Plan
	after map[annotate.ID]*annotate.Article // that merging changes; nil: it goes
}

// article is an article after merging; nil where there is none.
func (t *texts) article(id annotate.ID) (*annotate.Article, error) {
	if a, changed := t.after[id]; changed {
		return a, nil
	}
	return t.before(id)
}

// before is an article as it is here; nil where there is none.
func (t *texts) before(id annotate.ID) (*annotate.Article, error) {
	if id == "" {
		return nil, nil
	}
	a, err := t.plan.target.Article(t.ctx, id)
	return a, missingIsNone(err)
}

// families are, by the article that was corrected first, those with corrected
// texts of it that merging touches, and those that stand in its place here and after.
func (t *texts) families() (map[annotate.ID]map[annotate.ID]bool, error) {
	out := map[annotate.ID]map[annotate.ID]bool{}
	for id, a := range t.after {
		if a == nil || a.Extra[annotate.Replaces] == "" && a.Extra[annotate.ReplacedBy] == "" {
			continue
		}
		root, err := t.root(a)
		if err != nil {
			return nil, err
		}
		if out[root] == nil {
			out[root] = map[annotate.ID]bool{root: true}
		}
		out[root][id] = true
	}
	for root, members := range out {
		for _, get := range []func(annotate.ID) (*annotate.Article, error){t.before, t.article} {
			if err := chain(root, get, func(a *annotate.Article) { members[a.ID] = true }); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// root is the article whose text was corrected first.
func (t *texts) root(a *annotate.Article) (annotate.ID, error) {
	id, seen := a.ID, map[annotate.ID]bool{}
	for a != nil && a.Extra[annotate.Replaces] != "" && !seen[a.ID] {
		seen[a.ID] = true
		id = annotate.ID(a.Extra[annotate.Replaces].Text())
		next, err := t.article(id)
		if err != nil {
			return "", err
		}
		a = next
	}
	return id, nil
}

// chain goes from an article to the one that took its place, and so on.
func chain(id annotate.ID, get func(annotate.ID) (*annotate.Article, error), do func(*annotate.Article)) error {
	for seen := map[annotate.ID]bool{}; id != "" && !seen[id]; {
		seen[id] = true
		a, err := get(id)
		if err != nil || a == nil {
			return err
		}
		do(a)
		id = annotate.ID(a.Extra[annotate.ReplacedBy].Text())
	}
	return nil
}

// settle gives the edits that leave one text of a family.
func (t *texts) settle(root annotate.ID, members map[annotate.ID]bool) ([]annotate.Edit, error) {
	var live []*annotate.Article
	for _, id := range slices.Sorted(maps.Keys(members)) {
		a, err := t.article(id)
		if err != nil {
			return nil, err
		}
		if a != nil && !a.Deleted {
			live = append(live, a)
		}
	}
	if len(live) < 2 {
		return nil, nil
	}
	stays := live[len(live)-1]
	if stays.ID == root { // what corrects it stays
		stays = live[len(live)-2]
	}
	err := chain(root, t.article, func(a *annotate.Article) {
		if !a.Deleted && a.ID != root {
			stays = a
		}
	})
	if err != nil {
		return nil, err
	}
	var edits []annotate.Edit
	for _, a := range live {
		if a.ID == stays.ID {
			continue
		}
		more, err := t.putAside(a, stays, root)
		if err != nil {
			return nil, err
		}
		edits = append(edits, more...)
	}
	return edits, nil
}

// putAside gives the edits that put a text aside for another one, both of them of
// root, and carry over what only is on it. What both have otherwise becomes two versions.
func (t *texts) putAside(old, now *annotate.Article, root annotate.ID) ([]annotate.Edit, error) {
	p := t.plan
	p.sawReplaced(old.ID)
	edits := []annotate.Edit{{Before: old, After: anchor.Aside(old, now.ID)}}
	oldText, err := p.withText(t.ctx, old)
	if err != nil {
		return nil, err
	}
	nowText, err := p.withText(t.ctx, now)
	if err != nil {
		return nil, err
	}
	change := anchor.Between(oldText.Text, nowText.Text)
	layers, err := t.layers(old.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range layers {
		more, err := t.carry(change, oldText, l, now.ID)
		if err != nil {
			return nil, err
		}
		edits = append(edits, more...)
	}
	more, err := t.carryThings(change, old, now, root)
	return append(edits, more...), err
}

// carry gives the edits that carry a layer of a text that is put aside over.
func (t *texts) carry(change *anchor.Change, old *annotate.Article, l annotate.Layer, to annotate.ID) ([]annotate.Edit, error) {
	p, id := t.plan, l.ID
	id.Article = to
	present, err := t.layer(id)
	if err != nil {
		return nil, err
	}
	var edits []annotate.Edit
	if l.Head != nil && present.Head == nil {
		edits = append(edits, annotate.Edit{Layer: id, After: l.Head})
	}
	for _, x := range change.Carry(l) {
		there := present.Find(x.Was.ItemID())
		switch {
		case x.Now == nil:
			p.lost(old, id, x)
		case there == nil:
			edits = append(edits, annotate.Edit{Layer: id, After: x.Now})
		case !sameButPlace(there, x.Now):
			other := unite.Beside(x.Now, old.ID)
			if present.Find(other.ItemID()) != nil {
				continue
			}
			edits = append(edits, annotate.Edit{Layer: id, After: other})
			p.told = append(p.told, unite.Conflict{Scope: unite.Scope{Layer: id}, ID: there.ItemID(), Stays: there, Other: other, Beside: other.ItemID()})
		}
	}
	return edits, nil
}

// carryThings gives the edits that carry the assignments and decisions over that
// are about a text that is put aside and not about the other one. The ids of
// decisions end in what those of corrected articles end in.
func (t *texts) carryThings(change *anchor.Change, old, now *annotate.Article, root annotate.ID) ([]annotate.Edit, error) {
	end := func(a *annotate.Article) string { return strings.TrimPrefix(string(a.ID), string(root)) }
	decision := func(id annotate.ID) annotate.ID {
		return annotate.ID(strings.TrimSuffix(string(id), end(old)) + end(now))
	}
	var edits []annotate.Edit
	for _, kind := range []annotate.Kind{annotate.KindAssignment, annotate.KindDecision} {
		present, err := t.things(kind, now.ID)
		if err != nil {
			return nil, err
		}
		about, err := t.things(kind, old.ID)
		if err != nil {
			return nil, err
		}
		for _, id := range slices.Sorted(maps.Keys(about)) {
			if x := change.Thing(about[id], now.ID, decision); x != nil && present[x.ItemID()] == nil {
				edits = append(edits, annotate.Edit{After: x})
			}
		}
	}
	return edits, nil
}

// things are the things of a kind about an article after merging, by id.
func (t *texts) things(kind annotate.Kind, article annotate.ID) (map[annotate.ID]annotate.Thing, error) {
	here, err := t.plan.target.Things(t.ctx, kind, article)
	out := map[annotate.ID]annotate.Thing{}
	for _, x := range here {
		out[x.ItemID()] = x
	}
	for _, e := range t.plan.changes {
		if e.Kind() != kind || e.Article() != article {
			continue
		}
		if x, _ := e.After.(annotate.Thing); x != nil {
			out[e.Target()] = x
		} else {
			delete(out, e.Target())
		}
	}
	return out, err
}

// sameButPlace tells whether annotations say the same, wherever they stand.
func sameButPlace(a, b annotate.Item) bool {
	plain := func(item annotate.Item) annotate.Item {
		switch x := item.(type) {
		case *annotate.Mention:
			m := *x
			m.Spans = nil
			item = &m
		case *annotate.Event:
			v := *x
			v.Trigger, v.Evidence = nil, nil
			item = &v
		case *annotate.Note:
			n := *x
			n.Spans = nil
			item = &n
		}
		item, _ = annotate.WithOrigin(item, func(o *annotate.Origin) { o.Unsure = false })
		return item
	}
	return annotate.Equal(plain(a), plain(b))
}

// layers are the layers of an article after merging.
func (t *texts) layers(article annotate.ID) ([]annotate.Layer, error) {
	here, err := t.plan.target.Layers(t.ctx, article)
	if err != nil {
		return nil, missingIsNone(err)
	}
	ids := map[annotate.LayerID]bool{}
	for _, l := range here {
		ids[l.ID] = true
	}
	for _, e := range t.plan.changes {
		if e.Layer.Article == article {
			ids[e.Layer] = true
		}
	}
	var out []annotate.Layer
	for _, id := range slices.SortedFunc(maps.Keys(ids), annotate.LayerID.Compare) {
		l, err := t.layer(id)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// layer is a layer after merging.
func (t *texts) layer(id annotate.LayerID) (annotate.Layer, error) {
	before, err := t.plan.layer(t.ctx, id)
	if missingIsNone(err) != nil {
		return annotate.Layer{}, err
	}
	var changes []annotate.Edit
	for _, e := range t.plan.changes {
		if e.Layer == id {
			changes = append(changes, e)
		}
	}
	if len(changes) == 0 {
		return before, nil
	}
	return after(before, changes), nil
}
