package annotate

import (
	"errors"
	"fmt"
	"slices"

	"galley/annotate/text"
)

// Check tells what is wrong with an edit whatever the project holds: nothing
// with one that Galley makes.
func (e Edit) Check() error {
	if e.Before == nil && e.After == nil {
		return errors.New("it has neither before nor after")
	}
	kind := e.Kind()
	inProject := slices.Contains([]Kind{KindArticle, KindPerson, KindSchema}, kind) || NewThing(kind) != nil
	switch {
	case e.Before != nil && e.After != nil && (e.Before.ItemKind() != e.After.ItemKind() || e.Before.ItemID() != e.After.ItemID()):
		return errors.New("before and after are different things")
	case inProject != (e.Layer == LayerID{}):
		return errors.New("it is in the wrong place")
	case !inProject && !slices.Contains([]LayerKind{Human, Gold, Suggestion}, e.Layer.Kind):
		return fmt.Errorf("unknown kind of layer %q", e.Layer.Kind)
	case e.aboutAnother():
		return errors.New("what it is about cannot change")
	case digestWrong(e.After):
		return errors.New("its digest is not that of its text")
	case e.Target() == "" && kind != KindHead && kind != KindSchema:
		return errors.New("it has no id")
	}
	return nil
}

// aboutAnother tells whether an edit makes a thing one about another article.
func (e Edit) aboutAnother() bool {
	before, was := e.Before.(Thing)
	after, is := e.After.(Thing)
	return was && is && before.ItemArticle() != after.ItemArticle()
}

func digestWrong(item Item) bool {
	a, ok := item.(*Article)
	return ok && a.Text != nil && Digest(a.Text.String()) != a.Digest
}

// CheckPlaces tells what is wrong with the places in the text that an item names, if it names any.
func CheckPlaces(t *text.Text, item Item) error {
	if v, ok := item.(*Event); ok && len(v.Trigger) > 0 && len(v.Evidence) > 0 {
		if err := CheckSpans(t, v.Evidence); err != nil {
			return err
		}
	}
	if places := SpansOf(item); len(places) > 0 {
		return CheckSpans(t, places)
	}
	return nil
}
