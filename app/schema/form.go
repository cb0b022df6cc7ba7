package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/reschema"
	"galley/app/theme"
	"galley/app/ui"
)

// field is a place of the form at which problems are told.
type field struct {
	place string // what the place of a problem begins with
	word  string // that its text has; empty for any
	text  *ui.Paragraph
	box   *fyne.Container
}

// newField puts room for problems below an object.
func (e *Editor) newField(place, word string, o fyne.CanvasObject) fyne.CanvasObject {
	f := &field{place: place, word: word, text: ui.NewParagraph("", ui.Type{Tone: ui.Danger, Size: theme.Of().Type.UI.Small})}
	f.box = container.NewVBox(o, f.text)
	f.text.Hide()
	e.fields = append(e.fields, f)
	return f.box
}

// placeOf is the place of a thing as annotate.SchemaError names it.
func placeOf(n reschema.Name) string {
	switch n.Part {
	case reschema.Entity:
		return fmt.Sprintf("entities %q", n.Label)
	case reschema.Event:
		return fmt.Sprintf("events %q", n.Label)
	case reschema.Relation:
		return fmt.Sprintf("relations %q", n.Label)
	}
	return fmt.Sprintf("document_attributes, attribute %q", n.Label)
}

// isAt tells whether a place is another one or lies in it.
func isAt(place, in string) bool { return place == in || strings.HasPrefix(place, in+",") }

// showProblems tells what is wrong at the fields that it is about: the last
// field that fits, since the first is that of the whole form.
func (e *Editor) showProblems() {
	texts := make([]string, len(e.fields))
	for _, p := range e.draft.problems() {
		at := -1
		for i, f := range e.fields {
			if isAt(p.place, f.place) && strings.Contains(p.text, f.word) {
				at = i
			}
		}
		text := p.text
		if at < 0 {
			at, text = 0, p.place+": "+p.text
		}
		if len(e.fields) > 0 {
			texts[at] = strings.TrimSpace(texts[at] + "\n" + text)
		}
	}
	for i, f := range e.fields {
		f.text.SetText(texts[i])
		if texts[i] == "" {
			f.text.Hide()
		} else {
			f.text.Show()
		}
		f.box.Refresh()
	}
	e.form.Refresh()
}

// captions is the width of the captions in dp at 100%.
const captions = 120

// labelled puts a caption before a field, at the height of its first line.
func labelled(caption string, o fyne.CanvasObject) fyne.CanvasObject {
	height := theme.Of().Size.Input * theme.Of().Scale
	text := &fyne.Container{Layout: firstLine(height), Objects: []fyne.CanvasObject{ui.Middle(ui.NewText(caption, ui.Type{Tone: ui.Muted}))}}
	return container.NewBorder(nil, nil, fixed(captions, text), nil, o)
}

// beside is a second field of a line, with its caption before it.
func beside(caption string, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(nil, nil, container.NewPadded(ui.Middle(ui.NewText(caption, ui.Type{Tone: ui.Muted}))), nil, o)
}

// firstLine lays an object out in the first line of its room, of a height in dp.
type firstLine float32

// MinSize implements fyne.Layout.
func (h firstLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, 0)
}

// Layout implements fyne.Layout.
func (h firstLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(size.Width, min(size.Height, float32(h))))
}

// fixed gives an object a width in dp at 100%.
func fixed(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: fixedWidth(width), Objects: []fyne.CanvasObject{o}}
}

type fixedWidth float32

// MinSize implements fyne.Layout.
func (w fixedWidth) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(w)*theme.Of().Scale, o[0].MinSize().Height)
}

// Layout implements fyne.Layout.
func (w fixedWidth) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.Position{})
	o[0].Resize(size)
}

func heading(text string) fyne.CanvasObject { return ui.NewText(text, ui.Type{Bold: true}) }

// entry is a field of one line; the first of a form gets the keyboard.
func (e *Editor) entry(placeholder, text string, changed func(string)) *ui.Entry {
	entry := ui.NewEntry(placeholder)
	entry.SetText(text)
	entry.OnChanged = changed
	if e.first == nil {
		e.first = entry
	}
	return entry
}

// area is a field of several lines.
func (e *Editor) area(placeholder, text string, rows int, changed func(string)) *ui.Entry {
	entry := ui.NewMultiLineEntry(placeholder)
	entry.SetMinRowsVisible(rows)
	entry.SetText(text)
	entry.OnChanged = changed
	return entry
}

// formOf is the form of a node.
func (e *Editor) formOf(n node) fyne.CanvasObject {
	s := e.draft.now
	column := container.NewVBox()
	switch n.name.Part {
	case reschema.Entity:
		t := s.Entity(n.name.Label)
		e.top(column, n, cmp.Or(t.Display, t.Label))
		e.typeFields(column, n, &t.Type, func(s *annotate.Schema) *annotate.Type { return &s.Entity(n.name.Label).Type })
		e.attributes(column, "Attributes", reschema.Entity, n.name.Label, t.Attributes)
	case reschema.Event:
		t := s.Event(n.name.Label)
		e.top(column, n, cmp.Or(t.Display, t.Label))
		e.typeFields(column, n, &t.Type, func(s *annotate.Schema) *annotate.Type { return &s.Event(n.name.Label).Type })
		e.roles(column, t)
		e.attributes(column, "Attributes of its own", reschema.Event, n.name.Label, t.Attributes)
	case reschema.Relation:
		e.relationFields(column, n, s.Relation(n.name.Label))
	case reschema.Document:
		e.top(column, n, n.name.Label)
		e.documentFields(column, n, documentLabel(s, n.name.Label))
	default:
		e.wholeFields(column)
	}
	return column
}

// top is the name of what the form is of, with what is wrong with it as a whole.
func (e *Editor) top(column *fyne.Container, n node, words string) {
	title := ui.NewText(n.name.Label, ui.Type{Bold: true, Size: theme.Of().Type.UI.Subheading})
	said := ui.NewText(words, ui.Type{Tone: ui.Muted, Fit: true})
	if words == n.name.Label {
		said.SetText(string(n.name.Part))
	}
	column.Add(e.newField(placeOf(n.name), "", container.NewBorder(nil, nil, title, nil, ui.Middle(said))))
}

// typeFields are what entity types and event types have in common. of is the type in a draft.
func (e *Editor) typeFields(column *fyne.Container, n node, t *annotate.Type, of func(*annotate.Schema) *annotate.Type) {
	set := func(change func(*annotate.Type)) { e.edit(func(s *annotate.Schema) { change(of(s)) }) }
	place := placeOf(n.name)
	column.Add(labelled("Name in words", e.entry(n.name.Label, t.Display, func(v string) { set(func(t *annotate.Type) { t.Display = v }) })))
	short := e.entry(e.shortOf(n), t.Short, func(v string) { set(func(t *annotate.Type) { t.Short = strings.TrimSpace(v) }) })
	placeholder := "none"
	if n.name.Part == reschema.Event {
		placeholder = annotate.EventKey + "..."
	}
	key := e.entry(placeholder, t.Hotkey, func(v string) { set(func(t *annotate.Type) { t.Hotkey = strings.ToLower(strings.TrimSpace(v)) }) })
	pair := container.NewGridWithColumns(2, labelled("Short name", short), beside("Keys", key))
	column.Add(e.newField(place, "key", pair))
	if n.name.Part == reschema.Entity {
		kind := ui.NewSelect([]string{annotate.NameKind, annotate.ValueKind}, nil)
		kind.SetSelected(cmp.Or(e.draft.now.Entity(n.name.Label).Kind, annotate.NameKind))
		kind.OnChanged = func(v string) { e.edit(func(s *annotate.Schema) { s.Entity(n.name.Label).Kind = v }) }
		column.Add(e.newField(place, "colour", container.NewGridWithColumns(2, labelled("Colour", e.colour(n, t.Colour)), beside("Kind", kind))))
	} else {
		group := e.entry("none: the events that share a colour", e.draft.now.Event(n.name.Label).Group, func(v string) {
			e.edit(func(s *annotate.Schema) { s.Event(n.name.Label).Group = strings.TrimSpace(v) })
		})
		column.Add(labelled("Group", group))
	}
	column.Add(labelled("Definition", e.area("What it stands for, in a sentence or two", t.Description, 2, func(v string) { set(func(t *annotate.Type) { t.Description = v }) })))
	column.Add(labelled("Guideline", e.area("How to decide; shown when the pointer rests on the label", t.Guidelines, 2, func(v string) { set(func(t *annotate.Type) { t.Guidelines = v }) })))
	column.Add(labelled("Examples", e.area("One a line, with [what is marked] in brackets", strings.Join(t.Examples, "\n"), 2, func(v string) { set(func(t *annotate.Type) { t.Examples = lines(v) }) })))
	column.Add(labelled("Counter-examples", e.area("One a line: what is not to be marked, and why", strings.Join(t.CounterExamples, "\n"), 2, func(v string) { set(func(t *annotate.Type) { t.CounterExamples = lines(v) }) })))
}

// shortOf is the chip's name that is made where none is given.
func (e *Editor) shortOf(n node) string {
	if n.name.Part == reschema.Event {
		return e.styles.Event(n.name.Label).Short
	}
	return e.styles.Mention(n.name.Label).Short
}

// colour is the choice among the palette's entries. A schema keeps the colour that asks for one.
func (e *Editor) colour(n node, seed string) fyne.CanvasObject {
	palette := theme.Of().Tokens.Palette
	names := []string{"as it comes"}
	chosen := names[0]
	for _, p := range palette {
		name := fmt.Sprintf("%d %s", p.ID, p.Name)
		names = append(names, name)
		if seed != "" && p.ID == e.styles.Mention(n.name.Label).Entry.ID {
			chosen = name
		}
	}
	choice := ui.NewSelect(names, nil)
	choice.SetSelected(chosen)
	choice.OnChanged = func(string) {
		hex := ""
		if i := choice.SelectedIndex() - 1; i >= 0 {
			hex = palette[i].Asks().String()
		}
		e.edit(func(s *annotate.Schema) { s.Entity(n.name.Label).Colour = hex })
	}
	return choice
}

// roles are the rows of an event type's roles.
func (e *Editor) roles(column *fyne.Container, t *annotate.EventType) {
	event := t.Label
	column.Add(heading("Roles"))
	for i := range t.Roles {
		column.Add(e.role(event, i, &t.Roles[i], len(t.Roles)))
	}
	column.Add(container.NewHBox(ui.NewButton("+ Role", ui.Normal, func() {
		e.edit(func(s *annotate.Schema) {
			t := s.Event(event)
			name := fresh("New role", func(name string) bool { return t.Role(name) != nil })
			t.Roles = append(t.Roles, annotate.Role{Name: name, Fillers: []string{"*"}})
		})
		e.again()
	})))
}

func (e *Editor) role(event string, i int, r *annotate.Role, of int) fyne.CanvasObject {
	n := reschema.RoleName(event, r.Name)
	set := func(change func(*annotate.Role)) {
		e.edit(func(s *annotate.Schema) { change(s.Event(event).Role(r.Name)) })
	}
	fillers := e.entry("labels, event:LABEL, event:* or *", strings.Join(r.Fillers, ", "), func(v string) {
		set(func(r *annotate.Role) { r.Fillers = list(v) })
	})
	required := ui.NewCheck("required", r.Min > 0, func(on bool) {
		set(func(r *annotate.Role) {
			if r.Min = 0; on {
				r.Min = 1
			}
		})
	})
	many := ui.NewCheck("many", r.Max == nil || *r.Max > 1, func(on bool) {
		set(func(r *annotate.Role) {
			one := 1
			if r.Max = &one; on {
				r.Max = nil
			}
		})
	})
	move := func(by int) func() {
		return func() {
			e.edit(func(s *annotate.Schema) { swap(s.Event(event).Roles, i, i+by) })
			e.again()
		}
	}
	acts := container.NewHBox(required, many, e.small("^", "Move up", i > 0, move(-1)), e.small("v", "Move down", i+1 < of, move(1)), e.more(n, r.Retired))
	name := r.Name
	if r.Retired {
		name += " (retired)"
	}
	row := container.NewBorder(nil, nil, fixed(captions, ui.Middle(ui.NewText(name, ui.Type{Fit: true}))), acts, fillers)
	return e.newField(fmt.Sprintf("%s, role %q", placeOf(reschema.TypeName(reschema.Event, event)), r.Name), "", row)
}

func swap[T any](list []T, i, j int) {
	if j >= 0 && j < len(list) {
		list[i], list[j] = list[j], list[i]
	}
}

// list are the things between commas.
func list(text string) []string {
	out := []string{}
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}

func (e *Editor) small(label, hint string, enabled bool, do func()) fyne.CanvasObject {
	b := ui.NewButton(label, ui.Quiet, do)
	b.Hint, b.Hints = ui.Hint{Title: hint}, e.cfg.Hints
	if !enabled {
		b.Disable()
	}
	return b
}

// attributes are the rows of a type's attributes, or of those of all events.
func (e *Editor) attributes(column *fyne.Container, title string, of reschema.Part, in string, types []annotate.AttributeType) {
	column.Add(heading(title))
	for i := range types {
		column.Add(e.attribute(reschema.AttributeName(of, in, types[i].Name), &types[i]))
	}
	column.Add(container.NewHBox(ui.NewButton("+ Attribute", ui.Normal, func() {
		e.edit(func(s *annotate.Schema) {
			name := fresh("new", func(name string) bool { return reschema.AttributeName(of, in, name).Exists(s) })
			reschema.AttributeName(of, in, name).AddAttribute(s, annotate.AttributeType{Name: name, Type: "text"})
		})
		e.again()
	})))
}

func (e *Editor) attribute(n reschema.Name, a *annotate.AttributeType) fyne.CanvasObject {
	name := a.Name
	if a.Retired {
		name += " (retired)"
	}
	fields := e.attributeFields(n, a)
	fields.Add(e.more(n, a.Retired))
	row := container.NewBorder(nil, nil, container.NewHBox(fixed(captions, ui.Middle(ui.NewText(name, ui.Type{Fit: true}))), fixed(92, e.attributeType(n, a))), fields, e.options(n, a))
	place := fmt.Sprintf("event_attributes, attribute %q", a.Name)
	if n.In != "" {
		place = fmt.Sprintf("%s, attribute %q", placeOf(reschema.TypeName(n.Of, n.In)), a.Name)
	}
	return e.newField(place, "", row)
}

// setAttribute changes an attribute or a label of articles in the draft.
func (e *Editor) setAttribute(n reschema.Name, change func(*annotate.AttributeType)) {
	e.edit(func(s *annotate.Schema) {
		if a := n.AttributeIn(s); a != nil {
			change(a)
		}
	})
}

func (e *Editor) attributeType(n reschema.Name, a *annotate.AttributeType) fyne.CanvasObject {
	kind := ui.NewSelect(annotate.AttributeTypes, nil)
	kind.SetSelected(a.Type)
	kind.OnChanged = func(v string) { e.setAttribute(n, func(a *annotate.AttributeType) { a.Type = v }) }
	return kind
}

func (e *Editor) options(n reschema.Name, a *annotate.AttributeType) fyne.CanvasObject {
	return e.entry("options, with commas between", strings.Join(a.Options, ", "), func(v string) {
		e.setAttribute(n, func(a *annotate.AttributeType) {
			if a.Options = list(v); len(a.Options) == 0 {
				a.Options = nil
			}
		})
	})
}

// attributeFields are the default and whether a value is required.
func (e *Editor) attributeFields(n reschema.Name, a *annotate.AttributeType) *fyne.Container {
	def := e.entry("default", strings.Join(a.Default.Texts(), ", "), func(v string) {
		e.setAttribute(n, func(a *annotate.AttributeType) {
			if a.Default = ""; strings.TrimSpace(v) != "" {
				a.Default = annotate.ValueOf(strings.TrimSpace(v))
			}
		})
	})
	required := ui.NewCheck("required", a.Required, func(on bool) { e.setAttribute(n, func(a *annotate.AttributeType) { a.Required = on }) })
	return container.NewHBox(fixed(84, def), required)
}

func (e *Editor) relationFields(column *fyne.Container, n node, t *annotate.RelationType) {
	e.top(column, n, cmp.Or(t.Display, t.Label))
	set := func(change func(*annotate.RelationType)) {
		e.edit(func(s *annotate.Schema) { change(s.Relation(n.name.Label)) })
	}
	column.Add(labelled("Name in words", e.entry(t.Label, t.Display, func(v string) { set(func(t *annotate.RelationType) { t.Display = v }) })))
	column.Add(labelled("From", e.entry("labels, event:LABEL, event:* or *", strings.Join(t.From, ", "), func(v string) { set(func(t *annotate.RelationType) { t.From = list(v) }) })))
	column.Add(labelled("To", e.entry("labels, event:LABEL, event:* or *", strings.Join(t.To, ", "), func(v string) { set(func(t *annotate.RelationType) { t.To = list(v) }) })))
	column.Add(labelled("", ui.NewCheck("symmetric: from and to make no difference", t.Symmetric, func(on bool) { set(func(t *annotate.RelationType) { t.Symmetric = on }) })))
	column.Add(labelled("Definition", e.area("What it stands for", t.Description, 2, func(v string) { set(func(t *annotate.RelationType) { t.Description = v }) })))
	e.attributes(column, "Attributes", reschema.Relation, t.Label, t.Attributes)
}

func (e *Editor) documentFields(column *fyne.Container, n node, a *annotate.AttributeType) {
	column.Add(labelled("Type", e.attributeType(n.name, a)))
	column.Add(labelled("Options", e.options(n.name, a)))
	column.Add(labelled("Default", e.attributeFields(n.name, a)))
	column.Add(labelled("Definition", e.area("What it says of the article", a.Description, 2, func(v string) { e.setAttribute(n.name, func(a *annotate.AttributeType) { a.Description = v }) })))
}

// wholeFields are what holds for all of the schema.
func (e *Editor) wholeFields(column *fyne.Container) {
	s := e.draft.now
	title := ui.NewText("Schema", ui.Type{Bold: true, Size: theme.Of().Type.UI.Subheading})
	column.Add(e.newField("the top", "", title))
	column.Add(labelled("Name", e.entry("Name of the schema", s.Name, func(v string) { e.edit(func(s *annotate.Schema) { s.Name = strings.TrimSpace(v) }) })))
	column.Add(labelled("Summary", e.area("What it is for", s.Summary, 2, func(v string) { e.edit(func(s *annotate.Schema) { s.Summary = v }) })))
	column.Add(labelled("Sources", e.area("Where it comes from, one a line", strings.Join(s.Source, "\n"), 2, func(v string) { e.edit(func(s *annotate.Schema) { s.Source = lines(v) }) })))
	column.Add(labelled("Spans", container.NewVBox(
		ui.NewCheck("may nest: one inside another", s.Nesting, func(on bool) { e.edit(func(s *annotate.Schema) { s.Nesting = on }) }),
		ui.NewCheck("may cross: one begins inside another and ends behind it", s.Overlap, func(on bool) { e.edit(func(s *annotate.Schema) { s.Overlap = on }) }))))
	e.attributes(column, "Attributes of all events", reschema.Event, "", s.EventAttributes)
}
