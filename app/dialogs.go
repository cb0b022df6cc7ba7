package app

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/app/annotator"
	"galley/app/job"
	"galley/app/ui"
)

// askLine asks for one line of text. What is empty is not taken.
func (a *App) askLine(title, placeholder, text, act string, then func(string)) {
	entry := ui.NewEntry(placeholder)
	entry.SetText(text)
	var sheet *ui.Sheet
	take := func() {
		if line := strings.TrimSpace(entry.Text); line != "" {
			sheet.Close()
			then(line)
		}
	}
	entry.OnSubmitted = func(string) { take() }
	sheet = ui.ShowSheet(a.window, ui.SheetData{
		Title: title, Body: entry, First: entry,
		Primary: ui.Act{Label: act, Do: take, Stay: true}, Others: []ui.Act{{Label: "Cancel"}},
	})
}

// askNote asks for a note on what is selected.
func (w *workspace) askNote() {
	doc := w.session.Document()
	if doc == nil {
		return
	}
	title := "Note on the article"
	if item := doc.Layer.Find(w.page.Picked()); item != nil {
		title = "Note on " + ui.CutMiddle(doc.Text(item), 40)
	} else if r := w.page.Range(); r.Len() > 0 {
		title = "Note on " + ui.CutMiddle(doc.Article.Text.Slice(r.Start, r.End), 40)
	}
	entry := ui.NewMultiLineEntry("What is to be remembered or asked?")
	question := ui.NewCheck("a question", false, nil)
	add := func() {
		kind := ""
		if question.Checked {
			kind = "question"
		}
		w.annotator.AddNote(strings.TrimSpace(entry.Text), kind)
	}
	ui.ShowSheet(w.app.window, ui.SheetData{
		Title: title, Body: container.NewVBox(entry, question), First: entry,
		Primary: ui.Act{Label: "Add note", Do: add}, Others: []ui.Act{{Label: "Cancel"}},
	})
}

// askReply asks for an answer to a note.
func (w *workspace) askReply(to *annotate.Note) {
	w.app.askLine("Reply to "+ui.CutMiddle(to.Text, 40), "Reply", "", "Reply", func(text string) { w.annotator.Reply(to, text) })
}

func (w *workspace) askRename(article *annotate.Article) {
	w.app.askLine("Rename article", "Title", article.Title, "Rename", func(title string) {
		changed := *article
		changed.Title = title
		w.changeArticle("rename "+article.Title, article, &changed)
	})
}

func (w *workspace) deleteArticle(article *annotate.Article) {
	changed := *article
	changed.Deleted = true
	if !w.changeArticle("delete "+article.Title, article, &changed) {
		return
	}
	w.app.toasts.Say(fmt.Sprintf("Deleted %s; its annotations are kept.", ui.CutMiddle(article.Title, 40)), "Undo", func() { w.app.run("edit.undo") })
	if d := w.session.Document(); d != nil && d.Article.ID == article.ID && !w.list.Step(1, false) && !w.list.Step(-1, false) {
		w.session.Leave()
	}
}

func (w *workspace) restoreArticle(article *annotate.Article) {
	changed := *article
	changed.Deleted = false
	w.changeArticle("restore "+article.Title, article, &changed)
}

// changeArticle changes what an article is called or whether it is deleted.
func (w *workspace) changeArticle(title string, before, after *annotate.Article) bool {
	if err := w.session.Do(title, []annotate.Edit{{Before: before, After: after}}); err != nil {
		w.app.say(err.Error())
		return false
	}
	return true
}

// articleMenu is the menu of a row of the list.
func (w *workspace) articleMenu(row annotate.Row, at fyne.Position) {
	with := func(do func(*annotate.Article)) func() {
		return func() {
			article, err := w.store.Article(context.Background(), row.ID)
			if err != nil {
				w.app.fail(err)
				return
			}
			do(article)
		}
	}
	items := []*fyne.MenuItem{fyne.NewMenuItem("Open", func() { w.openArticle(row.ID) })}
	if row.Deleted {
		items = append(items, fyne.NewMenuItem("Restore", with(w.restoreArticle)))
	} else {
		items = append(items, fyne.NewMenuItem("Rename...", with(w.askRename)), fyne.NewMenuItem("Correct the text...", with(w.correctText)), fyne.NewMenuItem("Delete", with(w.deleteArticle)))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.app.window.Canvas(), at)
}

// showContextMenu is the menu of the secondary button in the article: labels
// first, then what can be done with what is selected.
func (w *workspace) showContextMenu(at fyne.Position) {
	doc := w.session.Document()
	if doc == nil || w.review.deciding() {
		return
	}
	schema := w.session.Schema()
	var entities, events []*fyne.MenuItem
	for _, c := range annotator.Choices(schema) {
		item := fyne.NewMenuItem(menuText(display(labelType(schema, c)), c.Keys), func() { w.annotator.Give(c.Label); w.focus(panePage) })
		if c.Event {
			events = append(events, item)
		} else {
			entities = append(entities, item)
		}
	}
	sub := func(name string, items []*fyne.MenuItem) *fyne.MenuItem {
		m := fyne.NewMenuItem(name, nil)
		m.ChildMenu = fyne.NewMenu("", items...)
		return m
	}
	act := func(id string) *fyne.MenuItem {
		c, _ := w.app.commands.Get(id)
		return fyne.NewMenuItem(menuText(c.Title, w.app.commands.KeyLabel(id)), func() { w.app.run(id) })
	}
	items := []*fyne.MenuItem{act("annotate.pick")}
	if len(entities) > 0 {
		items = append(items, sub("Label as", entities))
	}
	if len(events) > 0 {
		items = append(items, sub("Event", events))
	}
	items = append(items, fyne.NewMenuItemSeparator(), act("annotate.note"), act("edit.copy"))
	if doc.Layer.Find(w.page.Picked()) != nil {
		items = append(items, fyne.NewMenuItemSeparator(), act("annotate.relabel"), act("entity.pick"), act("annotate.unsure"), act("annotate.delete"))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.app.window.Canvas(), at)
}

func menuText(title, key string) string {
	if key == "" {
		return title
	}
	return title + "   " + key
}

// hintOf is what hovering an annotation tells: label, attributes, definition.
func (w *workspace) hintOf(doc *annotate.Document, item annotate.Item) ui.Hint {
	schema := w.session.Schema()
	hint := ui.Hint{Title: annotate.LabelOf(item) + "  " + ui.CutMiddle(doc.Text(item), 40)}
	var attributes annotate.Attributes
	switch x := item.(type) {
	case *annotate.Mention:
		attributes = x.Attributes
		if t := schema.Entity(x.Label); t != nil {
			hint.Line, hint.More = t.Description, strings.Join(explained(t.Type), "\n")
		}
	case *annotate.Event:
		attributes = x.Attributes
		if t := schema.Event(x.Type); t != nil {
			hint.Line, hint.More = t.Description, strings.Join(explained(t.Type), "\n")
		}
	}
	if len(attributes) > 0 {
		hint.Line = attributes.String() + "\n" + hint.Line
	}
	return hint
}

// askPerson lets another person annotate.
func (w *workspace) askPerson() {
	w.app.askLine("Who annotates?", "Name", w.session.Person().Name, "Go on", func(name string) {
		if name == w.session.Person().Name {
			return
		}
		w.app.settings.SetName(name)
		w.app.cfg.Start.Annotator = ""
		path := w.path
		w.app.closeProject(func() { w.app.openProject(path) })
	})
}

// askSaveCopy writes a copy of the project to a place that is asked for.
func (w *workspace) askSaveCopy() {
	name := strings.TrimSuffix(filepath.Base(w.path), ".galley") + " " + w.app.cfg.Now().Format("2006-01-02") + ".galley"
	w.app.askLine("Save a copy", "File", filepath.Join(filepath.Dir(w.path), name), "Save", func(path string) {
		w.app.jobs.Run("Copy to "+filepath.Base(path), func(ctx context.Context, progress job.Progress) error {
			err := w.store.Copy(ctx, path, progress)
			cancelled := ctx.Err() != nil // when the work is over, its context is cancelled anyhow
			w.app.cfg.Post(func() {
				switch {
				case cancelled:
					w.app.say("The copy was cancelled; nothing was left behind.")
				case err != nil:
					w.app.fail(err)
				default:
					w.app.say("Saved a copy as " + path + ".")
				}
			})
			return err
		})
	})
}

// askFolder asks for a folder.
func (a *App) askFolder(then func(path string)) {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		switch {
		case err != nil:
			a.fail(err)
		case folder != nil:
			then(folder.Path())
		}
	}, a.window)
	d.Resize(dialogSize(a.window))
	d.Show()
}

// dropped opens a project that is dropped on the window, and imports anything else.
func (a *App) dropped(uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		paths = append(paths, u.Path())
	}
	switch {
	case len(paths) == 1 && filepath.Ext(paths[0]) == ".galley":
		a.openProject(paths[0])
	case a.open == nil:
		a.say("Open or start a project first, then drop articles on it.")
	default:
		a.open.importPaths(paths)
	}
}
