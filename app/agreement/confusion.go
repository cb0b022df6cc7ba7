package agreement

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate/agree"
	"galley/annotate/reliability"
	"galley/app/theme"
	"galley/app/ui"
)

// confusion shows what the pair shown called the same things; of everybody that
// of the first pair.
func (p *Page) confusion() fyne.CanvasObject {
	l := theme.Of()
	if len(p.report.Pairs) == 0 {
		return container.NewStack()
	}
	pair := p.report.Pairs[max(p.pair, 0)]
	var names []string
	for _, c := range pair.Confusion {
		names = append(names, nameOf(c))
	}
	if len(names) == 0 {
		return ui.NewEmpty("Neither marked anything.", "", nil)
	}
	box := container.NewStack()
	show := func(name string) {
		p.kind = name
		i := max(0, slices.Index(names, name))
		box.Objects = []fyne.CanvasObject{container.NewScroll(padded(p.matrix(pair, pair.Confusion[i]), l.Space.S))}
		box.Refresh()
	}
	kinds := ui.NewSelect(names, show)
	kinds.Selected = names[max(0, slices.Index(names, p.kind))]
	show(kinds.Selected)
	a, b := p.report.Coders[pair.A], p.report.Coders[pair.B]
	caption := ui.NewText(fmt.Sprintf("rows %s, columns %s; Enter or a click opens the places", a, b), ui.Type{Size: l.Type.UI.Small, Tone: ui.Muted, Fit: true})
	head := container.NewBorder(nil, nil, ui.Middle(kinds), nil, ui.Middle(caption))
	return container.NewBorder(padded(head, l.Space.M), nil, nil, nil, box)
}

// nameOf is what a confusion is called: its kind, or the document label.
func nameOf(c reliability.Confusion) string {
	if c.Label != "" {
		return reliability.KindTitle(c.Of) + " " + c.Label
	}
	return reliability.KindTitle(c.Of)
}

// matrix is a confusion of a pair.
func (p *Page) matrix(pair reliability.Pair, c reliability.Confusion) fyne.CanvasObject {
	rows, columns, counts := reliability.Grid(c)
	chips := func(labels []string) []ui.ChipData {
		out := make([]ui.ChipData, len(labels))
		for i, label := range labels {
			out[i] = ui.ChipData{Name: ui.CutMiddle(label, 24)}
			if c.Of != reliability.Labels && label != agree.None {
				out[i] = p.cfg.Chip(c.Of, label)
			}
		}
		return out
	}
	a, b := p.report.Coders[pair.A], p.report.Coders[pair.B]
	m := ui.NewMatrix(ui.MatrixData{
		Rows: chips(rows), Columns: chips(columns), Counts: counts,
		Hint: func(i, j int) ui.Hint {
			return ui.Hint{Title: fmt.Sprintf("%d", counts[i][j]), Line: fmt.Sprintf("%s: %s, %s: %s", a, rows[i], b, columns[j]), Key: "Enter"}
		},
	})
	m.Hints = p.cfg.Hints
	m.OnChosen = func(i, j int) {
		cell := Cell{Of: c.Of, Label: c.Label, A: a, B: b, SaidA: rows[i], SaidB: columns[j]}
		p.cfg.Places(cell, p.study.Places(pair.A, pair.B, c.Of, c.Label, rows[i], columns[j]))
	}
	return m
}
