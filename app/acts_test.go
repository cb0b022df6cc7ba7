package app

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/merge"
	"galley/annotate/span"
	"galley/app/command"
	"galley/app/page"
	"galley/app/session"
	"galley/assets"
	"galley/store"
	"galley/store/memory"
)

// desk is the whole window on Fyne's test driver with a project in memory. It
// counts acts: a click, a double click, a drag, a key, or the key sequence of one label.
type desk struct {
	testing.TB
	*App
	store store.Store
	queue *queue
	acts  int
	onAct func()       // called after each act
	late  atomic.Int64 // what the clock shows beyond noon, in nanoseconds
}

// queue holds what was posted to the window's goroutine, which here is the test's.
type queue struct {
	mu    sync.Mutex
	posts []func()
	some  chan struct{}
}

func (q *queue) post(f func()) {
	q.mu.Lock()
	q.posts = append(q.posts, f)
	q.mu.Unlock()
	select {
	case q.some <- struct{}{}:
	default:
	}
}

// run runs what was posted so far, and what that posts.
func (q *queue) run() {
	for {
		q.mu.Lock()
		posts := q.posts
		q.posts = nil
		q.mu.Unlock()
		if len(posts) == 0 {
			return
		}
		for _, f := range posts {
			f()
		}
	}
}

// deskStore is a store as the window wants it.
type deskStore struct{ store.Store }

func (s deskStore) Copy(ctx context.Context, path string, progress func(done, total int64)) error {
	return s.Store.Copy(ctx, path, progress)
}

func (s deskStore) CopyBeside(context.Context, string) (string, error) { return "copy.galley", nil }

type deskProjects struct {
	store  store.Store
	copies *shelf
}

// shelf is what bundles are written to and copies are read from, by jobs and by tests.
type shelf struct {
	mu     sync.Mutex
	byPath map[string]*memory.Store
}

func (f *shelf) put(path string, s *memory.Store) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.byPath[path] = s
}

func (f *shelf) at(path string) *memory.Store {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.byPath[path]
}

// only is the one copy that there is, nil if there is none or several.
func (f *shelf) only() (path string, s *memory.Store) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.byPath) != 1 {
		return "", nil
	}
	for path, s = range f.byPath {
	}
	return path, s
}

func (p deskProjects) Open(context.Context, string) (Store, error) { return deskStore{p.store}, nil }

func (p deskProjects) WriteBundle(ctx context.Context, path string, b *merge.Bundle) error {
	s, err := memory.New(b.Project, b.Name)
	if err == nil {
		_, err = s.Unite(ctx, b.Acts, false)
	}
	p.copies.put(path, s)
	return err
}

func (p deskProjects) OpenCopy(_ context.Context, path string) (merge.Other, func() error, error) {
	s := p.copies.at(path)
	if s == nil {
		return merge.Other{}, nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	wrong := func(ctx context.Context) ([]string, error) { return store.Wrong(ctx, s) }
	return merge.Other{Copy: s, Name: path, Check: wrong}, func() error { return nil }, nil
}

func (deskProjects) Create(context.Context, string, string, *annotate.Schema) error { return nil }

type noTrace struct{}

func (noTrace) On() bool                                     { return false }
func (noTrace) Begun() time.Time                             { return time.Time{} }
func (noTrace) Mark(string, time.Duration, string, int, int) {}

// shelled is an article with the marks that an event's roles will take.
const shelled = "Fighters of the Harun Front shelled the power station near Wadi Sahl on Monday, killing at least 253 people."

// noon is when everything in these tests happens that does not let the clock go on.
var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func newIDs() *annotate.IDs {
	return annotate.NewIDs(func() time.Time { return noon }, rand.New(rand.NewSource(1)))
}

// firstAct makes a project of articles under the conflict-news schema. An article's key is
// "a1", "a2" and so on.
func firstAct(t testing.TB, ids *annotate.IDs, bodies ...string) annotate.Transaction {
	t.Helper()
	data, err := assets.Schemas.ReadFile("schemas/conflict-news.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := annotate.ParseSchema(data)
	if err != nil {
		t.Fatal(err)
	}
	schema.Revision = 1
	tx := annotate.Transaction{ID: ids.Next(), At: noon, Title: "begin", Edits: []annotate.Edit{{After: schema}}}
	for i, body := range bodies {
		key := "a" + string(rune('1'+i))
		a := annotate.NewArticle(annotate.Article{ID: annotate.ID(key), Key: key, Title: "Title " + key}, body)
		tx.Edits = append(tx.Edits, annotate.Edit{After: a})
	}
	return tx
}

// openDesk opens a project of articles that is kept in memory.
func openDesk(t *testing.T, bodies ...string) *desk {
	t.Helper()
	ids := newIDs()
	s, err := memory.New("project", "Test", firstAct(t, ids, bodies...))
	if err != nil {
		t.Fatal(err)
	}
	return openDeskOn(t, s, ids)
}

// openDeskOn opens a project, at its article a1.
func openDeskOn(t testing.TB, s store.Store, ids *annotate.IDs) *desk {
	t.Helper()
	d := enterDesk(t, s, ids)
	d.load("a1")
	return d
}

// openEmptyDesk opens a project without articles.
func openEmptyDesk(t *testing.T) *desk {
	t.Helper()
	ids := newIDs()
	s, err := memory.New("project", "Test", firstAct(t, ids))
	if err != nil {
		t.Fatal(err)
	}
	return enterDesk(t, s, ids)
}

// enterDesk opens a project.
func enterDesk(t testing.TB, s store.Store, ids *annotate.IDs) *desk {
	t.Helper()
	d := &desk{TB: t, store: s, queue: &queue{some: make(chan struct{}, 1)}}
	d.App = New(Config{
		Toolkit: test.NewTempApp(t), Post: d.queue.post, Now: func() time.Time { return noon.Add(time.Duration(d.late.Load())) }, After: d.after, IDs: ids,
		Projects: deskProjects{store: s, copies: &shelf{byPath: map[string]*memory.Store{}}}, Trace: noTrace{}, Start: Start{Annotator: "ada"},
	})
	d.editor.Still = true // a glide waits for the clock
	d.window.Resize(fyne.NewSize(1280, 800))
	d.openProject("test.galley")
	d.until("the project", func() bool { return d.open != nil })
	d.watchActs(func(*annotate.Transaction) {
		if d.onAct != nil {
			d.onAct()
		}
	})
	t.Cleanup(d.close)
	return d
}

// after runs what is to come soon when it is due. What waits until the user rests
// waits for good: a slow machine is no user who rests.
func (d *desk) after(wait time.Duration, f func()) (stop func()) {
	if wait >= compareRest {
		return func() {}
	}
	t := time.AfterFunc(wait, f)
	return func() { t.Stop() }
}

// close saves everything and ends the work in the background.
func (d *desk) close() {
	if d.open == nil {
		return
	}
	d.settle()
	d.editor.Close()
	if err := d.open.session.Close(context.Background()); err != nil {
		d.Error(err)
	}
	d.open = nil
}

// watchActs calls f with every act.
func (d *desk) watchActs(f func(*annotate.Transaction)) {
	d.open.session.Watch(func(e session.Event) {
		if e.Kind == session.Acted {
			f(e.Acted)
		}
	})
}

// until runs what is posted until something is true.
func (d *desk) until(what string, ready func() bool) {
	d.Helper()
	patience := time.After(5 * time.Minute)
	for {
		d.queue.run()
		if ready() {
			return
		}
		select {
		case <-d.queue.some:
		case <-patience:
			d.Fatalf("waited in vain for %s", what)
		}
	}
}

// settle waits until everything is in the store.
func (d *desk) settle() {
	d.Helper()
	saved := false
	d.open.session.WhenSaved(func() { saved = true })
	d.until("saving", func() bool { return saved })
	if err := d.open.session.Status().Err; err != nil {
		d.Fatalf("not saved: %v", err)
	}
}

func (d *desk) load(article annotate.ID) {
	d.Helper()
	shown := false
	d.open.load(article, func() { shown = true })
	d.until("article "+string(article), func() bool { return shown })
}

func (d *desk) doc() *annotate.Document { return d.open.session.Document() }

// find is where words stand in the open article.
func (d *desk) find(words string) span.Span {
	d.Helper()
	i := strings.Index(d.doc().Article.Text.String(), words)
	if i < 0 {
		d.Fatalf("no %q in the article", words)
	}
	return span.Span{Start: i, End: i + len(words)}
}

// mark marks words beforehand: no act.
func (d *desk) mark(label string, words ...string) {
	d.Helper()
	for _, s := range words {
		m := &annotate.Mention{ID: d.open.session.NewID(), Label: label, Spans: []span.Span{d.find(s)}}
		if err := d.open.session.Do("mark", []annotate.Edit{d.doc().Put(m)}); err != nil {
			d.Fatal(err)
		}
	}
}

// caretOn puts the caret on words: where a journey by keys begins.
func (d *desk) caretOn(words string) { d.editor.Select(page.At(d.find(words).Start + 1)) }

// point is the place of the second letter of words in the article view.
func (d *desk) point(words string) fyne.Position {
	d.Helper()
	was := d.editor.Selection()
	d.editor.Select(page.At(d.find(words).Start + 1))
	at, size := d.editor.CaretArea()
	d.editor.Select(was)
	return at.AddXY(1, size.Height/2)
}

func (d *desk) press(at fyne.Position) {
	d.editor.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	d.editor.MouseUp(&desktop.MouseEvent{})
	d.queue.run()
}

func (d *desk) click(words string) {
	d.Helper()
	d.acts++
	d.press(d.point(words))
}

func (d *desk) doubleClick(words string) {
	d.Helper()
	d.acts++
	at := d.point(words)
	d.press(at)
	d.press(at)
}

// label types the keys of one label.
func (d *desk) label(keys string) {
	d.Helper()
	d.acts++
	for _, r := range keys {
		d.focused().TypedRune(r)
	}
	d.queue.run()
}

func (d *desk) focused() fyne.Focusable {
	d.Helper()
	f := d.window.Canvas().Focused()
	if f == nil {
		d.Fatal("nothing has the keyboard")
	}
	return f
}

// keyEvent is a key as the toolkit tells of it.
func keyEvent(name string) *fyne.KeyEvent {
	theirs := map[string]fyne.KeyName{"Enter": fyne.KeyReturn, "Esc": fyne.KeyEscape, "Backspace": fyne.KeyBackspace, "PgDn": fyne.KeyPageDown, "PgUp": fyne.KeyPageUp}
	if n, ok := theirs[name]; ok {
		return &fyne.KeyEvent{Name: n}
	}
	return &fyne.KeyEvent{Name: fyne.KeyName(name)}
}

// inMenu runs the item of the menu bar with a shortcut, as the driver does before all else.
func (d *desk) inMenu(sc fyne.Shortcut) bool {
	for _, menu := range d.window.MainMenu().Items {
		for _, item := range menu.Items {
			if item.Shortcut != nil && item.Shortcut.ShortcutName() == sc.ShortcutName() {
				item.Action()
				return true
			}
		}
	}
	return false
}

// key presses keys one after another.
func (d *desk) key(keys ...string) {
	d.Helper()
	for _, s := range keys {
		d.acts++
		key := command.Keys(s)[0]
		switch sc, r := command.Shortcut(key), []rune(strings.ToLower(key.Name)); {
		case sc != nil && d.inMenu(sc):
		case sc != nil:
			d.focused().(fyne.Shortcutable).TypedShortcut(sc)
		case key.Name == "Space":
			d.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
			d.focused().TypedRune(' ')
		case key.Mods == command.Shift: // the driver tells of Shift, which that of tests cannot
			c, ok := d.commands.Match(command.Page, command.Layout{}, command.Event{Name: key.Name, Mods: key.Mods})
			if !ok {
				d.Fatalf("%s means nothing", s)
			}
			d.run(c.ID)
		case len(r) == 1:
			d.focused().TypedRune(r[0])
		default:
			d.focused().TypedKey(keyEvent(key.Name))
		}
		d.queue.run()
	}
}

// export is what brat's form of the annotations of an article holds.
func (d *desk) export(article string) string {
	d.Helper()
	d.settle()
	out := filepath.Join(d.TempDir(), "out")
	if _, err := exchange.Export(d.Context(), d.store, exchange.ExportOptions{Recipe: annotate.Recipe{Format: "brat"}, Out: out}); err != nil {
		d.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(out, article+".ann"))
	if err != nil {
		d.Fatal(err)
	}
	return string(data)
}

// exported wants the exported annotations to be some lines.
func (d *desk) exported(article string, want ...string) {
	d.Helper()
	got := strings.Split(strings.TrimSuffix(d.export(article), "\n"), "\n")
	if !slices.Equal(got, want) {
		d.Errorf("exported is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (d *desk) atMost(acts int) {
	d.Helper()
	if d.acts > acts {
		d.Errorf("it took %d acts, more than %d", d.acts, acts)
	}
	d.Logf("%d acts", d.acts)
}

func TestActsEntityByMouse(t *testing.T) {
	d := openDesk(t, shelled)
	d.doubleClick("Monday")
	d.label("t")
	d.atMost(2)
	d.exported("a1", "T1\tTIME 72 78\tMonday")
}

func TestActsEntityByLockedLabel(t *testing.T) {
	d := openDesk(t, shelled)
	d.doubleClick("Monday")
	d.label("t")
	d.key("Ctrl+L")
	d.acts = 0
	d.click("people")
	d.atMost(1)
	d.exported("a1", "T1\tTIME 72 78\tMonday", "T2\tTIME 101 107\tpeople")
}

func TestKeyboardEntity(t *testing.T) {
	d := openDesk(t, shelled)
	d.caretOn("Harun")
	d.key("Left", "Shift+Right", "Shift+Right")
	d.label("a")
	d.exported("a1", "T1\tARM 16 27\tHarun Front")

	d.caretOn("Monday")
	d.acts = 0
	d.label("t")
	d.atMost(2)
	d.exported("a1", "T1\tARM 16 27\tHarun Front", "T2\tTIME 72 78\tMonday")
}

// shelling is the event of the article with three roles, as brat writes it.
var shelling = []string{
	"T1\tARM 16 27\tHarun Front",
	"T2\tFAC 40 53\tpower station",
	"T3\tLOC 59 68\tWadi Sahl",
	"T4\tATTACK 28 35\tshelled",
	"E1\tATTACK:T4 Attacker:T1 Target:T2 Place:T3",
}

func openShelled(t *testing.T) *desk {
	t.Helper()
	d := openDesk(t, shelled)
	d.mark("ARM", "Harun Front")
	d.mark("FAC", "power station")
	d.mark("LOC", "Wadi Sahl")
	return d
}

func TestActsEventByMouse(t *testing.T) {
	d := openShelled(t)
	d.doubleClick("shelled")
	d.label("eva")
	d.click("Harun")
	d.click("power")
	d.click("Wadi")
	d.atMost(5)
	d.exported("a1", shelling...)
}

// Each role armed by its digit first.
func TestActsEventByMouseArmed(t *testing.T) {
	d := openShelled(t)
	d.doubleClick("shelled")
	d.label("eva")
	d.click("Harun")
	d.key("5")
	d.click("power")
	d.key("7")
	d.click("Wadi")
	d.atMost(8)
	d.exported("a1", shelling...)
}

func TestKeyboardEvent(t *testing.T) {
	d := openShelled(t)
	d.caretOn("shelled")
	d.label("eva")
	d.key("Enter", "5", "Enter", "7", "Enter")
	d.atMost(8)
	d.exported("a1", shelling...)
}

// Tab goes on to the next nearest mention.
func TestKeyboardNextProposal(t *testing.T) {
	d := openShelled(t)
	d.caretOn("shelled")
	d.label("eva")
	d.key("5", "Tab", "Tab", "Enter")
	d.exported("a1", slices.Concat(shelling[:4], []string{"E1\tATTACK:T4 Target:T3"})...)
}

func TestUndoAllActs(t *testing.T) {
	d := openDesk(t, shelled)
	d.caretOn("Monday")
	d.label("t")
	d.caretOn("shelled")
	d.label("eva")
	d.key("8", "Enter")
	want := []string{"T1\tTIME 72 78\tMonday", "T2\tATTACK 28 35\tshelled", "E1\tATTACK:T2 Time:T1"}
	d.exported("a1", want...)
	for range 3 {
		d.key("Ctrl+Z")
	}
	if l := d.doc().Layer; !l.Empty() {
		t.Errorf("%d mentions and %d events are left", l.Mentions.Len(), l.Events.Len())
	}
	for range 3 {
		d.key("Ctrl+Shift+Z")
	}
	d.exported("a1", want...)
}
