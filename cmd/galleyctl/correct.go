package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"time"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/anchor"
	"galley/store"
)

func correctCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	dry := flags.Bool("dry-run", false, "")
	anyway := flags.Bool("anyway", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		body, err := os.ReadFile(args[2])
		if err != nil {
			return err
		}
		body = bytes.TrimPrefix(body, []byte("\ufeff"))
		if !utf8.Valid(body) {
			return fmt.Errorf("%s is not in UTF-8", args[2])
		}
		return withProject(ctx, args[0], *dry, func(s store.Store) error {
			bundles, err := s.Things(ctx, annotate.KindBundle, "")
			if err != nil {
				return err
			}
			if len(bundles) > 0 {
				return fmt.Errorf("%s is a bundle; correct the text in the project that it came from", args[0])
			}
			old, err := findArticle(ctx, s, args[1])
			if err != nil {
				return err
			}
			if old.Text.String() == string(body) {
				return fmt.Errorf("%s is the text that %s has", args[2], old.Key)
			}
			c, err := correction(ctx, s, old, string(body))
			if err == nil && c.Another() && !*anyway {
				return fmt.Errorf("hardly anything of the text of %s is in %s (%.0f %% of it): is that another article? With --anyway it takes the place of the text", old.Key, args[2], 100*c.Kept)
			}
			if err == nil && !*dry {
				err = s.Commit(ctx, annotate.Transaction{ID: newIDs().Next(), At: time.Now().UTC(), Title: "correct the text of " + old.Title, Edits: c.Edits})
			}
			if err != nil {
				return err
			}
			project, err := s.Project(ctx)
			if err != nil {
				return err
			}
			return tellCorrection(out, &project, old, c, *dry)
		})
	}
}

// correction works out what correcting the text of an article comes to.
func correction(ctx context.Context, s store.Store, old *annotate.Article, body string) (*anchor.Correction, error) {
	layers, err := s.Layers(ctx, old.ID)
	if err != nil {
		return nil, err
	}
	things, err := s.Things(ctx, annotate.KindAssignment, old.ID)
	if err != nil {
		return nil, err
	}
	decisions, err := s.Things(ctx, annotate.KindDecision, old.ID)
	if err != nil {
		return nil, err
	}
	return anchor.Correct(old, body, layers, append(things, decisions...)), nil
}

// correctAnswer tells what became of annotations when a text was corrected.
type correctAnswer struct {
	Article annotate.ID    `json:"article"` // the new one
	Moved   int            `json:"moved"`
	Unsure  int            `json:"unsure"`
	Lost    int            `json:"lost"`
	Layers  []correctLayer `json:"layers"`
	Look    []correctRow   `json:"look"` // what is unsure or lost
	DryRun  bool           `json:"dry_run"`
}

// correctLayer is what of it is one layer's.
type correctLayer struct {
	Annotator string             `json:"annotator"` // name
	Layer     annotate.LayerKind `json:"layer"`
	Moved     int                `json:"moved"`
	Unsure    int                `json:"unsure"`
	Lost      int                `json:"lost"`
}

type correctRow struct {
	annotated
	Fate   anchor.Fate `json:"fate"`
	Reason string      `json:"reason"`
}

func tellCorrection(out *output, project *annotate.Project, old *annotate.Article, c *anchor.Correction, dry bool) error {
	answer := correctAnswer{
		Article: c.Article.ID, Moved: c.Count(anchor.Moved), Unsure: c.Count(anchor.Unsure), Lost: c.Count(anchor.Lost),
		Layers: []correctLayer{}, Look: []correctRow{}, DryRun: dry,
	}
	for _, l := range c.Layers {
		name := project.NameOf(l.Layer.Annotator)
		answer.Layers = append(answer.Layers, correctLayer{name, l.Layer.Kind, l.Count(anchor.Moved), l.Count(anchor.Unsure), l.Count(anchor.Lost)})
		for _, x := range l.Carried {
			answer.Look = append(answer.Look, correctRow{newAnnotated(old, name, l.Layer, x.Was), x.Fate, x.Reason})
		}
	}
	return out.answer(answer, func() {
		for _, r := range answer.Look {
			out.printf("%s: %s: %s", r.Fate, r.annotated, r.Reason)
		}
		for _, l := range answer.Layers {
			out.printf("%s: %d moved, %d unsure, %d lost", ofLayer(l.Annotator, l.Layer), l.Moved, l.Unsure, l.Lost)
		}
		did := "corrected"
		if dry {
			did = "would correct"
		}
		out.printf("%s %s: %d annotations moved, %d unsure, %d lost", did, old.Key, answer.Moved, answer.Unsure, answer.Lost)
	})
}
