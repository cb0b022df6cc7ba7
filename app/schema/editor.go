// Package schema is the page on which a project's schema is read and changed:
// a tree of its types, a form for the one that is chosen, and beside it what the
// type looks like. What is typed is a draft until it is saved as one act; what
// annotations have to follow is shown before it is done.
package schema

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/reschema"
	"galley/app/job"
	"galley/app/page"
	"galley/app/session"
	"galley/app/theme"
	"galley/app/ui"
)

// Config is what the page works with. The functions are called on the window's goroutine.
type Config struct {
	Window  fyne.Window
	Session *session.Session
	Store   reschema.Corpus
	Kit     *page.Kit
	Hints   *ui.Hints
	Post    func(func())
	Run     func(name string, work func(context.Context, job.Progress) error)
	Timer   ui.Timer
	Done    func(text string) // tells of an act, which can be undone
	Say     func(string)
	Fail    func(error)
	// Choose lets one of rows be chosen by typing.
	Choose func(placeholder string, rows []ui.Row, then func(int))
	// AskFile asks for a file to read, AskName for a name to write to.
	AskFile func(then func(path string))
	AskName func(title, path string, then func(path string))
	Folder  string // where a schema is written unless something else is said
	Close   func() // leaves the page
	// Draft is what was kept of an earlier session; Keep keeps what is typed, in
	// a form of its own, or nothing when everything is saved.
	Draft string
	Keep  func(draft string)
}

// Editor is the page.
type Editor struct {
	cfg    Config
	draft  *draft
	styles *page.Styles
	counts reschema.Counts // nil until they are counted
	turn   int             // counts the questions about the project: an answer to an older one is dropped
	folded map[string]bool
	at     node

	tree   *ui.RowList
	find   *ui.Entry
	shown  rows
	head   *fyne.Container
	form   *container.Scroll
	foot   *fyne.Container
	side   *container.Scroll
	stop   func()   // stops the keeping of the draft that is to come
	fields []*field // of the form that is shown
	first  fyne.Focusable
	middle *fyne.Container
	page   *fyne.Container
}

// Widths of the tree and of the preview in dp.
const (
	treeWidth = 280
	sideWidth = 320
)

// New makes the page of the session's schema.
func New(cfg Config) *Editor {
	e := &Editor{cfg: cfg, folded: map[string]bool{}, at: node{heading: wholeSchema}}
	e.draft = restored(cfg.Session.Schema(), cfg.Draft)
	e.find = ui.NewEntry("Find a label")
	e.tree = ui.NewRowList(theme.Of().Size.RowDense, e.shown)
	e.tree.Hints = cfg.Hints
	e.tree.TypeAhead = true
	e.tree.OnCurrent = func(i int) { e.choose(e.shown.all[i]) }
	e.tree.OnChosen = e.chosen
	e.find.OnChanged = func(text string) {
		e.refreshTree()
		if text != "" {
			e.show(0)
		}
	}
	e.find.Keys = func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeyEscape && e.find.Text != "" {
			e.find.SetText("")
			return true
		}
		return k.Name != fyne.KeyEscape && k.Name != fyne.KeyHome && k.Name != fyne.KeyEnd && e.tree.Key(k.Name)
	}
	e.head, e.foot = container.NewStack(), container.NewStack()
	e.form, e.side = container.NewVScroll(container.NewVBox()), container.NewVScroll(container.NewVBox())
	add := container.NewGridWithColumns(2,
		ui.NewButton("+ Entity type", ui.Normal, func() { e.add(reschema.Entity) }), ui.NewButton("+ Event type", ui.Normal, func() { e.add(reschema.Event) }),
		ui.NewButton("+ Relation", ui.Normal, func() { e.add(reschema.Relation) }), ui.NewButton("+ Label of article", ui.Normal, func() { e.add(reschema.Document) }))
	left := container.NewBorder(container.NewPadded(e.find), container.NewPadded(add), nil, nil, e.tree)
	e.middle = container.NewBorder(nil, e.foot, nil, nil, e.form)
	panes := ui.NewPanes(left, e.middle, e.side, treeWidth, sideWidth)
	e.page = container.NewBorder(e.head, nil, nil, nil, panes)
	e.show(0)
	return e
}

// Object is what the page shows.
func (e *Editor) Object() fyne.CanvasObject { return e.page }

// Focusable is what takes the keyboard when the page is entered.
func (e *Editor) Focusable() fyne.Focusable { return e.tree }

// NextPane moves the keyboard between the tree, the form and the search field.
func (e *Editor) NextPane(step int) {
	stops := []fyne.Focusable{e.tree, e.first, e.find}
	at := 0
	focused := e.cfg.Window.Canvas().Focused()
	switch focused {
	case fyne.Focusable(e.tree):
	case fyne.Focusable(e.find):
		at = 2
	default:
		at = 1
	}
	next := stops[(at+step+len(stops))%len(stops)]
	if next == nil {
		next = e.tree
	}
	e.cfg.Window.Canvas().Focus(next)
}

// Enter shows a thing of the schema and counts anew how often each is used.
func (e *Editor) Enter(label string) {
	e.Refresh()
	for i, n := range e.shown.all {
		if n.name.Part != "" && n.name.Label == label {
			e.show(i)
		}
	}
	e.count()
}

// Refresh takes over a schema that has come into force. A draft on an older one
// stays, and the head says so.
func (e *Editor) Refresh() {
	if s := e.cfg.Session.Schema(); s != e.draft.base && e.draft.unsaved() == 0 {
		e.draft = newDraft(s)
	}
	e.refreshTree()
	e.show(e.place(e.at))
}

// place is the row of a node, or that of the schema itself where it is gone.
func (e *Editor) place(n node) int {
	for i, x := range e.shown.all {
		if x.id() == n.id() {
			return i
		}
	}
	return 0
}

// refreshTree lists the things of the draft that are looked for.
func (e *Editor) refreshTree() {
	e.styles = page.NewStyles(e.draft.now, theme.Of().Tokens)
	all := nodes(e.draft.now, e.folded)
	if query := strings.ToLower(strings.TrimSpace(e.find.Text)); query != "" {
		var found []node
		for _, n := range nodes(e.draft.now, nil) {
			words := ""
			if n.name.Part != "" {
				words, _, _ = saidOf(e.draft.now, n.name)
			}
			if n.name.Part != "" && strings.Contains(strings.ToLower(n.name.Label+" "+words), query) {
				found = append(found, n)
			}
		}
		all = found
	}
	wrong := map[string]bool{}
	for _, p := range e.draft.problems() {
		for _, n := range all {
			if n.name.Part != "" && isAt(p.place, placeOf(n.name)) {
				wrong[n.id()] = true
			}
		}
	}
	e.shown = rows{all, e.draft.now, e.styles, e.counts, wrong}
	e.tree.SetRows(e.shown)
	e.showHead()
}

// chosen is Enter or a click on a row: it folds a section, or goes to the form.
func (e *Editor) chosen(i int) {
	if n := e.shown.all[i]; n.name.Part == "" && n.heading != wholeSchema {
		e.folded[n.heading] = !e.folded[n.heading]
		e.refreshTree()
		return
	}
	if e.first != nil {
		e.cfg.Window.Canvas().Focus(e.first)
	}
}

// show makes a row the current one and shows its form.
func (e *Editor) show(i int) {
	if len(e.shown.all) == 0 {
		e.refreshTree()
	}
	if i >= len(e.shown.all) {
		return
	}
	e.tree.SetCurrent(i)
	e.choose(e.shown.all[i])
}

// choose shows the form of a node.
func (e *Editor) choose(n node) {
	e.at = n
	e.fields, e.first = nil, nil
	e.form.Content = spaced(e.formOf(n))
	e.form.Offset = fyne.Position{}
	e.form.Refresh()
	e.showFoot()
	e.changed()
}

// edit changes the draft from the form that is shown, which stays as it is.
func (e *Editor) edit(change func(*annotate.Schema)) {
	e.draft.edit(e.at.subject(), change)
	e.keep()
	e.changed()
}

// rest is how long typing must rest before the draft is kept.
const rest = 500 * time.Millisecond

// keep keeps the draft over the end of the program, however it comes.
func (e *Editor) keep() {
	if e.stop != nil {
		e.stop()
	}
	e.stop = e.cfg.Timer(rest, func() { e.cfg.Keep(e.draft.encode()) })
}

// subject is how to call what a node stands for in the title of an act.
func (n node) subject() string {
	if n.name.Part == "" {
		return "what holds for all"
	}
	return n.name.Label
}

// changed shows everything but the form anew.
func (e *Editor) changed() {
	e.refreshTree()
	e.showProblems()
	e.showSide()
}

// again shows the form anew: it has other rows.
func (e *Editor) again() {
	offset := e.form.Offset
	e.refreshTree()
	e.show(e.place(e.at))
	e.form.ScrollToOffset(offset)
}

// add makes a new type in the draft and shows it.
func (e *Editor) add(part reschema.Part) {
	n := reschema.TypeName(part, "")
	n.Label = fresh("NEW", func(label string) bool {
		return e.draft.now.Entity(label) != nil || e.draft.now.Event(label) != nil || n.Beside(label).Exists(e.draft.now)
	})
	e.draft.edit(n.Label, func(s *annotate.Schema) {
		anything := []string{"*"}
		switch part {
		case reschema.Entity:
			s.Entities = append(s.Entities, annotate.EntityType{Type: annotate.Type{Label: n.Label}})
		case reschema.Event:
			t := annotate.EventType{Type: annotate.Type{Label: n.Label}, Roles: []annotate.Role{}}
			if at := s.Event(e.at.name.Label); e.at.name.Part == reschema.Event && at != nil {
				t.Group = at.Group
			}
			s.Events = append(s.Events, t)
		case reschema.Relation:
			s.Relations = append(s.Relations, annotate.RelationType{Label: n.Label, From: anything, To: anything})
		case reschema.Document:
			s.DocumentAttributes = append(s.DocumentAttributes, annotate.AttributeType{Name: n.Label, Type: "text"})
		}
	})
	e.keep()
	clear(e.folded)
	e.find.SetText("")
	e.refreshTree()
	e.show(e.place(node{name: n}))
	if e.first != nil {
		e.cfg.Window.Canvas().Focus(e.first)
	}
}

// showHead says which version is shown and what is not saved.
func (e *Editor) showHead() {
	version := fmt.Sprintf("version %d", e.draft.base.Revision)
	n := e.draft.unsaved()
	save := ui.NewButton("Save", ui.Primary, e.Save)
	discard := ui.NewButton("Discard", ui.Normal, e.discard)
	if n > 0 {
		version = fmt.Sprintf("version %d -> %d (unsaved %d)", e.draft.base.Revision, e.draft.base.Revision+1, n)
	} else {
		save.Disable()
		discard.Disable()
	}
	if len(e.draft.problems()) > 0 {
		save.Disable()
	}
	title := container.NewHBox(ui.Middle(ui.NewText("Schema", ui.Type{Bold: true})), ui.Middle(ui.NewText(e.draft.now.Name, ui.Type{Tone: ui.Muted})))
	acts := container.NewHBox(ui.Middle(ui.NewText(version, ui.Type{Tone: ui.Muted})), discard, save,
		ui.NewButton("Import...", ui.Normal, e.askImport), ui.NewButton("Export...", ui.Normal, e.askExport), ui.NewButton("Close  Esc", ui.Normal, e.cfg.Close))
	objects := []fyne.CanvasObject{container.NewPadded(container.NewBorder(nil, nil, container.NewPadded(title), acts)), widget.NewSeparator()}
	if e.draft.base != e.cfg.Session.Schema() {
		objects = append(objects, ui.NewStrip("The schema has changed since you began. Discard your changes to see it as it is now.", "Discard", true, e.discard))
	}
	e.head.Objects = []fyne.CanvasObject{container.NewVBox(objects...)}
	e.head.Refresh()
	e.page.Refresh() // it may have become higher
}

// showFoot says how often what is chosen is used, and what can be done to it.
func (e *Editor) showFoot() {
	e.foot.Objects = []fyne.CanvasObject{e.footOf(e.at)}
	e.middle.Refresh()
}

// spaced puts room round what a pane shows.
func spaced(o fyne.CanvasObject) fyne.CanvasObject {
	m := theme.Of().Space.M
	return container.New(layout.NewCustomPaddedLayout(m, m, m, m), o)
}

func (e *Editor) discard() {
	e.draft = newDraft(e.cfg.Session.Schema())
	e.keep()
	e.refreshTree()
	e.show(e.place(e.at))
}

// count counts how often everything is used, in the background.
func (e *Editor) count() {
	e.turn++
	turn, schema := e.turn, e.cfg.Session.Schema()
	e.cfg.Session.WhenSaved(func() {
		e.cfg.Run("Count what the schema is used for", func(ctx context.Context, progress job.Progress) error {
			counts, err := reschema.CountUses(ctx, e.cfg.Store, schema, progress)
			e.cfg.Post(func() {
				if turn != e.turn || err != nil {
					return
				}
				e.counts = counts
				e.refreshTree()
				e.showFoot()
			})
			return err
		})
	})
}

// Unsaved is how many changes are not in force yet.
func (e *Editor) Unsaved() int { return e.draft.unsaved() }

// Save puts the draft into force.
func (e *Editor) Save() {
	switch {
	case e.draft.unsaved() == 0:
		e.cfg.Say("Nothing was changed.")
	case e.draft.base != e.cfg.Session.Schema():
		e.cfg.Say("The schema has changed since you began: discard your changes first.")
	default:
		plan, err := e.draft.plan()
		if err != nil {
			e.cfg.Fail(err)
			return
		}
		e.act(plan, plan.Schema())
	}
}

// act commits what a plan comes to, and tells of it.
func (e *Editor) act(plan *reschema.Plan, edits []annotate.Edit) {
	title := plan.Title()
	draft := e.draft
	e.draft = newDraft(plan.After) // it hears of the act before the act is through
	if err := e.cfg.Session.Do(title, edits); err != nil {
		e.draft = draft
		e.cfg.Fail(err)
		return
	}
	e.keep()
	if len(edits) > large {
		e.showWriting(title)
	}
	e.Refresh()
	e.cfg.Done(fmt.Sprintf("Schema version %d: %s.", plan.After.Revision, title))
	e.count()
}

// large is from how many edits it takes a while until an act is on disk.
const large = 2000

// showWriting shows among the jobs that an act is being written.
func (e *Editor) showWriting(title string) {
	saved := make(chan struct{})
	e.cfg.Session.WhenSaved(func() { close(saved) })
	e.cfg.Run("Save: "+title, func(ctx context.Context, _ job.Progress) error {
		select {
		case <-saved:
		case <-ctx.Done(): // only the watching ends: the act is done
		}
		return nil
	})
}

func (e *Editor) askExport() {
	name := strings.ReplaceAll(string(e.draft.now.ID), "/", "-") + ".schema.json"
	e.cfg.AskName("Export the schema", filepath.Join(e.cfg.Folder, name), func(path string) {
		if err := os.WriteFile(path, e.draft.now.Encode(), 0o666); err != nil {
			e.cfg.Fail(fmt.Errorf("writing the schema: %w", err))
			return
		}
		e.cfg.Say("Saved the schema as " + path + ".")
	})
}

// askImport adds to the draft what a schema file has and the draft lacks, and
// takes over what it says of types that both have.
func (e *Editor) askImport() {
	e.cfg.AskFile(func(path string) {
		other, err := exchange.ReadSchema(path)
		if err != nil {
			e.cfg.Fail(err)
			return
		}
		merged := reschema.Union(e.draft.now, other)
		e.draft.edit("what "+filepath.Base(path)+" says", func(s *annotate.Schema) { *s = *merged })
		e.keep()
		e.Refresh()
		e.cfg.Say("Took over " + filepath.Base(path) + ". Look it over, then save it.")
	})
}
