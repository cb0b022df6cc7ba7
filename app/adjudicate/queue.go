// Package adjudicate has the panes of the review page: the queue of conflicts
// and the card of the one that is decided. They get data and callbacks.
package adjudicate

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/theme"
	"galley/app/ui"
)

// QueueConfig is what the queue works with. The functions are called on the window's goroutine.
type QueueConfig struct {
	Hints   *ui.Hints
	Chip    func(kind annotate.Kind, label string) ui.ChipData
	Title   func(article annotate.ID) string // of an article, for the second line
	Changed func(review.Query)               // other filters or another order
	Chosen  func(i int)                      // a row was chosen
	Leave   func()                           // Esc
}

// Queue is the pane at the left. A row keeps its place when it is decided: only
// another filter, another order and going on at the end list anew.
type Queue struct {
	cfg   QueueConfig
	query review.Query
	page  review.Page

	count  *ui.Text
	note   *ui.Text
	which  *ui.Select
	order  *ui.Select
	kind   *ui.Select
	label  *ui.Select
	pair   *ui.Select
	pairs  []review.Pair
	list   *ui.RowList
	body   *fyne.Container
	empty  string // what the list is said to be when it has no rows
	root   *fyne.Container
	filter *fyne.Container
}

// stateFilters are the choices of states.
var stateFilters = []struct {
	name   string
	states []review.State
}{
	{"to do", review.ToDo},
	{"open", []review.State{review.Open}},
	{"stale", []review.State{review.Stale}},
	{"to discuss", []review.State{review.Discuss}},
	{"adjudicators differ", []review.State{review.Differ}},
	{"decided", []review.State{review.Decided, review.Rejected, review.Accepted}},
	{"all", nil},
}

// orders are the choices of order.
var orders = []struct {
	name  string
	order review.Order
}{{"severity", review.BySeverity}, {"article", review.ByArticle}, {"label", review.ByLabel}}

const (
	allKinds  = "all kinds"
	allLabels = "all labels"
	allPairs  = "all pairs"
)

// kindNames are the kinds of set as they are called.
var kindNames = []struct {
	kind annotate.Kind
	name string
}{
	{annotate.KindMention, "mentions"}, {annotate.KindEvent, "events"}, {annotate.KindEntity, "chains"},
	{annotate.KindRelation, "relations"}, {annotate.KindLabel, "document labels"},
}

// NewQueue makes the pane.
func NewQueue(cfg QueueConfig) *Queue {
	q := &Queue{cfg: cfg, query: review.Query{States: review.ToDo, Finished: true, Order: review.BySeverity}}
	q.count = ui.NewText("", ui.Type{Bold: true})
	q.note = ui.NewText("", ui.Type{Size: theme.Of().Type.UI.Small, Tone: ui.Muted, Fit: true})
	names := func(n int, name func(int) string) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = name(i)
		}
		return out
	}
	q.which = choice(names(len(stateFilters), func(i int) string { return stateFilters[i].name }), func(i int) {
		q.query.States = stateFilters[i].states
		q.query.Finished = q.query.States != nil // all are also those of articles on which somebody is at work
		q.changed()
	})
	q.order = choice(names(len(orders), func(i int) string { return orders[i].name }), func(i int) { q.query.Order = orders[i].order; q.changed() })
	kinds := append([]string{allKinds}, names(len(kindNames), func(i int) string { return kindNames[i].name })...)
	for _, d := range review.Differences {
		kinds = append(kinds, string(d))
	}
	q.kind = choice(kinds, func(i int) {
		q.query.Kind, q.query.Differs = "", ""
		switch {
		case i > len(kindNames):
			q.query.Differs = review.Differences[i-1-len(kindNames)]
		case i > 0:
			q.query.Kind = kindNames[i-1].kind
		}
		q.changed()
	})
	q.label = choice([]string{allLabels}, func(i int) {
		q.query.Labels = nil
		if i > 0 {
			q.query.Labels = []string{q.label.Options[i]}
		}
		q.changed()
	})
	q.pair = choice([]string{allPairs}, func(i int) {
		q.query.Pair = review.Pair{}
		if i > 0 && i <= len(q.pairs) {
			q.query.Pair = q.pairs[i-1]
		}
		q.changed()
	})
	q.list = ui.NewRowList(theme.Of().Size.RowRich, rows{q})
	q.list.Hints = cfg.Hints
	q.list.OnChosen = func(i int) { cfg.Chosen(i) }
	q.list.Keys = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyEscape {
			cfg.Leave()
			return true
		}
		return false
	}
	q.filter = container.NewVBox(container.NewGridWithColumns(2, q.which, q.order), container.NewGridWithColumns(2, q.kind, q.label), q.pair)
	q.body = container.NewStack(q.list)
	space := theme.Of().Space
	heading := container.New(layout.NewCustomPaddedLayout(space.Unit, 0, space.L, space.L), container.NewBorder(nil, nil, q.count, nil, ui.Middle(q.note)))
	head := container.New(layout.NewCustomPaddedVBoxLayout(0), heading, container.NewPadded(q.filter))
	q.root = container.NewBorder(head, nil, nil, nil, q.body)
	return q
}

// choice is a select that tells the number of what is chosen.
func choice(options []string, chosen func(i int)) *ui.Select {
	s := ui.NewSelect(options, nil)
	s.Selected = options[0]
	s.OnChanged = func(string) { chosen(s.SelectedIndex()) }
	return s
}

func (q *Queue) changed() { q.cfg.Changed(q.query) }

// Object is what the pane shows.
func (q *Queue) Object() fyne.CanvasObject { return q.root }

// Focusable is what takes the keyboard when the pane is entered.
func (q *Queue) Focusable() fyne.Focusable { return q.list }

// Query is what is listed and in which order.
func (q *Queue) Query() review.Query { return q.query }

// SetQuery shows other filters, as another page asks for them.
func (q *Queue) SetQuery(query review.Query) {
	q.query = query
	q.which.Selected = stateFilters[len(stateFilters)-1].name
	for _, f := range stateFilters {
		if slices.Equal(f.states, query.States) {
			q.which.Selected = f.name
		}
	}
	q.kind.Selected, q.label.Selected, q.pair.Selected = allKinds, allLabels, allPairs
	for _, k := range kindNames {
		if k.kind == query.Kind {
			q.kind.Selected = k.name
		}
	}
	if query.Differs != "" {
		q.kind.Selected = string(query.Differs)
	}
	if len(query.Labels) > 0 {
		q.label.Selected = strings.Join(query.Labels, ", ")
	}
	q.filter.Refresh()
}

// SetChoices gives the labels and the pairs of people that can be filtered by.
func (q *Queue) SetChoices(labels []string, pairs []review.Pair, names []string) {
	q.label.Options = append([]string{allLabels}, labels...)
	q.pair.Options = append([]string{allPairs}, names...)
	q.pairs = pairs
	if len(pairs) > 1 {
		q.pair.Show()
	} else {
		q.pair.Hide() // there is nothing to choose
	}
}

// Filtered tells whether anything is left out but what is decided.
func (q *Queue) Filtered() bool {
	return !slices.Equal(q.query.States, review.ToDo) || q.query.Kind != "" || q.query.Differs != "" || q.query.Labels != nil || q.query.Pair != (review.Pair{})
}

// ClearFilters lists all that is to do, and tells so.
func (q *Queue) ClearFilters() {
	q.SetQuery(review.Query{States: review.ToDo, Finished: true, Order: q.query.Order})
	q.changed()
}

// ShowFilters shows or hides the filters: one person's work has none.
func (q *Queue) ShowFilters(on bool) {
	if on {
		q.filter.Show()
	} else {
		q.filter.Hide()
	}
}

// Set lists a page, and note tells of it.
func (q *Queue) Set(p review.Page, note string) {
	q.page = p
	q.list.SetRows(rows{q})
	q.tell(note)
}

// SetCounts counts anew and leaves the rows as they are.
func (q *Queue) SetCounts(p review.Page, note string) {
	p.Conflicts = q.page.Conflicts
	q.page = p
	q.tell(note)
}

// tell shows the counter, the note, and why the list is empty.
func (q *Queue) tell(note string) {
	q.showCount()
	q.note.SetText(note)
	empty := ""
	if len(q.page.Conflicts) == 0 {
		switch empty = "No conflict is open."; {
		case q.page.Due > 0:
			empty = "Comparing..."
		case q.Filtered():
			empty = "No conflict matches these filters."
		}
	}
	if empty == q.empty {
		return
	}
	q.empty = empty
	q.body.Objects = []fyne.CanvasObject{q.list}
	if empty != "" {
		q.body.Objects = []fyne.CanvasObject{ui.NewEmpty(empty, "", nil)}
	}
	q.body.Refresh()
}

// Rows are the conflicts listed.
func (q *Queue) Rows() []review.Conflict { return q.page.Conflicts }

// Page is what is listed.
func (q *Queue) Page() review.Page { return q.page }

// Current is the number of the current row, -1 for none.
func (q *Queue) Current() int { return q.list.Current() }

// SetCurrent makes a row the current one.
func (q *Queue) SetCurrent(i int) { q.list.SetCurrent(i) }

// SetStates gives rows of an article the states that they have now, by the key of their set.
func (q *Queue) SetStates(article annotate.ID, states map[string]review.State) {
	for i := range q.page.Conflicts {
		c := &q.page.Conflicts[i]
		now, ok := states[c.Set]
		if c.Article != article || !ok || now == c.State {
			continue
		}
		was, is := slices.Contains(review.ToDo, c.State), slices.Contains(review.ToDo, now)
		switch {
		case was && !is:
			q.page.Open--
		case is && !was:
			q.page.Open++
		}
		c.State = now
	}
	q.list.SetRows(rows{q})
	q.showCount()
}

// showCount says how many conflicts there are; where there is none, what stands
// in the place of the list says so.
func (q *Queue) showCount() {
	count := ""
	if q.page.All > 0 {
		count = fmt.Sprintf("%d of %d open", q.page.Open, q.page.All)
	}
	q.count.SetText(count)
}

// rows are the conflicts as the list shows them.
type rows struct{ q *Queue }

// Len implements ui.Rows.
func (r rows) Len() int { return len(r.q.page.Conflicts) }

// ID implements ui.Rows.
func (r rows) ID(i int) string {
	c := &r.q.page.Conflicts[i]
	return string(c.Article) + " " + c.Set
}

// Row implements ui.Rows.
func (r rows) Row(i int) ui.Row {
	c := &r.q.page.Conflicts[i]
	row := ui.Row{Mark: markOf(c.State), Chip: r.q.cfg.Chip(c.Kind, c.Label), Title: c.Quote, Detail: differences(c.Differs)}
	if row.Title == "" {
		row.Title = c.Label
	}
	if row.Detail == "" {
		row.Detail = string(c.State)
	}
	if title := r.q.cfg.Title(c.Article); title != "" {
		row.Detail += " · " + title
	}
	if c.Waiting > 0 {
		row.Right = fmt.Sprintf("%d to finish", c.Waiting)
	}
	row.Dim = !slices.Contains(review.ToDo, c.State)
	row.Hint = ui.Hint{Title: row.Title, Line: string(c.State) + ": " + row.Detail}
	return row
}

// markOf is the sign of a state.
func markOf(s review.State) ui.Mark {
	switch s {
	case review.Stale:
		return ui.Stale
	case review.Discuss, review.SentBack:
		return ui.Note
	case review.Differ:
		return ui.Triangle
	case review.Decided, review.Accepted, review.Settled:
		return ui.Done
	case review.Rejected:
		return ui.Close
	}
	return ui.New
}

func differences(list []review.Difference) string {
	var out []string
	for _, d := range list {
		out = append(out, string(d))
	}
	return strings.Join(out, ", ")
}
