package inspector

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/app/ui"
)

// notesView shows the remarks and questions on the article.
type notesView struct {
	cfg   Config
	all   bool // resolved ones too
	root  *fyne.Container
	shown string
}

func newNotesView(cfg Config) *notesView { return &notesView{cfg: cfg, root: container.NewStack()} }

func (v *notesView) object() fyne.CanvasObject { return v.root }

func (v *notesView) count() (int, bool) {
	doc := v.cfg.Session.Document()
	if doc == nil {
		return -1, false
	}
	open := 0
	for _, n := range doc.Layer.Notes.All() {
		if n.State == annotate.NoteOpen {
			open++
		}
	}
	return open, false
}

func (v *notesView) refresh() {
	doc := v.cfg.Session.Document()
	if doc == nil {
		v.root.Objects, v.shown = nil, ""
		v.root.Refresh()
		return
	}
	state := fmt.Sprintf("%s %v %v", doc.Article.ID, v.all, doc.Layer.Notes.All())
	if state == v.shown {
		return
	}
	v.shown = state
	column := container.NewVBox()
	for _, n := range doc.Layer.Notes.All() {
		if v.all || n.State == annotate.NoteOpen {
			column.Add(v.note(doc, n))
		}
	}
	add := func() *ui.Button { return ui.NewButton("Add note", ui.Normal, v.cfg.AddNote) }
	switch {
	case doc.Layer.Notes.Len() == 0:
		v.root.Objects = []fyne.CanvasObject{ui.NewEmpty("Nothing is open.", "Add note", v.cfg.AddNote)}
	default:
		filter := ui.NewCheck("resolved too", v.all, func(on bool) { v.all = on; v.refresh() })
		v.root.Objects = []fyne.CanvasObject{container.NewBorder(
			container.NewPadded(container.NewBorder(nil, nil, filter, add())), nil, nil, nil,
			container.NewVScroll(container.NewPadded(column)))}
	}
	v.root.Refresh()
}

// note is the card of a note.
func (v *notesView) note(doc *annotate.Document, n *annotate.Note) fyne.CanvasObject {
	title := "Note"
	if n.Type != "" {
		title = strings.ToUpper(n.Type[:1]) + n.Type[1:]
	}
	if on := doc.Layer.Find(n.On); on != nil {
		title += " on " + quoted(doc.Text(on))
	} else if len(n.Spans) > 0 {
		title += " on " + quoted(doc.SpansText(n.Spans))
	}
	card := ui.NewCard(ui.CardHead{Title: title})
	text := widget.NewLabel(n.Text)
	text.Wrapping = fyne.TextWrapWord
	act := "Resolve"
	if n.State == annotate.NoteResolved {
		act = "Open again"
	}
	card.OnTapped = func() {
		if on := doc.Layer.Find(n.On); on != nil {
			v.cfg.Show(on)
		} else {
			v.cfg.Show(n)
		}
	}
	card.SetRows(text, container.NewPadded(container.NewHBox(
		ui.NewButton(act, ui.Normal, func() { v.cfg.Annotator.ResolveNote(n) }),
		ui.NewButton("Delete", ui.Quiet, func() { v.cfg.Annotator.DeleteItem(n) }))))
	return card
}
