package schema

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/format/formattest"
	"galley/annotate/reschema/reschematest"
	"galley/store/memory"
)

// However often a project's schema is changed: what is worked out can be written
// and leaves the project sound, and taking all of it back leaves every layer as it was.
func TestUndoOfSchemaChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx := t.Context()
		schema := formattest.Schema()
		begin := annotate.Transaction{ID: "begin", At: time.UnixMilli(0), Edits: []annotate.Edit{{After: schema}}}
		for i := range 2 {
			begin.Edits = append(begin.Edits, annotate.Edit{After: &annotate.Person{ID: annotate.ID(fmt.Sprint("annotator ", i)), Name: fmt.Sprint("annotator ", i)}})
		}
		for i := range rapid.IntRange(1, 3).Draw(t, "articles") {
			rec := formattest.Records(2).Draw(t, "article")
			a := *rec.Article
			a.ID, a.Key, a.Deleted = annotate.ID(fmt.Sprint("a", i)), fmt.Sprint("a", i), i == 2
			begin.Edits = append(begin.Edits, annotate.Edit{After: &a})
			for j, l := range rec.Layers {
				id := annotate.LayerID{Article: a.ID, Annotator: annotate.ID(fmt.Sprint("annotator ", j)), Kind: l.ID.Kind}
				l.Each(func(item annotate.Item) {
					begin.Edits = append(begin.Edits, annotate.Edit{Layer: id, After: item})
				})
			}
		}
		begin.Edits = append(begin.Edits, annotate.Edit{After: &annotate.Registered{ID: "r1", Label: "PER", Name: "Marti"}})
		s, err := memory.New("p", "Test", begin)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		layers := func() []annotate.Item {
			var out []annotate.Item
			for _, deleted := range []bool{false, true} {
				for e, err := range s.Each(ctx, annotate.Query{Deleted: deleted}) {
					if err != nil {
						t.Fatal(err)
					}
					for _, l := range e.Layers {
						l.Each(func(item annotate.Item) { out = append(out, item) })
					}
				}
			}
			return out
		}
		before := layers()

		var acts []annotate.Transaction
		commit := func(tx annotate.Transaction) {
			if len(tx.Edits) == 0 {
				return
			}
			if err := s.Commit(ctx, tx); err != nil {
				t.Fatalf("%s: %v", tx.Title, err)
			}
			if found, err := s.Check(ctx, nil); err != nil || len(found) > 0 {
				t.Fatalf("after %s: %v, %v", tx.Title, found, err)
			}
		}
		for i := range rapid.IntRange(1, 3).Draw(t, "acts") {
			project, err := s.Project(ctx)
			if err != nil {
				t.Fatal(err)
			}
			plan := reschematest.Plan(t, project.Schema, 3)
			out, err := plan.Run(ctx, s, nil)
			if err != nil {
				t.Fatal(err)
			}
			tx := annotate.Transaction{ID: annotate.ID(fmt.Sprint("act ", i)), Title: plan.Title(), Edits: out.Edits}
			commit(tx)
			acts = append(acts, tx)
		}
		for i, tx := range slices.Backward(acts) {
			commit(annotate.Transaction{ID: annotate.ID(fmt.Sprint("undo ", i)), Title: "undo " + tx.Title, Reverts: tx.ID, Edits: tx.Inverse()})
		}
		if !slices.EqualFunc(before, layers(), annotate.Equal) {
			t.Fatal("taking everything back does not give the layers as they were")
		}
	})
}
