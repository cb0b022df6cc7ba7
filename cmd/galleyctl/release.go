package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"galley/annotate"
	"galley/annotate/review"
	"galley/store"
)

func releaseCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	words := flags.String("articles", "", "")
	withdraw := flags.Bool("withdraw", false, "")
	name := flags.String("annotator", "", "")
	return func(ctx context.Context, out *output, args []string) error {
		return withProject(ctx, args[0], false, func(s store.Store) error {
			marks, err := s.Things(ctx, annotate.KindBundle, "")
			if err != nil {
				return err
			}
			if len(marks) > 0 {
				return fmt.Errorf("%s is a bundle: corrections are released in the project that it was made from", args[0])
			}
			by, err := personNamed(ctx, s, *name)
			if err != nil {
				return err
			}
			things, err := s.Things(ctx, annotate.KindRelease, "")
			if err != nil {
				return err
			}
			there := annotate.NewReleases(things)
			articles, err := toRelease(ctx, s, *words, there, *withdraw)
			if err != nil {
				return err
			}
			title, edits := "release the corrections", []annotate.Edit(nil)
			if *withdraw {
				title = "withdraw the corrections"
			}
			now := time.Now().UTC()
			for _, id := range articles {
				r := there[id]
				switch {
				case *withdraw && r != nil:
					edits = append(edits, annotate.Edit{Before: r})
				case !*withdraw && r == nil:
					edits = append(edits, annotate.Edit{After: &annotate.Release{By: by, At: now.Format(time.RFC3339), Article: id}})
				}
			}
			if len(edits) > 0 {
				if err := s.Commit(ctx, annotate.Transaction{ID: newIDs().Next(), Author: by, At: now, Title: title, Edits: edits}); err != nil {
					return err
				}
			}
			return tellReleased(out, *words == "", *withdraw, len(edits))
		})
	}
}

// toRelease are the articles that a release is about; "" stands for all of them
// at once. All that is released is withdrawn where no words choose.
func toRelease(ctx context.Context, s store.Store, words string, there annotate.Releases, withdraw bool) ([]annotate.ID, error) {
	if words == "" {
		all := []annotate.ID{""}
		for id := range there {
			if withdraw && id != "" {
				all = append(all, id)
			}
		}
		return all, nil
	}
	if withdraw && there[""] != nil {
		return nil, errors.New("all articles are released at once: withdraw that first, without --articles")
	}
	refs, err := s.Find(ctx, annotate.Query{Text: words})
	if err != nil {
		return nil, err
	}
	if len(refs) == 0 {
		return nil, fmt.Errorf("no article has the words %q in its title, outlet or key", words)
	}
	rows, err := s.Rows(ctx, "", refs)
	if err != nil {
		return nil, err
	}
	var out []annotate.ID
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out, nil
}

func tellReleased(out *output, all, withdraw bool, changed int) error {
	answer := struct {
		All       bool `json:"all"`
		Released  int  `json:"released"`
		Withdrawn int  `json:"withdrawn"`
	}{All: all}
	if withdraw {
		answer.Withdrawn = changed
	} else {
		answer.Released = changed
	}
	return out.answer(answer, func() {
		switch {
		case changed == 0 && withdraw:
			out.printf("nothing of it is released")
		case changed == 0:
			out.printf("it is released already")
		case all && withdraw:
			out.printf("withdrew the corrections")
		case all:
			out.printf("released the corrections of all articles")
		case withdraw:
			out.printf("withdrew the corrections of %d articles", changed)
		default:
			out.printf("released the corrections of %d articles", changed)
		}
	})
}

// personNamed is the id of the person with a name; empty where none is given.
func personNamed(ctx context.Context, s store.Store, name string) (annotate.ID, error) {
	if name == "" {
		return "", nil
	}
	project, err := s.Project(ctx)
	if err != nil {
		return "", err
	}
	if p := project.PersonNamed(name); p != nil {
		return p.ID, nil
	}
	return "", fmt.Errorf("there is no annotator %q", name)
}

func correctionsCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	name := flags.String("annotator", "", "")
	force := flags.Bool("force", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		if *name == "" {
			return usagef("corrections: --annotator says whose work it is about")
		}
		if err := checkFree(args[1], *force); err != nil {
			return err
		}
		return withProject(ctx, args[0], true, func(s store.Store) error {
			person, err := personNamed(ctx, s, *name)
			if err != nil {
				return err
			}
			project, err := s.Project(ctx)
			if err != nil {
				return err
			}
			released, err := review.ReleasedTo(ctx, s, person)
			if err != nil {
				return err
			}
			var page bytes.Buffer
			if err := review.WriteReport(&page, person, released, project.NameOf); err != nil {
				return err
			}
			if err := publish(args[1], page.Bytes()); err != nil {
				return err
			}
			answer := struct {
				File        string `json:"file"`
				Articles    int    `json:"articles"`
				Corrections int    `json:"corrections"`
			}{File: args[1], Articles: len(released)}
			for _, r := range released {
				answer.Corrections += len(r.Corrections)
			}
			return out.answer(answer, func() {
				out.printf("wrote %s: %d corrections in %d articles", answer.File, answer.Corrections, answer.Articles)
			})
		})
	}
}
