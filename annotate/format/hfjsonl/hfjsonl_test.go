package hfjsonl_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/hfjsonl"
)

func TestLaws(t *testing.T) { formattest.Run(t, hfjsonl.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, hfjsonl.Format{}) }

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"id":"1","text":"Police in Lyon","entities":[{"id":"m","label":"X","fragments":[{"start":0,"end":6}]}],"events":[{"id":"v","type":"A","trigger":{"start":0,"end":6}}]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		formattest.Sound(t, hfjsonl.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: file}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
