package session

import (
	"cmp"
	"context"
	"slices"

	"galley/annotate"
	"galley/annotate/register"
)

// kept are the kinds of thing that a session has at hand: there are few of
// them, and the window asks for them at every turn.
var kept = []annotate.Kind{annotate.KindGuideline, annotate.KindRegistered, annotate.KindRelease, annotate.KindCorrection}

// thingID names a thing.
type thingID struct {
	kind annotate.Kind
	id   annotate.ID
}

// loadThings reads the things that are kept.
func (s *Session) loadThings(ctx context.Context) error {
	things := map[thingID]annotate.Thing{}
	for _, kind := range kept {
		all, err := s.cfg.Store.Things(ctx, kind, "")
		if err != nil {
			return err
		}
		for _, t := range all {
			things[thingID{kind, t.ItemID()}] = t
		}
	}
	s.things, s.known = things, nil
	return nil
}

// thingsAfter takes over edits of things that are kept.
func (s *Session) thingsAfter(edits []annotate.Edit) {
	for _, e := range edits {
		id := thingID{e.Kind(), e.Target()}
		if !slices.Contains(kept, id.kind) {
			continue
		}
		if after, ok := e.After.(annotate.Thing); ok {
			s.things[id] = after
		} else {
			delete(s.things, id)
		}
		s.known = nil
	}
}

// Guideline is the project's guideline, or nil.
func (s *Session) Guideline() *annotate.Guideline {
	g, _ := s.things[thingID{annotate.KindGuideline, (*annotate.Guideline)(nil).ItemID()}].(*annotate.Guideline)
	return g
}

// Release is what lets annotators see what became of their work in all articles,
// nil as long as nobody released that.
func (s *Session) Release() *annotate.Release {
	r, _ := s.things[thingID{annotate.KindRelease, (*annotate.Release)(nil).ItemID()}].(*annotate.Release)
	return r
}

// Corrected tells whether there is something that annotators may see of what
// became of their work: it is released, for all articles or for some, or came with the bundle.
func (s *Session) Corrected() bool {
	for id := range s.things {
		if id.kind == annotate.KindRelease || id.kind == annotate.KindCorrection {
			return true
		}
	}
	return false
}

// Register are the actors and places that the project remembers, by name.
func (s *Session) Register() []*annotate.Registered {
	var out []*annotate.Registered
	for _, t := range s.things {
		if r, ok := t.(*annotate.Registered); ok {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *annotate.Registered) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Known finds entries of the register by name.
func (s *Session) Known() *register.Index {
	if s.known == nil {
		s.known = register.NewIndex(s.Register())
	}
	return s.known
}
