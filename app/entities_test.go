package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"galley/annotate"
	"galley/app/inspector"
	"galley/app/register"
	"galley/app/ui"
)

// entities are the names of the article's entities with their mentions.
func (d *desk) entities() map[string]int {
	out := map[string]int{}
	for _, e := range d.doc().Layer.Entities.All() {
		out[e.Name] = len(d.doc().MentionsOf(e.ID))
	}
	return out
}

func (d *desk) wantEntities(want map[string]int) {
	d.Helper()
	got := d.entities()
	for name, n := range want {
		if got[name] != n {
			d.Errorf("entities are %v, want %v", got, want)
			return
		}
	}
	if len(got) != len(want) {
		d.Errorf("entities are %v, want %v", got, want)
	}
}

func TestKeyboardEntityOffered(t *testing.T) {
	d := openDesk(t, "Sahl fell. Later Sahl rose.")
	d.caretOn("Sahl fell")
	d.label("l")
	d.key("Ctrl+K", "Enter") // a new entity
	d.wantEntities(map[string]int{"Sahl": 1})
	if len(d.open.offer.Objects) != 0 {
		t.Error("something is offered too early")
	}
	d.caretOn("Sahl rose")
	d.acts = 0
	d.label("l")
	if len(d.open.offer.Objects) == 0 {
		t.Error("the entity is not offered")
	}
	d.key("=")
	d.atMost(2)
	d.wantEntities(map[string]int{"Sahl": 2})
	if len(d.open.offer.Objects) != 0 {
		t.Error("the offer stays")
	}
	d.key("Ctrl+Z")
	d.wantEntities(map[string]int{"Sahl": 1})
}

func TestKeyboardEntityMergeAndSplit(t *testing.T) {
	d := openDesk(t, "Sahl fell. Then the town burned.")
	for _, word := range []string{"Sahl", "town"} {
		d.caretOn(word)
		d.label("l")
		d.key("Ctrl+K", "Enter")
	}
	d.wantEntities(map[string]int{"Sahl": 1, "town": 1})

	d.open.inspector.Open(inspector.Entities)
	d.run("pane.inspector")
	d.key("Down", "Ctrl+K", "Enter")
	d.wantEntities(map[string]int{"Sahl": 2})
	if e := d.doc().Layer.Entities.All()[0]; len(e.Aliases()) != 1 || e.Aliases()[0] != "town" {
		t.Errorf("its aliases are %v", e.Aliases())
	}
	d.run("pane.page")
	d.caretOn("town")
	d.key("Ctrl+K", "Down", "Enter") // off to a new one
	d.wantEntities(map[string]int{"Sahl": 1, "town": 1})
	d.key("Ctrl+Z", "Ctrl+Z")
	d.wantEntities(map[string]int{"Sahl": 1, "town": 1})
}

func TestUndoEntityChange(t *testing.T) {
	d := openDesk(t, "Sahl fell.")
	d.caretOn("Sahl")
	d.label("l")
	d.key("Ctrl+K", "Enter")
	e := d.doc().Layer.Entities.All()[0]
	d.open.annotator.ChangeEntity(e, "Wadi Sahl", "Q42", []string{"Sahl", "", "Wadi Sahl"}, false)
	got := d.doc().Layer.Entities.All()[0]
	want := (&annotate.Entity{ID: e.ID, Label: "LOC", Name: "Wadi Sahl", KB: "Q42", Origin: e.Origin}).WithAliases([]string{"Sahl"})
	if !annotate.Equal(got, want) {
		t.Errorf("changed to %+v, want %+v", got, want)
	}
	d.key("Ctrl+Z")
	if got := d.doc().Layer.Entities.All()[0]; !annotate.Equal(got, e) {
		t.Errorf("undone is %+v", got)
	}
}

// TestKeyboardRegister remembers a place in one article and takes it in the next.
func TestKeyboardRegister(t *testing.T) {
	d := openDesk(t, "Sahl fell.", "Rebels left SAHL.")
	d.caretOn("Sahl")
	d.label("l")
	d.key("Ctrl+K", "Enter")
	e := d.doc().Layer.Entities.All()[0]
	d.open.annotator.ChangeEntity(e, "Wadi Sahl", "Q42", []string{"Sahl"}, true)
	if got := d.open.session.Register(); len(got) != 1 || got[0].Name != "Wadi Sahl" || got[0].KB != "Q42" || !slices.Equal(got[0].Aliases, []string{"Sahl"}) {
		t.Fatalf("the register holds %v", got)
	}

	d.load("a2")
	d.caretOn("SAHL")
	d.acts = 0
	d.label("l")
	d.key("=")
	d.atMost(2)
	d.wantEntities(map[string]int{"Wadi Sahl": 1})
	if e := d.doc().Layer.Entities.All()[0]; e.KB != "Q42" {
		t.Errorf("its id is %q", e.KB)
	}
	d.key("Ctrl+Z", "Ctrl+Z")
	d.wantEntities(map[string]int{})
	d.key("Ctrl+Z") // in the first article: entity and register are one act
	d.until("what was remembered is gone", func() bool {
		return len(d.open.session.Register()) == 0 && d.doc().Article.ID == "a1" && d.doc().Layer.Entities.All()[0].KB == ""
	})
	d.key("Ctrl+Y")
	d.until("it is remembered again", func() bool { return len(d.open.session.Register()) == 1 })
}

func TestRegisterAsATable(t *testing.T) {
	d := openDesk(t, "Sahl fell.")
	file := filepath.Join(t.TempDir(), "register.csv")
	if err := os.WriteFile(file, []byte("label,name,kb\nLOC,Sahl,Q42\nLOC,,Q1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var failed string
	out := filepath.Join(t.TempDir(), "out.csv")
	register.Show(register.Config{
		Window: d.window, Session: d.open.session, Hints: d.hints, Chip: func(string) ui.ChipData { return ui.ChipData{} },
		Fail: func(err error) { failed = err.Error() }, Folder: "/nowhere",
		AskFile: func(then func(string)) { then(file) },
		AskName: func(_, _ string, then func(string)) { then(out) },
	})
	d.pressButton("Import CSV...")
	if text := d.overlayText(); !strings.Contains(text, "1 new, 0 with more names, 0 as before. 1 refused: register.csv, line 3: it has no name") {
		t.Errorf("it says %q", text)
	}
	d.pressButton("Export CSV...")
	got, err := os.ReadFile(out)
	if want := "label,name,aliases,kb,note\nLOC,Sahl,,Q42,\n"; err != nil || string(got) != want {
		t.Errorf("wrote %q, %v", got, err)
	}
	file = filepath.Join(t.TempDir(), "missing.csv")
	d.pressButton("Import CSV...")
	if !strings.Contains(failed, "missing.csv") {
		t.Errorf("a file that is not there: %q", failed)
	}
	d.pressButton("Delete  Delete")
	if len(d.open.session.Register()) != 0 {
		t.Error("the entry stays")
	}
	d.pressButton("Close")
	d.key("Ctrl+Z")
	if len(d.open.session.Register()) != 1 {
		t.Error("the deletion cannot be undone")
	}
}
