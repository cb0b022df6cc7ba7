// Package start is the page that Galley opens with: recent projects, a new one,
// the sample.
package start

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/app/settings"
	"galley/app/theme"
	"galley/app/ui"
)

// Actions are what the page can ask for.
type Actions struct {
	New, Open, Sample func()
	Recent            func(path string)
	Find              func(path string) // the file is not where it was
	Forget            func(path string)
}

// Page makes the start page.
func Page(recents []settings.Recent, now time.Time, act Actions) (fyne.CanvasObject, fyne.Focusable) {
	look := theme.Of()
	head := container.NewBorder(nil, nil,
		ui.Middle(ui.NewText("Galley", ui.Type{Size: look.Type.UI.Display, Bold: true})),
		container.NewHBox(ui.NewButton("New project...", ui.Primary, act.New), ui.NewButton("Open...", ui.Normal, act.Open)))
	sample := container.NewBorder(nil, nil, nil, ui.NewButton("Open the sample", ui.Normal, act.Sample),
		ui.Middle(ui.NewText("Or start with the sample project: 30 articles, two annotators, ready to explore.", ui.Type{Tone: ui.Muted, Fit: true})))

	if len(recents) == 0 {
		none := ui.NewText("Nothing was open yet: make a project, or open one that you were given.", ui.Type{Tone: ui.Muted, Fit: true})
		column := container.NewVBox(head, gap(look.Space.XXL), none, gap(look.Space.XXL), sample)
		return container.New(&centred{width: 720}, column), nil
	}
	list := recentList(recents, now, act)
	recent := container.NewBorder(ui.NewText("Recent", ui.Type{Bold: true, Tone: ui.Muted}), nil, nil, nil, list)
	column := container.NewBorder(head, sample, nil, nil, container.NewBorder(gap(look.Space.XXL), gap(look.Space.XXL), nil, nil, recent))
	return container.New(&centred{width: 720}, column), list
}

func recentList(recents []settings.Recent, now time.Time, act Actions) *ui.RowList {
	rows := newRows(recents, now)
	list := ui.NewRowList(theme.Of().Size.RowRich, rows)
	list.TypeAhead = true
	list.OnChosen = func(i int) {
		if rows.missing[i] {
			act.Find(recents[i].Path)
		} else {
			act.Recent(recents[i].Path)
		}
	}
	list.OnMenu = func(i int, at fyne.Position) {
		menu := fyne.NewMenu("", fyne.NewMenuItem("Remove from list", func() { act.Forget(recents[i].Path) }))
		widget.ShowPopUpMenuAtPosition(menu, fyne.CurrentApp().Driver().CanvasForObject(list), at)
	}
	list.SetCurrent(0)
	return list
}

func gap(h float32) fyne.CanvasObject { return container.New(fixed{h}) }

// fixed is empty space of a height.
type fixed struct{ height float32 }

func (f fixed) MinSize([]fyne.CanvasObject) fyne.Size     { return fyne.NewSize(0, f.height) }
func (f fixed) Layout(_ []fyne.CanvasObject, _ fyne.Size) {}

// centred is one column in the middle of the window.
type centred struct{ width float32 }

// MinSize implements fyne.Layout.
func (c *centred) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(320, objects[0].MinSize().Height)
}

// Layout implements fyne.Layout.
func (c *centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := theme.Of()
	w := min(c.width*look.Scale, size.Width-2*look.Space.Page)
	top := look.Space.Page * 2
	objects[0].Resize(fyne.NewSize(w, size.Height-2*top))
	objects[0].Move(fyne.NewPos((size.Width-w)/2, top))
}

// rows are the recent projects.
type rows struct {
	recents []settings.Recent
	missing []bool
	now     time.Time
}

func newRows(recents []settings.Recent, now time.Time) rows {
	r := rows{recents: recents, missing: make([]bool, len(recents)), now: now}
	for i, p := range recents {
		_, err := os.Stat(p.Path)
		r.missing[i] = err != nil && errors.Is(err, fs.ErrNotExist)
	}
	return r
}

// Len implements ui.Rows.
func (r rows) Len() int { return len(r.recents) }

// ID implements ui.Rows.
func (r rows) ID(i int) string { return r.recents[i].Path }

// Row implements ui.Rows.
func (r rows) Row(i int) ui.Row {
	p := r.recents[i]
	row := ui.Row{
		Title:  filepath.Base(p.Path),
		Detail: fmt.Sprintf("%s, %d done", ui.Plural(p.Articles, "article", "articles"), p.Done),
		Right:  ago(p.At, r.now) + "   " + p.Name,
		Hint:   ui.Hint{Title: p.Path},
	}
	if r.missing[i] {
		row.Detail, row.Dim = "missing: Enter finds it", true
	}
	return row
}

// ago is a time as people say it.
func ago(t, now time.Time) string {
	y1, m1, d1 := t.Date()
	days := func(n int) bool {
		y, m, d := now.AddDate(0, 0, -n).Date()
		return y == y1 && m == m1 && d == d1
	}
	switch {
	case t.IsZero():
		return ""
	case days(0):
		return "today"
	case days(1):
		return "yesterday"
	case now.Sub(t) < 6*24*time.Hour:
		return t.Weekday().String()
	}
	return t.Format("2 January 2006")
}
