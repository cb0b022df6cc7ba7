package page

import (
	"galley/annotate"
	"galley/annotate/span"
	"galley/app/typeset"
)

// State is everything that the drawing depends on, but the viewport.
type State struct {
	// Docs are layers of one article. The first is the one that is worked on;
	// those of kind annotate.Suggestion are drawn hollow.
	Docs   []annotate.Document
	Styles *Styles

	// Lanes has each of Docs shown in a lane of its own under the lines, for
	// review: they are the initials of the annotators. Nil for rows.
	Lanes []string
	// Set is what is decided on: its marks are filled and named, the others
	// grey. Without it all bear their colours, and none is filled. For lanes.
	Set []Member

	Size  float32 // of the body text
	Names bool    // whether short names stand under the lines
	Dark  bool

	Selection Selection
	Preview   span.Span // where a fragment of the selected annotation would lie
	Active    bool      // whether the page has the keyboard: the caret shows
	Focus     Focus
	Proposed  annotate.ID // mention that Enter would take
	Hovered   annotate.ID // annotation under the pointer
	Entity    annotate.ID // entity whose mentions are pointed out
	Hits      []span.Span // of a search, in order, not overlapping
	Hit       int         // index of the current one, -1 for none
}

// Selection is a caret with, perhaps, a range of text or an annotation.
type Selection struct {
	// Anchor is where the range began, Caret where it ends. They are equal when no text is selected.
	Anchor, Caret typeset.Position
	// Annotation is the mention or event that is selected as a whole, or empty.
	// The range is then that of its text, from its first fragment to its last.
	Annotation annotate.ID
}

// Span is the selected range of text, empty at the caret when there is none.
func (s Selection) Span() span.Span {
	a, b := s.Anchor.Offset, s.Caret.Offset
	return span.Span{Start: min(a, b), End: max(a, b)}
}

// At is a selection that is only a caret.
func At(offset int) Selection {
	pos := typeset.Position{Offset: offset}
	return Selection{Anchor: pos, Caret: pos}
}

// Range selects the text of s, with the caret at its end.
func Range(s span.Span) Selection {
	return Selection{
		Anchor: typeset.Position{Offset: s.Start},
		Caret:  typeset.Position{Offset: s.End, Affinity: typeset.Upstream},
	}
}

// Focus dims what does not belong to one event, or does not fit a slot of it.
type Focus struct {
	Event annotate.ID // its arguments are lit and bear their roles; empty for none
	// Fits are the labels of mentions that fit the armed slot: they stay as they are.
	Fits []string
}

// on tells whether anything is dimmed.
func (f Focus) on() bool { return f.Event != "" || len(f.Fits) > 0 }

// own is the document that is worked on.
func (s *State) own() *annotate.Document { return &s.Docs[0] }

// roles tells which roles the targets of the focused event fill.
func (s *State) roles() map[annotate.ID]string {
	v, ok := s.own().Layer.Events.Get(s.Focus.Event)
	if !ok {
		return nil
	}
	out := make(map[annotate.ID]string, len(v.Arguments))
	for _, a := range v.Arguments {
		if a.Target == "" {
			continue
		}
		if before := out[a.Target]; before != "" && before != a.Role {
			out[a.Target] = before + ", " + a.Role
			continue
		}
		out[a.Target] = a.Role
	}
	return out
}
