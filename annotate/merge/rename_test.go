package merge_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/merge"
	"galley/annotate/reschema"
	"galley/annotate/span"
	"galley/store"
	"galley/store/memory"
)

const beforeRenaming = `{"format":"news-schema","version":1,"id":"x","name":"X","revision":1,"nesting":true,"overlap":true,
"entities":[{"label":"PERSON"},{"label":"GROUP"}],
"events":[{"label":"STRIKE","roles":[{"name":"Agent","fillers":["PERSON"],"min":0,"max":null}]}],
"relations":[],"event_attributes":[],"document_attributes":[]}`

// replica is a copy of a project that somebody works in.
type replica struct {
	*testing.T
	*memory.Store
	ids *annotate.IDs
	who annotate.ID
}

// begin is a project with one article and two people.
func begin(t *testing.T) *replica {
	t.Helper()
	schema, err := annotate.ParseSchema([]byte(beforeRenaming))
	if err != nil {
		t.Fatal(err)
	}
	r := &replica{T: t, who: "ada", ids: newIDs(1)}
	r.Store, err = memory.New("p", "P", annotate.Transaction{ID: r.ids.Next(), Title: "begin", Edits: []annotate.Edit{
		{After: schema}, {After: &annotate.Person{ID: "ada", Name: "ada"}}, {After: &annotate.Person{ID: "ben", Name: "ben"}},
		{After: annotate.NewArticle(annotate.Article{ID: "a", Key: "a"}, "aa bb cc dd")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func newIDs(seed int64) *annotate.IDs {
	return annotate.NewIDs(func() time.Time { return time.UnixMilli(1e12) }, rand.New(rand.NewSource(seed)))
}

// copied is a copy in which who works.
func (r *replica) copied(who annotate.ID, seed int64) *replica {
	r.Helper()
	s, err := memory.New("p", "P")
	if err != nil {
		r.Fatal(err)
	}
	var acts []annotate.Logged
	for a, err := range r.Acts(r.Context(), nil) {
		if err != nil {
			r.Fatal(err)
		}
		acts = append(acts, a)
	}
	if _, err := s.Unite(r.Context(), acts, false); err != nil {
		r.Fatal(err)
	}
	return &replica{r.T, s, newIDs(seed), who}
}

func (r *replica) do(edits ...annotate.Edit) {
	r.Helper()
	if err := r.Commit(r.Context(), annotate.Transaction{ID: r.ids.Next(), Author: r.who, At: time.UnixMilli(1e12), Title: "work", Edits: edits}); err != nil {
		r.Fatal(err)
	}
}

// mark is a mention in the annotator's own layer.
func (r *replica) mark(id annotate.ID, label string, start int) {
	r.Helper()
	r.do(annotate.Edit{Layer: annotate.LayerID{Article: "a", Annotator: r.who, Kind: annotate.Human},
		After: &annotate.Mention{ID: id, Label: label, Spans: []span.Span{{Start: start, End: start + 2}}}})
}

// reschema changes the schema with all that bears its names.
func (r *replica) reschema(changes ...reschema.Change) {
	r.Helper()
	project, err := r.Project(r.Context())
	if err != nil {
		r.Fatal(err)
	}
	plan, err := reschema.New(project.Schema, changes...)
	if err != nil {
		r.Fatal(err)
	}
	done, err := plan.Run(r.Context(), r.Store, nil)
	if err != nil {
		r.Fatal(err)
	}
	r.do(done.Edits...)
}

// merge takes in what another copy has.
func (r *replica) merge(other *replica) merge.Report {
	r.Helper()
	wrong := func(ctx context.Context) ([]string, error) { return store.Wrong(ctx, other.Store) }
	plan, err := merge.Prepare(r.Context(), r.Store, []merge.Other{{Copy: other.Store, Name: "other", Check: wrong}},
		merge.Options{Now: func() time.Time { return time.UnixMilli(2e12) }, IDs: r.ids})
	if err != nil {
		r.Fatal(err)
	}
	if err := plan.Do(r.Context()); err != nil {
		r.Fatal(err)
	}
	if wrong, err := store.Wrong(r.Context(), r.Store); err != nil || len(wrong) > 0 {
		r.Fatalf("after merging: %v %v", wrong, err)
	}
	return plan.Report
}

// has are the schema's labels and those of the annotations.
func (r *replica) has() []string {
	r.Helper()
	project, err := r.Project(r.Context())
	if err != nil {
		r.Fatal(err)
	}
	var out []string
	for _, t := range project.Schema.Entities {
		out = append(out, "schema "+t.Label)
	}
	for _, v := range project.Schema.Events {
		out = append(out, fmt.Sprint("schema ", v.Label, " ", v.Roles[0].Name))
	}
	layers, err := r.Layers(r.Context(), "a")
	if err != nil {
		r.Fatal(err)
	}
	for _, l := range layers {
		l.Each(func(item annotate.Item) {
			said := fmt.Sprint(l.ID.Annotator, " ", item.ItemID(), " ", annotate.LabelOf(item))
			if v, ok := item.(*annotate.Event); ok {
				said += " " + v.Arguments[0].Role
			}
			out = append(out, said)
		})
	}
	slices.Sort(out)
	return out
}

// Work that was done under other names comes in under those that things have now,
// whichever side renamed them and whichever takes in the other.
func TestRenamedMeanwhile(t *testing.T) {
	person := reschema.TypeName(reschema.Entity, "PERSON")
	tests := []struct {
		name    string
		changes []reschema.Change
		want    []string
		said    []string
	}{
		{"renamed", []reschema.Change{reschema.Rename{What: person, To: "ACTOR"}},
			[]string{"ada m1 ACTOR", "ben m2 ACTOR", "ben v1 STRIKE Agent", "schema ACTOR", "schema GROUP", "schema STRIKE Agent"},
			[]string{`label "PERSON" is "ACTOR" now (1)`}},
		{"renamed twice", []reschema.Change{reschema.Rename{What: person, To: "ONE"}, reschema.Rename{What: reschema.TypeName(reschema.Entity, "ONE"), To: "ACTOR"}},
			[]string{"ada m1 ACTOR", "ben m2 ACTOR", "ben v1 STRIKE Agent", "schema ACTOR", "schema GROUP", "schema STRIKE Agent"},
			[]string{`label "PERSON" is "ACTOR" now (1)`}},
		{"there and back", []reschema.Change{reschema.Rename{What: person, To: "ONE"}, reschema.Rename{What: reschema.TypeName(reschema.Entity, "ONE"), To: "PERSON"}},
			[]string{"ada m1 PERSON", "ben m2 PERSON", "ben v1 STRIKE Agent", "schema GROUP", "schema PERSON", "schema STRIKE Agent"}, nil},
		{"merged", []reschema.Change{reschema.Merge{What: person, Into: "GROUP"}},
			[]string{"ada m1 GROUP", "ben m2 GROUP", "ben v1 STRIKE Agent", "schema GROUP", "schema STRIKE Agent"},
			[]string{`label "PERSON" is "GROUP" now (1)`}},
		{"an event and its role", []reschema.Change{
			reschema.Rename{What: reschema.RoleName("STRIKE", "Agent"), To: "By"},
			reschema.Rename{What: reschema.TypeName(reschema.Event, "STRIKE"), To: "HIT"}},
			[]string{"ada m1 PERSON", "ben m2 PERSON", "ben v1 HIT By", "schema GROUP", "schema HIT By", "schema PERSON"},
			[]string{`event type "STRIKE" is "HIT" now (1)`, `role of HIT "Agent" is "By" now (1)`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			here := begin(t)
			here.mark("m1", "PERSON", 0)
			there := here.copied("ben", 2)
			there.mark("m2", "PERSON", 3)
			there.do(annotate.Edit{Layer: annotate.LayerID{Article: "a", Annotator: "ben", Kind: annotate.Human}, After: &annotate.Event{
				ID: "v1", Type: "STRIKE", Trigger: []span.Span{{Start: 6, End: 8}}, Arguments: []annotate.Argument{{Role: "Agent", Target: "m2"}}}})
			here.reschema(tt.changes...)
			here2, there2 := here.copied("ada", 3), there.copied("ben", 4)

			if diff := cmp.Diff(tt.said, here.merge(there).Schema, cmp.Transformer("", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
				t.Errorf("said (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, here.has()); diff != "" {
				t.Errorf("merged where it was renamed (-want +got)\n%s", diff)
			}
			if said := here.merge(there).Schema; len(said) > 0 {
				t.Errorf("merged twice it says %q", said)
			}
			there2.merge(here2)
			if diff := cmp.Diff(tt.want, there2.has()); diff != "" {
				t.Errorf("merged where it was not (-want +got)\n%s", diff)
			}
			here.merge(there2)
			if diff := cmp.Diff(tt.want, here.has()); diff != "" {
				t.Errorf("after both merged (-want +got)\n%s", diff)
			}
		})
	}
}

// unread is a project whose articles are not to be gone through.
type unread struct {
	*memory.Store
	t *testing.T
}

// Each implements merge.Target.
func (u unread) Each(context.Context, annotate.Query) iter.Seq2[annotate.Entry, error] {
	u.t.Error("all articles are gone through")
	return func(func(annotate.Entry, error) bool) {}
}

// What is here is not gone through for a label that is new.
func TestNewLabelReadsNothing(t *testing.T) {
	here := begin(t)
	here.mark("m1", "PERSON", 0)
	there := here.copied("ben", 2)
	project, err := there.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	more := *project.Schema
	more.Revision++
	more.Entities = append(slices.Clone(more.Entities), annotate.EntityType{Type: annotate.Type{Label: "BOAT"}})
	there.do(annotate.Edit{Before: project.Schema, After: &more})
	there.mark("m2", "BOAT", 3)
	wrong := func(context.Context) ([]string, error) { return nil, nil }
	plan, err := merge.Prepare(t.Context(), unread{here.Store, t}, []merge.Other{{Copy: there.Store, Name: "other", Check: wrong}},
		merge.Options{Now: time.Now, IDs: here.ids})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`label "BOAT" comes into the schema`}, plan.Report.Schema); diff != "" || plan.Report.New != 1 {
		t.Errorf("%d new, said (-want +got)\n%s", plan.Report.New, diff)
	}
}
