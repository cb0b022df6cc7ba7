package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"galley/annotate"
	"galley/annotate/merge"
	"galley/annotate/unite"
	"galley/store"
)

// unsettled is something of which the last of two versions stays.
type unsettled struct {
	Name  string        `json:"name"` // by which it is chosen
	Stays annotate.Item `json:"stays"`
	Other annotate.Item `json:"other"`
	layer annotate.LayerID
}

func settleCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	take := flags.String("take", "", "")
	return func(ctx context.Context, out *output, args []string) error {
		return withProject(ctx, args[0], *take == "", func(s store.Store) error {
			found, err := findUnsettled(ctx, s)
			if err != nil {
				return err
			}
			answer := settleAnswer{Unsettled: found}
			if *take != "" {
				if err := answer.take(ctx, s, *take); err != nil {
					return err
				}
			}
			return out.answer(answer, func() { answer.print(out) })
		})
	}
}

type settleAnswer struct {
	Unsettled []unsettled `json:"unsettled"`
	Taken     string      `json:"taken"` // name
}

// findUnsettled names what is not settled.
func findUnsettled(ctx context.Context, s store.Store) ([]unsettled, error) {
	conflicts, err := merge.Unsettled(ctx, s.Acts(ctx, nil))
	if err != nil {
		return nil, err
	}
	project, err := s.Project(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]unsettled, 0, len(conflicts))
	for _, c := range conflicts {
		name, err := nameOf(ctx, s, &project, c)
		if err != nil {
			return nil, err
		}
		out = append(out, unsettled{name, c.Stays, c.Other, c.Scope.Layer})
	}
	return out, nil
}

// nameOf names what a conflict is about as nothing else is.
func nameOf(ctx context.Context, s store.Store, project *annotate.Project, c unite.Conflict) (string, error) {
	if c.Scope.Kind != "" {
		return fmt.Sprintf("%s:%s", c.Scope.Kind, c.ID), nil
	}
	key := string(c.Scope.Layer.Article)
	a, err := s.Article(ctx, c.Scope.Layer.Article)
	switch {
	case err == nil:
		key = a.Key
	case !errors.Is(err, annotate.ErrNotFound):
		return "", err
	}
	return fmt.Sprintf("state:%s/%s/%s", key, project.NameOf(c.Scope.Layer.Annotator), c.Scope.Layer.Kind), nil
}

// take puts the other version in the place of the one that stays.
func (a *settleAnswer) take(ctx context.Context, s store.Store, name string) error {
	for i, u := range a.Unsettled {
		if u.Name != name {
			continue
		}
		if err := commit(ctx, s, "take the other version of "+name, annotate.Edit{Layer: u.layer, Before: u.Stays, After: u.Other}); err != nil {
			return err
		}
		a.Taken = name
		a.Unsettled = append(a.Unsettled[:i], a.Unsettled[i+1:]...)
		return nil
	}
	return fmt.Errorf("nothing of the name %q was changed on both sides; without --take all names are listed", name)
}

func (a *settleAnswer) print(out *output) {
	for _, u := range a.Unsettled {
		out.printf("%s: %s stays, the other is %s", u.Name, jsonOf(u.Stays), jsonOf(u.Other))
	}
	switch {
	case a.Taken != "":
		out.printf("took the other version of %s", a.Taken)
	case len(a.Unsettled) == 0:
		out.printf("nothing is left to settle")
	}
}
