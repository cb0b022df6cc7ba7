// Package ingest brings articles in: it asks which files, shows what they hold
// and what their columns are taken for, and reports what came of it.
package ingest

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/format"
	"galley/annotate/source/fields"
	"galley/app/job"
	"galley/app/theme"
	"galley/app/ui"
)

// Config is what the dialog works with.
type Config struct {
	Window  fyne.Window
	Target  exchange.Target
	Options exchange.ImportOptions // clock, ids and annotator
	Jobs    *job.List
	Post    func(func())
	Fail    func(error)
	Done    func(*exchange.ImportReport) // something came in, or nothing did
}

// peeked is how many articles are shown before an import.
const peeked = 5

// sheet is the open dialog.
type sheet struct {
	cfg     Config
	paths   []string
	columns map[string]string
	variant string
	ui      *ui.Sheet
	body    *fyne.Container
	turn    int
}

// Show asks for files or folders and then for what they are; with paths it
// begins with these.
func Show(cfg Config, paths []string) {
	s := &sheet{cfg: cfg, paths: paths, columns: map[string]string{}, body: container.NewStack()}
	size := container.NewGridWrap(fyne.NewSize(theme.Of().Size.DialogWide-2*theme.Of().Space.L, 420), s.body)
	s.ui = ui.ShowSheet(cfg.Window, ui.SheetData{
		Title: "Import articles", Wide: true, Body: size,
		Primary: ui.Act{Label: "Import", Do: s.run, Stay: true},
		Others:  []ui.Act{{Label: "Cancel", Do: s.stop}}, Leave: s.stop,
	})
	if len(paths) > 0 {
		s.peek()
	} else {
		s.askFiles()
	}
}

func (s *sheet) stop() { s.turn++ }

func (s *sheet) show(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
}

// askFiles is the first step.
func (s *sheet) askFiles() {
	s.ui.Primary.Disable()
	path := ui.NewEntry("Path of a file or folder")
	take := func(p string) {
		if p = strings.TrimSpace(p); p != "" {
			s.paths = append(s.paths, p)
			s.peek()
		}
	}
	path.OnSubmitted = take
	file := ui.NewButton("Choose a file...", ui.Normal, func() {
		d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
			switch {
			case err != nil:
				s.cfg.Fail(err)
			case f != nil:
				f.Close()
				take(f.URI().Path())
			}
		}, s.cfg.Window)
		d.Resize(s.dialogSize())
		d.Show()
	})
	folder := ui.NewButton("Choose a folder...", ui.Normal, func() {
		d := dialog.NewFolderOpen(func(f fyne.ListableURI, err error) {
			switch {
			case err != nil:
				s.cfg.Fail(err)
			case f != nil:
				take(f.Path())
			}
		}, s.cfg.Window)
		d.Resize(s.dialogSize())
		d.Show()
	})
	s.show(container.NewVBox(
		ui.NewText("Text files, folders of them, CSV, TSV, JSON Lines, saved web pages, brat, CoNLL, Galley's own.", ui.Type{Tone: ui.Muted, Fit: true}),
		ui.NewText("Files can also be dropped on the window at any time.", ui.Type{Tone: ui.Muted, Fit: true}),
		container.NewHBox(file, folder), path))
	s.cfg.Window.Canvas().Focus(path)
}

func (s *sheet) dialogSize() fyne.Size {
	size := s.cfg.Window.Canvas().Size()
	return fyne.NewSize(min(900, size.Width-48), min(640, size.Height-48))
}

func (s *sheet) options() exchange.ImportOptions {
	opt := s.cfg.Options
	opt.Columns, opt.Variant = maps.Clone(s.columns), s.variant
	return opt
}

// peek is the second step: it looks into the files in the background.
func (s *sheet) peek() {
	s.turn++
	turn, opt := s.turn, s.options()
	s.ui.Primary.Disable()
	s.show(ui.NewText("Looking into the files...", ui.Type{Tone: ui.Muted}))
	go func() {
		sample, err := exchange.Peek(context.Background(), s.paths, opt, peeked)
		s.cfg.Post(func() {
			switch {
			case turn != s.turn:
			case err != nil:
				s.show(ui.NewStrip(err.Error(), "Other files...", true, s.again))
			default:
				s.ui.Primary.Enable()
				s.show(container.NewVScroll(s.sample(sample)))
				s.cfg.Window.Canvas().Focus(s.ui.Primary)
			}
		})
	}()
}

func (s *sheet) again() {
	s.paths, s.columns, s.variant = nil, map[string]string{}, ""
	s.askFiles()
}

// sample shows the first articles, what is refused among them, and the columns
// that are metadata, which can be given a meaning.
func (s *sheet) sample(sample *exchange.Sample) fyne.CanvasObject {
	box := container.NewVBox()
	text := func(t string, how ui.Type) { how.Fit = true; box.Add(ui.NewText(t, how)) }
	var kinds []string
	for _, name := range slices.Sorted(maps.Keys(sample.Kinds)) {
		kinds = append(kinds, fmt.Sprintf("%d %s", sample.Kinds[name], name))
	}
	if len(kinds) == 0 {
		kinds = []string{"nothing that can be read"}
	}
	box.Add(container.NewBorder(nil, nil, nil, ui.NewButton("Other files...", ui.Quiet, s.again),
		ui.Middle(ui.NewText("Found: "+strings.Join(kinds, ", "), ui.Type{Bold: true, Fit: true}))))
	if len(sample.Variants) > 0 {
		box.Add(s.variantChoice(sample.Variants))
	}
	for _, r := range sample.Articles {
		box.Add(articleCard(r))
	}
	for _, r := range sample.Refused {
		text(r.Item+": "+r.Message, ui.Type{Tone: ui.Warning})
	}
	names := metadata(sample.Articles)
	if len(names) == 0 && len(s.columns) == 0 && len(sample.Articles) > 0 {
		return box
	}
	text("Columns that are kept as metadata. Say here what one of them is:", ui.Type{Bold: true})
	grid := container.NewGridWithColumns(4)
	for _, name := range append(slices.Sorted(maps.Keys(s.columns)), names...) {
		grid.Add(ui.Middle(ui.NewText(name, ui.Type{Fit: true})))
		grid.Add(s.fieldChoice(name))
	}
	box.Add(grid)
	if len(sample.Articles) == 0 {
		box.Add(s.columnEntry())
	}
	return box
}

// asSaid is no variant: each file says or shows what it is.
const asSaid = "offsets count what the file says or its quotes show"

// variantChoice chooses as which of the variants the files are read.
func (s *sheet) variantChoice(variants []format.Named) fyne.CanvasObject {
	names := []string{asSaid}
	at := 0
	for i, v := range variants {
		names = append(names, v.Name)
		if v.ID == s.variant {
			at = i + 1
		}
	}
	c := ui.NewSelect(names, nil)
	c.SetSelectedIndex(at)
	c.OnChanged = func(string) {
		s.variant = ""
		if i := c.SelectedIndex(); i > 0 {
			s.variant = variants[i-1].ID
		}
		s.peek()
	}
	return c
}

// metadata are the names of columns that are nothing else, in order.
func metadata(records []format.Record) []string {
	names := map[string]bool{}
	for _, r := range records {
		if len(r.Layers) > 0 {
			continue // a native file maps nothing
		}
		for name := range r.Article.Meta {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

var choices = []fields.Field{fields.Meta, fields.Title, fields.Body, fields.Date, fields.Outlet, fields.Author, fields.URL, fields.Language, fields.ID, fields.Key}

// fieldChoice chooses what a column is.
func (s *sheet) fieldChoice(column string) fyne.CanvasObject {
	var options []string
	for _, f := range choices {
		options = append(options, string(f))
	}
	c := ui.NewSelect(options, nil)
	c.Selected = string(fields.Meta)
	if f := s.columns[column]; f != "" {
		c.Selected = f
	}
	c.OnChanged = func(field string) {
		if field == string(fields.Meta) {
			delete(s.columns, column)
		} else {
			s.columns[column] = field
		}
		s.peek()
	}
	return c
}

// columnEntry takes "column=body" where no article could be read as it is.
func (s *sheet) columnEntry() fyne.CanvasObject {
	e := ui.NewEntry("column=body, another=title")
	e.OnSubmitted = func(text string) {
		for _, part := range strings.Split(text, ",") {
			if column, field, ok := strings.Cut(part, "="); ok {
				s.columns[strings.TrimSpace(column)] = strings.TrimSpace(field)
			}
		}
		s.peek()
	}
	return e
}

// articleCard shows how an article would come in.
func articleCard(r format.Record) fyne.CanvasObject {
	a := r.Article
	title := a.Title
	if title == "" {
		title = a.Key
	}
	var about []string
	for _, s := range []string{a.Outlet, a.Published, a.Author, a.Language, r.Where} {
		if s != "" {
			about = append(about, s)
		}
	}
	if n := len(r.Layers); n > 0 {
		about = append(about, ui.Plural(n, "layer", "layers"))
	}
	start := strings.Join(strings.Fields(a.Text.Slice(0, firstBytes(a))), " ")
	card := ui.NewCard(ui.CardHead{Title: title})
	small := theme.Of().Type.UI.Small
	card.SetRows(container.NewPadded(container.NewVBox(
		ui.NewText(strings.Join(about, " - "), ui.Type{Size: small, Tone: ui.Muted, Fit: true}),
		ui.NewText(start, ui.Type{Size: small, Fit: true}))))
	return card
}

// firstBytes is a length of some 300 bytes that does not cut a character.
func firstBytes(a *annotate.Article) int {
	n := min(300, a.Text.Len())
	for a.Text.Check(n) != nil {
		n--
	}
	return n
}

// run is the third step: the import is a job, and its report stays open.
func (s *sheet) run() {
	if len(s.paths) == 0 {
		return
	}
	opt := s.options()
	s.stop()
	s.ui.Close()
	cfg, paths := s.cfg, s.paths
	name := fmt.Sprintf("Import %d files", len(paths))
	if len(paths) == 1 {
		name = "Import " + paths[0]
	}
	cfg.Jobs.Run(name, func(ctx context.Context, progress job.Progress) error {
		opt.Progress = progress
		report, err := exchange.Import(ctx, cfg.Target, paths, opt)
		cfg.Post(func() {
			cfg.Done(report)
			showReport(cfg, report, err)
		})
		return err
	})
}

// showReport tells what came of an import, and every item that did not come in.
func showReport(cfg Config, r *exchange.ImportReport, err error) {
	box := container.NewVBox()
	text := func(t string, how ui.Type) { how.Fit = true; box.Add(ui.NewText(t, how)) }
	if err != nil {
		text(err.Error(), ui.Type{Tone: ui.Danger, Bold: true})
	}
	text(fmt.Sprintf("%d new, %d already there, %d refused", r.Articles.New, r.Articles.Same, r.Articles.Refused), ui.Type{Bold: true})
	if r.Annotations != (exchange.Counts{}) {
		text(strings.Join([]string{ui.Plural(r.Annotations.Mentions, "mention", "mentions"), ui.Plural(r.Annotations.Entities, "entity", "entities"),
			ui.Plural(r.Annotations.Events, "event", "events"), ui.Plural(r.Annotations.Relations, "relation", "relations")}, ", "), ui.Type{})
	}
	lines := reportLines(r)
	const most = 200
	for i, l := range lines {
		if i == most {
			text(fmt.Sprintf("... and %d more", len(lines)-most), ui.Type{Tone: ui.Muted})
			break
		}
		text(l, ui.Type{Tone: ui.Warning})
	}
	scroll := container.NewVScroll(box)
	scroll.SetMinSize(fyne.NewSize(400, 260))
	data := ui.SheetData{Title: "Import", Wide: true, Body: scroll, Primary: ui.Act{Label: "Close"}}
	if len(lines) > 0 {
		data.Others = []ui.Act{{Label: "Save report...", Stay: true, Do: func() { saveReport(cfg, lines) }}}
	}
	ui.ShowSheet(cfg.Window, data)
}

func reportLines(r *exchange.ImportReport) []string {
	var lines []string
	for _, i := range r.Refused {
		lines = append(lines, "Refused: "+i.Item+": "+i.Message)
	}
	for _, i := range r.Warnings {
		lines = append(lines, "Warning: "+i.Item+": "+i.Message)
	}
	return lines
}

func saveReport(cfg Config, lines []string) {
	d := dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		if err == nil && f != nil {
			f.Close()
			err = os.WriteFile(f.URI().Path(), []byte(strings.Join(lines, "\n")+"\n"), 0o644)
		}
		if err != nil {
			cfg.Fail(err)
		}
	}, cfg.Window)
	d.SetFileName("import-report.txt")
	d.Show()
}
