package editor

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page"
)

// StatusText says in words what lies under the pointer or else is selected or
// lies at the caret, such as "LOC, Wadi Sahl, Place of ATTACK shelled". It is
// empty where there is nothing.
func (e *Editor) StatusText() string {
	s := e.State()
	if len(s.Docs) == 0 {
		return ""
	}
	list := []annotate.ID{s.Hovered}
	switch {
	case s.Hovered != "":
	case s.Selection.Annotation != "":
		list[0] = s.Selection.Annotation
	default:
		at := s.Selection.Span().Start
		list = e.page.MarksOn(span.Span{Start: at, End: at + 1})
	}
	var parts []string
	for _, id := range list {
		if d := describe(s, id); d != "" {
			parts = append(parts, d)
		}
	}
	return strings.Join(parts, "; in ")
}

// Describe says in words what an annotation is.
func (e *Editor) Describe(id annotate.ID) string { return describe(e.State(), id) }

// AccessibilityLabel is what a screen reader says.
func (e *Editor) AccessibilityLabel() string { return e.StatusText() }

// describe says what an annotation of any of the documents is.
func describe(s page.State, id annotate.ID) string {
	for i := range s.Docs {
		d := &s.Docs[i]
		if m, ok := d.Layer.Mentions.Get(id); ok {
			return join(hint(d), m.Label, short(d.SpansText(m.Spans)), unsure(m.Origin), roles(d, m.ID, m.Entity), entity(d, m.Entity))
		}
		if v, ok := d.Layer.Events.Get(id); ok {
			return join(hint(d), v.Type, short(d.SpansText(v.Trigger)), unsure(v.Origin), arguments(v), roles(d, v.ID, ""))
		}
	}
	return ""
}

func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

func hint(d *annotate.Document) string {
	if d.Layer.ID.Kind == annotate.Suggestion {
		return "suggested"
	}
	return ""
}

func unsure(o annotate.Origin) string {
	if o.Unsure {
		return "unsure"
	}
	return ""
}

func entity(d *annotate.Document, id annotate.ID) string {
	if x, ok := d.Layer.Entities.Get(id); ok {
		return "entity " + short(x.Name)
	}
	return ""
}

func arguments(v *annotate.Event) string {
	switch n := len(v.Arguments); n {
	case 0:
		return "no slot filled"
	case 1:
		return "1 slot filled"
	default:
		return strconv.Itoa(n) + " slots filled"
	}
}

// roles says which roles of which events a thing fills.
func roles(d *annotate.Document, id, entity annotate.ID) string {
	var out []string
	for _, v := range d.Layer.Events.All() {
		for _, a := range v.Arguments {
			if a.Target != "" && (a.Target == id || a.Target == entity) {
				out = append(out, strings.TrimSpace(a.Role+" of "+v.Type+" "+short(d.SpansText(v.Trigger))))
			}
		}
	}
	return strings.Join(out, ", ")
}

// shortLen is how many characters of a text the status line shows.
const shortLen = 40

// short is a text on one line, cut in the middle.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= shortLen {
		return text
	}
	r := []rune(text)
	return string(r[:shortLen/2]) + "…" + string(r[len(r)-shortLen/2+1:])
}
