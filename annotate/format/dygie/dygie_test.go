package dygie_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/dygie"
	"galley/annotate/format/formattest"
)

func TestLaws(t *testing.T) { formattest.Run(t, dygie.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, dygie.Format{}) }

func TestRead(t *testing.T) {
	formattest.Cases(t, dygie.Format{}, "x.jsonl", []formattest.Case{
		{
			Name: "a document",
			File: `{"doc_key":"a","sentences":[["Police","in","Lyon"],["They","left"]],"ner":[[[0,0,"ORG"],[2,2,"LOC"]],[[3,3,"ORG"]]],"relations":[[[0,0,2,2,"in"]],[]],"events":[[],[[[4,"LEFT"],[3,3,"Who"]]]]}`,
			Want: []string{`a "Police in Lyon\nThey left"`, `m1 ORG "Police"`, `m2 LOC "Lyon"`, `m3 ORG "They"`, `v1 LEFT "left" Who:m3`, `r1 in m1 -> m2`},
		},
		{
			Name:   "faults",
			File:   `{"doc_key":"a","sentences":[["Lyon"]],"ner":[[[0,3,"X"]]],"relations":[[[0,0,0,0,"x"]]],"events":[[[[7,"Y"]],[[0,"Z"],[0,0,"who"]]]]}`,
			Want:   []string{`a "Lyon"`, `v2 Z "Lyon"`},
			Issues: []string{`x.jsonl, line 1, name X: span_outside`, `x.jsonl, line 1, trigger of Y: span_outside`, `x.jsonl, line 1, relation r1: unknown_reference`, `x.jsonl, line 1, event v2: unknown_reference`},
		},
		{
			Name: "no document",
			File: `{"doc_key":5}
`,
			Issues: []string{`x.jsonl, line 1: wrong_type`},
		},
	})
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, dygie.Format{}, "articles.jsonl")))
	f.Add(`{"doc_key":"a","sentences":[["Police","in","Lyon"]],"ner":[[[0,0,"ORG"],[2,2,"LOC"]]],"relations":[[[0,0,2,2,"in"]]],"events":[[[[1,"X"],[0,0,"A"]]]]}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, dygie.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
