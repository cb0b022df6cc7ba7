package labelstudio_test

import (
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/labelstudio"
)

func TestLaws(t *testing.T) { formattest.Run(t, labelstudio.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, labelstudio.Format{}) }

func FuzzRead(f *testing.F) {
	f.Add(`[{"data":{"text":"Police in Lyon"},"annotations":[{"result":[{"id":"a","type":"labels","from_name":"trigger","value":{"start":0,"end":6,"labels":["X"]}},{"type":"relation","from_id":"a","to_id":"a","labels":["_fragment"]}]}]}]`)
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, labelstudio.Format{}, format.Input{FS: fstest.MapFS{"x.json": {Data: []byte(file)}}, Name: "x.json", Path: "x.json"})
	})
}
