package inspector

import (
	"cmp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/app/ui"
)

// evidence is the slot of an event without trigger for the text it can be read from.
const evidence = "Evidence"

// evidencePill is what the names of its pills begin with.
const evidencePill = "evidence "

func (c *eventCard) evidence(doc *annotate.Document, e *annotate.Event) ui.SlotData {
	data := ui.SlotData{Name: evidence, Empty: "select text, press " + c.cfg.KeyOf("annotate.addFragment")}
	data.Hint = ui.Hint{Title: evidence, Line: "The text that tells of the event, which no single word names."}
	for i, s := range e.Evidence {
		text := doc.Article.Text.Slice(s.Start, s.End)
		data.Fillers = append(data.Fillers, ui.PillData{ID: evidencePill + strconv.Itoa(i), Text: text, Hint: ui.Hint{Title: text}})
	}
	return data
}

// evidenceOf is the piece of evidence that a pill stands for.
func (c *eventCard) evidenceOf(filler string) (*annotate.Event, int) {
	number, ok := strings.CutPrefix(filler, evidencePill)
	e := c.event()
	i, err := strconv.Atoi(number)
	if !ok || e == nil || err != nil || i >= len(e.Evidence) {
		return nil, 0
	}
	return e, i
}

// value is what a mention in a slot says in numbers or dates.
type value struct {
	Role, Text string
	Mention    annotate.ID
}

// values are the counts and times in the slots of the open card.
func (c *eventCard) values(doc *annotate.Document, e *annotate.Event, active bool) []value {
	if !active {
		return nil
	}
	var out []value
	for _, a := range e.Arguments {
		m, ok := doc.Layer.Mentions.Get(a.Target)
		if !ok {
			continue
		}
		t := c.cfg.Session.Schema().Entity(m.Label)
		if t == nil || t.Kind != annotate.ValueKind {
			continue
		}
		out = append(out, value{a.Role, summary(t.Attributes, m.Attributes), m.ID})
	}
	return out
}

// summary lists values in the schema's order; what is neither set nor has a default is a dash.
func summary(types []annotate.AttributeType, values annotate.Attributes) string {
	var parts []string
	for _, t := range types {
		v := cmp.Or(values[t.Name], t.Default)
		switch {
		case t.Type == "bool":
			if v.Bool() {
				parts = append(parts, t.Name)
			}
		case t.Type == "choice" && v != "":
			parts = append(parts, v.Text())
		case t.Type != "choice" && v != "":
			parts = append(parts, t.Name+" "+v.Text())
		case t.Type == "int" || t.Type == "number" || t.Type == "date" || t.Type == "range":
			parts = append(parts, t.Name+" -")
		}
	}
	return strings.Join(parts, "  ")
}

// valueRow is a line below the slots with a value and a way to change it.
func (c *eventCard) valueRow(v value) fyne.CanvasObject {
	change := ui.NewButton("Change", ui.Quiet, func() {
		if m, ok := c.cfg.Session.Document().Layer.Mentions.Get(v.Mention); ok {
			c.cfg.details(m)
		}
	})
	return line(v.Role+": "+v.Text, change)
}

// line is a caption with a button at its end.
func line(text string, end fyne.CanvasObject) fyne.CanvasObject {
	return container.NewPadded(container.NewBorder(nil, nil, nil, end, ui.Middle(ui.NewText(text, ui.Type{Size: 11, Tone: ui.Muted, Fit: true}))))
}

// attributeRows are the event's attributes: folded to one line, or a field for each.
func (c *eventCard) attributeRows(e *annotate.Event) []fyne.CanvasObject {
	types := c.cfg.Session.Schema().AttributesOf(e)
	if len(types) == 0 {
		return nil
	}
	name := "Show"
	if c.open {
		name = "Hide"
	}
	fold := ui.NewButton(name, ui.Quiet, func() {
		c.open = !c.open
		if doc, now := c.cfg.Session.Document(), c.event(); now != nil {
			c.update(doc, now, true)
		}
	})
	rows := []fyne.CanvasObject{line(summary(types, e.Attributes), fold)}
	if !c.open {
		return rows
	}
	for _, t := range types {
		rows = append(rows, container.NewPadded(attributeField(t, e.Attributes[t.Name], c.cfg.Hints, func(v annotate.Value) {
			if now := c.event(); now != nil {
				c.cfg.Annotator.SetAttribute(now, t.Name, v)
			}
		})))
	}
	return rows
}
