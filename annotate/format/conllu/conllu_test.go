package conllu_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/conllu"
	"galley/annotate/format/formattest"
)

func TestLaws(t *testing.T) { formattest.Run(t, conllu.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, conllu.Format{}) }

func TestRead(t *testing.T) {
	formattest.Cases(t, conllu.Format{}, "x.conllu", []formattest.Case{
		{
			Name: "words of several tokens",
			File: `# newdoc id = a
# text = vámonos al mar
1-2	vámonos	_	_	_	_	_	_	_	NER=B-X
1	vamos	_	_	_	_	_	_	_	_
2	nos	_	_	_	_	_	_	_	_
2.1	x	_	_	_	_	_	_	_	_
3	al	_	_	_	_	_	_	_	SpaceAfter=No
4	mar	_	_	_	_	_	_	_	NER=S-Y|SpacesAfter=\s\n
`,
			Want: []string{`a "vámonos almar \n"`, `m1 X "vámonos"`, `m2 Y "mar"`},
		},
		{
			Name: "no newdoc",
			File: `1	a	_	_	_	_	_	_	_	NER=B-X

1	b	_	_	_	_	_	_	_	NER=I-X|SpaceAfter=No
`,
			Want:   []string{`"a b"`, `m1 X "a"`, `m2 X "b"`},
			Issues: []string{`x.conllu, line 3: tags_iob1: 1 names begin with I-`},
		},
		{
			Name: "faults",
			File: `1	a	_	_
x	a	_	_	_	_	_	_	_	_
1	b	_	_	_	_	_	_	_	NER=Q
`,
			Want:   []string{`"b "`},
			Issues: []string{`x.conllu, line 1: columns`, `x.conllu, line 2: bad_syntax`, `x.conllu, line 3: unknown_tag`},
		},
	})
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, conllu.Format{}, "articles.conllu")))
	f.Add(`# newdoc id = a
1-2	ab	_	_	_	_	_	_	_	SpaceAfter=No
1	a	_	_	_	_	_	_	_	NER=B-X
2	b	_	_	_	_	_	_	_	_
3	c	_	_	_	_	_	_	_	NER=S-X|SpacesAfter=\s\n\u2028
`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, conllu.Format{}, format.Input{FS: fstest.MapFS{"x.conllu": {Data: []byte(file)}}, Name: "x.conllu", Path: "x.conllu"})
	})
}
