package app

import (
	"strings"

	"galley/app/annotator"
	"galley/app/ui"
)

// refreshLabels shows the labels, or during a sequence what may come next.
func (w *workspace) refreshLabels() {
	pressed, next := w.annotator.Pending()
	schema := w.session.Schema()
	var items []ui.LabelItem
	add := func(c annotator.Choice, key string, apart bool) {
		chip := w.chip(c)
		chip.Key = key
		t := labelType(schema, c)
		items = append(items, ui.LabelItem{ID: c.Label, Chip: chip, Apart: apart,
			Hint: ui.Hint{Title: display(t), Line: t.Description, Key: c.Keys, More: strings.Join(explained(t), "\n")}})
	}
	choices := annotator.Choices(schema)
	if pressed == "" {
		for i, c := range choices {
			if !c.Event || c.Keys == "" || len(c.Keys) == 1 {
				add(c, c.Keys, i > 0 && c.Event != choices[i-1].Event)
			}
		}
		if shared := sharedPrefix(choices); shared != "" {
			items = append(items, ui.LabelItem{ID: eventsItem, Apart: true, Chip: ui.ChipData{Name: "events", Trigger: true, Key: shared},
				Hint: ui.Hint{Title: "Events", Line: "Select the word that says it happened, then press " + shared + " and the event's keys.", Key: shared}})
		}
	} else {
		for _, c := range next {
			for _, b := range c.Labels {
				for _, choice := range choices {
					if choice.Label == b.Label {
						add(choice, strings.TrimPrefix(b.Keys, pressed), false)
					}
				}
			}
		}
	}
	w.labels.Set(pressed, items)
}

// eventsItem is the label bar's entry for all events whose keys begin alike.
const eventsItem = "\x00events"

// sharedPrefix is the first key that all keys of events begin with, or empty.
func sharedPrefix(choices []annotator.Choice) string {
	first := ""
	for _, c := range choices {
		if !c.Event || c.Keys == "" {
			continue
		}
		if first == "" {
			first = c.Keys[:1]
		}
		if c.Keys[:1] != first || len(c.Keys) == 1 {
			return ""
		}
	}
	return first
}

// labelChosen is a click on the label bar.
func (w *workspace) labelChosen(id string) {
	w.app.watch.Input()
	if id == eventsItem {
		for _, r := range sharedPrefix(annotator.Choices(w.session.Schema())) {
			w.annotator.Type(r)
		}
	} else {
		w.annotator.Give(id)
	}
	w.focus(panePage)
}

func (w *workspace) chip(c annotator.Choice) ui.ChipData {
	style := w.styles.Mention(c.Label)
	if c.Event {
		style = w.styles.Event(c.Label)
	}
	return ui.ChipData{Name: style.Short, Color: style.Entry.ID, Trigger: c.Event}
}
