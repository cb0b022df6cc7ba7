// Package merge gives a piece of a project away to be worked on elsewhere, and
// brings it back: bundles for one person, and whole copies of a project. How
// the logs of copies come together is package unite's; this package says what
// a bundle holds, what may come back, and what that would change.
package merge

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"galley/annotate"
	"galley/annotate/review"
)

// Source is what making a bundle needs of a project.
type Source interface {
	Project(ctx context.Context) (annotate.Project, error)
	Find(ctx context.Context, q annotate.Query) ([]annotate.Ref, error)
	Rows(ctx context.Context, person annotate.ID, refs []annotate.Ref) ([]annotate.Row, error)
	Search(ctx context.Context, query string, limit int) ([]annotate.Hit, int, error)
	Article(ctx context.Context, id annotate.ID) (*annotate.Article, error)
	Layers(ctx context.Context, article annotate.ID) ([]annotate.Layer, error)
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
	Rank(ctx context.Context) (int64, error)
	Commit(ctx context.Context, txs ...annotate.Transaction) error
}

// BundleOptions say for whom a bundle is and what it holds.
type BundleOptions struct {
	Annotator string // who is not known yet is added to the project
	// Articles chooses articles by the words of their titles, texts, outlets and
	// keys. Without it the bundle holds what is assigned to the annotator, or
	// every article where nothing is.
	Articles string
	Now      func() time.Time
	IDs      *annotate.IDs
}

// Bundle is what a bundle holds.
type Bundle struct {
	Project  annotate.ID
	Name     string // of the project
	Person   annotate.Person
	Articles int
	Acts     []annotate.Logged // the bundle's log
}

// ErrIsBundle says that something cannot be done with a bundle.
var ErrIsBundle = errors.New("it is a bundle itself; its place is the project that it was made from")

// ErrNoArticles says that a bundle would hold nothing.
var ErrNoArticles = errors.New("no article is chosen, so there is nothing to work on")

// MakeBundle makes a bundle of a project: schema, guideline and register, the
// articles, and the annotator's own work on them, with what became of it where
// that is released. Work of others is in it only where an article is assigned openly.
func MakeBundle(ctx context.Context, src Source, opt BundleOptions) (*Bundle, error) {
	if mark, err := markOf(ctx, src); err != nil || mark != nil {
		return nil, errors.Join(err, ErrIsBundle)
	}
	project, err := src.Project(ctx)
	if err != nil {
		return nil, err
	}
	known, err := personNamed(&project, opt.Annotator)
	if err != nil {
		return nil, err
	}
	m := &maker{ctx: ctx, src: src, people: map[annotate.ID]bool{}}
	if known != nil {
		m.person = *known
	} else {
		m.person = annotate.Person{ID: opt.IDs.Next(), Name: opt.Annotator}
		project.People = append(project.People, m.person)
	}
	if err := m.readAssigned(); err != nil {
		return nil, err
	}
	articles, err := m.choose(opt.Articles)
	if err != nil {
		return nil, err
	}
	if len(articles) == 0 {
		return nil, ErrNoArticles
	}
	if known == nil {
		err := src.Commit(ctx, annotate.Transaction{ID: opt.IDs.Next(), At: opt.Now().UTC(), Title: "add " + m.person.Name, Edits: []annotate.Edit{{After: &m.person}}})
		if err != nil {
			return nil, fmt.Errorf("adding %s: %w", m.person.Name, err)
		}
	}
	return m.bundle(&project, articles, opt)
}

// personNamed is the person with a name, or nil; two of one name are an error.
func personNamed(p *annotate.Project, name string) (*annotate.Person, error) {
	if name == "" {
		return nil, errors.New("a bundle is for one annotator: no name is given")
	}
	var found *annotate.Person
	for i := range p.People {
		if p.People[i].Name != name {
			continue
		}
		if found != nil {
			return nil, &NameError{name}
		}
		found = &p.People[i]
	}
	return found, nil
}

// maker gathers what a bundle holds.
type maker struct {
	ctx      context.Context
	src      Source
	person   annotate.Person
	assigned map[annotate.ID]*annotate.Assignment // to the person, by article
	releases annotate.Releases
	people   map[annotate.ID]bool // whose work is in the bundle
	edits    []annotate.Edit
}

// readAssigned reads what is assigned to the person, and what is released.
func (m *maker) readAssigned() error {
	released, err := m.src.Things(m.ctx, annotate.KindRelease, "")
	if err != nil {
		return err
	}
	m.releases = annotate.NewReleases(released)
	things, err := m.src.Things(m.ctx, annotate.KindAssignment, "")
	m.assigned = map[annotate.ID]*annotate.Assignment{}
	for _, t := range things {
		if a := t.(*annotate.Assignment); a.Person == m.person.ID {
			m.assigned[a.Article] = a
		}
	}
	return err
}

// choose gives the ids of the articles to hold, in order of key.
func (m *maker) choose(query string) ([]annotate.ID, error) {
	rows, err := m.rows(annotate.Query{Order: annotate.ByKey})
	if err != nil {
		return nil, err
	}
	holds := func(id annotate.ID) bool { return len(m.assigned) == 0 || m.assigned[id] != nil }
	if query != "" {
		found := map[annotate.ID]bool{}
		hits, _, err := m.src.Search(m.ctx, query, math.MaxInt32)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			found[h.Article] = true
		}
		listed, err := m.rows(annotate.Query{Text: query})
		if err != nil {
			return nil, err
		}
		for _, r := range listed {
			found[r.ID] = true
		}
		holds = func(id annotate.ID) bool { return found[id] }
	}
	var out []annotate.ID
	for _, r := range rows {
		if holds(r.ID) {
			out = append(out, r.ID)
		}
	}
	return out, nil
}

func (m *maker) rows(q annotate.Query) ([]annotate.Row, error) {
	refs, err := m.src.Find(m.ctx, q)
	if err != nil {
		return nil, err
	}
	return m.src.Rows(m.ctx, "", refs)
}

func (m *maker) put(layer annotate.LayerID, item annotate.Item) {
	m.edits = append(m.edits, annotate.Edit{Layer: layer, After: item})
}

// bundle makes the log of the bundle: one act that makes all there is.
func (m *maker) bundle(project *annotate.Project, articles []annotate.ID, opt BundleOptions) (*Bundle, error) {
	rank, err := m.src.Rank(m.ctx)
	if err != nil {
		return nil, err
	}
	if project.Schema != nil {
		m.put(annotate.LayerID{}, project.Schema)
	}
	for _, kind := range []annotate.Kind{annotate.KindGuideline, annotate.KindRegistered} {
		things, err := m.src.Things(m.ctx, kind, "")
		if err != nil {
			return nil, err
		}
		for _, t := range things {
			m.put(annotate.LayerID{}, t)
		}
	}
	for _, id := range articles {
		if err := m.article(id); err != nil {
			return nil, err
		}
	}
	m.people[m.person.ID] = true
	for i := range project.People {
		if p := &project.People[i]; m.people[p.ID] {
			m.put(annotate.LayerID{}, p)
		}
	}
	base := annotate.Transaction{ID: opt.IDs.Next(), At: opt.Now().UTC(), Title: "bundle for " + m.person.Name}
	m.put(annotate.LayerID{}, &annotate.Bundle{Person: m.person.ID, Base: base.ID, Made: base.At, Articles: len(articles)})
	slices.SortStableFunc(m.edits, func(a, b annotate.Edit) int { return needs(a) - needs(b) })
	base.Edits = m.edits
	return &Bundle{project.ID, project.Name, m.person, len(articles), []annotate.Logged{{Transaction: base, Rank: rank}}}, nil
}

// needs tells whether an edit needs articles and people to be there.
func needs(e annotate.Edit) int {
	if e.Layer == (annotate.LayerID{}) {
		return 0
	}
	return 1
}

// article takes in an article with the layers that the person may see.
func (m *maker) article(id annotate.ID) error {
	a, err := m.src.Article(m.ctx, id)
	if err != nil {
		return err
	}
	m.put(annotate.LayerID{}, a)
	assigned := m.assigned[id]
	if assigned != nil {
		m.put(annotate.LayerID{}, assigned)
	}
	layers, err := m.src.Layers(m.ctx, id)
	if err != nil {
		return err
	}
	for _, l := range layers {
		if open := assigned != nil && !assigned.Blind; l.ID.Annotator != m.person.ID && !open {
			continue
		}
		m.people[l.ID.Annotator] = true
		l.Each(func(item annotate.Item) { m.put(l.ID, item) })
	}
	return m.corrections(a, layers)
}

// corrections takes in what became of the person's work on an article, where that
// is released. It tells neither who decided nor what others had said.
func (m *maker) corrections(a *annotate.Article, layers []annotate.Layer) error {
	if gold := review.Gold(layers); !m.releases.Covers(a.ID) || gold == nil || gold.State() != annotate.Adjudicated {
		return nil
	}
	things, err := m.src.Things(m.ctx, annotate.KindDecision, a.ID)
	if err != nil {
		return err
	}
	for _, c := range review.Corrections(a, layers, annotate.Decisions(things), m.person.ID) {
		c.By, c.Rule = "", ""
		m.put(annotate.LayerID{}, c)
	}
	return nil
}

// things is what tells whether a project is a bundle.
type things interface {
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
}

// markOf is the mark of a bundle; nil where the project is none.
func markOf(ctx context.Context, s things) (*annotate.Bundle, error) {
	found, err := s.Things(ctx, annotate.KindBundle, "")
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0].(*annotate.Bundle), nil
}
