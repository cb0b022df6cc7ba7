package merge

import (
	"context"
	"errors"
	"fmt"

	"galley/annotate"
	"galley/annotate/unite"
)

// The reasons for which work cannot be merged, besides those of opening its
// file, *unite.TextError and *NameError.
var (
	// ErrOtherProject says that a file is of another project.
	ErrOtherProject = errors.New("it is of another project")
	// ErrForged says that a file is not what Galley writes.
	ErrForged = errors.New("it was not made by Galley as it is")
	// ErrMissing says that work is on articles that the project does not have.
	ErrMissing = errors.New("it holds work on articles that are not here; merge the project that they came from first")
)

// NameError says that two people have one name, so that nobody could tell their work apart.
type NameError struct{ Name string }

func (e *NameError) Error() string {
	return fmt.Sprintf("two annotators are called %q; give one of them another name first", e.Name)
}

// examination finds out whether a copy can be merged, and what it brings.
type examination struct {
	ctx     context.Context
	other   Other
	target  Target
	project *annotate.Project // the target's; people that come in are added
	mark    *annotate.Bundle  // nil for a copy of the project
	report  *Report
}

// examine gives the acts of the copy that are not known yet.
func (e *examination) examine(known map[annotate.ID]annotate.LogEntry) ([]annotate.Logged, error) {
	project, err := e.other.Project(e.ctx)
	if err != nil {
		return nil, err
	}
	if project.ID != e.project.ID {
		return nil, fmt.Errorf("%w: %s, not %s", ErrOtherProject, project.Name, e.project.Name)
	}
	wrong, err := e.other.Check(e.ctx)
	if err != nil {
		return nil, err
	}
	if len(wrong) > 0 {
		return nil, fmt.Errorf("%w: %s", ErrForged, wrong[0])
	}
	if e.mark, err = markOf(e.ctx, e.other); err != nil {
		return nil, err
	}
	if err := e.compare(&project); err != nil {
		return nil, err
	}
	return e.acts(&project, known)
}

// compare counts what is here already, and finds articles with another text.
func (e *examination) compare(project *annotate.Project) error {
	from := From{Name: e.other.Name, Segments: e.other.Segments}
	if e.mark != nil {
		from.Made = e.mark.Made
		p := project.Person(e.mark.Person)
		if p == nil {
			return fmt.Errorf("%w: it does not say for whom it is", ErrForged)
		}
		from.Bundle = p.Name
	}
	var other *annotate.Article // the first with another text
	for entry, err := range e.other.Each(e.ctx, annotate.Query{}) {
		if err != nil {
			return err
		}
		from.Articles++
		here, err := e.target.Article(e.ctx, entry.Article.ID)
		switch {
		case errors.Is(err, annotate.ErrNotFound):
			if e.mark != nil {
				e.report.allApart(project, entry, absent)
			}
			continue // its making may come along
		case err != nil:
			return err
		case here.Digest != entry.Article.Digest:
			e.report.allApart(project, entry, otherText)
			if other == nil {
				other = here
			}
			continue
		}
		if err := e.identical(entry); err != nil {
			return err
		}
	}
	e.report.From = append(e.report.From, from)
	if other != nil {
		return &unite.TextError{Article: *other}
	}
	return nil
}

// identical counts the annotations that are here just so.
func (e *examination) identical(entry annotate.Entry) error {
	if len(entry.Layers) == 0 {
		return nil
	}
	layers, err := e.target.Layers(e.ctx, entry.Article.ID)
	if err != nil {
		return err
	}
	here := map[annotate.LayerID]*annotate.Layer{}
	for i := range layers {
		here[layers[i].ID] = &layers[i]
	}
	for _, l := range entry.Layers {
		mine := here[l.ID]
		l.Each(func(item annotate.Item) {
			if mine != nil && item.ItemKind() != annotate.KindHead && annotate.Equal(mine.Get(item.ItemKind(), item.ItemID()), item) {
				e.report.Identical++
				if len(e.report.Same) < SameMost {
					e.report.Same = append(e.report.Same, annotate.Edit{Layer: l.ID, After: item})
				}
			}
		})
	}
	return nil
}

// acts reads what the copy has and the project has not.
func (e *examination) acts(project *annotate.Project, known map[annotate.ID]annotate.LogEntry) ([]annotate.Logged, error) {
	if err := e.reused(known); err != nil {
		return nil, err
	}
	var out []annotate.Logged
	var rank int64 // of the act that made the bundle
	isKnown := func(id annotate.ID) bool { _, is := known[id]; return is }
	for a, err := range e.other.Acts(e.ctx, isKnown) {
		if err != nil {
			return nil, err
		}
		if e.mark != nil && a.ID == e.mark.Base {
			rank = a.Rank
			continue
		}
		if err := errors.Join(wellFormed(a), e.allowed(a)); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	if err := e.places(out); err != nil {
		return nil, err
	}
	if e.mark != nil {
		if err := e.atHome(out); err != nil {
			return nil, err
		}
		if p := project.Person(e.mark.Person); e.project.Person(p.ID) == nil && len(out) > 0 {
			out = append(out, e.introduction(p, rank))
		}
	}
	return out, e.people(out)
}

// introduction is an act that adds the person of a bundle to a project that does not know
// them yet: it was made from another copy. All who need it make the same.
func (e *examination) introduction(p *annotate.Person, rank int64) annotate.Logged {
	return annotate.Logged{Rank: rank, Transaction: annotate.Transaction{
		ID: e.mark.Base + "-person", At: e.mark.Made, Title: "add " + p.Name, Edits: []annotate.Edit{{After: p}},
	}}
}

// allowed tells whether an author may have done what an act says.
func (e *examination) allowed(a annotate.Logged) error {
	refused := func(what string) error { return forged(a, what) }
	free := a.Reverts != "" // it takes back something that was allowed
	for _, ed := range a.Edits {
		free = free || ed.Kind() == annotate.KindSchema // renaming a label changes what bears it
	}
	for _, ed := range a.Edits {
		owner := ed.Layer.Annotator
		switch {
		case ed.Kind() == annotate.KindBundle:
			return refused("a bundle is made")
		case ed.Kind() == annotate.KindCorrection: // of which only bundles hold some, made with them
			return refused("a correction is made")
		case e.mark != nil && ed.Kind() == annotate.KindAssignment:
			return refused("articles are assigned")
		case owner == "":
		case e.mark != nil && (owner != e.mark.Person || a.Author != "" && a.Author != owner):
			return refused("somebody works in a layer that is not theirs")
		case a.Author == "" || a.Author == owner || free || ed.Before == nil:
		case ed.Layer.Kind == annotate.Human && ed.Kind() != annotate.KindHead && ed.Kind() != annotate.KindNote:
			return refused("somebody changes another annotator's work")
		}
	}
	return nil
}

// atHome wants the articles that acts are about to be in the project.
func (e *examination) atHome(acts []annotate.Logged) error {
	seen := map[annotate.ID]bool{}
	for _, a := range acts {
		for _, ed := range a.Edits {
			if ed.Kind() == annotate.KindArticle && ed.Before == nil {
				seen[ed.Target()] = true // it comes along
			}
		}
		for _, id := range a.Articles() {
			if seen[id] {
				continue
			}
			seen[id] = true
			if _, err := e.target.Article(e.ctx, id); errors.Is(err, annotate.ErrNotFound) {
				return ErrMissing
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}

// people refuses acts that make two people of one name, and notes who is new.
func (e *examination) people(acts []annotate.Logged) error {
	for _, a := range acts {
		for _, ed := range a.Edits {
			p, ok := ed.After.(*annotate.Person)
			if !ok {
				continue
			}
			for i := range e.project.People {
				if q := &e.project.People[i]; q.Name == p.Name && q.ID != p.ID {
					return &NameError{p.Name}
				}
			}
			if e.project.Person(p.ID) == nil {
				e.project.People = append(e.project.People, *p)
				e.report.People = append(e.report.People, p.Name)
			}
		}
	}
	return nil
}
