package labelstudio_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/labelstudio"
)

func TestLaws(t *testing.T) { formattest.Run(t, labelstudio.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, labelstudio.Format{}) }

func TestRead(t *testing.T) {
	formattest.Cases(t, labelstudio.Format{}, "x.json", []formattest.Case{
		{
			Name: "regions and relations",
			File: `[{"data":{"text":"Police in Lyon 😀 x"},"annotations":[{"result":[{"id":"a","type":"labels","from_name":"label","value":{"start":0,"end":6,"labels":["ORG"],"text":"Police"}},{"id":"b","type":"labels","from_name":"label","value":{"start":10,"end":14,"labels":["LOC"],"text":"Lyon"}},{"id":"v","type":"labels","from_name":"trigger","value":{"start":7,"end":9,"labels":["IN"]}},{"type":"relation","from_id":"v","to_id":"a","labels":["Who"]},{"type":"relation","from_id":"a","to_id":"b","direction":"left","labels":["in"]},{"id":"a","type":"choices","from_name":"kind","value":{"start":0,"end":6,"choices":["x","y"]}},{"id":"t","type":"choices","from_name":"topic","value":{"choices":["war"]}}]}]}]`,
			Want: []string{`"Police in Lyon 😀 x"`, `a ORG "Police" (kind: x, y)`, `b LOC "Lyon"`, `v IN "in" Who:a`, `r1 in b -> a`, `t topic "war"`},
		},
		{
			Name:   "fragments",
			File:   `[{"data":{"text":"Police in Lyon 😀 x"},"annotations":[{"result":[{"id":"a","type":"labels","from_name":"label","value":{"start":0,"end":6,"labels":["ORG"]}},{"id":"b","type":"labels","from_name":"label","value":{"start":10,"end":14,"labels":["ORG"]}},{"type":"relation","from_id":"a","to_id":"b","labels":["_fragment"]},{"type":"relation","from_id":"a","to_id":"c","labels":["_fragment"]}]}]}]`,
			Want:   []string{`"Police in Lyon 😀 x"`, `a ORG "Police Lyon"`},
			Issues: []string{`x.json, task 1, relation _fragment: unknown_reference: a and c`},
		},
		{
			Name:   "outside, backwards, without place",
			File:   `[{"data":{"text":"Police in Lyon 😀 x"},"annotations":[{"result":[{"id":"a","type":"labels","from_name":"label","value":{"start":0,"end":60,"labels":["ORG"]}},{"id":"b","type":"labels","from_name":"label","value":{"start":6,"end":0,"labels":["ORG"]}},{"id":"c","type":"labels","value":{"labels":["X"]}},{"id":"d","type":"labels","from_name":"label","value":{"start":"1","end":2,"labels":["X"]}}]}]}]`,
			Want:   []string{`"Police in Lyon 😀 x"`},
			Issues: []string{`x.json, task 1, result 4 of the list: wrong_type`, `x.json, task 1, region c: missing`, `x.json, task 1, region a: span_outside`, `x.json, task 1, region b: span_outside`},
		},
		{
			Name:   "other text",
			File:   `[{"data":{"text":"Police in Lyon 😀 x"},"annotations":[{"result":[{"id":"a","type":"labels","from_name":"label","value":{"start":0,"end":6,"labels":["ORG"],"text":"Reuters"}},{"id":"b","type":"labels","from_name":"label","value":{"start":10,"end":14,"labels":["LOC"],"text":"Lyon"}}]}]}]`,
			Want:   []string{`"Police in Lyon 😀 x"`, `b LOC "Lyon"`},
			Issues: []string{`x.json, task 1, region a: text_differs: it quotes "Reuters"`},
		},
		{
			Name:   "UTF-16",
			File:   `[{"data":{"text":"Police in Lyon 😀 x"},"annotations":[{"result":[{"id":"a","type":"labels","from_name":"label","value":{"start":18,"end":19,"labels":["X"],"text":"x"}},{"id":"b","type":"labels","from_name":"label","value":{"start":10,"end":14,"labels":["LOC"],"text":"Lyon"}}]}]}]`,
			Want:   []string{`"Police in Lyon 😀 x"`, `b LOC "Lyon"`, `a X "x"`},
			Issues: []string{`x.json, task 1: offset_unit: its offsets count UTF-16 units`},
		},
		{
			Name:   "ids twice and unknown",
			File:   `[{"data":{"text":"Police in Lyon 😀 x"},"annotations":[{"result":[{"id":"a","type":"labels","from_name":"label","value":{"start":0,"end":6,"labels":["ORG"]}},{"id":"a","type":"labels","from_name":"label","value":{"start":10,"end":14,"labels":["LOC"]}},{"type":"relation","from_id":"a","to_id":"z","labels":["in"]},{"id":"z","type":"choices","from_name":"kind","value":{"start":0,"end":6,"choices":["x"]}},{"id":"q","type":"rectangle","value":{}}]}]}]`,
			Want:   []string{`"Police in Lyon 😀 x"`, `a ORG "Police"`},
			Issues: []string{`x.json, task 1, kind of region z: unknown_reference`, `x.json, task 1, result q: unknown_type`, `x.json, task 1, mention a: duplicate_id`, `x.json, task 1, relation r1: unknown_reference`},
		},
		{
			Name:   "several people",
			File:   `[{"data":{"text":"Lyon"},"annotations":[{"completed_by":{"email":"ada@x"},"result":[]},{"completed_by":7,"ground_truth":true,"result":[]},{"completed_by":8,"was_cancelled":true,"result":[]}],"predictions":[{"model_version":"m1","result":[{"id":"a","type":"labels","from_name":"label","value":{"start":0,"end":4,"labels":["LOC"]}}]}]}]`,
			Want:   []string{`"Lyon"`, `layer of "ada@x": human`, `layer of "user 7": gold`, `layer of "m1": suggestion`, `a LOC "Lyon"`},
			Issues: []string{`x.json, task 1, annotation 3: cancelled`},
		},
		{
			Name:   "no text, no task, cut off",
			File:   `[{"data":{}},5,{"data":{"text":"Lyon"}},{"data":`,
			Want:   []string{`"Lyon"`},
			Issues: []string{`x.json, task 1: missing`, `x.json, task 2: wrong_type`, `x.json, task 4: bad_json`},
		},
		{
			Name:   "no array",
			File:   `"x"`,
			Issues: []string{`x.json: bad_json`},
		},
	})
}

// The configuration names the field that holds the text.
func TestTextField(t *testing.T) {
	fs := fstest.MapFS{
		"x.json":     {Data: []byte(`[{"data":{"body":"Lyon","n":5},"annotations":[]}]`)},
		"config.xml": {Data: []byte(`<View><Text name="t" value="$body"/></View>`)},
	}
	records, issues, _, err := formattest.Read(labelstudio.Format{}, format.Input{FS: fs, Name: "x.json", Path: "x.json"})
	if err != nil || len(issues) > 0 || len(records) != 1 {
		t.Fatalf("%v, %v, %d records", err, issues, len(records))
	}
	if a := records[0].Article; a.Text.String() != "Lyon" || a.Meta["n"] != "5" {
		t.Errorf("the text is %q, other fields %v", a.Text, a.Meta)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, labelstudio.Format{}, "articles.json")))
	f.Add(`[{"data":{"text":"Police in Lyon"},"annotations":[{"result":[{"id":"a","type":"labels","from_name":"trigger","value":{"start":0,"end":6,"labels":["X"]}},{"type":"relation","from_id":"a","to_id":"a","labels":["_fragment"]}]}]}]`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, labelstudio.Format{}, format.Input{FS: fstest.MapFS{"x.json": {Data: []byte(file)}}, Name: "x.json", Path: "x.json"})
	})
}
