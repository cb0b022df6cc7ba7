package annotate

import (
	"maps"
	"slices"

	"galley/annotate/span"
	"galley/annotate/text"
)

// Propagated is the Origin.Source of annotations that were made by marking all identical.
const Propagated = "propagated"

// Model is a mention or an event by whose text further ones are found.
type Model struct {
	Item  Item   // a *Mention or an *Event
	Text  string // what it covers
	Where ID     // its article
	Name  string // of the mention's entity; empty for none
	// Value tells that attributes are a value, which holds in its own article only: "Monday".
	Value bool
}

// ModelOf makes a model of an annotation with one fragment; it is false for anything else.
func (d *Document) ModelOf(item Item, s *Schema) (Model, bool) {
	spans := SpansOf(item)
	if len(spans) != 1 {
		return Model{}, false
	}
	m := Model{Item: item, Text: d.SpansText(spans), Where: d.Article.ID}
	switch x := item.(type) {
	case *Mention:
		t := s.Entity(x.Label)
		m.Value = t != nil && t.Kind == ValueKind
		if e, ok := d.Layer.Entities.Get(x.Entity); ok {
			m.Name = e.Name
		}
	case *Event:
		if len(x.Trigger) == 0 {
			return Model{}, false
		}
	default:
		return Model{}, false
	}
	return m, true
}

// Occurrence is a place where an annotation like the model could be.
type Occurrence struct {
	Span span.Span
	// Taken is what is annotated there otherwise, of the model's kind; nil for nothing.
	Taken Item
}

// Occurrences are the places of the model's text, in order, that do not bear its label yet.
func (d *Document) Occurrences(m Model, like text.Likeness) []Occurrence {
	var out []Occurrence
	for _, s := range d.Article.Text.FindAlike(d.Article.Text.Fold(), m.Text, like) {
		o := Occurrence{Span: s}
		there := false
		look := func(item Item) {
			spans := SpansOf(item)
			switch {
			case !slices.ContainsFunc(spans, s.Overlaps):
			case LabelOf(item) == LabelOf(m.Item) && slices.Equal(spans, []span.Span{s}):
				there = true
			case o.Taken == nil:
				o.Taken = item
			}
		}
		if _, event := m.Item.(*Event); event {
			for _, v := range d.Layer.Events.All() {
				look(v)
			}
		} else {
			for _, x := range d.Layer.Mentions.All() {
				look(x)
			}
		}
		if !there {
			out = append(out, o)
		}
	}
	return out
}

// Propagate are the edits that annotate places as the model is: mentions with
// its label, attributes and, where the article has an entity of that name, its
// entity; events with its type and attributes, but no arguments.
func (d *Document) Propagate(m Model, places []span.Span, id func() ID) []Edit {
	edits := make([]Edit, 0, len(places))
	for _, s := range places {
		origin := Origin{Source: Propagated}
		var made Item
		switch x := m.Item.(type) {
		case *Mention:
			n := &Mention{ID: id(), Label: x.Label, Spans: []span.Span{s}, Entity: d.entityLike(m, x), Origin: origin}
			if !m.Value || m.Where == d.Article.ID {
				n.Attributes = maps.Clone(x.Attributes)
			}
			made = n
		case *Event:
			made = &Event{ID: id(), Type: x.Type, Trigger: []span.Span{s}, Attributes: maps.Clone(x.Attributes), Origin: origin}
		}
		edits = append(edits, Edit{Layer: d.Layer.ID, After: made})
	}
	return edits
}

// entityLike is the entity of this article that a mention like x hangs on.
func (d *Document) entityLike(m Model, x *Mention) ID {
	if m.Where == d.Article.ID {
		if _, ok := d.Layer.Entities.Get(x.Entity); ok {
			return x.Entity
		}
	}
	if m.Name == "" {
		return ""
	}
	for _, e := range d.Layer.Entities.All() {
		if e.Label == x.Label && e.Name == m.Name {
			return e.ID
		}
	}
	return ""
}
