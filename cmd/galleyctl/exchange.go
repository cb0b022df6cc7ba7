package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"time"

	"galley/annotate/exchange"
	"galley/store"
)

// columns collects the values of --map.
type columns map[string]string

func (c columns) String() string { return "" }

// Set reads COLUMN=FIELD. A column's name may hold an equals sign, a field's does not.
func (c columns) Set(s string) error {
	i := strings.LastIndexByte(s, '=')
	if i <= 0 {
		return fmt.Errorf("%q is not of the form COLUMN=FIELD", s)
	}
	c[s[:i]] = s[i+1:]
	return nil
}

func importCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	opt := exchange.ImportOptions{Columns: columns{}, Now: time.Now, IDs: newIDs()}
	flags.StringVar(&opt.Format, "format", "auto", "")
	flags.StringVar(&opt.Variant, "variant", "", "")
	flags.StringVar(&opt.Annotator, "annotator", "", "")
	flags.Var(columns(opt.Columns), "map", "")
	flags.BoolVar(&opt.DryRun, "dry-run", false, "")
	flags.BoolVar(&opt.Strict, "strict", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		return withProject(ctx, args[0], opt.DryRun, func(s store.Store) error {
			opt.Progress = out.progress("importing")
			report, err := exchange.Import(ctx, s, args[1:], opt)
			if _, usage := err.(*exchange.UsageError); usage {
				return err
			}
			return tellImport(out, report, err, opt.DryRun)
		})
	}
}

// tellImport writes the report of an import that ended with err.
func tellImport(out *output, r *exchange.ImportReport, err error, dry bool) error {
	written := out.answer(r, func() {
		out.issues("warning", r.Warnings)
		out.issues("refused", r.Refused)
		did := "imported"
		if dry {
			did = "would import"
		}
		a := r.Annotations
		out.printf("%s %d articles (%d the same, %d refused), %d mentions, %d entities, %d events, %d relations, %d labels",
			did, r.Articles.New, r.Articles.Same, r.Articles.Refused, a.Mentions, a.Entities, a.Events, a.Relations, a.Labels)
	})
	switch {
	case written != nil:
		return written
	case errors.Is(err, context.Canceled) && r.Changed() && !dry:
		return &codeError{exitPart, fmt.Errorf("it was stopped; %d articles are in the project", r.Articles.New)}
	case err != nil && r.Changed() && !dry:
		return &codeError{exitPart, err}
	case errors.Is(err, context.Canceled):
		return err
	case err != nil:
		return &codeError{exitFailed, err}
	case len(r.Refused) > 0 && !r.Changed() && r.Articles.Same == 0:
		return &codeError{code: exitFailed}
	case len(r.Refused) > 0:
		return &codeError{code: exitPart}
	}
	return nil
}
