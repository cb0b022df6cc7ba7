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

func TestRead(t *testing.T) {
	formattest.Cases(t, wikievents.Format{}, "x.jsonl", []formattest.Case{
		{
			Name: "a document",
			File: `{"doc_id":"a","tokens":["Police","in","Lyon"],"text":"Police in Lyon","sentences":[[[["Police",0,6],["in",7,9],["Lyon",10,14]],"Police in Lyon"]],"entity_mentions":[{"id":"a-T1","sent_idx":0,"start":0,"end":1,"entity_type":"ORG","text":"Police"}],"event_mentions":[{"id":"a-E1","event_type":"In","trigger":{"start":1,"end":2,"text":"in"},"arguments":[{"entity_id":"a-T1","role":"Who","text":"Police"}]}]}`,
			Want: []string{`a "Police in Lyon"`, `T1 ORG "Police"`, `E1 In "in" Who:T1`},
		},
		{
			Name:   "faults",
			File:   `{"doc_id":"a","text":"Lyon","sentences":[[[["Lyon",0,4],["x",4,5]],"Lyon"]],"entity_mentions":[{"id":"a-1","start":0,"end":2,"entity_type":"X"},{"id":"a-2","start":0,"end":1,"entity_type":"X","text":"Nice"},{"id":"a-3","start":0,"end":1,"entity_type":"X"}],"event_mentions":[{"id":"a-4","event_type":"Y","trigger":{"start":0,"end":1},"arguments":[{"entity_id":"q","role":"z"}]}]}`,
			Want:   []string{`a "Lyon"`, `3 X "Lyon"`, `4 Y "Lyon"`},
			Issues: []string{`x.jsonl, line 1, token 1: span_outside`, `x.jsonl, line 1, entity a-1: span_outside`, `x.jsonl, line 1, entity a-2: text_differs`, `x.jsonl, line 1, event 4: unknown_reference`},
		},
	})
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, wikievents.Format{}, "articles.jsonl")))
	f.Add(`{"doc_id":"a","text":"Police in Lyon","sentences":[[[["Police",0,6],["in",7,9],["Lyon",10,14]],"Police in Lyon"]],"entity_mentions":[{"id":"a-1","start":0,"end":1,"entity_type":"X","text":"Police"}],"event_mentions":[{"id":"a-2","event_type":"Y","trigger":{"start":1,"end":2},"arguments":[{"entity_id":"a-1","role":"z"}]}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, wikievents.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
