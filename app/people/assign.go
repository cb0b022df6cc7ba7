package people

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate/assign"
	"galley/app/theme"
	"galley/app/ui"
)

// assigning is the sheet that says who reads what. Nothing is written before
// its button is pressed.
type assigning struct {
	cfg    Config
	ui     *ui.Sheet
	people []*ui.Check
	names  []string
	n      *ui.Entry
	by     *ui.Select
	filter *ui.Entry
	blind  *ui.Check
	seed   *ui.Entry
	bars   *fyne.Container
	turn   int
	plan   *assign.Plan // what the button writes; nil where the form does not do
}

// How articles can be spread.
var spreads = []struct{ name, by string }{
	{"as it comes", assign.ByNone},
	{"each outlet evenly", assign.ByOutlet},
	{"whole stories", assign.ByStory},
}

// assign opens the sheet.
func (s *sheet) assign() {
	a := &assigning{cfg: s.cfg, bars: container.NewVBox()}
	changed := func() { a.look() }
	who := container.NewVBox()
	for _, p := range s.all.People {
		c := ui.NewCheck(p.Person.Name, true, func(bool) { changed() })
		a.people, a.names = append(a.people, c), append(a.names, p.Person.Name)
		who.Add(c)
	}
	a.n, a.filter, a.seed = ui.NewEntry("how many read each article"), ui.NewEntry("all articles"), ui.NewEntry("seed")
	a.n.SetText(strconv.Itoa(min(2, max(1, len(s.all.People)))))
	a.seed.SetText("17")
	for _, e := range []*ui.Entry{a.n, a.filter, a.seed} {
		e.OnChanged = func(string) { changed() }
	}
	names := make([]string, len(spreads))
	for i, by := range spreads {
		names[i] = by.name
	}
	a.by = ui.NewSelect(names, func(string) { changed() })
	a.by.Selected = names[0]
	a.blind = ui.NewCheck("blind: nobody sees the others' work", true, func(bool) { changed() })
	form := widget.NewForm(
		widget.NewFormItem("Readers per article", a.n), widget.NewFormItem("Articles", a.filter),
		widget.NewFormItem("Spread", a.by), widget.NewFormItem("", a.blind), widget.NewFormItem("Seed", a.seed))
	left := container.NewBorder(form, nil, nil, nil, container.NewBorder(ui.NewText("Who reads", ui.Type{Tone: ui.Muted}), nil, nil, nil, container.NewVScroll(who)))
	right := container.NewVScroll(container.NewPadded(a.bars))
	a.ui = ui.ShowSheet(s.cfg.Window, ui.SheetData{
		Title: "Assign articles", Wide: true, First: a.n,
		Body:    ui.Tall(13, container.NewGridWithColumns(2, left, right)),
		Primary: ui.Act{Label: "Assign", Do: a.write, Stay: true},
		Others:  []ui.Act{{Label: "Cancel", Do: a.leave}}, Leave: a.leave,
	})
	a.look()
}

func (a *assigning) leave() { a.turn++ }

// options are what the form says.
func (a *assigning) options() (names []string, opt assign.Options, err error) {
	for i, c := range a.people {
		if c.Checked {
			names = append(names, a.names[i])
		}
	}
	if opt.PerArticle, err = strconv.Atoi(strings.TrimSpace(a.n.Text)); err != nil {
		return names, opt, fmt.Errorf("how many read each article is a number, not %q", a.n.Text)
	}
	if opt.Seed, err = strconv.ParseInt(strings.TrimSpace(a.seed.Text), 10, 64); err != nil {
		return names, opt, fmt.Errorf("the seed is a whole number, not %q", a.seed.Text)
	}
	for _, by := range spreads {
		if by.name == a.by.Selected {
			opt.By = by.by
		}
	}
	opt.Blind = a.blind.Checked
	return names, opt, nil
}

// look works out in the background what the form comes to, and shows it.
func (a *assigning) look() {
	if a.ui == nil {
		return // it is still being made
	}
	a.turn++
	turn, filter := a.turn, a.filter.Text
	a.plan = nil
	a.ui.Primary.Disable()
	names, opt, err := a.options()
	if err != nil {
		a.refuse(err)
		return
	}
	a.cfg.Saved(func() {
		go func() {
			p, err := assign.Prepare(context.Background(), a.cfg.Store, names, filter, opt, a.cfg.IDs)
			a.cfg.Post(func() {
				var wrong *assign.OptionError
				switch {
				case turn != a.turn:
				case errors.As(err, &wrong):
					a.refuse(err)
				case err != nil:
					a.cfg.Fail(err)
				default:
					a.plan = p
					a.preview(p)
				}
			})
		}()
	})
}

func (a *assigning) refuse(err error) {
	a.ui.Primary.SetLabel("Assign")
	a.bars.Objects = []fyne.CanvasObject{ui.NewParagraph(ui.Sentence(err.Error()), ui.Type{Tone: ui.Danger})}
	a.bars.Refresh()
}

// preview shows the load of each as a bar: what was assigned before in grey,
// what would come in colour.
func (a *assigning) preview(p *assign.Plan) {
	most := 1
	for _, l := range p.Loads {
		most = max(most, l.Total)
	}
	if p.Articles == 0 {
		a.refuse(errors.New("no article is to be assigned: the project has none, or none is as the form says"))
		return
	}
	a.bars.Objects = []fyne.CanvasObject{ui.NewText(ui.Plural(p.Articles, "article", "articles")+", "+ui.Plural(p.New, "new reading", "new readings"), ui.Type{Bold: true, Fit: true})}
	for _, l := range p.Loads {
		label := fmt.Sprintf("%s  %d", l.Person.Name, l.Total)
		if before := l.Total - l.New; before > 0 {
			label += fmt.Sprintf(" (%d new)", l.New)
		}
		a.bars.Add(ui.NewText(label, ui.Type{Fit: true}))
		a.bars.Add(bar(float32(l.Total-l.New)/float32(most), float32(l.New)/float32(most)))
	}
	a.bars.Refresh()
	a.ui.Primary.SetLabel(fmt.Sprintf("Assign %d", p.New))
	if p.New > 0 {
		a.ui.Primary.Enable()
	}
}

// bar draws a load: shares of the width that were there before and that are new.
func bar(before, now float32) fyne.CanvasObject {
	l := theme.Of()
	return &fyne.Container{Layout: barLayout{before, now}, Objects: []fyne.CanvasObject{
		canvas.NewRectangle(l.Color.BorderStrong), canvas.NewRectangle(l.Color.Accent),
	}}
}

type barLayout struct{ before, now float32 }

// MinSize implements fyne.Layout.
func (barLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	l := theme.Of()
	return fyne.NewSize(l.Size.ListMin/2, l.Space.M)
}

// Layout implements fyne.Layout.
func (b barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	at := b.before * size.Width
	objects[0].Resize(fyne.NewSize(at, size.Height))
	objects[1].Move(fyne.NewPos(at, 0))
	objects[1].Resize(fyne.NewSize(b.now*size.Width, size.Height))
}

// write makes the assignment one act.
func (a *assigning) write() {
	if a.plan == nil || a.plan.New == 0 {
		return
	}
	if err := a.cfg.Do(a.plan.Title(), a.plan.Edits); err != nil {
		a.cfg.Fail(err)
		return
	}
	a.leave()
	a.ui.Close()
	s := show(a.cfg)
	s.put(ui.NewStrip("Assigned "+ui.Plural(a.plan.New, "reading", "readings")+".", "Undo", false, func() {
		s.cfg.Undo()
		s.put(ui.NewStrip("The assignment is taken back.", "", false, nil))
		s.load()
	}))
}
