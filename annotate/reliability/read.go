package reliability

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
)

// NoAnnotatorError says that somebody is asked for who cannot be told.
type NoAnnotatorError struct{ Msg string }

func (e *NoAnnotatorError) Error() string { return e.Msg }

// Study is what coders marked in a project, in the terms of the measures. It
// holds units, and no text.
type Study struct {
	name     string
	schema   *annotate.Schema
	options  Options
	coders   []Coder
	people   int
	articles []article
	tag      map[string]bool // document labels that nobody gave a value
}

// article is what coders marked in one article.
type article struct {
	id         annotate.ID
	key, title string
	length     int // code points
	tokens     int
	work       []*work
}

// of is what a coder marked, or nil.
func (a *article) of(coder int) *work {
	for _, w := range a.work {
		if w.coder == coder {
			return w
		}
	}
	return nil
}

// shared tells whether two people or more did the article.
func (a *article) humans(people int) int {
	n := 0
	for _, w := range a.work {
		if w.coder < people {
			n++
		}
	}
	return n
}

// who is a coder before all are known.
type who struct {
	annotator annotate.ID
	kind      annotate.LayerKind
}

// Read takes from a project what coders marked. Articles that only one coder
// did are left out.
func Read(ctx context.Context, c Corpus, o Options) (*Study, error) {
	p, err := c.Project(ctx)
	if err != nil {
		return nil, err
	}
	chosen, err := choose(&p, o.Annotators)
	if err != nil {
		return nil, err
	}
	refs, err := c.Find(ctx, annotate.Query{})
	if err != nil {
		return nil, err
	}
	things, err := c.Things(ctx, annotate.KindAssignment, "")
	if err != nil {
		return nil, err
	}
	s := &Study{name: p.Name, schema: p.Schema, options: o}
	if s.schema == nil {
		s.schema = &annotate.Schema{}
	}
	r := reader{words: map[string]string{}, number: map[who]int{}, open: map[annotate.ID]bool{}}
	for _, t := range things {
		if a, ok := t.(*annotate.Assignment); ok && !a.Blind {
			r.open[a.ItemID()] = true
		}
	}
	done := int64(0)
	for e, err := range c.Each(ctx, annotate.Query{}) {
		if err != nil {
			return nil, err
		}
		if done++; o.Progress != nil {
			o.Progress(done, int64(len(refs)))
		}
		a, err := r.article(e, !o.First, func(l *annotate.Layer) bool { return r.counts(l, o, chosen) })
		if err != nil {
			return nil, fmt.Errorf("%s: %w", cmp.Or(e.Article.Key, string(e.Article.ID)), err)
		}
		if len(a.work) > 0 {
			s.articles = append(s.articles, a)
		}
	}
	s.rank(&p, &r, chosen)
	return s, nil
}

// choose gives the people asked for by name or id; nil is everybody.
func choose(p *annotate.Project, names []string) (map[annotate.ID]bool, error) {
	if len(names) == 0 {
		return nil, nil
	}
	chosen := map[annotate.ID]bool{}
	for _, name := range names {
		if p.Person(annotate.ID(name)) != nil {
			chosen[annotate.ID(name)] = true
			continue
		}
		var found []annotate.ID
		var all []string
		for _, person := range p.People {
			all = append(all, person.Name)
			if person.Name == name {
				found = append(found, person.ID)
			}
		}
		switch len(found) {
		case 0:
			return nil, &NoAnnotatorError{fmt.Sprintf("there is no annotator %q; there are %s", name, cmp.Or(strings.Join(all, ", "), "none"))}
		case 1:
			chosen[found[0]] = true
		default:
			return nil, &NoAnnotatorError{fmt.Sprintf("%d annotators are called %q; name them by their ids: %v", len(found), name, found)}
		}
	}
	return chosen, nil
}

// counts tells whether a layer is measured.
func (r *reader) counts(l *annotate.Layer, o Options, chosen map[annotate.ID]bool) bool {
	begun := l.Head != nil || !l.Empty()
	switch {
	case !begun:
		return false
	case l.ID.Kind != annotate.Human:
		return true
	case chosen != nil && !chosen[l.ID.Annotator]:
		return false
	case o.Independent && (suggested(l) || r.seen(l)):
		return false
	}
	return o.Unfinished || l.State() != annotate.New && l.State() != annotate.Started
}

// seen tells whether the layer's person was assigned the article openly: the
// others' work on it was there to be seen.
func (r *reader) seen(l *annotate.Layer) bool {
	return r.open[annotate.AssignmentID(l.ID.Article, l.ID.Annotator)]
}

// suggested tells whether something in a person's layer began as a suggestion.
// What a person had marked all over the text is their own act.
func suggested(l *annotate.Layer) bool {
	found := false
	l.Each(func(item annotate.Item) {
		if o, ok := originOf(item); ok && o.Source != "" && o.Source != annotate.Propagated {
			found = true
		}
	})
	return found
}

func originOf(item annotate.Item) (annotate.Origin, bool) {
	switch x := item.(type) {
	case *annotate.Mention:
		return x.Origin, true
	case *annotate.Entity:
		return x.Origin, true
	case *annotate.Event:
		return x.Origin, true
	case *annotate.Relation:
		return x.Origin, true
	case *annotate.Label:
		return x.Origin, true
	}
	return annotate.Origin{}, false
}

// rank numbers the coders: people, machines, adjudicators, each by name. People
// who were asked for are there even if they did nothing. Articles that one
// coder did alone go.
func (s *Study) rank(p *annotate.Project, r *reader, chosen map[annotate.ID]bool) {
	for id := range chosen {
		r.coder(who{id, annotate.Human})
	}
	kinds := []annotate.LayerKind{annotate.Human, annotate.Suggestion, annotate.Gold}
	coder := func(w who) Coder {
		return Coder{ID: w.annotator, Name: p.NameOf(w.annotator), Kind: w.kind}
	}
	order := make([]int, len(r.coders))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := coder(r.coders[i]), coder(r.coders[j])
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	place := make([]int, len(order))
	for at, i := range order {
		place[i] = at
		c := coder(r.coders[i])
		s.coders = append(s.coders, c)
		if c.Kind == annotate.Human {
			s.people++
		}
	}
	for i := range s.articles {
		for _, w := range s.articles[i].work {
			w.coder = place[w.coder]
		}
	}
	s.articles = slices.DeleteFunc(s.articles, func(a article) bool { return a.humans(s.people) == 0 || len(a.work) < 2 })
	// What is drawn in a resample hangs on the numbers of articles: so these are
	// the same in whatever order a project has them.
	slices.SortFunc(s.articles, func(a, b article) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) })
	for i := range s.articles {
		slices.SortFunc(s.articles[i].work, func(a, b *work) int { return cmp.Compare(a.coder, b.coder) })
		for _, w := range s.articles[i].work {
			c := &s.coders[w.coder]
			c.Articles++
			c.Mentions += len(w.units)
			c.Events += len(w.events)
			c.Chains += len(w.chains)
			c.Labels += len(w.labels)
		}
	}
	s.tag = map[string]bool{}
	for _, a := range s.articles {
		for _, w := range a.work {
			for _, l := range w.labels {
				if tag, known := s.tag[l.name]; !known || tag {
					s.tag[l.name] = l.value == ""
				}
			}
		}
	}
}
