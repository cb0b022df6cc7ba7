// Package register finds entries of a project's register by the names that
// articles use, and reads and writes the register as a table.
package register

import (
	"cmp"
	"slices"

	"galley/annotate"
	"galley/annotate/text"
)

// name is what entries are found by: a label and a name without case, marks and signs.
type name struct{ label, key string }

func nameOf(label, s string) name { return name{label, text.Likeness{}.Key(s)} }

// Index finds entries by name.
type Index struct {
	entries map[annotate.ID]*annotate.Registered
	byName  map[name][]annotate.ID
	byKB    map[name]annotate.ID // by label and id in the knowledge base
}

// NewIndex makes the index of entries. Those that come first are found first.
func NewIndex(entries []*annotate.Registered) *Index {
	x := &Index{map[annotate.ID]*annotate.Registered{}, map[name][]annotate.ID{}, map[name]annotate.ID{}}
	for _, e := range entries {
		x.put(e)
	}
	return x
}

// put adds an entry, or puts it in the place of an older state of it, of which it has all names.
func (x *Index) put(e *annotate.Registered) {
	x.entries[e.ID] = e
	for _, s := range append([]string{e.Name}, e.Aliases...) {
		n := nameOf(e.Label, s)
		if n.key != "" && !slices.Contains(x.byName[n], e.ID) {
			x.byName[n] = append(x.byName[n], e.ID)
		}
	}
	if id := (name{e.Label, e.KB}); e.KB != "" && x.byKB[id] == "" {
		x.byKB[id] = e.ID
	}
}

// Named are the entries of a label that bear a text as name or alias. Neither
// case nor accents make a difference.
func (x *Index) Named(label, s string) []*annotate.Registered {
	var out []*annotate.Registered
	for _, id := range x.byName[nameOf(label, s)] {
		out = append(out, x.entries[id])
	}
	return out
}

// Like is the entry that an entity of an article is of: the one with its id,
// or, where one of the two has none, the first of its name; nil if there is none.
func (x *Index) Like(e *annotate.Entity) *annotate.Registered { return x.like(e.Label, e.Name, e.KB) }

func (x *Index) like(label, s, kb string) *annotate.Registered {
	if id := x.byKB[name{label, kb}]; kb != "" && id != "" {
		return x.entries[id]
	}
	for _, e := range x.Named(label, s) {
		// Two ids are two actors, though of one name.
		if kb == "" || e.KB == "" {
			return e
		}
	}
	return nil
}

// Merged is what an entry comes to with another of the same actor: names and
// id that it lacks are taken over; its own stay. A name that differs by case or
// accents alone is no other name.
func Merged(old, more *annotate.Registered) *annotate.Registered {
	out := *old
	out.KB, out.Note = cmp.Or(old.KB, more.KB), cmp.Or(old.Note, more.Note)
	out.Aliases = slices.Clone(old.Aliases)
	for _, s := range append([]string{more.Name}, more.Aliases...) {
		same := func(name string) bool { return text.Likeness{}.Same(name, s) }
		if s != "" && !same(out.Name) && !slices.ContainsFunc(out.Aliases, same) {
			out.Aliases = append(out.Aliases, s)
		}
	}
	return &out
}

// Remembering is the edit by which the register knows an entity of an article
// from then on; ok is false where it knows all of it already. newID makes the
// id of a new entry.
func (x *Index) Remembering(e *annotate.Entity, newID func() annotate.ID) (edit annotate.Edit, ok bool) {
	more := &annotate.Registered{Label: e.Label, Name: e.Name, Aliases: e.Aliases(), KB: e.KB}
	return x.taking(more, newID)
}

// taking is the edit that takes an entry in.
func (x *Index) taking(more *annotate.Registered, newID func() annotate.ID) (annotate.Edit, bool) {
	old := x.like(more.Label, more.Name, more.KB)
	if old == nil {
		fresh := *more
		fresh.ID = newID()
		return annotate.Edit{After: &fresh}, true
	}
	now := Merged(old, more)
	return annotate.Edit{Before: old, After: now}, !annotate.Equal(old, now)
}
