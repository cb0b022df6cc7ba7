package gliner_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/gliner"
)

func TestLaws(t *testing.T) { formattest.Run(t, gliner.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, gliner.Format{}) }

func TestRead(t *testing.T) {
	formattest.Cases(t, gliner.Format{}, "x.json", []formattest.Case{
		{
			Name: "names",
			File: `[{"tokenized_text":["Police","in","Lyon"],"ner":[[0,0,"ORG"],[2,2,"LOC"],[0,2,"X"]],"relations":[[0,1,"in"]]}]`,
			Want: []string{`"Police in Lyon"`, `m1 ORG "Police"`, `m3 X "Police in Lyon"`, `m2 LOC "Lyon"`, `r1 in m1 -> m2`},
		},
		{
			Name:   "faults",
			File:   `[{"tokenized_text":["Lyon"],"ner":[[0,1,"X"],[1,0,"X"],[-1,0,"X"],[0,"X"]],"relations":[[0,-1,"x"],[0,5,"y"]]}]`,
			Want:   []string{`"Lyon"`},
			Issues: []string{`x.json, example 1, name 4 of the list: `, `x.json, example 1, name 1: span_outside`, `x.json, example 1, name 2: span_outside`, `x.json, example 1, name 3: span_outside`, `x.json, example 1, relation 1: unknown_reference`, `x.json, example 1, relation r2: unknown_reference`},
		},
	})
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, gliner.Format{}, "articles.json")))
	f.Add(`[{"tokenized_text":["Police","in","Lyon"],"ner":[[0,0,"ORG"],[2,2,"LOC"]],"relations":[[0,1,"in"]]}]`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, gliner.Format{}, format.Input{FS: fstest.MapFS{"x.json": {Data: []byte(file)}}, Name: "x.json", Path: "x.json"})
	})
}
