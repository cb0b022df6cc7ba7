package annotate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
)

func TestBetween(t *testing.T) {
	empty, full := newDocument(), withEvent(t)
	m, _ := full.Layer.Mentions.Get("m1")
	changed := *m
	changed.Label = "ORG"
	v, _ := full.Layer.Events.Get("v1")
	other := done(t, full, []annotate.Edit{full.Put(&changed), full.Delete(v), full.Put(&annotate.Label{ID: "l1", Label: "relevant"}), full.Put(&annotate.Head{State: annotate.Done})})
	for _, c := range []struct {
		name      string
		now, then annotate.Document
	}{{"to the beginning", full, empty}, {"from the beginning", empty, full}, {"back", other, full}, {"forth", full, other}, {"no way", full, full}} {
		t.Run(c.name, func(t *testing.T) {
			got := done(t, c.now, annotate.Between(c.now.Layer, c.then.Layer))
			if c.then.Layer.Head == nil {
				got.Layer.Head = nil
			}
			if diff := cmp.Diff(dump(c.then), dump(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
