package annotate

import "strconv"

// KindStoryLink is the kind of StoryLink.
const KindStoryLink Kind = "storylink"

// StoryLink is a person's word on whether two articles tell one story. It goes
// before what package story finds.
type StoryLink struct {
	A    ID   `json:"a"` // article; the smaller id
	B    ID   `json:"b"`
	Same bool `json:"same"` // they belong together; else they do not
}

// NewStoryLink says of two articles, in any order, whether they belong together.
func NewStoryLink(a, b ID, same bool) *StoryLink { return &StoryLink{min(a, b), max(a, b), same} }

// ItemKind is KindStoryLink.
func (l *StoryLink) ItemKind() Kind { return KindStoryLink }

// ItemID is made of the articles, so that there is one link of two, in all copies of a project.
func (l *StoryLink) ItemID() ID { return ID(strconv.Quote(string(l.A)) + strconv.Quote(string(l.B))) }

// ItemArticle is empty: a link is about two articles.
func (l *StoryLink) ItemArticle() ID { return "" }

func (l *StoryLink) equal(x Item) bool { return *l == *x.(*StoryLink) }
