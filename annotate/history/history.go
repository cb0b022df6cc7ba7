// Package history finds what undo and redo do next. It keeps no state of its
// own that could be lost: the log is the history, and an undo is a further
// transaction that names what it takes back.
package history

import "galley/annotate"

// Stack is one person's acts in order. Its zero value is empty.
type Stack struct {
	undo, redo []annotate.LogEntry
}

// Add takes in the next entry of the log. An ordinary act empties what could be redone.
func (s *Stack) Add(e annotate.LogEntry) {
	switch {
	case e.Reverts == "":
		s.undo, s.redo = append(s.undo, e), nil
	case len(s.undo) > 0 && s.undo[len(s.undo)-1].ID == e.Reverts:
		// Redoing it means taking back e, and is called what it was called.
		title := s.undo[len(s.undo)-1].Title
		s.undo = s.undo[:len(s.undo)-1]
		s.redo = append(s.redo, annotate.LogEntry{ID: e.ID, Title: title})
	case len(s.redo) > 0 && s.redo[len(s.redo)-1].ID == e.Reverts:
		title := s.redo[len(s.redo)-1].Title
		s.redo = s.redo[:len(s.redo)-1]
		s.undo = append(s.undo, annotate.LogEntry{ID: e.ID, Title: title})
	default:
		// It takes back something out of turn ("back to this point"): an act like any other.
		s.undo, s.redo = append(s.undo, annotate.LogEntry{ID: e.ID, Title: e.Title}), nil
	}
}

// Undo is the act that undo takes back next.
func (s *Stack) Undo() (annotate.LogEntry, bool) { return top(s.undo) }

// Redo is the undo that redo takes back next.
func (s *Stack) Redo() (annotate.LogEntry, bool) { return top(s.redo) }

func top(entries []annotate.LogEntry) (annotate.LogEntry, bool) {
	if len(entries) == 0 {
		return annotate.LogEntry{}, false
	}
	return entries[len(entries)-1], true
}
