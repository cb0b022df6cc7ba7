package reschema

import (
	"fmt"

	"galley/annotate"
)

// Effect is one sort of thing that changes do to annotations, and where.
type Effect struct {
	Count  int
	Lost   bool    // it is something that the layer no longer says; undo brings it back
	Places []Place // the first MaxPlaces

	one, many string
}

// MaxPlaces is how many places of an effect are kept to be listed.
const MaxPlaces = 1000

// Place is an annotation that something happens to.
type Place struct {
	Layer annotate.LayerID
	Item  annotate.ID
	Title string // of the article
	Text  string // what the annotation covers or is called
}

// String is the effect as a sentence: "412 events become ATTACK".
func (e Effect) String() string {
	if e.Count == 1 {
		return "1 " + e.one
	}
	return fmt.Sprintf("%d %s", e.Count, e.many)
}

// Effects gather what happens, in the order in which it first does.
type Effects struct {
	list []*Effect
	by   map[string]*Effect
	last *Place // that quote is to fill in, or nil
}

// List are the effects, those that lose nothing first.
func (e *Effects) List() []Effect {
	var kept, lost []Effect
	for _, x := range e.list {
		if x.Lost {
			lost = append(lost, *x)
		} else {
			kept = append(kept, *x)
		}
	}
	return append(kept, lost...)
}

// add counts an effect at a place.
func (e *Effects) add(x Effect, at Place) {
	known := e.by[x.many]
	if known == nil {
		if e.by == nil {
			e.by = map[string]*Effect{}
		}
		known = &x
		e.by[x.many] = known
		e.list = append(e.list, known)
	}
	known.Count++
	e.last = nil
	if len(known.Places) < MaxPlaces {
		known.Places = append(known.Places, at)
		e.last = &known.Places[len(known.Places)-1]
	}
}

// quote fills in what can be read at the place that was added last, if it was kept.
func (e *Effects) quote(read func() (title, text string)) {
	if e.last != nil {
		e.last.Title, e.last.Text = read()
	}
}
