package editor

import (
	"slices"

	"fyne.io/fyne/v2"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page"
	"galley/app/typeset"
)

// Step is how far an edge moves at once.
type Step uint8

// The steps.
const (
	Word Step = iota
	Character
	Sentence
)

var stepNames = [...]string{"word", "character", "sentence"}

func (s Step) String() string { return stepNames[s] }

// Step is the step of edges.
func (e *Editor) Step() Step { return e.step }

// NextStep changes the step of edges to the next one.
func (e *Editor) NextStep() { e.step = (e.step + 1) % Step(len(stepNames)) }

// Acts are what the editor does on a command, by the command's id.
func (e *Editor) Acts() map[string]func() {
	acts := map[string]func(){
		"go.previousAnnotation": func() { e.toAnnotation(-1) },
		"go.nextAnnotation":     func() { e.toAnnotation(1) },
		"go.previousOverlap":    func() { e.toOverlap(-1) },
		"go.nextOverlap":        func() { e.toOverlap(1) },
		"select.grow":           e.grow,
		"edit.copy":             e.copy,
		"annotate.step":         e.NextStep,
		"view.zoomIn":           func() { e.Zoom(1) },
		"view.zoomOut":          func() { e.Zoom(-1) },
		"view.zoomNormal":       func() { e.SetSize(e.kit.Tokens.Type.Article.Size) },
		"view.names":            func() { e.Change(func(s *page.State) { s.Names = !s.Names }) },
	}
	for name, move := range moves {
		acts["caret."+name] = func() { e.move(move, false) }
		acts["extend."+name] = func() { e.move(move, true) }
	}
	for _, end := range []bool{false, true} {
		for _, right := range []bool{false, true} {
			name := "annotate.edge" + map[bool]string{false: "Start", true: "End"}[end] + map[bool]string{false: "Left", true: "Right"}[right]
			acts[name] = func() { e.moveEdge(end, right, e.step) }
			acts[name+"Character"] = func() { e.moveEdge(end, right, Character) }
		}
	}
	return acts
}

// moves are the moves of the caret by the last part of their command's id.
var moves = map[string]func(*Editor, typeset.Position) typeset.Position{
	"wordLeft":        func(e *Editor, p typeset.Position) typeset.Position { return e.wordBeside(p, false) },
	"wordRight":       func(e *Editor, p typeset.Position) typeset.Position { return e.wordBeside(p, true) },
	"characterLeft":   func(e *Editor, p typeset.Position) typeset.Position { return e.page.Beside(p, false) },
	"characterRight":  func(e *Editor, p typeset.Position) typeset.Position { return e.page.Beside(p, true) },
	"lineUp":          func(e *Editor, p typeset.Position) typeset.Position { return e.vertical(p, -1) },
	"lineDown":        func(e *Editor, p typeset.Position) typeset.Position { return e.vertical(p, 1) },
	"pageUp":          func(e *Editor, p typeset.Position) typeset.Position { return e.vertical(p, -e.page.Lines()) },
	"pageDown":        func(e *Editor, p typeset.Position) typeset.Position { return e.vertical(p, e.page.Lines()) },
	"sentenceBack":    func(e *Editor, p typeset.Position) typeset.Position { return at(e.sentenceFrom(p.Offset, false)) },
	"sentenceForward": func(e *Editor, p typeset.Position) typeset.Position { return at(e.sentenceFrom(p.Offset, true)) },
	"lineStart": func(e *Editor, p typeset.Position) typeset.Position {
		start, _ := e.page.LineEnds(p)
		return start
	},
	"lineEnd": func(e *Editor, p typeset.Position) typeset.Position {
		_, end := e.page.LineEnds(p)
		return end
	},
	"articleStart": func(*Editor, typeset.Position) typeset.Position { return typeset.Position{} },
	"articleEnd":   func(e *Editor, _ typeset.Position) typeset.Position { return at(e.text().Len()) },
}

func at(offset int) typeset.Position { return typeset.Position{Offset: offset} }

// move moves the caret.
func (e *Editor) move(to func(*Editor, typeset.Position) typeset.Position, extend bool) {
	if e.text() == nil {
		return
	}
	goal := e.goal
	e.goal = nan
	pos := to(e, e.Selection().Caret)
	vertical := e.goal == e.goal // vertical has set it
	if vertical && goal == goal {
		e.goal = goal
	}
	e.moveTo(pos, extend)
}

// vertical is the position n lines below, under the x where the first of such
// moves in a row began.
func (e *Editor) vertical(pos typeset.Position, n int) typeset.Position {
	x, _, _ := e.page.Caret(pos)
	e.goal = x
	return e.page.Vertical(pos, n, x)
}

// toAnnotation selects the next mention or event, or the one before.
func (e *Editor) toAnnotation(by int) {
	s := e.Selection()
	if id := e.page.Next(s.Annotation, s.Span(), by); id != "" {
		e.chooseAnnotation(id)
	}
}

// toOverlap selects the next of the marks at the caret.
func (e *Editor) toOverlap(by int) {
	if e.text() == nil {
		return
	}
	s := e.Selection()
	around := span.Span{Start: max(0, s.Span().Start), End: s.Span().Start + 1}
	list := e.page.MarksOn(around)
	if len(list) == 0 && around.Start > 0 {
		list = e.page.MarksOn(span.Span{Start: around.Start - 1, End: around.Start})
	}
	if len(list) > 0 {
		e.chooseAnnotation(nextOf(list, s.Annotation, by))
	}
}

// nextOf is the entry after id in a ring, the first if id is not in it.
func nextOf(list []annotate.ID, id annotate.ID, by int) annotate.ID {
	i := slices.Index(list, id)
	if i < 0 {
		return list[0]
	}
	return list[(i+by+len(list))%len(list)]
}

// grow selects the sentence, then the paragraph, then the article.
func (e *Editor) grow() {
	t := e.text()
	if t == nil {
		return
	}
	now := e.Selection().Span()
	for _, s := range []span.Span{t.SentenceAt(now.Start), t.ParagraphAt(now.Start), {Start: 0, End: t.Len()}} {
		if s.Covers(now) && s.Len() > now.Len() {
			e.choose(page.Range(s))
			return
		}
	}
}

// copy puts the selected text on the clipboard.
func (e *Editor) copy() {
	if text := e.SelectedText(); text != "" {
		fyne.CurrentApp().Clipboard().SetContent(text)
	}
}

// moveEdge moves an edge of the selected annotation, or of the selected text, a
// step to the left or the right as it is seen.
func (e *Editor) moveEdge(end, right bool, step Step) {
	s := e.Selection()
	if e.text() == nil || s.Span().Len() == 0 {
		return
	}
	if s.Annotation == "" {
		if now := e.edgeMoved(s.Span(), end, right, step); now.Len() > 0 {
			e.choose(page.Range(now))
		}
		return
	}
	e.giveEdges(s.Annotation, e.fragmentsMoved(e.page.Fragments(s.Annotation), end, right, step))
}

// EdgeMoved are fragments with their first or last edge moved by the present
// step, to the left or the right as it is seen.
func (e *Editor) EdgeMoved(spans []span.Span, end, right bool) []span.Span {
	return e.fragmentsMoved(spans, end, right, e.step)
}

func (e *Editor) fragmentsMoved(spans []span.Span, end, right bool, step Step) []span.Span {
	spans = slices.Clone(spans)
	k := 0
	if end {
		k = len(spans) - 1
	}
	spans[k] = e.edgeMoved(spans[k], end, right, step)
	return spans
}

// giveEdges hands on new fragments if they are sound.
func (e *Editor) giveEdges(id annotate.ID, spans []span.Span) {
	if e.OnEdges == nil || annotate.CheckSpans(e.text(), spans) != nil || slices.Equal(spans, e.page.Fragments(id)) {
		return
	}
	e.OnEdges(id, spans)
}

// edgeMoved is s with one edge a step away.
func (e *Editor) edgeMoved(s span.Span, end, right bool, step Step) span.Span {
	edge, pos := &s.Start, typeset.Position{Offset: s.Start}
	if end {
		edge, pos = &s.End, typeset.Position{Offset: s.End, Affinity: typeset.Upstream}
	}
	forward := right != e.page.Backwards(pos, right)
	switch step {
	case Character:
		*edge = e.page.Beside(pos, right).Offset
	case Word:
		*edge = e.wordEdge(*edge, end, forward)
	case Sentence:
		*edge = e.sentenceEdge(*edge, end, forward)
	}
	return s
}
