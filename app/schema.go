package app

import (
	"context"
	"path/filepath"
	"slices"

	"galley/annotate"
	"galley/app/command"
	"galley/app/job"
	"galley/app/schema"
)

// schemaPage is the page of the project's schema, which covers the workspace while it is on.
type schemaPage struct {
	*schema.Editor
	on bool
}

// onSchemaPage are commands that leave the schema page where it is; any other
// is about articles and goes back to them first.
var onSchemaPage = []string{
	"data.schema", "schema.save", "edit.undo", "edit.redo", "view.theme", "view.fullScreen", "help.open", "help.keys", "help.about",
	"pane.next", "pane.previous", "app.quit", "project.close", "project.saveCopy",
}

// newSchemaPage makes the page, without showing it.
func newSchemaPage(w *workspace) *schemaPage {
	return &schemaPage{Editor: schema.New(schema.Config{
		Window: w.app.window, Session: w.session, Store: w.store, Kit: kit(), Hints: w.app.hints, Post: w.app.cfg.Post, Timer: w.app.timer,
		Run:  func(name string, work func(context.Context, job.Progress) error) { w.app.jobs.Run(name, work) },
		Done: func(text string) { w.app.toasts.Say(text, "Undo", func() { w.app.run("edit.undo") }) },
		Say:  w.app.say, Fail: w.app.fail, Folder: filepath.Dir(w.path), Close: w.leaveSchema,
		Draft: w.app.settings.SchemaDraft(w.path), Keep: func(draft string) { w.app.settings.SetSchemaDraft(w.path, draft) },
		Choose:  w.app.chooseRow,
		AskFile: func(then func(string)) { w.app.askFile([]string{".json", ".conf", ".xml"}, then) },
		AskName: func(title, path string, then func(string)) { w.app.askLine(title, "File", path, "Save", then) },
	})}
}

// toggleSchema shows the schema, at the label of what is picked in the article, or the article again.
func (w *workspace) toggleSchema() {
	if w.schemaShown() {
		w.leaveSchema()
		return
	}
	if w.schema == nil {
		w.schema = newSchemaPage(w)
	}
	w.timeline.Leave()
	w.agreeing.leave()
	w.schema.on = true
	label := ""
	if item := w.annotator.Here(); item != nil {
		label = annotate.LabelOf(item)
	}
	w.schema.Enter(label)
	w.app.show(w.schema.Object(), "Schema - "+w.title())
	w.app.window.Canvas().Focus(w.schema.Focusable())
}

func (w *workspace) leaveSchema() {
	if !w.schemaShown() {
		return
	}
	w.schema.on = false
	w.app.show(w.root, w.title())
	w.refreshState()
	w.focus(panePage)
	if w.schema.Unsaved() > 0 {
		w.app.say("The changes of the schema are kept as a draft until you save or discard them.")
	}
}

func (w *workspace) schemaShown() bool { return w.schema != nil && w.schema.on }

// schemaKey takes the keys that nothing on the schema page uses.
func (a *App) schemaKey(ev command.Event) {
	if ev.Name == "Esc" {
		a.open.leaveSchema()
		return
	}
	if c, ok := a.commands.Match(command.Window, a.layout, ev); ok {
		a.run(c.ID)
	}
}

// readySchema goes back to the article for a command that is about it.
func (a *App) readySchema(id string) {
	if a.open != nil && a.open.schemaShown() && !slices.Contains(onSchemaPage, id) {
		a.open.leaveSchema()
	}
}

// registerSchema makes the commands of the schema page.
func (a *App) registerSchema() {
	a.commands.Register(
		a.inProject("data.schema", func(w *workspace) { w.toggleSchema() }),
		command.Command{ID: "schema.save", Run: func() { a.open.schema.Save() }, Enabled: func() (bool, string) {
			return a.open != nil && a.open.schemaShown(), "Open the schema first."
		}},
	)
}
