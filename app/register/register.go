// Package register is the sheet that lists the project's register of actors,
// places and things: to add, change and delete entries, and to take them from
// and give them out as a table.
package register

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/register"
	"galley/app/session"
	"galley/app/theme"
	"galley/app/ui"
)

// Config is what the sheet works with.
type Config struct {
	Window  fyne.Window
	Session *session.Session
	Hints   *ui.Hints
	Chip    func(label string) ui.ChipData
	Fail    func(error)
	// AskFile asks for a file to read, AskName for a name to write to.
	AskFile func(then func(path string))
	AskName func(title, path string, then func(path string))
	Folder  string // where a table is written unless something else is said
}

// Register is the open sheet.
type Register struct {
	cfg    Config
	sheet  *ui.Sheet
	search *ui.Entry
	list   *ui.RowList
	body   *fyne.Container
	answer *fyne.Container // what came of a table
	found  rows
}

// Show opens the sheet.
func Show(cfg Config) *Register {
	r := &Register{cfg: cfg, search: ui.NewEntry("Name, alias or id"), answer: container.NewStack(), body: container.NewStack()}
	r.list = ui.NewRowList(theme.Of().Size.Row, r.found)
	r.list.Hints = cfg.Hints
	r.list.OnChosen = func(i int) { r.change(r.found.all[i]) }
	r.list.Keys = func(e *fyne.KeyEvent) bool {
		if e.Name != fyne.KeyDelete && e.Name != fyne.KeyBackspace {
			return false
		}
		r.delete()
		return true
	}
	r.search.OnChanged = func(string) { r.refresh() }
	r.search.Keys = func(e *fyne.KeyEvent) bool {
		return e.Name != fyne.KeyEscape && e.Name != fyne.KeyHome && e.Name != fyne.KeyEnd && r.list.Key(e.Name)
	}
	acts := container.NewHBox(
		ui.NewButton("Add...", ui.Normal, func() { r.change(nil) }),
		ui.NewButton("Change...  Enter", ui.Normal, r.changeCurrent),
		ui.NewButton("Delete  Delete", ui.Normal, r.delete))
	r.sheet = ui.ShowSheet(cfg.Window, ui.SheetData{
		Title: "Register of actors, places and things", Wide: true, First: r.search,
		Body:    container.NewBorder(r.search, container.NewVBox(r.answer, acts), nil, nil, ui.Tall(14, r.body)),
		Primary: ui.Act{Label: "Close"},
		Others:  []ui.Act{{Label: "Import CSV...", Do: r.askImport, Stay: true}, {Label: "Export CSV...", Do: r.askExport, Stay: true}},
	})
	r.refresh()
	return r
}

// refresh lists the entries that are looked for.
func (r *Register) refresh() {
	all := r.cfg.Session.Register()
	r.found = newRows(all, r.cfg.Chip, r.search.Text)
	r.list.SetRows(r.found)
	switch {
	case len(all) == 0:
		r.body.Objects = []fyne.CanvasObject{ui.NewEmpty("Nobody is remembered yet. Give an entity an id or other names, or import a table with the columns label and name.", "", nil)}
	case r.found.Len() == 0:
		r.body.Objects = []fyne.CanvasObject{ui.NewEmpty("Nothing in the register is called so.", "Show all", func() { r.search.SetText("") })}
	default:
		r.body.Objects = []fyne.CanvasObject{r.list}
		if r.list.Current() < 0 {
			r.list.SetCurrent(0)
		}
	}
	r.body.Refresh()
}

func (r *Register) say(text string) {
	r.answer.Objects = []fyne.CanvasObject{ui.NewStrip(text, "", false, nil)}
	r.answer.Refresh()
}

// do makes edits of the register one act, and shows what is there then.
func (r *Register) do(title string, edits ...annotate.Edit) {
	if err := r.cfg.Session.Do(title, edits); err != nil {
		r.say(err.Error())
		return
	}
	r.refresh()
}

func (r *Register) current() *annotate.Registered {
	if i := r.list.Current(); i >= 0 && i < r.found.Len() {
		return r.found.all[i]
	}
	return nil
}

func (r *Register) changeCurrent() {
	if e := r.current(); e != nil {
		r.change(e)
	}
}

func (r *Register) delete() {
	if e := r.current(); e != nil {
		r.do("forget "+e.Name, annotate.Edit{Before: e})
		r.say(fmt.Sprintf("%s is no longer in the register; entities of articles keep their ids. Undo brings it back.", e.Name))
	}
}

// change asks for what an entry says; nil is a new one.
func (r *Register) change(old *annotate.Registered) {
	e := annotate.Registered{}
	title, act := "New entry", "Add"
	if old != nil {
		e, title, act = *old, "Entry "+old.Name, "Change"
	}
	var labels []string
	for _, t := range r.cfg.Session.Schema().Entities {
		if !t.Retired {
			labels = append(labels, t.Label)
		}
	}
	label := ui.NewSelect(labels, nil)
	label.Selected = e.Label
	if e.Label == "" && len(labels) > 0 {
		label.Selected = labels[0]
	}
	name, kb, note := ui.NewEntry("Name"), ui.NewEntry("Q42"), ui.NewEntry("")
	aliases := ui.NewMultiLineEntry("One a line")
	name.SetText(e.Name)
	kb.SetText(e.KB)
	note.SetText(e.Note)
	aliases.SetText(strings.Join(e.Aliases, "\n"))
	caption := func(s string) fyne.CanvasObject { return ui.NewText(s, ui.Type{Tone: ui.Muted}) }
	var sheet *ui.Sheet
	take := func() {
		now := e
		now.Label, now.Name = label.Selected, strings.TrimSpace(name.Text)
		now.KB, now.Note = strings.TrimSpace(kb.Text), strings.TrimSpace(note.Text)
		now.Aliases = nil
		for line := range strings.Lines(aliases.Text) {
			if line = strings.TrimSpace(line); line != "" {
				now.Aliases = append(now.Aliases, line)
			}
		}
		if now.Name == "" || now.Label == "" {
			return
		}
		sheet.Close()
		switch {
		case old == nil:
			now.ID = r.cfg.Session.NewID()
			r.do("remember "+now.Name, annotate.Edit{After: &now})
		case !annotate.Equal(old, &now):
			r.do("change "+old.Name+" in the register", annotate.Edit{Before: old, After: &now})
		}
	}
	sheet = ui.ShowSheet(r.cfg.Window, ui.SheetData{
		Title: title, First: name,
		Body: container.NewVBox(caption("Label"), label, caption("Name"), name, caption("Id in a knowledge base"), kb,
			caption("Also called"), aliases, caption("Remark"), note),
		Primary: ui.Act{Label: act, Do: take, Stay: true}, Others: []ui.Act{{Label: "Cancel"}},
	})
}

func (r *Register) askImport() {
	r.cfg.AskFile(func(path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			r.cfg.Fail(fmt.Errorf("reading the register: %w", err))
			return
		}
		rows, refused, err := register.Read(data, filepath.Base(path))
		if err != nil {
			r.cfg.Fail(err)
			return
		}
		taken := register.Take(r.cfg.Session.Register(), rows, r.cfg.Session.NewID)
		if len(taken.Edits) > 0 {
			r.do("import the register from "+filepath.Base(path), taken.Edits...)
		}
		r.say(result(taken, refused))
	})
}

// result tells what came of a table.
func result(t register.Taken, refused []format.Issue) string {
	s := fmt.Sprintf("%d new, %d with more names, %d as before.", t.New, t.Changed, t.Same)
	if len(refused) > 0 {
		s += fmt.Sprintf(" %d refused: %s: %s", len(refused), refused[0].Item, refused[0].Message)
	}
	return s
}

func (r *Register) askExport() {
	r.cfg.AskName("Export the register", filepath.Join(r.cfg.Folder, "register.csv"), func(path string) {
		var b bytes.Buffer
		err := register.Write(&b, r.cfg.Session.Register())
		if err == nil {
			err = os.WriteFile(path, b.Bytes(), 0o666)
		}
		if err != nil {
			r.cfg.Fail(fmt.Errorf("writing the register: %w", err))
			return
		}
		r.say(fmt.Sprintf("Saved %d entries as %s.", len(r.cfg.Session.Register()), path))
	})
}

// rows are the entries that were found.
type rows struct {
	all  []*annotate.Registered
	chip func(string) ui.ChipData
}

func newRows(entries []*annotate.Registered, chip func(string) ui.ChipData, query string) rows {
	out := rows{chip: chip}
	query = strings.ToLower(strings.TrimSpace(query))
	for _, e := range entries {
		if strings.Contains(strings.ToLower(e.Name+" "+strings.Join(e.Aliases, " ")+" "+e.KB), query) {
			out.all = append(out.all, e)
		}
	}
	return out
}

// Len implements ui.Rows.
func (r rows) Len() int { return len(r.all) }

// ID implements ui.Rows.
func (r rows) ID(i int) string { return string(r.all[i].ID) }

// Row implements ui.Rows.
func (r rows) Row(i int) ui.Row {
	e := r.all[i]
	aliases := strings.Join(e.Aliases, ", ")
	return ui.Row{
		Chip: r.chip(e.Label), Title: e.Name, Detail: aliases, Right: e.KB,
		Hint: ui.Hint{Title: e.Name, Line: strings.TrimSpace(e.Label + "  " + e.KB), More: strings.TrimSpace(aliases + "\n" + e.Note)},
	}
}
