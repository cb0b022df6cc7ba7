package inspector

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/app/ui"
)

// none is the option of a choice that takes the value out.
const none = "-"

// attributeField is a row to see and change an attribute. changed is called
// with the new value, empty where it is taken out.
func attributeField(t annotate.AttributeType, value annotate.Value, hints *ui.Hints, changed func(annotate.Value)) fyne.CanvasObject {
	var field fyne.CanvasObject
	switch t.Type {
	case "choice":
		field = choiceField(t, value, changed)
	case "multi":
		field = multiField(t, value, changed)
	case "bool":
		field = ui.NewCheck("", value.Bool(), func(on bool) {
			if on {
				changed("true")
			} else {
				changed("")
			}
		})
	case "range":
		field = rangeField(value, changed)
	default:
		field = textField(t, value, changed)
	}
	name := ui.NewText(strings.ReplaceAll(t.Name, "_", " "), ui.Type{Size: 12, Tone: ui.Muted, Fit: true})
	return container.NewVBox(name, field)
}

func choiceField(t annotate.AttributeType, value annotate.Value, changed func(annotate.Value)) fyne.CanvasObject {
	options := append([]string{none}, t.Options...)
	if value != "" && !slices.Contains(options, value.Text()) {
		options = append(options, value.Text())
	}
	s := ui.NewSelect(options, nil)
	switch {
	case value != "":
		s.Selected = value.Text()
	case t.Default != "":
		s.PlaceHolder = t.Default.Text() + " (default)"
	default:
		s.PlaceHolder = none
	}
	s.OnChanged = func(option string) {
		if option == none {
			changed("")
		} else {
			changed(annotate.ValueOf(option))
		}
	}
	return s
}

func multiField(t annotate.AttributeType, value annotate.Value, changed func(annotate.Value)) fyne.CanvasObject {
	chosen := value.Texts()
	box := container.NewVBox()
	for _, option := range t.Options {
		box.Add(ui.NewCheck(option, slices.Contains(chosen, option), func(on bool) {
			chosen = slices.DeleteFunc(slices.Clone(chosen), func(s string) bool { return s == option })
			if on {
				chosen = append(chosen, option)
			}
			if len(chosen) == 0 {
				changed("")
			} else {
				changed(annotate.ValueOf(chosen))
			}
		}))
	}
	return box
}

// textField is a line that takes effect with Enter. What is no number is kept
// in the field and not taken for one.
func textField(t annotate.AttributeType, value annotate.Value, changed func(annotate.Value)) fyne.CanvasObject {
	e := ui.NewEntry(t.Type)
	if value != "" {
		e.SetText(value.Text())
	}
	e.OnSubmitted = func(text string) {
		text = strings.TrimSpace(text)
		switch {
		case text == "":
			changed("")
		case t.Type == "int" || t.Type == "number":
			if n, err := strconv.ParseFloat(text, 64); err == nil {
				changed(annotate.ValueOf(n))
			}
		case t.Type == "text" && len(value) > 0 && value[0] != '"' && text == value.Text():
		default:
			changed(annotate.ValueOf(text))
		}
	}
	return e
}

// rangeField takes a low and a high end and whether they are approximate.
func rangeField(value annotate.Value, changed func(annotate.Value)) fyne.CanvasObject {
	r, _ := value.Range()
	low, high := ui.NewEntry("low"), ui.NewEntry("high")
	set := func(e *ui.Entry, n *float64) {
		if n != nil {
			e.SetText(strconv.FormatFloat(*n, 'f', -1, 64))
		}
	}
	set(low, r.Low)
	set(high, r.High)
	approx := r.Approx
	read := func(e *ui.Entry) *float64 {
		n, err := strconv.ParseFloat(strings.TrimSpace(e.Text), 64)
		if err != nil {
			return nil
		}
		return &n
	}
	take := func() {
		r := annotate.Range{Low: read(low), High: read(high), Approx: approx}
		if r.Low == nil && r.High == nil {
			changed("")
		} else {
			changed(annotate.ValueOf(r))
		}
	}
	low.OnSubmitted = func(string) { take() }
	high.OnSubmitted = func(string) { take() }
	check := ui.NewCheck("approx", approx, func(on bool) { approx = on; take() })
	return container.NewGridWithColumns(3, low, high, check)
}
