package annotate

import "galley/annotate/span"

// KindDecision is the kind of Decision.
const KindDecision Kind = "decision"

// Act is what an adjudicator did with a conflict set.
type Act string

// The acts.
const (
	TookReading Act = "reading" // one of the readings, as it is
	TookFields  Act = "fields"  // an event of which parts come from several readings
	ByHand      Act = "hand"    // marked anew, relabelled or nudged
	TookBoth    Act = "both"    // several readings: they are different things
	RejectedAll Act = "none"    // there is nothing here
	PutOff      Act = "discuss" // to be talked over; nothing was decided
	SentBackTo  Act = "back"    // the coder is asked to look again; nothing was decided
)

// Causes are what conflicts come of, for a Decision's Cause.
var Causes = []string{"ambiguous text", "guideline gap", "slip", "edge case", "other"}

// Confidences are how sure an adjudicator may be, for a Decision's Confidence.
var Confidences = []string{"sure", "likely", "unsure"}

// Decision is what an adjudicator made of a conflict set of an article. It
// knows the set by the annotations in it, so that it stays with the set when
// others bring in new work, and is found out of date when one of them is changed.
type Decision struct {
	ID      ID          `json:"id"`
	Article ID          `json:"article"`
	By      ID          `json:"by"` // Person.ID of the adjudicator
	At      string      `json:"at"` // RFC 3339, UTC
	Kind    Kind        `json:"kind"`
	Of      []Held      `json:"of"`              // what there was to decide on
	Spans   []span.Span `json:"spans,omitempty"` // where it was
	Label   string      `json:"label,omitempty"`

	Act    Act    `json:"act"`
	Took   []ID   `json:"took,omitempty"`   // coders whose reading was taken, one for each reading
	Right  []ID   `json:"right,omitempty"`  // all coders who had said what was taken
	Gold   []ID   `json:"gold,omitempty"`   // what it made in the adjudicator's gold layer
	Rule   string `json:"rule,omitempty"`   // that decided, where no person did
	Review bool   `json:"review,omitempty"` // of one person's work, not of several readings

	Cause      string `json:"cause,omitempty"`      // one of Causes
	Confidence string `json:"confidence,omitempty"` // one of Confidences
	Guideline  bool   `json:"guideline,omitempty"`  // the guideline should speak of this
	Comment    string `json:"comment,omitempty"`
	// Over are decisions of other adjudicators on the same set that were known and are overruled.
	Over []ID `json:"over,omitempty"`
}

// Held is what a coder had marked for a conflict set.
type Held struct {
	Coder ID   `json:"coder"`
	Items []ID `json:"items,omitempty"` // none: the coder marked nothing
	// Digest names what they said. It changes when the coder changes them.
	Digest string `json:"digest,omitempty"`
}

// ItemKind is KindDecision.
func (d *Decision) ItemKind() Kind { return KindDecision }

// ItemID is the decision's id.
func (d *Decision) ItemID() ID { return d.ID }

// ItemArticle is the article that was decided on.
func (d *Decision) ItemArticle() ID { return d.Article }

func (d *Decision) equal(x Item) bool { return sameContent(d, x) }

// Decisions are things that are decisions.
func Decisions(things []Thing) []*Decision {
	out := make([]*Decision, 0, len(things))
	for _, t := range things {
		if d, ok := t.(*Decision); ok {
			out = append(out, d)
		}
	}
	return out
}
