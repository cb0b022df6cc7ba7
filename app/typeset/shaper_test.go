package typeset

import (
	"testing"

	"github.com/go-text/typesetting/language"
	"github.com/google/go-cmp/cmp"
)

// Words of ASCII are shaped the same with the features for marks left out.
func TestNoMarksChangesNothing(t *testing.T) {
	saved := noMarks
	defer func() { noMarks = saved }()
	var words []string
	for a := byte('!'); a < 0x7F; a++ {
		for b := byte('!'); b < 0x7F; b++ {
			words = append(words, string([]byte{a, b, 'f', 'f', 'i'}))
		}
	}
	s := shared()
	for face := faceSerif; face <= faceSansBold; face++ {
		for _, text := range words {
			key := wordKey{text: text, script: language.Latin, face: face}
			noMarks = saved
			without := s.shape(key)
			noMarks = nil
			if diff := cmp.Diff(s.shape(key), without, cmp.AllowUnexported(word{}, shapedGlyph{})); diff != "" {
				t.Fatalf("%q in %s (-all +without marks):\n%s", text, s.Fonts().Family(face), diff)
			}
		}
	}
}
