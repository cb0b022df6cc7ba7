package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/reliability"
	"galley/store"
)

func agreeCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	var opt reliability.Options
	cases := flags.String("cases", "", "")
	annotators := flags.String("annotators", "", "")
	state := flags.String("state", string(annotate.Done), "")
	flags.BoolVar(&opt.Independent, "independent", false, "")
	flags.Uint64Var(&opt.Seed, "seed", 0, "")
	return func(ctx context.Context, out *output, args []string) error {
		switch {
		case *cases != "" && len(args) > 0:
			return usagef("agree: --cases measures a file, and takes no project")
		case *cases != "":
			return agreeOnCases(out, *cases)
		case len(args) == 0:
			return usagef("agree: name a project, or a file of coded data with --cases")
		case *state != string(annotate.Done) && *state != "any":
			return usagef("agree: --state is done or any, not %q", *state)
		}
		opt.Unfinished = *state == "any"
		if *annotators != "" {
			opt.Annotators = strings.Split(*annotators, ",")
		}
		return withProject(ctx, args[0], true, func(s store.Store) error { return agreeOnProject(ctx, out, s, opt) })
	}
}

// agreeOnProject measures a project. What cannot be measured is told, and fails.
func agreeOnProject(ctx context.Context, out *output, s store.Store, opt reliability.Options) error {
	opt.Progress = out.progress("reading")
	study, err := reliability.Read(ctx, s, opt)
	var unknown *reliability.NoAnnotatorError
	if errors.As(err, &unknown) {
		return usagef("agree: %v", err)
	}
	if err != nil {
		return err
	}
	opt.Progress = out.progress("measuring")
	report, err := study.Measure(ctx, opt)
	if err != nil {
		return err
	}
	if err := out.answer(answerOf(report), func() { tellAgreement(out, report) }); err != nil {
		return err
	}
	if report.Refused != "" {
		return errors.New(report.Refused)
	}
	return nil
}

// tellAgreement writes a report in lines.
func tellAgreement(out *output, r *reliability.Report) {
	if r.Refused != "" {
		return
	}
	out.printf("%s", r.Scope())
	for _, note := range r.Notes() {
		out.printf("%s", note)
	}
	for _, m := range r.Measures {
		if m.Headline() {
			out.printf("%s", m)
		}
	}
	for _, m := range reliability.Leads(slices.Concat(r.Measures, r.Labels)) {
		out.printf("%s", m)
	}
	for _, p := range r.Pairs {
		if len(r.Pairs) == 1 {
			break
		}
		out.printf("%s x %s, %d shared", r.Coders[p.A], r.Coders[p.B], p.Articles)
		for _, m := range p.Measures {
			if m.Headline() {
				out.printf("  %s", m)
			}
		}
	}
}

// agreeOnCases measures the cases of a file.
func agreeOnCases(out *output, path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no file %s", path)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	cases, err := agree.ReadCases(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	answer := struct {
		Cases []agree.Case `json:"cases"`
	}{cases}
	return out.answer(answer, func() {
		for _, c := range cases {
			out.printf("%s (%s)", c.ID, c.Kind)
			tellCase(out, c)
		}
	})
}

// tellCase writes what the measures of a case come to, one a line.
func tellCase(out *output, c agree.Case) {
	for _, name := range slices.Sorted(maps.Keys(c.Values)) {
		v := c.Values[name]
		if v == nil {
			out.printf("  %-28s -  %s", name, c.Undefined[name])
			continue
		}
		out.printf("  %-28s %.6f", name, *v)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Lists)) {
		var list []string
		for _, x := range c.Lists[name] {
			list = append(list, strconv.FormatFloat(x, 'f', 6, 64))
		}
		out.printf("  %-28s %s", name, strings.Join(list, " "))
	}
}
