package merge

import (
	"errors"
	"fmt"

	"galley/annotate"
	"galley/annotate/text"
)

// highestRank is more than a project will ever have acts: what follows an act
// of a higher one could not be put in order.
const highestRank = 1 << 40

func forged(a annotate.Logged, what string) error {
	return fmt.Errorf("%w: in the act %q (%s) %s", ErrForged, a.Title, a.ID, what)
}

// wellFormed tells whether an act is one that Galley could have made, whoever did.
func wellFormed(a annotate.Logged) error {
	switch year := a.At.UTC().Year(); {
	case a.ID == "":
		return fmt.Errorf("%w: the act %q has no id", ErrForged, a.Title)
	case a.Rank < 1 || a.Rank > highestRank:
		return forged(a, fmt.Sprintf("its rank %d is none", a.Rank))
	case year < 1 || year > 9999:
		return forged(a, "its time is none of any calendar")
	}
	for _, e := range a.Edits {
		if err := e.Check(); err != nil {
			return forged(a, fmt.Sprintf("%s %s: %v", e.Kind(), e.Target(), err))
		}
	}
	return nil
}

// reused wants acts of one id to be one act.
func (e *examination) reused(known map[annotate.ID]annotate.LogEntry) error {
	log, err := e.other.Log(e.ctx, annotate.LogQuery{})
	if err != nil {
		return err
	}
	for _, there := range log {
		here, is := known[there.ID]
		if is && (here.Author != there.Author || !here.At.Equal(there.At) || here.Title != there.Title || here.Reverts != there.Reverts) {
			return fmt.Errorf("%w: the act %q (%s) has the id of another act", ErrForged, there.Title, there.ID)
		}
	}
	return nil
}

// places wants what acts name of texts to be there.
func (e *examination) places(acts []annotate.Logged) error {
	texts := map[annotate.ID]*text.Text{}
	for _, a := range acts {
		for _, ed := range a.Edits {
			if made, ok := ed.After.(*annotate.Article); ok && made.Text != nil {
				texts[made.ID] = made.Text
			}
			if ed.After == nil || ed.Layer.Article == "" {
				continue
			}
			t, known := texts[ed.Layer.Article]
			if !known {
				here, err := e.target.Article(e.ctx, ed.Layer.Article)
				if err == nil {
					t = here.Text
				} else if !errors.Is(err, annotate.ErrNotFound) {
					return err
				}
				texts[ed.Layer.Article] = t
			}
			if t == nil {
				continue // its making is missing, as is said elsewhere
			}
			if err := annotate.CheckPlaces(t, ed.After); err != nil {
				return forged(a, fmt.Sprintf("%s %s: %v", ed.Kind(), ed.Target(), err))
			}
		}
	}
	return nil
}
