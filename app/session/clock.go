package session

import (
	"context"
	"time"

	"galley/annotate"
)

// idle is how long nothing may be done for the time to count as work.
const idle = time.Minute

// stintEvery is how much active time may be lost in a crash.
const stintEvery = time.Minute

// clock counts the time that is worked on the open article.
type clock struct {
	stint   *annotate.Stint // of the open article; nil until something is done there
	written *annotate.Stint // as it was written last, nil before
	last    time.Time       // when something was done last
	earlier map[annotate.ID]time.Duration
}

// Touch says that the annotator has just done something: pressed, clicked,
// scrolled. The time since the last such moment was work, unless it is so long
// that nobody was there.
func (s *Session) Touch() {
	if s.doc == nil || s.person.ID == "" {
		return
	}
	now := s.cfg.Now().UTC()
	c := &s.clock
	if c.stint == nil {
		c.stint = &annotate.Stint{ID: s.cfg.IDs.Next(), Article: s.doc.Article.ID, Person: s.person.ID, Begun: now.Truncate(time.Millisecond)}
	} else if gap := now.Sub(c.last); 0 < gap && gap <= idle {
		c.stint.Active += gap
	}
	c.last = now
	if c.stint.Active-writtenActive(c.written) >= stintEvery {
		s.writeStint()
	}
}

func writtenActive(written *annotate.Stint) time.Duration {
	if written == nil {
		return 0
	}
	return written.Active
}

// endStint writes what was worked on the article that is left.
func (s *Session) endStint() {
	c := &s.clock
	if c.stint == nil {
		return
	}
	s.writeStint()
	if before, known := c.earlier[c.stint.Article]; known {
		c.earlier[c.stint.Article] = before + c.stint.Active
	}
	c.stint, c.written = nil, nil
}

// writeStint writes the stint as it stands. It is nobody's act: undo passes over it.
func (s *Session) writeStint() {
	c := &s.clock
	now := *c.stint
	now.Active = now.Active.Truncate(time.Second)
	if now.Active == writtenActive(c.written) {
		return
	}
	edit := annotate.Edit{After: &now}
	if c.written != nil {
		edit.Before = c.written
	}
	tx := s.transaction("time worked", "", []annotate.Edit{edit})
	tx.Author = ""
	c.written = &now
	s.writer.commit(tx)
	s.status.Pending = s.writer.waiting()
}

// Active is how long the annotator has worked on the open article in all.
func (s *Session) Active() (time.Duration, error) {
	if s.doc == nil {
		return 0, nil
	}
	article := s.doc.Article.ID
	c := &s.clock
	before, known := c.earlier[article]
	if !known {
		stints, err := s.cfg.Store.Things(context.Background(), annotate.KindStint, article)
		if err != nil {
			return 0, err
		}
		for _, t := range stints {
			x := t.(*annotate.Stint)
			if x.Person == s.person.ID && (c.stint == nil || x.ID != c.stint.ID) {
				before += x.Active
			}
		}
		if c.earlier == nil {
			c.earlier = map[annotate.ID]time.Duration{}
		}
		c.earlier[article] = before
	}
	if c.stint != nil {
		before += c.stint.Active
	}
	return before, nil
}
