package app

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/app/job"
	"galley/app/ui"
	"galley/assets"
)

// defaultSchema is the template of a new project unless another is chosen.
const defaultSchema = "conflict-news"

// templates are the shipped schemas, the default first.
func templates() ([]*annotate.Schema, error) {
	folder, err := fs.Sub(assets.Schemas, "schemas")
	if err != nil {
		return nil, err
	}
	all, err := annotate.ParseSchemas(folder)
	slices.SortStableFunc(all, func(s, t *annotate.Schema) int {
		return cmp.Compare(rank(s), rank(t))
	})
	return all, err
}

// rank puts the default schema first.
func rank(s *annotate.Schema) int {
	if s.ID == defaultSchema {
		return 0
	}
	return 1
}

// askName asks who annotates.
func (a *App) askName(then func(name string), leave func()) {
	entry := ui.NewEntry("Your name")
	var sheet *ui.Sheet
	take := func() {
		if name := strings.TrimSpace(entry.Text); name != "" {
			sheet.Close()
			then(name)
		}
	}
	entry.OnSubmitted = func(string) { take() }
	sheet = ui.ShowSheet(a.window, ui.SheetData{
		Title:   "Who annotates?",
		Body:    container.NewVBox(ui.NewParagraph("Your work is kept under this name. It is asked once.", ui.Type{}), entry),
		Primary: ui.Act{Label: "Go on", Do: take, Stay: true},
		Leave:   leave,
		First:   entry,
	})
}

// askNewProject asks for what a project needs: name, place, schema, and who annotates.
func (a *App) askNewProject() {
	schemas, err := templates()
	if err != nil {
		a.fail(err)
		return
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	name, place, person := ui.NewEntry("Name of the project"), ui.NewEntry("Place"), ui.NewEntry("Your name")
	place.SetText(filepath.Join(home, "untitled.galley"))
	name.OnChanged = func(text string) {
		if text = fileName(text); text == "" {
			text = "untitled"
		}
		place.SetText(filepath.Join(filepath.Dir(place.Text), text+".galley"))
	}
	person.SetText(a.settings.Name())
	pick := ui.NewButton("Choose...", ui.Normal, func() {
		a.askFolder(func(folder string) { place.SetText(filepath.Join(folder, filepath.Base(place.Text))) })
	})

	chosen := 0
	about := ui.NewParagraph("", ui.Type{})
	names := make([]string, len(schemas))
	for i, s := range schemas {
		names[i] = s.Name
	}
	choice := ui.NewSelect(names, nil)
	choice.OnChanged = func(string) {
		chosen = choice.SelectedIndex()
		about.SetText(describe(schemas[chosen]))
	}
	choice.SetSelectedIndex(0)
	problem := ui.NewText("", ui.Type{Tone: ui.Danger, Fit: true})

	var sheet *ui.Sheet
	create := func() {
		path, who := strings.TrimSpace(place.Text), strings.TrimSpace(person.Text)
		switch {
		case who == "":
			problem.Set("Give your name: your work is kept under it.", ui.Type{Tone: ui.Danger, Fit: true})
			return
		case strings.TrimSpace(name.Text) == "":
			problem.Set("Give the project a name.", ui.Type{Tone: ui.Danger, Fit: true})
			return
		}
		if filepath.Ext(path) != ".galley" {
			path += ".galley"
		}
		if err := a.cfg.Projects.Create(context.Background(), path, strings.TrimSpace(name.Text), schemas[chosen]); err != nil {
			problem.Set(ui.Sentence(err.Error()), ui.Type{Tone: ui.Danger, Fit: true})
			return
		}
		a.settings.SetName(who)
		sheet.Close()
		a.openProject(path)
	}
	form := widget.NewForm(
		widget.NewFormItem("Name", name), widget.NewFormItem("File", container.NewBorder(nil, nil, nil, pick, place)),
		widget.NewFormItem("Schema", choice), widget.NewFormItem("", about), widget.NewFormItem("Annotator", person))
	sheet = ui.ShowSheet(a.window, ui.SheetData{
		Title: "New project", Body: container.NewVBox(form, problem),
		Primary: ui.Act{Label: "Create", Do: create, Stay: true},
		Others:  []ui.Act{{Label: "Cancel"}}, First: name,
	})
}

// describe says what a schema holds.
func describe(s *annotate.Schema) string {
	parts := []string{s.Summary, ui.Plural(len(s.Entities), "entity type", "entity types") + ", " + ui.Plural(len(s.Events), "event type", "event types") + "."}
	if len(s.Source) > 0 {
		parts = append(parts, "Source: "+strings.Join(s.Source, "; ")+".")
	}
	return strings.Join(parts, "\n")
}

// fileName is a name without what file systems do not take.
func fileName(s string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, strings.TrimSpace(s)), ". ")
}

func (a *App) askOpen() {
	a.askFile([]string{".galley"}, a.openProject)
}

// askFile asks for a file whose name ends in one of the extensions, each with its dot.
func (a *App) askFile(extensions []string, then func(path string)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			a.fail(err)
		case file != nil:
			file.Close()
			then(file.URI().Path())
		}
	}, a.window)
	d.SetFilter(storage.NewExtensionFileFilter(extensions))
	d.Resize(dialogSize(a.window))
	d.Show()
}

func dialogSize(w fyne.Window) fyne.Size {
	size := w.Canvas().Size()
	return fyne.NewSize(min(900, size.Width-48), min(640, size.Height-48))
}

// openSample makes the sample project in the user's folder for it, unless it is
// there, and opens it.
func (a *App) openSample() {
	dir, err := os.UserConfigDir()
	if err != nil {
		a.fail(err)
		return
	}
	path := filepath.Join(dir, "galley", "sample.galley")
	if _, err := os.Stat(path); err == nil {
		a.openProject(path)
		return
	}
	a.jobs.Run("Make the sample project", func(ctx context.Context, progress job.Progress) error {
		err := a.makeSample(ctx, path, progress)
		a.cfg.Post(func() {
			if err != nil {
				a.fail(err)
			} else {
				a.openProject(path)
			}
		})
		return err
	})
}

func (a *App) makeSample(ctx context.Context, path string, progress job.Progress) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	schemas, err := templates()
	if err != nil {
		return err
	}
	// It appears under its name when it is whole: a start that was cut short must not leave half a sample.
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := a.cfg.Projects.Create(ctx, part, "Sample", schemas[0]); err != nil {
		return err
	}
	// The importer reads files, and says which.
	corpus := filepath.Join(filepath.Dir(path), "sample.jsonl")
	if err := os.WriteFile(corpus, assets.Sample, 0o644); err != nil {
		return err
	}
	defer os.Remove(corpus)
	store, err := a.cfg.Projects.Open(ctx, part)
	if err != nil {
		return err
	}
	_, err = exchange.Import(ctx, store, []string{corpus}, exchange.ImportOptions{Strict: true, Now: a.cfg.Now, IDs: a.cfg.IDs, Progress: progress})
	if err == nil {
		guideline := &annotate.Guideline{Text: assets.SampleGuideline, Name: "guideline.md"}
		err = store.Commit(ctx, annotate.Transaction{ID: a.cfg.IDs.Next(), At: a.cfg.Now().UTC().Truncate(time.Millisecond),
			Title: "load the guideline", Edits: []annotate.Edit{{After: guideline}}})
	}
	if err2 := store.Close(); err == nil {
		err = err2
	}
	if err != nil {
		return err
	}
	return os.Rename(part, path)
}
