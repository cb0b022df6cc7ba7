package agree

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
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

func TestReadCasesRefuses(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"not JSON", `{"format":1,`, "unexpected end"},
		{"another format", `{"format":2}`, "the format is 2"},
		{"unknown kind", `{"format":1,"cases":[{"id":"x","kind":"y"}]}`, `case 0 "x": there is no kind "y"`},
		{"ragged rows", `{"format":1,"cases":[{"id":"x","kind":"coding","rows":[["A","A"],["A"]]}]}`, "row 1 has 1 cells, not 2"},
		{"unit without label", `{"format":1,"cases":[{"kind":"span_pair","docs_a":[[[1,2]]],"docs_b":[[]]}]}`, "a unit is [start,end,label], not [1,2]"},
		{"unit that ends first", `{"format":1,"cases":[{"kind":"span_pair","docs_a":[[[3,2,"A"]]],"docs_b":[[]]}]}`, "ends before it starts"},
		{"other articles", `{"format":1,"cases":[{"kind":"event_pair","docs_a":[[]],"docs_b":[]}]}`, "docs_a has 1 articles, docs_b 0"},
		{"mention twice", `{"format":1,"cases":[{"kind":"coref","clusters_a":[[1,1]],"clusters_b":[]}]}`, "mention 1 is in chain 0 and again in chain 0"},
		{"no such article", `{"format":1,"cases":[{"kind":"bootstrap","docs":[[1,1,1]],"resamples":[[1]]}]}`, "resample 0 draws article 1 of 1"},
		{"no dissimilarity", `{"format":1,"cases":[{"kind":"gamma","coders":[[],[]],"params":{"alpha":1,"beta":1}}]}`, "delta_empty"},
		{"a list for a code", `{"format":1,"cases":[{"kind":"coding","rows":[[[1],"A"]]}]}`, "a code is a text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadCases(strings.NewReader(c.file))
			if !errors.Is(err, ErrCase) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

// TestWriteCase wants null for undefined with its reason, lists, and NaN read as missing.
func TestWriteCase(t *testing.T) {
	cases, err := ReadCases(strings.NewReader(`{"format":1,"cases":[
		{"id":"NaN","kind":"coding_numeric","rows":[[1,NaN],[-Infinity,2]]},
		{"id":"\"g","kind":"gamma","coders":[[[0,4,"A"]],[[0,4,"B"]]],"params":{"alpha":1,"beta":1,"delta_empty":1},
		 "samples":[[[[0,4,"A"]],[[8,12,"A"]]]]},
		{"id":"params left out","kind":"gamma","coders":[[[0,4,"A"]],[[0,4,"B"]]],"samples":[[[[0,4,"A"]],[[8,12,"A"]]]]},
		{"id":"numbers as codes","kind":"majority","rows":[[1,1,true],[2,2,true],[1,2,null]]},
		{"id":"spans","kind":"span_pair","docs_a":[[[0,4,"A"]]],"docs_b":[[[1,4,"B"],[8,9,"B"]]]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"id":"NaN","values":{"alpha_interval":null,"alpha_nominal":null,"alpha_ordinal":null,"alpha_ratio":null},` +
		`"undefined":{"alpha_interval":"no item has values of two coders","alpha_nominal":"no item has values of two coders",` +
		`"alpha_ordinal":"no item has values of two coders","alpha_ratio":"no item has values of two coders"}},` +
		`{"id":"\"g","values":{"expected_disorder":2,"gamma":0.5,"gamma_cat_paper":null,"n_unitary_alignments":1,` +
		`"observed_disorder":1,"sample_disorders":[2]},"undefined":{"gamma_cat_paper":"no sample has labels that differ"}},` +
		`{"id":"params left out","values":{"expected_disorder":2,"gamma":0.5,"gamma_cat_paper":null,"n_unitary_alignments":1,` +
		`"observed_disorder":1,"sample_disorders":[2]},"undefined":{"gamma_cat_paper":"no sample has labels that differ"}},` +
		`{"id":"numbers as codes","values":{"coder0_n":1,"coder0_vs_others_kappa":0,"coder1_n":1,"coder1_vs_others_kappa":0,"coder2_n":2,"coder2_vs_others_kappa":0}},` +
		`{"id":"spans","values":{"exact_f1":0,"partial_f1":0.3333333333333333,"strict_f1":0,"strict_f1[A]":0,"strict_f1[B]":0,"type_f1":0},` +
		`"confusion":[["(none)","B",1],["A","B",1]]}]`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

func FuzzReadCases(f *testing.F) {
	f.Add([]byte(`{"format":1,"cases":[{"kind":"token","tokens_per_doc":4,"docs_a":[[[0,2,"A"]]],"docs_b":[[]]}]}`))
	f.Add([]byte(`{"format":1,"cases":[{"kind":"unitizing","begin":0,"end":9,"coders":[[[0,2,"A"]],[]]}]}`))
	f.Add([]byte(`{"format":1,"cases":[{"kind":"majority","rows":[["A",null,"B"]]}]}`))
	f.Add([]byte(`{"format":1,"cases":[{"kind":"coding_sets","rows":[[["A","B"],[]]]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		cases, err := ReadCases(bytes.NewReader(data))
		if err != nil {
			return
		}
		if _, err := json.Marshal(cases); err != nil {
			t.Fatal(err) // a number that is not JSON
		}
	})
}
