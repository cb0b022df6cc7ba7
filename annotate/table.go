package annotate

import (
	"cmp"
	"slices"
	"sort"
	"sync"

	"galley/annotate/span"
)

// Table is an immutable set of annotations of one kind, kept by id and in
// document order: mentions and events by first offset, end, label, id, the
// rest by id. Tables share what they have in common: a change of one item costs
// two runs of pointers, whatever their number.
type Table[T Item] struct {
	ordered, byID runs[T]
	flat          *flat[T]
}

// flat is all of a table in one slice, made when it is first asked for.
type flat[T Item] struct {
	once sync.Once
	all  []T
}

// Len is the number of items.
func (t Table[T]) Len() int { return t.ordered.len }

// All are the items in document order. The slice must not be changed.
func (t Table[T]) All() []T {
	if t.flat == nil {
		return nil
	}
	t.flat.once.Do(func() { t.flat.all = slices.Concat(t.ordered.list...) })
	return t.flat.all
}

// Get is the item with an id.
func (t Table[T]) Get(id ID) (T, bool) {
	k, i, ok := t.byID.find(byID[T](id))
	if !ok {
		var none T
		return none, false
	}
	return t.byID.list[k][i], true
}

// Changes are the items of old that t lacks, and those of t that old lacks. An
// item that was changed is among both. It costs as much as the two differ.
func (t Table[T]) Changes(old Table[T]) (removed, added []T) {
	a, b := differing(old.ordered.list, t.ordered.list)
	kept := make(map[ID]T, len(a))
	for _, x := range a {
		kept[x.ItemID()] = x
	}
	for _, y := range b {
		if x, ok := kept[y.ItemID()]; ok && Item(x) == Item(y) {
			delete(kept, y.ItemID())
			continue
		}
		added = append(added, y)
	}
	for _, x := range a {
		if _, gone := kept[x.ItemID()]; gone {
			removed = append(removed, x)
		}
	}
	return removed, added
}

func (t Table[T]) with(item T) Table[T] {
	t = t.without(item.ItemID())
	return Table[T]{t.ordered.with(inOrder(item), item), t.byID.with(byID[T](item.ItemID()), item), new(flat[T])}
}

func (t Table[T]) without(id ID) Table[T] {
	item, ok := t.Get(id)
	if !ok {
		return t
	}
	return Table[T]{t.ordered.without(inOrder(item)), t.byID.without(byID[T](id)), new(flat[T])}
}

func newTable[T Item](items []Item) Table[T] {
	var list []T
	for _, item := range items {
		if it, ok := item.(T); ok {
			list = append(list, it)
		}
	}
	if len(list) == 0 {
		return Table[T]{}
	}
	named := slices.Clone(list)
	slices.SortFunc(list, compareItems[T])
	slices.SortFunc(named, func(a, b T) int { return cmp.Compare(a.ItemID(), b.ItemID()) })
	return Table[T]{newRuns(list), newRuns(named), &flat[T]{all: slices.Clip(list)}}
}

// byID and inOrder compare what is looked for with an item.
func byID[T Item](id ID) func(T) int { return func(x T) int { return cmp.Compare(id, x.ItemID()) } }

func inOrder[T Item](item T) func(T) int { return func(x T) int { return compareItems(item, x) } }

// compareItems is document order.
func compareItems[T Item](a, b T) int {
	if order := comparePlaces(a, b); order != 0 {
		return order
	}
	return cmp.Compare(a.ItemID(), b.ItemID())
}

// comparePlaces is document order but for ids.
func comparePlaces(a, b Item) int {
	sa, la := place(a)
	sb, lb := place(b)
	if order := span.Compare(sa, sb); order != 0 {
		return order
	}
	return cmp.Compare(la, lb)
}

// place is the hull and the label that order mentions and events. An event
// without a trigger stands before all text.
func place(item Item) (span.Span, string) {
	switch x := item.(type) {
	case *Mention:
		return span.Hull(x.Spans), x.Label
	case *Event:
		return span.Hull(x.Trigger), x.Type
	}
	return span.Span{}, ""
}

// runs are sorted items in pieces that are never changed, none of them empty.
type runs[T Item] struct {
	list [][]T
	len  int
}

// runLength is the length of new runs; twice as long they are cut in two.
const runLength = 256

func newRuns[T Item](items []T) runs[T] {
	return runs[T]{slices.Collect(slices.Chunk(items, runLength)), len(items)}
}

// find finds the run and the place in it of what compares as equal, or where it would be.
func (r runs[T]) find(compare func(T) int) (run, at int, ok bool) {
	run = max(0, sort.Search(len(r.list), func(k int) bool { return compare(r.list[k][0]) < 0 })-1)
	if len(r.list) == 0 {
		return 0, 0, false
	}
	at, ok = sort.Find(len(r.list[run]), func(i int) int { return compare(r.list[run][i]) })
	return run, at, ok
}

func (r runs[T]) with(compare func(T) int, item T) runs[T] {
	if len(r.list) == 0 {
		return newRuns([]T{item})
	}
	k, i, _ := r.find(compare)
	grown := slices.Concat(r.list[k][:i], []T{item}, r.list[k][i:])
	if len(grown) < 2*runLength {
		return r.replaced(k, 1, grown)
	}
	return r.replaced(k, 1, slices.Clip(grown[:runLength]), grown[runLength:])
}

func (r runs[T]) without(compare func(T) int) runs[T] {
	k, i, _ := r.find(compare)
	if len(r.list[k]) == 1 {
		return r.replaced(k, -1)
	}
	return r.replaced(k, -1, slices.Concat(r.list[k][:i], r.list[k][i+1:]))
}

// replaced has other runs in the place of the k-th, and more items by a number.
func (r runs[T]) replaced(k, more int, by ...[]T) runs[T] {
	return runs[T]{slices.Concat(r.list[:k], by, r.list[k+1:]), r.len + more}
}

// differing are the items of the runs that two lists do not share at their ends.
func differing[T Item](a, b [][]T) (left, right []T) {
	same := func(x, y []T) bool { return len(x) == len(y) && &x[0] == &y[0] }
	for len(a) > 0 && len(b) > 0 && same(a[0], b[0]) {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && same(a[len(a)-1], b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return slices.Concat(a...), slices.Concat(b...)
}
