package annotate

import "galley/annotate/span"

// KindCorrection is the kind of Correction.
const KindCorrection Kind = "correction"

// Correction says what became of what a person had said at one place of an
// article whose corrections are released. A bundle for the person holds it in
// place of the decision that it tells of: it names what the person had marked,
// what gold has there and the reasons, and nobody else with what they had marked.
type Correction struct {
	Of      ID          `json:"of"` // Decision.ID
	Article ID          `json:"article"`
	Person  ID          `json:"person"`
	Kind    Kind        `json:"kind"`
	Label   string      `json:"label"` // the person's own, or gold's where they had marked nothing
	Spans   []span.Span `json:"spans,omitempty"`
	Fate    string      `json:"fate"`
	Gold    []string    `json:"gold,omitempty"` // what is there now, in words; none: nothing
	Cause   string      `json:"cause,omitempty"`
	Comment string      `json:"comment,omitempty"`
	// By is the adjudicator, and Rule what decided where no person did. A bundle tells neither.
	By   ID     `json:"by,omitempty"`
	Rule string `json:"rule,omitempty"`
}

// ItemKind is KindCorrection.
func (c *Correction) ItemKind() Kind { return KindCorrection }

// ItemID is the id of the decision that it tells of.
func (c *Correction) ItemID() ID { return c.Of }

// ItemArticle is the article that was decided on.
func (c *Correction) ItemArticle() ID { return c.Article }

func (c *Correction) equal(x Item) bool { return sameContent(c, x) }
