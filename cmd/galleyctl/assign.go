package main

import (
	"context"
	"errors"
	"flag"
	"strings"
	"time"

	"galley/annotate"
	"galley/annotate/assign"
	"galley/store"
)

func assignCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	var opt assign.Options
	names := flags.String("annotators", "", "")
	articles := flags.String("articles", "", "")
	by := flags.String("by", "none", "")
	dry := flags.Bool("dry-run", false, "")
	flags.IntVar(&opt.PerArticle, "per-article", 0, "")
	flags.BoolVar(&opt.Blind, "blind", false, "")
	flags.Int64Var(&opt.Seed, "seed", 0, "")
	return func(ctx context.Context, out *output, args []string) error {
		if *names == "" || opt.PerArticle < 1 {
			return usagef("assign: --annotators says who reads, and --per-article how many of them read each article")
		}
		if opt.By = *by; opt.By == "none" {
			opt.By = assign.ByNone
		}
		return withProject(ctx, args[0], *dry, func(s store.Store) error {
			p, err := assign.Prepare(ctx, s, strings.Split(*names, ","), *articles, opt, newIDs())
			var wrong *assign.OptionError
			if errors.As(err, &wrong) {
				return usagef("assign: %v", err)
			}
			if err == nil && !*dry && len(p.Edits) > 0 {
				err = s.Commit(ctx, annotate.Transaction{ID: newIDs().Next(), At: time.Now().UTC(), Title: p.Title(), Edits: p.Edits})
			}
			if err != nil {
				return err
			}
			return tellAssigned(out, p, *dry)
		})
	}
}

func tellAssigned(out *output, p *assign.Plan, dry bool) error {
	type person struct {
		Name  string `json:"name"`
		New   int    `json:"new"`
		Total int    `json:"total"`
	}
	answer := struct {
		Articles    int      `json:"articles"`
		Assignments int      `json:"assignments"` // new ones
		People      []person `json:"people"`
		DryRun      bool     `json:"dry_run"`
	}{p.Articles, p.New, []person{}, dry}
	for _, l := range p.Loads {
		answer.People = append(answer.People, person{l.Person.Name, l.New, l.Total})
	}
	return out.answer(answer, func() {
		for _, x := range answer.People {
			out.printf("%s\t%d\t(%d new)", x.Name, x.Total, x.New)
		}
		did := "assigned"
		if dry {
			did = "would assign"
		}
		out.printf("%s %d readings of %d articles", did, answer.Assignments, answer.Articles)
	})
}
