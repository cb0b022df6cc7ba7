// Package unite tells what the transactions of several copies of a project
// come to. The answer depends on which transactions there are and on nothing
// else, so copies that have the same ones agree whatever way these took.
//
// Each transaction has a rank, one more than the highest in the copy that it
// was made in: a logical clock (Lamport, "Time, clocks, and the ordering of
// events in a distributed system", 1978). In the order of rank, then id, every
// act comes after all that its author had seen, however the clocks stood.
// Edits are gone through in that order. One that finds its Before takes effect
// as usual; one that does not was made in another copy at the same time:
//
//   - an annotation stays as it stands, and the other version is kept beside it
//     under an id of its own, marked with annotate.VersionOf. Later edits of
//     that version go to it;
//   - of what can only be once (a layer's state, an article, a person, a thing)
//     the last version stays, the other is in the log and among the conflicts;
//   - of a schema the changes of both are put together;
//   - what one deletes and another changes or refers to stays.
package unite

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"galley/annotate"
)

// Scope is what is united by itself: a layer, or one thing that stands in none.
type Scope struct {
	Layer annotate.LayerID
	Kind  annotate.Kind // of what stands in no layer; else empty
	ID    annotate.ID
}

// ScopeOf is the scope of an edit.
func ScopeOf(e annotate.Edit) Scope {
	if e.Layer != (annotate.LayerID{}) {
		return Scope{Layer: e.Layer}
	}
	return Scope{Kind: e.Kind(), ID: e.Target()}
}

// String names the scope in a sentence.
func (s Scope) String() string {
	if s.Kind == "" {
		return fmt.Sprintf("the %s layer of annotator %s on article %s", s.Layer.Kind, s.Layer.Annotator, s.Layer.Article)
	}
	return fmt.Sprintf("%s %s", s.Kind, s.ID)
}

// Compare orders acts as they take effect: by rank, then id.
func Compare(a, b annotate.Logged) int {
	return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID))
}

// Step is an edit with the transaction that it is part of.
type Step struct {
	Tx annotate.ID
	annotate.Edit
}

// Conflict is something that was changed in two copies at the same time.
type Conflict struct {
	Scope Scope
	ID    annotate.ID   // of what was changed; of a layer's head and the schema empty
	Tx    annotate.ID   // that did not find what it changes
	Stays annotate.Item // nil: it is deleted
	Other annotate.Item // the version that does not stand in its place; nil: it was deleted
	// Beside is the id under which Other is kept as well; empty where it is in the log only.
	Beside annotate.ID
}

// Union is what taking in acts of other copies comes to.
type Union struct {
	Acts      int             // that were not here
	Changes   []annotate.Edit // from what was here to what is; whole and sound, but no transaction
	Conflicts []Conflict      // that were not here
}

// TextError says that an article has another text in another copy. Offsets
// into the one mean nothing in the other, so the copies cannot be united.
type TextError struct{ Article annotate.Article }

func (e *TextError) Error() string {
	return fmt.Sprintf("article %s (%s) has another text there", e.Article.Key, e.Article.Title)
}

// Result is what the steps of one scope come to.
type Result struct {
	// Items are a layer's head and its annotations in order of id; of any other scope one or none.
	Items []annotate.Item
	// Last is what a scope that comes to nothing was before, if anything.
	Last annotate.Item
	// Conflicts are in the order of what was changed. Of one thing the last is told.
	Conflicts []Conflict
}

// Of tells what steps of one scope come to, in their order. The same
// transaction's steps stand together.
func Of(scope Scope, steps []Step) Result {
	if scope.Kind != "" {
		return single(scope, steps)
	}
	l := newLayer(scope)
	for tx := range byTransaction(steps) {
		l.apply(tx)
	}
	l.makeSound()
	return l.result()
}

// Fresh are the conflicts that were not among those before.
func Fresh(before, now []Conflict) []Conflict {
	type key struct {
		scope  Scope
		id, tx annotate.ID
	}
	known := map[key]bool{}
	for _, c := range before {
		known[key{c.Scope, c.ID, c.Tx}] = true
	}
	return slices.DeleteFunc(now, func(c Conflict) bool { return known[key{c.Scope, c.ID, c.Tx}] })
}

// byTransaction cuts steps where another transaction begins.
func byTransaction(steps []Step) iter.Seq[[]Step] {
	return func(yield func([]Step) bool) {
		for len(steps) > 0 {
			n := 1
			for n < len(steps) && steps[n].Tx == steps[0].Tx {
				n++
			}
			if !yield(steps[:n]) {
				return
			}
			steps = steps[n:]
		}
	}
}

// single unites what can only be once.
func single(scope Scope, steps []Step) Result {
	v := value{scope: scope}
	for _, s := range steps {
		v.apply(s)
	}
	r := Result{Last: v.last}
	if v.now != nil {
		r.Items = []annotate.Item{v.now}
	}
	if v.conflict != nil {
		v.conflict.Stays = v.now
		if !annotate.Equal(v.conflict.Other, v.now) {
			r.Conflicts = []Conflict{*v.conflict}
		}
	}
	return r
}

// value is something of which there is one version.
type value struct {
	scope     Scope
	now, last annotate.Item
	conflict  *Conflict
}

func (v *value) apply(s Step) {
	if v.now != nil {
		v.last = v.now
	}
	switch before, after := s.Before, s.After; {
	case annotate.Equal(v.now, before):
		v.now = after
	case annotate.Equal(v.now, after):
	case after == nil || before != nil && v.now == nil:
		// One copy deleted what another one changed: the change stays.
		v.conflict = &Conflict{Scope: v.scope, ID: s.Target(), Tx: s.Tx}
		if after != nil {
			v.now = after
		}
	default:
		other := v.now
		v.now = after
		if mine, ok := other.(*annotate.Schema); ok {
			was, _ := before.(*annotate.Schema)
			v.now = mergeSchemas(mine, was, after.(*annotate.Schema))
			other = after
		}
		v.conflict = &Conflict{Scope: v.scope, ID: s.Target(), Tx: s.Tx, Other: other}
	}
	if v.now != nil {
		v.last = v.now
	}
}
