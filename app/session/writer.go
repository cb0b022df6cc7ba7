package session

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"galley/annotate"
)

// Status says how the disk stands to what was done.
type Status struct {
	Pending int         // acts that are not on disk yet
	Last    annotate.ID // the newest act that is
	Err     error       // why writing stopped; nil while it goes on
}

// writer writes acts in the order in which they were done, and reads between
// them, so that what is read has all acts before it. It is one goroutine. An
// act that cannot be written stays first in the queue until Retry or the next
// act brings another try: nothing is dropped and nothing overtakes.
type writer struct {
	store  Store
	report func(Status) // on the writer's goroutine

	mu      sync.Mutex
	wake    *sync.Cond
	queue   []job
	failed  error
	closing bool
	ended   bool          // the goroutine has nothing more to do
	done    chan struct{} // closed when it is gone
}

// job is one act to write, or one layer to read.
type job struct {
	tx   annotate.Transaction
	load func(pending []annotate.Transaction)
}

func newWriter(store Store, report func(Status)) *writer {
	w := &writer{store: store, report: report}
	w.wake = sync.NewCond(&w.mu)
	w.start()
	return w
}

func (w *writer) start() {
	w.done = make(chan struct{})
	go w.run(w.done)
}

// resume goes on after close has failed or was given up.
func (w *writer) resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closing = false
	if w.ended {
		w.ended = false
		w.start()
	}
}

func (w *writer) commit(tx annotate.Transaction) { w.put(job{tx: tx}) }

func (w *writer) put(j job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = append(w.queue, j)
	w.failed = nil
	w.wake.Signal()
}

func (w *writer) retry() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failed = nil
	w.wake.Signal()
}

// close waits for the queue to empty. It fails when writing does or ctx ends.
func (w *writer) close(ctx context.Context) error {
	w.mu.Lock()
	w.closing, w.failed = true, nil
	done := w.done
	w.wake.Signal()
	w.mu.Unlock()
	select {
	case <-done:
	case <-ctx.Done():
		return fmt.Errorf("closing the project: %w", ctx.Err())
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if n := len(w.pending()); n > 0 {
		return fmt.Errorf("%d acts could not be saved: %w", n, w.failed)
	}
	return nil
}

// pending are the acts in the queue. The caller holds mu.
func (w *writer) pending() []annotate.Transaction {
	var out []annotate.Transaction
	for _, j := range w.queue {
		if j.load == nil {
			out = append(out, j.tx)
		}
	}
	return out
}

// waiting is how many acts the disk does not have yet.
func (w *writer) waiting() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.pending())
}

// next waits for work. A load is taken from behind acts that failed, with
// those acts, which the disk does not have.
func (w *writer) next() (job, []annotate.Transaction, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		if w.failed == nil && len(w.queue) > 0 {
			return w.queue[0], nil, true
		}
		var before []annotate.Transaction
		for i, j := range w.queue {
			if j.load != nil {
				w.queue = append(w.queue[:i:i], w.queue[i+1:]...)
				return j, before, true
			}
			before = append(before, j.tx)
		}
		if w.closing {
			w.ended = true
			return job{}, nil, false
		}
		w.wake.Wait()
	}
}

func (w *writer) run(done chan struct{}) {
	defer close(done)
	for {
		j, pending, ok := w.next()
		switch {
		case !ok:
			return
		case j.load != nil && pending != nil:
			j.load(pending)
		case j.load != nil:
			w.finish(nil)
			j.load(nil)
		default:
			err := w.store.Commit(context.Background(), j.tx)
			w.finish(err)
			status := Status{Err: err}
			if err == nil {
				status.Last = j.tx.ID
			}
			w.report(status)
		}
	}
}

// finish takes the first job off the queue, or notes why it stays there.
func (w *writer) finish(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil {
		w.queue = w.queue[1:]
	}
	w.failed = err
}

// load reads an article with a layer after all acts before it, and calls
// answer on the writer's goroutine.
func (w *writer) load(id annotate.LayerID, answer func(*annotate.Document, error)) {
	w.put(job{load: func(pending []annotate.Transaction) {
		answer(w.read(id, pending))
	}})
}

func (w *writer) read(id annotate.LayerID, pending []annotate.Transaction) (*annotate.Document, error) {
	ctx := context.Background()
	article, err := w.store.Article(ctx, id.Article)
	if err != nil {
		return nil, fmt.Errorf("opening the article: %w", err)
	}
	layer, err := w.store.Layer(ctx, id)
	if errors.Is(err, annotate.ErrNotFound) {
		layer, err = annotate.Layer{ID: id}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", article.Title, err)
	}
	doc := annotate.Document{Article: article, Layer: layer}
	for _, tx := range pending {
		if doc, _, err = doc.Apply(tx.Edits); err != nil {
			return nil, fmt.Errorf("opening %s: %w", article.Title, err)
		}
	}
	return &doc, nil
}
