package assign

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/story"
)

// Source is what assigning needs of a project.
type Source interface {
	Project(ctx context.Context) (annotate.Project, error)
	Find(ctx context.Context, q annotate.Query) ([]annotate.Ref, error)
	Rows(ctx context.Context, person annotate.ID, refs []annotate.Ref) ([]annotate.Row, error)
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
	Each(ctx context.Context, q annotate.Query) iter.Seq2[annotate.Entry, error]
}

// OptionError says that options cannot be followed.
type OptionError struct{ msg string }

func (e *OptionError) Error() string { return e.msg }

func optionf(format string, args ...any) error { return &OptionError{fmt.Sprintf(format, args...)} }

// Plan is an assignment that can be written: Edits do it.
type Plan struct {
	Articles int // that were chosen
	New      int // assignments that are new
	Loads    []Load
	Edits    []annotate.Edit // of new people and assignments
}

// Title is what the history shows.
func (p *Plan) Title() string { return fmt.Sprintf("assign %d articles", p.Articles) }

// Prepare works out who reads what of a project; nothing is written. Names that
// are not known yet become people. filter chooses articles as the list does; empty: all.
func Prepare(ctx context.Context, src Source, names []string, filter string, opt Options, ids *annotate.IDs) (*Plan, error) {
	project, err := src.Project(ctx)
	if err != nil {
		return nil, err
	}
	p := new(Plan)
	var people []annotate.Person
	for _, name := range names {
		name = strings.TrimSpace(name)
		switch known := project.PersonNamed(name); {
		case name == "":
			return nil, optionf("one of the annotators has no name")
		case slices.ContainsFunc(people, func(x annotate.Person) bool { return x.Name == name }):
			return nil, optionf("%s is named twice", name)
		case known != nil:
			people = append(people, *known)
		default:
			made := annotate.Person{ID: ids.Next(), Name: name}
			people = append(people, made)
			p.Edits = append(p.Edits, annotate.Edit{After: &made})
		}
	}
	before, err := Before(ctx, src)
	if err != nil {
		return nil, err
	}
	refs, err := src.Find(ctx, annotate.Query{Text: filter})
	if err != nil {
		return nil, err
	}
	rows, err := src.Rows(ctx, "", refs)
	if err != nil {
		return nil, err
	}
	if opt.By == ByStory && opt.Stories == nil {
		if opt.Stories, err = stories(ctx, src); err != nil {
			return nil, err
		}
	}
	made, loads, err := Make(rows, people, before, opt)
	if err != nil {
		return nil, err
	}
	p.Articles, p.New, p.Loads = len(rows), len(made), loads
	for _, a := range made {
		p.Edits = append(p.Edits, annotate.Edit{After: a})
	}
	return p, nil
}

// stories gives the articles of each story of a project its number.
func stories(ctx context.Context, src Source) (map[annotate.ID]int, error) {
	things, err := src.Things(ctx, annotate.KindStoryLink, "")
	if err != nil {
		return nil, err
	}
	links := make([]*annotate.StoryLink, len(things))
	for i, t := range things {
		links[i] = t.(*annotate.StoryLink)
	}
	var f story.Finder
	for e, err := range src.Each(ctx, annotate.Query{}) {
		if err != nil {
			return nil, err
		}
		f.Add(e.Article)
	}
	out := map[annotate.ID]int{}
	for n, s := range f.Stories(links) {
		for _, m := range s {
			out[m.Article] = n
		}
	}
	return out, nil
}

// Before are the assignments that there are, in order of id.
func Before(ctx context.Context, src interface {
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
}) ([]*annotate.Assignment, error) {
	things, err := src.Things(ctx, annotate.KindAssignment, "")
	out := make([]*annotate.Assignment, len(things))
	for i, t := range things {
		out[i] = t.(*annotate.Assignment)
	}
	return out, err
}
