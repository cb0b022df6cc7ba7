package agree

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What is added up for a sample is what making items of its tokens gives.
func TestTokensOfSamples(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "articles")
		var a, b [][]Unit
		for range n {
			coders := disjoint(2, 4).Draw(t, "coders")
			a, b = append(a, coders[0]), append(b, coders[1])
		}
		tokens := slices.Repeat([]int{rapid.IntRange(30, 32).Draw(t, "tokens")}, n)
		of, err := TokensOf(tokens, a, b)
		if err != nil {
			t.Fatal(err)
		}
		picks := rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 6).Draw(t, "picks")
		var pickedA, pickedB [][]Unit
		for _, i := range picks {
			pickedA, pickedB = append(pickedA, a[i]), append(pickedB, b[i])
		}
		every, marked, err := TokenTable(slices.Repeat(tokens[:1], len(picks)), pickedA, pickedB)
		if err != nil {
			t.Fatal(err)
		}
		all, some, percent := of(picks)
		mustBe(t, "all", all, CohenKappa(every, 0, 1))
		mustBe(t, "marked", some, CohenKappa(marked, 0, 1))
		mustBe(t, "percent", percent, Percent(every))
	})
}

func TestTokensThatOverlap(t *testing.T) {
	if _, err := TokensOf([]int{9}, [][]Unit{{unit(0, 3, "A"), unit(2, 4, "A")}}, [][]Unit{nil}); err == nil {
		t.Error("two units share a token, and it is no error")
	}
}
