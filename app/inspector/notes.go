package inspector

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/app/theme"
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
	for _, n := range doc.Layer.Threads() {
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
	for _, n := range doc.Layer.Threads() {
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

// note is the card of a note and its replies.
func (v *notesView) note(doc *annotate.Document, thread annotate.Thread) fyne.CanvasObject {
	n := thread.Note
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
	rows := []fyne.CanvasObject{v.said(n, "")}
	for _, r := range thread.Replies {
		rows = append(rows, v.said(r, "↳ "))
	}
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
	rows = append(rows, container.NewPadded(container.NewHBox(
		ui.NewButton(act, ui.Normal, func() { v.cfg.Annotator.ResolveNote(n) }),
		ui.NewButton("Reply", ui.Quiet, func() { v.cfg.Reply(n) }),
		ui.NewButton("Delete", ui.Quiet, func() { v.cfg.Annotator.DeleteItem(n) }))))
	card.SetRows(rows...)
	return card
}

// said is the text of a note with who said it and when, as far as that is known.
func (v *notesView) said(n *annotate.Note, sign string) fyne.CanvasObject {
	by := n.By
	if by == "" {
		by = v.cfg.Session.Person().Name
	}
	if at, err := time.Parse(time.RFC3339, n.At); err == nil {
		by += ", " + at.Local().Format("2 Jan 2006 15:04")
	}
	text := ui.NewParagraph(n.Text, ui.Type{})
	return container.NewPadded(container.NewVBox(text, ui.NewText(sign+by, ui.Type{Size: theme.Of().Type.UI.Caption, Tone: ui.Muted, Fit: true})))
}
