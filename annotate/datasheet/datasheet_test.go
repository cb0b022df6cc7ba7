package datasheet_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/datasheet"
	"galley/annotate/format"
	"galley/annotate/format/formattest"
)

// sheet is that of the made-up document in train, and of a hostile article in dev.
func sheet() *datasheet.Sheet {
	b := datasheet.NewBuilder([]string{"train", "dev"})
	at := time.Date(2016, 5, 3, 10, 0, 0, 0, time.UTC)
	doc := formattest.Document()
	b.Add("train", doc, doc, at)
	hostile := format.Record{Article: annotate.NewArticle(annotate.Article{
		Outlet: "<script>|*News*", Published: "2015-01-01T10:00", Meta: annotate.Fields{"Licence": `"# all\n---\nrights"`, "desk": `"x"`},
	}, "")}
	b.Add("dev", hostile, hostile, at.Add(-time.Hour))
	s := b.Sheet()
	s.Project, s.Format = "made `up`", "galley"
	s.Recipe = annotate.Recipe{Format: "galley", Splits: []annotate.Split{{Name: "train", Share: 0.5}, {Name: "dev", Share: 0.5}}, Seed: 7}
	s.Schema = &datasheet.Schema{ID: "made-up", Name: "Made up", Revision: 2, SHA256: "00"}
	low, high := 0.25, 0.75
	s.Agreement = &datasheet.Agreement{Annotators: []string{"ada", "b*n"}, Articles: 1, Resamples: 1000, Measures: []datasheet.Measure{{Of: "mentions", Name: "strict_f1", Value: 0.5, Low: &low, High: &high, Units: []int{2, 3}}, {Of: "labels", Name: "alpha", Undefined: "one value only"}}}
	s.Losses = []format.Loss{{What: "notes", Count: 1, Example: "news-1: note n1"}}
	s.Files = []datasheet.File{{Name: "train.jsonl", SHA256: "11"}, {Name: "dev.jsonl", SHA256: "22"}}
	return s
}

func TestGolden(t *testing.T) {
	s := sheet()
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]byte{
		"testdata/datasheet.json": append(data, '\n'),
		"testdata/README.md":      s.Readme(format.Card{FrontMatter: "configs: []\n", Text: "\nThe columns.\n"}),
	} {
		formattest.CompareGolden(t, name, got)
	}
}

// TestReadBack: whoever reads datasheet.json writes the same README.md.
func TestReadBack(t *testing.T) {
	s := sheet()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var again datasheet.Sheet
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(s.Readme(format.Card{})), string(again.Readme(format.Card{}))); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
}
