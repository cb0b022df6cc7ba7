package main

import (
	"context"
	"flag"
	"strings"
	"time"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/store"
)

// recipeCommand renames or deletes a recipe.
func recipeCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	rename := flags.String("rename", "", "")
	remove := flags.Bool("delete", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		name := args[1]
		if (*rename != "") == *remove {
			return usagef("recipe: say either --rename NAME or --delete")
		}
		return withProject(ctx, args[0], false, func(s store.Store) error {
			if *rename != "" {
				edits, err := exchange.RenameRecipe(ctx, s, name, *rename)
				if err != nil {
					return err
				}
				if err := commit(ctx, s, "rename recipe "+name, edits...); err != nil {
					return err
				}
				to := strings.TrimSpace(*rename)
				return out.answer(map[string]string{"recipe": to}, func() { out.printf("the recipe %s is called %s now", name, to) })
			}
			r, err := exchange.FindRecipe(ctx, s, name)
			if err != nil {
				return err
			}
			if err := commit(ctx, s, "delete recipe "+name, annotate.Edit{Before: r}); err != nil {
				return err
			}
			return out.answer(map[string]string{"deleted": name}, func() { out.printf("deleted the recipe %s", name) })
		})
	}
}

// saveRecipe puts a recipe into a project.
func saveRecipe(ctx context.Context, s store.Store, r annotate.Recipe) error {
	edit, changes, err := exchange.SaveRecipe(ctx, s, r)
	if err != nil || !changes {
		return err
	}
	return commit(ctx, s, "save recipe "+r.Name, edit)
}

func commit(ctx context.Context, s store.Store, title string, edits ...annotate.Edit) error {
	if len(edits) == 0 {
		return nil
	}
	return s.Commit(ctx, annotate.Transaction{ID: newIDs().Next(), At: time.Now().UTC().Truncate(time.Millisecond), Title: title, Edits: edits})
}
