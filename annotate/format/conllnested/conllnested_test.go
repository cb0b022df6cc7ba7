package conllnested_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/conllnested"
	"galley/annotate/format/formattest"
)

func TestLaws(t *testing.T) { formattest.Run(t, conllnested.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, conllnested.Format{}) }

func TestRead(t *testing.T) {
	formattest.Cases(t, conllnested.Format{}, "x.tsv", []formattest.Case{
		{
			Name: "columns",
			File: `-DOCSTART-	O	O

El	B-FAC	B-LOC
Obeid	I-FAC	I-LOC
hospital	I-FAC	O

x	O	O
`,
			Want: []string{`"El Obeid hospital\nx"`, `m1 LOC "El Obeid"`, `m2 FAC "El Obeid hospital"`},
		},
		{
			Name: "faults",
			File: `a	B-X	O
b	I-X
c	I-X	Z
`,
			Want:   []string{`"a b c"`, `m1 X "a"`, `m2 X "c"`},
			Issues: []string{`x.tsv, line 2: columns: 2 columns where 3`, `x.tsv, line 3: unknown_tag`, `x.tsv, line 3: tags_iob1`},
		},
	})
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, conllnested.Format{}, "articles.tsv")))
	f.Add(`-DOCSTART-	O	O

a	S-A	O
b	B-A	B-X
c	I-A	O
`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, conllnested.Format{}, format.Input{FS: fstest.MapFS{"x.tsv": {Data: []byte(file)}}, Name: "x.tsv", Path: "x.tsv"})
	})
}
