package hfjsonl_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/hfjsonl"
)

func TestLaws(t *testing.T) { formattest.Run(t, hfjsonl.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, hfjsonl.Format{}) }

func TestRead(t *testing.T) {
	formattest.Cases(t, hfjsonl.Format{}, "x.jsonl", []formattest.Case{
		{
			Name: "another program's",
			File: `{"id":"1","text":"Police in Lyon","entities":[{"id":"a","label":"ORG","text":"Police","fragments":[{"start":0,"end":6}]},{"id":"b","label":"LOC","fragments":[{"start":10,"end":14}]}],"relations":[{"id":"r","type":"in","head":"a","tail":"b"}],"events":[{"id":"v","type":"IN","trigger":{"start":7,"end":9,"text":"in"},"arguments":[{"role":"Who","ref":"a"}],"realis":"x"}]}`,
			Want: []string{`"Police in Lyon"`, `a ORG "Police"`, `b LOC "Lyon"`, `v IN "in" Who:a`, `r in a -> b`},
		},
		{
			Name:   "clusters were taken out",
			File:   `{"text":"Police in Lyon","entities":[{"id":"a","label":"ORG","cluster":"e","fragments":[{"start":0,"end":6}]},{"id":"b","label":"LOC","fragments":[{"start":10,"end":14}]}],"relations":[{"id":"r","type":"in","head":"a","head_cluster":"e","tail":"b"}],"events":[{"id":"v","type":"IN","trigger":{"start":7,"end":9},"arguments":[{"role":"Who","ref":"a","cluster":"e"}]}]}`,
			Want:   []string{`"Police in Lyon"`, `a ORG "Police"`, `b LOC "Lyon"`, `v IN "in" Who:a`, `r in a -> b`},
			Issues: []string{`x.jsonl, line 1, mention a: unknown_reference: entity e is not there`},
		},
		{
			Name:   "faults",
			File:   `{"text":"Lyon","entities":[{"id":"a","label":"X","fragments":[]},{"id":"b","label":"X","fragments":[{"start":0,"end":9}]},{"id":"c","label":"X","text":"Nice","fragments":[{"start":0,"end":4}]},{"id":"d","label":"X","cluster":"z","attributes":[{"name":"n","value":"x"}],"fragments":[{"start":0,"end":4}]}],"events":[{"id":"v","type":"Y","trigger":{"start":4,"end":0}}]}`,
			Want:   []string{`"Lyon"`, `d X "Lyon"`},
			Issues: []string{`x.jsonl, line 1, entity a: span_outside`, `x.jsonl, line 1, entity b: span_outside`, `x.jsonl, line 1, entity c: text_differs`, `x.jsonl, line 1, trigger of event v: span_outside`, `x.jsonl, line 1, entity d, n: bad_json`, `x.jsonl, line 1, mention d: unknown_reference`},
		},
	})
}

// Columns of another program's are metadata, and those of Galley's own win.
func TestFurtherColumns(t *testing.T) {
	const line = `{"id":"1","text":"Lyon","topic":"crime","n":0,"meta":[{"name":"n","value":"1"}],"entities":[],"relations":[],"events":[]}`
	records, issues, _, err := formattest.Read(hfjsonl.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(line)}}, Name: "x.jsonl", Path: "x.jsonl"})
	if err != nil || len(issues) > 0 || len(records) != 1 {
		t.Fatalf("%d records, issues %v, error %v", len(records), issues, err)
	}
	if diff := cmp.Diff(annotate.Fields{"n": "1", "topic": `"crime"`}, records[0].Article.Meta); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(formattest.Seed(f, hfjsonl.Format{}, "articles.jsonl"))
	f.Add([]byte(`{"id":"1","text":"Police in Lyon","entities":[{"id":"m","label":"X","fragments":[{"start":0,"end":6}]}],"events":[{"id":"v","type":"A","trigger":{"start":0,"end":6}}]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		formattest.Sound(t, hfjsonl.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: file}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
