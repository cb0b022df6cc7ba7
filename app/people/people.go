// Package people is the sheet of those who work on a project: what is assigned
// to each, how far they are and how long it takes, and who shall read what.
package people

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/assign"
	"galley/app/theme"
	"galley/app/ui"
)

// Config is what the sheet works with.
type Config struct {
	Window  fyne.Window
	Store   assign.Source // asked in the background
	IDs     *annotate.IDs
	Post    func(func())
	Fail    func(error)
	Do      func(title string, edits []annotate.Edit) error // an act of the annotator's
	Undo    func()                                          // takes back the last act
	Saved   func(then func())                               // calls then once all acts are on disk
	AskName func(then func(name string))                    // asks for the name of somebody new
	Bundle  func(name string)                               // opens what makes a bundle for somebody
	Merge   func()                                          // opens what brings work back
	// Exchange opens what exchanges work through a folder.
	Exchange func()
}

// sheet is the open sheet.
type sheet struct {
	cfg   Config
	ui    *ui.Sheet
	body  *fyne.Container
	below *fyne.Container // labels of one person, or what there is to do
	turn  int
	all   assign.Standing
}

// Show opens the sheet.
func Show(cfg Config) { show(cfg) }

func show(cfg Config) *sheet {
	s := &sheet{cfg: cfg, body: container.NewStack(), below: container.NewStack()}
	s.ui = ui.ShowSheet(cfg.Window, ui.SheetData{
		Title: "People", Wide: true, Body: ui.Tall(14, container.NewBorder(nil, s.below, nil, nil, s.body)),
		Primary: ui.Act{Label: "Assign...", Do: func() { s.leave(); s.assign() }},
		Others: []ui.Act{{Label: "Close", Do: s.leave}, {Label: "Add a person...", Do: s.add, Stay: true},
			{Label: "Merge work...", Do: func() { s.leave(); cfg.Merge() }},
			{Label: "Shared folder...", Do: func() { s.leave(); cfg.Exchange() }}},
		Leave: s.leave,
	})
	s.show(ui.NewText("Counting...", ui.Type{Tone: ui.Muted}))
	s.load()
	return s
}

func (s *sheet) leave() { s.turn++ }

func (s *sheet) show(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
}

// load reads how far everybody is, in the background.
func (s *sheet) load() {
	s.turn++
	turn := s.turn
	s.cfg.Saved(func() {
		go func() {
			all, err := assign.Look(context.Background(), s.cfg.Store)
			s.cfg.Post(func() {
				switch {
				case turn != s.turn:
				case err != nil:
					s.cfg.Fail(err)
				default:
					s.all = *all
					s.table()
				}
			})
		}()
	})
}

// add asks for somebody new.
func (s *sheet) add() {
	s.cfg.AskName(func(name string) {
		for _, p := range s.all.People {
			if p.Person.Name == name {
				s.say(name + " is here already.")
				return
			}
		}
		if err := s.cfg.Do("add "+name, []annotate.Edit{{After: &annotate.Person{ID: s.cfg.IDs.Next(), Name: name}}}); err != nil {
			s.cfg.Fail(err)
			return
		}
		s.load()
	})
}

func (s *sheet) say(text string) { s.put(ui.NewStrip(text, "", false, nil)) }

func (s *sheet) put(o fyne.CanvasObject) {
	s.below.Objects = []fyne.CanvasObject{o}
	s.below.Refresh()
}

// mostName is how many characters of a name there is room for.
const mostName = 24

// columns are the heads of the table with what they mean.
var columns = []struct {
	name string
	cell func(assign.Progress) string
}{
	{"Assigned", func(p assign.Progress) string { return number(p.Assigned) }},
	{"Started", func(p assign.Progress) string { return number(p.Started) }},
	{"Done", func(p assign.Progress) string { return number(p.Done) }},
	{"Reviewed", func(p assign.Progress) string { return number(p.Reviewed) }},
	{"Active time", func(p assign.Progress) string { return duration(p.Active) }},
	{"Per article", func(p assign.Progress) string { return duration(p.Pace) }},
}

// table lists the people, and says what to do where somebody is alone.
func (s *sheet) table() {
	head := make([]fyne.CanvasObject, len(columns))
	for i, c := range columns {
		head[i] = ui.NewText(c.name, ui.Type{Tone: ui.Muted, Fit: true})
	}
	rows := container.NewVBox(row(container.NewPadded(ui.NewText("Name", ui.Type{Tone: ui.Muted})), head, ui.NewText("", ui.Type{})))
	for _, p := range s.all.People {
		cells := make([]fyne.CanvasObject, len(columns))
		for i, c := range columns {
			cells[i] = ui.NewText(c.cell(p), ui.Type{Fit: true})
		}
		name := ui.NewButton(ui.CutMiddle(p.Person.Name, mostName), ui.Quiet, func() { s.labels(p.Person) })
		rows.Add(row(container.NewHBox(name), cells, ui.NewButton("Bundle...", ui.Normal, func() {
			s.ui.Close()
			s.leave()
			s.cfg.Bundle(p.Person.Name)
		})))
	}
	if text := goldText(s.all); text != "" {
		rows.Add(container.NewPadded(ui.NewText(text, ui.Type{Tone: ui.Muted, Fit: true})))
	}
	s.show(container.NewVScroll(rows))
	if len(s.all.People) < 2 {
		s.put(ui.NewStrip("You are alone in this project.", "Add a person...", false, s.add))
	}
}

// goldText says how far the gold of the project's articles is, once anything was decided.
func goldText(all assign.Standing) string {
	if all.Gold[annotate.New] == all.Articles {
		return ""
	}
	var parts []string
	for _, state := range annotate.States[1:] {
		if n := all.Gold[state]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, state.Words()))
		}
	}
	return fmt.Sprintf("Gold of %s: %s", ui.Plural(all.Articles, "article", "articles"), strings.Join(parts, ", "))
}

// row puts a name, the numbers and an act side by side.
func row(name fyne.CanvasObject, cells []fyne.CanvasObject, act fyne.CanvasObject) fyne.CanvasObject {
	objects := append([]fyne.CanvasObject{name}, cells...)
	for i, o := range objects {
		objects[i] = ui.Middle(o)
	}
	return &fyne.Container{Layout: rowLayout{}, Objects: append(objects, act)}
}

// rowLayout gives a third of the width to the name and the act, and the rest in equal parts to the numbers.
type rowLayout struct{}

// MinSize implements fyne.Layout.
func (rowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	l := theme.Of()
	return fyne.NewSize(l.Size.ListMin, max(l.Size.Row, l.Size.Button)*l.Scale+l.Space.Unit)
}

// Layout implements fyne.Layout.
func (rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n := float32(len(objects) - 2)
	name, act := size.Width*0.24, size.Width*0.13
	each := (size.Width - name - act) / n
	x := float32(0)
	for i, o := range objects {
		w := each
		switch i {
		case 0:
			w = name
		case len(objects) - 1:
			w = act
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w
	}
}

// number is a count; nothing is a dash, so that a table of few numbers can be read.
func number(n int) string {
	if n == 0 {
		return "–"
	}
	return strconv.Itoa(n)
}

// duration is a time as people say it.
func duration(d time.Duration) string {
	switch {
	case d == 0:
		return "–"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	}
	return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
}

// mostLabels is how many labels of a person are told.
const mostLabels = 12

// labels tells what a person marked most.
func (s *sheet) labels(p annotate.Person) {
	turn := s.turn
	s.say("Counting what " + p.Name + " marked...")
	go func() {
		counts, err := assign.Labels(s.cfg.Store.Each(context.Background(), annotate.Query{}), p.ID)
		s.cfg.Post(func() {
			switch {
			case turn != s.turn:
			case err != nil:
				s.cfg.Fail(err)
			default:
				s.put(labelTable(p, counts))
			}
		})
	}()
}

func labelTable(p annotate.Person, counts []assign.LabelCount) fyne.CanvasObject {
	if len(counts) == 0 {
		return ui.NewStrip(p.Name+" marked nothing yet.", "", false, nil)
	}
	grid := container.NewGridWithColumns(4)
	for i, c := range counts {
		if i == mostLabels {
			break
		}
		grid.Add(ui.NewText(fmt.Sprintf("%s  %d", c.Label, c.Count), ui.Type{Fit: true}))
	}
	title := "Marked by " + p.Name
	if more := len(counts) - mostLabels; more > 0 {
		title += fmt.Sprintf(", and %d further labels", more)
	}
	return container.NewVBox(ui.NewText(title, ui.Type{Bold: true, Fit: true}), grid)
}
