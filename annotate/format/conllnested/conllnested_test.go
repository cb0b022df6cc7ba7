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

func FuzzRead(f *testing.F) {
	f.Add(`-DOCSTART-	O	O

a	S-A	O
b	B-A	B-X
c	I-A	O
`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, conllnested.Format{}, format.Input{FS: fstest.MapFS{"x.tsv": {Data: []byte(file)}}, Name: "x.tsv", Path: "x.tsv"})
	})
}
