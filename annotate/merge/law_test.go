package merge_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/anchor"
	"galley/annotate/exchange"
	"galley/annotate/merge"
	"galley/annotate/reschema"
	"galley/annotate/span"
	"galley/store"
)

// history is what several copies of a project did.
type history struct {
	r      *rapid.T
	copies []*replica
	last   map[*replica]annotate.Transaction
	made   map[annotate.ID]bool // ids of acts
	ids    int                  // of mentions
}

// Copies in which people work, correct texts, rename labels and undo, and which
// merge each other at any time, come to the same: their native exports are the
// same bytes, no act is lost, each is sound, and no two articles have one key.
func TestCopiesConverge(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		first := begin(t)
		h := &history{r: r, copies: []*replica{first}, last: map[*replica]annotate.Transaction{}, made: map[annotate.ID]bool{}}
		for n, who := range []annotate.ID{"ben", "ada"} { // ada works on two machines
			h.copies = append(h.copies, first.copied(who, int64(n+2)))
		}
		for range rapid.IntRange(1, 15).Draw(r, "steps") {
			h.step()
		}
		h.mergeAll()
		h.compare()
	})
}

func (h *history) draw(which string) *replica {
	return h.copies[rapid.IntRange(0, len(h.copies)-1).Draw(h.r, which)]
}

func (h *history) step() {
	c := h.draw("copy")
	switch rapid.IntRange(0, 9).Draw(h.r, "step") {
	case 0, 1:
		h.merge(c, h.draw("from"))
	case 2:
		h.correct(c)
	case 3:
		h.reschema(c)
	case 4:
		if tx := h.last[c]; tx.ID != "" {
			h.commit(c, tx.Inverse(), tx.ID)
		}
	default:
		h.work(c)
	}
}

// merge lets a copy take in another one, and tells whether that brought anything.
func (h *history) merge(c, from *replica) bool {
	if c == from {
		return false
	}
	wrong := func(ctx context.Context) ([]string, error) { return store.Wrong(ctx, from.Store) }
	plan, err := merge.Prepare(h.r.Context(), c.Store, []merge.Other{{Copy: from.Store, Name: "other", Check: wrong}},
		merge.Options{Now: func() time.Time { return time.UnixMilli(2e12) }, IDs: c.ids})
	if err != nil {
		h.r.Fatalf("preparing: %v", err)
	}
	if err := plan.Do(h.r.Context()); err != nil {
		h.r.Fatalf("merging: %v", err)
	}
	return plan.Changes()
}

// commit does an act; an undo that comes too late is refused, and so is what stands in its way.
func (h *history) commit(c *replica, edits []annotate.Edit, reverts annotate.ID) {
	tx := annotate.Transaction{ID: c.ids.Next(), Author: c.who, At: time.UnixMilli(1e12), Title: "work", Reverts: reverts, Edits: edits}
	err := c.Commit(h.r.Context(), tx)
	switch {
	case errors.Is(err, annotate.ErrConflict), errors.Is(err, annotate.ErrNotFound):
	case err != nil:
		h.r.Fatalf("an act: %v", err)
	default:
		h.last[c], h.made[tx.ID] = tx, true
	}
}

// live are the articles that are not put aside.
func (h *history) live(c *replica) []annotate.Entry {
	var out []annotate.Entry
	for e, err := range c.Each(h.r.Context(), annotate.Query{}) {
		if err != nil {
			h.r.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

func (h *history) correct(c *replica) {
	e := h.live(c)[0]
	words := rapid.Permutation([]string{"aa", "bb", "cc", "dd", "xx"}).Draw(h.r, "words")
	body := strings.Join(words[:rapid.IntRange(3, 5).Draw(h.r, "length")], " ")
	if body == e.Article.Text.String() {
		return
	}
	h.commit(c, anchor.Correct(e.Article, body, e.Layers, nil).Edits, "")
}

func (h *history) reschema(c *replica) {
	p, err := c.Project(h.r.Context())
	if err != nil {
		h.r.Fatal(err)
	}
	from := rapid.SampledFrom(p.Schema.Entities).Draw(h.r, "label").Label
	to := rapid.SampledFrom([]string{"PERSON", "GROUP", "ACTOR", "TEAM"}).Draw(h.r, "to")
	what := reschema.TypeName(reschema.Entity, from)
	var change reschema.Change = reschema.Rename{What: what, To: to}
	if p.Schema.Entity(to) != nil {
		change = reschema.Merge{What: what, Into: to}
	}
	plan, err := reschema.New(p.Schema, change)
	if err != nil {
		return // into itself
	}
	done, err := plan.Run(h.r.Context(), c.Store, nil)
	if err != nil {
		h.r.Fatal(err)
	}
	h.commit(c, done.Edits, "")
}

// work makes, changes or deletes a mention in the layer of whose copy it is.
func (h *history) work(c *replica) {
	e := h.live(c)[0]
	p, err := c.Project(h.r.Context())
	if err != nil {
		h.r.Fatal(err)
	}
	layer, err := c.Layer(h.r.Context(), annotate.LayerID{Article: e.Article.ID, Annotator: c.who, Kind: annotate.Human})
	if err != nil {
		h.r.Fatal(err)
	}
	label := rapid.SampledFrom(p.Schema.Entities).Draw(h.r, "label").Label
	var edit annotate.Edit
	switch there := layer.Mentions.All(); {
	case len(there) > 0 && rapid.Bool().Draw(h.r, "change"):
		was := rapid.SampledFrom(there).Draw(h.r, "mention")
		edit = annotate.Edit{Layer: layer.ID, Before: was}
		if rapid.Bool().Draw(h.r, "relabel") {
			edit.After = annotate.WithLabel(was, label)
		}
		if edit.After != nil && annotate.Equal(was, edit.After) {
			return
		}
	default:
		h.ids++
		word := 3 * rapid.IntRange(0, 2).Draw(h.r, "word")
		edit = annotate.Edit{Layer: layer.ID, After: &annotate.Mention{ID: annotate.ID(fmt.Sprint("m", h.ids)), Label: label, Spans: []span.Span{{Start: word, End: word + 2}}}}
	}
	h.commit(c, []annotate.Edit{edit}, "")
}

// mergeAll lets all take in all until nothing comes of it any more.
func (h *history) mergeAll() {
	const rounds = 6
	for range rounds {
		again := false
		for _, c := range h.copies {
			for _, from := range h.copies {
				again = h.merge(c, from) || again
			}
		}
		if !again {
			return
		}
	}
	h.r.Fatalf("after %d rounds there still is something to merge", rounds)
}

func (h *history) compare() {
	want := h.export(h.copies[0])
	for n, c := range h.copies {
		if diff := cmp.Diff(want, h.export(c)); diff != "" {
			h.r.Errorf("copy %d is not as copy 0 (-0 +%d)\n%s", n, n, diff)
		}
		if wrong, err := store.Wrong(h.r.Context(), c.Store); err != nil || len(wrong) > 0 {
			h.r.Errorf("copy %d: %q %v", n, wrong, err)
		}
		keys := map[string]bool{}
		for _, e := range h.live(c) {
			if keys[e.Article.Key] {
				h.r.Errorf("copy %d has two articles with the key %s", n, e.Article.Key)
			}
			keys[e.Article.Key] = true
		}
		if len(keys) != 1 {
			h.r.Errorf("copy %d has the articles %v", n, keys)
		}
		there := map[annotate.ID]bool{}
		for a, err := range c.Acts(h.r.Context(), nil) {
			if err != nil {
				h.r.Fatal(err)
			}
			there[a.ID] = true
		}
		for id := range h.made {
			if !there[id] {
				h.r.Errorf("copy %d lost the act %s", n, id)
			}
		}
	}
}

// export is the native export with its schema.
func (h *history) export(c *replica) string {
	dir, err := os.MkdirTemp("", "law")
	if err != nil {
		h.r.Fatal(err)
	}
	defer os.RemoveAll(dir)
	report, err := exchange.Export(h.r.Context(), c.Store, exchange.ExportOptions{Recipe: annotate.Recipe{Format: "galley"}, Out: filepath.Join(dir, "p.jsonl")})
	if err != nil {
		h.r.Fatal(err)
	}
	var all strings.Builder
	for _, name := range slices.Sorted(slices.Values(report.Files)) {
		data, err := os.ReadFile(name)
		if err != nil {
			h.r.Fatal(err)
		}
		fmt.Fprintf(&all, "%s\n%s", filepath.Base(name), data)
	}
	return all.String()
}
