package corpus

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"galley/annotate"
	"galley/app/ui"
)

// rows reads what is in view, a page at a time: a project may have 100,000
// articles, and what is kept of one that is not in view are 8 bytes.
type rows struct {
	store  Store
	person annotate.ID
	refs   []annotate.Ref
	pages  map[int][]annotate.Row
	fail   func(error)
}

const (
	pageRows  = 64
	mostPages = 64
)

func newRows(store Store, person annotate.ID, refs []annotate.Ref, fail func(error)) *rows {
	return &rows{store: store, person: person, refs: refs, pages: map[int][]annotate.Row{}, fail: fail}
}

// Len implements ui.Rows.
func (r *rows) Len() int { return len(r.refs) }

// ID implements ui.Rows.
func (r *rows) ID(i int) string { return fmt.Sprint(int64(r.refs[i])) }

// Row implements ui.Rows.
func (r *rows) Row(i int) ui.Row {
	row, ok := r.at(i)
	if !ok {
		return ui.Row{Title: "", Dim: true}
	}
	title := row.Title
	if title == "" {
		title = row.Key
	}
	// The mark keeps the date in its order behind an Arabic name.
	const leftToRight = "\u200e"
	detail := strings.TrimSpace(row.Outlet + "  " + leftToRight + date(row.Published))
	if row.Outlet == "" && row.Published == "" {
		detail = row.Key
	}
	return ui.Row{
		Mark: stateMark(row.State), Second: goldMark(row.Gold), Title: title, Detail: detail, Flag: row.Flagged, Dim: row.Deleted,
		Hint: ui.Hint{Title: title, Line: strings.Join(parts(row.Outlet, date(row.Published), row.Language, stateName(row.State), goldName(row.Gold)), " - ")},
	}
}

func parts(all ...string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// at is the i-th row.
func (r *rows) at(i int) (annotate.Row, bool) {
	if i < 0 || i >= len(r.refs) {
		return annotate.Row{}, false
	}
	page := i / pageRows
	got, ok := r.pages[page]
	if !ok {
		refs := r.refs[page*pageRows : min((page+1)*pageRows, len(r.refs))]
		var err error
		if got, err = r.store.Rows(context.Background(), r.person, refs); err != nil {
			r.fail(fmt.Errorf("listing the articles: %w", err))
			return annotate.Row{}, false
		}
		if len(r.pages) >= mostPages {
			clear(r.pages)
		}
		r.pages[page] = got
	}
	// Rows leaves out what is no more, so a row need not stand at its place.
	for j := min(i%pageRows, len(got)-1); j >= 0; j-- {
		if got[j].Ref == r.refs[i] {
			return got[j], true
		}
	}
	return annotate.Row{}, false
}

// forget makes the page of the i-th row be read anew, forgetAll every page.
func (r *rows) forget(i int) { delete(r.pages, i/pageRows) }
func (r *rows) forgetAll()   { clear(r.pages) }

// stateMark is the sign of a state.
func stateMark(s annotate.State) ui.Mark {
	switch s {
	case annotate.Started:
		return ui.Started
	case annotate.Done:
		return ui.Done
	case annotate.InReview:
		return ui.InReview
	case annotate.Adjudicated:
		return ui.Adjudicated
	case annotate.Stale:
		return ui.Stale
	}
	return ui.New
}

// goldMark is the sign of the state of an article's gold; where nobody has begun to decide there is none.
func goldMark(s annotate.State) ui.Mark {
	if s == annotate.New {
		return ui.NoMark
	}
	return stateMark(s)
}

// goldName says what the sign of the gold's state means.
func goldName(s annotate.State) string {
	if s == annotate.New {
		return ""
	}
	return "Gold: " + s.Words()
}

// stateName is a state as it begins a line.
func stateName(s annotate.State) string {
	words := cmp.Or(s, annotate.New).Words()
	return strings.ToUpper(words[:1]) + words[1:]
}

// date is an ISO date as people write it; what is none stays as it is.
func date(published string) string {
	t, err := time.Parse(time.DateOnly, published[:min(len(published), len(time.DateOnly))])
	if err != nil {
		return published
	}
	return t.Format("2 January 2006")
}
