package conllbioes_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/conllbioes"
	"galley/annotate/format/formattest"
)

func TestLaws(t *testing.T) { formattest.Run(t, conllbioes.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, conllbioes.Format{}) }

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, conllbioes.Format{}, "articles.tsv")))
	f.Add(`-DOCSTART-	O

a	S-A
b	B-A
c	E-A
`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, conllbioes.Format{}, format.Input{FS: fstest.MapFS{"x.tsv": {Data: []byte(file)}}, Name: "x.tsv", Path: "x.tsv"})
	})
}
