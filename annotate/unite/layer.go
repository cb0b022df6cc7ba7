package unite

import (
	"maps"
	"slices"

	"galley/annotate"
)

// layer unites one layer.
type layer struct {
	head  value
	scope Scope
	items map[annotate.ID]annotate.Item
	last  map[annotate.ID]annotate.Item // what deleted annotations were
	// beside are the ids of the further versions of an annotation, origin is whose version one is.
	beside    map[annotate.ID][]annotate.ID
	origin    map[annotate.ID]annotate.ID
	conflicts map[annotate.ID]*Conflict
}

func newLayer(scope Scope) *layer {
	return &layer{
		scope: scope, head: value{scope: scope},
		items: map[annotate.ID]annotate.Item{}, last: map[annotate.ID]annotate.Item{},
		beside: map[annotate.ID][]annotate.ID{}, origin: map[annotate.ID]annotate.ID{},
		conflicts: map[annotate.ID]*Conflict{},
	}
}

// apply does one transaction. What it made under an id that is taken goes
// under another one, and what it made to refer to that goes along.
func (l *layer) apply(tx []Step) {
	moved := map[annotate.ID]annotate.ID{}
	var touched []annotate.ID
	for _, s := range tx {
		if s.Kind() == annotate.KindHead {
			l.head.apply(s)
			continue
		}
		at := l.step(s)
		if at == "" {
			continue
		}
		touched = append(touched, at)
		if s.Before == nil && at != s.Target() {
			moved[s.Target()] = at
		}
	}
	if len(moved) == 0 {
		return
	}
	for _, id := range touched {
		if item := l.items[id]; item != nil {
			l.items[id] = redirect(item, func(to annotate.ID) annotate.ID {
				if at, ok := moved[to]; ok {
					return at
				}
				return to
			})
		}
	}
}

// step does one edit and gives the id of the version that is as it wants; empty for none.
func (l *layer) step(s Step) annotate.ID {
	id := s.Target()
	if at, ok := l.version(id, s.Before); ok {
		l.put(at, id, s.After)
		return at
	}
	if at, there := l.version(id, s.After); there {
		return at // another copy did the same
	}
	c := &Conflict{Scope: l.scope, ID: id, Tx: s.Tx}
	l.conflicts[id] = c
	switch {
	case s.After == nil:
		return ""
	case l.items[id] == nil: // it had been deleted
		l.put(id, id, s.After)
		return id
	}
	at := l.free(id, s.Tx)
	l.beside[id] = append(l.beside[id], at)
	l.origin[at] = id
	l.put(at, id, s.After)
	c.Beside = at
	return at
}

// version is the id of the version of an annotation that is as want.
func (l *layer) version(id annotate.ID, want annotate.Item) (annotate.ID, bool) {
	if annotate.Equal(l.items[id], want) {
		return id, true
	}
	if want == nil {
		return "", false
	}
	for _, at := range append([]annotate.ID{id}, l.beside[id]...) {
		if item := l.items[at]; item != nil && annotate.Equal(l.plain(item, id), l.plain(want, id)) {
			return at, true
		}
	}
	return "", false
}

// plain is an item as it was in a copy that knew no other versions.
func (l *layer) plain(item annotate.Item, id annotate.ID) annotate.Item {
	item = unmarked(withID(item, id))
	return redirect(item, func(to annotate.ID) annotate.ID {
		for l.origin[to] != "" {
			to = l.origin[to]
		}
		return to
	})
}

// put sets the version at an id to an item that was made for another one.
func (l *layer) put(at, made annotate.ID, item annotate.Item) {
	if item == nil {
		l.last[at] = l.items[at]
		delete(l.items, at)
		return
	}
	if at != made {
		item = marked(withID(item, at), made)
	}
	l.items[at] = item
	l.last[at] = item
}

// free is the id for the version that a transaction made.
func (l *layer) free(id, tx annotate.ID) annotate.ID {
	at := versionID(id, tx)
	for l.last[at] != nil {
		at += "~"
	}
	return at
}

// makeSound gives every reference what it refers to: a deleted annotation to
// which another copy referred meanwhile comes back.
func (l *layer) makeSound() {
	for again := true; again; {
		again = false
		for _, id := range slices.Sorted(maps.Keys(l.items)) {
			item := l.items[id]
			if item == nil {
				continue // it went meanwhile
			}
			fixed := redirect(item, func(to annotate.ID) annotate.ID { return l.target(item, to) })
			switch {
			case !whole(fixed):
				delete(l.items, id)
				delete(l.last, id) // so that nothing brings it back
				again = true
			case !annotate.Equal(fixed, item):
				l.items[id] = fixed
				again = true
			}
			for to := range annotate.References(fixed) {
				if whole(fixed) && l.items[to] == nil {
					l.items[to] = l.last[to]
					again = true
				}
			}
		}
	}
}

// target is what a reference of item to an id means now: the annotation, a
// further version of it, what it was before it was deleted, or nothing.
func (l *layer) target(item annotate.Item, to annotate.ID) annotate.ID {
	fits := func(x annotate.Item) bool { return x != nil && mayReferTo(item, x) }
	if fits(l.items[to]) {
		return to
	}
	for _, at := range l.beside[to] {
		if fits(l.items[at]) {
			return at
		}
	}
	if l.items[to] == nil && fits(l.last[to]) {
		return to
	}
	return ""
}

func (l *layer) result() Result {
	var r Result
	if l.head.now != nil {
		r.Items = append(r.Items, l.head.now)
	}
	if c := l.head.conflict; c != nil {
		if c.Stays = l.head.now; !annotate.Equal(c.Stays, c.Other) {
			r.Conflicts = append(r.Conflicts, *c)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(l.items)) {
		r.Items = append(r.Items, l.items[id])
	}
	for _, id := range slices.Sorted(maps.Keys(l.conflicts)) {
		c := l.conflicts[id]
		c.Stays = l.items[id]
		if c.Beside != "" {
			c.Other = l.items[c.Beside]
		}
		if c.Stays != nil && (c.Beside == "" || c.Other != nil) { // else somebody chose
			r.Conflicts = append(r.Conflicts, *c)
		}
	}
	return r
}
