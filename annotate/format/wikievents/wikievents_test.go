package wikievents_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/wikievents"
)

func TestLaws(t *testing.T) { formattest.Run(t, wikievents.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, wikievents.Format{}) }

func FuzzRead(f *testing.F) {
	f.Add(`{"doc_id":"a","text":"Police in Lyon","sentences":[[[["Police",0,6],["in",7,9],["Lyon",10,14]],"Police in Lyon"]],"entity_mentions":[{"id":"a-1","start":0,"end":1,"entity_type":"X","text":"Police"}],"event_mentions":[{"id":"a-2","event_type":"Y","trigger":{"start":1,"end":2},"arguments":[{"entity_id":"a-1","role":"z"}]}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, wikievents.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
