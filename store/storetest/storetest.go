// Package storetest is what every store must pass.
package storetest

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/span"
	"galley/store"
)

// Maker makes the stores to test.
type Maker struct {
	// New makes a project with its first transactions. It is closed when the test ends.
	New func(t testing.TB, first ...annotate.Transaction) store.Store
	// Reopen closes a store of New and opens it again; nil where nothing outlives a store.
	Reopen func(t testing.TB, s store.Store) store.Store
}

// Run runs all tests.
func Run(t *testing.T, m Maker) {
	for name, test := range map[string]func(*testing.T, Maker){
		"Project":      testProject,
		"Articles":     testArticles,
		"Things":       testThings,
		"Conflicts":    testConflicts,
		"HostileIDs":   testHostileIDs,
		"DeleteUndo":   testDeleteUndo,
		"Known":        testKnown,
		"Layers":       testLayers,
		"Refusals":     testRefusals,
		"List":         testList,
		"Counts":       testCounts,
		"Search":       testSearch,
		"Log":          testLog,
		"EachSnapshot": testEachSnapshot,
		"Rebuild":      testRebuild,
		"Random":       testRandom,
		"Unite":        testUnite,
		"Replicas":     testReplicas,
	} {
		t.Run(name, func(t *testing.T) { test(t, m) })
	}
}

// Builder makes transactions with ids and times that follow one another.
type Builder struct{ n int }

// Tx is the next transaction.
func (b *Builder) Tx(edits ...annotate.Edit) annotate.Transaction {
	b.n++
	return annotate.Transaction{
		ID: annotate.ID(fmt.Sprintf("t%06d", b.n)), Author: "ada", Title: "Act",
		At: time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC).Add(time.Duration(b.n) * time.Second), Edits: edits,
	}
}

// Undo is the transaction that takes another one back.
func (b *Builder) Undo(tx annotate.Transaction) annotate.Transaction {
	undo := b.Tx(tx.Inverse()...)
	undo.Title, undo.Reverts = "Undo", tx.ID
	return undo
}

// The people and the schema of every test.
var (
	ada    = &annotate.Person{ID: "ada", Name: "Ada"}
	ben    = &annotate.Person{ID: "ben", Name: "Ben"}
	schema = &annotate.Schema{
		Format: annotate.SchemaFormat, FileVersion: annotate.SchemaFileVersion, ID: "s", Name: "Test", Revision: 1,
		Entities: []annotate.EntityType{{Type: annotate.Type{Label: "PER"}}}, Events: []annotate.EventType{},
		Relations: []annotate.RelationType{}, EventAttributes: []annotate.AttributeType{}, DocumentAttributes: []annotate.AttributeType{},
	}
)

// put is the edit that makes a thing of the project.
func put(item annotate.Item) annotate.Edit { return annotate.Edit{After: item} }

// in is the edit that makes an annotation in a layer.
func in(layer annotate.LayerID, item annotate.Item) annotate.Edit {
	return annotate.Edit{Layer: layer, After: item}
}

func change(before, after annotate.Item) annotate.Edit {
	return annotate.Edit{Before: before, After: after}
}

func human(article, annotator annotate.ID) annotate.LayerID {
	return annotate.LayerID{Article: article, Annotator: annotator, Kind: annotate.Human}
}

func at(offsets ...int) []span.Span {
	var out []span.Span
	for i := 0; i < len(offsets); i += 2 {
		out = append(out, span.Span{Start: offsets[i], End: offsets[i+1]})
	}
	return out
}

// start is a project with schema, people and articles.
func start(t testing.TB, m Maker, b *Builder, articles ...*annotate.Article) store.Store {
	t.Helper()
	edits := []annotate.Edit{put(schema), put(ada), put(ben)}
	for _, a := range articles {
		edits = append(edits, put(a))
	}
	return m.New(t, b.Tx(edits...))
}

func commit(t testing.TB, s store.Store, txs ...annotate.Transaction) {
	t.Helper()
	if err := s.Commit(t.Context(), txs...); err != nil {
		t.Fatal(err)
	}
}

// sound fails the test where Check finds something.
func sound(t testing.TB, s store.Store) {
	t.Helper()
	found, err := s.Check(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("check: %s: %s", f.Code, f.Message)
	}
}

// Dump writes layers as lines to compare, one an item.
func Dump(t testing.TB, layers ...annotate.Layer) []string {
	t.Helper()
	var out []string
	for _, l := range layers {
		l.Each(func(item annotate.Item) {
			line, err := json.Marshal(annotate.Edit{Layer: l.ID, After: item})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(line))
		})
	}
	return out
}

// dumpAll writes everything that a store shows.
func dumpAll(t testing.TB, s store.Store) []string {
	t.Helper()
	p, err := s.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := []string{fmt.Sprintf("%s %s %+v", p.ID, p.Name, p.People)}
	if p.Schema != nil {
		out = append(out, string(p.Schema.Encode()))
	}
	for _, kind := range annotate.ThingKinds() {
		things, err := s.Things(t.Context(), kind, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, thing := range things {
			line, err := json.Marshal(annotate.Edit{After: thing})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(line))
		}
	}
	for _, deleted := range []bool{false, true} {
		sameHeads(t, s, annotate.Query{Deleted: deleted})
		for e, err := range s.Each(t.Context(), annotate.Query{Deleted: deleted}) {
			if err != nil {
				t.Fatal(err)
			}
			line, err := json.Marshal(e.Article)
			if err != nil {
				t.Fatal(err)
			}
			out = append(append(out, string(line), e.Article.Text.String()), Dump(t, e.Layers...)...)
		}
	}
	return out
}
