package unite

import (
	"maps"
	"slices"

	"galley/annotate"
)

// Onward is Of where the history of a scope is not needed: have is what all
// steps before these come to and no more than they add up to, and each of these
// finds what it changes, as in a copy of its own. It is false where one does not,
// where a reference would be to nothing, and where nothing is left that could be
// told of; then only the history tells.
func Onward(scope Scope, have []annotate.Item, steps []Step) (Result, bool) {
	items := make(map[annotate.ID]annotate.Item, len(have)+len(steps))
	var last annotate.Item
	for _, item := range have {
		items[key(item)], last = item, item
	}
	for _, s := range steps {
		id := keyOf(s.Edit)
		if id == "" && s.Kind() != annotate.KindHead && scope.Kind == "" || !annotate.Equal(items[id], s.Before) {
			return Result{}, false
		}
		if s.After == nil {
			delete(items, id)
			continue
		}
		items[id], last = s.After, s.After
	}
	if scope.Kind != "" {
		if last == nil {
			return Result{}, false
		}
		r := Result{Last: last}
		if now := items[keyOf(annotate.Edit{After: last})]; now != nil {
			r.Items = []annotate.Item{now}
		}
		return r, true
	}
	return sound(items)
}

// keyOf tells what an edit changes apart from what else is in its scope.
func keyOf(e annotate.Edit) annotate.ID {
	if e.After != nil {
		return key(e.After)
	}
	return key(e.Before)
}

// sound is a layer with its items in order; false where one of them refers to
// what is not there.
func sound(items map[annotate.ID]annotate.Item) (Result, bool) {
	var r Result
	if head := items[""]; head != nil {
		r.Items = append(r.Items, head)
	}
	for _, id := range slices.Sorted(maps.Keys(items)) {
		item := items[id]
		for to := range annotate.References(item) {
			if target := items[to]; target == nil || !mayReferTo(item, target) {
				return Result{}, false
			}
		}
		if !whole(item) {
			return Result{}, false
		}
		if id != "" {
			r.Items = append(r.Items, item)
		}
	}
	return r, true
}
