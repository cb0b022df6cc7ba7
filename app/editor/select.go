package editor

import (
	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page"
	"galley/app/typeset"
)

// Selection is what is selected.
func (e *Editor) Selection() page.Selection { return e.State().Selection }

// Select selects something else and shows it. OnSelect is not told: it hears of
// the user's own selections.
func (e *Editor) Select(s page.Selection) {
	e.set(s)
	e.Reveal(s.Caret.Offset)
}

// SelectAnnotation selects a mention, or an event by its trigger, and shows it.
// It tells whether there is such a thing in the text.
func (e *Editor) SelectAnnotation(id annotate.ID) bool {
	spans := e.page.Fragments(id)
	if len(spans) == 0 {
		return false
	}
	s := whole(id, spans)
	e.set(s)
	e.jump(func() {
		e.page.Reveal(s.Caret.Offset)
		e.page.Reveal(spans[0].Start)
	})
	return true
}

// whole selects an annotation.
func whole(id annotate.ID, spans []span.Span) page.Selection {
	s := page.Range(span.Hull(spans))
	s.Annotation = id
	return s
}

// SelectedText is the selected text as it stands in the article: that of the
// annotation's fragments, joined by blanks, or of the range.
func (e *Editor) SelectedText() string {
	s := e.State()
	if len(s.Docs) == 0 {
		return ""
	}
	spans := []span.Span{s.Selection.Span()}
	if s.Selection.Annotation != "" {
		spans = e.page.Fragments(s.Selection.Annotation)
	}
	return s.Docs[0].SpansText(spans)
}

// set shows another selection.
func (e *Editor) set(s page.Selection) {
	if s != e.Selection() {
		e.Change(func(st *page.State) { st.Selection = s })
	}
}

// choose selects what the user chose, and tells.
func (e *Editor) choose(s page.Selection) {
	if s == e.Selection() {
		return
	}
	e.set(s)
	if e.OnSelect != nil {
		e.OnSelect(s)
	}
}

// moveTo puts the caret at a position, with the range from the anchor to it if extend.
func (e *Editor) moveTo(pos typeset.Position, extend bool) {
	s := e.Selection()
	s.Caret, s.Annotation = pos, ""
	if !extend {
		s.Anchor = pos
	}
	e.choose(s)
	e.Reveal(pos.Offset)
}

// chooseAnnotation selects an annotation for the user.
func (e *Editor) chooseAnnotation(id annotate.ID) {
	spans := e.page.Fragments(id)
	if len(spans) == 0 {
		return
	}
	e.choose(whole(id, spans))
	e.Reveal(spans[0].Start)
}
