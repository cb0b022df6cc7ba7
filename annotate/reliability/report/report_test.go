package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/reliability"
)

var update = flag.Bool("update", false, "write the golden files anew")

func value(x float64) agree.Value { return agree.Value{Number: x, N: 3} }

func interval(low, high float64) agree.Interval { return agree.Interval{Low: low, High: high} }

// sample is a report in which each part has something to show.
func sample() *reliability.Report {
	f1 := func(of, label, name string, x float64) reliability.Measure {
		return reliability.Measure{Of: of, Label: label, Name: name, Value: value(x), Interval: interval(x-0.1, x+0.05), Articles: 12, Units: []int{40, 38}}
	}
	nothing := reliability.Measure{Of: reliability.Chains, Name: "conll_f1", Value: agree.Value{Undefined: "nobody marked a chain"}, Articles: 12}
	week := func(day string, x float64, schema int, changed bool) reliability.Week {
		monday, err := time.Parse("2006-01-02", day)
		if err != nil {
			panic(err)
		}
		return reliability.Week{Monday: monday, Articles: 6, Schema: schema, Changed: changed, Measures: []reliability.Measure{f1(reliability.Mentions, "", "strict_f1", x), nothing}}
	}
	return &reliability.Report{
		Project: "truce <2016> & after", Options: reliability.Options{Seed: 7, Resamples: 1000, Samples: 30},
		Coders:   []reliability.Coder{{Name: "ada", Kind: annotate.Human}, {Name: "ben", Kind: annotate.Human}, {Name: "rules", Kind: annotate.Suggestion}},
		People:   2,
		Articles: 12, Complete: 12, Suggested: 2, Dependent: 2, Empty: 1,
		Measures: []reliability.Measure{f1(reliability.Mentions, "", "strict_f1", 0.81), f1(reliability.Mentions, "", "partial_f1", 0.88), f1(reliability.Mentions, "", "gamma", 0.78), f1(reliability.Mentions, "", "alpha_u_1995", 0.6), nothing, f1(reliability.Labels, "", "alpha", 0.7), f1(reliability.Labels, "tone", "alpha_nominal", 0.7)},
		Labels:   []reliability.Measure{f1(reliability.Mentions, "PER", "strict_f1", 0.9), f1(reliability.Mentions, "<ORG>", "strict_f1", 0.4)},
		Pairs: []reliability.Pair{
			{A: 0, B: 1, Articles: 12, Measures: []reliability.Measure{f1(reliability.Mentions, "", "strict_f1", 0.81)}, Confusion: []reliability.Confusion{{Of: reliability.Mentions, Cells: []agree.Confused{
				{A: "<ORG>", B: "PER", Count: 3}, {A: "PER", B: "PER", Count: 20}, {A: agree.None, B: "PER", Count: 2}}}}},
			{A: 0, B: 2, Articles: 12, Measures: []reliability.Measure{f1(reliability.Mentions, "", "strict_f1", 0.5)}},
		},
		Weeks:      []reliability.Week{week("2016-05-02", 0.7, 1, false), week("2016-05-09", 0.85, 2, true)},
		PerArticle: []reliability.Article{{ID: "a", Key: "k", Title: "Border towns \x07brace", Measures: []reliability.Measure{f1(reliability.Mentions, "", "strict_f1", 0.5)}}},
		Others:     []reliability.Other{{Coder: 1, Label: "tone", Value: value(0.6), Ties: 2}},
		Gamma:      agree.Gamma{Precision: 0.012},
	}
}

func TestPage(t *testing.T) {
	var b bytes.Buffer
	if err := HTML(&b, sample()); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/report.golden.html"
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the page differs from %s (-update writes it anew):\n%s", golden, diff)
	}
}

func TestFiguresAreWellFormed(t *testing.T) {
	figures := Figures(sample())
	var names []string
	for _, f := range figures {
		names = append(names, f.Name)
		d := xml.NewDecoder(strings.NewReader(string(f.SVG)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	if diff := cmp.Diff([]string{"mentions-per-label", "mentions-confusion-1-2", "weeks"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestMethodsNameWhatTheNumbersRestOn(t *testing.T) {
	text := Methods(sample())
	for _, want := range []string{"12 articles", "2 annotators", "strict: 0.81 [0.71, 0.86]", "gamma = 0.78 [0.68, 0.83] (", "each article keeping its samples of chance", "Not all annotations are independent", "1000 resamples, seed 7", "alpha"} {
		if !strings.Contains(text, want) {
			t.Errorf("the methods lack %q: %s", want, text)
		}
	}
	if strings.Contains(text, "chains") {
		t.Errorf("the methods speak of chains, which nobody marked: %s", text)
	}
	for _, s := range sources(sample()) {
		if strings.Contains(s, "Pradhan") {
			t.Error("a paper is listed that the methods do not name")
		}
	}
}

func TestRefusedReportSaysWhy(t *testing.T) {
	var b bytes.Buffer
	if err := HTML(&b, &reliability.Report{Refused: "only ada has finished articles"}); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); !strings.Contains(s, "only ada has finished articles") || strings.Contains(s, "<table>") {
		t.Errorf("the page is %s", s)
	}
}
