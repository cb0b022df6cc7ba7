package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/annotator"
	"galley/app/corpus"
	"galley/app/guideline"
	"galley/app/inspector"
	"galley/app/markall"
	"galley/app/page"
	"galley/app/session"
	"galley/app/settings"
	"galley/app/theme"
	"galley/app/timeline"
	"galley/app/ui"
)

// workspace is the window with a project open: list, article, inspector, label
// bar and status line, and what passes between them.
type workspace struct {
	app       *App
	path      string
	store     Store
	session   *session.Session
	annotator *annotator.Annotator
	styles    *page.Styles
	since     time.Time // the click or key that opens an article

	list      *corpus.List
	page      *pageView
	inspector *inspector.Inspector
	labels    *ui.LabelBar
	status    *ui.StatusLine
	tools     *toolbar
	find      *findBar
	marks     *markall.Bar
	timeline  *timeline.Timeline
	centre    *fyne.Container // the article with what stands above and below it
	guideline *guideline.Pane
	schema    *schemaPage // nil until it is first shown
	review    *reviewing
	left      *fyne.Container // the list, or the queue of the review page in its place
	agreeing  agreeing
	foot      *fyne.Container // the labels, or on the review page what its keys do
	side      *fyne.Container // the inspector, or the history or the guideline in its place
	veil      *fyne.Container // over the article while it is shown as it was
	offer     *fyne.Container // over the end of the article: an entity for a new mention
	panes     *ui.Panes
	sent      *fyne.Container // over the article: what an adjudicator has sent back
	problem   *fyne.Container // over the article while acts cannot be saved
	warning   *fyne.Container // over it: where the project lies it does not belong
	root      fyne.CanvasObject
	pane      pane
	stopPlace func() // stops the keeping of the place that is to come
}

func newWorkspace(a *App, path string, store Store, s *session.Session) *workspace {
	w := &workspace{app: a, path: path, store: store, session: s, pane: panePage}
	w.styles = page.NewStyles(s.Schema(), theme.Of().Tokens)
	w.page = newPageView(w)
	w.annotator = annotator.New(s, w.page, a.say, func() { w.refreshState() })
	w.list = corpus.New(store, s.Person().ID, a.hints, a.cfg.Post)
	w.list.OnOpen = func(row annotate.Row) {
		w.app.watch.Input()
		w.openArticle(row.ID)
	}
	w.list.OnMenu = w.articleMenu
	w.list.OnImport = w.askImport
	w.list.OnFail = a.fail
	w.inspector = inspector.New(inspector.Config{
		Session: s, Annotator: w.annotator, Styles: func() *page.Styles { return w.styles }, Hints: a.hints,
		Picked: w.page.Picked, Show: w.showItem, AddNote: w.askNote, Reply: w.askReply, Relabel: w.askLabel,
		NewEvent: w.askDocumentEvent, Edit: w.askEditEntity, Merge: w.askMerge, MergeInto: w.merge, Relate: w.relate, Value: w.askValue, KeyOf: a.commands.KeyLabel,
	})
	w.labels = ui.NewLabelBar(w.labelChosen, func() { a.showPalette("") })
	w.labels.Hints = a.hints
	w.status = ui.NewStatusLine(a.timer, w.retry, a.showJobs, func() { w.askPerson() })
	w.find = newFindBar(w)
	w.marks = newMarkBar(w)
	w.offer, w.veil = container.NewVBox(), container.NewStack()
	w.timeline = newTimeline(w)
	w.guideline = newGuideline(w)
	w.side = container.NewStack(w.inspector.Object())
	w.problem, w.sent, w.warning = container.NewVBox(), container.NewVBox(), container.NewVBox()
	left, right := a.settings.Panes()
	if size := theme.Of().Size; left == 0 || right == 0 {
		left, right = size.List, size.Inspector
		if a.window.Canvas().Size().Width >= size.Wide {
			left, right = size.ListWide, size.InspectorWide
		}
	}
	// Without room between them: what is empty must not move the article.
	over := container.New(layout.NewCustomPaddedVBoxLayout(0), w.warning, w.problem, w.sent, w.find.root)
	w.centre = container.NewBorder(over, w.marks.Object(), nil, nil,
		container.NewStack(w.page.stack, container.NewBorder(nil, w.offer, nil, nil), w.veil))
	w.left = container.NewStack(w.list.Object())
	w.review = newReviewing(w)
	w.tools = newToolbar(w)
	w.panes = ui.NewPanes(w.left, w.centre, w.side, left, right)
	w.panes.OnResized = func(left, right float32) {
		if !w.review.on { // which has widths of its own
			a.settings.SetPanes(left, right)
		}
	}
	w.panes.OnListOver = func() { w.tools.refresh(); w.review.refreshFoot() }
	w.foot = container.NewStack(w.labels)
	w.root = container.NewBorder(w.tools.root, container.NewVBox(w.foot, w.status), nil, nil, w.panes)
	s.Watch(w.hear)
	return w
}

// show puts the project into the window and opens the article it was left at,
// or the one that the command line names.
func (w *workspace) show() {
	w.app.show(w.root, w.title())
	w.page.show(nil)
	w.refreshState()
	w.warnSynced()
	begun := w.app.watch.started
	w.list.Reload(func() {
		w.app.watch.Frame("project_opened", begun, func(shown time.Time) { w.openFirst(shown) })
		if len(w.session.Project().People) > 1 {
			w.review.compareSoon(compareRest)
		}
	})
}

func (w *workspace) title() string {
	return cmp.Or(w.session.Project().Name, strings.TrimSuffix(filepath.Base(w.path), ".galley")) + " - Galley"
}

// openFirst opens the article that the command line names, else the one that was open last, else the first.
func (w *workspace) openFirst(opened time.Time) {
	w.since = opened
	named := w.app.cfg.Start.Article
	w.app.cfg.Start.Article = ""
	left := w.app.settings.Recent(w.path)
	switch {
	case named != "":
		id, err := w.resolve(named)
		if err != nil {
			w.app.fail(err)
			return
		}
		w.load(id, nil)
	case left.Article != "":
		w.load(left.Article, func() { w.page.putBack(left.Caret) })
	default:
		w.loadFirst()
	}
}

func (w *workspace) loadFirst() {
	if id, ok := w.list.First(); ok {
		w.load(id, nil)
	}
}

// resolve finds an article by id or key.
func (w *workspace) resolve(name string) (annotate.ID, error) {
	ctx := context.Background()
	a, err := w.store.Article(ctx, annotate.ID(name))
	if errors.Is(err, annotate.ErrNotFound) {
		a, err = w.store.ArticleByKey(ctx, name)
	}
	if err != nil {
		return "", fmt.Errorf("there is no article %s in %s: %w", name, filepath.Base(w.path), err)
	}
	return a.ID, nil
}

// openArticle opens an article for the key or click that is being handled.
func (w *workspace) openArticle(id annotate.ID) { w.openAt(id, nil) }

func (w *workspace) openAt(id annotate.ID, then func()) {
	w.since = w.app.watch.input
	if d := w.session.Document(); d != nil && d.Article.ID == id {
		w.focus(panePage)
		if then != nil {
			then()
		}
		return
	}
	w.load(id, then)
}

func (w *workspace) load(id annotate.ID, then func()) {
	w.session.Open(id, func(err error) {
		switch {
		case errors.Is(err, annotate.ErrNotFound):
			w.loadFirst()
		case err != nil:
			w.app.fail(err)
		default:
			w.focus(panePage)
			if then != nil {
				then()
			}
		}
	})
}

// hear brings what the session tells to the panes.
func (w *workspace) hear(e session.Event) {
	switch e.Kind {
	case session.Opened:
		w.opened()
	case session.Acted:
		w.acted(e.Acted)
	case session.Saved:
		if st := w.session.Status(); st.Last != "" {
			w.app.watch.Saved(st.Last)
		}
		w.showSaving()
	case session.Changed:
		if len(w.session.Project().People) > 1 {
			w.review.compareSoon(compareRest)
		}
		w.schemaChanged()
		w.guideline.Refresh()
		w.refreshState()
	}
}

func (w *workspace) opened() {
	doc := w.session.Document()
	w.find.hide()
	w.marks.Hide()
	w.timeline.Leave()
	w.page.show(doc)
	if w.review.on {
		w.review.opened()
	}
	w.showSentBack()
	w.showReplaced(doc)
	if doc != nil {
		w.list.Mark(doc.Article.ID)
		w.app.watch.Article("article_shown", w.since, doc)
		w.remember()
	}
	w.annotator.Opened()
	if w.historyShown() {
		w.timeline.Load()
	}
	w.app.refreshMenu()
}

func (w *workspace) acted(tx *annotate.Transaction) {
	doc := w.session.Document()
	w.app.watch.Act(tx, doc)
	w.timeline.Leave()
	if doc != nil {
		w.page.update(doc)
	}
	w.review.acted(tx)
	if len(w.sent.Objects) > 0 {
		w.showSentBack()
	}
	w.marks.Hide() // its places are no more what they were
	for _, e := range tx.Edits {
		switch {
		case e.Kind() == annotate.KindHead:
			w.later(func() { w.list.Changed(e.Layer.Article) })
		case e.Kind() == annotate.KindArticle:
			w.later(func() { w.list.Reload(nil) })
		case e.Kind() == annotate.KindSchema:
			w.schemaChanged()
		case e.Kind() == annotate.KindGuideline:
			w.guideline.Refresh()
		}
	}
	w.annotator.Acted()
	w.agreeing.acted(tx)
	if w.historyShown() {
		w.timeline.Load()
	}
	w.app.refreshMenu()
	w.rememberPlace()
}

func (w *workspace) schemaChanged() {
	w.styles = page.NewStyles(w.session.Schema(), theme.Of().Tokens)
	w.annotator.SchemaChanged()
	w.page.editor.Change(func(s *page.State) { s.Styles = w.styles })
	if w.schema != nil {
		w.schema.Refresh()
	}
}

// later runs f once everything done so far is on disk, where the list reads.
func (w *workspace) later(f func()) { w.session.WhenSaved(f) }

// refreshState shows in all panes what is true now.
func (w *workspace) refreshState() {
	if w.panes == nil {
		return // it is still being made
	}
	w.inspector.Refresh()
	w.refreshEntity()
	w.refreshLabels()
	w.tools.refresh()
	w.refreshStatus()
}

func (w *workspace) themeChanged() {
	w.page.themeChanged()
	if w.schema != nil {
		w.schema.Refresh()
	}
	w.refreshState()
}

// showItem shows an annotation in the article and selects it.
func (w *workspace) showItem(item annotate.Item) {
	if n, ok := item.(*annotate.Note); ok && len(n.Spans) > 0 {
		w.page.selectText(span.Hull(n.Spans))
	} else if !w.page.editor.SelectAnnotation(item.ItemID()) {
		if spans := annotate.SpansOf(item); len(spans) > 0 {
			w.page.selectText(span.Hull(spans))
		}
	}
	w.refreshState()
}

// step opens the next article of the list, or the one before.
func (w *workspace) step(by int, open bool) {
	w.since = w.app.watch.input
	if !w.list.Step(by, open) {
		w.app.say(map[bool]string{true: "This is the last article of the list.", false: "This is the first article of the list."}[by > 0])
	}
}

// done marks the article done and opens the next one that is not. On the
// review page an article is adjudicated when nothing of it is open.
func (w *workspace) done() {
	if w.review.on {
		w.review.next(1, true)
		return
	}
	if !w.annotator.SetState(annotate.Done) {
		return
	}
	w.since = w.app.watch.input
	w.later(func() {
		if !w.list.Step(1, true) {
			w.app.say("No open article follows in this list.")
		}
	})
}

func (w *workspace) canUndo() (string, bool) { return w.session.CanUndo() }
func (w *workspace) canRedo() (string, bool) { return w.session.CanRedo() }
func (w *workspace) undo()                   { w.session.Undo(w.reverted) }
func (w *workspace) redo()                   { w.session.Redo(w.reverted) }

// reverted goes to the place of what was undone or done again.
func (w *workspace) reverted(edits []annotate.Edit, err error) {
	if err != nil {
		w.app.fail(err)
		return
	}
	doc := w.session.Document()
	if doc != nil && slices.ContainsFunc(edits, func(e annotate.Edit) bool {
		return e.Kind() == annotate.KindArticle && e.After == nil && e.Target() == doc.Article.ID
	}) {
		w.gone(doc.Article)
		return
	}
	for _, e := range edits {
		if doc == nil || e.Layer != doc.Layer.ID {
			continue
		}
		for _, item := range []annotate.Item{e.After, e.Before} {
			if item == nil {
				continue
			}
			if spans := annotate.SpansOf(item); len(spans) > 0 {
				w.page.Reveal(span.Hull(spans))
				return
			}
		}
	}
}

// back leaves one level: what is typed, a slot, an event, the selection.
func (w *workspace) back() {
	if w.find.visible() {
		w.find.hide()
		w.focus(panePage)
		return
	}
	if w.marks.Visible() {
		w.marks.Hide()
		return
	}
	if !w.annotator.Back() {
		w.page.PutCaret(w.page.caret())
	}
	w.refreshState()
}

// rememberPlace keeps the caret's place once it has rested, since the program may
// end without a word: in a power cut the last act is not lost, nor should the place be.
func (w *workspace) rememberPlace() {
	const rest = 500 * time.Millisecond
	if w.stopPlace != nil {
		w.stopPlace()
	}
	w.stopPlace = w.app.timer(rest, func() {
		if w.app.open != w {
			return
		}
		r := w.app.settings.Recent(w.path)
		w.place(&r)
		w.app.settings.Remember(r)
	})
}

// place puts into r where the open article and its caret are.
func (w *workspace) place(r *settings.Recent) {
	if doc := w.session.Document(); doc != nil {
		r.Article, r.Caret = doc.Article.ID, w.page.caret()
	}
}

// remember keeps where the project is left.
func (w *workspace) remember() {
	r := w.app.settings.Recent(w.path)
	r.At, r.Name, r.Articles = w.app.cfg.Now(), w.session.Person().Name, w.list.Total()
	w.place(&r)
	if refs, err := w.store.Find(context.Background(), annotate.Query{Person: w.session.Person().ID, States: []annotate.State{annotate.Done}}); err == nil {
		r.Done = len(refs)
	}
	w.app.settings.Remember(r)
}
