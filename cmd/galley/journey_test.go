//go:build window

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const fordNews = `Twelve dead on the ford road

Gunmen of the Amber Column shelled an aid lorry near Karsa on Tuesday, killing at least 12 people, medics said.

The army blamed nobody.
`

// TestJourney does the main job as a user does, in a window: it makes a project,
// imports articles, marks who did what, loses the program to a power cut, goes on where it was, and
// exports. GALLEY_JOURNEY_OUT is a folder that gets a picture of the window and the data sets.
func TestJourney(t *testing.T) {
	out := outputFolder(t, "GALLEY_JOURNEY_OUT")
	articles := t.TempDir()
	writeFile(t, filepath.Join(articles, "ford.txt"), fordNews)
	writeFile(t, filepath.Join(articles, "bread.txt"), "Bread is back\n\nThe bakers of Bir Halwa lit their ovens.\n")
	s := newScreen(t, 1280, 800)
	project := filepath.Join(s.home, "Border.galley")

	p := s.start(light)
	p.key("ctrl+n")
	p.text("Border")
	p.key("Tab", "Tab", "Tab", "Tab") // by the file, its button and the schema
	p.text("nora")
	p.key("Return")
	p.await("project_opened")

	p.key("ctrl+i")
	p.text(articles)
	p.key("Return")
	p.awaitPrimary() // what the folder holds is shown
	p.key("Return")
	p.await("article_shown")
	p.awaitPrimary() // the report
	p.key("Escape")
	p.key("ctrl+p")
	p.text("ford road")
	p.key("Return")
	if m := p.await("article_shown"); m.Article != "ford" {
		t.Fatalf("the article %s was opened, want ford", m.Article)
	}

	tuesday, karsa := p.where("Tuesday"), p.where("Karsa")
	column, toll := p.where("Amber Column"), p.where("at least 12")
	shelled, lorry := p.where("shelled"), p.where("lorry")

	p.press(tuesday, 2)
	p.key("t")
	p.act()
	p.press(karsa, 2)
	p.key("l")
	p.act()
	p.pull(column)
	p.key("a")
	p.act()
	p.pull(toll)
	p.key("c")
	p.act()

	p.press(shelled, 2)
	p.key("e", "v", "a")
	p.act()
	p.press(column, 1) // fills the first slot, Attacker
	p.act()
	p.press(toll, 1) // fills the next, Killed
	p.act()
	p.picture(filepath.Join(out, "window.png"))
	p.key("ctrl+z")
	p.act()
	p.key("ctrl+shift+z")
	p.act()
	p.key("Escape", "Escape", "Escape") // the slot, the event, the selection
	p.key("ctrl+Return")
	p.act()
	p.press(lorry, 1)
	p.awaitPlace(strings.Index(fordNews, "lorry"), len("lorry"))
	p.kill()

	p = s.start(light, project)
	if m := p.await("article_shown"); m.Article != "ford" {
		t.Errorf("after the power cut Galley opens the article %s, want ford", m.Article)
	}
	p.key("w") // the caret stands where it was
	p.act()
	p.key("ctrl+q")
	p.awaitExit()

	got := exported(t, project, filepath.Join(out, "galley.jsonl"))
	want := []article{
		{Key: "bread"},
		{Key: "ford", Layers: []layer{{
			Annotator: "nora", State: "done",
			Mentions: []string{"ARM Amber Column", "WEA lorry", "LOC Karsa", "TIME Tuesday", "COUNT at least 12"},
			Events:   []string{"ATTACK shelled: Attacker Amber Column, Killed at least 12"},
		}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the export differs from what was done (-want +got):\n%s", diff)
	}
	for _, format := range []string{"brat", "conll2003"} {
		galleyctl(t, "export", project, filepath.Join(out, format), "--format", format, "--force")
	}
}

// article and layer are what the journey leaves in an export.
type article struct {
	Key    string
	Layers []layer
}

type layer struct {
	Annotator, State string
	Mentions         []string // label and text
	Events           []string // type, trigger, and each role with its filler's text
}

// exported exports a project in the native format to a file and reads it.
func exported(t *testing.T, project, file string) []article {
	t.Helper()
	galleyctl(t, "export", project, file, "--format", "galley", "--force")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []article
	for line := range bytes.Lines(data) {
		all = append(all, readArticle(t, line))
	}
	return all
}

// readArticle reads a line of the native format. Each span must hold the text that the line gives for it.
func readArticle(t *testing.T, line []byte) article {
	t.Helper()
	type spans struct {
		Spans [][2]int
		Text  string
	}
	var a struct {
		Key, Text string
		Layers    []struct {
			Annotator, State string
			Mentions         []struct {
				ID, Label string
				spans
			}
			Events []struct {
				Type      string
				Trigger   spans
				Arguments []struct{ Role, Target string }
			}
		}
	}
	if err := json.Unmarshal(line, &a); err != nil {
		t.Fatalf("the export has a line that is no JSON: %v\n%s", err, line)
	}
	points := []rune(a.Text)
	quote := func(s spans) string {
		t.Helper()
		if at := string(points[s.Spans[0][0]:s.Spans[0][1]]); len(s.Spans) != 1 || at != s.Text {
			t.Errorf("%s: %v of the text is %q, the export says %q", a.Key, s.Spans, at, s.Text)
		}
		return s.Text
	}
	out := article{Key: a.Key}
	for _, l := range a.Layers {
		done := layer{Annotator: l.Annotator, State: l.State}
		texts := map[string]string{}
		for _, m := range l.Mentions {
			texts[m.ID] = quote(m.spans)
			done.Mentions = append(done.Mentions, m.Label+" "+texts[m.ID])
		}
		for _, e := range l.Events {
			var arguments []string
			for _, arg := range e.Arguments {
				arguments = append(arguments, arg.Role+" "+texts[arg.Target])
			}
			done.Events = append(done.Events, e.Type+" "+quote(e.Trigger)+": "+strings.Join(arguments, ", "))
		}
		out.Layers = append(out.Layers, done)
	}
	return out
}

func writeFile(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}
