package typeset

// Piece is a stretch of a line that runs in one direction.
type Piece struct {
	Text string // in reading order
	RTL  bool
}

// Pieces cuts one line of plain text into stretches of one direction, in the
// order in which they stand from left to right (UAX 9). It serves the toolkit's
// own text, which knows no such order.
func Pieces(text string) []Piece {
	var b bidiText
	b.setText(text)
	b.resolve(Auto)

	var pieces []Piece
	var levels []uint8
	for i, r := range b.runes {
		if i == 0 || b.levels[i] != levels[len(levels)-1] {
			levels = append(levels, b.levels[i])
			pieces = append(pieces, Piece{RTL: b.levels[i]&1 == 1})
		}
		pieces[len(pieces)-1].Text += string(r)
	}
	ordered := make([]Piece, 0, len(pieces))
	for _, i := range VisualOrder(levels, nil) {
		ordered = append(ordered, pieces[i])
	}
	return ordered
}
