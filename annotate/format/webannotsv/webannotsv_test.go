package webannotsv_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/webannotsv"
)

func TestLaws(t *testing.T) { formattest.Run(t, webannotsv.Format{}, true) }

func TestGolden(t *testing.T) { formattest.Golden(t, webannotsv.Format{}) }

const head = `#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_SP=webanno.custom.Event|realis|type|ROLE_webanno.custom.Event:arguments_webanno.custom.Link|de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity
#T_RL=webanno.custom.Rel|type|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity
#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation


`

// rows has "." where a cell is empty: most are.
func rows(lines string) string {
	return strings.ReplaceAll(strings.ReplaceAll(lines, ".", "_"), " ", "\t")
}

func TestRead(t *testing.T) {
	file, err := os.ReadFile("testdata/news-1.tsv")
	if err != nil {
		t.Fatal(err)
	}
	formattest.Cases(t, webannotsv.Format{}, "x.tsv", []formattest.Case{
		{
			Name: "another program's",
			File: string(file),
			Want: []string{
				`x "“Free Dawn” rebels struck the El Obeid hospital on Monday 😀, killing Jose` + "\u0301 Marti\u0301" + `n.\n قال متحدث باسم الجيش في الخرطوم إن الهجوم وقع فجراً.\n Ministry of Defence and Interior officials denied it."`,
				`m1 ORG "Free Dawn"`, `m2 LOC "El Obeid"`, `m3 FAC "El Obeid hospital"`, `m4 MISC "hospital on Monday"`, `m5 DATE "Monday"`, "m6 PER \"Jose\u0301 Marti\u0301n\"",
				`m7 ORG "الجيش"`, `m8 LOC "الخرطوم"`, `m9 ORG "Ministry of Defence"`,
				`v1 Attack "struck" Attacker:m1 Target:m3 (realis: Actual)`, `r1 located_in m3 -> m2`,
			},
		},
		{
			Name: "parts of tokens, escapes, chains",
			File: head + "#Text=a\\tbc d\n" + rows(`1-1 0-1 a Q1[1] A\|B[1] . . . . . . X[9] *->3-1
1-2 2-4 bc . . . . . . . . . .
1-2.1 2-3 b *[2]|*[3] X[2]|Y[3] . . . . . . X *->3-2
1-2.2 3-4 c *[3] Y[3] . . . . . . . .
1-3 5-6 d . . . . . . . . Z *->4-1
`),
			Want: []string{`x "a\tbc d"`, `m1 A|B "a"`, `m2 X "b"`, `m3 Y "bc"`, `m4 Z "d"`, `e1 A|B`, `e2 Z`},
		},
		{
			Name:   "a sentence that begins before the one in front ends",
			File:   head + "#Text=ab\n" + rows("1-1 0-2 ab * X . . . . . . . .\n\n") + "#Text=cd\n" + rows("2-1 1-3 cd * X . . . . . . . .\n\n") + "#Text=ef\n" + rows("3-1 6-8 ef * X . . . . . . . .\n"),
			Want:   []string{`x "ab\ncd\nef"`, `m1 X "ab"`, `m2 X "ef"`},
			Issues: []string{`x.tsv, line 12: span_outside: the sentence begins at 1, but the one in front of it ends at 2`},
		},
		{
			Name: "offsets in code points",
			File: head + "#Text=😀 b\n" + rows("1-1 0-1 😀 . . . . . . . . . .\n1-2 2-3 b *[1] B[1] . . . . . . . .\n"),
			Want: []string{`x "😀 b"`, `m1 B "b"`}, Issues: []string{"x.tsv: offset_unit: its offsets count code points"},
		},
		{
			Name:   "offsets of nothing",
			File:   head + "#Text=a b\n" + rows("1-1 0-1 x . . . . . . . . . .\n1-2 2-3 y *[1] B[1] . . . . . . . .\n"),
			Issues: []string{"x.tsv: text_differs: none of its tokens"},
		},
		{
			Name: "faults",
			File: head + "1-0\t0-1\tx\n#Text=a b c d\n" + rows(`1-1 0-1 a *[1] A[1] * E R;S 1-9[7];1-1[1] rel 1-9[7_1] . .
1-2 4-2 b *[2] B[2] . . . . . . . .
1-3 90-91 c *[3] C[3] . . . . . . . .
1-4 6-7 x *[4] D[4] . . . . . . . .
1-5 x-7 d
1-6
`),
			Want: []string{`x "a b c d"`, `m1 A "a"`, `v1 E "a" S:m1`},
			Issues: []string{
				"x.tsv, line 8: bad_syntax: a row stands before", "x.tsv, line 14: bad_syntax", "x.tsv, line 15: bad_syntax",
				"x.tsv, line 11: span_outside", "x.tsv, line 12: span_outside", "x.tsv, line 13: text_differs",
				"x.tsv, line 10: unknown_reference: argument R", "x.tsv, line 10: unknown_reference: a relation",
			},
		},
		{Name: "nothing", File: "It rained.\n", Issues: []string{"x.tsv: bad_syntax"}},
	})
}

// TestGaps reads a file whose sentences claim to be far apart: white space that
// is not in the file is believed as far as the file itself is long, and a bit.
func TestGaps(t *testing.T) {
	var b strings.Builder
	b.WriteString(head)
	at := 0
	for i := range 1000 {
		at += 1 << 16
		fmt.Fprintf(&b, "#Text=a\n%d-1\t%d-%d\ta\t*\tX\t_\t_\t_\t_\t_\t_\t_\t_\n\n", i+1, at, at+1)
		at++
	}
	in := format.Input{FS: fstest.MapFS{"x.tsv": {Data: []byte(b.String())}}, Name: "x.tsv", Path: "x.tsv"}
	records, issues, _, err := formattest.Read(webannotsv.Format{}, in)
	if err != nil || len(records) != 1 {
		t.Fatal(records, err)
	}
	refused := 0
	for _, i := range issues {
		if i.Code == format.CodeSpan {
			refused++
		}
	}
	kept := records[0].Layers[0].Mentions.Len()
	if n := records[0].Article.Text.Len(); n > 2<<20 || kept == 0 || kept+refused != 1000 {
		t.Errorf("a file of %d bytes becomes a text of %d, %d sentences are kept and %d refused", b.Len(), n, kept, refused)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, webannotsv.Format{}, "news-1.tsv")))
	f.Add(head + "#Text=a\\tbc d\n" + rows("1-1 0-1 a Q1[1] A[1] * E R;S 1-9[7];1-1[1] rel 1-1[1_1] X[9] *->3-1\n1-2.1 2-3 b *[2]|*[3] X[2]|Y[3] . . . . . . X *->3-2\n"))
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, webannotsv.Format{}, format.Input{FS: fstest.MapFS{"x.tsv": {Data: []byte(file)}}, Name: "x.tsv", Path: "x.tsv"})
	})
}
