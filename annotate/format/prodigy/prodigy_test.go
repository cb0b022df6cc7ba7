package prodigy_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/prodigy"
)

func TestLaws(t *testing.T) { formattest.Run(t, prodigy.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, prodigy.Format{}) }

func FuzzRead(f *testing.F) {
	f.Add(`{"text":"Police in Lyon"}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, prodigy.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
