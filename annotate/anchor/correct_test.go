package anchor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/anchor"
	"galley/annotate/span"
)

// A correction makes another article, puts the old one aside, and takes along
// layers, assignments and decisions. A layer with something unsure is flagged.
func TestCorrect(t *testing.T) {
	old := annotate.NewArticle(annotate.Article{ID: "a", Key: "k", Title: "T", Extra: annotate.Fields{"x": "1"}}, "Rebels shelled Elmria today.")
	at := func(start, end int) []span.Span { return []span.Span{{Start: start, End: end}} }
	ada := annotate.LayerID{Article: "a", Annotator: "ada", Kind: annotate.Human}
	ben := annotate.LayerID{Article: "a", Annotator: "ben", Kind: annotate.Human}
	layers := []annotate.Layer{
		annotate.NewLayer(ada, []annotate.Item{&annotate.Head{State: annotate.Done}, &annotate.Mention{ID: "m1", Label: "PGRP", Spans: at(0, 6)}, &annotate.Mention{ID: "m2", Label: "LOC", Spans: at(15, 21)}}),
		annotate.NewLayer(ben, []annotate.Item{&annotate.Head{State: annotate.Started}, &annotate.Mention{ID: "m1", Label: "TIME", Spans: at(22, 27)}}),
	}
	things := []annotate.Thing{
		&annotate.Assignment{Article: "a", Person: "ada", Blind: true},
		&annotate.Decision{ID: "d2", Article: "a", By: "cy", Kind: annotate.KindMention, Spans: at(0, 6), Over: []annotate.ID{"d1"}},
		&annotate.StoryLink{},
	}
	c := anchor.Correct(old, "At dawn rebels shelled Elmira today.", layers, things)
	if again := anchor.Correct(old, "At dawn rebels shelled Elmira today.", layers, nil); again.Article.ID != c.Article.ID {
		t.Errorf("the same correction makes %s and %s", c.Article.ID, again.Article.ID)
	}
	if c.Article.Key != "k" || c.Article.Extra[annotate.Replaces].Text() != "a" || c.Article.Extra["x"] != "1" || len(old.Extra) != 1 {
		t.Errorf("the new article is %+v", c.Article)
	}
	id := c.Article.ID
	var got []string
	for _, e := range c.Edits {
		switch x := e.After.(type) {
		case *annotate.Article:
			if e.Before != nil && (!x.Deleted || x.Extra[annotate.ReplacedBy].Text() != string(id)) {
				t.Errorf("the old article is %+v", x)
			}
		case *annotate.Head:
			got = append(got, string(e.Layer.Annotator)+" "+string(x.State)+map[bool]string{true: " flagged"}[x.Flagged])
		case *annotate.Mention:
			got = append(got, string(e.Layer.Annotator)+" "+string(x.ID)+" "+c.Article.Quote(x.Spans)+map[bool]string{true: " unsure"}[x.Unsure])
		case *annotate.Assignment:
			got = append(got, "assigned to "+string(x.Person))
		case *annotate.Decision:
			if x.Article != id || x.ID == "d2" || x.Over[0] == "d1" {
				t.Errorf("the decision is %+v", x)
			}
			got = append(got, "decided on "+c.Article.Quote(x.Spans))
		}
		if e.Layer != (annotate.LayerID{}) && e.Layer.Article != id {
			t.Errorf("an edit of %v", e.Layer)
		}
	}
	want := []string{"ada m1 rebels unsure", "ada m2 Elmira unsure", "ada done flagged", "ben m1 today", "ben started", "assigned to ada", "decided on rebels"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var fates []string
	for _, l := range c.Layers {
		fates = append(fates, fmt.Sprint(l.Layer.Annotator, " ", l.Count(anchor.Moved), " ", l.Count(anchor.Unsure), " ", l.Count(anchor.Lost)))
	}
	if diff := cmp.Diff([]string{"ada 0 2 0", "ben 1 0 0"}, fates); diff != "" {
		t.Errorf("moved, unsure, lost (-want +got)\n%s", diff)
	}
	if c.Count(anchor.Moved) != 1 || c.Count(anchor.Unsure) != 2 || c.Count(anchor.Lost) != 0 {
		t.Errorf("of all: %+v", c.Layers)
	}
}

// What is hardly found again is another text.
func TestAnother(t *testing.T) {
	const body = "Rebels shelled the port of Elmira at dawn, officials said on Monday. The harbour was closed for the day."
	for name, tt := range map[string]struct {
		text    string
		another bool
	}{
		"a slip":           {strings.Replace(body, "Elmira", "Elmiras", 1), false},
		"half of it":       {body[:50], false},
		"more of it":       {body + " " + body + " Nobody was hurt in the attack, the second of the week on ships that carry grain.", false},
		"another article":  {"Parliament adopted the budget on Tuesday after talks of three weeks; ministers spoke of a day of relief.", true},
		"in other letters": {strings.ToUpper(body), true},
		"nothing of it":    {"No", true},
	} {
		t.Run(name, func(t *testing.T) {
			old := annotate.NewArticle(annotate.Article{ID: "a"}, body)
			c := anchor.Correct(old, tt.text, nil, nil)
			if c.Another() != tt.another {
				t.Errorf("%.2f of it is kept", c.Kept)
			}
		})
	}
}
