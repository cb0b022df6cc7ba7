package main

import (
	"cmp"
	"context"
	"flag"
	"strings"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/store"
)

// partOf puts the value of a flag into a recipe.
type partOf map[string]func(*annotate.Recipe, string) error

// text declares a flag whose value is a field of a recipe as it is.
func (p partOf) text(flags *flag.FlagSet, name string, of func(*annotate.Recipe) *string) {
	flags.String(name, "", "")
	p[name] = func(r *annotate.Recipe, value string) error { *of(r) = value; return nil }
}

// override gives a recipe the values of those flags that stand on the command line.
func (p partOf) override(flags *flag.FlagSet) func(*annotate.Recipe) error {
	return func(r *annotate.Recipe) (err error) {
		flags.Visit(func(f *flag.Flag) {
			if put := p[f.Name]; put != nil && err == nil {
				err = put(r, f.Value.String())
			}
		})
		return err
	}
}

// choiceFlags declares the flags that choose articles, alike for all commands.
func choiceFlags(flags *flag.FlagSet) (override func(*annotate.Recipe) error) {
	set := partOf{}
	set.choice(flags)
	return set.override(flags)
}

func (p partOf) choice(flags *flag.FlagSet) {
	p.text(flags, "articles", func(r *annotate.Recipe) *string { return &r.Articles.Words })
	p.text(flags, "search", func(r *annotate.Recipe) *string { return &r.Articles.Search })
	p.text(flags, "from", func(r *annotate.Recipe) *string { return &r.Articles.From })
	p.text(flags, "to", func(r *annotate.Recipe) *string { return &r.Articles.To })
	p.text(flags, "outlet", func(r *annotate.Recipe) *string { return &r.Articles.Outlet })
	p.text(flags, "language", func(r *annotate.Recipe) *string { return &r.Articles.Language })
}

// recipeFlags declares the flags that are parts of a recipe. override gives a
// recipe the values of those that stand on the command line.
func recipeFlags(flags *flag.FlagSet) (override func(*annotate.Recipe) error) {
	set := partOf{}
	set.choice(flags)
	set.text(flags, "format", func(r *annotate.Recipe) *string { return &r.Format })
	set.text(flags, "layers", func(r *annotate.Recipe) *string { return &r.Layers })
	set.text(flags, "variant", func(r *annotate.Recipe) *string { return &r.Variant })
	set.text(flags, "group", func(r *annotate.Recipe) *string { return &r.Group })
	set.text(flags, "fragments", func(r *annotate.Recipe) *string { return (*string)(&r.Fragments) })
	set.text(flags, "borders", func(r *annotate.Recipe) *string { return (*string)(&r.Borders) })
	set.text(flags, "nested", func(r *annotate.Recipe) *string { return (*string)(&r.Nested) })
	seed := flags.Int64("seed", 0, "")
	set["seed"] = func(r *annotate.Recipe, _ string) error { r.Seed = *seed; return nil }
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
	return set.override(flags)
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
