package oneie_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/oneie"
)

func TestLaws(t *testing.T) { formattest.Run(t, oneie.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, oneie.Format{}) }

func TestRead(t *testing.T) {
	formattest.Cases(t, oneie.Format{}, "x.jsonl", []formattest.Case{
		{
			Name: "documents",
			File: `{"doc_id":"a","sent_id":"a-0","tokens":["Police","left"],"entity_mentions":[{"id":"a-1","start":0,"end":1,"entity_type":"ORG","text":"Police"}],"event_mentions":[{"id":"a-2","event_type":"Y","trigger":{"start":1,"end":2},"arguments":[{"entity_id":"a-1","role":"z"}]}]}
{"doc_id":"a","sent_id":"a-1","tokens":["Lyon"],"entity_mentions":[{"id":"a-3","start":0,"end":1,"entity_type":"LOC"}],"event_mentions":[]}
{"doc_id":"b","sent_id":"b-0","tokens":["x"],"event_mentions":[]}`,
			Want: []string{`a "Police left\nLyon"`, `1 ORG "Police"`, `3 LOC "Lyon"`, `2 Y "left" z:1`, `b "x"`},
		},
		{
			Name: "faults",
			File: `{"doc_id":"a","sent_id":"a-0","tokens":["Police"],"entity_mentions":[{"id":"a-1","start":0,"end":4,"entity_type":"X"}],"relation_mentions":[{"id":"r","relation_type":"x","arguments":[]}],"event_mentions":[]}
x`,
			Want:   []string{`a "Police"`},
			Issues: []string{`x.jsonl, line 2: bad_json`, `x.jsonl, line 1, entity a-1: span_outside`, `x.jsonl, line 1, relation r: unknown_reference`},
		},
	})
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, oneie.Format{}, "articles.jsonl")))
	f.Add(`{"doc_id":"a","sent_id":"a-0","tokens":["Police","in","Lyon"],"entity_mentions":[{"id":"a-1","start":0,"end":1,"entity_type":"X","text":"Police"}],"event_mentions":[{"id":"a-2","event_type":"Y","trigger":{"start":1,"end":2},"arguments":[{"entity_id":"a-1","role":"z"}]}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, oneie.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
