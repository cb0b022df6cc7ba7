package annotate_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
)

// TestOldRecipe: what an earlier Galley kept of a recipe means the same still.
func TestOldRecipe(t *testing.T) {
	old := `{"name":"ner","format":"conll2003","articles":{"words":"truce","outlet":"Wire","language":"en"},"layers":"ada","states":["done"],"drop_unsure":true,` +
		`"labels":{"GOV":"ORG"},"borders":"snap","splits":[{"name":"train","share":0.8},{"name":"test","share":0.2}],"group":"story","seed":5}`
	var got annotate.Recipe
	if err := json.Unmarshal([]byte(old), &got); err != nil {
		t.Fatal(err)
	}
	want := annotate.Recipe{
		Name: "ner", Format: "conll2003", Articles: annotate.Choice{Words: "truce", Outlet: "Wire", Language: "en"}, Layers: "ada",
		States: []annotate.State{annotate.Done}, DropUnsure: true, Labels: map[string]string{"GOV": "ORG"}, Borders: annotate.BordersSnap,
		Splits: []annotate.Split{{Name: "train", Share: 0.8}, {Name: "test", Share: 0.2}}, Group: "story", Seed: 5,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if again, err := json.Marshal(&got); err != nil || string(again) != old {
		t.Errorf("it is kept as %s, %v", again, err)
	}
}

func TestRecipeDays(t *testing.T) {
	tests := []struct{ name, from, to, want string }{
		{"none", "", "", ""},
		{"a day", "2016-05-02", "2016-05-02", ""},
		{"from a day to the end of its month", "2016-05-31", "2016-05", ""},
		{"from a year", "2016", "", ""},
		{"a word", "May", "", `"May" is no day`},
		{"no day", "", "2016-02-30", `"2016-02-30" is no day`},
		{"half a month", "2016-0", "", `"2016-0" is no day`},
		{"a time", "2016-05-02T10:00", "", `"2016-05-02T10:00" is no day`},
		{"backwards", "2016-06", "2016-05-31", "backwards"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := (&annotate.Recipe{Articles: annotate.Choice{From: tt.from, To: tt.to}}).Check()
			if got := err != nil; got != (tt.want != "") || got && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
}
