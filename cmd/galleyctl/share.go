package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"galley/annotate"
	"galley/annotate/merge"
	"galley/annotate/segment"
	"galley/store"
	"galley/store/open"
)

// exchangeAnswer tells what came out of a shared folder and what went into it.
type exchangeAnswer struct {
	mergeAnswer
	Made    bool           `json:"made"`    // the project was made of what the folder holds
	Written []string       `json:"written"` // files
	Out     int            `json:"out"`     // acts that go into the folder
	Left    []segment.Left `json:"left"`
}

func exchangeCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	dry := flags.Bool("dry-run", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		path, folder := args[0], args[1]
		if err := segment.Outside(path, folder); err != nil {
			return err
		}
		answer := &exchangeAnswer{mergeAnswer: newMergeAnswer(new(merge.Plan), *dry), Written: []string{}, Left: []segment.Left{}}
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			if err := answer.begin(ctx, path, folder); err != nil {
				return err
			}
			return answer.tell(out)
		}
		return withProject(ctx, path, *dry, func(s store.Store) error {
			if err := answer.exchange(ctx, s, folder); err != nil {
				return err
			}
			return answer.tell(out)
		})
	}
}

// begin makes the project of what the folder holds.
func (a *exchangeAnswer) begin(ctx context.Context, path, folder string) error {
	c, err := segment.Read(ctx, folder, nil)
	if err != nil {
		return err
	}
	a.Left = append(a.Left, c.Left...)
	if c.Segments == 0 {
		return fmt.Errorf("there is no file %s, and no segment in %s to make it of", path, folder)
	}
	if wrong, err := c.Check(ctx); err != nil || len(wrong) > 0 {
		return errors.Join(err, fmt.Errorf("%s: %w: %s", folder, merge.ErrForged, wrong[0]))
	}
	project, err := c.Project(ctx)
	if err != nil {
		return err
	}
	var acts []annotate.Logged
	for act, err := range c.Acts(ctx, nil) {
		if err != nil {
			return err
		}
		acts = append(acts, act)
	}
	a.Report = merge.Report{From: []merge.From{{Name: folder, Segments: c.Segments}}, People: []string{}, Schema: []string{}, Acts: len(acts)}
	if a.DryRun {
		return nil
	}
	a.Made = true
	return open.CreateCopy(ctx, path, project.ID, project.Name, acts)
}

// exchange takes in what is new in the folder, and then writes what it lacks.
func (a *exchangeAnswer) exchange(ctx context.Context, s store.Store, folder string) error {
	c, err := segment.Read(ctx, folder, s)
	if err != nil {
		return err
	}
	a.Left = append(a.Left, c.Left...)
	p, err := merge.Prepare(ctx, s, []merge.Other{{Copy: c, Name: folder, Segments: c.Segments, Check: c.Check}}, merge.Options{Now: time.Now, IDs: newIDs()})
	a.mergeAnswer = newMergeAnswer(p, a.DryRun)
	if err != nil {
		return err
	}
	if a.Conflicts, err = tellConflicts(ctx, p); err != nil {
		return err
	}
	if !a.DryRun {
		if err := p.Do(ctx); err != nil {
			return err
		}
	}
	for _, err := range s.Acts(ctx, c.Has) {
		if err != nil {
			return err
		}
		a.Out++
	}
	if a.DryRun {
		return nil
	}
	written, err := c.Write(ctx, s)
	a.Written = append(a.Written, written...)
	return err
}

func (a *exchangeAnswer) tell(out *output) error {
	err := out.answer(a, func() {
		for _, l := range a.Left {
			out.printf("left %s: %s", l.File, l.Why)
		}
		if a.Made {
			out.printf("made the project of %d segments", a.From[0].Segments)
			return
		}
		a.print(out)
		switch {
		case a.DryRun:
			out.printf("%d acts would go into the folder", a.Out)
		case a.Out > 0:
			slices.Sort(a.Written)
			out.printf("%d acts went into the folder", a.Out)
		}
	})
	if err == nil && len(a.Left) > 0 {
		err = &codeError{code: exitPart}
	}
	return err
}
