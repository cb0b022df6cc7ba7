package exchange

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/annotate"
)

// Recipes are the recipes of a project in order of name.
func Recipes(ctx context.Context, corpus Corpus) ([]*annotate.Recipe, error) {
	things, err := corpus.Things(ctx, annotate.KindRecipe, "")
	if err != nil {
		return nil, err
	}
	var out []*annotate.Recipe
	for _, t := range things {
		out = append(out, t.(*annotate.Recipe))
	}
	return out, nil
}

// FindRecipe is the recipe with a name. Where there is none, a *UsageError tells which there are.
func FindRecipe(ctx context.Context, corpus Corpus, name string) (*annotate.Recipe, error) {
	all, err := Recipes(ctx, corpus)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, r := range all {
		if r.Name == name {
			return r, nil
		}
		names = append(names, r.Name)
	}
	if len(names) == 0 {
		return nil, &UsageError{fmt.Sprintf("there is no recipe %q; the project has none", name)}
	}
	return nil, &UsageError{fmt.Sprintf("there is no recipe %q; there are %s", name, strings.Join(names, ", "))}
}

// SaveRecipe is the edit that puts a recipe into a project, in the place of one
// of that name. ok is false where it is there already.
func SaveRecipe(ctx context.Context, corpus Corpus, r annotate.Recipe) (e annotate.Edit, ok bool, err error) {
	if r.Name = strings.TrimSpace(r.Name); r.Name == "" {
		return e, false, &UsageError{"a recipe needs a name"}
	}
	all, err := Recipes(ctx, corpus)
	if err != nil {
		return e, false, err
	}
	e.After = &r
	if i := slices.IndexFunc(all, func(x *annotate.Recipe) bool { return x.Name == r.Name }); i >= 0 {
		e.Before = all[i]
	}
	return e, !annotate.Equal(e.Before, e.After), nil
}

// RenameRecipe are the edits that give a recipe of a project another name. A
// *UsageError says that there is none of its name, or one of the other already.
func RenameRecipe(ctx context.Context, corpus Corpus, from, to string) ([]annotate.Edit, error) {
	r, err := FindRecipe(ctx, corpus, from)
	if err != nil {
		return nil, err
	}
	renamed := *r
	renamed.Name = to
	e, changes, err := SaveRecipe(ctx, corpus, renamed)
	switch {
	case err != nil || !changes:
		return nil, err
	case e.Before != nil:
		return nil, &UsageError{fmt.Sprintf("there is a recipe %q already", e.After.ItemID())}
	}
	return []annotate.Edit{{Before: r}, e}, nil
}

// ParseLabels reads "GOV=ORG,BOILER=": new names of labels, none for those that
// are left out.
func ParseLabels(s string) (map[string]string, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	out := map[string]string{}
	for part := range strings.SplitSeq(s, ",") {
		from, to, ok := strings.Cut(part, "=")
		from, to = strings.TrimSpace(from), strings.TrimSpace(to)
		_, twice := out[from]
		switch {
		case !ok || from == "":
			return nil, &UsageError{fmt.Sprintf("label %q is not of the form LABEL=NAME, or LABEL= to leave it out", part)}
		case twice:
			return nil, &UsageError{fmt.Sprintf("label %q stands twice", from)}
		}
		out[from] = to
	}
	return out, nil
}

// FormatLabels is what ParseLabels reads.
func FormatLabels(labels map[string]string) string {
	var parts []string
	for _, from := range slices.Sorted(maps.Keys(labels)) {
		parts = append(parts, from+"="+labels[from])
	}
	return strings.Join(parts, ",")
}

// FormatSplits is what ParseSplits reads.
func FormatSplits(splits []annotate.Split) string {
	var parts []string
	for _, s := range splits {
		parts = append(parts, s.Name+"="+strconv.FormatFloat(s.Share, 'g', -1, 64))
	}
	return strings.Join(parts, ",")
}
