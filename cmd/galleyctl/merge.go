package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"galley/annotate"
	"galley/annotate/merge"
	"galley/annotate/unite"
	"galley/store"
	"galley/store/open"
)

func bundleCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	opt := merge.BundleOptions{Now: time.Now, IDs: newIDs()}
	flags.StringVar(&opt.Annotator, "annotator", "", "")
	flags.StringVar(&opt.Articles, "articles", "", "")
	return func(ctx context.Context, out *output, args []string) error {
		if opt.Annotator == "" {
			return usagef("bundle: --annotator says for whom it is")
		}
		if _, err := os.Lstat(args[1]); err == nil {
			return fmt.Errorf("%s is there already", args[1])
		}
		return withProject(ctx, args[0], false, func(s store.Store) error {
			b, err := merge.MakeBundle(ctx, s, opt)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			err = open.CreateCopy(ctx, args[1], b.Project, b.Name, b.Acts)
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s is there already", args[1])
			}
			if err != nil {
				return err
			}
			answer := struct {
				Bundle    string `json:"bundle"`
				Annotator string `json:"annotator"`
				Articles  int    `json:"articles"`
			}{args[1], b.Person.Name, b.Articles}
			return out.answer(answer, func() {
				out.printf("made %s for %s with %d articles", args[1], b.Person.Name, b.Articles)
			})
		})
	}
}

func mergeCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	dry := flags.Bool("dry-run", false, "")
	return func(ctx context.Context, out *output, args []string) error {
		return withProject(ctx, args[0], *dry, func(s store.Store) error {
			return withOthers(ctx, args[1:], nil, func(others []merge.Other) error {
				p, err := merge.Prepare(ctx, s, others, merge.Options{Now: time.Now, IDs: newIDs()})
				answer := newMergeAnswer(p, *dry)
				if err == nil && !*dry && p.Changes() {
					answer.Copy, err = copyAndMerge(ctx, s, args[0], p, out)
				}
				if err == nil {
					answer.Conflicts, err = tellConflicts(ctx, p)
				}
				if err != nil {
					return answer.refused(out, err)
				}
				return answer.tell(out)
			})
		})
	}
}

// withOthers opens copies for reading, one after the other, and closes them after do.
func withOthers(ctx context.Context, paths []string, opened []merge.Other, do func([]merge.Other) error) error {
	if len(paths) == 0 {
		return do(opened)
	}
	s, err := open.Project(ctx, paths[0], store.Options{ReadOnly: true, Program: "galleyctl"})
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no file %s", paths[0])
	}
	if err != nil {
		return err
	}
	o := merge.Other{Copy: s, Name: paths[0], Check: func(ctx context.Context) ([]string, error) { return store.Wrong(ctx, s) }}
	return errors.Join(withOthers(ctx, paths[1:], append(opened, o), do), s.Close())
}

// copyAndMerge merges after a copy of the project, whose path it gives. Where
// merging fails nothing is changed, so the copy goes too.
func copyAndMerge(ctx context.Context, s store.Store, path string, p *merge.Plan, out *output) (string, error) {
	copied, err := store.CopyBeside(ctx, s, path+".before-merge", out.progress("copying"))
	if err != nil {
		return "", err
	}
	if err := p.Do(ctx); err != nil {
		return "", errors.Join(err, os.Remove(copied))
	}
	return copied, nil
}

type mergeAnswer struct {
	merge.Report
	Conflicts   []mergeConflict `json:"conflicts"`
	NotCompared []mergeApart    `json:"not_compared"` // what the report's number counts
	DryRun      bool            `json:"dry_run"`
	Copy        string          `json:"copy"` // of the project as it was before
}

// newMergeAnswer tells what a merge comes to, without its conflicts.
func newMergeAnswer(p *merge.Plan, dry bool) mergeAnswer {
	a := mergeAnswer{Report: p.Report, Conflicts: []mergeConflict{}, NotCompared: make([]mergeApart, 0, p.Report.Apart), DryRun: dry}
	for _, x := range p.Report.NotCompared {
		a.NotCompared = append(a.NotCompared, mergeApart{x.Article.Key, newAnnotated(x.Article, x.Annotator, x.Layer, x.Item), x.Reason})
	}
	return a
}

// mergeApart is something that cannot be compared with what is here.
type mergeApart struct {
	Article string `json:"article"` // key
	annotated
	Reason string `json:"reason"`
}

// mergeConflict is something that was changed on both sides.
type mergeConflict struct {
	Article   string        `json:"article"` // key
	Annotator string        `json:"annotator"`
	Kind      annotate.Kind `json:"kind"`
	ID        annotate.ID   `json:"id"`
	Beside    annotate.ID   `json:"beside"` // id of the other version; empty where it is in the log only
	// What stands in its place and what does not; null where it was deleted.
	Stays annotate.Item `json:"stays"`
	Other annotate.Item `json:"other"`
}

// String names what was changed, and what of it does not stand in its place.
func (c mergeConflict) String() string {
	words := []string{string(c.Kind), string(c.ID), string(c.Beside)}
	if c.Article != "" {
		words = append(words, "in "+c.Article)
	}
	if stays, other, is := merge.InTwoWays(c.Stays, c.Other); is {
		return fmt.Sprintf("the text of %s: the correction %s stays, not %s", c.Article, stays, other)
	}
	if keeps, other, is := merge.OneKey(unite.Conflict{Stays: c.Stays, Other: c.Other}); is {
		texts := "other texts"
		if keeps.Digest == other.Digest {
			texts = "the same text"
		}
		return fmt.Sprintf("two articles with %s have the key %s: %q keeps it, %q has the key %s now", texts, keeps.Key, keeps.Title, other.Title, other.Key)
	}
	said := strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
	if c.Beside != "" {
		return fmt.Sprintf("%s: both stay, %s and %s", said, jsonOf(c.Stays), jsonOf(c.Other))
	}
	return fmt.Sprintf("%s: %s stays, not %s", said, jsonOf(c.Stays), jsonOf(c.Other))
}

func jsonOf(item annotate.Item) string {
	if item == nil {
		return "nothing"
	}
	data, err := json.Marshal(item)
	if err != nil {
		return err.Error()
	}
	const most = 200
	if text := []rune(string(data)); len(text) > most {
		return string(text[:most]) + "..."
	}
	return string(data)
}

func tellConflicts(ctx context.Context, p *merge.Plan) ([]mergeConflict, error) {
	list, err := p.InArticles(ctx)
	out := make([]mergeConflict, 0, len(list))
	for _, c := range list {
		row := mergeConflict{Annotator: string(c.Scope.Layer.Annotator), Kind: kindOf(c.Conflict), ID: c.ID, Beside: c.Beside, Stays: c.Stays, Other: c.Other}
		if c.Article != nil {
			row.Article = c.Article.Key
		}
		out = append(out, row)
	}
	return out, err
}

func kindOf(c unite.Conflict) annotate.Kind {
	switch {
	case c.Stays != nil:
		return c.Stays.ItemKind()
	case c.Other != nil:
		return c.Other.ItemKind()
	}
	return c.Scope.Kind
}

func (a *mergeAnswer) tell(out *output) error {
	return out.answer(a, func() { a.print(out) })
}

// refused tells what cannot be compared with what is here, where anything is,
// and gives the error for which nothing was merged.
func (a *mergeAnswer) refused(out *output, err error) error {
	if a.Apart == 0 {
		return err
	}
	if err := out.answer(a, func() { a.printApart(out) }); err != nil {
		return err
	}
	return fmt.Errorf("%w; %d annotations cannot be compared with what is here", err, a.Apart)
}

func (a *mergeAnswer) printApart(out *output) {
	for _, x := range a.NotCompared {
		out.printf("not comparable: %s in %s: %s", x.annotated, x.Article, x.Reason)
	}
}

func (a *mergeAnswer) print(out *output) {
	for _, f := range a.From {
		switch {
		case f.Segments > 0:
			out.printf("%s: %d segments", f.Name, f.Segments)
		case f.Bundle == "":
			out.printf("%s: a copy of the project, %d articles", f.Name, f.Articles)
		default:
			out.printf("%s: bundle of %s, %d articles, made %s", f.Name, f.Bundle, f.Articles, f.Made.Format("2006-01-02 15:04"))
		}
	}
	for _, name := range a.People {
		out.printf("%s is new here", name)
	}
	for _, sentence := range a.Schema {
		out.printf("%s", sentence)
	}
	for _, c := range a.Conflicts {
		out.printf("changed on both sides: %s", c)
	}
	a.printApart(out)
	did := "merged"
	if a.DryRun {
		did = "would merge"
	}
	out.printf("%s: new %d, identical %d, changed %d, changed on both sides %d, not comparable %d",
		did, a.New, a.Identical, a.Changed, a.Conflicting, a.Apart)
	switch {
	case a.Copy != "":
		out.printf("the project as it was before lies in %s", a.Copy)
	case a.Acts == 0:
		out.printf("everything is here already")
	}
}
