package inorder_test

import (
	"errors"
	"iter"
	"runtime"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"galley/annotate/internal/inorder"
)

var errOdd = errors.New("odd")

// numbers counts to n and tells how far it is and when it has ended.
func numbers(n int, at *atomic.Int64, ended *atomic.Bool) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		defer ended.Store(true)
		for i := range n {
			at.Store(int64(i))
			if !yield(i, nil) {
				return
			}
		}
		yield(0, errOdd)
	}
}

func TestMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, window := rapid.IntRange(0, 200).Draw(t, "n"), rapid.IntRange(1, 20).Draw(t, "window")
		leave := rapid.IntRange(0, 250).Draw(t, "leave")
		var at atomic.Int64
		var ended atomic.Bool
		want := 0
		for got, err := range inorder.Map(numbers(n, &at, &ended), window, func(i int) (int, error) {
			if i%7 == 6 {
				runtime.Gosched() // others get ahead
			}
			if i%11 == 10 {
				return i, errOdd
			}
			return i, nil
		}) {
			switch {
			case want == n:
				if !errors.Is(err, errOdd) {
					t.Fatalf("the error of the sequence is %v", err)
				}
			case got != want, errors.Is(err, errOdd) != (want%11 == 10):
				t.Fatalf("%d, %v in the place of %d", got, err, want)
			}
			if ahead := int(at.Load()) - want; ahead > window+1 {
				t.Fatalf("the sequence is %d ahead of the loop, with a window of %d", ahead, window)
			}
			if want++; want > leave {
				break
			}
		}
		if want != min(n+1, leave+1) {
			t.Fatalf("%d results of %d", want, n+1)
		}
		if !ended.Load() {
			t.Fatal("the sequence goes on after the loop")
		}
	})
}
