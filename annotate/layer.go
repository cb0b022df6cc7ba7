package annotate

import (
	"cmp"
	"maps"
)

// LayerKind tells people's work from its adjudicated result and from proposals.
type LayerKind string

// The kinds of layer.
const (
	Human      LayerKind = "human"
	Gold       LayerKind = "gold"
	Suggestion LayerKind = "suggestion"
)

// State is how far the work on a layer has come.
type State string

// The states of a layer, in the order of work.
const (
	New         State = "new"
	Started     State = "started"
	Done        State = "done"
	InReview    State = "review"
	Adjudicated State = "adjudicated"
	Stale       State = "stale"
)

// States are all states in the order of work.
var States = []State{New, Started, Done, InReview, Adjudicated, Stale}

// Check tells whether s is a state.
func (s State) Check() error { return oneOf("state", []State{s}, States...) }

// Words is the state as people read it: "in review".
func (s State) Words() string {
	if s == InReview {
		return "in review"
	}
	return string(s)
}

// LayerID names one person's work of one kind on one article. It is made of
// what it names, so that two copies of a project name the same layer alike.
type LayerID struct {
	Article   ID        `json:"article"`
	Annotator ID        `json:"annotator"` // Person.ID
	Kind      LayerKind `json:"kind"`
}

// Compare orders layers by article, annotator and kind.
func (l LayerID) Compare(m LayerID) int {
	return cmp.Or(cmp.Compare(l.Article, m.Article), cmp.Compare(l.Annotator, m.Annotator), cmp.Compare(l.Kind, m.Kind))
}

// Head is what a layer says of itself. A layer that nobody touched has the zero Head but for State New.
type Head struct {
	State   State  `json:"state"`
	Flagged bool   `json:"flagged,omitempty"`
	Extra   Fields `json:"extra,omitempty"`
}

// ItemKind is KindHead.
func (h *Head) ItemKind() Kind { return KindHead }

// ItemID is empty: a layer has one head.
func (h *Head) ItemID() ID { return "" }

func (h *Head) equal(x Item) bool {
	g := x.(*Head)
	return h.State == g.State && h.Flagged == g.Flagged && maps.Equal(h.Extra, g.Extra)
}

// Layer is one person's work on one article. It is a value: tables share what they have in common.
type Layer struct {
	ID        LayerID
	Head      *Head // nil: nothing was ever written to this layer
	Mentions  Table[*Mention]
	Entities  Table[*Entity]
	Events    Table[*Event]
	Relations Table[*Relation]
	Labels    Table[*Label]
	Notes     Table[*Note]
}

// State is the layer's state; of a layer that was never written to it is New.
func (l *Layer) State() State {
	if l.Head == nil {
		return New
	}
	return l.Head.State
}

// Empty tells whether the layer holds no annotation at all.
func (l *Layer) Empty() bool {
	return l.Mentions.Len()+l.Entities.Len()+l.Events.Len()+l.Relations.Len()+l.Labels.Len()+l.Notes.Len() == 0
}

// Get is the item of a kind with an id, or nil.
func (l *Layer) Get(kind Kind, id ID) Item {
	switch kind {
	case KindMention:
		return found(l.Mentions.Get(id))
	case KindEntity:
		return found(l.Entities.Get(id))
	case KindEvent:
		return found(l.Events.Get(id))
	case KindRelation:
		return found(l.Relations.Get(id))
	case KindLabel:
		return found(l.Labels.Get(id))
	case KindNote:
		return found(l.Notes.Get(id))
	case KindHead:
		return found(l.Head, l.Head != nil)
	}
	return nil
}

// found keeps a nil pointer from becoming an Item that is not nil.
func found[T Item](item T, ok bool) Item {
	if !ok {
		return nil
	}
	return item
}

// Find is the annotation with an id, or nil. Ids are unique within a layer, whatever the kind.
func (l *Layer) Find(id ID) Item {
	for _, kind := range []Kind{KindMention, KindEntity, KindEvent, KindRelation, KindLabel, KindNote} {
		if item := l.Get(kind, id); item != nil {
			return item
		}
	}
	return nil
}

// Each calls yield with the head, if any, and every annotation in the canonical order of the native format.
func (l *Layer) Each(yield func(Item)) {
	if l.Head != nil {
		yield(l.Head)
	}
	each(l.Mentions, yield)
	each(l.Entities, yield)
	each(l.Events, yield)
	each(l.Relations, yield)
	each(l.Labels, yield)
	each(l.Notes, yield)
}

func each[T Item](t Table[T], yield func(Item)) {
	for _, item := range t.All() {
		yield(item)
	}
}

// put sets (item not nil) or deletes (item nil) the item of a kind with an id.
// A layer that was copied keeps its old state.
func (l *Layer) put(kind Kind, id ID, item Item) {
	switch kind {
	case KindMention:
		l.Mentions = put(l.Mentions, id, item)
	case KindEntity:
		l.Entities = put(l.Entities, id, item)
	case KindEvent:
		l.Events = put(l.Events, id, item)
	case KindRelation:
		l.Relations = put(l.Relations, id, item)
	case KindLabel:
		l.Labels = put(l.Labels, id, item)
	case KindNote:
		l.Notes = put(l.Notes, id, item)
	case KindHead:
		l.Head, _ = item.(*Head)
	}
}

func put[T Item](t Table[T], id ID, item Item) Table[T] {
	if item == nil {
		return t.without(id)
	}
	return t.with(item.(T))
}

// NewLayer makes a layer of items, which need not be in order. The ids must be unique.
func NewLayer(id LayerID, items []Item) Layer {
	l := Layer{ID: id}
	for _, item := range items {
		if h, ok := item.(*Head); ok {
			l.Head = h
		}
	}
	l.Mentions = newTable[*Mention](items)
	l.Entities = newTable[*Entity](items)
	l.Events = newTable[*Event](items)
	l.Relations = newTable[*Relation](items)
	l.Labels = newTable[*Label](items)
	l.Notes = newTable[*Note](items)
	return l
}
