package reschema

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"galley/annotate"
)

// Test tells whether an annotation of a document is one that a rule is about.
type Test func(d *annotate.Document, item annotate.Item) bool

// Rule says which annotations of a label that is split bear which label afterwards.
type Rule struct {
	To string // a new label or one that is there
	If Test
}

// Split shares the annotations of a thing among several. The first rule that
// holds decides; what none is about keeps the label. New labels are made after
// the old one, with its attributes and roles, and may stand wherever it may.
// What can be split are the labels of mentions, events, relations and articles,
// and roles, where tests look at what fills them.
type Split struct {
	What  Name
	Rules []Rule
}

// Title implements Change.
func (c Split) Title() string {
	return fmt.Sprintf("split %s into %s", c.What.Label, strings.Join(c.labels(), ", "))
}

// labels are those that the rules name, once each.
func (c Split) labels() []string {
	var out []string
	for _, r := range c.Rules {
		out = both(out, []string{r.To})
	}
	return out
}

func (c Split) change(s *annotate.Schema) error {
	if !c.What.Exists(s) {
		return missing(c.What)
	}
	if c.What.Part == Attribute {
		return refused(c.What, "an attribute cannot be split")
	}
	if len(c.Rules) == 0 {
		return refused(c.What, "no rule says what it is split into")
	}
	labels := c.labels()
	for _, label := range slices.Backward(labels) {
		switch name := c.What.Beside(label); {
		case label == "":
			return refused(c.What, "a new name is empty")
		case c.What.Part == Entity && s.Event(label) != nil || c.What.Part == Event && s.Entity(label) != nil:
			return refused(c.What, "%q is the name of another type", label)
		case !name.Exists(s):
			double(s, c.What, label)
		}
	}
	refill(s, c.What, both([]string{c.What.Label}, labels))
	return nil
}

// double makes, behind a thing, one like it under another name and without what only one can have.
func double(s *annotate.Schema, what Name, label string) {
	bare := func(t annotate.Type) annotate.Type {
		t.Label, t.Display, t.Short, t.Hotkey, t.Colour = label, "", "", "", ""
		t.Description, t.Guidelines, t.Examples, t.CounterExamples, t.Formerly = "", "", nil, nil, nil
		t.Attributes = slices.Clone(t.Attributes)
		return t
	}
	switch what.Part {
	case Entity:
		i := slices.IndexFunc(s.Entities, func(t annotate.EntityType) bool { return t.Label == what.Label })
		t := s.Entities[i]
		t.Type = bare(t.Type)
		s.Entities = slices.Insert(s.Entities, i+1, t)
	case Event:
		i := slices.IndexFunc(s.Events, func(t annotate.EventType) bool { return t.Label == what.Label })
		t := s.Events[i]
		t.Type, t.Roles = bare(t.Type), slices.Clone(t.Roles)
		s.Events = slices.Insert(s.Events, i+1, t)
	case Relation:
		i := slices.IndexFunc(s.Relations, func(t annotate.RelationType) bool { return t.Label == what.Label })
		t := s.Relations[i]
		t.Label, t.Display, t.Description, t.Attributes, t.Formerly = label, "", "", slices.Clone(t.Attributes), nil
		s.Relations = slices.Insert(s.Relations, i+1, t)
	case Role:
		t := s.Event(what.In)
		i := slices.IndexFunc(t.Roles, func(r annotate.Role) bool { return r.Name == what.Label })
		r := t.Roles[i]
		r.Name, r.Min, r.Description, r.Formerly = label, 0, "", nil
		t.Roles = slices.Insert(t.Roles, i+1, r)
	case Document:
		i := slices.IndexFunc(s.DocumentAttributes, func(a annotate.AttributeType) bool { return a.Name == what.Label })
		a := s.DocumentAttributes[i]
		a.Name, a.Required, a.Description, a.Formerly = label, false, "", nil
		s.DocumentAttributes = slices.Insert(s.DocumentAttributes, i+1, a)
	}
}

// to is the label that the rules give an annotation.
func (c Split) to(d *annotate.Document, item annotate.Item) string {
	for _, r := range c.Rules {
		if item != nil && r.If(d, item) {
			return r.To
		}
	}
	return c.What.Label
}

func (c Split) follow(f *follower) error {
	put := func(item annotate.Item, one, many, to string) {
		if to == c.What.Label {
			f.tell(item, one+" stays "+to, many+" stay "+to, false)
			return
		}
		f.tell(item, one+" becomes "+to, many+" become "+to, false)
		f.put(item)
	}
	l := &f.doc.Layer
	switch c.What.Part {
	case Entity:
		for _, m := range l.Mentions.All() {
			if m.Label == c.What.Label {
				to := c.to(&f.doc, m)
				put(annotate.WithLabel(m, to), "mention", "mentions", to)
			}
		}
		for _, e := range l.Entities.All() {
			if e.Label == c.What.Label {
				to := c.to(&f.doc, e)
				put(annotate.WithLabel(e, to), "entity", "entities", to)
			}
		}
	case Event:
		for _, v := range l.Events.All() {
			if v.Type == c.What.Label {
				to := c.to(&f.doc, v)
				put(annotate.WithLabel(v, to), "event", "events", to)
			}
		}
	case Relation:
		for _, r := range l.Relations.All() {
			if r.Label == c.What.Label {
				s := *r
				s.Label = c.to(&f.doc, r)
				put(&s, "relation", "relations", s.Label)
			}
		}
	case Document:
		for _, x := range l.Labels.All() {
			if x.Label == c.What.Label {
				y := *x
				y.Label = c.to(&f.doc, x)
				put(&y, "label of an article", "labels of articles", y.Label)
			}
		}
	case Role:
		c.followRole(f)
	}
	return nil
}

func (c Split) followRole(f *follower) {
	for _, v := range f.doc.Layer.Events.All() {
		if v.Type != c.What.In || !v.Filled(c.What.Label) {
			continue
		}
		w := f.rerolled(v, func(a annotate.Argument) string {
			if a.Role != c.What.Label {
				return a.Role
			}
			to := c.to(&f.doc, f.doc.Layer.Find(a.Target))
			if to == c.What.Label {
				f.tell(v, "argument stays "+to, "arguments stay "+to, false)
			} else {
				f.tell(v, "argument becomes "+to, "arguments become "+to, false)
			}
			return to
		})
		f.put(w)
	}
}

func (c Split) label(_ Part, label string) string { return label }

// HasValue holds where an attribute, or an article's label itself where the
// name is empty, has a value, or one of several has.
func HasValue(attribute, value string) Test {
	return func(_ *annotate.Document, item annotate.Item) bool {
		var v annotate.Value
		switch x := item.(type) {
		case *annotate.Mention:
			v = x.Attributes[attribute]
		case *annotate.Entity:
			v = x.Attributes[attribute]
		case *annotate.Event:
			v = x.Attributes[attribute]
		case *annotate.Relation:
			v = x.Attributes[attribute]
		case *annotate.Label:
			v = x.Value
		}
		return slices.Contains(v.Texts(), value)
	}
}

// IsEntity holds for an entity with one of the names or ids of a knowledge
// base, for its mentions, and for events that have it in a role. Case makes no difference.
func IsEntity(names ...string) Test {
	is := func(e *annotate.Entity) bool {
		return slices.ContainsFunc(names, func(n string) bool {
			same := func(s string) bool { return s != "" && strings.EqualFold(s, n) }
			return same(e.Name) || same(e.KB) || slices.ContainsFunc(e.Aliases(), same)
		})
	}
	var holds func(d *annotate.Document, item annotate.Item) bool
	holds = func(d *annotate.Document, item annotate.Item) bool {
		switch x := item.(type) {
		case *annotate.Entity:
			return is(x)
		case *annotate.Mention:
			e, ok := d.Layer.Entities.Get(x.Entity)
			return ok && is(e)
		case *annotate.Event:
			return slices.ContainsFunc(x.Arguments, func(a annotate.Argument) bool {
				filler := d.Layer.Find(a.Target)
				_, event := filler.(*annotate.Event)
				return filler != nil && !event && holds(d, filler)
			})
		}
		return false
	}
	return holds
}

// HasText holds where the text of an annotation is one of the words; case makes
// no difference. Of an entity it is its name or an alias.
func HasText(words ...string) Test {
	return func(d *annotate.Document, item annotate.Item) bool {
		return slices.ContainsFunc(textsOf(d, item), func(s string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(strings.TrimSpace(w), s) })
		})
	}
}

// Matches holds where a pattern is found in the text of an annotation.
func Matches(pattern *regexp.Regexp) Test {
	return func(d *annotate.Document, item annotate.Item) bool {
		return slices.ContainsFunc(textsOf(d, item), pattern.MatchString)
	}
}

func textsOf(d *annotate.Document, item annotate.Item) []string {
	switch x := item.(type) {
	case *annotate.Entity:
		return append([]string{x.Name}, x.Aliases()...)
	case *annotate.Label:
		return x.Value.Texts()
	}
	return []string{d.Text(item)}
}

// Ref names an annotation in the project.
type Ref struct {
	Layer annotate.LayerID
	ID    annotate.ID
}

// IsOneOf holds for annotations that were chosen by hand.
func IsOneOf(chosen map[Ref]bool) Test {
	return func(d *annotate.Document, item annotate.Item) bool { return chosen[Ref{d.Layer.ID, item.ItemID()}] }
}
