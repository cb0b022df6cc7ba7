//go:build window

package main

import (
	"bytes"
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"testing"
)

// TestReview adjudicates the sample's two annotators in a window: twenty decisions by
// keyboard, one of them taken back and made again, and the gold exported.
func TestReview(t *testing.T) {
	s := newScreen(t, 1280, 800)
	out := t.TempDir()
	project := filepath.Join(s.home, "Sample.galley")
	galleyctl(t, "new", project, "--name", "Sample")
	galleyctl(t, "import", project, filepath.Join("..", "..", "assets", "sample", "sample.jsonl"))
	before := layersOf(t, project, filepath.Join(out, "before.jsonl"), "ada,ben")

	p := s.start(light, project, "--annotator", "cy")
	p.await("article_shown")
	p.key("ctrl+r")
	p.await("article_shown")
	p.standStill()
	const decisions = 20
	for i := range decisions {
		p.key([]string{"1", "2", "1", "r", "f"}[i%5])
		p.act()
		p.standStill() // the next conflict may be in another article
	}
	p.key("ctrl+z")
	p.act()
	p.standStill()
	p.key("1")
	p.act()
	p.standStill()
	p.key("ctrl+q")
	p.awaitExit()

	var gold struct {
		Layers []struct {
			Annotator        string
			Mentions, Events []any
		}
	}
	marked := 0
	for line := range bytes.Lines(layersOf(t, project, filepath.Join(out, "gold.jsonl"), "gold")) {
		gold.Layers = nil
		if err := json.Unmarshal(line, &gold); err != nil {
			t.Fatal(err)
		}
		for _, l := range gold.Layers {
			if l.Annotator != "cy" {
				t.Errorf("gold is of %s", l.Annotator)
			}
			marked += len(l.Mentions) + len(l.Events)
		}
	}
	if marked < decisions/2 {
		t.Errorf("gold has %d annotations", marked)
	}
	if after := layersOf(t, project, filepath.Join(out, "after.jsonl"), "ada,ben"); !bytes.Equal(before, after) {
		t.Error("the annotators' layers are not what they were")
	}
	galleyctl(t, "doctor", project)
}

// standStill waits until the window does not change any more.
func (p *program) standStill() {
	p.t.Helper()
	p.still("a picture that stands still", func(image.Image) bool { return true })
}

// layersOf exports layers in the native format.
func layersOf(t *testing.T, project, file, layers string) []byte {
	t.Helper()
	galleyctl(t, "export", project, file, "--format", "galley", "--layers", layers)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
