package export

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/app/theme"
	"galley/app/ui"
)

// lostTab is the number of the tab with what is lost.
const lostTab = 1

// draw shows the tab that is chosen of what would come out.
func (d *dialog) draw() {
	d.tabs.Objects = nil
	if d.preview == nil {
		text := counting
		if d.sheet != nil && d.sheet.Primary.Disabled() {
			text = "Nothing can be counted yet."
		}
		d.tabs.Add(ui.NewButton("Counts", ui.Quiet, nil))
		d.put(ui.NewEmpty(text, "", nil))
		return
	}
	draw := []func() fyne.CanvasObject{d.drawCounts, d.drawLosses, d.drawStories, d.drawSheet}
	for i, title := range []string{"Counts", fmt.Sprintf("Lost (%d)", len(d.preview.Losses)), fmt.Sprintf("Stories (%d)", len(d.preview.Stories)), "Datasheet"} {
		kind := ui.Quiet
		if i == d.tab {
			kind = ui.Normal
		}
		d.tabs.Add(ui.NewButton(title, kind, func() { d.tab = i; d.draw() }))
	}
	d.put(draw[d.tab]())
}

func (d *dialog) put(o fyne.CanvasObject) {
	d.tabs.Refresh()
	d.body.Objects = []fyne.CanvasObject{o}
	d.body.Refresh()
}

// splitNames are the splits of what would come out, in the order of the recipe.
func (d *dialog) splitNames() []string {
	r, err := d.recipe()
	if err != nil {
		return nil
	}
	var out []string
	for _, s := range r.Splits {
		out = append(out, s.Name)
	}
	return out
}

// countRow is a row of the table of counts.
type countRow struct {
	exchange.LabelCount
	head bool   // of a kind of annotation
	note string // in place of counts: what becomes of a label
}

// kinds are the heads of the groups of labels.
var kinds = map[annotate.Kind]string{
	annotate.KindMention: "Mentions", annotate.KindEntity: "Entities", annotate.KindEvent: "Events",
	annotate.KindRelation: "Relations", annotate.KindLabel: "Labels of articles",
}

// countRows are the articles, then the labels of each kind, then those that are renamed or left out.
func (d *dialog) countRows() []countRow {
	p := d.preview
	rows := []countRow{{LabelCount: exchange.LabelCount{Label: "Articles", Count: p.Articles, Splits: p.Splits}, head: true}}
	for i, l := range p.Labels {
		if i == 0 || l.Kind != p.Labels[i-1].Kind {
			head := exchange.LabelCount{Label: kinds[l.Kind], Splits: map[string]int{}}
			for _, m := range p.Labels {
				if m.Kind == l.Kind {
					head.Count += m.Count
					for split, n := range m.Splits {
						head.Splits[split] += n
					}
				}
			}
			rows = append(rows, countRow{LabelCount: head, head: true})
		}
		rows = append(rows, countRow{LabelCount: l})
	}
	for _, from := range sortedKeys(d.renamed) {
		note := "left out"
		if to := d.renamed[from]; to != "" {
			note = "now " + to
		}
		rows = append(rows, countRow{LabelCount: exchange.LabelCount{Label: from}, note: note})
	}
	return rows
}

func (d *dialog) drawCounts() fyne.CanvasObject {
	if d.preview.Articles == 0 {
		return ui.NewEmpty("No article comes in: the project has none, or none is as the recipe asks for.", "", nil)
	}
	l := theme.Of()
	rows, splits := d.countRows(), d.splitNames()
	number := l.Size.Target * 2
	columns := []ui.Column{{Title: "Label"}, {Title: "", Width: l.Size.Rail * 2}, {Title: "All", Width: number, Right: true}}
	for _, s := range splits {
		columns = append(columns, ui.Column{Title: s, Width: number, Right: true})
	}
	most := map[annotate.Kind]int{}
	for _, r := range rows {
		if !r.head {
			most[r.Kind] = max(most[r.Kind], r.Count)
		}
	}
	t := ui.NewTable(columns, len(rows), func(i int) string { return fmt.Sprint(rows[i].Kind, rows[i].Label, i) }, func(i, column int) ui.Cell {
		r := rows[i]
		switch {
		case column == 0 && r.head:
			return ui.Cell{Text: r.Label}
		case column == 0:
			c := ui.Cell{Chip: d.cfg.Chip(r.Kind, r.Label), Text: r.Label, Muted: r.note != ""}
			if c.Chip.Name == r.Label {
				c.Text = ""
			}
			return c
		case r.note != "" && column == 1:
			return ui.Cell{Text: r.note, Muted: true}
		case r.note != "" || column == 1 && r.head:
			return ui.Cell{}
		case column == 1:
			return ui.Cell{Part: float64(r.Count) / float64(max(1, most[r.Kind]))}
		case column == 2:
			return ui.Cell{Text: ui.Count(int64(r.Count))}
		}
		return ui.Cell{Text: ui.Count(int64(r.Splits[splits[column-3]])), Muted: !r.head}
	})
	t.OnChosen = func(i int) {
		if !rows[i].head {
			d.askLabel(rows[i].Label)
		}
	}
	head := container.NewVBox(ui.NewText(summary(d.preview), ui.Type{Bold: true, Fit: true}))
	if n := d.preview.Unfinished; n > 0 {
		head.Add(caption(fmt.Sprintf("Nobody has finished %d of them. State, on the left, leaves these out.", n)))
	}
	return container.NewBorder(container.NewPadded(head), d.lossLine(), nil, nil, t)
}

// summary says in a line what would come out.
func summary(p *exchange.Preview) string {
	parts := []string{ui.Plural(p.Articles, "article", "articles")}
	for _, c := range []struct {
		n         int
		one, many string
	}{
		{p.Annotations.Mentions, "mention", "mentions"}, {p.Annotations.Entities, "entity", "entities"},
		{p.Annotations.Events, "event", "events"}, {p.Annotations.Relations, "relation", "relations"},
	} {
		if c.n > 0 {
			parts = append(parts, ui.Plural(c.n, c.one, c.many))
		}
	}
	return strings.Join(parts, ", ")
}

// lossLine says in a line whether anything is lost.
func (d *dialog) lossLine() fyne.CanvasObject {
	if len(d.preview.Losses) == 0 {
		return container.NewPadded(ui.NewText("Nothing is lost.", ui.Type{Tone: ui.Success, Fit: true}))
	}
	var parts []string
	for _, l := range d.preview.Losses {
		parts = append(parts, fmt.Sprintf("%d %s", l.Count, l.What))
	}
	return ui.NewStrip("Will be lost: "+strings.Join(parts, "; "), "Show", true, func() { d.tab = lostTab; d.draw() })
}

func (d *dialog) drawLosses() fyne.CanvasObject {
	if len(d.preview.Losses) == 0 {
		return ui.NewEmpty("Nothing is lost.", "", nil)
	}
	box := container.NewVBox()
	for _, l := range d.preview.Losses {
		box.Add(ui.NewParagraph(fmt.Sprintf("%s  %s", ui.Count(int64(l.Count)), l.What), ui.Type{}))
		if l.Example != "" {
			box.Add(caption("such as " + l.Example))
		}
	}
	return container.NewVScroll(container.NewPadded(box))
}

// askLabel asks what becomes of a label.
func (d *dialog) askLabel(label string) {
	if _, renamed := d.renamed[label]; !renamed { // one that others were renamed to is not asked for by its old name
		for from, to := range d.renamed {
			if to == label && from != label {
				d.cfg.Say(from + " comes out as " + label + "; choose it below to change that.")
			}
		}
	}
	name := ui.NewEntry("name in the data set")
	name.SetText(label)
	if to := d.renamed[label]; to != "" {
		name.SetText(to)
	}
	var sheet *ui.Sheet
	change := func(to string) {
		sheet.Close()
		labels := map[string]string{}
		for from, old := range d.renamed {
			labels[from] = old
		}
		labels[label] = to
		if to == label {
			delete(labels, label)
		}
		d.rename(labels)
		d.count()
	}
	sheet = ui.ShowSheet(d.cfg.Window, ui.SheetData{
		Title: "Label " + label,
		Body:  container.NewVBox(ui.NewParagraph("Another name, such as a coarser one, in this data set. Nothing in the project changes.", ui.Type{Tone: ui.Muted}), name),
		First: name, Primary: ui.Act{Label: "Take the name", Do: func() { change(name.Text) }, Stay: true},
		Others: []ui.Act{{Label: "Cancel"}, {Label: "Leave it out", Do: func() { change("") }, Stay: true}, {Label: "As it is", Do: func() { change(label) }, Stay: true}},
	})
	name.OnSubmitted = func(text string) { change(text) }
}

func sortedKeys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
