package app

import (
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/annotator"
	"galley/app/command"
	"galley/app/editor"
	"galley/app/page"
	"galley/app/theme"
	"galley/app/tokens"
	"galley/app/typeset"
	"galley/app/ui"
)

// kit is what articles are drawn with: fonts and caches, one for the program.
var kit = sync.OnceValue(func() *page.Kit {
	fonts, err := typeset.NewFonts()
	if err != nil {
		panic(err) // the shipped fonts are part of the program
	}
	return page.NewKit(fonts, tokens.Default())
})

// pageView is the article in the window. It is the annotator.Page.
type pageView struct {
	w      *workspace
	editor *editor.Editor
	stack  *fyne.Container // the editor, or why there is no article
}

func newPageView(w *workspace) *pageView {
	p := &pageView{w: w, editor: w.app.editor, stack: container.NewStack()}
	e := p.editor
	e.OnInput = p.input
	e.OnPainted = func(uint64) {
		w.app.watch.Painted()
		w.app.touched() // it was scrolled, or the caret moved
	}
	e.OnSelect = func(page.Selection) {
		w.refreshState()
		w.rememberPlace()
	}
	e.OnActivate = p.activated
	e.OnWord = func(span.Span, fyne.KeyModifier) {
		w.app.watch.Input()
		if w.timeline.Past() == nil && !w.review.deciding() {
			w.annotator.WordPicked()
		}
	}
	e.OnEdges = func(id annotate.ID, spans []span.Span) {
		w.app.watch.Input()
		item := w.session.Document().Layer.Find(id)
		switch {
		case item == nil || w.timeline.Past() != nil:
		case w.review.deciding():
			w.review.edges(item, spans)
		default:
			w.annotator.SetSpans(item, spans)
		}
	}
	e.OnHover = p.hovered
	e.OnCarry, e.OnDrop = p.carried, p.dropped
	e.OnMissing = p.missing
	e.OnMenu = w.showContextMenu
	e.OnZoom = func(size float32) { w.app.settings.SetZoom(size) }
	e.OnFocus = func(on bool) {
		if on {
			w.pane = panePage
			w.panes.OpenList(false)
		}
	}
	e.Change(func(s *page.State) {
		s.Size, s.Names, s.Dark = w.app.settings.Zoom(), !w.app.settings.NamesOff(), theme.Of().Dark
		if s.Size == 0 {
			s.Size = tokens.Default().Type.Article.Size
		}
	})
	return p
}

// show shows a document from its start, or with nil that no article is open.
func (p *pageView) show(doc *annotate.Document) {
	if doc == nil {
		p.stack.Objects = []fyne.CanvasObject{ui.NewEmpty("No article is open.", "", nil)}
		p.stack.Refresh()
		return
	}
	p.stack.Objects = []fyne.CanvasObject{p.editor}
	p.editor.SetDocument(p.w.styles, *doc)
	p.stack.Refresh()
}

// update shows the document after an act.
func (p *pageView) update(doc *annotate.Document) { p.editor.Update(*doc) }

func (p *pageView) themeChanged() {
	p.editor.Change(func(s *page.State) { s.Dark = theme.Of().Dark })
}

// input gets every key of the article: labels and slots first, then commands.
func (p *pageView) input(ev command.Event) bool {
	a := p.w.app
	a.watch.Input()
	a.layout.Uses = p.w.annotator.Uses
	if p.w.timeline.Past() != nil {
		return p.pastInput(ev)
	}
	if p.w.review.on && p.w.review.input(ev) {
		return true
	}
	if p.w.review.deciding() {
		return false
	}
	if ev.Rune != 0 && ev.Mods&(command.Ctrl|command.Alt) == 0 {
		if r := a.layout.Rune(ev); isLabelKey(r) && p.w.annotator.Type(r) {
			return true
		}
	}
	if p.slotKey(ev) {
		return true
	}
	if c, ok := a.commands.Match(command.Page, a.layout, ev); ok {
		a.run(c.ID)
		return true
	}
	return false
}

// isLabelKey tells whether a character in the article belongs to the schema: letters and digits do.
func isLabelKey(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// slotKey uses Tab for the armed slot's proposals.
func (p *pageView) slotKey(ev command.Event) bool {
	if ev.Name != "Tab" || ev.Mods&(command.Ctrl|command.Alt) != 0 {
		return false
	}
	step := 1
	if ev.Mods&command.Shift != 0 {
		step = -1
	}
	return p.w.annotator.NextProposal(step)
}

// carried shows what becomes of an annotation that is dragged to the inspector.
func (p *pageView) carried(id annotate.ID, at *fyne.Position) {
	item := p.w.session.Document().Layer.Find(id)
	if at == nil || item == nil || p.w.timeline.Past() != nil || !p.w.beside(p.w.inspector.Object()) {
		p.w.inspector.EndCarry()
		return
	}
	p.w.inspector.Carry(item, *at)
}

func (p *pageView) dropped(id annotate.ID, at fyne.Position) {
	p.w.app.watch.Input()
	if item := p.w.session.Document().Layer.Find(id); item != nil && p.w.timeline.Past() == nil && p.w.beside(p.w.inspector.Object()) {
		p.w.inspector.Drop(item, at)
	}
	p.w.inspector.EndCarry()
}

// activated is a click on an annotation: it fills the armed slot, or opens the card of an event.
func (p *pageView) activated(id annotate.ID, mods fyne.KeyModifier) {
	p.w.app.watch.Input()
	if p.w.review.deciding() {
		p.w.review.clicked(id)
		return
	}
	item := p.w.session.Document().Layer.Find(id)
	if item == nil || p.w.timeline.Past() != nil {
		return
	}
	if p.w.annotator.Picked(item, mods&fyne.KeyModifierControl != 0) {
		return
	}
	if v, ok := item.(*annotate.Event); ok {
		p.w.annotator.Open(v.ID)
	}
	p.w.refreshState()
}

// hovered shows the hint of the annotation under the pointer.
func (p *pageView) hovered(id annotate.ID, at fyne.Position) {
	w := p.w
	doc := w.session.Document()
	if id == "" || doc == nil {
		w.app.hints.Leave()
		w.refreshStatus()
		return
	}
	item := doc.Layer.Find(id)
	if item == nil {
		return
	}
	line := p.editor.State().Size * theme.Of().Type.Article.LineHeight
	w.app.anchor.Resize(fyne.NewSize(1, line))
	w.app.anchor.Move(fyne.NewPos(at.X, at.Y-line/2))
	w.app.hints.Enter(w.app.anchor, w.hintOf(doc, item))
	w.refreshStatus()
}

// Range implements annotator.Page.
func (p *pageView) Range() span.Span { return p.editor.Selection().Span() }

// Picked implements annotator.Page.
func (p *pageView) Picked() annotate.ID { return p.editor.Selection().Annotation }

// Pick implements annotator.Page.
func (p *pageView) Pick(id annotate.ID) {
	if id == "" {
		p.PutCaret(p.caret())
	} else {
		p.editor.SelectAnnotation(id)
	}
}

// PutCaret implements annotator.Page.
func (p *pageView) PutCaret(offset int) { p.editor.Select(page.At(offset)) }

// Reveal implements annotator.Page.
func (p *pageView) Reveal(s span.Span) { p.editor.Reveal(s.Start) }

// SetEventFocus implements annotator.Page.
func (p *pageView) SetEventFocus(f *annotator.EventFocus) {
	focus, proposed := page.Focus{}, annotate.ID("")
	if f != nil {
		focus, proposed = page.Focus{Event: f.Event, Fits: f.Fits}, f.Proposal
	}
	p.editor.Change(func(s *page.State) { s.Focus, s.Proposed = focus, proposed })
}

func (p *pageView) caret() int { return p.editor.Selection().Caret.Offset }

// putBack puts the caret where it was left.
func (p *pageView) putBack(offset int) {
	if doc := p.w.session.Document(); doc != nil && doc.Article.Text.Check(offset) == nil {
		p.PutCaret(offset)
	}
}

func (p *pageView) selectText(s span.Span) { p.editor.Select(page.Range(s)) }

// zoom sets the article's text larger or smaller, or with 0 as it was made.
func (w *workspace) zoom(steps int) {
	if steps == 0 {
		w.page.editor.SetSize(theme.Of().Type.Article.Size)
		return
	}
	w.page.editor.Zoom(steps)
}

func (w *workspace) toggleNames() {
	w.page.editor.Change(func(s *page.State) { s.Names = !s.Names })
	w.app.settings.SetNamesOff(!w.page.editor.State().Names)
}
