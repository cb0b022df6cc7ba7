// Package merging gives pieces of a project away and brings work back: the sheet
// that makes a bundle, and the one that shows what merging would change.
package merging

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate/merge"
	"galley/app/job"
	"galley/app/ui"
)

// BundleConfig is what the sheet for a bundle works with.
type BundleConfig struct {
	Window  fyne.Window
	Source  merge.Source
	Options merge.BundleOptions // clock and ids; Annotator may be set beforehand
	People  []string
	Folder  string // where bundles are put unless another place is chosen
	Jobs    *job.List
	Post    func(func())
	Say     func(string)
	Fail    func(error)
	Changed func() // somebody came into the project
	// Write writes a bundle to a file that is not there yet; else the error wraps fs.ErrExist.
	Write func(ctx context.Context, path string, b *merge.Bundle) error
}

// ShowBundle opens the sheet.
func ShowBundle(cfg BundleConfig) {
	who, articles, place := ui.NewEntry("Name of the annotator"), ui.NewEntry("those that are assigned, else all"), ui.NewEntry("Place")
	problem := ui.NewText("", ui.Type{Tone: ui.Danger, Fit: true})
	suggest := func(string) {
		if name := strings.TrimSpace(who.Text); name != "" {
			place.SetText(filepath.Join(filepath.Dir(place.Text), fileName(name)+".galley"))
		}
	}
	place.SetText(filepath.Join(cfg.Folder, "bundle.galley"))
	who.OnChanged = suggest
	who.SetText(cfg.Options.Annotator)
	known := ui.NewSelect(cfg.People, func(name string) { who.SetText(name) })
	known.PlaceHolder = "People"
	var sheet *ui.Sheet
	refuse := func(text string) { problem.Set(text, ui.Type{Tone: ui.Danger, Fit: true}) }
	write := func() {
		opt := cfg.Options
		opt.Annotator, opt.Articles = strings.TrimSpace(who.Text), strings.TrimSpace(articles.Text)
		path := strings.TrimSpace(place.Text)
		if opt.Annotator == "" {
			refuse("Say for whom the bundle is.")
			return
		}
		if filepath.Ext(path) != ".galley" {
			path += ".galley"
		}
		sheet.Primary.Disable()
		cfg.Jobs.Run("Make a bundle for "+opt.Annotator, func(ctx context.Context, _ job.Progress) error {
			b, err := merge.MakeBundle(ctx, cfg.Source, opt)
			if err == nil {
				err = cfg.Write(ctx, path, b)
			}
			cfg.Post(func() {
				sheet.Primary.Enable()
				switch {
				case errors.Is(err, fs.ErrExist):
					refuse(path + " is there already; choose another place.")
				case err != nil:
					refuse(ui.Sentence(err.Error()))
				default:
					sheet.Close()
					cfg.Say(fmt.Sprintf("%s holds %s for %s.", filepath.Base(path), ui.Plural(b.Articles, "article", "articles"), b.Person.Name))
					cfg.Changed()
				}
			})
			return err
		})
	}
	form := widget.NewForm(
		widget.NewFormItem("For", container.NewBorder(nil, nil, nil, known, who)),
		widget.NewFormItem("Articles", articles), widget.NewFormItem("File", place))
	sheet = ui.ShowSheet(cfg.Window, ui.SheetData{
		Title: "Make a bundle", First: who,
		Body: container.NewVBox(
			ui.NewParagraph("A bundle is a piece of the project for one person to work on elsewhere. Others' work is in it only where an article is assigned openly. Merging brings it back.", ui.Type{Tone: ui.Muted}),
			form, problem),
		Primary: ui.Act{Label: "Make bundle", Do: write, Stay: true}, Others: []ui.Act{{Label: "Cancel"}},
	})
}

// fileName is a name without what file systems do not take.
func fileName(s string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if slices.Contains([]rune(`/\:*?"<>|`), r) || r < ' ' {
			return '-'
		}
		return r
	}, s), ". ")
}
