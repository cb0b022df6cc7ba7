package eventscsv

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
)

func TestLaws(t *testing.T) { formattest.Run(t, Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, Format{}) }

func TestNames(t *testing.T) {
	tests := []struct{ events, table, want string }{
		{"events.csv", "events", "events.csv"},
		{"events.csv", "mentions", "mentions.csv"},
		{"deep/events.csv", "texts", "deep/texts.csv"},
		{"train.csv", "events", "train.csv"},
		{"train.csv", "mentions", "train.mentions.csv"},
		{"my.project.csv", "mentions", "my.project.mentions.csv"},
	}
	for _, tt := range tests {
		if got := beside(tt.events, tt.table); got != tt.want {
			t.Errorf("%s beside %s is %s, want %s", tt.table, tt.events, got, tt.want)
		}
	}
}

func TestDisarm(t *testing.T) {
	for cell, want := range map[string]string{
		"":                 "",
		"rebels":           "rebels",
		"=1+1":             "'=1+1",
		"+ more":           "'+ more",
		"- said":           "'- said",
		"@SUM(A1)":         "'@SUM(A1)",
		"\t=1":             "'\t=1",
		"'=1":              "''=1",
		"''-":              "'''-",
		"'quoted'":         "'quoted'",
		"a=1":              "a=1",
		"“=1”":             "“=1”",
		"'s-Hertogenbosch": "'s-Hertogenbosch",
	} {
		if got := disarm(cell); got != want {
			t.Errorf("%q is written as %q, want %q", cell, got, want)
		}
		if got := arm(want); got != cell {
			t.Errorf("%q is read as %q, want %q", want, got, cell)
		}
	}
}

// folder is the made-up document in tables.
func folder(t testing.TB) fstest.MapFS {
	t.Helper()
	out, err := formattest.Write(Format{}, format.Set{Schema: formattest.Schema(), Stem: "events"}, []format.Record{Format{}.Fit(formattest.Document(), nil)})
	if err != nil {
		t.Fatal(err)
	}
	return out.FS
}

// TestDisagreement changes one cell: what the other tables say otherwise is refused by its place.
func TestDisagreement(t *testing.T) {
	tests := []struct {
		name, file    string
		before, after string
		want          string
	}{
		{"a span moved", "mentions.csv", "Free Dawn,1,10,", "Free Dawn,2,11,", `mentions.csv, line 2: text_differs: it quotes "Free Dawn", but at its offsets stands "ree Dawn”"`},
		{"a span outside", "mentions.csv", "Free Dawn,1,10,", "Free Dawn,1,1000,", `mentions.csv, line 2: span_outside: code point 1000 lies outside the text, which has 194`},
		{"a trigger moved", "events.csv", "struck,19,25", "struck,18,25", `events.csv, line 3: text_differs: it quotes "struck", but at its offsets stands " struck"`},
		{"no number", "mentions.csv", "Free Dawn,1,10,", "Free Dawn,x,10,", `mentions.csv, line 2: wrong_type: start is "x", which is no number`},
		{"a role", "events.csv", "Free Dawn,,,El", "Free Down,,,El", `events.csv, line 3, role_Attacker_text: text_differs: it is "Free Down", but the other tables say "Free Dawn"`},
		{"a name", "mentions.csv", "El Obeid hospital,Q1963", "the hospital,Q1963", `mentions.csv, line 4, name: text_differs: it is "the hospital", but the other tables say "El Obeid hospital"`},
		{"the text", "texts.csv", "denied it.", "denied it!", `events.csv, line 4, sentence: text_differs: it is "Ministry of Defence and Interior officials denied it.", but the other tables say "Ministry of Defence and Interior officials denied it!"`},
		{"an argument of no event", "arguments.csv", "1,1,news-1,ada,v2,STATEMENT,3", "1,1,news-1,ada,v9,STATEMENT,3", `events.csv, line 4, role_Place_text: text_differs: it is "الخرطوم", but the other tables say ""`},
		{"a row of no document", "labels.csv", "1,1,news-1", "1,2,news-1", `labels.csv, line 2: unknown_reference: there is no document 2`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := folder(t)
			before := string(files[tt.file].Data)
			files[tt.file].Data = []byte(replaced(t, before, tt.before, tt.after))
			_, issues, _, err := formattest.Read(Format{}, format.Input{FS: files, Name: "events.csv", Path: "events.csv"})
			if err != nil {
				t.Fatal(err)
			}
			if len(issues) == 0 {
				t.Fatal("nothing was refused")
			}
			if got := issues[0].Item + ": " + issues[0].Code + ": " + issues[0].Message; got != tt.want {
				t.Errorf("refused was\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestFewerTables reads what is left where somebody took tables and columns out.
func TestFewerTables(t *testing.T) {
	files := folder(t)
	for _, name := range []string{"arguments.csv", "relations.csv", "labels.csv", "entities.csv"} {
		delete(files, name)
	}
	files["events.csv"].Data = []byte("layer,document,key,annotator,article_id,note\n")
	files["mentions.csv"].Data = []byte("document,layer,mention,label,start,end,mine\n1,1,m1,ORG,1,10,x\n")
	got, issues, _, err := formattest.Read(Format{}, format.Input{FS: files, Name: ".", Path: "x"})
	if err != nil || len(issues) > 0 || len(got) != 1 {
		t.Fatal(got, issues, err)
	}
	want := []string{"layer of \"ada\": human", "state done", `m1 ORG "Free Dawn"`}
	if diff := cmp.Diff(want, formattest.Describe(got[0])[1:]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func BenchmarkWrite(b *testing.B) { formattest.BenchmarkWrite(b, Format{}) }

func FuzzRead(f *testing.F) {
	sound := folder(f)
	f.Add(sound["events.csv"].Data, sound["mentions.csv"].Data, sound["documents.csv"].Data)
	f.Fuzz(func(t *testing.T, events, mentions, documents []byte) {
		files := fstest.MapFS{"events.csv": {Data: events}, "mentions.csv": {Data: mentions}, "documents.csv": {Data: documents}}
		for _, name := range []string{"texts.csv", "layers.csv", "arguments.csv"} {
			files[name] = sound[name]
		}
		formattest.Sound(t, Format{}, format.Input{FS: files, Name: "events.csv", Path: "events.csv"})
	})
}

func replaced(t *testing.T, in, before, after string) string {
	t.Helper()
	if strings.Count(in, before) == 0 {
		t.Fatalf("%q is not in\n%s", before, in)
	}
	return strings.Replace(in, before, after, 1)
}
