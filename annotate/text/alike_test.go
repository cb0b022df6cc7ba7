package text_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate/text"
)

func TestFindAlike(t *testing.T) {
	for _, c := range []struct {
		name, text, query string
		like              text.Likeness
		want              string // the places found, each in brackets
	}{
		{"whole words", "Sahl, Sahli and Sahl's", "Sahl", text.Likeness{Words: true}, "[Sahl], Sahli and [Sahl]'s"},
		{"parts of words", "Sahl and Sahli", "Sahl", text.Likeness{}, "[Sahl] and [Sahl]i"},
		{"any case", "us and US", "US", text.Likeness{Words: true}, "[us] and [US]"},
		{"case", "us and US", "US", text.Likeness{Words: true, Case: true}, "us and [US]"},
		{"any accents", "Málaga, Malaga", "Malaga", text.Likeness{Words: true}, "[Málaga], [Malaga]"},
		{"accents", "Málaga, Malaga, MÁLAGA", "Málaga", text.Likeness{Words: true, Marks: true}, "[Málaga], Malaga, [MÁLAGA]"},
		{"accents in two characters", "Ma\u0301laga", "Málaga", text.Likeness{Words: true, Marks: true, Case: true}, "[Ma\u0301laga]"},
		{"quotes", "the ‘Front’", "'front'", text.Likeness{Words: true, Marks: true}, "the [‘Front’]"},
		{"Arabic vowels", "دِمَشق ودمشق", "دمشق", text.Likeness{Words: true}, "[دِمَشق] ودمشق"},
		{"Chinese has no blanks", "在北京的人", "北京", text.Likeness{Words: true}, "在[北京]的人"},
		{"Korean particles", "서울에서 서울", "서울", text.Likeness{Words: true}, "[서울]에서 [서울]"},
		{"digits", "in 2016 and 20161", "2016", text.Likeness{Words: true}, "in [2016] and 20161"},
		{"nothing", "a", "", text.Likeness{}, "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := text.New(c.text)
			var b strings.Builder
			last := 0
			for _, s := range x.FindAlike(x.Fold(), c.query, c.like) {
				b.WriteString(c.text[last:s.Start] + "[" + c.text[s.Start:s.End] + "]")
				last = s.End
			}
			if diff := cmp.Diff(c.want, b.String()+c.text[last:]); diff != "" {
				t.Error(diff)
			}
		})
	}
}
