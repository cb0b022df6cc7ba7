package page

import (
	"fmt"
	"slices"
	"strings"

	"galley/annotate/span"
	"galley/app/tokens"
	"galley/app/typeset"
)

// Kind is what an Op draws.
type Kind uint8

// What can be drawn. X, Y, W, H is the box.
const (
	Fill     Kind = iota // box with corners of radius R
	Rule                 // horizontal line in Under's style, the box is all it takes
	Frame                // outline of thickness S within the box, corners of radius R
	Hollow               // outline as Frame, but open at its corners over a length of R
	Text                 // the group's line of article text in Size; X and Y are its column's left edge and its baseline, W the column's width
	Name                 // a word in Font and Size; X and Y are its left edge and baseline
	Disc                 // filled ellipse
	Circle               // its outline of thickness S
	Triangle             // pointing to the right, or with W below 0 from X to the left
	Wave                 // dotted wave
	Elbow                // quarter of a circle of thickness S from one corner of the box to the opposite one
)

var kindNames = [...]string{"fill", "rule", "frame", "hollow", "text", "name", "disc", "circle", "triangle", "wave", "elbow"}

func (k Kind) String() string { return kindNames[k] }

// Op is one thing to draw. Lengths are in dp from the left edge of the page and
// the top of the op's group.
type Op struct {
	Kind       Kind
	X, Y, W, H float32
	R, S       float32
	Color      tokens.Color
	Under      tokens.Underline
	Word       string
	Font       typeset.Font
	Size       float32
	// Turn of an Elbow is the corner of the box where its circle's centre lies:
	// 0 top left, 1 top right, 2 bottom right, 3 bottom left.
	Turn uint8
}

// Ink is the colour of some text in a group's line.
type Ink struct {
	span.Span
	Color tokens.Color
}

// Group is what belongs to one line of text, or to another part of the page.
// Its ops are drawn in order and stay within its box.
type Group struct {
	// Start and End are the text of the line; Start is below 0 for other parts.
	Start, End int
	// Top is the y of the ops' zero in the viewport; the box reaches from Y0 to
	// Y1, from X0 to X1. In px.
	Top, X0, X1, Y0, Y1 int
	// Fixed groups stay where they are when the page scrolls.
	Fixed bool
	Ops   []Op

	line *typeset.Line
	inks []Ink
}

// same tells whether a and b draw the same pixels, but for their place.
func (a *Group) same(b *Group) bool {
	return a.Start == b.Start && a.End == b.End && a.Fixed == b.Fixed && a.X0 == b.X0 && a.X1 == b.X1 &&
		a.Y0-a.Top == b.Y0-b.Top && a.Y1-a.Top == b.Y1-b.Top &&
		slices.Equal(a.Ops, b.Ops) && slices.Equal(a.inks, b.inks)
}

// List is a picture of a page.
type List struct {
	Width, Height int     // px
	Scale         float64 // px per dp
	Ground        tokens.Color
	// Groups are drawn in order.
	Groups []Group

	kit  *Kit
	text string // the article's, for the lines of groups
}

// String writes the list for people: a line for a group, then one for each op.
func (l *List) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "page %dx%d scale %g ground %v\n", l.Width, l.Height, l.Scale, l.Ground)
	for i := range l.Groups {
		g := &l.Groups[i]
		if g.Start >= 0 {
			fmt.Fprintf(&b, "line %d-%d at %d\n", g.Start, g.End, g.Top)
		} else {
			fmt.Fprintf(&b, "part %d at %d\n", -g.Start, g.Top)
		}
		for _, op := range g.Ops {
			fmt.Fprintf(&b, "  %v\n", op)
		}
		for _, ink := range g.inks {
			fmt.Fprintf(&b, "  ink %d-%d %v\n", ink.Start, ink.End, ink.Color)
		}
	}
	return b.String()
}

func (op Op) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v %.4g,%.4g", op.Kind, op.X, op.Y)
	if op.W != 0 || op.H != 0 {
		fmt.Fprintf(&b, " %.4gx%.4g", op.W, op.H)
	}
	if op.R != 0 {
		fmt.Fprintf(&b, " r%g", op.R)
	}
	if op.S != 0 {
		fmt.Fprintf(&b, " s%g", op.S)
	}
	if op.Under != "" {
		fmt.Fprintf(&b, " %s", op.Under)
	}
	if op.Word != "" {
		fmt.Fprintf(&b, " %q %.3g", op.Word, op.Size)
	}
	fmt.Fprintf(&b, " %v", op.Color)
	if op.Kind == Elbow {
		fmt.Fprintf(&b, " turn%d", op.Turn)
	}
	return b.String()
}
