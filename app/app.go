// Package app is the desktop program: its window, its commands, and the wiring
// between the pages. Pages are packages below this one; they get data and
// callbacks and know nothing of each other.
//
// Everything here runs on the window's goroutine but for the work of jobs.
package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/merge"
	"galley/annotate/review"
	"galley/annotate/segment"
	"galley/app/command"
	"galley/app/corpus"
	"galley/app/editor"
	"galley/app/job"
	"galley/app/session"
	"galley/app/settings"
	"galley/app/start"
	"galley/app/theme"
	"galley/app/ui"
)

// Store is what the program needs of an open project's store.
type Store interface {
	session.Store
	corpus.Store
	Search(ctx context.Context, query string, limit int) ([]annotate.Hit, int, error)
	Layers(ctx context.Context, article annotate.ID) ([]annotate.Layer, error)
	Conflicts(ctx context.Context, q review.Query) (review.Page, error)
	CompareDue(ctx context.Context, n int) (left int, err error)
	exchange.Corpus
	exchange.Target
	ArticleByKey(ctx context.Context, key string) (*annotate.Article, error)
	Copy(ctx context.Context, path string, progress func(done, total int64)) error
	// CopyBeside copies the project to path, or to path-2, path-3 ..., whichever is not there, and gives that path.
	CopyBeside(ctx context.Context, path string) (string, error)
	merge.Source
	segment.Source
	merge.Target
	Close() error
}

// Projects opens and makes projects.
type Projects interface {
	Open(ctx context.Context, path string) (Store, error)
	// Create makes a project file, which must not exist yet. The error wraps fs.ErrExist if it does.
	Create(ctx context.Context, path, name string, schema *annotate.Schema) error
	// WriteBundle writes a bundle to a file, which must not exist yet; else the error wraps fs.ErrExist.
	WriteBundle(ctx context.Context, path string, b *merge.Bundle) error
	// OpenCopy opens a bundle, or another copy of a project, for reading.
	OpenCopy(ctx context.Context, path string) (other merge.Other, close func() error, err error)
}

// Tracer takes marks of time for scripts.
type Tracer interface {
	On() bool
	Begun() time.Time
	Mark(event string, d time.Duration, article string, chars, mentions int)
}

// Start says what to open first.
type Start struct {
	Project   string // absolute path, or empty for the start page
	Article   string // id or key
	Annotator string // name
}

// Config is what the program is made of.
type Config struct {
	Toolkit  fyne.App
	Post     func(func()) // runs a function on the window's goroutine, later
	Now      func() time.Time
	After    func(d time.Duration, f func()) (stop func()) // runs a function after a while, on whatever goroutine
	IDs      *annotate.IDs
	Projects Projects
	Trace    Tracer
	Start    Start
	// FontIndex is a folder for an index of the system's fonts. Without it only the shipped ones are used.
	FontIndex string
}

// App is the program with its one window.
type App struct {
	cfg      Config
	settings *settings.Settings
	commands *command.Registry
	keyboard command.Keyboard
	layout   command.Layout
	jobs     *job.List
	watch    *stopwatch

	window    fyne.Window
	hints     *ui.Hints
	toasts    *ui.Toasts
	stack     *fyne.Container   // content, toasts, hints
	anchor    *fyne.Container   // where the pointer is in the article, for hints to stand beside
	jobList   *ui.Jobs          // while it is open
	stopMenu  func()            // stops the refresh of the menu that is to come
	stopYoung func()            // stops the look at a job that has just begun
	editor    *editor.Editor    // the article view; one for all projects
	open      *workspace        // nil on the start page
	catch     func(command.Key) // gets the menu bar's keys while the key map waits for one
}

// New makes the program. Nothing is shown yet.
func New(cfg Config) *App {
	a := &App{cfg: cfg, settings: settings.New(cfg.Toolkit.Preferences()), commands: command.NewRegistry()}
	a.watch = newStopwatch(cfg.Trace, cfg.Now, a.touched)
	a.jobs = job.NewList(cfg.Now, cfg.Post)
	a.jobs.Observe(a.jobsChanged)
	a.applyTheme()
	a.window = cfg.Toolkit.NewWindow("Galley")
	a.window.SetMaster()
	a.window.SetPadded(false)
	a.hints = ui.NewHints(a.timer, cfg.Now)
	a.toasts = ui.NewToasts(a.timer)
	a.anchor = container.NewWithoutLayout()
	a.stack = container.NewStack(container.NewWithoutLayout(), container.NewWithoutLayout(a.anchor), a.toasts, a.hints)
	a.window.SetContent(a.stack)
	a.editor = editor.New(kit(), cfg.Post, cfg.Now)
	a.editor.FontIndex = cfg.FontIndex
	a.editor.Still = a.settings.Still()
	a.register()
	a.commands.SetRebound(a.settings.Keys())
	a.handleKeys()
	a.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { a.dropped(uris) })
	a.window.SetCloseIntercept(a.quit)
	a.resize()
	a.showStart()
	return a
}

// ShowAndRun shows the window, opens what the command line names, and returns
// when the window is closed.
func (a *App) ShowAndRun() {
	a.cfg.Toolkit.Lifecycle().SetOnStarted(func() {
		a.layout.Positions = command.PositionsOf(a.window)
		a.watch.Frame("started", a.cfg.Trace.Begun(), func(shown time.Time) {
			a.watch.started = shown
			if path := a.cfg.Start.Project; path != "" {
				a.openProject(path)
			}
		})
	})
	a.window.ShowAndRun()
}

// Window is the program's window, for tests that drive it.
func (a *App) Window() fyne.Window { return a.window }

// touched notes that the user works on the open article.
func (a *App) touched() {
	if a.open != nil {
		a.open.session.Touch()
	}
}

// timer is the ui.Timer of the window.
func (a *App) timer(d time.Duration, f func()) (stop func()) {
	return a.cfg.After(d, func() { a.cfg.Post(f) })
}

// first window
const (
	firstWidth  = 1280
	firstHeight = 800
)

func (a *App) resize() {
	size, full := a.settings.Window()
	if size.Width < 640 || size.Height < 400 {
		size = fyne.NewSize(firstWidth, firstHeight)
	}
	a.window.Resize(size)
	a.window.SetFullScreen(full)
}

func (a *App) applyTheme() {
	variant := theme.System
	switch a.settings.Theme() {
	case "light":
		variant = theme.Light
	case "dark":
		variant = theme.Dark
	}
	a.cfg.Toolkit.Settings().SetTheme(theme.New(variant, float32(a.settings.Percent())/100))
	if a.open != nil {
		a.open.themeChanged()
	}
}

// show puts a page into the window.
func (a *App) show(content fyne.CanvasObject, title string) {
	a.hints.Dismiss()
	a.stack.Objects[0] = content
	a.stack.Refresh()
	a.window.SetTitle(title)
	a.window.SetMainMenu(a.commands.MainMenu(a.fromMenu))
}

// refreshMenu builds the menu anew: titles such as "Undo: ..." have changed. It
// lays out the whole window, so after an act it waits for a pause.
func (a *App) refreshMenu() {
	const pause = 300 * time.Millisecond
	if a.stopMenu != nil {
		a.stopMenu()
	}
	a.stopMenu = a.timer(pause, func() { a.window.SetMainMenu(a.commands.MainMenu(a.fromMenu)) })
}

// run runs a command; one that cannot run now says why. The menu's keys also
// fire under a sheet or a finder: there only undo and redo mean something, in a field.
func (a *App) run(id string) {
	a.hints.Dismiss()
	covered := a.window.Canvas().Overlays().Top() != nil
	if covered && id != "edit.undo" && id != "edit.redo" {
		return
	}
	if a.open != nil && a.open.review.forbids(id) {
		a.say(a.commands.KeyLabel("review.byHand") + " marks by hand.")
		return
	}
	a.readySchema(id)
	err := a.commands.Run(id)
	var disabled *command.DisabledError
	switch {
	case errors.As(err, &disabled):
		a.say(disabled.Reason)
	case err != nil:
		a.say(err.Error())
	}
	a.refreshStatus()
}

// say tells the user one quiet sentence.
func (a *App) say(text string) {
	if text != "" {
		a.toasts.Say(text, "", nil)
	}
}

// fail tells of an error that stopped what the user wanted.
func (a *App) fail(err error) { a.trouble(err, "Everything that was saved is still there.", nil) }

func (a *App) trouble(err error, kept string, then func()) {
	ui.ShowTrouble(a.window, ui.Trouble{
		What: ui.Sentence(err.Error()), Kept: kept,
		CopyReport: func() { a.cfg.Toolkit.Clipboard().SetContent(fmt.Sprintf("Galley: %v", err)) },
		GoOn:       then,
	})
}

func (a *App) showStart() {
	page, first := start.Page(a.settings.Recents(), a.cfg.Now(), start.Actions{
		New: a.askNewProject, Open: a.askOpen, Sample: a.openSample, Recent: a.openProject,
		Find: func(string) { a.askOpen() },
		Forget: func(path string) {
			a.settings.Forget(path)
			a.showStart()
		},
	})
	a.show(page, "Galley")
	if first != nil {
		a.window.Canvas().Focus(first)
	}
}

// openProject opens a project in the background, asks who annotates if nobody
// has said so yet, and shows it. On the start page an error leaves that page.
func (a *App) openProject(path string) {
	if a.open != nil {
		a.closeProject(func() { a.openProject(path) })
		return
	}
	a.jobs.Run("Open "+path, func(ctx context.Context, _ job.Progress) error {
		store, err := a.cfg.Projects.Open(ctx, path)
		if err != nil {
			a.cfg.Post(func() { a.fail(err) })
			return err
		}
		s, err := session.Open(ctx, session.Config{Store: store, Post: a.cfg.Post, Now: a.cfg.Now, IDs: a.cfg.IDs})
		if err != nil {
			store.Close()
			a.cfg.Post(func() { a.fail(err) })
			return err
		}
		a.cfg.Post(func() { a.enter(path, store, s) })
		return nil
	})
}

// enter shows an open project once it is known who annotates.
func (a *App) enter(path string, store Store, s *session.Session) {
	name := a.cfg.Start.Annotator
	if name == "" {
		name = a.settings.Name()
	}
	if name == "" {
		a.askName(func(name string) {
			a.settings.SetName(name)
			a.enter(path, store, s)
		}, func() { store.Close() })
		return
	}
	if err := s.SetPerson(context.Background(), name); err != nil {
		store.Close()
		a.fail(err)
		return
	}
	a.open = newWorkspace(a, path, store, s)
	a.open.show()
}

// closeProject saves what is pending, closes the project and calls then. When
// not everything could be saved it says so and leaves the project open.
func (a *App) closeProject(then func()) {
	w := a.open
	if w == nil {
		then()
		return
	}
	if a.jobs.Running() > 0 {
		a.askStopJobs(func() { a.closeProject(then) })
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := w.session.Close(ctx); err != nil {
		a.trouble(err, "The acts that are not saved are lost when Galley is closed now.", nil)
		w.session.Resume()
		return
	}
	w.remember()
	w.review.halt()
	if err := w.store.Close(); err != nil {
		a.fail(err)
	}
	a.open = nil
	then()
}

func (a *App) quit() {
	a.settings.SetWindow(a.window.Canvas().Size(), a.window.FullScreen())
	a.closeProject(func() {
		a.jobs.Close()
		a.window.Close()
	})
}
