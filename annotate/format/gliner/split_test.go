package gliner

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What Python's re.findall(r"\w+(?:[-_]\w+)*|\S", ...) gives.
func TestSplit(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"al-Bashir's U.N. 1,200", []string{"al-Bashir", "'", "s", "U", ".", "N", ".", "1", ",", "200"}},
		{"a--b -c d- e_f-g", []string{"a", "-", "-", "b", "-", "c", "d", "-", "e_f-g"}},
		{"Jose\u0301 😀 الجيش", []string{"Jose", "\u0301", "😀", "الجيش"}},
		{"\u00a0½\u2028x\x1cy\u200bz", []string{"½", "x", "y", "\u200b", "z"}},
		{"", nil},
	} {
		var got []string
		for _, s := range split(tt.text) {
			got = append(got, tt.text[s.Start:s.End])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", tt.text, diff)
		}
	}
}
