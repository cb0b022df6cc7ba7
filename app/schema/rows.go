package schema

import (
	"cmp"
	"fmt"

	"galley/annotate"
	"galley/annotate/reschema"
	"galley/app/page"
	"galley/app/ui"
)

// node is a row of the tree: a thing of the schema, or a heading over some.
type node struct {
	name    reschema.Name // empty Part: a heading, or the schema itself
	heading string        // of a section, which is folded by Enter
	count   int           // of things in the section
	folded  bool
}

func (n node) id() string {
	if n.name.Part == "" {
		return "section " + n.heading
	}
	return n.name.String()
}

// The headings of sections that are not groups of events.
const (
	wholeSchema   = "Schema"
	entitySection = "Entities"
	otherEvents   = "Events"
	relations     = "Relations"
	documents     = "Labels of articles"
)

// nodes are the rows of the tree, without what is in folded sections.
func nodes(s *annotate.Schema, folded map[string]bool) []node {
	out := []node{{heading: wholeSchema}}
	section := func(heading string, list []reschema.Name) {
		out = append(out, node{heading: heading, count: len(list), folded: folded[heading]})
		if folded[heading] {
			return
		}
		for _, n := range list {
			out = append(out, node{name: n})
		}
	}
	var list []reschema.Name
	for _, t := range s.Entities {
		list = append(list, reschema.TypeName(reschema.Entity, t.Label))
	}
	section(entitySection, list)
	groups := map[string][]reschema.Name{}
	var order []string
	for _, t := range s.Events {
		heading := groupHeading(t.Group)
		if groups[heading] == nil {
			order = append(order, heading)
		}
		groups[heading] = append(groups[heading], reschema.TypeName(reschema.Event, t.Label))
	}
	if len(order) == 0 {
		order = []string{otherEvents}
	}
	for _, heading := range order {
		section(heading, groups[heading])
	}
	list = nil
	for _, t := range s.Relations {
		list = append(list, reschema.TypeName(reschema.Relation, t.Label))
	}
	section(relations, list)
	list = nil
	for _, a := range s.DocumentAttributes {
		list = append(list, reschema.TypeName(reschema.Document, a.Name))
	}
	section(documents, list)
	return out
}

func groupHeading(group string) string {
	if group == "" {
		return otherEvents
	}
	return otherEvents + ": " + group
}

// rows is the tree as a list.
type rows struct {
	all    []node
	schema *annotate.Schema
	styles *page.Styles
	counts reschema.Counts
	wrong  map[string]bool // ids of nodes that are not sound
}

// Len implements ui.Rows.
func (r rows) Len() int { return len(r.all) }

// ID implements ui.Rows.
func (r rows) ID(i int) string { return r.all[i].id() }

// Row implements ui.Rows.
func (r rows) Row(i int) ui.Row {
	n := r.all[i]
	switch {
	case n.heading == wholeSchema:
		return ui.Row{Title: cmp.Or(r.schema.Name, wholeSchema), Detail: "all labels", Dim: true}
	case n.name.Part == "":
		mark := ui.Chevron
		if n.folded {
			mark = ui.More
		}
		return ui.Row{Mark: mark, Title: n.heading, Right: fmt.Sprint(n.count), Dim: true}
	}
	row := ui.Row{Chip: chipOf(r.schema, r.styles, n.name), Title: n.name.Label, Right: used(r.counts, n.name)}
	row.Chip.Key = ""
	words, description, retired := saidOf(r.schema, n.name)
	if words != n.name.Label {
		row.Detail = words
	}
	if retired {
		row.Detail, row.Dim = "retired", true
	}
	if r.wrong[n.id()] {
		row.Mark = ui.Triangle
	}
	row.Hint = ui.Hint{Title: words, Line: description}
	return row
}

// choice is a thing of the schema where one is to be chosen.
func (e *Editor) choice(n reschema.Name) ui.Row {
	switch n.Part {
	case reschema.Role, reschema.Attribute:
		return ui.Row{Title: n.Label, Right: used(e.counts, n)}
	}
	return rows{all: []node{{name: n}}, schema: e.draft.now, styles: e.styles, counts: e.counts}.Row(0)
}

// used is how often a thing is used, or nothing as long as nobody has counted.
func used(counts reschema.Counts, n reschema.Name) string {
	if c := counts.Of(n); counts != nil {
		return fmt.Sprint(c.Uses)
	}
	return ""
}

// saidOf is what the schema says of a type: what it is called in words, its definition, whether it is retired.
func saidOf(s *annotate.Schema, n reschema.Name) (words, description string, retired bool) {
	switch n.Part {
	case reschema.Entity:
		t := s.Entity(n.Label)
		return cmp.Or(t.Display, t.Label), t.Description, t.Retired
	case reschema.Event:
		t := s.Event(n.Label)
		return cmp.Or(t.Display, t.Label), t.Description, t.Retired
	case reschema.Relation:
		t := s.Relation(n.Label)
		return cmp.Or(t.Display, t.Label), t.Description, t.Retired
	}
	a := documentLabel(s, n.Label)
	return a.Name, a.Description, a.Retired
}

// documentLabel is the document label with a name; it must be there.
func documentLabel(s *annotate.Schema, name string) *annotate.AttributeType {
	for i := range s.DocumentAttributes {
		if s.DocumentAttributes[i].Name == name {
			return &s.DocumentAttributes[i]
		}
	}
	return &annotate.AttributeType{Name: name}
}

// chipOf is how a type's chip looks; of relations and labels of articles there is none.
func chipOf(s *annotate.Schema, styles *page.Styles, n reschema.Name) ui.ChipData {
	switch n.Part {
	case reschema.Entity:
		style := styles.Mention(n.Label)
		return ui.ChipData{Name: style.Short, Color: style.Entry.ID, Key: s.Entity(n.Label).Hotkey}
	case reschema.Event:
		style := styles.Event(n.Label)
		return ui.ChipData{Name: style.Short, Color: style.Entry.ID, Trigger: true, Key: s.Event(n.Label).Hotkey}
	}
	return ui.ChipData{}
}
