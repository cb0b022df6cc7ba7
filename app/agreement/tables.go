package agreement

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"galley/annotate/agree"
	"galley/annotate/reliability"
	"galley/app/theme"
	"galley/app/ui"
)

// tab is one of the tables of the page, which shows one at a time.
type tab struct {
	name string
	make func() *ui.Table
}

func (p *Page) tabs() []tab {
	return []tab{
		{"Labels", p.labelTable}, {"All measures", p.measureTable}, {"Pairs", p.pairTable},
		{"Articles", p.articleTable}, {"Weeks", p.weekTable},
	}
}

// showTable shows the table that is chosen, with buttons for the others.
func (p *Page) showTable() {
	t := p.tabs()[p.tab].make()
	t.List.Hints = p.cfg.Hints
	p.focus = t.List
	names := container.NewHBox()
	for i, tab := range p.tabs() {
		kind := ui.Quiet
		if i == p.tab {
			kind = ui.Normal
		}
		names.Add(ui.NewButton(tab.name, kind, func() {
			p.tab = i
			p.showTable()
			p.tables.Refresh()
			if c := fyne.CurrentApp().Driver().CanvasForObject(p.root); c != nil {
				c.Focus(p.focus)
			}
		}))
	}
	side := theme.Of().Space.M
	p.tables.Objects = []fyne.CanvasObject{container.NewBorder(container.New(layout.NewCustomPaddedLayout(side, side, side, side), names), nil, nil, nil, t)}
}

// Widths of columns in dp.
const (
	barWidth    = 96
	numberWidth = 108
	shortWidth  = 48
	unitsWidth  = 72
	trendWidth  = 72
	dayWidth    = 76
)

// barOf is a measure as a bar; nil where it has no number.
func barOf(m reliability.Measure) *ui.Bar {
	if !m.Defined() {
		return nil
	}
	return &ui.Bar{Value: m.Number, Low: m.Interval.Low, High: m.Interval.High, Sure: m.Interval.Undefined == ""}
}

// byNumber orders measures: what is undefined is below all numbers.
func byNumber(a, b agree.Value) bool {
	if !a.Defined() || !b.Defined() {
		return !a.Defined() && b.Defined()
	}
	return a.Number < b.Number
}

// labelTable has each label with its interval, how much there is of it, and how it went by week.
func (p *Page) labelTable() *ui.Table {
	_, labels := p.measures()
	labels = reliability.Leads(labels)
	name := func(i int) string { return labels[i].Of + " " + labels[i].Label }
	columns := []ui.Column{
		{Title: "Label", Less: func(a, b int) bool { return name(a) < name(b) }},
		{Title: "F1", Width: barWidth, Less: func(a, b int) bool { return byNumber(labels[a].Value, labels[b].Value) }},
		{Title: "with interval", Width: numberWidth},
		{Title: "Units", Width: unitsWidth, Right: true, Less: func(a, b int) bool { return labels[a].Value.N < labels[b].Value.N }},
	}
	columns = append(columns, p.trendColumn()...)
	return ui.NewTable(columns, len(labels), name, func(i, c int) ui.Cell {
		m := labels[i]
		switch c {
		case 0:
			return ui.Cell{Chip: p.cfg.Chip(m.Of, m.Label), Text: m.Label}
		case 1:
			return ui.Cell{Bar: barOf(m)}
		case 2:
			return ui.Cell{Text: m.Text(), Muted: !m.Defined()}
		case 3:
			return ui.Cell{Text: m.Counted(), Muted: true}
		}
		return ui.Cell{Trend: p.trend(m)}
	})
}

// trendColumn is a column for how measures went by week, where there are weeks to tell of.
func (p *Page) trendColumn() []ui.Column {
	if !p.overall() || len(p.report.Weeks) < 2 {
		return nil
	}
	return []ui.Column{{Title: "By week", Width: trendWidth}}
}

// trend is a measure by week: one that is shown first, or one of a label; nil for others.
func (p *Page) trend(m reliability.Measure) []ui.Point {
	var points []ui.Point
	known := false
	for _, w := range p.report.Weeks {
		pt := ui.Point{Mark: w.Changed}
		for _, x := range slices.Concat(w.Measures, w.Labels) {
			if x.Of == m.Of && x.Label == m.Label && x.Name == m.Name {
				pt.Value, pt.Known = x.Number, x.Defined()
			}
		}
		points, known = append(points, pt), known || pt.Known
	}
	if !known {
		return nil
	}
	return points
}

// measureTable has every measure, and of what does not apply the reason.
func (p *Page) measureTable() *ui.Table {
	all, _ := p.measures()
	what := func(i int) string {
		return strings.TrimSpace(reliability.KindTitle(all[i].Of)+" "+all[i].Label) + ", " + all[i].Title()
	}
	columns := []ui.Column{
		{Title: "Measure", Width: 2 * numberWidth}, {Title: "Value", Least: numberWidth, Less: func(a, b int) bool { return byNumber(all[a].Value, all[b].Value) }},
		{Title: "Units", Width: unitsWidth, Right: true},
	}
	columns = append(columns, p.trendColumn()...)
	t := ui.NewTable(columns, len(all), what, func(i, c int) ui.Cell {
		switch c {
		case 0:
			return ui.Cell{Text: what(i)}
		case 1:
			return ui.Cell{Text: all[i].Text(), Muted: !all[i].Defined()}
		case 2:
			return ui.Cell{Text: all[i].Counted(), Muted: true}
		}
		return ui.Cell{Trend: p.trend(all[i])}
	})
	t.Hint = func(i int) ui.Hint { return ui.Hint{Title: what(i), Line: all[i].Text()} }
	return t
}

// headlines are the columns of first measures that someone has a number of.
func headlines(lists ...[]reliability.Measure) []reliability.Measure {
	var out []reliability.Measure
	for _, list := range lists {
		for _, m := range list {
			known := slices.ContainsFunc(out, func(x reliability.Measure) bool { return x.Of == m.Of && x.Name == m.Name })
			if m.Headline() && m.Defined() && !known {
				out = append(out, m)
			}
		}
	}
	return out
}

// find is a measure like another in a list.
func find(list []reliability.Measure, like reliability.Measure) agree.Value {
	for _, m := range list {
		if m.Of == like.Of && m.Name == like.Name && m.Label == like.Label {
			return m.Value
		}
	}
	return agree.Value{Undefined: "it was not measured"}
}

// short is what a measure is called at the head of a narrow column.
var short = map[string]string{
	"strict_f1": "Strict", "partial_f1": "Partial", "gamma": "Gamma", "trigger_cls_f1": "Trigger",
	"arg_cls_attached_f1": "Args", "conll_f1": "Chains", "alpha": "Labels",
}

// numbers are columns for first measures, with the cell of a row in each.
func numbers(heads []reliability.Measure, of func(row int) []reliability.Measure) (columns []ui.Column, cell func(row, column int) ui.Cell) {
	for _, h := range heads {
		columns = append(columns, ui.Column{Title: short[h.Name], Width: shortWidth, Right: true, Less: func(a, b int) bool {
			return byNumber(find(of(a), h), find(of(b), h))
		}})
	}
	return columns, func(row, column int) ui.Cell {
		v := find(of(row), heads[column])
		if !v.Defined() {
			return ui.Cell{Text: "–", Muted: true}
		}
		return ui.Cell{Text: fmt.Sprintf("%.2f", v.Number)}
	}
}

// pairTable has each pair; a click shows it.
func (p *Page) pairTable() *ui.Table {
	pairs := p.report.Pairs
	var lists [][]reliability.Measure
	for _, pair := range pairs {
		lists = append(lists, pair.Measures)
	}
	more, cell := numbers(headlines(lists...), func(i int) []reliability.Measure { return pairs[i].Measures })
	columns := append([]ui.Column{
		{Title: "Who", Less: func(a, b int) bool { return p.pairName(pairs[a]) < p.pairName(pairs[b]) }},
		{Title: "Articles", Width: shortWidth, Right: true, Less: func(a, b int) bool { return pairs[a].Articles < pairs[b].Articles }},
	}, more...)
	t := ui.NewTable(columns, len(pairs), func(i int) string { return p.pairName(pairs[i]) }, func(i, c int) ui.Cell {
		switch c {
		case 0:
			return ui.Cell{Text: p.pairName(pairs[i])}
		case 1:
			return ui.Cell{Text: fmt.Sprint(pairs[i].Articles), Muted: true}
		}
		return cell(i, c-2)
	})
	t.OnChosen = p.showPair
	return t
}

// articleTable has each article; a click opens it.
func (p *Page) articleTable() *ui.Table {
	all := p.report.PerArticle
	var lists [][]reliability.Measure
	for _, a := range all {
		lists = append(lists, a.Measures)
	}
	more, cell := numbers(headlines(lists...), func(i int) []reliability.Measure { return all[i].Measures })
	title := func(i int) string {
		if all[i].Title != "" {
			return all[i].Title
		}
		return all[i].Key
	}
	columns := append([]ui.Column{{Title: "Article", Less: func(a, b int) bool { return title(a) < title(b) }}}, more...)
	t := ui.NewTable(columns, len(all), func(i int) string { return string(all[i].ID) }, func(i, c int) ui.Cell {
		if c == 0 {
			return ui.Cell{Text: title(i)}
		}
		return cell(i, c-1)
	})
	t.OnChosen = func(i int) { p.cfg.Article(all[i].ID) }
	return t
}

// weekTable has each week in which articles were annotated last.
func (p *Page) weekTable() *ui.Table {
	weeks := p.report.Weeks
	var lists [][]reliability.Measure
	for _, w := range weeks {
		lists = append(lists, w.Measures)
	}
	more, cell := numbers(headlines(lists...), func(i int) []reliability.Measure { return weeks[i].Measures })
	day := func(i int) string { return weeks[i].Monday.Format("2006-01-02") }
	columns := append([]ui.Column{
		{Title: "Week from", Least: dayWidth, Less: func(a, b int) bool { return day(a) < day(b) }},
		{Title: "Articles", Width: shortWidth, Right: true, Less: func(a, b int) bool { return weeks[a].Articles < weeks[b].Articles }},
	}, more...)
	said := func(i int) string {
		if !weeks[i].Changed {
			return day(i)
		}
		return fmt.Sprintf("%s   schema %d", day(i), weeks[i].Schema)
	}
	t := ui.NewTable(columns, len(weeks), day, func(i, c int) ui.Cell {
		switch c {
		case 0:
			return ui.Cell{Text: said(i)}
		case 1:
			return ui.Cell{Text: fmt.Sprint(weeks[i].Articles), Muted: true}
		}
		return cell(i, c-2)
	})
	t.Hint = func(i int) ui.Hint { return ui.Hint{Title: said(i)} }
	return t
}
