package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/exchange"
	formats "galley/annotate/format/all"
	"galley/annotate/text"
	"galley/store"
)

// lists are what can be listed. Each gives the value of its key in the JSON
// answer, and the same as rows of text. Those of articles can be of some of them.
var lists = []struct {
	name       string
	ofArticles bool
	make       func(context.Context, store.Store, annotate.Query) (answer any, rows [][]string, err error)
}{
	{"articles", true, listArticles},
	{"annotators", false, listAnnotators},
	{"layers", true, listLayers},
	{"formats", false, listFormats},
	{"schemas", false, listSchemas},
	{"recipes", false, listRecipes},
}

func listCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	choose := choiceFlags(flags)
	return func(ctx context.Context, out *output, args []string) error {
		var some annotate.Recipe
		if err := choose(&some); err != nil {
			return err
		}
		if err := some.Check(); err != nil {
			return usagef("%v", err)
		}
		var names []string
		for _, l := range lists {
			names = append(names, l.name)
			switch {
			case l.name != args[1]:
				continue
			case !l.ofArticles && some.Articles != annotate.Choice{}:
				return usagef("%s are not of articles, so none can be chosen", l.name)
			}
			return withProject(ctx, args[0], true, func(s store.Store) error {
				list, rows, err := l.make(ctx, s, some.Articles.Query())
				if err != nil {
					return err
				}
				return out.answer(map[string]any{l.name: list}, func() {
					for _, row := range rows {
						out.printf("%s", strings.Join(row, "\t"))
					}
				})
			})
		}
		return usagef("there is no list of %q; there are %s", args[1], strings.Join(names, ", "))
	}
}

type articleRow struct {
	ID        annotate.ID `json:"id"`
	Key       string      `json:"key"`
	Title     string      `json:"title"`
	Published string      `json:"published"`
	Outlet    string      `json:"outlet"`
	Language  string      `json:"language"`
	Bytes     int         `json:"bytes"`
	// State is that of the human layer that has come furthest; the list of layers has each.
	State annotate.State `json:"state"`
}

// window is how many articles are listed with one question to the store.
const window = 1000

func listArticles(ctx context.Context, s store.Store, q annotate.Query) (any, [][]string, error) {
	p, err := s.Project(ctx)
	if err != nil {
		return nil, nil, err
	}
	refs, err := s.Find(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	out, text := make([]articleRow, 0, len(refs)), [][]string{}
	for len(refs) > 0 {
		n := min(window, len(refs))
		rows, err := s.Rows(ctx, "", refs[:n])
		if err != nil {
			return nil, nil, err
		}
		states, err := furthest(ctx, s, p.People, refs[:n])
		if err != nil {
			return nil, nil, err
		}
		for _, r := range rows {
			out = append(out, articleRow{r.ID, r.Key, r.Title, r.Published, r.Outlet, r.Language, r.Bytes, states[r.Ref]})
			text = append(text, []string{r.Key, r.Published, r.Outlet, r.Title})
		}
		refs = refs[n:]
	}
	return out, text, nil
}

// furthest is the state of each article's human layer that has come furthest.
func furthest(ctx context.Context, s store.Store, people []annotate.Person, refs []annotate.Ref) (map[annotate.Ref]annotate.State, error) {
	out := make(map[annotate.Ref]annotate.State, len(refs))
	for _, r := range refs {
		out[r] = annotate.New
	}
	for _, p := range people {
		rows, err := s.Rows(ctx, p.ID, refs)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if slices.Index(annotate.States, r.State) > slices.Index(annotate.States, out[r.Ref]) {
				out[r.Ref] = r.State
			}
		}
	}
	return out, nil
}

type annotatorRow struct {
	ID   annotate.ID `json:"id"`
	Name string      `json:"name"`
}

func listAnnotators(ctx context.Context, s store.Store, _ annotate.Query) (any, [][]string, error) {
	p, err := s.Project(ctx)
	if err != nil {
		return nil, nil, err
	}
	out, text := []annotatorRow{}, [][]string{}
	for _, x := range p.People {
		out = append(out, annotatorRow{x.ID, x.Name})
		text = append(text, []string{x.Name})
	}
	return out, text, nil
}

type layerRow struct {
	ID        string             `json:"id"` // the ids of article and annotator, and the kind
	Article   annotate.ID        `json:"article"`
	Key       string             `json:"key"`
	Title     string             `json:"title"`
	Annotator string             `json:"annotator"`
	Kind      annotate.LayerKind `json:"kind"`
	State     annotate.State     `json:"state"`
	exchange.Counts
}

func listLayers(ctx context.Context, s store.Store, q annotate.Query) (any, [][]string, error) {
	p, err := s.Project(ctx)
	if err != nil {
		return nil, nil, err
	}
	out, text := []layerRow{}, [][]string{}
	for e, err := range s.Each(ctx, q) {
		if err != nil {
			return nil, nil, err
		}
		for _, l := range e.Layers {
			row := layerRow{
				ID:      fmt.Sprintf("%s/%s/%s", l.ID.Article, l.ID.Annotator, l.ID.Kind),
				Article: e.Article.ID, Key: e.Article.Key, Title: e.Article.Title, Kind: l.ID.Kind, State: l.State(),
			}
			if person := p.Person(l.ID.Annotator); person != nil {
				row.Annotator = person.Name
			}
			row.Counts.Add(l)
			out = append(out, row)
			text = append(text, []string{row.Key, row.Annotator, string(row.Kind), string(row.State)})
		}
	}
	return out, text, nil
}

type formatRow struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Extension string   `json:"extension"`
	Offsets   string   `json:"offsets"` // what they count
	Variants  []string `json:"variants,omitempty"`
	Reads     bool     `json:"reads"`
	Writes    bool     `json:"writes"`
}

func listFormats(context.Context, store.Store, annotate.Query) (any, [][]string, error) {
	out, text := []formatRow{}, [][]string{}
	for _, r := range exchange.Readers() {
		info := r.Info()
		row := formatRow{info.ID, info.Name, info.Extension, string(info.Unit), info.VariantIDs(), true, formats.Find(info.ID) != nil}
		does := "import"
		if row.Writes {
			does = "import and export"
		}
		out = append(out, row)
		text = append(text, []string{row.ID, row.Name, does})
	}
	return out, text, nil
}

type schemaRow struct {
	ID        annotate.ID `json:"id"`
	Name      string      `json:"name"`
	Summary   string      `json:"summary"`
	Entities  int         `json:"entities"`
	Events    int         `json:"events"`
	Relations int         `json:"relations"`
	Revision  int         `json:"revision"` // changes in the project; 0 for a template
	Current   bool        `json:"current"`  // the project's own
}

// listSchemas lists the project's schema, then the templates for new projects.
func listSchemas(ctx context.Context, s store.Store, _ annotate.Query) (any, [][]string, error) {
	p, err := s.Project(ctx)
	if err != nil {
		return nil, nil, err
	}
	shipped, err := templates()
	if err != nil {
		return nil, nil, err
	}
	out, text := []schemaRow{}, [][]string{}
	for i, x := range append([]*annotate.Schema{p.Schema}, shipped...) {
		if x == nil {
			continue
		}
		row := schemaRow{x.ID, x.Name, x.Summary, len(x.Entities), len(x.Events), len(x.Relations), x.Revision, i == 0}
		what := "template"
		if row.Current {
			what = "the project's"
		}
		out = append(out, row)
		text = append(text, []string{string(row.ID), what, row.Name})
	}
	return out, text, nil
}

// recipeRow is a recipe as others list theirs.
type recipeRow struct {
	ID annotate.ID `json:"id"`
	*annotate.Recipe
}

func listRecipes(ctx context.Context, s store.Store, _ annotate.Query) (any, [][]string, error) {
	recipes, err := exchange.Recipes(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	out, text := []recipeRow{}, [][]string{}
	for _, r := range recipes {
		out = append(out, recipeRow{r.ItemID(), r})
		text = append(text, []string{r.Name, r.Format})
	}
	return out, text, nil
}

type hitRow struct {
	Article annotate.ID `json:"article"`
	Key     string      `json:"key"`
	Title   string      `json:"title"`
	Start   int         `json:"start"` // in code points of the text, or of the title
	End     int         `json:"end"`
	InTitle bool        `json:"in_title"`
	Snippet string      `json:"snippet"`
}

func searchCommand(flags *flag.FlagSet) func(context.Context, *output, []string) error {
	limit := flags.Int("limit", 20, "")
	return func(ctx context.Context, out *output, args []string) error {
		if *limit < 1 {
			return usagef("search: --limit is a number from 1")
		}
		return withProject(ctx, args[0], true, func(s store.Store) error {
			hits, total, err := s.Search(ctx, args[1], *limit)
			if err != nil {
				return err
			}
			rows := make([]hitRow, len(hits))
			for i, h := range hits {
				if rows[i], err = hit(ctx, s, h); err != nil {
					return err
				}
			}
			answer := struct {
				Hits  []hitRow `json:"hits"`
				Total int      `json:"total"`
			}{rows, total}
			return out.answer(answer, func() {
				for _, r := range rows {
					out.printf("%s\t%s\t%s", r.Key, r.Title, strings.Join(strings.Fields(r.Snippet), " "))
				}
				out.printf("%d of %d articles", len(rows), total)
			})
		})
	}
}

// hit converts the place of a hit to code points.
func hit(ctx context.Context, s store.Store, h annotate.Hit) (hitRow, error) {
	row := hitRow{Article: h.Article, Key: h.Key, Title: h.Title, InTitle: h.InTitle, Snippet: h.Snippet}
	body := text.New(h.Title)
	if !h.InTitle {
		a, err := s.Article(ctx, h.Article)
		if err != nil {
			return row, err
		}
		body = a.Text
	}
	var err error
	if row.Start, err = body.CodePoint(h.Span.Start); err != nil {
		return row, err
	}
	row.End, err = body.CodePoint(h.Span.End)
	return row, err
}
