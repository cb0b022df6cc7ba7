package agree

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// expectation is what testdata/vectors.json expects of a case; see the names of its peers there.
type expectation struct {
	ID        string
	Expect    map[string]any // number, list of numbers, or nil for undefined
	Confusion [][3]any       `json:"expect_confusion"`
	Published map[string]struct {
		Value  float64
		Places int
		Cite   string
	}
}

func readVectors(t *testing.T) ([]Case, []expectation) {
	t.Helper()
	f, err := os.Open("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := ReadCases(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []expectation }
	if err := json.Unmarshal(nullNumbers(data), &file); err != nil {
		t.Fatal(err)
	}
	return cases, file.Cases
}

func TestVectors(t *testing.T) {
	cases, expected := readVectors(t)
	values := 0
	for i, want := range expected {
		t.Run(want.ID, func(t *testing.T) {
			for name, x := range want.Expect {
				values++
				checkVector(t, cases[i], name, x)
			}
			if want.Confusion != nil {
				var got [][3]any
				for _, c := range cases[i].Confusion {
					got = append(got, [3]any{c.A, c.B, float64(c.Count)})
				}
				if diff := cmp.Diff(want.Confusion, got); diff != "" {
					t.Errorf("confusion (-want +got):\n%s", diff)
				}
			}
		})
	}
	if len(expected) != 51 || values != 397 {
		t.Errorf("checked %d values of %d cases, want 397 of 51", values, len(expected))
	}
}

func checkVector(t *testing.T, c Case, name string, want any) {
	t.Helper()
	const tolerance = 1e-6
	if list, ok := want.([]any); ok {
		if got := c.Lists[name]; !slices.EqualFunc(list, got, func(w any, g float64) bool {
			return math.Abs(w.(float64)-g) <= tolerance*max(1, g)
		}) {
			t.Errorf("%s = %v, want %v", name, got, list)
		}
		return
	}
	got, ok := c.Values[name]
	switch {
	case !ok:
		t.Errorf("%s is missing", name)
	case want == nil && got != nil:
		t.Errorf("%s = %v, want undefined", name, *got)
	case want == nil && c.Undefined[name] == "":
		t.Errorf("%s is undefined without a reason", name)
	case want != nil && got == nil:
		t.Errorf("%s is undefined (%s), want %v", name, c.Undefined[name], want)
	case want != nil && !(math.Abs(*got-want.(float64)) <= tolerance):
		t.Errorf("%s = %.12f, want %.12f", name, *got, want)
	}
}
