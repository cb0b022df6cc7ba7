package main

import (
	"cmp"
	"context"
	"flag"
	"strings"
	"time"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/store"
)

// recipeFlags declares the flags that are parts of a recipe. override gives a
// recipe the values of those that stand on the command line.
func recipeFlags(flags *flag.FlagSet) (override func(*annotate.Recipe) error) {
	set := map[string]func(*annotate.Recipe, string) error{}
	text := func(name string, of func(*annotate.Recipe) *string) {
		flags.String(name, "", "")
		set[name] = func(r *annotate.Recipe, value string) error { *of(r) = value; return nil }
	}
	text("format", func(r *annotate.Recipe) *string { return &r.Format })
	text("layers", func(r *annotate.Recipe) *string { return &r.Layers })
	text("variant", func(r *annotate.Recipe) *string { return &r.Variant })
	text("group", func(r *annotate.Recipe) *string { return &r.Group })
	seed := flags.Int64("seed", 0, "")
	set["seed"] = func(r *annotate.Recipe, _ string) error { r.Seed = *seed; return nil }
	text("articles", func(r *annotate.Recipe) *string { return &r.Articles.Words })
	text("search", func(r *annotate.Recipe) *string { return &r.Articles.Search })
	text("from", func(r *annotate.Recipe) *string { return &r.Articles.From })
	text("to", func(r *annotate.Recipe) *string { return &r.Articles.To })
	text("outlet", func(r *annotate.Recipe) *string { return &r.Articles.Outlet })
	text("language", func(r *annotate.Recipe) *string { return &r.Articles.Language })
	text("fragments", func(r *annotate.Recipe) *string { return (*string)(&r.Fragments) })
	text("borders", func(r *annotate.Recipe) *string { return (*string)(&r.Borders) })
	text("nested", func(r *annotate.Recipe) *string { return (*string)(&r.Nested) })
	noSuggestions := flags.Bool("no-suggestions", false, "")
	set["no-suggestions"] = func(r *annotate.Recipe, _ string) error { r.DropSuggestions = *noSuggestions; return nil }
	noUnsure := flags.Bool("no-unsure", false, "")
	set["no-unsure"] = func(r *annotate.Recipe, _ string) error { r.DropUnsure = *noUnsure; return nil }
	withoutTexts := flags.Bool("without-texts", false, "")
	set["without-texts"] = func(r *annotate.Recipe, _ string) error { r.WithoutTexts = *withoutTexts; return nil }
	flags.String("state", "", "")
	set["state"] = func(r *annotate.Recipe, value string) error {
		r.States = nil
		for s := range strings.SplitSeq(value, ",") {
			if s = strings.TrimSpace(s); s != "" {
				r.States = append(r.States, annotate.State(s))
			}
		}
		return nil
	}
	flags.String("labels", "", "")
	set["labels"] = func(r *annotate.Recipe, value string) (err error) {
		r.Labels, err = exchange.ParseLabels(value)
		return err
	}
	flags.String("split", "", "")
	set["split"] = func(r *annotate.Recipe, value string) (err error) {
		r.Splits = nil
		if value != "" {
			r.Splits, err = exchange.ParseSplits(value)
		}
		return err
	}
	return func(r *annotate.Recipe) (err error) {
		flags.Visit(func(f *flag.Flag) {
			if put := set[f.Name]; put != nil && err == nil {
				err = put(r, f.Value.String())
			}
		})
		return err
	}
}

func exportCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	override := recipeFlags(flags)
	name := flags.String("recipe", "", "")
	save := flags.String("save-recipe", "", "")
	var opt exchange.ExportOptions
	flags.BoolVar(&opt.Force, "force", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		opt.Out, opt.Progress = args[1], out.progress("exporting")
		return withProject(ctx, args[0], *save == "", func(s store.Store) error {
			if *name != "" {
				recipe, err := exchange.FindRecipe(ctx, s, *name)
				if err != nil {
					return err
				}
				opt.Recipe = *recipe
			}
			chosen := opt.Recipe
			if err := override(&opt.Recipe); err != nil {
				return err
			}
			if !annotate.Equal(&chosen, &opt.Recipe) {
				opt.Name = "" // it is another one
			}
			opt.Name = cmp.Or(*save, opt.Name)
			report, err := exchange.Export(ctx, s, opt)
			if err != nil {
				return err
			}
			if *save != "" {
				if err := saveRecipe(ctx, s, opt.Recipe); err != nil {
					return &codeError{exitPart, err}
				}
			}
			return out.answer(report, func() { tellExport(out, report, opt, *save != "") })
		})
	}
}

func tellExport(out *output, report *exchange.ExportReport, opt exchange.ExportOptions, saved bool) {
	a := report.Annotations
	out.printf("exported %d articles, %d mentions, %d entities, %d events, %d relations, %d labels to %s",
		report.Articles, a.Mentions, a.Entities, a.Events, a.Relations, a.Labels, opt.Out)
	if report.Unfinished > 0 {
		out.printf("nobody has finished %d of the articles; --state done,adjudicated leaves them out", report.Unfinished)
	}
	for _, l := range report.Losses {
		out.printf("not in this format: %d %s, such as %s", l.Count, l.What, l.Example)
	}
	if saved {
		out.printf("saved the recipe %s", opt.Name)
	}
}

// saveRecipe puts a recipe into a project.
func saveRecipe(ctx context.Context, s store.Store, r annotate.Recipe) error {
	edit, changes, err := exchange.SaveRecipe(ctx, s, r)
	if err != nil || !changes {
		return err
	}
	return s.Commit(ctx, annotate.Transaction{
		ID: newIDs().Next(), At: time.Now().UTC().Truncate(time.Millisecond), Title: "save recipe " + r.Name, Edits: []annotate.Edit{edit},
	})
}

func joinCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	force := flags.Bool("force", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		last := len(args) - 1
		report, err := exchange.Join(ctx, args[0], args[1:last], args[last], *force)
		if err != nil {
			return err
		}
		return out.answer(report, func() { out.printf("joined %d articles with their texts to %s", report.Articles, args[last]) })
	}
}
