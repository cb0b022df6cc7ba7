package agreement

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate/agree"
	"galley/annotate/reliability"
	"galley/app/ui"
)

// A measure that is shown first has a line over the weeks as a label has. A week
// in which it is undefined is a gap, and the schema's change a mark.
func TestTrend(t *testing.T) {
	of := func(label, name string, v agree.Value) reliability.Measure {
		return reliability.Measure{Of: reliability.Mentions, Label: label, Name: name, Value: v}
	}
	week := func(changed bool, all, label agree.Value) reliability.Week {
		return reliability.Week{Changed: changed, Measures: []reliability.Measure{of("", "strict_f1", all)}, Labels: []reliability.Measure{of("PER", "strict_f1", label)}}
	}
	none := agree.Value{Undefined: "nobody marked a span"}
	p := &Page{pair: -1, report: &reliability.Report{People: 3, Weeks: []reliability.Week{
		week(false, agree.Value{Number: 0.5}, agree.Value{Number: 0.7}), week(true, agree.Value{Number: 0.75}, none),
	}}}
	if len(p.trendColumn()) != 1 {
		t.Error("two weeks have no column")
	}
	for _, tt := range []struct {
		m    reliability.Measure
		want []ui.Point
	}{
		{of("", "strict_f1", none), []ui.Point{{Value: 0.5, Known: true}, {Value: 0.75, Known: true, Mark: true}}},
		{of("PER", "strict_f1", none), []ui.Point{{Value: 0.7, Known: true}, {Mark: true}}},
		{of("", "exact_f1", none), nil},
	} {
		if diff := cmp.Diff(tt.want, p.trend(tt.m)); diff != "" {
			t.Errorf("%s of %q (-want +got)\n%s", tt.m.Name, tt.m.Label, diff)
		}
	}
	p.pair = 0
	if len(p.trendColumn()) != 0 {
		t.Error("a pair of three people has a column of weeks, which tell of all")
	}
}
