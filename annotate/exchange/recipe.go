package exchange

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
)

// Recipes are the recipes of a project in order of name.
func Recipes(ctx context.Context, corpus Corpus) ([]*annotate.Recipe, error) {
	things, err := corpus.Things(ctx, annotate.KindRecipe, "")
	if err != nil {
		return nil, err
	}
	var out []*annotate.Recipe
	for _, t := range things {
		out = append(out, t.(*annotate.Recipe))
	}
	return out, nil
}

// FindRecipe is the recipe with a name. Where there is none, a *UsageError tells which there are.
func FindRecipe(ctx context.Context, corpus Corpus, name string) (*annotate.Recipe, error) {
	all, err := Recipes(ctx, corpus)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, r := range all {
		if r.Name == name {
			return r, nil
		}
		names = append(names, r.Name)
	}
	if len(names) == 0 {
		return nil, &UsageError{fmt.Sprintf("there is no recipe %q; the project has none", name)}
	}
	return nil, &UsageError{fmt.Sprintf("there is no recipe %q; there are %s", name, strings.Join(names, ", "))}
}

// SaveRecipe is the edit that puts a recipe into a project, in the place of one
// of that name. ok is false where it is there already.
func SaveRecipe(ctx context.Context, corpus Corpus, r annotate.Recipe) (e annotate.Edit, ok bool, err error) {
	if r.Name = strings.TrimSpace(r.Name); r.Name == "" {
		return e, false, &UsageError{"a recipe needs a name"}
	}
	all, err := Recipes(ctx, corpus)
	if err != nil {
		return e, false, err
	}
	e.After = &r
	if i := slices.IndexFunc(all, func(x *annotate.Recipe) bool { return x.Name == r.Name }); i >= 0 {
		e.Before = all[i]
	}
	return e, !annotate.Equal(e.Before, e.After), nil
}
