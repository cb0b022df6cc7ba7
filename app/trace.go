package app

import (
	"time"

	"fyne.io/fyne/v2"

	"galley/annotate"
)

// stopwatch tells a Tracer when what was done is on the screen.
//
// The toolkit has no hook after a frame is shown. It ticks animations before
// each frame, so the first tick after the article was painted comes right
// after that frame's swap: that is the moment taken.
type stopwatch struct {
	tracer Tracer
	now    func() time.Time
	// touched hears that the user does something.
	touched func()

	input   time.Time // of the event that is being handled, or the last one
	started time.Time // the first frame
	acts    map[annotate.ID]time.Time
	waiting []wait
	painted bool // since the last tick
	ticking *fyne.Animation
}

// wait is a mark to be made once the article, or any frame, was painted.
type wait struct {
	event    string
	since    time.Time
	ticks    int // frames still to go; for those that wait for the article 0
	article  bool
	key      string
	chars    int
	mentions int
	then     func(time.Time)
}

func newStopwatch(tracer Tracer, now func() time.Time, touched func()) *stopwatch {
	return &stopwatch{tracer: tracer, now: now, touched: touched, acts: map[annotate.ID]time.Time{}}
}

// Input notes that the user has just pressed or clicked.
func (s *stopwatch) Input() {
	s.input = s.now()
	s.touched()
}

// Painted notes that the article was drawn into the frame that comes next.
func (s *stopwatch) Painted() { s.painted = true }

// Frame marks event once a frame with what stands now was shown.
func (s *stopwatch) Frame(event string, since time.Time, then func(shown time.Time)) {
	s.wait(wait{event: event, since: since, ticks: 2, then: then})
}

// Article marks event once the article was painted anew and shown.
func (s *stopwatch) Article(event string, since time.Time, doc *annotate.Document) {
	s.painted = false
	s.wait(wait{event: event, since: since, article: true,
		key: doc.Article.Key, chars: doc.Article.Text.CodePoints(), mentions: doc.Layer.Mentions.Len()})
}

// Act follows a transaction: to the screen, and with Saved to the disk.
func (s *stopwatch) Act(tx *annotate.Transaction, doc *annotate.Document) {
	if !s.tracer.On() {
		return
	}
	s.acts[tx.ID] = s.input
	if doc != nil {
		s.Article("act_shown", s.input, doc)
	}
}

// Saved marks that a transaction is on disk.
func (s *stopwatch) Saved(id annotate.ID) {
	if since, ok := s.acts[id]; ok {
		delete(s.acts, id)
		s.tracer.Mark("act_saved", s.now().Sub(since), "", 0, 0)
	}
}

func (s *stopwatch) wait(w wait) {
	if !s.tracer.On() && w.then == nil {
		return
	}
	s.waiting = append(s.waiting, w)
	if s.ticking == nil {
		s.ticking = &fyne.Animation{Duration: time.Hour, RepeatCount: fyne.AnimationRepeatForever, Tick: func(float32) { s.tick() }}
		s.ticking.Start()
	}
}

func (s *stopwatch) tick() {
	now := s.now()
	var left []wait
	for _, w := range s.waiting {
		w.ticks--
		if w.article && !s.painted || !w.article && w.ticks > 0 {
			left = append(left, w)
			continue
		}
		s.tracer.Mark(w.event, now.Sub(w.since), w.key, w.chars, w.mentions)
		if w.then != nil {
			w.then(now)
		}
	}
	s.painted = false
	s.waiting = left
	if len(left) == 0 {
		s.ticking.Stop()
		s.ticking = nil
	}
}
