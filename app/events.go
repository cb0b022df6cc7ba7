package app

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/app/annotator"
	"galley/app/ui"
)

// askType changes the type of the event whose card is open, or else of the one
// that is picked or at the caret.
func (w *workspace) askType() {
	active, _ := w.annotator.Active()
	item := w.session.Document().Layer.Find(active)
	if item == nil {
		item = w.annotator.Here()
	}
	v, ok := item.(*annotate.Event)
	if !ok {
		w.app.say("Open the card of an event first.")
		return
	}
	w.askTypeOf(v)
}

func (w *workspace) askTypeOf(v *annotate.Event) {
	another := func(c annotator.Choice) bool { return c.Event && c.Label != v.Type }
	w.app.choose("New type", w.labelOptions(another, func(label string) {
		if now, ok := w.session.Document().Layer.Events.Get(v.ID); ok {
			w.retype(now, label)
		}
	}), "")
}

// retype changes the type of an event. Where its fillers cannot all stay in
// roles of the same name it asks what becomes of them.
func (w *workspace) retype(v *annotate.Event, label string) {
	doc := w.session.Document()
	moves := doc.Moves(v, w.session.Schema().Event(label))
	to := map[string]string{}
	for _, m := range moves {
		to[m.Role] = m.To
	}
	if !slices.ContainsFunc(moves, func(m annotate.Move) bool { return m.To != m.Role }) {
		w.annotator.Retype(v, label, to)
		return
	}
	const out = "taken out"
	rows := container.NewGridWithColumns(2)
	var first fyne.Focusable
	for _, m := range moves {
		var fillers []string
		for _, a := range v.Arguments {
			if a.Role == m.Role {
				text := a.Value.Text()
				if item := doc.Layer.Find(a.Target); item != nil {
					text = doc.Text(item)
				}
				fillers = append(fillers, ui.CutMiddle(text, 24))
			}
		}
		choice := ui.NewSelect(append(slices.Clone(m.Can), out), nil)
		choice.Selected = cmp.Or(m.To, out)
		choice.OnChanged = func(role string) {
			to[m.Role] = role
			if role == out {
				to[m.Role] = ""
			}
		}
		if first == nil {
			first = choice
		}
		rows.Add(ui.NewText(m.Role+": "+strings.Join(fillers, ", "), ui.Type{Fit: true}))
		rows.Add(choice)
	}
	ui.ShowSheet(w.app.window, ui.SheetData{
		Title: fmt.Sprintf("%s becomes %s", v.Type, label), Body: rows, First: first,
		Primary: ui.Act{Label: "Change", Do: func() { w.annotator.Retype(v, label, to) }}, Others: []ui.Act{{Label: "Cancel"}},
	})
}

// askRelation begins a relation at the annotation that is picked or at the
// caret, or at the open event. The other end is picked in the article or proposed.
func (w *workspace) askRelation() {
	from := w.annotator.Here()
	if from == nil {
		active, _ := w.annotator.Active()
		from = w.session.Document().Layer.Find(active)
	}
	if from == nil {
		w.app.say("Pick the annotation first where the relation begins.")
		return
	}
	w.relate(from)
}

func (w *workspace) relate(from annotate.Item) {
	types := w.session.Document().RelationsFrom(w.session.Schema(), from)
	var all options
	for _, t := range types {
		all = append(all, option{
			row:  ui.Row{Title: cmp.Or(t.Display, t.Label), Right: strings.Join(t.To, " ")},
			text: t.Display + " " + t.Label, more: t.Description,
			run: func() { w.annotator.StartRelation(from, t.Label); w.focus(panePage) },
		})
	}
	switch len(all) {
	case 0:
		w.app.say("The schema has no relation that begins at " + annotate.LabelOf(from) + ".")
	case 1:
		all[0].run()
	default:
		w.app.choose("Relation from "+ui.CutMiddle(w.session.Document().Text(from), 40), all, "")
	}
}

// askValue gives a mention that was just made the value that is offered. Else it
// puts a value that no mention bears into the armed slot: a count with its
// bounds, or a date or word as it is typed.
func (w *workspace) askValue() {
	if w.annotator.TakeValue() {
		return
	}
	id, role := w.annotator.Active()
	v, ok := w.session.Document().Layer.Events.Get(id)
	if !ok || role == "" {
		w.app.say("Arm the slot of an event first.")
		return
	}
	var r *annotate.Role
	if t := w.session.Schema().Event(v.Type); t != nil {
		r = t.Role(role)
	}
	if r == nil || !w.session.Schema().TakesValue(r) {
		w.app.say(role + " takes no value, only what is marked in the text.")
		return
	}
	body, first, read := w.valueFields(r)
	var sheet *ui.Sheet
	sheet = ui.ShowSheet(w.app.window, ui.SheetData{
		Title: role + " of " + v.Type, Body: body, First: first, Others: []ui.Act{{Label: "Cancel"}},
		Primary: ui.Act{Label: "Take", Stay: true, Do: func() {
			value, err := read()
			if err != nil {
				w.app.say(ui.Sentence(err.Error()))
				return
			}
			sheet.Close()
			w.annotator.SetValue(v, role, value)
		}},
	})
}

// valueFields are the fields for a value of a role: bounds where one of its
// types has them, else a line.
func (w *workspace) valueFields(r *annotate.Role) (body fyne.CanvasObject, first fyne.Focusable, read func() (annotate.Value, error)) {
	bounds := slices.ContainsFunc(r.Fillers, func(f string) bool {
		t := w.session.Schema().Entity(f)
		return t != nil && slices.ContainsFunc(t.Attributes, func(a annotate.AttributeType) bool { return a.Name == "low" || a.Type == "range" })
	})
	if !bounds {
		line := ui.NewEntry("2016-05-02")
		return line, line, func() (annotate.Value, error) {
			if text := strings.TrimSpace(line.Text); text != "" {
				return annotate.ValueOf(text), nil
			}
			return "", nil
		}
	}
	low, high, approx := ui.NewEntry("at least"), ui.NewEntry("at most"), ui.NewCheck("approximate", false, nil)
	return container.NewGridWithColumns(3, low, high, approx), low, func() (annotate.Value, error) {
		v := annotate.Range{Approx: approx.Checked}
		for _, side := range []struct {
			text string
			to   **float64
		}{{low.Text, &v.Low}, {high.Text, &v.High}} {
			text := strings.TrimSpace(side.text)
			if text == "" {
				continue
			}
			n, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return "", fmt.Errorf("%q is no number", text)
			}
			*side.to = &n
		}
		if v.Low == nil && v.High == nil {
			return "", nil
		}
		return annotate.ValueOf(v), nil
	}
}

// markUnsure marks an annotation as unsure and asks why, or as sure again.
func (w *workspace) markUnsure() {
	if w.annotator.ToggleUnsure() {
		w.askNote()
	}
}
