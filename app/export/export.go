// Package export asks what a data set shall be, shows what will come out and
// what will be lost, and writes it. What is asked is a recipe, which can be kept
// in the project and repeated.
package export

import (
	"context"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/story"
	"galley/app/job"
	"galley/app/theme"
	"galley/app/ui"
)

// Config is what the dialog works with.
type Config struct {
	Window  fyne.Window
	Corpus  exchange.Corpus
	People  []string // names of annotators
	Folder  string   // where data sets are put unless another place is chosen
	Name    string   // of the project, for a name of the data set
	Jobs    *job.List
	Post    func(func())
	OpenURL func(*url.URL) error
	Say     func(string)
	Fail    func(error)
	Pick    func(then func(folder string)) // asks for a folder
	Ask     func(title, placeholder, text, act string, then func(string))
	// Chip is the chip of a label of mentions or events; its zero value for none.
	Chip func(kind annotate.Kind, label string) ui.ChipData
	// Do makes an act of edits and calls then when it is on disk.
	Do func(title string, edits []annotate.Edit, then func())
	// Articles are the articles of the project, by key.
	Articles func() ([]annotate.Row, error)
	// Choose offers rows to choose one from.
	Choose func(placeholder string, rows []ui.Row, then func(int))
}

// dialog is the open sheet.
type dialog struct {
	cfg   Config
	sheet *ui.Sheet
	form
	tab     int
	tabs    *fyne.Container
	body    *fyne.Container // of the tab
	problem *ui.Text

	recipes []*annotate.Recipe
	stories story.Memory // so that a change of the form need not look at all texts again
	links   []*annotate.StoryLink
	preview *exchange.Preview // nil while it is counted

	sheetText string // the datasheet in Markdown; empty until it is asked for

	counts context.Context // of what is counted and written for the present recipe
	cancel context.CancelFunc
	turn   int
}

// formPart is the part of the width that the form has; what comes out has the rest.
const formPart = 0.44

// tall is how many rows the sheet shows.
const tall = 17

// Show opens the dialog.
func Show(cfg Config) {
	d := &dialog{cfg: cfg}
	if !d.read() {
		return
	}
	left := d.newForm(d)
	d.tabs, d.body = container.NewHBox(), container.NewStack()
	d.problem = ui.NewText("", ui.Type{Tone: ui.Danger, Fit: true})
	right := container.NewBorder(container.NewVBox(d.tabs, widget.NewSeparator()), nil, nil, nil, d.body)
	body := container.NewBorder(nil, d.problem, nil, nil, ui.Tall(tall, ui.Beside(formPart, container.NewVScroll(spaced(left)), container.New(layout.NewCustomPaddedLayout(0, 0, theme.Of().Space.L, 0), right))))
	d.sheet = ui.ShowSheet(cfg.Window, ui.SheetData{
		Title: "Export a data set", Wide: true, Body: body, First: d.format,
		Primary: ui.Act{Label: "Export", Do: d.export, Stay: true},
		Others:  []ui.Act{{Label: "Cancel", Do: d.stop}, {Label: "Save recipe...", Do: d.askSave, Stay: true}}, Leave: d.stop,
	})
	d.fill(annotate.Recipe{Format: d.formats[0].Info().ID, Seed: firstSeed})
}

// read reads what the project keeps for exports.
func (d *dialog) read() bool {
	var err error
	ctx := context.Background()
	if d.recipes, err = exchange.Recipes(ctx, d.cfg.Corpus); err == nil {
		d.links, err = exchange.StoryLinks(ctx, d.cfg.Corpus)
	}
	if err != nil {
		d.cfg.Fail(err)
	}
	return err == nil
}

// askSave asks for a name and keeps the recipe under it.
func (d *dialog) askSave() {
	r, err := d.recipe()
	if err != nil {
		d.refuse(err)
		return
	}
	d.cfg.Ask("Save the recipe", "Name", d.chosenRecipe(), "Save", func(name string) {
		r.Name = name
		edit, changes, err := exchange.SaveRecipe(context.Background(), d.cfg.Corpus, r)
		if err != nil {
			d.cfg.Fail(err)
			return
		}
		if !changes {
			return
		}
		name = string(edit.After.ItemID())
		d.keep("Save recipe "+name, []annotate.Edit{edit}, name, "Saved the recipe "+name+".")
	})
}

// askRename asks for another name of the recipe that is chosen.
func (d *dialog) askRename() {
	old := d.saved.Selected
	d.cfg.Ask("Rename the recipe", "Name", old, "Rename", func(name string) {
		name = strings.TrimSpace(name)
		edits, err := exchange.RenameRecipe(context.Background(), d.cfg.Corpus, old, name)
		if err != nil {
			d.cfg.Fail(err)
			return
		}
		if len(edits) > 0 {
			d.keep("Rename recipe "+old+" to "+name, edits, name, "The recipe "+old+" is called "+name+" now.")
		}
	})
}

// delete takes the recipe that is chosen out of the project; the form stays as it is.
func (d *dialog) delete() {
	for _, r := range d.recipes {
		if r.Name == d.saved.Selected {
			d.keep("Delete recipe "+r.Name, []annotate.Edit{{Before: r}}, "", "Deleted the recipe "+r.Name+"; undo brings it back.")
		}
	}
}

// keep makes an act on the recipes of the project, after which one is chosen.
func (d *dialog) keep(title string, edits []annotate.Edit, chosen, say string) {
	d.cfg.Do(title, edits, func() {
		if d.read() {
			d.showRecipes(chosen)
			d.cfg.Say(say)
		}
	})
}

func (d *dialog) stop() {
	if d.cancel != nil {
		d.cancel()
		d.cancel = nil
	}
	d.turn++
}

// counting is said while what stands there is not yet of the recipe.
const counting = "Counting..."

// count shows what would come out, counted in the background.
func (d *dialog) count() {
	d.newCounts()
	turn := d.turn
	r, err := d.recipe()
	d.refuse(err)
	if err != nil {
		d.preview = nil
		d.draw()
		return
	}
	d.problem.Set(counting, ui.Type{Tone: ui.Muted, Fit: true})
	if d.preview == nil {
		d.draw()
	}
	ctx, opt := d.counts, exchange.ExportOptions{Recipe: r, Out: d.place.Text, Stories: &d.stories}
	go func() {
		p, err := exchange.PreviewExport(ctx, d.cfg.Corpus, opt)
		d.cfg.Post(func() {
			if turn != d.turn {
				return
			}
			d.preview = p
			d.refuse(err)
			d.draw()
		})
	}()
}

// refuse says why the form does not do; nil that it does.
func (d *dialog) refuse(err error) {
	text := ""
	if err != nil {
		text = ui.Sentence(err.Error())
	}
	d.problem.Set(text, ui.Type{Tone: ui.Danger, Fit: true})
	if d.sheet == nil {
		return
	}
	if err != nil || d.preview != nil && d.preview.Articles == 0 {
		d.sheet.Primary.Disable()
	} else {
		d.sheet.Primary.Enable()
	}
}

// spaced leaves room for the scroll bar.
func spaced(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 0, 0, theme.Of().Space.L), o)
}

// caption is a line of small grey text.
func caption(text string) *ui.Text {
	return ui.NewText(text, ui.Type{Size: theme.Of().Type.UI.Small, Tone: ui.Muted, Fit: true})
}
