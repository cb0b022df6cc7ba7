package text_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate/text"
)

func TestFind(t *testing.T) {
	tests := []struct {
		name, body, query string
		want              []string
	}{
		{"case", "Wadi Sahl, WADI SAHL", "wadi sahl", []string{"Wadi Sahl", "WADI SAHL"}},
		{"accents", "Zoë and Zoe", "zoe", []string{"Zoë", "Zoe"}},
		{"combining accents", "Jose\u0301 said", "jose", []string{"Jose\u0301"}},
		{"typed with the accent", "Jose said", "José", []string{"Jose"}},
		{"curly quotes", "the front’s “men”", `front's "men"`, []string{"front’s “men”"}},
		{"Arabic marks", "قَصَفَ", "قصف", []string{"قَصَفَ"}},
		{"Chinese", "他说瓦迪在此", "瓦迪", []string{"瓦迪"}},
		{"no-break space", "1\u00a0204 dead", "1 204", []string{"1\u00a0204"}},
		{"overlapping", "aaa", "aa", []string{"aa"}},
		{"nothing", "aaa", " ", nil},
		{"not there", "aaa", "b", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tx := text.New(tt.body)
			var got []string
			for _, s := range tx.Fold().Find(tt.query) {
				got = append(got, tx.Slice(s.Start, s.End))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFindStaysOnBorders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SliceOfN(rapid.SampledFrom(append(pieces, "ﬁ", "İ", "ß", "Å")), 0, 40)
		tx := text.New(strings.Join(draw.Draw(t, "body"), ""))
		last := 0
		for _, s := range tx.Fold().Find(strings.Join(draw.Draw(t, "query"), "")) {
			if tx.Check(s.Start) != nil || tx.Check(s.End) != nil || s.Start < last || s.Len() <= 0 {
				t.Fatalf("%v in %q after %d", s, tx, last)
			}
			last = s.End
		}
	})
}
