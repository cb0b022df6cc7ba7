package merge

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"galley/annotate"
	"galley/annotate/unite"
)

// Target is what merging needs of the project that work comes back to.
type Target interface {
	Project(ctx context.Context) (annotate.Project, error)
	Article(ctx context.Context, id annotate.ID) (*annotate.Article, error)
	Layers(ctx context.Context, article annotate.ID) ([]annotate.Layer, error)
	Each(ctx context.Context, q annotate.Query) iter.Seq2[annotate.Entry, error]
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
	Known(ctx context.Context, ids []annotate.ID, keys []string) ([]annotate.Known, error)
	Log(ctx context.Context, q annotate.LogQuery) ([]annotate.LogEntry, error)
	Rank(ctx context.Context) (int64, error)
	Acts(ctx context.Context, skip func(annotate.ID) bool) iter.Seq2[annotate.Logged, error]
	Unite(ctx context.Context, acts []annotate.Logged, dry bool) (unite.Union, error)
}

// Copy is another copy of the project, or a bundle of it, opened for reading.
type Copy interface {
	Project(ctx context.Context) (annotate.Project, error)
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
	Each(ctx context.Context, q annotate.Query) iter.Seq2[annotate.Entry, error]
	Log(ctx context.Context, q annotate.LogQuery) ([]annotate.LogEntry, error)
	Acts(ctx context.Context, skip func(annotate.ID) bool) iter.Seq2[annotate.Logged, error]
}

// Other is a copy with what it is called and how it is examined.
type Other struct {
	Copy
	Name string // of its file or folder, for messages
	// Segments is how many segments of a shared folder it is made of; 0: it is a file.
	Segments int
	// Check tells what is wrong in the copy, nothing where it is sound.
	Check func(ctx context.Context) (wrong []string, err error)
}

// Options say how work is merged.
type Options struct {
	Now func() time.Time
	IDs *annotate.IDs
}

// Report tells what merging changes. Numbers are of annotations.
type Report struct {
	From        []From `json:"from"`
	New         int    `json:"new"`
	Identical   int    `json:"identical"`
	Changed     int    `json:"changed"`        // and deleted
	Conflicting int    `json:"conflicting"`    // changed on both sides: both versions are kept, or the last stays
	Apart       int    `json:"not_comparable"` // on articles that have another text here or are not here
	States      int    `json:"states"`         // layers whose state changes
	Acts        int    `json:"acts"`           // that were not here
	// People are the names of those who were not here.
	People []string `json:"people"`
	// Schema are sentences on what comes into the schema.
	Schema []string `json:"schema"`
	// Same are the identical ones as edits that make them, SameMost at most.
	Same []annotate.Edit `json:"-"`
	// NotCompared are the annotations that Apart counts.
	NotCompared []Apart `json:"-"`
	// Changes are what becomes different (on the corrected text where there is one), and Conflicts what was changed on both sides.
	Changes   []annotate.Edit  `json:"-"`
	Conflicts []unite.Conflict `json:"-"`
}

// SameMost is how many identical annotations a report names.
const SameMost = 1000

// From describes what is merged.
type From struct {
	Name     string    `json:"name"`
	Bundle   string    `json:"bundle"` // the name of whom the bundle was made for; empty for a copy of the project
	Made     time.Time `json:"made,omitzero"`
	Articles int       `json:"articles"`
	Segments int       `json:"segments,omitempty"` // of a shared folder; the articles are not counted then
}

// Plan is work that can be merged: Do does it.
type Plan struct {
	Report   Report
	target   Target
	project  annotate.Project // the target's, with the people who come in
	acts     []annotate.Logged
	changes  []annotate.Edit      // that the acts come to, those on texts that were corrected too
	replaced map[annotate.ID]bool // articles whose text was corrected
	told     []unite.Conflict     // that are not of the acts themselves: articles of one key, texts corrected in two ways
}

// Prepare examines copies and works out what merging them into a project
// changes; nothing is written. Copies that cannot be merged give an error that
// says why, and the plan's report still tells how much that concerns.
func Prepare(ctx context.Context, target Target, others []Other, opt Options) (*Plan, error) {
	p := &Plan{target: target, Report: Report{From: []From{}, People: []string{}, Schema: []string{}}}
	if mark, err := markOf(ctx, target); err != nil || mark != nil {
		return p, errors.Join(err, ErrIsBundle)
	}
	var err error
	if p.project, err = target.Project(ctx); err != nil {
		return p, err
	}
	logged, err := target.Log(ctx, annotate.LogQuery{})
	if err != nil {
		return p, err
	}
	known := map[annotate.ID]annotate.LogEntry{}
	for _, e := range logged {
		known[e.ID] = e
	}
	for _, o := range others {
		e := &examination{ctx: ctx, other: o, target: target, project: &p.project, report: &p.Report}
		acts, err := e.examine(known)
		if err != nil {
			return p, fmt.Errorf("%s: %w", o.Name, err)
		}
		for _, a := range acts {
			known[a.ID] = a.Entry()
		}
		p.acts = append(p.acts, acts...)
	}
	if err := p.union(ctx); err != nil {
		return p, err
	}
	if err := p.carryOver(ctx, opt); err != nil {
		return p, err
	}
	if err := p.rivals(ctx, opt); err != nil {
		return p, err
	}
	if err := p.keys(ctx, opt); err != nil {
		return p, err
	}
	if err := p.rename(ctx, p.project.Schema, opt); err != nil {
		return p, err
	}
	if err := p.extendSchema(ctx, p.project.Schema, opt); err != nil {
		return p, err
	}
	for _, c := range p.told {
		p.Report.Conflicts = append(p.Report.Conflicts, c)
		p.Report.Conflicting++
		if c.Scope.Kind == "" {
			p.Report.New-- // it counts as a conflict
		}
	}
	return p, p.doubles(ctx)
}

// doubles counts as a conflict what comes in new and says the same of the same
// text as what the person has here already, or another value of a label that an
// article has once: both stay, and which one holds remains to be said.
func (p *Plan) doubles(ctx context.Context) error {
	r := &p.Report
	conflict := map[annotate.ID]bool{}
	for _, c := range r.Conflicts {
		conflict[c.Beside] = true
	}
	schema := p.schemaAfter(p.project.Schema)
	layers := map[annotate.ID][]annotate.Layer{} // of articles
	for _, e := range r.Changes {
		if e.Layer == (annotate.LayerID{}) || e.Before != nil || conflict[e.Target()] {
			continue
		}
		there, read := layers[e.Layer.Article]
		if !read {
			var err error
			if there, err = p.target.Layers(ctx, e.Layer.Article); missingIsNone(err) != nil {
				return err
			}
			layers[e.Layer.Article] = there
		}
		own := slices.IndexFunc(there, func(l annotate.Layer) bool { return l.ID == e.Layer })
		if own < 0 {
			continue
		}
		if here := there[own].Double(schema, e.After); here != nil {
			r.Conflicts = append(r.Conflicts, unite.Conflict{Scope: unite.ScopeOf(e), ID: here.ItemID(), Stays: here, Other: e.After, Beside: e.Target()})
			r.New--
			r.Conflicting++
		}
	}
	return nil
}

// union works out what the acts come to.
func (p *Plan) union(ctx context.Context) error {
	u, err := p.target.Unite(ctx, p.acts, true)
	if err != nil {
		return err
	}
	r := &p.Report
	p.changes, r.Acts, r.Conflicts = u.Changes, u.Acts, u.Conflicts
	r.Changes = slices.DeleteFunc(slices.Clone(u.Changes), func(e annotate.Edit) bool { return p.replaced[e.Layer.Article] })
	r.New, r.Changed, r.States, r.Conflicting = 0, 0, 0, len(u.Conflicts)
	beside := map[annotate.ID]bool{}
	for _, c := range u.Conflicts {
		beside[c.Beside] = true
	}
	for _, e := range r.Changes {
		switch {
		case e.Layer == (annotate.LayerID{}):
		case e.Kind() == annotate.KindHead:
			r.States++
		case e.Before != nil:
			r.Changed++
		case !beside[e.Target()]: // it counts as a conflict
			r.New++
		}
	}
	return nil
}

// extendSchema adds to the schema what the work that comes in uses and the
// schema has not, or no longer: nothing is dropped for it.
func (p *Plan) extendSchema(ctx context.Context, before *annotate.Schema, opt Options) error {
	schema := p.schemaAfter(before)
	if schema == nil {
		return nil
	}
	x := annotate.NewExtender(schema)
	for _, e := range p.changes {
		if e.Layer != (annotate.LayerID{}) && e.After != nil {
			_, refused := x.Add(e.After, before)
			p.Report.Schema = append(p.Report.Schema, refused...)
		}
	}
	if extended, changed := x.Schema(); changed {
		if err := p.add(ctx, "take over labels of merged work", []annotate.Edit{{Before: schema, After: extended}}, opt); err != nil {
			return err
		}
	}
	p.Report.Schema = append(p.Report.Schema, newLabels(before, p.schemaAfter(before))...)
	return nil
}

// add has an act of its own follow all others, and works out again what they come to.
func (p *Plan) add(ctx context.Context, title string, edits []annotate.Edit, opt Options) error {
	rank, err := p.target.Rank(ctx)
	if err != nil {
		return err
	}
	for _, a := range p.acts {
		rank = max(rank, a.Rank)
	}
	p.acts = append(p.acts, annotate.Logged{Rank: rank + 1, Transaction: annotate.Transaction{
		ID: opt.IDs.Next(), At: opt.Now().UTC(), Title: title, Edits: edits,
	}})
	return p.union(ctx)
}

// schemaAfter is the schema after merging.
func (p *Plan) schemaAfter(before *annotate.Schema) *annotate.Schema {
	for _, e := range p.changes {
		if s, ok := e.After.(*annotate.Schema); ok {
			return s
		}
	}
	return before
}

// newLabels are sentences on what a schema has and an earlier one had not.
func newLabels(before, now *annotate.Schema) []string {
	if before == nil {
		before = new(annotate.Schema)
	}
	var out []string
	add := func(what, label string, there bool) {
		if !there {
			out = append(out, fmt.Sprintf("%s %q comes into the schema", what, label))
		}
	}
	for _, t := range now.Entities {
		add("label", t.Label, before.Entity(t.Label) != nil)
	}
	for _, t := range now.Events {
		was := before.Event(t.Label)
		add("event type", t.Label, was != nil)
		for _, r := range t.Roles {
			add("role", t.Label+": "+r.Name, was == nil || was.Role(r.Name) != nil)
		}
	}
	for _, t := range now.Relations {
		add("relation", t.Label, before.Relation(t.Label) != nil)
	}
	return out
}

// Changes tells whether Do would write anything.
func (p *Plan) Changes() bool { return p.Report.Acts > 0 }

// Do merges, all or nothing.
func (p *Plan) Do(ctx context.Context) error {
	if !p.Changes() {
		return nil
	}
	_, err := p.target.Unite(ctx, p.acts, false)
	return err
}

// Conflict is a conflict with what both sides made of the thing, in words.
type Conflict struct {
	unite.Conflict
	Article *annotate.Article // nil where it is about none
}

// InArticles gives conflicts with their articles, in the order of these.
func (p *Plan) InArticles(ctx context.Context) ([]Conflict, error) {
	var out []Conflict
	known := map[annotate.ID]*annotate.Article{}
	for _, c := range p.Report.Conflicts {
		id := c.Scope.Layer.Article
		if c.Scope.Kind == annotate.KindArticle {
			id = c.ID
		}
		if id != "" && known[id] == nil {
			a, err := p.target.Article(ctx, id)
			if err != nil && !errors.Is(err, annotate.ErrNotFound) {
				return nil, err
			}
			known[id] = a
		}
		out = append(out, Conflict{c, known[id]})
	}
	slices.SortStableFunc(out, func(a, b Conflict) int { return compareKeys(a.Article, b.Article) })
	return out, nil
}

func compareKeys(a, b *annotate.Article) int {
	switch {
	case a == b:
		return 0
	case a == nil:
		return -1
	case b == nil || a.Key > b.Key:
		return 1
	case a.Key < b.Key:
		return -1
	}
	return 0
}
