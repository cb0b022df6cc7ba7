// Package keymap is the sheet that lists all commands with their keys, finds
// the command of a key, and binds other keys.
package keymap

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/app/command"
	"galley/app/theme"
	"galley/app/ui"
)

// Config is what the sheet works with.
type Config struct {
	Window   fyne.Window
	Commands *command.Registry
	Layout   command.Layout
	Changed  func()                  // the keys have changed: keep them
	Catch    func(func(command.Key)) // hands keys that the menu bar takes to a function; nil ends it
	Save     func(page string)       // keeps the list, an HTML page, in a file
	Closed   func()
}

// Map is the open sheet.
type Map struct {
	cfg    Config
	sheet  *ui.Sheet
	entry  *ui.Entry
	list   *ui.RowList
	catch  *catcher
	answer *fyne.Container // what was said of the last key, with a way on
	found  []command.Command
	byKey  *command.Key // lists what has this key; nil lists what is typed
}

// Show opens the sheet.
func Show(cfg Config) *Map {
	m := &Map{cfg: cfg, entry: ui.NewEntry("Command"), catch: newCatcher(cfg.Layout), answer: container.NewStack()}
	m.list = ui.NewRowList(theme.Of().Size.Row, rows{m})
	m.entry.OnChanged = func(string) { m.byKey = nil; m.search() }
	m.entry.Keys = func(e *fyne.KeyEvent) bool {
		return e.Name != fyne.KeyEscape && e.Name != fyne.KeyHome && e.Name != fyne.KeyEnd && m.list.Key(e.Name)
	}
	m.list.OnChosen = func(int) { m.askKey(false) }
	m.list.Keys = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyBackspace || e.Name == fyne.KeyDelete {
			m.reset()
			return true
		}
		return false
	}
	m.catch.Hide()
	top := container.NewBorder(nil, nil, nil, ui.NewButton("Find by key", ui.Normal, m.askFind), m.entry)
	acts := container.NewHBox(
		ui.NewButton("Other key  Enter", ui.Normal, func() { m.askKey(false) }),
		ui.NewButton("One more key", ui.Normal, func() { m.askKey(true) }),
		ui.NewButton("Reset  Backspace", ui.Normal, m.reset),
		ui.NewButton("Reset all", ui.Normal, m.resetAll))
	foot := container.NewVBox(container.NewStack(&fyne.Container{Layout: lineLayout{}}, m.answer, m.catch), acts)
	m.sheet = ui.ShowSheet(cfg.Window, ui.SheetData{
		Title: "Keys", Wide: true, First: m.entry,
		Body:    container.NewBorder(top, foot, nil, nil, ui.Tall(14, m.list)),
		Primary: ui.Act{Label: "Close", Do: m.closed}, Leave: m.closed,
		Others: []ui.Act{{Label: "Save as a page...", Stay: true, Do: func() { cfg.Save(Page(cfg.Commands)) }}},
	})
	m.search()
	return m
}

func (m *Map) closed() {
	m.cfg.Catch(nil)
	m.cfg.Closed()
}

// search lists the commands that are looked for.
func (m *Map) search() {
	m.found = nil
	for _, c := range m.cfg.Commands.All() {
		keys := m.cfg.Commands.Keys(c.ID)
		_, ok := command.Score(m.entry.Text, c.Title)
		if m.byKey != nil {
			ok = slices.Contains(keys, *m.byKey)
		}
		if ok {
			m.found = append(m.found, c)
		}
	}
	m.list.SetRows(rows{m})
	if m.list.Current() < 0 {
		m.list.SetCurrent(0)
	}
}

// say tells something below the list, with a way on if act has a name.
func (m *Map) say(text, act string, do func()) {
	m.answer.Objects = []fyne.CanvasObject{ui.NewStrip(text, act, act != "", do)}
	m.answer.Refresh()
}

// current is the command of the current row.
func (m *Map) current() (command.Command, bool) {
	if i := m.list.Current(); i >= 0 && i < len(m.found) {
		return m.found[i], true
	}
	return command.Command{}, false
}

// take asks for a key.
func (m *Map) take(text string, then func(command.Key)) {
	back := m.cfg.Window.Canvas().Focused()
	end := func() {
		m.cfg.Catch(nil)
		m.catch.Hide()
		m.cfg.Window.Canvas().Focus(back)
	}
	m.catch.leave = end
	m.catch.caught = func(k command.Key) {
		end()
		then(k)
	}
	m.answer.RemoveAll()
	m.cfg.Catch(m.catch.caught)
	m.catch.ask(text)
	m.cfg.Window.Canvas().Focus(m.catch)
}

// askFind lists the commands of the key that is pressed next.
func (m *Map) askFind() {
	m.take("Press the key to look for. Esc leaves.", func(k command.Key) {
		m.byKey = &k
		m.search()
		if len(m.found) == 0 {
			m.say(k.Label()+" is free.", "", nil)
			return
		}
		m.say("This has "+k.Label()+".", "", nil)
	})
}

// askKey binds the key that is pressed next to the current command.
func (m *Map) askKey(also bool) {
	c, ok := m.current()
	if !ok {
		return
	}
	m.take(fmt.Sprintf("Press the key for “%s”. Esc leaves.", c.Title), func(k command.Key) {
		if err := m.cfg.Commands.Allowed(c.ID, k); err != nil {
			m.say(err.Error(), "", nil)
			return
		}
		give := func() {
			m.cfg.Commands.Give(c.ID, k, also)
			m.changed(fmt.Sprintf("%s is “%s” now.", k.Label(), c.Title))
		}
		clashes := m.cfg.Commands.Clashes(c.ID, k)
		if len(clashes) == 0 {
			give()
			return
		}
		var names []string
		for _, other := range clashes {
			names = append(names, "“"+other.Title+"”")
		}
		m.say(fmt.Sprintf("%s is %s. It can become “%s”.", k.Label(), strings.Join(names, " and "), c.Title), "Move it", give)
	})
}

// reset gives the current command its default keys again. Another command that
// was given one of them since loses it.
func (m *Map) reset() {
	c, ok := m.current()
	if !ok {
		return
	}
	m.cfg.Commands.GiveBack(c.ID)
	m.changed(fmt.Sprintf("“%s” has its own keys again.", c.Title))
}

func (m *Map) resetAll() {
	m.cfg.Commands.Reset()
	m.changed("All commands have their own keys again.")
}

func (m *Map) changed(text string) {
	m.search()
	m.say(text, "", nil)
	m.cfg.Changed()
}

// rows are the commands as the list shows them.
type rows struct{ m *Map }

// Len implements ui.Rows.
func (r rows) Len() int { return len(r.m.found) }

// ID implements ui.Rows.
func (r rows) ID(i int) string { return r.m.found[i].ID }

// Row implements ui.Rows.
func (r rows) Row(i int) ui.Row {
	c := r.m.found[i]
	row := ui.Row{Title: c.Title, Detail: c.Where.String(), Right: labels(r.m.cfg.Commands.Keys(c.ID))}
	if r.m.cfg.Commands.Changed(c.ID) {
		row.Mark = ui.Dot
		row.Hint = ui.Hint{Title: c.Title, Line: "Changed; it was " + labels(c.Keys)}
	}
	return row
}

func labels(keys []command.Key) string {
	if len(keys) == 0 {
		return "no key"
	}
	var out []string
	for _, k := range keys {
		out = append(out, k.Label())
	}
	return strings.Join(out, "   ")
}

// Page is the list of all commands and keys as an HTML page to print.
func Page(r *command.Registry) string {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<meta charset=\"utf-8\">\n<title>Keys of Galley</title>\n<h1>Keys of Galley</h1>\n<table>\n<tr><th>Command<th>Keys<th>Where\n")
	for _, k := range command.SchemaKeys {
		fmt.Fprintf(&b, "<tr><td>%s<td>%s<td>article\n", html.EscapeString(k.Title), html.EscapeString(k.Keys))
	}
	for _, c := range r.All() {
		fmt.Fprintf(&b, "<tr><td>%s<td>%s<td>%s\n", html.EscapeString(c.Title), html.EscapeString(labels(r.Keys(c.ID))), c.Where)
	}
	b.WriteString("</table>\n")
	return b.String()
}
