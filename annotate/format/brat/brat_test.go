package brat_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/brat"
	"galley/annotate/format/formattest"
)

func TestLaws(t *testing.T) { formattest.Run(t, brat.Format{}, true) }

func TestGolden(t *testing.T) { formattest.Golden(t, brat.Format{}) }

// describe is a layer in one line an annotation.
func describe(rec format.Record) []string {
	var out []string
	d := annotate.Document{Article: rec.Article}
	for _, l := range rec.Layers {
		for _, m := range l.Mentions.All() {
			out = append(out, fmt.Sprintf("%s %s %q %s %v", m.ID, m.Label, d.SpansText(m.Spans), m.Entity, map[string]annotate.Value(m.Attributes)))
		}
		for _, e := range l.Entities.All() {
			out = append(out, fmt.Sprintf("%s %s %q %s", e.ID, e.Label, e.Name, e.KB))
		}
		for _, v := range l.Events.All() {
			s := fmt.Sprintf("%s %s %q", v.ID, v.Type, d.SpansText(v.Trigger))
			for _, a := range v.Arguments {
				s += fmt.Sprintf(" %s:%s", a.Role, a.Target)
			}
			out = append(out, s)
		}
		for _, r := range l.Relations.All() {
			out = append(out, fmt.Sprintf("%s %s %s %s", r.ID, r.Label, r.From, r.To))
		}
		for _, n := range l.Notes.All() {
			out = append(out, fmt.Sprintf("%s %s %q", n.ID, n.On, n.Text))
		}
	}
	return out
}

func TestRead(t *testing.T) {
	const text = "Police in Lyon detained two suspects on Monday."
	const lyon = "T1\tLOC 10 14\tLyon\n"
	long := strings.Repeat("x", 100000)
	tests := []struct {
		name, text, ann string
		want            []string
		issues          []string // code and part of the message
	}{
		{"sound", text, lyon, []string{`T1 LOC "Lyon"  map[]`}, nil},
		{"outside", text, lyon + "T2\tORG 500 520\tnowhere\n", []string{`T1 LOC "Lyon"  map[]`}, []string{"news.ann, line 2: span_outside: T2: code point 500"}},
		{"other text", text, lyon + "T2\tORG 0 6\tReuters\n", []string{`T1 LOC "Lyon"  map[]`}, []string{`line 2: text_differs: T2: it quotes "Reuters", but at its offsets stands "Police"`}},
		{"no quote", text, "T1\tLOC 10 14\n", []string{`T1 LOC "Lyon"  map[]`}, nil},
		{"empty", text, "T1\tLOC 10 10\t\n", nil, []string{"span_outside: T1: span 10-10 holds no text"}},
		{"trigger and argument that are not there", text, lyon + "E1\tArrest:T9 Agent:T1\n", []string{`T1 LOC "Lyon"  map[]`}, []string{`line 2: unknown_reference: event E1: its trigger "T9" is not there`}},
		{"argument that is not there", text, lyon + "E1\tArrest:T1 Agent:T9\n", []string{`E1 Arrest "Lyon"`}, []string{"line 2: unknown_reference: event E1: argument Agent: T9 is not there"}},
		{"events in a circle", text, "T1\tAct 0 6\tPolice\nT2\tAct 10 14\tLyon\nE1\tAct:T1 Cause:E2\nE2\tAct:T2 Cause:E1\nE3\tAct:T1 Cause:E3\n",
			[]string{`E1 Act "Police" Cause:E2`, `E3 Act "Police" Cause:E3`, `E2 Act "Lyon" Cause:E1`}, nil},
		{"argument names a trigger", text, lyon + "T2\tAct 0 6\tPolice\nE1\tAct:T2 Place:T1\nT3\tAct 15 23\tdetained\nE2\tAct:T3 Of:T2\n",
			[]string{`T1 LOC "Lyon"  map[]`, `E1 Act "Police" Place:T1`, `E2 Act "detained" Of:E1`}, nil},
		{"id twice", text, lyon + "T1\tORG 0 6\tPolice\n", []string{`T1 LOC "Lyon"  map[]`}, []string{"duplicate_id"}},
		{"no tabs", text, lyon + "T2 ORG 0 6 Police\nXYZ\n\t\t\t\n", []string{`T1 LOC "Lyon"  map[]`}, []string{"line 2: bad_syntax", "line 3: bad_syntax"}},
		{"fragments in no order", text, lyon + "T2\tORG 0 6;4 9;20 18\tx\n", []string{`T1 LOC "Lyon"  map[]`}, []string{"line 2: span_outside"}},
		{"fragments out of order", text, "T2\tORG 10 14;0 6\tLyon Police\n", []string{`T2 ORG "Police Lyon"  map[]`}, nil},
		{"fragments overlap", text, "T2\tORG 0 6;4 9\tPolice ce in\n", nil, []string{"span_outside: mention T2: fragment 4-9 overlaps"}},
		{"attributes", text, lyon + "A1\tNegated T7\nA2\tModality T1 " + long + "\nM3\tSure T1\nA4\tKind T1 a\nA5\tKind T1 b\n",
			[]string{`T1 LOC "Lyon"  map[Kind:["a","b"] Modality:"` + long + `" Sure:true]`}, []string{`line 2: unknown_reference: attribute Negated: "T7" is not there`}},
		{"CRLF counts two", "\r\n" + text, "T1\tLOC 12 16\tLyon\r\n", []string{`T1 LOC "Lyon"  map[]`}, nil},
		{"CRLF counts one", "\r\n" + text, "T1\tLOC 11 15\tLyon\n", []string{`T1 LOC "Lyon"  map[]`}, []string{"offset_unit: its offsets count code points with CRLF as one"}},
		{"UTF-16", "😀 " + text, "T1\tLOC 13 17\tLyon\nT2\tORG 3 9\tPolice\n", []string{`T2 ORG "Police"  map[]`, `T1 LOC "Lyon"  map[]`}, []string{"offset_unit: its offsets count UTF-16 units"}},
		{"units mixed", "😀 " + text, "T1\tLOC 12 16\tLyon\nT2\tORG 3 9\tPolice\n", []string{`T1 LOC "Lyon"  map[]`}, []string{"line 2: mixed_units"}},
		{"quote over a line", "a\r\nb", "T1\tX 0 4\ta  b\n", []string{`T1 X "a\r\nb"  map[]`}, nil},
		{"byte order mark", "\uFEFF" + text, "T1\tLOC 11 15\tLyon\n", []string{`T1 LOC "Lyon"  map[]`}, nil},
		{"equivalents and references", text, lyon + "T2\tORG 0 6\tPolice\nT3\tORG 28 36\tsuspects\n*\tEquiv T1 T2\n*\tEquiv T2 T9\nN1\tReference T3 Wikidata:Q1\tthem\nN2\tReference T9 X:1\t\n",
			[]string{`T2 ORG "Police" entity of T1 map[]`, `T1 LOC "Lyon" entity of T1 map[]`, `T3 ORG "suspects" entity of T3 map[]`, `entity of T1 LOC "Lyon" `, `entity of T3 ORG "them" Wikidata:Q1`},
			[]string{`line 5: unknown_reference: "T9"`, `line 7: unknown_reference: reference N2`}},
		{"notes and relations", text, lyon + "T2\tORG 0 6\tPolice\nR1\tin Arg1:T2 Arg2:T1\nR2\tin Arg1:T2\nR3\tin Arg1:T2 Arg2:T8\n#1\tAnnotatorNotes R1\twhy?\n#2\tAnnotatorNotes T8\tx\n",
			[]string{`T2 ORG "Police"  map[]`, `T1 LOC "Lyon"  map[]`, `R1 in T2 T1`, `#1 R1 "why?"`},
			[]string{"line 4: bad_syntax", `line 5: unknown_reference: relation R3: its end "T8" is not there`, "line 7: unknown_reference: note #2: it stands on T8"}},
		{"roles repeat", text, lyon + "T2\tAct 15 23\tdetained\nE1\tAct:T2 Place:T1 Place2:T1 Arg1:T1\n", []string{`T1 LOC "Lyon"  map[]`, `E1 Act "detained" Place:T1 Place:T1 Arg1:T1`}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fs := fstest.MapFS{"in/news.txt": {Data: []byte(tt.text)}, "in/news.ann": {Data: []byte(tt.ann)}}
			for _, in := range []format.Input{{FS: fs, Name: "in", Path: "in"}, {FS: fs, Name: "in/news.ann", Path: "in/news.ann"}} {
				records, issues, _, err := formattest.Read(brat.Format{}, in)
				if err != nil || len(records) != 1 {
					t.Fatalf("%d records, error %v", len(records), err)
				}
				if diff := cmp.Diff(tt.want, describe(records[0])); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if got := records[0].Article.Key; got != "news" {
					t.Errorf("the key is %q", got)
				}
				if len(issues) != len(tt.issues) {
					t.Fatalf("issues %v, want %v", issues, tt.issues)
				}
				for i, issue := range issues {
					if got := issue.Item + ": " + issue.Code + ": " + issue.Message; !strings.Contains(got, tt.issues[i]) {
						t.Errorf("issue %d is %s\nwant %s", i, got, tt.issues[i])
					}
				}
			}
		})
	}
}

func TestSniff(t *testing.T) {
	tests := []struct {
		name  string
		files []string
		in    string
		head  string
		want  float64
	}{
		{"folder", []string{"in/a.txt", "in/a.ann", "in/annotation.conf"}, "in", "", 0.95},
		{"folder of folders", []string{"in/x/a.txt", "in/x/a.ann", "in/losses.json"}, "in", "", 0.95},
		{"texts alone", []string{"in/a.txt"}, "in", "", 0},
		{"other things besides", []string{"in/a.txt", "in/a.ann", "in/b.html"}, "in", "", 0},
		{"one file", []string{"in/a.txt", "in/a.ann"}, "in/a.ann", "", 0.95},
		{"its text", []string{"in/a.txt", "in/a.ann"}, "in/a.txt", "", 0},
		{"one file without text", []string{"in/a.ann"}, "in/a.ann", "", 0},
		{"one file without text that begins as one does", []string{"in/a.ann"}, "in/a.ann", "T1\tPER 0 4\tLyon\n", 0.95},
		{"nothing", nil, "in", "", 0},
	}
	for _, tt := range tests {
		fs := fstest.MapFS{}
		for _, f := range tt.files {
			fs[f] = &fstest.MapFile{}
		}
		if got := (brat.Format{}).Sniff(format.Input{FS: fs, Name: tt.in, Path: tt.in}, []byte(tt.head)); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestMissingCompanions(t *testing.T) {
	fs := fstest.MapFS{"a.txt": {Data: []byte("Text alone.")}, "b.ann": {Data: []byte("T1\tX 0 1\ta\n")}, "c.txt": {Data: []byte("\xff")}, "c.ann": {}}
	records, issues, _, err := formattest.Read(brat.Format{}, format.Input{FS: fs, Name: ".", Path: "in"})
	if err != nil {
		t.Fatal(err)
	}
	if len(records) != 1 || records[0].Article.Key != "a" || len(records[0].Layers) != 0 {
		t.Errorf("records are %v", records)
	}
	want := []format.Issue{
		{Item: "in/b.ann", Code: "no_text", Message: "there is no b.txt with the text of these annotations"},
		{Item: "in/c.txt", Code: "encoding", Message: "its text is not UTF-8"},
	}
	if diff := cmp.Diff(want, issues); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Keys become file names that any file system takes, and keys again; the layer's name and the splits travel along.
func TestKeysAndLayerTravel(t *testing.T) {
	keys := []string{"plain", "Plain", "PLAIN", "a/b", "a.txt", "a", "a.txt/x", "../../x", "/abs", "", "CON", "nul.txt", ".hidden", "end.", " sp ", `a:b?c*"<>|\`, "50%", "%41", "a\x1b[31m\nb", "naïve 北京", "a\u202eb", strings.Repeat("x", 5000), "a//b"}
	var records []format.Record
	for _, k := range keys {
		rec := formattest.Document()
		rec.Article.Key, rec.Article.ID = k, "some id"
		records = append(records, brat.Format{}.Fit(rec, nil))
	}
	set := format.Set{Layer: format.LayerName{Annotator: "ada \u2028 <b>", Kind: annotate.Gold}, Splits: []string{"train", "dev"}}
	out, err := formattest.Write(brat.Format{}, set, records)
	if err != nil {
		t.Fatal(err)
	}
	lower := map[string]bool{}
	for name := range out.FS {
		if lower[strings.ToLower(name)] || len(name) > 250 || strings.ContainsAny(name, "\\:*?\"<>|\n\x1b\u202e") || strings.Contains(name, "..") {
			t.Errorf("%q is no file name everywhere", name)
		}
		lower[strings.ToLower(name)] = true
	}
	got, issues, _, err := formattest.Read(brat.Format{}, format.Input{FS: out.FS, Name: ".", Path: "out"})
	if err != nil || len(issues) > 0 {
		t.Fatalf("issues %v, error %v", issues, err)
	}
	want := map[string]int{}
	for _, r := range records {
		want[r.Article.Key]++
	}
	for _, r := range got {
		want[r.Article.Key]--
		if l := r.Layers[0]; l.Annotator != set.Layer.Annotator || l.ID.Kind != annotate.Gold {
			t.Errorf("the layer of %q is %s's %s", r.Article.Key, l.Annotator, l.ID.Kind)
		}
	}
	for k, n := range want {
		if n != 0 {
			t.Errorf("key %.50q: %d too few", k, n)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, brat.Format{}, "news-1.txt")), string(formattest.Seed(f, brat.Format{}, "news-1.ann")), string(formattest.Seed(f, brat.Format{}, "annotation.conf")))
	f.Add("Police in Lyon.", "T1\tLOC 10 14\tLyon\nE1\tA:T1 R:E1 R2:T1\nA1\tx E1 y\n*\tEquiv T1 T1\nN1\tReference T1 a:b\tc\n#1\tAnnotatorNotes E1\td\n", "# galley {}\n[events]\nA\tR*:<ANY>\n")
	f.Add("\r\n😀", "T1\tX 0 1;1 2\t\nR1\tx Arg1:T1 Arg2:T1\n", "")
	f.Fuzz(func(t *testing.T, text, ann, conf string) {
		fs := fstest.MapFS{"a.txt": {Data: []byte(text)}, "a.ann": {Data: []byte(ann)}, "annotation.conf": {Data: []byte(conf)}, "visual.conf": {Data: []byte(conf)}}
		formattest.Sound(t, brat.Format{}, format.Input{FS: fs, Name: ".", Path: "in"})
	})
}
