package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate/span"
	"galley/annotate/text"
	"galley/app/page"
	"galley/app/ui"
)

// findBar is the search field over the article.
type findBar struct {
	w     *workspace
	entry *ui.Entry
	count *ui.Text
	root  *fyne.Container
	text  *text.Folded // of the open article, while the field is shown
	hits  []span.Span
	at    int
	from  int // where the search begins: typing on must not go on to the next place
}

func newFindBar(w *workspace) *findBar {
	f := &findBar{w: w, entry: ui.NewEntry("Find in this article"), count: ui.NewText("", ui.Type{Tone: ui.Muted}), at: -1}
	f.entry.OnChanged = func(string) { f.search() }
	f.entry.OnSubmitted = func(string) { f.next(1) }
	f.entry.Keys = func(e *fyne.KeyEvent) bool {
		switch e.Name {
		case fyne.KeyDown:
			f.next(1)
		case fyne.KeyUp:
			f.next(-1)
		case fyne.KeyEscape:
			f.hide()
			w.focus(panePage)
		default:
			return false
		}
		return true
	}
	step := func(by int) func() { return func() { f.next(by) } }
	buttons := container.NewHBox(ui.Middle(f.count), ui.NewButton("Previous", ui.Quiet, step(-1)), ui.NewButton("Next", ui.Quiet, step(1)),
		ui.NewMarkButton(ui.Close, "Close", func() { f.hide(); w.focus(panePage) }))
	f.root = container.NewPadded(container.NewBorder(nil, nil, nil, buttons, f.entry))
	f.root.Hide()
	return f
}

func (f *findBar) visible() bool { return f.root.Visible() }

func (f *findBar) show() {
	f.root.Show()
	f.text = f.w.session.Document().Article.Text.Fold()
	if s := f.w.page.Range(); s.Len() > 0 && s.Len() < 80 {
		f.entry.SetText(f.w.session.Document().Article.Text.Slice(s.Start, s.End))
	}
	f.from = f.w.page.Range().Start
	f.w.app.window.Canvas().Focus(f.entry)
	f.entry.TypedShortcut(&fyne.ShortcutSelectAll{}) // what is typed takes the place of what stands there
	f.search()
}

func (f *findBar) hide() {
	if !f.visible() {
		return
	}
	f.root.Hide()
	f.w.centre.Refresh() // its room is the article's again
	f.text, f.hits, f.at = nil, nil, -1
	f.mark()
}

// search finds what is typed and goes to the first place from where it began.
func (f *findBar) search() {
	if f.text == nil {
		return
	}
	f.hits, f.at = f.text.Find(f.entry.Text), -1
	for i, h := range f.hits {
		if f.at < 0 && h.Start >= f.from {
			f.at = i
		}
	}
	if f.at < 0 && len(f.hits) > 0 {
		f.at = 0
	}
	f.mark()
}

func (f *findBar) next(step int) {
	if len(f.hits) == 0 {
		return
	}
	f.at = (f.at + step + len(f.hits)) % len(f.hits)
	f.from = f.hits[f.at].Start
	f.mark()
}

// mark shows the hits in the article and how many there are.
func (f *findBar) mark() {
	text := ""
	switch {
	case len(f.hits) > 0:
		text = fmt.Sprintf("%d of %d", f.at+1, len(f.hits))
	case f.entry.Text != "":
		text = "not found"
	}
	f.count.Set(text, ui.Type{Tone: ui.Muted})
	hits, at := f.hits, f.at
	f.w.page.editor.Change(func(s *page.State) { s.Hits, s.Hit = hits, at })
	if at >= 0 {
		f.w.page.selectText(hits[at])
	}
}

func (w *workspace) showFind() { w.find.show() }

func (w *workspace) nextHit(step int) {
	if !w.find.visible() {
		w.find.show()
		return
	}
	w.find.next(step)
}
