package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"galley/annotate"
	"galley/annotate/text"
	"galley/store"
)

// plain compares articles by their fields and the bytes of their text.
var plain = cmp.Options{
	cmp.Comparer(func(a, b *text.Text) bool { return (a == nil) == (b == nil) && (a == nil || a.String() == b.String()) }),
	cmpopts.EquateEmpty(),
}

func article(id, body string) *annotate.Article {
	return annotate.NewArticle(annotate.Article{ID: annotate.ID(id), Key: "key-" + id, Title: "Title of " + id}, body)
}

func testProject(t *testing.T, m Maker) {
	b := new(Builder)
	s := start(t, m, b)
	renamed, next := *ada, *schema
	renamed.Name, next.Revision = "Zoe", 2
	commit(t, s, b.Tx(change(ada, &renamed), change(schema, &next)))
	if m.Reopen != nil {
		s = m.Reopen(t, s)
	}
	p, err := s.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]annotate.Person{*ben, renamed}, p.People); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(&next, p.Schema); diff != "" {
		t.Error(diff)
	}
	sound(t, s)
}

func testArticles(t *testing.T, m Maker) {
	b := new(Builder)
	full := annotate.NewArticle(annotate.Article{
		ID: "a1", Key: "k", Title: "Tïtle", Published: "2016-05-02", Language: "en", Outlet: "Wire", Author: "A. B.", URL: "https://x.example/?q=1&r=<2>",
		Meta: annotate.Fields{"page": "3", "tags": `["x","y"]`}, Extra: annotate.Fields{"odd": `{"b":1,"a":2.50}`},
	}, "Body\r\nwith \x00 NUL, \U0001F680 and the end\n")
	s := start(t, m, b, full, annotate.NewArticle(annotate.Article{ID: "empty"}, ""))
	if m.Reopen != nil {
		s = m.Reopen(t, s)
	}
	got, err := s.Article(t.Context(), "a1")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(full, got, plain); diff != "" {
		t.Error(diff)
	}
	if got, err := s.ArticleByKey(t.Context(), "k"); err != nil || got.ID != "a1" {
		t.Errorf("by key: %v, %v", got, err)
	}
	if got, err := s.Article(t.Context(), "empty"); err != nil || got.Text.Len() != 0 {
		t.Errorf("the empty article: %v, %v", got, err)
	}
	for _, missing := range []func() error{
		func() error { _, err := s.Article(t.Context(), "nobody"); return err },
		func() error { _, err := s.ArticleByKey(t.Context(), "nobody"); return err },
		func() error { _, err := s.Transaction(t.Context(), "nobody"); return err },
	} {
		if err := missing(); !errors.Is(err, annotate.ErrNotFound) {
			t.Errorf("missing: %v", err)
		}
	}
	renamed := *full
	renamed.Title, renamed.Text = "New title", nil
	commit(t, s, b.Tx(change(full, &renamed)))
	if got, _ := s.Article(t.Context(), "a1"); got.Title != "New title" || got.Text.String() != full.Text.String() {
		t.Errorf("renamed: %+v", got)
	}
	sound(t, s)
}

func testHostileIDs(t *testing.T, m Maker) {
	b := new(Builder)
	s := start(t, m, b)
	ids := []string{"../../x", "CON", "a/b", ".", "a\x00b", strings.Repeat("x", 4000), "e\u0301", "é", "News", "news", " lead", "tail.",
		"'); DROP TABLE article;--", `"`, "?1", "$1", ":id", "%", "_", `\`, "\u202etxt", "[1]", "{}"}
	for _, id := range ids {
		l := human(annotate.ID(id), "ada")
		commit(t, s, b.Tx(put(article(id, "text of "+id)),
			in(l, &annotate.Entity{ID: annotate.ID(id), Label: id, Name: id}),
			in(l, &annotate.Mention{ID: "m", Label: id, Spans: at(0, 4), Entity: annotate.ID(id)})))
		// The entity is changed too: it has to be found again.
		commit(t, s, b.Tx(annotate.Edit{Layer: l,
			Before: &annotate.Entity{ID: annotate.ID(id), Label: id, Name: id}, After: &annotate.Entity{ID: annotate.ID(id), Label: id, Name: "new"}}))
	}
	for _, id := range ids {
		a, err := s.Article(t.Context(), annotate.ID(id))
		if err != nil || a.Text.String() != "text of "+id {
			t.Errorf("article %.40q: %v", id, err)
			continue
		}
		l, err := s.Layer(t.Context(), human(annotate.ID(id), "ada"))
		e, ok := l.Entities.Get(annotate.ID(id))
		if err != nil || !ok || e.Name != "new" {
			t.Errorf("entity %.40q: %v, %v", id, e, err)
		}
	}
	sound(t, s)
}

func testDeleteUndo(t *testing.T, m Maker) {
	b := new(Builder)
	s := start(t, m, b)
	a := article("a", "the text")
	imported := b.Tx(put(a), in(human("a", "ada"), &annotate.Mention{ID: "m", Label: "PER", Spans: at(0, 3)}))
	commit(t, s, imported)
	before := dumpAll(t, s)

	gone := *a
	gone.Deleted = true
	deleted := b.Tx(change(a, &gone))
	commit(t, s, deleted)
	if _, total, _ := s.Search(t.Context(), "text", 10); total != 0 {
		t.Error("a deleted article is found")
	}
	if refs, _ := s.Find(t.Context(), annotate.Query{}); len(refs) != 0 {
		t.Error("a deleted article is listed")
	}
	if refs, _ := s.Find(t.Context(), annotate.Query{Deleted: true}); len(refs) != 1 {
		t.Error("a deleted article is not listed as such")
	}
	if _, err := s.ArticleByKey(t.Context(), a.Key); !errors.Is(err, annotate.ErrNotFound) {
		t.Errorf("by key: %v", err)
	}
	if got, err := s.Article(t.Context(), "a"); err != nil || !got.Deleted || got.Text.String() != "the text" {
		t.Errorf("by id: %v, %v", got, err)
	}
	commit(t, s, b.Undo(deleted))
	if diff := cmp.Diff(before, dumpAll(t, s)); diff != "" {
		t.Error(diff)
	}

	undo := b.Undo(imported)
	commit(t, s, undo)
	if _, err := s.Article(t.Context(), "a"); !errors.Is(err, annotate.ErrNotFound) {
		t.Errorf("after the undo: %v", err)
	}
	logged, err := s.Transaction(t.Context(), undo.ID) // as the history gives it: without the text
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, b.Undo(logged))
	if diff := cmp.Diff(before, dumpAll(t, s)); diff != "" {
		t.Error(diff)
	}
	if _, total, _ := s.Search(t.Context(), "text", 10); total != 1 {
		t.Error("after the redo it is not found")
	}
	sound(t, s)
}

func testKnown(t *testing.T, m Maker) {
	b := new(Builder)
	a, c, d := article("a", "one"), article("c", "one"), article("d", "two")
	s := start(t, m, b, a, c, d)
	gone := *d
	gone.Deleted = true
	commit(t, s, b.Tx(change(d, &gone)))
	got, err := s.Known(t.Context(), []annotate.ID{"d", "a", "x"}, []string{"key-a", "key-c", "y"})
	if err != nil {
		t.Fatal(err)
	}
	want := []store.Known{{ID: "a", Key: "key-a", Digest: a.Digest}, {ID: "c", Key: "key-c", Digest: c.Digest}, {ID: "d", Key: "key-d", Digest: d.Digest, Deleted: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got, err := s.Known(t.Context(), nil, nil); len(got) != 0 || err != nil {
		t.Errorf("nothing asked: %v, %v", got, err)
	}
}

// everything is one of each kind with every field set, and one with none.
func everything() []annotate.Item {
	o := annotate.Origin{By: "Ada", At: "2026-01-02T03:04:05Z", Source: "propagated", Schema: 3, Unsure: true, Extra: annotate.Fields{"x": `{"b":[1,2.50],"a":null}`}}
	attributes := annotate.Attributes{"polarity": `"negative"`, "count": `{"low":1,"high":null,"approx":false}`, "html": `"<a&b>"`}
	return []annotate.Item{
		&annotate.Head{State: annotate.Done, Flagged: true, Extra: annotate.Fields{"active": "12"}},
		&annotate.Entity{ID: "e1", Label: "PER", Name: "The <President>", KB: "Q42", Attributes: attributes, Origin: o},
		&annotate.Entity{ID: "e2", Label: "PER"},
		&annotate.Mention{ID: "m1", Label: "PER", Spans: at(0, 3, 4, 8, 10, 11), Entity: "e1", Attributes: attributes, Origin: o},
		&annotate.Mention{ID: "m2", Label: "PER", Spans: at(0, 8)},
		&annotate.Event{ID: "v1", Type: "ATTACK", Trigger: at(5, 6, 7, 8), Evidence: at(0, 2, 3, 4), Attributes: attributes, Origin: o,
			Arguments: []annotate.Argument{
				{Role: "Target", Target: "m1"}, {Role: "Target", Target: "e2"}, {Role: "Cause", Target: "v2"},
				{Role: "Killed", Value: `{"low":253,"high":null,"approx":true}`, Extra: annotate.Fields{"k": `"v"`}},
				{Role: "Killed", Target: "m2", Value: "3"},
			}},
		&annotate.Event{ID: "v2", Type: "MEET"},
		&annotate.Relation{ID: "r1", Label: "part of", From: "m1", To: "m2", Attributes: attributes, Origin: o},
		&annotate.Relation{ID: "r2", Label: "next", From: "v1", To: "v1"},
		&annotate.Label{ID: "l1", Label: "topic", Value: `["war","aid"]`, Origin: o},
		&annotate.Label{ID: "l2", Label: "opinion"},
		&annotate.Note{ID: "n1", On: "r1", Spans: at(1, 2), Text: "Why?\nSure?", State: annotate.NoteResolved, Type: "question", Origin: o},
		&annotate.Note{ID: "n2", State: annotate.NoteOpen},
	}
}

func testLayers(t *testing.T, m Maker) {
	b := new(Builder)
	s := start(t, m, b, article("a", "some text for this test"), article("b", "other text"))
	var edits []annotate.Edit
	items := everything()
	for _, item := range items {
		edits = append(edits, in(human("a", "ben"), item))
	}
	gold := annotate.LayerID{Article: "a", Annotator: "ada", Kind: annotate.Gold}
	edits = append(edits, in(gold, &annotate.Mention{ID: "m1", Label: "ORG", Spans: at(0, 4)}))
	slices.Reverse(edits) // what is referred to comes after
	made := b.Tx(edits...)
	commit(t, s, made)
	if m.Reopen != nil {
		s = m.Reopen(t, s)
	}
	got, err := s.Layers(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	want := []annotate.Layer{
		annotate.NewLayer(gold, []annotate.Item{&annotate.Mention{ID: "m1", Label: "ORG", Spans: at(0, 4)}}),
		annotate.NewLayer(human("a", "ben"), items),
	}
	if diff := cmp.Diff(Dump(t, want...), Dump(t, got...)); diff != "" {
		t.Error(diff)
	}
	one, err := s.Layer(t.Context(), human("a", "ben"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Dump(t, want[1]), Dump(t, one)); diff != "" {
		t.Error(diff)
	}
	untouched, err := s.Layer(t.Context(), human("b", "ada"))
	if err != nil || untouched.ID != human("b", "ada") || !untouched.Empty() || untouched.Head != nil {
		t.Errorf("an untouched layer: %+v, %v", untouched, err)
	}
	if got, err := s.Layers(t.Context(), "b"); len(got) != 0 || err != nil {
		t.Errorf("layers of an untouched article: %v, %v", got, err)
	}
	logged, err := s.Transaction(t.Context(), made.ID)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, b.Undo(logged))
	if got, err := s.Layers(t.Context(), "a"); len(got) != 0 || err != nil {
		t.Errorf("layers after the undo: %v, %v", got, err)
	}
	sound(t, s)
}

func testRefusals(t *testing.T, m Maker) {
	b := new(Builder)
	a := article("a", "some text")
	s := start(t, m, b, a)
	l := human("a", "ada")
	ent := &annotate.Entity{ID: "e", Label: "PER", Name: "X"}
	men := &annotate.Mention{ID: "m", Label: "PER", Spans: at(0, 4), Entity: "e"}
	first := b.Tx(in(l, ent), in(l, men))
	commit(t, s, first)
	before := dumpAll(t, s)

	other := &annotate.Mention{ID: "m", Label: "ORG", Spans: at(0, 4)}
	sameKey := *a
	sameKey.Text, sameKey.Digest = nil, annotate.Digest("another")
	twice := b.Tx(in(l, &annotate.Label{ID: "l", Label: "x"}))
	for _, test := range []struct {
		name string
		edit annotate.Edit
		want error // nil: any
	}{
		{"insert what is there", in(l, men), annotate.ErrConflict},
		{"insert with the id of another kind", in(l, &annotate.Label{ID: "m", Label: "x"}), annotate.ErrConflict},
		{"update with a stale before", annotate.Edit{Layer: l, Before: other, After: men}, annotate.ErrConflict},
		{"update what is not there", annotate.Edit{Layer: human("a", "ben"), Before: men, After: other}, annotate.ErrConflict},
		{"delete what is not there", annotate.Edit{Layer: l, Before: &annotate.Label{ID: "none", Label: "x"}}, annotate.ErrConflict},
		{"delete with a stale before", annotate.Edit{Layer: l, Before: other}, annotate.ErrConflict},
		{"delete what is referred to", annotate.Edit{Layer: l, Before: ent}, annotate.ErrConflict},
		{"refer to nothing", in(l, &annotate.Mention{ID: "m2", Label: "PER", Spans: at(0, 4), Entity: "none"}), annotate.ErrNotFound},
		{"argument to nothing", in(l, &annotate.Event{ID: "v", Type: "X", Arguments: []annotate.Argument{{Role: "r", Target: "none"}}}), annotate.ErrNotFound},
		{"refer to another layer", in(human("a", "ben"), &annotate.Note{ID: "n", On: "m", State: annotate.NoteOpen}), annotate.ErrNotFound},
		{"layer of no article", in(human("none", "ada"), ent), annotate.ErrNotFound},
		{"layer of no person", in(human("a", "none"), ent), annotate.ErrNotFound},
		{"layer of no kind", in(annotate.LayerID{Article: "a", Annotator: "ada", Kind: "x"}, ent), nil},
		{"annotation without a layer", put(ent), nil},
		{"person in a layer", in(l, ben), nil},
		{"no id", in(l, &annotate.Entity{Label: "PER"}), nil},
		{"two kinds", annotate.Edit{Layer: l, Before: men, After: ent}, nil},
		{"two ids", annotate.Edit{Layer: l, Before: men, After: &annotate.Mention{ID: "m9", Label: "PER", Spans: at(0, 4)}}, nil},
		{"an article that is there", put(article("a", "some text")), annotate.ErrConflict},
		{"a new article without its text", put(&annotate.Article{ID: "n", Digest: annotate.Digest("unknown")}), annotate.ErrNotFound},
		{"a text that changes", change(a, &sameKey), nil},
		{"a digest of another text", put(&annotate.Article{ID: "n", Digest: annotate.Digest("x"), Text: text.New("y")}), nil},
		{"take out an article with annotations", annotate.Edit{Before: a}, annotate.ErrConflict},
		{"take out a person with annotations", annotate.Edit{Before: ada}, annotate.ErrConflict},
		{"a second schema", put(schema), annotate.ErrConflict},
	} {
		t.Run(test.name, func(t *testing.T) {
			// The first edit is sound: it must not stay.
			tx := b.Tx(in(l, &annotate.Label{ID: "sound", Label: "x"}), test.edit)
			err := s.Commit(t.Context(), twice, tx)
			if err == nil || test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			var item *annotate.ItemError
			if test.name != "delete what is referred to" && !errors.As(err, &item) {
				t.Errorf("%v names no item", err)
			}
		})
	}
	empty := annotate.Transaction{ID: "empty", Edits: []annotate.Edit{{}}}
	again := b.Tx()
	again.ID = first.ID
	nameless := b.Tx()
	nameless.ID = ""
	noJSON := b.Tx(in(l, &annotate.Label{ID: "j", Label: "x", Value: "{"}))
	noObject := b.Tx(in(l, &annotate.Entity{ID: "j", Label: "x", Attributes: annotate.Attributes{"a": "{"}}))
	for name, txs := range map[string][]annotate.Transaction{
		"a value that is no JSON": {noJSON}, "an attribute that is no JSON": {noObject},
		"an edit of nothing": {empty}, "a transaction that is there": {again}, "the same twice": {twice, twice}, "no id": {nameless},
	} {
		if err := s.Commit(t.Context(), txs...); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Commit(cancelled, twice); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if diff := cmp.Diff(before, dumpAll(t, s)); diff != "" {
		t.Errorf("something was written: %s", diff)
	}
	commit(t, s, twice)
	sound(t, s)
}

func testRebuild(t *testing.T, m Maker) {
	b := new(Builder)
	a := article("a", "some text for this test")
	s := start(t, m, b, a)
	var edits []annotate.Edit
	for _, item := range everything() {
		edits = append(edits, in(human("a", "ben"), item))
	}
	tx := b.Tx(edits...)
	gone := *a
	gone.Deleted = true
	commit(t, s, tx, b.Undo(tx), b.Tx(edits...), b.Tx(change(a, &gone)), b.Tx(change(&gone, a)))
	before := dumpAll(t, s)
	if _, err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dumpAll(t, s)); diff != "" {
		t.Error(diff)
	}
	sound(t, s)
	commit(t, s, b.Tx(put(article("b", "more"))))
	sound(t, s)
}
