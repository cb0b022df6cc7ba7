package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/app/ui"
)

// counted waits until what would come out is counted.
func (d *desk) counted() {
	d.Helper()
	d.until("the counts", func() bool {
		return strings.Contains(d.overlayText(), "Lost (") && !strings.Contains(d.overlayText(), "Counting...")
	})
}

// sheetShows fails unless the topmost sheet shows some text before long.
func (d *desk) sheetShows(want string) {
	d.Helper()
	d.until(want, func() bool { return strings.Contains(d.overlayText(), want) })
}

// inSheet is the first object of the topmost sheet that says something about itself.
func inSheet[T interface{ AccessibilityLabel() string }](d *desk, label string) T {
	d.Helper()
	for _, o := range test.LaidOutObjects(d.window.Canvas().Overlays().Top()) {
		if x, ok := o.(T); ok && strings.HasPrefix(x.AccessibilityLabel(), label) {
			return x
		}
	}
	d.Fatalf("there is no %q in\n%s", label, d.overlayText())
	panic("")
}

// openExport opens the dialog and waits for the counts.
func (d *desk) openExport() {
	d.Helper()
	d.settle()
	d.run("data.export")
	d.counted()
}

func TestExportRecipe(t *testing.T) {
	s, ids := twoPeople(t, 3)
	d := openDeskOn(t, s, ids)
	d.openExport()
	d.sheetShows("Stories (0)")
	inSheet[*ui.Check](d, "copies of a story").SetChecked(true)
	inSheet[*ui.Entry](d, "none, or train").SetText("train=0.5,test=0.5")
	d.sheetShows("Stories (1)")
	for _, side := range []string{"train", "test"} { // the three copies are on one side
		if !strings.Contains(d.overlayText(), side) {
			t.Errorf("no column for %s in\n%s", side, d.overlayText())
		}
	}
	d.pressButton("Save recipe...")
	inSheet[*ui.Entry](d, "Name").SetText("by story")
	d.pressButton("Save")
	d.settle()
	r, err := exchange.FindRecipe(t.Context(), s, "by story")
	if err != nil || r.Group != exchange.GroupStory || len(r.Splits) != 2 || r.Seed != 17 {
		t.Errorf("saved was %+v, %v", r, err)
	}
	d.sheetShows("by story")

	d.pressButton("Stories (1)")
	d.sheetShows("Story of 3 articles")
	list := inSheet[*ui.RowList](d, "")
	list.OnChosen(2)
	d.sheetShows("Is it a copy of the other 2?")
	d.pressButton("No copy")
	d.settle()
	d.sheetShows("Story of 2 articles")
	d.sheetShows("are no copies")
	if links, err := exchange.StoryLinks(t.Context(), s); err != nil || len(links) != 2 {
		t.Errorf("links are %v, %v", links, err)
	}
	d.counted()
	inSheet[*ui.RowList](d, "").OnChosen(3) // takes one link back
	d.settle()
	d.until("one link", func() bool {
		links, err := exchange.StoryLinks(t.Context(), s)
		return err == nil && len(links) == 1
	})

	d.pressButton("Datasheet")
	d.until("the datasheet", func() bool {
		return slices.ContainsFunc(test.LaidOutObjects(d.window.Canvas().Overlays().Top()), func(o fyne.CanvasObject) bool {
			text, ok := o.(*widget.RichText)
			return ok && strings.Contains(text.String(), "Sources and rights")
		})
	})
	out := filepath.Join(t.TempDir(), "set")
	inSheet[*ui.Entry](d, "folder or file").SetText(out)
	inSheet[*ui.Check](d, "open the folder").SetChecked(false)
	d.counted()
	d.pressButton("Export")
	d.sheetShows("Nothing was lost.")
	for _, name := range []string{"train.jsonl", "test.jsonl", "schema.json"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
}

// What is at the place already is not written over: another place may be chosen.
func TestExportPlaceTaken(t *testing.T) {
	s, ids := twoPeople(t, 2)
	d := openDeskOn(t, s, ids)
	d.openExport()
	inSheet[*ui.Check](d, "open the folder").SetChecked(false)
	place := inSheet[*ui.Entry](d, "folder or file")
	taken := t.TempDir()
	place.SetText(taken)
	d.pressButton("Export")
	d.overlays(taken + " is there already; choose another place.")
	if export := inSheet[*ui.Button](d, "Export"); !export.Disabled() {
		t.Error("it can be exported to a place that is taken")
	}
	place.SetText(filepath.Join(taken, "set"))
	if strings.Contains(d.overlayText(), "is there already") {
		t.Error("what was said of the other place is said still")
	}
	d.pressButton("Export")
	d.sheetShows("Nothing was lost.")
}

// Without articles there is nothing to export.
func TestExportOfNothing(t *testing.T) {
	d := openEmptyDesk(t)
	d.openExport()
	d.overlays("No article comes in")
	if export := inSheet[*ui.Button](d, "Export"); !export.Disabled() {
		t.Error("nothing can be exported")
	}
}

// Labels are renamed and left out in the data set by a click on their counts.
func TestExportLabels(t *testing.T) {
	s, ids := twoPeople(t, 2)
	d := openDeskOn(t, s, ids)
	d.openExport()
	d.sheetShows("ORG")
	choose := func(label string) {
		t.Helper()
		d.counted()
		list := inSheet[*ui.RowList](d, "")
		for i := range 20 {
			if list.SetCurrent(i); strings.Contains(list.AccessibilityLabel(), label) {
				list.OnChosen(i)
				return
			}
		}
		t.Fatalf("no row of %s", label)
	}
	choose("ORG")
	inSheet[*ui.Entry](d, "name in the data set").SetText("ARM")
	d.pressButton("Take the name")
	d.sheetShows("now ARM")
	choose("TIME")
	d.pressButton("Leave it out")
	d.sheetShows("1 renamed, 1 left out")
	d.sheetShows("left out")
	choose("ORG")
	d.pressButton("As it is")
	d.sheetShows("0 renamed, 1 left out")

	recipe := annotate.Recipe{Format: "galley", Labels: map[string]string{"TIME": ""}}
	p, err := exchange.PreviewExport(t.Context(), s, exchange.ExportOptions{Recipe: recipe})
	if err != nil {
		t.Fatal(err)
	}
	d.sheetShows("Lost (1)")
	if len(p.Losses) != 1 {
		t.Errorf("losses are %v", p.Losses)
	}
}

// selectWith is the select of the topmost sheet that offers an option.
func selectWith(d *desk, option string) *ui.Select {
	d.Helper()
	for _, o := range test.LaidOutObjects(d.window.Canvas().Overlays().Top()) {
		if x, ok := o.(*ui.Select); ok && slices.Contains(x.Options, option) {
			return x
		}
	}
	d.Fatalf("nothing offers %q in\n%s", option, d.overlayText())
	panic("")
}

// A recipe says how its format is written; what a format cannot do is not offered.
func TestExportVariants(t *testing.T) {
	s, ids := twoPeople(t, 2)
	d := openDeskOn(t, s, ids)
	d.openExport()
	texts := inSheet[*ui.Check](d, "with the texts")
	texts.SetChecked(false)
	if written := selectWith(d, "as usual"); !written.Disabled() {
		t.Error("galley has no variants, but a choice of them")
	}
	save := func(name string) *annotate.Recipe {
		t.Helper()
		d.counted()
		d.pressButton("Save recipe...")
		inSheet[*ui.Entry](d, "Name").SetText(name)
		d.pressButton("Save")
		d.settle()
		d.sheetShows(name)
		r, err := exchange.FindRecipe(t.Context(), s, name)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := save("licensed"); !r.WithoutTexts || r.Variant != "" {
		t.Errorf("saved was %+v", r)
	}
	d.counted()
	selectWith(d, "doccano JSON Lines").SetSelected("doccano JSON Lines")
	if !texts.Checked || !texts.Disabled() {
		t.Error("doccano is offered without texts")
	}
	selectWith(d, "what most people say").SetSelected("what most people say")
	selectWith(d, "as usual").SetSelected("offsets count grapheme clusters")
	if r := save("clusters"); r.WithoutTexts || r.Variant != "graphemes" {
		t.Errorf("saved was %+v", r)
	}
	selectWith(d, "licensed").SetSelected("licensed")
	d.counted()
	if texts.Checked || selectWith(d, "as usual").Selected != "as usual" {
		t.Error("the recipe that was chosen is not what the form says")
	}
}

// Which articles come in is said with the words of the search and with days.
func TestExportArticles(t *testing.T) {
	s, ids := twoPeople(t, 3)
	d := openDeskOn(t, s, ids)
	d.openExport()
	d.sheetShows("3 articles")
	inSheet[*ui.Entry](d, "words and \"phrases\"").SetText(`"nowhere to be found"`)
	d.sheetShows("No article comes in")
	inSheet[*ui.Entry](d, "words and \"phrases\"").SetText("")
	d.sheetShows("3 articles")
	inSheet[*ui.Entry](d, "from 2016").SetText("2031")
	d.sheetShows("No article comes in")
	inSheet[*ui.Entry](d, "from 2016").SetText("May")
	d.sheetShows(`"May" is no day, month or year`)
}

// A recipe gets another name and is deleted, and undo takes either back.
func TestExportRecipes(t *testing.T) {
	s, ids := twoPeople(t, 2)
	d := openDeskOn(t, s, ids)
	d.openExport()
	names := func() string {
		t.Helper()
		all, err := exchange.Recipes(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, r := range all {
			names = append(names, r.Name)
		}
		return strings.Join(names, ", ")
	}
	act := func(button, name, press, want string) {
		t.Helper()
		d.counted()
		d.pressButton(button)
		if name != "" {
			inSheet[*ui.Entry](d, "Name").SetText(name)
			d.pressButton(press)
		}
		d.settle()
		d.until(want, func() bool { return names() == want })
		if offered := strings.Join(selectWith(d, "a new one").Options, ", "); offered != strings.TrimSuffix("a new one, "+want, ", ") {
			t.Errorf("offered are %s", offered)
		}
	}
	act("Save recipe...", "one", "Save", "one")
	act("Save recipe...", "two", "Save", "one, two")
	act("Rename...", " three ", "Rename", "one, three")
	if got := selectWith(d, "a new one").Selected; got != "three" {
		t.Errorf("chosen is %s", got)
	}
	act("Delete", "", "", "one")
	if got := selectWith(d, "a new one").Selected; got != "a new one" {
		t.Errorf("chosen is %s", got)
	}
	d.pressButton("Cancel")
	for _, want := range []string{"one, three", "one, two", "one"} {
		d.run("edit.undo")
		d.settle()
		d.until(want, func() bool { return names() == want })
	}
}
