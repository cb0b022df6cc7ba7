package schema

import (
	"cmp"
	"image"
	"image/draw"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/reschema"
	"galley/annotate/span"
	"galley/app/page"
	"galley/app/theme"
	"galley/app/ui"
)

// showSide shows what the thing that is chosen looks like.
func (e *Editor) showSide() {
	column := container.NewVBox(heading("How it looks"))
	s, n := e.draft.now, e.at.name
	switch n.Part {
	case reschema.Entity:
		e.look(column, n, &s.Entity(n.Label).Type)
	case reschema.Event:
		t := s.Event(n.Label)
		e.look(column, n, &t.Type)
		column.Add(e.card(t))
	case reschema.Relation:
		t := s.Relation(n.Label)
		column.Add(ui.NewParagraph(strings.Join(t.From, ", ")+"\n"+cmp.Or(t.Display, t.Label)+"\n"+strings.Join(t.To, ", "), ui.Type{}))
	case reschema.Document:
		column.Add(e.slot(0, n.Label, n.AttributeIn(s).Required, strings.Join(n.AttributeIn(s).Options, ", ")))
	default:
		e.allChips(column)
	}
	e.side.Content = spaced(column)
	e.side.Refresh()
}

// look is a type's chip, a line of text as the article draws it, and its hint.
func (e *Editor) look(column *fyne.Container, n reschema.Name, t *annotate.Type) {
	column.Add(container.NewHBox(ui.Middle(ui.NewChip(chipOf(e.draft.now, e.styles, n))), ui.Middle(ui.NewText(cmp.Or(t.Display, t.Label), ui.Type{}))))
	column.Add(e.line(n, t))
	for _, text := range []string{t.Description, t.Guidelines} {
		if text != "" {
			column.Add(ui.NewParagraph(text, ui.Type{Tone: ui.Muted}))
		}
	}
}

// sample is a text with a place in it: the first example in brackets, or a made-up one.
func sample(t *annotate.Type) (string, span.Span) {
	for _, example := range t.Examples {
		before, rest, ok := strings.Cut(example, "[")
		inside, after, closed := strings.Cut(rest, "]")
		if ok && closed && inside != "" {
			return before + inside + after, span.Span{Start: len(before), End: len(before) + len(inside)}
		}
	}
	before, words := "They wrote of ", cmp.Or(t.Display, t.Label)
	return before + words + " on Monday.", span.Span{Start: len(before), End: len(before) + len(words)}
}

// line draws a type's sample as the article view does.
func (e *Editor) line(n reschema.Name, t *annotate.Type) fyne.CanvasObject {
	text, at := sample(t)
	article := annotate.NewArticle(annotate.Article{ID: "sample"}, text)
	var item annotate.Item = &annotate.Mention{ID: "1", Label: t.Label, Spans: []span.Span{at}}
	if n.Part == reschema.Event {
		item = &annotate.Event{ID: "1", Type: t.Label, Trigger: []span.Span{at}}
	}
	doc := annotate.Document{Article: article, Layer: annotate.NewLayer(annotate.LayerID{Article: "sample"}, []annotate.Item{item})}
	look := theme.Of()
	const width, gutter = sideWidth - 40, 48
	scale := e.cfg.Window.Canvas().Scale()
	list := page.Figure(e.cfg.Kit, page.State{
		Docs: []annotate.Document{doc}, Styles: e.styles, Size: look.Type.Article.Size, Names: true, Dark: look.Dark, Hit: -1,
	}, width+gutter, float64(scale))
	pixels := image.NewRGBA(image.Rect(0, 0, list.Width, list.Height))
	list.Paint(pixels)
	margin := int(look.Space.S * scale)
	cut := written(pixels).Inset(-margin).Intersect(pixels.Rect)
	cut.Max.X = min(cut.Min.X+int(width*scale), pixels.Rect.Max.X)
	line := image.NewRGBA(image.Rect(0, 0, cut.Dx(), cut.Dy())) // the toolkit takes a picture from 0, 0
	draw.Draw(line, line.Rect, pixels, cut.Min, draw.Src)
	picture := canvas.NewImageFromImage(line)
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSize(float32(cut.Dx())/scale, float32(cut.Dy())/scale))
	return container.NewHBox(picture)
}

// written is the part of a picture that is not all ground: there the page has its head and its gutter.
func written(m *image.RGBA) image.Rectangle {
	ground := m.RGBAAt(0, 0)
	out := image.Rectangle{Min: m.Rect.Max}
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x++ {
			if m.RGBAAt(x, y) != ground {
				out.Min = image.Pt(min(out.Min.X, x), min(out.Min.Y, y))
				out.Max = image.Pt(max(out.Max.X, x+1), max(out.Max.Y, y+1))
			}
		}
	}
	return out
}

// card is the event card of a type as it is when nothing is filled.
func (e *Editor) card(t *annotate.EventType) fyne.CanvasObject {
	chip := chipOf(e.draft.now, e.styles, reschema.TypeName(reschema.Event, t.Label))
	chip.Key = ""
	text, at := sample(&t.Type)
	card := ui.NewCard(ui.CardHead{Chip: chip, Title: "“" + text[at.Start:at.End] + "”", Active: true})
	var slots []fyne.CanvasObject
	for i, r := range t.Roles {
		if r.Retired {
			continue
		}
		digit := i + 1
		if digit > 9 {
			digit = 0
		}
		slots = append(slots, e.slot(digit, r.Name, r.Min > 0, strings.Join(r.Fillers, " ")))
	}
	card.SetRows(slots...)
	return card
}

func (e *Editor) slot(digit int, name string, required bool, takes string) fyne.CanvasObject {
	slot := ui.NewSlot()
	slot.Hints = e.cfg.Hints
	slot.OnArm = func() {}
	slot.Set(ui.SlotData{Digit: digit, Name: name, Required: required, Empty: ui.CutMiddle(takes, 28), Hint: ui.Hint{Title: name, Line: "Takes " + takes}})
	return slot
}

// allChips are the chips of all labels that have one.
func (e *Editor) allChips(column *fyne.Container) {
	const most = 60
	row := container.NewGridWithColumns(3)
	add := func(n reschema.Name, retired bool) {
		if !retired && len(row.Objects) < most {
			row.Add(container.NewHBox(ui.NewChip(chipOf(e.draft.now, e.styles, n))))
		}
	}
	for _, t := range e.draft.now.Entities {
		add(reschema.TypeName(reschema.Entity, t.Label), t.Retired)
	}
	for _, t := range e.draft.now.Events {
		add(reschema.TypeName(reschema.Event, t.Label), t.Retired)
	}
	column.Add(row)
	column.Add(ui.NewParagraph(ui.Plural(len(e.draft.now.Entities), "entity type", "entity types")+", "+ui.Plural(len(e.draft.now.Events), "event type", "event types")+", "+
		ui.Plural(len(e.draft.now.Relations), "relation", "relations")+".", ui.Type{Tone: ui.Muted}))
}
