package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/merge"
	"galley/annotate/span"
	"galley/store"
	"galley/store/open"
)

// TestForged merges bundles that some other program made: log and tables of each
// agree, but no Galley would have written what is in them. Each must be refused
// with a sentence, and the project must stay as it is, to the byte.
func TestForged(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	layers(t, at("ada.jsonl"), "ada", 3)
	layers(t, at("ben.jsonl"), "ben", 1)
	do(t, "new", at("p.galley"))
	do(t, "import", at("p.galley"), at("ada.jsonl"))
	do(t, "import", at("p.galley"), at("ben.jsonl"))
	b, article, known := bundleFor(t, at("p.galley"), "ben")
	clean, err := os.ReadFile(at("p.galley"))
	if err != nil {
		t.Fatal(err)
	}

	ben := annotate.LayerID{Article: article, Annotator: b.Person.ID, Kind: annotate.Human}
	mention := func(id annotate.ID, start, end int) *annotate.Mention {
		return &annotate.Mention{ID: id, Label: "PER", Spans: []span.Span{{Start: start, End: end}}}
	}
	act := func(edits ...annotate.Edit) annotate.Logged {
		return annotate.Logged{Rank: b.Acts[0].Rank + 1, Transaction: annotate.Transaction{ID: "forged", Author: ben.Annotator, At: time.UnixMilli(1e12), Title: "work", Edits: edits}}
	}
	in := func(layer annotate.LayerID, item annotate.Item) annotate.Logged {
		return act(annotate.Edit{Layer: layer, After: item})
	}
	with := func(a annotate.Logged, change func(*annotate.Logged)) annotate.Logged {
		change(&a)
		return a
	}
	sound := in(ben, mention("x", 0, 6))
	for name, tt := range map[string]struct {
		act  annotate.Logged
		want string
	}{
		"a place beyond the text": {in(ben, mention("x", 0, 999)), "mention x"},
		"a place upside down":     {in(ben, mention("x", 6, 0)), "mention x"},
		"evidence beyond":         {in(ben, &annotate.Event{ID: "x", Type: "ATTACK", Trigger: []span.Span{{Start: 0, End: 6}}, Evidence: []span.Span{{Start: 5, End: 999}}}), "event x"},
		"no id":                   {in(ben, mention("", 0, 6)), "it has no id"},
		"a person in a layer":     {in(ben, &annotate.Person{ID: "x", Name: "X"}), "person x is not what the log comes to"},
		"one becomes another":     {act(annotate.Edit{Layer: ben, Before: mention("m0", 0, 6), After: mention("x", 0, 6)}), "before and after are different things"},
		"a rank without end":      {with(sound, func(a *annotate.Logged) { a.Rank = math.MaxInt64 - 1 }), "its rank"},
		"a rank below all":        {with(sound, func(a *annotate.Logged) { a.Rank = -1 }), "its rank"},
		"a time after all time":   {with(sound, func(a *annotate.Logged) { a.At = time.UnixMilli(math.MaxInt64 / 2) }), "its time"},
		"the id of another act":   {with(sound, func(a *annotate.Logged) { a.ID = known }), "the id of another act"},
		"no id of the act":        {with(sound, func(a *annotate.Logged) { a.ID = "" }), "has no id"},
		"somebody else's name":    {act(annotate.Edit{After: &annotate.Person{ID: "x", Name: "ada"}}), `two annotators are called "ada"`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			project, path := filepath.Join(dir, "p.galley"), filepath.Join(dir, "forged.galley")
			if err := os.WriteFile(project, clean, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := open.CreateCopy(t.Context(), path, b.Project, b.Name, append(b.Acts[:1:1], tt.act)); err != nil {
				t.Fatal(err)
			}
			out, err := galleyctl(t, "merge", project, path).CombinedOutput()
			if err == nil || !strings.Contains(string(out), tt.want) || !strings.HasPrefix(string(out), "galleyctl: ") || strings.Count(string(out), "\n") != 1 {
				t.Errorf("it says, with %v, %s", err, out)
			}
			after, err := os.ReadFile(project)
			if err != nil || !bytes.Equal(clean, after) {
				t.Errorf("the project has changed (%v)", err)
			}
			if _, err := os.Stat(project + ".before-merge"); err == nil {
				t.Error("a copy is left")
			}
		})
	}
}

// bundleFor makes a bundle of a project, as its acts, and gives an article and the id of an act besides.
func bundleFor(t *testing.T, path, name string) (*merge.Bundle, annotate.ID, annotate.ID) {
	t.Helper()
	s, err := open.Project(t.Context(), path, store.Options{Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b, err := merge.MakeBundle(t.Context(), s, merge.BundleOptions{Annotator: name, Now: time.Now, IDs: newIDs()})
	if err != nil {
		t.Fatal(err)
	}
	log, err := s.Log(t.Context(), annotate.LogQuery{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range b.Acts[0].Edits {
		if a, ok := e.After.(*annotate.Article); ok {
			return b, a.ID, log[0].ID
		}
	}
	t.Fatal("no article")
	return nil, "", ""
}
