package doccano_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/doccano"
	"galley/annotate/format/formattest"
)

func TestLaws(t *testing.T) { formattest.Run(t, doccano.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, doccano.Format{}) }

func FuzzRead(f *testing.F) {
	f.Add(`{"text":"Police in Lyon"}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, doccano.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
