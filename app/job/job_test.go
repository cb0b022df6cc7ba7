package job

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// queue stands for the window's goroutine: posted functions run when drained.
type queue chan func()

func (q queue) post(f func()) { q <- f }

func (q queue) drain() (ran int) {
	for {
		select {
		case f := <-q:
			f()
			ran++
		default:
			return ran
		}
	}
}

func TestRun(t *testing.T) {
	broken := errors.New("disk is full")
	tests := []struct {
		name string
		work func(context.Context, Progress) error
		want Job
	}{
		{"done", func(_ context.Context, p Progress) error { p(3, 3); return nil }, Job{Done: 3, Of: 3, State: Done}},
		{"failed", func(_ context.Context, p Progress) error { p(1, 0); return broken }, Job{Done: 1, State: Failed, Err: broken}},
		{"cancelled", func(ctx context.Context, _ Progress) error {
			<-ctx.Done()
			return fmt.Errorf("importing: %w", ctx.Err())
		}, Job{State: Cancelled}},
		{"done in spite of being cancelled", func(ctx context.Context, _ Progress) error {
			<-ctx.Done()
			return nil
		}, Job{State: Done}},
		{"failed while being cancelled", func(ctx context.Context, _ Progress) error {
			<-ctx.Done()
			return broken
		}, Job{State: Failed, Err: broken}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q := make(queue, 16)
				l := NewList(time.Now, q.post)
				start := time.Now()
				id := l.Run("Import", tt.work)
				time.Sleep(time.Second) // fake time of the bubble
				if l.Running() == 1 {
					l.Cancel(id)
				}
				synctest.Wait()
				tt.want.ID, tt.want.Name, tt.want.Started = id, "Import", start
				if diff := cmp.Diff([]Job{tt.want}, l.Jobs(), cmpopts.EquateErrors(), cmpopts.IgnoreFields(Job{}, "Ended")); diff != "" {
					t.Errorf("jobs (-want +got):\n%s", diff)
				}
				if l.Jobs()[0].Ended.Before(start) {
					t.Error("the job has no end")
				}
				l.Seen()
				if jobs := l.Jobs(); len(jobs) != 0 {
					t.Errorf("after Seen: %v", jobs)
				}
			})
		})
	}
}

func TestPanicBecomesError(t *testing.T) {
	l := NewList(time.Now, func(f func()) { f() })
	l.Run("Export", func(context.Context, Progress) error { panic("no such label") })
	l.Close()
	var mistake *PanicError
	if j := l.Jobs()[0]; !errors.As(j.Err, &mistake) || !strings.Contains(j.Err.Error(), "no such label") {
		t.Errorf("job ended with %v", j.Err)
	}
}

// A job that reports a million steps must not post a million times.
func TestChangesAreToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := make(queue, 4)
		l := NewList(time.Now, q.post)
		told := 0
		l.Observe(func() { told++ })
		l.Run("Index", func(_ context.Context, p Progress) error {
			for i := range int64(1_000_000) {
				p(i+1, 1_000_000)
			}
			return nil
		})
		synctest.Wait()
		if q.drain(); told != 1 {
			t.Errorf("told %d times before the window looked, want 1", told)
		}
		if j := l.Jobs()[0]; j.Done != 1_000_000 {
			t.Errorf("done %d", j.Done)
		}
		l.Seen()
		if q.drain(); told != 2 {
			t.Errorf("told %d times, want 2: Seen changes the list", told)
		}
	})
}

func TestCloseWaits(t *testing.T) {
	l := NewList(time.Now, func(f func()) { f() })
	ended := false
	l.Run("Backup", func(ctx context.Context, _ Progress) error {
		<-ctx.Done()
		ended = true
		return ctx.Err()
	})
	l.Close()
	if !ended || l.Running() != 0 {
		t.Error("Close came back before the job had ended")
	}
}

func TestLeft(t *testing.T) {
	start := time.Date(2016, 5, 2, 14, 0, 0, 0, time.UTC)
	tests := []struct {
		name  string
		job   Job
		after time.Duration
		want  time.Duration
		known bool
	}{
		{"too early", Job{Done: 1, Of: 2}, 2 * time.Second, 0, false},
		{"a quarter done", Job{Done: 1, Of: 4}, 10 * time.Second, 30 * time.Second, true},
		{"amount unknown", Job{Done: 10}, 10 * time.Second, 0, false},
		{"nothing done", Job{Of: 10}, 10 * time.Second, 0, false},
		{"ended", Job{Done: 1, Of: 4, State: Failed}, 10 * time.Second, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.job.Started = start
			left, known := tt.job.Left(start.Add(tt.after))
			if left != tt.want || known != tt.known {
				t.Errorf("Left = %v, %v; want %v, %v", left, known, tt.want, tt.known)
			}
		})
	}
}
