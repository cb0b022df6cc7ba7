package agree

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBootstrap(t *testing.T) {
	measure := func(picks []int) []Value {
		sum := 0
		for _, i := range picks {
			sum += i
		}
		mean := number(float64(sum)/float64(len(picks)), len(picks))
		if picks[len(picks)/2]%2 == 0 {
			return []Value{mean, undefined("the article in the middle is even")}
		}
		return []Value{mean, number(1, 1)}
	}
	got := Bootstrap(100, Resamples, 5, measure)
	if diff := cmp.Diff(got, Bootstrap(100, Resamples, 5, measure)); diff != "" {
		t.Errorf("the same seed gave other intervals (-first +second):\n%s", diff)
	}
	// The mean of 100 draws from 0 to 99 has a standard error of 2.9.
	if i := got[0]; !(43 < i.Low && i.Low < 45 && 54 < i.High && i.High < 56) || i.Left != 0 {
		t.Errorf("interval of the mean %+v, want about 43.8 to 55.2", i)
	}
	if i := got[1]; i.Low != 1 || i.High != 1 || i.Left < 400 || i.Left > 600 {
		t.Errorf("interval %+v, want 1 to 1 with about half of the resamples left out", i)
	}
	want := []Interval{
		{Undefined: "there are 9 articles, and an interval needs 10"},
		{Undefined: "there are 9 articles, and an interval needs 10"},
	}
	if diff := cmp.Diff(want, Bootstrap(9, Resamples, 5, measure)); diff != "" {
		t.Errorf("nine articles (-want +got):\n%s", diff)
	}
}
