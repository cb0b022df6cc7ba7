package annotate_test

import (
	"strings"
	"testing"

	"galley/annotate"
)

func TestEditCheck(t *testing.T) {
	layer := annotate.LayerID{Article: "a", Annotator: "ada", Kind: annotate.Human}
	other := annotate.LayerID{Article: "a", Annotator: "ada", Kind: "other"}
	m, n := &annotate.Mention{ID: "m", Label: "PER"}, &annotate.Mention{ID: "n", Label: "PER"}
	forged := *annotate.NewArticle(annotate.Article{ID: "a"}, "text")
	forged.Digest = "another"
	for name, tt := range map[string]struct {
		edit annotate.Edit
		want string // empty: nothing is wrong
	}{
		"made":                    {annotate.Edit{Layer: layer, After: m}, ""},
		"a head":                  {annotate.Edit{Layer: layer, After: &annotate.Head{State: annotate.Done}}, ""},
		"the schema":              {annotate.Edit{After: new(annotate.Schema)}, ""},
		"nothing":                 {annotate.Edit{Layer: layer}, "neither before nor after"},
		"one becomes another":     {annotate.Edit{Layer: layer, Before: m, After: n}, "different things"},
		"of another kind":         {annotate.Edit{Layer: layer, Before: m, After: &annotate.Entity{ID: "m"}}, "different things"},
		"an annotation in none":   {annotate.Edit{After: m}, "the wrong place"},
		"a person in a layer":     {annotate.Edit{Layer: layer, After: &annotate.Person{ID: "p"}}, "the wrong place"},
		"an unknown layer":        {annotate.Edit{Layer: other, After: m}, `unknown kind of layer "other"`},
		"without id":              {annotate.Edit{Layer: layer, After: &annotate.Mention{Label: "PER"}}, "no id"},
		"of another article":      {annotate.Edit{Before: &annotate.Assignment{Article: "a", Person: "p"}, After: &annotate.Assignment{Article: "b", Person: "p"}}, "different things"},
		"another text than named": {annotate.Edit{After: &forged}, "digest"},
	} {
		t.Run(name, func(t *testing.T) {
			err := tt.edit.Check()
			if (err != nil) != (tt.want != "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("it says %v", err)
			}
		})
	}
}
