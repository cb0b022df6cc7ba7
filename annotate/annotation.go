package annotate

import (
	"maps"
	"slices"

	"galley/annotate/span"
)

// Kind is the kind of thing that an edit changes.
type Kind string

// The kinds of annotation, and the other things that transactions change.
const (
	KindMention  Kind = "mention"
	KindEntity   Kind = "entity"
	KindEvent    Kind = "event"
	KindRelation Kind = "relation"
	KindLabel    Kind = "label"
	KindNote     Kind = "note"
	KindHead     Kind = "head"    // a layer's state
	KindArticle  Kind = "article" // everything of an article but its body
	KindPerson   Kind = "person"
	KindSchema   Kind = "schema"
)

// Item is anything that an edit puts in the place of something: a pointer to
// a value that is never changed once it is part of a document.
type Item interface {
	ItemKind() Kind
	ItemID() ID
	// equal compares with an item of the same kind; nil and empty lists are equal.
	equal(Item) bool
}

// Equal tells whether a and b are the same thing in the same state; nil is no thing.
func Equal(a, b Item) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.ItemKind() == b.ItemKind() && a.ItemID() == b.ItemID() && a.equal(b)
}

// Origin says how an annotation came about. All of it may be unknown.
type Origin struct {
	By     string `json:"by,omitempty"`     // name of the person, where it is not the layer's
	At     string `json:"at,omitempty"`     // RFC 3339
	Source string `json:"source,omitempty"` // "propagated", a program, a model; empty for a person's own act
	Schema int    `json:"schema,omitempty"` // schema version it was made under
	Unsure bool   `json:"unsure,omitempty"`
	Extra  Fields `json:"extra,omitempty"` // what a file said besides, kept for its export
}

func (o Origin) equal(p Origin) bool {
	return o.By == p.By && o.At == p.At && o.Source == p.Source && o.Schema == p.Schema &&
		o.Unsure == p.Unsure && maps.Equal(o.Extra, p.Extra)
}

// VersionOf is the key of Origin.Extra that marks an annotation as a further
// version of another one of its layer, whose id is the value: both were made
// of one in two copies of the project, and nobody has chosen yet.
const VersionOf = "version_of"

// Fields are keys of a file that Galley has no use for and keeps.
type Fields map[string]Value

// Mention is a labelled span of text in one or more fragments, in order, not
// overlapping. It hangs on at most one entity.
type Mention struct {
	ID         ID          `json:"id"`
	Label      string      `json:"label"`
	Spans      []span.Span `json:"spans"`
	Entity     ID          `json:"entity,omitempty"`
	Attributes Attributes  `json:"attributes,omitempty"`
	Origin
}

// ItemKind is KindMention.
func (m *Mention) ItemKind() Kind { return KindMention }

// ItemID is the mention's id.
func (m *Mention) ItemID() ID { return m.ID }

func (m *Mention) equal(x Item) bool {
	n := x.(*Mention)
	return m.Label == n.Label && slices.Equal(m.Spans, n.Spans) && m.Entity == n.Entity &&
		maps.Equal(m.Attributes, n.Attributes) && m.Origin.equal(n.Origin)
}

// Entity is an actor, place or thing of the article: the object that mentions hang on.
type Entity struct {
	ID         ID         `json:"id"`
	Label      string     `json:"label"`
	Name       string     `json:"name"`
	KB         string     `json:"kb,omitempty"` // id in a knowledge base, such as "Q42"
	Attributes Attributes `json:"attributes,omitempty"`
	Origin
}

// ItemKind is KindEntity.
func (e *Entity) ItemKind() Kind { return KindEntity }

// ItemID is the entity's id.
func (e *Entity) ItemID() ID { return e.ID }

func (e *Entity) equal(x Item) bool {
	f := x.(*Entity)
	return e.Label == f.Label && e.Name == f.Name && e.KB == f.KB &&
		maps.Equal(e.Attributes, f.Attributes) && e.Origin.equal(f.Origin)
}

// Argument fills a role of an event: by a target (mention, entity or event of
// the same layer), by a value, or by a target whose value was worked out
// ("at least 253" with low 253).
type Argument struct {
	Role   string `json:"role"`
	Target ID     `json:"target,omitempty"`
	Value  Value  `json:"value,omitempty"`
	Extra  Fields `json:"extra,omitempty"`
}

func (a Argument) equal(b Argument) bool {
	return a.Role == b.Role && a.Target == b.Target && a.Value == b.Value && maps.Equal(a.Extra, b.Extra)
}

// Event is what happened: one object with typed roles. Without a Trigger it is
// an event of the whole document, and Evidence says where it can be read.
type Event struct {
	ID         ID          `json:"id"`
	Type       string      `json:"type"`
	Trigger    []span.Span `json:"trigger,omitempty"`
	Evidence   []span.Span `json:"evidence,omitempty"`
	Arguments  []Argument  `json:"arguments,omitempty"`
	Attributes Attributes  `json:"attributes,omitempty"`
	Origin
}

// ItemKind is KindEvent.
func (e *Event) ItemKind() Kind { return KindEvent }

// ItemID is the event's id.
func (e *Event) ItemID() ID { return e.ID }

func (e *Event) equal(x Item) bool {
	f := x.(*Event)
	return e.Type == f.Type && slices.Equal(e.Trigger, f.Trigger) && slices.Equal(e.Evidence, f.Evidence) &&
		slices.EqualFunc(e.Arguments, f.Arguments, Argument.equal) &&
		maps.Equal(e.Attributes, f.Attributes) && e.Origin.equal(f.Origin)
}

// Relation is a typed link between two annotations of a layer.
type Relation struct {
	ID         ID         `json:"id"`
	Label      string     `json:"label"`
	From       ID         `json:"from"`
	To         ID         `json:"to"`
	Attributes Attributes `json:"attributes,omitempty"`
	Origin
}

// ItemKind is KindRelation.
func (r *Relation) ItemKind() Kind { return KindRelation }

// ItemID is the relation's id.
func (r *Relation) ItemID() ID { return r.ID }

func (r *Relation) equal(x Item) bool {
	s := x.(*Relation)
	return r.Label == s.Label && r.From == s.From && r.To == s.To &&
		maps.Equal(r.Attributes, s.Attributes) && r.Origin.equal(s.Origin)
}

// Label is a label on the article as a whole.
type Label struct {
	ID    ID     `json:"id"`
	Label string `json:"label"`
	Value Value  `json:"value,omitempty"`
	Origin
}

// ItemKind is KindLabel.
func (l *Label) ItemKind() Kind { return KindLabel }

// ItemID is the label's id.
func (l *Label) ItemID() ID { return l.ID }

func (l *Label) equal(x Item) bool {
	m := x.(*Label)
	return l.Label == m.Label && l.Value == m.Value && l.Origin.equal(m.Origin)
}

// Note states.
const (
	NoteOpen     = "open"
	NoteResolved = "resolved"
)

// Note is a remark or a question on an annotation, on a span, or, with neither, on the article.
type Note struct {
	ID    ID          `json:"id"`
	On    ID          `json:"on,omitempty"`
	Spans []span.Span `json:"spans,omitempty"`
	Text  string      `json:"text"`
	State string      `json:"state"` // NoteOpen or NoteResolved
	Type  string      `json:"type,omitempty"`
	Origin
}

// ItemKind is KindNote.
func (n *Note) ItemKind() Kind { return KindNote }

// ItemID is the note's id.
func (n *Note) ItemID() ID { return n.ID }

func (n *Note) equal(x Item) bool {
	o := x.(*Note)
	return n.On == o.On && slices.Equal(n.Spans, o.Spans) && n.Text == o.Text && n.State == o.State &&
		n.Type == o.Type && n.Origin.equal(o.Origin)
}
