package casjson_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/casjson"
	"galley/annotate/format/formattest"
)

func TestLaws(t *testing.T) { formattest.Run(t, casjson.Format{}, true) }

func TestGolden(t *testing.T) { formattest.Golden(t, casjson.Format{}) }

const (
	sofa   = `{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaNum":1,"sofaID":"_InitialView","mimeType":"text","sofaString":"Lyon 😀 Sudan x"}`
	lyon   = `{"%ID":2,"%TYPE":"news.Span","@sofa":1,"begin":0,"end":4,"label":"LOC","uid":"a","part":0}`
	sudan  = `{"%ID":3,"%TYPE":"news.Span","@sofa":1,"begin":8,"end":13,"label":"LOC","uid":"b","part":0}`
	record = `x "Lyon 😀 Sudan x"`
)

// file is a file with structures, each in a line, from the second one on.
func file(structures ...string) string {
	return `{"%FEATURE_STRUCTURES":[` + sofa + ",\n" + strings.Join(structures, ",\n") + `]}`
}

func TestRead(t *testing.T) {
	formattest.Cases(t, casjson.Format{}, "x.cas.json", []formattest.Case{
		{
			Name: "spans, a relation, an event",
			File: file(lyon, sudan, `{"%ID":4,"%TYPE":"news.Relation","@sofa":1,"begin":8,"end":13,"label":"in","@Governor":2,"@Dependent":3}`,
				`{"%ID":5,"%TYPE":"news.Event","@sofa":1,"begin":14,"end":15,"label":"X","uid":"v","@arguments":6}`,
				`{"%ID":6,"%TYPE":"uima.cas.FSArray","%ELEMENTS":[7]}`, `{"%ID":7,"%TYPE":"news.EventArgumentsLink","role":"Who","@target":3}`),
			Want: []string{record, `a LOC "Lyon"`, `b LOC "Sudan"`, `v X "x" Who:b`, `r4 in a -> b`},
		},
		{
			Name: "structures by id, arrays of Java's",
			File: `{"%FEATURE_STRUCTURES":{"1":` + strings.Replace(sofa, `"%ID":1,`, "", 1) + `,"2":` + strings.Replace(lyon, `"%ID":2,`, "", 1) + `,"5":{"%TYPE":"webanno.custom.Attack","@sofa":1,"begin":8,"end":13,"deaths":12,"#share":"NaN","^x":[1],"none":null,"sure":true,"@words":8,"@who":6},"6":{"%TYPE":"webanno.custom.WhoLink[]","%ELEMENTS":[7]},"7":{"%TYPE":"webanno.custom.WhoLink","role":"By","@target":2},"8":{"%TYPE":"uima.cas.StringArray","%ELEMENTS":["a b","c"]}}}`,
			Want: []string{record, `a LOC "Lyon"`, `v5 Attack "Sudan" By:a (deaths: 12; share: NaN; sure: true; words: a b, c)`},
		},
		{
			Name:   "outside, backwards, inside a character",
			File:   file(strings.Replace(lyon, `"end":4`, `"end":99`, 1), `{"%ID":3,"%TYPE":"n.X","@sofa":1,"begin":4,"end":2}`, `{"%ID":4,"%TYPE":"n.X","@sofa":1,"begin":6,"end":9}`, `{"%ID":5,"%TYPE":"n.X","@sofa":1,"begin":"0","end":4}`),
			Want:   []string{record, `m5 X "Lyon"`},
			Issues: []string{`x.cas.json, line 2, Span 2: span_outside`, `x.cas.json, line 3, X 3: span_outside`, `x.cas.json, line 4, X 4: span_outside`},
		},
		{
			Name: "ids twice, unknown references, no id, no type, no object",
			File: file(lyon, lyon, `{"%ID":4,"%TYPE":"news.Relation","@sofa":1,"begin":0,"end":4,"@Governor":2,"@Dependent":99}`, `{"%TYPE":"n.X"}`, `{"%ID":5}`, `7`, `{"%ID":8,"%TYPE":"n.X","@sofa":"x"}`, `{"%ID":9,"%TYPE":"n.X","deep":{}}`, `{"%ID":1.5,"%TYPE":"n.X"}`),
			Want: []string{record, `a LOC "Lyon"`},
			Issues: []string{`x.cas.json, line 5, n.X: missing: it has no id`, `x.cas.json, line 6, structure: missing: it has no type`, `x.cas.json, line 7, structure: wrong_type`, `x.cas.json, line 8, n.X: wrong_type: its @sofa: it is no id`, `x.cas.json, line 9, n.X: wrong_type: its deep`, `x.cas.json, line 10, structure: wrong_type: its %ID: it cannot be this number`,
				`x.cas.json, line 3, Span 2: duplicate_id`, `x.cas.json, line 4, Relation 4: unknown_reference: its Dependent 99 is not there`},
		},
		{
			Name:   "cut off",
			File:   strings.TrimSuffix(file(lyon, sudan), `"part":0}]}`),
			Want:   []string{record, `a LOC "Lyon"`},
			Issues: []string{`x.cas.json, line 3, the rest: bad_json`},
		},
		{
			Name:   "a key twice",
			File:   file(strings.Replace(lyon, `"begin":0`, `"begin":1,"begin":0`, 1), sudan),
			Want:   []string{record},
			Issues: []string{`x.cas.json, line 2, the rest: duplicate_key: key "begin" stands twice`},
		},
		{Name: "no text", File: `{"%FEATURE_STRUCTURES":[` + lyon + `]}`, Issues: []string{`x.cas.json: missing: it has no text`}},
		{Name: "no CAS", File: `[]`, Issues: []string{`x.cas.json, line 1: bad_json: it is no CAS`}},
		{Name: "nothing", Issues: []string{`x.cas.json, line 1: bad_json`}},
	})
}

func FuzzRead(f *testing.F) {
	f.Add(formattest.Seed(f, casjson.Format{}, "news-1.cas.json"))
	f.Add([]byte(file(lyon, sudan, `{"%ID":5,"%TYPE":"news.Event","@sofa":1,"begin":14,"end":15,"label":"X","uid":"v","@arguments":6,"realis":"x"}`,
		`{"%ID":6,"%TYPE":"uima.cas.FSArray","%ELEMENTS":[7]}`, `{"%ID":7,"%TYPE":"news.EventArgumentsLink","role":"Who","@target":3}`, `{"%ID":8,"%TYPE":"news.Note","uid":"n","on":"a","state":"open"}`)))
	f.Add([]byte(file(lyon, sudan, `{"%ID":4,"%TYPE":"c.CorefChain","@first":2}`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		formattest.Sound(t, casjson.Format{}, format.Input{FS: fstest.MapFS{"x.cas.json": {Data: data}}, Name: "x.cas.json", Path: "x.cas.json"})
	})
}
