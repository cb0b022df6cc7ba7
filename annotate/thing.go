package annotate

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// Thing is an item of the project that stands in no layer and is neither an
// article, a person nor the schema: the guideline, an entry of the register.
// A kind of thing is a struct and a line in the table below; stores keep all
// kinds alike, and its edits have the zero LayerID.
type Thing interface {
	Item
	// ItemArticle is the article that the thing is about, or empty. It never changes.
	ItemArticle() ID
}

// things make an empty thing of each kind.
var things = map[Kind]func() Thing{
	KindAssignment: func() Thing { return new(Assignment) },
	KindBundle:     func() Thing { return new(Bundle) },
	KindGuideline:  func() Thing { return new(Guideline) },
	KindRegistered: func() Thing { return new(Registered) },
	KindStint:      func() Thing { return new(Stint) },
	KindCorrection: func() Thing { return new(Correction) },
	KindDecision:   func() Thing { return new(Decision) },
	KindRecipe:     func() Thing { return new(Recipe) },
	KindRelease:    func() Thing { return new(Release) },
	KindStoryLink:  func() Thing { return new(StoryLink) },
}

// ThingKinds are the kinds of things, in order of name.
func ThingKinds() []Kind { return slices.Sorted(maps.Keys(things)) }

// NewThing is an empty thing of a kind, or nil where there is no such kind of thing.
func NewThing(kind Kind) Thing {
	if empty := things[kind]; empty != nil {
		return empty()
	}
	return nil
}

// sameContent tells whether two things are written alike.
func sameContent(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
