package annotator

import (
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
)

func (a *Annotator) here(doc *annotate.Document) annotate.Item {
	if item := doc.Layer.Find(a.page.Picked()); item != nil {
		return item
	}
	return doc.Innermost(a.page.Range())
}

// Here is the annotation that an act is about: the picked one, else the
// innermost at the caret or the selected text; nil if there is none.
func (a *Annotator) Here() annotate.Item {
	if doc := a.session.Document(); doc != nil {
		return a.here(doc)
	}
	return nil
}

// AddFragment adds the selected text to the annotation that was made or picked
// last. With an annotation picked it makes that the one which the text selected next is added to.
func (a *Annotator) AddFragment() {
	doc := a.session.Document()
	if doc == nil {
		return
	}
	picked := doc.Layer.Find(a.page.Picked())
	text := doc.Article.Text.Trim(a.page.Range())
	if picked != nil || text.Len() == 0 {
		if picked != nil {
			a.grows = picked.ItemID()
		}
		a.changed()
		a.say("Select the text that belongs to it too, then do this again.")
		return
	}
	item := doc.Layer.Find(a.grows)
	if !hasText(item) {
		a.say("Pick or make the annotation first that this text belongs to.")
		return
	}
	spans := doc.Together(append(slices.Clone(annotate.SpansOf(item)), text)...)
	if slices.Equal(spans, annotate.SpansOf(item)) {
		a.say("It covers this text already.")
		return
	}
	added := quote(doc.Article.Text.Slice(text.Start, text.End))
	if a.do(fmt.Sprintf("add %s to %s", added, name(doc, item)), []annotate.Edit{doc.Put(annotate.WithSpans(item, spans))}) {
		a.page.PutCaret(text.End)
	}
}

// RemoveFragment takes the selected text out of the annotation round it. With
// no text selected it takes off the fragment at the caret, or of a picked annotation the last.
func (a *Annotator) RemoveFragment() {
	doc := a.session.Document()
	if doc == nil {
		return
	}
	item, taken := a.here(doc), a.page.Range()
	if !hasText(item) {
		a.say("Pick the annotation first, or select the text in it that does not belong to it.")
		return
	}
	spans := annotate.SpansOf(item)
	if item.ItemID() == a.page.Picked() || taken.Len() == 0 {
		taken = spans[len(spans)-1]
		for _, s := range spans {
			if at := a.page.Range(); at.Len() == 0 && s.Start <= at.Start && at.End <= s.End {
				taken = s
			}
		}
	}
	var left []span.Span
	for _, s := range span.Without(spans, taken) {
		if s = doc.Article.Text.Trim(s); s.Len() > 0 {
			left = append(left, s)
		}
	}
	if len(left) == 0 {
		a.say("Nothing of it would be left. To delete it, pick it and press Delete.")
		return
	}
	off := quote(doc.Article.Text.Slice(taken.Start, taken.End))
	if a.do(fmt.Sprintf("take %s off %s", off, name(doc, item)), []annotate.Edit{doc.Put(annotate.WithSpans(item, left))}) {
		a.grows = item.ItemID()
		a.page.PutCaret(span.Hull(left).End)
	}
}

// Split cuts the annotation round the caret in two.
func (a *Annotator) Split() {
	doc := a.session.Document()
	if doc == nil {
		return
	}
	at := a.page.Range().Start
	item := doc.Innermost(span.Span{Start: at, End: at})
	if item == nil || a.page.Picked() != "" {
		a.say("Put the caret into an annotation, where it is to be cut in two.")
		return
	}
	edits := doc.Split(item, at, a.session.NewID())
	if edits == nil {
		a.say("The caret is at the end of the annotation: put it where it is to be cut in two.")
		return
	}
	if a.do("split "+name(doc, item), edits) {
		a.page.PutCaret(at)
	}
}

// Join makes one of an annotation and the next of its label.
func (a *Annotator) Join() {
	doc := a.session.Document()
	if doc == nil {
		return
	}
	first := a.here(doc)
	if !hasText(first) {
		a.say("Pick the annotation first that is to be joined with the next one.")
		return
	}
	second := doc.NextAlike(first)
	if second == nil {
		a.say(fmt.Sprintf("No further %s follows.", annotate.LabelOf(first)))
		return
	}
	if a.do(fmt.Sprintf("join %s with %s", name(doc, first), quote(doc.Text(second))), doc.Join(first, second)) {
		a.grows = first.ItemID()
		a.page.PutCaret(span.Hull(annotate.SpansOf(a.session.Document().Layer.Find(first.ItemID()))).End)
	}
}

// Keep chooses the version that is picked of an annotation that was changed in
// two copies of the project.
func (a *Annotator) Keep() {
	doc := a.session.Document()
	if doc == nil {
		return
	}
	item := a.here(doc)
	if item == nil {
		a.say("Pick the version first that is to be kept.")
		return
	}
	edits := doc.Keep(item)
	if len(edits) == 0 {
		a.say("There is one version only of this annotation.")
		return
	}
	a.do("keep this version of "+name(doc, item), edits)
}

// hasText tells whether item is an annotation that fragments can be added to
// and taken off: a mention or an event.
func hasText(item annotate.Item) bool {
	switch item.(type) {
	case *annotate.Mention, *annotate.Event:
		return true
	}
	return false
}

// name is what an annotation is called in a title.
func name(doc *annotate.Document, item annotate.Item) string {
	return annotate.LabelOf(item) + " " + quote(doc.Text(item))
}
