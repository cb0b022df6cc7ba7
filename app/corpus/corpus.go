// Package corpus is the list of a project's articles at the left of the window:
// what is in it, in which state, filtered and sorted.
package corpus

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/app/theme"
	"galley/app/ui"
)

// Store is what the list needs of a project's store. Rows is asked on the
// window's goroutine for what is in view, a few dozen at once.
type Store interface {
	Find(ctx context.Context, q annotate.Query) ([]annotate.Ref, error)
	Rows(ctx context.Context, person annotate.ID, refs []annotate.Ref) ([]annotate.Row, error)
	Ref(ctx context.Context, article annotate.ID) (annotate.Ref, error)
}

// List is the pane.
type List struct {
	OnOpen   func(annotate.Row)                       // an article is chosen
	OnMenu   func(row annotate.Row, at fyne.Position) // the menu of an article is wanted
	OnImport func()                                   // the project is empty and something shall come in
	OnFail   func(error)

	store  Store
	post   func(func())
	person annotate.ID

	query   annotate.Query
	total   int // articles in the project, without filters
	rows    *rows
	turn    int         // counts calls of Reload: an older answer is dropped
	current annotate.ID // the article that is open
	at      int         // its place in the list, -1 if it is not listed

	list   *ui.RowList
	filter *ui.Entry
	sort   *ui.Button
	body   *fyne.Container
	root   *fyne.Container
}

// New makes the pane of a project.
func New(store Store, person annotate.ID, hints *ui.Hints, post func(func())) *List {
	l := &List{store: store, post: post, person: person}
	l.query = annotate.Query{Person: person, Order: annotate.ByDate}
	l.rows = newRows(store, person, nil, l.fail)
	look := theme.Of()
	l.list = ui.NewRowList(look.Size.RowRich, l.rows)
	l.list.Hints = hints
	l.at = -1
	l.list.OnChosen = func(i int) { l.open(i) }
	l.list.OnMenu = func(i int, at fyne.Position) {
		if row, ok := l.rows.at(i); ok && l.OnMenu != nil {
			l.OnMenu(row, at)
		}
	}
	l.filter = ui.NewEntry("Filter")
	l.filter.OnChanged = func(text string) { l.query.Text = text; l.Reload(nil) }
	l.sort = ui.NewButton("", ui.Normal, l.showMenu)
	l.body = container.NewStack(l.list)
	l.root = container.NewBorder(container.NewPadded(container.NewBorder(nil, nil, nil, l.sort, l.filter)), nil, nil, nil, l.body)
	l.label()
	return l
}

// Object is what the pane shows.
func (l *List) Object() fyne.CanvasObject { return l.root }

// Focusable is what takes the keyboard when the pane is entered.
func (l *List) Focusable() fyne.Focusable { return l.list }

// Len is how many articles are listed, Total how many the project has.
func (l *List) Len() int { return len(l.rows.refs) }

// Query is what is listed and in which order.
func (l *List) Query() annotate.Query { return l.query }

// Total is how many articles the project has, deleted ones apart.
func (l *List) Total() int { return l.total }

// Reload asks for the articles anew in the background, keeps its place, and
// calls then once they are shown.
func (l *List) Reload(then func()) {
	l.turn++
	turn, query := l.turn, l.query
	go func() {
		refs, err := l.store.Find(context.Background(), query)
		total := len(refs)
		if err == nil && filtered(query) {
			var all []annotate.Ref
			all, err = l.store.Find(context.Background(), annotate.Query{Person: query.Person, Order: annotate.ByImported})
			total = len(all)
		}
		l.post(func() {
			if turn != l.turn {
				return
			}
			if err != nil {
				l.fail(fmt.Errorf("listing the articles: %w", err))
				return
			}
			l.total = total
			l.show(refs)
			if then != nil {
				then()
			}
		})
	}()
}

func filtered(q annotate.Query) bool {
	return q.Text != "" || len(q.States) > 0 || len(q.Gold) > 0 || q.Flagged || q.Assigned || q.Deleted || q.Outlet != "" || q.Language != ""
}

func (l *List) fail(err error) {
	if l.OnFail != nil {
		l.OnFail(err)
	}
}

// show lists refs, or says why there are none.
func (l *List) show(refs []annotate.Ref) {
	l.rows = newRows(l.store, l.person, refs, l.fail)
	l.list.SetRows(l.rows)
	l.label()
	switch {
	case len(refs) > 0:
		l.body.Objects = []fyne.CanvasObject{l.list}
	case filtered(l.query):
		l.body.Objects = []fyne.CanvasObject{ui.NewEmpty("No article matches these filters.", "Clear filters", l.Clear)}
	default:
		l.body.Objects = []fyne.CanvasObject{ui.NewEmpty("Drop files or a folder here, or import them.", "Import...", func() {
			if l.OnImport != nil {
				l.OnImport()
			}
		})}
	}
	l.body.Refresh()
	l.Mark(l.current)
}

// Clear takes all filters off.
func (l *List) Clear() {
	l.query = annotate.Query{Person: l.person, Order: l.query.Order}
	l.filter.SetText("")
	l.Reload(nil)
}

// ShowDeleted lists the deleted articles, for one to be restored.
func (l *List) ShowDeleted() {
	l.query = annotate.Query{Person: l.person, Order: l.query.Order, Deleted: true}
	l.Reload(nil)
}

// ShowAssigned lists the articles that are assigned to the person.
func (l *List) ShowAssigned() {
	l.query = annotate.Query{Person: l.person, Order: l.query.Order, Assigned: true}
	l.Reload(nil)
}

// Mark makes the article that is open the current row.
func (l *List) Mark(article annotate.ID) {
	l.current, l.at = article, l.index(article)
	if l.at >= 0 {
		l.list.SetCurrent(l.at)
	}
}

// index is the place of an article in the list, -1 if it is not listed.
func (l *List) index(article annotate.ID) int {
	if article == "" {
		return -1
	}
	ref, err := l.store.Ref(context.Background(), article)
	if err != nil {
		return -1
	}
	return slices.Index(l.rows.refs, ref)
}

// Place says which of the listed articles is open: "3 of 1204"; empty if none is.
func (l *List) Place() string {
	if l.at < 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d", l.at+1, l.Len())
}

// Changed reads the row of an article anew: its state or title is another. It
// stays where it is, also where the filter or the order would now put it elsewhere.
func (l *List) Changed(article annotate.ID) {
	if i := l.index(article); i >= 0 {
		l.rows.forget(i)
		l.list.Refresh()
	}
}

// Reread reads all rows anew, since others than the open article may have
// another state. They stay where they are.
func (l *List) Reread() {
	l.rows.forgetAll()
	l.list.Refresh()
}

// Step opens the next article of the list (1) or the one before (-1); with
// open only among those whose state is new or started. It tells whether there is one.
func (l *List) Step(step int, open bool) bool {
	for i := l.at + step; i >= 0 && i < l.Len(); i += step {
		row, ok := l.rows.at(i)
		if !ok || open && row.State != annotate.New && row.State != annotate.Started {
			continue
		}
		return l.open(i)
	}
	return false
}

// First is the first article of the list.
func (l *List) First() (annotate.ID, bool) {
	row, ok := l.rows.at(0)
	return row.ID, ok
}

func (l *List) open(i int) bool {
	row, ok := l.rows.at(i)
	if ok && l.OnOpen != nil {
		l.OnOpen(row)
	}
	return ok
}

var orders = []struct {
	order annotate.Order
	name  string
}{
	{annotate.ByDate, "date"}, {annotate.ByTitle, "title"}, {annotate.ByOutlet, "outlet"},
	{annotate.ByKey, "key"}, {annotate.ByImported, "import"},
}

// goldFilters are the states of gold by which articles are chosen.
var goldFilters = []annotate.State{annotate.New, annotate.InReview, annotate.Adjudicated, annotate.Stale}

// filterName is how one of them is called.
func filterName(gold annotate.State) string {
	if gold == annotate.New {
		return "no gold"
	}
	return "gold " + gold.Words()
}

// label says on the menu's button what is listed and in which order.
func (l *List) label() {
	what := "all"
	switch {
	case l.query.Deleted:
		what = "deleted"
	case l.query.Flagged:
		what = "flagged"
	case len(l.query.Gold) > 0:
		what = filterName(l.query.Gold[0])
	case l.query.Assigned && len(l.query.States) > 0:
		what = "mine, " + string(l.query.States[0])
	case l.query.Assigned:
		what = "mine"
	case len(l.query.States) > 0:
		what = string(l.query.States[0])
	}
	i := slices.IndexFunc(orders, func(o struct {
		order annotate.Order
		name  string
	}) bool {
		return o.order == l.query.Order
	})
	l.sort.SetLabel(what + ", by " + orders[i].name)
}

// showMenu opens the menu of filters and orders below its button.
func (l *List) showMenu() {
	choose := func(name string, on bool, change func(*annotate.Query)) *fyne.MenuItem {
		item := fyne.NewMenuItem(name, func() { change(&l.query); l.Reload(nil) })
		item.Checked = on
		return item
	}
	none := func(q *annotate.Query) { q.States, q.Gold, q.Flagged, q.Deleted = nil, nil, false, false } // but for what is assigned
	items := []*fyne.MenuItem{choose("All", !filtered(l.query), func(q *annotate.Query) { none(q); q.Assigned = false })}
	for _, state := range annotate.States[:3] {
		items = append(items, choose(stateName(state), len(l.query.States) > 0 && l.query.States[0] == state, func(q *annotate.Query) {
			none(q)
			q.States = []annotate.State{state}
		}))
	}
	gold := fyne.NewMenuItem("Gold", nil)
	gold.ChildMenu = fyne.NewMenu("")
	for _, state := range goldFilters {
		gold.ChildMenu.Items = append(gold.ChildMenu.Items, choose(filterName(state), len(l.query.Gold) > 0 && l.query.Gold[0] == state, func(q *annotate.Query) {
			none(q)
			q.Gold = []annotate.State{state}
		}))
	}
	items = append(items, gold,
		choose("Assigned to me", l.query.Assigned, func(q *annotate.Query) { q.Assigned = !q.Assigned }),
		choose("Flagged", l.query.Flagged, func(q *annotate.Query) { none(q); q.Flagged = true }),
		choose("Deleted", l.query.Deleted, func(q *annotate.Query) { none(q); q.Deleted = true }),
		fyne.NewMenuItemSeparator())
	for _, o := range orders {
		items = append(items, choose("By "+o.name, l.query.Order == o.order, func(q *annotate.Query) { q.Order = o.order }))
	}
	canvas := fyne.CurrentApp().Driver().CanvasForObject(l.sort)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.sort).AddXY(0, l.sort.Size().Height)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), canvas, at)
}
