package app

import (
	"context"
	"errors"
	"time"

	"galley/annotate"
	"galley/annotate/review"
)

// comparing is work in the background: what coders did is compared article by
// article, so that the queue is there when it is opened. It asks for nothing and
// is never missed: what is not compared stays due.
type comparing struct {
	stop  context.CancelFunc
	ended chan struct{}
}

const (
	compareRest = 3 * time.Second // after an act, so that acts come first
	compareStep = 16              // articles at a time: keeps the writer free for acts
	listAgain   = time.Second     // how often the queue is listed while many are compared
)

// compareSoon compares what is due after a rest, unless that goes on already.
func (r *reviewing) compareSoon(rest time.Duration) {
	if r.stopSoon != nil {
		r.stopSoon()
	}
	r.stopSoon = r.w.app.timer(rest, func() {
		if r.w.app.open == r.w && r.comparing == nil {
			r.w.session.WhenSaved(r.compareNow)
		}
	})
}

func (r *reviewing) compareNow() {
	if r.w.app.open != r.w || r.comparing != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	c := &comparing{stop: stop, ended: make(chan struct{})}
	r.comparing = c
	post, now := r.w.app.cfg.Post, r.w.app.cfg.Now
	go func() {
		defer close(c.ended)
		shown := now()
		left, err := 1, error(nil)
		for left > 0 && err == nil {
			left, err = r.w.store.CompareDue(ctx, compareStep)
			if left > 0 && now().Sub(shown) > listAgain {
				shown = now()
				post(r.relist)
			}
		}
		post(func() { r.compared(c, err) })
	}()
}

// relist lists the queue while more is compared.
func (r *reviewing) relist() {
	if !r.on || r.alone != "" {
		return
	}
	r.list(r.turn, func(p review.Page, titles map[annotate.ID]string) {
		if r.set >= 0 && len(r.queue.Rows()) == perPage {
			r.queue.SetCounts(p, dueNote(p)) // there is enough to do: the rows stay where they are
			return
		}
		r.showQueue(p, titles, r.firstRow)
	})
}

// compared shows the queue as it is now that all is compared.
func (r *reviewing) compared(c *comparing, err error) {
	if r.comparing != c {
		return
	}
	r.comparing = nil
	if err != nil && !errors.Is(err, context.Canceled) {
		r.w.app.fail(err)
		return
	}
	r.w.list.Reread()
	if p := r.queue.Page(); p.Due > 0 || len(p.Conflicts) == 0 {
		r.relist()
	}
}

// halt ends the work in the background, before the project is closed.
func (r *reviewing) halt() {
	if r.stopSoon != nil {
		r.stopSoon()
	}
	if r.comparing != nil {
		r.comparing.stop()
		<-r.comparing.ended
		r.comparing = nil
	}
}
