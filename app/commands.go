package app

import (
	"fyne.io/fyne/v2"

	"galley/annotate"
	"galley/app/command"
)

// register makes the commands of everything that the program can do. Titles
// and default keys stand in command.Defaults.
func (a *App) register() {
	a.registerWindow()
	a.registerProject()
	a.registerArticle()
	a.registerAnnotating()
	a.registerReview()
	a.registerSchema()
	a.registerEditor()
}

// inProject makes a command that needs an open project.
func (a *App) inProject(id string, run func(*workspace)) command.Command {
	return command.Command{ID: id, Run: func() { run(a.open) }, Enabled: func() (bool, string) {
		return a.open != nil, "Open a project first."
	}}
}

// inArticle makes a command that needs an open article.
func (a *App) inArticle(id string, run func(*workspace, *annotate.Document)) command.Command {
	return command.Command{ID: id, Run: func() { run(a.open, a.open.session.Document()) }, Enabled: func() (bool, string) {
		if a.open != nil && a.open.agreeing.on {
			return false, "Close the page first: it covers the article."
		}
		return a.open != nil && a.open.session.Document() != nil, "Open an article first."
	}}
}

func (a *App) registerWindow() {
	a.commands.Register(
		command.Command{ID: "project.new", Run: a.askNewProject},
		command.Command{ID: "project.open", Run: a.askOpen},
		command.Command{ID: "view.theme", Run: a.nextTheme},
		command.Command{ID: "view.fullScreen", Run: func() { a.window.SetFullScreen(!a.window.FullScreen()) }},
		command.Command{ID: "window.palette", Run: func() { a.showPalette("") }},
		command.Command{ID: "help.open", Run: a.showHelp},
		command.Command{ID: "help.keys", Run: a.showKeyMap},
		command.Command{ID: "help.about", Run: a.showAbout},
		command.Command{ID: "app.settings", Run: a.showSettings},
		command.Command{ID: "app.quit", Run: a.quit},
	)
}

func (a *App) registerProject() {
	a.commands.Register(
		a.inProject("project.close", func(*workspace) { a.closeProject(a.showStart) }),
		a.inProject("project.saveCopy", func(w *workspace) { w.askSaveCopy() }),
		a.inProject("data.import", func(w *workspace) { w.askImport() }),
		a.inProject("data.export", func(w *workspace) { w.askExport() }),
		a.inProject("review.agreement", func(w *workspace) { w.openAgreement() }),
		a.inProject("data.people", func(w *workspace) { w.showPeople() }),
		a.inProject("data.bundle", func(w *workspace) { w.askBundle("") }),
		a.inProject("data.merge", func(w *workspace) { w.askMergeWork() }),
		a.inProject("data.exchange", func(w *workspace) { w.exchange() }),
		a.inProject("data.settle", func(w *workspace) { w.settle() }),
		a.inProject("data.register", func(w *workspace) { w.showRegister() }),
		a.inProject("view.guideline", func(w *workspace) { w.toggleGuideline() }),
		a.inProject("go.article", func(w *workspace) { w.jump() }),
		a.inProject("go.nextArticle", func(w *workspace) { w.step(1, false) }),
		a.inProject("go.previousArticle", func(w *workspace) { w.step(-1, false) }),
		a.inProject("pane.list", func(w *workspace) { w.focus(paneList) }),
		a.inProject("pane.page", func(w *workspace) { w.focus(panePage) }),
		a.inProject("pane.inspector", func(w *workspace) { w.focus(paneInspector) }),
		a.inProject("pane.labels", func(w *workspace) { w.focus(paneLabels) }),
		a.inProject("pane.next", func(w *workspace) { w.nextPane(1) }),
		a.inProject("pane.previous", func(w *workspace) { w.nextPane(-1) }),
		a.undoCommand("edit.undo", "Undo: ", "Nothing to undo.", (*workspace).undo, (*workspace).canUndo),
		a.undoCommand("edit.redo", "Redo: ", "Nothing to redo.", (*workspace).redo, (*workspace).canRedo),
		a.inProject("view.zoomIn", func(w *workspace) { w.zoom(1) }),
		a.inProject("view.zoomOut", func(w *workspace) { w.zoom(-1) }),
		a.inProject("view.zoomNormal", func(w *workspace) { w.zoom(0) }),
		a.inProject("view.names", func(w *workspace) { w.toggleNames() }),
		a.motionCommand(),
		a.inProject("annotate.lock", func(w *workspace) { w.annotator.Lock() }),
	)
}

// motionCommand has text glide when it is scrolled, or not.
func (a *App) motionCommand() command.Command {
	c := a.inProject("view.motion", func(*workspace) { a.setStill(!a.editor.Still) })
	c.Now = func() string {
		if a.editor.Still {
			return "Scroll smoothly"
		}
		return "Scroll without motion"
	}
	return c
}

// undoCommand is undo or redo. A field in focus takes the keys first: undo in a
// note must not undo a label.
func (a *App) undoCommand(id, prefix, nothing string, run func(*workspace), can func(*workspace) (string, bool)) command.Command {
	shortcut := fyne.Shortcut(&fyne.ShortcutUndo{})
	if id == "edit.redo" {
		shortcut = &fyne.ShortcutRedo{}
	}
	return command.Command{
		ID: id,
		Run: func() {
			if !command.ToTextField(a.window.Canvas(), shortcut) && a.window.Canvas().Overlays().Top() == nil {
				run(a.open)
			}
		},
		Now: func() string {
			if a.open != nil {
				if title, ok := can(a.open); ok {
					return prefix + title
				}
			}
			return ""
		},
		Enabled: func() (bool, string) {
			if a.open == nil {
				return false, nothing
			}
			_, ok := can(a.open)
			return ok, nothing
		},
	}
}

func (a *App) registerArticle() {
	a.commands.Register(
		a.inArticle("article.done", func(w *workspace, _ *annotate.Document) { w.done() }),
		a.inArticle("article.flag", func(w *workspace, _ *annotate.Document) { w.annotator.ToggleFlag() }),
		a.inArticle("article.rename", func(w *workspace, d *annotate.Document) { w.askRename(d.Article) }),
		a.inArticle("article.correct", func(w *workspace, d *annotate.Document) { w.correctText(d.Article) }),
		a.inArticle("article.delete", func(w *workspace, d *annotate.Document) { w.deleteArticle(d.Article) }),
		a.inProject("article.restore", func(w *workspace) { w.list.ShowDeleted() }),
		a.inArticle("find.inArticle", func(w *workspace, _ *annotate.Document) { w.showFind() }),
		a.inArticle("find.next", func(w *workspace, _ *annotate.Document) { w.nextHit(1) }),
		a.inArticle("find.previous", func(w *workspace, _ *annotate.Document) { w.nextHit(-1) }),
		a.inProject("find.inCorpus", func(w *workspace) { w.findInCorpus() }),
		a.inArticle("view.problems", func(w *workspace, _ *annotate.Document) { w.showProblems() }),
		a.inArticle("view.history", func(w *workspace, _ *annotate.Document) { w.toggleHistory() }),
		a.inArticle("go.nextIssue", func(w *workspace, _ *annotate.Document) { w.nextIssue(1) }),
		a.inArticle("go.previousIssue", func(w *workspace, _ *annotate.Document) { w.nextIssue(-1) }),
	)
}

func (a *App) registerAnnotating() {
	a.commands.Register(
		a.inArticle("annotate.accept", func(w *workspace, _ *annotate.Document) { w.annotator.Accept() }),
		a.inArticle("annotate.reject", func(w *workspace, _ *annotate.Document) { w.annotator.Clear() }),
		a.inArticle("annotate.back", func(w *workspace, _ *annotate.Document) { w.back() }),
		a.inArticle("annotate.pick", func(w *workspace, _ *annotate.Document) { a.showPalette("") }),
		a.inArticle("annotate.repeat", func(w *workspace, _ *annotate.Document) { w.annotator.Repeat() }),
		a.inArticle("annotate.sameEntity", func(w *workspace, _ *annotate.Document) { w.annotator.SameEntity() }),
		a.inArticle("annotate.unsure", func(w *workspace, _ *annotate.Document) { w.markUnsure() }),
		a.inArticle("annotate.relation", func(w *workspace, _ *annotate.Document) { w.askRelation() }),
		a.inArticle("event.value", func(w *workspace, _ *annotate.Document) { w.askValue() }),
		a.inArticle("view.eventFocus", func(w *workspace, _ *annotate.Document) { w.annotator.ToggleFocus() }),
		a.inArticle("annotate.note", func(w *workspace, _ *annotate.Document) { w.askNote() }),
		a.inArticle("annotate.delete", func(w *workspace, _ *annotate.Document) { w.annotator.Delete() }),
		a.inArticle("annotate.relabel", func(w *workspace, _ *annotate.Document) { w.annotator.StartRelabel() }),
		a.inArticle("annotate.addFragment", func(w *workspace, _ *annotate.Document) { w.annotator.AddFragment() }),
		a.inArticle("annotate.removeFragment", func(w *workspace, _ *annotate.Document) { w.annotator.RemoveFragment() }),
		a.inArticle("annotate.split", func(w *workspace, _ *annotate.Document) { w.annotator.Split() }),
		a.inArticle("annotate.keepVersion", func(w *workspace, _ *annotate.Document) { w.annotator.Keep() }),
		a.inArticle("annotate.join", func(w *workspace, _ *annotate.Document) { w.annotator.Join() }),
		a.inArticle("annotate.markIdentical", func(w *workspace, _ *annotate.Document) { w.markIdentical(false) }),
		a.inArticle("annotate.markIdenticalProject", func(w *workspace, _ *annotate.Document) { w.markIdentical(true) }),
		a.inArticle("event.document", func(w *workspace, _ *annotate.Document) { w.askDocumentEvent() }),
		a.inArticle("event.changeType", func(w *workspace, _ *annotate.Document) { w.askType() }),
		a.inArticle("entity.pick", func(w *workspace, _ *annotate.Document) { w.askEntity() }),
	)
}

// nextTheme goes from the system's theme to light to dark and back.
func (a *App) nextTheme() {
	next := map[string]string{"": "light", "light": "dark", "dark": ""}[a.settings.Theme()]
	a.settings.SetTheme(next)
	a.applyTheme()
	a.say(map[string]string{"": "Theme: as the system.", "light": "Theme: light.", "dark": "Theme: dark."}[next])
}

// registerEditor makes commands of what the article view does by itself: moving
// the caret, selecting, moving edges.
func (a *App) registerEditor() {
	acts := a.editor.Acts()
	for _, d := range command.Defaults() {
		run, ok := acts[d.ID]
		if _, taken := a.commands.Get(d.ID); !ok || taken {
			continue
		}
		if d.ID == "edit.copy" {
			run = a.copy
		}
		a.commands.Register(a.inArticle(d.ID, func(*workspace, *annotate.Document) { run() }))
	}
}

// copy copies from the field in focus, or else the plain text selected in the article.
func (a *App) copy() {
	if command.ToTextField(a.window.Canvas(), &fyne.ShortcutCopy{Clipboard: a.cfg.Toolkit.Clipboard()}) {
		return
	}
	a.editor.Acts()["edit.copy"]()
}
