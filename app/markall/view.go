package markall

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/theme"
	"galley/app/ui"
)

// view is what the bar shows: a line on what is searched, the places below it.
type view struct {
	bar   *Bar
	chip  *ui.Chip
	quote *ui.Text
	count *ui.Text
	where *ui.Button
	mark  *ui.Button
	list  *ui.RowList
	root  *fyne.Container
}

func newView(b *Bar) *view {
	v := &view{bar: b, chip: ui.NewChip(ui.ChipData{}), quote: ui.NewText("", ui.Type{Bold: true, Fit: true}), count: ui.NewText("", ui.Type{Tone: ui.Muted})}
	v.list = ui.NewRowList(theme.Of().Size.Row, rows{b})
	v.list.Hints = b.cfg.Hints
	v.list.Keys = v.key
	v.list.OnChosen = b.toggle
	v.list.OnCurrent = func(int) { v.point() }
	v.mark = ui.NewButton("", ui.Primary, b.Mark)
	v.where = ui.NewButton("", ui.Quiet, func() { b.all = !b.all; v.again() })
	shut := ui.NewMarkButton(ui.Close, "Close", b.Hide)
	words := ui.NewCheck("whole word", b.like.Words, func(on bool) { b.like.Words = on; v.again() })
	capitals := ui.NewCheck("case", b.like.Case, func(on bool) { b.like.Case = on; v.again() })
	marks := ui.NewCheck("ignore accents", !b.like.Marks, func(on bool) { b.like.Marks = !on; v.again() })
	head := container.NewBorder(nil, nil, ui.Middle(v.chip), container.NewHBox(ui.Middle(v.count), v.mark, shut), ui.Middle(v.quote))
	options := container.NewHBox(words, capitals, marks, v.where, ui.Middle(ui.NewText("Space leaves out", ui.Type{Tone: ui.Muted})))
	v.root = container.New(part{b.cfg.Height}, container.NewBorder(container.NewPadded(container.NewVBox(head, options)), nil, nil, nil, v.list))
	v.root.Hide()
	return v
}

// part gives its object two fifths of a height.
type part struct{ of func() float32 }

// MinSize implements fyne.Layout.
func (p part) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	return fyne.NewSize(least.Width, max(least.Height, p.of()*2/5))
}

// Layout implements fyne.Layout.
func (p part) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}

func (v *view) show() {
	b := v.bar
	style := b.cfg.Styles().Mention(annotate.LabelOf(b.model.Item))
	_, event := b.model.Item.(*annotate.Event)
	if event {
		style = b.cfg.Styles().Event(annotate.LabelOf(b.model.Item))
	}
	v.chip.Set(ui.ChipData{Name: style.Short, Color: style.Entry.ID, Trigger: event})
	v.quote.Set(ui.CutMiddle(b.model.Text, 40), ui.Type{Bold: true, Fit: true})
	v.root.Show()
	b.cfg.Shown()
	b.cfg.Focus(v.list)
}

func (v *view) hide() {
	v.root.Hide()
	v.bar.cfg.Shown()
}

// again searches with other options.
func (v *view) again() {
	if v.bar.Visible() {
		v.bar.search()
		v.bar.cfg.Focus(v.list)
	}
}

func (v *view) searching() {
	v.refresh()
	v.count.Set("searching", ui.Type{Tone: ui.Muted})
}

// found shows another list of places.
func (v *view) found() {
	v.refresh()
	v.list.SetCurrent(0)
	v.point()
}

func (v *view) refresh() {
	v.list.SetRows(rows{v.bar})
	n, articles := v.bar.taken()
	count := fmt.Sprintf("%d here", len(v.bar.places))
	if v.bar.all {
		count = fmt.Sprintf("%d of %d, in %s", n, len(v.bar.places), ui.Plural(articles, "article", "articles"))
	}
	v.count.Set(count, ui.Type{Tone: ui.Muted})
	v.mark.SetLabel(fmt.Sprintf("Mark %d  Enter", n))
	where, id := "Whole project  ", "annotate.markIdenticalProject"
	if v.bar.all {
		where, id = "This article only  ", "annotate.markIdentical"
	}
	v.where.SetLabel(where + v.bar.cfg.KeyOf(id))
}

// point points out the places of the open article, the current one most.
func (v *view) point() {
	doc := v.bar.cfg.Session.Document()
	var spans []span.Span
	at := -1
	for i, p := range v.bar.places {
		if doc == nil || p.doc.Article.ID != doc.Article.ID {
			continue
		}
		if i == v.list.Current() {
			at = len(spans)
		}
		spans = append(spans, p.at.Span)
	}
	v.bar.cfg.Show(spans, at)
}

func (v *view) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeySpace:
		v.bar.toggle(v.list.Current())
	case fyne.KeyReturn, fyne.KeyEnter:
		v.bar.Mark()
	case fyne.KeyEscape:
		v.bar.Hide()
	default:
		return false
	}
	return true
}

// rows are the places as the list shows them.
type rows struct{ b *Bar }

// Len implements ui.Rows.
func (r rows) Len() int { return len(r.b.places) }

// ID implements ui.Rows.
func (r rows) ID(i int) string {
	p := r.b.places[i]
	return fmt.Sprint(p.doc.Article.ID, " ", p.at.Span.Start)
}

// Row implements ui.Rows.
func (r rows) Row(i int) ui.Row {
	p := r.b.places[i]
	row := ui.Row{Mark: ui.Checked, Title: p.context}
	if p.out {
		row.Mark = ui.Unchecked
	}
	if r.b.all {
		row.Right = ui.CutMiddle(p.doc.Article.Title, 28)
		row.Hint = ui.Hint{Title: p.doc.Article.Title, Line: p.doc.Article.Outlet + "  " + p.doc.Article.Published}
	}
	if p.at.Taken != nil {
		row.Right = "already " + annotate.LabelOf(p.at.Taken)
	}
	return row
}
