package app

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/app/page"
	"galley/app/register"
	"galley/app/ui"
)

// refreshEntity points out the mentions of the picked mention's entity, and
// offers an entity for a mention that was just made.
func (w *workspace) refreshEntity() {
	entity := annotate.ID("")
	if doc := w.session.Document(); doc != nil {
		if m, ok := doc.Layer.Mentions.Get(w.page.Picked()); ok {
			entity = m.Entity
		}
	}
	if entity != w.page.editor.State().Entity {
		w.page.editor.Change(func(s *page.State) { s.Entity = entity })
	}

	w.showOffer()
}

// showOffer tells what a mention that was just made is likely to mean.
func (w *workspace) showOffer() {
	doc := w.session.Document()
	if m, e := w.annotator.Offer(); m != nil {
		n := len(doc.MentionsOf(e.ID))
		w.offerBy("annotate.sameEntity", fmt.Sprintf("%s  %s  %s", e.Name, e.Label, ui.Plural(n, "mention", "mentions")), " hangs it on")
	} else if m, r := w.annotator.OfferedEntry(); m != nil {
		w.offerBy("annotate.sameEntity", strings.TrimSpace(fmt.Sprintf("%s  %s  %s", r.Name, r.Label, r.KB))+"  from the register", " hangs it on")
	} else if m, value := w.annotator.OfferedValue(); m != nil {
		w.offerBy("event.value", fmt.Sprintf("%s looks like %s", ui.CutMiddle(doc.Text(m), 40), value), " takes it")
	} else if len(w.offer.Objects) > 0 {
		w.offer.RemoveAll()
	}
}

// offerBy shows something that a command takes.
func (w *workspace) offerBy(id, text, act string) {
	w.offer.Objects = []fyne.CanvasObject{ui.OverText(ui.NewStrip(text, w.app.commands.KeyLabel(id)+act, false, func() {
		w.app.run(id)
		w.focus(panePage)
	}))}
	w.offer.Refresh()
}

// askEntity hangs the mention that is picked or at the caret on an entity, or
// on a new one. With the list of entities in focus it merges the current one.
func (w *workspace) askEntity() {
	if e := w.inspector.Entity(w.app.window.Canvas().Focused()); e != nil {
		w.askMerge(e)
		return
	}
	doc := w.session.Document()
	m, ok := w.annotator.Here().(*annotate.Mention)
	if !ok {
		w.app.say("Pick a mention first.")
		return
	}
	name := doc.Text(m)
	likely := annotate.ID("")
	if e := doc.EntityFor(m); e != nil {
		likely = e.ID
	}
	fresh := option{row: ui.Row{Title: "New entity " + name, Right: "new"}, text: "new " + name, run: func() { w.annotator.Hang("") }}
	all := w.entityOptions(doc, likely, "", func(e *annotate.Entity) { w.annotator.Hang(e.ID) })
	if likely != "" {
		all = append(all, fresh)
	} else {
		all = slices.Insert(all, 0, fresh)
	}
	all = append(all, w.registerOptions(doc, m)...)
	w.app.choose("Entity of "+name, all, "")
}

// askMerge asks for the entity that gone goes over to.
func (w *workspace) askMerge(gone *annotate.Entity) {
	doc := w.session.Document()
	all := w.entityOptions(doc, "", gone.ID, func(into *annotate.Entity) { w.merge(gone, into) })
	if len(all) == 0 {
		w.app.say("There is no other entity in this article.")
		return
	}
	w.app.choose("Merge "+gone.Name+" into", all, "")
}

// merge lets one entity go over to another, and says so with a way back.
func (w *workspace) merge(gone, into *annotate.Entity) {
	n := len(w.session.Document().MentionsOf(gone.ID))
	w.annotator.Merge(into, gone)
	w.app.toasts.Say(fmt.Sprintf("Merged %s with %s into %s.", gone.Name, ui.Plural(n, "mention", "mentions"), into.Name), "Undo", func() { w.app.run("edit.undo") })
}

// entityOptions are the article's entities but one for a finder, the likely one first.
func (w *workspace) entityOptions(doc *annotate.Document, likely, but annotate.ID, run func(*annotate.Entity)) options {
	entities := slices.Clone(doc.Layer.Entities.All())
	slices.SortStableFunc(entities, func(x, y *annotate.Entity) int { return cmp.Compare(b2i(y.ID == likely), b2i(x.ID == likely)) })
	var all options
	for _, e := range entities {
		if e.ID == but {
			continue
		}
		style := w.styles.Mention(e.Label)
		all = append(all, option{
			row:  ui.Row{Chip: ui.ChipData{Name: style.Short, Color: style.Entry.ID}, Title: e.Name, Detail: e.KB, Right: ui.Plural(len(doc.MentionsOf(e.ID)), "mention", "mentions")},
			text: e.Name + " " + strings.Join(e.Aliases(), " "), run: func() { run(e) },
		})
	}
	return all
}

// showRegister opens the project's register.
func (w *workspace) showRegister() {
	register.Show(register.Config{
		Window: w.app.window, Session: w.session, Hints: w.app.hints, Fail: w.app.fail,
		Chip: func(label string) ui.ChipData {
			style := w.styles.Mention(label)
			return ui.ChipData{Name: style.Short, Color: style.Entry.ID}
		},
		AskFile: func(then func(string)) { w.app.askFile([]string{".csv", ".tsv", ".txt"}, then) },
		AskName: func(title, path string, then func(string)) { w.app.askLine(title, "File", path, "Save", then) },
		Folder:  filepath.Dir(w.path),
	})
}

// registerOptions are the entries of the register for a mention's label, those
// of its name first, but for those that the article has an entity of.
func (w *workspace) registerOptions(doc *annotate.Document, m *annotate.Mention) options {
	here := map[*annotate.Registered]bool{}
	for _, e := range doc.Layer.Entities.All() {
		here[w.session.Known().Like(e)] = true
	}
	named := w.session.Known().Named(m.Label, doc.Text(m))
	entries := slices.DeleteFunc(w.session.Register(), func(r *annotate.Registered) bool { return r.Label != m.Label || here[r] })
	slices.SortStableFunc(entries, func(x, y *annotate.Registered) int {
		return cmp.Compare(b2i(slices.Contains(named, y)), b2i(slices.Contains(named, x)))
	})
	style := w.styles.Mention(m.Label)
	var all options
	for _, r := range entries {
		all = append(all, option{
			row:  ui.Row{Chip: ui.ChipData{Name: style.Short, Color: style.Entry.ID}, Title: r.Name, Detail: r.KB, Right: "register"},
			text: r.Name + " " + strings.Join(r.Aliases, " ") + " " + r.KB, run: func() { w.annotator.HangRegistered(r) },
		})
	}
	return all
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// askEditEntity asks for an entity's name, id in a knowledge base and aliases.
func (w *workspace) askEditEntity(e *annotate.Entity) {
	name, kb, aliases := ui.NewEntry("Name"), ui.NewEntry("Q42"), ui.NewMultiLineEntry("One a line")
	name.SetText(e.Name)
	kb.SetText(e.KB)
	aliases.SetText(strings.Join(e.Aliases(), "\n"))
	label := func(s string) fyne.CanvasObject { return ui.NewText(s, ui.Type{Tone: ui.Muted}) }
	known := w.session.Known().Like(e) != nil
	remember := ui.NewCheck("Remember it in the project's register, for other articles", known, nil)
	kb.OnChanged = func(s string) {
		if s != "" && !remember.Checked {
			remember.SetChecked(true)
		}
	}
	var sheet *ui.Sheet
	take := func() {
		if strings.TrimSpace(name.Text) == "" {
			return
		}
		var others []string
		for line := range strings.Lines(aliases.Text) {
			others = append(others, strings.TrimSpace(line))
		}
		sheet.Close()
		if now, ok := w.session.Document().Layer.Entities.Get(e.ID); ok {
			w.annotator.ChangeEntity(now, strings.TrimSpace(name.Text), strings.TrimSpace(kb.Text), others, remember.Checked)
		}
	}
	sheet = ui.ShowSheet(w.app.window, ui.SheetData{
		Title: "Entity " + e.Name, First: name,
		Body:    container.NewVBox(label("Name"), name, label("Id in a knowledge base"), kb, label("Also called"), aliases, remember),
		Primary: ui.Act{Label: "Change", Do: take, Stay: true}, Others: []ui.Act{{Label: "Cancel"}},
	})
}
