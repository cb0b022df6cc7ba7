package export

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/textless"
	"galley/app/ui"
)

// form is the left side: a recipe, and where its data set is put.
type form struct {
	formats []format.Format

	recipeActs *fyne.Container // what can be done with a recipe of the project

	saved, format, variant, layers, states, fragments, borders, nested *ui.Select
	words, search, outlet, language, from, to, splits, seed, place     *ui.Entry
	suggestions, unsure, texts, folder                                 *ui.Check
	groups                                                             []*ui.Check // see groupIDs
	renamed                                                            map[string]string
	labels                                                             *ui.Text
	filling                                                            bool // the form is being filled in: what changes is not counted yet
}

// A way is a choice with what a recipe calls it.
type way struct{ name, id string }

const (
	firstSeed  = 17
	newRecipe  = "a new one"
	layersAll  = "all, one beside the other"
	layersMost = "what most people say"
)

var (
	layerWays = []way{{"as the format wants it", ""}, {"gold", "gold"}, {layersMost, "majority"}, {layersAll, "all"}}
	stateWays = []way{{"in any state", ""}, {"done or further", "done,review,adjudicated"}, {"adjudicated", "adjudicated"}}
	partWays  = []way{{"as the format does it", ""}, {"with what lies between", string(annotate.FragmentsHull)},
		{"each fragment by itself", string(annotate.FragmentsParts)}, {"left out", string(annotate.FragmentsDrop)}}
	borderWays = []way{{"as the format does it", ""}, {"moved to the border", string(annotate.BordersSnap)}, {"left out", string(annotate.BordersDrop)}}
	nestedWays = []way{{"as the format does it", ""}, {"the outermost", string(annotate.NestedOutermost)},
		{"the innermost", string(annotate.NestedInnermost)}, {"left out", string(annotate.NestedDrop)}}
	groupWays = []way{{"copies of a story", exchange.GroupStory}, {"events of one cluster", exchange.GroupCluster}, {"one outlet", exchange.GroupOutlet}, {"one day", exchange.GroupDate}}
)

// choose is a select of ways.
func choose(ways []way, changed func(string)) *ui.Select {
	var names []string
	for _, w := range ways {
		names = append(names, w.name)
	}
	return ui.NewSelect(names, changed)
}

// chosen is what a recipe calls the choice of s; a name that is no way is called by itself.
func chosen(s *ui.Select, ways []way) string {
	for _, w := range ways {
		if w.name == s.Selected {
			return w.id
		}
	}
	return s.Selected
}

// set chooses what a recipe calls id.
func set(s *ui.Select, ways []way, id string) {
	s.Selected = id
	for _, w := range ways {
		if w.id == id {
			s.Selected = w.name
		}
	}
	if !slices.Contains(s.Options, s.Selected) {
		s.Options = append(s.Options, s.Selected)
	}
	s.Refresh()
}

func (f *form) newForm(d *dialog) fyne.CanvasObject {
	f.formats = all.Formats
	var names []string
	for _, x := range f.formats {
		names = append(names, x.Info().Name)
	}
	changed := func(string) { d.changed() }
	checked := func(bool) { d.changed() }
	entry := func(placeholder string) *ui.Entry {
		e := ui.NewEntry(placeholder)
		e.OnChanged = changed
		return e
	}
	f.recipeActs = container.NewHBox(ui.NewButton("Rename...", ui.Normal, d.askRename), ui.NewButton("Delete", ui.Normal, d.delete))
	f.saved = ui.NewSelect(nil, d.chooseRecipe)
	d.showRecipes("")
	f.format = ui.NewSelect(names, func(string) { f.offerVariants(""); f.suggestPlace(d); d.changed() })
	f.variant = ui.NewSelect(nil, changed)
	f.texts = ui.NewCheck("with the texts", true, checked)
	f.search, f.from, f.to = entry("words and \"phrases\" of title and text"), entry("from 2016, 2016-05"), entry("to 2016-05-02")
	f.words, f.outlet, f.language = entry("words of title, outlet or key"), entry("any outlet"), entry("any language")
	f.layers, f.states = choose(layerWays, changed), choose(stateWays, changed)
	f.layers.Options = append(f.layers.Options, d.cfg.People...)
	f.suggestions, f.unsure = ui.NewCheck("with suggestions", true, checked), ui.NewCheck("with what is unsure", true, checked)
	f.labels = ui.NewText("", ui.Type{Fit: true})
	f.fragments, f.borders, f.nested = choose(partWays, changed), choose(borderWays, changed), choose(nestedWays, changed)
	f.splits, f.seed = entry("none, or train=0.8,dev=0.1,test=0.1"), entry("seed")
	var groups []fyne.CanvasObject
	for _, g := range groupWays {
		c := ui.NewCheck(g.name, false, checked)
		f.groups = append(f.groups, c)
		groups = append(groups, c)
	}
	f.place = ui.NewEntry("folder or file")
	f.place.OnChanged = func(string) { d.placed() }
	f.folder = ui.NewCheck("open the folder after", true, nil)
	pick := ui.NewButton("Choose...", ui.Normal, func() {
		d.cfg.Pick(func(folder string) { f.place.SetText(filepath.Join(folder, f.name(d.cfg.Name))) })
	})
	return widget.NewForm(
		widget.NewFormItem("Recipe", container.NewVBox(f.saved, f.recipeActs)),
		widget.NewFormItem("Format", f.format),
		widget.NewFormItem("Written", container.NewVBox(f.variant, f.texts)),
		widget.NewFormItem("Put into", container.NewBorder(nil, nil, nil, pick, f.place)),
		widget.NewFormItem("", f.folder),
		widget.NewFormItem("Split", f.splits),
		widget.NewFormItem("Together", container.NewVBox(groups...)),
		widget.NewFormItem("Seed", f.seed),
		widget.NewFormItem("Layers", f.layers),
		widget.NewFormItem("State", f.states),
		widget.NewFormItem("", container.NewVBox(f.suggestions, f.unsure)),
		widget.NewFormItem("Articles", f.words),
		widget.NewFormItem("In the text", f.search),
		widget.NewFormItem("Published", container.NewGridWithColumns(2, f.from, f.to)),
		widget.NewFormItem("Outlet", f.outlet),
		widget.NewFormItem("Language", f.language),
		widget.NewFormItem("Labels", f.labels),
		widget.NewFormItem("Fragments", f.fragments),
		widget.NewFormItem("Off tokens", f.borders),
		widget.NewFormItem("Nested", f.nested),
	)
}

// info is the format that is chosen.
func (f *form) info() format.Info { return f.formats[max(0, f.format.SelectedIndex())].Info() }

// variantWays are the ways to write the format that is chosen.
func (f *form) variantWays() []way {
	ways := []way{{"as usual", ""}}
	for _, v := range f.info().Variants {
		ways = append(ways, way{v.Name, v.ID})
	}
	return ways
}

// offerVariants offers what the format that is chosen can do, and chooses a variant.
func (f *form) offerVariants(id string) {
	f.variant.Options = nil
	for _, w := range f.variantWays() {
		f.variant.Options = append(f.variant.Options, w.name)
	}
	set(f.variant, f.variantWays(), id)
	enable(f.variant, len(f.variant.Options) > 1)
	can := textless.Of(f.info().ID) != nil
	if !can && !f.texts.Checked {
		f.texts.SetChecked(true)
	}
	enable(f.texts, can)
}

func enable(w fyne.Disableable, on bool) {
	if on {
		w.Enable()
	} else {
		w.Disable()
	}
}

// name is a name for the data set of a project.
func (f *form) name(project string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, project) + "-" + f.info().ID
}

func (f *form) suggestPlace(d *dialog) {
	f.place.SetText(filepath.Join(d.cfg.Folder, f.name(d.cfg.Name)))
}

// text is what was typed, without blanks around it.
func text(e *ui.Entry) string { return strings.TrimSpace(e.Text) }

// recipe is what the form says.
func (f *form) recipe() (annotate.Recipe, error) {
	r := annotate.Recipe{
		Format: f.info().ID, Variant: chosen(f.variant, f.variantWays()), WithoutTexts: !f.texts.Checked,
		Articles: annotate.Choice{
			Words: text(f.words), Search: text(f.search), Outlet: text(f.outlet), Language: text(f.language), From: text(f.from), To: text(f.to),
		},
		Layers: chosen(f.layers, layerWays), DropSuggestions: !f.suggestions.Checked, DropUnsure: !f.unsure.Checked,
		Fragments: annotate.Fragments(chosen(f.fragments, partWays)), Borders: annotate.Borders(chosen(f.borders, borderWays)),
		Nested: annotate.Nested(chosen(f.nested, nestedWays)),
	}
	if len(f.renamed) > 0 {
		r.Labels = maps.Clone(f.renamed)
	}
	for s := range strings.SplitSeq(chosen(f.states, stateWays), ",") {
		if s != "" {
			r.States = append(r.States, annotate.State(s))
		}
	}
	var groups []string
	for i, g := range groupWays {
		if f.groups[i].Checked {
			groups = append(groups, g.id)
		}
	}
	r.Group = strings.Join(groups, ",")
	if text := strings.TrimSpace(f.splits.Text); text != "" && text != "none" {
		splits, err := exchange.ParseSplits(text)
		if err != nil {
			return r, err
		}
		r.Splits = splits
	}
	seed, err := strconv.ParseInt(strings.TrimSpace(f.seed.Text), 10, 64)
	if err != nil {
		return r, fmt.Errorf("the seed is a whole number, not %q", f.seed.Text)
	}
	r.Seed = seed
	return r, nil
}

// named is r with the name of the recipe of the project that it is, if it is one.
func (d *dialog) named(r annotate.Recipe) annotate.Recipe {
	for _, saved := range d.recipes {
		if r.Name = saved.Name; annotate.Equal(&r, saved) {
			return r
		}
	}
	r.Name = ""
	return r
}

// changed counts anew, unless the form is being filled in.
func (d *dialog) changed() {
	if !d.filling && d.sheet != nil {
		d.count()
	}
}

// fill puts a recipe into the form.
func (d *dialog) fill(r annotate.Recipe) {
	d.filling = true
	for i, x := range d.formats {
		if x.Info().ID == r.Format {
			d.format.SetSelectedIndex(i)
		}
	}
	d.texts.SetChecked(!r.WithoutTexts)
	d.offerVariants(r.Variant)
	d.words.SetText(r.Articles.Words)
	d.search.SetText(r.Articles.Search)
	d.from.SetText(r.Articles.From)
	d.to.SetText(r.Articles.To)
	d.outlet.SetText(r.Articles.Outlet)
	d.language.SetText(r.Articles.Language)
	set(d.layers, layerWays, r.Layers)
	var states []string
	for _, s := range r.States {
		states = append(states, string(s))
	}
	set(d.states, stateWays, strings.Join(states, ","))
	d.suggestions.SetChecked(!r.DropSuggestions)
	d.unsure.SetChecked(!r.DropUnsure)
	set(d.fragments, partWays, string(r.Fragments))
	set(d.borders, borderWays, string(r.Borders))
	set(d.nested, nestedWays, string(r.Nested))
	d.splits.SetText(exchange.FormatSplits(r.Splits))
	d.seed.SetText(strconv.FormatInt(r.Seed, 10))
	for i, g := range groupWays {
		d.groups[i].SetChecked(slices.Contains(strings.Split(r.Group, ","), g.id))
	}
	d.rename(r.Labels)
	d.filling = false
	d.count()
}

// rename takes over new names of labels.
func (d *dialog) rename(labels map[string]string) {
	d.renamed = maps.Clone(labels)
	out := 0
	for _, to := range labels {
		if to == "" {
			out++
		}
	}
	text := "all; click one at the right to change it"
	if len(labels) > 0 {
		text = fmt.Sprintf("%d renamed, %d left out", len(labels)-out, out)
	}
	d.labels.SetText(text)
}

// showRecipes offers the recipes of the project, of which one is chosen.
func (d *dialog) showRecipes(name string) {
	d.saved.Options = []string{newRecipe}
	for _, r := range d.recipes {
		d.saved.Options = append(d.saved.Options, r.Name)
	}
	d.saved.Selected = newRecipe
	if name != "" {
		d.saved.Selected = name
	}
	d.saved.Refresh()
	d.offerRecipeActs()
}

// chosenRecipe is the name of the recipe of the project that is chosen, or empty.
func (d *dialog) chosenRecipe() string {
	if d.saved.Selected == newRecipe {
		return ""
	}
	return d.saved.Selected
}

// offerRecipeActs offers what can be done with a recipe only while one is chosen.
func (d *dialog) offerRecipeActs() {
	if d.chosenRecipe() != "" {
		d.recipeActs.Show()
	} else {
		d.recipeActs.Hide()
	}
}

// chooseRecipe fills the form with a recipe of the project.
func (d *dialog) chooseRecipe(name string) {
	d.offerRecipeActs()
	for _, r := range d.recipes {
		if r.Name == name {
			d.fill(*r)
		}
	}
}
