package merging

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/merge"
	"galley/app/job"
	"galley/app/theme"
	"galley/app/ui"
)

// Config is what merging works with. Work is done in the background.
type Config struct {
	Window  fyne.Window
	Target  merge.Target
	Options merge.Options
	Hints   *ui.Hints
	Chip    func(item annotate.Item) ui.ChipData
	Jobs    *job.List
	Post    func(func())
	Fail    func(error)
	Saved   func(then func())            // calls then once all acts are on disk
	AskFile func(then func(path string)) // asks for a file
	// Open opens a file to be merged for reading; close it after.
	Open func(ctx context.Context, path string) (other merge.Other, close func() error, err error)
	// Copy copies the project as it is to a file beside it, and gives its path.
	Copy func(ctx context.Context) (string, error)
	Done func() // something came in
	// Shared, if any, exchanges work through a folder instead.
	Shared *Shared
}

// preview is the open sheet.
type preview struct {
	cfg    Config
	name   string // of the file or folder
	ui     *ui.Sheet
	body   *fyne.Container
	list   *fyne.Container
	plan   *merge.Plan
	close  func() error // the file
	left   bool
	counts []count
	tabs   []*ui.Button // of the counts

	exchange *exchange // nil where a file is merged
}

// Show asks for a file or folder, unless one is given, and shows what merging it
// would change. Nothing is written before its button is pressed.
func Show(cfg Config, path string) {
	p := &preview{cfg: cfg, body: container.NewStack(), list: container.NewStack()}
	title, act := "Merge work", "Merge"
	if cfg.Shared != nil {
		title, act = "Exchange work through a shared folder", "Exchange"
	}
	p.ui = ui.ShowSheet(cfg.Window, ui.SheetData{
		Title: title, Wide: true, Body: ui.Tall(15, p.body),
		Primary: ui.Act{Label: act, Do: p.merge, Stay: true},
		Others:  []ui.Act{{Label: "Cancel", Do: p.leave}}, Leave: p.leave,
	})
	p.ui.Primary.Disable()
	if path == "" {
		p.ask()
	} else {
		p.look(path)
	}
}

// ask asks for the file.
func (p *preview) ask() {
	hint, choose, about := "Path of a bundle, or of another copy of the project", "Choose a file...", "What would change is shown first."
	if p.cfg.Shared != nil {
		hint, choose = "Path of a folder that the team shares", "Choose a folder..."
		about = "Files with new work go there, and others' come from there. The project itself stays outside. " + about
	}
	path := ui.NewEntry(hint)
	take := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			p.look(s)
		}
	}
	path.OnSubmitted = take
	p.show(container.NewVBox(
		ui.NewParagraph(about, ui.Type{Tone: ui.Muted}),
		container.NewBorder(nil, nil, nil, ui.NewButton(choose, ui.Normal, func() { p.cfg.AskFile(take) }), path)))
	p.cfg.Window.Canvas().Focus(path)
}

// look examines a file in the background.
func (p *preview) look(path string) {
	p.name = filepath.Base(path)
	p.show(ui.NewText("Comparing "+p.name+"...", ui.Type{Tone: ui.Muted, Fit: true}))
	p.cfg.Saved(func() {
		p.cfg.Jobs.Run("Compare "+p.name, func(ctx context.Context, _ job.Progress) error { return p.prepare(ctx, path) })
	})
}

// leave ends what is open; nothing was changed.
func (p *preview) leave() {
	p.left = true
	p.closeFile()
}

func (p *preview) closeFile() {
	if p.close == nil {
		return
	}
	if err := p.close(); err != nil {
		p.cfg.Fail(err)
	}
	p.close = nil
}

func (p *preview) show(o fyne.CanvasObject) {
	p.body.Objects = []fyne.CanvasObject{o}
	p.body.Refresh()
}

// prepare works out what merging changes, in the background.
func (p *preview) prepare(ctx context.Context, path string) error {
	var shared *exchange
	var other merge.Other
	var err error
	shut := func() error { return nil }
	if p.cfg.Shared == nil {
		other, shut, err = p.cfg.Open(ctx, path)
	} else {
		shared, other, err = p.cfg.Shared.read(ctx, p.cfg.Target, path)
	}
	if err != nil {
		p.cfg.Post(func() { p.refuse(err, nil) })
		return err
	}
	plan, err := merge.Prepare(ctx, p.cfg.Target, []merge.Other{other}, p.cfg.Options)
	counts, uncounted := p.count(ctx, plan) // of what is refused too
	if err == nil {
		err = uncounted
	}
	p.cfg.Post(func() {
		p.close = shut
		switch {
		case p.left:
			p.closeFile()
		case err != nil:
			p.refuse(err, counts)
			p.closeFile()
		default:
			p.plan, p.counts, p.exchange = plan, counts, shared
			if shared != nil {
				p.counts = append(p.counts, shared.left())
				p.cfg.Shared.Keep(path)
			}
			p.report()
		}
	})
	return err
}

// refuse says why the file cannot be merged, and lists what cannot be compared.
func (p *preview) refuse(err error, counts []count) {
	box := container.NewVBox(ui.NewParagraph(ui.Sentence(err.Error()), ui.Type{Tone: ui.Danger}))
	for _, c := range counts {
		if c.name == apart && c.n > 0 {
			box.Add(ui.NewParagraph(ui.Plural(c.n, "annotation", "annotations")+" cannot be compared with what is here.", ui.Type{}))
			p.open(c)
		}
	}
	box.Add(ui.NewParagraph("Nothing was changed.", ui.Type{Tone: ui.Muted}))
	if p.cfg.Shared != nil {
		box.Add(container.NewHBox(p.another()))
	}
	p.show(container.NewBorder(box, nil, nil, nil, p.list))
}

// report shows the numbers, each of which opens its list.
func (p *preview) report() {
	r := &p.plan.Report
	box := container.NewVBox()
	for _, f := range r.From {
		box.Add(ui.NewText(p.name+": "+describe(f), ui.Type{Bold: true, Fit: true}))
	}
	for _, name := range r.People {
		box.Add(ui.NewText(name+" is new here.", ui.Type{Fit: true}))
	}
	for _, s := range r.Schema {
		box.Add(ui.NewText(s+".", ui.Type{Fit: true}))
	}
	numbers := container.NewHBox()
	p.tabs = nil
	for _, c := range p.counts {
		tab := ui.NewButton(fmt.Sprintf("%s  %d", c.name, c.n), ui.Quiet, func() { p.open(c) })
		p.tabs = append(p.tabs, tab)
		numbers.Add(tab)
	}
	box.Add(numbers)
	foot := "The project as it is now is copied beside it first. What was changed on both sides is kept in both versions."
	if !p.plan.Changes() {
		foot = "Everything is here already."
	}
	if p.exchange != nil {
		box.Add(container.NewBorder(nil, nil, nil, p.another(), ui.Middle(ui.NewText(p.exchange.goesOut(), ui.Type{Fit: true}))))
		foot = strings.TrimPrefix(foot, "The project as it is now is copied beside it first. ")
	}
	if p.changes() {
		p.ui.Primary.Enable()
		p.cfg.Window.Canvas().Focus(p.ui.Primary)
	}
	p.show(container.NewBorder(box, ui.NewText(foot, ui.Type{Tone: ui.Muted, Fit: true}), nil, nil, p.list))
	p.open(p.first())
}

// first is what is listed first: what asks for a look, or else what there is.
func (p *preview) first() count {
	for _, name := range []string{both, apart} {
		for _, c := range p.counts {
			if c.name == name && c.n > 0 {
				return c
			}
		}
	}
	for _, c := range p.counts {
		if c.n > 0 {
			return c
		}
	}
	return p.counts[0]
}

// changes tells whether there is anything to do.
func (p *preview) changes() bool {
	return p.plan != nil && (p.plan.Changes() || p.exchange != nil && p.exchange.out > 0)
}

// describe says what a file is.
func describe(f merge.From) string {
	if f.Segments > 0 {
		return "a folder of the team's"
	}
	if f.Bundle == "" {
		return "a copy of the project with " + ui.Plural(f.Articles, "article", "articles")
	}
	return fmt.Sprintf("bundle of %s, %s, made %s", f.Bundle, ui.Plural(f.Articles, "article", "articles"), f.Made.Local().Format("2 January 2006, 15:04"))
}

// open lists what a number counts.
func (p *preview) open(c count) {
	var content fyne.CanvasObject = ui.NewEmpty("Nothing is "+c.name+".", "", nil)
	if len(c.rows) > 0 {
		list := ui.NewRowList(theme.Of().Size.RowRich, c.rows)
		list.Hints = p.cfg.Hints
		content = list
	}
	title := c.title
	if more := c.n - len(c.rows); more > 0 && len(c.rows) > 0 {
		title += fmt.Sprintf(" (the first %d of %d)", len(c.rows), c.n)
	}
	for i, tab := range p.tabs {
		kind := ui.Quiet
		if p.counts[i].name == c.name {
			kind = ui.Normal // as tabs elsewhere
		}
		tab.SetKind(kind)
	}
	p.list.Objects = []fyne.CanvasObject{container.NewBorder(ui.NewText(title, ui.Type{Tone: ui.Muted, Fit: true}), nil, nil, nil, content)}
	p.list.Refresh()
}

// merge writes: a file's work after a copy, a folder's before this project's goes there.
func (p *preview) merge() {
	if !p.changes() {
		return
	}
	p.ui.Primary.Disable()
	name := "Merge " + p.name
	if p.exchange != nil {
		name = "Exchange with " + p.name
	}
	p.cfg.Jobs.Run(name, func(ctx context.Context, _ job.Progress) error {
		copied, files, err := p.write(ctx)
		p.cfg.Post(func() {
			p.ui.Close()
			p.leave()
			switch {
			case errors.Is(err, context.Canceled):
				p.cfg.Fail(errors.New("the merge was cancelled; nothing was changed"))
			case p.exchange != nil && err != nil:
				p.cfg.Fail(err)
				p.cfg.Done() // something may be here
			case err != nil:
				p.cfg.Fail(fmt.Errorf("nothing was merged: %w", err))
			case p.exchange != nil:
				p.exchanged(len(files))
				p.cfg.Done()
			default:
				p.tell(copied)
				p.cfg.Done()
			}
		})
		return err
	})
}

func (p *preview) write(ctx context.Context) (copied string, files []string, err error) {
	if p.exchange == nil {
		if copied, err = p.cfg.Copy(ctx); err == nil {
			err = p.plan.Do(ctx)
		}
		return copied, nil, err
	}
	if err := p.plan.Do(ctx); err != nil {
		return "", nil, fmt.Errorf("nothing was exchanged: %w", err)
	}
	files, err = p.exchange.contents.Write(ctx, p.cfg.Shared.Source)
	if err != nil {
		err = fmt.Errorf("what came in is here, but not all of this project's acts went into the folder: %w", err)
	}
	return "", files, err
}

// tell reports what came in.
func (p *preview) tell(copied string) {
	r := &p.plan.Report
	box := container.NewVBox(
		ui.NewText(fmt.Sprintf("%d new, %d changed, %d changed on both sides.", r.New, r.Changed, r.Conflicting), ui.Type{Fit: true}),
		ui.NewText("As it was before, the project lies in", ui.Type{Fit: true}),
		ui.NewText(copied, ui.Type{Bold: true, Fit: true}))
	if r.Conflicting > 0 {
		box.Add(ui.NewParagraph("Where both versions were kept, the second stands beside the first, among the problems of the article (F8): pick the right one and choose Keep this version.", ui.Type{Tone: ui.Muted}))
	}
	ui.ShowSheet(p.cfg.Window, ui.SheetData{Title: "Merged", Body: box, Primary: ui.Act{Label: "Close"}})
}
