//go:build window

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestPowerCut has the program killed at random moments of quick work. Each act
// that it called saved must be in the project afterwards, and of the others that
// came after it the first ones or none: never a part of one, never one without those before it.
func TestPowerCut(t *testing.T) {
	const (
		seed  = 20160502
		words = 40
	)
	rounds := 8
	if testing.Short() {
		rounds = 2
	}
	random := rand.New(rand.NewPCG(seed, 0))
	articles := t.TempDir()
	for i := range rounds {
		writeFile(t, filepath.Join(articles, fmt.Sprintf("cut%02d.txt", i)), strings.Repeat("word ", words))
	}
	project := filepath.Join(t.TempDir(), "cuts.galley")
	galleyctl(t, "new", project)
	galleyctl(t, "import", project, articles)

	s := newScreen(t, 1280, 800)
	saved := map[string]int{}
	done := map[string][][]string{}
	for i := range rounds {
		key := fmt.Sprintf("cut%02d", i)
		keys, states := work(random, words)
		p := s.start(light, project, "--annotator", "nora", "--article", key)
		p.await("article_shown")
		p.typeUntilKilled(keys, time.Duration(random.IntN(900))*time.Millisecond)
		p.readMarks()
		for _, m := range p.marks {
			if m.Event == "act_saved" {
				saved[key]++
			}
		}
		done[key] = states
	}

	galleyctl(t, "doctor", project)
	acts := 0
	for _, a := range exported(t, project, filepath.Join(t.TempDir(), "cuts.jsonl")) {
		var got []string
		if len(a.Layers) > 0 {
			got = a.Layers[0].Mentions
		}
		// What is there must be the state after some act from the last saved one on.
		states := done[a.Key][saved[a.Key]:]
		if !slices.ContainsFunc(states, func(want []string) bool { return slices.Equal(want, got) }) {
			t.Errorf("%s: %d acts were saved, but the project lacks some (-after them +there):\n%s",
				a.Key, saved[a.Key], cmp.Diff(states[0], got))
		}
		acts += saved[a.Key]
	}
	if acts < rounds {
		t.Errorf("only %d acts were saved in %d rounds: the cuts came too early to tell anything", acts, rounds)
	}
}

// work is keys that label word after word, and at times undo, with the mentions
// that the article has before the first act and after each.
func work(random *rand.Rand, words int) (keys []string, states [][]string) {
	labels := []struct{ key, label string }{{"p", "PER"}, {"l", "LOC"}, {"a", "ARM"}, {"t", "TIME"}}
	states = [][]string{nil}
	keys = []string{"Home", "Right"} // to the end of the first word
	for range words {
		last := states[len(states)-1]
		l := labels[random.IntN(len(labels))]
		now := append(slices.Clip(last), l.label+" word")
		states = append(states, now)
		keys = append(keys, l.key)
		if random.IntN(4) == 0 {
			states = append(states, last, now)
			keys = append(keys, "ctrl+z", "ctrl+y")
		}
		keys = append(keys, "Right")
	}
	return keys, states
}

// typeUntilKilled types keys quickly and kills the program after some time, wherever
// the typing is by then. The rest is typed all the same: a key must not be left down.
func (p *program) typeUntilKilled(keys []string, after time.Duration) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := p.command(ctx, "xdotool", append([]string{"key", "--clearmodifiers", "--delay", "12", "--"}, keys...)...)
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	<-time.After(after)
	p.kill()
	if err := cmd.Wait(); err != nil {
		p.t.Fatalf("typing: %v", err)
	}
}
