package prodigy_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/prodigy"
)

func TestLaws(t *testing.T) { formattest.Run(t, prodigy.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, prodigy.Format{}) }

// A task without tokens is another kind of task to Prodigy and to those who read it.
func TestEmptyTextHasTokens(t *testing.T) {
	rec := format.Record{Article: annotate.NewArticle(annotate.Article{Key: "k"}, "")}
	out, err := formattest.Write(prodigy.Format{}, format.Set{Single: "x.jsonl"}, []format.Record{rec})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(out.FS["x.jsonl"].Data); !strings.Contains(got, `"tokens":[]`) {
		t.Errorf("the task is %s", got)
	}
}

func TestRead(t *testing.T) {
	formattest.Cases(t, prodigy.Format{}, "x.jsonl", []formattest.Case{
		{
			Name: "spans",
			File: `{"text":"Police in Lyon","spans":[{"start":0,"end":6,"label":"ORG"},{"start":10,"end":14,"label":"LOC"}],"relations":[{"head":0,"child":2,"label":"in","head_span":{"start":0,"end":6,"label":"ORG"},"child_span":{"start":10,"end":14,"label":"LOC"}}],"answer":"accept","_annotator_id":"ada","meta":{"source":"AFP"}}`,
			Want: []string{`"Police in Lyon"`, `layer of "ada": human`, `m1 ORG "Police"`, `m2 LOC "Lyon"`, `r1 in m1 -> m2`},
		},
		{
			Name:   "rejected",
			File:   `{"text":"Lyon","spans":[{"start":0,"end":4,"label":"LOC"}],"answer":"reject"}`,
			Want:   []string{`"Lyon"`},
			Issues: []string{`x.jsonl, line 1, annotations: not_accepted`},
		},
		{
			Name: "fragments and events",
			File: `{"text":"Police in Lyon","spans":[{"start":0,"end":6,"label":"ORG","id":"a"},{"start":10,"end":14,"label":"ORG","id":"a","part":1},{"start":7,"end":9,"label":"IN","id":"v","event":true}],"relations":[{"label":"Who","head_span":{"id":"v"},"child_span":{"id":"a"}},{"label":"of","id":"r9","head_span":{"id":"v"},"child_span":{"id":"a"}}]}`,
			Want: []string{`"Police in Lyon"`, `a ORG "Police Lyon"`, `v IN "in" Who:a`, `r9 of v -> a`},
		},
		{
			Name:   "faults",
			File:   `{"text":"Lyon","spans":[{"start":0,"end":9,"label":"X"},{"start":0,"end":4,"label":"LOC","text":"Nice"}],"relations":[{"label":"x","head_span":{"start":5,"end":6},"child_span":{}}]}`,
			Want:   []string{`"Lyon"`},
			Issues: []string{`x.jsonl, line 1, span m1: span_outside`, `x.jsonl, line 1, span m2: text_differs`, `x.jsonl, line 1, relation r1: unknown_reference`},
		},
		{
			Name: "U+2028 ends no line",
			File: `{"text":"a b","spans":[]}`,
			Want: []string{`"a\u2028b"`},
		},
	})
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, prodigy.Format{}, "articles.jsonl")))
	f.Add(`{"text":"Police in Lyon"}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, prodigy.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
