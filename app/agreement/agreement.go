// Package agreement is the page that shows how far annotators agree: the
// headline, each label, what was confused with what, each pair, article and week.
package agreement

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/annotate/reliability"
	"galley/app/theme"
	"galley/app/ui"
)

// Config is what the page works with.
type Config struct {
	Hints *ui.Hints
	// Chip is the chip of a label of mentions or events; its zero value for none.
	Chip func(of, label string) ui.ChipData
	// Measure asks for the report anew.
	Measure func()
	// Places opens what stands behind a cell of the confusion.
	Places func(Cell, []reliability.Place)
	// Article opens an article.
	Article func(annotate.ID)
	Report  func() // asks where the report is written to
	Assign  func() // opens the assignment of articles; nil where there is none
	Close   func()
}

// Cell names a cell of a confusion: what two coders called the same things.
type Cell struct {
	Of, Label    string // kind of annotation; name of the document label
	A, B         reliability.Coder
	SaidA, SaidB string
}

// Page is the page. It shows one report, of all people or of a pair.
type Page struct {
	// Unfinished asks for layers in any state, Independent for those that did not
	// begin as suggestions. Both are chosen on the page and heeded by Config.Measure.
	Unfinished, Independent bool

	cfg    Config
	study  *reliability.Study
	report *reliability.Report
	pair   int    // number of the pair shown, -1 for everybody
	tab    int    // of the tables
	kind   string // whose confusion is shown
	focus  fyne.Focusable

	root, head, body, notes, tables *fyne.Container
	scope, layers                   *ui.Select
	export                          *ui.Button
}

// Which layers count.
const (
	finished    = "finished layers"
	unfinished  = "layers in any state"
	independent = "finished and independent"
)

// tablesPart is the part of the width that tables have; the confusion has the rest.
const tablesPart = 0.44

// everybody is the scope of all people.
const everybody = "everybody"

// New makes the page, without a report.
func New(cfg Config) *Page {
	l := theme.Of()
	p := &Page{cfg: cfg, pair: -1, kind: reliability.KindTitle(reliability.Mentions)}
	p.scope = ui.NewSelect(nil, func(string) { p.choosePair() })
	p.layers = ui.NewSelect([]string{finished, independent, unfinished}, func(s string) {
		p.Unfinished, p.Independent = s == unfinished, s == independent
		cfg.Measure()
	})
	p.layers.Selected = finished
	p.export = ui.NewButton("Report...", ui.Normal, cfg.Report)
	title := ui.NewText("Agreement", ui.Type{Bold: true, Size: l.Type.UI.Subheading})
	choice := func(s *ui.Select) fyne.CanvasObject {
		return container.NewGridWrap(fyne.NewSize(l.Size.ListMin*l.Scale, s.MinSize().Height), s)
	}
	p.head = container.NewHBox(ui.Middle(title), ui.Middle(choice(p.scope)), ui.Middle(choice(p.layers)), layout.NewSpacer(),
		ui.Middle(p.export), ui.Middle(ui.NewButton("Close  Esc", ui.Normal, cfg.Close)))
	p.notes, p.body = container.NewVBox(), container.NewStack()
	p.root = container.NewBorder(container.NewVBox(padded(p.head, l.Space.S), widget.NewSeparator(), p.notes), nil, nil, nil, p.body)
	p.Wait("Measuring...")
	return p
}

// Object is what is shown.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// Focusable is what takes the keys.
func (p *Page) Focusable() fyne.Focusable { return p.focus }

// Report is what is shown; nil while nothing is.
func (p *Page) Report() *reliability.Report { return p.report }

// Wait shows that there is no report yet, and why.
func (p *Page) Wait(text string) {
	p.report, p.study = nil, nil
	p.nothing(ui.NewEmpty(text, "", nil))
}

// nothing shows an object in place of a report.
func (p *Page) nothing(o fyne.CanvasObject) {
	p.scope.Hide()
	p.export.Disable()
	p.setNotes()
	p.focus = p.layers
	p.put(o)
}

// Show shows a report of a study.
func (p *Page) Show(s *reliability.Study, r *reliability.Report) {
	p.study, p.report = s, r
	if r.Refused != "" {
		action := ""
		if p.cfg.Assign != nil {
			action = "Assign"
		}
		p.nothing(ui.NewEmpty("Agreement needs two people on the same article. Here "+r.Refused+".", action, p.cfg.Assign))
		return
	}
	p.export.Enable()
	p.setNotes(r.Notes()...)
	p.showScopes()
	p.draw()
}

func (p *Page) put(o fyne.CanvasObject) {
	p.body.Objects = []fyne.CanvasObject{o}
	p.body.Refresh()
}

func (p *Page) setNotes(notes ...string) {
	p.notes.Objects = nil
	for _, n := range notes {
		p.notes.Add(ui.NewStrip(n, "", true, nil))
	}
	p.root.Refresh() // which makes room for them
}

// showScopes offers everybody and each pair.
func (p *Page) showScopes() {
	p.scope.Options = nil
	if p.report.People > 2 {
		p.scope.Options = append(p.scope.Options, everybody)
	}
	for _, pair := range p.report.Pairs {
		p.scope.Options = append(p.scope.Options, p.pairName(pair))
	}
	if p.pair >= len(p.report.Pairs) {
		p.pair = -1
	}
	if p.pair < 0 && p.report.People == 2 {
		p.pair = 0
	}
	p.showScope()
	p.scope.Show()
	p.head.Refresh()
}

func (p *Page) showScope() {
	p.scope.Selected = everybody
	if p.pair >= 0 {
		p.scope.Selected = p.pairName(p.report.Pairs[p.pair])
	}
	p.scope.Refresh()
}

func (p *Page) pairName(pair reliability.Pair) string {
	return p.report.Coders[pair.A].String() + " x " + p.report.Coders[pair.B].String()
}

func (p *Page) choosePair() {
	p.pair = slices.IndexFunc(p.report.Pairs, func(pair reliability.Pair) bool { return p.pairName(pair) == p.scope.Selected })
	p.draw()
}

// showPair shows a pair.
func (p *Page) showPair(i int) {
	p.pair, p.tab = i, 0
	p.showScope()
	p.draw()
}

// measures are those of what is shown.
func (p *Page) measures() (all, labels []reliability.Measure) {
	if p.pair < 0 {
		return p.report.Measures, p.report.Labels
	}
	pair := p.report.Pairs[p.pair]
	return pair.Measures, pair.Labels
}

// overall tells whether what is shown is all that people did, of which weeks tell.
func (p *Page) overall() bool { return p.pair < 0 || p.report.People == 2 && p.pair == 0 }

// draw shows the report anew.
func (p *Page) draw() {
	l := theme.Of()
	all, _ := p.measures()
	p.tables = container.NewStack()
	p.showTable()
	scope := p.report.Scope()
	if p.pair >= 0 && p.report.People > 2 {
		scope = fmt.Sprintf("%s: %d shared articles", p.scope.Selected, p.report.Pairs[p.pair].Articles)
	}
	head := container.NewVBox(ui.NewText(scope, ui.Type{Tone: ui.Muted, Fit: true}), p.stats(all))
	p.put(container.NewBorder(container.NewVBox(padded(head, l.Space.M), widget.NewSeparator()), nil, nil, nil,
		ui.Beside(tablesPart, p.tables, p.confusion())))
}

// stats are the first measures of a list.
func (p *Page) stats(list []reliability.Measure) fyne.CanvasObject {
	var all []fyne.CanvasObject
	size := fyne.Size{}
	for _, m := range list {
		if m.Headline() {
			s := ui.NewStat(statOf(p.report, m))
			s.Hints = p.cfg.Hints
			size = size.Max(s.MinSize())
			all = append(all, s)
		}
	}
	return container.New(layout.NewGridWrapLayout(size), all...)
}

// statNames are what the headline's measures are called.
var statNames = map[string]string{
	"strict_f1": "Mentions, strict F1", "partial_f1": "Mentions, partial F1", "gamma": "Mentions, gamma",
	"trigger_cls_f1": "Event triggers, F1", "arg_cls_attached_f1": "Attached arguments, F1",
	"conll_f1": "Chains, CoNLL mean F1", "alpha": "Labels, mean alpha",
}

func statOf(r *reliability.Report, m reliability.Measure) ui.StatData {
	s := ui.StatData{Name: statNames[m.Name], Number: "–", Note: m.Undefined}
	if !m.Defined() {
		return s
	}
	s.Number = fmt.Sprintf("%.2f", m.Number)
	if m.Interval.Undefined == "" {
		s.Interval = fmt.Sprintf("[%.2f, %.2f]", m.Interval.Low, m.Interval.High)
	}
	s.Note = fmt.Sprintf("n=%d", m.Articles)
	switch {
	case m.Name == "gamma":
		s.Note += fmt.Sprintf(", %d samples", r.Options.Samples)
	case len(m.Units) > 0:
		s.Note += ", " + m.Counted() + " units"
	}
	return s
}

// padded puts space round an object.
func padded(o fyne.CanvasObject, by float32) fyne.CanvasObject {
	side := theme.Of().Space.L
	return container.New(layout.NewCustomPaddedLayout(by, by, side, side), o)
}
