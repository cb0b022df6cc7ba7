package annotate

import "time"

// KindStint is the kind of Stint.
const KindStint Kind = "stint"

// Stint is a stretch of time that a person worked on an article: from opening
// it to leaving it. Time in which nothing was done is not counted.
type Stint struct {
	ID      ID            `json:"id"`
	Article ID            `json:"article"`
	Person  ID            `json:"person"`
	Begun   time.Time     `json:"begun"`  // UTC
	Active  time.Duration `json:"active"` // nanoseconds
}

// ItemKind is KindStint.
func (s *Stint) ItemKind() Kind { return KindStint }

// ItemID is the stint's id.
func (s *Stint) ItemID() ID { return s.ID }

// ItemArticle is the article that was worked on.
func (s *Stint) ItemArticle() ID { return s.Article }

func (s *Stint) equal(x Item) bool { return sameContent(s, x) }
