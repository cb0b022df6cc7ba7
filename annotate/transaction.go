package annotate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Transaction is one act: a list of edits that happen together or not at all.
type Transaction struct {
	ID      ID        // UUIDv7
	Author  ID        // Person.ID
	At      time.Time // to the millisecond, UTC
	Title   string    // what was done, as the history and "Undo: ..." show it
	Reverts ID        // the transaction that this one takes back (undo, redo), or empty
	Edits   []Edit
}

// Logged is a transaction with its place in the order of those of all copies of a project.
type Logged struct {
	Transaction
	// Rank is one more than the highest in the copy that the act was made in: a
	// logical clock, so that what its author had seen has a lower one.
	Rank int64
}

// Edit puts After in the place of Before. A nil Before makes, a nil After
// deletes. Both are of one kind and bear one id.
type Edit struct {
	Layer         LayerID // zero for what stands in no layer: articles, people, schema, things
	Before, After Item
}

// Kind is the kind of what the edit changes.
func (e Edit) Kind() Kind { return e.item().ItemKind() }

// Target is the id of what the edit changes.
func (e Edit) Target() ID { return e.item().ItemID() }

// item is the side that is there; After where both are.
func (e Edit) item() Item {
	if e.After != nil {
		return e.After
	}
	return e.Before
}

// Inverse are the edits that take tx back: last first, before and after exchanged.
func (tx Transaction) Inverse() []Edit {
	out := make([]Edit, 0, len(tx.Edits))
	for _, e := range slices.Backward(tx.Edits) {
		out = append(out, Edit{Layer: e.Layer, Before: e.After, After: e.Before})
	}
	return out
}

// Articles are the ids of the articles that tx touches, in order of first touch:
// those whose history tells of it.
func (tx Transaction) Articles() []ID {
	var out []ID
	seen := map[ID]bool{}
	for _, e := range tx.Edits {
		if id := e.Article(); id != "" && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// Article is the article whose history tells of the edit; empty for none.
func (e Edit) Article() ID {
	switch x := e.item().(type) {
	case *Article:
		return x.ID
	case *Stint: // it is no act on the article
		return ""
	case Thing:
		return x.ItemArticle()
	}
	return e.Layer.Article
}

// wireEdit is an edit as the log keeps it. Short keys: there are millions. T
// is Item for writing and json.RawMessage for reading, where the kind comes first.
type wireEdit[T any] struct {
	Layer  *[3]string `json:"l,omitempty"` // article, annotator, kind
	Kind   Kind       `json:"k"`
	Before T          `json:"b,omitempty"`
	After  T          `json:"a,omitempty"`
}

func (e Edit) wire() (wireEdit[Item], error) {
	if e.Before == nil && e.After == nil {
		return wireEdit[Item]{}, fmt.Errorf("an edit with neither before nor after")
	}
	w := wireEdit[Item]{Kind: e.Kind(), Before: e.Before, After: e.After}
	if e.Layer != (LayerID{}) {
		w.Layer = &[3]string{string(e.Layer.Article), string(e.Layer.Annotator), string(e.Layer.Kind)}
	}
	return w, nil
}

// MarshalJSON writes the edit in the form of the log.
func (e Edit) MarshalJSON() ([]byte, error) {
	w, err := e.wire()
	if err != nil {
		return nil, err
	}
	return json.Marshal(w)
}

// MarshalEdits writes a list of edits in the form of the log, in a third of the
// time of json.Marshal, which goes over what a MarshalJSON gives it twice again.
func MarshalEdits(edits []Edit) ([]byte, error) {
	list := make([]wireEdit[Item], len(edits))
	for i, e := range edits {
		var err error
		if list[i], err = e.wire(); err != nil {
			return nil, err
		}
	}
	// Without HTML escapes, which would make another Value of "<".
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(list)
	return b.Bytes(), err
}

// UnmarshalJSON reads the form of the log.
func (e *Edit) UnmarshalJSON(data []byte) error {
	var w wireEdit[json.RawMessage]
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("reading an edit: %w", err)
	}
	var err error
	*e, err = editOf(w)
	return err
}

// UnmarshalEdits reads a list of edits in the form of the log, in less time than
// json.Unmarshal, which goes over what it gives an UnmarshalJSON twice before.
func UnmarshalEdits(data []byte) ([]Edit, error) {
	var list []wireEdit[json.RawMessage]
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("reading edits: %w", err)
	}
	edits := make([]Edit, len(list))
	for i, w := range list {
		var err error
		if edits[i], err = editOf(w); err != nil {
			return nil, err
		}
	}
	return edits, nil
}

func editOf(w wireEdit[json.RawMessage]) (e Edit, err error) {
	if w.Layer != nil {
		e.Layer = LayerID{ID(w.Layer[0]), ID(w.Layer[1]), LayerKind(w.Layer[2])}
	}
	if e.Before, err = readItem(w.Kind, w.Before); err != nil {
		return Edit{}, err
	}
	if e.After, err = readItem(w.Kind, w.After); err != nil {
		return Edit{}, err
	}
	if e.Before == nil && e.After == nil {
		return Edit{}, fmt.Errorf("reading an edit: neither before nor after")
	}
	return e, nil
}

func readItem(kind Kind, data json.RawMessage) (Item, error) {
	if len(data) == 0 {
		return nil, nil
	}
	var item Item
	switch kind {
	case KindMention:
		item = new(Mention)
	case KindEntity:
		item = new(Entity)
	case KindEvent:
		item = new(Event)
	case KindRelation:
		item = new(Relation)
	case KindLabel:
		item = new(Label)
	case KindNote:
		item = new(Note)
	case KindHead:
		item = new(Head)
	case KindArticle:
		item = new(Article)
	case KindPerson:
		item = new(Person)
	case KindSchema:
		item = new(Schema)
	default:
		thing := NewThing(kind)
		if thing == nil {
			return nil, fmt.Errorf("reading an edit: unknown kind %q", kind)
		}
		item = thing
	}
	if err := json.Unmarshal(data, item); err != nil {
		return nil, fmt.Errorf("reading an edit of a %s: %w", kind, err)
	}
	return item, nil
}
