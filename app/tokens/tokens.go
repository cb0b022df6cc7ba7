// Package tokens holds the design tokens as typed values: colours, sizes, type
// and motion, the label palette, and the short names that labels get on chips.
//
// The numbers live in assets/tokens.json and nowhere else. The package knows no
// toolkit, so that the article can be drawn without a window.
package tokens

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"galley/assets"
)

// Tokens is the whole token file. Lengths are in logical pixels (dp) unless a
// field says otherwise.
type Tokens struct {
	Format  string
	Version int
	Themes  struct{ Light, Dark Colors }
	Space   Space
	Size    Size
	Radius  Radius
	Stroke  Stroke
	Type    Type
	Motion  Motion
	// Palette holds the 24 label colours in order; Palette[i].ID is i+1.
	Palette []Entry
	// Measured holds the contrast and colour difference figures that the
	// design promises. A test computes them anew.
	Measured json.RawMessage
}

// Colors are the named colours of one theme.
type Colors struct {
	Background, Surface, Raised                Color
	Text, TextMuted, TextDisabled, DimText     Color
	Border, BorderStrong                       Color
	Accent, OnAccent                           Color
	Selection, SelectionEdge, Caret, FocusRing Color
	Danger, OnDanger, Warning, OnWarning       Color
	Success, OnSuccess                         Color
	Hit, HitCurrent                            Color
	Hover, Pressed, Shadow, Scrim              Color
	LaneEven, LaneOdd                          Color
}

// Space holds the steps of empty space.
type Space struct{ Unit, XS, S, M, L, XL, XXL, Page float32 }

// Size holds heights of controls and widths of panes.
type Size struct {
	RowDense, Row, RowRich                float32
	Button, Input, Target                 float32
	Toolbar, LabelBar, Status, IconInline float32
	List, ListMin, Rail                   float32
	Inspector, InspectorMin               float32
	// Wide is the width of a window from which the panes are ListWide and InspectorWide.
	Wide, ListWide, InspectorWide             float32
	Queue, Card, Minimap, Gutter, NotesMargin float32
	Dialog, DialogWide, Palette               float32
}

// Radius holds corner radii.
type Radius struct{ Chip, Fill, Control, Card, Popup, Dialog float32 }

// Stroke holds line widths.
type Stroke struct {
	Hairline, Separator, Focus, FocusGap, Underline, Curve, Frame, FrameCurrent float32
}

// Type holds the two type scales: of the interface and of the article.
type Type struct {
	UI      UIType
	Article ArticleType
}

// UIType is the type of panes, menus and dialogs.
type UIType struct {
	Family                                                     string
	Caption, Small, Text, Strong, Subheading, Heading, Display float32
}

// ArticleType is the type of the article view.
type ArticleType struct {
	Family   string
	Fallback []string // families for scripts that Family lacks, in order
	Size     float32
	// SizeMin and SizeMax bound the zoom; ZoomStep is the factor of one step.
	SizeMin, SizeMax, ZoomStep float32
	// LineHeight and LineHeightNamesOff are multiples of Size.
	LineHeight, LineHeightNamesOff float32
	ParagraphGap                   float32 // in line heights
	// Measure is the length of a line in characters.
	Measure, MeasureMin, MeasureMax int
	Title, TitleLineHeight, Meta    float32
	ChipName                        float32 // multiple of Size
	ChipNameMinPx                   float32
}

// Motion holds durations in milliseconds.
type Motion struct {
	MaxMS, FadeMS, ScrollMS                             int
	HoverMS, HoverNextMS, HoverNextWindowMS             int
	HoverLeaveMS, GuidelineHoverMS, ToastMS, BusyShowMS int
}

// Underline is the style of a label's line, which tells labels apart for readers
// who cannot tell the colours apart.
type Underline string

// The underline styles.
const (
	Solid  Underline = "solid"
	Dashed Underline = "dashed"
	Dotted Underline = "dotted"
	Double Underline = "double"
)

// Entry is one label colour.
type Entry struct {
	ID        int // 1 to 24
	Name      string
	Underline Underline
	// Seed is the hex colour by which a schema asks for this entry; zero for
	// the entries that no template uses.
	Seed        Color
	Light, Dark Ink
}

// Asks is the colour by which a schema gets the entry: its seed, or the edge,
// to which no other entry's hue is nearer.
func (e Entry) Asks() Color {
	if e.Seed != (Color{}) {
		return e.Seed
	}
	return e.Light.Edge
}

// Ink is a label colour in one theme.
type Ink struct {
	Fill     Color // ground of a marked span and of a chip
	Edge     Color // underlines, frames, curves, and the ground of an inverse chip
	ChipText Color // text on Fill and on the page
	OnEdge   Color // text on Edge
}

// Ink returns the entry's colours in the dark or the light theme.
func (e Entry) Ink(dark bool) Ink {
	if dark {
		return e.Dark
	}
	return e.Light
}

// Colors returns the colours of the dark or the light theme.
func (t *Tokens) Colors(dark bool) *Colors {
	if dark {
		return &t.Themes.Dark
	}
	return &t.Themes.Light
}

// Entry returns the palette entry with an id as Assign gives it. Ids beyond the
// palette wrap.
func (t *Tokens) Entry(id int) Entry {
	n := len(t.Palette)
	return t.Palette[((id-1)%n+n)%n]
}

// Parse reads a token file. It refuses fields it does not know, so that a token
// nobody reads does not go unnoticed.
func Parse(data []byte) (*Tokens, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	t := new(Tokens)
	if err := dec.Decode(t); err != nil {
		return nil, fmt.Errorf("reading design tokens: %w", err)
	}
	if t.Format != "galley-tokens" || t.Version != 1 {
		return nil, fmt.Errorf("reading design tokens: %q version %d is not galley-tokens version 1", t.Format, t.Version)
	}
	if len(t.Palette) == 0 {
		return nil, fmt.Errorf("reading design tokens: the palette is empty")
	}
	for i, e := range t.Palette {
		if e.ID != i+1 {
			return nil, fmt.Errorf("reading design tokens: palette entry %d has id %d", i+1, e.ID)
		}
	}
	return t, nil
}

// Default returns the tokens that are built into the program. It panics when
// they cannot be read, which a test of this package rules out.
var Default = sync.OnceValue(func() *Tokens {
	t, err := Parse(assets.Tokens)
	if err != nil {
		panic(err)
	}
	return t
})
