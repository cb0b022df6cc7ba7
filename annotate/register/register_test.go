package register_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/register"
)

func ids() func() annotate.ID {
	n := 0
	return func() annotate.ID { n++; return annotate.ID(fmt.Sprintf("new%d", n)) }
}

var (
	front = &annotate.Registered{ID: "r1", Label: "ARM", Name: "Harun Front", Aliases: []string{"the Front"}, KB: "Q1"}
	sahl  = &annotate.Registered{ID: "r2", Label: "LOC", Name: "Wadi Sahl"}
	osk   = &annotate.Registered{ID: "r3", Label: "LOC", Name: "Osk", KB: "Q3"}
)

func TestIndex(t *testing.T) {
	x := register.NewIndex([]*annotate.Registered{front, sahl, osk})
	for _, tt := range []struct {
		name   string
		entity annotate.Entity
		want   *annotate.Registered
	}{
		{"by name", annotate.Entity{Label: "ARM", Name: "Harun Front"}, front},
		{"case and accents", annotate.Entity{Label: "ARM", Name: "HÁRUN front"}, front},
		{"by alias", annotate.Entity{Label: "ARM", Name: "The Front"}, front},
		{"by id, whatever its name", annotate.Entity{Label: "ARM", Name: "HF", KB: "Q1"}, front},
		{"an id that the register lacks yet", annotate.Entity{Label: "LOC", Name: "Wadi Sahl", KB: "Q9"}, sahl},
		{"one name, two ids", annotate.Entity{Label: "LOC", Name: "Osk", KB: "Q4"}, nil},
		{"another label", annotate.Entity{Label: "ORG", Name: "Harun Front"}, nil},
		{"nothing but signs", annotate.Entity{Label: "LOC", Name: "—"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := x.Like(&tt.entity); got != tt.want {
				t.Errorf("found %+v", got)
			}
		})
	}
}

func TestRemembering(t *testing.T) {
	x := register.NewIndex([]*annotate.Registered{front})
	known := &annotate.Entity{Label: "ARM", Name: "Harun Front", KB: "Q1"}
	if _, ok := x.Remembering(known, ids()); ok {
		t.Error("what is known is remembered again")
	}
	named := (&annotate.Entity{Label: "ARM", Name: "HF", KB: "Q1"}).WithAliases([]string{"Front of Harun"})
	edit, ok := x.Remembering(named, ids())
	want := annotate.Edit{Before: front, After: &annotate.Registered{
		ID: "r1", Label: "ARM", Name: "Harun Front", Aliases: []string{"the Front", "HF", "Front of Harun"}, KB: "Q1"}}
	if diff := cmp.Diff(want, edit); diff != "" || !ok {
		t.Error(ok, diff)
	}
	edit, ok = x.Remembering(&annotate.Entity{Label: "LOC", Name: "Osk"}, ids())
	if diff := cmp.Diff(annotate.Edit{After: &annotate.Registered{ID: "new1", Label: "LOC", Name: "Osk"}}, edit); diff != "" || !ok {
		t.Error(ok, diff)
	}
}

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, table string
		want        []register.Row
		refused     []string
		err         string
	}{
		{name: "a table", table: "label,name,aliases,kb,note\nARM,Harun Front,the Front| HF |HF,Q1,militia\n",
			want: []register.Row{{2, &annotate.Registered{Label: "ARM", Name: "Harun Front", Aliases: []string{"the Front", "HF"}, KB: "Q1", Note: "militia"}}}},
		{name: "columns in any order, others passed over, semicolons, a byte order mark",
			table: "\ufeffQID;Founded;Name;Type\r\nQ3;1911;Osk;LOC\r\n",
			want:  []register.Row{{2, &annotate.Registered{Label: "LOC", Name: "Osk", KB: "Q3"}}}},
		{name: "a name over two lines, Arabic", table: "label,name\nLOC,\"وادي\nسهل\"\nLOC,Osk\n",
			want: []register.Row{{2, &annotate.Registered{Label: "LOC", Name: "وادي\nسهل"}}, {4, &annotate.Registered{Label: "LOC", Name: "Osk"}}}},
		{name: "bad rows", table: "label,name\nLOC,\n,Osk\nLOC,Osk,more\nLOC,a\"b\nLOC,Elmira\n",
			want: []register.Row{{6, &annotate.Registered{Label: "LOC", Name: "Elmira"}}},
			refused: []string{"r.csv, line 2: it has no name", "r.csv, line 3: Osk has no label", "r.csv, line 4: 3 cells where there are 2 columns",
				`r.csv, line 5: bare " in non-quoted-field`}},
		{name: "empty", table: "", err: "r.csv: the file is empty"},
		{name: "no column of names", table: "label,town\nLOC,Osk\n", err: "r.csv, line 1: no column is called name; there are label, town"},
		{name: "two columns of names", table: "label,name,entity\n", err: "r.csv, line 1: two columns say the name"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rows, refused, err := register.Read([]byte(tt.table), "r.csv")
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error is %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var why []string
			for _, r := range refused {
				why = append(why, r.Item+": "+r.Message)
			}
			if diff := cmp.Diff(tt.want, rows); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.refused, why); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTake(t *testing.T) {
	rows, _, err := register.Read([]byte("label,name,aliases,kb\n"+
		"ARM,Harun Front,,Q1\n"+ // the same
		"LOC,wadi sahl,,Q2\n"+ // gets an id
		"LOC,Elmira,,\nLOC,Elmira,Port Mira,Q5\n"), "r.csv") // one new entry of two rows
	if err != nil {
		t.Fatal(err)
	}
	got := register.Take([]*annotate.Registered{front, sahl, osk}, rows, ids())
	want := register.Taken{New: 1, Changed: 1, Same: 1, Edits: []annotate.Edit{
		{Before: sahl, After: &annotate.Registered{ID: "r2", Label: "LOC", Name: "Wadi Sahl", KB: "Q2"}},
		{After: &annotate.Registered{ID: "new1", Label: "LOC", Name: "Elmira", Aliases: []string{"Port Mira"}, KB: "Q5"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What is written is read back, and taking it in again changes nothing.
func TestRoundTrip(t *testing.T) {
	word := rapid.StringMatching(`[A-Za-zاب"é,;' \n]{0,8}[a-zب]`)
	rapid.Check(t, func(r *rapid.T) {
		var entries []*annotate.Registered
		for i := range rapid.IntRange(0, 8).Draw(r, "entries") {
			entries = append(entries, &annotate.Registered{
				ID: annotate.ID(fmt.Sprint(i)), Label: rapid.SampledFrom([]string{"LOC", "ARM"}).Draw(r, "label"),
				Name: strings.TrimSpace(word.Draw(r, "name")), KB: fmt.Sprintf("Q%d", i), Note: strings.TrimSpace(word.Draw(r, "note")),
			})
		}
		var b bytes.Buffer
		if err := register.Write(&b, entries); err != nil {
			r.Fatal(err)
		}
		rows, refused, err := register.Read(b.Bytes(), "r.csv")
		if err != nil || len(refused) > 0 || len(rows) != len(entries) {
			r.Fatalf("%d of %d entries, refused %v, %v", len(rows), len(entries), refused, err)
		}
		if taken := register.Take(entries, rows, ids()); len(taken.Edits) > 0 || taken.Same != len(entries) {
			r.Fatalf("taken again: %+v of\n%s", taken, b.String())
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("label,name\nLOC,Osk\n"))
	f.Add([]byte("\xff\xfel\x00a\x00"))
	f.Add([]byte("name;label;kb\n\"a\nb\";LOC;Q1\n;;;\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, _, err := register.Read(data, "r.csv")
		if err != nil {
			return
		}
		for _, r := range rows {
			if r.Entry.Name == "" || r.Entry.Label == "" || r.Line < 2 {
				t.Errorf("line %d: %+v", r.Line, r.Entry)
			}
		}
	})
}
