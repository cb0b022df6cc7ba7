// Package inspector is the pane beside the article: its events as cards, its
// entities, what is selected, and the notes.
package inspector

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/app/annotator"
	"galley/app/page"
	"galley/app/session"
	"galley/app/ui"
)

// Tab is one of the inspector's views.
type Tab int

// The tabs in order.
const (
	Events Tab = iota
	Entities
	Selection
	Notes
)

var tabNames = [...]string{"Events", "Entities", "Selection", "Notes"}

// Config is what the inspector works with.
type Config struct {
	Session   *session.Session
	Annotator *annotator.Annotator
	Styles    func() *page.Styles
	Hints     *ui.Hints
	Picked    func() annotate.ID     // what is selected in the article
	Show      func(annotate.Item)    // shows an annotation in the article
	AddNote   func()                 // asks for a note
	Reply     func(*annotate.Note)   // asks for an answer to a note
	Relabel   func(annotate.Item)    // asks for another label
	NewEvent  func()                 // asks for the type of an event without trigger
	Edit      func(*annotate.Entity) // asks for another name, id and aliases
	Merge     func(*annotate.Entity) // asks for the entity that it goes over to
	MergeInto func(gone, into *annotate.Entity)
	Relate    func(annotate.Item)         // begins a relation at an annotation
	Value     func()                      // asks for a value for the armed slot
	KeyOf     func(command string) string // the key that a command has, for hints

	details func(annotate.Item) // shows an annotation and its attributes
}

// Inspector is the pane.
type Inspector struct {
	cfg   Config
	tab   Tab
	tabs  [4]*ui.Button
	views [4]view
	body  *fyne.Container
	root  *fyne.Container

	line   *fyne.Container // what would become of what is dragged
	ringed *target
}

// view is what a tab shows.
type view interface {
	object() fyne.CanvasObject
	refresh()                  // something changed; only called while the view is shown
	count() (n int, warn bool) // for the tab's name; negative for none
}

// New makes the pane.
func New(cfg Config) *Inspector {
	in := &Inspector{}
	cfg.details = func(item annotate.Item) {
		cfg.Show(item)
		in.Open(Selection)
	}
	in.cfg = cfg
	in.views = [4]view{newEventsView(cfg), newEntitiesView(cfg), newSelectionView(cfg), newNotesView(cfg)}
	row := container.NewGridWithColumns(4)
	for i := range in.tabs {
		in.tabs[i] = ui.NewButton(tabNames[i], ui.Quiet, func() { in.Open(Tab(i)) })
		row.Add(in.tabs[i])
	}
	in.body, in.line = container.NewStack(), container.NewStack()
	in.root = container.NewBorder(row, nil, nil, nil, in.body, container.NewBorder(nil, in.line, nil, nil))
	entities := in.views[Entities].(*entitiesView)
	entities.list.OnDrag = func(i int, at fyne.Position) { in.Carry(entities.rows.all[i], at) }
	entities.list.OnDrop = func(i int, at fyne.Position) { in.Drop(entities.rows.all[i], at) }
	in.Open(Events)
	return in
}

// Object is what the pane shows.
func (in *Inspector) Object() fyne.CanvasObject { return in.root }

// Focusable is what takes the keyboard when the pane is entered.
func (in *Inspector) Focusable() fyne.Focusable {
	if v := in.views[Entities].(*entitiesView); in.tab == Entities && len(v.rows.all) > 0 {
		v.list.SetCurrent(max(0, v.list.Current()))
		return v.list
	}
	return in.tabs[in.tab]
}

// Entity is the current row of the list of entities while that has the keyboard, or nil.
func (in *Inspector) Entity(focused fyne.Focusable) *annotate.Entity {
	v := in.views[Entities].(*entitiesView)
	if focused != fyne.Focusable(v.list) {
		return nil
	}
	return v.current()
}

// Tab is the view that is open.
func (in *Inspector) Tab() Tab { return in.tab }

// Open shows a tab.
func (in *Inspector) Open(tab Tab) {
	in.tab = tab
	in.body.Objects = []fyne.CanvasObject{in.views[tab].object()}
	in.Refresh()
	in.body.Refresh()
}

// Refresh shows what is true now.
func (in *Inspector) Refresh() {
	for i, b := range in.tabs {
		name := tabNames[i]
		if n, _ := in.views[i].count(); n >= 0 {
			name = fmt.Sprintf("%s %d", name, n)
		}
		kind := ui.Quiet
		if Tab(i) == in.tab {
			kind = ui.Normal
		}
		b.SetKind(kind)
		b.SetLabel(name)
	}
	in.views[in.tab].refresh()
}

// quoted is a text as a card's head shows it.
func quoted(s string) string { return "“" + ui.CutMiddle(s, 40) + "”" }

// chip is the chip of an annotation's label.
func chip(styles *page.Styles, item annotate.Item) ui.ChipData {
	label := annotate.LabelOf(item)
	if _, ok := item.(*annotate.Event); ok {
		s := styles.Event(label)
		return ui.ChipData{Name: s.Short, Color: s.Entry.ID, Trigger: true}
	}
	s := styles.Mention(label)
	return ui.ChipData{Name: s.Short, Color: s.Entry.ID}
}

// pill is an annotation as the filler of a slot.
func pill(doc *annotate.Document, styles *page.Styles, item annotate.Item) ui.PillData {
	text := doc.Text(item)
	return ui.PillData{
		ID: string(item.ItemID()), Text: text, Color: chip(styles, item).Color,
		Hint: ui.Hint{Title: text, Line: annotate.LabelOf(item)},
	}
}
