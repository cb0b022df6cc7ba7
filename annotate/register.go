package annotate

import "slices"

// KindRegistered is the kind of Registered.
const KindRegistered Kind = "registered"

// Registered is an entry of the project's register: an actor, place or thing
// that articles speak of again and again, with its other names and its id in a
// knowledge base. Entities of articles get their id from it.
type Registered struct {
	ID      ID       `json:"id"`
	Label   string   `json:"label"` // of entities that it is offered for
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
	KB      string   `json:"kb,omitempty"` // id in a knowledge base, such as "Q42"
	Note    string   `json:"note,omitempty"`
}

// ItemKind is KindRegistered.
func (r *Registered) ItemKind() Kind { return KindRegistered }

// ItemID is the entry's id.
func (r *Registered) ItemID() ID { return r.ID }

// ItemArticle is empty: an entry is about no article.
func (r *Registered) ItemArticle() ID { return "" }

func (r *Registered) equal(x Item) bool {
	s := x.(*Registered)
	return r.Label == s.Label && r.Name == s.Name && slices.Equal(r.Aliases, s.Aliases) && r.KB == s.KB && r.Note == s.Note
}
