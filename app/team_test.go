package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"galley/annotate"
	"galley/annotate/anchor"
	"galley/annotate/segment"
	"galley/annotate/span"
	"galley/store/memory"
)

// assigned are the assignments of the project, as "a1 ada".
func (d *desk) assigned() []string {
	d.Helper()
	d.settle()
	things, err := d.store.Things(context.Background(), annotate.KindAssignment, "")
	if err != nil {
		d.Fatal(err)
	}
	p := d.open.session.Project()
	var out []string
	for _, t := range things {
		a := t.(*annotate.Assignment)
		out = append(out, string(a.Article)+" "+p.Person(a.Person).Name)
	}
	return out
}

func (d *desk) overlays(words ...string) {
	d.Helper()
	for _, w := range words {
		d.until(w, func() bool { return strings.Contains(d.overlayText(), w) })
	}
}

// Without articles there is nothing to assign, and the sheet says so.
func TestAssignNothing(t *testing.T) {
	d := openEmptyDesk(t)
	d.run("data.people")
	d.overlays("You are alone in this project.")
	d.pressButton("Assign...")
	d.overlays("No article is to be assigned: the project has none, or none is as the form says.")
}

func TestAssign(t *testing.T) {
	d := openDesk(t, shelled, shelled, shelled, shelled)
	d.run("data.people")
	d.overlays("ada", "You are alone in this project.")
	d.pressButton("Add a person...")
	d.write("ben")
	d.overlays("ben")

	d.pressButton("Assign...")
	d.overlays("4 articles, 8 new readings", "ada  4", "ben  4", "Assign 8")
	if len(d.assigned()) != 0 {
		t.Error("something was written before the button was pressed")
	}
	d.write("1")
	d.overlays("4 articles, 4 new readings", "Assign 4")
	d.write("3")
	d.overlays("3 people cannot read each article: 2 are named.")
	d.write("1")
	d.overlays("Assign 4")
	d.pressButton("Assign 4")
	if got := d.assigned(); len(got) != 4 {
		t.Errorf("assigned %v", got)
	}
	d.overlays("People", "Assigned 4 readings.") // with what it comes to
	d.pressButton("Undo")
	d.overlays("The assignment is taken back.")
	d.pressButton("Close")
	if got := d.assigned(); len(got) != 0 {
		t.Errorf("undone, and %v is left", got)
	}
}

// One's own articles are listed, and others' work on what is read blind is not shown.
func TestAssignedToMe(t *testing.T) {
	d := openDesk(t, shelled, shelled, shelled)
	me := d.open.session.Person().ID
	ben := &annotate.Person{ID: "ben", Name: "ben"}
	layer := annotate.LayerID{Article: "a1", Annotator: "ben", Kind: annotate.Human}
	d.settle()
	tx := annotate.Transaction{ID: "other", Author: "ben", At: noon, Title: "mark PER Wadi", Edits: []annotate.Edit{
		{After: ben}, {After: &annotate.Assignment{Article: "a1", Person: me, Blind: true}}, {After: &annotate.Assignment{Article: "a2", Person: me}},
		{Layer: layer, After: &annotate.Mention{ID: "m", Label: "PER", Spans: []span.Span{{Start: 0, End: 8}}}},
	}}
	if err := d.store.Commit(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	d.open.list.ShowAssigned()
	d.listed("what is assigned to ada", "Title a1 new", "Title a2 new")

	if !d.open.blind("a1") || d.open.blind("a2") || d.open.blind("a3") {
		t.Error("a1 alone is read blind")
	}
	d.run("review.open")
	if got := d.toasts.Text(); got != "You still read 1 article blind: others' work is not shown before you are done." {
		t.Errorf("said %q", got)
	}
	d.run("review.agreement")
	if d.open.review.on || d.open.agreeing.on {
		t.Error("the review page shows what is to be read blind")
	}
}

func TestBundleAndMerge(t *testing.T) {
	d := openDesk(t, shelled, shelled)
	copies := d.cfg.Projects.(deskProjects).copies
	d.run("data.bundle")
	d.overlays("Make a bundle")
	d.write("ben")
	d.pressButton("Make bundle")
	d.until("the bundle", func() bool { return strings.Contains(d.toasts.Text(), "ben") })
	if got := d.toasts.Text(); got != "ben.galley holds 2 articles for ben." {
		t.Errorf("said %q", got)
	}
	project := d.open.session.Project()
	if project.PersonNamed("ben") == nil {
		t.Fatal("ben is not in the project")
	}
	path, away := copies.only()
	if !strings.HasSuffix(path, "ben.galley") {
		t.Errorf("written to %s", path)
	}

	ben := project.PersonNamed("ben").ID
	layer := annotate.LayerID{Article: "a1", Annotator: ben, Kind: annotate.Human}
	work := annotate.Transaction{ID: "work", Author: ben, At: noon, Title: "mark ARM", Edits: []annotate.Edit{
		{Layer: layer, After: &annotate.Head{State: annotate.Done}},
		{Layer: layer, After: &annotate.Mention{ID: "m", Label: "ARM", Spans: []span.Span{{Start: 16, End: 27}}}},
	}}
	if err := away.Commit(t.Context(), work); err != nil {
		t.Fatal(err)
	}
	d.run("data.merge")
	d.write(path)
	d.overlays("ben.galley: bundle of ben, 2 articles, made 4 May 2026", "new  1", "identical  0", "changed on both sides  0", "“Harun Front”")
	d.pressButton("identical  0")
	d.overlays("Nothing is identical.")
	d.pressButton("Merge")
	d.overlays("1 new, 0 changed, 0 changed on both sides.", "copy.galley")
	d.pressButton("Close")
	got, err := d.store.Layer(t.Context(), layer)
	if err != nil || got.Mentions.Len() != 1 || got.State() != annotate.Done {
		t.Errorf("merged: %+v, %v", got, err)
	}

	d.open.mergeWork(path)
	d.overlays("Everything is here already.")
	d.pressButton("Cancel")
	d.open.mergeWork("nowhere.galley")
	d.overlays("Nowhere.galley: file does not exist.", "Nothing was changed.")
	d.pressButton("Cancel")
}

// What has no place in a text that was corrected meanwhile is listed with the
// reason, and so is the work on another text for which a file is refused.
func TestMergeNotComparable(t *testing.T) {
	d := openDesk(t, shelled)
	copies := d.cfg.Projects.(deskProjects).copies
	d.run("data.bundle")
	d.overlays("Make a bundle")
	d.write("ben")
	d.pressButton("Make bundle")
	var path string
	var away *memory.Store
	d.until("the bundle", func() bool { path, away = copies.only(); return away != nil })
	project := d.open.session.Project()
	ben := project.PersonNamed("ben").ID
	layer := annotate.LayerID{Article: "a1", Annotator: ben, Kind: annotate.Human}
	monday := d.find("Monday")
	work := annotate.Transaction{ID: "work", Author: ben, At: noon, Title: "mark", Edits: []annotate.Edit{
		{Layer: layer, After: &annotate.Mention{ID: "m1", Label: "ARM", Spans: []span.Span{d.find("Harun Front")}}},
		{Layer: layer, After: &annotate.Mention{ID: "m2", Label: "TIME", Spans: []span.Span{monday}}},
	}}
	if err := away.Commit(t.Context(), work); err != nil {
		t.Fatal(err)
	}
	d.settle()
	old, err := d.store.Article(t.Context(), "a1")
	if err != nil {
		t.Fatal(err)
	}
	correction := anchor.Correct(old, strings.Replace(shelled, " on Monday", "", 1), nil, nil)
	if err := d.store.Commit(t.Context(), annotate.Transaction{ID: "correct", At: noon, Title: "correct", Edits: correction.Edits}); err != nil {
		t.Fatal(err)
	}
	d.run("data.merge")
	d.overlays("What would change is shown first.")
	d.write(path)
	d.overlays("new  1", "not comparable  1")
	d.overlays("These stay behind", "“Monday”", "its words are gone", "ben")
	d.pressButton("Cancel")

	other, err := memory.New(project.ID, "Test", annotate.Transaction{ID: "other", At: noon, Title: "begin", Edits: []annotate.Edit{
		{After: &annotate.Person{ID: "ada2", Name: "dora"}}, {After: annotate.NewArticle(*old, "Quiet in Wadi Sahl.")},
		{Layer: annotate.LayerID{Article: "a1", Annotator: "ada2", Kind: annotate.Human}, After: &annotate.Mention{ID: "m", Label: "LOC", Spans: []span.Span{{Start: 9, End: 18}}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	copies.put("other.galley", other)
	d.open.mergeWork("other.galley")
	d.overlays("has another text there.", "1 annotation cannot be compared", "“Wadi Sahl”", "the article has another text here", "dora", "Nothing was changed.")
	d.pressButton("Cancel")
}

// A text that was corrected in two ways is told of, and one article is left.
func TestMergeTwoCorrections(t *testing.T) {
	d := openDesk(t, shelled)
	d.settle()
	old, err := d.store.Article(t.Context(), "a1")
	if err != nil {
		t.Fatal(err)
	}
	other := d.copied()
	for _, c := range []struct {
		in   committer
		id   annotate.ID
		body string
	}{{d.store, "here", "Yesterday " + shelled}, {other, "there", shelled + " No one else was hurt."}} {
		if err := c.in.Commit(t.Context(), annotate.Transaction{ID: c.id, At: noon, Title: "correct", Edits: anchor.Correct(old, c.body, nil, nil).Edits}); err != nil {
			t.Fatal(err)
		}
	}
	d.cfg.Projects.(deskProjects).copies.put("other.galley", other)
	d.open.mergeWork("other.galley")
	d.overlays("changed on both sides  1", "its text was corrected on both sides: one stays")
	d.pressButton("Merge")
	d.overlays("1 changed on both sides.")
	articles, err := d.store.Find(t.Context(), annotate.Query{})
	if err != nil || len(articles) != 1 {
		t.Errorf("there are %d articles (%v)", len(articles), err)
	}
}

// copied is a copy of the project.
func (d *desk) copied() *memory.Store {
	d.Helper()
	project := d.open.session.Project()
	other, err := memory.New(project.ID, project.Name)
	if err != nil {
		d.Fatal(err)
	}
	var acts []annotate.Logged
	for a, err := range d.store.Acts(d.Context(), nil) {
		if err != nil {
			d.Fatal(err)
		}
		acts = append(acts, a)
	}
	if _, err := other.Unite(d.Context(), acts, false); err != nil {
		d.Fatal(err)
	}
	return other
}

// Of metadata that two copies changed the version that did not stay can be taken.
func TestSettle(t *testing.T) {
	d := openDesk(t, shelled)
	d.run("data.settle")
	d.until("that there is nothing", func() bool { return strings.HasPrefix(d.toasts.Text(), "Nothing is left to settle") })
	d.settle()
	was, err := d.store.Article(t.Context(), "a1")
	if err != nil {
		t.Fatal(err)
	}
	other := d.copied()
	for name, in := range map[string]committer{"The Post": d.store, "Le Monde": other} {
		now := *was
		now.Outlet = name
		if err := in.Commit(t.Context(), annotate.Transaction{ID: annotate.ID(name), At: noon, Title: "name the outlet", Edits: []annotate.Edit{{Before: was, After: &now}}}); err != nil {
			t.Fatal(err)
		}
	}
	d.cfg.Projects.(deskProjects).copies.put("other.galley", other)
	d.open.mergeWork("other.galley")
	d.overlays("changed on both sides  1")
	d.pressButton("Merge")
	d.overlays("1 changed on both sides.")
	d.pressButton("Close")
	outlet := func() string {
		a, err := d.store.Article(t.Context(), "a1")
		if err != nil {
			t.Fatal(err)
		}
		return a.Outlet
	}
	stays, takes := outlet(), "The Post"
	if stays == takes {
		takes = "Le Monde"
	}
	d.run("data.settle")
	d.overlays("outlet: " + stays + " stays, the other is " + takes)
	d.typed("Return")
	d.settle()
	if got := outlet(); got != takes {
		t.Errorf("the outlet is %q, want %q", got, takes)
	}
	d.run("data.settle")
	d.until("that nothing is left", func() bool { return strings.HasPrefix(d.toasts.Text(), "Nothing is left to settle") })
	d.key("Ctrl+Z")
	d.settle()
	if got := outlet(); got != stays {
		t.Errorf("after undo the outlet is %q, want %q", got, stays)
	}
}

// committer is a copy of a project in which somebody does something.
type committer interface {
	Commit(ctx context.Context, txs ...annotate.Transaction) error
}

// Two people exchange through a folder, which is asked for once.
func TestExchange(t *testing.T) {
	d := openDesk(t, shelled)
	d.mark("PER", "Harun Front")
	folder := t.TempDir()
	d.run("data.exchange")
	d.enter(folder)
	d.typed("Return")
	d.until("the preview", func() bool { return strings.Contains(d.overlayText(), "go into the folder") })
	d.overlays("a folder of the team's", "Everything is here already.")
	d.pressButton("Exchange")
	d.until("the exchange", func() bool { return strings.HasPrefix(d.toasts.Text(), "Came in: 0 new, 0 changed") })

	// Somebody else works on with what lies there.
	other, err := segment.Read(t.Context(), folder, nil)
	if err != nil || other.Segments != 1 {
		t.Fatal(other, err)
	}
	copied, err := memory.New("project", "Test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := copied.Unite(t.Context(), slices.Collect(func(yield func(annotate.Logged) bool) {
		for a := range other.Acts(t.Context(), nil) {
			yield(a)
		}
	}), false); err != nil {
		t.Fatal(err)
	}
	ben := annotate.Person{ID: "ben", Name: "ben"}
	mention := annotate.Mention{ID: "b1", Label: "LOC", Spans: []span.Span{d.find("Wadi Sahl")}}
	if err := copied.Commit(t.Context(), annotate.Transaction{ID: "ben's", Author: "ben", At: noon, Edits: []annotate.Edit{
		{After: &ben}, {Layer: annotate.LayerID{Article: "a1", Annotator: "ben", Kind: annotate.Human}, After: &mention}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Write(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "ben-000009-torn.segment"), nil, 0o666); err != nil {
		t.Fatal(err)
	}

	d.run("data.exchange") // it remembers the folder
	d.until("the preview", func() bool { return strings.Contains(d.overlayText(), "ben is new here") })
	d.overlays("new  1", "files left  1", "The folder has everything of this project.")
	d.pressButton("Exchange")
	d.until("the exchange", func() bool { return strings.HasPrefix(d.toasts.Text(), "Came in: 1 new") })
	layer, err := d.store.Layer(t.Context(), annotate.LayerID{Article: "a1", Annotator: "ben", Kind: annotate.Human})
	if err != nil || layer.Mentions.Len() != 1 {
		t.Errorf("ben's layer: %v %v", layer.Mentions.All(), err)
	}
}

// Of two values that an article got in two copies one is chosen.
func TestChooseLabel(t *testing.T) {
	d := openDesk(t, shelled)
	d.open.annotator.SetLabel("publication_date", annotate.ValueOf("2016-05-02"))
	for id, value := range map[annotate.ID]string{"l1": "yes", "l2": "no"} {
		if err := d.open.session.Do("as merging does", []annotate.Edit{d.doc().Put(&annotate.Label{ID: id, Label: "relevant", Value: annotate.ValueOf(value)})}); err != nil {
			t.Fatal(err)
		}
	}
	d.run("view.problems")
	d.overlays("relevant is there as yes and as no: choose one")
	d.typed("Escape")
	d.open.annotator.SetLabel("relevant", annotate.ValueOf("no"))
	var got []string
	for _, l := range d.doc().Layer.Labels.All() {
		got = append(got, l.Label+" "+l.Value.Text())
	}
	if want := []string{"publication_date 2016-05-02", "relevant no"}; !slices.Equal(got, want) {
		t.Errorf("the labels are %q", got)
	}
	d.key("Ctrl+Z")
	if n := d.doc().Layer.Labels.Len(); n != 3 {
		t.Errorf("undone there are %d labels", n)
	}
	d.run("view.problems")
	d.overlays("relevant is there as yes and as no: choose one")
}

// What was changed in two copies is asked about, and the choice is an act.
func TestKeepVersion(t *testing.T) {
	d := openDesk(t, shelled)
	d.mark("PER", "Harun Front")
	first := d.doc().Layer.Mentions.All()[0]
	second := *first
	second.ID, second.Label = "other", "ARM"
	second.Extra = annotate.Fields{annotate.VersionOf: annotate.ValueOf(string(first.ID))}
	if err := d.open.session.Do("as merging does", []annotate.Edit{d.doc().Put(&second)}); err != nil {
		t.Fatal(err)
	}
	d.run("view.problems")
	d.overlays("two versions from two copies: keep one")
	d.typed("Escape")
	d.editor.SelectAnnotation("other")
	d.run("annotate.keepVersion")
	left := d.doc().Layer.Mentions.All()
	if len(left) != 1 || left[0].ID != "other" || left[0].Label != "ARM" || len(left[0].Extra) > 0 {
		t.Errorf("left are %+v", left)
	}
	d.run("annotate.keepVersion")
	if got := d.toasts.Text(); got != "There is one version only of this annotation." {
		t.Errorf("said %q", got)
	}
}
