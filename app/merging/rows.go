package merging

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"galley/annotate"
	"galley/annotate/merge"
	"galley/app/ui"
)

// Names of the numbers that ask for a look.
const (
	both  = "changed on both sides"
	apart = "not comparable"
)

// most is how many rows a list has.
const most = 1000

// count is a number of the preview with what it counts.
type count struct {
	name, title string
	n           int
	rows        rows
}

// rows are what a list shows.
type rows []ui.Row

// Len implements ui.Rows.
func (r rows) Len() int { return len(r) }

// ID implements ui.Rows. The rows of an open list never change.
func (r rows) ID(i int) string { return fmt.Sprint(i) }

// Row implements ui.Rows.
func (r rows) Row(i int) ui.Row { return r[i] }

// lister makes rows of annotations.
type lister struct {
	ctx      context.Context
	cfg      *Config
	project  annotate.Project
	articles map[annotate.ID]*annotate.Article
}

// count gives the numbers of a report with their lists.
func (p *preview) count(ctx context.Context, plan *merge.Plan) ([]count, error) {
	project, err := p.cfg.Target.Project(ctx)
	if err != nil {
		return nil, err
	}
	l := &lister{ctx: ctx, cfg: &p.cfg, project: project, articles: map[annotate.ID]*annotate.Article{}}
	r := &plan.Report
	for _, e := range r.Changes { // who and what comes in with the work
		switch x := e.After.(type) {
		case *annotate.Person:
			l.project.People = append(l.project.People, *x)
		case *annotate.Article:
			if x.Text != nil {
				l.articles[x.ID] = x
			}
		}
	}
	fresh := count{name: "new", title: "Annotations that are not here", n: r.New}
	same := count{name: "identical", title: "Annotations that are here just so", n: r.Identical}
	changed := count{name: "changed", title: "Annotations that were changed or deleted there, and not here", n: r.Changed}
	conflicts := count{name: both, title: "Both versions are kept, or of what can only be once the last", n: r.Conflicting}
	lost := count{name: apart, title: "These stay behind: their article has another text here, or is not here, or they have no place in its corrected text", n: r.Apart}
	beside := map[annotate.ID]bool{}
	for _, c := range r.Conflicts {
		beside[c.Beside] = true
		if _, _, is := merge.InTwoWays(c.Stays, c.Other); is && len(conflicts.rows) < most {
			conflicts.rows = append(conflicts.rows, ui.Row{Mark: ui.Triangle, Title: c.Stays.(*annotate.Article).Title,
				Detail: "its text was corrected on both sides: one stays, and what is only on the other is carried over"})
			continue
		}
		if keeps, other, is := merge.OneKey(c); is {
			if len(conflicts.rows) < most {
				conflicts.rows = append(conflicts.rows, ui.Row{Mark: ui.Triangle, Title: other.Title,
					Detail: "an article that has its key is here: it gets the key " + other.Key, Right: keeps.Key})
			}
			continue
		}
		if err := l.add(&conflicts, c.Scope.Layer, c.Stays, c.Other, "  or  "); err != nil {
			return nil, err
		}
	}
	for _, e := range r.Changes {
		to := &fresh
		switch {
		case e.Layer == (annotate.LayerID{}), e.Kind() == annotate.KindHead, e.Before == nil && beside[e.Target()]:
			continue
		case e.Before != nil:
			to = &changed
		}
		if err := l.add(to, e.Layer, e.Before, e.After, "  →  "); err != nil {
			return nil, err
		}
	}
	for _, e := range r.Same {
		if err := l.add(&same, e.Layer, nil, e.After, ""); err != nil {
			return nil, err
		}
	}
	if lost.rows, err = l.apart(r.NotCompared); err != nil {
		return nil, err
	}
	return []count{fresh, same, changed, conflicts, lost}, nil
}

// apart are rows of what cannot be compared, each with the reason.
func (l *lister) apart(list []merge.Apart) (rows, error) {
	var out count
	for _, x := range list {
		if len(out.rows) == most {
			break
		}
		l.articles[x.Article.ID] = x.Article // its text is the one that the annotation stands on
		if err := l.add(&out, x.Layer, nil, x.Item, ""); err != nil {
			return nil, err
		}
		row := &out.rows[len(out.rows)-1]
		row.Right, row.Detail = x.Annotator, x.Reason+", in "+x.Article.Title // which may run from right to left
	}
	return out.rows, nil
}

// add adds a row that shows what was and what is, either of which may be nil.
func (l *lister) add(to *count, layer annotate.LayerID, was, now annotate.Item, between string) error {
	if len(to.rows) == most {
		return nil
	}
	a, err := l.article(layer.Article)
	if err != nil {
		return err
	}
	row := ui.Row{Right: l.project.NameOf(layer.Annotator)}
	if a != nil {
		row.Detail = a.Title
	}
	switch {
	case was == nil && now == nil:
		return nil
	case was == nil:
		row.Title, row.Chip = l.say(a, now), l.cfg.Chip(now)
		if label := annotate.LabelOf(now); row.Chip.Name != "" {
			row.Title = strings.TrimPrefix(row.Title, label+" ") // the chip says it
		}
	case now == nil:
		row.Title, row.Chip = l.say(a, was)+between+"deleted", l.cfg.Chip(was)
	default:
		row.Title, row.Chip = l.say(a, was)+between+l.say(a, now), l.cfg.Chip(was)
	}
	to.rows = append(to.rows, row)
	return nil
}

func (l *lister) article(id annotate.ID) (*annotate.Article, error) {
	if a, known := l.articles[id]; known || id == "" {
		return a, nil
	}
	a, err := l.cfg.Target.Article(l.ctx, id)
	if err != nil && !errors.Is(err, annotate.ErrNotFound) {
		return nil, err
	}
	l.articles[id] = a
	return a, nil
}

// say tells an item in a few words: its label and what it covers.
func (l *lister) say(a *annotate.Article, item annotate.Item) string {
	switch x := item.(type) {
	case *annotate.Head:
		return "state " + string(x.State)
	case *annotate.Article:
		return x.Title
	case *annotate.Person:
		return x.Name
	case *annotate.Schema:
		return "schema"
	case *annotate.Note:
		return ui.CutMiddle(x.Text, quoted)
	case *annotate.Entity:
		return x.Label + " " + x.Name
	case *annotate.Label:
		return x.Label + " " + x.Value.Text()
	}
	text := annotate.LabelOf(item)
	if spans := annotate.SpansOf(item); a != nil && len(spans) > 0 && annotate.CheckSpans(a.Text, spans) == nil {
		text += " “" + ui.CutMiddle(a.Quote(spans), quoted) + "”"
	}
	if text == "" {
		text = string(item.ItemKind())
	}
	return text
}

// quoted is how much of a text a row shows, in characters.
const quoted = 40
