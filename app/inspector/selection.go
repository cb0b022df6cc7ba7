package inspector

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/ui"
)

// selectionView shows the annotation that is picked with its attributes, and
// with none picked the labels of the article.
type selectionView struct {
	cfg   Config
	root  *fyne.Container
	shown string // what it shows, to tell a change
}

func newSelectionView(cfg Config) *selectionView {
	return &selectionView{cfg: cfg, root: container.NewStack()}
}

func (v *selectionView) object() fyne.CanvasObject { return v.root }

func (v *selectionView) count() (int, bool) { return -1, false }

func (v *selectionView) refresh() {
	doc := v.cfg.Session.Document()
	if doc == nil {
		v.root.Objects, v.shown = nil, ""
		v.root.Refresh()
		return
	}
	item := doc.Layer.Find(v.cfg.Picked())
	state := fmt.Sprintf("%p %p", item, v.cfg.Session.Schema())
	if item != nil {
		state += fmt.Sprint(doc.RelationsOf(item.ItemID()))
	}
	if item == nil {
		state = fmt.Sprintf("%s %v %p", doc.Article.ID, doc.Layer.Labels.All(), v.cfg.Session.Schema())
	}
	if state == v.shown {
		return
	}
	v.shown = state
	column := container.NewVBox()
	if item == nil {
		v.article(doc, column)
	} else {
		v.item(doc, item, column)
	}
	v.root.Objects = []fyne.CanvasObject{container.NewVScroll(container.NewPadded(column))}
	v.root.Refresh()
}

func caption(text string) fyne.CanvasObject {
	return ui.NewText(text, ui.Type{Size: 11, Tone: ui.Muted, Fit: true})
}

// item shows an annotation: what it is, where it stands, its attributes, what can be done.
func (v *selectionView) item(doc *annotate.Document, item annotate.Item, column *fyne.Container) {
	styles := v.cfg.Styles()
	column.Add(container.NewBorder(nil, nil, ui.NewChip(chip(styles, item)), nil,
		ui.NewText(quoted(doc.Text(item)), ui.Type{Bold: true, Fit: true})))
	if where := place(doc, item); where != "" {
		column.Add(caption(where))
	}
	if m, ok := item.(*annotate.Mention); ok {
		name := "no entity yet"
		if e, ok := doc.Layer.Entities.Get(m.Entity); ok {
			name = fmt.Sprintf("%s (%s)", e.Name, ui.Plural(len(doc.MentionsOf(e.ID)), "mention", "mentions"))
		}
		column.Add(caption("Entity: " + name))
		for _, n := range doc.Layer.Mentions.All() {
			if n.ID != m.ID && span.Hull(n.Spans).Covers(span.Hull(m.Spans)) {
				column.Add(caption(fmt.Sprintf("Lies in %s %s", n.Label, quoted(doc.Text(n)))))
			}
		}
	}
	for _, r := range doc.RelationsOf(item.ItemID()) {
		column.Add(v.relation(doc, item, r))
		if r.From == item.ItemID() {
			v.fields(r, column)
		}
	}
	if o := origin(item); o != "" {
		column.Add(caption(o))
	}
	v.fields(item, column)
	column.Add(container.NewHBox(
		ui.NewButton("Change label...", ui.Normal, func() { v.cfg.Relabel(item) }),
		ui.NewButton("Relation...", ui.Normal, func() { v.cfg.Relate(item) }),
		ui.NewButton("Delete", ui.Normal, func() { v.cfg.Annotator.DeleteItem(item) })))
}

// relation is a line on a relation of item, with a way to take it out.
func (v *selectionView) relation(doc *annotate.Document, item annotate.Item, r *annotate.Relation) fyne.CanvasObject {
	text, other := "this "+r.Label+" ", doc.Layer.Find(r.To)
	if r.From != item.ItemID() {
		other = doc.Layer.Find(r.From)
		text = quoted(doc.Text(other)) + " " + r.Label + " this"
	} else {
		text += quoted(doc.Text(other))
	}
	show := ui.NewButton("Show", ui.Quiet, func() { v.cfg.Show(other) })
	remove := ui.NewMarkButton(ui.Close, "Take out", func() { v.cfg.Annotator.DeleteItem(r) })
	return container.NewBorder(nil, nil, nil, container.NewHBox(show, remove), ui.Middle(ui.NewText(text, ui.Type{Fit: true})))
}

// fields are a field for each attribute of an annotation.
func (v *selectionView) fields(item annotate.Item, column *fyne.Container) {
	types, values := v.attributes(item)
	for _, t := range types {
		column.Add(attributeField(t, values[t.Name], v.cfg.Hints, func(value annotate.Value) {
			if now := v.cfg.Session.Document().Layer.Find(item.ItemID()); now != nil {
				v.cfg.Annotator.SetAttribute(now, t.Name, value)
			}
		}))
	}
}

// attributes are the attributes that the schema has for item, and those that
// it bears besides, with its values.
func (v *selectionView) attributes(item annotate.Item) ([]annotate.AttributeType, annotate.Attributes) {
	types := v.cfg.Session.Schema().AttributesOf(item)
	var values annotate.Attributes
	switch x := item.(type) {
	case *annotate.Mention:
		values = x.Attributes
	case *annotate.Event:
		values = x.Attributes
	case *annotate.Relation:
		values = x.Attributes
	}
	for _, name := range sortedNames(values) {
		if !slices.ContainsFunc(types, func(t annotate.AttributeType) bool { return t.Name == name }) {
			types = append(types, annotate.AttributeType{Name: name, Type: "text"})
		}
	}
	return types, values
}

func sortedNames(values annotate.Attributes) []string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// place says where an annotation stands in code points, as every export counts.
func place(doc *annotate.Document, item annotate.Item) string {
	var parts []string
	for _, s := range annotate.SpansOf(item) {
		from, err1 := doc.Article.Text.CodePoint(s.Start)
		to, err2 := doc.Article.Text.CodePoint(s.End)
		if err1 == nil && err2 == nil {
			parts = append(parts, strconv.Itoa(from)+"-"+strconv.Itoa(to))
		}
	}
	if parts == nil {
		return ""
	}
	return "Characters " + strings.Join(parts, ", ")
}

func origin(item annotate.Item) string {
	var o annotate.Origin
	if _, ok := annotate.WithOrigin(item, func(p *annotate.Origin) { o = *p }); !ok {
		return ""
	}
	var parts []string
	if o.At != "" {
		parts = append(parts, "Made "+strings.Replace(strings.TrimSuffix(o.At, "Z"), "T", " ", 1)+" UTC")
	}
	if o.Source != "" {
		parts = append(parts, o.Source)
	}
	if o.Unsure {
		parts = append(parts, "unsure")
	}
	return strings.Join(parts, ", ")
}

// article shows the labels of the article as a whole.
func (v *selectionView) article(doc *annotate.Document, column *fyne.Container) {
	column.Add(caption("Nothing is selected. The article as a whole:"))
	for _, t := range v.cfg.Session.Schema().DocumentAttributes {
		var value annotate.Value
		n := 0
		for _, l := range doc.Layer.Labels.All() {
			if l.Label == t.Name {
				value = l.Value
				n++
			}
		}
		if n > 1 { // of two copies: which it is remains to be chosen
			value = ""
		}
		column.Add(attributeField(t, value, v.cfg.Hints, func(value annotate.Value) { v.cfg.Annotator.SetLabel(t.Name, value) }))
	}
}
