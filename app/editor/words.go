package editor

import (
	"galley/annotate/span"
	"galley/annotate/text"
	"galley/app/typeset"
)

// text is the article's text, or nil.
func (e *Editor) text() *text.Text {
	s := e.page.State()
	if len(s.Docs) == 0 {
		return nil
	}
	return s.Docs[0].Article.Text
}

// wordBeside is the end of the next word to the right, or the start of the one
// to the left; in a paragraph from right to left the other way round. Within it
// words come in the order of reading: to go by sight would turn back at every
// number in Arabic.
func (e *Editor) wordBeside(pos typeset.Position, right bool) typeset.Position {
	forward := right != e.page.RTL(pos)
	offset := e.wordEdge(pos.Offset, forward, forward)
	if forward {
		return typeset.Position{Offset: offset, Affinity: typeset.Upstream}
	}
	return typeset.Position{Offset: offset}
}

// wordEdge is the nearest end of a word after an offset, or before it if not
// forward; with end false the nearest start.
func (e *Editor) wordEdge(offset int, end, forward bool) int {
	t := e.text()
	if forward {
		for at := offset; at < t.Len(); {
			w := t.WordAt(at)
			if edge := edgeOf(w, end); t.IsWord(w) && edge > offset {
				return edge
			}
			at = w.End
		}
		return t.Len()
	}
	for at := offset; at > 0; {
		w := t.WordAt(at - 1)
		if edge := edgeOf(w, end); t.IsWord(w) && edge < offset {
			return edge
		}
		at = w.Start
	}
	return 0
}

func edgeOf(s span.Span, end bool) int {
	if end {
		return s.End
	}
	return s.Start
}

// sentenceFrom is the start of the next sentence, or of the one before an offset.
func (e *Editor) sentenceFrom(offset int, forward bool) int {
	return e.sentenceEdge(offset, false, forward)
}

// sentenceEdge is the nearest end of a sentence after an offset, or before it;
// with end false the nearest start.
func (e *Editor) sentenceEdge(offset int, end, forward bool) int {
	t := e.text()
	best := 0
	if forward {
		best = t.Len()
	}
	for para := t.ParagraphAt(offset); ; {
		found := false
		t.EachSentence(para, func(s span.Span) bool {
			edge := edgeOf(s, end)
			if forward && edge > offset {
				best, found = edge, true
				return false
			}
			if !forward && edge < offset {
				best, found = edge, true
			}
			return true
		})
		switch {
		case found:
			return best
		case forward && para.End >= t.Len(), !forward && para.Start == 0:
			return best
		case forward:
			para = t.ParagraphAt(para.End + 1)
		default:
			para = t.ParagraphAt(para.Start - 1)
		}
	}
}

// unit is what a click or drag at an offset takes: a word, without the blanks
// beside it.
func (e *Editor) unit(offset int) span.Span {
	t := e.text()
	w := t.WordAt(offset)
	if t.IsWord(w) {
		return w
	}
	return span.Span{Start: offset, End: min(t.Len(), t.NextGrapheme(offset))}
}
