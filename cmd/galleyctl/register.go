package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/register"
	"galley/store"
)

// registerReport is the answer of galleyctl register.
type registerReport struct {
	New     int            `json:"new"`
	Changed int            `json:"changed"`
	Same    int            `json:"same"`
	Entries int            `json:"entries"` // in the register then
	Refused []format.Issue `json:"refused"`
}

func registerCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	to := flags.String("out", "", "")
	force := flags.Bool("force", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		tables := args[1:]
		if len(tables) == 0 && *to == "" {
			return usagef("register: name a table to take in, or --out and a file to write")
		}
		if *to != "" {
			if err := checkFree(*to, *force); err != nil {
				return err
			}
		}
		return withProject(ctx, args[0], len(tables) == 0, func(s store.Store) error {
			report := registerReport{Refused: []format.Issue{}}
			entries, err := registered(ctx, s)
			for _, path := range tables {
				if err == nil {
					entries, err = takeTable(ctx, s, entries, path, &report)
				}
			}
			if err == nil && *to != "" {
				err = writeRegister(*to, entries)
			}
			if err != nil {
				return err
			}
			report.Entries = len(entries)
			out.issues("refused", report.Refused)
			err = out.answer(report, func() {
				out.printf("the register has %d entries (%d new, %d changed, %d the same, %d refused)",
					report.Entries, report.New, report.Changed, report.Same, len(report.Refused))
			})
			if err == nil && len(report.Refused) > 0 {
				err = &codeError{code: exitPart}
			}
			return err
		})
	}
}

func registered(ctx context.Context, s store.Store) ([]*annotate.Registered, error) {
	things, err := s.Things(ctx, annotate.KindRegistered, "")
	var out []*annotate.Registered
	for _, t := range things {
		out = append(out, t.(*annotate.Registered))
	}
	return out, err
}

// takeTable takes the rows of a table into the register and gives what that holds then.
func takeTable(ctx context.Context, s store.Store, entries []*annotate.Registered, path string, report *registerReport) ([]*annotate.Registered, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the register: %w", err)
	}
	rows, refused, err := register.Read(data, path)
	if err != nil {
		return nil, err
	}
	ids := newIDs()
	taken := register.Take(entries, rows, ids.Next)
	report.New += taken.New
	report.Changed += taken.Changed
	report.Same += taken.Same
	report.Refused = append(report.Refused, refused...)
	if len(taken.Edits) == 0 {
		return entries, nil
	}
	err = s.Commit(ctx, annotate.Transaction{
		ID: ids.Next(), At: time.Now().UTC().Truncate(time.Millisecond), Title: "import the register from " + path, Edits: taken.Edits})
	if err != nil {
		return nil, err
	}
	return registered(ctx, s)
}

func writeRegister(path string, entries []*annotate.Registered) error {
	var b bytes.Buffer
	if err := register.Write(&b, entries); err != nil {
		return err
	}
	if err := os.WriteFile(path, b.Bytes(), 0o666); err != nil {
		return fmt.Errorf("writing the register: %w", err)
	}
	return nil
}
