package ui

import (
	"image/color"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/segmenter"

	"galley/app/theme"
	"galley/app/typeset"
)

// Tone picks a colour of the look.
type Tone func(theme.Look) color.Color

// The tones of text.
var (
	Plain    Tone = func(l theme.Look) color.Color { return l.Color.Text }
	Muted    Tone = func(l theme.Look) color.Color { return l.Color.TextMuted }
	Disabled Tone = func(l theme.Look) color.Color { return l.Color.TextDisabled }
	Accent   Tone = func(l theme.Look) color.Color { return l.Color.Accent }
	Warning  Tone = func(l theme.Look) color.Color { return l.Color.Warning }
	Danger   Tone = func(l theme.Look) color.Color { return l.Color.Danger }
	Success  Tone = func(l theme.Look) color.Color { return l.Color.Success }
)

// Type says how a Text is set. The zero value is plain interface text.
type Type struct {
	Size float32 // dp at 100%; 0 is the size of interface text
	Bold bool
	Tone Tone // nil is Plain
	// Fit lets the text be narrower than it is: what does not fit is cut at
	// the end, and Cut says so.
	Fit bool
}

// Text is one line of text in any script: it takes the fonts that the interface
// font lacks and sets runs of Arabic and Hebrew from the right.
type Text struct {
	widget.BaseWidget
	text string
	how  Type
	cut  bool
	row  *fyne.Container
}

// NewText returns a line of text.
func NewText(text string, how Type) *Text {
	t := &Text{text: text, how: how, row: group()}
	t.ExtendBaseWidget(t)
	return t
}

func group(objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Objects: objects}
}

// Set changes the text and how it is set.
func (t *Text) Set(text string, how Type) {
	same := t.how.Size == how.Size && t.how.Bold == how.Bold && t.how.Fit == how.Fit && t.how.Tone == nil && how.Tone == nil
	if same && t.text == text {
		return
	}
	t.text, t.how = text, how
	t.Refresh()
}

// SetText changes the text.
func (t *Text) SetText(text string) { t.Set(text, t.how) }

// Cut reports whether the end of the text does not show.
func (t *Text) Cut() bool { return t.cut }

// AccessibilityLabel implements fyne.Accessible.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole implements fyne.Accessible.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	f := &face{of: t, objects: []fyne.CanvasObject{t.row}}
	f.style = func(theme.Look) {}
	f.min = func(l theme.Look) fyne.Size {
		size := fyne.NewSize(0, lineHeight(l, t.how))
		if !t.how.Fit {
			size.Width = measure(l, t.text, t.how)
		}
		return size
	}
	f.layout = func(l theme.Look, size fyne.Size) {
		shown := t.text
		if t.how.Fit {
			shown = fit(l, t.text, size.Width, t.how)
		}
		t.cut = shown != t.text
		t.draw(l, shown)
		place(t.row, 0, 0, size.Width, size.Height)
	}
	return f.ready()
}

// thicker is by how much of its size text is set again beside itself, where bold
// has no font of its own, as in Chinese.
const thicker = 0.05

// draw sets the runs of the text beside one another.
func (t *Text) draw(l theme.Look, text string) {
	tone := t.how.Tone
	if tone == nil {
		tone = Plain
	}
	t.row.Objects = t.row.Objects[:0]
	x, size := float32(0), t.how.points(l)
	for _, r := range runs(text, t.how.Bold) {
		o := canvas.NewText(r.text, tone(l))
		o.TextSize, o.TextStyle.Bold, o.FontSource = size, t.how.Bold, r.font
		min := o.MinSize()
		place(o, x, (theme.Ascent(nil)-theme.Ascent(r.font))*size, min.Width, min.Height)
		x += min.Width
		t.row.Objects = append(t.row.Objects, o)
		if t.how.Bold && !theme.HasBold(r.font) {
			again := *o
			again.Move(o.Position().AddXY(size*thicker, 0))
			t.row.Objects = append(t.row.Objects, &again)
		}
	}
	t.row.Refresh()
}

// points returns the size in dp under the look.
func (h Type) points(l theme.Look) float32 {
	if h.Size == 0 {
		return l.Type.UI.Text * l.Scale
	}
	return h.Size * l.Scale
}

func lineHeight(l theme.Look, how Type) float32 {
	return fyne.MeasureText("x", how.points(l), fyne.TextStyle{Bold: how.Bold}).Height
}

// measure returns the width of a text in dp.
func measure(l theme.Look, text string, how Type) float32 {
	w := float32(0)
	for _, r := range runs(text, how.Bold) {
		size, _ := fyne.CurrentApp().Driver().RenderedTextSize(r.text, how.points(l), fyne.TextStyle{Bold: how.Bold}, r.font)
		w += size.Width
	}
	return w
}

const (
	ellipsis = "…"
	rlm      = "\u200F" // the right-to-left mark of UAX 9, which is not drawn
)

// fit returns the text, or as much of its beginning as fits a width with an
// ellipsis behind it.
func fit(l theme.Look, text string, width float32, how Type) string {
	if measure(l, text, how) <= width {
		return text
	}
	parts := clusters(text)
	low, high := 0, len(parts)
	for low < high { // the most clusters that fit
		mid := (low + high + 1) / 2
		if measure(l, cutOff(parts[:mid]), how) <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if low == 0 {
		return ""
	}
	return cutOff(parts[:low])
}

// cutOff is the beginning of a text with an ellipsis, which goes with its last
// letters: where they run from the right it stands at the left.
func cutOff(parts []string) string {
	text := join(parts)
	for i := len(text); i > 0; {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
		if unicode.IsLetter(r) {
			if unicode.In(r, unicode.Arabic, unicode.Hebrew) {
				return text + ellipsis + rlm
			}
			break
		}
	}
	return text + ellipsis
}

// CutMiddle returns a text of at most n characters as a reader counts them, with
// an ellipsis for what is left out in the middle.
func CutMiddle(text string, n int) string {
	parts := clusters(text)
	if len(parts) <= n {
		return text
	}
	head := n / 2
	return join(parts[:head]) + ellipsis + join(parts[len(parts)-(n-head-1):])
}

func clusters(text string) []string {
	var list []string
	for tokens := graphemes.FromString(text); tokens.Next(); {
		list = append(list, tokens.Value())
	}
	return list
}

func join(parts []string) string {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	b := make([]byte, 0, n)
	for _, p := range parts {
		b = append(b, p...)
	}
	return string(b)
}

// run is a piece of a line in one font; a nil font is the interface's own.
type run struct {
	text string
	font fyne.Resource
}

// runs cuts a line into runs in the order in which they stand from left to right.
func runs(text string, bold bool) []run {
	if simple(text) {
		return []run{{text: text}}
	}
	var list []run
	for _, piece := range typeset.Pieces(text) {
		part := byFont(piece.Text, bold, piece.RTL)
		if piece.RTL {
			slices.Reverse(part)
		}
		list = append(list, part...)
	}
	return list
}

// simple reports whether a text runs from left to right in the interface font.
func simple(text string) bool {
	for _, r := range text {
		if r >= 0x0530 && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) && r < 0x2000 || r > 0x2FFF {
			return false
		}
	}
	return true
}

// byFont cuts text of one direction where its script asks for another font.
// Inside of left-to-right text spaces stay with a word of the interface font. In text
// from the right each run is letters or one sign, and paired signs are turned:
// the toolkit would set signs at a run's end to the wrong side.
func byFont(text string, bold, rtl bool) []run {
	var list []run
	letter := false // the character before is one
	for _, r := range strings.ReplaceAll(text, rlm, "") {
		font := theme.FontFor(r, bold)
		// The Chinese font has no blank of its own.
		joins := !rtl && unicode.IsSpace(r) && len(list) > 0 && list[len(list)-1].font == nil
		same := !rtl || letter && unicode.IsLetter(r)
		letter = unicode.IsLetter(r) || unicode.IsMark(r)
		if rtl {
			r = turned(r)
		}
		last := len(list) - 1
		if last >= 0 && (joins || unicode.IsMark(r) || same && list[last].font == font) {
			list[last].text += string(r)
			continue
		}
		list = append(list, run{string(r), font})
	}
	return list
}

// turned returns the other one of a pair of brackets or quotes.
func turned(r rune) rune {
	const pairs = "()[]{}<>«»‹›"
	at := strings.IndexRune(pairs, r)
	if at < 0 {
		return r
	}
	other := []rune(pairs)
	i := utf8.RuneCountInString(pairs[:at])
	return other[i^1]
}

// wrap breaks text into lines of at most width: where lines may be broken
// (UAX 14), and within what is wider than a line.
func wrap(l theme.Look, text string, width float32, how Type) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		line := ""
		add := func(piece string) {
			if line != "" && measure(l, strings.TrimSpace(line+piece), how) > width {
				lines, line = append(lines, strings.TrimSpace(line)), ""
			}
			line += piece
		}
		for _, piece := range breakable(paragraph) {
			if measure(l, strings.TrimSpace(piece), how) <= width {
				add(piece)
				continue
			}
			for clusters := graphemes.FromString(piece); clusters.Next(); {
				add(clusters.Value())
			}
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

// breakable are the pieces of text between which a line may be broken.
func breakable(text string) []string {
	var seg segmenter.Segmenter
	seg.Init([]rune(text))
	var pieces []string
	for lines := seg.LineIterator(); lines.Next(); {
		pieces = append(pieces, string(lines.Line().Text))
	}
	return pieces
}
