package exchange

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format/formattest"
	"galley/annotate/span"
)

// preview counts what a recipe gives: articles, mentions and losses with "recipe" or "majority" in them.
func preview(t *testing.T, c *corpus, r annotate.Recipe) (articles int, counts Counts, lost []string) {
	t.Helper()
	p, err := PreviewExport(context.Background(), c, ExportOptions{Recipe: r})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range p.Losses {
		if strings.Contains(l.What, "recipe") || strings.Contains(l.What, "majority") {
			lost = append(lost, fmt.Sprintf("%d %s", l.Count, l.What))
		}
	}
	return p.Articles, p.Annotations, lost
}

func TestRecipeLayers(t *testing.T) {
	c := newCorpus(3, "ada", "bot suggestion")
	started := c.entries[1].Layers[0]
	started.Head = &annotate.Head{State: annotate.Started}
	c.entries[1].Layers[0] = started
	all, _, _ := preview(t, c, annotate.Recipe{Format: "galley"})
	tests := []struct {
		name     string
		recipe   annotate.Recipe
		articles int
		layers   int
		lost     []string
	}{
		{"all", annotate.Recipe{Format: "galley"}, 3, 6, nil},
		{"no suggestions", annotate.Recipe{Format: "galley", DropSuggestions: true}, 3, 3, []string{"3 layers of a kind or state that the recipe does not take"}},
		{"done", annotate.Recipe{Format: "galley", Layers: "ada", States: []annotate.State{annotate.Done}}, 2, 2,
			[]string{"1 layers of a kind or state that the recipe does not take", "1 articles without a layer in a state that the recipe takes"}},
		{"done, of one layer", annotate.Recipe{Format: "conll2003", States: []annotate.State{annotate.Done}, DropSuggestions: true}, 2, 0,
			[]string{"1 layers of a kind or state that the recipe does not take", "1 articles without a layer in a state that the recipe takes"}},
		{"adjudicated", annotate.Recipe{Format: "galley", States: []annotate.State{annotate.Adjudicated}}, 0, 0,
			[]string{"6 layers of a kind or state that the recipe does not take", "3 articles without a layer in a state that the recipe takes"}},
	}
	mentions := formattest.Document().Layers[0].Mentions.Len()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			articles, counts, lost := preview(t, c, tt.recipe)
			if articles != tt.articles || tt.layers > 0 && counts.Mentions != tt.layers*mentions {
				t.Errorf("%d of %d articles, %d mentions; want %d articles, %d layers of %d mentions", articles, all, counts.Mentions, tt.articles, tt.layers, mentions)
			}
			if diff := cmp.Diff(tt.lost, lost); diff != "" {
				t.Errorf("losses (-want +got)\n%s", diff)
			}
		})
	}
}

// Two of three say the same of all but a mention that one calls otherwise; one more mention is marked by one alone.
func TestMajority(t *testing.T) {
	c := newCorpus(2, "ada", "ben", "cy")
	change := func(entry, layer int, item annotate.Item) {
		l := &c.entries[entry].Layers[layer]
		next, _, err := annotate.Document{Article: c.entries[entry].Article, Layer: *l}.Apply([]annotate.Edit{{Layer: l.ID, Before: l.Find(item.ItemID()), After: item}})
		if err != nil {
			t.Fatal(err)
		}
		*l = next.Layer
	}
	m1 := *formattest.Document().Layers[0].Mentions.All()[0]
	m1.Label = "MISC"
	change(0, 0, &m1)
	at := strings.Index(c.entries[0].Article.Text.String(), "officials")
	alone := annotate.Mention{ID: "alone", Label: "PER", Spans: []span.Span{{Start: at, End: at + len("officials")}}}
	change(0, 2, &alone)
	c.entries[1].Layers = c.entries[1].Layers[:1]

	whole := formattest.Document().Layers[0]
	articles, counts, lost := preview(t, c, annotate.Recipe{Format: "galley", Layers: "majority"})
	if articles != 2 || counts.Mentions != whole.Mentions.Len() || counts.Events != whole.Events.Len() || counts.Relations != whole.Relations.Len() {
		t.Errorf("%d articles, %+v, want the %d mentions of the first", articles, counts, whole.Mentions.Len())
	}
	if diff := cmp.Diff([]string{"1 articles that fewer than two people have finished, without a majority"}, lost); diff != "" {
		t.Error(diff)
	}

	c.entries[0].Layers = c.entries[0].Layers[:2] // of two who differ, none has a majority
	_, counts, lost = preview(t, c, annotate.Recipe{Format: "galley", Layers: "majority"})
	if want := "1 mentions, entities, events, relations and labels on which no majority agrees"; len(lost) == 0 || lost[0] != want || counts.Mentions == 0 {
		t.Errorf("%d mentions, lost %q, want %q", counts.Mentions, lost, want)
	}
}

// GLiNER's splitter takes "Free-Dawn" for one token, the others do not.
func TestBordersAreThoseOfTheFormat(t *testing.T) {
	c := newCorpus(1, "ada")
	old := c.entries[0]
	c.entries[0].Article = annotate.NewArticle(annotate.Article{ID: old.Article.ID, Key: old.Article.Key}, "Free-Dawn left.")
	c.entries[0].Layers = []annotate.Layer{annotate.NewLayer(old.Layers[0].ID, []annotate.Item{&annotate.Mention{ID: "m1", Label: "ORG", Spans: []span.Span{{Start: 5, End: 9}}}})}
	for id, want := range map[string]int{"gliner": 0, "dygie": 1, "spacy": 1} {
		if _, counts, lost := preview(t, c, annotate.Recipe{Format: id, Borders: annotate.BordersDrop}); counts.Mentions != want {
			t.Errorf("%s keeps %d mentions, want %d; lost %q", id, counts.Mentions, want, lost)
		}
	}
}

func TestRecipeInFiles(t *testing.T) {
	dir := t.TempDir()
	r := annotate.Recipe{
		Format: "galley", Layers: "majority", Labels: map[string]string{"ORG": "ACTOR", "LOC": ""}, DropUnsure: true,
		Fragments: annotate.FragmentsHull, Borders: annotate.BordersSnap, Nested: annotate.NestedOutermost,
		Splits: []annotate.Split{{Name: "train", Share: 0.5}, {Name: "test", Share: 0.5}}, Group: "story,date", Seed: 4,
	}
	var got [2]map[string]string
	for i := range got {
		out := filepath.Join(dir, fmt.Sprint(i))
		if _, err := Export(context.Background(), newCorpus(12, "ada", "ben"), ExportOptions{Recipe: r, Out: out}); err != nil {
			t.Fatal(err)
		}
		got[i] = files(t, out)
	}
	if diff := cmp.Diff(got[0], got[1]); diff != "" {
		t.Errorf("two exports of a recipe differ:\n%s", diff)
	}
	if s := got[0]["schema.json"]; !strings.Contains(s, `"ACTOR"`) || strings.Contains(s, `"LOC"`) {
		t.Errorf("the schema has the old labels:\n%s", s)
	}
	both := got[0]["train.jsonl"] + got[0]["test.jsonl"]
	if !strings.Contains(both, `"annotator":"majority"`) || !strings.Contains(both, `"label":"ACTOR"`) || strings.Contains(both, `"label":"LOC"`) {
		t.Errorf("the data are\n%s", both)
	}
	if !strings.Contains(got[0]["losses.json"], "labels renamed by the recipe") {
		t.Errorf("losses.json is %s", got[0]["losses.json"])
	}
}

func TestParseLabels(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want map[string]string
		err  string
	}{
		{"", nil, ""},
		{"GOV=ORG, BOILER=", map[string]string{"GOV": "ORG", "BOILER": ""}, ""},
		{"GOV", nil, "not of the form"},
		{"=X", nil, "not of the form"},
		{"A=B,A=C", nil, "stands twice"},
	} {
		got, err := ParseLabels(tt.in)
		var usage *UsageError
		if tt.err != "" && (!errors.As(err, &usage) || !strings.Contains(err.Error(), tt.err)) || tt.err == "" && err != nil {
			t.Errorf("%q: error is %v, want %q", tt.in, err, tt.err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", tt.in, diff)
		}
		if again, _ := ParseLabels(FormatLabels(got)); tt.err == "" && !cmp.Equal(again, got) {
			t.Errorf("%q was written as %q", tt.in, FormatLabels(got))
		}
	}
}

// What people say of a story is in the next preview, and on one side of the splits.
func TestStoriesAreCorrected(t *testing.T) {
	c := newCorpus(5, "ada")
	for i, body := range []string{"The Front shelled Wadi Sahl on Monday.", "the Front shelled Wadi Sahl on Monday", "The Front shelled Wadi Sahl on Monday!", "Two convoys left.", "Rain delayed the talks."} {
		about := *c.entries[i].Article
		c.entries[i] = annotate.Entry{Article: annotate.NewArticle(annotate.Article{ID: about.ID, Key: about.Key, Outlet: about.Outlet}, body)}
	}
	recipe := annotate.Recipe{Format: "galley", Group: "story", Splits: []annotate.Split{{Name: "train", Share: 0.5}, {Name: "test", Share: 0.5}}}
	stories := func() (out []string, found []Story) {
		p, err := PreviewExport(context.Background(), c, ExportOptions{Recipe: recipe})
		if err != nil {
			t.Fatal(err)
		}
		sides := 0
		for _, s := range p.Stories {
			line := ""
			for _, m := range s.Members {
				line += fmt.Sprintf("%s %.0f ", m.Key, 100*m.Likeness)
			}
			out = append(out, line)
			sides += len(s.Members)
			if s.Split != "train" && s.Split != "test" {
				t.Errorf("a story is in split %q", s.Split)
			}
		}
		return out, p.Stories
	}
	do := func(edits ...annotate.Edit) {
		for _, e := range edits {
			c.things = slices.DeleteFunc(c.things, func(x annotate.Thing) bool { return e.Before != nil && x.ItemID() == e.Before.ItemID() })
			c.things = append(c.things, e.After.(annotate.Thing))
		}
	}
	links := func() []*annotate.StoryLink {
		l, err := StoryLinks(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	lines, found := stories()
	if diff := cmp.Diff([]string{"news-000 100 news-001 100 news-002 100 "}, lines); diff != "" {
		t.Fatal(diff)
	}
	do(PartFromStory(links(), found[0], "id-001")...)
	do(LinkStory(links(), "id-004", "id-003", true))
	lines, _ = stories()
	if diff := cmp.Diff([]string{"news-000 100 news-002 100 ", "news-003 0 news-004 0 "}, lines); diff != "" {
		t.Error(diff)
	}
	do(LinkStory(links(), "id-000", "id-001", true)) // in the place of what parted them
	if n := len(links()); n != 3 {
		t.Errorf("%d links, want 3", n)
	}
	lines, _ = stories()
	if diff := cmp.Diff([]string{"news-000 100 news-001 100 ", "news-003 0 news-004 0 "}, lines); diff != "" {
		t.Error(diff)
	}
}

func TestRenameRecipe(t *testing.T) {
	c := newCorpus(1)
	c.things = []annotate.Thing{&annotate.Recipe{Name: "a", Format: "brat"}, &annotate.Recipe{Name: "b"}}
	edits, err := RenameRecipe(context.Background(), c, "a", " c ")
	if err != nil || len(edits) != 2 || edits[0].Before != c.things[0] || edits[0].After != nil || edits[1].Before != nil {
		t.Fatalf("edits are %v, %v", edits, err)
	}
	if r := edits[1].After.(*annotate.Recipe); r.Name != "c" || r.Format != "brat" {
		t.Errorf("it becomes %+v", r)
	}
	if edits, err := RenameRecipe(context.Background(), c, "a", "a"); err != nil || len(edits) > 0 {
		t.Errorf("to the name that it has: %v, %v", edits, err)
	}
	for to, want := range map[string]string{"b": `there is a recipe "b" already`, " ": "a recipe needs a name"} {
		var usage *UsageError
		if _, err := RenameRecipe(context.Background(), c, "a", to); !errors.As(err, &usage) || usage.Msg != want {
			t.Errorf("to %q: %v", to, err)
		}
	}
	if _, err := RenameRecipe(context.Background(), c, "x", "y"); err == nil {
		t.Error("a recipe that is not there gets a name")
	}
}
