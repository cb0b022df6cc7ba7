package tokens

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestShortNames(t *testing.T) {
	tests := []struct {
		name   string
		labels []Label
		want   []string
	}{
		{"the schema's own", []Label{{"OFFICE", "OFF"}, {"COUNT", "CNT"}}, []string{"OFF", "CNT"}},
		{"short words stay whole", []Label{{Name: "PER"}, {Name: "CLASH"}, {Name: "PGRP"}}, []string{"PER", "CLASH", "PGRP"}},
		{"long words lose their end", []Label{{Name: "MOBILISE"}, {Name: "LOCATION"}}, []string{"MOB", "LOC"}},
		{"letters until they differ", []Label{{Name: "BOMBARD"}, {Name: "BOMBING"}}, []string{"BOMBA", "BOMBI"}},
		{"a whole word goes first", []Label{{Name: "ORGANISM"}, {Name: "ORG"}}, []string{"ORGA", "ORG"}},
		{"last part after a dot", []Label{{Name: "Conflict.Attack"}, {Name: "Justice.Sue"}}, []string{"ATT", "SUE"}},
		{"last part after a colon", []Label{{Name: "Battles: Armed clash"}}, []string{"AC"}},
		{"initials", []Label{{Name: "Life.Be-Born"}, {Name: "WORK_OF_ART"}, {Name: "GiveUp"}}, []string{"BB", "WOA", "GU"}},
		{"parts before tell apart", []Label{{Name: "Life.Die.Unspecified"}, {Name: "Justice.Acquit.Unspecified"}}, []string{"LDU", "JAU"}},
		{"numbers at last", []Label{{Name: "A.Same"}, {Name: "A.Same"}}, []string{"ASA2", "ASA3"}},
		{"one letter", []Label{{Name: "A"}}, []string{"A"}},
		{"another script", []Label{{Name: "сепаратисты"}, {Name: "人物"}}, []string{"СЕП", "人物"}},
		{"no letters", []Label{{Name: "?!"}, {Name: ""}}, []string{"2", "3"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ShortNames(tt.labels)); diff != "" {
				t.Errorf("ShortNames (-want +got):\n%s", diff)
			}
		})
	}
}

func TestShortNamesAreShortAndUnique(t *testing.T) {
	label := rapid.StringMatching(`[A-Za-z]{1,3}([._: -]?[A-Za-zß-ö]{1,4}){0,4}`)
	rapid.Check(t, func(t *rapid.T) {
		labels := rapid.SliceOfN(label, 1, 60).Draw(t, "labels")
		var in []Label
		for _, l := range labels {
			in = append(in, Label{Name: l})
		}
		seen := make(map[string]bool)
		for i, name := range ShortNames(in) {
			if n := utf8.RuneCountInString(name); n > maxShort || n < 2 && len(labels[i]) > 1 {
				t.Fatalf("%q is called %q", labels[i], name)
			}
			if seen[name] {
				t.Fatalf("%q is given twice in %q", name, labels)
			}
			seen[name] = true
		}
	})
}
