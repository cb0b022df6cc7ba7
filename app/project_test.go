package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"galley/annotate"
	"galley/app/inspector"
	"galley/app/ui"
)

// titles are the listed articles from above.
func (d *desk) titles() []string {
	d.Helper()
	refs, err := d.store.Find(d.Context(), d.open.list.Query())
	if err != nil {
		d.Fatal(err)
	}
	rows, err := d.store.Rows(d.Context(), d.open.session.Person().ID, refs)
	if err != nil {
		d.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		out = append(out, r.Title+" "+string(r.State))
	}
	return out
}

func (d *desk) listed(what string, want ...string) {
	d.Helper()
	d.settle()
	if got := d.titles(); !slices.Equal(got, want) {
		d.Errorf("%s: listed are %q, want %q", what, got, want)
	}
}

// write types a line into the field in focus and takes it with Enter.
func (d *desk) write(line string) {
	d.Helper()
	entry, ok := d.focused().(*ui.Entry)
	if !ok {
		d.Fatalf("the keyboard is with a %T", d.focused())
	}
	entry.SetText("")
	test.Type(entry, line)
	if entry.OnSubmitted != nil {
		entry.OnSubmitted(line)
	}
	d.queue.run()
}

// pressButton presses the button with a label in what lies over the window.
func (d *desk) pressButton(label string) {
	d.Helper()
	top := d.window.Canvas().Overlays().Top()
	if top == nil {
		d.Fatalf("nothing is open that could have a button %q", label)
	}
	d.pressIn(top, label)
}

// pressIn presses the button with a label in an object.
func (d *desk) pressIn(in fyne.CanvasObject, label string) {
	d.Helper()
	for _, o := range test.LaidOutObjects(in) {
		if b, ok := o.(*ui.Button); ok && b.AccessibilityLabel() == label {
			b.Tapped(nil)
			d.queue.run()
			return
		}
	}
	d.Fatalf("no button %q", label)
}

func (d *desk) openArticleIs(id annotate.ID) func() bool {
	return func() bool { return d.doc() != nil && d.doc().Article.ID == id }
}

func TestArticlesAreRenamedDeletedAndRestored(t *testing.T) {
	d := openDesk(t, shelled, "Talks resume.")
	d.until("the list", func() bool { return d.open.list.Len() == 2 })
	d.run("article.rename")
	d.write("Border towns brace")
	d.listed("renamed", "Border towns brace new", "Title a2 new")

	d.run("article.delete")
	d.until("the next article", d.openArticleIs("a2"))
	d.listed("deleted", "Title a2 new")

	d.run("article.restore")
	d.listed("the deleted ones", "Border towns brace new")
	article, err := d.store.Article(d.Context(), "a1")
	if err != nil {
		t.Fatal(err)
	}
	d.open.restoreArticle(article)
	d.open.list.Clear()
	d.listed("restored", "Border towns brace new", "Title a2 new")

	for range 3 {
		d.run("edit.undo")
		d.settle()
	}
	d.listed("all undone", "Title a1 new", "Title a2 new")
}

func TestDoneGoesOnToTheNextOpenArticle(t *testing.T) {
	d := openDesk(t, shelled, "One.", "Two.")
	d.until("the list", func() bool { return d.open.list.Len() == 3 })
	d.key("Ctrl+Enter")
	d.until("the next article", d.openArticleIs("a2"))
	d.listed("after done", "Title a1 done", "Title a2 new", "Title a3 new")
	d.run("go.nextArticle")
	d.until("the one after", d.openArticleIs("a3"))
	d.run("go.previousArticle")
	d.until("the one before", d.openArticleIs("a2"))
	d.run("edit.undo")
	d.until("undo opens its article", d.openArticleIs("a1"))
	d.listed("undone", "Title a1 new", "Title a2 new", "Title a3 new")
}

func TestFindInArticle(t *testing.T) {
	d := openDesk(t, shelled)
	d.run("find.inArticle")
	entry := d.open.find.entry
	entry.SetText("THE")
	d.queue.run()
	if got := len(d.editor.State().Hits); got != 2 {
		t.Fatalf("%d hits, want 2", got)
	}
	if got := d.editor.SelectedText(); got != "the" {
		t.Errorf("selected is %q", got)
	}
	first := d.editor.Selection().Span()
	d.run("find.next")
	if d.editor.Selection().Span() == first {
		t.Error("the next hit is the first")
	}
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.open.find.visible() || len(d.editor.State().Hits) != 0 {
		t.Error("Esc left the search as it was")
	}
}

func TestNotesAreAddedAndResolved(t *testing.T) {
	d := openDesk(t, shelled)
	d.doubleClick("Monday")
	d.key(",")
	test.Type(d.focused(), "which Monday?")
	d.pressButton("Add note")
	notes := d.doc().Layer.Notes.All()
	if len(notes) != 1 || notes[0].Text != "which Monday?" || len(notes[0].Spans) != 1 {
		t.Fatalf("notes are %+v", notes)
	}
	d.open.annotator.ResolveNote(notes[0])
	if n, _ := d.doc().Layer.Notes.Get(notes[0].ID); n.State != annotate.NoteResolved {
		t.Errorf("the note is %s", n.State)
	}
	d.run("edit.undo")
	d.run("edit.undo")
	if d.doc().Layer.Notes.Len() != 0 {
		t.Error("undo left the note")
	}
}

func TestNotesAreAnswered(t *testing.T) {
	d := openDesk(t, shelled)
	d.doubleClick("Monday")
	d.key(",")
	test.Type(d.focused(), "which Monday?")
	d.pressButton("Add note")
	d.open.inspector.Open(inspector.Notes)
	d.pressIn(d.open.inspector.Object(), "Reply")
	test.Type(d.focused(), "2 May")
	d.pressButton("Reply")
	threads := d.doc().Layer.Threads()
	if len(threads) != 1 || len(threads[0].Replies) != 1 || threads[0].Replies[0].Text != "2 May" || threads[0].State != annotate.NoteOpen {
		t.Fatalf("threads are %+v", threads)
	}
	d.pressIn(d.open.inspector.Object(), "Notes 1") // an answer is no note of its own
	d.pressIn(d.open.inspector.Object(), "Delete")
	if d.doc().Layer.Notes.Len() != 0 {
		t.Error("the answer stays without its note")
	}
	d.key("Ctrl+Z")
	if threads := d.doc().Layer.Threads(); len(threads) != 1 || len(threads[0].Replies) != 1 {
		t.Errorf("undo brought back %+v", threads)
	}
}

func TestUndoInAFieldStaysThere(t *testing.T) {
	d := openDesk(t, shelled)
	d.mark("TIME", "Monday")
	d.key(",")
	test.Type(d.focused(), "hm")
	d.run("edit.undo")
	if d.doc().Layer.Mentions.Len() != 1 {
		t.Error("undo in a note undid a label")
	}
	d.run("window.palette")
	if d.doc() == nil || len(d.window.Canvas().Overlays().List()) != 1 {
		t.Error("a key of the menu opened something over the sheet")
	}
}

func TestImportShowsAndRefuses(t *testing.T) {
	d := openDesk(t, shelled)
	file := filepath.Join(t.TempDir(), "news.csv")
	if err := os.WriteFile(file, []byte("headline,lede,pub\nOne,Talks resume.,x\nTwo\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.open.importPaths([]string{file})
	shows := func(text string) func() bool {
		return func() bool { return strings.Contains(d.overlayText(), text) }
	}
	d.until("what is refused for want of a text", shows("news.csv"))
	d.pressButton("Cancel")

	if err := os.WriteFile(file, []byte("headline,body\nOne,Talks resume.\nTwo\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.open.importPaths([]string{file})
	d.until("the first articles", shows("Talks resume."))
	d.pressButton("Import")
	d.until("the report", shows("1 new, 0 already there, 1 refused"))
	if text := d.overlayText(); !strings.Contains(text, "line 3") {
		t.Errorf("the report does not name the line:\n%s", text)
	}
	d.pressButton("Close")
	d.listed("imported", "Title a1 new", "One new")
}

func TestExportShowsLossesFirst(t *testing.T) {
	d := openShelled(t)
	d.doubleClick("shelled")
	d.label("eva")
	d.run("data.export")
	d.until("the dialog", func() bool { return strings.Contains(d.overlayText(), "Nothing is lost.") })
	if text := d.overlayText(); !strings.Contains(text, "1 article, 3 mentions") {
		t.Errorf("the preview is\n%s", text)
	}
	d.pressButton("Cancel")
}

// overlayText is all text in what lies over the window, a line each.
func (d *desk) overlayText() string {
	top := d.window.Canvas().Overlays().Top()
	if top == nil {
		return ""
	}
	var lines []string
	for _, o := range test.LaidOutObjects(top) {
		if t, ok := o.(interface{ AccessibilityLabel() string }); ok {
			lines = append(lines, t.AccessibilityLabel())
		}
	}
	return strings.Join(lines, "\n")
}

// What stands over the article now and then takes no room while it is not there.
func TestArticleHasItsRoom(t *testing.T) {
	d := openDesk(t, shelled)
	centre := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.open.centre)
	if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.editor); at.Y > centre.Y+theme.Padding() {
		t.Errorf("the article begins %v below its pane", at.Y-centre.Y)
	}
}
