package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/anchor"
	"galley/annotate/reschema"
	"galley/annotate/unite"
	"galley/store"
)

// replica is a copy of a project on a machine of its own, whose clock is wrong.
type replica struct {
	store.Store
	ids  *annotate.IDs
	last annotate.Transaction // its newest act
}

// parcel is what one copy gave to others at some time.
type parcel []annotate.Logged

// history is what five copies did.
type history struct {
	t        *testing.T
	r        *rapid.T
	m        Maker
	replicas []*replica
	parcels  []parcel // that may come again
	mo       model
}

const copies = 5

var everyone = []int{0, 1, 2, 3, 4}

// testReplicas lets five copies of a project work and exchange their work, in
// any order, late and repeatedly, with clocks that are wrong. In the end all
// must be the same, sound, and hold everything that was not taken back.
func testReplicas(t *testing.T, m Maker) {
	rounds := 3 // of a hundred histories
	if testing.Short() {
		rounds = 1
	}
	for range rounds {
		rapid.Check(t, func(r *rapid.T) {
			h := begin(t, r, m)
			for range rapid.IntRange(1, 20).Draw(r, "steps") {
				h.step()
			}
			h.exchangeAll()
			h.compare()
			for _, c := range h.replicas {
				_ = c.Close() // many stores: not only when the test ends
			}
		})
	}
}

// begin makes the copies, all of one project.
func begin(t *testing.T, r *rapid.T, m Maker) *history {
	h := &history{t: t, r: r, m: m}
	first := start(t, m, new(Builder), article("a", body), article("b", body))
	for n := range copies {
		skew := time.Duration(rapid.IntRange(-1e6, 1e6).Draw(r, "clock, seconds off")) * time.Second
		random := rand.NewChaCha8([32]byte{byte(n)})
		c := &replica{Store: first, ids: annotate.NewIDs(func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).Add(skew) }, random)}
		if n > 0 {
			c.Store = m.New(t)
			h.take(c, acts(t, first, nil))
		}
		h.replicas = append(h.replicas, c)
	}
	return h
}

// acts is all that a store has but what is to be skipped.
func acts(t testing.TB, s store.Store, skip func(annotate.ID) bool) parcel {
	t.Helper()
	var out parcel
	for a, err := range s.Acts(t.Context(), skip) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// take lets a copy take in a parcel.
func (h *history) take(c *replica, p parcel) {
	if _, err := c.Unite(h.t.Context(), p, false); err != nil {
		h.r.Fatalf("uniting: %v", err)
	}
}

// step lets one copy do something.
func (h *history) step() {
	c := h.draw("copy")
	switch rapid.IntRange(0, 9).Draw(h.r, "step") {
	case 0, 1: // it gets what another one has, or some of it
		from := h.draw("from")
		person := rapid.SampledFrom([]annotate.ID{"", "ada", "ben"}).Draw(h.r, "whose")
		p := acts(h.t, from, nil)
		if person != "" {
			p = slices.DeleteFunc(p, func(a annotate.Logged) bool { return a.Author != person })
		}
		h.parcels = append(h.parcels, p)
		h.take(c, p)
	case 2: // it gets something again that was on the way before
		if len(h.parcels) > 0 {
			h.take(c, h.parcels[rapid.IntRange(0, len(h.parcels)-1).Draw(h.r, "again")])
		}
	case 3:
		if c.last.ID != "" {
			h.commit(c, c.last.Inverse(), c.last.ID)
		}
	case 4:
		h.commit(c, h.projectEdits(c), "")
	default:
		h.commit(c, h.layerEdits(c), "")
	}
}

// draw draws a copy. Its number is drawn, so that a failure can be read.
func (h *history) draw(which string) *replica {
	return h.replicas[rapid.IntRange(0, copies-1).Draw(h.r, which)]
}

func (h *history) commit(c *replica, edits []annotate.Edit, reverts annotate.ID) {
	if len(edits) == 0 {
		return
	}
	tx := annotate.Transaction{ID: c.ids.Next(), Author: "ada", Title: "Act", Reverts: reverts, Edits: edits}
	if edits[0].Layer.Annotator != "" {
		tx.Author = edits[0].Layer.Annotator
	}
	err := c.Commit(h.t.Context(), tx)
	if errors.Is(err, annotate.ErrConflict) || errors.Is(err, annotate.ErrNotFound) {
		return // an undo that came too late
	}
	if err != nil {
		h.r.Fatalf("an act: %v", err)
	}
	c.last = tx
}

// projectEdits changes what stands in no layer.
func (h *history) projectEdits(c *replica) []annotate.Edit {
	word := rapid.SampledFrom([]string{"One", "Two", "Three"}).Draw(h.r, "word")
	p, err := c.Project(h.t.Context())
	if err != nil {
		h.r.Fatal(err)
	}
	switch rapid.IntRange(0, 6).Draw(h.r, "of the project") {
	case 0:
		s := *p.Schema
		s.Revision++
		s.Entities = append(slices.Clone(s.Entities), annotate.EntityType{Type: annotate.Type{Label: strings.ToUpper(word)}})
		if p.Schema.Entity(strings.ToUpper(word)) == nil {
			return []annotate.Edit{change(p.Schema, &s)}
		}
	case 1:
		return []annotate.Edit{change(&p.People[0], &annotate.Person{ID: p.People[0].ID, Name: word})}
	case 2:
		found, err := c.Things(h.t.Context(), annotate.KindGuideline, "")
		if err != nil {
			h.r.Fatal(err)
		}
		if len(found) > 0 {
			return []annotate.Edit{change(found[0], &annotate.Guideline{Text: word})}
		}
		return []annotate.Edit{put(&annotate.Guideline{Text: word})}
	case 3:
		a, err := c.Article(h.t.Context(), "a")
		if err != nil {
			return nil
		}
		next := *a
		next.Title, next.Deleted = word, rapid.Bool().Draw(h.r, "deleted")
		return []annotate.Edit{change(a, &next)}
	case 4: // as undoing an import does
		return h.removal(c, "b")
	case 5:
		return h.correction(c, "a")
	case 6:
		return h.renames(c, p.Schema)
	}
	return nil
}

// correction gives an article another text.
func (h *history) correction(c *replica, id annotate.ID) []annotate.Edit {
	a, err := c.Article(h.t.Context(), id)
	if err != nil || a.Deleted {
		return nil
	}
	layers, err := c.Layers(h.t.Context(), id)
	if err != nil {
		h.r.Fatal(err)
	}
	text := rapid.SampledFrom([]string{"At dawn rebels shelled the port.", body + " More.", strings.Replace(body, "Elmira", "Elmiras", 1)}).Draw(h.r, "text")
	return anchor.Correct(a, text, layers, nil).Edits
}

// renames gives a label another name, or merges it into one that is there, with all that bears it.
func (h *history) renames(c *replica, schema *annotate.Schema) []annotate.Edit {
	if len(schema.Entities) == 0 {
		return nil
	}
	what := reschema.TypeName(reschema.Entity, rapid.SampledFrom(schema.Entities).Draw(h.r, "label").Label)
	to := rapid.SampledFrom([]string{"PER", "ORG", "ACTOR"}).Draw(h.r, "to")
	var act reschema.Change = reschema.Rename{What: what, To: to}
	if schema.Entity(to) != nil {
		act = reschema.Merge{What: what, Into: to}
	}
	plan, err := reschema.New(schema, act)
	if err != nil {
		return nil // into itself
	}
	done, err := plan.Run(h.t.Context(), c.Store, nil)
	if err != nil {
		h.r.Fatal(err)
	}
	return done.Edits
}

// removal takes out an article with all that is on it.
func (h *history) removal(c *replica, id annotate.ID) []annotate.Edit {
	a, err := c.Article(h.t.Context(), id)
	if err != nil {
		return nil
	}
	layers, err := c.Layers(h.t.Context(), id)
	if err != nil {
		h.r.Fatal(err)
	}
	var edits []annotate.Edit
	for _, l := range layers {
		l.Each(func(item annotate.Item) { edits = append(edits, annotate.Edit{Layer: l.ID, Before: item}) })
	}
	slices.Reverse(edits)
	return append(edits, change(a, nil))
}

// layerEdits works on a layer. Two copies often make the same ids, as two
// imports of one file do.
func (h *history) layerEdits(c *replica) []annotate.Edit {
	id := human(rapid.SampledFrom([]annotate.ID{"a", "b"}).Draw(h.r, "article"), rapid.SampledFrom([]annotate.ID{"ada", "ben"}).Draw(h.r, "annotator"))
	a, err := c.Article(h.t.Context(), id.Article)
	if err != nil {
		return nil
	}
	layer, err := c.Layer(h.t.Context(), id)
	if err != nil {
		h.r.Fatal(err)
	}
	doc := annotate.Document{Article: a, Layer: layer}
	var edits []annotate.Edit
	for range rapid.IntRange(1, 3).Draw(h.r, "edits") {
		h.mo.ids = rapid.IntRange(0, 5).Draw(h.r, "new id")
		e := h.mo.edit(h.r, doc)
		next, done, err := doc.Apply([]annotate.Edit{e})
		if err != nil {
			continue // an id of another kind
		}
		doc = next
		edits = append(edits, done...)
	}
	return edits
}

// exchangeAll gives everybody everything in any order, and then everything once more.
func (h *history) exchangeAll() {
	for _, from := range rapid.Permutation(everyone).Draw(h.r, "from") {
		p := acts(h.t, h.replicas[from], nil)
		for _, to := range rapid.Permutation(everyone).Draw(h.r, "to") {
			h.take(h.replicas[to], p)
		}
	}
	all := acts(h.t, h.draw("from"), nil)
	slices.Reverse(all)
	for _, c := range h.replicas {
		h.take(c, all)
	}
}

// compare wants all copies to be the same.
func (h *history) compare() {
	want := dumpAll(h.t, h.replicas[0])
	all := acts(h.t, h.replicas[0], nil)
	for n, c := range h.replicas {
		if diff := cmp.Diff(want, dumpAll(h.t, c)); diff != "" {
			h.r.Fatalf("copy %d is not as copy 0: %s", n, diff)
		}
		if diff := cmp.Diff(idsOf(all), idsOf(acts(h.t, c, nil))); diff != "" {
			h.r.Fatalf("the log of copy %d: %s", n, diff)
		}
		if found, err := c.Check(h.t.Context(), nil); err != nil || len(found) > 0 {
			h.r.Fatalf("copy %d: %v, %v", n, found, err)
		}
	}
	c := h.replicas[rapid.IntRange(0, copies-1).Draw(h.r, "rebuilt")]
	if _, err := c.Rebuild(h.t.Context(), nil); err != nil {
		h.r.Fatal(err)
	}
	if diff := cmp.Diff(want, dumpAll(h.t, c)); diff != "" {
		h.r.Fatalf("rebuilt: %s", diff)
	}
	h.complete(c, all)
}

func idsOf(p parcel) []annotate.ID {
	var out []annotate.ID
	for _, a := range p {
		out = append(out, a.ID)
	}
	return out
}

// complete wants each version of an annotation that nobody changed further to be
// there, and everything that is there to be sound.
func (h *history) complete(c *replica, all parcel) {
	type version struct {
		layer annotate.LayerID
		item  string
	}
	made, changed, there := map[version]bool{}, map[version]bool{}, map[version]bool{}
	for _, a := range all {
		for _, e := range a.Edits {
			if unite.ScopeOf(e).Kind != "" || e.Kind() == annotate.KindHead {
				continue
			}
			if e.After != nil {
				made[version{e.Layer, bare(e.After)}] = true
			}
			if e.Before != nil {
				changed[version{e.Layer, bare(e.Before)}] = true
			}
		}
	}
	for _, deleted := range []bool{false, true} {
		for entry, err := range c.Each(h.t.Context(), annotate.Query{Deleted: deleted}) {
			if err != nil {
				h.r.Fatal(err)
			}
			for _, l := range entry.Layers {
				doc := annotate.Document{Article: entry.Article, Layer: l}
				l.Each(func(item annotate.Item) {
					there[version{l.ID, bare(item)}] = true
					if _, _, err := doc.Apply([]annotate.Edit{doc.Put(item)}); err != nil {
						h.r.Fatalf("not sound: %v", err)
					}
				})
			}
		}
	}
	for v := range made {
		if !changed[v] && !there[v] {
			h.r.Fatalf("lost: %v", v)
		}
	}
}

// bare is what an annotation says without ids, which differ where there are several versions.
func bare(item annotate.Item) string {
	id, _, _ := strings.Cut(string(item.ItemID()), "~")
	kind := item.ItemKind()
	switch x := item.(type) {
	case *annotate.Mention:
		return fmt.Sprint(kind, id, x.Label, x.Spans, x.Unsure, x.Schema)
	case *annotate.Entity:
		return fmt.Sprint(kind, id, x.Label, x.Name, x.Unsure, x.Schema)
	case *annotate.Event:
		return fmt.Sprint(kind, id, x.Type, x.Trigger, x.Unsure, x.Schema)
	case *annotate.Relation:
		return fmt.Sprint(kind, id, x.Label, x.Unsure, x.Schema)
	case *annotate.Label:
		return fmt.Sprint(kind, id, x.Label, x.Value, x.Unsure, x.Schema)
	case *annotate.Note:
		return fmt.Sprint(kind, id, x.Text, x.State, x.Unsure, x.Schema)
	}
	return string(kind)
}
