package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"galley/annotate"
	"galley/app/ui"
	"galley/store"
)

// top is what lies over the window, or the schema page.
func (d *desk) top() fyne.CanvasObject {
	if o := d.window.Canvas().Overlays().Top(); o != nil {
		return o
	}
	return d.open.schema.Object()
}

// tap taps a button that is in sight.
func (d *desk) tap(label string) {
	d.Helper()
	d.pressIn(d.top(), label)
}

// entry is the field with a text or a placeholder.
func (d *desk) entry(text string) *ui.Entry {
	d.Helper()
	var found *ui.Entry
	for _, o := range test.LaidOutObjects(d.top()) {
		if e, ok := o.(*ui.Entry); ok && (e.Text == text || e.Text == "" && e.PlaceHolder == text) && found == nil {
			found = e
		}
	}
	if found == nil {
		d.Fatalf("there is no field with %q", text)
	}
	return found
}

// words are all texts in sight.
func (d *desk) words() string {
	var b strings.Builder
	for _, o := range test.LaidOutObjects(d.top()) {
		switch x := o.(type) {
		case *ui.Text:
			b.WriteString(x.AccessibilityLabel() + "\n")
		case *ui.Paragraph:
			b.WriteString(x.AccessibilityLabel() + "\n")
		}
	}
	return b.String()
}

func (d *desk) inSight(text string) bool { return strings.Contains(d.words(), text) }

// schemaPage opens the page at a label.
func (d *desk) schemaPage(label string) {
	d.Helper()
	d.key("Ctrl+Shift+S")
	d.open.schema.Enter(label)
	d.settle()
	d.until("the counts", func() bool { return d.jobs.Running() == 0 })
}

func TestCommandsSchemaPage(t *testing.T) {
	d := openDesk(t, shelled)
	d.schemaPage("PER")
	d.entry("Person").SetText("Human being")
	d.entry("p").SetText("o")
	if !d.inSight(`key "o" is also that of`) {
		t.Errorf("a clash of keys is not told:\n%s", d.words())
	}
	d.entry("o").SetText("h")
	if got := d.open.session.Schema().Entity("PER"); got.Hotkey != "p" || d.open.session.Schema().Revision != 1 {
		t.Errorf("what is typed is in force before it is saved: %+v", got)
	}
	d.key("Ctrl+S")
	if got := d.open.session.Schema(); got.Entity("PER").Hotkey != "h" || got.Entity("PER").Display != "Human being" || got.Revision != 2 {
		t.Errorf("after saving it is %+v, version %d", got.Entity("PER"), got.Revision)
	}
	d.key("Esc")
	if d.open.schemaShown() {
		t.Fatal("Esc does not leave the page")
	}
	d.caretOn("Fighters")
	d.label("h") // the new key, at once
	if m := d.doc().Layer.Mentions.All(); len(m) != 1 || m[0].Label != "PER" || m[0].Schema != 2 {
		t.Errorf("the new key made %+v", m)
	}
	d.key("Ctrl+Z", "Ctrl+Z")
	if got := d.open.session.Schema().Entity("PER").Hotkey; got != "p" {
		t.Errorf("after undo the key is %q", got)
	}
}

// layersOf are all layers of the project as they are in the store.
func layersOf(t *testing.T, s store.Store) []annotate.Layer {
	t.Helper()
	var out []annotate.Layer
	for e, err := range s.Each(t.Context(), annotate.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e.Layers...)
	}
	return out
}

func labelsOf(l annotate.Layer) []string {
	var out []string
	l.Each(func(item annotate.Item) {
		if label := annotate.LabelOf(item); label != "" {
			out = append(out, label)
		}
	})
	return out
}

func TestUndoMergeOfLabels(t *testing.T) {
	d := openDesk(t, shelled, "The Harun Front denied it.")
	d.mark("ARM", "Harun Front")
	d.mark("ORG", "Harun Front")
	d.mark("PER", "Fighters")
	d.settle()
	d.load("a2")
	d.mark("ARM", "Harun Front")
	// Other people's work, gold and suggestions follow too.
	ben := annotate.Person{ID: "ben", Name: "ben"}
	tx := annotate.Transaction{ID: "others", At: noon, Edits: []annotate.Edit{{After: &ben}}}
	for _, kind := range []annotate.LayerKind{annotate.Human, annotate.Gold, annotate.Suggestion} {
		m := annotate.Mention{ID: "b1", Label: "ARM", Spans: d.doc().Layer.Mentions.All()[0].Spans}
		tx.Edits = append(tx.Edits, annotate.Edit{Layer: annotate.LayerID{Article: "a2", Annotator: "ben", Kind: kind}, After: &m})
	}
	d.settle()
	if err := d.store.Commit(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	before := layersOf(t, d.store)

	d.schemaPage("ARM")
	if !d.inSight("Used by 5 mentions, 2 annotators") {
		t.Errorf("it does not say how often ARM is used:\n%s", d.words())
	}
	d.tap("Merge into...")
	d.enter("ORG")
	d.key("Enter")
	d.until("the preview", func() bool { return d.inSight("5 mentions become ORG") })
	if !d.inSight("1 mention becomes one with another at its place") {
		t.Errorf("the preview says:\n%s", d.words())
	}
	d.tap("Merge")
	d.settle()
	for _, l := range layersOf(t, d.store) {
		if slices.Contains(labelsOf(l), "ARM") {
			t.Errorf("%v has ARM still: %v", l.ID, labelsOf(l))
		}
	}
	if s := d.open.session.Schema(); s.Entity("ARM") != nil || s.Revision != 2 {
		t.Errorf("the schema has %v, version %d", s.Entity("ARM"), s.Revision)
	}
	d.key("Ctrl+Z")
	d.settle()
	after := layersOf(t, d.store)
	for i, l := range before {
		if !slices.Equal(labelsOf(l), labelsOf(after[i])) {
			t.Errorf("undo left %v with %v, which had %v", l.ID, labelsOf(after[i]), labelsOf(l))
		}
	}
	if d.open.session.Schema().Entity("ARM") == nil {
		t.Error("undo does not bring the label back")
	}
	if found, err := d.store.Check(t.Context(), nil); err != nil || len(found) > 0 {
		t.Errorf("the project is not sound: %v, %v", found, err)
	}
}

func TestCommandsSchemaDraftIsKept(t *testing.T) {
	d := openDesk(t, shelled)
	d.schemaPage("PER")
	d.entry("Person").SetText("Human being")
	path := d.open.path
	d.until("the draft to be kept", func() bool { return d.settings.SchemaDraft(path) != "" })
	d.open.schema = nil // as in a new session
	d.schemaPage("PER")
	if d.open.schema.Unsaved() != 1 || d.entry("Human being") == nil {
		t.Errorf("%d changes were kept", d.open.schema.Unsaved())
	}
	d.key("Ctrl+S")
	d.until("the draft to be forgotten", func() bool { return d.settings.SchemaDraft(path) == "" })
}

func TestCommandsSchemaFiles(t *testing.T) {
	d := openDesk(t, shelled)
	d.schemaPage("PER")
	d.tap("+ Entity type")
	if d.open.schema.Unsaved() != 1 || d.open.session.Schema().Entity("NEW") != nil {
		t.Errorf("%d changes are not saved", d.open.schema.Unsaved())
	}
	d.tap("Rename...")
	d.entry("NEW").SetText("SHIP")
	d.until("the pause", func() bool { return d.inSight("Nothing bears it yet.") })
	d.tap("Rename")
	d.tap("Discard")
	if d.open.schema.Unsaved() != 0 {
		t.Error("the draft was not discarded")
	}
	d.tap("Export...")
	file := filepath.Join(t.TempDir(), "s.json")
	for _, o := range test.LaidOutObjects(d.top()) {
		if e, ok := o.(*ui.Entry); ok {
			e.SetText(file)
		}
	}
	d.tap("Save")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := annotate.ParseSchema(data)
	if err != nil || !annotate.Equal(got, d.open.session.Schema()) {
		t.Errorf("what was exported is another schema: %v", err)
	}
}
