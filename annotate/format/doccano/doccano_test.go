package doccano_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/doccano"
	"galley/annotate/format/formattest"
	"galley/annotate/span"
)

func TestLaws(t *testing.T) { formattest.Run(t, doccano.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, doccano.Format{}) }

func TestRead(t *testing.T) {
	formattest.Cases(t, doccano.Format{}, "x.jsonl", []formattest.Case{
		{
			Name: "relations",
			File: `{"id":9,"text":"Police in Lyon","entities":[{"id":4,"label":"ORG","start_offset":0,"end_offset":6},{"id":7,"label":"LOC","start_offset":10,"end_offset":14}],"relations":[{"id":1,"from_id":4,"to_id":7,"type":"in"}],"Comments":["why?"],"source":"AFP"}`,
			Want: []string{`"Police in Lyon"`, `4 ORG "Police"`, `7 LOC "Lyon"`, `r1 in 4 -> 7`, `n1  why?`},
		},
		{
			Name:   "spans and categories",
			File:   `{"text":"Police in Lyon","label":[[0,6,"ORG"],"war",[10,14,"LOC"],[1,2]]}`,
			Want:   []string{`"Police in Lyon"`, `1 ORG "Police"`, `2 LOC "Lyon"`, `l2 label "war"`},
			Issues: []string{`x.jsonl, line 1, label 4 of the list: `},
		},
		{
			Name: "early versions",
			File: `{"id":1,"text":"Police in Lyon","labels":[[0,6,"ORG"],[10,14,"LOC"]]}
{"id":2,"data":"Lyon","label":[[0,4,"LOC"]]}`,
			Want: []string{`"Police in Lyon"`, `1 ORG "Police"`, `2 LOC "Lyon"`, `"Lyon"`, `1 LOC "Lyon"`},
		},
		{
			Name: "labels of another kind",
			File: `{"text":"Lyon","labels":{"a":1},"label":[[0,4,"LOC"]]}`,
			Want: []string{`"Lyon"`, `1 LOC "Lyon"`},
		},
		{
			Name: "UTF-16",
			File: `{"text":"😀 Police in Lyon","label":[[3,9,"ORG"],[13,17,"LOC"]]}`,
			Want: []string{`"😀 Police in Lyon"`, `1 ORG "Police"`, `2 LOC "Lyon"`},
		},
		{
			Name:   "code points",
			File:   `{"text":"😀 Police in Lyon","label":[[2,8,"ORG"],[12,16,"LOC"]]}`,
			Want:   []string{`"😀 Police in Lyon"`, `1 ORG "Police"`, `2 LOC "Lyon"`},
			Issues: []string{`x.jsonl, line 1: offset_unit: its offsets count code points`},
		},
		{
			Name:   "graphemes",
			File:   `{"text":"👨‍👩‍👧 Police in Lyon","label":[[2,8,"ORG"],[12,16,"LOC"]]}`,
			Want:   []string{`"👨\u200d👩\u200d👧 Police in Lyon"`, `1 ORG "Police"`, `2 LOC "Lyon"`},
			Issues: []string{`x.jsonl, line 1: offset_unit: its offsets count grapheme clusters`},
		},
		{
			Name: "the unit that the file says, though another fits too",
			File: `{"text":"e\u0301 x x x","offset_unit":"graphemes","entities":[{"id":1,"label":"A","start_offset":2,"end_offset":3,"text":"x"},{"id":2,"label":"A","start_offset":4,"end_offset":5,"text":"x"}]}
{"text":"😀 x","offset_unit":"code-points","label":[[2,3,"A"]]}
{"text":"😀 x","offset_unit":"metres","label":[[3,4,"A"]]}`,
			Want: []string{`"é x x x"`, `1 A "x"`, `2 A "x"`, `"😀 x"`, `1 A "x"`, `"😀 x"`, `1 A "x"`},
		},
		{
			Name:   "start and end, without ids, in code points",
			File:   `{"text":"😀 Lyon","entities":[{"start":2,"end":6,"label":"LOC"},{"start":0,"end":1,"label":"X"},{"label":"Y"},{"start":1,"label":"Z"}]}`,
			Want:   []string{`"😀 Lyon"`, `2 X "😀"`, `1 LOC "Lyon"`},
			Issues: []string{`x.jsonl, line 1, entity 3: missing: it has no "start_offset"`, `x.jsonl, line 1, entity 4: missing: it has no "end_offset"`},
		},
		{
			Name: "faults",
			File: `{"text":"Lyon","entities":[{"id":1,"label":"A","start_offset":2,"end_offset":1},{"id":2,"label":"","start_offset":0,"end_offset":4},{"id":3,"label":"X","start_offset":0,"end_offset":9},{"id":"4"}],"relations":[{"id":1,"from_id":1,"to_id":3,"type":"x"}]}
x
{"entities":[]}`,
			Want:   []string{`"Lyon"`},
			Issues: []string{`x.jsonl, line 1, entity 4 of the list: wrong_type`, `x.jsonl, line 1, entity 1: span_outside`, `x.jsonl, line 1, entity 3: span_outside`, `x.jsonl, line 1, mention 2: missing`, `x.jsonl, line 1, relation r1: unknown_reference`, `x.jsonl, line 2: bad_json`, `x.jsonl, line 3: missing`},
		},
	})
}

// TestGraphemes: what begins or ends within a character as people see it cannot
// be said where these are counted.
func TestGraphemes(t *testing.T) {
	article := annotate.NewArticle(annotate.Article{Key: "k"}, "e\u0301 👨‍👩‍👧 left")
	layer := annotate.NewLayer(annotate.LayerID{}, []annotate.Item{
		&annotate.Mention{ID: "a", Label: "A", Spans: []span.Span{{Start: 0, End: 1}}},
		&annotate.Mention{ID: "b", Label: "B", Spans: []span.Span{{Start: 4, End: 22}}},
		&annotate.Event{ID: "v", Type: "E", Trigger: []span.Span{{Start: 1, End: 3}}},
	})
	for variant, want := range map[string]string{
		"":            "[]",
		"code-points": "[]",
		"graphemes":   "[{mentions that begin or end within a grapheme cluster 1 k: mention A \"e\"} {events with a trigger that begins or ends within a grapheme cluster 1 k: event E \"\u0301\"}]",
	} {
		f, _ := format.Variant(doccano.Format{}, variant)
		var lost format.Losses
		f.Fit(format.Record{Article: article, Layers: []format.Layer{{Layer: layer}}}, &lost)
		if got := fmt.Sprint(lost.List()); got != want {
			t.Errorf("%s: lost %s, want %s", variant, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, doccano.Format{}, "articles.jsonl")))
	f.Add(`{"text":"Police in Lyon"}`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, doccano.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(file)}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}
