package annotate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// KindRecipe is the kind of Recipe.
const KindRecipe Kind = "recipe"

// Recipe says how a data set is made of the project, so that the same one can
// be made again. Zero fields choose nothing out and change nothing.
type Recipe struct {
	Name   string `json:"name"`   // also its id
	Format string `json:"format"` // id
	// Variant is another way to write the format, one of its own: under other
	// names, with another prompt, with offsets that count something else. Empty
	// is the usual one.
	Variant string `json:"variant,omitempty"`
	// WithoutTexts leaves out the texts of articles and what is quoted of them,
	// which can be joined again. Not every format can.
	WithoutTexts bool `json:"without_texts,omitempty"`

	Articles Choice `json:"articles,omitzero"`
	// Layers are "gold", "all", "majority", or names of annotators with commas
	// between them. Empty: all for a format that holds layers; else gold if there
	// is any, else the only human layer, else nothing. A majority is what more
	// than half of the people who finished an article say, and two at least.
	Layers string `json:"layers,omitempty"`
	// States are those of layers that come in; articles without such a layer are left out.
	States          []State `json:"states,omitempty"`
	DropSuggestions bool    `json:"drop_suggestions,omitempty"`
	DropUnsure      bool    `json:"drop_unsure,omitempty"` // annotations that somebody was not sure of

	// Labels renames labels of any kind, usually to a coarser one; "" leaves what bears it out.
	Labels    map[string]string `json:"labels,omitempty"`
	Fragments Fragments         `json:"fragments,omitempty"`
	Borders   Borders           `json:"borders,omitempty"`
	Nested    Nested            `json:"nested,omitempty"`

	Splits []Split `json:"splits,omitempty"` // none: one data set
	// Group is what splits must not part: "story", "outlet" or "date", or several
	// of them with commas between; empty or "none" parts any articles.
	Group string `json:"group,omitempty"`
	Seed  int64  `json:"seed,omitempty"` // of the splits
}

// Choice says which articles come in: those for which all of it is true.
type Choice struct {
	Words    string `json:"words,omitempty"`  // of title, outlet or key; each begins a word
	Search   string `json:"search,omitempty"` // words and "phrases" of title and text, as Query has them
	Outlet   string `json:"outlet,omitempty"`
	Language string `json:"language,omitempty"`
	From     string `json:"from,omitempty"` // first day, month or year that they were published in
	To       string `json:"to,omitempty"`   // the last
}

// Query is the query of a store that chooses the articles.
func (c Choice) Query() Query {
	return Query{Text: c.Words, Search: c.Search, Outlet: c.Outlet, Language: c.Language, From: c.From, To: c.To, Order: ByKey}
}

// check tells what is wrong with the days, if anything.
func (c Choice) check() error {
	for _, day := range []string{c.From, c.To} {
		if !slices.ContainsFunc([]string{"", "2006", "2006-01", time.DateOnly}, func(layout string) bool {
			_, err := time.Parse(layout, day)
			return err == nil
		}) {
			return fmt.Errorf("%q is no day, month or year, such as 2016-05-02, 2016-05 or 2016", day)
		}
	}
	if c.From != "" && c.To != "" && !(Query{To: c.To}).Covers(c.From) {
		return fmt.Errorf("no article is published from %s to %s: that is backwards", c.From, c.To)
	}
	return nil
}

// Fragments says what becomes of mentions in several fragments. Empty: what the format makes of them.
type Fragments string

// The ways with fragments.
const (
	FragmentsHull  Fragments = "hull"  // what lies between belongs to the mention, and to a trigger
	FragmentsParts Fragments = "parts" // each fragment is a mention; the first keeps what refers to it
	FragmentsDrop  Fragments = "drop"  // the mention is left out
)

// Borders says what becomes of mentions and triggers that begin or end within a
// token, or with white space. Empty: what the format makes of them.
type Borders string

// The ways with borders of tokens.
const (
	BordersSnap Borders = "snap" // they get all tokens that they touch
	BordersDrop Borders = "drop" // they are left out
)

// Nested says which mentions stay where some share text. Empty: what the format makes of them.
type Nested string

// The ways with nested and crossing mentions.
const (
	NestedOutermost Nested = "outermost" // the longest first; of equal ones the first
	NestedInnermost Nested = "innermost" // the shortest first
	NestedDrop      Nested = "drop"      // none of them
)

// Check tells what is wrong with the recipe's days and ways, if anything.
func (r *Recipe) Check() error {
	return errors.Join(
		r.Articles.check(),
		oneOf("fragments", []Fragments{r.Fragments}, "", FragmentsHull, FragmentsParts, FragmentsDrop),
		oneOf("borders", []Borders{r.Borders}, "", BordersSnap, BordersDrop),
		oneOf("nested", []Nested{r.Nested}, "", NestedOutermost, NestedInnermost, NestedDrop),
		oneOf("state", r.States, States...))
}

// oneOf tells which of given is not known.
func oneOf[T ~string](what string, given []T, known ...T) error {
	for _, g := range given {
		if !slices.Contains(known, g) {
			var names []string
			for _, k := range known {
				if k != "" {
					names = append(names, string(k))
				}
			}
			return fmt.Errorf("%s %q is none of %s", what, g, strings.Join(names, ", "))
		}
	}
	return nil
}

// Split is a part of a data set, with its share of the articles.
type Split struct {
	Name  string  `json:"name"`
	Share float64 `json:"share"` // above 0; those of a recipe sum to 1
}

// ItemKind is KindRecipe.
func (r *Recipe) ItemKind() Kind { return KindRecipe }

// ItemID is the recipe's name.
func (r *Recipe) ItemID() ID { return ID(r.Name) }

// ItemArticle is empty: a recipe is about no one article.
func (r *Recipe) ItemArticle() ID { return "" }

func (r *Recipe) equal(x Item) bool { return sameContent(r, x) }
