package schema

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate/reschema"
	"galley/app/job"
	"galley/app/theme"
	"galley/app/ui"
)

// How a rule of a split chooses.
const (
	byValue   = "attribute has the value"
	byEntity  = "entity is one of"
	byText    = "text is one of"
	byPattern = "text matches"
	byHand    = "chosen by hand"
)

// ruleRow is a rule of a split as it is typed.
type ruleRow struct {
	how    *ui.Select
	what   *ui.Entry
	to     *ui.Entry
	chosen map[reschema.Ref]bool // by hand
	row    *fyne.Container
}

// rule is what is typed as a rule. A part that is missing gives an error.
func (r *ruleRow) rule() (reschema.Rule, error) {
	out := reschema.Rule{To: strings.TrimSpace(r.to.Text)}
	what := strings.TrimSpace(r.what.Text)
	if out.To == "" {
		return out, errors.New("a rule does not say which label it gives")
	}
	if what == "" && r.how.Selected != byHand {
		return out, fmt.Errorf("the rule for %s does not say what it looks for", out.To)
	}
	switch r.how.Selected {
	case byValue:
		name, value, ok := strings.Cut(what, "=")
		if !ok {
			return out, fmt.Errorf("write the rule for %s as attribute = value", out.To)
		}
		out.If = reschema.HasValue(strings.TrimSpace(name), strings.TrimSpace(value))
	case byEntity:
		out.If = reschema.IsEntity(list(what)...)
	case byText:
		out.If = reschema.HasText(list(what)...)
	case byPattern:
		pattern, err := regexp.Compile(what)
		if err != nil {
			return out, fmt.Errorf("the pattern for %s: %w", out.To, err)
		}
		out.If = reschema.Matches(pattern)
	default:
		out.If = reschema.IsOneOf(r.chosen)
	}
	return out, nil
}

// askSplit asks for rules by which the annotations of a label are shared among several.
func (e *Editor) askSplit(n reschema.Name) {
	p := e.newPreview()
	column := container.NewVBox()
	var rules []*ruleRow
	work := func() {
		split := reschema.Split{What: n}
		for _, r := range rules {
			rule, err := r.rule()
			if err != nil {
				p.wrong(err)
				return
			}
			split.Rules = append(split.Rules, rule)
		}
		p.work(split)
	}
	add := func() {
		r := &ruleRow{what: ui.NewEntry(""), to: ui.NewEntry("New or other label"), chosen: map[reschema.Ref]bool{}}
		r.how = ui.NewSelect([]string{byText, byPattern, byValue, byEntity, byHand}, nil)
		pick := ui.NewButton("Choose...", ui.Normal, func() { e.askByHand(n, r.chosen, work) })
		what := container.NewStack(r.what, pick)
		r.how.OnChanged = func(how string) {
			r.what.SetPlaceHolder(map[string]string{byValue: "attribute = value", byEntity: "names or ids, with commas", byText: "words, with commas", byPattern: "regular expression"}[how])
			r.what.Show()
			pick.Hide()
			if how == byHand {
				r.what.Hide()
				pick.Show()
			}
			p.wrong(errors.New("say what the rules look for, then press Work out"))
		}
		r.what.OnSubmitted, r.to.OnSubmitted = func(string) { work() }, func(string) { work() }
		r.row = container.NewGridWithColumns(3, r.how, what, r.to)
		rules = append(rules, r)
		column.Add(r.row)
		r.how.SetSelected(byText)
	}
	more := container.NewHBox(ui.NewButton("+ Rule", ui.Normal, add), ui.NewButton("Work out  Enter", ui.Normal, work))
	about := ui.NewParagraph("The first rule that holds decides. What none is about stays "+n.Label+".", ui.Type{Tone: ui.Muted})
	p.wide = true
	p.show("Split "+n.Label, "Split", container.NewVBox(about, column, more, p.box), nil)
	add()
	e.cfg.Window.Canvas().Focus(rules[0].what)
}

// mostByHand is how many annotations can be walked through by hand.
const mostByHand = 5000

// askByHand lists all that bears a label, to choose some.
func (e *Editor) askByHand(n reschema.Name, chosen map[reschema.Ref]bool, then func()) {
	schema := e.cfg.Session.Schema()
	e.cfg.Session.WhenSaved(func() {
		e.cfg.Run("List "+n.Label, func(ctx context.Context, progress job.Progress) error {
			places, err := reschema.FindUses(ctx, e.cfg.Store, schema, n, mostByHand, progress)
			e.cfg.Post(func() {
				if err != nil {
					e.cfg.Fail(err)
					return
				}
				e.showByHand(n, places, chosen, then)
			})
			return err
		})
	})
}

func (e *Editor) showByHand(n reschema.Name, places []reschema.Place, chosen map[reschema.Ref]bool, then func()) {
	rows := handRows{places, chosen}
	list := ui.NewRowList(theme.Of().Size.Row, rows)
	list.Hints = e.cfg.Hints
	toggle := func(i int) {
		ref := reschema.Ref{Layer: places[i].Layer, ID: places[i].Item}
		chosen[ref] = !chosen[ref]
		list.SetRows(rows)
	}
	list.OnChosen = toggle
	list.Keys = func(k *fyne.KeyEvent) bool {
		if i := list.Current(); k.Name == fyne.KeySpace && i >= 0 {
			toggle(i)
			return true
		}
		return false
	}
	ui.ShowSheet(e.cfg.Window, ui.SheetData{
		Title: "Choose among " + n.Label, Wide: true, First: list, Body: ui.Tall(14, list),
		Primary: ui.Act{Label: "Take these", Do: then}, Others: []ui.Act{{Label: "Cancel"}},
	})
}

// handRows are annotations with a box to tick.
type handRows struct {
	places placeRows
	chosen map[reschema.Ref]bool
}

// Len implements ui.Rows.
func (r handRows) Len() int { return len(r.places) }

// ID implements ui.Rows.
func (r handRows) ID(i int) string { return r.places.ID(i) }

// Row implements ui.Rows.
func (r handRows) Row(i int) ui.Row {
	row := r.places.Row(i)
	row.Mark = ui.Unchecked
	if r.chosen[reschema.Ref{Layer: r.places[i].Layer, ID: r.places[i].Item}] {
		row.Mark = ui.Checked
	}
	return row
}
