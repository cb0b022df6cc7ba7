package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/store"
)

// A model is what a store should hold, as simply as it can be said: documents
// that acts are applied to.
type model struct {
	articles map[annotate.ID]*annotate.Article
	layers   map[annotate.LayerID]annotate.Layer
	acts     []annotate.Transaction
	ids      int
}

const body = "Rebels shelled the port of Elmira on Monday; at least 253 people fled, aid workers said."

// testRandom does random acts to a store and to a model, undoes all and redoes
// all, and wants both and the log to agree at each turn.
func testRandom(t *testing.T, m Maker) {
	rapid.Check(t, func(r *rapid.T) {
		b := new(Builder)
		mo := &model{articles: map[annotate.ID]*annotate.Article{}, layers: map[annotate.LayerID]annotate.Layer{}}
		var articles []*annotate.Article
		for _, id := range []string{"a", "b"} {
			a := article(id, body)
			mo.articles[a.ID] = a
			articles = append(articles, a)
		}
		s := start(t, m, b, articles...)
		defer func() { _ = s.Close() }() // many stores: not only when the test ends
		begin := dumpAll(t, s)

		for range rapid.IntRange(1, 25).Draw(r, "acts") {
			tx := b.Tx(mo.act(r)...)
			if err := s.Commit(t.Context(), tx); err != nil {
				r.Fatal(err)
			}
			mo.acts = append(mo.acts, tx)
		}
		end := mo.compare(t, r, s)
		if m.Reopen != nil && rapid.Bool().Draw(r, "reopen") {
			s = m.Reopen(t, s)
			mo.compare(t, r, s)
		}

		var undone []annotate.Transaction
		for _, tx := range slices.Backward(mo.acts) {
			undo := b.Undo(tx)
			if err := s.Commit(t.Context(), undo); err != nil {
				r.Fatalf("undoing %s: %v", tx.ID, err)
			}
			undone = append(undone, undo)
		}
		if diff := cmp.Diff(begin, dumpAll(t, s)); diff != "" {
			r.Fatalf("undone to the start: %s", diff)
		}
		for _, tx := range slices.Backward(undone) {
			if err := s.Commit(t.Context(), b.Undo(tx)); err != nil {
				r.Fatalf("redoing %s: %v", tx.ID, err)
			}
		}
		if diff := cmp.Diff(end, dumpAll(t, s)); diff != "" {
			r.Fatalf("redone to the end: %s", diff)
		}
		sound(t, s)
		if _, err := s.Rebuild(t.Context(), nil); err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(end, dumpAll(t, s)); diff != "" {
			r.Fatalf("rebuilt: %s", diff)
		}
	})
}

// compare wants the store to hold what the model does, and gives all of it.
func (m *model) compare(t *testing.T, r *rapid.T, s store.Store) []string {
	for _, id := range []annotate.ID{"a", "b"} {
		var want []annotate.Layer
		for _, annotator := range []annotate.ID{"ada", "ben"} {
			if l, ok := m.layers[human(id, annotator)]; ok && (l.Head != nil || !l.Empty()) {
				want = append(want, l)
			}
		}
		got, err := s.Layers(t.Context(), id)
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(Dump(t, want...), Dump(t, got...)); diff != "" {
			r.Fatalf("article %s: %s", id, diff)
		}
		a, err := s.Article(t.Context(), id)
		if err != nil || !annotate.Equal(a, m.articles[id]) {
			r.Fatalf("article %+v, want %+v: %v", a, m.articles[id], err)
		}
	}
	sound(t, s)
	return dumpAll(t, s)
}

// act draws an act and does it to the model.
func (m *model) act(r *rapid.T) []annotate.Edit {
	a := m.articles[rapid.SampledFrom([]annotate.ID{"a", "b"}).Draw(r, "article")]
	if rapid.IntRange(0, 9).Draw(r, "on the article") == 0 {
		next := *a
		next.Text = nil
		next.Title = rapid.SampledFrom([]string{"One", "Two", a.Title}).Draw(r, "title")
		next.Deleted = rapid.Bool().Draw(r, "deleted")
		m.articles[a.ID] = &next
		return []annotate.Edit{change(a, &next)}
	}
	id := human(a.ID, rapid.SampledFrom([]annotate.ID{"ada", "ben"}).Draw(r, "annotator"))
	layer, ok := m.layers[id]
	if !ok {
		layer = annotate.Layer{ID: id}
	}
	doc := annotate.Document{Article: annotate.NewArticle(*a, body), Layer: layer}
	var edits []annotate.Edit
	for range rapid.IntRange(1, 4).Draw(r, "edits") {
		e := m.edit(r, doc)
		next, done, err := doc.Apply([]annotate.Edit{e})
		if err != nil {
			r.Fatalf("the model's own act: %v", err)
		}
		doc = next
		edits = append(edits, done...)
	}
	m.layers[id] = doc.Layer
	return edits
}

func (m *model) edit(r *rapid.T, doc annotate.Document) annotate.Edit {
	var all, targets []annotate.ID
	doc.Layer.Each(func(item annotate.Item) {
		switch item.ItemKind() {
		case annotate.KindHead:
			return
		case annotate.KindMention, annotate.KindEntity, annotate.KindEvent:
			targets = append(targets, item.ItemID())
		}
		all = append(all, item.ItemID())
	})
	if len(all) > 0 && rapid.IntRange(0, 3).Draw(r, "delete") == 0 {
		return doc.Delete(doc.Layer.Find(rapid.SampledFrom(all).Draw(r, "deleted")))
	}
	return doc.Put(m.item(r, doc, targets))
}

// item is a new annotation or another state of an old one.
func (m *model) item(r *rapid.T, doc annotate.Document, targets []annotate.ID) annotate.Item {
	kind := rapid.SampledFrom([]annotate.Kind{annotate.KindMention, annotate.KindEntity, annotate.KindEvent,
		annotate.KindRelation, annotate.KindLabel, annotate.KindNote, annotate.KindHead}).Draw(r, "kind")
	var same []annotate.ID
	doc.Layer.Each(func(item annotate.Item) {
		if item.ItemKind() == kind {
			same = append(same, item.ItemID())
		}
	})
	m.ids++
	id := annotate.ID(fmt.Sprintf("i%d", m.ids))
	if len(same) > 0 && rapid.Bool().Draw(r, "change") {
		id = rapid.SampledFrom(same).Draw(r, "id")
	}
	label := rapid.SampledFrom([]string{"PER", "ORG", "a b\"'"}).Draw(r, "label")
	target := func() annotate.ID {
		if len(targets) == 0 {
			return ""
		}
		return rapid.SampledFrom(targets).Draw(r, "target")
	}
	from := rapid.IntRange(0, 40).Draw(r, "start")
	spans := at(from, from+2, from+3, from+rapid.IntRange(4, 9).Draw(r, "length"))[rapid.IntRange(0, 1).Draw(r, "fragments"):]
	origin := annotate.Origin{Unsure: rapid.Bool().Draw(r, "unsure"), Schema: rapid.IntRange(0, 2).Draw(r, "schema")}
	switch kind {
	case annotate.KindMention:
		mention := &annotate.Mention{ID: id, Label: label, Spans: spans, Origin: origin}
		if entities := doc.Layer.Entities.All(); len(entities) > 0 {
			mention.Entity = rapid.SampledFrom(entities).Draw(r, "entity").ID
		}
		return mention
	case annotate.KindEntity:
		return &annotate.Entity{ID: id, Label: label, Name: label, Origin: origin}
	case annotate.KindEvent:
		event := &annotate.Event{ID: id, Type: label, Trigger: spans, Origin: origin, Arguments: []annotate.Argument{{Role: "Killed", Value: "253"}}}
		if to := target(); to != "" {
			event.Arguments = append(event.Arguments, annotate.Argument{Role: "Target", Target: to}, annotate.Argument{Role: "Target", Target: to})
		}
		return event
	case annotate.KindRelation:
		if from, to := target(), target(); from != "" {
			return &annotate.Relation{ID: id, Label: label, From: from, To: to, Origin: origin}
		}
		return &annotate.Label{ID: annotate.ID(fmt.Sprintf("x%d", m.ids)), Label: label}
	case annotate.KindLabel:
		return &annotate.Label{ID: id, Label: label, Value: annotate.ValueOf(label), Origin: origin}
	case annotate.KindNote:
		return &annotate.Note{ID: id, On: target(), Text: label, State: annotate.NoteOpen, Origin: origin}
	}
	return &annotate.Head{State: rapid.SampledFrom(annotate.States).Draw(r, "state"), Flagged: rapid.Bool().Draw(r, "flagged")}
}
