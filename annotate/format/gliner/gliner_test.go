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

func FuzzRead(f *testing.F) {
	f.Add(`[{"tokenized_text":["Police","in","Lyon"],"ner":[[0,0,"ORG"],[2,2,"LOC"]],"relations":[[0,1,"in"]]}]`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, gliner.Format{}, format.Input{FS: fstest.MapFS{"x.json": {Data: []byte(file)}}, Name: "x.json", Path: "x.json"})
	})
}
