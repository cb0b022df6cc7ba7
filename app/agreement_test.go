package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/ui"
	"galley/store"
	"galley/store/memory"
)

// twoPeople is a project of articles that ada and ben have finished: they part in
// the label of "Harun Front", and ben lacks "Wadi Sahl".
func twoPeople(t *testing.T, articles int) (store.Store, *annotate.IDs) {
	t.Helper()
	ids := newIDs()
	var bodies []string
	for range articles {
		bodies = append(bodies, shelled)
	}
	s, err := memory.New("project", "Test", firstAct(t, ids, bodies...))
	if err != nil {
		t.Fatal(err)
	}
	mention := func(id, label, words string) *annotate.Mention {
		at := strings.Index(shelled, words)
		return &annotate.Mention{ID: annotate.ID(id), Label: label, Spans: []span.Span{{Start: at, End: at + len(words)}}}
	}
	tx := annotate.Transaction{ID: ids.Next(), At: noon, Title: "annotate"}
	work := map[string][]annotate.Item{
		"ada": {mention("1", "ARM", "Harun Front"), mention("2", "LOC", "Wadi Sahl"), mention("3", "TIME", "Monday")},
		"ben": {mention("1", "ORG", "Harun Front"), mention("3", "TIME", "Monday")},
	}
	for _, name := range []string{"ada", "ben"} {
		person := annotate.ID("id-" + name)
		tx.Edits = append(tx.Edits, annotate.Edit{After: &annotate.Person{ID: person, Name: name}})
		for i := range articles {
			layer := annotate.LayerID{Article: annotate.ID("a" + string(rune('1'+i))), Annotator: person, Kind: annotate.Human}
			tx.Edits = append(tx.Edits, annotate.Edit{Layer: layer, After: &annotate.Head{State: annotate.Done}})
			for _, item := range work[name] {
				tx.Edits = append(tx.Edits, annotate.Edit{Layer: layer, After: item})
			}
		}
	}
	if err := s.Commit(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	return s, ids
}

// shownText is all text that the window shows, a line each.
func (d *desk) shownText() string {
	var lines []string
	for _, o := range test.LaidOutObjects(d.window.Content()) {
		if t, ok := o.(interface{ AccessibilityLabel() string }); ok && o.Visible() {
			lines = append(lines, t.AccessibilityLabel())
		}
	}
	return strings.Join(lines, "\n")
}

// shows fails unless the window shows some text before long.
func (d *desk) shows(want string) {
	d.Helper()
	d.until(fmt.Sprintf("%q in\n%s", want, d.shownText()), func() bool { return strings.Contains(d.shownText(), want) })
}

func (d *desk) openAgreementPage() {
	d.Helper()
	d.key("Ctrl+Shift+R")
	d.until("the report", func() bool { return d.open.agreeing.page.Report() != nil })
}

func TestAgreementPage(t *testing.T) {
	s, ids := twoPeople(t, 3)
	d := openDeskOn(t, s, ids)
	d.openAgreementPage()
	d.shows("ada x ben: 3 shared articles")
	d.shows("Mentions, strict F1 0.40 , n=3, 9 + 6 units")
	d.shows("Event triggers, F1 – , nobody marked an event")
	d.shows("There are no intervals: they take 10 shared articles, and here are 3.")

	// What cannot be seen cannot be changed.
	d.key("Ctrl+Enter")
	if d.window.Title() != "Agreement - Test - Galley" {
		t.Errorf("the title is %q", d.window.Title())
	}

	// A cell opens its places, and a place its article.
	d.matrixCell("ARM", "ORG")
	if text := d.overlayText(); !strings.Contains(text, "ada: ARM, ben: ORG") {
		t.Fatalf("what lies over the window is\n%s", text)
	}
	if text := d.overlayText(); !strings.Contains(text, "the [Harun Front] shelled") {
		t.Errorf("the place is not shown:\n%s", text)
	}
	d.key("Down", "Enter")
	d.until("the article", d.openArticleIs("a2"))
	if at := d.editor.Selection().Span(); at != d.find("Harun Front") {
		t.Errorf("%v is selected, want Harun Front", at)
	}
	if d.window.Title() != "Test - Galley" {
		t.Errorf("the title is %q", d.window.Title())
	}

	// The report is kept until something is annotated.
	before := d.open.agreeing.page.Report()
	d.key("Ctrl+Shift+R", "Esc", "Ctrl+Shift+R")
	if d.open.agreeing.page.Report() != before {
		t.Error("it was measured again, though nothing has changed")
	}
	d.key("Esc")
	d.mark("FAC", "power station")
	d.openAgreementPage()
	d.shows("10 + 6 units")
}

// matrixCell opens a cell of the confusion by keys.
func (d *desk) matrixCell(row, column string) {
	d.Helper()
	for _, o := range test.LaidOutObjects(d.window.Content()) {
		m, ok := o.(*ui.Matrix)
		if !ok {
			continue
		}
		d.window.Canvas().Focus(m)
		for range 40 {
			m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
			m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
		}
		for _, step := range []struct {
			want string
			key  fyne.KeyName
			of   int
		}{{row, fyne.KeyDown, 0}, {column, fyne.KeyRight, 1}} {
			for range 40 {
				if strings.Split(m.AccessibilityLabel(), ", ")[step.of] == step.want {
					break
				}
				m.TypedKey(&fyne.KeyEvent{Name: step.key})
			}
		}
		m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		d.queue.run()
		return
	}
	d.Fatal("there is no matrix")
}

func TestAgreementTables(t *testing.T) {
	s, ids := twoPeople(t, 3)
	d := openDeskOn(t, s, ids)
	d.openAgreementPage()
	d.shows("TIME, 1.00")
	d.pressIn(d.window.Content(), "All measures")
	d.shows("nobody marked an event")
	d.pressIn(d.window.Content(), "Articles")
	d.shows("Title a1")
	d.key("Down", "Down", "Enter")
	d.until("the article", d.openArticleIs("a2"))
}

func TestAgreementReport(t *testing.T) {
	s, ids := twoPeople(t, 3)
	d := openDeskOn(t, s, ids)
	d.openAgreementPage()
	path := filepath.Join(t.TempDir(), "r.html")
	d.pressIn(d.window.Content(), "Report...")
	d.write(path)
	data, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(data), "Agreement was measured on 3 articles") {
		t.Errorf("the report is %.80q, %v", data, err)
	}
}

func TestAgreementOfOnePersonSaysWhy(t *testing.T) {
	d := openDesk(t, shelled)
	d.openAgreementPage()
	d.shows("Agreement needs two people on the same article. Here nobody has finished an article")
	d.key("Esc")
	d.run("article.done")
	d.openAgreementPage()
	d.shows("only ada has finished articles")
	d.pressIn(d.window.Content(), "Assign")
	d.overlays("People", "You are alone in this project.")
}
