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

func FuzzRead(f *testing.F) {
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
