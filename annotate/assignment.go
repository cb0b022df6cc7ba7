package annotate

import "time"

// KindAssignment is the kind of Assignment.
const KindAssignment Kind = "assignment"

// Assignment says that a person is to read an article.
type Assignment struct {
	Article ID `json:"article"`
	Person  ID `json:"person"`
	// Blind says that the person sees nobody else's work on the article.
	Blind bool `json:"blind,omitempty"`
}

// AssignmentID is the id of the assignment of an article to a person: two who
// assign the same make the same.
func AssignmentID(article, person ID) ID { return article + " " + person }

// ItemKind is KindAssignment.
func (a *Assignment) ItemKind() Kind { return KindAssignment }

// ItemID is made of the article and the person.
func (a *Assignment) ItemID() ID { return AssignmentID(a.Article, a.Person) }

// ItemArticle is the article that is to be read.
func (a *Assignment) ItemArticle() ID { return a.Article }

func (a *Assignment) equal(x Item) bool { return *a == *x.(*Assignment) }

// Assignments are things that are assignments.
func Assignments(things []Thing) []*Assignment {
	var out []*Assignment
	for _, t := range things {
		if a, ok := t.(*Assignment); ok {
			out = append(out, a)
		}
	}
	return out
}

// KindBundle is the kind of Bundle.
const KindBundle Kind = "bundle"

// Bundle marks a project as a piece of another one, made for one person to
// work on elsewhere. Its first act, Base, is what the piece was when it was
// made; that act belongs to the bundle alone and is never merged.
type Bundle struct {
	Person   ID        `json:"person"`
	Base     ID        `json:"base"` // Transaction.ID
	Made     time.Time `json:"made"` // UTC
	Articles int       `json:"articles"`
}

// ItemKind is KindBundle.
func (b *Bundle) ItemKind() Kind { return KindBundle }

// ItemID is the same for each bundle: a project is at most one.
func (b *Bundle) ItemID() ID { return "bundle" }

// ItemArticle is empty: a bundle is about no article.
func (b *Bundle) ItemArticle() ID { return "" }

func (b *Bundle) equal(x Item) bool { return sameContent(b, x) }
