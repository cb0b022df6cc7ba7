package annotate

import (
	"bytes"
	"slices"
)

// SchemaFormat is the value of a schema file's "format", SchemaFileVersion that of its "version".
const (
	SchemaFormat      = "news-schema"
	SchemaFileVersion = 1
)

// Schema says what can be annotated. It is read with ParseSchema and never
// changed in place: a changed schema is a new one with the next Revision.
type Schema struct {
	Format      string   `json:"format"`
	FileVersion int      `json:"version"`
	ID          ID       `json:"id"`
	Name        string   `json:"name"`
	Summary     string   `json:"summary,omitempty"`
	Source      []string `json:"source,omitempty"`
	// Revision counts the changes made in a project, from 1. Annotations name the one they were made under.
	Revision int  `json:"revision,omitempty"`
	Nesting  bool `json:"nesting"` // spans may nest
	Overlap  bool `json:"overlap"` // spans may cross

	Entities           []EntityType    `json:"entities"`
	Events             []EventType     `json:"events"`
	Relations          []RelationType  `json:"relations"`
	EventAttributes    []AttributeType `json:"event_attributes"`
	DocumentAttributes []AttributeType `json:"document_attributes"`
	Crosswalk          Value           `json:"crosswalk,omitempty"` // free JSON, kept
}

// Type is what entity types and event types have in common.
type Type struct {
	Label           string          `json:"label"`
	Display         string          `json:"display,omitempty"`
	Description     string          `json:"description,omitempty"`
	Guidelines      string          `json:"guidelines,omitempty"`
	Examples        []string        `json:"examples,omitempty"`
	CounterExamples []string        `json:"counter_examples,omitempty"`
	Attributes      []AttributeType `json:"attributes,omitempty"`
	Colour          string          `json:"colour,omitempty"` // "#rrggbb", a seed: see screens
	Short           string          `json:"short,omitempty"`  // chip name
	Hotkey          string          `json:"hotkey,omitempty"` // keys pressed in turn
	// Retired is what is no longer offered. What bears it keeps it, and its keys are free for another label.
	Retired  bool `json:"retired,omitempty"`
	Imported bool `json:"imported,omitempty"` // added by an import, not by the schema's author
	// Formerly are the names that became this one, by renaming or merging: work that
	// was done elsewhere meanwhile bears them still (see Current).
	Formerly []string `json:"formerly,omitempty"`
}

// Kinds of entity type.
const (
	NameKind  = "name"  // the default: something that has a name
	ValueKind = "value" // a count, a time: its attributes are a value
)

// EntityType is a label of mentions and entities.
type EntityType struct {
	Type
	Kind string `json:"kind,omitempty"` // NameKind or ValueKind; empty is NameKind
}

// residueAttribute is the attribute by which a schema tells that a label stands
// for what is no text of the article: its value says of what sort that is.
const residueAttribute = "boiler_kind"

// Residue tells whether the label marks what is no text of the article, such
// as adverts and links that came with it.
func (t *EntityType) Residue() bool {
	return slices.ContainsFunc(t.Attributes, func(a AttributeType) bool { return a.Name == residueAttribute })
}

// EventType is a label of events, with the roles they have.
type EventType struct {
	Type
	Group string `json:"group,omitempty"`
	Roles []Role `json:"roles"`
}

// Role is a typed slot of an event type.
type Role struct {
	Name        string   `json:"name"`
	Fillers     []string `json:"fillers"` // entity labels, "event:LABEL", "event:*" or "*"
	Min         int      `json:"min"`
	Max         *int     `json:"max"` // nil: no limit
	Description string   `json:"description,omitempty"`
	Retired     bool     `json:"retired,omitempty"`
	Imported    bool     `json:"imported,omitempty"`
	Formerly    []string `json:"formerly,omitempty"` // as of a Type
}

// RelationType is a label of relations, with what they may join.
type RelationType struct {
	Label       string          `json:"label"`
	Display     string          `json:"display,omitempty"`
	From        []string        `json:"from"` // as a role's fillers
	To          []string        `json:"to"`
	Symmetric   bool            `json:"symmetric,omitempty"`
	Subtypes    []string        `json:"subtypes,omitempty"`
	Description string          `json:"description,omitempty"`
	Attributes  []AttributeType `json:"attributes,omitempty"`
	Retired     bool            `json:"retired,omitempty"`
	Imported    bool            `json:"imported,omitempty"`
	Formerly    []string        `json:"formerly,omitempty"` // as of a Type
}

// AttributeType is a named, typed property.
type AttributeType struct {
	Name        string   `json:"name"`
	Type        string   `json:"type"` // one of AttributeTypes
	Options     []string `json:"options,omitempty"`
	Default     Value    `json:"default,omitempty"`
	Required    bool     `json:"required"`
	Description string   `json:"description,omitempty"`
	Retired     bool     `json:"retired,omitempty"`
	Imported    bool     `json:"imported,omitempty"`
	Formerly    []string `json:"formerly,omitempty"` // as of a Type
}

// AttributeTypes are the types an attribute may have.
var AttributeTypes = []string{"choice", "multi", "text", "int", "number", "bool", "date", "range", "span", "geo", "entity_link", "event_cluster", "document"}

// ItemKind is KindSchema.
func (s *Schema) ItemKind() Kind { return KindSchema }

// ItemID is empty: a project has one schema. Its ID names the template it began with.
func (s *Schema) ItemID() ID { return "" }

// equal compares the files that they make, in which no list and an empty list are the same.
func (s *Schema) equal(x Item) bool { return bytes.Equal(s.Encode(), x.(*Schema).Encode()) }

// Clone is a copy of the schema whose types, roles and attributes can be
// changed. What lies below them (fillers, options, examples) is shared.
func (s *Schema) Clone() *Schema {
	c := *s
	c.Entities = slices.Clone(s.Entities)
	c.Events = slices.Clone(s.Events)
	c.Relations = slices.Clone(s.Relations)
	c.EventAttributes = slices.Clone(s.EventAttributes)
	c.DocumentAttributes = slices.Clone(s.DocumentAttributes)
	for i := range c.Entities {
		c.Entities[i].Attributes = slices.Clone(c.Entities[i].Attributes)
	}
	for i := range c.Events {
		c.Events[i].Attributes = slices.Clone(c.Events[i].Attributes)
		c.Events[i].Roles = slices.Clone(c.Events[i].Roles)
	}
	for i := range c.Relations {
		c.Relations[i].Attributes = slices.Clone(c.Relations[i].Attributes)
	}
	return &c
}

// Entity is the entity type with a label, or nil.
func (s *Schema) Entity(label string) *EntityType {
	for i := range s.Entities {
		if s.Entities[i].Label == label {
			return &s.Entities[i]
		}
	}
	return nil
}

// Event is the event type with a label, or nil.
func (s *Schema) Event(label string) *EventType {
	for i := range s.Events {
		if s.Events[i].Label == label {
			return &s.Events[i]
		}
	}
	return nil
}

// Relation is the relation type with a label, or nil.
func (s *Schema) Relation(label string) *RelationType {
	for i := range s.Relations {
		if s.Relations[i].Label == label {
			return &s.Relations[i]
		}
	}
	return nil
}

// Role is the role with a name, or nil.
func (t *EventType) Role(name string) *Role {
	i := slices.IndexFunc(t.Roles, func(r Role) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return &t.Roles[i]
}

// AttributesOf are the attributes that the schema has for a mention, an entity,
// an event or a relation: those of its type, then those of all events. Retired
// ones are among them only where the annotation has a value of them.
func (s *Schema) AttributesOf(item Item) []AttributeType {
	var types []AttributeType
	var values Attributes
	switch x := item.(type) {
	case *Mention:
		values = x.Attributes
		if t := s.Entity(x.Label); t != nil {
			types = t.Attributes
		}
	case *Entity:
		values = x.Attributes
		if t := s.Entity(x.Label); t != nil {
			types = t.Attributes
		}
	case *Event:
		values = x.Attributes
		if t := s.Event(x.Type); t != nil {
			types = slices.Concat(t.Attributes, s.EventAttributes)
		}
	case *Relation:
		values = x.Attributes
		if t := s.Relation(x.Label); t != nil {
			types = t.Attributes
		}
	}
	return slices.DeleteFunc(slices.Clone(types), func(t AttributeType) bool { return t.Retired && values[t.Name] == "" })
}

// Takes tells whether a filler of a kind (KindMention, KindEntity or
// KindEvent) with a label is expected in the role.
func (r *Role) Takes(kind Kind, label string) bool { return takes(r.Fillers, kind, label) }

func takes(fillers []string, kind Kind, label string) bool {
	return slices.ContainsFunc(fillers, func(f string) bool {
		if kind == KindEvent {
			return f == "*" || f == "event:*" || f == "event:"+label
		}
		return f == "*" || f == label
	})
}

// TakesValue tells whether the role takes a value without a mention: one of its fillers is a value type.
func (s *Schema) TakesValue(r *Role) bool {
	return slices.ContainsFunc(r.Fillers, func(f string) bool {
		t := s.Entity(f)
		return t != nil && t.Kind == ValueKind
	})
}
