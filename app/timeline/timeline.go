// Package timeline is the pane that tells who did what when to the open
// article, shows the article as it was, and takes it back to any point.
package timeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/app/job"
	"galley/app/session"
	"galley/app/theme"
	"galley/app/ui"
)

// Store is what is needed of a project's store.
type Store interface {
	Log(ctx context.Context, q annotate.LogQuery) ([]annotate.LogEntry, error)
	Transaction(ctx context.Context, id annotate.ID) (annotate.Transaction, error)
}

// Config is what the pane works with. The functions are called on the window's goroutine.
type Config struct {
	Session *session.Session
	Store   Store
	Post    func(func())
	Run     func(name string, work func(context.Context, job.Progress) error)
	Picked  func() annotate.ID
	Blind   func(article annotate.ID) bool              // only the annotator's own acts on it are listed
	Show    func(past *annotate.Document, about string) // the article as it was; nil: as it is
	Fail    func(error)
	Close   func()
}

// filter says which acts are listed.
type filter int

const (
	mine filter = iota
	everybody
	annotation
)

var filterNames = []string{"mine", "everybody's", "this annotation's"}

// nothing is what stands in the place of an empty list.
var nothing = []string{"Your acts on this article will be listed here.", "Nobody has done anything to this article yet.", "Pick an annotation, then choose this again."}

// Timeline is the pane. Acts are listed newest first.
type Timeline struct {
	cfg    Config
	filter filter
	turn   int // counts loads: an answer to an older one is dropped
	log    []annotate.LogEntry
	shown  []int // of log, those that the filter lets through
	past   *annotate.Document
	about  string

	list *ui.RowList
	body *fyne.Container // the list, or why it is empty
	root fyne.CanvasObject
}

// New makes the pane.
func New(cfg Config) *Timeline {
	t := &Timeline{cfg: cfg}
	t.list = ui.NewRowList(theme.Of().Size.RowRich, rows{t})
	t.list.OnChosen = t.choose
	t.list.Keys = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyEscape {
			t.Leave()
			return true
		}
		return false
	}
	which := ui.NewSelect(filterNames, nil)
	which.Selected = filterNames[mine]
	which.OnChanged = func(name string) {
		for i, n := range filterNames {
			if n == name {
				t.filter = filter(i)
			}
		}
		t.Load()
	}
	title := ui.NewText("History", ui.Type{Bold: true})
	shut := ui.NewMarkButton(ui.Close, "Close", func() { t.Leave(); cfg.Close() })
	head := container.NewBorder(nil, nil, ui.Middle(title), shut, which)
	t.body = container.NewStack(t.list)
	t.root = container.NewBorder(container.NewPadded(head), nil, nil, nil, t.body)
	return t
}

// Object is what the pane shows.
func (t *Timeline) Object() fyne.CanvasObject { return t.root }

// Focusable is what takes the keyboard when the pane is entered.
func (t *Timeline) Focusable() fyne.Focusable { return t.list }

// Past is the article as it was, while that is shown, or nil.
func (t *Timeline) Past() *annotate.Document { return t.past }

// Len is the number of acts listed.
func (t *Timeline) Len() int { return len(t.shown) }

// Load lists the acts of the open article anew, once all are on disk.
func (t *Timeline) Load() {
	t.turn++
	turn, doc, which := t.turn, t.cfg.Session.Document(), t.filter
	if doc == nil {
		t.set(nil, nil)
		return
	}
	person, item := t.cfg.Session.Person().ID, t.cfg.Picked()
	own := t.cfg.Blind != nil && t.cfg.Blind(doc.Article.ID)
	t.cfg.Session.WhenSaved(func() {
		t.cfg.Run("History of "+doc.Article.Title, func(ctx context.Context, _ job.Progress) error {
			log, shown, err := load(ctx, t.cfg.Store, doc.Article.ID, which, person, item, own)
			t.answer(turn, err, func() { t.set(log, shown) })
			return err
		})
	})
}

// answer hands what was read in the background to the window.
func (t *Timeline) answer(turn int, err error, then func()) {
	t.cfg.Post(func() {
		switch {
		case turn != t.turn || errors.Is(err, context.Canceled):
		case err != nil:
			t.cfg.Fail(err)
		default:
			then()
		}
	})
}

// load reads the log of an article and tells which acts of it are to be listed;
// with own only those of the person.
func load(ctx context.Context, store Store, article annotate.ID, which filter, person, item annotate.ID, own bool) (log []annotate.LogEntry, shown []int, err error) {
	if log, err = store.Log(ctx, annotate.LogQuery{Article: article}); err != nil {
		return nil, nil, fmt.Errorf("reading the history: %w", err)
	}
	for i, e := range log {
		ok := e.Author == person || which != mine && !own
		if ok && which == annotation {
			tx, err := store.Transaction(ctx, e.ID)
			if err != nil {
				return nil, nil, fmt.Errorf("reading the history: %w", err)
			}
			ok = touches(tx, article, item)
		}
		if ok {
			shown = append(shown, i)
		}
	}
	return log, shown, nil
}

func touches(tx annotate.Transaction, article, item annotate.ID) bool {
	for _, e := range tx.Edits {
		if e.Layer.Article == article && e.Target() == item {
			return true
		}
	}
	return false
}

func (t *Timeline) set(log []annotate.LogEntry, shown []int) {
	t.log, t.shown = log, shown
	t.list.SetRows(rows{t})
	var body fyne.CanvasObject = t.list
	if len(shown) == 0 {
		body = ui.NewEmpty(nothing[t.filter], "", nil)
	}
	if t.body.Objects[0] != body {
		t.body.Objects = []fyne.CanvasObject{body}
		t.body.Refresh()
	}
}

// choose shows the article as it was right after an act.
func (t *Timeline) choose(row int) {
	doc := t.cfg.Session.Document()
	if doc == nil || row >= len(t.shown) {
		return
	}
	at := t.shown[row]
	if at == 0 {
		t.Leave()
		return
	}
	t.turn++
	turn, later, entry := t.turn, t.log[:at], t.log[at]
	t.cfg.Run("History of "+doc.Article.Title, func(ctx context.Context, _ job.Progress) error {
		past, err := before(ctx, t.cfg.Store, *doc, later)
		t.answer(turn, err, func() {
			t.past, t.about = past, fmt.Sprintf("%s, after: %s", When(entry.At), entry.Title)
			t.cfg.Show(past, t.about)
		})
		return err
	})
}

// before is doc without the acts given, which are the last ones, newest first.
func before(ctx context.Context, store Store, doc annotate.Document, acts []annotate.LogEntry) (*annotate.Document, error) {
	for _, e := range acts {
		tx, err := store.Transaction(ctx, e.ID)
		if err != nil {
			return nil, fmt.Errorf("reading the history: %w", err)
		}
		if doc, _, err = doc.Apply(tx.Inverse()); err != nil {
			return nil, fmt.Errorf("going back before %s: %w", e.Title, err)
		}
	}
	return &doc, nil
}

// Back takes the article back to what is shown, as a new act.
func (t *Timeline) Back() error {
	doc, past, about := t.cfg.Session.Document(), t.past, t.about
	if doc == nil || past == nil {
		return nil
	}
	t.Leave()
	return t.cfg.Session.Restore("back to "+about, annotate.Between(doc.Layer, past.Layer))
}

// Leave shows the article as it is again.
func (t *Timeline) Leave() {
	t.turn++
	if t.past != nil {
		t.past = nil
		t.cfg.Show(nil, "")
	}
}

// When is a time as the user's clock shows it.
func When(at time.Time) string { return at.Local().Format("2 Jan 2006 15:04") }

// rows are the acts as the list shows them.
type rows struct{ t *Timeline }

// Len implements ui.Rows.
func (r rows) Len() int { return len(r.t.shown) }

// ID implements ui.Rows.
func (r rows) ID(i int) string { return string(r.t.log[r.t.shown[i]].ID) }

// Row implements ui.Rows. Only the first act of a minute bears the time.
func (r rows) Row(i int) ui.Row {
	e := r.t.log[r.t.shown[i]]
	row := ui.Row{Title: e.Title, Detail: "an import"}
	project := r.t.cfg.Session.Project()
	if p := project.Person(e.Author); p != nil {
		row.Detail = p.Name
	}
	if i == 0 || When(r.t.log[r.t.shown[i-1]].At) != When(e.At) {
		row.Right = When(e.At)
	}
	row.Hint = ui.Hint{Title: e.Title, Line: row.Detail + ", " + e.At.Local().Format("2 Jan 2006 15:04:05 MST")}
	return row
}
