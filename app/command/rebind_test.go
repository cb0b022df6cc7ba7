package command

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommandsRebound(t *testing.T) {
	r := NewRegistry()
	for _, id := range []string{"annotate.repeat", "annotate.note", "annotate.lock", "go.nextAnnotation"} {
		r.Register(Command{ID: id, Run: func() {}})
	}
	key := func(s string) Key { return Keys(s)[0] }
	wantKeys := func(id string, keys ...string) {
		t.Helper()
		if diff := cmp.Diff(Keys(keys...), r.Keys(id)); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}

	r.Give("annotate.repeat", key(","), false)
	wantKeys("annotate.repeat", ",")
	wantKeys("annotate.note")
	r.Give("annotate.note", key("]"), true)
	wantKeys("annotate.note", "]")
	wantKeys("go.nextAnnotation", "Alt+Down")
	r.Give("annotate.note", key("F9"), true)
	wantKeys("annotate.note", "]", "F9")
	if c, ok := r.Match(Page, Layout{}, Event{Rune: ','}); !ok || c.ID != "annotate.repeat" {
		t.Errorf("the comma means %q", c.ID)
	}
	if !r.Changed("annotate.repeat") || r.Changed("annotate.lock") {
		t.Error("what is changed is told wrongly")
	}
	r.GiveBack("annotate.note")
	wantKeys("annotate.note", ",")
	wantKeys("annotate.repeat")
	r.Reset()
	wantKeys("annotate.repeat", ".")
}

func TestCommandsKeysAllowed(t *testing.T) {
	r := NewRegistry()
	for _, id := range []string{"annotate.repeat", "annotate.lock", "review.relabel"} {
		r.Register(Command{ID: id, Run: func() {}})
	}
	for _, c := range []struct {
		id, key string
		want    bool
	}{
		{"annotate.repeat", "x", false}, {"annotate.repeat", "Shift+X", false}, {"annotate.repeat", "7", false},
		{"annotate.repeat", "*", true}, {"annotate.repeat", "Ctrl+X", true}, {"annotate.repeat", "F5", true},
		{"annotate.lock", "*", false}, {"annotate.lock", "Space", false}, {"annotate.lock", "Ctrl+7", true}, {"annotate.lock", "Alt+F4", false},
		{"review.relabel", "X", true}, {"annotate.repeat", "Esc", false},
	} {
		if err := r.Allowed(c.id, Keys(c.key)[0]); (err == nil) != c.want {
			t.Errorf("%s on %s: %v", c.key, c.id, err)
		}
	}
}
