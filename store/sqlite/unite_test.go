package sqlite

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/unite"
)

// apart are a project and the acts of a copy of it that changed some of the
// same: the schema and a mention of article a0000001, and more that only it touched.
func apart(t *testing.T) (*Store, []annotate.Logged) {
	t.Helper()
	s := newProject(t, setUp, annotate.Transaction{ID: "schema", Edits: []annotate.Edit{{After: &annotate.Schema{ID: "s"}}}})
	if err := s.Commit(t.Context(), imports(makeCorpus(5), true)...); err != nil {
		t.Fatal(err)
	}
	layers, err := s.Layers(t.Context(), "a0000001")
	if err != nil {
		t.Fatal(err)
	}
	m := layers[0].Mentions.All()[0]
	label := func(l string) annotate.Edit {
		changed := *m
		changed.Label = l
		return annotate.Edit{Layer: layers[0].ID, Before: m, After: &changed}
	}
	schema := func(l string) annotate.Edit {
		return annotate.Edit{Before: &annotate.Schema{ID: "s"}, After: &annotate.Schema{ID: "s", Revision: 1, Entities: []annotate.EntityType{{Type: annotate.Type{Label: l}}}}}
	}
	rank, err := s.Rank(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	theirs := []annotate.Logged{
		{Rank: rank + 1, Transaction: annotate.Transaction{ID: "theirs-1", Edits: []annotate.Edit{label("ONE"), schema("ONE")}}},
		{Rank: rank + 2, Transaction: annotate.Transaction{ID: "theirs-2", Edits: []annotate.Edit{
			{Layer: annotate.LayerID{Article: "a0000002", Annotator: "ada", Kind: annotate.Human}, After: &annotate.Note{ID: "only theirs", Text: "?", State: annotate.NoteOpen}},
			{After: &annotate.Guideline{Text: "only theirs"}},
		}}},
	}
	if err := s.Commit(t.Context(), annotate.Transaction{ID: "ours", Edits: []annotate.Edit{label("TWO"), schema("TWO")}}); err != nil {
		t.Fatal(err)
	}
	return s, theirs
}

// TestSeveral wants only what was changed on both sides to be noted as such.
func TestSeveral(t *testing.T) {
	s, theirs := apart(t)
	if _, err := s.Unite(t.Context(), theirs, false); err != nil {
		t.Fatal(err)
	}
	want := map[unite.Scope]bool{
		{Layer: annotate.LayerID{Article: "a0000001", Annotator: "ada", Kind: annotate.Human}}: true,
		{Kind: annotate.KindSchema}: true,
	}
	if diff := cmp.Diff(want, several(t, s)); diff != "" {
		t.Error(diff)
	}
	checked(t, s)
	if _, err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, several(t, s)); diff != "" {
		t.Errorf("rebuilt: %s", diff)
	}
	checked(t, s)
}

func several(t *testing.T, s *Store) map[unite.Scope]bool {
	t.Helper()
	tx, err := s.writer.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	found, err := (&writer{ctx: t.Context(), tx: tx}).readSeveral()
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func checked(t *testing.T, s *Store) {
	t.Helper()
	if found, err := s.Check(t.Context(), nil); err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
}

// TestSurvey unites a project from before it was noted what touched what: it must
// come to the same.
func TestSurvey(t *testing.T) {
	s, theirs := apart(t)
	if _, err := s.writer.Exec(`DELETE FROM log_thing; INSERT INTO several VALUES ('', '', '', 'log', '')`); err != nil {
		t.Fatal(err)
	}
	checked(t, s)
	would, err := s.Unite(t.Context(), theirs, true)
	if err != nil {
		t.Fatal(err)
	}
	did, err := s.Unite(t.Context(), theirs[:1], false)
	if err != nil {
		t.Fatal(err)
	}
	more, err := s.Unite(t.Context(), theirs[1:], false)
	if err != nil {
		t.Fatal(err)
	}
	if len(would.Conflicts) != 2 || len(did.Conflicts) != 2 || len(more.Conflicts) != 0 || len(would.Changes) != len(did.Changes)+len(more.Changes) {
		t.Errorf("would be %+v\nis %+v\nand %+v", would, did, more)
	}
	if found := several(t, s); found[unknownSeveral] || len(found) != 2 {
		t.Errorf("noted: %v", found)
	}
	checked(t, s)
}

// TestUniteReadsLittle has a log that cannot be read: uniting needs it only where
// both sides changed the same.
func TestUniteReadsLittle(t *testing.T) {
	s, theirs := apart(t)
	if _, err := s.writer.Exec(`UPDATE log SET edits = x'00'`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Unite(t.Context(), theirs[:1], false); err == nil {
		t.Error("what both changed was united without its history")
	}
	if u, err := s.Unite(t.Context(), theirs[1:], false); err != nil || len(u.Changes) != 2 {
		t.Errorf("what only they changed: %+v, %v", u, err)
	}
}
