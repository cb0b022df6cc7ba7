package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/review"
	"galley/store"
	"galley/store/open"
)

// adjudicate decides on all that ben and ada differ in, for ben, and accepts the rest.
func adjudicate(t *testing.T, path string) {
	t.Helper()
	s, err := open.Project(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ids := newIDs()
	judge := &annotate.Person{ID: ids.Next(), Name: "judith"}
	commit := func(author annotate.ID, edits ...annotate.Edit) {
		t.Helper()
		if err := s.Commit(t.Context(), annotate.Transaction{ID: ids.Next(), Author: author, At: time.Now().UTC(), Title: "decide", Edits: edits}); err != nil {
			t.Fatal(err)
		}
	}
	commit("", annotate.Edit{After: judge})
	project, err := s.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ben := project.PersonNamed("ben").ID
	for e, err := range s.Each(t.Context(), annotate.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		gold := annotate.Document{Article: e.Article}
		gold.Layer.ID = annotate.LayerID{Article: e.Article.ID, Annotator: judge.ID, Kind: annotate.Gold}
		k := review.NewCase(review.Compare(review.Coders(e.Layers)), gold, nil)
		for set := range k.Sets {
			out, err := k.Decide(set, review.Choice{
				Act: annotate.TookReading, Readings: []int{k.Sets[set].ReadingOf(ben)}, Cause: "slip", Remark: "titles are part of names",
			}, review.Stamp{ID: ids.Next(), By: judge.ID, At: "2026-01-01T00:00:00Z"})
			if err != nil {
				t.Fatal(err)
			}
			k.Took(set, out)
			commit(judge.ID, out.Edits...)
		}
		commit(judge.ID, k.Finish()...)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// refused runs galleyctl and wants it to refuse with a message.
func refused(t *testing.T, message string, args ...string) {
	t.Helper()
	if out, err := galleyctl(t, args...).CombinedOutput(); err == nil || !strings.Contains(string(out), message) {
		t.Errorf("%v: %v\n%s", args, err, out)
	}
}

// What is released of a person's work goes away with their bundles, and nothing of others' work does.
func TestCorrectionsAway(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(in(name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	line := func(key, who, mentions string) string {
		return `{"key":"` + key + `","title":"` + key + `","text":"General Bakr left Elmira.","layers":[{"annotator":"` + who + `","kind":"human","state":"done","mentions":[` + mentions + `]}]}` + "\n"
	}
	for _, key := range []string{"first", "second"} {
		write(key+"-ada.jsonl", line(key, "ada", `{"id":"m1","label":"PER","spans":[[8,12]],"text":"Bakr"},{"id":"m2","label":"LOC","spans":[[18,24]],"text":"Elmira"}`))
		write(key+"-ben.jsonl", line(key, "ben", `{"id":"m1","label":"PER","spans":[[0,12]],"text":"General Bakr"},{"id":"m3","label":"GEHEIM","spans":[[18,24]],"text":"Elmira"}`))
	}
	p := in("p.galley")
	do(t, "new", p)
	do(t, "import", p, in("first-ada.jsonl"), in("second-ada.jsonl"))
	do(t, "import", p, in("first-ben.jsonl"), in("second-ben.jsonl"))
	adjudicate(t, p)
	do(t, "assign", p, "--annotators", "ada", "--per-article", "1", "--blind")

	refused(t, "the corrections are not released", "corrections", p, in("ada.html"), "--annotator", "ada")
	do(t, "bundle", p, in("before.galley"), "--annotator", "ada")
	refused(t, "the corrections are not released", "corrections", in("before.galley"), in("ada.html"), "--annotator", "ada")
	refused(t, `no article has the words "third"`, "release", p, "--articles", "third")
	do(t, "release", p, "--articles", "first", "--annotator", "judith")
	do(t, "bundle", p, in("away.galley"), "--annotator", "ada")
	do(t, "corrections", in("away.galley"), in("away.html"), "--annotator", "ada")
	page := read(t, in("away.html"))
	for _, want := range []string{
		"<h2>first</h2>", "<td>Bakr<td>PER (mention)<td>other reading<td>PER “General Bakr”<td>slip: titles are part of names<td>\n",
		"<td>Elmira<td>LOC (mention)<td>other reading<td>GEHEIM “Elmira”<td>slip",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in what a bundle tells:\n%s", want, page)
		}
	}
	if strings.Contains(page, "second") || strings.Contains(page, "judith") {
		t.Errorf("a bundle tells of more than what is released:\n%s", page)
	}
	bundle := []byte(read(t, in("away.galley")))
	for _, not := range []string{"judith", "ben"} {
		if bytes.Contains(bundle, []byte(not)) {
			t.Errorf("%q is in a blind bundle", not)
		}
	}
	refused(t, "is a bundle: corrections are released in the project", "release", in("away.galley"))
	do(t, "merge", p, in("away.galley"))
	s, err := open.Project(t.Context(), p, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if things, err := s.Things(t.Context(), annotate.KindCorrection, ""); err != nil || len(things) > 0 {
		t.Errorf("of a bundle %d corrections come back, %v", len(things), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	do(t, "release", p)
	refused(t, "withdraw that first", "release", p, "--articles", "first", "--withdraw")
	do(t, "corrections", p, in("all.html"), "--annotator", "ada")
	if page := read(t, in("all.html")); !strings.Contains(page, "<h2>second</h2>") || !strings.Contains(page, "<td>judith\n") {
		t.Errorf("of all that is released the project tells\n%s", page)
	}
	do(t, "release", p, "--withdraw")
	refused(t, "the corrections are not released", "corrections", p, in("none.html"), "--annotator", "ada")
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
