package app

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/app/ui"
)

// themeNames are the themes as the settings name them, by what is kept.
var themeNames = []struct{ kept, name string }{{"", "As the system"}, {"light", "Light"}, {"dark", "Dark"}}

// interfaceSizes are the sizes of all but the article, in percent.
var interfaceSizes = []int{100, 125, 150, 175, 200}

// showSettings opens the sheet with what is remembered of the user. All of it
// takes effect at once.
func (a *App) showSettings() {
	caption := func(s string) fyne.CanvasObject { return ui.NewText(s, ui.Type{Tone: ui.Muted}) }
	rows := container.NewVBox(caption("Theme"), a.themeField(), caption("Size of the interface"), a.sizeField())
	rows.Add(ui.NewCheck("Scroll smoothly", !a.editor.Still, func(on bool) { a.setStill(!on) }))
	rows.Add(ui.NewCheck("Names of labels below the text", !a.settings.NamesOff(), func(on bool) {
		if on == a.settings.NamesOff() {
			a.setNames(on)
		}
	}))
	name := ui.NewEntry("Name")
	name.SetText(a.settings.Name())
	name.OnChanged = func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			a.settings.SetName(s)
		}
	}
	rows.Add(caption("Your name in projects that are opened from now on"))
	rows.Add(name)
	ui.ShowSheet(a.window, ui.SheetData{
		Title: "Settings", Body: rows, Primary: ui.Act{Label: "Close"},
		Others: []ui.Act{{Label: "Keys...", Do: a.showKeyMap}},
	})
}

func (a *App) themeField() fyne.CanvasObject {
	var names []string
	for _, t := range themeNames {
		names = append(names, t.name)
	}
	field := ui.NewSelect(names, nil)
	for _, t := range themeNames {
		if t.kept == a.settings.Theme() {
			field.Selected = t.name
		}
	}
	field.OnChanged = func(name string) {
		a.settings.SetTheme(themeNames[slices.Index(names, name)].kept)
		a.applyTheme()
	}
	return field
}

func (a *App) sizeField() fyne.CanvasObject {
	var names []string
	for _, percent := range interfaceSizes {
		names = append(names, fmt.Sprintf("%d%%", percent))
	}
	field := ui.NewSelect(names, nil)
	field.Selected = fmt.Sprintf("%d%%", a.settings.Percent())
	field.OnChanged = func(name string) {
		a.settings.SetPercent(interfaceSizes[slices.Index(names, name)])
		a.applyTheme()
	}
	return field
}

// setStill lets text jump where it is scrolled, or glide.
func (a *App) setStill(still bool) {
	a.editor.Still = still
	a.settings.SetStill(still)
}

// setNames shows the names of labels below the text, or not.
func (a *App) setNames(on bool) {
	if a.open != nil {
		a.open.toggleNames()
		return
	}
	a.settings.SetNamesOff(!on)
}
