package session_test

import (
	"context"
	"testing"
	"time"

	"galley/annotate"
)

func TestActiveTime(t *testing.T) {
	store := newStore()
	d := sit(t, store)
	active := func(want time.Duration) {
		t.Helper()
		if got, err := d.Active(); err != nil || got != want {
			t.Errorf("worked %v, want %v; %v", got, want, err)
		}
	}
	stints := func() []annotate.Thing {
		saved := false
		d.WhenSaved(func() { saved = true })
		d.until(func() bool { return saved })
		got, _ := store.Things(context.Background(), annotate.KindStint, "")
		return got
	}
	d.Touch() // no article is open
	d.open("a1")
	active(0)
	for _, gap := range []time.Duration{0, 20 * time.Second, 30 * time.Second} {
		*d.clock = d.clock.Add(gap)
		d.Touch()
	}
	active(50 * time.Second)
	*d.clock = d.clock.Add(10 * time.Minute) // away
	d.Touch()
	active(50 * time.Second)
	if got := stints(); len(got) != 0 {
		t.Errorf("after 50 s %d stints are kept", len(got))
	}
	*d.clock = d.clock.Add(15 * time.Second)
	d.Touch()
	if got := stints(); len(got) != 1 || got[0].(*annotate.Stint).Active != 65*time.Second {
		t.Errorf("after 65 s the store has %v", got)
	}
	d.mark("m1")
	*d.clock = d.clock.Add(5500 * time.Millisecond)
	d.Touch()
	d.open("a2")
	if got := stints(); len(got) != 1 || got[0].(*annotate.Stint).Active != 70*time.Second || got[0].ItemArticle() != "a1" {
		t.Errorf("after leaving the store has %v", got)
	}
	active(0)
	d.open("a1")
	active(70*time.Second + 500*time.Millisecond)
	d.Touch()
	*d.clock = d.clock.Add(10 * time.Second)
	d.Touch()
	active(80*time.Second + 500*time.Millisecond)
	if title, _ := d.CanUndo(); title != "mark Osk as LOC" {
		t.Errorf("undo would take back %q", title)
	}
	if err := d.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got, _ := store.Things(context.Background(), annotate.KindStint, ""); len(got) != 2 {
		t.Errorf("after closing the store has %v", got)
	}

	again := sit(t, store)
	again.open("a1")
	if got, err := again.Active(); err != nil || got != 80*time.Second {
		t.Errorf("in the next session it is %v, %v", got, err)
	}
}
