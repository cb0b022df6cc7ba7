// Package inorder works on several elements of a sequence at a time and gives
// what comes of them in their order.
package inorder

import (
	"iter"
	"runtime"
	"sync"
)

// Map gives f of each element of seq, in order. The sequence runs on a goroutine
// of its own and gets at most window elements ahead of the loop over the result;
// f runs on as many as there are processors. An error of seq or of f stands in
// its place among the results. When the loop ends, so has everything else.
func Map[A, B any](seq iter.Seq2[A, error], window int, f func(A) (B, error)) iter.Seq2[B, error] {
	type job struct {
		in   A
		out  B
		err  error
		done chan struct{}
	}
	return func(yield func(B, error) bool) {
		ahead, todo, stop := make(chan *job, window), make(chan *job, window), make(chan struct{})
		var group sync.WaitGroup
		defer group.Wait()
		defer close(stop)
		group.Go(func() {
			defer close(ahead)
			defer close(todo)
			for a, err := range seq {
				j := &job{in: a, err: err, done: make(chan struct{})}
				select {
				case ahead <- j:
					todo <- j // which is soon taken
				case <-stop:
					return
				}
			}
		})
		for range runtime.GOMAXPROCS(0) {
			group.Go(func() {
				for j := range todo {
					if j.err == nil {
						j.out, j.err = f(j.in)
					}
					close(j.done)
				}
			})
		}
		for j := range ahead {
			<-j.done
			if !yield(j.out, j.err) {
				return
			}
		}
	}
}
