package galley_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/galley"
)

func TestLaws(t *testing.T) { formattest.Run(t, galley.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, galley.Format{}) }

func TestSchemaBesideAFile(t *testing.T) {
	out, err := formattest.Write(galley.Format{}, format.Set{Schema: formattest.Schema(), Single: "p.jsonl"}, []format.Record{formattest.Document()})
	if err != nil {
		t.Fatal(err)
	}
	if out.FS["p.jsonl"] == nil || out.FS["p.schema.json"] == nil || len(out.FS) != 2 {
		t.Errorf("the files are %v", slices.Sorted(maps.Keys(out.FS)))
	}
	_, _, schema, err := formattest.Read(galley.Format{}, format.Input{FS: out.FS, Name: "p.jsonl", Path: "p.jsonl"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(formattest.Schema(), schema); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
}

// A schema that cannot be read is named by where it lies, and the articles come in.
func TestBadSchemaIsNamed(t *testing.T) {
	fsys := fstest.MapFS{
		"data/p.jsonl":       {Data: []byte(`{"id":"a","key":"k","text":"Lyon","layers":[]}` + "\n")},
		"data/p.schema.json": {Data: []byte("{")},
		"data/schema.json":   {Data: []byte("{")},
	}
	for name, want := range map[string]string{"data/p.jsonl": "at/data/p.schema.json", "data": "at/data/schema.json"} {
		in := format.Input{FS: fsys, Name: name, Path: "at/" + name}
		records, issues, _, err := formattest.Read(galley.Format{}, in)
		if err != nil || len(records) != 1 || len(issues) != 1 || issues[0].Item != want || issues[0].Code != "bad_schema" {
			t.Errorf("%s: %d records, issues %v, error %v; want one issue of %s", in.Path, len(records), issues, err, want)
		}
	}
}

// Keys and whole objects that Galley does not know are there again after reading and writing, byte for byte.
func TestUnknownKeysAreKept(t *testing.T) {
	const line = `{"id":"a","key":"k","title":"","published":"","language":"","outlet":"","author":"","url":"","meta":{"n":1.50,"z":null},"text":"Lyon <é>","layers":[` +
		`{"annotator":"ada","kind":"human","state":"done","flagged":true,"mentions":[{"id":"m1","label":"LOC","spans":[[0,4]],"text":"Lyon","attributes":{"a":[1,{"b":2}]},"by":"ben","at":"2016-05-02T10:00:00Z","source":"model x","unsure":true,"schema":2,"confidence":0.70}],` +
		`"entities":[{"id":"e1","label":"LOC","name":"Lyon","kb":"Q456","mentions":["m1"],"attributes":{},"wiki":"x"}],` +
		`"events":[{"id":"v1","type":"A","trigger":null,"arguments":[{"role":"R","target":"m1","value":{"low":1,"high":null,"approx":false},"rank":1}],"attributes":{},"evidence":{"spans":[[0,4]],"text":"Lyon"}}],` +
		`"relations":[],"labels":[{"id":"l1","label":"topic","value":null}],"notes":[{"id":"n1","on":"","text":"","state":"resolved","spans":[[5,6]],"kind":"question"}],"team":"\u0041\/"}],"source_file":{"b":1,"a":2}}` + "\n"
	f := galley.Format{}
	records, issues, _, err := formattest.Read(f, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(line)}}, Name: "x.jsonl", Path: "x.jsonl"})
	if err != nil || len(issues) > 0 || len(records) != 1 {
		t.Fatalf("%d records, issues %v, error %v", len(records), issues, err)
	}
	out, err := formattest.Write(f, format.Set{Single: "x.jsonl"}, records)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(line, string(out.FS["x.jsonl"].Data)); diff != "" {
		t.Errorf("(-read +written)\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	const frame = `{"id":"a","key":"k","text":"Lyon 😀 lies","layers":[{"annotator":"ada","kind":"human","state":"done",%s}]}`
	m1 := `{"id":"m1","label":"LOC","spans":[[0,4]],"text":"Lyon"}`
	in := func(inner string) string { return strings.Replace(frame, "%s", inner, 1) }
	tests := []struct {
		name, line string
		want       string // code and message of the one issue
		records    int
		kept       int // annotations
	}{
		{"outside", in(`"mentions":[` + m1 + `,{"id":"m2","label":"X","spans":[[7,12]],"text":"lies"}]`), "x.jsonl, line 1, layer of ada, mention m2: span_outside: code point 12 lies outside the text, which has 11", 1, 1},
		{"backwards", in(`"mentions":[{"id":"m2","label":"X","spans":[[4,2]]}]`), "mention m2: span_outside: span 4-2 holds no text", 1, 0},
		{"negative", in(`"mentions":[{"id":"m2","label":"X","spans":[[-1,2]]}]`), "span_outside: code point -1", 1, 0},
		{"no span", in(`"mentions":[{"id":"m2","label":"X","spans":[]}]`), "span_outside: it has no span", 1, 0},
		{"counted in UTF-16", in(`"mentions":[{"id":"m2","label":"X","spans":[[8,12]],"text":"lies"}]`), "x.jsonl, line 1: offset_unit: its offsets count UTF-16 units", 1, 1},
		{"two counts", in(`"mentions":[{"id":"m2","label":"X","spans":[[8,12]],"text":"lies"},{"id":"m3","label":"X","spans":[[7,11]],"text":"lies"}]`), "mention m2: mixed_units: its offsets count UTF-16 units, while", 1, 1},
		{"other text", in(`"mentions":[{"id":"m2","label":"X","spans":[[0,4]],"text":"lies"}]`), `text_differs: it quotes "lies", but at its offsets stands "Lyon"`, 1, 0},
		{"fragments in no order", in(`"mentions":[{"id":"m2","label":"X","spans":[[5,6],[0,4]]}]`), "span_outside: fragment", 1, 0},
		{"id twice", in(`"mentions":[` + m1 + `,` + m1 + `]`), "mention m1: duplicate_id: its id is that of a mention before it", 1, 1},
		{"no id", in(`"labels":[{"label":"x","value":1}]`), "missing: it has no id", 1, 0},
		{"no label", in(`"mentions":[{"id":"m2","spans":[[0,4]]}]`), "missing: it has no label", 1, 0},
		{"endless label", in(`"mentions":[{"id":"m2","label":"` + strings.Repeat("L", 1001) + `","spans":[[0,4]]}]`), "too_long: its label has 1001 bytes, more than the 1000", 1, 0},
		{"two entities", in(`"mentions":[` + m1 + `],"entities":[{"id":"e1","label":"L","mentions":["m1"]},{"id":"e2","label":"L","mentions":["m1"]}]`), "entity e2: two_entities: its mention m1 is one of entity e1 already", 1, 3},
		{"unknown mention", in(`"entities":[{"id":"e1","label":"L","mentions":["m9"]}]`), "entity e1: unknown_reference: its mention m9 is not there", 1, 1},
		{"unknown argument", in(`"mentions":[` + m1 + `],"events":[{"id":"v1","type":"A","trigger":null,"arguments":[{"role":"R","target":"m1"},{"role":"S","target":"m9"}]}]`), "event v1: unknown_reference: argument S: m9 is not there", 1, 2},
		{"relation to nothing", in(`"mentions":[` + m1 + `],"relations":[{"id":"r1","label":"R","from":"m1","to":"m9"}]`), `relation r1: unknown_reference: its end "m9" is not there`, 1, 1},
		{"note on nothing", in(`"notes":[{"id":"n1","on":"m9","text":"","state":"open"}]`), "note n1: unknown_reference: it stands on m9", 1, 0},
		{"note state", in(`"notes":[{"id":"n1","on":"","text":"","state":"shut"}]`), `note n1: unknown_state: state "shut"`, 1, 0},
		{"trigger outside", in(`"events":[{"id":"v1","type":"A","trigger":{"spans":[[0,99]]},"arguments":[]}]`), "event v1: span_outside: its trigger: code point 99", 1, 0},
		{"wrong type", in(`"mentions":[{"id":"m2","label":7,"spans":[[0,4]]},` + m1 + `]`), "mention 1 of the list: wrong_type: label cannot be this number", 1, 1},
		{"fraction", in(`"mentions":[{"id":"m2","label":"X","spans":[[0,1.5]]}]`), "wrong_type: spans/0/1 cannot be this number", 1, 0},
		{"three ends", in(`"mentions":[{"id":"m2","label":"X","spans":[[0,1,2]]}]`), "wrong_type: spans/0", 1, 0},
		{"layer state", strings.Replace(in(`"mentions":[`+m1+`]`), `"done"`, `"finished"`, 1), `layer of ada: unknown_state: state "finished"`, 1, 1},
		{"layer kind", strings.Replace(in(`"mentions":[`+m1+`]`), `"human"`, `"robot"`, 1), `layer of ada: unknown_kind: kind "robot"`, 1, 0},
		{"layer twice", strings.Replace(in(``), `,}]}`, `},{"annotator":"ada","kind":"human","state":"new"}]}`, 1), `layer of ada: duplicate_id`, 1, 0},
		{"layers are no list", `{"id":"a","text":"x","layers":{}}`, "wrong_type: layers cannot be an object", 0, 0},
		{"no layers", `{"id":"a","text":"x"}`, `missing: it has no "layers"`, 0, 0},
		{"no text", `{"id":"a","layers":[]}`, `missing: it has no "text"`, 0, 0},
		{"null text", `{"id":"a","text":null,"layers":[]}`, `missing: it has no "text"`, 0, 0},
		{"text twice", `{"text":"a","text":"b","layers":[]}`, `duplicate_key: key "text" stands twice`, 0, 0},
		{"NUL", `{"text":"a\u0000b","layers":[]}`, "nul: ", 0, 0},
		{"lone surrogate", `{"text":"a \ud83d b","layers":[]}`, "x.jsonl, line 1: bad_json: it is no JSON, at byte ", 0, 0},
		{"cut off", `{"text":"a","layers":[`, "bad_json: it is cut off", 0, 0},
		{"garbage after", `{"text":"a","layers":[]} x`, "bad_json: ", 0, 0},
		{"invalid UTF-8", "{\"text\":\"a\xff\",\"layers\":[]}", "bad_json: ", 0, 0},
		{"no object", `[]`, "wrong_type: it cannot be a list", 0, 0},
		{"deep", `{"layers":` + strings.Repeat("[", 200000), "bad_json: ", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sane := `{"id":"z","text":"sound","layers":[]}`
			line := strings.Replace(tt.line, ",}]}", "}]}", 1)
			records, issues, _, err := formattest.Read(galley.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(line + "\n" + sane)}}, Name: "x.jsonl", Path: "x.jsonl"})
			if err != nil {
				t.Fatal(err)
			}
			if len(issues) != 1 {
				t.Fatalf("%d issues, want one: %v", len(issues), issues)
			}
			if got := issues[0].Item + ": " + issues[0].Code + ": " + issues[0].Message; !strings.Contains(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			kept := 0
			for _, r := range records {
				for _, l := range r.Layers {
					l.Head = nil
					l.Each(func(annotate.Item) { kept++ })
				}
			}
			if len(records) != tt.records+1 || kept != tt.kept {
				t.Errorf("%d records with %d annotations were kept, want %d with %d", len(records)-1, kept, tt.records, tt.kept)
			}
		})
	}
}

func TestNoFaults(t *testing.T) {
	sane := `{"id":"z","text":"so\u2028und` + "\u2028" + `","layers":[]}`
	for name, data := range map[string]string{
		"byte order mark": "\uFEFF" + sane + "\n",
		"CRLF":            sane + "\r\n",
		"empty lines":     "\n\r\n" + sane + "\n \n\n",
		"no last newline": sane,
	} {
		t.Run(name, func(t *testing.T) {
			in := format.Input{FS: fstest.MapFS{"x.jsonl": {Data: []byte(data)}}, Name: "x.jsonl", Path: "x.jsonl"}
			records, issues, _, err := formattest.Read(galley.Format{}, in)
			if err != nil || len(issues) > 0 || len(records) != 1 {
				t.Fatalf("%d records, issues %v, error %v", len(records), issues, err)
			}
			if got := records[0].Article.Text.String(); got != "so\u2028und\u2028" {
				t.Errorf("text is %q", got)
			}
			if sure := (galley.Format{}).Sniff(in, []byte(data)); sure != 1 {
				t.Errorf("Sniff is %v sure", sure)
			}
		})
	}
}

func TestSniffLeavesOthers(t *testing.T) {
	for name, data := range map[string]string{
		"a.jsonl": `{"id":"a","text":"x","entities":[]}`,
		"b.json":  `[{"layers":[]}]`,
		"c.csv":   "id,text\n",
		"d.jsonl": "",
		"e.jsonl": `{"meta":{"layers":[]},"text":"x"}`,
	} {
		in := format.Input{FS: fstest.MapFS{name: {Data: []byte(data)}}, Name: name, Path: name}
		if sure := (galley.Format{}).Sniff(in, []byte(data)); sure != 0 {
			t.Errorf("%s: Sniff is %v sure", name, sure)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(formattest.Seed(f, galley.Format{}, "articles.jsonl"))
	f.Add([]byte(`{"text":"a","layers":[{"annotator":"a","kind":"gold","state":"new","mentions":[{"id":"1","label":"x","spans":[[0,1]]}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		formattest.Sound(t, galley.Format{}, format.Input{FS: fstest.MapFS{"x.jsonl": {Data: data}}, Name: "x.jsonl", Path: "x.jsonl"})
	})
}

// The sample corpus is canonical: written again it is the same bytes.
func TestSampleIsCanonical(t *testing.T) {
	sample, err := os.ReadFile("../../../assets/sample/sample.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	f := galley.Format{}
	records, issues, _, err := formattest.Read(f, format.Input{FS: fstest.MapFS{"s.jsonl": {Data: sample}}, Name: "s.jsonl", Path: "s.jsonl"})
	if err != nil || len(issues) > 0 {
		t.Fatalf("issues %v, error %v", issues, err)
	}
	for i := range records {
		records[i] = f.Fit(records[i], nil)
	}
	out, err := formattest.Write(f, format.Set{Single: "s.jsonl"}, records)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(sample), string(out.FS["s.jsonl"].Data)); diff != "" {
		t.Errorf("(-read +written)\n%.3000s", diff)
	}
}
