// Package job runs long work beside the window: with progress, a way to cancel,
// and a place in a list until the user has seen how it ended.
package job

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// State says where a job stands.
type State int

// The states of a job.
const (
	Running State = iota
	Done
	Failed
	Cancelled
)

// Job is one piece of work as it stands at a moment.
type Job struct {
	ID   int // unique in its list
	Name string
	// Of counts Done towards; 0 means that nobody knows how much there is.
	Done, Of int64
	State    State
	// Err is why the job failed; nil unless State is Failed.
	Err     error
	Started time.Time
	Ended   time.Time // zero while the job runs
}

// estimateAfter is how long a job runs before its remaining time is guessed.
const estimateAfter = 3 * time.Second

// Left estimates the time that is left by the work done so far. It is unknown
// during the first seconds and for jobs that do not know their amount.
func (j Job) Left(now time.Time) (left time.Duration, known bool) {
	ran := now.Sub(j.Started)
	if j.State != Running || ran < estimateAfter || j.Done <= 0 || j.Of < j.Done {
		return 0, false
	}
	return time.Duration(float64(ran) * float64(j.Of-j.Done) / float64(j.Done)), true
}

// Progress tells how far a job is: done of a total, 0 when that is not known. It
// may be called from any goroutine and as often as wanted.
type Progress func(done, of int64)

// List holds the jobs of a window. Run and the methods that read may be called
// from any goroutine; the observer runs where post puts it.
type List struct {
	now      func() time.Time
	post     func(func())
	observer func()
	pending  atomic.Bool // an observer call is posted and has not run yet

	mu     sync.Mutex
	wg     sync.WaitGroup
	lastID int
	jobs   []*entry
}

type entry struct {
	Job
	cancel context.CancelFunc
}

// NewList returns an empty list. now is the clock; post runs a function on the
// window's goroutine, later or at once.
func NewList(now func() time.Time, post func(func())) *List {
	return &List{now: now, post: post}
}

// Observe sets the function that runs through post after the list has changed.
// Changes that come faster than it runs are told once. It must be set before the
// first Run.
func (l *List) Observe(changed func()) { l.observer = changed }

// Run starts work on a goroutine of its own and returns the job's id. The work
// must return soon after its context is cancelled; what it then returns does not
// matter. A panic in the work becomes its error.
func (l *List) Run(name string, work func(context.Context, Progress) error) (id int) {
	ctx, cancel := context.WithCancel(context.Background())
	l.mu.Lock()
	l.lastID++
	e := &entry{Job: Job{ID: l.lastID, Name: name, Started: l.now()}, cancel: cancel}
	l.jobs = append(l.jobs, e)
	l.mu.Unlock()
	l.changed()

	l.wg.Go(func() {
		err := recovered(ctx, work, func(done, of int64) {
			l.mu.Lock()
			same := e.Done == done && e.Of == of
			e.Done, e.Of = done, of
			l.mu.Unlock()
			if !same {
				l.changed()
			}
		})
		l.end(e, err, ctx.Err() != nil)
		cancel()
	})
	return e.ID
}

// PanicError is a panic in a job's work, a mistake of the program.
type PanicError struct {
	Value any
	Stack []byte // for the report, not for the user
}

func (e *PanicError) Error() string { return fmt.Sprintf("the program made a mistake: %v", e.Value) }

func recovered(ctx context.Context, work func(context.Context, Progress) error, p Progress) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{v, debug.Stack()}
		}
	}()
	return work(ctx, p)
}

func (l *List) end(e *entry, err error, cancelled bool) {
	l.mu.Lock()
	e.Ended = l.now()
	switch {
	case err == nil:
		e.State = Done
	case cancelled && errors.Is(err, context.Canceled):
		e.State = Cancelled
	default:
		e.State, e.Err = Failed, err
	}
	l.mu.Unlock()
	l.changed()
}

// changed posts the observer unless it is about to run anyway.
func (l *List) changed() {
	if l.observer == nil || l.pending.Swap(true) {
		return
	}
	l.post(func() {
		l.pending.Store(false)
		l.observer()
	})
}

// Jobs returns the jobs in the order in which they were started: those that run
// and those that have ended and are not seen yet.
func (l *List) Jobs() []Job {
	l.mu.Lock()
	defer l.mu.Unlock()
	jobs := make([]Job, len(l.jobs))
	for i, e := range l.jobs {
		jobs[i] = e.Job
	}
	return jobs
}

// Running returns the number of jobs that run.
func (l *List) Running() int {
	n := 0
	for _, j := range l.Jobs() {
		if j.State == Running {
			n++
		}
	}
	return n
}

// Cancel asks a job to stop. It does not wait.
func (l *List) Cancel(id int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range l.jobs {
		if e.ID == id {
			e.cancel()
		}
	}
}

// Seen takes the jobs that have ended off the list.
func (l *List) Seen() {
	l.mu.Lock()
	before := len(l.jobs)
	l.jobs = slices.DeleteFunc(l.jobs, func(e *entry) bool { return e.State != Running })
	changed := len(l.jobs) != before
	l.mu.Unlock()
	if changed {
		l.changed()
	}
}

// Close cancels all jobs and waits for them to end.
func (l *List) Close() {
	for _, j := range l.Jobs() {
		l.Cancel(j.ID)
	}
	l.wg.Wait()
}
