package reschema

import (
	"galley/annotate"
)

// Retire has a thing no longer offered, or offered again. What bears its name
// keeps it. Its keys are free for others.
type Retire struct {
	What Name
	Back bool // offer it again
}

// Title implements Change.
func (c Retire) Title() string {
	if c.Back {
		return "bring back " + c.What.Label
	}
	return "retire " + c.What.Label
}

func (c Retire) change(s *annotate.Schema) error {
	if !c.What.Exists(s) {
		return missing(c.What)
	}
	switch c.What.Part {
	case Entity:
		s.Entity(c.What.Label).Retired = !c.Back
	case Event:
		s.Event(c.What.Label).Retired = !c.Back
	case Relation:
		s.Relation(c.What.Label).Retired = !c.Back
	case Role:
		c.What.role(s).Retired = !c.Back
	default:
		c.What.attribute(s).Retired = !c.Back
	}
	return nil
}

func (c Retire) follow(f *follower) error {
	if !c.Back {
		for item := range uses(&f.doc.Layer, f.before, c.What) {
			f.tell(item, "annotation keeps it", "annotations keep it", false)
		}
	}
	return nil
}

func (c Retire) label(_ Part, label string) string { return label }

// Remove takes a thing out of the schema, and with it all that bears its name
// and what refers to that.
type Remove struct{ What Name }

// Title implements Change.
func (c Remove) Title() string { return "remove " + c.What.Label }

func (c Remove) change(s *annotate.Schema) error {
	if !c.What.Exists(s) {
		return missing(c.What)
	}
	cut(s, c.What)
	refill(s, c.What, nil)
	return nil
}

func (c Remove) follow(f *follower) error {
	for item := range uses(&f.doc.Layer, f.before, c.What) {
		switch c.What.Part {
		case Role:
			v := item.(*annotate.Event)
			f.put(f.rerolled(v, func(a annotate.Argument) string {
				if a.Role != c.What.Label {
					return a.Role
				}
				f.tell(v, "argument has no role any more", "arguments have no role any more", true)
				return ""
			}))
		case Attribute:
			f.tell(item, "value is taken out", "values are taken out", true)
			f.put(annotate.WithAttribute(item, c.What.Label, ""))
		default:
			f.tell(item, nouns[item.ItemKind()][0]+" is deleted", nouns[item.ItemKind()][1]+" are deleted", true)
			f.delete(item)
		}
	}
	return nil
}

func (c Remove) label(_ Part, label string) string { return label }

var nouns = map[annotate.Kind][2]string{
	annotate.KindMention:  {"mention", "mentions"},
	annotate.KindEntity:   {"entity", "entities"},
	annotate.KindEvent:    {"event", "events"},
	annotate.KindRelation: {"relation", "relations"},
	annotate.KindLabel:    {"label of an article", "labels of articles"},
}

// Define puts a schema in the place of another: with other definitions, keys,
// colours and roles, and with new things, but with all names that the other has.
// Annotations stay as they are.
type Define struct {
	Schema *annotate.Schema
	Name   string // what was changed, for the title
}

// Title implements Change.
func (c Define) Title() string {
	if c.Name == "" {
		return "change the schema"
	}
	return "change " + c.Name + " in the schema"
}

func (c Define) change(s *annotate.Schema) error {
	for _, n := range Names(s) {
		if !n.Exists(c.Schema) {
			return refused(n, "it is gone: rename, merge or remove it, so that what bears its name follows")
		}
	}
	*s = *c.Schema.Clone()
	return nil
}

func (c Define) follow(*follower) error { return nil }

func (c Define) label(_ Part, label string) string { return label }
