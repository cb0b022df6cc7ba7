package annotate_test

import (
	"testing"

	"galley/annotate"
)

func TestEntityFor(t *testing.T) {
	d := withEvent(t)
	for _, c := range []struct {
		name, quote, label string
		entities           []annotate.Item
		want               annotate.ID
	}{
		{"by name", "Harun Front", "ARM", nil, "e1"},
		{"another label", "Harun Front", "ORG", nil, ""},
		{"unknown", "Fighters", "ARM", nil, ""},
		{"by alias", "Fighters", "ARM", []annotate.Item{(&annotate.Entity{ID: "e2", Label: "ARM", Name: "HF"}).WithAliases([]string{"FIGHTÉRS"})}, "e2"},
		{"most mentions", "Harun Front", "ARM", []annotate.Item{&annotate.Entity{ID: "e0", Label: "ARM", Name: "Harun Front"}}, "e1"},
		{"by a mention's text", "power", "FAC", []annotate.Item{&annotate.Entity{ID: "e2", Label: "FAC", Name: "station"}, &annotate.Mention{ID: "m3", Label: "FAC", Spans: at("power"), Entity: "e2"}}, "e2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var edits []annotate.Edit
			for _, item := range c.entities {
				edits = append(edits, d.Put(item))
			}
			after, _, err := d.Apply(edits)
			if err != nil {
				t.Fatal(err)
			}
			got := annotate.ID("")
			if e := after.EntityFor(&annotate.Mention{ID: "new", Label: c.label, Spans: at(c.quote)}); e != nil {
				got = e.ID
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
