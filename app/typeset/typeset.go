// Package typeset turns text into lines of positioned glyphs: bidirectional
// levels and order (UAX 9), line breaks (UAX 14), grapheme clusters (UAX 29),
// shaping, font fallback, hit testing and glyph masks. It knows nothing of
// windows, widgets or annotations.
//
// The way through it: [NewFonts] reads the shipped fonts, [NewShaper] shapes
// words with them, [Paragraphs] cuts a text at its hard breaks,
// [Shaper.NewParagraph] breaks one of them into lines, as far as asked,
// [Paragraph.Layout] places the glyphs of one line, and [Atlas.Draw] paints it.
//
// Offsets are bytes into the UTF-8 text given, lengths are in the unit of the
// style's size (dp as a rule), x grows to the right and y downwards from the
// baseline. Text that is not valid UTF-8 is set as U+FFFD, one byte each.
package typeset

// Direction is the base direction of a paragraph.
type Direction uint8

// Auto takes the direction of the first strong character (UAX 9, P2 and P3),
// left to right if there is none.
const (
	Auto Direction = iota
	LTR
	RTL
)

// Font names one of the designs the program is set in. Each stands for a chain
// of faces: the design itself, then those of other scripts, then, if wanted,
// what the system has.
type Font uint8

// Serif is for articles, Sans for labels and the interface.
const (
	Serif Font = iota
	SerifBold
	SerifItalic
	Sans
	SansBold
	fontCount
)

// Style is a font at a size.
type Style struct {
	Font Font
	// Size is the length of one em.
	Size float32
}

// FaceID names one face, that is one font file, within a [Fonts].
type FaceID uint16

// Glyph is one glyph at its place.
type Glyph struct {
	// ID is the glyph's number in its face.
	ID uint16
	// X is the glyph's origin from the left edge of the column, Y from the
	// baseline, downwards.
	X, Y float32
	// Cluster is the offset of the first byte of the text that the glyph
	// stands for.
	Cluster int
}

// RunKind tells what stands in a run.
type RunKind uint8

// Glyphs is text shaped with a face. Space is white space without ink; Tab
// reaches to the next tab stop. Code is a boxed name such as "RLO" in the
// place of a character that would else be invisible. Missing is a boxed
// number, the code point in hexadecimal digits, in the place of a character
// that no face covers.
const (
	Glyphs RunKind = iota
	Space
	Tab
	Code
	Missing
)

// Run is a piece of a line in one face, kind and level.
type Run struct {
	Kind  RunKind
	Level uint8 // embedding level (UAX 9); odd runs from right to left
	Face  FaceID
	// Size is the length of one em of the glyphs: smaller for the labels of
	// Code and Missing.
	Size float32
	// Start and End enclose the text the run stands for.
	Start, End int
	X, Width   float32
	// Glyphs are in visual order from left to right. For Code and Missing they
	// spell the label.
	Glyphs []Glyph
	// Label is the text in the box of Code and Missing.
	Label string
}

// Cell is the space of one grapheme cluster: the smallest thing that can be
// pointed at.
type Cell struct {
	Start, End int
	// Left and Right are its edges. A cell may have no width.
	Left, Right float32
	Level       uint8
}

// RTL reports whether the cell's text runs from right to left.
func (c Cell) RTL() bool { return c.Level&1 == 1 }

// Box is a stretch of a line that belongs to a range of text.
type Box struct {
	Left, Right float32
	// Start and End enclose the text in the box.
	Start, End int
	// RTL reports that the text in the box runs from right to left: its
	// beginning is at the right edge.
	RTL bool
}

// Affinity tells to which of its two neighbours a caret between two clusters
// belongs, which matters where a line wraps or the direction changes.
type Affinity uint8

// Downstream is the leading edge of the cluster after the caret, Upstream the
// trailing edge of the one before it.
const (
	Downstream Affinity = iota
	Upstream
)

// Position is a place for a caret.
type Position struct {
	Offset   int
	Affinity Affinity
}

// LineInfo says where a line begins and ends, and how much room it takes.
type LineInfo struct {
	// Start and End enclose the text of the line without the characters of a
	// hard break; Next is where the next line starts.
	Start, End, Next int
	// Width is the advance of the line without the white space that hangs at a
	// wrap.
	Width float32
	// Ascent and Descent are what the tallest face on the line asks for above
	// and below the baseline, both positive.
	Ascent, Descent float32
	// RTL is the base direction: the line stands at the column's right edge.
	RTL bool
}

// Metrics are the vertical measures of a style's first face, positive numbers
// in the unit of the size.
type Metrics struct {
	Ascent, Descent, XHeight, CapHeight float32
}
