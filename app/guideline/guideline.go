// Package guideline is the pane beside the article with the project's
// guideline: its sections, a search over them, and the text of one.
package guideline

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/annotate/source/decode"
	"galley/app/session"
	"galley/app/theme"
	"galley/app/ui"
)

// Config is what the pane works with.
type Config struct {
	Window  fyne.Window
	Session *session.Session
	Fail    func(error)
	Say     func(string)
	AskFile func(then func(path string))
	AskName func(title, path string, then func(path string))
	Folder  string // where it is saved unless something else is said
	Close   func()
}

// Pane shows the guideline.
type Pane struct {
	cfg      Config
	search   *ui.Entry
	list     *ui.RowList
	text     *container.Scroll
	root     *fyne.Container
	full     fyne.CanvasObject
	shown    *annotate.Guideline // what the sections are of
	sections []Section
	found    rows
	at       int // section whose text is shown
}

// New makes the pane.
func New(cfg Config) *Pane {
	p := &Pane{cfg: cfg, search: ui.NewEntry("Search the guideline"), at: -1, root: container.NewStack(), text: container.NewVScroll(container.NewVBox())}
	p.list = ui.NewRowList(theme.Of().Size.RowDense, p.found)
	p.list.OnCurrent = func(i int) { p.show(p.found.at[i]) }
	p.list.OnChosen = p.list.OnCurrent
	p.list.Keys = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyEscape {
			cfg.Close()
			return true
		}
		return false
	}
	p.search.OnChanged = func(string) { p.find() }
	p.search.Keys = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyEscape && p.search.Text == "" {
			cfg.Close()
			return true
		}
		return e.Name != fyne.KeyEscape && e.Name != fyne.KeyHome && e.Name != fyne.KeyEnd && p.list.Key(e.Name)
	}
	var menu *ui.Button
	menu = ui.NewMarkButton(ui.More, "Load, save, change", func() { p.showMenu(menu) })
	head := container.NewBorder(nil, nil, ui.Middle(ui.NewText("Guideline", ui.Type{Bold: true})),
		container.NewHBox(menu, ui.NewMarkButton(ui.Close, "Close", cfg.Close)))
	const outline = 7
	p.full = container.NewBorder(container.NewPadded(container.NewVBox(head, p.search, ui.Tall(outline, p.list))), nil, nil, nil, container.NewPadded(p.text))
	p.Refresh()
	return p
}

// Object is what the pane shows.
func (p *Pane) Object() fyne.CanvasObject { return p.root }

// Focusable is what takes the keyboard when the pane is entered; nil while
// there is no guideline.
func (p *Pane) Focusable() fyne.Focusable {
	if p.sections == nil {
		return nil
	}
	return p.search
}

// Refresh shows the guideline as it is now.
func (p *Pane) Refresh() {
	g := p.cfg.Session.Guideline()
	if g == p.shown && len(p.root.Objects) > 0 {
		return
	}
	p.shown, p.sections = g, nil
	if g == nil || strings.TrimSpace(g.Text) == "" {
		empty := ui.NewEmpty("There is no guideline yet. Load a Markdown file that says how to decide, or write one here.", "Load a file...", p.askLoad)
		write := container.NewCenter(ui.NewButton("Write one...", ui.Normal, func() { p.edit(0, len(p.document())) }))
		p.root.Objects = []fyne.CanvasObject{container.NewBorder(nil, container.NewPadded(write), nil, nil, empty)}
		p.root.Refresh()
		return
	}
	p.sections = Sections(g.Text)
	p.root.Objects = []fyne.CanvasObject{p.full}
	p.root.Refresh()
	p.find()
}

// About shows the section that tells of a label, if one does.
func (p *Pane) About(label string) {
	if i := About(p.sections, label); i >= 0 {
		p.search.SetText("")
		p.list.SetCurrent(i)
		p.show(i)
	}
}

func (p *Pane) document() string {
	if g := p.cfg.Session.Guideline(); g != nil {
		return g.Text
	}
	return ""
}

// find lists the sections that hold what is searched.
func (p *Pane) find() {
	p.found = newRows(p.sections, p.search.Text)
	p.list.SetRows(p.found)
	switch {
	case len(p.found.at) == 0:
		p.at = -1
		p.set(ui.NewText("Not found in the guideline.", ui.Type{Tone: ui.Muted}))
	default:
		i := max(0, p.list.Current())
		p.list.SetCurrent(i)
		p.show(p.found.at[i])
	}
}

// show shows the text of a section.
func (p *Pane) show(i int) {
	p.at = i
	s := p.sections[i]
	var parts []fyne.CanvasObject
	if s.Title != "" {
		parts = append(parts, ui.NewParagraph(s.Title, ui.Type{Bold: true, Size: theme.Of().Type.UI.Subheading}))
	}
	for _, piece := range pieces(s.Body) {
		text := widget.NewRichTextFromMarkdown(piece)
		text.Wrapping = fyne.TextWrapWord
		parts = append(parts, text)
	}
	p.set(parts...)
}

func (p *Pane) set(parts ...fyne.CanvasObject) {
	p.text.Content = container.NewVBox(parts...)
	p.text.Offset = fyne.Position{}
	p.text.Refresh()
}

// pieces cuts Markdown at blank lines into parts of at most some thousand bytes,
// since the toolkit's time for a text grows with the square of its length. What
// stands between fences stays together.
func pieces(body string) []string {
	const enough = 1500
	var out []string
	var b strings.Builder
	fenced := false
	for line := range strings.Lines(body) {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "```") {
			fenced = !fenced
		}
		if strings.TrimSpace(line) == "" && !fenced && b.Len() > enough {
			out = append(out, b.String())
			b.Reset()
			continue
		}
		b.WriteString(line)
	}
	return append(out, b.String())
}

func (p *Pane) showMenu(at fyne.CanvasObject) {
	items := []*fyne.MenuItem{fyne.NewMenuItem("Load from a file...", p.askLoad)}
	if g := p.cfg.Session.Guideline(); g != nil {
		items = append(items, fyne.NewMenuItem("Save as a file...", p.askSave))
		if p.at >= 0 {
			s := p.sections[p.at]
			items = append(items, fyne.NewMenuItem("Change this section...", func() { p.edit(s.Start, s.End) }),
				fyne.NewMenuItem("Add a section...", func() { p.edit(len(g.Text), len(g.Text)) }))
		}
	}
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject(at).AddXY(0, at.Size().Height)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), p.cfg.Window.Canvas(), place)
}

// put makes text the guideline, as one act.
func (p *Pane) put(title, text, name string) {
	old := p.cfg.Session.Guideline()
	edit := annotate.Edit{After: &annotate.Guideline{Text: text, Name: name}}
	if old != nil {
		edit.Before = old
	}
	if err := p.cfg.Session.Do(title, []annotate.Edit{edit}); err != nil {
		p.cfg.Fail(err)
	}
	p.Refresh()
}

func (p *Pane) askLoad() {
	p.cfg.AskFile(func(path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			p.cfg.Fail(fmt.Errorf("reading the guideline: %w", err))
			return
		}
		text, _, err := decode.Bytes(data)
		if err != nil {
			p.cfg.Fail(fmt.Errorf("reading the guideline from %s: %w", filepath.Base(path), err))
			return
		}
		p.put("load the guideline "+filepath.Base(path), text, filepath.Base(path))
	})
}

func (p *Pane) askSave() {
	g := p.cfg.Session.Guideline()
	name := g.Name
	if name == "" {
		name = "guideline.md"
	}
	p.cfg.AskName("Save the guideline", filepath.Join(p.cfg.Folder, name), func(path string) {
		if err := os.WriteFile(path, []byte(g.Text), 0o666); err != nil {
			p.cfg.Fail(fmt.Errorf("saving the guideline: %w", err))
			return
		}
		p.cfg.Say("Saved the guideline as " + path + ".")
	})
}

// edit asks for other Markdown in the place of a part of the document.
func (p *Pane) edit(start, end int) {
	before := p.document()
	entry := ui.NewMultiLineEntry("# Heading\n\nWhat to do, with examples.")
	entry.SetText(before[start:end])
	name := ""
	if g := p.cfg.Session.Guideline(); g != nil {
		name = g.Name
	}
	const lines = 14
	var sheet *ui.Sheet
	take := func() {
		text := entry.Text
		if text != "" && !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		if start > 0 && !strings.HasSuffix(before[:start], "\n") {
			text = "\n" + text
		}
		sheet.Close()
		if text != before[start:end] {
			p.put("change the guideline", before[:start]+text+before[end:], name)
		}
	}
	sheet = ui.ShowSheet(p.cfg.Window, ui.SheetData{
		Title: "Guideline, in Markdown", Wide: true, First: entry, Body: ui.Tall(lines, entry),
		Primary: ui.Act{Label: "Change", Do: take, Stay: true}, Others: []ui.Act{{Label: "Cancel"}},
	})
}

// rows are the sections that were found.
type rows struct {
	sections []Section
	at       []int    // places in sections
	snippets []string // where what was searched stands in the body
}

func newRows(sections []Section, query string) rows {
	r := rows{sections: sections}
	query = strings.ToLower(strings.TrimSpace(query))
	for i, s := range sections {
		body := strings.ToLower(s.Body)
		switch at := strings.Index(body, query); {
		case query == "":
			r.add(i, "")
		case at >= 0 && len(body) == len(s.Body): // else small letters are longer, and the place is another
			r.add(i, snippet(s.Body, at))
		case at >= 0 || strings.Contains(strings.ToLower(s.Title), query):
			r.add(i, "")
		}
	}
	return r
}

func (r *rows) add(i int, snippet string) {
	r.at, r.snippets = append(r.at, i), append(r.snippets, snippet)
}

// snippet is the line that holds an offset, from a little before it.
func snippet(body string, at int) string {
	start := strings.LastIndexByte(body[:at], '\n') + 1
	const before = 24
	for i := range body[start:at] {
		if at-start-i <= before {
			start += i
			break
		}
	}
	line, _, _ := strings.Cut(body[start:], "\n")
	return strings.NewReplacer("*", "", "`", "").Replace(line) // a row shows no other type
}

// Len implements ui.Rows.
func (r rows) Len() int { return len(r.at) }

// ID implements ui.Rows.
func (r rows) ID(i int) string { return fmt.Sprint(r.at[i]) }

// Row implements ui.Rows.
func (r rows) Row(i int) ui.Row {
	s := r.sections[r.at[i]]
	title := s.Title
	if title == "" {
		title = "Beginning"
	}
	return ui.Row{Title: strings.Repeat("   ", max(0, s.Level-1)) + title, Detail: r.snippets[i]}
}
