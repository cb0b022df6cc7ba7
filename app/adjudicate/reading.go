package adjudicate

import (
	"strconv"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/app/theme"
	"galley/app/typeset"
	"galley/app/ui"
)

// readingRow is a reading of a mention, a relation or a label.
func readingRow(i int, r Row) fyne.CanvasObject {
	who := []fyne.CanvasObject{ui.NewText(strconv.Itoa(i+1)+"  ", ui.Type{Tone: ui.Muted}), ui.NewText(r.Who+"  ", ui.Type{Tone: ui.Muted})}
	for _, chip := range r.Chips {
		who = append(who, ui.NewChip(chip), ui.NewText("  ", ui.Type{}))
	}
	f := flow{}
	objects := f.add(who, r.Pieces)
	if r.Attributes.Text != "" {
		objects = f.add(append(objects, ui.NewText("  ", ui.Type{})), []Piece{r.Attributes})
	}
	return container.New(f, objects...)
}

// word is what a line is not broken within.
type word struct {
	text  *ui.Text
	at    int   // its place in the reading
	blank bool  // stands behind a blank, unless it begins a line
	level uint8 // as in UAX 9: odd runs from the right
}

// words cuts a text into words, with what is bold. A word that is bold in part is
// two of them, but in scripts whose letters join, where it is bold altogether.
func words(pieces []Piece) []*word {
	var out []*word
	var text strings.Builder
	bold, blank := false, false
	end := func() {
		if text.Len() > 0 {
			out = append(out, &word{text: ui.NewText(text.String(), ui.Type{Bold: bold}), at: len(out), blank: blank})
			text.Reset()
			blank = false
		}
	}
	for _, p := range pieces {
		for _, r := range p.Text {
			switch {
			case unicode.IsSpace(r):
				end()
				bold, blank = false, true
				continue
			case ideograph(r):
				end()
			case p.Bold != bold && unicode.Is(unicode.Arabic, r):
				bold = true
			case p.Bold != bold:
				end()
			}
			if text.Len() == 0 {
				bold = p.Bold
			}
			text.WriteRune(r)
		}
	}
	end()
	setLevels(out)
	return out
}

// setLevels gives the words of a reading their levels: its first letter says from
// which side it runs. What has no letters runs as the reading does.
func setLevels(list []*word) {
	base, known := uint8(0), false
	for _, w := range list {
		for _, r := range w.text.AccessibilityLabel() {
			if !unicode.IsLetter(r) {
				continue
			}
			w.level = 2
			if unicode.In(r, unicode.Arabic, unicode.Hebrew) {
				w.level = 1
			}
			if !known {
				base, known = w.level%2, true
			}
			break
		}
	}
	for _, w := range list {
		if base == 0 && w.level == 2 || w.level == 0 {
			w.level = base
		}
	}
}

// visual are the objects of a line as they stand from left to right.
func (f flow) visual(line []fyne.CanvasObject) []fyne.CanvasObject {
	levels := make([]uint8, len(line)) // chips have none
	for i, o := range line {
		if w := f[o]; w != nil {
			levels[i] = w.level
		}
	}
	out := make([]fyne.CanvasObject, len(line))
	for place, i := range typeset.VisualOrder(levels, nil) {
		out[place] = line[i]
	}
	return out
}

// blankBetween tells whether there is a blank between two objects of a line.
func (f flow) blankBetween(a, b fyne.CanvasObject) bool {
	v, w := f[a], f[b]
	switch {
	case v == nil || w == nil:
		return false
	case v.at > w.at:
		return v.blank
	}
	return w.blank
}

// ideograph tells whether a line may be broken before a character.
func ideograph(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

// flow sets chips and words beside each other and breaks the line where the width
// ends. Its least height is that at the width of the last layout. It knows the
// words by their texts.
type flow map[fyne.CanvasObject]*word

// add puts the words of a text behind objects.
func (f flow) add(objects []fyne.CanvasObject, pieces []Piece) []fyne.CanvasObject {
	for _, w := range words(pieces) {
		f[w.text] = w
		objects = append(objects, w.text)
	}
	return objects
}

// MinSize implements fyne.Layout.
func (flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(theme.Of().Size.ListMin, 0)
	for _, o := range objects {
		size.Height = max(size.Height, o.Position().Y+o.MinSize().Height)
	}
	return size
}

// Layout implements fyne.Layout.
func (f flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	blank := ui.NewText(" ", ui.Type{}).MinSize().Width
	gap := func(line []fyne.CanvasObject, i int) float32 { // before the object at i
		if i > 0 && f.blankBetween(line[i-1], line[i]) {
			return blank
		}
		return 0
	}
	for y := float32(0); len(objects) > 0; {
		n, x, line := 0, float32(0), float32(0)
		for i, o := range objects {
			own := o.MinSize()
			width := own.Width + gap(objects, i)
			if n > 0 && x+width > size.Width {
				break
			}
			n, x, line = n+1, x+width, max(line, own.Height)
		}
		x = 0
		shown := f.visual(objects[:n])
		for i, o := range shown {
			own := o.MinSize()
			x += gap(shown, i)
			o.Resize(fyne.NewSize(min(own.Width, size.Width), own.Height))
			o.Move(fyne.NewPos(x, y))
			x += own.Width
		}
		y, objects = y+line, objects[n:]
	}
}
