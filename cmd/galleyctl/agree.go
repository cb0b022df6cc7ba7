package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/reliability"
	"galley/annotate/reliability/report"
	"galley/store"
)

func agreeCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	var opt reliability.Options
	cases := flags.String("cases", "", "")
	annotators := flags.String("annotators", "", "")
	state := flags.String("state", string(annotate.Done), "")
	flags.BoolVar(&opt.Independent, "independent", false, "")
	flags.Uint64Var(&opt.Seed, "seed", 0, "")
	var to reportPlace
	flags.StringVar(&to.page, "report", "", "")
	flags.StringVar(&to.figures, "figures", "", "")
	flags.BoolVar(&to.force, "force", false, "")
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
		if err := to.check(); err != nil {
			return err
		}
		opt.Unfinished = *state == "any"
		if *annotators != "" {
			opt.Annotators = strings.Split(*annotators, ",")
		}
		return withProject(ctx, args[0], true, func(s store.Store) error { return agreeOnProject(ctx, out, s, opt, to) })
	}
}

// agreeOnProject measures a project. What cannot be measured is told, and fails.
func agreeOnProject(ctx context.Context, out *output, s store.Store, opt reliability.Options, to reportPlace) error {
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
	measured, err := study.Measure(ctx, opt)
	if err != nil {
		return err
	}
	if measured.Refused == "" {
		if err := to.write(measured); err != nil {
			return err
		}
	}
	if err := out.answer(answerOf(measured), func() { tellAgreement(out, measured) }); err != nil {
		return err
	}
	if measured.Refused != "" {
		return errors.New(measured.Refused)
	}
	return nil
}

// reportPlace is where a report goes; empty: nowhere.
type reportPlace struct {
	page    string // a file
	figures string // a folder
	force   bool
}

func (to reportPlace) check() error {
	if to.page != "" {
		if ext := strings.ToLower(filepath.Ext(to.page)); ext != ".html" && ext != ".htm" {
			return usagef("agree: a report is a page: %s does not end in .html", to.page)
		}
		if err := checkFree(to.page, to.force); err != nil {
			return err
		}
	}
	if to.figures == "" {
		return nil
	}
	if _, err := os.Lstat(to.figures); !errors.Is(err, fs.ErrNotExist) && !to.force {
		return usagef("%s exists; name another place, or write into it with --force", to.figures)
	}
	return nil
}

func (to reportPlace) write(r *reliability.Report) error {
	if to.figures != "" {
		if err := os.MkdirAll(to.figures, 0o777); err != nil {
			return fmt.Errorf("making the folder of the figures: %w", err)
		}
		for _, f := range report.Figures(r) {
			if err := publish(filepath.Join(to.figures, f.Name+".svg"), []byte(f.SVG)); err != nil {
				return err
			}
		}
	}
	if to.page == "" {
		return nil
	}
	var b bytes.Buffer
	if err := report.HTML(&b, r); err != nil {
		return fmt.Errorf("writing %s: %w", to.page, err)
	}
	return publish(to.page, b.Bytes())
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
