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

func FuzzRead(f *testing.F) {
	f.Add(`{"doc_key":"a","sentences":[["Police","in","Lyon"]],"ner":[[[0,0,"ORG"],[2,2,"LOC"]]],"relations":[[[0,0,2,2,"in"]]],"events":[[[[1,"X"],[0,0,"A"]]]]}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, dygie.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
