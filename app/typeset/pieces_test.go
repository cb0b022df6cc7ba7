package typeset

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPieces(t *testing.T) {
	tests := []struct {
		text string
		want []Piece
	}{
		{"", []Piece{}},
		{"Oslo", []Piece{{"Oslo", false}}},
		{"وادي سهل", []Piece{{"وادي سهل", true}}},
		{"قصف Oslo بلدة", []Piece{{" بلدة", true}, {"Oslo", false}, {"قصف ", true}}},
		{"Al-Masar: قصف, 30 April", []Piece{{"Al-Masar: ", false}, {"30", false}, {"قصف, ", true}, {" April", false}}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Pieces(tt.text)); diff != "" {
			t.Errorf("Pieces(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
}
