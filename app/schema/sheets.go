package schema

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"galley/annotate/reschema"
	"galley/app/job"
	"galley/app/theme"
	"galley/app/ui"
)

// footOf says how often a thing is used, and has what can be done to it.
func (e *Editor) footOf(n node) fyne.CanvasObject {
	if n.name.Part == "" {
		return container.NewVBox()
	}
	acts := container.NewHBox()
	for _, a := range e.actsOf(n.name) {
		acts.Add(ui.NewButton(a.Label, ui.Normal, a.Do))
	}
	said := ui.NewParagraph(e.usedBy(n.name), ui.Type{Tone: ui.Muted})
	return container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil, nil, acts, ui.Middle(said))))
}

// usedBy is "Used by 412 events, 3 annotators".
func (e *Editor) usedBy(n reschema.Name) string {
	if e.counts == nil {
		return "Counting..."
	}
	c := e.counts.Of(n)
	if c.Uses+c.Entities == 0 {
		return "Not used yet"
	}
	one, many := "event", "events"
	switch n.Part {
	case reschema.Entity:
		one, many = "mention", "mentions"
	case reschema.Relation:
		one, many = "relation", "relations"
	case reschema.Document:
		one, many = "article", "articles"
	case reschema.Role:
		one, many = "argument", "arguments"
	case reschema.Attribute:
		one, many = "value", "values"
	}
	text := "Used by " + ui.Plural(c.Uses, one, many)
	if c.Entities > 0 {
		text += ", " + ui.Plural(c.Entities, "entity", "entities")
	}
	return text + ", " + ui.Plural(c.People(), "annotator", "annotators")
}

// actsOf are what can be done to a thing that annotations have to follow.
func (e *Editor) actsOf(n reschema.Name) []ui.Act {
	if e.draft.isNew(n) {
		return []ui.Act{{Label: "Rename...", Do: func() { e.askRename(n) }}, {Label: "Remove", Do: func() { e.rework(reschema.Remove{What: n}) }}}
	}
	acts := []ui.Act{{Label: "Rename...", Do: func() { e.askRename(n) }}}
	if others := e.others(n); len(others) > 0 {
		acts = append(acts, ui.Act{Label: "Merge into...", Do: func() { e.askMerge(n, others) }})
	}
	if n.Part != reschema.Attribute {
		acts = append(acts, ui.Act{Label: "Split...", Do: func() { e.askSplit(n) }})
	}
	retire := ui.Act{Label: "Retire...", Do: func() {
		e.ask("Retire "+n.Label, "It is no longer offered. What bears it keeps it, and its keys are free.", "Retire", reschema.Retire{What: n})
	}}
	if e.retired(n) {
		retire = ui.Act{Label: "Bring back...", Do: func() {
			e.ask("Bring back "+n.Label, "It is offered again.", "Bring back", reschema.Retire{What: n, Back: true})
		}}
	}
	return append(acts, retire, ui.Act{Label: "Remove...", Do: func() {
		e.ask("Remove "+n.Label, "It goes out of the schema, and with it all that bears it. Undo brings all of it back.", "Remove", reschema.Remove{What: n})
	}})
}

// more opens what can be done to a role or an attribute.
func (e *Editor) more(n reschema.Name, _ bool) fyne.CanvasObject {
	var b *ui.Button
	b = ui.NewMarkButton(ui.More, "Rename, merge, retire, remove "+n.Label, func() {
		var items []*fyne.MenuItem
		for _, a := range e.actsOf(n) {
			items = append(items, fyne.NewMenuItem(a.Label, a.Do))
		}
		if used := e.usedBy(n); !e.draft.isNew(n) {
			said := fyne.NewMenuItem(used, nil)
			said.Disabled = true
			items = append(items, fyne.NewMenuItemSeparator(), said)
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), e.cfg.Window.Canvas(), at.AddXY(0, b.Size().Height))
	})
	b.Hints = e.cfg.Hints
	return ui.Middle(b)
}

// others are the things that n can be merged into.
func (e *Editor) others(n reschema.Name) []reschema.Name {
	var out []reschema.Name
	for _, o := range reschema.Names(e.draft.now) {
		if o.Part == n.Part && o.Of == n.Of && o.In == n.In && o != n {
			out = append(out, o)
		}
	}
	return out
}

func (e *Editor) retired(n reschema.Name) bool {
	switch n.Part {
	case reschema.Role:
		r := e.draft.now.Event(n.In).Role(n.Label)
		return r != nil && r.Retired
	case reschema.Attribute, reschema.Document:
		a := n.AttributeIn(e.draft.now)
		return a != nil && a.Retired
	}
	_, _, retired := saidOf(e.draft.now, n)
	return retired
}

// rework changes a thing that nobody has used yet.
func (e *Editor) rework(c reschema.Change) {
	if err := e.draft.rework(c); err != nil {
		e.cfg.Fail(err)
		return
	}
	e.keep()
	e.again()
}

// ask shows what a change does and does it.
func (e *Editor) ask(title, about, act string, change reschema.Change) {
	p := e.newPreview()
	body := container.NewVBox(ui.NewParagraph(about, ui.Type{Tone: ui.Muted}), p.box)
	p.show(title, act, body, nil)
	p.work(change)
}

func (e *Editor) askRename(n reschema.Name) {
	p := e.newPreview()
	name := ui.NewEntry("New name")
	name.SetText(n.Label)
	name.OnChanged = func(v string) { p.later(reschema.Rename{What: n, To: strings.TrimSpace(v)}) }
	name.OnSubmitted = func(string) { p.do() }
	body := container.NewVBox(name, p.box)
	p.show("Rename "+n.Label, "Rename", body, name)
	name.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// askMerge asks into what n goes, and then shows what that changes.
func (e *Editor) askMerge(n reschema.Name, others []reschema.Name) {
	choices := make([]ui.Row, len(others))
	for i, o := range others {
		choices[i] = e.choice(o)
	}
	e.cfg.Choose("Merge "+n.Label+" into", choices, func(i int) { e.merge(n, others[i].Label) })
}

func (e *Editor) merge(n reschema.Name, into string) {
	p := e.newPreview()
	chosen := map[string]string{}
	work := func() { p.work(reschema.Merge{What: n, Into: into, Roles: chosen}) }
	body := container.NewVBox()
	if n.Part == reschema.Event {
		e.roleChoices(body, n.Label, into, chosen, work)
	}
	body.Add(p.box)
	p.show("Merge "+n.Label+" into "+into, "Merge", body, nil)
	work()
}

// What becomes of the fillers of a role, besides going to another role.
const (
	leaveOut = "left out"
	asNew    = "as a new role"
)

// roleChoices are a choice for each role of an event type that is merged into another.
func (e *Editor) roleChoices(column *fyne.Container, from, into string, chosen map[string]string, work func()) {
	a, b := e.draft.now.Event(from), e.draft.now.Event(into)
	proposed := reschema.DefaultRoles(a, b)
	for _, r := range a.Roles {
		if r.Name == proposed[r.Name] {
			continue // the same role
		}
		var options []string
		for _, t := range b.Roles {
			options = append(options, t.Name)
		}
		choice := ui.NewSelect(append(options, asNew, leaveOut), nil)
		choice.SetSelected(leaveOut)
		if to := proposed[r.Name]; to != "" {
			choice.SetSelected(to)
		}
		choice.OnChanged = func(v string) {
			switch v {
			case leaveOut:
				v = ""
			case asNew:
				v = r.Name
			}
			chosen[r.Name] = v
			work()
		}
		column.Add(labelled(r.Name, choice))
	}
}

// preview is the part of a sheet that tells what a change does, and does it.
type preview struct {
	e       *Editor
	sheet   *ui.Sheet
	box     *fyne.Container
	turn    int    // counts questions: an answer to an older one is dropped
	stop    func() // stops what is being worked out, or is to be
	wide    bool
	plan    *reschema.Plan
	outcome *reschema.Outcome
	newborn reschema.Change // of a thing that nobody has used yet: done in the draft
}

func (e *Editor) newPreview() *preview { return &preview{e: e, box: container.NewVBox()} }

// show opens the sheet.
func (p *preview) show(title, act string, body fyne.CanvasObject, first fyne.Focusable) {
	p.sheet = ui.ShowSheet(p.e.cfg.Window, ui.SheetData{
		Title: title, Wide: p.wide, Body: body, First: first, Primary: ui.Act{Label: act, Do: p.do, Stay: true}, Others: []ui.Act{{Label: "Cancel", Do: p.drop}},
		Leave: p.drop,
	})
	p.sheet.Primary.Disable()
	p.tell(ui.NewText("", ui.Type{}))
}

func (p *preview) tell(objects ...fyne.CanvasObject) {
	p.box.Objects = objects
	p.box.Refresh()
	p.refit()
}

// refit gives the sheet the height that its body has now.
func (p *preview) refit() {
	if p.sheet != nil {
		p.sheet.Fit()
	}
}

// wrong tells why nothing can be worked out yet.
func (p *preview) wrong(err error) {
	p.drop()
	p.tell(ui.NewParagraph(ui.Sentence(err.Error()), ui.Type{Tone: ui.Muted}))
}

// pause is how long typing must rest before the project is read.
const pause = 400 * time.Millisecond

// later works out a change once typing has rested.
func (p *preview) later(change reschema.Change) {
	p.drop()
	p.tell(ui.NewText("", ui.Type{}))
	p.stop = p.e.cfg.Timer(pause, func() { p.work(change) })
}

// drop forgets what was worked out, or is being.
func (p *preview) drop() {
	p.turn++
	p.plan, p.outcome, p.newborn = nil, nil, nil
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	p.sheet.Primary.Disable()
}

// work works out what a change does.
func (p *preview) work(change reschema.Change) {
	p.drop()
	plan, err := p.e.draft.plan(change)
	if err != nil {
		p.tell(ui.NewParagraph(ui.Sentence(err.Error()), ui.Type{Tone: ui.Danger}))
		return
	}
	if r, ok := change.(reschema.Rename); ok && p.e.draft.isNew(r.What) {
		p.newborn = change
		p.sheet.Primary.Enable()
		p.tell(ui.NewText("Nothing bears it yet.", ui.Type{Tone: ui.Muted}))
		return
	}
	p.tell(ui.NewText("Working out what changes...", ui.Type{Tone: ui.Muted}))
	turn := p.turn
	wanted, stop := context.WithCancel(context.Background())
	p.stop = stop
	p.e.cfg.Session.WhenSaved(func() {
		if turn != p.turn {
			return
		}
		p.e.cfg.Run("Work out: "+change.Title(), func(ctx context.Context, progress job.Progress) error {
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			defer context.AfterFunc(wanted, cancel)()
			out, err := plan.Run(ctx, p.e.cfg.Store, progress)
			if wanted.Err() != nil {
				return nil // nobody wants to know any more
			}
			p.e.cfg.Post(func() {
				if turn == p.turn {
					p.found(plan, out, err)
				}
			})
			return err
		})
	})
}

// found tells what a plan does to the project.
func (p *preview) found(plan *reschema.Plan, out *reschema.Outcome, err error) {
	if err != nil {
		p.tell(ui.NewParagraph(ui.Sentence(err.Error()), ui.Type{Tone: ui.Danger}))
		return
	}
	p.plan, p.outcome = plan, out
	p.sheet.Primary.Enable()
	var objects []fyne.CanvasObject
	for _, effect := range out.Effects {
		tone := ui.Plain
		if effect.Lost {
			tone = ui.Warning
		}
		list := ui.NewButton("List", ui.Quiet, func() { p.e.showPlaces(effect) })
		objects = append(objects, container.NewBorder(nil, nil, nil, list, ui.Middle(ui.NewParagraph(effect.String()+".", ui.Type{Tone: tone}))))
	}
	said := "No annotation changes."
	if out.Articles > 0 {
		said = "In " + ui.Plural(out.Articles, "article", "articles") + ", of all annotators, gold and suggestions too; one act, with one undo."
	}
	said += fmt.Sprintf(" The schema becomes version %d.", plan.After.Revision)
	p.tell(append(objects, ui.NewParagraph(said, ui.Type{Tone: ui.Muted}))...)
}

// do does what was worked out.
func (p *preview) do() {
	switch {
	case p.newborn != nil:
		p.sheet.Close()
		p.e.rework(p.newborn)
		if r, ok := p.newborn.(reschema.Rename); ok && (p.e.at.name == r.What || r.What.Part != reschema.Role && r.What.Part != reschema.Attribute) {
			p.e.show(p.e.place(node{name: r.What.Beside(r.To)}))
		}
	case p.outcome != nil:
		plan, edits := p.plan, p.outcome.Edits
		p.drop()
		p.sheet.Close()
		p.e.act(plan, edits)
	}
}

// showPlaces lists where something happens.
func (e *Editor) showPlaces(effect reschema.Effect) {
	list := ui.NewRowList(theme.Of().Size.Row, placeRows(effect.Places))
	list.Hints = e.cfg.Hints
	note := ""
	if n := len(effect.Places); n < effect.Count {
		note = fmt.Sprintf("The first %d are listed.", n)
	}
	ui.ShowSheet(e.cfg.Window, ui.SheetData{
		Title: effect.String(), Wide: true, First: list, Primary: ui.Act{Label: "Back"},
		Body: container.NewBorder(nil, ui.NewText(note, ui.Type{Tone: ui.Muted}), nil, nil, ui.Tall(12, list)),
	})
}

// placeRows are places as a list.
type placeRows []reschema.Place

// Len implements ui.Rows.
func (r placeRows) Len() int { return len(r) }

// ID implements ui.Rows.
func (r placeRows) ID(i int) string { return fmt.Sprint(r[i].Layer, r[i].Item, i) }

// Row implements ui.Rows.
func (r placeRows) Row(i int) ui.Row {
	return ui.Row{Title: ui.CutMiddle(r[i].Text, 60), Right: ui.CutMiddle(r[i].Title, 60), Hint: ui.Hint{Title: r[i].Text, Line: r[i].Title}}
}
